//! Rows for tests of rules.

use jiff::Timestamp;

use super::{
    field::Tag,
    id::{LedgerTag, RecordId},
    row::{Row, Values},
    value::Value,
};

/// The id of the `n`th record of a ledger.
pub(crate) fn id(ledger: &str, n: u8) -> RecordId {
    RecordId::new(LedgerTag::of(ledger), [n; 12])
}

/// The `n`th record of a ledger, holding these values.
pub(crate) fn card(ledger: &str, n: u8, values: &[(Tag, Value)]) -> Row {
    let mut map = Values::new();
    for (tag, value) in values {
        map.of(*tag).push(value.clone());
    }
    let at = Timestamp::from_second(1_790_000_000 + i64::from(n) * 60).unwrap();
    let id = id(ledger, n);
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
