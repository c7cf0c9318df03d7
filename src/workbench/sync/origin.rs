//! Whose word is taken for a bundle.

use crate::{
    bundle::{
        plan::Planner,
        seal::{AgeKey, Ring},
    },
    log::commit::{Dot, PeerId},
    store::fold::Base,
    workbench::{bench::Workbench, error::Error},
};

impl Workbench {
    /// Whether a laptop for which only older keys vouch shows by what it brings
    /// where it comes from: who of the group it succeeds, or an open invitation.
    pub(super) fn is_accounted_for<B: Base>(
        &self,
        sender: PeerId,
        planner: &Planner<'_, B>,
    ) -> Result<bool, Error> {
        if planner.trust().admits(Dot { peer: sender, seq: 1 }) {
            return Ok(true);
        }
        let mut first = planner.strangers();
        first.extend(self.first_of(sender)?.map(|first| first.commit));
        let invited = self.coming_by_invitation(&first)?;
        Ok(invited.values().any(|peer| *peer == sender))
    }

    /// What opens bundles here, and whose word is taken for them.
    pub(in crate::workbench) fn ring(&self, passphrase: Option<String>) -> Result<Ring, Error> {
        let heads = self.store.totals().heads.iter().map(|(peer, _)| peer);
        // What a revoked one wrote before is still its own word; what came after is refused.
        let known = heads.filter(|peer| self.membership_of(*peer).is_some()).collect();
        // Who was revoked has the older keys, and must not vouch for strangers by them;
        // who was invited before that has no newer ones.
        let vouchers = self.kept_keys()?.iter().map(AgeKey::voucher_key).collect();
        let older = self.secrets.group.voucher_keys();
        Ok(Ring { known, vouchers: Some(vouchers), older, ..self.secrets.ring(passphrase) })
    }
}
