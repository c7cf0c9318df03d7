//! Long work on the screen: what is told of it, how it is ended, and that the rest stays alive.

use std::{
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::AtomicU32,
        mpsc::{self, Sender},
    },
    thread,
    time::Duration,
};

use super::{session, small};
use crate::{
    domain::wording::Lang,
    tui::{
        Session,
        event::{Answer, Done, Effect, Event, Far},
        key::Key,
        live,
        model::{Busy, Model, Popup},
        perform::{Gate, Performer},
        popups::{self, note_work},
        snapshot::Snapshot,
        terminal::Canvas,
        update::update,
    },
    workbench::{
        Workbench,
        clock::Stopwatch,
        keeping::automatic_backups,
        progress::{Course, Stage},
        unfinished::Keeper,
    },
};

fn far(stage: Stage, done: u64, can_stop: bool) -> Far {
    let course = Course { stage, done, total: Some(50_000), can_stop };
    Far { job: 7, course, rate: Some(5_200), left: Some(Duration::from_millis(7_400)) }
}

/// A session in which the worker is at some work and has not answered yet.
fn at_work(folder: &Path, lang: Lang, size: (u16, u16), far: Far) -> Session {
    let mut s = Session::new(small(&folder.join("a")), lang, size.0, size.1).unwrap();
    s.press("F10");
    note_work(s.model(), &[Effect::Backup(String::new())]);
    hear(&mut s, Answer::Progress(far));
    s
}

fn hear(s: &mut Session, answer: Answer) {
    let is_end = matches!(answer, Answer::Done(_) | Answer::Checked(_));
    update(s.model(), Event::Answer(answer));
    if is_end {
        update(s.model(), Event::Answer(Answer::Over));
    }
}

/// The line in which it stands.
fn line(s: &Session) -> String {
    let frame = s.frame();
    let lines: Vec<&str> = frame.lines().collect();
    lines[lines.len() - 2].trim_matches('─').trim().to_owned()
}

#[test]
fn a_notice_above_running_work_stands_below_one_rule() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = at_work(folder.path(), Lang::Zh, (80, 24), far(Stage::Writing, 9, true));
    for count in 1..8 {
        s.model().notice = Some(vec!["放下的表单都在"; count].join("\n"));
        let frame = s.frame();
        assert_eq!(frame.matches("放下的表单都在").count(), count, "{frame}");
        let rules: Vec<bool> = frame.lines().map(|line| line.starts_with("────")).collect();
        assert!(rules.windows(2).all(|two| two != [true, true]), "{frame}");
        // Something parts it from what is above.
        let first = frame.lines().position(|line| line.contains("放下的表单都在")).unwrap();
        assert!(rules[first - 1], "{frame}");
    }
}

#[test]
fn what_how_far_how_fast_how_long_still_and_how_to_end_it_fit_in_the_least_window() {
    let folder = tempfile::tempdir().unwrap();
    let of = |lang, size, far| {
        let folder = tempfile::tempdir_in(folder.path()).unwrap();
        line(&at_work(folder.path(), lang, size, far))
    };
    let writing = far(Stage::Writing, 12_340, true);
    let applying = far(Stage::Applying, 50_000, false);
    for (lang, size, far, told) in [
        (
            Lang::Zh,
            (80, 24),
            writing,
            "正在备份 · 写出 · 12,340/50,000 次提交 · 5,200/秒 · 约剩 8 秒 · Esc 停下",
        ),
        (Lang::En, (80, 24), writing, "backing up · writing · 12,340/50,000 commits · ~8 s left · Esc stops"),
        (
            Lang::En,
            (120, 36),
            writing,
            "backing up · writing · 12,340/50,000 commits · 5,200/s · ~8 s left · Esc stops",
        ),
        (
            Lang::Zh,
            (80, 24),
            applying,
            "正在备份 · 并入台账 · 50,000/50,000 次提交 · 约剩 8 秒 · 这一步停不下来",
        ),
        (
            Lang::En,
            (80, 24),
            applying,
            "backing up · 50,000/50,000 commits · ~8 s left · cannot be stopped now",
        ),
    ] {
        assert_eq!(of(lang, size, far), told);
    }
    // The beginning tells neither a rate nor a time.
    let begun = Far { rate: None, left: None, ..writing };
    assert_eq!(of(Lang::Zh, (80, 24), begun), "正在备份 · 写出 · 12,340/50,000 次提交 · Esc 停下");
}

