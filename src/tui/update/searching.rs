//! Typing what is looked for in a list.

use super::act;
use crate::tui::{
    event::Effect,
    everywhere,
    key::Key,
    keys::{Action, Place},
    model::{Model, Screen},
    screens::{issues, ledgers, residents, search::Search},
};

/// Begins a search on this screen.
pub(in crate::tui) fn find(model: &mut Model) {
    match model.screen {
        Screen::Residents => {
            model.residents.list.open = false;
            model.residents.list.search.typing = true;
        }
        Screen::Issues => {
            model.issues.open = false;
            model.issues.from = None;
            model.issues.search.typing = true;
        }
        Screen::Ledgers if !model.ledgers.in_list => ledgers::find(model),
        Screen::Ledgers => {
            model.ledgers.list.open = false;
            model.ledgers.list.search.typing = true;
        }
        Screen::Today
        | Screen::Checklists
        | Screen::Visits
        | Screen::Projects
        | Screen::Bulletins
        | Screen::Sync => everywhere::open(model),
    }
}

/// A key while a search is typed: the list narrows with every character.
pub(super) fn search_key(model: &mut Model, key: Key) -> Vec<Effect> {
    match model.data.keys.lookup(Place::Search, key) {
        Some(Action::Back) => {
            with_search(model, Search::clear);
            Vec::new()
        }
        Some(Action::Open) => {
            with_search(model, |search| search.typing = false);
            if model.screen == Screen::Issues && issues::are_elsewhere(model) {
                issues::widen(model);
            }
            Vec::new()
        }
        Some(action) => act(model, action),
        None if matches!(key, Key::F(_)) => {
            with_search(model, |search| search.typing = false);
            model.data.keys.lookup(Place::Screens, key).map(|action| act(model, action)).unwrap_or_default()
        }
        None => {
            with_search(model, |search| {
                search.editor.key(key);
            });
            Vec::new()
        }
    }
}

/// Changes what is looked for, and the list with it.
pub(super) fn with_search(model: &mut Model, change: impl FnOnce(&mut Search)) {
    match model.screen {
        Screen::Residents => {
            if alters(&mut model.residents.list.search, change) {
                model.residents.list.chosen = None;
                model.residents.list.at = 0;
                residents::sort_out(model);
            }
        }
        Screen::Ledgers => {
            if alters(&mut model.ledgers.list.search, change) {
                model.ledgers.list.chosen = None;
                model.ledgers.list.at = 0;
                ledgers::sort_out(model);
            }
        }
        Screen::Issues => {
            if alters(&mut model.issues.search, change) {
                model.issues.chosen = None;
                model.issues.at = 0;
                issues::sort_out(model);
            }
        }
        Screen::Today
        | Screen::Checklists
        | Screen::Visits
        | Screen::Projects
        | Screen::Bulletins
        | Screen::Sync => {}
    }
}

/// Changes a search; whether something else is looked for then.
fn alters(search: &mut Search, change: impl FnOnce(&mut Search)) -> bool {
    let before = search.query();
    change(search);
    before != search.query()
}
