//! Why a command did not do what it was asked, and the exit code that says so.

use std::io;

use crate::{
    domain::wording::{Lang, Wording},
    exchange::error::SheetError,
    workbench::{Error, system},
};

/// Done.
pub(super) const DONE: u8 = 0;
/// Refused or failed.
pub(super) const FAILED: u8 = 1;
/// Not a command, or not its arguments.
pub(super) const USAGE: u8 = 2;
/// Some rows or files were set aside, each named.
pub(super) const IN_PART: u8 = 3;
/// A wrong passphrase, or none.
pub(super) const SEALED: u8 = 4;
/// Damaged or forged.
pub(super) const DAMAGED: u8 = 5;

/// An exit code, or why there is nothing to show.
pub(super) type Answer = Result<u8, Failure>;

/// A command that was not done: its exit code and its sentence.
#[derive(Debug)]
pub(super) struct Failure {
    /// The exit code.
    pub(super) code: u8,
    /// What happened and what to do; none where nobody reads any more.
    said: Option<Wording>,
}

impl Failure {
    /// A failure with a sentence in both languages.
    pub(super) fn new(code: u8, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, said: Some(Wording::owned(zh.into(), en.into())) }
    }

    /// A failure of the system: what was tried, in both languages, and why it failed.
    pub(super) fn of_system(code: u8, zh: &str, en: &str, error: &io::Error) -> Self {
        let why = |lang| system::told(error, lang);
        Self::new(code, format!("{zh}：{}", why(Lang::Zh)), format!("{en}: {}", why(Lang::En)))
    }

    /// Standard output was closed by its reader, who has what he wanted.
    pub(super) fn unheard() -> Self {
        Self { code: DONE, said: None }
    }

    /// The sentence.
    pub(super) fn sentence(&self, lang: Lang) -> Option<&str> {
        self.said.as_ref().map(|said| said.get(lang))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::new(error.exit_code(), error.sentence(Lang::Zh), error.sentence(Lang::En))
    }
}

impl From<SheetError> for Failure {
    fn from(error: SheetError) -> Self {
        Self::new(FAILED, error.sentence(true), error.sentence(false))
    }
}
