//! What stood at a moment that is past, as far as figures of an earlier day
//! depend on it (domain.md D11, E6; §4.2 rule 5).
//!
//! A correction of a title or a class is one of the earlier day as well. But whom
//! an issue is about decides which steps count, and whether a group's matter has
//! its sheet is a fact of its day: who is named today changes no figure of last
//! month.

use jiff::Timestamp;

use super::{bench::Workbench, error::Error, view};
use crate::{
    domain::{issues::issues, row::Row},
    log::commit::Slot,
    store::codec,
};

impl Workbench {
    /// The cards of a ledger that stood at a moment.
    pub(super) fn cards_at(&self, ledger: &str, at: Timestamp) -> Result<Vec<Row>, Error> {
        let mut rows: Vec<Row> = self.rows(ledger)?.iter().filter(|row| row.created <= at).cloned().collect();
        for row in rows.iter_mut().filter(|row| row.deleted && row.updated > at) {
            // Its deletion is the last that was written of it, and came later.
            row.deleted = false;
        }
        Ok(rows)
    }

    /// Every issue, about whom it was said to be at a moment.
    pub(super) fn issues_at(&self, at: Timestamp) -> Result<Vec<Row>, Error> {
        let mut rows = self.rows(issues::ID)?.to_vec();
        for row in rows.iter_mut().filter(|row| row.updated > at) {
            self.set_about_at(row, at)?;
        }
        Ok(rows)
    }

    fn set_about_at(&self, issue: &mut Row, at: Timestamp) -> Result<(), Error> {
        let Some(record) = self.store.record(issue.id)? else { return Ok(()) };
        if !record.slots().any(|slot| slot.tag == issues::ABOUT) {
            return Ok(());
        }
        let mut named: Vec<Slot> = Vec::new();
        for mark in record.history().iter().filter(|mark| view::moment(mark.stamp) <= at) {
            let commit = self.commit_at(mark.dot)?;
            let own = |slot: &Slot| slot.tag == issues::ABOUT && !slot.element.0.is_empty();
            for change in commit.changes().filter(|change| change.record == issue.id && own(&change.slot)) {
                named.retain(|slot| *slot != change.slot);
                if !change.cell.is_none() {
                    named.push(change.slot.clone());
                }
            }
        }
        let values: Vec<_> = named.iter().filter_map(codec::element_value).collect();
        if values.is_empty() {
            issue.values.remove(&issues::ABOUT);
        } else {
            issue.values.insert(issues::ABOUT, values);
        }
        Ok(())
    }
}
