//! A ledger handed out as a sheet: looked at for a reason, written down in the
//! log of exports, then written (domain.md §4.2 rules 8, 9 and 12). Every face
//! hands out through here, so that none leaves the log out.

use std::{
    fs::File,
    io::{self, Seek},
    path::PathBuf,
};

use super::{
    error::SheetError,
    ledger_file::{self, ExportError},
    write::Format,
};
use crate::{
    domain::{exports::Form, input, row::Row, rules::Refusal},
    workbench::{
        Error, Workbench, keeping,
        logs::{self, Outgoing},
        progress::{self, Progress, Stage},
    },
};

/// What is to be handed out, to whom and what for.
#[derive(Debug, Clone)]
pub struct Handing {
    /// The ledger.
    pub ledger: String,
    /// The file, or the folder in which it gets a name that tells what it is.
    pub file: PathBuf,
    /// How people are told of in it.
    pub form: Form,
    /// What of, for the log: never values of a person.
    pub scope: String,
    /// What for.
    pub purpose: String,
    /// For whom.
    pub to: String,
}

/// A sheet that was handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// Where it is.
    pub file: PathBuf,
    /// How many records are in it.
    pub rows: usize,
}

impl Handing {
    /// The sheet's own name: in a folder it tells the day, and whether there are
    /// personal numbers in it.
    ///
    /// # Errors
    ///
    /// An unknown ledger or suffix.
    pub fn sheet(&self, bench: &Workbench) -> Result<PathBuf, ExportError> {
        if self.file.is_dir() {
            return Ok(self.file.join(ledger_file::file_name(bench, &self.ledger, self.form)?));
        }
        Format::of_path(&self.file)?;
        Ok(self.file.clone())
    }

    /// The file that is written: the sheet, or what seals it. One that is there
    /// already is refused.
    ///
    /// # Errors
    ///
    /// As [`Handing::sheet`], and a file that exists.
    pub fn wanted(&self, bench: &Workbench, sealed: bool) -> Result<PathBuf, ExportError> {
        let mut name = self.sheet(bench)?.into_os_string();
        if sealed {
            name.push(".age");
        }
        let out = PathBuf::from(name);
        if out.exists() { Err(keeping::exists_already(&out).into()) } else { Ok(out) }
    }

    /// Writes the standing rows that `wanted` picks, sealed where there is a
    /// passphrase; what is written down about it comes before the file, and after
    /// all that `progress` hears of and may end. A sheet in full
    /// needs the reason why, for the log of accesses; without one it is what for.
    ///
    /// # Errors
    ///
    /// As [`Handing::wanted`]; a reason that says nothing, of a sheet in full;
    /// whatever keeps the file from being written.
    pub fn hand_out(
        &self,
        bench: &mut Workbench,
        reason: Option<&str>,
        wanted: &dyn Fn(&Row) -> bool,
        passphrase: Option<&str>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Handed, ExportError> {
        let (sheet, out) = (self.sheet(bench)?, self.wanted(bench, passphrase.is_some())?);
        let rows = bench.rows(&self.ledger)?.iter().filter(|row| row.stands() && wanted(row)).count();
        let purpose = self.purpose.trim();
        let outgoing = Outgoing {
            scope: self.scope.clone(),
            purpose: purpose.to_owned(),
            to: self.to.trim().to_owned(),
            rows,
            form: self.form.key(),
            sealed: passphrase.is_some(),
        };
        if self.form == Form::Full {
            let why = reason.unwrap_or(purpose);
            if !input::says_something(why) {
                return Err(Error::from(Refusal::Missing("reason")).into());
            }
            outgoing.permit().map_err(Error::from)?;
        }
        let gathered = ledger_file::gather(bench, &self.ledger, wanted, (&sheet, self.form), progress)?;
        progress::tell(progress, Stage::Saving, 0, None);
        if self.form == Form::Full {
            let why = reason.unwrap_or(purpose);
            bench.record_access(None, &format!("export {}", self.ledger), why)?;
        }
        bench.record_export(&outgoing)?;
        let rows = match passphrase {
            None => gathered.write(&sheet)?,
            Some(passphrase) => {
                let mut plain = nameless(bench)?;
                let rows = gathered.put(&mut plain).map_err(ExportError::from)?;
                plain.rewind().map_err(|error| unwritten(&error))?;
                logs::seal_by_passphrase(&mut plain, &out, passphrase)?;
                rows
            }
        };
        Ok(Handed { file: out, rows })
    }
}

/// A file for the sheet before it is sealed: in the workspace and not on the
/// stick, and gone with the program, however that ends.
fn nameless(bench: &Workbench) -> Result<File, ExportError> {
    tempfile::tempfile_in(bench.home()).map_err(|error| unwritten(&error))
}

fn unwritten(error: &io::Error) -> ExportError {
    SheetError::Write { reason: error.to_string() }.into()
}
