//! What is done to the resident or household that is selected, or to a row of
//! its card.

use ratatui::layout::Rect;

use super::{
    Shown,
    card::{self, Target},
    select, selected, shown,
};
use crate::{
    domain::{
        id::{LedgerTag, RecordId},
        roster::{households, residents},
        row::Row,
        visits,
    },
    say,
    tui::{
        able::{Able, when},
        event::{Effect, LedgerWork, Work},
        form::Form,
        model::{Model, Popup, Screen},
        screens::{issues, ledgers, listing, projects},
    },
};

/// What can be selected on the card that fills the screen.
pub(super) fn targets(model: &Model) -> Vec<Target> {
    let width = usize::from(model.size.0).saturating_sub(2);
    let rows = shown(model).map(|shown| card::rows(model, shown, width)).unwrap_or_default();
    rows.into_iter().filter_map(|row| row.target).collect()
}

/// The row of the card that keys are about; the card itself while it does not fill the screen.
fn target(model: &Model) -> Target {
    let open = model.residents.list.open;
    let meant = open.then(|| targets(model).get(model.residents.at).copied()).flatten();
    meant.unwrap_or(Target::Own)
}

/// The record that is changed or taken away where a row is selected.
fn meant(model: &Model) -> Option<&Row> {
    match target(model) {
        Target::Own => shown(model).map(Shown::row),
        Target::Household(id) => model.data.roster.household(id),
        Target::Resident(id) => model.data.roster.resident(id),
        Target::Visit(id) => model.data.visits.iter().find(|row| row.id == id),
        // These have screens of their own, where more can be done with them.
        Target::Issue(_) | Target::Project(_) | Target::Record(_) => None,
    }
}

/// Whether what is selected is changed here.
pub(in crate::tui) fn able_edit(model: &Model) -> Able {
    when(meant(model).is_some_and(Row::stands))
}

/// Whether what is selected can be taken away here.
pub(in crate::tui) fn able_delete(model: &Model) -> Able {
    able_edit(model)
}

/// Lets the card fill the screen, then opens what is selected on it.
pub(in crate::tui) fn open(model: &mut Model) {
    if !model.residents.list.open {
        model.residents.list.open = model.residents.list.chosen.is_some();
        model.residents.at = 0;
        return;
    }
    match target(model) {
        Target::Own | Target::Household(_) | Target::Visit(_) => edit(model),
        Target::Resident(id) => {
            select(model, id);
            model.residents.list.open = model.residents.list.chosen == Some(id);
        }
        Target::Issue(id) => issues::show(model, id),
        Target::Project(id) => {
            model.screen = Screen::Projects;
            projects::reveal(model, id);
            projects::open(model);
        }
        Target::Record(id) => {
            model.screen = Screen::Ledgers;
            ledgers::select(model, id);
            ledgers::open(model);
        }
    }
}

/// Opens the form of a new record; `about` carries the selected resident over.
pub(in crate::tui) fn create(model: &mut Model, ledger: &str, about: bool) {
    let resident = if about { selected(model).map(|row| row.id) } else { None };
    if about && resident.is_none() && ledger != visits::ID {
        nobody_selected(model);
        return;
    }
    let mut form = Form::create(&model.data, ledger, resident, model.lang);
    // On the card of a household whoever is begun lives there, and the visit is to it.
    if model.screen == Screen::Residents
        && let Some(Shown::Household(house)) = shown(model)
        && [residents::ID, visits::ID].contains(&ledger)
    {
        let refs = |tag| house.references(tag).collect::<Vec<RecordId>>();
        form.fill_if_empty("household", "", &[house.id]);
        form.fill_if_empty("neighbourhood", "", &refs(households::NEIGHBOURHOOD));
        form.suit(&model.data);
    }
    model.open_form(form);
}

