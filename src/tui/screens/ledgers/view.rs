//! Ledgers at the left, the records of the selected one at the right.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{
    books::{self, Use, use_of},
    is_reading, ledger, record, selected,
};
use crate::{
    domain::{
        field::{Field, Kind},
        ledger::{Ledger, Nature},
        row::Row,
    },
    say,
    tui::{
        cells::{self, fit},
        chrome, lists,
        model::Model,
        narrowing, paint,
        rooms::{Wish, longest, looked_at},
        screens::{listing, marking},
        snapshot::Snapshot,
        theme::Theme,
    },
};

/// Rows above the list: the search and the column titles.
pub(super) const HEAD: usize = 2;

/// The narrowest column, and how wide one is that does not say.
const NARROW: usize = 4;
const USUAL: usize = 16;

/// So many records say which columns there is room for.
const FIRST: usize = 60;

/// A longer title makes no column wider than what stands in it.
const LONGEST_TITLE: usize = 14;

/// The cells beside the title of a ledger, with a count of two digits.
const COUNTED: usize = 7;

/// How wide the words are that say where a record stands.
const STATE: usize = 18;

/// Draws the screen.
pub(in crate::tui) fn view(model: &Model, area: Rect, frame: &mut Frame) {
    if model.ledgers.list.open
        && let Some(row) = selected(model)
    {
        let lines = record::lines(model, row, usize::from(area.width).saturating_sub(2));
        paint::lines_told(lines, model.ledgers.list.scroll, model.lang, paint::inset(area, 1), frame);
        return;
    }
    let left = Rect { width: lists::list_width(model, area), ..area };
    // A cell is free between the ledgers and the rule.
    let rows = books::books(&model.data, model.lang, usize::from(left.width).saturating_sub(1));
    let ids = books::ids(&model.data, model.lang);
    let at = ids.iter().position(|id| *id == model.ledgers.ledger).unwrap_or(0);
    listing::view(&rows, (at, &model.ledgers.top), (model.theme, model.lang), left, frame);
    let right = Rect { x: left.right(), width: area.width.saturating_sub(left.width), ..area };
    paint::divider(right, frame);
    if let Some(ledger) = ledger(model) {
        list(model, ledger, paint::after_divider(right), frame);
    }
}

/// The width of the ledgers where nobody chose another: what the longest of their titles takes,
/// within bounds that leave room for the records.
pub(in crate::tui) fn usual_left(model: &Model, area: Rect) -> u16 {
    let (least, most) = if area.width >= 100 { (28, 32) } else { (22, 27) };
    // A mark, a blank, the count behind another, and a free cell before the rule.
    let titles = books::titles(&model.data, model.lang).map(cells::width).max().unwrap_or(0);
    cells::cells(titles + COUNTED).clamp(least, most)
}

