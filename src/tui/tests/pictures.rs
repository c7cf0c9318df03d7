//! Pictures on the screens, and what they lead to.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    add,
    field::edit,
    session, small,
    tour::{LANGS, in_ascii},
};
use crate::{
    domain::{standing::IssueKind, wording::Lang},
    tui::{Session, pictures::bar, snapshot::Trends},
};

/// The rows of F9 from its first to its last.
fn rows_of_f9(s: &mut Session) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    s.press("F9").press("Home");
    for _ in 0..60 {
        seen.extend(s.frame().lines().map(str::to_owned));
        s.press("Down");
    }
    seen
}

// Of every sign that a picture is drawn with it is told what it stands for, and every number.
#[test]
fn no_legend_is_cut_in_the_least_window() {
    for lang in LANGS {
        for ascii in [false, true] {
            let folder = tempfile::tempdir().unwrap();
            let mut s = Session::new(small(&folder.path().join("a")), lang, 80, 24).unwrap();
            if ascii {
                in_ascii(&mut s);
            }
            let mut trends = Trends::clone(&s.model().data.trends);
            let counts = [140, 119, 113, 112, 115, 117, 118];
            for (number, month) in trends.months.iter_mut().enumerate() {
                month.kinds = [number * 834 / 12, 0, 0, 0, 0, 0, 0];
            }
            trends.months.last_mut().unwrap().kinds = counts;
            trends.ages = [201, 202, 203, 204, 205, 206];
            s.model().data.trends = Arc::new(trends);
            let frame = s.press("F3").frame();
            let fill = bar::fill(s.model().theme.ink());
            for (sign, zh, en) in [
                (fill.full, "已清", "clear"),
                (fill.half, "正在摸", "begun"),
                (fill.rest, "未摸清", "not yet"),
            ] {
                let told = format!("{sign} {}", lang.pick(zh, en));
                assert!(frame.contains(&told), "{told} in {frame}");
            }
            let rows = rows_of_f9(&mut s);
            let told = rows.iter().cloned().collect::<Vec<_>>().join("\n");
            // What is drawn with dots ends with some, and is no text that was cut.
            let is_cut = |row: &String| {
                let text = row.trim_end().trim_end_matches('.');
                row.trim_end().len() == text.len() + 2 && !text.ends_with(['#', '='])
            };
            assert!(!rows.iter().any(is_cut), "{told}");
            for kind in IssueKind::ALL {
                let title = kind.title(lang);
                assert!(rows.iter().any(|row| row.contains(&format!(" {title}"))), "{title} in {told}");
            }
            for count in counts {
                assert!(rows.iter().any(|row| row.contains(&format!(" {count}"))), "{count} in {told}");
            }
            // The year and the ages stand in columns here too, as in a wide window.
            let ages =
                rows.iter().any(|row| row.contains(" 11 ") && row.contains("61-90") && row.contains("91+"));
            assert!(ages && rows.iter().any(|row| row.contains("834") && row.contains("206")), "{told}");
            // The year in one line: how it rose to its greatest.
            let year = if ascii { "  _...::-==++#  " } else { "  ▁▂▂▂▃▃▄▅▅▆▆█  " };
            let is_told =
                |row: &String| row.contains("12 ") && row.contains(year) && row.trim_end().contains("834");
            assert!(rows.iter().any(is_told), "{told}");
            let ink = if ascii { "##" } else { "██" };
            assert!(rows.iter().any(|row| row.matches(ink).count() > 7), "{told}");
        }
    }
}

// A hint ends where it ends, as long as rows above it are empty.
#[test]
fn the_hint_of_an_item_is_told_whole() {
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    for lang in LANGS {
        for (width, height) in [(80, 24), (120, 36)] {
            let folder = tempfile::tempdir().unwrap();
            let mut s = Session::new(small(&folder.path().join("a")), lang, width, height).unwrap();
            for list in 0..3 {
                s.press("F3");
                (s.model().checklists.list, s.model().checklists.item) = (list, 0);
                s.press("Enter");
                let items = s.model().data.checklists[list].items.clone();
                for item in items {
                    let frame = s.frame();
                    let hint = bare(item.hint.get(lang));
                    assert!(bare(&frame).contains(&hint), "{} in {frame}", item.hint.get(lang));
                    s.press("Down");
                }
                s.press("Esc");
            }
        }
    }
}

#[test]
fn the_map_of_f3_tells_counts_and_bars_in_columns_that_stand_in_line() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let frame = s.press("F3").press("Down").press("Down").frame();
    let rows: Vec<&str> = frame.lines().skip(5).take(3).collect();
    let starts = |row: &str| -> Vec<usize> {
        row.match_indices("/12").map(|(at, _)| crate::tui::cells::width(row.split_at(at).0)).collect()
    };
    assert_eq!(starts(rows[0]).len(), 3, "{frame}");
    assert!(rows.iter().all(|row| starts(row) == starts(rows[0])), "{frame}");
    assert!(rows[2].contains("[1/12  █░░░░  12-01]") && rows[0].contains(" 0/12  ░░░░░ "), "{frame}");
    // Neighbourhoods stand in their own order, whatever is clear in which.
    assert!(rows[0].contains("一组") && rows[2].contains("三组"), "{frame}");
}

