//! Which rows have names by right, once everything was folded anew.

use std::collections::BTreeMap;

use super::{Base, Fold};
use crate::{
    log::{
        commit::{Dot, PeerId, Point},
        erasure::Scope,
        lines::Lines,
    },
    store::{
        error::StoreError,
        orders,
        placing::Placing,
        totals::Renaming,
        trust::Membership,
    },
};

/// Of rows that go apart the one with the lowest hash, and its id.
type Lowest = ([u8; 32], PeerId);

impl<B: Base> Fold<'_, B> {
    /// To be called when everything was folded anew: rows of which nothing
    /// counts any more are let go of, and where a name is left without a row, or
    /// with one that has it no longer by right, all is folded anew once more. So
    /// the names follow from what is applied, not from what once was.
    pub fn settle_names(&mut self) -> Result<(), StoreError> {
        if self.totals.recast || self.totals.lines.iter().next().is_none() {
            return Ok(());
        }
        let heads = &self.totals.heads;
        let roots: Vec<PeerId> = self
            .totals
            .lines
            .iter()
            .filter(|(row, _)| heads.get(*row).is_none())
            .map(|(_, line)| line.root)
            .collect();
        self.totals.lines.retain(|row| heads.get(row).is_some());
        for root in roots {
            self.note_where_words_stand_now(root)?;
        }
        // Of each commit behind which rows go apart, the lowest of those without the name.
        let mut lowest: BTreeMap<(PeerId, Dot), Lowest> = BTreeMap::new();
        let rows: Vec<PeerId> = self.totals.lines.iter().map(|(row, _)| row).collect();
        for row in rows {
            let first = Dot { peer: row, seq: 1 };
            let name = self.totals.lines.name(first);
            let Some(hash) = self.hash_at(first)? else { continue };
            let stem = self.stem(row)?.map_or(name.peer, |stem| stem.peer);
            let known = lowest.entry((stem, name)).or_insert((hash, row));
            *known = (hash, row).min(*known);
        }
        for ((row, first), (hash, takes)) in lowest {
            let Some(at) = self.totals.lines.place(row, first) else { continue };
            let holder = self.hash_at(at)?;
            if holder.is_some_and(|holder| holder < hash) || self.leads_on(first.peer, at)? {
                continue;
            }
            let leaves = holder.map(|holder| Lines::id(first.peer, &holder));
            self.totals.renaming = Some(Renaming { row, first, leaves, takes });
            self.totals.recast = true;
            return Ok(());
        }
        Ok(())
    }

    /// What commits order that wait only because all has to be folded anew: their
    /// row is to have the name of another one.
    pub fn orders_to_come(&self) -> Result<Vec<Scope>, StoreError> {
        let mut to_come = Vec::new();
        if self.totals.renaming.is_none() {
            return Ok(to_come);
        }
        for point in self.totals.waiting.keys() {
            let envelope = self.held(*point)?;
            let mut found = orders::of(&envelope.commit).peekable();
            if found.peek().is_some()
                && self.totals.trust.admits(point.dot)
                && self.past(*point)?.is_some()
            {
                to_come.extend(found);
            }
        }
        Ok(to_come)
    }

    /// Whether the last trusted commit of a revoked laptop is in this row, here or behind.
    fn leads_on(&self, peer: PeerId, at: Dot) -> Result<bool, StoreError> {
        let Some(Membership::Revoked { after, print: Some(print) }) = self.totals.trust.membership(peer) else {
            return Ok(false);
        };
        let last = self.resolve(Point { dot: Dot { peer, seq: after }, print })?;
        Ok(last.is_some_and(|last| last.peer == at.peer && last.seq >= at.seq))
    }
}
