//! The first and the last day of something, told in one cell (domain.md §2.7, 起止).

use crate::domain::{field::Tag, leaves, ledger::Ledger};

/// Names of such a column.
const NAMES: [&str; 8] =
    ["起止", "起止时间", "起止日期", "请假起止时间", "请假起止日期", "请假时间", "请假期限", "休假时间"];

/// The fields of the first and the last day, where a column of this name brings both.
pub(super) fn of(ledger: &Ledger, key: &str) -> Option<(Tag, Tag)> {
    let is_one = ledger.id == leaves::ID && NAMES.contains(&key);
    let tag = |key| ledger.field_by_key(key).map(|field| field.tag);
    tag(leaves::FROM).zip(tag(leaves::TO)).filter(|_| is_one)
}

/// The two days of a cell, as they are written; of one day both are that.
pub(super) fn ends(text: &str) -> (String, String) {
    let text = text.trim();
    let parts = ["--", "——", " - ", "至", "到", "～", "~", "—", "–"]
        .iter()
        .find_map(|between| text.split_once(between))
        .unwrap_or((text, text));
    let bare =
        |part: &str| part.trim().trim_start_matches(['从', '自']).trim_end_matches('止').trim().to_owned();
    (bare(parts.0), bare(parts.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_ends_of_a_span_are_told_apart() {
        for text in ["2026-11-10至2026-11-12", "2026-11-10 ~ 2026-11-12", "自2026-11-10到2026-11-12止"] {
            assert_eq!(ends(text), ("2026-11-10".to_owned(), "2026-11-12".to_owned()), "{text}");
        }
        assert_eq!(ends("2026-11-10"), ("2026-11-10".to_owned(), "2026-11-10".to_owned()));
    }
}
