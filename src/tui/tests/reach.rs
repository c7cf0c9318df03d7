//! The work of a day needs no letter, and letters of an input method mean the same.

use super::{session, small};
use crate::{
    domain::wording::Lang,
    search,
    tui::{
        Session,
        finder::{Finder, Item, Source, Target},
        key::Key,
        keys::{KeyMap, Place, binding},
    },
};

/// Presses a key that is no letter.
fn press<'s>(s: &'s mut Session, key: &str) -> &'s mut Session {
    assert!(!matches!(Key::parse(key), None | Some(Key::Char('!'..='~') | Key::Go(_))), "{key} is a letter");
    s.press(key)
}

/// Goes down a list to the row that begins so, and takes it.
pub(super) fn choose(s: &mut Session, name: &str) {
    for _ in 0..200 {
        if s.frame().lines().any(|line| line.starts_with(&format!(" > {name}  "))) {
            s.press("Enter");
            return;
        }
        s.press("Down");
    }
    panic!("no {name} in {}", s.frame());
}

#[test]
fn the_palette_begins_with_what_can_be_done_here_and_finds_by_names() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let data = &s.model().data;
    let names = |place, typed: &str| -> Vec<String> {
        let finder = Finder::new(Source::Actions(place), typed, data, Lang::Zh);
        finder.found.iter().map(Item::called).collect()
    };
    for place in [Place::Sync, Place::Issues, Place::Projects] {
        let finder = Finder::new(Source::Actions(place), "", data, Lang::Zh);
        let first = finder.found.iter().take(5).map(|item| item.target);
        assert!(
            first.into_iter().all(|target| matches!(target, Target::Action(action)
                if binding(action).is_some_and(|row| row.works_in(place)))),
            "{:?}",
            finder.found.iter().take(5).collect::<Vec<_>>()
        );
    }
    // What is written of an action is found by what stands together in it.
    assert!(names(Place::Today, "近期可办").iter().any(|label| label.starts_with("一周可办")));
    assert!(search::matches("日子过得很顺利", "rili").is_some());
    assert!(search::matches_together("日子过得很顺利", "rili").is_none());
    assert!(search::matches_together("看日历计划", "rili").is_some());
}

#[test]
fn the_work_of_a_day_needs_no_letter() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    // New, on every screen that has something to begin.
    for (screen, titles) in [
        ("F2", "登记事项"),
        ("F3", "居民小组"),
        ("F4", "居民"),
        ("F6", "登记事项"),
        ("F7", "帮扶项目"),
        ("F9", "新编简报"),
        ("F10", "组员"),
    ] {
        press(press(&mut s, screen), "Ctrl-N");
        assert!(s.frame().contains("Ctrl-S 提交") && s.frame().contains(titles), "{screen}: {}", s.frame());
        press(&mut s, "Esc");
    }
    // A reply and a result, by the list of what can be done.
    press(press(&mut s, "F6"), "Ctrl-O");
    choose(&mut s, "答复");
    s.type_text("周五前修好");
    press(press(&mut s, "Tab"), "Ctrl-S");
    assert!(s.frame().contains("：已答复"), "{}", s.frame());
    press(&mut s, "Ctrl-O");
    choose(&mut s, "结果");
    assert!(s.frame().contains("结果  B-1"), "{}", s.frame());
    press(press(&mut s, "Right"), "Tab");
    s.type_text("修好了");
    press(&mut s, "Ctrl-S");
    assert!(s.frame().contains("已办结"), "{}", s.frame());
    // Undo; open.
    press(&mut s, "Ctrl-Z");
    assert!(s.frame().contains("撤销"), "{}", s.frame());
    press(press(press(&mut s, "F6"), "Enter"), "Esc");
    // Bundles out and in.
    for (name, title) in [("导出", "导出同步包"), ("导入", "导入同步包"), ("邀请", "邀请")]
    {
        press(press(&mut s, "F10"), "Ctrl-O");
        choose(&mut s, name);
        assert!(s.frame().contains(title) && s.frame().contains("Ctrl-S 提交"), "{}", s.frame());
        press(&mut s, "Esc");
    }
    // A visit on F5, a sheet of F8.
    press(press(&mut s, "F5"), "Ctrl-O");
    choose(&mut s, "记走访");
    assert!(s.frame().contains("Ctrl-S 提交"), "{}", s.frame());
    press(&mut s, "Esc");
    press(press(press(&mut s, "F8"), "Enter"), "Ctrl-O");
    choose(&mut s, "登记");
    assert!(s.frame().contains("Ctrl-S 提交"), "{}", s.frame());
}

#[test]
fn letters_and_signs_of_full_width_mean_the_same_everywhere() {
    let keys = KeyMap::default();
    let wide = |c: char| char::from_u32(u32::from(c) + 0xfee0).unwrap();
    for place in Place::ALL {
        for c in '!'..='~' {
            assert_eq!(
                keys.lookup(place, Key::Char(wide(c))),
                keys.lookup(place, Key::Char(c)),
                "{c} in {place:?}"
            );
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let mut s = Session::new(small(&folder.path().join("a")), Lang::Zh, 80, 24).unwrap();
    for (key, told) in [("：", "命令:"), ("？", "== F2 今日 =="), ("ｎ", "登记事项")] {
        s.press("F2").type_text(key);
        assert!(s.frame().contains(told), "{key}: {}", s.frame());
        s.press("Esc");
    }
    s.press("F6").type_text("／");
    assert!(s.cursor().is_some(), "a search is typed: {}", s.frame());
    s.press("Esc").type_text("ｇｔ");
    assert!(s.frame().contains("[F2今日]"), "{}", s.frame());
}

#[test]
fn a_digit_does_nothing_anywhere() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    for way in [
        &["F2"][..],
        &["F3"],
        &["F3", "Enter"],
        &["F4"],
        &["F5"],
        &["F6"],
        &["F6", "v"],
        &["F7"],
        &["F8"],
        &["F9"],
        &["F10"],
        &["F4", "d"],
        &["?"],
    ] {
        for key in way {
            s.press(key);
        }
        let before = s.bench().last_own();
        for digit in '0'..='9' {
            s.type_text(&digit.to_string());
        }
        assert_eq!(s.bench().last_own(), before, "{way:?}");
        assert!(!s.has_left());
        for _ in 0..4 {
            s.press("Esc");
        }
    }
}

// Whatever language the screen is in, what is typed whole is what is meant.
#[test]
fn an_action_or_ledger_whose_name_is_typed_stands_first_in_both_languages() {
    for lang in [Lang::Zh, Lang::En] {
        let folder = tempfile::tempdir().unwrap();
        let mut s = Session::new(small(&folder.path().join("a")), lang, 120, 36).unwrap();
        for (typed, own) in [
            ("登记", ["登记  ", "Register  "]),
            ("register", ["登记  ", "Register  "]),
            ("发展资金", ["发展资金", "Development funds"]),
            ("development funds", ["发展资金", "Development funds"]),
        ] {
            s.press("F6").press("Ctrl-P").type_text(typed);
            let frame = s.frame();
            let first = frame.lines().find_map(|line| line.strip_prefix(" > ")).unwrap_or_default();
            let own = own[usize::from(lang == Lang::En)];
            assert!(first.starts_with(own), "{lang:?} {typed}: {frame}");
            s.press("Esc");
        }
    }
}
