//! Another language while the program is open.

use super::{WAYS, anywhere, session, small};
use crate::{domain::wording::Lang, tui::Session, tui::chosen_language};

#[test]
fn every_screen_is_drawn_as_if_it_had_been_opened_in_the_other_language() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 100, 30);
    // A form that was left is said anew as well.
    s.press("F6").press("n").type_text("井盖松动").press("Esc").press("F2");
    s.press("Ctrl-P").type_text("English").press("Enter");
    let mut opened = Session::new(small(&folder.path().join("b")), Lang::En, 100, 30).unwrap();
    opened.press("F6").press("n").type_text("井盖松动").press("Esc").press("F2");
    assert!(s.frame().contains("English from now on"), "{}", s.frame());
    for way in WAYS {
        for key in way {
            s.press(key);
            opened.press(key);
        }
        assert_eq!(anywhere(&mut s), anywhere(&mut opened), "{way:?}");
        for _ in 0..3 {
            s.press("Esc");
            opened.press("Esc");
        }
    }
    // Back again, and found by the name it has there.
    s.press("Ctrl-P").type_text("中文").press("Enter");
    assert!(s.frame().contains("从现在起用中文") && s.frame().contains("F2 今日"), "{}", s.frame());
}

#[test]
fn the_language_is_kept_and_the_theme_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    assert_eq!(chosen_language(s.bench()), None);
    s.press("Ctrl-P").type_text("English").press("Enter");
    s.press("Ctrl-P").type_text("Next theme").press("Enter");
    assert_eq!(chosen_language(s.bench()), Some(Lang::En));
    assert!(s.bench().appearance().unwrap().contains("light"), "{}", s.bench().appearance().unwrap());
}

#[test]
fn a_command_that_the_help_names_is_typed_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F10").press("F1").press("End");
    assert!(s.frame().contains("config/keys.toml") && s.frame().contains("undo = "), "{}", s.frame());
    s.press(":").type_text("english").press("Enter");
    assert!(s.frame().contains("[F10 Sync]") || s.frame().contains("[F10Sync]"), "{}", s.frame());
    // Over a form the form comes first.
    s.press("F6").press("n").type_text("半截").press("F1").press(":");
    assert!(!s.frame().contains("Command:") && s.model().popups.len() == 2, "{}", s.frame());
}
