//! Where what was found lives: its screen, with the cursor on it.

use super::typed;
use crate::{
    domain::{
        bulletins::bulletins as own_bulletins,
        checklists as checks, diaries,
        id::{LedgerTag, RecordId},
        issues::issues as issue_ledger,
        projects::projects as help,
        roster::{households, neighbourhoods, residents as people},
    },
    tui::{
        model::{Model, Popup, Screen},
        screens::{bulletins, checklists, issues, ledgers, projects, residents, visits},
        update,
    },
};

/// Goes to a record. Forms below are put down with what was filled in.
pub(in crate::tui) fn go(model: &mut Model, id: RecordId) {
    let Some(ledger) = model.data.catalog.of(id).map(|ledger| ledger.id.clone()) else { return };
    if !clear_away(model) {
        return;
    }
    let from = model.screen;
    match ledger.as_str() {
        people::ID => residents::show(model, id),
        households::ID => {
            // Whoever lives there is listed, not the household.
            let living = model.data.roster.living_in(id).next().map(|row| row.id);
            residents::show(model, living.unwrap_or(id));
        }
        issue_ledger::ID => {
            issues::show(model, id);
            model.issues.from = Some(from).filter(|from| *from != Screen::Issues);
        }
        help::ID => {
            update::go(model, Screen::Projects);
            projects::reveal(model, id);
        }
        own_bulletins::ID => {
            update::go(model, Screen::Bulletins);
            bulletins::reveal(model, id);
        }
        neighbourhoods::ID => checklists::show_place(model, id),
        checks::ID => checklists::show(model, id),
        diaries::ID if visits::show_entry(model, id) => {}
        _ => {
            update::go(model, Screen::Ledgers);
            model.ledgers.list.open = false;
            ledgers::select(model, id);
        }
    }
}

/// Goes to the list in which all of a kind are found that were.
pub(in crate::tui) fn more(model: &mut Model, tag: LedgerTag, query: &str) {
    let Some(ledger) = model.data.catalog.iter().find(|ledger| ledger.tag == tag) else { return };
    let ledger = ledger.id.clone();
    // Checks have no list that could be searched: more is typed.
    if ledger == checks::ID || !clear_away(model) {
        return;
    }
    match ledger.as_str() {
        people::ID => {
            update::go(model, Screen::Residents);
            let list = &mut model.residents.list;
            (list.search, list.open, list.chosen, list.at) = (typed(query), false, None, 0);
            residents::sort_out(model);
        }
        issue_ledger::ID => {
            update::go(model, Screen::Issues);
            let state = &mut model.issues;
            (state.search, state.open, state.chosen, state.at) = (typed(query), false, None, 0);
            (state.filter, state.kind, state.board) = (issues::Filter::All, None, false);
            issues::sort_out(model);
        }
        _ => {
            ledgers::go_to(model, ledger);
            ledgers::look_for(model, query);
        }
    }
}

/// Takes away what lies over the screen, forms put down; not while one is being saved.
fn clear_away(model: &mut Model) -> bool {
    if model.popups.iter().any(|popup| matches!(popup, Popup::Form(form) if form.sent.is_some())) {
        let told = model.lang.pick("正在保存，好了再去", "being saved; go there after that");
        model.notice = Some(told.to_owned());
        return false;
    }
    while let Some(popup) = model.popups.last() {
        if matches!(popup, Popup::Form(_)) {
            model.leave_form();
        } else {
            model.popups.pop();
        }
    }
    model.residents.list.search.typing = false;
    model.issues.search.typing = false;
    model.ledgers.list.search.typing = false;
    model.unmasked = None;
    true
}
