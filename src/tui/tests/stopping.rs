//! Long work that somebody ends from the screen, with the worker in a thread of its own: what it
//! leaves behind, and what is said of that.

use std::{
    fmt::Write,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::AtomicU32,
        mpsc::{self, RecvTimeoutError, Sender},
    },
    thread,
};

use ratatui::{Terminal, backend::TestBackend};

use super::{
    add, clock, small, two,
    working::{PATIENCE, opening},
};
use crate::{
    domain::wording::Lang,
    tui::{
        Session,
        event::{Effect, Event, LedgerWork},
        key::Key,
        live,
        model::{Model, Popup},
        perform::{Gate, Performer},
        session::text_of,
        terminal::Canvas,
        view::view,
    },
    workbench::{Workbench, progress::Stage, sync::ExportOrder},
};

/// Rows of a sheet: more than one commit takes.
const MANY: usize = 2_600;

/// A hand that agrees to what it is asked for, ends the work where that waits, and leaves once
/// it is told what came of it.
struct Hand {
    keys: Sender<Event>,
    gate: Sender<()>,
    at: (Stage, u64),
    /// What it did, and the frames in which it is told what came of it.
    seen: Arc<Mutex<(Vec<&'static str>, String)>>,
}

impl Hand {
    /// What is to be done about what is seen, and by which key; none of what the worker is to go on with.
    fn answer(&self, model: &Model, frame: &str) -> Option<(&'static str, Option<Key>)> {
        let busy = model.busy.as_ref();
        if let Some(far) = busy.and_then(|busy| busy.far) {
            let waits = (far.course.stage, far.course.done) == self.at;
            return match model.popups.last() {
                Some(Popup::Question { effect: Effect::Stop(_), .. }) => Some(("asked", Some(Key::Enter))),
                Some(_) | None if busy.is_some_and(|busy| busy.ending) => Some(("ending", None)),
                Some(_) | None => waits.then_some(("working", Some(Key::Esc))),
            };
        }
        let sheet = |work: &LedgerWork| matches!(work, LedgerWork::TakeSheet(_));
        match model.popups.last() {
            _ if busy.is_some() => None,
            Some(Popup::Reading { .. }) => Some(("read", Some(Key::Ctrl('q')))),
            _ if frame.contains("已停下") => {
                let more = model.outcome.as_ref().is_some_and(|outcome| !outcome.is_read);
                Some(("told", Some(Key::Ctrl(if more { 't' } else { 'q' }))))
            }
            Some(Popup::Question { effect: Effect::OnLedger(work), .. }) if sheet(work) => {
                Some(("agreed", Some(Key::Enter)))
            }
            Some(Popup::Preview { .. }) => Some(("looked into", Some(Key::Enter))),
            Some(Popup::Form(_)) if frame.contains("试算并导入") => {
                Some(("columns", Some(Key::Ctrl('s'))))
            }
            Some(_) | None => None,
        }
    }
}

impl Canvas for Hand {
    fn draw(&mut self, model: &Model) -> std::io::Result<()> {
        let (width, height) = model.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| view(model, frame)).unwrap();
        let frame = text_of(terminal.backend().buffer());
        let (done, last) = &mut *self.seen.lock().unwrap();
        let answer = self.answer(model, &frame).filter(|(what, _)| !done.contains(what));
        if !done.contains(&"told") {
            last.clear();
        }
        if let Some((what, key)) = answer {
            done.push(what);
            *last += &frame;
            match key {
                Some(key) => self.keys.send(Event::Key(key)).unwrap(),
                None => self.gate.send(()).unwrap(),
            }
        }
        Ok(())
    }
}

/// Opens a workspace, lets a hand begin with these keys and end the work at a step; what it did,
/// and what it was told.
fn stopped(home: &Path, begin: &[&str], file: &Path, at: (Stage, u64)) -> (Vec<&'static str>, String) {
    let bench = open(home);
    let mut performer = Performer::new(bench, Lang::Zh);
    let model = opening(performer.snapshot().unwrap());
    let (gate, opens) = mpsc::channel();
    performer.gate = Some(Gate { at: Some(at), opens: Arc::new(Mutex::new(opens)) });
    let (keys, arriving) = mpsc::channel();
    for key in begin {
        let file = || Event::Paste(file.display().to_string());
        keys.send(Key::parse(key).map_or_else(file, Event::Key)).unwrap();
    }
    let seen = Arc::new(Mutex::new((Vec::new(), String::new())));
    let hand = Hand { keys: keys.clone(), gate: gate.clone(), at, seen: Arc::clone(&seen) };
    // Whatever it waits for in vain, the test ends.
    let (patience, ended) = mpsc::channel::<()>();
    let late = keys.clone();
    let watch = thread::spawn(move || {
        if ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            let _ = gate.send(());
            drop(late.send(Event::Gone));
        }
    });
    let ended = live(performer, model, Box::new(hand), keys, &arriving, &AtomicU32::new(0)).unwrap();
    assert!(ended.is_none(), "{ended:?}");
    drop(patience);
    watch.join().unwrap();
    let seen = seen.lock().unwrap();
    seen.clone()
}