#[test]
fn the_rest_of_the_screen_stays_alive_and_what_is_said_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = at_work(folder.path(), Lang::Zh, (80, 24), far(Stage::Writing, 1, true));
    s.press("F6");
    assert!(s.frame().contains("三组路灯连续五天不亮"), "{}", s.frame());
    s.press("n").type_text("井盖松动");
    assert!(s.frame().contains("井盖松动") && line(&s).contains("写出"), "{}", s.frame());
    // In a form Esc belongs to the form.
    assert!(!line(&s).contains("Esc"), "{}", line(&s));
    s.press("Esc");
    assert!(s.frame().contains("已放下") && line(&s).contains("Esc 停下"), "{}", s.frame());
    hear(&mut s, Answer::Done(Done { sentence: "已备份".into(), record: None }));
    assert_eq!(line(&s), "已备份");
}

#[test]
fn it_ends_after_one_question_and_no_longer_than_it_can_be_ended() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = at_work(folder.path(), Lang::Zh, (80, 24), far(Stage::Writing, 1, true));
    let asks = |s: &Session| s.frame().contains("正在备份：要停下吗？");
    assert!(s.ask_only(Key::Esc).is_empty() && asks(&s), "{}", s.frame());
    assert!(s.frame().contains("没写完的文件会删掉"), "{}", s.frame());
    assert!(s.ask_only(Key::Esc).is_empty() && !asks(&s), "declined: {}", s.frame());
    s.ask_only(Key::Esc);
    // It is done before somebody answers: there is nothing to be asked any more.
    hear(&mut s, Answer::Progress(far(Stage::Applying, 1, false)));
    assert!(!asks(&s) && line(&s).contains("停不下来"), "{}", s.frame());
    assert!(s.ask_only(Key::Esc).is_empty() && !asks(&s));
    hear(&mut s, Answer::Progress(far(Stage::Writing, 9, true)));
    s.ask_only(Key::Esc);
    assert_eq!(s.ask_only(Key::Enter), [Effect::Stop(7)]);
    assert!(line(&s).contains("正在停下"), "{}", s.frame());
    s.ask_only(Key::Esc);
    assert!(!asks(&s), "asked once");
}

#[test]
fn the_form_that_asked_for_it_stays_until_it_is_done_and_esc_ends_the_work() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let usb = folder.path().join("usb");
    std::fs::create_dir(&usb).unwrap();
    s.press("F10").press("x").paste(&usb.display().to_string());
    let asked = s.ask_only(Key::Ctrl('s'));
    hear(&mut s, Answer::Progress(far(Stage::Writing, 1, true)));
    s.ask_only(Key::Esc);
    assert_eq!(s.ask_only(Key::Char('y')), [Effect::Stop(7)]);
    // The worker stops at its next step, and tells so beside the form.
    s.end_next();
    for effect in asked {
        s.do_and_hear(effect);
    }
    let frame = s.frame();
    assert!(frame.contains("已停下，什么也没有改动") && frame.contains("导出同步包"), "{frame}");
    assert_eq!(std::fs::read_dir(&usb).unwrap().count(), 0);
    s.press("Ctrl-S");
    assert!(s.frame().contains("已导出"), "{}", s.frame());
    assert_eq!(std::fs::read_dir(&usb).unwrap().count(), 1);
}

#[test]
fn what_waits_for_its_turn_is_named_in_its_turn() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = at_work(folder.path(), Lang::Zh, (80, 24), far(Stage::Writing, 1, true));
    assert_eq!(s.ask_only(Key::Char('u')), [Effect::Undo { agreed: None }]);
    assert!(line(&s).starts_with("正在备份"), "{}", line(&s));
    hear(&mut s, Answer::Done(Done::default()));
    assert_eq!(line(&s), "正在撤销");
    hear(&mut s, Answer::Done(Done::default()));
    assert_eq!(line(&s), "");
}

#[test]
fn who_leaves_is_told_what_becomes_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = at_work(folder.path(), Lang::Zh, (80, 24), far(Stage::Writing, 1, true));
    assert!(s.ask_only(Key::Ctrl('q')).is_empty());
    let frame = s.frame();
    assert!(frame.contains("正在备份 · 1/50,000 次提交 · 约剩 8 秒：退出就停下它"), "{frame}");
    // It goes on while it is asked, and that is told.
    hear(&mut s, Answer::Progress(far(Stage::Writing, 30_000, true)));
    assert!(s.frame().contains("30,000/50,000 次提交"), "{}", s.frame());
    assert_eq!(s.ask_only(Key::Ctrl('q')), [Effect::Stop(7), Effect::Leave]);
    assert_eq!(s.ask_only(Key::Enter), [Effect::Stop(7), Effect::Leave]);
    hear(&mut s, Answer::Progress(far(Stage::Applying, 1, false)));
    assert!(s.ask_only(Key::Ctrl('q')).is_empty());
    assert!(s.frame().contains("做完才退出"), "{}", s.frame());
    assert_eq!(s.ask_only(Key::Ctrl('q')), [Effect::Leave]);
    // What waits its turn is named; and once all is done, that is said.
    s.ask_only(Key::Esc);
    note_work(s.model(), &[Effect::Doctor]);
    s.ask_only(Key::Ctrl('q'));
    assert!(s.frame().contains("排在后面的也做完才退出：正在体检"), "{}", s.frame());
    hear(&mut s, Answer::Done(Done::default()));
    hear(&mut s, Answer::Checked(Vec::new()));
    assert!(s.frame().contains("都做完了"), "{}", s.frame());
    assert_eq!(s.ask_only(Key::Ctrl('q')), [Effect::Leave]);
}

