//! Carrying orders to erase out on everything that is kept.

use std::collections::{BTreeSet, btree_map::Entry as Place};

use super::{Base, Fold};
use crate::{
    log::{
        commit::Dot,
        erasure::{Scope, What},
    },
    store::error::StoreError,
};

impl<B: Base> Fold<'_, B> {
    /// Erases what is newly ordered: from the records, and from every commit
    /// that is kept, applied or not.
    pub(super) fn carry_out(&mut self, orders: &[Scope]) -> Result<(), StoreError> {
        if orders.is_empty() {
            return Ok(());
        }
        let mut touched: BTreeSet<Dot> = BTreeSet::new();
        for Scope { record: id, what } in orders {
            let Some(mut record) = self.record_out(*id)? else { continue };
            self.totals.state.remove(&record.digest(*id));
            for what in self.meant(*what) {
                self.totals.stale |= record.erase(what);
            }
            touched.extend(record.marks().iter().map(|mark| mark.dot));
            self.record_in(*id, record);
        }
        let erased = &self.totals.erased;
        let rewritten = self.rewritten.iter_mut().map(|(at, envelope)| (*at, envelope));
        for (at, envelope) in self.applied.iter_mut().map(|(at, envelope)| (*at, envelope)).chain(rewritten) {
            if touched.remove(&at) {
                self.totals.stale |= erased.cleanse(&mut envelope.commit);
            }
        }
        for dot in touched {
            // None: the commit of the orders itself, or one folded without being kept.
            let Some(mut envelope) = self.base.commit(dot)? else { continue };
            if erased.cleanse(&mut envelope.commit) {
                self.totals.stale = true;
                self.rewritten.insert(dot, envelope);
            }
        }
        for envelope in self.waiting.values_mut().chain(self.rewaiting.values_mut()) {
            self.totals.stale |= erased.cleanse(&mut envelope.commit);
        }
        for point in self.totals.waiting.keys().filter(|point| !self.waiting.contains_key(point)) {
            let Place::Vacant(place) = self.rewaiting.entry(*point) else { continue };
            if let Some(mut envelope) = self.base.waiting(*point)?
                && erased.cleanse(&mut envelope.commit)
            {
                self.totals.stale = true;
                place.insert(envelope);
            }
        }
        Ok(())
    }

    /// What an order means here: a commit is told by its name, and stands at
    /// its place, in each row that has one of that name.
    fn meant(&self, what: What) -> Vec<What> {
        match what {
            What::Record | What::Field(_) => vec![what],
            What::Write(tag, name) => {
                let lines = &self.totals.lines;
                let places = lines.of(name.peer).filter_map(|row| lines.place(row, name));
                places.map(|at| What::Write(tag, at)).collect()
            }
        }
    }
}
