//! F4: how this household is.

mod card;
mod history;
mod acts;
mod further;
mod view;

use std::{collections::HashMap, sync::Arc};

use ratatui::layout::Rect;

use super::{marking, picking::Picking, search::moved, top::Top};
use crate::{
    domain::{
        id::RecordId,
        roster::{households, residents},
        row::Row,
    },
    tui::{
        event::{Effect, Picked},
        lists,
        model::{Model, Screen},
        paint,
        snapshot::Roster,
    },
};

pub(in crate::tui) use acts::click_beside;
pub(in crate::tui) use acts::{able_delete, able_edit, create, delete, edit, open, right, unmask};
pub(in crate::tui) use further::{Further, further};
pub(in crate::tui) use view::{beside, laid, view};

/// The most residents that a search lists.
const MOST: usize = 2_000;

/// What the screen holds besides the data.
#[derive(Debug, Default)]
pub(in crate::tui) struct State {
    pub(in crate::tui) list: Picking,
    /// How many match, shown or not.
    pub(in crate::tui) total: usize,
    /// What of the card that fills the screen is selected.
    pub(in crate::tui) at: usize,
    /// Where that card begins.
    top: Top,
}

/// What the list has selected.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shown<'a> {
    /// A resident.
    Resident(&'a Row),
    /// A household in which nobody is registered.
    Household(&'a Row),
}

impl<'a> Shown<'a> {
    /// The card.
    fn row(self) -> &'a Row {
        match self {
            Self::Resident(row) | Self::Household(row) => row,
        }
    }
}

/// The resident that is selected.
pub(in crate::tui) fn selected(model: &Model) -> Option<&Row> {
    model.residents.list.chosen.and_then(|id| model.data.roster.resident(id))
}

/// What is selected: a resident, or a household without any.
pub(super) fn shown(model: &Model) -> Option<Shown<'_>> {
    let id = model.residents.list.chosen?;
    let house = || model.data.roster.household(id).map(Shown::Household);
    model.data.roster.resident(id).map(Shown::Resident).or_else(house)
}

/// Works out the list, keeping the selected resident where still in it.
pub(in crate::tui) fn sort_out(model: &mut Model) {
    let stands = |id: &RecordId| model.data.roster.resident(*id).is_some_and(Row::stands);
    model.residents.list.marked.retain(stands);
    let sort = model.arrangement.sort(lists::RESIDENTS);
    let order = model.data.order_of(lists::RESIDENTS, sort);
    let (roster, state) = (&model.data.roster, &mut model.residents);
    let query = state.list.search.query();
    if query.is_empty() {
        state.list.show(order.map_or_else(|| roster.listed.clone(), |order| order.to_vec()));
        state.total = state.list.shown.len();
    } else {
        let hits = roster.index.search(&query, MOST);
        state.total = hits.total;
        let best = hits.best.into_iter().map(|hit| hit.key).collect();
        state.list.show(together(best, |id| {
            roster.resident(id).and_then(|row| row.reference(residents::HOUSEHOLD))
        }));
    }
}

/// Those who stand on the list, where it is narrowed, and those who are marked.
pub(in crate::tui) fn picked(model: &Model) -> Picked {
    let (roster, list) = (&model.data.roster, &model.residents.list);
    let query = list.search.query();
    let found = (!query.is_empty()).then(|| {
        // The list shows the best alone; all who were found are meant.
        let hits = roster.index.search(&query, usize::MAX).best.into_iter().map(|hit| hit.key);
        Arc::new(hits.filter(|id| roster.resident(*id).is_some()).collect())
    });
    Picked { found, marked: Arc::new(list.marked.clone()) }
}

/// Those who were found, the best first, members of one household below the best of them.
fn together(found: Vec<RecordId>, house: impl Fn(RecordId) -> Option<RecordId>) -> Vec<RecordId> {
    let mut groups: Vec<Vec<RecordId>> = Vec::new();
    let mut places: HashMap<RecordId, usize> = HashMap::new();
    for id in found {
        let at = house(id).map_or(groups.len(), |house| *places.entry(house).or_insert(groups.len()));
        match groups.get_mut(at) {
            Some(group) => group.push(id),
            None => groups.push(vec![id]),
        }
    }
    groups.concat()
}

/// Opens a resident's card, from another screen.
pub(in crate::tui) fn show(model: &mut Model, id: RecordId) {
    model.screen = Screen::Residents;
    select(model, id);
    model.residents.list.open = !model.is_wide() && model.residents.list.chosen == Some(id);
}