#[test]
fn a_figure_of_f9_opens_its_records_and_one_of_them_is_gone_to() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F9");
    while !s.frame().lines().any(|line| line.starts_with("> 本月建账")) {
        s.press("Down");
    }
    let line = s.frame().lines().find(|line| line.starts_with('>')).unwrap().to_owned();
    assert!(line.contains(" 5  █████"), "{line}");
    let frame = s.press("Enter").frame();
    assert!(frame.contains(" 本月建账：5") && frame.contains("与楼上漏水争执"), "{frame}");
    let frame = s.type_text("loushui").press("Enter").frame();
    assert!(frame.contains("[F6事项]") && frame.contains("与楼上漏水争执"), "{frame}");
    s.press("F9");
    while !s.frame().lines().any(|line| line.starts_with("> 91 天以上")) {
        s.press("Down");
    }
    assert!(s.press("Enter").frame().contains("未了结 91 天以上：没有"), "{}", s.frame());
}

#[test]
fn visits_that_are_owed_are_one_line_on_f2_that_leads_to_f5() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let fact = [("visit_facts", "老干部"), ("visit_basis", "组织部名册"), ("visit_since", "2026-11-01")];
    edit(&mut s, "residents", "仇英", &fact);
    s.refresh().press("F2").press("End");
    let frame = s.frame();
    assert!(frame.lines().any(|line| line.starts_with("> 六访    已访 ")), "{frame}");
    assert!(s.press("Enter").frame().contains("还有谁没走到"), "{}", s.frame());
}

#[test]
fn a_plan_over_months_tells_what_is_done_and_late_and_opens_what_is_selected() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    let goal = [
        ("name", "走遍一组"),
        ("target", "4"),
        ("measure", "tasks"),
        ("from", "2026-11-01"),
        ("to", "2027-01-31"),
    ];
    add(&mut bench, "goals", &goal);
    let task = |bench: &mut _, name, from, to, more: &[(&str, &str)]| {
        let own = [("name", name), ("from", from), ("to", to), ("owner", "李强"), ("goal", "走遍一组")];
        add(bench, "tasks", &[&own, more].concat())
    };
    task(&mut bench, "问路灯", "2026-11-02", "2026-11-05", &[("done_on", "2026-11-05"), ("basis", "都亮了")]);
    task(&mut bench, "问排水", "2026-11-10", "2026-11-20", &[]);
    task(&mut bench, "看老人", "2026-12-01", "2027-01-20", &[]);
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    let frame = s.press("F5").press("Shift-Tab").frame();
    let of = |name: &str| frame.lines().find(|line| line.contains(name)).unwrap().to_owned();
    assert!(of("走遍一组").contains("1/4") && of("走遍一组").contains('█'), "{frame}");
    assert!(of("问路灯").contains("[x] 11-05") && !of("问路灯").contains('░'), "{frame}");
    assert!(of("问排水").starts_with(" !") && of("问排水").contains("[ ] 11-20"), "{frame}");
    // Today's rule stands in the same column of every row, after what is late and before what comes.
    let rule = |line: &str| line.find('│').map(|at| crate::tui::cells::width(line.split_at(at).0));
    assert!(rule(&of("问排水")).is_some() && rule(&of("问排水")) == rule(&of("看老人")), "{frame}");
    s.press("Down").press("Down");
    assert!(s.press("Enter").frame().contains("修改 问排水"), "{}", s.frame());
}

#[test]
fn money_of_a_project_is_told_in_bars_beside_the_sums() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    let project =
        [("title", "修三组路灯"), ("kind", "public_good"), ("need", "路灯不亮"), ("neighbourhood", "三组")];
    add(&mut bench, "projects", &project);
    let fund = [
        ("title", "财政补助"),
        ("project", "修三组路灯"),
        ("source", "fiscal"),
        ("planned", "30000"),
        ("approval", "民字1号"),
    ];
    add(&mut bench, "funds", &fund);
    add(&mut bench, "receipts", &[("fund", "财政补助"), ("day", "2026-11-20"), ("amount", "15000")]);
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    let frame = s.press("F7").press("Enter").frame();
    let of = |name: &str| frame.lines().find(|line| line.trim_start().starts_with(name)).unwrap().to_owned();
    let length = |line: &str| line.matches('█').count();
    assert!(of("计划  ").contains("30,000") && of("到账  ").contains("15,000"), "{frame}");
    assert_eq!(length(&of("计划  ")), 2 * length(&of("到账  ")), "{frame}");
    assert_eq!(length(&of("支出  ")), 0, "{frame}");
}
