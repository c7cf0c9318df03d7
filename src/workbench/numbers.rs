//! Identity numbers stay out of texts that everybody reads (domain.md §4.2 rule 8).
//!
//! They have a field of their own, which is masked. One that somebody types into a
//! title, a detail, an answer is refused on every path, with the way to that
//! field; one that is there all the same, from before or by a bundle, is covered
//! but for its last four characters wherever the text is read.

use super::{bench::Workbench, draft::Draft, error::Error};
use crate::{
    domain::{
        field::{Field, Kind},
        identity,
        issues::issues,
        ledger::Ledger,
        privacy::is_masked,
        row::Row,
        rules::Refusal,
        value::Value,
        wording::Wording,
    },
    store::codec,
};

/// Where an identity number belongs.
const NUMBER_IN_TEXT: Wording = Wording::new(
    "文字里有身份证号：请删去。证件号只填在居民卡片的“身份证号”栏（有遮盖），这里写姓名，或从居民里选这个人",
    "there is an ID number in the text: take it out. It belongs to the resident's card, where it is masked; name or choose the person here",
);

/// Whether a field is text that everybody reads.
fn is_read_by_all(field: &Field) -> bool {
    matches!(field.kind, Kind::Text | Kind::LongText | Kind::Name) && !is_masked(field)
}

/// Why a value does not belong into a field, where that is read by all and it
/// has an identity number in it.
pub fn misplaced(field: &Field, value: &Value) -> Option<Wording> {
    let text = value.as_text().filter(|_| is_read_by_all(field))?;
    identity::number_in(text).is_some().then_some(NUMBER_IN_TEXT)
}

impl Workbench {
    /// Refuses identity numbers in texts that everybody reads.
    pub(super) fn judge_numbers(&self, draft: &Draft) -> Result<(), Error> {
        for change in draft.changes.iter().filter(|change| !change.cell.is_none()) {
            let Some(field) = self.ledger_of(change.record)?.field(change.slot.tag) else { continue };
            let written = codec::element_value(&change.slot).or_else(|| codec::value(&change.cell));
            if let Some(why) = written.and_then(|value| misplaced(field, &value)) {
                return Err(Refusal::Said(why).into());
            }
        }
        Ok(())
    }
}

/// Covers identity numbers in the texts of a row that everybody reads, and mobile
/// numbers in titles of issues, which stand in every list.
pub(super) fn cover(ledger: &Ledger, row: &mut Row) {
    if ledger.id == issues::ID
        && let Some(told) = identity::cover_mobiles(row.text(issues::TITLE))
    {
        row.values.insert(issues::TITLE, vec![Value::Text(told)]);
    }
    for (tag, values) in &mut row.values {
        for value in values.iter_mut() {
            if let Value::Text(text) = value
                && let Some(told) = identity::cover_numbers(text)
                && ledger.field(*tag).is_some_and(is_read_by_all)
            {
                *text = told;
            }
        }
    }
}
