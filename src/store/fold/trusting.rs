//! Whose commits count, while commits come in.

use super::{Base, Fold, Place};
use crate::{
    log::{
        commit::{Dot, Envelope, PeerId, Point, Print},
        lines::Lines,
    },
    store::{
        error::StoreError,
        placing::Placing,
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
        // Of rows that go apart anew it is only known once it has come.
        let is_known = self.totals.led.contains(&last) && self.totals.lines.get(row).is_some();
        Ok(row == dot.peer || !(is_known || self.resolve(last)?.is_some()))
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
}
