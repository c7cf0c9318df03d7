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
        if trust.is_own(dot.peer) && row == dot.peer {
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

    /// Sees to it that of the rows of each copied installation the right one has
    /// the name: the one that leads to the last trusted commit, if the laptop was
    /// revoked, else the one whose first commit has the lower hash.
    pub(super) fn settle_names(&mut self) -> Result<(), StoreError> {
        let copied: BTreeSet<PeerId> = self.totals.lines.iter().map(|(_, line)| line.root).collect();
        for peer in copied {
            for last in self.totals.trust.last_trusted(peer) {
                if let Some(at) = self.resolve(last)? {
                    let course = self.course(at)?;
                    self.is_news |= self.totals.trust.set_course(last, course);
                }
            }
            if self.totals.renaming.is_none()
                && let Some(renaming) = self.renaming_of(peer, false)?
            {
                self.rename(renaming);
            }
        }
        Ok(())
    }

    /// The same once no more comes: a copy beside which nothing stands any more
    /// has the name.
    pub fn conclude(&mut self) -> Result<(), StoreError> {
        let copied: BTreeSet<PeerId> = self.totals.lines.iter().map(|(_, line)| line.root).collect();
        for peer in copied {
            if self.totals.renaming.is_none()
                && let Some(renaming) = self.renaming_of(peer, true)?
            {
                self.rename(renaming);
            }
        }
        Ok(())
    }

    /// The rows that lead to a commit, each up to which name.
    fn course(&self, at: Dot) -> Result<Vec<Dot>, StoreError> {
        let mut course = Vec::new();
        let mut next = Some(at);
        while let Some(end) = next {
            let name = self.totals.lines.name(end);
            course.push(Dot { peer: end.peer, seq: name.seq });
            next = None;
            if self.totals.lines.get(end.peer).is_some() {
                next = self.parting(end.peer)?.and_then(|parting| parting.before);
            }
        }
        Ok(course)
    }

    /// Where a copy's row goes apart from another one.
    fn parting(&self, copy: PeerId) -> Result<Option<Parting>, StoreError> {
        let place = Dot { peer: copy, seq: 1 };
        let name = self.totals.lines.name(place);
        let Some(trace) = Placing::trace(self, place)?.filter(|_| self.totals.heads.covers(place)) else {
            return Ok(None);
        };
        let before = self.before(name, &trace.previous)?;
        let row = before.map_or(name.peer, |before| before.peer);
        let beside = match self.totals.lines.place(row, name) {
            Some(at) => self.hash_at(at)?,
            None => None,
        };
        Ok(Some(Parting { before, row, name, first: trace.hash, beside }))
    }

    /// The last trusted commit of a revoked laptop, and where it stands.
    pub(super) fn trusted_end(&self, peer: PeerId) -> Result<Option<Dot>, StoreError> {
        match self.totals.trust.membership(peer) {
            Some(Membership::Revoked { after, print: Some(print) }) => {
                self.resolve(Point { dot: Dot { peer, seq: after }, print })
            }
            Some(Membership::Revoked { .. } | Membership::Member | Membership::Lead) | None => Ok(None),
        }
    }

    /// Which row is to have the name of another one, if one is.
    fn renaming_of(&mut self, peer: PeerId, is_last: bool) -> Result<Option<Renaming>, StoreError> {
        let trusted = self.trusted_end(peer)?;
        if let Some(Membership::Revoked { after, print: Some(print) }) = self.totals.trust.membership(peer) {
            let last = Point { dot: Dot { peer, seq: after }, print };
            match trusted {
                // From now on nothing else of the laptop counts.
                Some(_) => self.is_news |= self.totals.led.insert(last),
                // It comes again while all is folded anew, and its row has the name.
                None if self.totals.led.contains(&last) => return Ok(None),
                None => {}
            }
        }
        let course = trusted.map(|at| self.course(at)).transpose()?.unwrap_or_default();
        let leads =
            |row: PeerId, name: Dot| course.iter().any(|part| part.peer == row && part.seq >= name.seq);
        let copies: Vec<PeerId> = self.totals.lines.of(peer).skip(1).collect();
        for copy in copies {
            let Some(Parting { row, name, first, beside, .. }) = self.parting(copy)? else { continue };
            let is_right = match beside {
                // Nothing stands where they would go apart, or not yet.
                None => !is_last,
                Some(_) if leads(copy, name) => false,
                Some(_) if leads(row, name) => true,
                Some(other) => other < first,
            };
            if !is_right {
                let leaves = beside.map(|hash| Lines::id(peer, &hash));
                return Ok(Some(Renaming { row, first: name, leaves, takes: copy }));
            }
        }
        Ok(None)
    }

    /// Has rows change their names, when everything is folded anew.
    pub(super) fn rename(&mut self, renaming: Renaming) {
        self.totals.recast = true;
        self.totals.renaming.get_or_insert(renaming);
    }
}

/// Where two rows go apart.
struct Parting {
    /// The last commit of both.
    before: Option<Dot>,
    /// The row that has the name.
    row: PeerId,
    /// The name of the first commits that differ.
    name: Dot,
    /// The hash of the copy's.
    first: [u8; 32],
    /// The hash of the other one, where there is one.
    beside: Option<[u8; 32]>,
}
