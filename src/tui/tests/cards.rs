//! F4: what is opened and put right from a card, and households without anybody.

use super::{add, session};
use crate::tui::Session;

/// Moves on the open card until the row with this text is selected.
fn to_row(s: &mut Session, text: &str) {
    for _ in 0..40 {
        if s.frame().lines().any(|line| line.trim_start().starts_with('>') && line.contains(text)) {
            return;
        }
        s.press("Down");
    }
    panic!("no {text} to select in\n{}", s.frame());
}

// Shows B7.
#[test]
fn a_visit_is_put_right_and_an_issue_opened_from_the_card() {
    let folder = tempfile::tempdir().unwrap();
    for width in [80, 120] {
        let mut s = session(&folder.path().join(width.to_string()), width, 24);
        s.press("F4").press("/").type_text("wgl").press("Enter").press("Enter");
        to_row(&mut s, "路灯坏了好几天");
        s.press("Enter");
        assert!(s.frame().contains("群众原话"), "{}", s.frame());
        for _ in 0..20 {
            if s.frame().lines().any(|line| line.starts_with('>') && line.contains("记录人归纳")) {
                break;
            }
            s.press("Tab");
        }
        s.type_text("要尽快修").press("Ctrl-S");
        let visits = s.bench().standing("visits").unwrap();
        assert_eq!(visits[0].text(crate::domain::visits::SUMMARY), "要尽快修", "{}", s.frame());
        // The visit is struck out from there, and seen to be.
        to_row(&mut s, "路灯坏了好几天");
        s.press("d").type_text("记错了人").press("Ctrl-S");
        assert!(s.bench().standing("visits").unwrap().is_empty(), "{}", s.frame());
        assert!(s.frame().contains("（已划去：记错了人）"), "{}", s.frame());
        to_row(&mut s, "已划去");
        s.press("Enter");
        assert!(s.frame().contains("不能再改"), "{}", s.frame());
        // An issue opens on its own screen, and Esc comes back to the card.
        to_row(&mut s, "三组路灯连续五天不亮");
        s.press("Enter");
        assert!(s.frame().contains("F6") && s.frame().contains("街道城管科"), "{}", s.frame());
        s.press("Esc");
        assert!(s.frame().contains("走访、事项与帮扶"), "{}", s.frame());
        // Whoever lives there too is one step away.
        s.press("Home");
        to_row(&mut s, "单小明");
        s.press("Enter");
        assert!(s.frame().contains("13800007788") || s.frame().contains("138****7788"), "{}", s.frame());
    }
}

// Shows D5.
#[test]
fn help_by_other_ledgers_stands_on_the_card() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = super::small(&folder.path().join("a"));
    add(&mut bench, "trainings", &[("topic", "月嫂班"), ("from", "2026-11-20")]);
    add(&mut bench, "trainees", &[("resident", "仇英"), ("training", "月嫂班"), ("enrolled", "2026-11-20")]);
    let mut s = Session::new(bench, crate::domain::wording::Lang::Zh, 80, 24).unwrap();
    s.press("F4").press("/").type_text("qiuying").press("Enter").press("Enter");
    to_row(&mut s, "月嫂班");
    s.press("Enter");
    assert!(s.frame().contains("[F8"), "{}", s.frame());
}

#[test]
fn a_household_without_residents_is_found_opened_and_changed() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F4").press("h").type_text("空巷7号").press("Tab").press("Tab").press("Space").type_text("六组");
    assert!(s.frame().contains("新建居民小组“六组”"), "{}", s.frame());
    s.press("Enter").press("Ctrl-S");
    assert!(s.bench().find_in("neighbourhoods", "六组").is_ok(), "{}", s.frame());
    let house = s.bench().standing("households").unwrap();
    assert_eq!(house.len(), 2, "{}", s.frame());
    assert!(s.frame().contains("空巷7号") && s.frame().contains("六组"), "{}", s.frame());
    s.press("/").type_text("kongxiang").press("Enter").press("Enter");
    assert!(s.frame().contains("还没有登记居民"), "{}", s.frame());
    s.press("e").press("Tab").type_text("0077").press("Ctrl-S");
    assert!(s.frame().contains("0077"), "{}", s.frame());
    // Whoever is begun there lives there.
    s.press("n").type_text("程一").press("Ctrl-S");
    let people = s.bench().standing("residents").unwrap();
    let new = people.iter().find(|row| row.text(crate::domain::roster::residents::NAME) == "程一").unwrap();
    assert!(new.reference(crate::domain::roster::residents::HOUSEHOLD).is_some(), "{}", s.frame());
    // Those who are there can be changed from the card of whoever lives in them.
    s.press("Home");
    to_row(&mut s, "同户");
    s.press("e");
    assert!(s.frame().contains("修改 空巷7号"), "{}", s.frame());
}
