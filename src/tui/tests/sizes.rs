//! Any terminal, any frame: nothing panics, nothing is torn.

use super::{session, small};
use crate::{domain::wording::Lang, tui::Session};

#[test]
fn no_frame_panics_at_any_size() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let ways: [&[&str]; 24] = [
        &["F2"],
        &["F3"],
        &["F3", "Enter"],
        &["F3", "Enter", "n"],
        &["F4"],
        &["F5"],
        &["F5", "Tab"],
        &["F5", "Shift-Tab", "Down"],
        &["F7"],
        &["F9"],
        &["F9", "End"],
        &["F5", "v"],
        &["F4", "Enter"],
        &["F6"],
        &["F6", "Enter"],
        &["F10"],
        &["F8"],
        &["F8", "End", "Enter", "Enter"],
        &["F8", "a"],
        &["F6", "n", "路", "灯", "Tab", "Tab", "Space"],
        &["F4", "d"],
        &["?"],
        &["Ctrl-F"],
        &["Ctrl-F", "王"],
    ];
    for way in ways {
        s.resize(80, 24);
        for key in way {
            s.press(key);
        }
        for width in (20..=200).step_by(20).chain([79, 80, 99, 100]) {
            for height in (5..=60).step_by(7).chain([23, 24]) {
                s.resize(width, height);
                let frame = s.frame();
                assert!(frame.lines().all(|line| super::super::cells::width(line) <= usize::from(width)));
            }
        }
        s.resize(80, 24);
        for _ in 0..4 {
            s.press("Esc");
        }
    }
}

#[test]
fn a_small_window_says_so_and_waits() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F6").press("n").type_text("半截");
    s.resize(60, 20);
    assert!(s.frame().contains("窗口太小"), "{}", s.frame());
    s.press("Esc");
    s.resize(80, 24);
    assert!(s.frame().contains("半截"), "{}", s.frame());
}

#[test]
fn the_cursor_is_where_the_text_goes() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    assert_eq!(s.cursor(), None);
    s.press("F6").press("n");
    let (left, row) = s.cursor().unwrap();
    for (keys, columns) in [("路", 2), ("灯", 4), ("a", 5)] {
        s.type_text(keys);
        assert_eq!(s.cursor(), Some((left + columns, row)));
    }
    s.press("Left");
    assert_eq!(s.cursor(), Some((left + 4, row)));
    s.press("Backspace");
    assert_eq!(s.cursor(), Some((left + 2, row)));
    s.press("Home");
    assert_eq!(s.cursor(), Some((left, row)));
    let line = s.frame().lines().nth(usize::from(row)).unwrap().to_owned();
    assert!(line.contains("路a"));
    s.press("Esc").press("/").type_text("路");
    let (x, y) = s.cursor().unwrap();
    let head = s.frame().lines().nth(usize::from(y)).unwrap().split("/路").next().unwrap().to_owned();
    assert_eq!(usize::from(x), super::super::cells::width(&head) + 3);
}

#[test]
fn the_gauges_of_f5_stay_above_a_long_list_and_clicks_hit_what_is_below_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    for number in 0..20 {
        let name = format!("居民{number:02}");
        let facts = [("name", &*name), ("visit_facts", "老党员"), ("visit_basis", "支部名册")];
        super::add(s.bench(), "residents", &facts);
    }
    s.refresh().press("F5").press("End");
    let frame = s.frame();
    assert!(frame.contains("还有谁没走到：未访 2") && frame.contains("老党员       应   20"), "{frame}");
    let at = frame.lines().position(|line| line.starts_with('>')).unwrap();
    assert!(at > 11, "below the gauges: {frame}");
    let above = frame.lines().nth(at - 2).unwrap().to_owned();
    s.click(5, u16::try_from(at - 2).unwrap());
    let chosen = s.frame().lines().find(|line| line.starts_with('>')).unwrap().to_owned();
    let name =
        |line: &str| line.trim_start_matches('>').split_whitespace().next().unwrap_or_default().to_owned();
    assert_eq!(name(&chosen), name(&above), "{frame}");
    // A gauge lists whom it counts; left again, the list below keeps its row.
    s.click(5, 6);
    assert!(s.frame().contains("：应访 20，已访 0"), "{}", s.frame());
    s.press("Esc");
    assert_eq!(s.frame().lines().find(|line| line.starts_with('>')).unwrap(), chosen);
}

#[test]
fn the_kind_that_is_looked_at_is_in_sight_where_not_all_of_them_fit() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    for kind in ["hazard", "violation", "supervision"] {
        super::add(&mut bench, "issues", &[("title", "沟渠堵塞"), ("kind", kind)]);
    }
    let mut s = Session::new(bench, Lang::En, 80, 24).unwrap();
    s.press("F6");
    assert!(s.frame().contains("[all 7]") && !s.frame().contains("rectification"), "{}", s.frame());
    s.press("Shift-Tab");
    let frame = s.frame();
    let row = frame.lines().nth(4).unwrap();
    assert!(row.contains("[rectification]") && crate::tui::cells::width(row) <= 80, "{frame}");
    let before = row.split("supervision").next().unwrap();
    s.click(u16::try_from(crate::tui::cells::width(before)).unwrap(), 4);
    assert!(s.frame().contains("[supervision 1]"), "{}", s.frame());
}

#[test]
fn a_line_of_today_that_is_cut_is_told_whole_below_the_list_and_keeps_its_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    let title = "沿沟七户门前的排水管在雨天倒灌，请把下半段清完再来看一次";
    super::add(&mut bench, "issues", &[("title", title), ("kind", "rectification")]);
    bench.set_clock(super::clock(20));
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    while !s.frame().lines().any(|line| line.starts_with('>') && line.contains("沿沟七户")) {
        s.press("Down");
    }
    let frame = s.frame();
    let line = frame.lines().find(|line| line.starts_with('>')).unwrap();
    assert!(!line.contains(title) && line.contains("整改 超 5 天"), "{frame}");
    assert!(frame.lines().any(|line| line.starts_with(title)), "{frame}");
}
