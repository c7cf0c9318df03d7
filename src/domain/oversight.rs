//! Oversight of the work group's own people and work (domain.md A10, J1–J10).
//!
//! Looked at are members, groups and records of work, never residents: an
//! unannounced visit that draws a household is refused. There is no score, no
//! total and no order of members; what there is are facts, what the checked side
//! says to them, and whether they were put right (domain.md §4.2 rule 11).

pub mod honours;
pub mod rectifying;

use super::{
    field::{Field, Privacy, Tag},
    filled,
    id::RecordId,
    input,
    ledger::{Catalog, Ledger},
    roster::refers_to_people,
    row::Row,
    rules::Refusal,
    wording::Wording,
};

/// Checks of the work, with what was drawn.
pub mod inspections {
    use crate::domain::field::{Kind, Search};

    crate::ledger! {
        /// 检查: four types, the sample with its seed (domain.md J2–J4).
        "inspections" ("督查检查", "Inspections") Entry;
        TOPIC = 16 "topic" ("题目", "Topic") Kind::Text => required().search(Search::Text).column(24);
        KIND = 17 "kind" ("类型", "Type") Kind::choices(&[
            ("topical", "专题抽查", "topical"),
            ("exchange", "交流会", "exchange"),
            ("announced", "明查", "announced"),
            ("unannounced", "暗访", "unannounced"),
        ]) => required().column(8);
        DAY = 18 "day" ("日期", "Day") Kind::Date => required().column(10);
        METHOD = 19 "method" ("抽样方法", "How the sample was drawn") Kind::Text;
        MEMBERS = 20 "members" ("被查组员", "Members checked") Kind::Ref("members".to_owned()) => many().column(12);
        GROUP = 21 "group" ("被查单位", "Group checked") Kind::Text;
        INSPECTORS = 22 "inspectors" ("检查人", "Inspectors") Kind::Ref("members".to_owned()) => many();
        FOUND = 23 "found" ("情况", "What was seen") Kind::LongText => search(Search::Text);
        SEED = 24 "seed" ("抽样种子", "Seed") Kind::Text => automatic().column(12);
        POOL = 25 "pool" ("抽样范围", "Drawn from") Kind::Text => automatic();
        SAMPLE = 26 "sample" ("样本", "Sample") Kind::Ref(String::new()) => many().automatic();
    }
}

/// What was found, on whom.
pub mod findings {
    use crate::domain::field::{Kind, Search};

    crate::ledger! {
        /// 发现的问题, of the four kinds that the source names (domain.md J7).
        "findings" ("督查发现", "Findings") Entry;
        FACT = 16 "fact" ("事实", "Fact") Kind::Text => required().search(Search::Text).column(28);
        KIND = 17 "kind" ("类别", "Kind") Kind::choices(&[
            ("absent", "人员不到位", "people not at their posts"),
            ("lax", "作风不扎实", "work not solid"),
            ("heedless", "思想上不重视", "not taken seriously"),
            ("weak", "工作上不得力", "work not effective"),
        ]) => required().column(12);
        EVIDENCE = 18 "evidence" ("依据", "Evidence") Kind::LongText => required();
        DAY = 19 "day" ("日期", "Day") Kind::Date => required().column(10);
        MEMBER = 20 "member" ("哪位组员", "Member") Kind::Ref("members".to_owned()) => column(8);
        GROUP = 21 "group" ("哪个单位", "Group") Kind::Text => column(10);
        INSPECTION = 22 "inspection" ("哪次检查", "Inspection") Kind::Ref("inspections".to_owned());
        ISSUE = 23 "issue" ("转成的事项", "Issue raised") Kind::Ref("issues".to_owned()) => automatic();
    }
}

/// What was done about a finding, one entry a step.
pub mod rectifications {
    use crate::domain::field::{Kind, Search};

    crate::ledger! {
        /// 整改记录: criticism, notice, the checked side's statement, receipt, re-check (domain.md J8).
        "rectifications" ("整改记录", "Rectification") Entry;
        TEXT = 16 "text" ("内容", "Text") Kind::LongText => required().search(Search::Text).column(30);
        FINDING = 17 "finding" ("哪个问题", "Finding") Kind::Ref("findings".to_owned()) => required().column(20);
        KIND = 18 "kind" ("步骤", "Step") Kind::choices(&[
            ("criticism", "批评", "criticism"),
            ("notice", "整改通知", "notice"),
            ("statement", "申辩", "statement"),
            ("receipt", "整改回执", "receipt"),
            ("recheck", "复查", "re-check"),
        ]) => required().column(8);
        DAY = 19 "day" ("日期", "Day") Kind::Date => required().column(10);
        WAY = 20 "way" ("口头或书面", "Way") Kind::choices(&[
            ("oral", "口头", "oral"),
            ("written", "书面", "in writing"),
        ]);
        REQUIREMENT = 21 "requirement" ("整改要求", "What is required") Kind::LongText;
        DEADLINE = 22 "deadline" ("期限", "Deadline") Kind::Date => column(10);
        RESULT = 23 "result" ("复查结论", "Outcome of the re-check") Kind::choices(&[
            ("struck_off", "销号", "struck off"),
            ("continued", "续改", "continued"),
        ]);
    }
}

