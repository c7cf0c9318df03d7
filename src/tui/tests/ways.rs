//! Every action of the table, in every place of its row: done without a letter, and done by the
//! mouse, it does what it does when it is asked for at once. Nothing here changes when a row is
//! added; what is added and has no such way is found here.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use super::{add, gallery::furnished};
use crate::{
    domain::wording::Lang,
    search::{matches_together, readings},
    tui::{
        Session,
        able::{Able, able},
        cells::width,
        chrome,
        event::Effect,
        finder::{Finder, Item, Source, Target},
        form::{Answer, Form},
        key::Key,
        keys::{Action, Binding, Place, binding, rows},
        model::{Outcome, Popup},
        screens::{checklists, issues, ledgers, pane, projects, residents, top::Tops, visits},
        unfinished, update,
    },
};

/// How every screen is come to; the board by the palette.
pub(super) const SCREENS: [(Place, &[&str]); 12] = [
    (Place::Today, &["F2"]),
    (Place::Matrix, &["F3"]),
    (Place::Sheet, &["F3", "Enter"]),
    (Place::Residents, &["F4"]),
    (Place::Visits, &["F5"]),
    (Place::Issues, &["F6"]),
    (Place::Board, &["F6", "toggle-board"]),
    (Place::Projects, &["F7"]),
    (Place::Project, &["F7", "Enter"]),
    (Place::Ledgers, &["F8"]),
    (Place::Bulletins, &["F9"]),
    (Place::Sync, &["F10"]),
];

/// How far lists are gone down to find what an action works on.
const DEEP: usize = 24;

/// What is done further, where nothing changes from where an action was found to work.
const TAILS: [&[&str]; 6] = [&[], &["Down"], &["End"], &["Down", "Down"], &["Right"], &["Ctrl-Down"]];

/// The languages and sizes in which it is done: with one pane, where words are longest, and with two.
const DRESSES: [(Lang, (u16, u16)); 2] = [(Lang::Zh, (100, 30)), (Lang::En, (80, 24))];

/// What another word of the footer does as well; Enter enters a visit where somebody is owed one.
const ALIKE: [(Action, [Action; 2]); 1] = [(Action::NewVisit, [Action::Visit, Action::Open])];

/// What takes something away, or turns the whole screen.
const LAST: [Action; 10] = [
    Action::Tick,
    Action::DeleteNeighbourhood,
    Action::DeleteResident,
    Action::StrikeRecord,
    Action::RetireItem,
    Action::HideLedger,
    Action::Undo,
    Action::Redo,
    Action::NextTheme,
    Action::Language,
];

/// What there is to do only where a pane is longer than the screen, and why.
const READ_ON: [(Action, &str); 2] = [
    (Action::PaneDown, "which pane has more to read is seen where it stands"),
    (Action::PaneUp, "only a pane that was read on is read back"),
];

/// Whether a key is one without a letter, whatever an input method makes of it.
fn is_plain(key: Key) -> bool {
    !matches!(key, Key::Char('!'..='~') | Key::Go(_))
}

/// A workspace in which as much as can be works somewhere.
pub(super) fn workspace(folder: &Path, lang: Lang, size: (u16, u16)) -> Session {
    let mut bench = furnished(folder);
    add(&mut bench, "phases", &[("name", "前期活动"), ("from", "2026-09-01")]);
    let next = [("name", "后期活动"), ("from", "2026-11-20"), ("switch", "更换计划、重排挂点")];
    add(&mut bench, "phases", &next);
    let facts = [("solid", "走了 40 户"), ("outstanding", "调解两起"), ("effect", "路灯亮了")];
    let who = [("title", "优秀组员"), ("member", "李强"), ("day", "2026-11-20")];
    add(&mut bench, "commendations", &[&who[..], &facts[..]].concat());
    let said = [
        ("resident", "王桂兰"),
        ("purpose", "典型宣传"),
        ("said", "given"),
        ("day", "2026-11-20"),
        ("way", "phone"),
    ];
    add(&mut bench, "consents", &said);
    Session::new(bench, lang, size.0, size.1).unwrap()
}

