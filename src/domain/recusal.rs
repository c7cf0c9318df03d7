//! Who must not handle a matter: whoever it is about (信访工作条例 28, 30;
//! domain.md §4.2 rule 5).

use std::collections::BTreeSet;

use super::{calendar, handling, id::RecordId, row::Row, team::members, value::Value};

/// The shortest name that is looked for inside another text.
const SHORTEST: usize = 2;

/// A name with nothing in it that writers do differently: blanks, dots, width, case.
pub fn plain_name(text: &str) -> String {
    text.chars()
        .map(calendar::half_width)
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a text that names people and units speaks of this person.
pub fn speaks_of(about: &str, person: &str) -> bool {
    let person = plain_name(person);
    person.chars().count() >= SHORTEST && plain_name(about).contains(&person)
}

/// Whether something passed to `unit` would reach a person or unit that is
/// named: either text may be the longer one, and each part of what is named counts.
pub fn reaches(about: &str, unit: &str) -> bool {
    let unit = plain_name(unit);
    let long = |text: &str| text.chars().count() >= SHORTEST;
    let parts = about.split(|c: char| !c.is_alphanumeric()).map(plain_name).chain([plain_name(about)]);
    long(&unit) && parts.filter(|part| long(part)).any(|part| part.contains(&unit) || unit.contains(&part))
}

/// Whether any of several names speaks of a member, by whatever name his card ever bore.
pub fn bars_member<'a>(mut about: impl Iterator<Item = &'a str>, member: &Row) -> bool {
    about.any(|text| ever(member, members::NAME, members::NAMES).any(|name| speaks_of(text, name)))
}

/// Whether any of several names is a unit that a member belongs to, or ever did.
pub fn bars_unit_of<'a>(mut about: impl Iterator<Item = &'a str>, member: &Row) -> bool {
    about.any(|text| ever(member, members::UNIT, members::UNITS).any(|unit| reaches(text, unit)))
}

/// What a card says in a field, and what it ever said there.
fn ever(member: &Row, now: u16, before: u16) -> impl Iterator<Item = &str> {
    member.all(now).iter().chain(member.all(before)).filter_map(Value::as_text)
}

/// The members whom an issue is about.
pub fn barred(issue: &Row, members: &[Row]) -> BTreeSet<RecordId> {
    let named = members.iter().filter(|member| bars_member(handling::about(issue), member));
    named.map(|member| member.id).collect()
}

/// Whether any of several names is the unit, or has it in it.
pub fn bars_unit<'a>(mut about: impl Iterator<Item = &'a str>, unit: &str) -> bool {
    about.any(|text| reaches(text, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_however_they_are_written() {
        for (about, person) in [
            ("王 强", "王强"),
            ("城管科王强", "王强"),
            ("买买提•阿卜杜拉", "买买提·阿卜杜拉"),
            ("ＬＩ　Ｑｉａｎｇ", "li qiang"),
        ] {
            assert!(speaks_of(about, person), "{about} {person}");
        }
        assert!(!speaks_of("王强", "李强") && !speaks_of("王强", "王") && !speaks_of("", "王强"));
    }

    #[test]
    fn a_unit_is_reached_through_its_parts_and_its_parent() {
        assert!(reaches("街道城管科", "城管科") && reaches("城管科 王强", "街道 城管科"));
        assert!(!reaches("城管科", "司法所") && !reaches("", "城管科") && !reaches("城管科", ""));
    }
}
