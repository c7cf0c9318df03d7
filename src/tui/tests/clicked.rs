//! What stands under the mouse is what opens.

use std::ops::Range;

use super::{acts::disputed, session, small};
use crate::{
    domain::{standing::IssueKind, wording::Lang},
    tui::{Session, cells::width},
};

const SIZES: [(Lang, u16, u16); 4] =
    [(Lang::Zh, 80, 24), (Lang::En, 80, 24), (Lang::Zh, 120, 36), (Lang::En, 120, 36)];

/// The columns in which a text stands in a row of the screen, where it does: the last ones.
fn columns(s: &Session, row: u16, text: &str) -> Option<Range<u16>> {
    let frame = s.frame();
    let line = frame.lines().nth(usize::from(row))?;
    let at = line.rfind(text)?;
    let left = u16::try_from(width(line.split_at(at).0)).unwrap();
    Some(left..left + u16::try_from(width(text)).unwrap())
}

fn row(s: &Session, row: usize) -> String {
    s.frame().lines().nth(row).unwrap_or_default().to_owned()
}

#[test]
fn every_tab_and_part_that_is_drawn_opens_itself_wherever_it_is_clicked() {
    for (lang, wide, high) in SIZES {
        let folder = tempfile::tempdir().unwrap();
        let mut s = Session::new(small(&folder.path().join("a")), lang, wide, high).unwrap();
        for number in 2..=10 {
            let key = format!("F{number}");
            for column in columns(&s, 1, &key).unwrap() {
                s.press(if number == 2 { "F3" } else { "F2" }).click(column, 1);
                assert!(row(&s, 1).contains(&format!("[{key}")), "{key} at {column}: {}", s.frame());
            }
        }
        let parts = [
            ["六访覆盖", "日历计划", "民情日记", "计划横道"],
            ["Coverage", "Calendar", "Diary", "Plan chart"],
        ];
        let filters = [["未了结", "全部", "已办结"], ["Open", "All", "Closed"]];
        let kinds = [None].into_iter().chain(IssueKind::ALL.map(Some));
        let kinds =
            kinds.map(|kind| kind.map_or(lang.pick("各类", "all kinds"), |kind| kind.title(lang)).to_owned());
        let at = usize::from(lang == Lang::En);
        let told = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        for (screen, y, turn, words) in [
            ("F5", 3, "Tab", told(&parts[at])),
            ("F6", 3, "Right", told(&filters[at])),
            ("F6", 4, "Tab", kinds.collect()),
        ] {
            s.press(screen);
            let mut clicked = 0;
            for word in &words {
                // Where a row is too long for the screen, what is looked at moves it.
                for by in 0..width(word) {
                    s.press(turn);
                    let Some(here) = columns(&s, y, word) else { continue };
                    s.click(here.start + u16::try_from(by).unwrap(), y);
                    let line = row(&s, usize::from(y));
                    assert!(line.contains(&format!("[{word}")), "{lang:?} {wide} {word} {by}: {}", s.frame());
                    clicked += 1;
                }
            }
            assert!(clicked > words.len(), "{screen} {y}");
            // Where nothing stands nothing turns.
            let before = s.frame();
            s.click(wide - 1, y);
            assert!(screen == "F6" || before == s.frame(), "{}", s.frame());
        }
    }
}

// What is clicked beside a list opens, or nothing does; left again, the list is as it was.
#[test]
fn a_click_on_what_stands_beside_a_list_does_nothing_to_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = Session::new(super::projects::works(&folder.path().join("a")), Lang::Zh, 120, 36).unwrap();
    for (screen, key, is_opening) in [
        ("F4", "End", true),
        ("F5", "Down", false),
        ("F6", "Down", true),
        ("F7", "Home", true),
        ("F9", "Home", true),
    ] {
        s.press(screen).press(key);
        let before = s.frame();
        let line = before.lines().nth(12).unwrap();
        let rule = u16::try_from(width(line.split_at(line.find('│').unwrap()).0)).unwrap();
        let mut opened = 0;
        // The days of the month beside F5 are gone to.
        for y in if screen == "F5" { 14 } else { 5 }..30 {
            let told = before.lines().nth(usize::from(y)).unwrap();
            let is_blank = told.split_once('│').is_none_or(|(_, told)| told.trim().is_empty());
            s.click(rule + 6, y);
            if s.frame() != before {
                assert!(is_opening && !is_blank, "{screen} {y}: {}", s.frame());
                opened += 1;
                s.press("Esc");
            }
            assert_eq!(before, s.frame(), "{screen} {y}");
        }
        assert_eq!(opened > 0, is_opening, "{screen}");
    }
}

