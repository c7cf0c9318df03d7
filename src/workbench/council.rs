//! Meetings and votes of the council, held against the charter that was in
//! force on their day (domain.md E11).

use super::{bench::Workbench, error::Error};
use crate::domain::{
    council::{self, CHARTERS, Charter, MEETINGS, VOTES},
    id::LedgerTag,
    row::Row,
    wording::Wording,
};

impl Workbench {
    /// Why a meeting or a vote of the council does not count as it is told.
    pub(super) fn council_fault(&self, row: &Row) -> Result<Option<Wording>, Error> {
        if row.id.ledger() == LedgerTag::of(MEETINGS) {
            let charter = self.charter_on(row)?;
            return Ok(council::meeting_fault(self.ledger(MEETINGS)?, row, charter.as_ref()));
        }
        if row.id.ledger() != LedgerTag::of(VOTES) {
            return Ok(None);
        }
        let (votes, meetings) = (self.ledger(VOTES)?, self.ledger(MEETINGS)?);
        let named = votes.field_by_key("meeting").and_then(|field| row.reference(field.tag));
        let Some(meeting) = named.map(|id| self.row(id)).transpose()?.flatten() else { return Ok(None) };
        let charter = self.charter_on(&meeting)?;
        let counts = meeting.stands() && self.faults(&meeting).is_empty();
        Ok(council::vote_fault(votes, row, (meetings, &meeting), counts, charter.as_ref()))
    }

    /// The charter in force on the day of a meeting.
    fn charter_on(&self, meeting: &Row) -> Result<Option<Charter>, Error> {
        let Some(on) = council::day(self.ledger(MEETINGS)?, meeting) else { return Ok(None) };
        Ok(council::in_force(self.ledger(CHARTERS)?, &self.rows(CHARTERS)?, on))
    }
}
