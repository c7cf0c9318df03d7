//! Whether a field is filled in: one notion for every ledger, declared or not.
//!
//! A dot, a blank, an invisible character or the word for "none" fills nothing
//! (see [`input::says_something`]). It is asked of what people put in words:
//! text and names. A telephone may well be "none" (domain.md §5).

use super::{
    field::{Field, Kind},
    input,
    ledger::Ledger,
    row::Row,
    rules::Refusal,
    value::Value,
    wording::Wording,
};

/// Whether a field of a row is filled in.
pub fn is_filled(field: &Field, row: &Row) -> bool {
    tells(field, row.all(field.tag))
}

/// Whether values of a field tell anything.
pub fn tells(field: &Field, values: &[Value]) -> bool {
    match field.kind {
        Kind::Text | Kind::LongText | Kind::Name => {
            values.iter().any(|value| value.as_text().is_none_or(input::says_something))
        }
        Kind::Phone
        | Kind::IdNumber
        | Kind::Int
        | Kind::Money
        | Kind::Bool
        | Kind::Date
        | Kind::Lunar
        | Kind::Instant
        | Kind::Choice(_)
        | Kind::Ref(_) => !values.is_empty(),
    }
}

/// The first field that a record cannot do without and that holds something
/// which tells nothing. One that is empty is none: a field may have become
/// required after the record was written.
pub fn hollow<'l>(ledger: &'l Ledger, row: &Row) -> Option<&'l Field> {
    let is_hollow =
        |field: &&Field| field.required && !row.all(field.tag).is_empty() && !is_filled(field, row);
    ledger.fields.iter().find(is_hollow)
}

/// Whether a record tells what it cannot do without; one that came by a bundle
/// and does not counts for nothing.
pub fn permit(ledger: &Ledger, row: &Row) -> Result<(), Refusal> {
    match hollow(ledger, row) {
        Some(field) => Err(Refusal::SaidOf(field.key.clone(), hollow_told(field))),
        None => Ok(()),
    }
}

/// Why a record with such a field counts for nothing.
pub fn hollow_told(field: &Field) -> Wording {
    let (zh, en) = (&field.title.zh, &field.title.en);
    Wording::owned(
        format!("“{zh}”没有写明：一个点、空白或“无”不算"),
        format!("\"{en}\" tells nothing: a dot, a blank or \"none\" is no answer"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ledger::Nature, row::tests::row};

    #[test]
    fn a_dot_fills_no_text_and_a_telephone_may_be_none() {
        let fields = vec![
            Field::new(16, "why", "事由", "Why", Kind::Text).required(),
            Field::new(17, "phone", "电话", "Phone", Kind::Phone).required(),
            Field::new(18, "note", "备注", "Note", Kind::LongText),
        ];
        let ledger = Ledger::new("slips", Wording::new("条", "Slips"), Nature::Entry, fields);
        let of = |why: &str, phone: &str| {
            let values = [
                (16, Value::Text(why.into())),
                (17, Value::Text(phone.into())),
                (18, Value::Text(".".into())),
            ];
            row("slips", 1, &values)
        };
        for why in [".", "、", "…", "\u{3000}", "\u{200b}", "无"] {
            assert_eq!(hollow(&ledger, &of(why, "无")).map(|field| field.tag), Some(16), "{why:?}");
        }
        assert!(hollow(&ledger, &of("回家", "无")).is_none());
        // What is missing altogether is told by who writes it.
        assert!(hollow(&ledger, &row("slips", 2, &[])).is_none());
    }
}
