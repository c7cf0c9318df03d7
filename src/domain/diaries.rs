//! 民情日记: what a member writes down for himself (domain.md B11).
//!
//! There is no grade and no reviewer's rating, unlike in the systems this
//! replaces: a diary that is rated is written for whoever rates it. Without the
//! writer's leave nobody else is shown it.

use super::{
    field::{Kind, Search},
    id::RecordId,
    row::Row,
};

crate::ledger! {
    /// An entry of a member's diary.
    "diaries" ("民情日记", "Diaries") Entry;
    TITLE = 16 "title" ("标题", "Title") Kind::Text => required().search(Search::Text).column(24);
    DATE = 17 "date" ("日期", "Date") Kind::Date => required().column(10);
    TEXT = 18 "text" ("内容", "Text") Kind::LongText => required().search(Search::Text).column(40);
    MEMBER = 19 "member" ("写的人", "Written by") Kind::Ref("members".to_owned()) => automatic().column(10);
    OPEN = 20 "open" ("给组长看", "Open to the lead") Kind::Bool => column(8);
}

/// Whether `reader` is shown an entry: its writer always, a lead where it is open.
pub fn is_shown(entry: &Row, reader: RecordId, leads: bool) -> bool {
    let writer = entry.reference(MEMBER).unwrap_or(entry.by);
    writer == reader || leads && entry.is(OPEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    // Shows B11.
    #[test]
    fn a_diary_has_no_field_for_a_grade() {
        let keys: Vec<String> = ledger().fields.into_iter().map(|field| field.key).collect();
        assert_eq!(keys, ["title", "date", "text", "member", "open"]);
    }
}
