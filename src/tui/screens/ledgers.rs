//! F8: every ledger that people add to, by group, one list and form each
//! (domain.md D5–D9, H7).

mod books;
mod record;
mod view;

use ratatui::layout::Rect;

use super::{
    listing,
    search::{Search, first_shown, moved},
};
use crate::{
    domain::{
        field::{Field, Search as Sought, Tag},
        id::RecordId,
        ledger::{Ledger, Nature, Source},
        privacy,
        row::Row,
        value::Value,
    },
    say, search,
    tui::{
        able::Able,
        event::{Effect, LedgerWork},
        form::Form,
        keys::Action,
        model::{Model, Popup, Screen},
        snapshot::Snapshot,
    },
};

pub(in crate::tui) use books::is_offered;
pub(in crate::tui) use view::view;

/// What the screen holds besides the data.
#[derive(Debug, Default)]
pub(in crate::tui) struct State {
    /// The ledger that is selected.
    pub(in crate::tui) ledger: String,
    /// Whether keys move in its list, and not among the ledgers.
    pub(in crate::tui) in_list: bool,
    pub(in crate::tui) search: Search,
    pub(in crate::tui) shown: Vec<RecordId>,
    pub(in crate::tui) at: usize,
    pub(in crate::tui) chosen: Option<RecordId>,
    /// Whether one record fills the screen.
    pub(in crate::tui) open: bool,
    pub(in crate::tui) scroll: usize,
    /// The field that the list is sorted by, and whether downwards.
    pub(in crate::tui) sort: Option<(Tag, bool)>,
}

/// The ledger that is selected.
pub(in crate::tui) fn ledger(model: &Model) -> Option<&Ledger> {
    model.data.catalog.get(&model.ledgers.ledger)
}

/// The record that is selected.
pub(in crate::tui) fn selected(model: &Model) -> Option<&Row> {
    model.data.row_of(model.ledgers.chosen?)
}

/// Works out the list, keeping ledger and record where still there.
pub(in crate::tui) fn sort_out(model: &mut Model) {
    let ids = books::ids(&model.data, model.lang);
    let (data, state) = (&model.data, &mut model.ledgers);
    if !ids.contains(&state.ledger) {
        state.ledger = ids.into_iter().next().unwrap_or_default();
        state.in_list = false;
        state.open = false;
        state.sort = None;
    }
    let Some(ledger) = data.catalog.get(&state.ledger) else { return };
    let query = state.search.query();
    let rows = data.rows_of(&ledger.id);
    let mut rows: Vec<&Row> = rows
        .iter()
        .filter(|row| row.stands() && (query.is_empty() || fits(data, ledger, row, &query)))
        .collect();
    match state.sort.and_then(|(tag, down)| Some((ledger.field(tag)?, down))) {
        Some((field, down)) => {
            rows.sort_by_cached_key(|row| sort_key(data, field, row));
            if down {
                rows.reverse();
            }
        }
        // What happened last stands first; cards by their names.
        None if ledger.nature == Nature::Card => {
            if let Some(field) = ledger.name_field() {
                rows.sort_by_cached_key(|row| sort_key(data, field, row));
            }
        }
        None => rows.reverse(),
    }
    state.shown = rows.into_iter().map(|row| row.id).collect();
    let still = state.chosen.and_then(|id| state.shown.iter().position(|other| *other == id));
    state.at = still.unwrap_or_else(|| state.at.min(state.shown.len().saturating_sub(1)));
    state.chosen = state.shown.get(state.at).copied();
    state.open &= state.chosen.is_some();
}

/// Whether what is typed is found in a record, by the fields that are searched.
fn fits(data: &Snapshot, ledger: &Ledger, row: &Row, query: &str) -> bool {
    let named = ledger.name_field().map(|field| field.tag);
    ledger.fields.iter().filter(|field| field.search != Sought::None || Some(field.tag) == named).any(
        |field| {
            row.all(field.tag).iter().any(|value| match (field.search, value) {
                // Also what is masked is found by its end, as on F4.
                (Sought::Tail, Value::Text(text)) => text.ends_with(query),
                (_, value) => {
                    search::matches(&data.show(field, value, crate::domain::wording::Lang::Zh), query)
                        .is_some()
                }
            })
        },
    )
}

/// What a record is sorted by: nothing that is masked tells its place.
fn sort_key(data: &Snapshot, field: &Field, row: &Row) -> (bool, Option<Value>) {
    let key = row.one(field.tag).map(|value| {
        if privacy::is_hidden(field, value) {
            Value::Text(privacy::masked(field, value))
        } else if let Value::Ref(id) = value {
            Value::Text(data.name(*id))
        } else {
            value.clone()
        }
    });
    (key.is_none(), key)
}

