//! Reports of a bug: what they hold, that they can be done again, and what a fault leaves.

use std::sync::{atomic::AtomicU32, mpsc};

use super::{session, small};
use crate::{
    domain::wording::Lang,
    tui::{
        Failure, Session, event::Event, key::Key, live, model::Model, perform::Performer, recorder::MOST,
        terminal::Canvas,
    },
    workbench::{Workbench, clock::Clock},
};

/// The report that the action writes.
fn saved(s: &mut Session) -> String {
    s.press("Ctrl-P").type_text("保存操作记录").press("Enter").press("Enter");
    let frame = s.frame();
    assert!(frame.contains("操作记录已保存") && frame.contains("-1.txt"), "{frame}");
    s.press("Esc");
    let reports = s.bench().home().join("reports");
    let file = std::fs::read_dir(reports).unwrap().last().unwrap().unwrap().path();
    std::fs::read_to_string(file).unwrap()
}

/// A little of everything, with contents that must not be told.
fn work(s: &mut Session) {
    s.press("F4").press("/").type_text("wang欧阳").press("Enter").press("Esc").press("Esc");
    s.press("F6").type_text("路灯").press("Esc").press("Esc");
    s.press("n")
        .type_text("井盖松动13912345678 zhangxm")
        .press("Tab")
        .press("Down")
        .paste("刘玉兰说的")
        .pause();
    s.press("Esc")
        .press("Esc")
        .press("F12")
        .type_text("wrong")
        .press("Enter")
        .type_text("pass")
        .press("Enter");
    s.press("F4").type_text("138").click(5, 6).wheel(3).resize(120, 36).press("g").type_text("v").press("F3");
    s.press("F6").press("n");
}

#[test]
fn a_report_holds_keys_and_places_and_nothing_that_was_typed() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    work(&mut s);
    s.press("Esc");
    let report = saved(&mut s);
    let told =
        ["欧", "路", "灯", "井", "刘", "玉", "wang", "zhang", "139", "138", "pass", "wrong", "保", "太湖"];
    let events = report.split("\nevents\n").nth(1).unwrap();
    for word in told {
        // `pasted` is a word of the report's own.
        assert!(!events.replace("pasted", "").contains(word), "{word}: {report}");
    }
    for line in [
        "Today/Today key F4",
        "Residents/Search typed a",
        "Issues/Form typed 字",
        "Issues/Form typed 0",
        "Issues/Form pasted 5",
        "Locked typed a",
        "Residents/Residents typed 0",
        "Residents/Residents click 5 6",
        "Residents/Residents key v",
    ] {
        assert!(events.lines().any(|own| own == line), "{line}: {report}");
    }
}

#[test]
fn a_report_goes_where_somebody_wants_it_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let file = folder.path().join("毛病.txt");
    s.press("F6").press("Ctrl-P").type_text("保存操作记录").press("Enter");
    assert!(s.frame().contains("空着就放在台账的 reports 文件夹"), "{}", s.frame());
    s.paste(&file.display().to_string()).press("Enter");
    assert!(s.frame().contains("操作记录已保存"), "{}", s.frame());
    s.press("Esc");
    let report = std::fs::read_to_string(&file).unwrap();
    assert!(report.contains("Today/Today key F6") && !report.contains("毛病"), "{report}");
    assert!(!s.bench().home().join("reports").exists(), "and nowhere else");
    // What is there stays; the form says so, and can be mended.
    s.press("Ctrl-P").type_text("保存操作记录").press("Enter");
    s.paste(&file.display().to_string()).press("Enter");
    assert!(s.frame().contains("操作记录没能保存"), "{}", s.frame());
    assert_eq!(std::fs::read_to_string(&file).unwrap(), report);
    s.press("Esc").press("F4").press("Ctrl-P").type_text("保存操作记录").press("Enter");
    s.press("Ctrl-U").paste(&folder.path().display().to_string()).press("Enter");
    let inside = folder.path().join("minqing-events-2026-11-22-1.txt");
    let later = std::fs::read_to_string(inside).unwrap();
    assert!(later.contains("key F4"), "the events of now, not of the draft: {later}");
}

