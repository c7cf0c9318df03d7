//! Forms on the screen, with the real cursor where the text goes.

use ratatui::{
    Frame,
    layout::{Position, Rect},
    text::{Line, Span},
};

use super::{
    Answer, Entry, Form,
    pointing::{self, Spot},
};
use crate::{
    domain::{
        field::Kind,
        wording::{Lang, counted},
    },
    say,
    tui::{cells, keys::Place, paint, snapshot::Snapshot, theme::Theme},
};

/// A form laid out: its rows, where its cursor is, and where each field begins.
pub(in crate::tui) struct Layout {
    pub(in crate::tui) rows: Vec<Line<'static>>,
    pub(in crate::tui) cursor: Option<(usize, usize)>,
    pub(in crate::tui) starts: Vec<usize>,
    /// What of each field can be clicked.
    pub(in crate::tui) spots: Vec<Spot>,
    /// The first row that is shown.
    pub(in crate::tui) top: usize,
}

/// Draws a form.
pub(in crate::tui) fn view(
    form: &Form,
    data: &Snapshot,
    theme: Theme,
    lang: Lang,
    area: Rect,
    frame: &mut Frame,
) {
    let layout = lay_out(form, data, theme, lang, area);
    paint::lines(layout.rows, layout.top, area, frame);
    if let Some((row, column)) = layout.cursor
        && let Some(below) = row.checked_sub(layout.top)
        && below < usize::from(area.height)
    {
        let x = area.x.saturating_add(cells::cells(column)).min(area.right().saturating_sub(1));
        frame.set_cursor_position(Position::new(x, area.y + cells::cells(below)));
    }
}

/// Tells in the rules above and below how many fields of a form are not in sight.
pub(in crate::tui) fn tell_more(layout: &Layout, lang: Lang, area: Rect, frame: &mut Frame) {
    for (told, place) in more(layout, lang, area) {
        if place.y < frame.area().bottom() {
            paint::line(&Line::styled(told, Theme::strong()), place, frame);
        }
    }
}

/// What tells of the fields above and below, and where: a click on it goes there.
pub(in crate::tui) fn more(layout: &Layout, lang: Lang, area: Rect) -> Vec<(String, Rect)> {
    let bottom = layout.top + usize::from(area.height);
    let above = layout.starts.iter().filter(|start| **start < layout.top).count();
    let below = layout.starts.iter().filter(|start| **start >= bottom).count();
    let rest = layout.rows.iter().skip(bottom).any(|row| row.width() > 0);
    let fields = counted(above, "field", "fields");
    let up = say!(lang, " ↑ 上面还有 {above} 栏 ", " ↑ {fields} above ");
    let fields = counted(below, "field", "fields");
    let down = match below {
        0 => lang.pick(" ↓ 下面还有 ", " ↓ more below ").to_owned(),
        _ => say!(lang, " ↓ 下面还有 {below} 栏 ", " ↓ {fields} below "),
    };
    let rules = [(above > 0, up, area.y.checked_sub(1)), (rest, down, Some(area.bottom()))];
    let place = |(is_told, told, y): (bool, String, Option<u16>)| {
        let wide = cells::cells(cells::width(&told));
        let y = y.filter(|_| is_told && wide + 2 < area.width)?;
        Some((told, Rect { x: area.right() - wide - 2, y, width: wide, height: 1 }))
    };
    rules.into_iter().filter_map(place).collect()
}

/// Lays a form out; `update` uses it to find what was clicked.
pub(in crate::tui) fn lay_out(form: &Form, data: &Snapshot, theme: Theme, lang: Lang, area: Rect) -> Layout {
    let width = usize::from(area.width);
    let keyed = |told: &str| data.keys.told(told, Place::Form, lang);
    let state = if form.sent.is_some() { lang.pick("（正在提交）", " (sending)") } else { "" };
    let room = width.saturating_sub(2 + cells::width(state));
    let title = Line::styled(format!(" {}{state}", cells::cut(&keyed(&form.title), room)), Theme::strong());
    let (starts, spots) = (Vec::new(), Vec::new());
    let mut layout = Layout { rows: vec![title], cursor: None, starts, spots, top: 0 };
    let notes = form.notes.iter().flat_map(|note| cells::hang(" ! ", &keyed(note), width.saturating_sub(1)));
    let remarks =
        form.remarks.iter().flat_map(|told| cells::hang(" ! ", &keyed(told), width.saturating_sub(1)));
    layout.rows.extend(remarks.map(|told| Line::styled(told, Theme::strong())));
    layout.rows.extend(notes.map(Line::raw));
    layout.rows.push(Line::default());
    let longest =
        form.entries.iter().map(|entry| cells::width(entry.field.title.get(lang))).max().unwrap_or(0);
    let label = longest.clamp(8, (width * 2 / 5).max(8));
    let mut focus = 0..0;
    for (at, entry) in form.entries.iter().enumerate() {
        let begin = layout.rows.len();
        layout.starts.push(begin);
        // Each column goes somewhere already, be it nowhere: nothing of it is left to be filled in.
        let star = entry.field.required && !form.is_of_columns();
        let marks = (at == form.focus, star);
        entry_rows(entry, marks, (label, width), data, theme, lang, &mut layout);
        if at == form.focus {
            focus = begin..layout.rows.len();
        }
    }
    layout.rows.push(Line::default());
    if let Some(error) = &form.error {
        let lines = cells::wrap(&keyed(error), width.saturating_sub(4));
        let begin = layout.rows.len();
        layout.rows.extend(lines.into_iter().map(|line| Line::styled(format!(" ! {line}"), Theme::late())));
        // A refusal must be read: the last rows are shown with it.
        focus.end =
            if begin - focus.start < usize::from(area.height) { layout.rows.len() } else { focus.end };
    }
    if form.sent.is_some() {
        layout.cursor = None;
    }
    let height = usize::from(area.height);
    layout.top = focus.end.saturating_sub(height).min(focus.start);
    if let Some(held) = form.held {
        let top = held.row.min(layout.rows.len().saturating_sub(height));
        if held.is_loose {
            layout.top = top;
            return layout;
        }
        layout.top = top.max(layout.top).min(focus.start);
    }
    if let Some((row, _)) = layout.cursor {
        // A field may be higher than the window: its cursor stays in sight.
        layout.top = layout.top.max((row + 1).saturating_sub(height)).min(row);
    }
    layout
}

