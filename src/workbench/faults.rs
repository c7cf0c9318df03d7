//! Rows that do not keep to the rules of their ledger (domain.md E2, H1, I8):
//! refused where they are written, and marked where they came in.

use super::{bench::Workbench, draft::Draft, error::Error, own_words::OWN_WORK};
use crate::domain::{filled, row::Row, rules::Refusal, wording::Wording};

impl Workbench {
    /// Why a row does not keep to its ledger: the rules that it breaks, what it
    /// cannot do without and tells nothing, what the council's charter says otherwise. What was erased cannot be filled
    /// in any more, and need not be.
    pub fn faults(&self, row: &Row) -> Vec<Wording> {
        let Some(ledger) = self.catalog.of(row.id).filter(|_| row.stands()) else { return Vec::new() };
        let hollow = filled::hollow(ledger, row).map(filled::hollow_told);
        let erased = &self.store.totals().erased;
        let closed = |tag| erased.close(row.id, tag);
        let broken = ledger.rules.iter().filter(|rule| rule.is_broken_but(ledger, row, &closed));
        let council = self.council_fault(row).ok().flatten();
        let own = self.accepts_own_deed(ledger, row).then_some(OWN_WORK);
        hollow.into_iter().chain(broken.map(|rule| rule.why.clone())).chain(council).chain(own).collect()
    }

    /// The rows that figures count: they stand and keep to the rules.
    pub fn counted(&self, ledger: &str) -> Result<Vec<Row>, Error> {
        let mut rows = self.standing(ledger)?;
        rows.retain(|row| self.faults(row).is_empty());
        let mut counted = Vec::with_capacity(rows.len());
        for row in rows {
            if self.is_own_word(&row)? {
                counted.push(row);
            }
        }
        Ok(counted)
    }

    /// Judges what a draft leaves by the rules of the ledgers.
    pub(super) fn judge_rules(&self, draft: &Draft) -> Result<(), Error> {
        for id in draft.records() {
            if self.ledger_of(id)?.rules.is_empty() {
                continue;
            }
            let row = self.row_with(id, draft)?;
            if let Some(why) = self.faults(&row).into_iter().next() {
                return Err(Refusal::Said(why).into());
            }
        }
        Ok(())
    }
}
