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
    there: &'static [&'static str],
    /// What stands on the screen once one is there.
    seen: &'static str,
    keys: &'static [&'static str],
    back: &'static [&'static str],
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
    note(what, median, late);
}

/// Notes a time for `benches/run`.
pub(crate) fn note(what: &str, median: f64, late: f64) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("times");
    let mut file = fs::OpenOptions::new().create(true).append(true).open(path).unwrap();
    writeln!(file, "{what}\t{median:.3}\t{late:.3}").unwrap();
}

/// What moves.
const MOVES: &[Way] = &[
    Way { what: "F2, Down", there: &["F2"], seen: "F2", keys: DOWN, back: &[] },
    Way { what: "F3, Down", there: &["F3"], seen: "F3", keys: DOWN, back: &[] },
    Way { what: "F3, a sheet, Down", there: &["F3", "Enter"], seen: "F3", keys: DOWN, back: &["Esc"] },
    Way { what: "F4, Down", there: &["F4"], seen: "F4", keys: DOWN, back: &[] },
    Way { what: "F4, PageDown", there: &["F4"], seen: "F4", keys: PAGES, back: &["Home"] },
    Way { what: "F4, End, Home", there: &["F4"], seen: "F4", keys: &["End", "Home"], back: &["Home"] },
    Way { what: "F4, a card, Down", there: &["F4", "Enter"], seen: "F4", keys: DOWN, back: &["Esc"] },
    Way { what: "F5, Down", there: &["F5"], seen: "F5", keys: DOWN, back: &[] },
    Way { what: "F5, other tabs", there: &["F5"], seen: "F5", keys: &["Right"], back: &[] },
    Way { what: "F6, Down", there: &["F6"], seen: "F6", keys: DOWN, back: &[] },
    Way { what: "F6, other tabs", there: &["F6"], seen: "F6", keys: &["Right"], back: &[] },
    Way { what: "F6, other kinds", there: &["F6"], seen: "F6", keys: &["Tab"], back: &[] },
    Way { what: "F6, all, PageDown", there: &["F6", "Right"], seen: "F6", keys: PAGES, back: &["Home"] },
    Way { what: "F6, all, End, Home", there: &["F6"], seen: "F6", keys: &["End", "Home"], back: &["Home"] },
    Way { what: "F6, an issue, Down", there: &["F6", "Enter"], seen: "F6", keys: DOWN, back: &["Esc", "Left"] },
    Way { what: "F6, the board", there: &["F6", "v"], seen: "F6", keys: &["Right", "Down"], back: &["v"] },
    Way { what: "F7, Down", there: &["F7"], seen: "F7", keys: DOWN, back: &[] },
    Way { what: "F8, Down, ledger after ledger", there: &["F8"], seen: "F8", keys: DOWN, back: &[] },
    Way { what: "F8, visits, Down", there: &VISITS, seen: "50000", keys: DOWN, back: &[] },
    Way { what: "F8, visits, PageDown", there: &["F8"], seen: "50000", keys: PAGES, back: &["Home"] },
    Way { what: "F8, visits, End, Home", there: &["F8"], seen: "50000", keys: &["End", "Home"], back: &["Esc"] },
    Way { what: "F9, Down, the pictures", there: &["F9"], seen: "F9", keys: DOWN, back: &[] },
    Way { what: "F10, Down", there: &["F10"], seen: "F10", keys: DOWN, back: &[] },
    Way { what: "from screen to screen", there: &["F2"], seen: "F2", keys: SCREENS, back: &[] },
];

const DOWN: &[&str] = &["Down", "Down", "Down", "Down", "Down", "Down", "Down", "Up"];
const PAGES: &[&str] = &["PageDown", "PageDown", "PageDown", "PageUp"];
const SCREENS: &[&str] = &["F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F2"];
const VISITS: [&str; 5] = ["F8", "/", "=走访记录", "Enter", "Enter"];

/// What is looked for.
const SEARCHES: &[Way] = &[
    Way { what: "F4, a letter of a search", there: &["F4", "/"], seen: "F4", keys: LETTERS, back: &["Esc", "Esc"] },
    Way { what: "F6, a letter of a search", there: &["F6", "/"], seen: "F6", keys: LETTERS, back: &["Esc", "Esc"] },
    Way { what: "Ctrl-F, a letter", there: &["F2", "Ctrl-F"], seen: "到处找", keys: LETTERS, back: &["Esc"] },
    Way { what: "Ctrl-F, a character", there: &["F2", "Ctrl-F"], seen: "到处找", keys: &["灯", "Backspace", "王", "Backspace"], back: &["Esc"] },
    Way { what: "Ctrl-F, what is nowhere", there: &["F2", "Ctrl-F"], seen: "到处找", keys: NOWHERE, back: &["Esc"] },
    Way { what: "the palette, a letter", there: &["F2", "Ctrl-P"], seen: "Esc", keys: LETTERS, back: &["Esc"] },
    Way { what: "a person for an issue, a letter", there: &["F6", "n", "Tab", "Tab", "Tab", "Right"], seen: "Esc", keys: LETTERS, back: &["Esc", "Esc"] },
    Way { what: "a household, a letter", there: &["F4", "n", "Tab", "Tab", "Tab", "Tab", "Right"], seen: "Esc", keys: LETTERS, back: &["Esc", "Esc"] },
    Way { what: "a form, a letter", there: &["F6", "n"], seen: "Esc", keys: &["路", "灯", "Backspace", "Backspace"], back: &["Esc"] },
    Way { what: "a form, the next field", there: &["F6", "n"], seen: "Esc", keys: &["Tab"], back: &["Esc"] },
];

const LETTERS: &[&str] = &["l", "i", "Backspace", "Backspace"];
const NOWHERE: &[&str] = &["q", "x", "z", "q", "Backspace", "Backspace", "Backspace", "Backspace"];

/// What opens, and is left again.
const OPENINGS: &[Way] = &[
    Way { what: "Ctrl-F, opened", there: &["F4"], seen: "F4", keys: &["Ctrl-F", "Esc"], back: &[] },
    Way { what: "the palette, opened", there: &["F4"], seen: "F4", keys: &["Ctrl-P", "Esc"], back: &[] },
    Way { what: "what can be done here, opened", there: &["F4"], seen: "F4", keys: &["Ctrl-O", "Esc"], back: &[] },
    Way { what: "the help, opened", there: &["F4"], seen: "F4", keys: &["F1", "Esc"], back: &[] },
    Way { what: "a question, opened", there: &["F4"], seen: "F4", keys: &["d", "Esc"], back: &[] },
    Way { what: "the form of a resident, opened", there: &["F4"], seen: "F4", keys: &["n", "Esc"], back: &[] },
    Way { what: "a resident's card to edit, opened", there: &["F4"], seen: "F4", keys: &["e", "Esc"], back: &[] },
    Way { what: "the form of an issue, opened", there: &["F6"], seen: "F6", keys: &["n", "Esc"], back: &[] },
    Way { what: "the form of a visit, opened", there: &["F5"], seen: "F5", keys: &["v", "Esc"], back: &[] },
    Way { what: "the form of a step, opened", there: &["F6"], seen: "F6", keys: &["r", "Esc"], back: &[] },
    Way { what: "the form of a report, opened", there: &["F9"], seen: "F9", keys: &["w", "Esc"], back: &[] },
    Way { what: "the drafts on F8, opened", there: &["F8"], seen: "F8", keys: &["/", "Esc"], back: &[] },
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
    note(&format!("{what}, read again"), ms(read), ms(read));
    note(&format!("{what}, taken"), ms(taken), ms(taken));
}
