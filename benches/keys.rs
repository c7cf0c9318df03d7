//! From a key to the frame that shows what it did: through the update, the
//! drawing, and the bytes that a terminal gets. What the worker is asked for
//! is done between two keys, as it is while the next one is on its way.

use std::{
    env, fs,
    io::{self, Write},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use minqing::{tui::Session, workbench::Workbench};

/// How many keys are pressed in each place.
const KEYS: usize = 400;

/// How often something is opened, which takes longer.
const OPENED: usize = 40;

/// What counts bytes, and lets them go.
#[derive(Clone, Default)]
pub(crate) struct Sink(Arc<AtomicUsize>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.fetch_add(bytes.len(), Ordering::Relaxed);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Somebody before the screen.
pub(crate) struct Hands {
    pub(crate) session: Session,
    sink: Sink,
}

/// Keys that lead somewhere, those that are pressed there in turn, and those that lead back.
struct Way {
    what: &'static str,
    there: Keys,
    /// What stands on the screen once one is there.
    seen: &'static str,
    keys: Keys,
    back: Keys,
}

type Keys = &'static [&'static str];

const fn way(what: &'static str, there: Keys, seen: &'static str, keys: Keys, back: Keys) -> Way {
    Way { what, there, seen, keys, back }
}

impl Hands {
    pub(crate) fn new(mut session: Session) -> Self {
        let sink = Sink::default();
        session.write_to(sink.clone()).unwrap();
        Self { session, sink }
    }

    /// Until the frame is written; what the worker is asked for comes after that.
    pub(crate) fn key(&mut self, key: &str) -> Duration {
        let began = Instant::now();
        self.session.ask(key).write().unwrap();
        let taken = began.elapsed();
        self.rest();
        taken
    }

    /// Lets the worker do what it was asked for, and shows it.
    fn rest(&mut self) {
        self.session.work().listen().work().listen().write().unwrap();
    }

    /// A text is typed, and every other name is a key.
    fn go(&mut self, keys: &[&str]) {
        for key in keys {
            match key.strip_prefix("=") {
                Some(text) => {
                    for c in text.chars() {
                        self.key(&c.to_string());
                    }
                }
                None => {
                    self.key(key);
                }
            }
        }
    }

    fn measure(&mut self, way: &Way, times: usize) {
        if env::var("WAYS").is_ok_and(|wanted| !way.what.contains(&wanted)) {
            return;
        }
        self.go(way.there);
        let frame = self.session.frame();
        if env::var_os("LOOK").is_some() {
            println!("{}\n{frame}\n", way.what);
        }
        assert!(frame.contains(way.seen), "{}: {}\n{frame}", way.what, way.seen);
        let before = self.sink.0.load(Ordering::Relaxed);
        let taken: Vec<Duration> = (0..times).map(|at| self.key(way.keys[at % way.keys.len()])).collect();
        let bytes = (self.sink.0.load(Ordering::Relaxed) - before) / times;
        tell(way.what, taken, bytes);
        self.go(way.back);
    }
}

/// A row of the table, and a line for `benches/run`.
fn tell(what: &str, mut taken: Vec<Duration>, bytes: usize) {
    taken.sort_unstable();
    let ms = |taken: Duration| taken.as_secs_f64() * 1000.0;
    let (median, late) = (ms(taken[taken.len() / 2]), ms(taken[taken.len() * 99 / 100]));
    println!("| {what} | {median:.2} ms | {late:.2} ms | {bytes} |");
    note("key", what, median, late);
}

/// Notes a time for `benches/run`: of a key, or of what is waited for.
pub(crate) fn note(kind: &str, what: &str, median: f64, late: f64) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("times");
    let mut file = fs::OpenOptions::new().create(true).append(true).open(path).unwrap();
    writeln!(file, "{kind}\t{what}\t{median:.3}\t{late:.3}").unwrap();
}

/// What moves.
const MOVES: &[Way] = &[
    way("F2, Down", &["F2"], "F2", DOWN, &[]),
    way("F3, Down", &["F3"], "F3", DOWN, &[]),
    way("F3, a sheet, Down", &["F3", "Enter"], "F3", DOWN, &["Esc"]),
    way("F4, Down", &["F4"], "F4", DOWN, &[]),
    way("F4, PageDown", &["F4"], "F4", PAGES, &["Home"]),
    way("F4, End, Home", &["F4"], "F4", &["End", "Home"], &["Home"]),
    way("F4, a card, Down", &["F4", "Enter"], "F4", DOWN, &["Esc"]),
    way("F5, Down", &["F5"], "F5", DOWN, &[]),
    way("F5, other tabs", &["F5"], "F5", &["Right"], &[]),
    way("F6, Down", &["F6"], "F6", DOWN, &[]),
    way("F6, other tabs", &["F6"], "F6", &["Right"], &[]),
    way("F6, other kinds", &["F6"], "F6", &["Tab"], &[]),
    way("F6, all, PageDown", &["F6", "Right"], "F6", PAGES, &["Home"]),
    way("F6, all, End, Home", &["F6"], "F6", &["End", "Home"], &["Home"]),
    way("F6, an issue, Down", &["F6", "Enter"], "F6", DOWN, &["Esc", "Left"]),
    way("F6, the board", &["F6", "v"], "F6", &["Right", "Down"], &["v"]),
    way("F7, Down", &["F7"], "F7", DOWN, &[]),
    way("F8, Down, ledger after ledger", &["F8"], "F8", DOWN, &[]),
    way("F8, visits, Down", &VISITS, "走访日期", DOWN, &[]),
    way("F8, visits, PageDown", &["F8"], "走访日期", PAGES, &["Home"]),
    way("F8, visits, End, Home", &["F8"], "走访日期", &["End", "Home"], &["Esc"]),
    way("F9, Down, the pictures", &["F9"], "F9", DOWN, &[]),
    way("F10, Down", &["F10"], "F10", DOWN, &[]),
    way("from screen to screen", &["F2"], "F2", SCREENS, &[]),
];