/// As if the program had just been opened.
pub(super) fn begin(s: &mut Session) {
    let model = s.model();
    model.popups.clear();
    (model.lock, model.notice, model.going) = (None, None, false);
    // Something was done before, and its outcome was looked at.
    model.outcome = Some(Outcome { title: "体检".to_owned(), lines: Vec::new(), is_read: true });
    model.unfinished = unfinished::State::default();
    (model.today, model.bulletins, model.sync) = (0, 0, 0);
    (model.tops, model.pane) = (Tops::default(), pane::Read::default());
    model.checklists = checklists::State::default();
    model.residents = residents::State::default();
    model.visits = visits::State::default();
    model.issues = issues::State::default();
    model.ledgers = ledgers::State::default();
    model.projects = projects::State::default();
    model.unmasked = None;
    model.sort_out();
    update::go(model, crate::tui::model::Screen::Today);
}

/// Presses keys none of which is a letter; what is no key is an action of the palette.
pub(super) fn come(s: &mut Session, keys: &[&str]) {
    begin(s);
    for name in keys {
        match Key::parse(name) {
            Some(key) => {
                assert!(is_plain(key), "{name} is a letter");
                s.press(name);
            }
            None => by_palette(s, Action::of_id(name).unwrap()),
        }
    }
    s.model().notice = None;
}

/// Which row of the list on top an action has.
fn row_of(s: &mut Session, action: Action) -> Option<usize> {
    let Some(Popup::Finder(finder)) = s.model().popups.last() else { return None };
    finder.found.iter().position(|item| item.target == Target::Action(action))
}

/// Opens the palette and goes down to an action with arrows.
fn by_palette(s: &mut Session, action: Action) {
    s.press("Ctrl-P");
    let row = row_of(s, action).unwrap_or_else(|| panic!("{} is not in the palette", action.id()));
    for _ in 0..row {
        s.press("Down");
    }
    s.press("Enter");
}

/// Clicks on the palette, turns the wheel until an action is seen, and clicks on it.
fn by_mouse(s: &mut Session, action: Action) {
    click_hint(s, Action::Palette);
    let row = row_of(s, action).unwrap_or_else(|| panic!("{} is not in the palette", action.id()));
    let Some(Popup::Finder(finder)) = s.model().popups.last() else { return };
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let label = words(&finder.found[row].called());
    let mut turned = 0;
    let line = loop {
        let frame = s.frame();
        // The sentence of an action tells it from others of its name; where it is cut, what is left does.
        let shown: Vec<String> =
            frame.lines().map(|line| words(line.trim_start_matches([' ', '>']))).collect();
        let begins = |line: &str| {
            let part = line.split("..").next().unwrap_or_default().trim_end();
            line.starts_with(&label) || part.chars().count() > 12 && label.starts_with(part)
        };
        if let Some(line) = shown.iter().position(|line| begins(line)) {
            break line;
        }
        turned += 3;
        assert!(turned < 600, "{label} is not seen: {frame}");
        s.wheel(3);
    };
    s.click(6, u16::try_from(line).unwrap());
}

/// Clicks on a word of the footer; whether there was one.
fn click_hint(s: &mut Session, action: Action) -> bool {
    let hint = chrome::footer(s.model()).into_iter().find(|hint| hint.action == action);
    let Some(hint) = hint else { return false };
    let y = s.model().size.1 - 1;
    s.click(hint.columns.start + 1, y);
    true
}

/// The frame without what is drawn anew in every workspace, and where the cursor is.
pub(super) fn told(s: &mut Session) -> Told {
    let told = s.frame().replace(&s.bench().home().display().to_string(), "[home]");
    let told = super::without_ids(s, &told);
    let cursor = s.cursor();
    (told, cursor)
}

