//! Questions that need less than the rows of a ledger: how many stand, which
//! hold something in one field, what one row says. What was read already
//! answers them; otherwise no row is made that is not asked for.

use super::{
    bench::Workbench,
    error::Error,
    hanging,
    view::{is_deleted, struck},
};
use crate::{
    domain::{diaries, field::Tag, id::RecordId, ledger::Ledger, row::Row, terms, value::Value, workdays},
    log::{commit::Slot, record::Record},
    store::codec,
};

impl Workbench {
    /// How many rows of a ledger stand. Where nothing was read of it yet only
    /// that is looked at.
    pub(super) fn count_standing(&self, ledger: &Ledger) -> Result<usize, Error> {
        let follows = [diaries::ID, terms::ID, workdays::ID].contains(&ledger.id.as_str());
        if follows || ledger.is_log() || self.cache.borrow().contains_key(&ledger.tag) {
            return Ok(self.rows(&ledger.id)?.iter().filter(|row| row.stands()).count());
        }
        let look = |_id, record: Record| (is_deleted(&record, ledger), struck(&record, ledger).is_none());
        let all = self.store.mapped(ledger.tag, &look)?;
        // What hangs on something deleted may keep it: that is told by the rows.
        if hanging::may_hold(ledger) && all.iter().any(|(is_deleted, _)| *is_deleted) {
            return Ok(self.rows(&ledger.id)?.iter().filter(|row| row.stands()).count());
        }
        Ok(all.into_iter().filter(|(is_deleted, is_in)| !is_deleted && *is_in).count())
    }

    /// The rows whose field holds something that is asked for, in the order of
    /// their creation. Where nothing was read of the ledger yet, no other row is made.
    pub(super) fn rows_with(
        &self,
        ledger: &str,
        tag: Tag,
        is_asked_for: &(dyn Fn(&Value) -> bool + Sync),
    ) -> Result<Vec<Row>, Error> {
        let declared = self.ledger(ledger)?;
        let holds = |row: &&Row| row.one(tag).is_some_and(is_asked_for);
        if self.cache.borrow().contains_key(&declared.tag) {
            return Ok(self.rows(ledger)?.iter().filter(holds).cloned().collect());
        }
        let slot = Slot::single(tag);
        let fits = |id, record: Record| {
            let value = record.value(&slot).and_then(codec::value);
            value.is_some_and(|value| is_asked_for(&value)).then_some(id)
        };
        let mut rows = Vec::new();
        for id in self.store.mapped(declared.tag, &fits)?.into_iter().flatten() {
            rows.extend(self.row(id)?.filter(|row| holds(&row)));
        }
        rows.sort_by_key(Row::place);
        Ok(rows)
    }

    /// Asks one row something: of what was read already no copy is made.
    pub(super) fn ask_row<T>(&self, id: RecordId, ask: impl FnOnce(&Row) -> T) -> Result<Option<T>, Error> {
        if let Some(ledger) = self.catalog.of(id)
            && let Some(known) = self.cache.borrow().get(&ledger.tag)
        {
            return Ok(known.row(id).map(ask));
        }
        Ok(self.row(id)?.as_ref().map(ask))
    }
}
