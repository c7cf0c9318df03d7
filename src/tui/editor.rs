//! Text being typed: one line, or several; where it shows and where its cursor is.

use ratatui_textarea::{CursorMove, DataCursor, TextArea};
use tui_input::{Input, InputRequest};
use unicode_segmentation::UnicodeSegmentation;

use super::{cells, key::Key};
use crate::domain::input::LONGEST;

/// A text under a cursor.
#[derive(Debug, Clone)]
pub(super) enum Editor {
    /// One line.
    Line(Input),
    /// Several lines.
    Area(Box<TextArea<'static>>),
}

/// The rows of a text as they fit into a width, and the cell its cursor is at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Laid {
    pub(super) rows: Vec<String>,
    pub(super) row: usize,
    pub(super) column: usize,
}

impl Editor {
    /// One line.
    pub(super) fn line(text: &str) -> Self {
        Self::Line(Input::new(cells::one_line(text)))
    }

    /// Several lines.
    pub(super) fn area(text: &str) -> Self {
        let mut area = TextArea::new(text.lines().map(cells::one_line).collect());
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self::Area(Box::new(area))
    }

    /// The text.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Line(input) => input.value().to_owned(),
            Self::Area(area) => area.lines().join("\n"),
        }
    }

    /// Whether it stands on its first row, and on its last.
    pub(super) fn edges(&self) -> (bool, bool) {
        match self {
            Self::Line(_) => (true, true),
            Self::Area(area) => (area.cursor().0 == 0, area.cursor().0 + 1 == area.lines().len()),
        }
    }

    /// Takes a key; tells whether it meant anything.
    pub(super) fn key(&mut self, key: Key) -> bool {
        match self {
            Self::Line(input) => key_in_line(input, key),
            Self::Area(area) => key_in_area(area, key),
        }
    }

    /// Takes text at the cursor.
    pub(super) fn paste(&mut self, text: &str) {
        let room = LONGEST.saturating_sub(self.text().chars().count());
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text = text.trim_end_matches('\n').chars().take(room);
        match self {
            Self::Line(input) => {
                let one = cells::one_line(&text.collect::<String>());
                for c in one.chars() {
                    input.handle(InputRequest::InsertChar(c));
                }
            }
            Self::Area(area) => {
                let text: String =
                    text.map(|c| if cells::is_steering(c) && c != '\n' { ' ' } else { c }).collect();
                area.insert_str(text);
            }
        }
    }

    /// Puts the cursor before what stands at a row and a cell of it, as it is laid out
    /// in `room` cells; behind the last character where nothing stands there.
    pub(super) fn point(&mut self, row: usize, column: usize, room: usize) {
        match self {
            Self::Line(input) => {
                let (text, cursor) = (input.value(), input.cursor());
                let shown = slide(text, cursor, room);
                let before = cells::head(shown.rows.first().map_or("", String::as_str), shown.column);
                let first = cursor - before.chars().count().min(cursor);
                let rest: String = text.chars().skip(first).collect();
                let at = first + chars_before(&rest, column);
                input.handle(InputRequest::SetCursor(at));
            }
            Self::Area(area) => {
                let mut left = row;
                let mut place = (area.lines().len().saturating_sub(1), usize::MAX);
                'lines: for (number, line) in area.lines().iter().enumerate() {
                    let mut passed = 0;
                    for part in folded(line, room.max(3)) {
                        if left == 0 {
                            place = (number, passed + chars_before(&part, column));
                            break 'lines;
                        }
                        left -= 1;
                        passed += part.chars().count();
                    }
                }
                let short = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
                area.move_cursor(CursorMove::Jump(short(place.0), short(place.1)));
            }
        }
    }

    /// The same of what shows as stars, one for each character.
    pub(super) fn point_secret(&mut self, column: usize, room: usize) {
        if let Self::Line(input) = self {
            let stars = "*".repeat(input.value().chars().count());
            let shown = slide(&stars, input.cursor(), room);
            let first = input.cursor() - shown.column.min(input.cursor());
            input.handle(InputRequest::SetCursor((first + column).min(stars.len())));
        }
    }

    /// Lays it out in `room` cells: a line slides so that its cursor is seen,
    /// an area wraps.
    pub(super) fn lay(&self, room: usize, secret: bool) -> Laid {
        match self {
            Self::Line(input) if secret => {
                let stars = "*".repeat(input.value().chars().count());
                slide(&stars, input.cursor(), room)
            }
            Self::Line(input) => slide(input.value(), input.cursor(), room),
            Self::Area(area) => fold(area.lines(), area.cursor(), room),
        }
    }
}

