//! The analysis sheet of an issue (domain.md E5, E6, §4.2 rule 4).
//!
//! It is about the matter and never about people: no field refers to a
//! resident, and it cannot be saved without what will be done, by whom and by when.

use super::{field::Kind, id::RecordId, input, row::Row, wording::Wording};

crate::ledger! {
    /// What an issue asks for, why, and what is done about it: one sheet an
    /// issue, whose id follows from the issue's.
    "analyses" ("分析单", "Analysis sheets") Card;
    DEMAND = 16 "demand" ("诉求是什么", "What is asked for") Kind::LongText => automatic().required().column(24);
    ISSUE = 17 "issue" ("事项", "Issue") Kind::Ref("issues".to_owned()) => automatic().required();
    CAUSES = 18 "causes" ("原因", "Causes") Kind::LongText => automatic();
    BASIS = 19 "basis" ("法律政策依据", "Law and policy") Kind::LongText => automatic();
    WHOSE = 20 "whose" ("该谁办", "Whose job it is") Kind::Text => automatic();
    MEASURES = 21 "measures" ("拟解决什么、怎么办", "What will be done") Kind::LongText => automatic().required().column(24);
    OWNER = 22 "owner" ("谁办", "By whom") Kind::Ref("members".to_owned()) => automatic().required().column(10);
    UNTIL = 23 "until" ("何时", "By when") Kind::Date => automatic().required().column(10);
    ANSWER = 24 "answer" ("答复口径与合法渠道", "Answer and lawful ways") Kind::LongText => automatic();
}

/// The sheet of an issue: the same record on every laptop.
pub fn analysis_id(issue: RecordId) -> RecordId {
    RecordId::derived(ID, &[issue.as_bytes()])
}

/// Whether a sheet says what is asked for, what will be done, by whom and by
/// when; one that came by a bundle and does not is none.
pub fn is_whole(sheet: &Row) -> bool {
    let needed = [DEMAND, MEASURES].iter().all(|tag| input::says_something(sheet.text(*tag)));
    sheet.stands() && needed && sheet.reference(OWNER).is_some() && sheet.date(UNTIL).is_some()
}

/// The lawful ways, offered for the answer (信访工作条例 17, 20, 31, 35; 人民调解法 26).
pub static LAWFUL_WAYS: Wording = Wording::new(
    "可以走的合法渠道：社区、街道当面反映或来信来电；12345；信访（多人走访推选不超过 5 名代表）；自愿调解；劳动仲裁；行政复议；诉讼。对处理意见不服的，收到答复 30 日内可请求复查。",
    "lawful ways: in person, by letter or call to the community or the street office; 12345; petition (at most 5 representatives); voluntary mediation; labour arbitration; administrative review; the court. A review may be asked for within 30 days of the answer.",
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::field::Privacy;

    // Shows E6.
    #[test]
    fn the_sheet_knows_matters_and_no_people() {
        for field in ledger().fields {
            assert_eq!(field.privacy, Privacy::Open, "{}", field.key);
            let of_people = matches!(&field.kind, Kind::Ref(to) if to == "residents" || to == "households");
            assert!(
                !of_people && !matches!(field.kind, Kind::Phone | Kind::IdNumber | Kind::Name),
                "{}",
                field.key
            );
        }
    }

    // Shows E6.
    #[test]
    fn what_by_whom_and_by_when_cannot_be_left_out() {
        let required = |tag| ledger().field(tag).is_some_and(|field| field.required);
        assert!([MEASURES, OWNER, UNTIL].into_iter().all(required));
        let parts = ["demand", "causes", "basis", "whose", "measures", "until", "answer"];
        let sheet = ledger();
        assert!(parts.iter().all(|key| sheet.field_by_key(key).is_some()));
        assert!(LAWFUL_WAYS.zh.contains("12345") && LAWFUL_WAYS.zh.contains("复议"));
    }
}