/// Reminders of supervision slips.
pub mod reminders {
    use crate::domain::field::{Kind, Search};

    crate::ledger! {
        /// 催办记录 of an issue under supervision or rectification (domain.md J6).
        "reminders" ("催办记录", "Reminders") Entry;
        TEXT = 16 "text" ("催办内容", "Text") Kind::Text => required().search(Search::Text).column(30);
        ISSUE = 17 "issue" ("督办（整改）事项", "Slip") Kind::Ref("issues".to_owned()) => required().column(10);
        DAY = 18 "day" ("日期", "Day") Kind::Date => required().column(10);
        TO = 19 "to" ("催谁", "To") Kind::Ref("members".to_owned()) => column(8);
        ANSWER = 20 "answer" ("对方怎么说", "The answer") Kind::Text;
    }
}

/// Nominations for a commendation.
pub mod commendations {
    use crate::domain::field::{Kind, Search};

    crate::ledger! {
        /// 表彰提名, with facts for each of the three criteria (domain.md J9).
        "commendations" ("表彰提名", "Commendations") Entry;
        TITLE = 16 "title" ("提名", "Nomination") Kind::Text => required().search(Search::Text).column(24);
        MEMBER = 17 "member" ("哪位组员", "Member") Kind::Ref("members".to_owned()) => column(8);
        GROUP = 18 "group" ("哪个工作组", "Group") Kind::Text => column(10);
        SOLID = 19 "solid" ("工作扎实的事实", "Solid work: facts") Kind::LongText => required();
        OUTSTANDING = 20 "outstanding" ("表现突出的事实", "Outstanding: facts") Kind::LongText => required();
        EFFECT = 21 "effect" ("成效明显的事实", "Clear effect: facts") Kind::LongText => required();
        DAY = 22 "day" ("日期", "Day") Kind::Date => required().column(10);
    }
}

/// What became of a nomination.
pub mod honour_steps {
    use crate::domain::field::Kind;

    crate::ledger! {
        /// 表彰办理: decided, published, granted; withdrawn with a trace (domain.md J9).
        "honour_steps" ("表彰办理", "Commendation steps") Entry;
        TEXT = 16 "text" ("内容（撤销写明理由）", "Text; why, of a withdrawal") Kind::LongText => required().column(30);
        COMMENDATION = 17 "commendation" ("哪个提名", "Commendation") Kind::Ref("commendations".to_owned())
            => required().column(20);
        KIND = 18 "kind" ("步骤", "Step") Kind::choices(&[
            ("decision", "审定", "decision"),
            ("publication", "公示", "publication"),
            ("grant", "表彰", "grant"),
            ("withdrawal", "撤销", "withdrawal"),
        ]) => required().column(8);
        DAY = 19 "day" ("日期", "Day") Kind::Date => required().column(10);
        BODY = 20 "body" ("审定单位", "Decided by") Kind::Text;
    }
}

/// What members say to their own fact sheets.
pub mod own_checks {
    use crate::domain::field::Kind;

    crate::ledger! {
        /// 本人核对: a member looked at the facts gathered on him, on his own laptop (domain.md J1).
        "own_checks" ("本人核对", "Own checks") Entry;
        STATEMENT = 16 "statement" ("附说明", "Statement") Kind::LongText => column(30);
        MEMBER = 17 "member" ("组员", "Member") Kind::Ref("members".to_owned()) => required().column(8);
        FROM = 18 "from" ("从", "From") Kind::Date => required().column(10);
        TO = 19 "to" ("到", "To") Kind::Date => required().column(10);
        FINDING = 20 "verdict" ("核对结果", "What they say") Kind::choices(&[
            ("agreed", "属实", "as it was"),
            ("disputed", "有出入", "not as it was"),
        ]) => required().column(8);
        FACTS = 21 "facts" ("核对的内容", "What was checked") Kind::Text => automatic();
    }
}

/// An unannounced visit that would look at residents (domain.md J4).
pub const NOT_RESIDENTS: Wording = Wording::new(
    "暗访只查干部与工作，不查居民：样本请从组员、事项、走访、项目等工作记录里抽",
    "an unannounced visit looks at members and their work, never at residents: draw from members, issues, visits or projects",
);
/// A sample of nothing.
pub const NOTHING_TO_DRAW: Wording = Wording::new(
    "没有可抽的：一个符合条件的也没有，或者抽 0 个；请放宽条件再抽",
    "there is nothing to draw: no record fits, or none is to be drawn; widen the conditions",
);
/// A finding on nobody.
pub const ON_NOBODY: Wording =
    Wording::new("要写明是哪位组员或哪个单位", "say which member or which group it is about");