/// The columns that fit, each with its width, which its title fits into: the name first.
fn columns<'a>(model: &Model, ledger: &'a Ledger, room: usize) -> Vec<(&'a Field, usize)> {
    let (lang, name) = (model.lang, ledger.name_field().map(|field| field.tag));
    let offered = lists::columns(&model.data, &ledger.id, lang);
    let is_shown = |field: &Field| {
        Some(field.tag) == name
            || offered.iter().any(|column| {
                column.key == field.key && model.arrangement.shows(&ledger.id, &column.key, column.usual)
            })
    };
    let shown = ledger.fields.iter().filter(|field| is_shown(field));
    let list = &model.ledgers.list;
    let title = |field: &Field| cells::width(field.title.get(lang)).min(LONGEST_TITLE);
    let told = |field: &Field, rows: &[&Row]| {
        longest(rows.iter().map(|row| model.data.shown(row, field, lang))).max(title(field))
    };
    // Which there are does not change while people move.
    let first: Vec<&Row> = list.shown.iter().take(FIRST).filter_map(|id| model.data.row_of(*id)).collect();
    let mut left = room;
    let mut columns: Vec<(&Field, usize)> = Vec::new();
    for field in shown {
        let usual = field.column.map_or(USUAL, usize::from).max(title(field));
        let width = usual.min(told(field, &first)).max(NARROW);
        // A narrower one further on may fit still.
        if columns.is_empty() || width < left {
            columns.push((field, width.min(left)));
            left = left.saturating_sub(width + 1);
        }
    }
    let rows: Vec<&Row> = looked_at(&list.shown, list.at).filter_map(|id| model.data.row_of(*id)).collect();
    let wish =
        |(field, width): &(&'a Field, usize)| (field.key.as_str(), Wish::cells(*width, told(field, &rows)));
    let wishes: Vec<(&str, Wish)> = columns.iter().map(wish).collect();
    let laid = lists::laid(model, &ledger.id, &wishes, room);
    for ((_, width), (_, cells)) in columns.iter_mut().zip(laid) {
        *width = cells;
    }
    // What is left over goes to the name, or to the first column of words where that is a day.
    let used: usize = columns.iter().map(|(_, width)| width + 1).sum();
    let left = (room + 1).saturating_sub(used);
    let is_words = |(field, _): &(&Field, usize)| {
        matches!(field.kind, Kind::Text | Kind::Name | Kind::LongText | Kind::Ref(_))
    };
    let at = columns.iter().position(is_words).unwrap_or(0);
    if let Some((_, width)) = columns.get_mut(at) {
        *width += left.min(20);
    }
    columns
}

/// Whether a ledger tells where its records stand, how wide that is, and the room of a row.
fn rooms(ledger: &Ledger, area: Rect) -> (bool, usize, usize) {
    let has_state = Snapshot::has_standing(&ledger.id);
    let state_width = if has_state { (usize::from(area.width) / 3).clamp(8, STATE) } else { 0 };
    (has_state, state_width, usize::from(area.width).saturating_sub(2))
}

/// The key of the column whose title stands at a column of the terminal.
pub(super) fn head_at(model: &Model, area: Rect, x: u16) -> Option<String> {
    let ledger = ledger(model)?;
    let left = lists::list_width(model, area);
    let right = Rect { x: left, width: area.width.saturating_sub(left), ..area };
    let list = paint::after_divider(right);
    let (has_state, state_width, room) = rooms(ledger, list);
    let columns = columns(model, ledger, room.saturating_sub(state_width + usize::from(has_state)));
    let laid: Vec<(&str, usize)> =
        columns.iter().map(|(field, width)| (field.key.as_str(), *width)).collect();
    let heads = lists::heads(&laid, usize::from(list.x) + 2);
    let found = heads.into_iter().find(|(_, cells)| cells.contains(&usize::from(x)));
    found.filter(|_| !model.ledgers.list.shown.is_empty()).map(|(key, _)| key.to_owned())
}

/// What stands before the search, and the count behind it.
fn head(model: &Model, ledger: &Ledger) -> (Vec<Span<'static>>, String) {
    let (lang, state) = (model.lang, &model.ledgers);
    let place = if state.list.shown.is_empty() { 0 } else { state.list.at + 1 };
    let count = format!("{place} / {}", state.list.shown.len());
    let title = ledger.title.get(lang);
    let away = if ledger.hidden { lang.pick("（收起）", " (put away)") } else { "" };
    let marked = marking::told(model, &state.list).map_or_else(String::new, |told| format!("  {told}"));
    (vec![Span::styled(format!("{title}{away}{marked}"), Theme::strong())], count)
}

/// The cell of the search that stands at a column, and how many there are.
pub(super) fn search_cell(model: &Model, area: Rect, x: u16) -> Option<(usize, usize)> {
    let left = lists::list_width(model, area);
    let right = Rect { x: area.x + left, width: area.width.saturating_sub(left), ..area };
    let list = paint::after_divider(right);
    let head = head(model, ledger(model)?);
    paint::search_cell(&head, usize::from(list.width), usize::from(x.checked_sub(list.x)?))
}

fn list(model: &Model, ledger: &Ledger, area: Rect, frame: &mut Frame) {
    let (lang, state) = (model.lang, &model.ledgers);
    paint::search_line(head(model, ledger), &state.list.search, Rect { height: 1, ..area }, frame);
    if area.height < 3 {
        return;
    }
    let below = |y: usize| Rect { y: area.y.saturating_add(cells::cells(y)), height: 1, ..area };
    let (has_state, state_width, room) = rooms(ledger, area);
    let columns = columns(model, ledger, room.saturating_sub(state_width + usize::from(has_state)));
    if state.list.shown.is_empty() {
        let rest = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
        paint::lines(empty(model, ledger, usize::from(area.width).saturating_sub(2)), 0, rest, frame);
        return;
    }
    let laid: Vec<(&str, usize)> =
        columns.iter().map(|(field, width)| (field.key.as_str(), *width)).collect();
    let told = lists::titles(model, &ledger.id, &laid, |_, title, width| title.fit(width));
    let standing = has_state.then(|| fit(lang.pick("情况", "State"), state_width));
    let titles: Vec<String> = std::iter::once(told).chain(standing).collect();
    paint::line(&Line::styled(format!("  {}", titles.join(" ")), Theme::strong()), below(1), frame);
    let height = usize::from(area.height).saturating_sub(HEAD);
    let top = state.list.top.first(state.list.at, state.list.shown.len(), height);
    for (number, id) in state.list.shown.iter().enumerate().skip(top).take(height) {
        if let Some(row) = model.data.row_of(*id) {
            let chosen = state.in_list && number == state.list.at;
            paint::line(
                &line(model, (&columns, state_width), row, chosen),
                below(HEAD + number - top),
                frame,
            );
        }
    }
}

/// A record in its columns, with where it stands last where that has a width.
fn line(
    model: &Model,
    (columns, state): (&[(&Field, usize)], usize),
    row: &Row,
    chosen: bool,
) -> Line<'static> {
    let has_sign = !row.conflicts.is_empty() || model.data.faults.contains_key(&row.id);
    let mark = if chosen { ">" } else { " " };
    let sign = match (model.ledgers.list.marked.contains(&row.id), has_sign) {
        (true, _) => "*",
        (false, true) => "!",
        (false, false) => " ",
    };
    let mut parts: Vec<String> = columns
        .iter()
        .map(|(field, width)| fit(&cells::one_line(&model.data.shown(row, field, model.lang)), *width))
        .collect();
    if state > 0 {
        parts.push(fit(&cells::one_line(&model.data.standing(row, model.lang)), state));
    }
    let style = if chosen { model.theme.chosen() } else { Theme::plain() };
    let (told, query) = (format!("{mark}{sign}{}", parts.join(" ")), model.ledgers.list.search.query());
    Line::from(paint::found(&told, &query, model.theme)).style(style)
}

