//! What has been looked at, by the names that the program's own enums give it: what is
//! added to one of them and is never looked at is found here.

use std::collections::BTreeSet;

use crate::tui::{
    event::Far,
    finder::Finder,
    form::{Form, Purpose},
    model::{Model, Popup, Screen},
    screens::{issues, search::Search},
};

/// The enums by which it is known what there is to see, each with the file it stands in: of the
/// screens, what lies over them, the lock, work that goes on, and the guide.
const ENUMS: [(&str, &str); 15] = [
    ("Screen", include_str!("../model.rs")),
    ("Popup", include_str!("../model.rs")),
    ("Purpose", include_str!("../form/purpose.rs")),
    ("Source", include_str!("../finder.rs")),
    ("Work", include_str!("../event.rs")),
    ("Apart", include_str!("../event.rs")),
    ("LaptopWork", include_str!("../event.rs")),
    ("Place", include_str!("../keys/place.rs")),
    ("Part", include_str!("../screens/visits.rs")),
    ("Said", include_str!("../lock.rs")),
    ("Stage", include_str!("../../workbench/progress.rs")),
    ("Page", include_str!("../guide/page.rs")),
    ("Way", include_str!("../guide/page.rs")),
    ("First", include_str!("../guide/page.rs")),
    ("Ambiguous", include_str!("../theme/look.rs")),
];

/// Whether something is to be seen.
type IsSeen = fn(&Model) -> bool;

/// What may be seen on a screen and is no variant of anything.
const STATES: [(&str, IsSeen); 18] = [
    ("work: begun", |m| m.busy.as_ref().is_some_and(|busy| busy.far.is_none())),
    ("work: how fast and how long still", |m| {
        far(m).is_some_and(|far| far.rate.is_some() && far.left.is_some())
    }),
    ("work: neither how fast nor how long", |m| {
        far(m).is_some_and(|far| far.rate.is_none() && far.left.is_none())
    }),
    ("work: it can be stopped", |m| far(m).is_some_and(|far| far.course.can_stop)),
    ("work: it cannot be stopped", |m| far(m).is_some_and(|far| !far.course.can_stop)),
    ("work: it is being stopped", |m| m.busy.as_ref().is_some_and(|busy| busy.ending)),
    ("work: under a form", |m| m.busy.is_some() && matches!(m.popups.last(), Some(Popup::Form(_)))),
    ("work: its outcome waits to be read", |m| m.outcome.as_ref().is_some_and(|outcome| !outcome.is_read)),
    ("a notice", |m| m.notice.is_some() && m.busy.is_none()),
    ("a notice while work goes on", |m| m.notice.is_some() && m.busy.is_some()),
    ("too small a window", Model::is_too_small),
    ("nothing found on F4", |m| {
        is_sought(m, Screen::Residents, &m.residents.list.search) && m.residents.list.shown.is_empty()
    }),
    ("nothing found on F6", |m| {
        is_sought(m, Screen::Issues, &m.issues.search)
            && m.issues.shown.is_empty()
            && !issues::are_elsewhere(m)
    }),
    ("nothing found on F8", |m| {
        is_sought(m, Screen::Ledgers, &m.ledgers.list.search) && m.ledgers.list.shown.is_empty()
    }),
    ("F6: found under another filter", |m| m.screen == Screen::Issues && issues::are_elsewhere(m)),
    ("F6: a kind of which there is none on the board", |m| {
        m.issues.board && m.issues.shown.is_empty() && !m.data.cases.is_empty()
    }),
    ("F10: changes wait", |m| m.screen == Screen::Sync && m.data.status.waiting > m.data.status.aside),
    ("F10: changes are set aside", |m| m.screen == Screen::Sync && m.data.status.aside > 0),
];

/// What may be seen before there is a workspace and is no variant of anything; what shows it
/// names it.
const FIRST: [&str; 8] = [
    "guide: a mistake",
    "guide: refused",
    "guide: several invitations",
    "guide: too small",
    "opening: nothing told",
    "opening: a step",
    "opening: how far",
    "opening: left",
];

/// The list that always offers something: what is typed is looked for in a ledger.
const ALWAYS: &str = "Source::Books";

