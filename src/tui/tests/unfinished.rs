//! Forms that were not finished survive whatever ends the program.

use std::{fs, path::Path};

use super::{clock, session};
use crate::{
    domain::{issues::issues, wording::Lang},
    tui::Session,
    workbench::Workbench,
};

/// The program ends without a word, and is started again.
fn again(s: Session, home: &Path) -> Session {
    drop(s);
    let bench = Workbench::open(home, "pass", clock(0), &mut |_| {}).unwrap().0;
    Session::new(bench, Lang::Zh, 80, 24).unwrap()
}

#[test]
fn what_is_being_typed_is_kept_after_a_pause_and_after_many_keys() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut s = session(&home, 80, 24);
    s.press("F6").press("n").type_text("井盖松动").pause();
    let mut s = again(s, &home);
    let frame = s.frame();
    assert!(frame.contains("有 1 份没写完的表单") && frame.contains("1 份没写完的表单，接着填"), "{frame}");
    s.press("F6").press("n");
    let frame = s.frame();
    assert!(frame.contains("井盖松动") && frame.contains("接着上次没填完的"), "{frame}");
    s.press("Esc").press("F4").press("n").type_text(&"解晓东".repeat(14));
    let mut s = again(s, &home);
    assert!(s.frame().contains("有 2 份没写完的表单"), "{}", s.frame());
    s.press("F4").press("n");
    assert!(s.frame().contains("解晓东解晓东"), "{}", s.frame());
}

#[test]
fn a_form_that_was_put_down_is_opened_again_from_the_list_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut s = session(&home, 80, 24);
    // A step on an issue, a visit to a household with its day, and a card that was being changed.
    s.press("F6").press("r").type_text("明天就换灯").press("Esc");
    s.press("F4").press("/").type_text("wgl").press("Enter").press("v");
    s.press("Ctrl-U").type_text("2026-11-20").press("Esc");
    s.press("e").type_text("腿脚不便").press("Esc");
    let mut s = again(s, &home);
    assert!(s.frame().contains("有 3 份没写完的表单"), "{}", s.frame());
    s.press("Ctrl-P").type_text("草稿").press("Enter");
    let frame = s.frame();
    let at = |title: &str| frame.lines().any(|line| line.contains(title));
    assert!(at("回音  B-1") && at("登记走访  王桂兰") && at("修改 王桂兰"), "{frame}");
    s.press("Enter");
    assert!(s.frame().contains("明天就换灯"), "{}", s.frame());
    s.press("Ctrl-S");
    s.press("Ctrl-P").type_text("草稿").press("Enter").type_text("走访").press("Enter");
    assert!(s.frame().contains("2026-11-20") && s.frame().contains("王桂兰"), "{}", s.frame());
    s.press("Esc");
    // What was saved and what was thrown away is offered no more.
    s.press("Ctrl-P").type_text("caogao").press("Enter").type_text("修改").press("Ctrl-D");
    assert!(s.frame().contains("丢弃没写完的“修改 王桂兰"), "{}", s.frame());
    s.press("y");
    let s = again(s, &home);
    assert!(s.frame().contains("有 1 份没写完的表单"), "{}", s.frame());
}

#[test]
fn what_is_saved_is_gone_and_what_was_refused_stays() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut s = session(&home, 80, 24);
    s.press("F6").press("n").type_text("井盖松动").pause();
    assert!(home.join("forms").exists());
    s.press("Ctrl-S");
    assert!(s.frame().contains("已登记"), "{}", s.frame());
    assert!(!home.join("forms").exists());
    // Refused by the rules: a result before an answer.
    s.press("F6").press("n").type_text("又一件").press("Ctrl-D").press("Enter");
    assert!(s.frame().contains("已丢弃") && !home.join("forms").exists(), "{}", s.frame());
    let s = again(s, &home);
    assert!(!s.frame().contains("没写完"), "{}", s.frame());
}