fn open(home: &Path) -> Workbench {
    Workbench::open(home, "pass", clock(0), &mut |_| {}).unwrap().0
}

/// How many residents there are, and what all of the ledgers come to.
fn state(home: &Path) -> (usize, String) {
    let bench = open(home);
    assert_eq!(bench.doctor().unwrap(), Vec::<String>::new());
    let told = (bench.standing("residents").unwrap().len(), bench.digest());
    bench.close().unwrap();
    told
}

#[test]
fn a_sheet_that_is_stopped_from_the_screen_is_in_by_whole_batches_as_is_told_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    drop(small(&home));
    let file = folder.path().join("花名册.csv");
    let mut rows = String::from("姓名,居民小组\n");
    for number in 0..MANY {
        writeln!(rows, "居民{number},三组").unwrap();
    }
    std::fs::write(&file, rows).unwrap();
    let (own, before) = state(&home);
    let begin = ["F10", "t", "(file)", "Ctrl-S"];
    let done = ["columns", "agreed", "working", "asked", "ending", "told", "read"];
    // Within the first batch: nothing of it is in.
    let (did, told) = stopped(&home, &begin, &file, (Stage::TakingRows, 7));
    assert_eq!(did, done[..6], "{told}");
    assert!(told.contains("已停下，什么也没有改动"), "{told}");
    assert_eq!(state(&home), (own, before));
    // Within the second: the first is in whole, nothing of the second.
    let (did, told) = stopped(&home, &begin, &file, (Stage::TakingRows, 2_300));
    assert_eq!(did, done, "{told}");
    for part in ["已停下：新增 2000", "已停下：前 2000 行已经导入，后面的没有动"] {
        assert!(told.contains(part) && !told.contains("什么也没有改动"), "{told}");
    }
    assert_eq!(state(&home).0, own + 2_000);
    // As was told: imported again it goes on, and nobody is there twice.
    let mut s = Session::new(open(&home), Lang::Zh, 80, 24).unwrap();
    s.press("F10").press("t").paste(&file.display().to_string()).press("Ctrl-S");
    assert!(s.frame().contains("新增 600，并入已有 2000，未收 0"), "{}", s.frame());
    s.press("Ctrl-S").press("Enter");
    assert_eq!(s.bench().standing("residents").unwrap().len(), own + MANY);
    // An undo takes a batch back.
    for left in [own + 2_000, own] {
        s.press("Esc").press("u");
        if matches!(s.model().popups.last(), Some(Popup::Question { .. })) {
            s.press("Enter");
        }
        assert_eq!(s.bench().standing("residents").unwrap().len(), left, "{}", s.frame());
    }
}

#[test]
fn a_bundle_that_is_stopped_from_the_screen_has_brought_nothing_as_is_told_and_comes_in_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (mut lead, member) = two(folder.path());
    for number in 0..8 {
        add(&mut lead, "residents", &[("name", &format!("居民{number}"))]);
    }
    let file = folder.path().join("a.mqb");
    lead.export(&file, &ExportOrder { full: true, ..ExportOrder::default() }).unwrap();
    let home = member.home().to_path_buf();
    drop(member);
    let (own, before) = state(&home);
    let begin = ["F10", "i", "(file)", "Enter"];
    // Already while it is read for the preview, then while it is brought to the disk.
    let [read, kept] = [(Stage::Reading, 2), (Stage::Keeping, 1)];
    for (at, looked) in [(read, false), (kept, true), ((Stage::Keeping, 4), true)] {
        let (did, told) = stopped(&home, &begin, &file, at);
        let looked = looked.then_some("looked into");
        let done: Vec<&str> = looked.into_iter().chain(["working", "asked", "ending", "told"]).collect();
        assert_eq!(did, done, "{at:?} {told}");
        assert!(told.contains("已停下，什么也没有改动"), "{at:?} {told}");
        assert_eq!(state(&home), (own, before.clone()), "{at:?}");
    }
    // While it is read to be taken in.
    let mut s = Session::new(open(&home), Lang::Zh, 80, 24).unwrap();
    let preview = |s: &mut Session| {
        s.press("F10").press("i").paste(&file.display().to_string()).press("Enter");
        assert!(matches!(s.model().popups.last(), Some(Popup::Preview { .. })), "{}", s.frame());
    };
    preview(&mut s);
    let asked = s.ask_only(Key::Enter);
    s.end_next();
    for effect in asked {
        s.do_and_hear(effect);
    }
    assert!(s.frame().contains("已停下，什么也没有改动"), "{}", s.frame());
    assert_eq!(s.bench().digest(), before);
    s.model().popups.clear();
    preview(&mut s);
    s.press("Enter");
    assert!(s.frame().contains("已导入："), "{}", s.frame());
    assert_eq!(s.bench().standing("residents").unwrap().len(), own + 8);
}