fn key_in_line(input: &mut Input, key: Key) -> bool {
    let request = match key {
        Key::Char(c) if cells::is_steering(c) => return false,
        Key::Char(_) if input.value().chars().count() >= LONGEST => return false,
        Key::Char(c) => InputRequest::InsertChar(c),
        Key::Backspace | Key::Ctrl('h') => InputRequest::DeletePrevChar,
        Key::Delete => InputRequest::DeleteNextChar,
        Key::Left => InputRequest::GoToPrevChar,
        Key::Right => InputRequest::GoToNextChar,
        Key::Home | Key::Ctrl('a') => InputRequest::GoToStart,
        Key::End | Key::Ctrl('e') => InputRequest::GoToEnd,
        Key::Ctrl('w') => InputRequest::DeletePrevWord,
        Key::Ctrl('u') => InputRequest::DeleteLine,
        Key::Ctrl('k') => InputRequest::DeleteTillEnd,
        Key::Ctrl(_)
        | Key::Go(_)
        | Key::F(_)
        | Key::Enter
        | Key::Esc
        | Key::Tab
        | Key::BackTab
        | Key::Up
        | Key::Down
        | Key::CtrlUp
        | Key::CtrlDown
        | Key::PageUp
        | Key::PageDown => return false,
    };
    input.handle(request);
    true
}

/// How often a key that goes by characters is done in an area, so that it goes by
/// what is seen as one, as in a line: a letter with its accents, an emoji of several.
fn steps(line: &str, cursor: usize, key: Key) -> usize {
    let mut start = 0;
    let bounds: Vec<usize> = line
        .graphemes(true)
        .map(|grapheme| {
            start += grapheme.chars().count();
            start
        })
        .collect();
    let before = bounds.iter().rev().find(|bound| **bound < cursor).copied().unwrap_or(0);
    let after = bounds.iter().find(|bound| **bound > cursor).copied();
    match key {
        Key::Left | Key::Backspace | Key::Ctrl('h') => (cursor - before.min(cursor)).max(1),
        Key::Right | Key::Delete => after.map_or(1, |after| after - cursor),
        Key::Char(_)
        | Key::Ctrl(_)
        | Key::Go(_)
        | Key::F(_)
        | Key::Enter
        | Key::Esc
        | Key::Tab
        | Key::BackTab
        | Key::Up
        | Key::Down
        | Key::Home
        | Key::End
        | Key::CtrlUp
        | Key::CtrlDown
        | Key::PageUp
        | Key::PageDown => 1,
    }
}

fn key_in_area(area: &mut TextArea<'static>, key: Key) -> bool {
    let DataCursor(row, column) = area.cursor();
    let count = area.lines().get(row).map_or(1, |line| steps(line, column, key));
    (0..count).all(|_| step_in_area(area, key))
}

fn step_in_area(area: &mut TextArea<'static>, key: Key) -> bool {
    match key {
        Key::Char(c) if cells::is_steering(c) => return false,
        Key::Char(c) => area.insert_char(c),
        Key::Ctrl('j') => area.insert_newline(),
        Key::Backspace | Key::Ctrl('h') => {
            area.delete_char();
        }
        Key::Delete => {
            area.delete_next_char();
        }
        Key::Left => area.move_cursor(CursorMove::Back),
        Key::Right => area.move_cursor(CursorMove::Forward),
        Key::Up => area.move_cursor(CursorMove::Up),
        Key::Down => area.move_cursor(CursorMove::Down),
        Key::Home | Key::Ctrl('a') => area.move_cursor(CursorMove::Head),
        Key::End | Key::Ctrl('e') => area.move_cursor(CursorMove::End),
        Key::Ctrl('w') => {
            area.delete_word();
        }
        Key::Ctrl('u') => {
            area.delete_line_by_head();
        }
        Key::Ctrl('k') => {
            area.delete_line_by_end();
        }
        Key::Ctrl(_)
        | Key::Go(_)
        | Key::F(_)
        | Key::Enter
        | Key::Esc
        | Key::Tab
        | Key::BackTab
        | Key::CtrlUp
        | Key::CtrlDown
        | Key::PageUp
        | Key::PageDown => return false,
    }
    true
}

/// The characters of a text that stand wholly before a cell.
fn chars_before(text: &str, column: usize) -> usize {
    let mut right = 0;
    let is_before = |grapheme: &&str| {
        right += cells::width(grapheme);
        right <= column
    };
    text.graphemes(true).take_while(is_before).map(|grapheme| grapheme.chars().count()).sum()
}