#[test]
fn a_form_that_was_on_its_way_says_that_it_may_be_saved() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut s = session(&home, 80, 24);
    s.press("F6").press("n").type_text("井盖松动");
    let effects = s.ask_only(crate::tui::key::Key::Ctrl('s'));
    // The power goes when the first of what was asked is done.
    s.do_one(effects.into_iter().next().unwrap());
    let mut s = again(s, &home);
    let before = s.bench().standing(issues::ID).unwrap().len();
    s.press("F6").press("n");
    assert!(s.frame().contains("可能已经保存"), "{}", s.frame());
    s.press("Ctrl-S");
    assert!(s.frame().contains("已登记"), "{}", s.frame());
    assert_eq!(s.bench().standing(issues::ID).unwrap().len(), before + 1);
    assert!(!home.join("forms").exists());
}

#[test]
fn a_form_belongs_to_whom_it_was_begun_for() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut s = session(&home, 80, 24);
    s.press("F4")
        .press("/")
        .type_text("wgl")
        .press("Enter")
        .press("v")
        .press("End")
        .type_text("x")
        .press("Esc");
    let mut s = again(s, &home);
    s.press("F4").press("/").type_text("qy").press("Enter").press("v");
    assert!(!s.frame().contains("接着上次"), "{}", s.frame());
    s.press("Esc").press("/").press("Ctrl-U").type_text("wgl").press("Enter").press("v");
    assert!(s.frame().contains("接着上次"), "{}", s.frame());
}

#[test]
fn a_field_that_somebody_changed_meanwhile_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut s = session(&home, 80, 24);
    s.press("F4").press("/").type_text("wgl").press("Enter").press("e").type_text("嫂").press("Esc");
    let person = s.bench().find_in("residents", "王桂兰").unwrap();
    let mut draft = crate::workbench::draft::Draft::new();
    s.bench().fill(&mut draft, person, &[("name".into(), "王桂蓝".into())]).unwrap();
    s.bench().commit(draft).unwrap();
    let mut s = again(s, &home);
    s.press("F4").press("/").type_text("wgl").press("Enter").press("e");
    let frame = s.frame();
    assert!(frame.contains("在这期间改过了：王桂蓝") && frame.contains("王桂兰嫂"), "{frame}");
}

#[test]
fn passphrases_and_what_is_kept_apart_are_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut s = session(&home, 80, 24);
    s.press("F10")
        .press("x")
        .type_text("/media/usb")
        .press("Tab")
        .press("Tab")
        .press("Tab")
        .type_text("秘密");
    s.pause().press("Esc");
    s.press("Ctrl-P").type_text("检举控告").press("Enter").type_text("某干部").pause();
    assert!(!home.join("forms").exists(), "{}", s.frame());
    s.press("Ctrl-Q");
    assert!(s.frame().contains("退出就没有了"), "{}", s.frame());
}

#[test]
fn a_damaged_file_of_forms_stops_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut s = session(&home, 80, 24);
    s.press("F6").press("n").type_text("井盖").press("Esc");
    fs::write(home.join("forms"), b"rubbish").unwrap();
    let mut s = again(s, &home);
    assert!(s.frame().contains("读不出来"), "{}", s.frame());
    s.press("F6").press("n").type_text("井盖松动").press("Ctrl-S");
    assert!(s.frame().contains("已登记"), "{}", s.frame());
}

#[test]
fn a_form_that_names_somebody_who_is_erased_meanwhile_goes() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut s = session(&home, 80, 24);
    s.press("F6").press("n").type_text("王桂兰家的井盖").press("Esc");
    s.press("F4").press("n").type_text("解晓东").press("Esc");
    let person = s.bench().find_in("residents", "王桂兰").unwrap();
    s.bench().erase_person(person, "本人要求删除", &[]).unwrap();
    s.refresh();
    assert!(s.frame().contains("已一并删去"), "{}", s.frame());
    s.press("F6").press("n");
    assert!(!s.frame().contains("王桂兰家"), "{}", s.frame());
    let s = again(s, &home);
    assert!(s.frame().contains("有 1 份没写完的表单"), "{}", s.frame());
}
