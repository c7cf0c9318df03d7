//! One resident, or a household without any: the card, who lives there too,
//! and what happened. What can be opened from it can be selected.

use ratatui::text::Line;

use super::{Shown, history, household_of};
use crate::{
    domain::{
        field::Tag,
        id::RecordId,
        roster::{households, residents},
        row::Row,
        wording::Lang,
    },
    tui::{
        cells::{fit, hang, wrap},
        chrome,
        model::Model,
        screens::listing::Told,
        theme::Theme,
    },
};

/// What a row of a card leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tui) enum Target {
    /// The card itself.
    Own,
    /// The household.
    Household(RecordId),
    /// Somebody else who lives there.
    Resident(RecordId),
    /// A visit.
    Visit(RecordId),
    /// An issue.
    Issue(RecordId),
    /// A help project.
    Project(RecordId),
    /// A record of another ledger.
    Record(RecordId),
}

/// The card in rows of a width.
pub(super) fn rows(model: &Model, shown: Shown, width: usize) -> Vec<Told<Target>> {
    // One cell is the mark's.
    let width = width.saturating_sub(1);
    match shown {
        Shown::Resident(row) => of_resident(model, row, width),
        Shown::Household(house) => of_household(model, house, width),
    }
}

/// The same rows beside the list, where there is no mark.
pub(super) fn beside(model: &Model, shown: Shown, width: usize) -> Vec<Told<Target>> {
    rows(model, shown, width + 1)
}

/// These as lines.
pub(super) fn lines(model: &Model, shown: Shown, width: usize) -> Vec<Line<'static>> {
    let rows = beside(model, shown, width).into_iter();
    rows.map(|row| Line::styled(row.text, row.style)).collect()
}

fn of_resident(model: &Model, row: &Row, width: usize) -> Vec<Told<Target>> {
    let (data, lang) = (&model.data, model.lang);
    let mut rows = vec![title(row.text(residents::NAME).to_owned(), Target::Own)];
    fields(model, row, residents::NAME, width, &mut rows);
    if let Some(house) = household_of(model, row) {
        rows.push(Told::note(String::new()));
        let name = lang.pick("同户", "Household");
        let text = format!("{name}  {}", house.text(households::ADDRESS));
        rows.push(title(text, Target::Household(house.id)));
        for other in data.roster.living_in(house.id) {
            let relation = other.text(residents::RELATION);
            let text = format!("  {} {relation}", fit(other.text(residents::NAME), 10));
            rows.push(if other.id == row.id {
                Told::note(text)
            } else {
                Told::leading(text, Target::Resident(other.id))
            });
        }
    }
    let told = lang.pick(
        "还没有记录。⟦visit⟧ 记走访，⟦raise-issue⟧ 提事项。",
        "Nothing yet. ⟦visit⟧ enters a visit, ⟦raise-issue⟧ an issue.",
    );
    happened(model, Shown::Resident(row), told, width, &mut rows);
    rows
}

fn of_household(model: &Model, house: &Row, width: usize) -> Vec<Told<Target>> {
    let lang = model.lang;
    let mut rows = vec![title(house.text(households::ADDRESS).to_owned(), Target::Own)];
    fields(model, house, households::ADDRESS, width, &mut rows);
    rows.push(Told::note(String::new()));
    let told = lang.pick(
        "这一户还没有登记居民。⟦new-resident⟧ 登记一位，⟦edit-resident⟧ 修改这一户，⟦delete-resident⟧ 删除。",
        "Nobody is registered here. ⟦new-resident⟧ begins somebody, ⟦edit-resident⟧ changes the household, ⟦delete-resident⟧ deletes it.",
    );
    rows.extend(wrap(&model.told(told), width).into_iter().map(Told::note));
    let told = lang.pick("还没有记录。⟦visit⟧ 记走访。", "Nothing yet. ⟦visit⟧ enters a visit.");
    happened(model, Shown::Household(house), told, width, &mut rows);
    rows
}

fn title(text: String, target: Target) -> Told<Target> {
    Told { style: Theme::strong(), ..Told::leading(text, target) }
}

/// The fields of a card besides its name.
fn fields(model: &Model, row: &Row, name: Tag, width: usize, rows: &mut Vec<Told<Target>>) {
    let (data, lang) = (&model.data, model.lang);
    let unmasked = model.unmasked.as_ref().filter(|(id, _)| *id == row.id);
    let Some(ledger) = data.catalog.of(row.id) else { return };
    for field in ledger.fields.iter().filter(|field| field.tag != name) {
        let full = unmasked.and_then(|(_, values)| values.iter().find(|(tag, _)| *tag == field.tag));
        let shown = full.map_or_else(|| data.shown(row, field, lang), |(_, text)| text.clone());
        if shown.is_empty() {
            continue;
        }
        let conflict = if row.conflicts.contains(&field.tag) { "! " } else { "" };
        let label = fit(field.title.get(lang), if lang == Lang::Zh { 12 } else { 16 });
        let parts = wrap(&format!("{conflict}{shown}"), width.saturating_sub(13));
        for (at, part) in parts.into_iter().enumerate() {
            let lead = if at == 0 { label.clone() } else { " ".repeat(12) };
            rows.push(Told::note(format!("{lead} {part}")));
        }
    }
}

/// What happened, a row for each that leads to it.
fn happened(model: &Model, shown: Shown, empty: &str, width: usize, rows: &mut Vec<Told<Target>>) {
    rows.push(Told::note(String::new()));
    let told = model.lang.pick("走访、事项与帮扶", "Visits, issues and help");
    rows.push(Told::heading(told.to_owned()));
    if model.data.is_outline {
        rows.push(Told::note(chrome::reading(model.lang).to_owned()));
        return;
    }
    let events = history::history(model, shown);
    if events.is_empty() {
        rows.extend(wrap(&model.told(empty), width).into_iter().map(Told::note));
    }
    for event in events {
        let day = event.day.map_or_else(|| " ".repeat(10), |day| day.to_string());
        let style = if event.counts { Theme::plain() } else { Theme::faint() };
        let lines = hang(&format!("{day}  "), &event.text, width);
        rows.extend(Told::led(lines, event.target).into_iter().map(|row| Told { style, ..row }));
    }
}
