//! Drawing that several screens share: panes, rules, search lines.

use std::ops::Range;

use ratatui::{
    Frame,
    layout::{Position, Rect},
    style::Style,
    text::{Line, Span},
};

use super::{cells, screens::search::Search, theme::Theme};
use crate::{domain::wording::Lang, say, search};

/// Draws the lines that fit, from line `top` on.
pub(super) fn lines(lines: Vec<Line<'static>>, top: usize, area: Rect, frame: &mut Frame) {
    for (line, y) in lines.into_iter().skip(top).zip(area.y..area.bottom()) {
        self::line(&line, Rect { y, height: 1, ..area }, frame);
    }
}

/// How many of so many rows are seen where there is room for some: the last row tells of those
/// that are not.
pub(super) fn seen(count: usize, room: usize) -> usize {
    if count > room && room > 1 { room - 1 } else { room }
}

/// The last row that can stand first, so that nothing is left out below.
pub(super) fn last_top(count: usize, room: usize) -> usize {
    count.saturating_sub(seen(count, room))
}

/// Draws the lines that fit, from line `top` on; where they are not all, the last row says how
/// many are left out.
pub(super) fn lines_told(lines: Vec<Line<'static>>, top: usize, lang: Lang, area: Rect, frame: &mut Frame) {
    let (count, room) = (lines.len(), usize::from(area.height));
    let top = top.min(last_top(count, room));
    let height = cells::cells(seen(count, room)).min(area.height);
    self::lines(lines, top, Rect { height, ..area }, frame);
    tell_rest((top, count), ("", lang), area, frame);
}

/// Tells in the last row of an area how many of so many rows are above the first that is seen,
/// and how many below; those below with the key that leads there, where one is named.
pub(super) fn tell_rest(
    (top, count): (usize, usize),
    (key, lang): (&str, Lang),
    area: Rect,
    frame: &mut Frame,
) {
    let seen = seen(count, usize::from(area.height));
    if count <= seen || area.height == 0 {
        return;
    }
    let told = rest((top, count.saturating_sub(top + seen)), key, lang, usize::from(area.width));
    let row = Rect { y: area.bottom() - 1, height: 1, ..area };
    line(&Line::styled(told, Theme::faint()), row, frame);
}

/// What tells of rows above and below, as much as there is room for.
fn rest((above, below): (usize, usize), key: &str, lang: Lang, room: usize) -> String {
    let rows = |count: usize| if count == 1 { "row" } else { "rows" };
    let (over, under) = (rows(above), rows(below));
    let down = say!(lang, "↓ 下面还有 {below} 行", "↓ {below} {under} below");
    let (told, short) = match (above, below) {
        (_, 0) => (say!(lang, "↑ 上面还有 {above} 行", "↑ {above} {over} above"), format!("↑ {above}")),
        (0, _) => (down, format!("↓ {below}")),
        (_, _) => (
            say!(lang, "↑ 上面 {above} 行  {down}", "↑ {above} above  {down}"),
            format!("↑ {above}  ↓ {below}"),
        ),
    };
    let keyed = say!(lang, "{told}（{key}）", "{told} ({key})");
    let keyed = Some(keyed).filter(|_| below > 0 && !key.is_empty());
    keyed.into_iter().chain([told]).find(|told| cells::width(told) <= room).unwrap_or(short)
}

/// Draws a line, each of its parts behind the cells that those before it take: what is
/// drawn as one character, as some Arabic letters are, still has the cells of several.
/// Where it does not fit, a mark says that it was cut.
pub(super) fn line(line: &Line<'_>, area: Rect, frame: &mut Frame) {
    frame.buffer_mut().set_style(area, line.style);
    let fits = cells::width(line.to_string().trim_end()) <= usize::from(area.width);
    let mark = if fits { "" } else { cells::CUT };
    let right = area.right().saturating_sub(cells::cells(mark.len()));
    let mut x = area.x;
    for span in &line.spans {
        let room = right.saturating_sub(x);
        let shown = cells::head(&span.content, usize::from(room));
        let wide = cells::cells(cells::width(&shown));
        frame.render_widget(Span::styled(shown, span.style), Rect { x, width: room, ..area });
        x = x.saturating_add(wide);
        if wide < cells::cells(cells::width(&span.content)) {
            break;
        }
    }
    let width = area.right().saturating_sub(x);
    frame.render_widget(Span::raw(mark), Rect { x, width, ..area });
}

/// A text in plain lines of a width.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<Line<'static>> {
    cells::wrap_marked(text, width).into_iter().map(Line::raw).collect()
}

/// An area without `by` cells at its left and right.
pub(super) fn inset(area: Rect, by: u16) -> Rect {
    let width = area.width.saturating_sub(by.saturating_mul(2));
    Rect { x: area.x.saturating_add(by).min(area.right()), width, ..area }
}

/// What rules are made of.
const RULE: &str = "─";

/// A rule across one row.
pub(super) fn rule(area: Rect, frame: &mut Frame) {
    let line = RULE.repeat(usize::from(area.width));
    frame.render_widget(Line::styled(line, Theme::rule()), Rect { height: 1.min(area.height), ..area });
}

