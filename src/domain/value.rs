//! What a field can hold.

use jiff::{Timestamp, civil::Date};

use super::id::RecordId;

/// One value of one field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// Any text, also names, phones and numbers with leading zeros.
    Text(String),
    /// A whole number; money in fen.
    Int(i64),
    /// Yes or no.
    Bool(bool),
    /// A day of the calendar.
    Date(Date),
    /// A moment, to the millisecond.
    Instant(Timestamp),
    /// The key of a choice, such as `request`.
    Choice(String),
    /// Another record.
    Ref(RecordId),
    /// A kind of value that a newer version wrote: kept, shown as a sign.
    Unknown(u8, Vec<u8>),
}

impl Value {
    /// The text of a text or choice.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Choice(text) => Some(text),
            Self::Int(_)
            | Self::Bool(_)
            | Self::Date(_)
            | Self::Instant(_)
            | Self::Ref(_)
            | Self::Unknown(..) => None,
        }
    }

    /// Text, or nothing when it is blank.
    pub fn text(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        (!text.trim().is_empty()).then_some(Self::Text(text))
    }
}
