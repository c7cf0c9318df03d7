//! What works now: the footer shows it, the rules of the core decide again.

use super::{
    form::Entry,
    keys::Action,
    model::{Model, Popup, Screen},
    screens::{bulletins, bulletins::Doing, checklists, issues, ledgers, projects, residents, visits},
};
use crate::domain::field::Kind;

/// Whether an action works now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Able {
    /// It does.
    Yes,
    /// It does not, for this reason.
    No(&'static str),
    /// It has no meaning here.
    Hidden,
}

/// Whether an action works now.
#[expect(clippy::too_many_lines, reason = "every action is decided here, and most by one line")]
pub(super) fn able(model: &Model, action: Action) -> Able {
    let when = |fits: bool| if fits { Able::Yes } else { Able::Hidden };
    match action {
        Action::Accept
        | Action::Assign
        | Action::Reply
        | Action::Resolve
        | Action::Transfer
        | Action::Callback
        | Action::Reopen
        | Action::Extend
        | Action::Procedure
        | Action::Merge
        | Action::AddVoice
        | Action::Analyse
        | Action::EditIssue => issues::able(model, action),
        Action::Unmask if model.screen == Screen::Ledgers => ledgers::able(model, action),
        Action::NewRecord
        | Action::EditRecord
        | Action::StrikeRecord
        | Action::ExportRecords
        | Action::SortRecords
        | Action::NewLedger
        | Action::NewField
        | Action::HideLedger => ledgers::able(model, action),
        Action::Unmask if model.screen == Screen::Issues => when(issues::selected(model).is_some()),
        Action::EditResident | Action::RaiseIssue | Action::Unmask | Action::DeleteResident => {
            when(residents::selected(model).is_some())
        }
        Action::RetireItem => when(checklists::has_items(model)),
        Action::PreviousMonth | Action::NextMonth => when(visits::shows_month(model)),
        Action::EditProject
        | Action::Milestone
        | Action::ProjectResult
        | Action::NewFund
        | Action::Receipt
        | Action::Spending
        | Action::Disclose => when(projects::selected(model).is_some()),
        Action::NewBulletin => bulletins::able(model, Doing::Begin),
        Action::EditBulletin => bulletins::able(model, Doing::Edit),
        Action::ReviewBulletin => bulletins::able(model, Doing::Review),
        Action::SignBulletin => bulletins::able(model, Doing::Sign),
        Action::ArchiveBulletin => bulletins::able(model, Doing::Archive),
        Action::PrintBulletin => bulletins::able(model, Doing::Print),
        Action::Back => when(!model.popups.is_empty() || model.is_searching() || can_go_back(model)),
        Action::Open => when(!model.popups.is_empty() || !is_empty(model) && !is_open(model)),
        Action::NextChoice => when(focused(model).is_some_and(|entry| !entry.options().is_empty())),
        Action::Newline => when(focused(model).is_some_and(|entry| entry.field.kind == Kind::LongText)),
        Action::WriteOther => when(match model.popups.last() {
            Some(Popup::Conflict { dispute, .. }) => dispute.writable,
            Some(
                Popup::Form(_)
                | Popup::Finder(_)
                | Popup::Reading { .. }
                | Popup::Question { .. }
                | Popup::Preview { .. },
            )
            | None => false,
        }),
        Action::Help
        | Action::Palette
        | Action::Leave
        | Action::GoToday
        | Action::GoChecklists
        | Action::GoResidents
        | Action::GoVisits
        | Action::GoIssues
        | Action::GoLedgers
        | Action::GoProjects
        | Action::GoBulletins
        | Action::GoSync
        | Action::Undo
        | Action::Redo
        | Action::Agree
        | Action::Up
        | Action::Down
        | Action::PageUp
        | Action::PageDown
        | Action::First
        | Action::Last
        | Action::Find
        | Action::NextPart
        | Action::PreviousPart
        | Action::NextFilter
        | Action::PreviousFilter
        | Action::NextKind
        | Action::PreviousKind
        | Action::Tick
        | Action::EditItem
        | Action::NewNeighbourhood
        | Action::NewResident
        | Action::NewHousehold
        | Action::AddItem
        | Action::Visit
        | Action::NewTask
        | Action::WriteDiary
        | Action::Register
        | Action::NewProject
        | Action::Export
        | Action::Import
        | Action::Invite
        | Action::Backup
        | Action::Doctor
        | Action::NewMember
        | Action::NextField
        | Action::PreviousField
        | Action::Advance
        | Action::Submit
        | Action::PreviousChoice
        | Action::LeaveForm => Able::Yes,
    }
}

/// The field of the form on top that keys go to.
fn focused(model: &Model) -> Option<&Entry> {
    if let Some(Popup::Form(form)) = model.popups.last() { form.focused() } else { None }
}

/// Whether one record fills the screen already.
fn is_open(model: &Model) -> bool {
    match model.screen {
        Screen::Today | Screen::Sync | Screen::Checklists | Screen::Visits | Screen::Bulletins => false,
        Screen::Residents => model.residents.open,
        Screen::Issues => model.issues.open,
        Screen::Projects => model.projects.open,
        Screen::Ledgers => model.ledgers.open,
    }
}

/// Whether Esc has something to leave on the screen itself.
pub(super) fn can_go_back(model: &Model) -> bool {
    match model.screen {
        Screen::Today | Screen::Visits | Screen::Sync | Screen::Bulletins => false,
        Screen::Projects => model.projects.open,
        Screen::Checklists => model.checklists.open,
        Screen::Residents => model.residents.open || !model.residents.search.query().is_empty(),
        Screen::Ledgers => ledgers::can_go_back(model),
        Screen::Issues => {
            model.issues.open || model.issues.from_today || !model.issues.search.query().is_empty()
        }
    }
}

fn is_empty(model: &Model) -> bool {
    match model.screen {
        Screen::Today | Screen::Sync | Screen::Bulletins => false,
        Screen::Visits => visits::targets(model).is_empty(),
        Screen::Projects => model.data.projects.is_empty(),
        Screen::Checklists => model.data.neighbourhoods.is_empty(),
        Screen::Residents => model.residents.shown.is_empty(),
        Screen::Issues => model.issues.shown.is_empty(),
        Screen::Ledgers => model.ledgers.in_list && model.ledgers.shown.is_empty(),
    }
}
