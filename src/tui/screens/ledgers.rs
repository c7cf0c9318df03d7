//! F8: every ledger that people add to, by group, one list and form each
//! (domain.md D5–D9, H7).

mod acts;
mod books;
mod declaring;
pub(in crate::tui) mod following;
mod record;
mod view;

use std::collections::HashSet;

use ratatui::layout::Rect;

use super::{listing, marking, picking::Picking, search::moved};
use crate::{
    domain::{id::RecordId, ledger::Ledger, row::Row},
    search::Index,
    tui::{
        able::Able,
        event::Effect,
        finder::{Finder, Source},
        keys::{self, Action, Place},
        lists,
        model::{Model, Popup, Screen},
        snapshot::Snapshot,
        sought::Sought,
        update,
    },
};

pub(in crate::tui) use acts::{
    able_export, able_in_list, able_new, able_strike, able_unmask, can_mark, create, edit, export,
    export_here, new_ledger, strike, unmask,
};
pub(in crate::tui) use books::{group_first, group_titles, group_told, is_offered};
pub(in crate::tui) use declaring::{
    able_declared, able_fields, edit_field, fields, hide, new_field, own_fields,
};
pub(in crate::tui) use record::read;
pub(in crate::tui) use view::{usual_left, view};

/// So many records are gone through while their index is made.
const FEW: usize = 500;

/// What the screen holds besides the data.
#[derive(Debug, Default)]
pub(in crate::tui) struct State {
    /// The ledger that is selected.
    pub(in crate::tui) ledger: String,
    /// Whether keys move in its list, and not among the ledgers.
    pub(in crate::tui) in_list: bool,
    pub(in crate::tui) list: Picking,
}

/// The ledger that is selected.
pub(in crate::tui) fn ledger(model: &Model) -> Option<&Ledger> {
    model.data.catalog.get(&model.ledgers.ledger)
}

/// The record that is selected.
pub(in crate::tui) fn selected(model: &Model) -> Option<&Row> {
    model.data.row_of(model.ledgers.list.chosen?)
}

/// Works out the list, keeping ledger and record where still there.
pub(in crate::tui) fn sort_out(model: &mut Model) {
    let ids = books::ids(&model.data, model.lang);
    let state = &mut model.ledgers;
    if !ids.contains(&state.ledger) {
        state.ledger = ids.into_iter().next().unwrap_or_default();
        state.in_list = false;
        state.list.open = false;
    }
    let (list, query) = (state.ledger.clone(), state.list.search.query());
    let sort = model.arrangement.sort(&list);
    let Some(order) = model.data.order_of(&list, sort) else { return };
    let (data, state) = (&model.data, &mut model.ledgers);
    let Some(ledger) = data.catalog.get(&list) else { return };
    state.list.marked.retain(|id| data.row_of(*id).is_some_and(Row::stands));
    let hits: Option<HashSet<RecordId>> = data
        .index_of(&ledger.id)
        .filter(|_| !query.is_empty())
        .map(|index| index.search(&query, usize::MAX).best.into_iter().map(|hit| hit.key).collect());
    let found = |id: &RecordId| match &hits {
        Some(hits) => hits.contains(id),
        None if query.is_empty() => true,
        None => {
            !is_reading(data, ledger) && data.row_of(*id).is_some_and(|row| fits(data, ledger, row, &query))
        }
    };
    state.list.show(order.iter().copied().filter(found).collect());
}

/// Whether what is looked for in a ledger waits for its index: a few records are gone through.
fn is_reading(data: &Snapshot, ledger: &Ledger) -> bool {
    data.books_index.is_none() && data.rows_of(&ledger.id).len() > FEW
}

/// Whether what is typed is found in a record that is in no index.
fn fits(data: &Snapshot, ledger: &Ledger, row: &Row, query: &str) -> bool {
    let sought = Sought::of(ledger, row, &|id| data.name(id));
    let mut index = Index::new();
    sought.insert(&mut index, row.id);
    index.search(query, 1).total > 0
}

/// Selects a ledger.
fn turn_to(model: &mut Model, ledger: String) {
    if model.ledgers.ledger != ledger {
        model.ledgers = State { ledger, ..State::default() };
        model.unmasked = None;
        sort_out(model);
    }
}

/// Goes to a ledger, from anywhere.
pub(in crate::tui) fn go_to(model: &mut Model, ledger: String) {
    update::go(model, Screen::Ledgers);
    turn_to(model, ledger);
    model.ledgers.list.open = false;
    model.ledgers.in_list = false;
}

/// Lists the ledgers to choose from, searched by typing.
pub(in crate::tui) fn find(model: &mut Model) {
    let finder = Finder::new(Source::Books, "", &model.data, model.lang);
    model.popups.push(Popup::Finder(Box::new(finder)));
}

/// Looks for a text in the ledger that is selected.
pub(in crate::tui) fn look_for(model: &mut Model, text: &str) {
    model.ledgers.in_list = true;
    model.ledgers.list.chosen = None;
    model.ledgers.list.at = 0;
    model.ledgers.list.search.clear();
    model.ledgers.list.search.editor.paste(text);
    sort_out(model);
}

