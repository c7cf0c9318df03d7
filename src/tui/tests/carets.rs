//! The cursor of the terminal stands where the next character goes: an input method opens its
//! window there. Asked in every field of every form, of every search and every list.

use ratatui::buffer::{Buffer, Cell};

use super::{
    small,
    tour::{LANGS, form, tour},
};
use crate::tui::{Session, cells::width, editor::Editor, form::Answer, model::Popup};

/// What is wide, what is several and is seen as one, what takes no cell of its own.
const STRANGE: &str = "路e\u{301}👨\u{200d}👩\u{200d}👧🇨🇳☎\u{fe0f}กำकि𠮷ｶﾞﷺa";

/// Keys that go about in a text and take of it, wherever it is typed.
const KEYS: [&str; 10] =
    ["End", "Left", "Left", "Backspace", "Home", "Right", "Delete", "Left", "Delete", "End"];

/// Those that go about in several lines besides.
const IN_LINES: [&str; 10] =
    ["Ctrl-J", "Up", "End", "Backspace", "Up", "Home", "Down", "Left", "Delete", "Ctrl-J"];

/// The first row of what stands between the rules: the title of a form.
const TOP: u16 = 3;

/// What the mark looks like where what is typed is not shown.
const SECRET: &str = "*";

fn symbol(buffer: &Buffer, x: u16, y: u16) -> &str {
    buffer.cell((x, y)).map_or(" ", Cell::symbol)
}

/// Types a mark and takes it away: it must have come where the cursor was, and the cursor
/// behind it. `left` is the cell at which the field begins.
fn probe(s: &mut Session, left: u16, mark: &str, what: &str) {
    let (before, cursor) = s.drawn();
    let Some((x, y)) = cursor else { panic!("{what}: the cursor is hidden\n{}", s.frame()) };
    s.type_text("Q");
    let (buffer, cursor) = s.drawn();
    // A form may have slid to show a row more, or told something above its fields.
    let changed = |x: u16, y: u16| symbol(&before, x, y) != symbol(&buffer, x, y);
    let slid = (TOP..TOP + 3).any(|row| row != y && (0..buffer.area.width).any(|x| changed(x, row)));
    let Some((next, row)) = cursor else { panic!("{what}: the cursor is hidden behind a mark") };
    let told = || format!("{what}: from {x},{y} to {next},{row}, left {left}\n{}", s.frame());
    if next > left {
        assert_eq!(symbol(&buffer, next - 1, row), mark, "{}", told());
        // It stood still where the line slid below it, and went on by one else; in several
        // lines the mark may have gone to the next with what it was put behind.
        assert!(next == x + 1 && row == y || next <= x || row > y || slid, "{}", told());
    } else {
        // The row was full: the next begins.
        let last = (left..buffer.area.width).rev().find(|x| symbol(&buffer, *x, row - 1) != " ");
        assert_eq!(last.map(|x| symbol(&buffer, x, row - 1)), Some(mark), "{}", told());
    }
    s.press("Backspace");
    let back = s.drawn().1;
    let is_back = back == Some((x, y)) || slid && back.is_some_and(|(at, _)| at == x);
    assert!(is_back, "{what}: taken away again, {back:?} for {x},{y}\n{}", s.frame());
}

/// Empties the field in focus of the form on top; nothing where it is not typed into.
fn emptied(s: &mut Session, at: usize) -> Option<(bool, String, &'static str)> {
    let form = form(s.model())?;
    form.focus = at;
    let entry = &mut form.entries[at];
    let Answer::Text(editor) = &mut entry.answer else { return None };
    let lines = matches!(editor, Editor::Area(_));
    *editor = if lines { Editor::area("") } else { Editor::line("") };
    Some((lines, entry.field.key.clone(), if entry.secret { SECRET } else { "Q" }))
}

/// Presses a key in this field of the form on top, where there is one: a key that goes to
/// the next field at the edge of this one is brought back.
fn press_in(s: &mut Session, field: Option<usize>, key: &str) {
    s.press(key);
    if let (Some(at), Some(form)) = (field, form(s.model())) {
        form.focus = at;
    }
}

/// A text that is typed into, and what it is filled with.
struct Typed<'t> {
    /// Its place in the form on top; none in a search.
    field: Option<usize>,
    what: &'t str,
    mark: &'t str,
    lines: bool,
    text: &'t str,
}

/// Goes through one text.
fn go_through(s: &mut Session, typed: &Typed<'_>) {
    let Typed { field, what, mark, lines, text } = *typed;
    let left = s.drawn().1.unwrap_or_else(|| panic!("{what}: no cursor\n{}", s.frame())).0;
    probe(s, left, mark, what);
    s.paste(text);
    probe(s, left, mark, &format!("{what}: pasted"));
    for key in KEYS.iter().chain(IN_LINES.iter().filter(|_| lines)) {
        press_in(s, field, key);
        probe(s, left, mark, &format!("{what}: {key}"));
    }
}

