//! The group's keys: to whom bundles are sealed, which keys a revoked laptop
//! has not, and how a laptop comes by a new one.

use std::collections::BTreeSet;

use super::{bench::Workbench, draft::Draft, error::Error};
use crate::{
    bundle::seal::{self, AgeKey, Ring},
    domain::{id::RecordId, team, value::Value},
    log::{
        bytes::{hex, unhex},
        commit::{Cause, PeerId, Slot},
    },
    store::codec,
};

impl Workbench {
    /// Everybody whom a bundle for the group is sealed to: the newest key of
    /// the group that no revoked laptop has, and each laptop's own, since not
    /// everybody has the newest yet.
    pub(super) fn audience(&self) -> Result<Vec<String>, Error> {
        let mut audience: Vec<String> = Vec::new();
        audience.extend(self.kept_keys()?.last().map(AgeKey::public));
        audience.push(self.secrets.workspace_recipient()?);
        for (peer, public) in self.recipients()? {
            if self.belongs(peer) && !audience.contains(&public) {
                audience.push(public);
            }
        }
        Ok(audience)
    }

    /// The group's keys that no revoked laptop has, the newest last.
    pub(super) fn kept_keys(&self) -> Result<Vec<AgeKey>, Error> {
        let (revoked, own) = (self.revoked(), self.own_cards());
        let mut kept = Vec::new();
        for key in self.secrets.group.age.iter().filter_map(|text| AgeKey::read(text)) {
            let name = seal::key_name(&key.public());
            let mut without = BTreeSet::new();
            for row in self.rows(team::group_keys::ID)?.iter() {
                if row.reference(team::group_keys::FOR).is_some_and(|card| own.contains(&card))
                    && self.text_of_a_lead(row.id, team::group_keys::NAME)? == name
                {
                    let told = self.text_of_a_lead(row.id, team::group_keys::WITHOUT)?;
                    without.extend(told.split(' ').map(str::to_owned));
                }
            }
            if revoked.is_subset(&without) {
                kept.push(key);
            }
        }
        Ok(kept)
    }

    /// Every laptop with the public key that it told itself: what another wrote
    /// into its card could be his own.
    pub(super) fn recipients(&self) -> Result<Vec<(PeerId, String)>, Error> {
        let slot = Slot::single(team::peers::RECIPIENT);
        let mut told = Vec::new();
        for (peer, _) in self.store.totals().heads.iter() {
            let Some(card) = self.store.record(Self::peer_record(peer))? else { continue };
            let versions = card.versions(&slot);
            let own = versions.iter().filter(|version| version.mark.dot.peer == peer);
            for version in own {
                if let Some(Value::Text(public)) = codec::value(version.cell)
                    && seal::is_recipient(&public)
                {
                    told.push((peer, public));
                }
            }
        }
        Ok(told)
    }

    /// The cards of revoked laptops, as text.
    pub(super) fn revoked(&self) -> BTreeSet<String> {
        self.store.totals().trust.revoked().map(|card| card.to_string()).collect()
    }

    /// Seals a new key of the group to every laptop but those in `without`.
    pub(super) fn seal_key(
        &self,
        draft: &mut Draft,
        key: &AgeKey,
        without: &BTreeSet<String>,
    ) -> Result<(), Error> {
        let kept_from = without.iter().cloned().collect::<Vec<_>>().join(" ");
        let mut receivers = vec![(self.peer(), self.secrets.workspace_recipient()?)];
        receivers.extend(self.recipients()?.into_iter().filter(|(peer, _)| {
            *peer != self.peer()
                && self.belongs(*peer)
                && !without.contains(&Self::peer_record(*peer).to_string())
        }));
        for (peer, public) in receivers {
            hand(draft, key, &kept_from, peer, &public)?;
        }
        Ok(())
    }

    /// Seals the newest key of the group that no revoked laptop has to whoever
    /// was enrolled after it came to be, where this laptop leads.
    pub(super) fn hand_keys_on(&mut self) -> Result<(), Error> {
        let Some(key) = self.kept_keys()?.pop().filter(|_| self.leads()) else { return Ok(()) };
        let card = |peer: PeerId| key_card(&key, peer);
        let own = self.secrets.names().into_iter().find_map(|name| self.row(card(name)).transpose());
        // The first key of all came with the invitation.
        let Some(own) = own.transpose()? else { return Ok(()) };
        let kept_from = self.text_of_a_lead(own.id, team::group_keys::WITHOUT)?;
        let mut draft = Draft::new();
        for (peer, public) in self.recipients()? {
            if self.belongs(peer) && peer != self.peer() && self.row(card(peer))?.is_none() {
                hand(&mut draft, &key, &kept_from, peer, &public)?;
            }
        }
        if draft.is_empty() {
            return Ok(());
        }
        self.write(draft, Cause::Housekeeping)?;
        self.forget_rows();
        Ok(())
    }

    /// The cards of this laptop, by all its names.
    fn own_cards(&self) -> Vec<RecordId> {
        self.secrets.names().into_iter().map(Self::peer_record).collect()
    }

    /// Takes keys of the group that a lead has sealed to this laptop.
    pub(super) fn take_keys(&mut self) -> Result<(), Error> {
        let own = self.own_cards();
        let rows = self.rows(team::group_keys::ID)?;
        let is_for_it = |card| own.contains(&card);
        let mut fresh = Vec::new();
        for row in rows.iter().filter(|row| row.reference(team::group_keys::FOR).is_some_and(is_for_it)) {
            let name = self.text_of_a_lead(row.id, team::group_keys::NAME)?;
            let is_it =
                |text: &String| AgeKey::read(text).is_some_and(|key| seal::key_name(&key.public()) == name);
            if name.is_empty() || self.secrets.group.age.iter().any(is_it) {
                continue;
            }
            let ring: Ring = self.secrets.ring(None);
            let sealed = self.text_of_a_lead(row.id, team::group_keys::SEALED)?;
            let opened = unhex(&sealed).and_then(|sealed| seal::open_secret(&ring, &sealed));
            // What was sealed has to be the key it is said to be.
            let key = opened.and_then(|text| AgeKey::read(&text));
            let key = key.filter(|key| seal::key_name(&key.public()) == name).map(|key| key.secret());
            // Under each of its names it may have been handed the same.
            fresh.extend(key.filter(|key| !fresh.contains(key)));
        }
        if !fresh.is_empty() {
            self.secrets.group.age.extend(fresh);
            self.vault.set_secrets(&self.secrets.bytes())?;
        }
        Ok(())
    }
}

/// The record that hands a key of the group to a laptop.
fn key_card(key: &AgeKey, to: PeerId) -> RecordId {
    RecordId::derived(team::group_keys::ID, &[seal::key_name(&key.public()).as_bytes(), &to.0])
}

/// Seals a key of the group to a laptop.
fn hand(draft: &mut Draft, key: &AgeKey, kept_from: &str, to: PeerId, public: &str) -> Result<(), Error> {
    let id = key_card(key, to);
    let sealed = seal::seal_secret(public, &key.secret())?;
    draft.insert(id);
    draft.set(id, team::group_keys::NAME, Value::text(seal::key_name(&key.public())));
    draft.set(id, team::group_keys::FOR, Some(Value::Ref(Workbench::peer_record(to))));
    draft.set(id, team::group_keys::SEALED, Value::text(hex(&sealed)));
    draft.set(id, team::group_keys::WITHOUT, Value::text(kept_from));
    Ok(())
}
