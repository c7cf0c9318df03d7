//! Every screen at both sizes, as it is seen.

use super::{add, field::edit, following::with_finding, session};
use crate::{domain::wording::Lang, tui::Session};

/// Walks through the screens and keeps what each shows.
fn walk(width: u16, height: u16) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), width, height);
    let mut told = String::new();
    let mut show = |s: &mut Session, what: &str| {
        let cursor = s.cursor().map_or_else(|| "hidden".to_owned(), |(x, y)| format!("{x},{y}"));
        let seen = s.frame();
        told.extend(["== ", what, " (cursor ", &cursor, ")\n", &super::without_ids(s, &seen), "\n\n"]);
    };
    show(&mut s, "F2");
    show(s.press("F3").press("Down").press("Down"), "F3");
    show(s.press("Enter"), "F3 one sheet");
    show(s.press("e"), "F3 an item");
    s.press("Esc").press("Esc");
    show(s.press("F4").press("/").type_text("guilan"), "F4 search");
    show(s.press("Enter").press("Enter"), "F4 card");
    show(s.press("e"), "F4 edit");
    s.press("Esc").press("Esc").press("Esc");
    show(s.press("d"), "F4 delete");
    s.press("Esc");
    let fact = [("visit_facts", "老干部"), ("visit_basis", "组织部名册"), ("visit_since", "2026-11-01")];
    edit(&mut s, "residents", "仇英", &fact);
    let task = [("name", "看仇英"), ("from", "2026-11-24"), ("owner", "李强"), ("resident", "仇英")];
    add(s.bench(), "tasks", &task);
    let goal = [("name", "走遍一组"), ("target", "30"), ("measure", "households"), ("from", "2026-11-01")];
    add(s.bench(), "goals", &goal);
    show(s.refresh().press("F5"), "F5");
    show(s.press("Enter"), "F5 visit");
    s.press("Esc");
    show(s.press("Tab"), "F5 calendar");
    show(s.press("Tab"), "F5 diary");
    show(s.press("Tab"), "F5 plan chart");
    show(s.press("F6"), "F6");
    show(s.press("Enter"), "F6 open");
    show(s.press("o"), "F6 refused");
    s.press("Esc").press("Esc");
    show(
        s.press("n").type_text("井盖").press("Tab").press("Tab").press("Space").type_text("sz"),
        "F6 picker",
    );
    s.press("Esc").press("Esc");
    show(s.press("Ctrl-P"), "palette, nothing typed");
    show(s.type_text("beifen"), "palette");
    s.press("Esc");
    show(s.press("F8"), "F8");
    while !s.frame().contains("> 技能培训班 ") {
        s.press("Down");
    }
    show(s.press("n").type_text("月嫂班").press("Tab").type_text("2026-11-20"), "F8 a new record");
    show(s.press("Ctrl-S"), "F8 a list");
    show(s.press("Enter"), "F8 a record");
    show(s.press("Esc").press("f"), "F8 a field");
    s.press("Esc");
    show(s.press("F10"), "F10");
    show(s.press("x"), "F10 export");
    s.press("Esc");
    show(s.press("?"), "help");
    // Drawn anew in each run.
    let id = s.bench().peer().to_string();
    told.replace(id.split_at(8).0, "[编号..]")
}

#[test]
fn at_the_least_size() {
    insta::assert_snapshot!(walk(80, 24));
}

#[test]
fn at_the_usual_size() {
    insta::assert_snapshot!(walk(120, 36));
}

/// Walks through what follows records on F8.
fn follow(lang: Lang, width: u16, height: u16) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = with_finding(&folder.path().join("a"));
    let next = [
        ("name", "后期活动"),
        ("from", "2026-11-20"),
        ("switch", "更换计划、重排挂点"),
        ("to", "2026-12-31"),
    ];
    add(&mut bench, "phases", &next);
    let mut s = Session::new(bench, lang, width, height).unwrap();
    let mut told = String::new();
    let mut show = |s: &Session, what: &str| {
        told.extend(["== ", what, "\n", &s.frame(), "\n\n"]);
    };
    let say = |zh: &'static str, en: &'static str| lang.pick(zh, en);
    super::ledgers::to_ledger(&mut s, say("督查发现", "Findings"));
    show(s.press("Enter"), "findings");
    show(s.press("p"), "what can be done");
    show(s.press("Enter"), "a criticism");
    s.type_text("当面指出").press("Tab").press("Right");
    show(s.press("Ctrl-S").press("Enter"), "where it stands");
    s.press("Esc");
    show(s.press("x"), "an export");
    s.press("Esc");
    super::ledgers::to_ledger(&mut s, say("阶段", "Phases"));
    show(s.press("Enter"), "phases");
    show(s.press("p").press("Enter"), "the switch-over list");
    s.press("Esc").press("a").type_text("借书登记").press("Tab").press("Tab").press("Tab").press("Tab");
    s.type_text("书名").press("Ctrl-S");
    super::ledgers::to_ledger(&mut s, "借书登记");
    show(s.press("w").press("Enter"), "a field");
    told
}

#[test]
fn what_follows_records_at_the_least_size() {
    insta::assert_snapshot!(follow(Lang::Zh, 80, 24));
}

#[test]
fn what_follows_records_at_the_usual_size() {
    insta::assert_snapshot!(follow(Lang::En, 120, 36));
}
