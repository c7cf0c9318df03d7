//! The two logs of what was done with information about people: who looked
//! (个保法 51), and what went out as a sheet (domain.md §4.2 rules 8 and 12).
//!
//! The program alone writes them. Nobody changes an entry: not by a command,
//! not by undo, and a change that came by a bundle counts for nothing.

use std::{
    io::{self, Read},
    path::Path,
};

use super::{bench, bench::Workbench, draft::Draft, error::Error};
use crate::{
    bundle::{
        BundleError,
        seal::{self, Lock},
    },
    domain::{exports::log, input, row::Row, rules::Refusal, value::Value},
    log::{
        commit::{Cause, LIFE, STRUCK},
        record::Record,
    },
    store::{
        StoreError, codec,
        part::{Part, Readers, Standing},
    },
};

/// A sheet that is to be written down as gone out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outgoing {
    /// What of: the ledger and the conditions, never values of a person.
    pub scope: String,
    /// What for.
    pub purpose: String,
    /// For whom.
    pub to: String,
    /// How many records.
    pub rows: usize,
    /// `masked`, `public` or `full`.
    pub form: &'static str,
    /// Whether a passphrase seals it.
    pub sealed: bool,
}

impl Outgoing {
    /// Whether it is told what for and for whom, where it is told at all.
    ///
    /// # Errors
    ///
    /// A purpose or a recipient that tells nothing; of information in full, no purpose.
    pub fn permit(&self) -> Result<(), Refusal> {
        for (text, what, needed) in [(&self.purpose, "purpose", self.form == "full"), (&self.to, "to", false)]
        {
            if !input::says_something(text) && (needed || !text.trim().is_empty()) {
                return Err(Refusal::Missing(what));
            }
        }
        Ok(())
    }
}

impl Workbench {
    /// Writes down that a sheet went out. Information in full needs to be told
    /// for whom and what for.
    ///
    /// # Errors
    ///
    /// As [`Outgoing::permit`].
    pub fn record_export(&mut self, outgoing: &Outgoing) -> Result<(), Error> {
        outgoing.permit()?;
        let id = bench::draw_id(log::ID)?;
        let mut draft = Draft::new();
        draft.insert(id);
        draft.set(id, log::PURPOSE, Value::text(outgoing.purpose.trim()));
        draft.set(id, log::AT, Some(Value::Instant(self.now())));
        draft.set(id, log::BY, Some(Value::Ref(self.member())));
        draft.set(id, log::SCOPE, Value::text(outgoing.scope.trim()));
        draft.set(id, log::TO, Value::text(outgoing.to.trim()));
        draft.set(id, log::ROWS, i64::try_from(outgoing.rows).ok().map(Value::Int));
        draft.set(id, log::FORM, Some(Value::Choice(outgoing.form.to_owned())));
        draft.set(id, log::SEALED, Some(Value::Bool(outgoing.sealed)));
        self.write(draft, Cause::Housekeeping)
    }

    /// Refuses every change of a log.
    pub(super) fn judge_logs(&self, draft: &Draft) -> Result<(), Error> {
        for id in draft.records() {
            if self.ledger_of(id)?.is_log() {
                return Err(Refusal::Log.into());
            }
        }
        Ok(())
    }

    /// Gives an entry of a log back what it said first.
    pub(super) fn as_first_written(&self, row: &mut Row, record: &Record) -> Result<(), Error> {
        row.struck = None;
        let [first, _, ..] = record.marks() else { return Ok(()) };
        let commit = self.store.commit(first.dot)?;
        let commit = commit.ok_or_else(|| StoreError::damaged("a commit is missing"))?.commit;
        row.values.clear();
        row.conflicts.clear();
        for change in commit.changes().filter(|change| change.record == row.id) {
            if !matches!(change.slot.tag, LIFE | STRUCK)
                && let Some(value) = codec::value(&change.cell)
            {
                row.values.insert(change.slot.tag, vec![value]);
            }
        }
        (row.updated, row.by) = (row.created, first.author);
        Ok(())
    }
}

/// Seals what is read by a passphrase to the file `out`, whole or not at all;
/// the ordinary `age` opens it too.
pub fn seal_by_passphrase(from: &mut impl Read, out: &Path, passphrase: &str) -> Result<(), Error> {
    let trouble = |source: io::Error| BundleError::Io { path: out.display().to_string(), source };
    let part = Part::beside(out, Readers::Others).map_err(trouble)?;
    let mut sealing = seal::seal(&Lock::Passphrase(passphrase.to_owned()), part.file())?;
    io::copy(from, &mut sealing).map_err(trouble)?;
    sealing.finish().map_err(trouble)?;
    part.finish(out, Standing::Kept).map_err(trouble)?;
    Ok(())
}
