//! The cursor of the terminal stands where the next character goes: an input method opens its
//! window there. Asked in every field of every form, of every search and every list.

use std::collections::BTreeSet;

use ratatui::buffer::{Buffer, Cell};

use super::{
    gallery::furnished,
    scenes, seen,
    tour::{LANGS, Sight, form, tour},
};
use crate::tui::{Session, cells::width, editor::Editor, form::Answer, model::Popup};

/// What is wide, what is several and is seen as one, what takes no cell of its own.
pub(in crate::tui) const STRANGE: &str = "路e\u{301}👨\u{200d}👩\u{200d}👧🇨🇳☎\u{fe0f}กำकि𠮷ｶﾞﷺa";

/// Keys that go about in a text and take of it, wherever it is typed.
const KEYS: [&str; 19] = [
    "End",
    "Left",
    "Left",
    "Backspace",
    "Home",
    "Right",
    "Delete",
    "Left",
    "Delete",
    "End",
    "Ctrl-H",
    "Ctrl-A",
    "Right",
    "Right",
    "Ctrl-E",
    "Left",
    "Ctrl-W",
    "Ctrl-K",
    "Ctrl-U",
];

/// Those that go about in several lines besides.
const IN_LINES: [&str; 10] =
    ["Ctrl-J", "Up", "End", "Backspace", "Up", "Home", "Down", "Left", "Delete", "Ctrl-J"];

/// The first row of what stands between the rules: the title of a form.
const TOP: u16 = 3;

/// What the mark looks like where what is typed is not shown.
const SECRET: &str = "*";

/// What is typed into: a session, or the guide of the first start.
pub(in crate::tui) trait Typing {
    /// Its cells, and where its cursor is.
    fn cells(&self) -> (Buffer, Option<(u16, u16)>);
    /// Takes a key by its name.
    fn key(&mut self, name: &str);
    /// Takes a text that came at once.
    fn take(&mut self, text: &str);
    /// Goes back to the field that is looked at, where a key went to the next at its edge.
    fn stay(&mut self, field: usize);
    /// What is seen, for whoever reads why it is wrong.
    fn seen(&self) -> String;
}

impl Typing for Session {
    fn cells(&self) -> (Buffer, Option<(u16, u16)>) {
        self.drawn()
    }

    fn key(&mut self, name: &str) {
        self.press(name);
    }

    fn take(&mut self, text: &str) {
        self.paste(text);
    }

    fn stay(&mut self, field: usize) {
        if let Some(form) = form(self.model()) {
            form.focus = field;
        }
    }

    fn seen(&self) -> String {
        self.frame()
    }
}

fn symbol(buffer: &Buffer, x: u16, y: u16) -> &str {
    buffer.cell((x, y)).map_or(" ", Cell::symbol)
}

/// Types a mark and takes it away: it must have come where the cursor was, and the cursor
/// behind it. `left` is the cell at which the field begins.
fn probe(s: &mut impl Typing, left: u16, mark: &str, what: &str) {
    let (before, cursor) = s.cells();
    let Some((x, y)) = cursor else { panic!("{what}: the cursor is hidden\n{}", s.seen()) };
    s.key("Q");
    let (buffer, cursor) = s.cells();
    // A form may have slid to show a row more, or told something above its fields.
    let changed = |x: u16, y: u16| symbol(&before, x, y) != symbol(&buffer, x, y);
    let slid = (TOP..TOP + 3).any(|row| row != y && (0..buffer.area.width).any(|x| changed(x, row)));
    let Some((next, row)) = cursor else { panic!("{what}: the cursor is hidden behind a mark") };
    let told = || format!("{what}: from {x},{y} to {next},{row}, left {left}\n{}", s.seen());
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
    s.key("Backspace");
    let back = s.cells().1;
    let is_back = back == Some((x, y)) || slid && back.is_some_and(|(at, _)| at == x);
    assert!(is_back, "{what}: taken away again, {back:?} for {x},{y}\n{}", s.seen());
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

/// Presses a key in this field of the form on top, where there is one.
fn press_in(s: &mut impl Typing, field: Option<usize>, key: &str) {
    s.key(key);
    if let Some(at) = field {
        s.stay(at);
    }
}

/// A text that is typed into, and what it is filled with.
pub(in crate::tui) struct Typed<'t> {
    /// Its place in the form on top; none in a search.
    pub(in crate::tui) field: Option<usize>,
    pub(in crate::tui) what: &'t str,
    /// What a `Q` looks like in it.
    pub(in crate::tui) mark: &'t str,
    /// Whether it has several lines.
    pub(in crate::tui) lines: bool,
    pub(in crate::tui) text: &'t str,
}

