//! Whose commits count, while commits come in.

use std::collections::BTreeSet;

use super::{Base, Fold, Place};
use crate::{
    log::{
        commit::{Dot, Envelope, PeerId, Point, Print},
        lines::Lines,
    },
    store::{
        error::StoreError,
        placing::Placing,
        totals::Renaming,
        trust::{self, Membership},
    },
};

impl<B: Base> Fold<'_, B> {
    /// Takes note of what a commit says of laptops, once its chain leads to
    /// what is here: who has a laptop's key can claim any number behind a gap.
    pub(super) fn note(&mut self, envelope: &Envelope, place: Place) -> Result<(), StoreError> {
        if !trust::says_anything(&envelope.commit) {
            return Ok(());
        }
        match self.row_of(envelope, place)? {
            Some(row) => {
                self.is_news |= self.totals.trust.note(envelope.point(), row, &envelope.commit);
            }
            None => {
                self.totals.loose.insert(envelope.point());
            }
        }
        Ok(())
    }

    /// The same for commits of a peer that wait: what was applied since may
    /// have shown from where they go on.
    pub(super) fn note_where_words_stand_now(&mut self, peer: PeerId) -> Result<(), StoreError> {
        let totals = &self.totals;
        let noted = totals.trust.said_by(peer).filter(|point| totals.waiting.contains_key(point));
        let loose = totals.loose.iter().filter(|point| point.dot.peer == peer).copied();
        for point in noted.chain(loose).collect::<Vec<_>>() {
            let envelope = self.held(point)?;
            let place = self.place(&envelope)?;
            self.totals.loose.remove(&point);
            self.note(&envelope, place)?;
        }
        Ok(())
    }

    /// Whether a commit counts by itself where it stands.
    pub(super) fn counts(&self, envelope: &Envelope, place: Place) -> Result<bool, StoreError> {
        let row = match place {
            Place::Next(at) => at.peer,
            Place::Branch { .. } => Lines::id(envelope.commit.dot.peer, &envelope.hash),
            Place::Known | Place::Apart => return Ok(false),
        };
        self.counts_in(row, envelope.point())
    }

    /// Whether a commit counts by itself in a row. Of a revoked laptop that is
    /// so for what leads to the last commit that was trusted; as long as that
    /// one is not here, for all numbers up to it.
    fn counts_in(&self, row: PeerId, point: Point) -> Result<bool, StoreError> {
        let Point { dot, print } = point;
        let trust = &self.totals.trust;
        if !trust.admits(dot) {
            return Ok(false);
        }
        let Some(Membership::Revoked { after, print: Some(last) }) = trust.membership(dot.peer) else {
            return Ok(true);
        };
        if trust.is_own(dot.peer) {
            return Ok(true);
        }
        if dot.seq == after && last != print {
            return Ok(false);
        }
        let last = Point { dot: Dot { peer: dot.peer, seq: after }, print: last };
        let is_here =
            || Ok::<_, StoreError>(self.totals.led.contains(&last) || self.resolve(last)?.is_some());
        Ok(row == dot.peer || !is_here()?)
    }

    /// Applies what was set aside and counts now, and sees whether something
    /// is applied that counts no longer.
    pub(super) fn reconsider(&mut self, done: &mut Vec<Point>) -> Result<(), StoreError> {
        let mut counting = Vec::new();
        for (row, head) in self.totals.heads.iter() {
            let dot = self.totals.lines.name(Dot { peer: row, seq: head.seq });
            if self.counts_in(row, Point { dot, print: Print::of(&head.hash) })? {
                counting.push(row);
            }
        }
        let totals = &mut self.totals;
        totals.recast |= totals.heads.iter().any(|(row, head)| {
            let built_on = || {
                let others = counting.iter().filter(|other| **other != row);
                let heads = others.filter_map(|other| totals.heads.get(*other));
                heads.map(|other| other.seen.get(row)).any(|seen| seen >= head.seq)
            };
            !counting.contains(&row) && !built_on()
        });
        let aside: Vec<Point> = totals.aside().filter(|point| totals.trust.admits(point.dot)).collect();
        for point in aside {
            // It may have been released with one before it.
            if self.totals.waiting.get(&point).is_some_and(|waits| waits.missing == point) {
                let from = done.len();
                self.resume(point, true, done)?;
                let mut released = done.split_off(from);
                self.release(&mut released)?;
                done.append(&mut released);
            }
        }
        Ok(())
    }

    /// Sees whether the last trusted commit of a revoked laptop has come, and lets the row that leads to the last trusted commit of a revoked laptop
    /// keep the name, whichever hash is lower.
    pub(super) fn prefer_what_was_trusted(&mut self) -> Result<(), StoreError> {
        let copied: BTreeSet<PeerId> = self.totals.lines.iter().map(|(_, line)| line.root).collect();
        for peer in copied {
            if self.totals.renaming.is_none() {
                self.prefer_what_was_trusted_of(peer)?;
            }
        }
        Ok(())
    }

    fn prefer_what_was_trusted_of(&mut self, peer: PeerId) -> Result<(), StoreError> {
        let Some(Membership::Revoked { after, print: Some(print) }) = self.totals.trust.membership(peer)
        else {
            return Ok(());
        };
        let last = Point { dot: Dot { peer, seq: after }, print };
        let Some(takes) = self.resolve(last)?.map(|at| at.peer) else { return Ok(()) };
        if takes == peer {
            // From now on nothing else of the laptop counts.
            self.is_news |= self.totals.led.insert(last);
            return Ok(());
        }
        let first = self.totals.lines.name(Dot { peer: takes, seq: 1 });
        let Some(trace) = Placing::trace(self, Dot { peer: takes, seq: 1 })? else { return Ok(()) };
        let row = match self.before(first, &trace.previous)? {
            Some(before) => before.peer,
            None => peer,
        };
        let beside = self.totals.lines.place(row, first);
        let leaves = match beside {
            Some(at) => self.hash_at(at)?.map(|hash| Lines::id(peer, &hash)),
            None => None,
        };
        self.totals.renaming = Some(Renaming { row, first, leaves, takes });
        self.totals.recast = true;
        Ok(())
    }
}
