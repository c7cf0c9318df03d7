//! Which row of a copied installation has its name.

use std::collections::BTreeSet;

use super::{Base, Fold};
use crate::{
    log::{
        commit::{Dot, PeerId, Point},
        lines::Lines,
    },
    store::{error::StoreError, placing::Placing, totals::Renaming, trust::Membership},
};

impl<B: Base> Fold<'_, B> {
    /// Sees to it that of the rows of each copied installation the right one has
    /// the name: the one that leads to the last trusted commit, if the laptop was
    /// revoked, else the one whose first commit has the lower hash.
    pub(super) fn settle_names(&mut self) -> Result<(), StoreError> {
        self.settle_names_of_copied(false)
    }

    /// The same once no more comes: a copy beside which nothing stands any more
    /// has the name.
    pub fn conclude(&mut self) -> Result<(), StoreError> {
        let heads = &self.totals.heads;
        if !self.totals.recast {
            self.totals.lines.retain(|row| heads.get(row).is_some());
        }
        self.settle_names_of_copied(true)
    }

    fn settle_names_of_copied(&mut self, is_last: bool) -> Result<(), StoreError> {
        let copied: BTreeSet<PeerId> = self.totals.lines.iter().map(|(_, line)| line.root).collect();
        for peer in copied {
            for last in self.totals.trust.last_trusted(peer) {
                if let Some(at) = self.resolve(last)? {
                    let course = self.course(at)?;
                    self.is_news |= self.totals.trust.set_course(last, course);
                }
            }
            if self.totals.renaming.is_none()
                && let Some(renaming) = self.renaming_of(peer, is_last)?
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
            next = self.stem(end.peer)?;
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
        let row = self.stem(copy)?.map_or(name.peer, |stem| stem.peer);
        let beside = match self.totals.lines.place(row, name) {
            Some(at) => self.hash_at(at)?,
            None => None,
        };
        Ok(Some(Parting { row, name, first: trace.hash, beside }))
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
            let Some(Parting { row, name, first, beside }) = self.parting(copy)? else { continue };
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
    /// The row that has the name.
    row: PeerId,
    /// The name of the first commits that differ.
    name: Dot,
    /// The hash of the copy's.
    first: [u8; 32],
    /// The hash of the other one, where there is one.
    beside: Option<[u8; 32]>,
}