/// The ways to come to each place, by `down` rows of its lists and by its parts.
pub(super) fn poses(place: Place, keys: &[&'static str], books: usize) -> Vec<Vec<&'static str>> {
    let with = |more: &[&'static str], down: usize| [keys, more, &vec!["Down"; down][..]].concat();
    match place {
        Place::Visits => (0..4)
            .flat_map(|tabs| (0..3).map(move |down| (tabs, down)))
            .map(|(tabs, down)| with(&vec!["Tab"; tabs], down))
            .collect(),
        Place::Issues => (0..3)
            .flat_map(|turns| (0..8).map(move |down| (turns, down)))
            .map(|(turns, down)| with(&vec!["Right"; turns], down))
            .collect(),
        Place::Board => (0..6)
            .flat_map(|turns| (0..3).map(move |down| (turns, down)))
            .map(|(turns, down)| with(&vec!["Right"; turns], down))
            .collect(),
        Place::Ledgers => (0..books)
            .flat_map(|book| {
                let closed = with(&[], book);
                let open = (0..3).map({
                    let closed = closed.clone();
                    move |down| [&closed[..], &["Enter"][..], &vec!["Down"; down][..]].concat()
                });
                std::iter::once(closed.clone()).chain(open).collect::<Vec<_>>()
            })
            .collect(),
        Place::Matrix | Place::Sheet => (0..4).map(|down| with(&[], down)).collect(),
        Place::Today
        | Place::Residents
        | Place::Projects
        | Place::Project
        | Place::Bulletins
        | Place::Sync
        | Place::Always
        | Place::Screens
        | Place::Search
        | Place::Form
        | Place::Picker
        | Place::Reading
        | Place::Question
        | Place::Conflict => (0..DEEP).map(|down| with(&[], down)).collect(),
    }
}

/// Where each action works first, in each of its screens.
fn where_they_work(s: &mut Session) -> HashMap<(Place, Action), Vec<&'static str>> {
    let books = s.model().data.catalog.iter().count();
    let mut found = HashMap::new();
    for (place, keys) in SCREENS {
        for pose in poses(place, keys, books) {
            come(s, &pose);
            if s.model().place() != place {
                continue;
            }
            let own = rows().filter(|row| row.works_in(place));
            for row in own {
                let key = (place, row.action);
                if !found.contains_key(&key) && able(s.model(), row.action) == Able::Yes {
                    found.insert(key, pose.clone());
                }
            }
        }
    }
    found
}

/// The screens that a row is tried in: all that it names; of those that work on all screens,
/// what has a key on each, what has none on two.
fn screens_of(row: &Binding) -> Vec<Place> {
    let all = SCREENS.map(|(place, _)| place);
    let general = is_general(row);
    let plain = row.keys.iter().any(|key| is_plain(*key));
    let few = [Place::Today, Place::Board];
    let tried = |place: &Place| row.places.contains(place) || general && (plain || few.contains(place));
    all.into_iter().filter(tried).collect()
}

/// Whether a row works on all screens, so that there are some where it has nothing to do.
fn is_general(row: &Binding) -> bool {
    row.places.iter().any(|place| matches!(place, Place::Screens | Place::Always))
}

#[test]
fn every_action_of_every_screen_is_done_without_a_letter_and_by_the_mouse() {
    let screens = Place::ALL.into_iter().filter(|place| place.is_screen());
    assert!(screens.eq(Place::ALL.into_iter().filter(|own| SCREENS.iter().any(|(place, _)| place == own))));
    std::thread::scope(|scope| {
        let done = DRESSES.map(|(lang, size)| scope.spawn(move || all_of_a_dress(lang, size)));
        for done in done {
            done.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault));
        }
    });
}