/// The part of one line that is seen, one cell kept free for the cursor.
fn slide(text: &str, cursor: usize, room: usize) -> Laid {
    let room = room.max(3);
    let before: String = text.chars().take(cursor).collect();
    let after: String = text.chars().skip(cursor).collect();
    let mut kept: Vec<&str> = Vec::new();
    let mut used = 0;
    for grapheme in before.graphemes(true).rev() {
        used += cells::width(grapheme);
        if used >= room {
            break;
        }
        kept.push(grapheme);
    }
    let shown: String = kept.into_iter().rev().collect();
    let column = cells::width(&shown);
    let mut left = room - column;
    let fits = |grapheme: &&str| {
        let wide = cells::width(grapheme);
        let fits = wide <= left;
        left = left.saturating_sub(wide);
        fits
    };
    let rest: String = after.graphemes(true).take_while(fits).collect();
    Laid { rows: vec![shown + &rest], row: 0, column }
}

/// Lines wrapped at `room` cells, and the cursor among them.
fn fold(lines: &[String], cursor: DataCursor, room: usize) -> Laid {
    let room = room.max(3);
    let mut laid = Laid { rows: Vec::new(), row: 0, column: 0 };
    for (number, line) in lines.iter().enumerate() {
        let mut passed = 0;
        for row in folded(line, room) {
            let mut used = 0;
            for grapheme in row.graphemes(true) {
                if number == cursor.0 && passed <= cursor.1 {
                    (laid.row, laid.column) = (laid.rows.len(), used);
                }
                used += cells::width(grapheme);
                passed += grapheme.chars().count();
            }
            if number == cursor.0 && passed <= cursor.1 {
                (laid.row, laid.column) = (laid.rows.len(), used);
            }
            laid.rows.push(row);
        }
    }
    laid
}

