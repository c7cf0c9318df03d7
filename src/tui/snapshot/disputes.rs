//! What a field in conflict could hold of all its sides.

use super::Dispute;
use crate::domain::{
    field::{Field, Kind},
    value::Value,
};

impl Dispute {
    /// All that was written, as one text, where the field takes it and nothing of it is hidden.
    pub(in crate::tui) fn both(&self, field: &Field) -> Option<String> {
        let between = match &field.kind {
            Kind::Text => "；",
            Kind::LongText => "\n",
            Kind::Name
            | Kind::Phone
            | Kind::IdNumber
            | Kind::Int
            | Kind::Money
            | Kind::Lunar
            | Kind::Bool
            | Kind::Date
            | Kind::Instant
            | Kind::Choice(_)
            | Kind::Ref(_) => return None,
        };
        let values: Vec<&Value> =
            self.conflict.candidates.iter().filter_map(|one| one.value.as_ref()).collect();
        if !self.writable || values.iter().any(|value| self.conflict.is_hidden(field, value)) {
            return None;
        }
        let texts: Vec<&str> = values.iter().filter_map(|value| value.as_text()).map(str::trim).collect();
        // What is part of another is in there already.
        let told = |(at, text): (usize, &&str)| {
            let holds = |(other_at, other): (usize, &&str)| {
                other_at != at && other.contains(*text) && (other.len() > text.len() || other_at < at)
            };
            !texts.iter().enumerate().any(holds)
        };
        let kept: Vec<&str> =
            texts.iter().enumerate().filter(|one| told(*one)).map(|(_, text)| *text).collect();
        (kept.len() > 1).then(|| kept.join(between))
    }

    /// What another value begins with: all that was written where the field
    /// takes it, else the latest; one that is masked stays so.
    pub(in crate::tui) fn all_in_one(&self, field: &Field) -> Vec<Value> {
        if let Some(text) = self.both(field) {
            return vec![Value::Text(text)];
        }
        let mut values = self.conflict.candidates.iter().filter_map(|candidate| candidate.value.as_ref());
        let latest = values.next().filter(|value| !self.conflict.is_hidden(field, value));
        latest.cloned().into_iter().collect()
    }
}
