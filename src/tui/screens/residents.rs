//! F4: how this household is.

mod card;
mod view;

use ratatui::layout::Rect;

use super::picking::Picking;
use crate::{
    domain::{
        id::RecordId,
        issues::issues,
        roster::{households, residents},
        row::Row,
        visits,
    },
    say,
    tui::{
        event::Effect,
        form::Form,
        model::{Model, Popup, Screen},
    },
};

pub(in crate::tui) use view::view;

/// The most residents that a search lists.
const MOST: usize = 2_000;

/// What the screen holds besides the data.
#[derive(Debug, Default)]
pub(in crate::tui) struct State {
    pub(in crate::tui) list: Picking,
    /// How many match, shown or not.
    pub(in crate::tui) total: usize,
}

/// The resident that is selected.
pub(in crate::tui) fn selected(model: &Model) -> Option<&Row> {
    model.residents.list.chosen.and_then(|id| model.data.roster.resident(id))
}

/// Works out the list, keeping the selected resident where still in it.
pub(in crate::tui) fn sort_out(model: &mut Model) {
    let (roster, state) = (&model.data.roster, &mut model.residents);
    let query = state.list.search.query();
    if query.is_empty() {
        let rows = roster.order.iter().filter_map(|at| roster.residents.get(*at));
        state.list.show(rows.map(|row| row.id).collect());
        state.total = state.list.shown.len();
    } else {
        let hits = roster.index.search(&query, MOST);
        state.total = hits.total;
        state.list.show(hits.best.into_iter().map(|hit| hit.key).collect());
    }
}

/// Opens a resident's card, from another screen.
pub(in crate::tui) fn show(model: &mut Model, id: RecordId) {
    model.screen = Screen::Residents;
    select(model, id);
    model.residents.list.open = !model.is_wide() && model.residents.list.chosen == Some(id);
}

/// Selects a resident, clearing the search.
pub(in crate::tui) fn select(model: &mut Model, id: RecordId) {
    model.residents.list.chosen = Some(id);
    model.residents.list.scroll = 0;
    sort_out(model);
    if model.residents.list.chosen != Some(id) {
        // A search that hides it is over.
        model.residents.list.search.clear();
        model.residents.list.chosen = Some(id);
        sort_out(model);
    }
}

/// Moves in the list, or in the card that fills the screen.
pub(in crate::tui) fn move_by(model: &mut Model, rows: isize) {
    if model.residents.list.open {
        let (width, height) = (usize::from(model.size.0), usize::from(model.size.1));
        let count = selected(model).map_or(0, |row| card::lines(model, row, width.saturating_sub(2)).len());
        model.residents.list.scroll_by(rows, count, height.saturating_sub(5));
    } else {
        model.residents.list.move_by(rows);
        // Full numbers are shown for the one that was asked for only.
        model.unmasked = None;
    }
}

/// Opens the form of a new record; `about` carries the selected resident over.
pub(in crate::tui) fn create(model: &mut Model, ledger: &str, about: bool) {
    let resident = if about { selected(model).map(|row| row.id) } else { None };
    if about && resident.is_none() && ledger != visits::ID {
        nobody_selected(model);
        return;
    }
    let form = Form::create(&model.data, ledger, resident, model.lang);
    model.open_form(form);
}

/// Opens the card of the selected resident for editing.
pub(in crate::tui) fn edit(model: &mut Model) {
    let Some(row) = selected(model) else { return nobody_selected(model) };
    let unmasked =
        model.unmasked.as_ref().filter(|(id, _)| *id == row.id).map(|(_, values)| values.as_slice());
    let form = Form::edit(&model.data, row, unmasked, model.lang);
    model.open_form(form);
}

/// Asks why full numbers are needed.
pub(in crate::tui) fn unmask(model: &mut Model) {
    let Some(row) = selected(model) else { return nobody_selected(model) };
    let form = Form::reason(&model.data, row.id, model.lang);
    model.open_form(form);
}

/// Asks whether the card is to go.
pub(in crate::tui) fn delete(model: &mut Model) {
    let Some(row) = selected(model) else { return nobody_selected(model) };
    let name = row.text(residents::NAME);
    let sentence = say!(
        model.lang,
        "删除 {name} 的卡片？走访和事项还在，按 u 可以撤销。",
        "Delete the card of {name}? Visits and issues stay, and u takes it back.",
    );
    let effect = Effect::Delete(row.id);
    model.popups.push(Popup::Question { sentence, effect });
}

/// Where a record that was just made is seen.
pub(in crate::tui) fn reveal(model: &mut Model, id: RecordId) {
    if model.data.roster.resident(id).is_some_and(Row::stands) {
        if model.screen == Screen::Residents {
            select(model, id);
        }
    } else if model.screen != Screen::Ledgers && model.data.case(id).is_some() {
        super::issues::follow(model, id);
    } else {
        super::projects::reveal(model, id);
        super::bulletins::reveal(model, id);
    }
}

fn nobody_selected(model: &mut Model) {
    let told =
        model.lang.pick("先在居民里选一位，或按 n 新建", "select a resident first, or begin one with n");
    model.notice = Some(told.to_owned());
}

/// Takes a click on the list.
pub(in crate::tui) fn click(model: &mut Model, area: Rect, x: u16, y: usize) {
    if model.residents.list.open || x >= view::list_width(model, area) {
        return;
    }
    if y == 0 {
        model.residents.list.search.typing = true;
        return;
    }
    let room = usize::from(area.height).saturating_sub(view::HEAD);
    if model.residents.list.click(y.checked_sub(view::HEAD), room) {
        model.unmasked = None;
    }
}

/// What happened with a resident, newest first: the day, and what it was.
pub(super) fn history(model: &Model, row: &Row) -> Vec<(jiff::civil::Date, String)> {
    let data = &model.data;
    let household = row.reference(residents::HOUSEHOLD);
    let mut events = Vec::new();
    for visit in data.visits.iter().filter(|visit| visit.stands()) {
        let own = visit.reference(visits::RESIDENT) == Some(row.id);
        let theirs = household.is_some() && visit.reference(visits::HOUSEHOLD) == household;
        if let Some(day) = visit.date(visits::DATE).filter(|_| own || theirs) {
            let who = data.named(visit, visits::VISITORS);
            let words = visit.text(visits::WORDS);
            let told = if words.is_empty() { visit.text(visits::SUMMARY) } else { words };
            events.push((day, say!(model.lang, "走访 {who}  {told}", "visit by {who}  {told}")));
        }
    }
    for case in data.cases.iter().filter(|case| case.residents().contains(&row.id)) {
        let day = crate::domain::calendar::day(crate::domain::standing::registered(&case.issue));
        let (number, title) = (case.issue.text(issues::NUMBER), case.issue.text(issues::TITLE));
        let status = case.standing.status.title(model.lang);
        events.push((
            day,
            say!(model.lang, "事项 {number}  {title}（{status}）", "issue {number}  {title} ({status})"),
        ));
    }
    events.sort_by_key(|event| std::cmp::Reverse(event.0));
    events
}

/// The household of a resident.
pub(super) fn household_of<'a>(model: &'a Model, row: &Row) -> Option<&'a Row> {
    row.reference(residents::HOUSEHOLD)
        .and_then(|id| model.data.roster.household(id))
        .filter(|row| row.stands())
}

/// The address of a resident, that of the household where none of their own is known.
pub(super) fn address_of(model: &Model, row: &Row) -> String {
    let own = row.text(residents::ADDRESS);
    let house = household_of(model, row).map_or("", |house| house.text(households::ADDRESS));
    if own.is_empty() { house.to_owned() } else { own.to_owned() }
}
