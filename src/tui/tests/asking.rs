//! What the program asks or says before it does something.

use super::{QUICK, add, clock, session, small};
use crate::{
    domain::{roster::residents, wording::Lang},
    tui::Session,
    workbench::{
        Workbench,
        draft::Draft,
        peers::{Joining, Offer},
        sync::ExportOrder,
    },
};

#[test]
fn forms_that_are_not_saved_are_not_dropped_by_leaving() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F6").press("n").type_text("井盖松动").press("Esc");
    s.press("F4").press("n").type_text("解晓东");
    s.press("Ctrl-C");
    let frame = s.frame();
    assert!(!s.has_left());
    assert!(frame.contains("还有没保存的表单 2 张") && frame.contains("再按一次退出"), "{frame}");
    assert!(frame.contains("登记事项") && frame.contains("新建居民"), "{frame}");
    s.press("Esc");
    assert!(s.frame().contains("解晓东"), "the form is still there: {}", s.frame());
    s.resize(60, 20).press("Ctrl-Q");
    assert!(s.frame().contains("再按一次退出"), "{}", s.frame());
    s.resize(80, 24).press("Esc").press("Ctrl-U").press("Esc").press("q");
    assert!(s.frame().contains("还有没保存的表单 1 张"), "{}", s.frame());
    s.press("q");
    assert!(s.has_left());
}

#[test]
fn forms_that_were_only_opened_are_nothing_to_save() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    // Each of these opens with something in it already, or empty.
    for keys in [["F6", "s"], ["F6", "r"], ["F6", "n"], ["F4", "v"], ["F4", "i"], ["F4", "e"], ["F10", "n"]] {
        s.press(keys[0]).press(keys[1]);
        assert!(s.frame().contains("Ctrl-S 提交"), "{keys:?} opens a form: {}", s.frame());
        s.press("Esc");
        assert!(!s.frame().contains("已放下"), "{keys:?}: {}", s.frame());
    }
    s.press("F6").press("Down").press("Down").press("a");
    assert!(s.frame().contains("受理  B-3") && s.frame().contains("张晓敏"), "{}", s.frame());
    s.press("Esc");
    // A draft that is put back as it was is none any more.
    s.press("n").type_text("井").press("Esc").press("n").press("Backspace").press("Esc");
    s.press("q");
    assert!(s.has_left(), "{}", s.frame());
}

#[test]
fn a_form_for_one_laptop_holds_nothing_meant_for_another() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut bench = small(&home);
    let invitation = bench.invite(folder.path(), "当面说", &Offer::default()).unwrap();
    let joining = Joining { member: "李强".into(), letter: Some("D".into()) };
    let told = Some("当面说".to_owned());
    let other = folder.path().join("d");
    let mut other =
        Workbench::join(&other, &invitation, told, &joining, "pass", QUICK, clock(0), &mut |_| {}).unwrap();
    let bundle = other.export(folder.path(), &ExportOrder::default()).unwrap().file;
    bench.import_bundle(&bundle, None, &mut |_| {}).unwrap();
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    let letters =
        |s: &Session| s.frame().lines().find(|line| line.contains("给哪些电脑")).unwrap().to_owned();
    s.press("F10").press("x").type_text("/one").press("Esc");
    s.press("Down").press("Enter");
    assert!(letters(&s).ends_with(" D") && !s.frame().contains("/one"), "{}", s.frame());
    s.type_text("/two").press("Esc").press("x");
    assert!(!letters(&s).contains('D') && s.frame().contains("/one"), "{}", s.frame());
    s.press("Esc").press("Enter");
    assert!(letters(&s).ends_with(" D") && s.frame().contains("/two"), "{}", s.frame());
}

#[test]
fn leaving_from_the_palette_asks_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F6").press("n").type_text("井盖").press("Esc").press("Ctrl-P").type_text("离开").press("Enter");
    assert!(!s.has_left() && s.frame().contains("1 张"), "{}", s.frame());
    s.press("y");
    assert!(s.has_left());
}

