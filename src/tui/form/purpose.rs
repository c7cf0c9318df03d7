//! What forms are for.

use std::path::PathBuf;

use crate::{
    domain::{checklists::Clarity, id::RecordId, standing::StepKind},
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
    /// Give the reason for looking at full numbers.
    Reason(RecordId),
    /// Write a bundle; for these laptops, where it was opened for some.
    Export(String),
    /// Name a bundle to take in.
    Import,
    /// Give the passphrase of a bundle.
    Passphrase(PathBuf),
    /// Write an invitation.
    Invite,
    /// Strike an entry out.
    Strike(RecordId),
    /// Write a ledger out as a sheet.
    ExportLedger(String),
    /// Add a ledger of the group's own.
    NewLedger,
    /// Add a field of the group's own to this ledger.
    NewField(String),
    /// Write another value than those in conflict.
    Other(Box<Conflict>),
}
