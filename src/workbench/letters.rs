//! Which letters of laptops are taken.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::error::Error;
use crate::{
    domain::{id::LedgerTag, team, value::Value},
    log::commit::Commit,
    store::codec,
};

/// Letters that laptops of the group use, or that are held free for one.
#[derive(Default)]
pub(super) struct Letters {
    used: BTreeSet<String>,
    /// Those of invitations that are still good, with their last day.
    held: BTreeMap<String, Date>,
}

impl Letters {
    pub(super) fn add(&mut self, letter: &str) {
        if !letter.is_empty() {
            self.used.insert(letter.to_owned());
        }
    }

    pub(super) fn hold(&mut self, letter: &str, until: Date) {
        if !letter.is_empty() {
            self.held.insert(letter.to_owned(), until);
        }
    }

    pub(super) fn contains(&self, letter: &str) -> bool {
        self.used.contains(letter) || self.held.contains_key(letter)
    }

    /// Refuses a letter that is not free.
    pub(super) fn refuse(&self, letter: &str) -> Result<(), Error> {
        match self.held.get(letter) {
            _ if self.used.contains(letter) => Err(Error::Already(letter.to_owned())),
            Some(until) => Err(Error::Held { letter: letter.to_owned(), until: *until }),
            None => Ok(()),
        }
    }

    pub(super) fn note(&mut self, commit: &Commit) {
        for change in commit.changes() {
            let ledger = change.record.ledger();
            let tells = (change.slot.tag == team::peers::LETTER && ledger == LedgerTag::of(team::peers::ID))
                || (change.slot.tag == team::invitations::LETTER
                    && ledger == LedgerTag::of(team::invitations::ID));
            if let Some(Value::Text(letter)) = codec::value(&change.cell).filter(|_| tells) {
                self.add(&letter);
            }
        }
    }

    pub(super) fn free(&self) -> String {
        let letters = ('A'..='Z').map(|letter| letter.to_string());
        let pairs = ('A'..='Z').flat_map(|first| ('A'..='Z').map(move |second| format!("{first}{second}")));
        letters.chain(pairs).find(|letter| !self.contains(letter)).unwrap_or_else(|| "ZZZ".to_owned())
    }
}