#[test]
fn a_form_that_was_submitted_is_told_as_work_and_not_as_lost() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let usb = folder.path().join("usb");
    std::fs::create_dir(&usb).unwrap();
    s.press("F10").press("x").paste(&usb.display().to_string());
    s.ask_only(Key::Ctrl('s'));
    hear(&mut s, Answer::Progress(far(Stage::Writing, 1, true)));
    s.ask_only(Key::Ctrl('q'));
    let frame = s.frame();
    assert!(frame.contains("正在导出 · 1/50,000") && !frame.contains("退出就没有了"), "{frame}");
}

/// A hand that ends the backup as soon as it sees it, and leaves when it is told of it.
struct Hand {
    keys: Sender<Event>,
    gate: Sender<()>,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Hand {
    /// Does something once.
    fn once(&self, what: &str, does: impl FnOnce()) {
        let mut seen = self.seen.lock().unwrap();
        if !seen.iter().any(|own| own == what) {
            seen.push(what.to_owned());
            drop(seen);
            does();
        }
    }
}

impl Canvas for Hand {
    fn draw(&mut self, model: &Model) -> std::io::Result<()> {
        let press = |key| self.keys.send(Event::Key(key)).unwrap();
        let busy = model.busy.as_ref();
        if let Some(Popup::Question { effect: Effect::Stop(_), .. }) = model.popups.last() {
            self.once("asked", || press(Key::Enter));
        } else if busy.is_some_and(|busy| busy.ending) {
            self.once("ending", || self.gate.send(()).unwrap());
        } else if busy.and_then(|busy| busy.far).is_some_and(|far| far.course.can_stop) {
            self.once("working", || press(Key::Esc));
        } else if format!("{:?}{:?}{:?}", model.notice, model.popups, model.outcome).contains("已停下") {
            self.once("told", || press(Key::Ctrl('q')));
        }
        Ok(())
    }
}

/// A workspace whose worker waits at the first step of its first long work.
fn waiting(home: &Path) -> (Performer, Model, Sender<()>) {
    drop(small(home));
    let bench = Workbench::open(home, "pass", super::clock(0), &mut |_| {}).unwrap().0;
    let mut performer = Performer::new(bench, Lang::Zh);
    let data = performer.snapshot().unwrap();
    let (gate, opens) = mpsc::channel();
    performer.gate = Some(Gate { at: None, opens: Arc::new(Mutex::new(opens)) });
    (performer, opening(data), gate)
}

/// A screen that waits for the first reading, as in a terminal.
pub(super) fn opening(data: Snapshot) -> Model {
    let mut model = Model::new(data, Lang::Zh, false, (80, 24));
    model.busy = Some(Busy::new("正在打开".to_owned(), None));
    model
}

/// Long enough for whatever is waited for, on any machine.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// A hand that types into a form while everything is checked, and lets that go on once
/// the draft lies on the disk.
struct Writer {
    hand: Hand,
    keeper: Keeper,
}

impl Canvas for Writer {
    fn draw(&mut self, model: &Model) -> std::io::Result<()> {
        let hand = &self.hand;
        if format!("{:?}", model.popups).contains("井盖松动") {
            hand.once("typed", || {});
        } else if model.busy.as_ref().and_then(|busy| busy.far).is_some_and(|far| far.course.can_stop) {
            hand.once("working", || {
                let texts = "井盖松动".chars().map(Key::Char);
                for key in [Key::F(6), Key::Char('n')].into_iter().chain(texts) {
                    hand.keys.send(Event::Key(key)).unwrap();
                }
                let (keeper, keys, gate) = (self.keeper.clone(), hand.keys.clone(), hand.gate.clone());
                let seen = Arc::clone(&hand.seen);
                thread::spawn(move || {
                    let watch = Stopwatch::start();
                    let lies = || format!("{:?}", keeper.kept()).contains("井盖松动");
                    while !lies() && watch.elapsed() < PATIENCE {
                        thread::sleep(Duration::from_millis(20));
                    }
                    if lies() {
                        seen.lock().unwrap().push("kept".to_owned());
                    }
                    // Only now the work goes on.
                    gate.send(()).unwrap();
                    for key in [Key::Esc, Key::Ctrl('q'), Key::Ctrl('q')] {
                        drop(keys.send(Event::Key(key)));
                    }
                });
            });
        }
        Ok(())
    }
}

// Whatever ends the program during long work: what was typed meanwhile is there at the next start.
#[test]
fn what_is_typed_during_long_work_is_kept_before_that_ends() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let (performer, model, gate) = waiting(&home);
    let (events, arriving) = mpsc::channel();
    for key in [Key::F(10), Key::Char('d')] {
        events.send(Event::Key(key)).unwrap();
    }
    let seen = Arc::new(Mutex::new(Vec::new()));
    let keeper = performer.bench.keeper();
    let hand = Hand { keys: events.clone(), gate, seen: Arc::clone(&seen) };
    let writer = Box::new(Writer { hand, keeper });
    live(performer, model, writer, events, &arriving, &AtomicU32::new(0)).unwrap();
    assert_eq!(*seen.lock().unwrap(), ["working", "typed", "kept"]);
    let mut bench = Workbench::open(&home, "pass", super::clock(0), &mut |_| {}).unwrap().0;
    assert!(format!("{:?}", bench.unfinished().0).contains("井盖松动"));
}