/// Goes through one text, which is empty.
pub(in crate::tui) fn go_through(s: &mut impl Typing, typed: &Typed<'_>) {
    let Typed { field, what, mark, lines, text } = *typed;
    let left = s.cells().1.unwrap_or_else(|| panic!("{what}: no cursor\n{}", s.seen())).0;
    probe(s, left, mark, what);
    s.take(text);
    probe(s, left, mark, &format!("{what}: pasted"));
    for key in KEYS.iter().chain(IN_LINES.iter().filter(|_| lines)) {
        press_in(s, field, key);
        probe(s, left, mark, &format!("{what}: {key}"));
    }
}

/// What was gone through.
#[derive(Debug, Default)]
struct Count {
    forms: BTreeSet<String>,
    fields: usize,
    chosen: usize,
    /// The words of what there is to see that were gone through.
    seen: BTreeSet<String>,
}

/// Goes through every field of what is on top, and leaves it as it was.
fn go_through_form(s: &mut Session, name: &str, count: &mut Count) {
    let before = s.model().popups.clone();
    let entries = form(s.model()).map_or(0, |form| form.entries.len());
    if entries > 0 {
        count.forms.insert(name.to_owned());
        count.seen.extend(seen::now(s.model()));
    }
    for at in 0..entries {
        let Some((lines, key, mark)) = emptied(s, at) else {
            let (row, cursor) = s.drawn();
            let Some((x, y)) = cursor else { panic!("{name} {at}\n{}", s.frame()) };
            let told = || format!("{name} {at}: the row of the field {x},{y}\n{}", s.frame());
            assert_eq!(symbol(&row, 0, y), ">", "{}", told());
            count.chosen += 1;
            continue;
        };
        count.fields += 1;
        let what = format!("{name} {key}");
        go_through(s, &Typed { field: Some(at), what: &what, mark, lines, text: STRANGE });
    }
    s.model().popups = before;
}

#[test]
fn the_cursor_stands_where_the_next_character_goes_in_every_field_of_every_form() {
    let folder = tempfile::tempdir().unwrap();
    for lang in LANGS {
        let mut count = Count::default();
        let bench = furnished(&folder.path().join(format!("{lang:?}")));
        let mut s = Session::new(bench, lang, 80, 24).unwrap();
        let mut look = |s: &mut Session, name: &str, _: Sight| go_through_form(s, name, &mut count);
        tour(&mut s, &mut look);
        scenes::scenes(&mut s, &mut look);
        let all = seen::all();
        let wanted = |name: &&String| {
            ["Purpose::", "Work::", "Apart::", "LaptopWork::"].iter().any(|enums| name.starts_with(enums))
        };
        let missed: Vec<_> = all.difference(&count.seen).filter(wanted).collect();
        assert!(missed.is_empty(), "nobody has gone through {missed:?}");
        let Count { forms, fields, chosen, .. } = count;
        assert!(forms.len() > 90 && fields > 350 && chosen > 90, "{} {fields} {chosen}", forms.len());
    }
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
            // The last keys took all of it away.
            s.paste(text);
            s.press("Home").press("Ctrl-A");
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
        for way in [
            ["F2", "/"],
            ["F3", "/"],
            ["F4", "/"],
            ["F5", "/"],
            ["F6", "/"],
            ["F7", "/"],
            ["F8", "/"],
            ["F9", "/"],
            ["F10", "/"],
            ["F2", "Ctrl-P"],
            ["F5", "Ctrl-F"],
        ] {
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