/// Whether a rule was drawn across the first row of an area.
pub(super) fn is_ruled(area: Rect, frame: &mut Frame) -> bool {
    let buffer = frame.buffer_mut();
    let mut row = (area.x..area.right()).map(|x| buffer.cell(Position { x, y: area.y }));
    area.width > 0 && row.all(|cell| cell.is_some_and(|cell| cell.symbol() == RULE))
}

/// The rule between two panes, at the left of the right one.
pub(super) fn divider(area: Rect, frame: &mut Frame) {
    for y in area.y..area.bottom() {
        frame.render_widget(
            Span::styled("│", Theme::rule()),
            Rect { y, width: 1.min(area.width), height: 1, ..area },
        );
    }
}

/// What is left of the right pane beside its rule.
pub(super) fn after_divider(area: Rect) -> Rect {
    let by = 2.min(area.width);
    Rect { x: area.x + by, width: area.width - by, ..area }
}

/// A line of a page as it is printed; a rule of it is drawn as the rules of the screen are.
pub(super) fn printed(line: &str) -> Line<'static> {
    Line::styled(line.to_owned(), if is_rule(line) { Theme::rule() } else { Theme::plain() })
}

/// Whether a line of a page is a rule.
pub(super) fn is_rule(line: &str) -> bool {
    !line.is_empty() && line.chars().all(|c| c == '─')
}

/// A text with some ranges of it set off.
pub(super) fn lit(text: &str, ranges: &[Range<usize>], style: Style) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    let mut from = 0;
    for range in ranges {
        let before = text.get(from..range.start).unwrap_or_default();
        let inside = text.get(range.clone()).unwrap_or_default();
        spans.push(Span::raw(before.to_owned()));
        spans.push(Span::styled(inside.to_owned(), style));
        from = range.end;
    }
    spans.push(Span::raw(text.get(from..).unwrap_or_default().to_owned()));
    spans
}

/// A text with what is looked for set off.
pub(super) fn found(text: &str, query: &str, theme: Theme) -> Vec<Span<'static>> {
    let ranges = if query.is_empty() { Vec::new() } else { search::highlight(text, query) };
    lit(text, &ranges, theme.found())
}

/// The cells for what is typed into a search, behind so many of words and before a count.
fn search_room(used: usize, count: &str, total: usize) -> usize {
    total.saturating_sub(used + cells::width(count) + 5).clamp(3, 40)
}

/// The cell of what is typed into a search that is at a column of its line, and how many cells
/// there are; none where the words before it stand. As [`search_line`] draws it.
pub(super) fn search_cell(
    head: &(Vec<Span<'static>>, String),
    total: usize,
    x: usize,
) -> Option<(usize, usize)> {
    let (words, count) = head;
    let used: usize = words.iter().map(|span| cells::width(&span.content)).sum();
    let column = x.checked_sub(used + 2)?.saturating_sub(1);
    Some((column, search_room(used, count, total)))
}

/// A line of words, then the search, then a count at the right end.
pub(super) fn search_line(
    (mut spans, count): (Vec<Span<'static>>, String),
    search: &Search,
    area: Rect,
    frame: &mut Frame,
) {
    let used: usize = spans.iter().map(|span| cells::width(&span.content)).sum();
    let total = usize::from(area.width);
    let right = cells::width(&count) + 1;
    if search.is_shown() {
        let room = search_room(used, &count, total);
        let laid = search.editor.lay(room, false);
        spans.push(Span::raw(format!("  /{}", laid.rows.first().cloned().unwrap_or_default())));
        if search.typing {
            let x = area.x.saturating_add(cells::cells(used + 3 + laid.column));
            frame.set_cursor_position(Position::new(x.min(area.right().saturating_sub(1)), area.y));
        }
    }
    let told = if total > right + used { cells::cells(right) } else { 0 };
    let left = Rect { width: area.width - told, ..area };
    line(&Line::from(spans), left, frame);
    if told > 0 {
        line(&Line::raw(count), Rect { x: left.right(), width: told, ..area }, frame);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_told_as_far_as_there_is_room() {
        for (left_out, key, lang, room, told) in [
            ((0, 5), "", Lang::Zh, 60, "↓ 下面还有 5 行"),
            ((0, 5), "Ctrl-↓", Lang::Zh, 60, "↓ 下面还有 5 行（Ctrl-↓）"),
            ((0, 5), "Ctrl-↓", Lang::Zh, 20, "↓ 下面还有 5 行"),
            ((3, 5), "", Lang::Zh, 60, "↑ 上面 3 行  ↓ 下面还有 5 行"),
            ((3, 5), "Ctrl-↓", Lang::Zh, 12, "↑ 3  ↓ 5"),
            ((3, 0), "Ctrl-↓", Lang::Zh, 60, "↑ 上面还有 3 行"),
            ((1, 0), "", Lang::En, 60, "↑ 1 row above"),
            ((12, 1), "Ctrl-Down", Lang::En, 60, "↑ 12 above  ↓ 1 row below (Ctrl-Down)"),
        ] {
            assert_eq!(rest(left_out, key, lang, room), told);
        }
    }

    #[test]
    fn a_row_is_kept_for_what_is_left_out() {
        assert_eq!([seen(9, 10), seen(10, 10), seen(11, 10), seen(5, 1)], [10, 10, 9, 1]);
        assert_eq!([last_top(9, 10), last_top(11, 10), last_top(30, 10)], [0, 2, 21]);
    }
}
