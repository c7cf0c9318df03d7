//! F5, what can be finished within a week: a list to walk through, what presses most first.

use super::{add, small};
use crate::{domain::wording::Lang, tui::Session};

fn furnished(home: &std::path::Path, width: u16, height: u16) -> Session {
    let mut bench = small(home);
    let task = [("name", "看望仇英"), ("from", "2026-11-20"), ("to", "2026-11-22"), ("owner", "李强")];
    add(&mut bench, "tasks", &task);
    add(&mut bench, "issues", &[("title", "煤气味很重"), ("kind", "hazard"), ("urgency", "danger")]);
    Session::new(bench, Lang::Zh, width, height).unwrap()
}

/// The rows of the list.
fn rows(s: &Session) -> Vec<String> {
    let frame = s.frame();
    assert!(frame.contains(" 近期可办，七天内的任务和事项："), "{frame}");
    let rows = frame.lines().skip(5).take_while(|line| !line.trim().is_empty());
    rows.map(|line| line.trim_start_matches([' ', '>']).to_owned()).collect()
}

// Shows A15.
#[test]
fn what_can_be_finished_soon_is_a_list_by_the_time_that_is_left() {
    let folder = tempfile::tempdir().unwrap();
    for (width, height) in [(80, 24), (120, 36)] {
        let mut s = furnished(&folder.path().join(format!("{width}")), width, height);
        s.press("F5").press("s");
        let rows = rows(&s);
        let at = |text: &str| {
            rows.iter().position(|row| row.contains(text)).unwrap_or_else(|| panic!("{text} {rows:?}"))
        };
        // What has hours is told in hours, and stands before what has the whole day.
        let gas = at("煤气味很重");
        assert!(rows[gas].contains("小时") && gas < at("看望仇英"), "{rows:?}");
        assert!(rows[at("看望仇英")].contains("任务") && rows[at("看望仇英")].ends_with("今天"), "{rows:?}");
        assert!(at("三组路灯") < gas && at("看望仇英") < at("想学电工"), "{rows:?}");
    }
}

#[test]
fn a_row_of_it_opens_the_issue_or_the_task_by_key_and_by_mouse() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = furnished(&folder.path().join("a"), 80, 24);
    s.press("F5").press("s");
    while !s.frame().lines().any(|line| line.starts_with(" > 任务  看望仇英")) {
        s.press("Down");
    }
    assert!(s.press("Enter").frame().contains("修改 看望仇英"), "{}", s.frame());
    s.press("Esc").press("s");
    let frame = s.frame();
    let y = frame.lines().position(|line| line.contains("煤气味很重")).unwrap();
    s.click(6, u16::try_from(y).unwrap());
    let frame = s.frame();
    assert!(frame.contains("[F6事项]") && frame.contains("煤气味很重") && frame.contains("登记"), "{frame}");
    // From there it is answered, and Esc leads back.
    assert!(s.press("r").frame().contains("答复"), "{}", s.frame());
    s.press("Esc").press("Esc");
    assert!(s.frame().contains("[F5走访]"), "{}", s.frame());
}
