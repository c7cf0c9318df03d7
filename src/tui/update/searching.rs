//! Typing what is looked for in a list.

use super::act;
use crate::tui::{
    event::Effect,
    key::Key,
    keys::{Action, Place},
    model::{Model, Screen},
    narrowing,
    screens::{issues, ledgers, search::Search},
};

/// Begins a search on this screen.
pub(in crate::tui) fn find(model: &mut Model) {
    match model.screen {
        Screen::Residents => model.residents.list.open = false,
        Screen::Issues => (model.issues.open, model.issues.from) = (false, None),
        Screen::Ledgers if !model.ledgers.in_list => return ledgers::find(model),
        Screen::Ledgers => model.ledgers.list.open = false,
        Screen::Projects => model.projects.open = false,
        Screen::Today | Screen::Checklists | Screen::Visits | Screen::Bulletins | Screen::Sync => {}
    }
    narrowing::search_mut(model).typing = true;
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
    let search = narrowing::search_mut(model);
    let before = search.query();
    change(search);
    if before != search.query() {
        narrowing::narrow(model);
    }
}
