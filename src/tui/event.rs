//! Everything that can arrive, and everything that can be asked for.

use std::path::PathBuf;

use super::{key::Key, snapshot::Snapshot};
use crate::{
    domain::{checklists::Clarity, field::Tag, id::RecordId, standing::StepKind},
    workbench::{
        conflicts::{Conflict, Settlement},
        keeping::Progress,
        sync::Preview,
    },
};

/// What arrives, over one channel and so in one order.
#[derive(Debug)]
pub(super) enum Event {
    /// A key.
    Key(Key),
    /// Pasted text.
    Paste(String),
    /// A click at a column and row.
    Click(u16, u16),
    /// The wheel: down is positive.
    Wheel(isize),
    /// The terminal has another size now.
    Resize(u16, u16),
    /// The worker tells.
    Answer(Answer),
    /// The keyboard is gone: the terminal was closed.
    Gone,
}

/// What the worker tells.
#[derive(Debug)]
pub(super) enum Answer {
    /// The data as they are now.
    Fresh(Box<Snapshot>),
    /// What was asked for is done.
    Done(Done),
    /// It was refused; nothing was changed.
    Refused(Trouble),
    /// It is done only when it is agreed to.
    Asked { sentence: String, effect: Effect },
    /// What importing a file would do, and the passphrase it opened by.
    Previewed(Box<Preview>, Option<String>),
    /// Somebody has to be told at length.
    Told { title: String, lines: Vec<String> },
    /// Masked fields of a record in full.
    Unmasked(RecordId, Vec<(Tag, String)>),
    /// What the doctor found.
    Checked(Vec<String>),
    /// How far long work is.
    Progress(Progress),
}

/// Something done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Done {
    /// The sentence that says so.
    pub(super) sentence: String,
    /// The record to select.
    pub(super) record: Option<RecordId>,
}

/// Something refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trouble {
    /// The field it is about, by key or title.
    pub(super) field: Option<String>,
    /// What happened and what to do.
    pub(super) sentence: String,
    /// The file that a passphrase would open.
    pub(super) wants_passphrase: Option<PathBuf>,
}

/// Texts for fields, by the fields' keys.
pub(super) type Pairs = Vec<(String, String)>;

/// What is done to ledgers, and to records of any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LedgerWork {
    /// Strike an entry out, with a reason.
    Strike(RecordId, String),
    /// Write a ledger out as a sheet: which, and where.
    Export(String, String),
    /// Add a ledger of the group's own.
    New(Pairs),
    /// Add a field of the group's own to a ledger.
    Field(String, Pairs),
    /// Put a ledger away, or bring it out.
    Hide(String, bool),
}

/// What `update` asks of the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Effect {
    /// Leave the program.
    Leave,
    /// Read the data again.
    Refresh,
    /// Begin a record.
    Create(String, Pairs),
    /// Change fields of a record.
    Edit(RecordId, Pairs),
    /// Delete a card.
    Delete(RecordId),
    /// Work on a ledger, or on records of any.
    OnLedger(LedgerWork),
    /// Add somebody who raised an issue too.
    Voice(RecordId, Pairs),
    /// Write into the analysis sheet of an issue.
    Analyse(RecordId, Pairs),
    /// Take a step on an issue.
    Step(RecordId, StepKind, Pairs),
    /// Say how far an item is known.
    Tick { list: Clarity, item: String, at: RecordId, pairs: Pairs },
    /// Add an item to a list: its title, and how one finds out.
    AddItem(Clarity, String, String),
    /// Retire an item of a list.
    RetireItem(Clarity, String),
    /// Take the last action back; the one that was agreed to, where it was asked.
    Undo { agreed: Option<u64> },
    /// Do it again.
    Redo,
    /// Show a record's numbers in full, for a reason.
    Unmask(RecordId, String),
    /// Write a bundle: where, for the laptops with these letters, all of it.
    Export { to: String, letters: String, full: bool, passphrase: String },
    /// Look into a bundle.
    Preview { file: PathBuf, passphrase: Option<String> },
    /// Take a bundle in.
    Import { file: PathBuf, passphrase: Option<String> },
    /// Settle a conflict.
    Settle(Box<Conflict>, Settlement),
    /// Settle a conflict by typed text.
    SettleAs(Box<Conflict>, String),
    /// Write an invitation.
    Invite { to: String, passphrase: String },
    /// Back up into the workspace.
    Backup,
    /// Check everything.
    Doctor,
    /// Bulletins, and sheets that are handed out.
    Paper(Paperwork, Pairs),
}

/// What is done with a bulletin, or a sheet that is handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Paperwork {
    /// Begin a bulletin.
    Begin,
    /// Review one.
    Review(RecordId),
    /// Sign and number one.
    Sign(RecordId),
    /// Archive one.
    Archive(RecordId),
    /// Write one to a file.
    Print(RecordId),
    /// Publish a project's money.
    Disclose(RecordId),
}

impl Paperwork {
    /// The record it is about.
    pub(super) fn record(&self) -> Option<RecordId> {
        match self {
            Self::Begin => None,
            Self::Review(id) | Self::Sign(id) | Self::Archive(id) | Self::Print(id) | Self::Disclose(id) => {
                Some(*id)
            }
        }
    }
}