#[test]
fn the_cursor_stands_where_the_next_character_goes_in_every_field_of_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let (mut forms, mut fields, mut taken) = (0, 0, 0);
    for lang in LANGS {
        let home = folder.path().join(format!("{lang:?}"));
        let mut s = Session::new(small(&home), lang, 80, 24).unwrap();
        tour(&mut s, &mut |s, name, _| {
            let count = form(s.model()).map_or(0, |form| form.entries.len());
            forms += usize::from(count > 0);
            for at in 0..count {
                let Some((lines, key, mark)) = emptied(s, at) else {
                    let Some((x, y)) = s.drawn().1 else { panic!("{name} {at}\n{}", s.frame()) };
                    let row = s.drawn().0;
                    assert_eq!(
                        symbol(&row, 0, y),
                        ">",
                        "{name} {at}: the row of the field {x},{y}\n{}",
                        s.frame()
                    );
                    taken += 1;
                    continue;
                };
                fields += 1;
                let what = format!("{name} {key}");
                go_through(s, &Typed { field: Some(at), what: &what, mark, lines, text: STRANGE });
            }
        });
    }
    assert!(forms > 100 && fields > 500 && taken > 100, "{forms} {fields} {taken}");
}

#[test]
fn a_cursor_stays_with_a_text_that_is_longer_than_its_field() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = super::session(&folder.path().join("a"), 80, 24);
    let long = STRANGE.repeat(8);
    let several = format!("{long}\n{STRANGE}\n\n{long}");
    let mut seen = [0, 0];
    tour(&mut s, &mut |s, name, _| {
        let count = form(s.model()).map_or(0, |form| form.entries.len());
        for at in 0..count {
            let Some((lines, key, mark)) = emptied(s, at) else { continue };
            // A few of each: they are all alike.
            if seen[usize::from(lines)] >= 3 {
                continue;
            }
            seen[usize::from(lines)] += 1;
            let what = format!("{name} {key}");
            let text = if lines { &several } else { &long };
            go_through(s, &Typed { field: Some(at), what: &what, mark, lines, text });
            let left = s.press("Home").drawn().1.unwrap().0;
            for step in 0..70 {
                press_in(s, Some(at), if lines && step % 9 == 8 { "Up" } else { "Right" });
                probe(s, left, mark, &format!("{what}: step {step}"));
            }
            for step in 0..70 {
                press_in(s, Some(at), if lines && step % 9 == 8 { "Down" } else { "Left" });
                probe(s, left, mark, &format!("{what}: step {step} back"));
            }
        }
    });
    assert_eq!(seen, [3, 3]);
}

#[test]
fn no_cursor_is_shown_in_a_window_that_is_too_small_and_it_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = super::session(&folder.path().join("a"), 80, 24);
    s.press("F6").press("n").type_text("路灯");
    let before = s.cursor();
    assert!(before.is_some());
    s.resize(60, 24);
    assert_eq!(s.cursor(), None, "{}", s.frame());
    assert_eq!(s.resize(80, 24).cursor(), before);
}

#[test]
fn the_cursor_stands_where_the_next_character_goes_in_searches_and_lists() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = super::session(&folder.path().join("a"), 80, 24);
    for width in [80, 104, 120] {
        s.resize(width, 24);
        for way in [["F4", "/"], ["F6", "/"], ["F8", "/"], ["F2", "Ctrl-P"], ["F5", "Ctrl-F"]] {
            for key in way {
                s.press(key);
            }
            for text in [STRANGE.to_owned(), STRANGE.repeat(8)] {
                s.press("Ctrl-U").press("Ctrl-K");
                let what = format!("{way:?} at {width}");
                let (mark, lines) = ("Q", false);
                go_through(&mut s, &Typed { field: None, what: &what, mark, lines, text: &text });
            }
            s.press("Esc").press("Esc").press("Esc");
        }
    }
    s.press("F12");
    s.type_text("路灯");
    let (x, _) = s.cursor().unwrap();
    s.press("Left");
    assert_eq!(s.cursor().map(|(x, _)| x), Some(x - 1), "stars stand in one cell each");
    s.press("Backspace").press("Backspace");
    assert!(!s.frame().contains("**"), "{}", s.frame());
}

#[test]
fn a_list_over_a_form_has_its_own_cursor() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = super::session(&folder.path().join("a"), 80, 24);
    s.press("F6").press("n").press("Tab").press("Tab");
    let (left, row) = s.cursor().unwrap();
    s.press("Space");
    assert!(matches!(s.model().popups.last(), Some(Popup::Finder(_))));
    let what = "the list of neighbourhoods";
    go_through(&mut s, &Typed { field: None, what, mark: "Q", lines: false, text: STRANGE });
    s.press("Ctrl-U").press("Ctrl-K").type_text("sz").press("Enter");
    // Behind the name that was taken.
    let at = u16::try_from(width("三组")).unwrap();
    assert_eq!(s.cursor(), Some((left + at, row)), "{}", s.frame());
}
