//! Somebody is erased elsewhere while this face is open.

use super::{QUICK, clock, session};
use crate::{
    tui::Session,
    workbench::{
        Workbench,
        peers::{Joining, Offer},
        sync::ExportOrder,
    },
};

/// A session, and another lead's laptop that has all it has.
fn with_another(folder: &std::path::Path) -> (Session, Workbench) {
    let mut s = session(&folder.join("a"), 120, 36);
    let invitation = s.bench().invite(folder, "当面说", &Offer::default()).unwrap();
    let joining = Joining { member: "李强".into(), letter: None };
    let told = Some("当面说".to_owned());
    let home = folder.join("b");
    let mut other =
        Workbench::join(&home, &invitation, told, &joining, "pass", QUICK, clock(0), &mut |_| {}).unwrap();
    let order = ExportOrder::default();
    let file = other.export(folder, &order).unwrap().file;
    s.bench().import_bundle(&file, None, &mut |_| {}).unwrap();
    let peer = other.peer();
    s.bench().confirm(peer, true).unwrap();
    let file = s.bench().export(folder, &order).unwrap().file;
    other.import_bundle(&file, None, &mut |_| {}).unwrap();
    s.refresh();
    (s, other)
}

#[test]
fn forms_that_were_put_down_go_with_whom_they_are_about() {
    let folder = tempfile::tempdir().unwrap();
    let (mut s, mut other) = with_another(folder.path());
    // Her card, a visit to her, a step on her issue; and what is about nobody.
    s.press("F4").press("/").type_text("wgl").press("Enter");
    s.press("e").type_text("腿脚不便").press("Esc");
    s.press("v").press("Tab").press("Right").press("Esc");
    s.press("F6").press("/").type_text("路灯").press("Enter");
    s.press("r").type_text("已告诉王桂兰").press("Esc");
    s.press("n").type_text("井盖松动").press("Esc");
    s.press("q");
    assert!(s.frame().contains("还有没保存的表单 4 张"), "{}", s.frame());
    s.press("Esc");
    let person = other.find_in("residents", "王桂兰").unwrap();
    other.erase_person(person, "本人要求删除", &[]).unwrap();
    let file = other.export(folder.path(), &ExportOrder::default()).unwrap().file;
    s.press("F10").press("i").type_text(file.to_str().unwrap()).press("Enter").press("Enter");
    assert!(s.frame().contains("已导入"), "{}", s.frame());
    s.press("q");
    let frame = s.frame();
    assert!(frame.contains("还有没保存的表单 1 张") && frame.contains("登记事项"), "{frame}");
    s.press("Esc");
    // An issue that lost who raised it is worked on as before, and its forms are kept.
    s.press("F6").press("r").type_text("明天就换").press("Esc");
    s.refresh().press("q");
    assert!(s.frame().contains("还有没保存的表单 2 张"), "{}", s.frame());
}

#[test]
fn nobody_who_was_erased_is_found_by_a_search() {
    let folder = tempfile::tempdir().unwrap();
    let (mut s, mut other) = with_another(folder.path());
    let found = |s: &mut Session| {
        let mut found = Vec::new();
        for query in ["wgl", "2210", "桂兰"] {
            for screen in ["F4", "F6"] {
                s.press(screen).press("/").press("Ctrl-U").type_text(query).press("Enter");
                let frame = s.frame();
                found.push(frame.contains("王桂兰") || frame.contains("路灯连续"));
                s.press("Esc").press("Esc");
            }
        }
        found
    };
    assert_eq!(found(&mut s), [true; 6]);
    let person = other.find_in("residents", "王桂兰").unwrap();
    other.erase_person(person, "本人要求删除", &[]).unwrap();
    let file = other.export(folder.path(), &ExportOrder::default()).unwrap().file;
    s.press("F10").press("i").type_text(file.to_str().unwrap()).press("Enter").press("Enter");
    assert_eq!(found(&mut s), [false; 6]);
}

#[test]
fn a_form_that_is_open_is_closed_and_numbers_are_hidden() {
    let folder = tempfile::tempdir().unwrap();
    let (mut s, mut other) = with_another(folder.path());
    s.press("F4").press("/").type_text("wgl").press("Enter").press("m").type_text("回访").press("Ctrl-S");
    assert!(s.frame().contains("13812342210"), "{}", s.frame());
    s.press("e");
    let person = other.find_in("residents", "王桂兰").unwrap();
    other.erase_person(person, "本人要求删除", &[]).unwrap();
    let file = other.export(folder.path(), &ExportOrder::default()).unwrap().file;
    s.bench().import_bundle(&file, None, &mut |_| {}).unwrap();
    s.refresh();
    let frame = s.frame();
    assert!(!frame.contains("王桂兰") && !frame.contains("13812342210"), "{frame}");
    assert!(!frame.contains("Ctrl-S 提交") && frame.contains("已一并删去"), "{frame}");
}

#[test]
fn an_issue_that_does_not_name_the_resident_is_erased_with_him_where_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 100, 30);
    s.press("F4").press("/").type_text("仇英").press("Enter");
    s.press("Ctrl-P").type_text("按要求删除").press("Enter");
    let frame = s.frame();
    assert!(frame.contains("也算本人的"), "{frame}");
    s.press("Tab").press("Right").type_text("漏水").press("Enter").press("Esc").press("Ctrl-S");
    assert!(s.frame().contains("不能撤销"), "{}", s.frame());
    s.press("y");
    assert!(s.frame().contains("已删除"), "{}", s.frame());
    let from = crate::domain::issues::issues::FROM;
    let issues = s.bench().standing("issues").unwrap();
    let leak =
        issues.iter().find(|row| row.text(crate::domain::issues::issues::TITLE).contains("漏水")).unwrap();
    assert_eq!(leak.text(from), "");
    // What was not told stays: the name alone is no proof.
    assert!(issues.iter().any(|row| row.text(from) == "仇英"));
}