/// Does all of it in a language and a size.
fn all_of_a_dress(lang: Lang, size: (u16, u16)) {
    let folder = tempfile::tempdir().unwrap();
    let mut hands = ["a", "b", "c"].map(|name| workspace(&folder.path().join(name), lang, size));
    let found = where_they_work(&mut hands[0]);
    // What takes something away, or turns the whole screen, comes last.
    let mut all: Vec<&Binding> = rows().filter(|row| row.action != Action::Leave).collect();
    all.sort_by_key(|row| LAST.iter().position(|action| *action == row.action).map_or(0, |at| at + 1));
    let (mut faults, mut count) = (Vec::new(), 0);
    for row in all {
        let (mut done, mut idle) = (0, Vec::new());
        for place in screens_of(row) {
            let keys = SCREENS.iter().find(|(own, _)| *own == place).map_or(&[][..], |(_, keys)| keys);
            let pose = found.get(&(place, row.action));
            if pose.is_none() && !row.shown.in_palette() {
                idle.push(format!("{place:?}: nowhere"));
                continue;
            }
            let pose = pose.cloned().unwrap_or_else(|| keys.to_vec());
            match is_done(&mut hands, row, place, &pose) {
                Ok(true) => done += 1,
                Ok(false) => idle.push(format!("{place:?} at {pose:?}: nothing changes")),
                Err(fault) => faults.push(format!("{} in {place:?} at {pose:?}: {fault}", row.action.id())),
            }
        }
        count += done;
        let is_over = row.places.iter().all(|place| !place.is_screen()) && !is_general(row);
        if !is_over && (done == 0 || !is_general(row) && !idle.is_empty()) {
            faults.push(format!("{}: {}", row.action.id(), idle.join("; ")));
        }
    }
    assert!(faults.is_empty(), "{lang:?} {size:?}: {} faults:\n{}", faults.len(), faults.join("\n\n"));
    assert!(count > 300, "{count}");
}

