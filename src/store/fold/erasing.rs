//! Carrying orders to erase out on everything that is kept.

use std::collections::{BTreeSet, btree_map::Entry as Place};

use super::{Base, Fold};
use crate::{
    log::{commit::Dot, erasure::Scope},
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
            self.totals.stale |= record.erase(*what);
            touched.extend(record.marks().iter().map(|mark| mark.dot));
            self.record_in(*id, record);
        }
        let erased = &self.totals.erased;
        for envelope in self.applied.iter_mut().chain(self.rewritten.values_mut()) {
            if touched.remove(&envelope.commit.dot) {
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
        for dot in self.totals.waiting.keys().filter(|dot| !self.waiting.contains_key(dot)) {
            let Place::Vacant(place) = self.rewaiting.entry(*dot) else { continue };
            if let Some(mut envelope) = self.base.waiting(*dot)?
                && erased.cleanse(&mut envelope.commit)
            {
                self.totals.stale = true;
                place.insert(envelope);
            }
        }
        Ok(())
    }
}
