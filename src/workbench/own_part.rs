//! What of the work is the part of whoever uses this laptop (domain.md A19).

use std::collections::HashSet;

use super::{agenda::Agenda, bench::Workbench, error::Error, steps::Case};
use crate::domain::{
    id::{LedgerTag, RecordId},
    issues::issues,
    ledger::Ledger,
    organisation::{postings, units},
    own_part::OwnPart,
    row::Row,
};

impl Workbench {
    /// The part of the member who uses this laptop; everything on a laptop that leads.
    pub fn own_part(&self) -> Result<OwnPart, Error> {
        if self.leads() {
            return Ok(OwnPart::whole());
        }
        let Some(member) = self.row(self.member())? else { return Ok(OwnPart::whole()) };
        let (posted, all) = (self.rows(postings::ID)?, self.rows(units::ID)?);
        Ok(OwnPart::of(&member, &posted, &all, self.today()))
    }

    /// Whether a record is in a part.
    pub fn is_in(&self, part: &OwnPart, row: &Row) -> Result<bool, Error> {
        Ok(part.has(self.ledger_of(row.id)?, row, &|id| self.tied(id)))
    }

    /// The issues of a part.
    pub fn issues_in(&self, part: &OwnPart, cases: &[Case]) -> Result<HashSet<RecordId>, Error> {
        let ledger = self.ledger(issues::ID)?;
        let own = |case: &&Case| part.has_issue(ledger, &case.issue, &case.standing, &|id| self.tied(id));
        Ok(cases.iter().filter(own).map(|case| case.issue.id).collect())
    }

    /// Of an agenda the lines about this member's part, and those about no record.
    pub fn own_agenda(&self, mut agenda: Agenda) -> Result<Agenda, Error> {
        let part = self.own_part()?;
        let own = self.issues_in(&part, &self.all_cases()?)?;
        let mut kept = Vec::new();
        for item in agenda.items {
            let row = item.record.map(|id| self.row(id)).transpose()?.flatten();
            let is_own = match row {
                Some(row) if row.id.ledger() == LedgerTag::of(issues::ID) => own.contains(&row.id),
                Some(row) => self.is_in(&part, &row)?,
                None => true,
            };
            kept.extend(is_own.then_some(item));
        }
        agenda.items = kept;
        Ok(agenda)
    }

    fn tied(&self, id: RecordId) -> Option<(&Ledger, Row)> {
        // What cannot be read here ties to nobody.
        let row = self.row(id).ok().flatten()?;
        Some((self.ledger_of(id).ok()?, row))
    }
}