// Whatever was looked at last: a sheet, the diary.
#[test]
fn what_f2_tells_of_visits_and_lists_leads_to_them_by_keys_and_by_the_mouse() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let away = |s: &mut Session| {
        s.press("F3").press("Esc").press("Enter");
        assert!(s.frame().contains("已清"), "{}", s.frame());
        s.press("F5").press("Tab");
        s.press("F2");
    };
    let reach = |s: &Session| row(s, 1).contains("[F5") && row(s, 3).contains("[六访覆盖]");
    let map = |s: &Session| row(s, 1).contains("[F3") && s.frame().contains("哪里还没摸清");
    away(&mut s);
    // Both gauges are in sight at once, however long the list is.
    let line = row(&s, 21);
    assert!(
        line.contains("六访 已访 ") && line.contains("三清 已清 1/108") && line.contains('░'),
        "{}",
        s.frame()
    );
    let at = columns(&s, 21, "六访 已访").unwrap();
    s.click(at.start, 21);
    assert!(reach(&s), "{}", s.frame());
    away(&mut s);
    let at = columns(&s, 21, "三清 已清").unwrap();
    s.click(at.start, 21);
    assert!(map(&s), "{}", s.frame());
    for (begins, is_there) in [("> 三清 ", &map as &dyn Fn(&Session) -> bool), ("> 六访 ", &reach)] {
        away(&mut s);
        for _ in 0..99 {
            if s.frame().lines().any(|line| line.starts_with(begins)) {
                break;
            }
            s.press("Down");
        }
        s.press("Enter");
        assert!(is_there(&s), "{begins} {}", s.frame());
        s.press("F2").press("Home");
    }
}

#[test]
fn the_line_of_conflicts_on_f2_leads_to_the_first_by_keys_and_by_the_mouse() {
    for (lang, begins) in [(Lang::Zh, "冲突    1 处"), (Lang::En, "Conflicts  1 to be settled")] {
        let folder = tempfile::tempdir().unwrap();
        let mut s = Session::new(disputed(folder.path()), lang, 80, 24).unwrap();
        let selected =
            |s: &Session| s.frame().lines().find(|line| line.starts_with('>')).unwrap_or_default().to_owned();
        for by_mouse in [false, true] {
            s.press("F10").press("Home").press("F2").press("Home");
            for _ in 0..60 {
                if selected(&s).contains(begins) {
                    break;
                }
                s.press("Down");
            }
            assert!(selected(&s).contains(begins), "{}", s.frame());
            if by_mouse {
                let at = s.frame().lines().position(|line| line.contains(begins)).unwrap();
                s.click(8, u16::try_from(at).unwrap());
            } else {
                s.press("Enter");
            }
            assert!(row(&s, 1).contains("[F10") && selected(&s).contains("仇英"), "{}", s.frame());
        }
        // Once it is settled there is no such line.
        s.press("Enter").press("Enter").press("F2").press("End");
        assert!(!s.frame().contains(begins), "{}", s.frame());
    }
}

#[test]
fn a_click_puts_the_cursor_into_what_is_looked_for() {
    let folder = tempfile::tempdir().unwrap();
    for (width, height) in [(80, 24), (120, 36)] {
        let mut s = session(&folder.path().join(width.to_string()), width, height);
        for screen in ["F4", "F6", "F8"] {
            s.press(screen);
            if screen == "F8" {
                s.press("Right");
            }
            s.press("/").type_text("甲乙丙");
            let frame = s.frame();
            let (y, line) = frame
                .lines()
                .enumerate()
                .find(|(_, line)| line.contains("/甲乙丙"))
                .unwrap_or_else(|| panic!("{frame}"));
            let before = crate::tui::cells::width(line.split_once("乙").unwrap().0);
            let (x, y) = (u16::try_from(before).unwrap(), u16::try_from(y).unwrap());
            // While it is typed, and after that.
            for key in ["Right", "Enter"] {
                s.press(key).click(x, y);
                assert_eq!(s.cursor(), Some((x, y)), "{screen} {key}: {}", s.frame());
            }
            s.type_text("丁");
            assert!(s.frame().contains("/甲丁乙丙"), "{screen}: {}", s.frame());
            s.press("Esc").press("Esc");
        }
    }
}

#[test]
fn what_f2_names_of_f10_is_selected_there() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut s = session(&home, 80, 24);
    s.press("F10");
    std::fs::write(home.join("inbox/x.mqb"), "不是同步包").unwrap();
    s.press("F10").press("End");
    assert!(s.frame().lines().any(|line| line.starts_with('>') && line.contains("x.mqb")), "{}", s.frame());
    s.press("F2");
    while !s.frame().lines().any(|line| line.starts_with('>') && line.contains("未导出")) {
        s.press("Down");
    }
    let frame = s.press("Enter").frame();
    assert!(frame.lines().any(|line| line.starts_with("> B") && line.contains("张晓敏")), "{frame}");
}
