//! F7 and F9 as a hand has them.

use std::fs;

use super::{clock, small};
use crate::{domain::wording::Lang, tui::Session, workbench::Workbench};

/// A workspace with two projects, money and a bulletin.
pub(super) fn works(home: &std::path::Path) -> Workbench {
    let mut bench = small(home);
    bench.set_clock(clock(0));
    let lamp = bench.rows("issues").unwrap()[0].id.to_string();
    let lamps = [
        ("title", "修三组路灯"),
        ("kind", "public_good"),
        ("need", "晚上接孩子看不清路"),
        ("issues", lamp.as_str()),
        ("neighbourhood", "三组"),
        ("owner", "李强"),
        ("before", "五盏全黑"),
        ("planned", "2026-11-20"),
    ];
    super::add(&mut bench, "projects", &lamps);
    super::add(
        &mut bench,
        "milestones",
        &[("title", "定灯型"), ("project", "修三组路灯"), ("done", "2026-11-10")],
    );
    super::add(
        &mut bench,
        "milestones",
        &[("title", "装灯"), ("project", "修三组路灯"), ("planned", "2026-11-25")],
    );
    let fund = [
        ("title", "居民自愿出资"),
        ("project", "修三组路灯"),
        ("source", "residents"),
        ("planned", "3000"),
        ("decision", "11-02 居民会议"),
    ];
    super::add(&mut bench, "funds", &fund);
    super::add(
        &mut bench,
        "receipts",
        &[("fund", "居民自愿出资"), ("day", "2026-11-03"), ("amount", "1200")],
    );
    let spend = [
        ("purpose", "灯头"),
        ("project", "修三组路灯"),
        ("fund", "居民自愿出资"),
        ("day", "2026-11-05"),
        ("amount", "1500.5"),
        ("voucher", "记-7"),
    ];
    super::add(&mut bench, "spendings", &spend);
    bench.set_clock(clock(0));
    super::add(&mut bench, "projects", &[("title", "缝纫班"), ("kind", "economy")]);
    let (from, to) = (jiff::civil::date(2026, 11, 1), jiff::civil::date(2026, 11, 22));
    bench.new_bulletin("十一月工作", from, to).unwrap();
    bench
}

fn session(home: &std::path::Path, width: u16, height: u16) -> Session {
    Session::new(works(home), Lang::Zh, width, height).unwrap()
}

fn walk(width: u16, height: u16) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), width, height);
    let mut told = String::new();
    let mut show = |s: &Session, what: &str| told.extend(["== ", what, "\n", &s.frame(), "\n\n"]);
    show(s.press("F7"), "F7");
    show(s.press("Enter"), "F7 open");
    show(s.press("Esc").press("s"), "F7 spend");
    s.press("Esc");
    show(s.press("F9"), "F9");
    show(s.press("Enter"), "F9 page");
    show(s.press("Esc").press("n"), "F9 new");
    s.press("Esc");
    show(s.press("?"), "F9 help");
    told
}

#[test]
fn f7_and_f9_at_the_least_size() {
    insta::assert_snapshot!(walk(80, 24));
}

#[test]
fn f7_and_f9_at_the_usual_size() {
    insta::assert_snapshot!(walk(120, 36));
}

// Shows D15.
#[test]
fn a_project_is_begun_paid_for_accepted_and_published_by_keys() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = Session::new(small(&folder.path().join("a")), Lang::Zh, 120, 36).unwrap();
    s.press("F7");
    assert!(s.frame().contains("按 n 登记"), "{}", s.frame());
    s.press("n").type_text("清沟渠").press("Tab").type_text("h").press("Ctrl-S");
    assert!(s.frame().contains("清沟渠") && s.frame().contains("已登记"), "{}", s.frame());
    s.press("f").type_text("义工").press("Tab").press("Tab").type_text("qq").press("Ctrl-S");
    s.press("r").type_text("1").press("Tab").press("Tab").press("Tab").type_text("200").press("Ctrl-S");
    assert!(s.frame().contains("到账 200"), "{}", s.frame());
    s.press("o").type_text("水通了").press("Tab").press("Tab").type_text("y").press("Ctrl-S");
    assert!(s.frame().contains("验收要写明验收人"), "{}", s.frame());
    s.press("Tab").press("Tab").press("Tab").type_text("居民代表").press("Ctrl-S");
    let file = folder.path().join("公示.txt");
    s.press("p").type_text("公示栏").press("Tab").paste(&file.display().to_string()).press("Ctrl-S");
    assert!(s.frame().contains("已写到"), "{}", s.frame());
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("办之后：水通了") && text.contains("验收人：居民代表"), "{text}");
    assert!(s.frame().contains("公示过"), "{}", s.frame());
}

// Shows I5.
#[test]
fn a_bulletin_is_drafted_changed_and_written_out_by_keys() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 120, 36);
    s.press("F9");
    assert!(s.frame().contains("另一人审") && s.frame().contains("先审核"), "{}", s.frame());
    s.press("n").type_text("又一期").press("Ctrl-S");
    assert!(s.frame().contains("又一期") && s.frame().contains("解民忧"), "{}", s.frame());
    s.press("e");
    for _ in 0..4 {
        s.press("Tab");
    }
    s.type_text("王桂兰说好").press("Ctrl-S");
    assert!(s.frame().contains("不写居民的姓名"), "{}", s.frame());
    s.press("Esc");
    let file = folder.path().join("简报.docx");
    s.press("x").paste(&file.display().to_string()).press("Ctrl-S");
    assert!(fs::read(&file).unwrap().starts_with(b"PK"));
    // A figure leads to its records.
    while !s.frame().lines().any(|line| line.starts_with("> 和谐稳定动态")) {
        s.press("Down");
    }
    s.press("Enter");
    assert!(s.frame().contains("[F3 三清]"), "{}", s.frame());
    s.press("F9").press("End").press("Enter");
    assert!(s.frame().contains("[F5 走访]"), "{}", s.frame());
}