/// A reminder of something that is no slip (domain.md J6).
pub const NO_SLIP: Wording = Wording::new(
    "催办只用于还没办结的督办、整改事项",
    "reminders are for open issues of the kinds supervision and rectification",
);
/// A fact sheet checked by somebody else (domain.md J1).
pub const NOT_HIS_OWN: Wording = Wording::new(
    "参与情况单只能由本人在自己的电脑上核对",
    "a fact sheet is checked by the member himself, on his own laptop",
);
/// A difference without a word about it.
pub const NOT_TOLD_WHY: Wording =
    Wording::new("有出入的，请在“附说明”里写明哪里不对", "say in the statement what is not as it was");

/// Takes steps by day and moment. Of those of one moment, which is all that is
/// known of some, each is taken as soon as it may be; one that never may counts
/// for nothing. The same steps give the same whatever their order.
fn in_turn<T>(mut steps: Vec<T>, row: impl Fn(&T) -> &Row, day: Tag, mut take: impl FnMut(&T) -> bool) {
    let moment = |step: &T| (row(step).date(day), row(step).created, row(step).turn);
    steps.sort_by_key(|step| (moment(step), row(step).id));
    for at_once in steps.chunk_by(|one, other| moment(one) == moment(other)) {
        let mut left: Vec<&T> = at_once.iter().collect();
        while let Some(at) = left.iter().position(|step| take(step)) {
            left.remove(at);
        }
    }
}

/// Ledgers of what members and groups do. Their records may name a resident,
/// yet what is looked at is the work.
const WORK: &[&str] = &[
    "members",
    "postings",
    "leaves",
    "handovers",
    "visits",
    "issues",
    "steps",
    "tasks",
    "goals",
    "projects",
    "milestones",
    "funds",
    "receipts",
    "spendings",
    "five_lead",
    "council_members",
    "party_branches",
    "enterprises",
    "ventures",
    "jobs",
];

/// Whether the records of a ledger tell of residents: it names them, or holds
/// what is not open, and is no ledger of the work.
pub fn is_of_residents(ledger: &Ledger) -> bool {
    let names = |field: &Field| refers_to_people(&field.kind);
    let shields = |field: &Field| field.privacy != Privacy::Open;
    let tells = ledger.fields.iter().any(|field| names(field) || shields(field));
    tells && !WORK.contains(&ledger.id.as_str())
}

/// Whether an inspection of this kind may have this sample.
pub fn permit_sample(kind: &str, sample: &[RecordId], catalog: &Catalog) -> Result<(), Refusal> {
    let of_residents = |id: &RecordId| catalog.of(*id).is_none_or(is_of_residents);
    let looks = kind == "unannounced" && sample.iter().any(of_residents);
    if looks { Err(Refusal::Said(NOT_RESIDENTS)) } else { Ok(()) }
}

/// Whether a finding says on whom it is.
pub fn permit_finding(finding: &Row) -> Result<(), Refusal> {
    filled::permit(&findings::ledger(), finding)?;
    permit_named(finding, findings::MEMBER, findings::GROUP)
}

/// Whether a nomination says who is nominated.
pub fn permit_nomination(nomination: &Row) -> Result<(), Refusal> {
    filled::permit(&commendations::ledger(), nomination)?;
    permit_named(nomination, commendations::MEMBER, commendations::GROUP)
}

fn permit_named(row: &Row, member: Tag, group: Tag) -> Result<(), Refusal> {
    let named = row.reference(member).is_some() || input::says_something(row.text(group));
    if named { Ok(()) } else { Err(Refusal::Said(ON_NOBODY)) }
}

/// Whether who says that something was otherwise says what; who says nothing
/// has not checked it.
pub fn permit_own_check(check: &Row) -> Result<(), Refusal> {
    let is_told = input::says_something(check.text(own_checks::STATEMENT));
    let disputed = check.text(own_checks::FINDING) == "disputed";
    if disputed && !is_told { Err(Refusal::Said(NOT_TOLD_WHY)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::row::tests::row;

    // Shows J4.
    #[test]
    fn an_unannounced_visit_draws_members_and_work_and_never_residents() {
        let catalog = Catalog::shipped();
        let of = |ledger: &str| row(ledger, 1, &[]).id;
        let permit = |kind: &str, ledger: &str| permit_sample(kind, &[of("members"), of(ledger)], &catalog);
        let residents = [
            "households",
            "residents",
            "hardship",
            "consents",
            "notices",
            "job_wishes",
            "informers",
            "voices",
            "care_plans",
            "care_calls",
            "trainees",
            "study_aid",
            "income_notes",
            "exemplars",
            "grants",
        ];
        for ledger in residents {
            assert_eq!(permit("unannounced", ledger), Err(Refusal::Said(NOT_RESIDENTS)), "{ledger}");
            assert_eq!(permit("announced", ledger), Ok(()), "{ledger}");
        }
        for ledger in WORK {
            assert!(catalog.get(ledger).is_some(), "{ledger}");
            assert_eq!(permit("unannounced", ledger), Ok(()), "{ledger}");
        }
    }
}
