//! Writes the declaration of a ledger as TOML, as [`super::read`] reads it.

use std::fmt::Write as _;

use toml::Value as Toml;

use super::{
    is_own,
    rule::{Condition, Demand, Reminder, Rule},
};
use crate::domain::{
    field::{Choice, Field, Kind, Search},
    ledger::{Ledger, Nature},
    wording::Wording,
};

/// The declaration of a ledger. Fields of the group itself have no tag: it
/// follows from their key. Fields that are out of use are left out.
pub fn ledger(ledger: &Ledger) -> String {
    let mut out = String::new();
    line(&mut out, "id", &text(&ledger.id));
    if let Some(group) = &ledger.group {
        line(&mut out, "group", &text(group));
    }
    let nature = match ledger.nature {
        Nature::Card => "card",
        Nature::Entry | Nature::Issue => "entry",
    };
    line(&mut out, "nature", &text(nature));
    line(&mut out, "title", &wording(&ledger.title));
    if !ledger.about.zh.is_empty() {
        line(&mut out, "about", &wording(&ledger.about));
    }
    for own in &ledger.fields {
        out += "\n[[field]]\n";
        field(&mut out, own);
    }
    for own in &ledger.rules {
        out += "\n[[rule]]\n";
        out += &rule(own);
    }
    for own in &ledger.reminders {
        out += "\n[[reminder]]\n";
        out += &reminder(own);
    }
    out
}

/// The lines of a `[[rule]]`.
pub fn rule(rule: &Rule) -> String {
    let mut out = String::new();
    match &rule.demand {
        Demand::Need(keys) => line(&mut out, "need", &texts(keys)),
        Demand::Bar(keys) => line(&mut out, "bar", &texts(keys)),
        Demand::Order(first, second) => line(&mut out, "order", &texts(&[first.clone(), second.clone()])),
        Demand::Within(first, second, days) => {
            line(&mut out, "within", &texts(&[first.clone(), second.clone()]));
            line(&mut out, "days", &days.to_string());
        }
    }
    conditions(&mut out, &rule.when);
    line(&mut out, "why", &wording(&rule.why));
    out
}

/// The lines of a `[[reminder]]`.
pub fn reminder(reminder: &Reminder) -> String {
    let mut out = String::new();
    line(&mut out, "on", &text(&reminder.on));
    line(&mut out, "after", &reminder.after.to_string());
    line(&mut out, "until", &text(&reminder.until));
    conditions(&mut out, &reminder.when);
    line(&mut out, "title", &wording(&reminder.title));
    out
}

fn conditions(out: &mut String, when: &[Condition]) {
    if !when.is_empty() {
        let all: Vec<String> =
            when.iter().map(|when| format!("{} = {}", when.field, texts(&when.any))).collect();
        line(out, "when", &format!("{{ {} }}", all.join(", ")));
    }
}

/// Whether two declarations of a field say the same but for the tag.
pub fn is_same(one: &Field, other: &Field) -> bool {
    let (mut first, mut second) = (String::new(), String::new());
    rest(&mut first, one);
    rest(&mut second, other);
    first == second
}

fn field(out: &mut String, field: &Field) {
    if !is_own(field.tag) {
        line(out, "tag", &field.tag.to_string());
    }
    rest(out, field);
}

fn rest(out: &mut String, field: &Field) {
    line(out, "key", &text(&field.key));
    line(out, "title", &wording(&field.title));
    line(out, "kind", &text(field.kind.key()));
    for (key, yes) in [("required", field.required), ("many", field.many), ("automatic", !field.in_form)] {
        if yes {
            line(out, key, "true");
        }
    }
    let search = match field.search {
        Search::None => None,
        Search::Name => Some("name"),
        Search::Text => Some("text"),
        Search::Tail => Some("tail"),
    };
    if let Some(search) = search {
        line(out, "search", &text(search));
    }
    line(out, "privacy", &text(field.privacy.key()));
    if let Some(purpose) = &field.purpose {
        line(out, "purpose", &wording(purpose));
    }
    if let Some(width) = field.column {
        line(out, "column", &width.to_string());
    }
    if !field.import.is_empty() {
        line(out, "import", &texts(&field.import));
    }
    match &field.kind {
        Kind::Choice(choices) => {
            let all: Vec<String> = choices.iter().map(choice).collect();
            line(out, "choices", &format!("[\n  {},\n]", all.join(",\n  ")));
        }
        Kind::Ref(of) if !of.is_empty() => line(out, "of", &text(of)),
        Kind::Ref(_)
        | Kind::Text
        | Kind::LongText
        | Kind::Name
        | Kind::Phone
        | Kind::IdNumber
        | Kind::Int
        | Kind::Money
        | Kind::Bool
        | Kind::Date
        | Kind::Lunar
        | Kind::Instant => {}
    }
}

fn choice(choice: &Choice) -> String {
    let retired = if choice.retired { ", retired = true" } else { "" };
    let Wording { zh, en } = &choice.title;
    format!("{{ key = {}, zh = {}, en = {}{retired} }}", text(&choice.key), text(zh), text(en))
}

fn line(out: &mut String, key: &str, value: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(out, "{key} = {value}");
}

fn wording(wording: &Wording) -> String {
    format!("{{ zh = {}, en = {} }}", text(&wording.zh), text(&wording.en))
}

fn texts(all: &[String]) -> String {
    let all: Vec<String> = all.iter().map(|one| text(one)).collect();
    format!("[{}]", all.join(", "))
}

fn text(text: &str) -> String {
    Toml::String(text.to_owned()).to_string()
}
