//! F8: a group's own fields, changed on the screen.

use super::{ledgers::to_ledger, session};
use crate::domain::declared::key_of;

#[test]
fn a_field_is_renamed_retired_and_brought_back_with_what_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    to_ledger(&mut s, "技能培训班");
    // The program's own fields stay as they are.
    s.press("w");
    assert!(s.frame().contains("按 f 加一栏"), "{}", s.frame());
    s.press("f").type_text("档次").press("Tab");
    for _ in 0..6 {
        s.press("Right");
    }
    s.press("Tab").type_text("初级、中级").press("Ctrl-S");
    assert!(s.frame().contains("已加一栏"), "{}", s.frame());
    s.press("n")
        .type_text("月嫂班")
        .press("Tab")
        .type_text("2026-11-20")
        .press("Shift-Tab")
        .press("Shift-Tab");
    s.press("Right").press("Ctrl-S");
    let key = key_of("档次");
    let held = |s: &mut crate::tui::Session| {
        let bench = s.bench();
        let ledger = bench.ledger("trainings").unwrap().clone();
        let tag = ledger.fields.iter().chain(&ledger.retired).find(|field| field.key == key).unwrap().tag;
        bench.standing("trainings").unwrap()[0].text(tag).to_owned()
    };
    assert_eq!(held(&mut s), key_of("初级"), "{}", s.frame());
    s.press("w");
    assert!(s.frame().contains("改哪一栏") && s.frame().contains("档次"), "{}", s.frame());
    s.press("Enter").press("Ctrl-U").type_text("班次").press("Tab").press("Tab");
    s.press("Ctrl-U").type_text("中级、高级").press("Ctrl-S");
    assert!(s.frame().contains("“班次”一栏已修改"), "{}", s.frame());
    let field = s.bench().ledger("trainings").unwrap().field_by_key(&key).unwrap().clone();
    assert_eq!(field.title.zh, "班次");
    let offered = |retired: bool| {
        let crate::domain::field::Kind::Choice(choices) = &field.kind else { panic!("a choice") };
        let own = choices.iter().filter(|choice| choice.retired == retired);
        own.map(|choice| choice.title.zh.to_string()).collect::<Vec<_>>()
    };
    assert_eq!((offered(false), offered(true)), (vec!["中级".into(), "高级".into()], vec!["初级".into()]));
    // Its kind stays, since it holds data.
    s.press("w").press("Enter").press("Tab").press("w").press("Ctrl-S");
    assert!(s.frame().contains("类型不能再改"), "{}", s.frame());
    // Put back: a letter goes to the next that begins with it in pinyin.
    s.press("x");
    for _ in 0..6 {
        s.press("Tab");
    }
    s.press("Right").press("Ctrl-S");
    assert!(s.frame().contains("已停用，填过的内容还在"), "{}", s.frame());
    assert!(s.bench().ledger("trainings").unwrap().field_by_key(&key).is_none());
    assert_eq!(held(&mut s), key_of("初级"));
    s.press("Enter").press("Enter");
    assert!(s.frame().contains("已停用的栏") && s.frame().contains("初级"), "{}", s.frame());
    s.press("Esc").press("w");
    assert!(s.frame().contains("已停用"), "{}", s.frame());
    s.press("Enter");
    for _ in 0..7 {
        s.press("Tab");
    }
    s.press("Right").press("Ctrl-S");
    assert!(s.bench().ledger("trainings").unwrap().field_by_key(&key).is_some(), "{}", s.frame());
}
