//! Carrying orders to erase out on everything that is kept.

use std::collections::{BTreeSet, btree_map::Entry as Place};

use super::{Base, Fold};
use crate::{
    log::{commit::Dot, erasure::Scope},
    store::{error::StoreError, placing::Placing},
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
            // None: a commit that was not applied; what it wrote is erased when it comes.
            let meant = what.placed(|point| self.resolve(point))?;
            let Some(mut record) = self.record_out(*id)? else { continue };
            self.totals.state.remove(&record.digest(*id));
            if let Some(what) = meant {
                self.totals.stale |= record.erase(what);
            }
            touched.extend(record.marks().iter().map(|mark| mark.dot));
            self.record_in(*id, record);
        }
        let erased = &self.totals.erased;
        let rewritten = self.rewritten.iter_mut().map(|(at, envelope)| (*at, envelope));
        for (at, envelope) in self.applied.iter_mut().map(|(at, envelope)| (*at, envelope)).chain(rewritten) {
            if touched.remove(&at) {
                self.totals.stale |= erased.cleanse(envelope);
            }
        }
        for dot in touched {
            // None: the commit of the orders itself, or one folded without being kept.
            let Some(mut envelope) = self.base.commit(dot)? else { continue };
            if erased.cleanse(&mut envelope) {
                self.totals.stale = true;
                self.rewritten.insert(dot, envelope);
            }
        }
        for envelope in self.waiting.values_mut().chain(self.rewaiting.values_mut()) {
            self.totals.stale |= erased.cleanse(envelope);
        }
        for point in self.totals.waiting.keys().filter(|point| !self.waiting.contains_key(point)) {
            let Place::Vacant(place) = self.rewaiting.entry(*point) else { continue };
            if let Some(mut envelope) = self.base.waiting(*point)?
                && erased.cleanse(&mut envelope)
            {
                self.totals.stale = true;
                place.insert(envelope);
            }
        }
        Ok(())
    }
}
