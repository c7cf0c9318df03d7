//! What is on the screen before the worker has read what there is.

use super::{clock, found, session};
use crate::{
    domain::wording::Lang,
    tui::{Session, Start, model::Screen},
};

const SCREENS: [&str; 9] = ["F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10"];

#[test]
fn the_first_frame_says_that_the_rest_is_being_read_and_keys_work_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut whole = session(&folder.path().join("a"), 120, 36);
    let frames = SCREENS.map(|key| whole.press(key).frame());
    let mut s = Session::begin(whole.into_bench(), Lang::Zh, 120, 36).unwrap();
    for key in SCREENS {
        let frame = s.press(key).frame();
        assert!(frame.contains("正在算…") && frame.contains("太湖社区工作组"), "{frame}");
        // Nobody is told that there is nothing while nobody has looked.
        assert!(!frame.contains("还没有") && !frame.contains("没有找到"), "{frame}");
        s.press("Down").press("Enter").press("Esc").press("Esc");
    }
    // Once it is read all is as if it had been read at first.
    let mut s = Session::begin(s.into_bench(), Lang::Zh, 120, 36).unwrap();
    s.refresh();
    assert_eq!(SCREENS.map(|key| s.press(key).frame()), frames);
    // What somebody has begun to type stays.
    let mut s = Session::begin(s.into_bench(), Lang::Zh, 120, 36).unwrap();
    s.press("F6").press("n").type_text("井盖松动");
    assert!(s.frame().contains("井盖松动"));
    assert!(s.refresh().frame().contains("井盖松动"));
    s.press("Ctrl-S");
    assert!(s.press("F6").frame().contains("井盖松动"), "{}", s.frame());
}

#[test]
fn residents_are_looked_up_before_the_rest_is_read_and_nothing_is_said_of_what_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let bench = session(&folder.path().join("a"), 120, 36).into_bench();
    let mut s = Session::begin(bench, Lang::Zh, 120, 36).unwrap();
    s.press("F4").press("/").type_text("qiuying");
    assert!(!s.frame().contains("仇英"), "{}", s.frame());
    s.read_people().unwrap();
    assert!(s.frame().contains("仇英"), "{}", s.frame());
    // Visits and issues are not read: that there are none is not said.
    assert!(s.frame().contains("正在算…") && !s.frame().contains("还没有记录"), "{}", s.frame());
    // A list to choose from that was opened too early is filled.
    s.press("Esc").press("Esc");
    let mut s = Session::begin(s.into_bench(), Lang::Zh, 120, 36).unwrap();
    s.press("F6").press("n");
    for _ in 0..4 {
        s.press("Tab");
    }
    s.press("Right").type_text("qiuying");
    assert!(!s.frame().contains("仇英"), "{}", s.frame());
    s.read_people().unwrap();
    assert!(s.frame().contains("仇英"), "{}", s.frame());
    // What comes late changes nothing that was read since.
    s.refresh();
    let frame = s.frame();
    s.read_people().unwrap();
    assert_eq!(s.frame(), frame);
}

#[test]
fn what_begins_with_a_sheet_asks_for_its_file_over_the_screen_it_belongs_to() {
    let folder = tempfile::tempdir().unwrap();
    for (lang, form) in [(Lang::Zh, "表格文件"), (Lang::En, "File")] {
        let home = folder.path().join(form);
        let mut s = Session::new(found(&home, clock(0)), lang, 80, 24).unwrap();
        Start { sheet: true, ..Start::default() }.show(s.model());
        let frame = s.frame();
        let focus = frame.lines().find(|line| line.starts_with('>')).unwrap_or_default();
        assert!(focus.contains(form) && s.cursor().is_some(), "{frame}");
        assert_eq!(s.model().screen, Screen::Sync);
        // It is the usual form: what is no file is told of in it.
        s.type_text("no.xlsx").press("Ctrl-S");
        assert!(s.frame().contains("no.xlsx") && !s.model().popups.is_empty(), "{}", s.frame());
    }
}
