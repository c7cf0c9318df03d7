//! Everything that can arrive, and everything that can be asked for.

use std::{path::PathBuf, sync::Arc, time::Duration};

use super::{
    fault::Fault,
    finder::Item,
    key::Key,
    lists::Change,
    screens::sync::stick::Glance,
    snapshot::{BooksIndex, Due, Past, Roster, Snapshot, ThisMonth, Undoing},
};
use crate::{
    domain::{
        checklists::Clarity,
        field::{Choice, Tag},
        id::RecordId,
        standing::StepKind,
        wording::Lang,
    },
    workbench::{
        conflicts::{Conflict, Settlement},
        folder::Found,
        progress::Course,
        sync::Preview,
        unfinished::Unfinished,
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
    /// The mouse is drawn to a column and row, its button held.
    Drag(u16, u16),
    /// The button of the mouse is let go.
    Release,
    /// The wheel, down is positive, and the column and row that it is turned over.
    Wheel(isize, (u16, u16)),
    /// The terminal has another size now.
    Resize(u16, u16),
    /// The worker tells.
    Answer(Answer),
    /// Nothing came for so long that the screen is to be locked.
    Idle,
    /// Nothing came for a while after something was typed.
    Paused,
    /// The keyboard is gone: the terminal was closed.
    Gone,
    /// The program has a fault; nothing more is done.
    Broken(Fault),
}

/// What the worker tells.
#[derive(Debug)]
pub(super) enum Answer {
    /// The data as they are now.
    Fresh(Box<Snapshot>),
    /// The residents, read before everything else.
    People(Arc<Roster>),
    /// One piece of work that the screen tells of is over: what came of it was told before.
    Over,
    /// It is what came of what this form was submitted for.
    OfForm(u64, Box<Self>),
    /// What was asked for is done.
    Done(Done),
    /// It was refused; nothing was changed.
    Refused(Trouble),
    /// It is done only when it is agreed to.
    Asked { sentence: String, effect: Effect },
    /// What importing a folder would do, in words; the bundles in it; and the import.
    Surveyed { sentence: String, bundles: Vec<Glance>, effect: Effect },
    /// What importing a file would do, and the passphrase it opened by.
    Previewed(Box<Preview>, Option<String>),
    /// Somebody has to be told at length.
    Told { title: String, lines: Vec<String> },
    /// Long work has ended: what came of it, to be read when somebody wants to.
    Ended { title: String, lines: Vec<String> },
    /// Records that were asked for, to walk through, below what they are.
    Listed(String, Vec<Item>),
    /// A ledger was begun: its id, and the sentence that says so.
    Begun(String, String),
    /// Where the columns of a sheet would go, to be looked at and changed.
    Columns(Box<SheetPlan>),
    /// Something hangs on what is to be deleted: how much.
    Hanging(RecordId, String),
    /// Masked fields of a record in full.
    Unmasked(RecordId, Vec<(Tag, String)>),
    /// What the doctor found.
    Checked(Vec<String>),
    /// What has been kept long enough, to choose from what is cleared.
    Due(Arc<Vec<Due>>),
    /// How far long work is.
    Progress(Far),
    /// Whether the passphrase opens the locked screen.
    Unlocked(bool),
    /// Something to know that changes nothing.
    Remark(String),
    /// Everything is said in this language from now on.
    Spoken(Lang),
    /// What undo and redo would do.
    Undoing(Undoing),
    /// The figures of this month.
    Counted(Box<ThisMonth>),
    /// What lies in the inbox.
    Inbox(Vec<Found>),
    /// What the ledgers are searched by.
    Indexed(Arc<BooksIndex>),
}

/// How far long work is, and how fast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Far {
    /// The number of the work, by which it is ended.
    pub(super) job: u64,
    pub(super) course: Course,
    /// Units a second, where that means anything.
    pub(super) rate: Option<u64>,
    /// How long it still takes, where anybody can tell.
    pub(super) left: Option<Duration>,
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
    /// Delete a neighbourhood or a household: asked first, and emptied where something hangs on it.
    Remove(RecordId),
    /// Strike an entry out, with a reason.
    Strike(RecordId, String),
    /// Put a ledger away, or bring it out.
    Hide(String, bool),
    /// Write what belongs to a record, which stays selected: into which ledger.
    Follow(RecordId, String, Pairs),
    /// What a form was filled in for.
    Filled(Work, Pairs),
    /// Erase a person, for this reason, with these records as his own; it was agreed to.
    Erase(RecordId, String, Vec<RecordId>),
    /// Take a sheet in; it was agreed to.
    TakeSheet(Box<SheetOrder>),
    /// Clear records whose period is over; it was agreed to.
    Clear(Vec<RecordId>, String),
    /// Look out what is to be cleared, and ask for it.
    Due,
    /// Show something that is worked out.
    View(View),
}

