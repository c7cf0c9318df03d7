//! Items that a group adds to a list, retires or takes up again (domain.md C4).
//!
//! The id follows from the list and the item, so that two laptops which add
//! the same item mean one, and which add different ones keep both. Nothing is
//! renumbered: a tick names its item by key.

use std::collections::HashMap;

use super::{CheckItem, Checklist, Clarity, checklists};
use crate::domain::{field::Kind, id::RecordId, row::Row, wording::Wording};

crate::ledger! {
    /// What a group says of an item: its own, or that a shipped one is retired.
    "check_items" ("三清项目", "Checklist items") Card;
    TITLE = 16 "title" ("项目", "Item") Kind::Text => automatic().column(24);
    LIST = 17 "list" ("清单", "List") Kind::choices(&[
        ("prosperity", "富民思路", "ways to prosperity"),
        ("concerns", "群众关注热点", "people's concerns"),
        ("harmony", "和谐稳定动态", "harmony"),
    ]) => automatic().column(14);
    KEY = 18 "key" ("项目代号", "Key") Kind::Text => automatic();
    HINT = 19 "hint" ("怎么摸", "How to find out") Kind::LongText => automatic().column(30);
    RETIRED = 20 "retired" ("停用", "Retired") Kind::Bool => automatic().column(6);
}

/// The id of what a group says of an item.
pub fn item_id(list: Clarity, key: &str) -> RecordId {
    RecordId::derived(ID, &[list.key().as_bytes(), key.as_bytes()])
}

/// The three lists as a group has them: the shipped items without those
/// retired, then its own by title. A retired item that was ticked somewhere
/// keeps its ticks; they count again when it is taken up again.
pub fn of_group(rows: &[Row]) -> Vec<Checklist> {
    let mut lists = checklists();
    for sheet in &mut lists {
        let own: HashMap<&str, &Row> = rows
            .iter()
            .filter(|row| row.stands() && Clarity::from_key(row.text(LIST)) == Some(sheet.list))
            .map(|row| (row.text(KEY), row))
            .collect();
        sheet.items.retain(|item| !own.get(item.id.as_str()).is_some_and(|row| row.is(RETIRED)));
        let mut added: Vec<CheckItem> = own
            .values()
            .filter(|row| !row.is(RETIRED) && super::item_title(row.text(KEY)).is_none())
            .filter(|row| !row.text(KEY).is_empty())
            .map(|row| added(row))
            .collect();
        added.sort_by(|a, b| a.id.cmp(&b.id));
        sheet.items.extend(added);
    }
    lists
}

fn added(row: &Row) -> CheckItem {
    let both = |text: &str| Wording::owned(text.to_owned(), text.to_owned());
    let title = if row.text(TITLE).is_empty() { row.text(KEY) } else { row.text(TITLE) };
    CheckItem { id: row.text(KEY).to_owned(), title: both(title), hint: both(row.text(HINT)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{testing::card, value::Value};

    fn said(n: u8, list: &str, key: &str, retired: bool) -> Row {
        card(
            ID,
            n,
            &[
                (LIST, Value::Choice(list.into())),
                (KEY, Value::Text(key.into())),
                (RETIRED, Value::Bool(retired)),
            ],
        )
    }

    fn items(rows: &[Row], list: Clarity) -> Vec<String> {
        let sheet = of_group(rows).into_iter().find(|sheet| sheet.list == list).unwrap();
        sheet.items.into_iter().map(|item| item.id).collect()
    }

    // Shows C4.
    #[test]
    fn a_group_extends_a_list_and_retires_items_of_it() {
        let before = items(&[], Clarity::Harmony);
        let added = items(
            &[said(1, "harmony", "独居老人用气", false), said(2, "harmony", "电梯困人", false)],
            Clarity::Harmony,
        );
        assert_eq!(added.len(), before.len() + 2);
        assert!(added.ends_with(&["独居老人用气".to_owned(), "电梯困人".to_owned()]));
        let retired = items(&[said(1, "harmony", &before[0], true)], Clarity::Harmony);
        assert_eq!(retired, before[1..]);
        // Another list with an item of the same key keeps its own.
        assert_eq!(items(&[said(1, "prosperity", &before[0], true)], Clarity::Harmony), before);
        assert_eq!(items(&[said(1, "harmony", "新项", true)], Clarity::Harmony), before);
    }
}
