//! F3: what is not clear yet, and where.

mod leading;
pub(in crate::tui) mod links;
mod view;

use ratatui::layout::Rect;

use super::{narrow::Narrow, search::moved, top::Top};
use crate::{
    domain::{
        checklists::{self, CheckItem, CheckState, Checklist, Clarity, check_id},
        id::RecordId,
        input,
        roster::neighbourhoods,
        row::Row,
    },
    say,
    tui::{
        event::{Effect, LedgerWork},
        form::Form,
        model::{Model, Popup, Screen},
    },
};

pub(in crate::tui) use leading::lead;
pub(in crate::tui) use view::view;

/// What the screen holds besides the data.
#[derive(Debug, Default)]
pub(in crate::tui) struct State {
    /// The row of the matrix.
    pub(in crate::tui) place: usize,
    /// The column of the matrix.
    pub(in crate::tui) list: usize,
    /// Whether one sheet is open.
    pub(in crate::tui) open: bool,
    /// The item that is selected on it.
    pub(in crate::tui) item: usize,
    /// What is typed to narrow the matrix, and the sheet.
    pub(in crate::tui) places: Narrow<usize>,
    pub(in crate::tui) items: Narrow<usize>,
    /// Where the matrix and the sheet begin.
    places_top: Top,
    items_top: Top,
}

/// The neighbourhood that is selected; none where what is typed leaves none.
pub(super) fn place(model: &Model) -> Option<&Row> {
    let state = &model.checklists;
    model.data.neighbourhoods.get(state.place).filter(|_| state.open || state.places.keeps(state.place))
}

/// The list that is selected.
pub(super) fn sheet(model: &Model) -> Option<&Checklist> {
    let list = Clarity::ALL.get(model.checklists.list)?;
    model.data.checklists.iter().find(|sheet| sheet.list == *list)
}

/// What is known of an item at the selected neighbourhood.
pub(super) fn check<'a>(model: &'a Model, list: Clarity, item: &CheckItem) -> Option<&'a Row> {
    let id = check_id(list, &item.id, place(model)?.id);
    model.data.checks.iter().find(|row| row.id == id)
}

/// How far an item is known.
pub(super) fn state_of(row: Option<&Row>) -> CheckState {
    row.map_or(CheckState::Open, |row| CheckState::from_key(row.text(checklists::STATE)))
}

/// Works out what is listed anew, and keeps the selection inside it.
pub(in crate::tui) fn sort_out(model: &mut Model) {
    let items = sheet(model).map_or(0, |sheet| sheet.items.len());
    model.checklists.item = model.checklists.item.min(items.saturating_sub(1));
    let count = model.data.neighbourhoods.len();
    model.checklists.place = model.checklists.place.min(count.saturating_sub(1));
    model.checklists.open &= count > 0;
    // What the rows say has changed.
    model.checklists.places.forget();
    model.checklists.items.forget();
    narrow(model);
}

/// Works out what is listed for what is typed, and keeps the selection inside it.
pub(in crate::tui) fn narrow(model: &mut Model) {
    let mut places = std::mem::take(&mut model.checklists.places);
    places.settle(|| {
        let all = model.data.neighbourhoods.iter().map(|row| row.text(neighbourhoods::NAME).to_owned());
        all.enumerate().collect()
    });
    model.checklists.places = places;
    let mut items = std::mem::take(&mut model.checklists.items);
    items.settle(|| view::said(model).into_iter().enumerate().collect());
    model.checklists.items = items;
    // The first that is left, where the selected one is not.
    let state = &mut model.checklists;
    let kept = |narrow: &Narrow<usize>, at: usize| {
        if narrow.keeps(at) { at } else { narrow.kept().first().copied().unwrap_or(at) }
    };
    if !state.open {
        state.place = kept(&state.places, state.place);
    }
    state.item = kept(&state.items, state.item);
}

/// The places of the rows that are listed: of items on a sheet, of neighbourhoods else.
fn listed(model: &Model) -> Vec<usize> {
    let state = &model.checklists;
    let (narrow, count) = if state.open {
        (&state.items, sheet(model).map_or(0, |sheet| sheet.items.len()))
    } else {
        (&state.places, model.data.neighbourhoods.len())
    };
    (0..count).filter(|at| narrow.keeps(*at)).collect()
}