/// What stands for a list without rows: what is written here, and the key that begins.
fn empty(model: &Model, ledger: &Ledger, width: usize) -> Vec<Line<'static>> {
    let lang = model.lang;
    if !model.ledgers.list.search.query().is_empty() {
        if is_reading(&model.data, ledger) {
            return paint::wrapped(chrome::reading(lang), width);
        }
        return paint::wrapped(&model.told(&narrowing::not_here(model)), width);
    }
    let mut lines = Vec::new();
    let about = ledger.about.get(lang);
    if !about.is_empty() {
        lines.extend(paint::wrapped(about, width));
        lines.push(Line::default());
    }
    let title = ledger.title.get(lang);
    let what = match ledger.nature {
        Nature::Card => lang.pick("卡片", "cards"),
        Nature::Entry | Nature::Issue => lang.pick("记录", "entries"),
    };
    if use_of(ledger) == Some(Use::Read) {
        let told = lang.pick("还没有。这本由程序记，不能添加。", "None yet. The program writes this one.");
        lines.extend(paint::wrapped(told, width));
        return lines;
    }
    let told = say!(
        lang,
        "“{title}”还没有{what}。按 ⟦new-record⟧ 登记第一条；已有表格的，到 ⟦go-sync⟧“导入表格”一次导入。",
        "No {what} in \"{title}\" yet. ⟦new-record⟧ enters the first; \"Import a sheet\" on ⟦go-sync⟧ takes a whole sheet in."
    );
    lines.extend(paint::wrapped(&model.told(&told), width));
    lines
}
