//! What leads wrote, as far as it takes a lead: a term of the group's own, a
//! signature under a bulletin (domain.md §3.4, I5).
//!
//! By what a laptop was when it wrote: who is revoked later has signed all the
//! same, and who is made a lead later had no right to it before. What somebody
//! else wrote over it counts for nothing, by whatever path it came.

use super::{bench::Workbench, error::Error, view};
use crate::{
    domain::{
        field::FIRST_FIELD_TAG,
        id::{LedgerTag, RecordId},
        row::Row,
        rules::Refusal,
        terms, workdays,
    },
    log::{
        commit::{Commit, Dot, PeerId, Point},
        record::{Mark, Record},
        vector::Vector,
    },
    store::{
        StoreError,
        trust::{Leaders, Led},
    },
};

impl Workbench {
    /// Refuses to set a term or a holiday on a laptop that does not lead: both
    /// move every deadline of the group.
    pub(super) fn judge_terms(&self, id: RecordId) -> Result<(), Error> {
        let refusal = match id.ledger() {
            ledger if ledger == LedgerTag::of(terms::ID) => terms::ONLY_A_LEAD,
            ledger if ledger == LedgerTag::of(workdays::ID) => workdays::ONLY_A_LEAD,
            _ => return Ok(()),
        };
        if self.leads() { Ok(()) } else { Err(Refusal::Said(refusal).into()) }
    }

    /// Whether everything that a record says was written by leads.
    pub(super) fn is_led(&self, id: RecordId) -> Result<bool, Error> {
        let Some(record) = self.store.record(id)? else { return Ok(false) };
        let leaders = self.store.totals().trust.leaders();
        for mark in record.marks() {
            let commit = self.commit_at(mark.dot)?;
            let mut own = commit.touches().filter(|about| about.record == id);
            if own.any(|about| about.tag >= FIRST_FIELD_TAG) && !self.led(&leaders, mark)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Leaves in the rows of a ledger what leads wrote; a record of which no
    /// lead wrote anything counts as deleted.
    pub(super) fn leave_what_leads_wrote(&self, rows: &mut [Row]) -> Result<(), Error> {
        if rows.is_empty() {
            return Ok(());
        }
        let leaders = self.store.totals().trust.leaders();
        for row in rows {
            let Some(record) = self.store.record(row.id)? else { continue };
            let mut led = Record::default();
            let mut seen = Vector::default();
            let mut others = false;
            // The order is the same on every laptop.
            for mark in record.history() {
                if !self.led(&leaders, &mark)? {
                    others = true;
                    continue;
                }
                seen.raise(mark.dot);
                led.apply(row.id, mark.dot, &self.commit_at(mark.dot)?, &seen);
            }
            if !others {
                continue;
            }
            if led.marks().is_empty() {
                row.deleted = true;
            } else {
                *row = view::row(row.id, &led, self.ledger_of(row.id)?);
            }
        }
        Ok(())
    }

    /// Whether a commit was written by a lead.
    fn led(&self, leaders: &Leaders<'_>, mark: &Mark) -> Result<bool, Error> {
        let name = self.store.totals().lines.name(mark.dot);
        match leaders.led(mark.dot.peer, name) {
            Led::Never => Ok(false),
            Led::Always => Ok(true),
            Led::Since(words) => Ok(mark.dot.seq >= self.led_from(mark.dot.peer, words)?),
        }
    }

    /// The first commit of a row whose writer had seen one of these words; what
    /// he had seen once he has seen.
    fn led_from(&self, row: PeerId, words: &[Point]) -> Result<u64, Error> {
        if let Some(first) = self.led_since.borrow().get(&row) {
            return Ok(*first);
        }
        let totals = self.store.totals();
        let last = totals.heads.get(row).map_or(0, |head| head.seq);
        let covers = |seen: Dot, word: &Point| seen.peer == word.dot.peer && seen.seq >= word.dot.seq;
        let mut first = u64::MAX;
        for seq in 1..=last {
            let at = Dot { peer: row, seq };
            let own = totals.lines.name(at);
            let seen = self.commit_at(at)?.seen;
            if words.iter().any(|word| covers(own, word) || seen.iter().any(|seen| covers(seen.dot, word))) {
                first = seq;
                break;
            }
        }
        // Who has not seen them yet may with his next commit.
        if first != u64::MAX {
            self.led_since.borrow_mut().insert(row, first);
        }
        Ok(first)
    }

    /// A commit that was applied.
    pub(super) fn commit_at(&self, at: Dot) -> Result<Commit, Error> {
        let found = self.store.commit(at)?;
        Ok(found.ok_or_else(|| StoreError::damaged("a commit is missing"))?.commit)
    }
}