/// What a form is filled in for, besides records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Work {
    /// Add a ledger of the group's own.
    NewLedger,
    /// Add a field of the group's own to this ledger.
    NewField(String),
    /// Change a field of the group's own: of which ledger, and its key.
    EditField(String, String),
    /// Write this ledger out as a sheet.
    Export(String, Picked),
    /// Move what hangs on this neighbourhood or household, and delete it.
    Empty(RecordId),
    /// Write out all that is held on this person.
    ExportPerson(RecordId),
    /// Erase this person.
    ErasePerson(RecordId),
    /// Draw a sample.
    Draw,
    /// Make an issue of a finding, of this kind.
    Raise(RecordId, &'static str),
    /// Show or write a member's fact sheet.
    Facts,
    /// Show or write a report; which is chosen in the form, this one at first.
    Report(&'static str),
    /// Set how long this ledger is kept.
    Period(String),
    /// Clear records whose period is over.
    Clear,
    /// Informer material, kept apart.
    Apart(Apart),
    /// Name a sheet, and the ledger it goes into.
    Sheet,
    /// Say where the columns of a sheet go.
    Columns(Box<SheetOrder>),
    /// Give these issues to one member.
    AssignAll(Vec<RecordId>),
    /// Strike these entries out for one reason.
    StrikeAll(Vec<RecordId>),
    /// Print a hand-over list of these issues.
    PrintIssues(Vec<RecordId>),
    /// Write a sheet for an enterprise.
    Offer,
    /// Judge a topic that was computed.
    JudgeTopic,
    /// Something about a laptop of the group, by its id.
    Laptop(LaptopWork, String),
}

/// A sheet that is to be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SheetOrder {
    /// The file.
    pub(super) file: PathBuf,
    /// The ledger's id.
    pub(super) ledger: String,
    /// The sheet's name; the first with content where there is none.
    pub(super) sheet: Option<String>,
    /// The key of the field by which records are known again, where one is told.
    pub(super) match_on: Option<String>,
    /// The row of the column names, where it is told.
    pub(super) header_row: Option<u32>,
    /// Columns that were led elsewhere: name, and key of the field or `-`.
    pub(super) maps: Pairs,
}

/// How a sheet would be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SheetPlan {
    pub(super) order: SheetOrder,
    /// File, ledger and header row in a line.
    pub(super) title: String,
    /// What would become of its rows.
    pub(super) notes: Vec<String>,
    /// What a column may be led to.
    pub(super) fields: Vec<Choice>,
    pub(super) columns: Vec<SheetColumn>,
}

/// A column and what would become of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SheetColumn {
    pub(super) name: String,
    /// The key of its field.
    pub(super) field: Option<String>,
    /// Why it goes nowhere.
    pub(super) why: Option<String>,
    /// Whether it may go nowhere at all.
    pub(super) barred: bool,
    /// What stands in its first rows.
    pub(super) examples: Vec<String>,
}

/// Which records of the ledger that is written out a list tells apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Picked {
    /// Those that it shows, where they are not all.
    pub(super) found: Option<Arc<Vec<RecordId>>>,
    /// Those that are marked.
    pub(super) marked: Arc<Vec<RecordId>>,
}