/// What has no frame of its own: where keys work that are of no one place.
const NOWHERE: [&str; 2] = ["Place::Always", "Place::Screens"];

/// Everything that there is to see.
pub(super) fn all() -> BTreeSet<String> {
    let names = ENUMS.iter().flat_map(|(name, text)| variants(name, text));
    let mut all: BTreeSet<String> = names.filter(|name| !NOWHERE.contains(&name.as_str())).collect();
    let lists = all.iter().filter(|name| name.starts_with("Source::") && *name != ALWAYS);
    let nothing: Vec<String> = lists.map(|name| format!("nothing in {name}")).collect();
    all.extend(nothing);
    all.extend(STATES.iter().map(|(name, _)| (*name).to_owned()));
    all.extend(FIRST.map(str::to_owned));
    all
}

/// A list in which nothing is found.
pub(super) fn nothing_in(finder: &Finder) -> String {
    format!("nothing in {}", of_finder(finder))
}

/// How far the work is that goes on.
fn far(model: &Model) -> Option<Far> {
    model.busy.as_ref()?.far
}

/// Whether this screen is looked at, narrowed by what is typed.
fn is_sought(model: &Model, screen: Screen, search: &Search) -> bool {
    model.screen == screen && !search.query().is_empty()
}

/// What is looked at in this moment.
pub(super) fn now(model: &Model) -> Vec<String> {
    let mut names = vec![
        named("Screen", &model.screen),
        named("Place", &model.place()),
        named("Part", &model.visits.part),
    ];
    names.extend(model.popups.last().map(|popup| named("Popup", popup)));
    names.extend(model.lock.as_ref().map(|lock| named("Said", &lock.said)));
    names.extend(far(model).map(|far| named("Stage", &far.course.stage)));
    names.extend(STATES.iter().filter(|(_, is_it)| is_it(model)).map(|(name, _)| (*name).to_owned()));
    match model.popups.last() {
        Some(Popup::Form(form)) => names.extend(of_form(form)),
        Some(Popup::Finder(finder)) => names.push(of_finder(finder)),
        Some(
            Popup::Reading { .. } | Popup::Question { .. } | Popup::Preview { .. } | Popup::Conflict { .. },
        )
        | None => {}
    }
    names
}

fn of_finder(finder: &Finder) -> String {
    named("Source", &finder.source)
}

fn of_form(form: &Form) -> Vec<String> {
    let told = format!("{:?}", form.purpose);
    let inner = told.split_once('(').map(|(_, inner)| inner);
    let mut names = vec![named("Purpose", &form.purpose)];
    if let (Purpose::Work(_), Some(inner)) = (&form.purpose, inner) {
        names.push(format!("Work::{}", first_word(inner)));
        if let Some((outer, within)) = inner.split_once('(') {
            let outer = if outer == "Laptop" { "LaptopWork" } else { outer };
            names.push(format!("{outer}::{}", first_word(within)));
        }
    }
    names
}

fn named(name: &str, what: &dyn std::fmt::Debug) -> String {
    format!("{name}::{}", first_word(&format!("{what:?}")))
}

fn first_word(text: &str) -> &str {
    text.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default()
}

/// The variants of an enum, read from its source.
fn variants(name: &str, text: &str) -> Vec<String> {
    let body = text.split_once(&format!("enum {name} {{\n")).unwrap_or_else(|| panic!("no enum {name}")).1;
    let body = body.split_once("\n}").unwrap().0;
    let lines = body.lines().filter_map(|line| line.strip_prefix("    "));
    let names = lines.filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()));
    names.map(|line| format!("{name}::{}", first_word(line))).collect()
}

#[test]
fn the_enums_are_read_as_they_stand() {
    let all = all();
    for name in [
        "Screen::Sync",
        "Popup::Reading",
        "Purpose::Passphrase",
        "Source::Records",
        "Work::Laptop",
        "Stage::Rebuilding",
        "Way::Join",
        "Said::Wrong",
        "nothing in Source::Actions",
    ] {
        assert!(all.contains(name), "{name} in {all:?}");
    }
    assert!(!all.contains("Place::Always") && all.len() > 90, "{all:?}");
}
