//! The one place that knows how values become bytes.
//!
//! A field's value is stored as `type, bincode(value)`, so a format does not
//! depend on the shape of a Rust struct and an unknown type passes through.

use bincode::config::{Configuration, Limit};
use jiff::{Timestamp, civil::Date};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    domain::{id::RecordId, value::Value},
    log::{
        bytes::Bytes,
        commit::{Cell, Slot},
        record::BOOL,
    },
};

/// The longest piece that is ever decoded, in bytes; a longer one is refused
/// before memory is asked for.
pub const LONGEST: usize = 64 << 20;

/// The same for what this laptop sealed itself, which is as long as sealing
/// allows. bincode counts a number of one byte as the eight it unfolds to.
const LONGEST_SEALED: usize = 8 * super::seal::MAX_PLAIN;

const TEXT: u8 = 1;
const INT: u8 = 2;
const DATE: u8 = 4;
const INSTANT: u8 = 5;
const CHOICE: u8 = 6;
const REF: u8 = 7;

type Config = Configuration<bincode::config::LittleEndian, bincode::config::Varint, Limit<LONGEST>>;

const fn config() -> Config {
    bincode::config::standard().with_limit::<LONGEST>()
}

/// Bytes that are not what they should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the bytes cannot be decoded")]
pub struct BadCode;

/// Codes a value of the program's own types.
pub fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    // Our types have no shape that bincode refuses, and writing to memory does
    // not fail; an empty answer would be refused by every reader.
    bincode::serde::encode_to_vec(value, config()).unwrap_or_default()
}

/// Reads it back; bytes left over are an error.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, BadCode> {
    match bincode::serde::decode_from_slice(bytes, config()) {
        Ok((value, read)) if read == bytes.len() => Ok(value),
        Ok(_) | Err(_) => Err(BadCode),
    }
}

/// Reads back what this laptop sealed itself: whatever could be sealed can be read.
pub fn decode_sealed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, BadCode> {
    let config = bincode::config::standard().with_limit::<LONGEST_SEALED>();
    match bincode::serde::decode_from_slice(bytes, config) {
        Ok((value, read)) if read == bytes.len() => Ok(value),
        Ok(_) | Err(_) => Err(BadCode),
    }
}

/// The cell of a field's value.
pub fn cell(value: &Value) -> Cell {
    let (kind, bytes) = match value {
        Value::Text(text) => (TEXT, encode(text)),
        Value::Int(number) => (INT, encode(number)),
        Value::Bool(yes) => (BOOL, encode(yes)),
        Value::Date(date) => (DATE, encode(&(date.year(), date.month(), date.day()))),
        Value::Instant(at) => (INSTANT, encode(&at.as_millisecond())),
        Value::Choice(key) => (CHOICE, encode(key)),
        Value::Ref(id) => (REF, id.as_bytes().to_vec()),
        Value::Unknown(kind, bytes) => (*kind, bytes.clone()),
    };
    Cell { kind, bytes: Bytes(bytes) }
}

/// The value in a cell; `None` where there is none. What cannot be read is
/// kept as [`Value::Unknown`], never dropped.
pub fn value(cell: &Cell) -> Option<Value> {
    if cell.is_none() {
        return None;
    }
    let bytes = &cell.bytes.0;
    let known = match cell.kind {
        TEXT => decode(bytes).ok().map(Value::Text),
        INT => decode(bytes).ok().map(Value::Int),
        BOOL => decode(bytes).ok().map(Value::Bool),
        DATE => decode::<(i16, i8, i8)>(bytes)
            .ok()
            .and_then(|(year, month, day)| Date::new(year, month, day).ok())
            .map(Value::Date),
        INSTANT => {
            decode::<i64>(bytes).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).map(Value::Instant)
        }
        CHOICE => decode(bytes).ok().map(Value::Choice),
        REF => <[u8; 16]>::try_from(bytes.as_slice()).ok().map(|id| Value::Ref(RecordId::from_bytes(id))),
        _ => None,
    };
    Some(known.unwrap_or_else(|| Value::Unknown(cell.kind, bytes.clone())))
}

/// The register of one element of a set.
pub fn element(tag: u16, value: &Value) -> Slot {
    let Cell { kind, bytes: Bytes(mut bytes) } = cell(value);
    bytes.insert(0, kind);
    Slot { tag, element: Bytes(bytes) }
}

/// The element that a set's register stands for.
pub fn element_value(slot: &Slot) -> Option<Value> {
    let (kind, bytes) = slot.element.0.split_first()?;
    value(&Cell { kind: *kind, bytes: Bytes(bytes.to_vec()) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_value() -> impl Strategy<Value = Value> {
        prop_oneof![
            any::<String>().prop_map(Value::Text),
            any::<i64>().prop_map(Value::Int),
            any::<bool>().prop_map(Value::Bool),
            (1i16..9999, 1i8..13, 1i8..29).prop_map(|(y, m, d)| Value::Date(Date::new(y, m, d).unwrap())),
            (0i64..4_000_000_000_000).prop_map(|ms| Value::Instant(Timestamp::from_millisecond(ms).unwrap())),
            "[a-z_]{1,9}".prop_map(Value::Choice),
            any::<[u8; 16]>().prop_map(|id| Value::Ref(RecordId::from_bytes(id))),
            (100u8..=255, any::<Vec<u8>>()).prop_map(|(kind, bytes)| Value::Unknown(kind, bytes)),
        ]
    }

    proptest! {
        #[test]
        fn every_value_reads_back(given in any_value()) {
            prop_assert_eq!(value(&cell(&given)), Some(given.clone()));
            prop_assert_eq!(element_value(&element(20, &given)), Some(given));
        }

        #[test]
        fn any_bytes_are_a_value_or_kept_whole(kind in 1u8.., bytes in any::<Vec<u8>>()) {
            let given = Cell { kind, bytes: Bytes(bytes) };
            let back = value(&given).unwrap();
            if let Value::Unknown(..) = back {
                prop_assert_eq!(cell(&back), given);
            }
        }
    }

    #[test]
    fn a_hostile_length_is_refused_before_memory_is_asked_for() {
        assert_eq!(decode::<Vec<u64>>(&[253, 255, 255, 255, 255, 255, 255, 255, 255]), Err(BadCode));
        assert_eq!(decode::<String>(&[252, 255, 255, 255, 255, 1]), Err(BadCode));
        assert_eq!(decode::<u8>(&[1, 2]), Err(BadCode));
    }
}
