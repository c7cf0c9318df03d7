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

/// Draws the lines that fit, from line `top` on; where there are more, the last row says how many.
pub(super) fn lines_told(
    mut lines: Vec<Line<'static>>,
    top: usize,
    lang: Lang,
    area: Rect,
    frame: &mut Frame,
) {
    let room = usize::from(area.height);
    let seen = top + room.saturating_sub(1);
    if lines.len() > top + room && room > 1 {
        let left = lines.split_off(seen).len();
        let rows = if left == 1 { "row" } else { "rows" };
        let told = say!(lang, "↓ 下面还有 {left} 行", "↓ {left} {rows} below");
        lines.push(Line::styled(told, Theme::faint()));
    }
    self::lines(lines, top, area, frame);
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

/// A rule across one row.
pub(super) fn rule(area: Rect, frame: &mut Frame) {
    let line = "─".repeat(usize::from(area.width));
    frame.render_widget(Line::styled(line, Theme::rule()), Rect { height: 1.min(area.height), ..area });
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