/// Many residents in one action, as a sheet brings them.
fn import(s: &mut Session, count: usize) {
    let mut draft = Draft::new();
    for n in 0..count {
        let id = s.bench().begin_record(&mut draft, residents::ID, None).unwrap();
        let pairs =
            [("name".to_owned(), format!("居民{n}")), ("neighbourhood".to_owned(), "一组".to_owned())];
        s.bench().fill(&mut draft, id, &pairs).unwrap();
    }
    s.bench().commit(draft).unwrap();
    s.refresh();
}

#[test]
fn an_undo_of_many_records_asks_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let before = s.bench().standing(residents::ID).unwrap().len();
    import(&mut s, 120);
    s.press("u");
    let frame = s.frame();
    assert!(frame.contains("上新增居民 120 条"), "{frame}");
    assert!(frame.contains("y 或 Enter 撤销") && frame.contains("y 或 Enter 同意"), "{frame}");
    s.press("Esc");
    assert_eq!(s.bench().standing(residents::ID).unwrap().len(), before + 120);
    s.press("u").press("y");
    assert!(s.frame().contains("已撤销：居民 120 条"), "{}", s.frame());
    assert_eq!(s.bench().standing(residents::ID).unwrap().len(), before);
    s.press("Ctrl-R");
    assert!(s.frame().contains("已重做：居民 120 条"), "{}", s.frame());
}

#[test]
fn an_undo_of_something_older_than_what_stays_asks_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    add(s.bench(), "residents", &[("name", "甲一"), ("neighbourhood", "一组")]);
    add(s.bench(), "issues", &[("title", "井盖松动"), ("neighbourhood", "一组")]);
    s.refresh().press("u");
    let told = s.frame().replace(char::is_whitespace, "");
    assert!(told.contains("最后一步不能这样撤销") && told.contains("更早的一步吗"), "{}", s.frame());
    s.press("Esc");
    assert!(s.bench().find_in("residents", "甲一").is_ok());
    s.press("u").press("Enter");
    assert!(s.bench().find_in("residents", "甲一").is_err());
}

#[test]
fn an_undo_of_what_was_done_before_the_program_was_opened_asks() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut bench = small(&home);
    add(&mut bench, "residents", &[("name", "甲一"), ("neighbourhood", "一组")]);
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    s.press("F4").press("u");
    assert!(s.frame().contains("上次打开程序时做的"), "{}", s.frame());
    s.press("Esc");
    assert!(s.bench().find_in("residents", "甲一").is_ok());
    add(s.bench(), "residents", &[("name", "甲二"), ("neighbourhood", "一组")]);
    s.refresh().press("u");
    assert!(s.bench().find_in("residents", "甲二").is_err(), "{}", s.frame());
    assert!(s.bench().find_in("residents", "甲一").is_ok());
}

#[test]
fn an_undo_of_a_step_says_which_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 100, 30);
    s.press("F6").press("/").type_text("路灯").press("Enter");
    s.press("r").type_text("周三换").press("Ctrl-S");
    s.press("u");
    assert!(s.frame().contains("已撤销：回音 B-1"), "{}", s.frame());
    s.press("Ctrl-R");
    assert!(s.frame().contains("已重做：回音 B-1"), "{}", s.frame());
}

#[test]
fn an_undo_of_another_day_says_what_it_is_about() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut s = session(&home, 100, 30);
    s.press("F6").press("/").type_text("路灯").press("Enter");
    s.press("r").type_text("周三换").press("Ctrl-S");
    drop(s);
    let bench = Workbench::open(&home, "pass", clock(0), &mut |_| {}).unwrap().0;
    let mut s = Session::new(bench, Lang::Zh, 100, 30).unwrap();
    s.press("u");
    assert!(s.frame().contains("撤销 ") && s.frame().contains("（回音 B-1）"), "{}", s.frame());
}