#[test]
fn done_again_it_comes_to_the_same_screen() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    work(&mut s);
    let report = s.report();
    let (again, astray) = Session::replay(small(&folder.path().join("b")), &report).unwrap();
    assert_eq!(astray, None);
    // The form holds the shape of what was typed; all around it is the same.
    assert_eq!((again.place(), again.frame().lines().next()), (s.place(), s.frame().lines().next()));
    s.press("Esc");
    let report = s.report();
    let (again, _) = Session::replay(small(&folder.path().join("c")), &report).unwrap();
    assert_eq!(again.frame().replace("1 份", ""), s.frame().replace("1 份", ""));
    // Elsewhere it goes another way, and that is told.
    let astray = report.replace("Issues/Form", "Visits/Form");
    let (_, told) = Session::replay(small(&folder.path().join("d")), &astray).unwrap();
    assert!(told.unwrap().en.contains("Visits/Form"));
}

#[test]
fn what_was_chosen_from_a_list_is_chosen_again_without_the_words() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F10").press("Ctrl-P").type_text("一周可办").press("Enter");
    assert_eq!(s.place(), "Visits/Picker", "{}", s.frame());
    s.press("Esc").press("Ctrl-P").type_text("捐赠登记").press("Enter");
    let report = s.report();
    assert!(report.contains("Sync/Picker picked ") && !report.contains("一周"), "{report}");
    let (again, astray) = Session::replay(small(&folder.path().join("b")), &report).unwrap();
    assert_eq!((astray, again.frame()), (None, s.frame()));
    // Which resident was chosen is nobody's business.
    s.press("Ctrl-F").type_text("王").press("Enter");
    assert!(s.report().ends_with("/Picker key Enter\n"), "{}", s.report());
}

#[test]
fn a_report_is_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    for _ in 0..MOST * 2 {
        s.press("Down");
    }
    let report = s.report();
    assert!(report.lines().count() < MOST + 10 && report.contains(&format!("dropped {MOST}\n")), "{report}");
}

/// A screen that breaks once a text stands in a form.
struct Breaking(bool);

impl Canvas for Breaking {
    fn draw(&mut self, model: &Model) -> std::io::Result<()> {
        let text = format!("{:?}", model.popups);
        assert!(!(self.0 && text.contains("井盖松动")), "a fault over {text}");
        Ok(())
    }
}

/// Types a text into a form of a program that breaks then: the report, and the drafts at the next start.
fn broken(in_worker: bool) -> (String, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    drop(small(&home));
    let bench = Workbench::open(&home, "pass", super::clock(0), &mut |_| {}).unwrap().0;
    let mut performer = Performer::new(bench, Lang::Zh);
    let data = performer.snapshot().unwrap();
    performer.breaks = in_worker;
    let model = Model::new(data, Lang::Zh, false, (80, 24));
    let (events, arriving) = mpsc::channel();
    for key in ["F6", "n"] {
        events.send(Event::Key(Key::parse(key).unwrap())).unwrap();
    }
    for c in "井盖松动".chars() {
        events.send(Event::Key(Key::Char(c))).unwrap();
    }
    if in_worker {
        // What asks the worker for something breaks it.
        events.send(Event::Key(Key::Ctrl('s'))).unwrap();
    }
    let canvas = Box::new(Breaking(!in_worker));
    let failure = live(performer, model, canvas, events, &arriving, &AtomicU32::new(0)).unwrap_err();
    let Failure::Broken(Ok(file)) = failure else { panic!("{failure}") };
    let report = std::fs::read_to_string(file).unwrap();
    let mut bench = Workbench::open(&home, "pass", Clock::System, &mut |_| {}).unwrap().0;
    let (forms, trouble) = bench.unfinished();
    assert!(trouble.is_none());
    let texts = forms.into_iter().flat_map(|form| form.answers).map(|answered| answered.text);
    (report, texts.filter(|text| !text.is_empty()).collect())
}

#[test]
fn a_fault_of_the_screen_leaves_drafts_and_a_report() {
    let (report, drafts) = broken(false);
    assert!(drafts.contains(&"井盖松动".to_owned()), "{drafts:?}");
    assert!(
        report.contains("fault ") && report.contains("Issues/Form typed 字") && !report.contains('井'),
        "{report}"
    );
}

#[test]
fn a_fault_of_the_worker_leaves_drafts_and_a_report() {
    let (report, drafts) = broken(true);
    assert!(drafts.contains(&"井盖松动".to_owned()), "{drafts:?}");
    assert!(report.contains("fault broken on purpose") && !report.contains('井'), "{report}");
}