/// Selects a record, clearing the search where it hides it.
pub(in crate::tui) fn select(model: &mut Model, id: RecordId) {
    let Some(ledger) = model.data.catalog.of(id).map(|ledger| ledger.id.clone()) else { return };
    turn_to(model, ledger);
    model.ledgers.in_list = true;
    model.ledgers.list.chosen = Some(id);
    model.ledgers.list.scroll = 0;
    sort_out(model);
    if model.ledgers.list.chosen != Some(id) {
        model.ledgers.list.search.clear();
        model.ledgers.list.chosen = Some(id);
        sort_out(model);
    }
}

/// Moves among the ledgers, in the list, or in the record that fills the screen.
pub(in crate::tui) fn move_by(model: &mut Model, rows: isize) {
    if model.ledgers.list.open {
        let (width, height) = (usize::from(model.size.0), usize::from(model.size.1));
        let count = selected(model).map_or(0, |row| record::lines(model, row, width.saturating_sub(2)).len());
        model.ledgers.list.scroll_by(rows, count, height.saturating_sub(5));
    } else if model.ledgers.in_list {
        model.ledgers.list.move_by(rows);
        model.unmasked = None;
    } else {
        let ids = books::ids(&model.data, model.lang);
        let at = ids.iter().position(|id| *id == model.ledgers.ledger).unwrap_or(0);
        if let Some(id) = ids.get(moved(at, rows, ids.len())) {
            turn_to(model, id.clone());
        }
    }
}

/// Goes into the list of a ledger, then into a record.
pub(in crate::tui) fn open(model: &mut Model) {
    let state = &mut model.ledgers;
    if state.in_list {
        state.list.open = state.list.chosen.is_some();
        state.list.scroll = 0;
    } else {
        state.in_list = true;
    }
}

/// Leaves the record, the search, the list.
pub(in crate::tui) fn back(model: &mut Model) {
    let state = &mut model.ledgers;
    if state.list.open {
        state.list.open = false;
    } else if !state.list.marked.is_empty() {
        state.list.marked.clear();
    } else if !state.list.search.query().is_empty() {
        state.list.search.clear();
        sort_out(model);
    } else {
        state.in_list = false;
    }
}

/// What can be done with what is selected besides writing, with why it cannot
/// be now: whatever works here and has no key of its own.
pub(in crate::tui) fn doings(model: &Model) -> Vec<(Action, &'static str)> {
    let here = keys::rows().filter(|row| row.keys.is_empty() && row.places.contains(&Place::Ledgers));
    here.filter_map(|row| match (row.needs)(model) {
        Able::Yes => Some((row.action, "")),
        Able::No(why) => Some((row.action, why)),
        Able::Hidden => None,
    })
    .collect()
}

/// Whether there is something to leave.
pub(in crate::tui) fn can_go_back(model: &Model) -> bool {
    let state = &model.ledgers;
    state.list.open || state.in_list || !state.list.marked.is_empty() || !state.list.search.query().is_empty()
}

/// Shows a record that was just made, where this screen is open.
pub(in crate::tui) fn reveal(model: &mut Model, id: RecordId) {
    if model.screen == Screen::Ledgers && model.data.row_of(id).is_some_and(Row::stands) {
        select(model, id);
    }
}

/// Takes a click on a ledger, the title of a column, or a record.
pub(in crate::tui) fn click(model: &mut Model, area: Rect, x: u16, y: usize) -> Vec<Effect> {
    if model.ledgers.list.open {
        return Vec::new();
    }
    let left = lists::list_width(model, area);
    if x < left {
        let rows = books::books(&model.data, model.lang, usize::from(left));
        let ids = books::ids(&model.data, model.lang);
        let at = ids.iter().position(|id| *id == model.ledgers.ledger).unwrap_or(0);
        let clicked = listing::clicked(&rows, at, usize::from(area.height), y);
        if let Some(id) = clicked.and_then(|at| ids.get(at)) {
            turn_to(model, id.clone());
            model.ledgers.in_list = false;
        }
        return Vec::new();
    }
    model.ledgers.in_list = true;
    if y == 0 {
        let cell = view::search_cell(model, area, x);
        model.ledgers.list.search.click(cell);
        return Vec::new();
    }
    if y == 1 {
        let head = view::head_at(model, area, x);
        return head.map(|key| lists::click_head(model, &key)).unwrap_or_default();
    }
    let room = usize::from(area.height).saturating_sub(view::HEAD);
    if model.ledgers.list.click(y.checked_sub(view::HEAD), room) {
        model.unmasked = None;
        let begin = left.saturating_add(2);
        if (begin..begin + marking::MARKS).contains(&x) && can_mark(model) {
            // Where the marks stand they are set and taken away.
            model.ledgers.list.open = false;
            model.ledgers.list.toggle();
        }
    }
    Vec::new()
}