/// Whether one action is done by each hand as it is when it is asked for at once.
fn is_done(
    hands: &mut [Session; 3],
    row: &Binding,
    place: Place,
    pose: &[&'static str],
) -> Result<bool, String> {
    let [asked, pressed, clicked] = hands;
    let mut changed = None;
    for tail in TAILS {
        let pose = [pose, tail].concat();
        come(asked, &pose);
        let before = told(asked);
        asked.act(row.action);
        let after = told(asked);
        if before != after {
            changed = Some((pose, before, after));
            break;
        }
    }
    let Some((pose, before, after)) = changed else { return Ok(false) };
    let differ = |now: &(String, Option<(u16, u16)>), then: &(String, Option<(u16, u16)>)| {
        let lines = now.0.lines().zip(then.0.lines());
        let other = lines.into_iter().find(|(one, other)| one != other);
        (now != then).then(|| format!("{other:?} {:?} {:?}", now.1, then.1))
    };
    come(pressed, &pose);
    if let Some(fault) = differ(&told(pressed), &before) {
        return Err(format!("another place to begin at: {fault}"));
    }
    let keys = &pressed.model().data.keys;
    let own =
        row.keys.iter().copied().find(|key| is_plain(*key) && keys.lookup(place, *key) == Some(row.action));
    match own {
        Some(key) => {
            pressed.press(&key.name());
        }
        None if row.shown.in_palette() => by_palette(pressed, row.action),
        None => return Err("there is no way without a letter".to_owned()),
    }
    if let Some(fault) = differ(&told(pressed), &after) {
        return Err(format!("pressed: {fault}"));
    }
    come(clicked, &pose);
    let alike = ALIKE.iter().filter(|(own, _)| *own == row.action).flat_map(|(_, words)| *words);
    let mut words = [row.action].into_iter().chain(alike);
    if row.shown.in_palette() {
        by_mouse(clicked, row.action);
    } else if !words.any(|word| click_hint(clicked, word)) {
        // Of what has no word, rows, heads and the wheel do it.
        if by_hand(clicked, &pose, &before, &after) {
            return Ok(true);
        }
        return Err(format!("there is nothing to click on\n{}\n{}", before.0, after.0));
    }
    match differ(&told(clicked), &after) {
        Some(fault) => Err(format!("clicked: {fault}")),
        None => Ok(true),
    }
}

/// What is told of a screen: its rows, and the cursor.
type Told = (String, Option<(u16, u16)>);

/// Clicks where the mark of what is selected stands afterwards, or into the other pane; the wheel
/// turned before it as far as is needed. Whether it came to the same.
fn by_hand(s: &mut Session, pose: &[&'static str], before: &Told, after: &Told) -> bool {
    let wide = s.model().size.0;
    let beside = [(wide / 6, 6), (wide / 3 * 2, 6), (wide / 3 * 2, 9)];
    let spots = marks(&before.0, &after.0).into_iter().chain(marks("", &after.0)).chain(beside);
    for (x, y) in spots {
        come(s, pose);
        s.click(x, y);
        if told(s) == *after {
            return true;
        }
    }
    for rows in [3, -3] {
        let mut last = before.clone();
        for turns in 1..40 {
            let turn = |s: &mut Session| {
                come(s, pose);
                for _ in 0..turns {
                    s.wheel(rows);
                }
            };
            turn(s);
            let is_same =
                |now: &Told| now == after || selected(now).is_some() && selected(now) == selected(after);
            let now = told(s);
            if is_same(&now) {
                return true;
            }
            // A row of which it is seen where it stands is clicked.
            let rows = now.0.lines().zip(1..).filter(|(line, _)| {
                let row = selected(after).map(|row| row.trim_start_matches(['>', ' ']));
                row.is_some_and(|row| left(line).trim_start_matches(['>', ' ']) == row)
            });
            let rows = rows.map(|(_, y)| (8, y - 1)).collect::<Vec<(u16, u16)>>();
            for (x, y) in marks(&now.0, &after.0).into_iter().chain(rows) {
                turn(s);
                s.click(x, y);
                if is_same(&told(s)) {
                    return true;
                }
            }
            if now == last {
                break;
            }
            last = now;
        }
    }
    false
}

/// Where to click on what is marked in a frame and is not in another: right behind a bracket; a row
/// behind the cells in which it is ticked or marked.
fn marks(before: &str, after: &str) -> Vec<(u16, u16)> {
    let cells = |line: &str| {
        let chars: Vec<char> = line.chars().collect();
        let (mut at, mut found) = (0, Vec::new());
        for (number, c) in chars.iter().enumerate() {
            // `[x]` is ticked by a click.
            let is_tick = chars.get(number + 2) == Some(&']');
            if *c == '>' || *c == '[' && !is_tick {
                found.push((at, *c));
            }
            at += width(c.encode_utf8(&mut [0; 4]));
        }
        found
    };
    let mut found = Vec::new();
    let lines = before.lines().chain(std::iter::repeat("")).zip(after.lines());
    for (y, (one, other)) in lines.enumerate().skip(3) {
        let old = cells(one);
        let new = cells(other).into_iter().filter(|mark| !old.contains(mark));
        let into = |c: char| if c == '>' { 8 } else { 2 };
        found.extend(new.map(|(x, c)| (u16::try_from(x + into(c)).unwrap(), u16::try_from(y).unwrap())));
    }
    found
}

/// The row that is selected: the wheel may leave a list otherwise scrolled than a page.
fn selected(told: &Told) -> Option<&str> {
    told.0.lines().find(|line| line.starts_with('>')).map(left)
}

/// What a line tells left of what stands beside the list.
fn left(line: &str) -> &str {
    line.split('│').next().unwrap_or_default().trim_end()
}

/// How what lies over a screen is come to, without a letter.
const OVER: [(Place, &[&str]); 11] = [
    (Place::Form, &["F6", "Ctrl-N"]),
    (Place::Form, &["F6", "Ctrl-N", "Tab"]),
    (Place::Form, &["F6", "Ctrl-N", "Tab", "Tab"]),
    (Place::Picker, &["F6", "Ctrl-P"]),
    (Place::Reading, &["F1"]),
    (Place::Question, &["F6", "Ctrl-N", "井盖", "Ctrl-D"]),
    (Place::Conflict, &["F10"]),
    // The preview of a bundle.
    (Place::Question, &["F10"]),
    (Place::Form, &["F5", "Ctrl-N"]),
    (Place::Search, &["F4", "find", "幸福路"]),
    (Place::Picker, &["F6", "Ctrl-N", "井盖", "Esc", "drafts"]),
];

/// Comes to what lies over a screen; Chinese is typed.
fn come_over(s: &mut Session, place: Place, keys: &[&str]) {
    begin(s);
    for name in keys {
        match (Action::of_id(name), Key::parse(name)) {
            (Some(action), _) => by_palette(s, action),
            (None, Some(key)) => {
                assert!(is_plain(key), "{name} is a letter");
                s.press(name);
            }
            (None, None) => {
                s.type_text(name);
            }
        }
    }
    for _ in 0..DEEP {
        if keys != ["F10"] || s.model().place() == place {
            break;
        }
        s.press("Down").press("Enter");
        if s.model().place() != place {
            s.model().popups.clear();
        }
    }
    assert_eq!(s.model().place(), place, "{keys:?}: {}", s.frame());
}

#[test]
fn every_action_of_what_lies_over_a_screen_has_keys_without_a_letter_that_do_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = workspace(folder.path(), Lang::Zh, (100, 30));
    let mut faults = Vec::new();
    for row in rows() {
        let over = |place: &Place| !place.is_screen() && !matches!(place, Place::Screens | Place::Always);
        let everywhere = row.places.contains(&Place::Always);
        let all = Place::ALL.into_iter().filter(over);
        for place in all.filter(|place| everywhere || row.places.contains(place)) {
            let usable = |key: &Key| is_plain(*key) && !(place.takes_text() && matches!(key, Key::Char(_)));
            let keys: Vec<Key> = row.keys.iter().copied().filter(usable).collect();
            if keys.is_empty() {
                faults.push(format!("{} in {place:?}: no key", row.action.id()));
            }
            for key in keys {
                if !does(&mut s, folder.path(), row.action, place, key) {
                    faults.push(format!("{} in {place:?}: {} does nothing", row.action.id(), key.name()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What was there before a key was pressed over a screen.
struct Before {
    place: Place,
    popups: usize,
    at: usize,
    form: Option<Form>,
    conflicts: usize,
}

impl Before {
    fn of(s: &mut Session) -> Self {
        let model = s.model();
        let form =
            if let Some(Popup::Form(form)) = model.popups.last() { Some((**form).clone()) } else { None };
        let at = match model.popups.last() {
            Some(Popup::Finder(finder)) => finder.at,
            Some(Popup::Reading { top, .. }) => *top,
            Some(Popup::Conflict { at, .. }) => *at,
            Some(Popup::Form(form)) => form.focus,
            Some(Popup::Question { .. } | Popup::Preview { .. }) => 0,
            None => model.residents.list.at,
        };
        let (place, popups, conflicts) = (model.place(), model.popups.len(), model.data.conflicts.len());
        Self { place, popups, at, form, conflicts }
    }
}

/// What an action does over a screen, seen from what was there before.
type Does = fn(&Before, &mut Session) -> bool;

/// What each does that works over a screen.
const DOES: [(&[Action], Does); 17] = [
    (&[Action::Up, Action::PageUp, Action::First, Action::PreviousField], |b, s| Before::of(s).at < b.at),
    (&[Action::Down, Action::PageDown, Action::Last, Action::NextField], |b, s| Before::of(s).at > b.at),
    (&[Action::Advance], |b, s| {
        let now = Before::of(s);
        now.at > b.at || now.popups < b.popups || is_wrong(&now)
    }),
    (&[Action::NextChoice, Action::PreviousChoice], |b, s| {
        let now = Before::of(s);
        now.at == b.at && answers(&now) != answers(b)
    }),
    (&[Action::Newline], |b, s| lines(&Before::of(s)) == lines(b) + 1),
    (&[Action::Submit], |b, s| {
        let now = Before::of(s);
        now.popups < b.popups || is_wrong(&now)
    }),
    (&[Action::LeaveForm], |b, s| s.model().popups.len() < b.popups),
    (&[Action::Back], |b, s| {
        s.model().popups.len() < b.popups || b.place == Place::Search && !s.model().is_searching()
    }),
    (&[Action::Discard], |_, s| {
        matches!(s.model().popups.last(), Some(Popup::Question { effect: Effect::Discard(_), .. }))
    }),
    (&[Action::Help], |b, s| (s.model().place() == Place::Reading) != (b.place == Place::Reading)),
    (
        &[Action::Palette],
        |_, s| matches!(s.model().popups.as_slice(), [Popup::Finder(finder)] if matches!(finder.source, Source::Actions(_))),
    ),
    (
        &[Action::FindEverywhere],
        |_, s| matches!(s.model().popups.last(), Some(Popup::Finder(finder)) if finder.source == Source::Everywhere),
    ),
    (&[Action::Lock], |_, s| s.model().lock.is_some()),
    (&[Action::Open, Action::Agree], |b, s| {
        // A list goes, and what was taken of it may come in its place.
        let now = Before::of(s);
        let goes = now.place != b.place || now.popups < b.popups;
        goes && (b.place != Place::Conflict || now.conflicts < b.conflicts)
    }),
    (&[Action::WriteOther], |_, s| s.model().place() == Place::Form),
    (&[Action::InspectBundle], |_, s| s.model().place() == Place::Reading),
    (&[Action::KeepBoth], |b, s| Before::of(s).conflicts < b.conflicts),
];

/// What is filled in of a form.
fn answers(before: &Before) -> String {
    let entries = before.form.iter().flat_map(|form| &form.entries);
    format!("{:?}", entries.map(|entry| &entry.answer).collect::<Vec<_>>())
}

/// How many lines are begun in the texts of a form.
fn lines(before: &Before) -> usize {
    let entries = before.form.iter().flat_map(|form| &form.entries);
    let texts = entries.map(|entry| match &entry.answer {
        Answer::Text(editor) => editor.text().matches('\n').count(),
        Answer::Choice(_) | Answer::Refs(_) => 0,
    });
    texts.sum()
}

/// Whether a form says that something is wrong with it.
fn is_wrong(before: &Before) -> bool {
    before
        .form
        .as_ref()
        .is_some_and(|form| form.error.is_some() || form.entries.iter().any(|entry| entry.error.is_some()))
}

/// Whether what was asked for was done.
fn is_as_meant(action: Action, before: &Before, s: &mut Session) -> bool {
    let does = DOES.iter().find(|(own, _)| own.contains(&action));
    does.is_some_and(|(_, does)| does(before, s))
}

/// Whether a key does what it is for in one of the ways to come to a place.
fn does(s: &mut Session, folder: &Path, action: Action, place: Place, key: Key) -> bool {
    if s.model().data.keys.lookup(place, key) != Some(action) {
        return false;
    }
    for (_, keys) in OVER.iter().filter(|(own, _)| *own == place) {
        for tail in TAILS {
            if place == Place::Conflict && s.model().data.conflicts.is_empty() {
                // What was pressed before has settled it.
                let folder = folder.join(format!("{action:?}{}", key.name())).join(tail.concat());
                *s = workspace(&folder, Lang::Zh, (100, 30));
            }
            come_over(s, place, keys);
            for key in tail {
                s.press(key);
            }
            if s.model().place() != place {
                continue;
            }
            let before = Before::of(s);
            s.press(&key.name());
            if action == Action::Leave {
                let asked =
                    matches!(s.model().popups.last(), Some(Popup::Question { effect: Effect::Leave, .. }));
                let has_left = s.has_left();
                if has_left {
                    *s = workspace(&folder.join(format!("{place:?}{}", key.name())), Lang::Zh, (100, 30));
                }
                return has_left || asked;
            }
            if is_as_meant(action, &before, s) {
                return true;
            }
        }
    }
    false
}

/// Initials that people type and that are not those by which the search reads it first: 查 as a surname is zhā.
const SPOKEN: [(&str, &str); 1] = [("查找", "cz")];

/// Every way to type what an action is called, and whether it is one for a screen in English too:
/// there two letters stand in many a word.
fn spelled(row: &Binding) -> Vec<(String, bool)> {
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| row.name.get(lang));
    let read = readings(zh);
    // Of the initials those of the usual reading, which are the whole name to the search.
    let whole = matches_together(zh, zh);
    let usual = read.initials.into_iter().filter(|typed| matches_together(zh, typed) == whole);
    let spoken = SPOKEN.iter().filter(|(own, _)| *own == zh).map(|(_, typed)| (*typed).to_owned());
    let initials: Vec<(String, bool)> = usual.chain(spoken).map(|typed| (typed, false)).collect();
    assert!(!initials.is_empty() && !read.full.is_empty(), "{zh}");
    let all = [zh, en].map(str::to_owned).into_iter().chain(read.full).map(|typed| (typed, true));
    all.chain(initials).collect()
}

#[test]
fn what_an_action_is_called_finds_it_among_the_first_by_characters_pinyin_initials_and_english() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = workspace(folder.path(), Lang::Zh, (100, 30));
    let data = &s.model().data;
    let (mut faults, mut tried) = (Vec::new(), 0);
    for row in rows().filter(|row| row.shown.in_palette()) {
        let own = |place: &&Place| place.is_screen();
        let place = row.places.iter().find(own).copied().unwrap_or(Place::Today);
        let typed = spelled(row).into_iter().flat_map(|(typed, both)| {
            let langs: &[Lang] = if both { &[Lang::Zh, Lang::En] } else { &[Lang::Zh] };
            langs.iter().map(move |lang| (typed.clone(), *lang))
        });
        for (typed, lang) in typed {
            let found = Finder::new(Source::Actions(place), &typed, data, lang).found;
            let at = found.iter().position(|item| item.target == Target::Action(row.action));
            // Behind the first three only where all before it fits what is typed as well.
            let well = |name: &str| matches_together(name, &typed);
            let own = well(row.name.get(Lang::Zh));
            let fits =
                |item: &Item| own.is_some() && well(&item.lead).is_some_and(|other| Some(other) <= own);
            if !at.is_some_and(|at| at < 3 || found[..at].iter().all(fits)) {
                let before: Vec<&String> = found.iter().take(9).map(|item| &item.lead).collect();
                faults.push(format!("{typed} {lang:?} ({}) at {at:?}: {before:?}", row.action.id()));
            }
            tried += 1;
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(tried > 1_000, "{tried}");
}

#[test]
fn the_palette_names_for_each_action_a_screen_on_which_it_works() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = workspace(folder.path(), Lang::Zh, (100, 30));
    let found = where_they_work(&mut s);
    // What works as soon as one comes there.
    let mut at_once: HashSet<(Place, Action)> = HashSet::new();
    for (place, keys) in SCREENS {
        come(&mut s, keys);
        let own = rows().filter(|row| row.works_in(place) && able(s.model(), row.action) == Able::Yes);
        at_once.extend(own.map(|row| (place, row.action)));
    }
    let (mut faults, mut count) = (Vec::new(), 0);
    for (here, _) in SCREENS {
        let data = &s.model().data;
        let title = |place: Place| data.keys.told(&place.title(Lang::Zh), Place::Screens, Lang::Zh);
        let titles = SCREENS.map(|(place, _)| (title(place), place));
        for item in Finder::new(Source::Actions(here), "", data, Lang::Zh).found {
            let Target::Action(action) = item.target else { continue };
            let Some(row) = binding(action).filter(|row| !is_general(row)) else { continue };
            let named = titles.iter().find(|(title, _)| item.notes.contains(title));
            let place = named.map_or(Place::Always, |(_, place)| *place);
            // Of some there is nothing yet to do them to, wherever it would be.
            let works = |place: &Place| found.contains_key(&(*place, action));
            let is_at_once = |place: &Place| at_once.contains(&(*place, action));
            let is_wrong = |fits: &dyn Fn(&Place) -> bool| !fits(&place) && row.places.iter().any(fits);
            let is_read = READ_ON.iter().any(|(own, _)| *own == action);
            if !is_read && (is_wrong(&works) || place != here && is_wrong(&is_at_once)) {
                faults.push(format!("{} from {here:?}: {:?}", action.id(), item.notes));
            }
            count += usize::from(works(&place));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(count > 600, "{count}");
}

#[test]
fn there_is_a_way_out_of_the_program_without_a_letter_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    for (at, (place, keys)) in SCREENS.into_iter().enumerate() {
        let mut s =
            Session::new(super::projects::works(&folder.path().join(at.to_string())), Lang::Zh, 80, 24)
                .unwrap();
        come(&mut s, keys);
        assert_eq!(s.model().place(), place);
        assert!(!s.press("Ctrl-Q").model().popups.is_empty() || s.has_left(), "{place:?}");
    }
    assert_eq!(binding(Action::Leave).map(|row| row.keys.contains(&Key::Ctrl('q'))), Some(true));
}
