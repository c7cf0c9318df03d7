//! Several issues at once: given to somebody, or printed; never answered or
//! closed, because each of them is owed an answer of its own.

use std::sync::Arc;

use super::{nothing_selected, selected};
use crate::{
    domain::{id::RecordId, issues::issues as issue_ledger, wording::Lang},
    say,
    tui::{
        event::Picked,
        form::Form,
        model::{Model, Screen},
    },
};

/// Whether something is done to several: they are marked, and none of them fills the screen.
pub(in crate::tui) fn are_meant(model: &Model) -> bool {
    model.screen == Screen::Issues && !model.issues.open && !model.issues.marked.is_empty()
}

/// Marks the selected issue, or takes its mark away, and goes on to the next.
pub(in crate::tui) fn mark(model: &mut Model) {
    if model.issues.open {
        return;
    }
    let Some(id) = selected(model).map(|case| case.issue.id) else { return nothing_selected(model) };
    toggle(model, id);
    super::move_by(model, 1);
}

/// Marks an issue, or takes its mark away.
pub(super) fn toggle(model: &mut Model, id: RecordId) {
    let marked = &mut model.issues.marked;
    match marked.iter().position(|own| *own == id) {
        Some(at) => drop(marked.remove(at)),
        None => marked.push(id),
    }
}

/// Says that several at once are only given to somebody or printed; answers whether it had to.
pub(super) fn refuses(model: &mut Model) -> bool {
    let refused = are_meant(model);
    if refused {
        let count = model.issues.marked.len();
        model.notice = Some(say!(
            model.lang,
            "选了 {count} 件：一起只能交办、打印；答复和结果一件一件来。⟦back⟧ 不选了",
            "{count} are marked: together they are assigned or printed only; answers and results one by one. ⟦back⟧ unmarks"
        ));
    }
    refused
}

/// Opens the form of giving all that are marked to one member.
pub(super) fn assign(model: &mut Model) {
    let form = Form::assign_all(&model.data, &model.issues.marked, model.lang);
    model.open_form(form);
}

/// Opens the form of the file that the marked issues, or else the selected one, are printed to.
pub(in crate::tui) fn print(model: &mut Model) {
    let meant = if are_meant(model) {
        model.issues.marked.clone()
    } else {
        selected(model).map(|case| case.issue.id).into_iter().collect()
    };
    if meant.is_empty() {
        return nothing_selected(model);
    }
    let form = Form::print_issues(&model.data, &meant, model.lang);
    model.open_form(form);
}

/// The numbers of the marked issues that are still there, as far as a line holds them.
pub(in crate::tui) fn numbers(data: &crate::tui::snapshot::Snapshot, ids: &[RecordId], lang: Lang) -> String {
    const MOST: usize = 8;
    let named = ids.iter().filter_map(|id| data.case(*id));
    let mut told: Vec<&str> = named.take(MOST).map(|case| case.issue.text(issue_ledger::NUMBER)).collect();
    if ids.len() > MOST {
        told.push("…");
    }
    told.join(lang.pick("、", ", "))
}

/// The issues that the list shows, where they are not all, and those that are marked.
pub(in crate::tui) fn picked(model: &Model) -> Picked {
    let (cases, state) = (&model.data.cases, &model.issues);
    let shown = state.shown.iter().filter_map(|at| cases.get(*at)).map(|case| case.issue.id);
    let found = (state.shown.len() < cases.len()).then(|| Arc::new(shown.collect()));
    Picked { found, marked: Arc::new(state.marked.clone()) }
}
