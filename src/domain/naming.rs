//! What people call a record: what its first field says.
//!
//! Told in one place for the core and for every face, so that a record has one
//! name wherever it is met.

use super::{checklists, input, ledger::Ledger, privacy, row::Row, value::Value, wording::Lang};
use crate::domain::id::RecordId;

/// The name of a record; none where it says nothing. One that is called by what
/// it is about has that one's name, which `other` tells; a reference that is
/// masked stays hidden.
pub fn name(ledger: &Ledger, row: &Row, other: &dyn Fn(RecordId) -> Option<String>) -> Option<String> {
    if ledger.id == checklists::ID
        && let Some(title) = checklists::item_title(row.text(checklists::ITEM))
    {
        return Some(title.zh.to_string());
    }
    let field = ledger.name_field()?;
    if let Value::Ref(id) = row.one(field.tag)? {
        let hidden = || Some(id.to_string().chars().take(8).collect());
        return if privacy::is_masked(field) { hidden() } else { other(*id) };
    }
    own_name(ledger, row)
}

/// The name that a record has itself: one that is called by another has none,
/// so that names never run in circles.
pub fn own_name(ledger: &Ledger, row: &Row) -> Option<String> {
    let field = ledger.name_field()?;
    let value = row.one(field.tag).filter(|value| !matches!(value, Value::Ref(_)))?;
    let shown = if privacy::is_masked(field) {
        privacy::masked(field, value)
    } else {
        let shown = input::show(field, value, Lang::Zh, &|_other| String::new());
        if matches!(value, Value::Text(_)) { privacy::read(&shown).into_owned() } else { shown }
    };
    Some(shown).filter(|name| !name.is_empty())
}
