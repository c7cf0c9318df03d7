//! Everything that can be seen, as it is seen: one file per size, border and language. What
//! reads them finds a misaligned word or an empty pane that no rule foresees.

use std::{
    collections::{BTreeSet, HashSet},
    path::Path,
};

use super::{
    clock, found,
    laptops::{bring, join, note},
    projects::works,
    scenes, seen, states,
    tour::{Sight, tour},
};
use crate::{
    domain::wording::Lang,
    tui::{
        Session,
        editor::Editor,
        guide,
        model::{Model, Popup},
        opening,
        theme::{Borders, Look},
    },
    workbench::{Workbench, sync::ExportOrder},
};

/// The sizes.
const LEAST: (u16, u16) = (80, 24);
const USUAL: (u16, u16) = (120, 36);

/// A workspace with something everywhere: projects, money and a bulletin, three laptops, a
/// conflict, and a bundle that lies in the inbox.
pub(super) fn furnished(folder: &Path) -> Workbench {
    let mut lead = works(&folder.join("b"));
    scenes::furnish(&mut lead);
    let mut first = join(&mut lead, folder, "c", "欧阳春华秋实", 0);
    let mut second = join(&mut lead, folder, "d", "司马清风明月", 0);
    note(&mut first, "住在女儿家");
    note(&mut second, "常年在家");
    bring(&mut first, &mut lead, folder, "c.mqb");
    bring(&mut second, &mut lead, folder, "d.mqb");
    note(&mut first, "又搬回来了");
    let inbox = folder.join("b/inbox");
    std::fs::create_dir_all(&inbox).unwrap();
    first.export(&inbox.join("c2.mqb"), &ExportOrder::default()).unwrap();
    lead
}

/// The frame without ids, which are drawn anew each time.
fn hung_frame(s: &mut Session) -> String {
    let told = s.frame();
    without_sizes(&super::without_ids(s, &told))
}

/// The same without the sizes of sealed files, which differ from run to run.
fn without_sizes(told: &str) -> String {
    let (mut kept, mut parts) = (String::new(), told.split(" KB").peekable());
    while let Some(part) = parts.next() {
        if parts.peek().is_some() {
            kept.extend([part.trim_end_matches(|c: char| c.is_ascii_digit()), "[..] KB"]);
        } else {
            kept.push_str(part);
        }
    }
    kept
}

/// The rows of a frame, and where the cursor is.
pub(in crate::tui) type View = (String, Option<(u16, u16)>);

/// What is seen, whatever draws it.
pub(in crate::tui) struct Picture {
    pub(in crate::tui) lines: View,
    /// The same where rules are drawn with what every terminal has.
    pub(in crate::tui) ascii: View,
    /// The names of what there is to see of which this is a picture.
    pub(in crate::tui) shows: Vec<String>,
}

impl Picture {
    /// Of what is on the screen of a session.
    fn of(s: &mut Session) -> Self {
        let lines = (hung_frame(s), s.cursor());
        let (theme, colour) = (s.model().theme, s.model().colour);
        let looks = s.model().data.looks.clone();
        let look = Look { borders: Borders::Ascii, ..looks.chosen.clone() };
        s.model().theme = looks.theme(&look, colour);
        let ascii = (hung_frame(s), s.cursor());
        s.model().theme = theme;
        Self { lines, ascii, shows: seen::now(s.model()) }
    }

    /// The frame under its name.
    fn told(&self, name: &str) -> String {
        let (frame, cursor) = &self.lines;
        let cursor = cursor.map_or_else(|| "hidden".to_owned(), |(x, y)| format!("{x},{y}"));
        format!("== {name} (cursor {cursor})\n{frame}\n\n")
    }
}

/// What is set up after the tour.
type Further = fn(&mut Session, &mut dyn FnMut(&mut Session, &str, Sight));

/// What hangs on the wall.
#[derive(Default)]
struct Wall {
    /// The frames, each under its name.
    told: String,
    /// What of them is otherwise where rules are drawn with what every terminal has.
    ascii: Ascii,
    /// The names of what there is to see, of the frames that hang here.
    seen: BTreeSet<String>,
    /// What stands below the tabs of each: where it hangs already, it hangs no second time.
    bodies: HashSet<String>,
}

/// What is otherwise in ASCII, row by row: all other rows are those of the frame with lines,
/// each sign of a rule as in [`SIGNS`].
#[derive(Default)]
struct Ascii {
    told: String,
    frames: usize,
    alike: usize,
}

/// What a rule is drawn with, and what it is drawn with in ASCII.
const SIGNS: [(char, char); 7] =
    [('─', '-'), ('│', '|'), ('┼', '+'), ('├', '+'), ('┤', '+'), ('┬', '+'), ('┴', '+')];

impl Ascii {
    /// Compares a frame with what it is in ASCII.
    fn hang(&mut self, picture: &Picture, name: &str) {
        let ((lines, cursor), (plain, other)) = (&picture.lines, &picture.ascii);
        assert_eq!(cursor, other, "{name}: the cursor stands elsewhere in ASCII");
        assert_eq!(lines.lines().count(), plain.lines().count(), "{name}");
        let sign = |c: char| SIGNS.iter().find(|(line, _)| *line == c).map_or(c, |(_, ascii)| *ascii);
        let rows = lines.lines().zip(plain.lines()).enumerate();
        let others = rows.filter(|(_, (line, plain))| line.chars().map(sign).ne(plain.chars()));
        let others: Vec<String> = others.map(|(at, (_, plain))| format!("{at:>2}: {plain}")).collect();
        self.frames += 1;
        self.alike += usize::from(others.is_empty());
        if !others.is_empty() {
            self.told.extend(["== ", name, "\n", &others.join("\n"), "\n\n"]);
        }
    }

