//! What follows from what came in, and what leads say, as
//! `src/workbench/enrol.rs` and `erasure.rs` do it.

use std::collections::BTreeSet;

use minqing::{
    domain::{team::peers, value::Value},
    log::{
        commit::{Cause, Change, Dot, PeerId},
        erasure::Scope,
    },
    store::{
        codec,
        fold::Base,
        trust::{self, Membership, Word},
    },
};

use super::{super::Stop, Invited, Laptop, on_card, said};

impl Laptop {
    /// Enrols a laptop, or takes a revocation back.
    pub(in super::super) fn confirm(&mut self, peer: PeerId, lead: bool, now_ms: u64) -> Result<(), Stop> {
        if !self.leads() {
            return Err(Stop::Refused("not a lead"));
        }
        if peer == self.peer || self.membership(peer) == Some(Membership::Lead) {
            return Err(Stop::Refused("a lead stays"));
        }
        let word = self.say(peer, if lead { Membership::Lead } else { Membership::Member }, now_ms)?;
        self.write(vec![word], Cause::Housekeeping, now_ms)
    }

    /// Revokes a laptop: what is here of it counts, and so much less.
    pub(in super::super) fn revoke(&mut self, peer: PeerId, less: u64, now_ms: u64) -> Result<(), Stop> {
        if !self.leads() {
            return Err(Stop::Refused("not a lead"));
        }
        if peer == self.peer {
            return Err(Stop::Refused("its own laptop"));
        }
        let applied = self.totals.heads.get(peer).map_or(0, |head| head.seq);
        let built_on = self.totals.heads.get(self.peer).map_or(0, |head| head.seen.get(peer));
        let after = self.totals.held().get(peer).saturating_sub(less);
        if after < built_on {
            return Err(Stop::Refused("built on"));
        }
        let last = self.held(Dot { peer, seq: after })?.filter(|_| after > 0).map(|last| last.point());
        let seen = if after < applied {
            let seq = after.max(self.totals.rests_on(peer));
            let last = self.held(Dot { peer, seq })?.filter(|_| seq > 0).map(|last| last.point());
            Some(self.totals.news_beside(self.peer, Some((peer, last))))
        } else {
            None
        };
        let print = last.map(|last| last.print);
        let word = self.say(peer, Membership::Revoked { after, print }, now_ms)?;
        self.write_seeing(vec![word], Cause::Housekeeping, seen, now_ms)?;
        self.honour_erasures(now_ms)
    }

    fn say(&self, peer: PeerId, membership: Membership, now_ms: u64) -> Result<Change, Stop> {
        let word = Word { turn: self.totals.trust.next_turn(peer), membership };
        let seq = self.totals.heads.get(self.peer).map_or(0, |head| head.seq) + 1;
        let stamp = self.totals.newest.next(now_ms);
        let supposed = self.totals.trust.supposing(Dot { peer: self.peer, seq }, stamp, peer, word);
        let leads = supposed.membership(self.peer) == Some(Membership::Lead);
        if supposed.membership(peer) != Some(membership) || !leads {
            return Err(Stop::Refused("would not be so"));
        }
        Ok(said(peer, word))
    }

    /// Introduces this laptop, as the heir of another if it is one.
    pub(in super::super) fn introduce(
        &mut self,
        original: Option<&ed25519_dalek::SigningKey>,
        now_ms: u64,
    ) -> Result<(), Stop> {
        let mut changes = vec![on_card(self.peer, peers::LETTER, "Z".to_owned())];
        if let Some(original) = original {
            let words = trust::succession(original, self.peer);
            changes.push(on_card(self.peer, peers::SUCCEEDS, words));
        }
        self.write(changes, Cause::Housekeeping, now_ms)
    }

    /// Enrols laptops that came by an invitation.
    pub(super) fn follow_up(&mut self, invited: &Invited, now_ms: u64) -> Result<(), Stop> {
        if !self.leads() {
            return Ok(());
        }
        // Also those that wait for what somebody has to vouch for by having seen it.
        let first = self.totals.waiting.keys().map(|point| point.dot).filter(|dot| dot.seq == 1);
        let strangers: BTreeSet<PeerId> = first.map(|dot| dot.peer).collect();
        let mut words = Vec::new();
        for peer in strangers {
            if invited.contains(&peer) && self.membership(peer).is_none() {
                words.push(self.say(peer, Membership::Member, now_ms)?);
            }
        }
        self.write(words, Cause::Housekeeping, now_ms)
    }

    /// Orders again what no commit that counts orders any more, and rids the
    /// disk of what was erased.
    pub(super) fn honour_erasures(&mut self, now_ms: u64) -> Result<(), Stop> {
        if self.totals.erased.is_empty() {
            return Ok(());
        }
        if !self.is_revoked() {
            let mut lapsed = Vec::new();
            for scope in self.totals.erased.iter() {
                let record = self.disk.cache.record(scope.record)?;
                let slot = scope.slot();
                let stands = record.is_some_and(|record| {
                    record.versions(&slot).iter().any(|version| !version.cell.is_none())
                });
                if !stands {
                    lapsed.push(order(scope, "again"));
                }
            }
            self.write(lapsed, Cause::Housekeeping, now_ms)?;
        }
        if self.is_stale() { self.keep(now_ms) } else { Ok(()) }
    }

    /// Orders something to be erased.
    pub(in super::super) fn erase(&mut self, changes: Vec<Change>, now_ms: u64) -> Result<(), Stop> {
        if !self.leads() {
            return Err(Stop::Refused("not a lead"));
        }
        self.write(changes, Cause::Housekeeping, now_ms)?;
        if self.is_stale() { self.keep(now_ms) } else { Ok(()) }
    }
}

/// The change that orders something to be erased.
pub(in super::super) fn order(scope: Scope, reason: &str) -> Change {
    Change { record: scope.record, slot: scope.slot(), cell: codec::cell(&Value::Text(reason.to_owned())) }
}
