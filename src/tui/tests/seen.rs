//! What has been looked at, by the names that the program's own enums give it: what is
//! added to one of them and is never looked at is found here.

use std::collections::BTreeSet;

use crate::tui::{
    finder::Finder,
    form::{Form, Purpose},
    model::{Model, Popup},
};

/// The enums by which it is known what there is to see, each with the file it stands in.
const ENUMS: [(&str, &str); 9] = [
    ("Screen", include_str!("../model.rs")),
    ("Popup", include_str!("../model.rs")),
    ("Purpose", include_str!("../form/purpose.rs")),
    ("Source", include_str!("../finder.rs")),
    ("Work", include_str!("../event.rs")),
    ("Apart", include_str!("../event.rs")),
    ("LaptopWork", include_str!("../event.rs")),
    ("Place", include_str!("../keys/place.rs")),
    ("Part", include_str!("../screens/visits.rs")),
];

/// What has no frame of its own: where keys work that are of no one place.
const NOWHERE: [&str; 2] = ["Place::Always", "Place::Screens"];

/// Everything that there is to see.
pub(super) fn all() -> BTreeSet<String> {
    let names = ENUMS.iter().flat_map(|(name, text)| variants(name, text));
    names.filter(|name| !NOWHERE.contains(&name.as_str())).collect()
}

/// What is looked at in this moment.
pub(super) fn now(model: &Model) -> Vec<String> {
    let mut names = vec![
        named("Screen", &model.screen),
        named("Place", &model.place()),
        named("Part", &model.visits.part),
    ];
    names.extend(model.popups.last().map(|popup| named("Popup", popup)));
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
    for name in ["Screen::Sync", "Popup::Reading", "Purpose::Passphrase", "Source::Records", "Work::Laptop"] {
        assert!(all.contains(name), "{name} in {all:?}");
    }
    assert!(!all.contains("Place::Always") && all.len() > 90, "{all:?}");
}
