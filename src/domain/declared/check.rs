//! What a declaration has to keep to, whatever it was read from.

use std::collections::HashSet;

use super::{
    misdeclared::{Misdeclared, Wrong},
    read::REQUIRED,
    rule::{Condition, Demand, EMPTY, FILLED, Rule},
};
use crate::domain::{
    field::{Field, Kind},
    labels,
    ledger::Ledger,
    wording::Wording,
};

/// Keys that every record has in JSON.
pub(super) const RESERVED: [&str; 13] = [
    "id",
    "ledger",
    "created",
    "updated",
    "by",
    "by_name",
    "conflicts",
    "conflicting",
    "history",
    "faults",
    "deleted",
    "struck",
    "erased",
];

/// What a whole declaration has to keep to.
pub fn ledger(ledger: &Ledger) -> Result<(), Misdeclared> {
    refuse_risk("title", &ledger.title)?;
    if !ledger.is_open() {
        return Err(Misdeclared::new("field", Wrong::NoFields));
    }
    if ledger.fields.iter().filter(|field| field.required && field.in_form).count() > REQUIRED {
        return Err(Misdeclared::new("field", Wrong::TooManyRequired));
    }
    for field in &ledger.fields {
        self::field(field)?;
    }
    let (mut tags, mut keys) = (HashSet::new(), HashSet::new());
    for field in ledger.fields.iter().chain(&ledger.retired) {
        let place = format!("[[field]] {}", field.key);
        if !keys.insert(&field.key) {
            return Err(Misdeclared::new(place, Wrong::Twice(format!("key {}", field.key))));
        }
        if !tags.insert(field.tag) {
            return Err(Misdeclared::new(place, Wrong::Twice(format!("tag {}", field.tag))));
        }
    }
    for (at, rule) in ledger.rules.iter().enumerate() {
        check_rule(ledger, rule, &format!("[[rule]] {}", at + 1))?;
    }
    for (at, reminder) in ledger.reminders.iter().enumerate() {
        let place = format!("[[reminder]] {}", at + 1);
        day_field(ledger, &reminder.on, &place)?;
        field_of(ledger, &reminder.until, &place)?;
        check_conditions(ledger, &reminder.when, &place)?;
    }
    Ok(())
}

/// What one field has to keep to.
pub fn field(field: &Field) -> Result<(), Misdeclared> {
    let place = format!("[[field]] {}", field.key);
    if RESERVED.contains(&field.key.as_str()) {
        return Err(Misdeclared::new(place, Wrong::Reserved));
    }
    refuse_risk(&place, &field.title)?;
    let single = matches!(field.kind, Kind::LongText | Kind::Money | Kind::Bool);
    if field.many && single {
        return Err(Misdeclared::new(place, Wrong::NotMany(field.kind.key().to_owned())));
    }
    if let Kind::Choice(choices) = &field.kind {
        let titles = || choices.iter().map(|choice| &*choice.title.zh);
        if labels::are_colours(titles()) || labels::are_grades(titles()) {
            return Err(Misdeclared::new(place, Wrong::Risk));
        }
        let mut keys = HashSet::new();
        for choice in choices {
            refuse_risk(&place, &choice.title)?;
            if !keys.insert(&choice.key) {
                return Err(Misdeclared::new(place, Wrong::Twice(format!("choice {}", choice.key))));
            }
        }
    }
    Ok(())
}

fn check_rule(ledger: &Ledger, rule: &Rule, place: &str) -> Result<(), Misdeclared> {
    for key in rule.keys() {
        field_of(ledger, key, place)?;
    }
    match &rule.demand {
        Demand::Order(first, second) => {
            let is_number =
                |key: &String| Ok(matches!(field_of(ledger, key, place)?.kind, Kind::Int | Kind::Money));
            if !(is_number(first)? && is_number(second)?) {
                day_field(ledger, first, place)?;
                day_field(ledger, second, place)?;
            }
        }
        Demand::Within(first, second, _) => {
            day_field(ledger, first, place)?;
            day_field(ledger, second, place)?;
        }
        Demand::Need(_) | Demand::Bar(_) => {}
    }
    check_conditions(ledger, &rule.when, place)
}

fn check_conditions(ledger: &Ledger, when: &[Condition], place: &str) -> Result<(), Misdeclared> {
    for condition in when {
        let field = field_of(ledger, &condition.field, place)?;
        for answer in condition.any.iter().filter(|answer| ![FILLED, EMPTY].contains(&answer.as_str())) {
            let known: Vec<String> = match &field.kind {
                Kind::Choice(choices) => choices.iter().map(|choice| choice.key.clone()).collect(),
                Kind::Bool => vec!["yes".to_owned(), "no".to_owned()],
                Kind::Text
                | Kind::LongText
                | Kind::Name
                | Kind::Phone
                | Kind::IdNumber
                | Kind::Int
                | Kind::Money
                | Kind::Lunar => continue,
                Kind::Date | Kind::Instant | Kind::Ref(_) => vec!["*".to_owned(), "-".to_owned()],
            };
            if !known.contains(answer) {
                return Err(Misdeclared::new(format!("{place} when {}", field.key), Wrong::NoneOf(known)));
            }
        }
    }
    Ok(())
}

fn field_of<'l>(ledger: &'l Ledger, key: &str, place: &str) -> Result<&'l Field, Misdeclared> {
    // A rule about a field that is out of use asks nobody, and stays for when it comes back.
    let found = ledger.fields.iter().chain(&ledger.retired).find(|field| field.key == key);
    found.ok_or_else(|| Misdeclared::new(place, Wrong::NoField(key.to_owned())))
}

fn day_field(ledger: &Ledger, key: &str, place: &str) -> Result<(), Misdeclared> {
    match field_of(ledger, key, place)?.kind {
        Kind::Date | Kind::Instant => Ok(()),
        Kind::Text
        | Kind::LongText
        | Kind::Name
        | Kind::Phone
        | Kind::IdNumber
        | Kind::Int
        | Kind::Money
        | Kind::Bool
        | Kind::Lunar
        | Kind::Choice(_)
        | Kind::Ref(_) => Err(Misdeclared::new(place, Wrong::NotADay(key.to_owned()))),
    }
}

/// Whether a title speaks of people as risks (domain.md §4.2 rule 1).
pub fn is_risk(title: &Wording) -> bool {
    labels::is_risk_column(&title.zh) || labels::is_risk_column(&title.en)
}

fn refuse_risk(place: &str, title: &Wording) -> Result<(), Misdeclared> {
    if is_risk(title) {
        Err(Misdeclared::new(place, Wrong::Risk))
    } else if labels::is_never_column(&title.zh) || labels::is_never_column(&title.en) {
        Err(Misdeclared::new(place, Wrong::Never))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::declared::read::{self, Origin};

    // Shows H7.
    #[test]
    fn no_form_asks_for_more_than_eight_things() {
        let asking = |count: usize| {
            let field = |n| {
                format!("[[field]]\nkey = \"f{n}\"\ntitle = \"第{n}项\"\nkind = \"text\"\nrequired = true\n")
            };
            let fields: String = (0..count).map(field).collect();
            let text = format!("id = \"long_form\"\nnature = \"entry\"\ntitle = \"长表\"\n{fields}");
            read::ledger(&text, Origin::Own)
        };
        assert!(asking(REQUIRED).is_ok() && REQUIRED == 8);
        assert!(matches!(asking(9), Err(Misdeclared { wrong: Wrong::TooManyRequired, .. })));
    }
}
