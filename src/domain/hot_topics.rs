//! What people judge of a topic that was computed (domain.md C2): counts say how
//! many matters came up, a human says whether that is a hot topic, and why.
//!
//! It is about a class of matters at a place in a month, never about people. Who
//! judged, and when, is who wrote the record last.

use jiff::civil::Date;

use super::{field::Kind, figures::Hotspot, id::RecordId, input, row::Row, rules::Refusal, wording::Wording};

crate::ledger! {
    /// One judgement a topic. The id follows from class, place and month, so that
    /// two laptops which judge one topic mean one record, and show it where they differ.
    "hot_topics" ("热点研判", "Hot topics judged") Card;
    JUDGEMENT = 16 "judgement" ("研判意见", "Judgement") Kind::LongText => required().column(30);
    VERDICT = 17 "verdict" ("是不是热点", "Verdict") Kind::choices(&[
        ("hot", "是热点", "a hot topic"),
        ("ordinary", "不算热点", "not a hot topic"),
        ("watched", "再看看", "to be watched"),
    ]) => required().column(10);
    CLASS = 18 "class" ("分类", "Class") Kind::Text => automatic().column(12);
    NEIGHBOURHOOD = 19 "neighbourhood" ("居民小组", "Neighbourhood") Kind::Ref("neighbourhoods".to_owned()) => automatic().column(10);
    MONTH = 20 "month" ("月份", "Month") Kind::Date => automatic().required().column(10);
    MATTERS = 21 "matters" ("研判时的件数", "Matters then") Kind::Int => automatic();
}

/// A topic that is not among those computed.
pub const NO_TOPIC: Wording = Wording::new(
    "这个月、这个小组没有这一类的事项：热点先由事项算出来，再研判（F9“研判热点”，或 minqing report hotspots）",
    "no matter of that class came up there in that month: topics are computed first, then judged (\"Judge a topic\" on F9, or minqing report hotspots)",
);

/// The judgement of a topic: the same record on every laptop.
pub fn judgement_id(class: &str, neighbourhood: Option<RecordId>, month: Date) -> RecordId {
    let place = neighbourhood.map(|id| id.to_string()).unwrap_or_default();
    let month = month.first_of_month().to_string();
    RecordId::derived(ID, &[class.trim().as_bytes(), place.as_bytes(), month.as_bytes()])
}

/// The same of a topic as it was counted.
pub fn id_of(spot: &Hotspot) -> RecordId {
    judgement_id(&spot.class, spot.neighbourhood, spot.month)
}

/// What a judgement is about, if its record is the one of that topic: one under
/// another id counts for nothing.
pub fn topic(row: &Row) -> Option<(String, Option<RecordId>, Date)> {
    let (class, place, month) = (row.text(CLASS).trim(), row.reference(NEIGHBOURHOOD), row.date(MONTH)?);
    (row.id == judgement_id(class, place, month)).then(|| (class.to_owned(), place, month.first_of_month()))
}

/// Whether somebody has judged: a verdict, and why.
pub fn is_judged(row: &Row) -> bool {
    let verdict = ledger().field(VERDICT).is_some_and(|field| field.choice(row.text(VERDICT)).is_some());
    row.stands() && topic(row).is_some() && verdict && input::says_something(row.text(JUDGEMENT))
}

/// Whether a judgement may be kept: it is one of a topic that was counted, and says why.
pub fn permit(row: &Row, counted: impl FnOnce(&str, Option<RecordId>, Date) -> bool) -> Result<(), Refusal> {
    let known = topic(row).is_some_and(|(class, place, month)| counted(&class, place, month));
    if !known {
        return Err(Refusal::Said(NO_TOPIC));
    }
    if is_judged(row) { Ok(()) } else { Err(Refusal::Missing("judgement")) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{field::Privacy, testing, value::Value};

    fn judged(values: &[(u16, Value)]) -> Row {
        let month = date(2026, 11, 1);
        let mut all = vec![(CLASS, Value::Text("噪声".into())), (MONTH, Value::Date(month))];
        all.extend_from_slice(values);
        Row { id: judgement_id("噪声", None, month), ..testing::card(ID, 1, &all) }
    }

    // Shows C2.
    #[test]
    fn a_judgement_has_its_topic_its_verdict_and_its_reason() {
        let whole = [
            (VERDICT, Value::Choice("hot".into())),
            (JUDGEMENT, Value::Text("夜间施工集中，四户都提到".into())),
        ];
        assert_eq!(permit(&judged(&whole), |class, _, _| class == "噪声"), Ok(()));
        assert_eq!(permit(&judged(&whole), |_, _, _| false), Err(Refusal::Said(NO_TOPIC)));
        for part in &whole {
            let row = judged(std::slice::from_ref(part));
            assert!(!is_judged(&row) && permit(&row, |_, _, _| true).is_err(), "{part:?}");
        }
        let stray = Row { id: judgement_id("排水", None, date(2026, 11, 1)), ..judged(&whole) };
        assert!(!is_judged(&stray));
        let gone = Row { deleted: true, ..judged(&whole) };
        assert!(!is_judged(&gone));
    }

    // Shows C2.
    #[test]
    fn it_is_about_matters_and_names_nobody() {
        for field in ledger().fields {
            let of_people = matches!(&field.kind, Kind::Ref(to) if to == "residents" || to == "households");
            assert!(field.privacy == Privacy::Open && !of_people, "{}", field.key);
        }
    }
}
