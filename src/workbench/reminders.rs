//! What declared ledgers remind of: derived from their records, never stored
//! (domain.md D7, D9).

use jiff::civil::Date;

use super::{bench::Workbench, error::Error};
use crate::domain::{id::RecordId, wording::Wording};

/// Something that is to be done about a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// The record.
    pub record: RecordId,
    /// Its ledger.
    pub ledger: String,
    /// Since when it is due.
    pub day: Date,
    /// What is to be done.
    pub title: Wording,
    /// What the record is called.
    pub name: String,
}

impl Workbench {
    /// What is due by a day and not done, the longest due first. Ledgers that
    /// are put away remind of nothing.
    pub fn reminders(&self, by: Date) -> Result<Vec<Reminder>, Error> {
        let mut due = Vec::new();
        for ledger in self.catalog.iter().filter(|ledger| !ledger.hidden && !ledger.reminders.is_empty()) {
            for row in self.rows(&ledger.id)?.iter() {
                for reminder in &ledger.reminders {
                    if let Some(day) = reminder.due(ledger, row).filter(|day| *day <= by) {
                        due.push(Reminder {
                            record: row.id,
                            ledger: ledger.id.clone(),
                            day,
                            title: reminder.title.clone(),
                            name: self.name_of(row.id),
                        });
                    }
                }
            }
        }
        due.sort_by(|one, other| {
            (one.day, &one.ledger, one.record).cmp(&(other.day, &other.ledger, other.record))
        });
        Ok(due)
    }
}