/// Which row of the list is selected, and how many there are.
pub(in crate::tui) fn place_in_list(model: &Model) -> (usize, usize) {
    let (state, listed) = (&model.checklists, listed(model));
    let own = if state.open { state.item } else { state.place };
    (listed.iter().position(|at| *at == own).unwrap_or(0), listed.len())
}

/// Moves in the matrix, or on the sheet.
pub(in crate::tui) fn move_by(model: &mut Model, rows: isize) {
    let (at, count) = place_in_list(model);
    let Some(to) = listed(model).get(moved(at, rows, count)).copied() else { return };
    if model.checklists.open { model.checklists.item = to } else { model.checklists.place = to }
}

/// Goes to the list after or before.
pub(in crate::tui) fn turn(model: &mut Model, forward: bool) {
    let count = Clarity::ALL.len();
    let at = model.checklists.list;
    model.checklists.list = (if forward { at + 1 } else { at + count - 1 }) % count;
}

/// Opens the sheet that is selected.
pub(in crate::tui) fn open(model: &mut Model) {
    if model.checklists.open {
        edit(model);
    } else if place(model).is_some() {
        model.checklists.open = true;
        model.checklists.item = 0;
        model.checklists.items.clear();
    } else if model.data.neighbourhoods.is_empty() {
        create(model);
    }
}

/// Opens the sheet that an item is on, the item selected.
pub(in crate::tui) fn show(model: &mut Model, id: RecordId) {
    model.screen = Screen::Checklists;
    let Some(check) = model.data.checks.iter().find(|row| row.id == id) else { return };
    let list = Clarity::from_key(check.text(checklists::LIST));
    let place = check.reference(checklists::NEIGHBOURHOOD);
    let item = check.text(checklists::ITEM).to_owned();
    let place = model.data.neighbourhoods.iter().position(|row| Some(row.id) == place);
    let list = Clarity::ALL.iter().position(|own| Some(*own) == list);
    if let (Some(place), Some(list)) = (place, list) {
        (model.checklists.place, model.checklists.list) = (place, list);
        show_all(model);
        let at = sheet(model).and_then(|sheet| sheet.items.iter().position(|own| own.id == item));
        (model.checklists.open, model.checklists.item) = (true, at.unwrap_or(0));
    }
}

/// Shows the matrix, whatever sheet was open or looked for.
pub(in crate::tui) fn show_map(model: &mut Model) {
    model.screen = Screen::Checklists;
    model.checklists.open = false;
    show_all(model);
}

/// Looks for nothing any more.
fn show_all(model: &mut Model) {
    model.checklists.places.clear();
    model.checklists.items.clear();
}

/// Selects a list in the matrix.
pub(in crate::tui) fn show_list(model: &mut Model, list: Clarity) {
    model.checklists.open = false;
    let at = Clarity::ALL.iter().position(|own| *own == list);
    model.checklists.list = at.unwrap_or(model.checklists.list);
    sort_out(model);
}

/// Selects a neighbourhood in the matrix.
pub(in crate::tui) fn show_place(model: &mut Model, id: RecordId) {
    model.screen = Screen::Checklists;
    model.checklists.open = false;
    show_all(model);
    let place = model.data.neighbourhoods.iter().position(|row| row.id == id);
    model.checklists.place = place.unwrap_or(model.checklists.place);
}

/// Opens the form of a new neighbourhood.
pub(in crate::tui) fn create(model: &mut Model) {
    let form = Form::create(&model.data, neighbourhoods::ID, None, model.lang);
    model.open_form(form);
}

/// Whether there is a neighbourhood to do something with.
pub(in crate::tui) fn has_places(model: &Model) -> bool {
    place(model).is_some()
}

/// Opens the form of the selected neighbourhood.
pub(in crate::tui) fn edit_place(model: &mut Model) {
    if let Some(row) = place(model) {
        let form = Form::edit(&model.data, row, None, model.lang);
        model.open_form(form);
    }
}

/// Deletes the selected neighbourhood, once nothing hangs on it.
pub(in crate::tui) fn delete_place(model: &mut Model) -> Vec<Effect> {
    place(model).map(|row| Effect::OnLedger(LedgerWork::Remove(row.id))).into_iter().collect()
}

