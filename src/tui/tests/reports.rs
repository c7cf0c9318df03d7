//! Reports of chosen days, read on the screen or written to a file.

use super::{ledgers::to_ledger, reach::choose, session, small};
use crate::{
    domain::wording::Lang,
    exchange::reports::Subject,
    tui::{Session, keys::Action},
};

/// Opens the form of a report, and chooses one by its place.
fn open<'s>(s: &'s mut Session, screen: &str, subject: Subject) -> &'s mut Session {
    s.press(screen).press("w");
    let first = if screen == "F5" { Subject::Coverage } else { Subject::Monthly };
    let place = |wanted| Subject::ALL.iter().position(|one| *one == wanted).unwrap();
    let turns = (place(subject) + Subject::ALL.len() + 1 - place(first)) % (Subject::ALL.len() + 1);
    for _ in 0..turns {
        s.press("Right");
    }
    assert!(s.frame().contains(subject.title().get(Lang::Zh)), "{}", s.frame());
    s
}

/// Goes to the field of the file.
fn to_file(s: &mut Session) -> &mut Session {
    for _ in 0..5 {
        s.press("Tab");
    }
    s
}

#[test]
fn every_report_is_read_on_the_screen_and_written_as_the_command_line_writes_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 120, 36);
    for subject in Subject::ALL {
        open(&mut s, "F9", subject).press("Ctrl-S");
        let frame = s.frame();
        assert!(frame.contains(subject.title().get(Lang::Zh)) && !frame.contains("Ctrl-S 提交"), "{frame}");
        s.press("Esc");
        let file = folder.path().join(format!("{}.csv", subject.key()));
        open(&mut s, "F9", subject);
        to_file(&mut s).paste(&file.display().to_string()).press("Ctrl-S");
        assert!(s.frame().contains("已写"), "{subject:?}: {}", s.frame());
        let written = std::fs::read_to_string(&file).unwrap();
        let made = subject.made(s.bench(), &crate::exchange::reports::Days::default(), Lang::Zh).unwrap();
        assert_eq!(written.lines().count(), made.table.rows.len() + 1, "{written}");
        assert!(written.contains(&made.table.header[0]), "{written}");
    }
}

// Shows I5.
#[test]
fn a_report_that_goes_out_is_in_the_log_of_exports_and_nothing_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let file = folder.path().join("覆盖.xlsx");
    open(&mut s, "F5", Subject::Coverage);
    to_file(&mut s).paste(&file.display().to_string());
    s.press("Tab").type_text("报街道").press("Tab").type_text("街道办").press("Ctrl-S");
    assert!(file.exists(), "{}", s.frame());
    to_ledger(&mut s, "导出登记");
    s.press("Enter").press("Enter");
    let frame = s.frame();
    for told in ["报表 走访覆盖", "报街道", "街道办"] {
        assert!(frame.contains(told), "{told}: {frame}");
    }
    s.press("Esc").press("Esc");
    open(&mut s, "F9", Subject::Monthly);
    to_file(&mut s).paste(&file.display().to_string()).press("Ctrl-S");
    assert!(s.frame().contains("不会覆盖"), "{}", s.frame());
    assert_eq!(s.bench().standing("exports").unwrap().len(), 1, "what was not written is not logged");
    s.press("Ctrl-U").type_text("月报.docx").press("Ctrl-S");
    assert!(s.frame().contains(".xlsx") && s.frame().contains("Ctrl-S 提交"), "{}", s.frame());
}

#[test]
fn the_days_of_a_report_are_chosen_and_so_are_those_of_oversight() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 120, 36);
    open(&mut s, "F9", Subject::Monthly).press("Tab").press("Ctrl-U").type_text("11-15").press("Ctrl-S");
    assert!(s.frame().contains("月报  2026-11-15 — 2026-11-22"), "{}", s.frame());
    s.press("Esc").press("o").press("Tab").press("Ctrl-U").type_text("10-01");
    s.press("Tab").press("Ctrl-U").type_text("10-31").press("Ctrl-S");
    assert!(s.frame().contains("督查情况  2026-10-01 — 2026-10-31"), "{}", s.frame());
    s.press("Esc").press("w").press("Tab").press("Ctrl-U").type_text("11-22");
    s.press("Tab").press("Ctrl-U").type_text("11-01").press("Ctrl-S");
    assert!(s.frame().contains("请对调"), "{}", s.frame());
}

#[test]
fn a_members_sheet_among_the_reports_asks_for_the_member() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 120, 36);
    s.press("F9").press("w").press("Left").press("Ctrl-S");
    let line = s.frame().lines().find(|line| line.contains("组员")).unwrap_or_default().to_owned();
    assert!(line.contains('>') && s.frame().contains("Ctrl-S 提交"), "{}", s.frame());
    s.press("Space").type_text("李强").press("Enter").press("Ctrl-S");
    assert!(s.frame().contains("李强 参与情况单"), "{}", s.frame());
}

#[test]
fn oversight_is_written_whole_as_a_document() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = Session::new(small(&folder.path().join("a")), Lang::En, 120, 36).unwrap();
    let file = folder.path().join("督查.txt");
    s.press("F9");
    s.act(Action::ShowOversight);
    to_file(&mut s).paste(&file.display().to_string()).press("Ctrl-S");
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.contains("督查情况") && written.contains("六、成效"), "{written}");
    assert!(!written.contains("王桂兰"), "nobody is named who asked: {written}");
}

#[test]
fn what_has_no_screen_of_its_own_is_written_out_from_f3_and_f6() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let checks = folder.path().join("三清.csv");
    s.press("F3").press("Ctrl-O");
    choose(&mut s, "导出表格");
    s.paste(&checks.display().to_string()).press("Ctrl-S");
    assert!(std::fs::read_to_string(&checks).unwrap().contains("逐户问过"), "{}", s.frame());
    let steps = folder.path().join("步骤.csv");
    s.press("F6").press("Ctrl-O");
    choose(&mut s, "导出表格");
    s.press("Right").press("Tab").paste(&steps.display().to_string()).press("Ctrl-S");
    assert!(std::fs::read_to_string(&steps).unwrap().contains("周五前清掏"), "{}", s.frame());
}

#[test]
fn residents_and_households_are_written_out_from_f4_those_who_were_found_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let mut written = |file: &str, keys: &[&str]| {
        let file = folder.path().join(file);
        s.press("Esc").press("Esc").press("F4");
        for key in keys {
            s.press(key);
        }
        s.press("Ctrl-O");
        choose(&mut s, "导出表格");
        s.press("Tab").paste(&file.display().to_string());
        // Of a list that was narrowed, those who were found are offered.
        if !keys.is_empty() {
            while !s.frame().contains(">*哪些") {
                s.press("Tab");
            }
            s.press("Right");
            assert!(s.frame().contains("[现在列出的（1 条）]"), "{}", s.frame());
        }
        s.press("Ctrl-S");
        std::fs::read_to_string(&file).unwrap_or_else(|_| panic!("{}", s.frame()))
    };
    let all = written("全部.csv", &[]);
    assert!(all.contains("王桂兰") && all.contains("仇英"), "{all}");
    assert!(!all.contains("13812342210"), "numbers are masked: {all}");
    let some = written("找到的.csv", &["/", "王", "Enter"]);
    assert!(some.contains("王桂兰") && !some.contains("仇英"), "{some}");
}
