//! Every page of the guide, in the states that it is seen in.

use std::path::Path;

use super::{Guide, Page, Typing, Way, invited_at, press};
use crate::{
    domain::wording::Lang,
    tui::{
        editor::Editor,
        guide::page::First,
        session::text_of,
        tests::gallery::{Picture, View},
        theme::{Ambiguous, Borders},
    },
    workbench::{Purpose, wanted},
};

/// What is filled in on the page of fields of a way.
fn filled(way: Way) -> &'static [&'static str] {
    const WORD: &str = "八月桂花遍地开放";
    match way {
        Way::Found => &["禾穗社区工作组", "禾穗社区", "张晓敏", WORD, WORD],
        Way::Join => &["/media/usb/a.mqi", "当面说的那几个字", "李强", WORD, WORD],
        Way::Restore => &["/media/usb/b.mqb", WORD],
        Way::Demonstrate => &[],
    }
}

fn fill(guide: &mut Guide, texts: &[&str]) {
    for (entry, text) in guide.entries.iter_mut().zip(texts) {
        entry.editor = Editor::line(text);
    }
}

fn seen(guide: &Guide) -> View {
    let (buffer, cursor) = guide.cells();
    (text_of(&buffer), cursor)
}

/// What is on the screen, with rules of both kinds.
fn picture(guide: &mut Guide, state: Option<&str>) -> Picture {
    let lines = seen(guide);
    let before = std::mem::replace(&mut guide.looks.chosen.borders, Borders::Ascii);
    let ascii = seen(guide);
    guide.looks.chosen.borders = before;
    let mut shows =
        vec![format!("Page::{:?}", guide.page), format!("Ambiguous::{:?}", guide.looks.chosen.ambiguous)];
    if matches!(guide.page, Page::Entries | Page::Summary) {
        shows.push(format!("Way::{:?}", guide.way));
    }
    if guide.page == Page::Summary && guide.way == Way::Found {
        shows.push(format!("First::{:?}", guide.first));
    }
    shows.extend(state.map(|state| format!("guide: {state}")));
    Picture { lines, ascii, shows }
}

/// Shows all of it, with both widths of ambiguous characters.
pub(in crate::tui) fn scenes(
    lang: Lang,
    size: (u16, u16),
    folder: &Path,
    show: &mut dyn FnMut(&str, Picture),
) {
    let usb = folder.join("usb");
    std::fs::create_dir(&usb).unwrap();
    invited_at(&usb, "a.mqi", 0);
    invited_at(&usb, "b.mqi", 1);
    for width in Ambiguous::ALL {
        let mut hang = |guide: &mut Guide, name: &str, state: Option<&str>| {
            show(&format!("guide, {width:?}: {name}"), picture(guide, state));
        };
        let begin = || {
            let mut guide = Guide::new(lang, false);
            guide.size = size;
            guide
        };
        hang(&mut begin(), "language", None);
        let at_width = || {
            let mut guide = begin();
            press(&mut guide, &["Enter"]);
            guide.select(Ambiguous::ALL.iter().position(|own| *own == width).unwrap());
            guide
        };
        hang(&mut at_width(), "width", None);
        let mut guide = at_width();
        press(&mut guide, &["Enter"]);
        hang(&mut guide, "ways", None);
        for (down, way) in Way::ALL.into_iter().enumerate() {
            let at_way = || {
                let mut guide = at_width();
                press(&mut guide, &["Enter"]);
                press(&mut guide, &vec!["Down"; down]);
                press(&mut guide, &["Enter"]);
                guide
            };
            let mut guide = at_way();
            if way == Way::Demonstrate {
                hang(&mut guide, "Demonstrate, at the end", None);
                continue;
            }
            hang(&mut guide, &format!("{way:?}"), None);
            press(&mut guide, &["Ctrl-S"]);
            hang(&mut guide, &format!("{way:?}, a field left out"), Some("a mistake"));
            fill(&mut guide, filled(way));
            press(&mut guide, &["Down"]);
            // Of an invitation it is said at once that there is none.
            hang(&mut guide, &format!("{way:?}, filled in"), None);
            match way {
                Way::Found => {
                    for (at, text) in [(3, "short"), (4, "两遍不一样")] {
                        let mut wrong = at_way();
                        fill(&mut wrong, filled(way));
                        wrong.entries[at].editor = Editor::line(text);
                        press(&mut wrong, &["Ctrl-S"]);
                        hang(&mut wrong, &format!("Found, field {at} is wrong"), Some("a mistake"));
                    }
                    press(&mut guide, &["Ctrl-S"]);
                    hang(&mut guide, "Found, what first", None);
                    for (down, first) in First::ALL.into_iter().enumerate() {
                        press(&mut guide, &vec!["Down"; down]);
                        press(&mut guide, &["Enter"]);
                        hang(&mut guide, &format!("Found, at the end: {first:?}"), None);
                        press(&mut guide, &["Esc", "Up", "Up"]);
                    }
                }
                Way::Join => {
                    (guide.lying, guide.told) = (wanted::lying(&usb, Purpose::Invitation).unwrap(), None);
                    hang(&mut guide, "Join, one of several", Some("several invitations"));
                    guide.lying.clear();
                    guide.turn_to(Page::Summary);
                    hang(&mut guide, "Join, at the end", None);
                }
                Way::Restore => {
                    guide.turn_to(Page::Summary);
                    hang(&mut guide, "Restore, at the end", None);
                    guide.refuse(lang.pick("口令不对", "wrong passphrase"), true);
                    hang(&mut guide, "Restore, refused", Some("refused"));
                }
                Way::Demonstrate => {}
            }
        }
        let mut small = begin();
        small.size = (60, 20);
        hang(&mut small, "too small a window", Some("too small"));
    }
}
