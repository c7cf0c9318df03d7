//! One record of a ledger, whole.

use ratatui::text::Line;

use crate::{
    domain::{calendar, field::Field, retention::periods, row::Row},
    say,
    tui::{
        cells::{fit, wrap},
        model::Model,
        paint,
        theme::Theme,
    },
};

/// Cells of the fields' titles.
const LABEL: usize = 16;

/// The record in lines of a width: what is wrong with it, its fields, those
/// out of use, and who wrote it when.
pub(super) fn lines(model: &Model, row: &Row, width: usize) -> Vec<Line<'static>> {
    let (data, lang) = (&model.data, model.lang);
    let Some(ledger) = data.catalog.of(row.id) else { return Vec::new() };
    let title = format!("{}  {}", ledger.title.get(lang), data.name(row.id));
    let mut lines = vec![Line::styled(title, Theme::strong())];
    for why in data.faults.get(&row.id).into_iter().flatten() {
        let why = why.get(lang);
        let told = say!(lang, "! 不合规则，不计入数字：{why}", "! breaks a rule and is not counted: {why}");
        lines.extend(paint::wrapped(&told, width));
    }
    lines.push(Line::default());
    ledger.fields.iter().for_each(|field| tell(model, row, field, width, &mut lines));
    if ledger.retired.iter().any(|field| !row.all(field.tag).is_empty()) {
        lines.push(Line::default());
        lines.push(Line::styled(lang.pick("已停用的栏", "Fields out of use").to_owned(), Theme::strong()));
        ledger.retired.iter().for_each(|field| tell(model, row, field, width, &mut lines));
    }
    if let Some(told) = data.fits.get(&row.id) {
        lines.push(Line::default());
        lines.extend(paint::wrapped(told.get(lang), width));
    }
    let standing = data.standing_lines(row, lang);
    if !standing.is_empty() {
        lines.push(Line::default());
        lines.extend(standing.iter().flat_map(|told| paint::wrapped(told, width)));
    }
    if ledger.id == periods::ID {
        // A period that the program brings was written by nobody.
        return lines;
    }
    lines.push(Line::default());
    let (created, updated) = (calendar::minute(row.created), calendar::minute(row.updated));
    let by = data.name(row.by);
    let told = if row.created == row.updated {
        say!(lang, "登记 {created}  {by}", "entered {created}  {by}")
    } else {
        say!(
            lang,
            "登记 {created}  最近修改 {updated} {by}",
            "entered {created}  last changed {updated} by {by}"
        )
    };
    lines.extend(wrap(&told, width).into_iter().map(|text| Line::styled(text, Theme::faint())));
    lines
}

/// The same to be read over another screen: its title, and the rest.
pub(in crate::tui) fn read(model: &Model, row: &Row, width: usize) -> (String, Vec<String>) {
    let mut lines = lines(model, row, width).into_iter().map(|line| line.to_string());
    (lines.next().unwrap_or_default(), lines.collect())
}

fn tell(model: &Model, row: &Row, field: &Field, width: usize, lines: &mut Vec<Line<'static>>) {
    let unmasked = model.unmasked.as_ref().filter(|(id, _)| *id == row.id);
    let full = unmasked.and_then(|(_, values)| values.iter().find(|(tag, _)| *tag == field.tag));
    let shown = full.map_or_else(|| model.data.shown(row, field, model.lang), |(_, text)| text.clone());
    if shown.is_empty() {
        return;
    }
    let conflict = if row.conflicts.contains(&field.tag) { "! " } else { "" };
    let label = fit(field.title.get(model.lang), LABEL);
    let parts = wrap(&format!("{conflict}{shown}"), width.saturating_sub(LABEL + 1));
    for (at, part) in parts.into_iter().enumerate() {
        let lead = if at == 0 { label.clone() } else { " ".repeat(LABEL) };
        lines.push(Line::raw(format!("{lead} {part}")));
    }
}
