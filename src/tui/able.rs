//! What works now: the footer shows it, the rules of the core decide again.

use super::{
    keys::Action,
    model::{Model, Screen},
    screens::{issues, residents},
};

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
        | Action::EditIssue => issues::able(model, action),
        Action::EditResident | Action::RaiseIssue | Action::Unmask | Action::DeleteResident => {
            when(residents::selected(model).is_some())
        }
        Action::Back => when(!model.popups.is_empty() || model.is_searching() || can_go_back(model)),
        Action::Open => when(!model.popups.is_empty() || !is_empty(model)),
        Action::WriteOther => when(match model.popups.last() {
            Some(super::model::Popup::Conflict { dispute, .. }) => dispute.writable,
            _ => false,
        }),
        Action::Help
        | Action::Palette
        | Action::Leave
        | Action::GoToday
        | Action::GoChecklists
        | Action::GoResidents
        | Action::GoIssues
        | Action::GoSync
        | Action::Undo
        | Action::Redo
        | Action::Up
        | Action::Down
        | Action::PageUp
        | Action::PageDown
        | Action::First
        | Action::Last
        | Action::Find
        | Action::NextPart
        | Action::PreviousPart
        | Action::Tick
        | Action::EditItem
        | Action::NewNeighbourhood
        | Action::NewResident
        | Action::NewHousehold
        | Action::Visit
        | Action::Register
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
        | Action::Newline
        | Action::PreviousChoice
        | Action::NextChoice
        | Action::LeaveForm => Able::Yes,
    }
}

/// Whether Esc has something to leave on the screen itself.
pub(super) fn can_go_back(model: &Model) -> bool {
    match model.screen {
        Screen::Today | Screen::Sync => false,
        Screen::Checklists => model.checklists.open,
        Screen::Residents => model.residents.open || !model.residents.search.query().is_empty(),
        Screen::Issues => model.issues.open || !model.issues.search.query().is_empty(),
    }
}

fn is_empty(model: &Model) -> bool {
    match model.screen {
        Screen::Today | Screen::Sync => false,
        Screen::Checklists => model.data.neighbourhoods.is_empty(),
        Screen::Residents => model.residents.shown.is_empty(),
        Screen::Issues => model.issues.shown.is_empty(),
    }
}
