//! What works now: the footer shows it, the rules of the core decide again.

use super::{
    form::Entry,
    keys::{Action, binding},
    model::{Model, Popup, Screen},
    narrowing,
    screens::{bulletins, checklists, issues, ledgers, projects, residents},
};
use crate::{
    domain::{field::Kind, id::RecordId},
    workbench::conflicts::Conflict,
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
    binding(action).map_or(Able::Hidden, |row| (row.needs)(model))
}

/// It works where this holds, and has no meaning elsewhere.
pub(super) fn when(fits: bool) -> Able {
    if fits { Able::Yes } else { Able::Hidden }
}

/// Whether there are numbers to show in full.
pub(super) fn unmask(model: &Model) -> Able {
    match model.screen {
        Screen::Ledgers => ledgers::able_unmask(model),
        Screen::Issues => when(issues::selected(model).is_some()),
        Screen::Today
        | Screen::Checklists
        | Screen::Residents
        | Screen::Visits
        | Screen::Projects
        | Screen::Bulletins
        | Screen::Sync => when(residents::selected(model).is_some()),
    }
}

/// The record that is selected, on screens that show records.
pub(super) fn selected_record(model: &Model) -> Option<RecordId> {
    match model.screen {
        Screen::Residents => residents::selected(model).map(|row| row.id),
        Screen::Issues => issues::selected(model).map(|case| case.issue.id),
        Screen::Ledgers => ledgers::selected(model).map(|row| row.id),
        Screen::Projects => projects::meant(model).map(|row| row.id),
        Screen::Bulletins => bulletins::selected(model).map(|(issue, _)| issue.bulletin.id),
        Screen::Today | Screen::Checklists | Screen::Visits | Screen::Sync => None,
    }
}

/// Whether there is something to go back from.
pub(super) fn back(model: &Model) -> Able {
    when(!model.popups.is_empty() || model.is_searching() || can_go_back(model))
}

/// Whether there is another part to go to.
pub(super) fn turn(model: &Model) -> Able {
    when(model.screen != Screen::Checklists || checklists::has_places(model))
}

/// Whether there is something to open.
pub(super) fn open(model: &Model) -> Able {
    when(!model.popups.is_empty() || !is_empty(model) && !is_open(model))
}

/// Whether the field in focus is chosen from a list.
pub(super) fn next_choice(model: &Model) -> Able {
    when(focused(model).is_some_and(|entry| !entry.options().is_empty()))
}

/// Whether any action can be begun: on a screen, and where a text was read on it that names some.
pub(super) fn palette(model: &Model) -> Able {
    when(matches!(model.popups.as_slice(), [] | [Popup::Reading { .. }]))
}

/// Whether a form goes on to its next field by it: of a column it chooses where that goes.
pub(super) fn advance(model: &Model) -> Able {
    when(!matches!(model.popups.last(), Some(Popup::Form(form)) if form.is_of_columns()))
}

/// Whether the field in focus takes several lines.
pub(super) fn newline(model: &Model) -> Able {
    when(focused(model).is_some_and(|entry| entry.field.kind == Kind::LongText))
}

/// Whether a conflict can be settled by another value.
pub(super) fn write_other(model: &Model) -> Able {
    when(match model.popups.last() {
        Some(Popup::Conflict { dispute, .. }) => dispute.writable,
        Some(
            Popup::Form(_)
            | Popup::Finder(_)
            | Popup::Reading { .. }
            | Popup::Question { .. }
            | Popup::Preview { .. },
        )
        | None => false,
    })
}

/// Whether a conflict can be settled by all that was written.
pub(super) fn keep_both(model: &Model) -> Able {
    when(both(model).is_some())
}

/// The conflict on top, and all that was written, where its field takes that.
pub(super) fn both(model: &Model) -> Option<(Box<Conflict>, String)> {
    let Some(Popup::Conflict { dispute, .. }) = model.popups.last() else { return None };
    let ledger = model.data.catalog.of(dispute.conflict.record)?;
    let text = dispute.both(ledger.field(dispute.conflict.tag)?)?;
    Some((Box::new(dispute.conflict.clone()), text))
}

/// The field of the form on top that keys go to.
fn focused(model: &Model) -> Option<&Entry> {
    if let Some(Popup::Form(form)) = model.popups.last() { form.focused() } else { None }
}

/// Whether one record fills the screen already.
fn is_open(model: &Model) -> bool {
    match model.screen {
        // Of a card or project that fills the screen, too, something can be opened.
        Screen::Today
        | Screen::Sync
        | Screen::Checklists
        | Screen::Visits
        | Screen::Residents
        | Screen::Projects
        | Screen::Bulletins => false,
        Screen::Issues => model.issues.open,
        Screen::Ledgers => model.ledgers.list.open,
    }
}

/// Whether Esc has something to leave on the screen itself.
pub(super) fn can_go_back(model: &Model) -> bool {
    match model.screen {
        Screen::Today | Screen::Visits | Screen::Sync | Screen::Bulletins => narrowing::is_on(model),
        Screen::Projects => model.projects.open || narrowing::is_on(model),
        Screen::Checklists => model.checklists.open || narrowing::is_on(model),
        Screen::Residents => {
            let list = &model.residents.list;
            list.open || !list.marked.is_empty() || !list.search.query().is_empty()
        }
        Screen::Ledgers => ledgers::can_go_back(model),
        Screen::Issues => {
            issues::several::are_meant(model)
                || model.issues.open
                || model.issues.from.is_some()
                || !model.issues.search.query().is_empty()
        }
    }
}

fn is_empty(model: &Model) -> bool {
    let is_elsewhere = match model.screen {
        Screen::Issues => issues::are_elsewhere(model),
        Screen::Ledgers => !model.ledgers.in_list,
        Screen::Today
        | Screen::Checklists
        | Screen::Residents
        | Screen::Visits
        | Screen::Projects
        | Screen::Bulletins
        | Screen::Sync => false,
    };
    narrowing::is_empty(model) && !is_elsewhere
}