/// A hand that leaves at once, and looks at what is shown while the program ends.
struct Leaver(Hand);

impl Canvas for Leaver {
    fn draw(&mut self, model: &Model) -> std::io::Result<()> {
        let press = |key| self.0.keys.send(Event::Key(key)).unwrap();
        let told = popups::line(model, 200).unwrap_or_default();
        if told.contains("正在收尾") && told.contains("49,999") {
            self.0.once("how far", || self.0.gate.send(()).unwrap());
        } else if told.contains("正在收尾") {
            self.0.once("leaving", || {
                let later = far(Stage::Writing, 49_999, false);
                self.0.keys.send(Event::Answer(Answer::Progress(later))).unwrap();
                let gate = self.0.gate.clone();
                thread::spawn(move || {
                    thread::sleep(PATIENCE);
                    let _ = gate.send(());
                });
            });
        } else if model.busy.as_ref().and_then(|busy| busy.far).is_some_and(|far| far.course.can_stop) {
            self.0.once("working", || {
                press(Key::Ctrl('q'));
                press(Key::Ctrl('q'));
            });
        }
        Ok(())
    }
}

#[test]
fn who_left_sees_how_far_it_is_until_the_program_ends() {
    let folder = tempfile::tempdir().unwrap();
    let (performer, model, gate) = waiting(&folder.path().join("a"));
    let (events, arriving) = mpsc::channel();
    for key in [Key::F(10), Key::Char('b'), Key::Ctrl('s')] {
        events.send(Event::Key(key)).unwrap();
    }
    let seen = Arc::new(Mutex::new(Vec::new()));
    let hand = Hand { keys: events.clone(), gate, seen: Arc::clone(&seen) };
    live(performer, model, Box::new(Leaver(hand)), events, &arriving, &AtomicU32::new(0)).unwrap();
    assert_eq!(*seen.lock().unwrap(), ["working", "leaving", "how far"]);
}

#[test]
fn the_worker_hears_of_it_while_it_works() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let (performer, model, gate) = waiting(&home);
    // It waits at its first step until it was told to end: no matter how fast it is.
    let before = automatic_backups(&home);
    let (events, arriving) = mpsc::channel();
    for key in [Key::F(10), Key::Char('b'), Key::Ctrl('s')] {
        events.send(Event::Key(key)).unwrap();
    }
    let seen = Arc::new(Mutex::new(Vec::new()));
    let hand = Hand { keys: events.clone(), gate, seen: Arc::clone(&seen) };
    let ended = live(performer, model, Box::new(hand), events, &arriving, &AtomicU32::new(0)).unwrap();
    assert!(ended.is_none(), "{ended:?}");
    assert_eq!(*seen.lock().unwrap(), ["working", "asked", "ending", "told"]);
    // Only the one that closing made is there.
    let after = automatic_backups(&home);
    assert!(after.len() <= before.len() + 1 && after.starts_with(&before), "{after:?}");
    assert!(Workbench::open(&home, "pass", super::clock(0), &mut |_| {}).is_ok());
}
