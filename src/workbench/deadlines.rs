//! What deadlines are reckoned by in this group, and the rules of its two tables.

use super::{bench::Workbench, draft::Draft, error::Error};
use crate::domain::{
    calendar,
    deadlines::Deadlines,
    field::Kind,
    id::{LedgerTag, RecordId},
    input,
    ledger::Ledger,
    roster,
    rules::Refusal,
    terms::{self, Terms, breach::Breach},
    workdays::{self, Workdays},
};

impl Workbench {
    /// The terms and working days that hold in this group.
    pub fn deadlines(&self) -> Result<Deadlines, Error> {
        let (terms, holidays) = (self.rows(terms::ID)?, self.rows(workdays::ID)?);
        Ok(Deadlines { terms: Terms::with(terms.iter()), workdays: Workdays::with(holidays.iter()) })
    }

    /// Judges what is said of terms and holidays: by leads only, each under
    /// the id of its key or day, and no statute made laxer.
    pub(super) fn judge_tables(&self, draft: &Draft) -> Result<(), Error> {
        let (of_terms, of_days) = (LedgerTag::of(terms::ID), LedgerTag::of(workdays::ID));
        for id in draft.records() {
            if id.ledger() != of_terms && id.ledger() != of_days {
                continue;
            }
            self.judge_terms(id)?;
            let row = self.row_with(id, draft)?;
            if !row.stands() {
                continue;
            }
            if id.ledger() == of_terms {
                terms::permit(&row)?;
            } else if row.date(workdays::DAY).map(workdays::holiday_id) != Some(id) {
                return Err(Refusal::from(Breach::Named).into());
            }
        }
        Ok(())
    }

    /// The id of the one record of a ledger that is called so, where records of
    /// that ledger are named by what they are about: two laptops that enter the
    /// same enter one record.
    pub(super) fn named_id(&self, ledger: &Ledger, name: &str) -> Option<RecordId> {
        let name = name.trim();
        match ledger.id.as_str() {
            roster::neighbourhoods::ID if !name.is_empty() => Some(super::lookup::neighbourhood_id(name)),
            workdays::ID => calendar::read_day(name, self.today()).map(workdays::holiday_id),
            terms::ID => {
                let field = ledger.field(terms::KEY).filter(|field| matches!(field.kind, Kind::Choice(_)))?;
                let key = input::read(field, name, self.today()).ok()??;
                key.as_text().map(terms::term_id)
            }
            _ => None,
        }
    }
}