    fn kept(&self) -> String {
        let Self { told, frames, alike } = self;
        format!(
            "{frames} frames; {alike} are those with lines, the signs of rules changed; rows of the others:\n\n{told}"
        )
    }
}

impl Wall {
    /// Hangs a picture under a name, if there is none that is the same.
    fn hang(&mut self, picture: &Picture, name: &str) {
        let body = picture.lines.0.lines().skip(3).collect::<Vec<_>>().join("\n");
        if !self.bodies.insert(body) {
            return;
        }
        self.seen.extend(picture.shows.iter().cloned());
        self.told.push_str(&picture.told(name));
        self.ascii.hang(picture, name);
    }

    /// Hangs what is on the screen; and a list as it is where nothing is found in it, once
    /// for each that is filled otherwise.
    fn hang_screen(&mut self, s: &mut Session, name: &str) {
        self.hang(&Picture::of(s), name);
        let Model { popups, data, lang, .. } = s.model();
        let before = popups.clone();
        let Some(Popup::Finder(finder)) = popups.last_mut() else { return };
        let nothing = seen::nothing_in(finder);
        finder.editor = Editor::line("qqzzqq");
        finder.search(data, *lang);
        if finder.found.is_empty() && !self.seen.contains(&nothing) {
            let mut picture = Picture::of(s);
            picture.shows.push(nothing);
            self.hang(&picture, &format!("{name}, nothing found"));
        }
        s.model().popups = before;
    }

    /// Hangs the tour and what is set up after it.
    fn hang_all(&mut self, mut s: Session, further: Further) {
        let mut show = |s: &mut Session, name: &str, _: Sight| self.hang_screen(s, name);
        tour(&mut s, &mut show);
        further(&mut s, &mut show);
    }

    /// Hangs what is set up, without the tour.
    fn hang_some(&mut self, mut s: Session, scenes: Further) {
        scenes(&mut s, &mut |s, name, _| self.hang_screen(s, name));
    }
}

fn keep(name: &str, lang: Lang, size: (u16, u16), told: &str) {
    assert!(!told.contains(['⟦', '⟧']), "an action is named instead of its key");
    let lang = format!("{lang:?}").to_lowercase();
    insta::assert_snapshot!(format!("{name}_{}x{}_{lang}", size.0, size.1), told);
}

fn is_seen_as_it_was(lang: Lang, size: (u16, u16)) {
    let folder = tempfile::tempdir().unwrap();
    let session = |bench: Workbench| Session::new(bench, lang, size.0, size.1).unwrap();
    let mut wall = Wall::default();
    wall.hang_all(session(furnished(folder.path())), |s, show| {
        scenes::scenes(s, show);
        states::states(s, show);
    });
    let awaited = states::awaited(&folder.path().join("awaited"));
    wall.hang_some(session(awaited), states::of_what_waits);
    for words in [lang.pick("导入预览：", "Preview: "), lang.pick("写时没看到对方的", "Written without")]
    {
        assert!(wall.told.contains(words), "{words} is not seen");
    }
    // Where there is nothing yet; what is the same there as in the other hangs already.
    let mut empty = Wall { bodies: wall.bodies.clone(), ..Wall::default() };
    empty.hang_all(session(found(&folder.path().join("empty"), clock(0))), scenes::parts);
    // What comes before there is a workspace.
    let mut first = Wall::default();
    let mut show = |name: &str, picture: Picture| first.hang(&picture, name);
    guide::tests::scenes::scenes(lang, size, folder.path(), &mut show);
    opening::tests::scenes(lang, size, &mut show);
    let seen: BTreeSet<String> = wall.seen.union(&first.seen).cloned().collect();
    let unseen: Vec<String> = seen::all().difference(&seen).cloned().collect();
    assert!(unseen.is_empty(), "of {unseen:?} no frame is kept");
    for (name, wall) in [("line", &wall), ("empty", &empty), ("first", &first)] {
        keep(name, lang, size, &wall.told);
        let ascii = if name == "line" { "ascii".to_owned() } else { format!("{name}_ascii") };
        keep(&ascii, lang, size, &wall.ascii.kept());
    }
}

#[test]
fn everything_is_seen_as_it_was_in_chinese_at_the_least_size() {
    is_seen_as_it_was(Lang::Zh, LEAST);
}

#[test]
fn everything_is_seen_as_it_was_in_chinese_at_the_usual_size() {
    is_seen_as_it_was(Lang::Zh, USUAL);
}

#[test]
fn everything_is_seen_as_it_was_in_english_at_the_least_size() {
    is_seen_as_it_was(Lang::En, LEAST);
}

#[test]
fn everything_is_seen_as_it_was_in_english_at_the_usual_size() {
    is_seen_as_it_was(Lang::En, USUAL);
}
