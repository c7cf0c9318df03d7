//! F7 and F9 as a hand has them.

use std::fs;

use super::{clock, small};
use crate::{
    domain::{projects::milestones, wording::Lang},
    tui::{Session, keys::Action},
    workbench::Workbench,
};

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
    s.press("r").type_text("200").press("Ctrl-S");
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

/// Moves on the open project until the row with this text is selected.
fn to_row(s: &mut Session, text: &str) {
    s.press("Home");
    for _ in 0..40 {
        if s.frame().lines().any(|line| line.trim_start().starts_with('>') && line.contains(text)) {
            return;
        }
        s.press("Down");
    }
    panic!("no {text} to select in\n{}", s.frame());
}

// Shows D15, F1.
#[test]
fn stages_and_money_of_a_project_are_ticked_changed_and_struck_out_where_they_stand() {
    let folder = tempfile::tempdir().unwrap();
    for (width, height) in [(80, 24), (120, 36)] {
        let mut s = session(&folder.path().join(width.to_string()), width, height);
        s.press("F7").press("Enter");
        assert!(!s.frame().contains("空格 完成"), "the project itself is no stage: {}", s.frame());
        to_row(&mut s, "装灯");
        assert!(s.frame().contains("空格 完成") && s.frame().contains("e 修改"), "{}", s.frame());
        s.press("Space");
        let done = |s: &mut Session| s.bench().standing("milestones").unwrap()[1].date(milestones::DONE);
        assert_eq!(done(&mut s), Some(jiff::civil::date(2026, 11, 22)));
        assert!(s.frame().contains("> [x] 装灯") || s.frame().contains(">  [x] 装灯"), "{}", s.frame());
        s.press("Space");
        assert_eq!(done(&mut s), None, "a slip is put right: {}", s.frame());
        s.press("e").press("Tab").press("Tab");
        for _ in 0..10 {
            s.press("Backspace");
        }
        s.type_text("11-28").press("Ctrl-S");
        assert!(s.frame().contains("计划 2026-11-28"), "{}", s.frame());
        // A source, what came, a voucher: read whole, changed, struck out.
        to_row(&mut s, "居民自愿出资");
        s.press("Enter");
        assert!(s.frame().contains("11-02 居民会议") && s.frame().contains("Esc 返回"), "{}", s.frame());
        s.press("Esc").press("e");
        assert!(s.frame().contains("修改 居民自愿出资"), "{}", s.frame());
        s.press("Esc");
        to_row(&mut s, "到账 1,200");
        s.press("Enter");
        assert!(s.frame().contains("资金到账"), "{}", s.frame());
        s.press("Esc");
        to_row(&mut s, "记-7");
        s.press("d").type_text("记错了项目").press("Ctrl-S");
        assert!(s.bench().standing("spendings").unwrap().is_empty(), "{}", s.frame());
        assert!(!s.frame().contains("记-7"), "{}", s.frame());
        // The need opens on its own screen.
        to_row(&mut s, "需求 → ");
        s.press("e");
        assert!(s.frame().contains("到它自己那一屏去办"), "{}", s.frame());
        s.press("Enter");
        assert!(s.frame().contains("[F6"), "{}", s.frame());
    }
}

#[test]
fn a_click_on_a_stage_selects_it_and_a_second_one_opens_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F7").press("Enter");
    let row = |s: &Session| s.frame().lines().position(|line| line.contains("[ ] 装灯")).unwrap();
    let y = u16::try_from(row(&s)).unwrap();
    s.click(6, y);
    assert!(s.frame().contains("空格 完成"), "{}", s.frame());
    s.click(6, y);
    assert!(s.frame().contains("里程碑  装灯"), "{}", s.frame());
}

#[test]
fn what_is_done_to_a_stage_is_not_done_to_one_that_nobody_looks_at() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F7").press("Enter");
    to_row(&mut s, "装灯");
    s.press("F2");
    let before = s.bench().last_own();
    s.act(Action::TickStage);
    assert_eq!(s.bench().last_own(), before);
    assert!(s.frame().contains("[F7帮扶]") && s.frame().contains("再按 空格 完成"), "{}", s.frame());
    s.press("Esc").press("F2");
    s.act(Action::StrikePart);
    assert!(s.frame().contains("Enter 打开，再选一条按 d 划去"), "{}", s.frame());
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
    // A figure leads to its records, and each of them to where it lives.
    while !s.frame().lines().any(|line| line.starts_with("> 富民思路")) {
        s.press("Down");
    }
    s.press("Enter").press("Enter");
    assert!(s.frame().contains("[F3 三清]"), "{}", s.frame());
    s.press("F9").press("End").press("Enter").press("Enter");
    assert!(s.frame().contains("[F4 居民]"), "{}", s.frame());
}
