//! A record as people see it.

mod values;

use jiff::{Timestamp, civil::Date};

use super::{field::Tag, id::RecordId, value::Value};

pub use values::{Held, Values};

/// A record with its visible values.
///
/// Where two laptops wrote a field without seeing each other, the visible value
/// is the one every laptop shows (highest stamp, then peer), and the field is
/// listed in [`Row::conflicts`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its id.
    pub id: RecordId,
    /// Values by field; a set has several.
    pub values: Values,
    /// Fields with values that were written without seeing each other.
    pub conflicts: Vec<Tag>,
    /// Whether a card was deleted.
    pub deleted: bool,
    /// Why an entry was struck out.
    pub struck: Option<String>,
    /// When it was first written.
    pub created: Timestamp,
    /// Which of that moment it was, by the writer's counter: whatever the writer
    /// had seen is of an earlier moment or has a lower one.
    pub turn: u32,
    /// When it was last written.
    pub updated: Timestamp,
    /// The member who wrote it last.
    pub by: RecordId,
}

impl Row {
    /// Where it stands among what was written: what its writer had seen comes
    /// before it, and only of what nobody told apart do the ids decide.
    pub fn place(&self) -> (Timestamp, u32, RecordId) {
        (self.created, self.turn, self.id)
    }

    /// Whether it counts: neither deleted nor struck out.
    pub fn stands(&self) -> bool {
        !self.deleted && self.struck.is_none()
    }

    /// The values of a field.
    pub fn all(&self, tag: Tag) -> &[Value] {
        self.values.get(&tag).map_or(&[], Held::as_slice)
    }

    /// The one value of a field.
    pub fn one(&self, tag: Tag) -> Option<&Value> {
        self.all(tag).first()
    }

    /// A text or choice; empty when absent.
    pub fn text(&self, tag: Tag) -> &str {
        self.one(tag).and_then(Value::as_text).unwrap_or("")
    }

    /// A record referred to.
    pub fn reference(&self, tag: Tag) -> Option<RecordId> {
        match self.one(tag) {
            Some(Value::Ref(id)) => Some(*id),
            _ => None,
        }
    }

    /// All records referred to.
    pub fn references(&self, tag: Tag) -> impl Iterator<Item = RecordId> {
        self.all(tag).iter().filter_map(|value| if let Value::Ref(id) = value { Some(*id) } else { None })
    }

    /// A day.
    pub fn date(&self, tag: Tag) -> Option<Date> {
        match self.one(tag) {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        }
    }

    /// A moment.
    pub fn instant(&self, tag: Tag) -> Option<Timestamp> {
        match self.one(tag) {
            Some(Value::Instant(at)) => Some(*at),
            _ => None,
        }
    }

    /// A whole number; money in fen.
    pub fn int(&self, tag: Tag) -> Option<i64> {
        match self.one(tag) {
            Some(Value::Int(number)) => Some(*number),
            _ => None,
        }
    }

    /// Whether a yes-or-no field says yes.
    pub fn is(&self, tag: Tag) -> bool {
        self.one(tag) == Some(&Value::Bool(true))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::domain::id::LedgerTag;

    /// A record as tests of the rules want it; a later number is a later moment.
    pub(crate) fn row(ledger: &str, n: u8, values: &[(Tag, Value)]) -> Row {
        let mut map = Values::new();
        for (tag, value) in values {
            map.of(*tag).push(value.clone());
        }
        let at = Timestamp::from_second(1_790_000_000 + i64::from(n) * 60).unwrap();
        let id = RecordId::new(LedgerTag::of(ledger), [n; 12]);
        Row {
            id,
            values: map,
            conflicts: vec![],
            deleted: false,
            struck: None,
            created: at,
            turn: 0,
            updated: at,
            by: id,
        }
    }
}