/// Selects a ledger.
fn turn_to(model: &mut Model, ledger: String) {
    if model.ledgers.ledger != ledger {
        model.ledgers = State { ledger, ..State::default() };
        model.unmasked = None;
        sort_out(model);
    }
}

/// Selects a record, clearing the search where it hides it.
pub(in crate::tui) fn select(model: &mut Model, id: RecordId) {
    let Some(ledger) = model.data.catalog.of(id).map(|ledger| ledger.id.clone()) else { return };
    turn_to(model, ledger);
    model.ledgers.in_list = true;
    model.ledgers.chosen = Some(id);
    model.ledgers.scroll = 0;
    sort_out(model);
    if model.ledgers.chosen != Some(id) {
        model.ledgers.search.clear();
        model.ledgers.chosen = Some(id);
        sort_out(model);
    }
}

/// Moves among the ledgers, in the list, or in the record that fills the screen.
pub(in crate::tui) fn move_by(model: &mut Model, rows: isize) {
    if model.ledgers.open {
        let (width, height) = (usize::from(model.size.0), usize::from(model.size.1));
        let count = selected(model).map_or(0, |row| record::lines(model, row, width.saturating_sub(2)).len());
        let most = (count + 5).saturating_sub(height);
        model.ledgers.scroll = model.ledgers.scroll.saturating_add_signed(rows).min(most);
    } else if model.ledgers.in_list {
        let state = &mut model.ledgers;
        state.at = moved(state.at, rows, state.shown.len());
        state.chosen = state.shown.get(state.at).copied();
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
        state.open = state.chosen.is_some();
        state.scroll = 0;
    } else {
        state.in_list = true;
    }
}

/// Leaves the record, the search, the list.
pub(in crate::tui) fn back(model: &mut Model) {
    let state = &mut model.ledgers;
    if state.open {
        state.open = false;
    } else if !state.search.query().is_empty() {
        state.search.clear();
        sort_out(model);
    } else {
        state.in_list = false;
    }
}

/// Whether there is something to leave.
pub(in crate::tui) fn can_go_back(model: &Model) -> bool {
    let state = &model.ledgers;
    state.open || state.in_list || !state.search.query().is_empty()
}

/// Whether an action works now.
pub(in crate::tui) fn able(model: &Model, action: Action) -> Able {
    let when = |fits: bool| if fits { Able::Yes } else { Able::Hidden };
    let in_list = model.ledgers.in_list && selected(model).is_some();
    let is_declared = ledger(model).is_some_and(|ledger| ledger.source != Source::Core);
    when(if matches!(action, Action::EditRecord | Action::StrikeRecord) {
        in_list
    } else if action == Action::Unmask {
        in_list && has_masked(model)
    } else if matches!(action, Action::SortRecords | Action::ExportRecords) {
        !model.ledgers.shown.is_empty()
    } else if matches!(action, Action::NewField | Action::HideLedger) {
        is_declared
    } else {
        ledger(model).is_some()
    })
}

fn has_masked(model: &Model) -> bool {
    let fields = ledger(model).into_iter().flat_map(|ledger| &ledger.fields);
    let row = selected(model);
    let hides =
        |field: &Field, row: &Row| row.all(field.tag).iter().any(|value| privacy::is_hidden(field, value));
    fields.into_iter().any(|field| row.is_some_and(|row| hides(field, row)))
}

/// Does what is asked for on this screen.
pub(in crate::tui) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let lang = model.lang;
    let Some(ledger) = ledger(model).cloned() else { return Vec::new() };
    let row = selected(model).filter(|_| model.ledgers.in_list).cloned();
    match (action, row) {
        (Action::NewRecord, _) => {
            let form = Form::create(&model.data, &ledger.id, None, lang);
            model.open_form(form);
        }
        (Action::NewLedger, _) => model.open_form(Form::new_ledger(lang)),
        (Action::NewField, _) if ledger.source == Source::Core => {
            let told = lang.pick(
                "这本台账由程序规定，不能加栏；可以另加一本自己的台账",
                "the program lays this ledger down; add one of your own instead",
            );
            model.notice = Some(told.to_owned());
        }
        (Action::NewField, _) => model.open_form(Form::new_field(&ledger, lang)),
        (Action::HideLedger, _) if ledger.source != Source::Core => {
            let title = ledger.title.get(lang);
            if ledger.hidden {
                return vec![Effect::OnLedger(LedgerWork::Hide(ledger.id, false))];
            }
            let sentence = say!(
                lang,
                "收起“{title}”？记录都留着，在“收起的”下面，按 h 取出。",
                "Put \"{title}\" away? Its records stay, under \"put away\", and h brings it out."
            );
            model.popups.push(Popup::Question {
                sentence,
                effect: Effect::OnLedger(LedgerWork::Hide(ledger.id, true)),
            });
        }
        (Action::ExportRecords, _) => model.open_form(Form::export_ledger(&ledger, lang)),
        (Action::SortRecords, _) => sort_on(model, &ledger),
        (Action::EditRecord, Some(row)) => {
            let unmasked = model.unmasked.as_ref().filter(|(id, _)| *id == row.id);
            let form = Form::edit(&model.data, &row, unmasked.map(|(_, values)| values.as_slice()), lang);
            model.open_form(form);
        }
        (Action::Unmask, Some(row)) => {
            let form = Form::reason(&model.data, row.id, lang);
            model.open_form(form);
        }
        (Action::StrikeRecord, Some(row)) => return strike(model, &ledger, &row),
        (Action::EditRecord | Action::StrikeRecord | Action::Unmask, None) => {
            let told =
                lang.pick("先按 Enter 到右边，选一条记录", "go to the list with Enter and select a record");
            model.notice = Some(told.to_owned());
        }
        _ => {}
    }
    Vec::new()
}

