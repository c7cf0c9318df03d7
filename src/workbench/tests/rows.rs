//! What the declared ledgers of the program ask of their records and remind
//! of, row by row of domain.md §1: each test fails without the rule, the field
//! or the reminder it is about.

mod activity;
mod council;
mod deeds;
mod discipline;
mod enterprises;
mod forged;
mod gifts;
mod party;
mod publicity;

use jiff::civil::{Date, date};

use super::*;
use crate::domain::{
    consent::{Purpose, Said},
    privacy,
};

/// A workspace, and the records that others point to.
struct Desk {
    bench: Workbench,
    _folder: tempfile::TempDir,
}

/// What is filled in, as `key=text; key=text`.
fn pairs(told: &str) -> Vec<(String, String)> {
    let parts = told.split(';').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (key, text) = part.split_once('=').expect("key=text");
            (key.trim().to_owned(), text.trim().to_owned())
        })
        .collect()
}

/// A day of the autumn in which these stories happen.
fn on(month: i8, day: i8) -> Date {
    date(2026, month, day)
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bench = found(folder.path());
        let mut desk = Self { bench, _folder: folder };
        desk.keep("neighbourhoods", "name=三组");
        desk.keep("households", "address=幸福路 5 号");
        desk.keep("residents", "name=王桂兰; phone=13800001111");
        desk
    }

    fn begin(&self, ledger: &str, told: &str) -> Result<(Draft, RecordId), Error> {
        let pairs = pairs(told);
        let name = pairs.iter().find(|(key, _)| key == "name").map(|(_, name)| name.as_str());
        let mut draft = Draft::new();
        let id = self.bench.begin_record(&mut draft, ledger, name)?;
        self.bench.fill(&mut draft, id, &pairs)?;
        Ok((draft, id))
    }

    /// Adds a record that keeps to the rules.
    fn keep(&mut self, ledger: &str, told: &str) -> RecordId {
        let (draft, id) =
            self.begin(ledger, told).unwrap_or_else(|error| panic!("{ledger}: {told}: {error}"));
        self.bench.commit(draft).unwrap_or_else(|error| panic!("{ledger}: {told}: {error}"));
        id
    }

    /// Tries to add one that does not; the refusal says why.
    fn refuse(&mut self, ledger: &str, told: &str, why: &str) {
        let begun = self.begin(ledger, told);
        let refused = begun.and_then(|(draft, _)| self.bench.commit(draft));
        says(refused, why, told);
    }

    /// Fills in more of a record.
    fn go_on(&mut self, id: RecordId, told: &str) {
        self.try_on(id, told).unwrap_or_else(|error| panic!("{told}: {error}"));
    }

    /// Tries to fill in what the rules do not take; the refusal says why, and nothing is written.
    fn stop(&mut self, id: RecordId, told: &str, why: &str) {
        let before = self.bench.row(id).unwrap();
        says(self.try_on(id, told), why, told);
        assert_eq!(self.bench.row(id).unwrap(), before, "{told}");
    }

    /// A word of consent of the one resident there is.
    fn says_of(&mut self, purpose: Purpose, said: Said, day: Date, detail: &str) {
        let resident = self.bench.find_in("residents", "王桂兰").unwrap();
        let word = crate::workbench::consents::Word {
            resident,
            purpose,
            detail: detail.to_owned(),
            said,
            day: Some(day),
            way: "phone".to_owned(),
            guardian: String::new(),
        };
        self.bench.consent(&word).unwrap();
    }

    /// Writes what a rule no longer lets anybody type, as an earlier version did.
    fn as_before(&mut self, id: RecordId, key: &str, value: Value) {
        let tag = self.bench.ledger_of(id).unwrap().field_by_key(key).unwrap().tag;
        let mut draft = Draft::new();
        draft.set(id, tag, Some(value));
        self.bench.write_unjudged(draft);
    }

    fn try_on(&mut self, id: RecordId, told: &str) -> Result<(), Error> {
        let mut draft = Draft::new();
        self.bench.fill(&mut draft, id, &pairs(told))?;
        self.bench.commit(draft)
    }

    /// What a record reminds of by a day: since when, and of what.
    fn reminded(&self, id: RecordId, by: Date) -> Vec<(Date, String)> {
        let due = self.bench.reminders(by).unwrap().into_iter();
        due.filter(|reminder| reminder.record == id)
            .map(|reminder| (reminder.day, reminder.title.zh.into_owned()))
            .collect()
    }

    /// That a record reminds from this day on, and not a day earlier.
    fn reminds(&self, id: RecordId, from: Date, of: &str) {
        let about = |by| self.reminded(id, by).iter().any(|(day, title)| *day == from && title.contains(of));
        assert!(about(from), "{of}: {:?}", self.reminded(id, from));
        assert!(!about(from.yesterday().unwrap()), "{of}");
    }

    /// That a record reminds of nothing more of this.
    fn is_done(&self, id: RecordId, of: &str) {
        let left = self.reminded(id, on(12, 31));
        assert!(!left.iter().any(|(_, title)| title.contains(of)), "{left:?}");
    }

    /// What everybody reads in a list or an export of a record, unless somebody asks for more and says why.
    fn seen(&self, id: RecordId, key: &str) -> String {
        let row = self.bench.row(id).unwrap().unwrap();
        let field = self.bench.ledger_of(id).unwrap().field_by_key(key).unwrap_or_else(|| panic!("no {key}"));
        let value = row.one(field.tag).unwrap_or_else(|| panic!("{key} is empty"));
        if privacy::is_masked(field) {
            privacy::masked(field, value)
        } else {
            self.bench.show(field, value, Lang::Zh)
        }
    }
}

/// That something was refused, and for this reason.
fn says<T: std::fmt::Debug>(refused: Result<T, Error>, why: &str, told: &str) {
    let error = refused.expect_err(told);
    let sentence = error.sentence(Lang::Zh);
    assert!(sentence.contains(why), "{told}: {sentence}");
}
