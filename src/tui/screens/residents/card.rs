//! One resident: the card, who lives there too, and what happened.

use ratatui::text::Line;

use super::{history, household_of};
use crate::{
    domain::{
        roster::{households, residents},
        row::Row,
        wording::Lang,
    },
    tui::{
        cells::{fit, wrap},
        model::Model,
        theme::Theme,
    },
};

/// The card in lines of a width.
pub(super) fn lines(model: &Model, row: &Row, width: usize) -> Vec<Line<'static>> {
    let (data, lang) = (&model.data, model.lang);
    let mut lines = vec![Line::styled(row.text(residents::NAME).to_owned(), Theme::strong())];
    let unmasked = model.unmasked.as_ref().filter(|(id, _)| *id == row.id);
    let Some(ledger) = data.catalog.of(row.id) else { return lines };
    for field in ledger.fields.iter().filter(|field| field.tag != residents::NAME) {
        let full = unmasked.and_then(|(_, values)| values.iter().find(|(tag, _)| *tag == field.tag));
        let shown = full.map_or_else(|| data.shown(row, field, lang), |(_, text)| text.clone());
        if shown.is_empty() {
            continue;
        }
        let conflict = if row.conflicts.contains(&field.tag) { "! " } else { "" };
        let label = fit(field.title.get(lang), if lang == Lang::Zh { 12 } else { 16 });
        for (at, part) in
            wrap(&format!("{conflict}{shown}"), width.saturating_sub(13)).into_iter().enumerate()
        {
            let lead = if at == 0 { label.clone() } else { " ".repeat(12) };
            lines.push(Line::raw(format!("{lead} {part}")));
        }
    }
    if let Some(house) = household_of(model, row) {
        lines.push(Line::default());
        let title = lang.pick("同户", "Household");
        let text = format!("{title}  {}", house.text(households::ADDRESS));
        lines.push(Line::styled(text, Theme::strong()));
        for other in data.roster.living_in(house.id) {
            let mark = if other.id == row.id { ">" } else { " " };
            let relation = other.text(residents::RELATION);
            lines.push(Line::raw(format!("{mark} {} {relation}", fit(other.text(residents::NAME), 10))));
        }
    }
    lines.push(Line::default());
    lines.push(Line::styled(lang.pick("走访与事项", "Visits and issues").to_owned(), Theme::strong()));
    let events = history(model, row);
    if events.is_empty() {
        let told =
            lang.pick("还没有记录。v 记走访，i 提事项。", "Nothing yet. v enters a visit, i an issue.");
        lines.extend(wrap(told, width).into_iter().map(Line::raw));
    }
    for (day, text) in events {
        for (at, part) in wrap(&text, width.saturating_sub(12)).into_iter().enumerate() {
            let lead = if at == 0 { day.to_string() } else { " ".repeat(10) };
            lines.push(Line::raw(format!("{lead}  {part}")));
        }
    }
    lines
}
