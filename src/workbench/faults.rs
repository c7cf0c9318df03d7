//! Rows that do not keep to the rules of their ledger (domain.md E2, H1, I8):
//! refused where they are written, and marked where they came in.

use super::{bench::Workbench, draft::Draft, error::Error};
use crate::domain::{declared::rule::Rule, row::Row, rules::Refusal};

impl Workbench {
    /// The rules that a row breaks. What was erased cannot be filled in any
    /// more, and need not be.
    pub fn faults(&self, row: &Row) -> Vec<&Rule> {
        let Some(ledger) = self.catalog.of(row.id).filter(|_| row.stands()) else { return Vec::new() };
        let erased = &self.store.totals().erased;
        let closed = |tag| erased.close(row.id, tag);
        ledger.rules.iter().filter(|rule| rule.is_broken_but(ledger, row, &closed)).collect()
    }

    /// The rows that figures count: they stand and keep to the rules.
    pub fn counted(&self, ledger: &str) -> Result<Vec<Row>, Error> {
        let mut rows = self.standing(ledger)?;
        rows.retain(|row| self.faults(row).is_empty());
        Ok(rows)
    }

    /// Judges what a draft leaves by the rules of the ledgers.
    pub(super) fn judge_rules(&self, draft: &Draft) -> Result<(), Error> {
        for id in draft.records() {
            if self.ledger_of(id)?.rules.is_empty() {
                continue;
            }
            let row = self.row_with(id, draft)?;
            if let Some(rule) = self.faults(&row).first() {
                return Err(Refusal::Said(rule.why.clone()).into());
            }
        }
        Ok(())
    }
}