/// What is done about a laptop of the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LaptopWork {
    /// Confirm it.
    Confirm,
    /// Give it another letter.
    Rename,
    /// Stop counting what it writes.
    Revoke,
}

/// What a member's sheet of facts is called among the reports.
pub(super) const MEMBER_SHEET: &str = "member";

/// What is done with informer material.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Apart {
    /// Enter a piece.
    Enter,
    /// List what there is.
    List,
    /// Show a piece.
    Show,
    /// Give it to another keeper.
    Keep,
    /// Hand it to the authority.
    Hand,
    /// Tell the informer.
    Answer,
    /// Write down what came of it.
    Result,
}

/// What is worked out to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// What is to be seen to when a phase begins.
    SwitchOver(RecordId),
    /// The tree of units, and who is posted where.
    Units,
    /// What has been kept long enough.
    Due,
    /// The notice on what is collected.
    Notice,
    /// The sheet of an assessment.
    Assessment,
    /// Whose data a lost laptop has.
    Lost,
    /// What can be finished within a week (domain.md A15).
    Soon,
    /// The most pressing conflicts (domain.md E5).
    Contentions,
    /// The handbook of methods (domain.md A17).
    Handbook,
    /// Who wrote what of a record, and when.
    History(RecordId),
}

impl Work {
    /// The record it is about.
    pub(super) fn record(&self) -> Option<RecordId> {
        if let Self::Raise(id, _) | Self::Empty(id) | Self::ExportPerson(id) | Self::ErasePerson(id) = self {
            Some(*id)
        } else {
            None
        }
    }
}

/// What `update` asks of the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Effect {
    /// Leave the program.
    Leave,
    /// Read the data again.
    Refresh,
    /// What follows is asked for by the form with this number: what comes of it is its answer.
    OfForm(u64),
    /// Lets go of what was shown before: where much was read, that takes a while.
    LetGo(Past),
    /// End this piece of long work, as soon as it can be.
    Stop(u64),
    /// Keep these unfinished forms, and no others.
    KeepForms(Vec<Unfinished>),
    /// They were given to who keeps them: before what follows is done they lie on the disk.
    FormsGiven {
        /// Whether one of them was submitted.
        sent: bool,
    },
    /// Throw an unfinished form away: that on top, or one of the list.
    Discard(Option<usize>),
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
    /// Write a bundle: where, for which laptops, how much, and how it is sealed.
    Export(Pairs),
    /// Work out what taking a bundle in would do, and ask.
    Preview { file: PathBuf, passphrase: Option<String> },
    /// Look into it, to read all that is in it.
    Inspect { file: PathBuf, passphrase: Option<String> },
    /// Take a bundle in.
    Import { file: PathBuf, passphrase: Option<String> },
    /// Settle a conflict.
    Settle(Box<Conflict>, Settlement),
    /// Settle a conflict by typed text.
    SettleAs(Box<Conflict>, String),
    /// Write an invitation: where, its passphrase, for how long and with which letter.
    Invite(Pairs),
    /// Look whether this passphrase opens the locked screen.
    Unlock(String),
    /// Change the passphrase: the old one, and the new one twice.
    ChangePassphrase(Box<[String; 3]>),
    /// Lock after so many minutes.
    LockAfter(String),
    /// Dress the screen so from now on.
    Dress(Pairs),
    /// Keep how a list is arranged.
    Arrange(Change),
    /// Tell what undo and redo would do.
    TellUndoing,
    /// Count the figures of this month.
    CountMonth,
    /// Back up: into the workspace, or to this file or folder where one is named.
    Backup(String),
    /// Look at what lies in the inbox.
    LookAtInbox,
    /// Index what the ledgers are searched by.
    IndexBooks,
    /// Check everything.
    Doctor,
    /// Write the last events into a file: in this place, or in the workspace where it is empty.
    SaveEvents { to: String, report: String },
    /// Say everything in this language from now on, also at the next start.
    Speak(Lang),
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