/// One line in rows, each with a cell left for the cursor, and no word parted that
/// fits. The blank behind a word may stand in that cell: its cursor is in the next row.
fn folded(line: &str, room: usize) -> Vec<String> {
    let mut rows = Vec::new();
    let mut row = String::new();
    for (at, grapheme) in line.grapheme_indices(true) {
        let next = cells::width(&row) + cells::width(grapheme);
        if next > room || next == room && grapheme != " " {
            let (_, rest) = line.split_at(at + grapheme.len());
            let carried = cells::word_at_end(&mut row, grapheme, rest);
            rows.push(std::mem::replace(&mut row, carried));
        }
        row.push_str(grapheme);
    }
    let is_full = cells::width(&row) >= room;
    rows.push(row);
    if is_full {
        rows.push(String::new());
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(editor: &mut Editor, keys: &[Key]) {
        for key in keys {
            editor.key(*key);
        }
    }

    #[test]
    fn the_cursor_is_where_the_next_character_goes() {
        let mut line = Editor::line("路灯");
        assert_eq!(line.lay(20, false).column, 4);
        typed(&mut line, &[Key::Char('a'), Key::Char('坏')]);
        assert_eq!(line.lay(20, false).column, 7);
        typed(&mut line, &[Key::Left]);
        assert_eq!(line.lay(20, false).column, 5);
        typed(&mut line, &[Key::Backspace]);
        assert_eq!((line.text(), line.lay(20, false).column), ("路灯坏".to_owned(), 4));
        typed(&mut line, &[Key::Home]);
        assert_eq!(line.lay(20, false).column, 0);
    }

    #[test]
    fn a_long_line_slides_by_whole_characters() {
        let line = Editor::line("三组路灯连续五天不亮");
        for room in 3..30 {
            let laid = line.lay(room, false);
            assert!(laid.column < room, "{room}");
            assert!(cells::width(&laid.rows[0]) <= room, "{room}");
        }
    }

    #[test]
    fn an_area_wraps_and_its_cursor_with_it() {
        let mut area = Editor::area("晚上接孩子看不清路");
        let laid = area.lay(9, false);
        assert_eq!(laid.rows, ["晚上接孩", "子看不清", "路"]);
        assert_eq!((laid.row, laid.column), (2, 2));
        typed(&mut area, &[Key::Ctrl('j'), Key::Char('x')]);
        assert_eq!(area.text(), "晚上接孩子看不清路\nx");
        let laid = area.lay(9, false);
        assert_eq!((laid.row, laid.column), (3, 1));
        typed(&mut area, &[Key::Up]);
        assert_eq!((area.lay(9, false).row, area.lay(9, false).column), (0, 0));
    }

    /// What is seen as one character and is several: an accent put behind its
    /// letter, a family, a flag, a sign shown as a picture; and plain ones.
    const SEEN: [&str; 7] = ["路", "e\u{301}", "👨\u{200d}👩\u{200d}👧", "🇨🇳", "☎\u{fe0f}", "a", "ｂ"];

    #[test]
    fn the_cursor_stands_behind_what_is_seen_and_never_inside_it() {
        let text = SEEN.concat();
        for mut editor in [Editor::line(&text), Editor::area(&text)] {
            for count in (0..=SEEN.len()).rev() {
                let before = SEEN[..count].concat();
                assert_eq!(editor.lay(60, false).column, cells::width(&before), "{count}");
                typed(&mut editor, &[Key::Char('x')]);
                assert_eq!(editor.text(), format!("{before}x{}", SEEN[count..].concat()));
                assert_eq!(editor.lay(60, false).column, cells::width(&before) + 1, "{count}");
                typed(&mut editor, &[Key::Backspace, Key::Left]);
            }
            typed(&mut editor, &[Key::Right, Key::Right]);
            assert_eq!(editor.lay(60, false).column, cells::width("路e\u{301}"));
            typed(&mut editor, &[Key::Delete, Key::Backspace]);
            assert_eq!(editor.text(), "路🇨🇳☎\u{fe0f}aｂ");
            typed(&mut editor, &[Key::Home, Key::Backspace]);
            assert_eq!(editor.text(), "路🇨🇳☎\u{fe0f}aｂ");
        }
    }

    #[test]
    fn a_wrapped_cursor_stands_where_its_text_goes_at_every_width() {
        let text = SEEN.concat().repeat(9);
        for room in 5..40 {
            let mut editor = Editor::area(&text);
            for _ in 0..SEEN.len() * 9 {
                typed(&mut editor, &[Key::Left, Key::Char('|')]);
                let laid = editor.lay(room, false);
                let row = laid.rows[laid.row].split_once('|').map(|(before, _)| cells::width(before) + 1);
                // Behind the mark; where the row is full, at the beginning of the next.
                assert!(row == Some(laid.column) || row.is_none() && laid.column == 0, "{room} {laid:?}");
                assert!(laid.column < room, "{room} {laid:?}");
                typed(&mut editor, &[Key::Backspace]);
            }
        }
    }

    #[test]
    fn an_area_parts_no_word_that_fits_and_its_cursor_stays_with_it() {
        let text = "lawful ways: by letter, or a call to 12345；找社区";
        for room in 10..40 {
            let mut editor = Editor::area(text);
            for back in 0..=text.chars().count() {
                let laid = editor.lay(room, false);
                assert_eq!(laid.rows.concat(), text);
                assert!(laid.column < room, "{room} {laid:?}");
                let before: usize = laid.rows[..laid.row].iter().map(|row| row.chars().count()).sum();
                let own = cells::head(&laid.rows[laid.row], laid.column).chars().count();
                assert_eq!(before + own, text.chars().count() - back, "{room} {laid:?}");
                typed(&mut editor, &[Key::Left]);
            }
            let rows = Editor::area(text).lay(room, false).rows;
            assert!(rows.iter().all(|row| cells::width(row) <= room), "{rows:?}");
            let parted = rows.windows(2).any(|two| {
                let is_letter = |c: char| c.is_ascii_alphabetic();
                two[0].ends_with(is_letter) && two[1].starts_with(is_letter)
            });
            assert!(!parted, "{room} {rows:?}");
        }
    }

    #[test]
    fn a_click_puts_the_cursor_before_what_stands_at_its_cell() {
        let text = SEEN.concat();
        for room in [12, 40] {
            for editor in [Editor::line(&text), Editor::area(&text)] {
                let laid = editor.lay(room, false);
                for (row, shown) in laid.rows.iter().enumerate() {
                    let before: String = laid.rows.iter().take(row).map(String::as_str).collect();
                    // Of a line that slid, what is not seen stands before it.
                    let hidden = if laid.rows.len() == 1 { text.len() - shown.len() } else { before.len() };
                    let mut column = 0;
                    let mut passed = hidden;
                    for grapheme in shown.graphemes(true) {
                        for cell in column..column + cells::width(grapheme) {
                            let mut editor = editor.clone();
                            editor.point(row, cell, room);
                            editor.key(Key::Char('|'));
                            let (one, other) = text.split_at(passed);
                            assert_eq!(editor.text(), format!("{one}|{other}"), "{room} {row} {cell}");
                        }
                        column += cells::width(grapheme);
                        passed += grapheme.len();
                    }
                }
                let mut editor = editor.clone();
                editor.point(99, 99, room);
                editor.key(Key::Char('|'));
                assert_eq!(editor.text(), format!("{text}|"));
            }
        }
        let mut secret = Editor::line("口令word");
        secret.point_secret(1, 20);
        secret.key(Key::Char('x'));
        assert_eq!(secret.text(), "口x令word");
    }

    #[test]
    fn pasting_keeps_lines_only_where_there_are_lines() {
        let mut line = Editor::line("");
        line.paste("第一行\r\n第二行\u{1b}[31m\n");
        assert_eq!(line.text(), "第一行 第二行 [31m");
        let mut area = Editor::area("");
        area.paste("第一行\r\n第二行\n");
        assert_eq!(area.text(), "第一行\n第二行");
    }
}