fn entry_rows(
    entry: &Entry,
    (focused, star): (bool, bool),
    (label, width): (usize, usize),
    data: &Snapshot,
    theme: Theme,
    lang: Lang,
    layout: &mut Layout,
) {
    let begin = layout.rows.len();
    let mark = if focused { ">" } else { " " };
    let star = if star { "*" } else { " " };
    let name = format!("{mark}{star}{} ", cells::fit(entry.field.title.get(lang), label));
    let left = cells::width(&name);
    let room = width.saturating_sub(left + 2).max(3);
    let style = if focused { theme.chosen() } else { Theme::plain() };
    let keyed = |told: &str| data.keys.told(told, Place::Form, lang);
    let hint = || Span::styled(format!("  {}", keyed(&entry.hint)), Theme::faint());
    let mut rows: Vec<Vec<Span<'static>>> = Vec::new();
    let mut spot = Spot::new(left, room);
    let ticks = if focused { pointing::ticks(entry, room, lang) } else { Vec::new() };
    match &entry.answer {
        Answer::Text(editor) => {
            let laid = editor.lay(room, entry.secret);
            if focused {
                layout.cursor = Some((begin + laid.row, left + laid.column));
            }
            rows.extend(laid.rows.into_iter().map(|row| vec![Span::raw(row)]));
            // What may be ticked says more than the hint.
            let free = entry.text().is_empty() && ticks.is_empty();
            if let Some(first) = rows.first_mut().filter(|_| free && !entry.hint.is_empty()) {
                first.push(hint());
            }
        }
        Answer::Choice(at) => {
            if focused {
                layout.cursor = Some((begin, left));
            }
            spot.words = pointing::side_by_side(entry, left, room, lang);
            let mut row = choices(entry, *at, room, lang);
            let taken: usize = row.iter().map(|part| cells::width(&part.content)).sum();
            if at.is_none() && !entry.hint.is_empty() && taken + 2 + cells::width(&entry.hint) <= room {
                row.push(hint());
            }
            rows.push(row);
        }
        Answer::Refs(ids) => {
            let names: Vec<String> = ids.iter().map(|id| data.name(*id)).collect();
            let names = cells::cut(&names.join(lang.pick("、", ", ")), room);
            if focused {
                layout.cursor = Some((begin, left + cells::width(&names)));
            }
            let mut row = vec![Span::raw(names)];
            if ids.is_empty() && !entry.hint.is_empty() {
                row.push(hint());
            }
            rows.push(row);
        }
    }
    spot.rows = rows.len();
    for row in ticks {
        let mut column = left;
        for (option, word) in &row {
            let wide = cells::width(word);
            spot.words.push((*option, rows.len(), column..column + wide));
            column += wide + 1;
        }
        let told: Vec<String> = row.into_iter().map(|(_, word)| word).collect();
        rows.push(vec![Span::styled(told.join(" "), Theme::faint())]);
    }
    if focused && matches!(entry.field.kind, Kind::LongText) && !entry.text().is_empty() {
        let told = lang.pick("⟦newline⟧ 换行", "⟦newline⟧ new line");
        rows.push(vec![Span::styled(keyed(told), Theme::faint())]);
    }
    let told = entry.told.iter().flat_map(|told| cells::wrap(&keyed(told), room.saturating_sub(2)));
    rows.extend(told.map(|line| vec![Span::styled(format!("  {line}"), Theme::faint())]));
    let errors = entry.error.iter().flat_map(|error| cells::wrap(&keyed(error), room.saturating_sub(2)));
    rows.extend(errors.map(|line| vec![Span::styled(format!("! {line}"), Theme::late())]));
    for (at, spans) in rows.into_iter().enumerate() {
        let lead = if at == 0 { name.clone() } else { " ".repeat(left) };
        let mut line = vec![Span::styled(lead, if at == 0 { style } else { Theme::plain() })];
        line.extend(spans);
        layout.rows.push(Line::from(line));
    }
    spot.end = layout.rows.len();
    layout.spots.push(spot);
}

/// The choices side by side, the taken one in brackets; where they do not fit, that one alone.
fn choices(entry: &Entry, at: Option<usize>, room: usize, lang: Lang) -> Vec<Span<'static>> {
    let options = entry.options();
    let all: usize = options.iter().map(|choice| cells::width(choice.title.get(lang)) + 2).sum();
    let word = |number: usize, title: &str| {
        if Some(number) == at {
            Span::styled(format!("[{title}]"), Theme::strong())
        } else {
            Span::raw(format!(" {title} "))
        }
    };
    if all <= room {
        return options.iter().enumerate().map(|(n, choice)| word(n, choice.title.get(lang))).collect();
    }
    vec![Span::raw(pointing::closed(entry, room, lang))]
}