/// A card is deleted after a question, an entry struck out with a reason.
fn strike(model: &mut Model, ledger: &Ledger, row: &Row) -> Vec<Effect> {
    let lang = model.lang;
    match ledger.nature {
        Nature::Card => {
            let name = model.data.name(row.id);
            let sentence = say!(lang, "删除 {name}？按 u 可以撤销。", "Delete {name}? u takes it back.");
            model.popups.push(Popup::Question { sentence, effect: Effect::Delete(row.id) });
        }
        Nature::Entry => {
            let form = Form::strike(&model.data, row.id, lang);
            model.open_form(form);
        }
        Nature::Issue => {
            let told = lang.pick("事项不能删除；请到 F6 办理", "issues are not deleted; go on with it on F6");
            model.notice = Some(told.to_owned());
        }
    }
    Vec::new()
}

/// Sorts by the next column: upwards, downwards, then the next one.
fn sort_on(model: &mut Model, ledger: &Ledger) {
    let columns: Vec<&Field> =
        view::columns(ledger, usize::MAX).into_iter().map(|(field, _)| field).collect();
    let place = model
        .ledgers
        .sort
        .and_then(|(tag, down)| Some((columns.iter().position(|field| field.tag == tag)?, down)));
    model.ledgers.sort = match place {
        None => columns.first().map(|field| (field.tag, false)),
        Some((at, false)) => columns.get(at).map(|field| (field.tag, true)),
        Some((at, true)) => columns.get(at + 1).map(|field| (field.tag, false)),
    };
    let lang = model.lang;
    let told = match model.ledgers.sort.and_then(|(tag, down)| Some((ledger.field(tag)?, down))) {
        Some((field, down)) => {
            let title = field.title.get(lang);
            let way = if down {
                lang.pick("从大到小", "downwards")
            } else {
                lang.pick("从小到大", "upwards")
            };
            say!(lang, "按“{title}”{way}排", "sorted by \"{title}\", {way}")
        }
        None => lang.pick("按登记先后排", "in the order they were entered").to_owned(),
    };
    model.notice = Some(told);
    sort_out(model);
}

/// Shows a record that was just made, where this screen is open.
pub(in crate::tui) fn reveal(model: &mut Model, id: RecordId) {
    if model.screen == Screen::Ledgers && model.data.row_of(id).is_some_and(Row::stands) {
        select(model, id);
    }
}

/// Takes a click on a ledger or a record.
pub(in crate::tui) fn click(model: &mut Model, area: Rect, x: u16, y: usize) {
    if model.ledgers.open {
        return;
    }
    let left = view::left_width(area);
    if x < left {
        let rows = books::books(&model.data, model.lang, usize::from(left));
        let ids = books::ids(&model.data, model.lang);
        let at = ids.iter().position(|id| *id == model.ledgers.ledger).unwrap_or(0);
        let clicked = listing::clicked(&rows, at, usize::from(area.height), y);
        if let Some(id) = clicked.and_then(|at| ids.get(at)) {
            turn_to(model, id.clone());
            model.ledgers.in_list = false;
        }
        return;
    }
    model.ledgers.in_list = true;
    if y == 0 {
        model.ledgers.search.typing = true;
        return;
    }
    let room = usize::from(area.height).saturating_sub(view::HEAD);
    let state = &mut model.ledgers;
    let top = first_shown(state.at, state.shown.len(), room);
    if let Some(row) = y.checked_sub(view::HEAD).map(|y| y + top).filter(|at| *at < state.shown.len()) {
        state.open = row == state.at;
        state.at = row;
        state.chosen = state.shown.get(row).copied();
        state.scroll = 0;
        model.unmasked = None;
    }
}
