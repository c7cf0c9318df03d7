//! Lists stand still: what was clicked once is there when it is clicked again.

use super::{add, clock, small};
use crate::{
    domain::wording::Lang,
    tui::{Session, cells::width, screens::issues},
};

/// Many of everything, on 80 columns and 24 rows.
fn crowd(home: &std::path::Path) -> Session {
    let mut bench = small(home);
    bench.set_clock(clock(-12));
    for number in 10..50 {
        add(&mut bench, "neighbourhoods", &[("name", &format!("小组{number}")), ("order", "9")]);
        let facts = [("visit_facts", "老干部"), ("visit_basis", "名册"), ("visit_since", "2026-11-01")];
        let name = format!("居民{number}");
        let pairs = [("name", name.as_str()), ("neighbourhood", "一组")];
        add(&mut bench, "residents", &[&pairs[..], &facts[..]].concat());
        let title = format!("事项{number}");
        add(&mut bench, "issues", &[("title", &title), ("neighbourhood", "一组"), ("from", "仇英")]);
    }
    bench.set_clock(clock(0));
    Session::new(bench, Lang::Zh, 80, 24).unwrap()
}

/// A row of the screen but for what tells that it is selected.
fn row(s: &Session, y: u16) -> String {
    let line = s.frame().lines().nth(usize::from(y)).unwrap_or_default().to_owned();
    line.chars().filter(|one| !['>', '[', ']', ' ', '-', '━', '─'].contains(one)).collect()
}

/// The name in a row, if it is one of the crowd's.
fn name(row: &str) -> Option<String> {
    let at = ["小组", "居民", "事项"].iter().filter_map(|kind| row.find(kind)).min()?;
    let name: String = row.split_at(at).1.chars().take(4).collect();
    name.chars().skip(2).all(|digit| digit.is_ascii_digit()).then_some(name)
}

#[test]
fn the_same_cell_clicked_twice_opens_the_row_that_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = crowd(&folder.path().join("a"));
    for (screen, x) in [("F2", 10), ("F3", 5), ("F4", 10), ("F5", 10), ("F6", 30)] {
        let mut count = 0;
        for y in [8, 11, 14, 17] {
            s.press("Esc").press("Esc").press("Esc").press("F2").press(screen).press("Home");
            s.model().unfinished.left.clear();
            for _ in 0..25 {
                s.press("Down");
            }
            let before = row(&s, y);
            let Some(name) = name(&before) else { continue };
            s.click(x, y);
            assert_eq!(row(&s, y), before, "{screen} row {y}: the list moved\n{}", s.frame());
            let list = s.frame();
            s.click(x, y);
            assert_ne!(s.frame(), list, "{screen} row {y}: nothing opened\n{}", s.frame());
            assert!(s.frame().contains(&name), "{screen} row {y}: {name}\n{}", s.frame());
            count += 1;
        }
        assert!(count > 1, "{screen}: {count} rows\n{}", s.frame());
    }
}

#[test]
fn figures_and_ledgers_stay_where_they_are_clicked() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = crowd(&folder.path().join("a"));
    for (screen, x) in [("F8", 5), ("F9", 10)] {
        s.press(screen);
        for _ in 0..25 {
            s.press("Down");
        }
        for y in [7, 10, 13, 16, 19] {
            let part = |s: &Session| row(s, y).split('│').next().unwrap_or_default().to_owned();
            let before = part(&s);
            s.click(x, y);
            assert_eq!(part(&s), before, "{screen} row {y}: {}", s.frame());
        }
    }
}

#[test]
fn the_cell_of_marks_clicked_twice_marks_one_row_and_takes_its_mark_away() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = crowd(&folder.path().join("a"));
    s.press("F6");
    for _ in 0..25 {
        s.press("Down");
    }
    let before = name(&row(&s, 12));
    s.click(0, 12);
    let marked = s.model().issues.marked.clone();
    let chosen = issues::selected(s.model()).map(|case| case.issue.id);
    assert_eq!(marked.as_slice(), chosen.as_slice(), "{}", s.frame());
    assert_eq!(name(&row(&s, 12)), before);
    s.click(0, 12);
    assert!(s.model().issues.marked.is_empty(), "{}", s.frame());
    assert!(!s.model().issues.open);
}

#[test]
fn another_size_keeps_the_selection_in_sight() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = crowd(&folder.path().join("a"));
    for screen in ["F2", "F3", "F4", "F5", "F6"] {
        s.resize(80, 24).press(screen);
        for _ in 0..25 {
            s.press("Down");
        }
        for (width, height) in [(80, 40), (120, 24), (200, 30), (80, 24)] {
            s.resize(width, height);
            let selected =
                s.frame().lines().skip(3).any(|line| line.trim_start_matches('│').starts_with('>'));
            assert!(selected, "{screen} {width}x{height}\n{}", s.frame());
        }
    }
}

#[test]
fn what_stands_below_the_screen_is_told_and_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = crowd(&folder.path().join("a"));
    s.press("F6").press("?");
    assert!(s.frame().contains("↓ 下面还有"), "{}", s.frame());
    s.press("End");
    assert!(!s.frame().contains("↓ 下面还有") && s.frame().contains("↑ 上面还有"), "{}", s.frame());
    // Beside a list too.
    s.press("Esc").resize(120, 24).press("F7");
    assert!(!s.frame().contains("↓ 下面还有"), "{}", s.frame());
    let mut s = Session::new(super::projects::works(&folder.path().join("b")), Lang::Zh, 120, 24).unwrap();
    s.press("F7");
    assert!(s.frame().contains("↓ 下面还有"), "{}", s.frame());
}

#[test]
fn a_click_on_the_date_does_nothing_and_one_on_what_waits_goes_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = crowd(&folder.path().join("a"));
    let before = s.frame();
    let header = before.lines().next().unwrap().to_owned();
    let from = width(header.split_once("未导出").unwrap().0);
    for x in 0..from {
        s.click(u16::try_from(x).unwrap(), 0);
        assert_eq!(s.frame(), before, "{x}");
    }
    for x in from..width(&header) {
        s.press("F2").click(u16::try_from(x).unwrap(), 0);
        assert!(s.frame().contains("[F10"), "{x}: {}", s.frame());
    }
}

#[test]
fn an_item_is_ticked_by_its_mark_and_opened_by_a_second_click() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = crowd(&folder.path().join("a"));
    s.press("F3").press("Down").press("Down").press("Enter");
    let (sheet, marks) = (s.frame(), |s: &Session| s.frame().matches("[x]").count());
    let (y, line) = sheet.lines().enumerate().find(|(_, line)| line.contains("[x]")).unwrap();
    let (y, begin) =
        (u16::try_from(y).unwrap(), u16::try_from(width(line.split("[x]").next().unwrap())).unwrap());
    let before = marks(&s);
    s.click(begin + 10, y).click(begin + 10, y);
    assert!(matches!(s.model().popups.last(), Some(crate::tui::model::Popup::Form(_))), "{}", s.frame());
    s.press("Esc");
    assert_eq!(marks(&s), before, "{}", s.frame());
    s.click(begin + 1, y);
    assert_eq!(marks(&s), before - 1, "{}", s.frame());
}