/// Takes the selected item one state on.
pub(in crate::tui) fn tick(model: &mut Model) -> Vec<Effect> {
    let (Some(place), Some((list, item))) = (place(model), item(model)) else {
        nothing_open(model);
        return Vec::new();
    };
    let next = match state_of(check(model, list, item)) {
        CheckState::Open => CheckState::Working,
        CheckState::Working => CheckState::Clear,
        CheckState::Clear => CheckState::Open,
    };
    let row = check(model, list, item);
    if let Some(lacking) = lacking(list, next, row) {
        // What is not to be saved so is asked for at once.
        let form = Form::tick(row, list, item, place.id, model.lang);
        model.open_form(form);
        if let Some(Popup::Form(form)) = model.popups.last_mut() {
            form.put_state(next.key(), lacking);
        }
        return Vec::new();
    }
    let pairs = vec![("state".to_owned(), next.key().to_owned())];
    vec![Effect::Tick { list, item: item.id.clone(), at: place.id, pairs }]
}

/// The field that a state lacks: what is clear needs its basis, and what goes
/// on in the third list its next step.
fn lacking(list: Clarity, next: CheckState, row: Option<&Row>) -> Option<&'static str> {
    let says = |tag| row.is_some_and(|row| input::says_something(row.text(tag)));
    if next == CheckState::Open {
        None
    } else if list == Clarity::Harmony && !says(checklists::NEXT) {
        Some("next")
    } else {
        (next == CheckState::Clear && !says(checklists::BASIS)).then_some("basis")
    }
}

/// Whether an item is selected on an open sheet.
pub(in crate::tui) fn has_items(model: &Model) -> bool {
    item(model).is_some()
}

/// Opens the form of a new item for the open list.
pub(in crate::tui) fn add_item(model: &mut Model) {
    match sheet(model).filter(|_| model.checklists.open).map(|sheet| sheet.list) {
        Some(list) => {
            let form = Form::item(list, model.lang);
            model.open_form(form);
        }
        None => nothing_open(model),
    }
}

/// Asks whether the selected item is to be retired.
pub(in crate::tui) fn retire(model: &mut Model) {
    let Some((list, item)) = item(model) else { return nothing_open(model) };
    let title = item.title.get(model.lang);
    let sentence = say!(
        model.lang,
        "停用“{title}”？全组不再摸这一项，已登记的留着，加回来就还在。",
        "Retire \"{title}\"? The group no longer asks for it; what was ticked is kept.",
    );
    let effect = Effect::RetireItem(list, item.id.clone());
    model.popups.push(Popup::Question { sentence, effect });
}

/// Opens the form of the selected item.
pub(in crate::tui) fn edit(model: &mut Model) {
    let form = match (place(model), item(model)) {
        (Some(place), Some((list, item))) => {
            Form::tick(check(model, list, item), list, item, place.id, model.lang)
        }
        _ => return nothing_open(model),
    };
    model.open_form(form);
}

fn nothing_open(model: &mut Model) {
    let told = model
        .lang
        .pick("先按 ⟦open⟧ 打开一张清单，再选一项", "open a sheet with ⟦open⟧ and select an item first");
    model.notice = Some(told.to_owned());
}

/// The item that is selected on the open sheet.
fn item(model: &Model) -> Option<(Clarity, &CheckItem)> {
    let sheet = sheet(model).filter(|_| model.checklists.open)?;
    let at = model.checklists.item;
    Some((sheet.list, sheet.items.get(at).filter(|_| model.checklists.items.keeps(at))?))
}

/// Takes a click; a second one on the same place opens it. One on the mark of an item ticks.
pub(in crate::tui) fn click(model: &mut Model, area: Rect, x: u16, y: usize) -> Vec<Effect> {
    if model.checklists.open {
        if let Some(item) = view::item_at(model, area, y) {
            let again = model.checklists.item == item;
            model.checklists.item = item;
            if view::MARK.contains(&x) {
                return tick(model);
            }
            if again {
                edit(model);
            }
        }
    } else if let Some((place, list)) = view::cell_at(model, area, x, y) {
        let again = (model.checklists.place, model.checklists.list) == (place, list);
        (model.checklists.place, model.checklists.list) = (place, list);
        if again {
            open(model);
        }
    }
    Vec::new()
}
