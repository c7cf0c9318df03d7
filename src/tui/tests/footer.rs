//! The footer: what is done here comes before what is done anywhere.

use super::{gallery::furnished, small};
use crate::{
    domain::wording::Lang,
    tui::{Session, chrome, keys::Action},
};

fn actions(s: &mut Session) -> Vec<Action> {
    chrome::footer(s.model()).into_iter().map(|hint| hint.action).collect()
}

#[test]
fn looking_for_something_anywhere_takes_no_room_from_what_is_done_here() {
    let folder = tempfile::tempdir().unwrap();
    for (lang, name) in [(Lang::Zh, "a"), (Lang::En, "b")] {
        let mut s = Session::new(small(&folder.path().join(name)), lang, 80, 24).unwrap();
        s.press("F10");
        let narrow = actions(&mut s);
        assert!(lang == Lang::En || narrow.contains(&Action::ImportSheet), "{}", s.frame());
        // An issue that nobody has accepted.
        s.press("F2").press("Down").press("Down");
        let today = actions(&mut s);
        assert!(today.contains(&Action::Accept) && today.contains(&Action::Reply), "{}", s.frame());
        for screen in ["F2", "F3", "F5", "F7", "F9", "F10"] {
            for width in [80, 100, 120, 160] {
                s.resize(width, 24).press(screen);
                let shown = actions(&mut s);
                // It is told where there is room, and never beside a list of what there was no room for.
                let all = !shown.contains(&Action::Menu);
                assert!(all || !shown.contains(&Action::FindEverywhere), "{screen} {width}: {}", s.frame());
                assert!(
                    shown.contains(&Action::Help) && shown.contains(&Action::Palette),
                    "{screen} {width}"
                );
                let wide: usize =
                    chrome::footer(s.model()).last().map_or(0, |hint| usize::from(hint.columns.end));
                assert!(wide <= usize::from(width), "{screen} {width}");
            }
        }
        s.resize(200, 24).press("F3");
        assert!(actions(&mut s).contains(&Action::FindEverywhere), "{}", s.frame());
    }
}

#[test]
fn what_enter_does_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    for (lang, name) in [(Lang::Zh, "a"), (Lang::En, "b")] {
        let mut s = Session::new(furnished(&folder.path().join(name)), lang, 120, 36).unwrap();
        let mut said = Vec::new();
        for way in [&["F2"][..], &["F3"], &["F4"], &["F5"], &["F7"], &["F7", "Enter"], &["F8"], &["F9"]] {
            for key in way {
                s.press(key);
            }
            let hints = chrome::footer(s.model());
            let word = |text: &str| text.split_once(' ').map(|(_, word)| word.to_owned());
            let enter =
                hints.iter().find(|hint| hint.action == Action::Open).and_then(|hint| word(&hint.text));
            let alike = hints.iter().filter(|hint| word(&hint.text) == enter).count();
            assert!(enter.is_none() || alike == 1, "{way:?}: {}", s.frame());
            said.extend(enter);
            s.press("Esc");
        }
        // On F5 it enters a visit, and on a project it changes what is selected.
        for word in [lang.pick("记走访", "Visit"), lang.pick("修改", "Edit")] {
            assert!(said.iter().any(|said| said == word), "{said:?}");
        }
    }
}