/// Opens what is selected for editing: the card, or a row of it.
pub(in crate::tui) fn edit(model: &mut Model) {
    let Some(row) = meant(model).cloned() else { return elsewhere(model) };
    if !row.stands() {
        let told = model.lang.pick(
            "这一条已划去，不能再改；划错了的，重新登记一条",
            "it was struck out and is not changed any more; enter it anew if that was wrong",
        );
        model.notice = Some(told.to_owned());
        return;
    }
    let unmasked = model.unmasked.as_ref().filter(|(id, _)| *id == row.id);
    let form = Form::edit(&model.data, &row, unmasked.map(|(_, values)| values.as_slice()), model.lang);
    model.open_form(form);
}

/// Asks why full numbers are needed.
pub(in crate::tui) fn unmask(model: &mut Model) {
    let Some(id) = shown(model).map(|shown| shown.row().id) else { return nobody_selected(model) };
    let form = Form::reason(&model.data, id, model.lang);
    model.open_form(form);
}

/// Opens the form of what the selected resident has a right to.
pub(in crate::tui) fn right(model: &mut Model, work: fn(RecordId) -> Work) {
    let Some(id) = selected(model).map(|row| row.id) else { return nobody_selected(model) };
    let form = Form::of_rights(&model.data, work(id), model.lang);
    model.open_form(form);
}

/// Asks whether the card is to go; a visit is struck out with a reason.
pub(in crate::tui) fn delete(model: &mut Model) -> Vec<Effect> {
    let lang = model.lang;
    let Some(row) = meant(model).cloned() else {
        elsewhere(model);
        return Vec::new();
    };
    if row.id.ledger() == LedgerTag::of(households::ID) {
        return vec![Effect::OnLedger(LedgerWork::Remove(row.id))];
    } else if row.id.ledger() == LedgerTag::of(visits::ID) {
        let form = Form::strike(&model.data, row.id, lang);
        model.open_form(form);
    } else {
        let name = row.text(residents::NAME);
        let sentence = say!(
            lang,
            "删除 {name} 的卡片？走访和事项还在，按 ⟦undo⟧ 可以撤销。",
            "Delete the card of {name}? Visits and issues stay, and ⟦undo⟧ takes it back.",
        );
        model.popups.push(Popup::Question { sentence, effect: Effect::Delete(row.id) });
    }
    Vec::new()
}

/// Takes a click on a row of the card beside the list: the card fills the screen with that row
/// selected. Answers whether it is.
pub(in crate::tui) fn click_beside(model: &mut Model, width: u16, number: usize) -> bool {
    let Some(shown) = shown(model) else { return false };
    let rows = card::beside(model, shown, usize::from(width));
    let Some(target) = listing::led(&rows, number) else { return false };
    model.residents.list.search.typing = false;
    model.residents.list.open = true;
    model.residents.at = targets(model).iter().position(|own| *own == target).unwrap_or(0);
    true
}

/// Takes a click on the card that fills the screen; a second one on the same row opens it.
pub(super) fn click(model: &mut Model, area: Rect, y: usize) {
    let Some(shown) = shown(model) else { return };
    let rows = card::rows(model, shown, usize::from(area.width).saturating_sub(2));
    let at = model.residents.at;
    if let Some(row) = listing::clicked(&rows, (at, &model.residents.top), usize::from(area.height), y) {
        if row == at { open(model) } else { model.residents.at = row }
    }
}

fn elsewhere(model: &mut Model) {
    if shown(model).is_none() {
        return nobody_selected(model);
    }
    let told =
        model.lang.pick("按 ⟦open⟧ 到它自己那一屏去办", "⟦open⟧ goes to its own screen, where it is done");
    model.notice = Some(told.to_owned());
}

fn nobody_selected(model: &mut Model) {
    let told = model.lang.pick(
        "先在居民里选一位，或按 ⟦new-resident⟧ 新建",
        "select a resident first, or begin one with ⟦new-resident⟧",
    );
    model.notice = Some(told.to_owned());
}