const DOWN: &[&str] = &["Down", "Down", "Down", "Down", "Down", "Down", "Down", "Up"];
const PAGES: &[&str] = &["PageDown", "PageDown", "PageDown", "PageUp"];
const SCREENS: &[&str] = &["F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F2"];
const VISITS: [&str; 5] = ["F8", "/", "=走访", "Enter", "Enter"];

/// What is looked for.
const SEARCHES: &[Way] = &[
    way("F4, a letter of a search", &["F4", "/"], "F4", LETTERS, &["Esc", "Esc"]),
    way("F6, a letter of a search", &["F6", "/"], "F6", LETTERS, &["Esc", "Esc"]),
    way("Ctrl-F, a letter", &["F2", "Ctrl-F"], "到处找", LETTERS, &["Esc"]),
    way(
        "Ctrl-F, a character",
        &["F2", "Ctrl-F"],
        "到处找",
        &["灯", "Backspace", "王", "Backspace"],
        &["Esc"],
    ),
    way("Ctrl-F, what is nowhere", &["F2", "Ctrl-F"], "到处找", NOWHERE, &["Esc"]),
    way("the palette, a letter", &["F2", "Ctrl-P"], "Esc", LETTERS, &["Esc"]),
    way(
        "a person for an issue, a letter",
        &["F6", "n", "Tab", "Tab", "Tab", "Tab", "Right"],
        "选定",
        LETTERS,
        &["Esc", "Esc"],
    ),
    way("a household, a letter", &["F4", "n", "Tab", "Tab", "Right"], "选定", LETTERS, &["Esc", "Esc"]),
    way("a form, a letter", &["F6", "n"], "Esc", &["路", "灯", "Backspace", "Backspace"], &["Esc"]),
    way(
        "the form of a visit, a letter",
        &["F5", "v", "Shift-Tab"],
        "Esc",
        &["路", "灯", "Backspace", "Backspace"],
        &["Esc"],
    ),
    way("a form, the next field", &["F6", "n"], "Esc", &["Tab"], &["Esc"]),
];

const LETTERS: &[&str] = &["l", "i", "Backspace", "Backspace"];
const NOWHERE: &[&str] = &["q", "x", "z", "q", "Backspace", "Backspace", "Backspace", "Backspace"];

/// What opens, and is left again.
const OPENINGS: &[Way] = &[
    way("Ctrl-F, opened", &["F4"], "F4", &["Ctrl-F", "Esc"], &[]),
    way("the palette, opened", &["F4"], "F4", &["Ctrl-P", "Esc"], &[]),
    way("what can be done here, opened", &["F4"], "F4", &["Ctrl-O", "Esc"], &[]),
    way("the help, opened", &["F4"], "F4", &["F1", "Esc"], &[]),
    way("a question, opened", &["F4"], "F4", &["d", "Esc"], &[]),
    way("the form of a resident, opened", &["F4"], "F4", &["n", "Esc"], &[]),
    way("a resident's card to edit, opened", &["F4"], "F4", &["e", "Esc"], &[]),
    way("the form of an issue, opened", &["F6"], "F6", &["n", "Esc"], &[]),
    way("the form of a visit, opened", &["F5"], "F5", &["v", "Esc"], &[]),
    way("the form of a step, opened", &["F6"], "F6", &["r", "Esc"], &[]),
    way("the form of a report, opened", &["F9"], "F9", &["w", "Esc"], &[]),
    way("the ledgers of F8 to choose from, opened", &["F8"], "F8", &["/", "Esc"], &[]),
];

/// Measures all of it.
pub(crate) fn keys(hands: &mut Hands) {
    println!("\n| key to frame | median | 99 of 100 within | bytes |\n| --- | --- | --- | --- |");
    for way in MOVES {
        hands.measure(way, KEYS);
    }
    // The worker makes what the ledgers are searched by when it is first asked.
    let opened = hands.session.ask("Ctrl-F");
    let began = Instant::now();
    opened.write().unwrap();
    tell("Ctrl-F, opened for the first time", vec![began.elapsed()], 0);
    let began = Instant::now();
    hands.rest();
    println!("(after that the worker made its index in {:.0} ms)", began.elapsed().as_secs_f64() * 1000.0);
    hands.go(&["Esc"]);
    for way in SEARCHES {
        hands.measure(way, KEYS);
    }
    for way in OPENINGS {
        hands.measure(way, OPENED);
    }
}

/// After something was written: until the worker has read it again, and how long
/// keys wait while the screen takes that.
pub(crate) fn written(hands: &mut Hands, what: &str, change: impl FnOnce(&mut Workbench)) {
    change(hands.session.bench());
    let began = Instant::now();
    hands.session.ask_again().work();
    let read = began.elapsed();
    let began = Instant::now();
    hands.session.listen().write().unwrap();
    let taken = began.elapsed();
    let ms = |taken: Duration| taken.as_secs_f64() * 1000.0;
    println!("| {what} | {:.0} ms | {:.1} ms |", ms(read), ms(taken));
    note("wait", &format!("{what} written, read again by the worker"), ms(read), ms(read));
    note("key", &format!("{what} written, taken by the screen"), ms(taken), ms(taken));
}
