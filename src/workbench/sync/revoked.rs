//! A bundle of a revoked laptop, judged before anything of it is planned.
//!
//! A plan holds in memory what would wait, and of a revoked laptop all that it
//! wrote since does. So what is certain is said first: in a pass of its own, which
//! holds nothing.

use std::path::Path;

use crate::{
    bundle::{
        BundleError,
        format::{Inner, Outer},
        read::Reader,
        seal::Ring,
        verify::{self, Orders},
    },
    log::commit::{Envelope, PeerId},
    store::{
        StoreError,
        fold::{Base, Totals},
        trust::{Membership, Speakers},
    },
    workbench::{Error, Workbench},
};

/// Whether a bundle says of its sender that he wrote beyond this number.
pub(super) fn is_beyond(sender: PeerId, after: u64, outer: &Outer, inner: &Inner) -> bool {
    inner.knowledge.iter().any(|end| end.dot.peer == sender && end.dot.seq > after)
        || outer.ranges.iter().any(|range| range.peer == sender && range.to > after)
}

impl Workbench {
    /// Refuses a bundle that a revoked laptop wrote since, where nothing in it
    /// can change what its sender is. Where something may, as a commit of a lead
    /// that is not here yet, the plan has to show it.
    pub(super) fn refuse_revoked<B: Base>(
        &self,
        base: &B,
        totals: &Totals,
        file: &Path,
        ring: &Ring,
        outer: &Outer,
    ) -> Result<(), Error> {
        let sender = outer.sender;
        let Some(Membership::Revoked { after, .. }) = totals.trust.membership(sender) else { return Ok(()) };
        // A word that waits for its chain may begin to count, and so may one in another row.
        let is_settled = totals.loose.is_empty() && totals.lines.iter().next().is_none();
        let is_revoked = matches!(self.membership_of(sender), Some(Membership::Revoked { .. }));
        if !is_settled || !is_revoked {
            return Ok(());
        }
        let reader = Reader::open(file, ring)?;
        if !is_beyond(sender, after, &reader.outer, &reader.inner) {
            return Ok(());
        }
        let speakers = totals.trust.speakers();
        let mut may_change = false;
        verify::verify(reader, Orders::Anywhere, &mut |envelope: Envelope| {
            may_change = may_change || stirs(base, &speakers, &envelope)?;
            Ok(())
        })?;
        if may_change { Ok(()) } else { Err(BundleError::Revoked(sender).into()) }
    }
}

/// Whether a commit could change what a laptop is.
fn stirs<B: Base>(base: &B, speakers: &Speakers, envelope: &Envelope) -> Result<bool, StoreError> {
    if speakers.are_followed_in(&envelope.commit) {
        return Ok(true);
    }
    if !speakers.include(envelope.commit.dot.peer) {
        return Ok(false);
    }
    let is_here = base.commit(envelope.commit.dot)?.is_some_and(|held| held.hash == envelope.hash)
        || base.waiting(envelope.point())?.is_some();
    Ok(!is_here)
}