/// Shows the list, whatever card was open and whatever was looked for.
pub(in crate::tui) fn show_list(model: &mut Model) {
    model.screen = Screen::Residents;
    model.residents.list.open = false;
    model.residents.list.search.clear();
    sort_out(model);
}

/// Selects a resident, or a household without any, clearing the search.
pub(in crate::tui) fn select(model: &mut Model, id: RecordId) {
    if model.residents.list.chosen != Some(id) {
        model.residents.at = 0;
    }
    model.residents.list.chosen = Some(id);
    sort_out(model);
    if model.residents.list.chosen != Some(id) {
        // A search that hides it is over.
        model.residents.list.search.clear();
        model.residents.list.chosen = Some(id);
        sort_out(model);
    }
}

/// Moves in the list, or among what can be opened of the card that fills the screen.
pub(in crate::tui) fn move_by(model: &mut Model, rows: isize) {
    if model.residents.list.open {
        let count = acts::targets(model).len();
        model.residents.at = moved(model.residents.at, rows, count);
    } else {
        model.residents.list.move_by(rows);
        model.residents.at = 0;
        // Full numbers are shown for the one that was asked for only.
        model.unmasked = None;
    }
}

/// Where a record that was just made is seen.
pub(in crate::tui) fn reveal(model: &mut Model, id: RecordId) {
    let roster = &model.data.roster;
    if roster.resident(id).is_some_and(Row::stands) || roster.listed.contains(&id) {
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

/// Takes a click on the title of a column, or on the list.
pub(in crate::tui) fn click(model: &mut Model, area: Rect, x: u16, y: usize) -> Vec<Effect> {
    if model.residents.list.open {
        acts::click(model, area, y);
        return Vec::new();
    }
    let width = lists::list_width(model, area);
    if x >= width {
        return Vec::new();
    }
    if y == 0 {
        let cell = paint::search_cell(&view::head(model), usize::from(area.width), usize::from(x));
        model.residents.list.search.click(cell);
        return Vec::new();
    }
    if y == 1 {
        let heads = lists::heads(&laid(model, width), 2);
        let head = heads.into_iter().find(|(_, cells)| cells.contains(&usize::from(x)));
        return head.map(|(key, _)| lists::click_head(model, key)).unwrap_or_default();
    }
    let room = usize::from(area.height).saturating_sub(view::HEAD);
    if model.residents.list.click(y.checked_sub(view::HEAD), room) {
        model.residents.at = 0;
        model.unmasked = None;
        if x < marking::MARKS && selected(model).is_some() {
            // Where the marks stand they are set and taken away.
            model.residents.list.open = false;
            model.residents.list.toggle();
        }
    }
    Vec::new()
}

/// The household of a resident.
pub(super) fn household_of<'a>(model: &'a Model, row: &Row) -> Option<&'a Row> {
    row.reference(residents::HOUSEHOLD)
        .and_then(|id| model.data.roster.household(id))
        .filter(|row| row.stands())
}

/// The address of a resident, that of the household where none of their own is known.
pub(super) fn address_of(model: &Model, row: &Row) -> String {
    address_in(&model.data.roster, row).to_owned()
}

/// The same, also of a household.
pub(in crate::tui) fn address_in<'a>(roster: &'a Roster, row: &'a Row) -> &'a str {
    if roster.household(row.id).is_some() {
        return row.text(households::ADDRESS);
    }
    let own = row.text(residents::ADDRESS);
    let house = row.reference(residents::HOUSEHOLD).and_then(|id| roster.household(id));
    let house = house.filter(|row| row.stands()).map_or("", |house| house.text(households::ADDRESS));
    if own.is_empty() { house } else { own }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_a_household_stand_below_the_best_of_them_and_nobody_is_lost() {
        let id = |number: u8| RecordId::derived("residents", &[&[number]]);
        let house = |number: u8| RecordId::derived("households", &[&[number]]);
        let homes = [Some(1), Some(2), None, Some(1), None, Some(2), Some(1)];
        let all: Vec<RecordId> = (0..7).map(id).collect();
        let lives = |own: RecordId| {
            let at = all.iter().position(|other| *other == own).unwrap();
            homes[at].map(house)
        };
        let found = together(all.clone(), lives);
        assert_eq!(found, [0, 3, 6, 1, 5, 2, 4].map(id));
    }
}
