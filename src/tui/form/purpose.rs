//! What forms are for.

use std::path::PathBuf;

use super::{Answer, Form};
use crate::{
    domain::{checklists::Clarity, id::RecordId, standing::StepKind},
    tui::event::{Paperwork, Work},
    workbench::conflicts::Conflict,
};

/// What a form is for; a draft is found again by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::tui) enum Purpose {
    /// Begin a record in this ledger; for this resident, where one is meant.
    Create(String, Option<RecordId>),
    /// Change a record.
    Edit(RecordId),
    /// Take a step on an issue.
    Step(RecordId, StepKind),
    /// Say what an item's state rests on.
    Tick { list: Clarity, item: String, at: RecordId },
    /// Add an item to a list.
    Item(Clarity),
    /// Give the reason for looking at full numbers.
    Reason(RecordId),
    /// Write a bundle; for these laptops, where it was opened for some.
    Export(String),
    /// Say where a backup goes.
    Backup,
    /// Name a bundle to take in.
    Import,
    /// Give the passphrase of a bundle.
    Passphrase(PathBuf),
    /// Take another passphrase for the workspace.
    NewPassphrase,
    /// Say after how long the screen locks.
    LockAfter,
    /// Name a place for the last events.
    SaveEvents,
    /// Say how the screen looks.
    Appearance,
    /// Say how a list is sorted, and what it shows.
    Arrange(String),
    /// Write an invitation.
    Invite,
    /// Strike an entry out.
    Strike(RecordId),
    /// What belongs to a record: in this ledger, about that one, of this kind.
    Follow(String, RecordId, String),
    /// Change some fields of a record, for this.
    Part(RecordId, &'static str),
    /// Other work on ledgers.
    Work(Work),
    /// Add somebody who raised an issue too.
    Voice(RecordId),
    /// Fill in the analysis sheet of an issue; whether it is a new one.
    Analysis(RecordId, bool),
    /// Write another value than those in conflict.
    Other(Box<Conflict>),
    /// Bulletins, and sheets that are handed out.
    Paper(Paperwork),
}

impl Form {
    /// The records that it is about or names.
    pub(in crate::tui) fn records(&self) -> impl Iterator<Item = RecordId> {
        let own = match &self.purpose {
            Purpose::Create(_, about) => *about,
            Purpose::Work(work) => work.record(),
            Purpose::Edit(id)
            | Purpose::Strike(id)
            | Purpose::Follow(_, id, _)
            | Purpose::Part(id, _)
            | Purpose::Step(id, _)
            | Purpose::Voice(id)
            | Purpose::Analysis(id, _)
            | Purpose::Tick { at: id, .. }
            | Purpose::Reason(id) => Some(*id),
            Purpose::Other(conflict) => Some(conflict.record),
            Purpose::Paper(what) => what.record(),
            Purpose::Item(_)
            | Purpose::Export(_)
            | Purpose::Import
            | Purpose::Backup
            | Purpose::Passphrase(_)
            | Purpose::NewPassphrase
            | Purpose::LockAfter
            | Purpose::SaveEvents
            | Purpose::Appearance
            | Purpose::Arrange(_)
            | Purpose::Invite => None,
        };
        let named = self.entries.iter().flat_map(|entry| match &entry.answer {
            Answer::Refs(ids) => ids.as_slice(),
            Answer::Text(_) | Answer::Choice(_) => &[],
        });
        own.into_iter().chain(named.copied())
    }
}
