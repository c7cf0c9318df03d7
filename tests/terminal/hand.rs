//! A hand at the keyboard and at the mouse: it counts its strokes, and keeps the screens it saw.

use std::{cell::Cell, thread, time::Duration};

use unicode_width::UnicodeWidthStr;

use super::Terminal;

/// The strokes that one Chinese character takes: its pinyin in full is three letters on
/// average, and every other one is chosen by a further key.
const STROKES: usize = 4;

pub(super) struct Hand {
    pub(super) terminal: Terminal,
    strokes: Cell<usize>,
    seen: String,
}

impl Hand {
    pub(super) fn new(terminal: Terminal) -> Self {
        Self { terminal, strokes: Cell::new(0), seen: String::new() }
    }

    /// Presses keys by their names in tmux.
    pub(super) fn press(&self, keys: &[&str]) {
        for key in keys {
            self.terminal.press(key);
            self.strokes.set(self.strokes.get() + 1);
        }
    }

    /// Types a text through an input method.
    pub(super) fn write(&self, text: &str) {
        self.terminal.type_text(text);
        let strokes: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { STROKES }).sum();
        self.strokes.set(self.strokes.get() + strokes);
    }

    /// The strokes since it was asked last.
    pub(super) fn strokes(&self) -> usize {
        self.strokes.take()
    }

    /// Clicks on a text, the first on the screen.
    pub(super) fn click(&self, text: &str) {
        self.click_at(self.place(text, false));
    }

    /// Clicks on a text, the last on the screen: a word of the footer may stand above it too.
    pub(super) fn click_last(&self, text: &str) {
        self.click_at(self.place(text, true));
    }

    fn click_at(&self, (x, y): (usize, usize)) {
        self.terminal.type_text(&format!("\u{1b}[<0;{x};{y}M\u{1b}[<0;{x};{y}m"));
    }

    /// Turns the wheel down over a text by one.
    pub(super) fn wheel(&self, text: &str) {
        let (x, y) = self.place(text, false);
        self.terminal.type_text(&format!("\u{1b}[<65;{x};{y}M"));
    }

    /// Where a text stands, the first or the last of it, as a mouse counts: from 1.
    fn place(&self, text: &str, is_last: bool) -> (usize, usize) {
        let mut found = None;
        self.terminal.wait(text, |screen| {
            let at = |(y, line): (usize, &str)| Some((line.split_once(text)?.0.width() + 1, y + 1));
            let mut places = screen.lines().enumerate().filter_map(at);
            found = if is_last { places.last() } else { places.next() };
            found.is_some()
        });
        found.unwrap()
    }

    /// Waits for a text, then until nothing moves.
    pub(super) fn sees(&self, text: &str) -> String {
        self.terminal.wait_for(text);
        self.settled()
    }

    /// Waits until a text is gone, then until nothing moves.
    pub(super) fn sees_no_more(&self, text: &str) -> String {
        self.terminal.wait(&format!("no {text}"), |screen| !screen.contains(text));
        self.settled()
    }

    fn settled(&self) -> String {
        let mut before = self.terminal.screen();
        for _ in 0..200 {
            thread::sleep(Duration::from_millis(60));
            let now = self.terminal.screen();
            if now == before {
                return now;
            }
            before = now;
        }
        panic!("the screen never came to rest:\n{before}");
    }

    /// Keeps the screen under a name.
    pub(super) fn keep(&mut self, name: &str) {
        let screen = self.settled();
        let lines = screen.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        self.seen.extend(["== ", name, "\n", &without_ids(&lines), "\n\n"]);
    }

    /// The screens that were kept.
    pub(super) fn seen(&self) -> &str {
        &self.seen
    }
}

/// A screen without what is drawn anew in every run: ids, eight hexadecimal digits or
/// more, and the sizes of sealed files.
fn without_ids(screen: &str) -> String {
    let mut told = String::new();
    let mut run = String::new();
    for c in screen.chars().chain(['\n']) {
        if c.is_ascii_digit() || ('a'..='f').contains(&c) {
            run.push(c);
            continue;
        }
        // The one day there is, is no id.
        let id = run.len() >= 8 && run != "20261122";
        told.push_str(&if id { "#".repeat(run.len()) } else { run.clone() });
        run.clear();
        told.push(c);
    }
    let sizes = told.trim_end().split(" KB");
    let sizes = sizes.map(|before| before.trim_end_matches(|c: char| c.is_ascii_digit()));
    let sizes: Vec<&str> = sizes.collect();
    // What stands behind the last one is no size.
    let (_, rest) = told.trim_end().rsplit_once(" KB").unwrap_or(("", told.trim_end()));
    let before = sizes.split_last().map(|(_, before)| before).unwrap_or_default();
    before.iter().fold(String::new(), |text, part| text + part + "# KB") + rest
}

#[test]
fn ids_are_left_out_and_numbers_are_not() {
    assert_eq!(without_ids("B 0123abcd，27 次，20261122"), "B ########，27 次，20261122");
    assert_eq!(without_ids("a 3 KB  b\n12 KB  7"), "a # KB  b\n# KB  7");
}
