//! The footer: what is done here comes before what is done anywhere.

use super::small;
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
