//! The procedures of the single kinds of issue: which of their steps count,
//! and what is refused (domain.md E7–E10, J6, J8).
//!
//! A step counts when its kind of issue takes it, when it says what it must,
//! and when what must come before it does: it names the steps that its writer
//! had seen. So a step that came by bundle out of turn counts for nothing,
//! whatever the clocks said.

use std::collections::BTreeSet;

use super::{
    field::Tag,
    handling,
    id::RecordId,
    input,
    issues::steps,
    row::Row,
    standing::{self, Step},
    step_kinds::{IssueKind, StepKind},
    value::Value,
    wording::Lang,
};

/// The days within which both sides may ask a court to confirm an agreement (人民调解法 33).
pub const CONFIRMATION_DAYS: i32 = 30;

/// Why a step is out of turn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Objection {
    /// The kind of issue has no such step.
    #[error("an issue of the kind {} has no such step", .0.key())]
    NotOfKind(IssueKind),
    /// The issue goes on inside another.
    #[error("the issue goes on inside another")]
    Merged,
    /// A side has declined mediation.
    #[error("a side has declined mediation")]
    Declined,
    /// Another step comes first.
    #[error("the step {} comes first", .0.key())]
    After(StepKind),
    /// A result "solved" without the step that shows it.
    #[error("not solved without the step {}", .0.key())]
    Unproven(StepKind),
    /// What is beyond the community was not reported.
    #[error("what is major or beyond the community must be reported or handed over first")]
    Unreported,
    /// Whoever the matter is about must not get it.
    #[error("whoever the matter is about must not handle it")]
    Recused,
    /// Two issues that are no one matter.
    #[error("issues of two kinds, or one and itself, are not merged")]
    NotOneMatter,
    /// A hearing where the term counts its days all the same.
    #[error("the term counts the days of a hearing")]
    HearingsCount,
    /// A group's matter has no analysis sheet.
    #[error("a group's matter needs its analysis sheet first")]
    Unanalysed,
}

impl Objection {
    /// What was refused and what to do instead.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::NotOfKind(kind) => {
                let kind = kind.title(lang);
                crate::say!(lang, "“{kind}”没有这一步", "a {kind} has no such step")
            }
            Self::Merged => lang
                .pick("这件事已并入另一件，请在那一件上办", "it was merged into another issue; go on there")
                .to_owned(),
            Self::Declined => lang
                .pick(
                    "有一方不愿调解，不得调解；请告知其他途径（仲裁、行政裁决、诉讼）",
                    "a side declined mediation; tell them the other ways: arbitration, an authority, the court",
                )
                .to_owned(),
            Self::After(step) => {
                let step = step.title(lang);
                crate::say!(lang, "先登记“{step}”，再登记这一步", "record \"{step}\" first")
            }
            Self::Unproven(StepKind::Recheck) => lang
                .pick(
                    "还没有复查合格的记录，不能以“已解决”销号",
                    "not solved without a re-check that was passed",
                )
                .to_owned(),
            Self::Unproven(StepKind::Transfer) => lang
                .pick(
                    "社区不处罚：查明、告知后先移送主管部门（转办），再以“已解决”办结",
                    "the community does not punish: hand it over to the authority (transfer) before it is solved",
                )
                .to_owned(),
            Self::Unproven(StepKind::Perform) => lang
                .pick(
                    "协议还没有履行回访（已履行），不能以“已解决”办结",
                    "not solved before somebody asked whether the agreement was kept, and it was",
                )
                .to_owned(),
            Self::Unproven(step) => {
                let step = step.title(lang);
                crate::say!(lang, "还没有“{step}”，先登记它再登记结果", "\"{step}\" is not recorded yet, and comes before this result")
            }
            Self::Unreported => lang
                .pick(
                    "重大或超出权限的隐患，先报告或移交有权的部门（转办），再销号",
                    "a major hazard, or one beyond the community, is reported or handed over (transfer) before it is struck off",
                )
                .to_owned(),
            Self::Recused => lang
                .pick(
                    "回避：事项涉及的人或单位不能经办这件事，请另选",
                    "recusal: whoever the matter is about must not get it; choose somebody else",
                )
                .to_owned(),
            Self::NotOneMatter => lang
                .pick("只有两件同一性质、未办结的事项可以并单", "only two open issues of one kind are merged")
                .to_owned(),
            Self::HearingsCount => lang
                .pick(
                    "只有信访复核不计听证时间（信访工作条例 36）；这件事的时限照算，听证情况写进答复",
                    "only a second review leaves hearings out (Regulations on Petitions, art. 36); this term counts them: tell of it in a reply",
                )
                .to_owned(),
            Self::Unanalysed => lang
                .pick(
                    "群体事项先填分析单（拟解决什么、谁办、何时），再登记结果",
                    "a group's matter needs its analysis sheet (what, who, by when) before the result",
                )
                .to_owned(),
        }
    }
}

/// The fields that a step of a single kind asks for, and whether it cannot do
/// without; none for the common steps.
pub fn fields(kind: StepKind) -> &'static [(Tag, bool)] {
    match kind {
        StepKind::Decline => &[(steps::PARTY, true), (steps::REMEDY, true), (steps::TEXT, false)],
        StepKind::Agree => &[(steps::TEXT, true), (steps::WAY, false), (steps::UNTIL, false)],
        // Not kept: by which day it is asked again.
        StepKind::Perform => &[(steps::PASSED, true), (steps::TEXT, false), (steps::UNTIL, false)],
        StepKind::Find => &[
            (steps::SEVERITY, true),
            (steps::PART, true),
            (steps::PARTY, true),
            (steps::UNTIL, true),
            (steps::BEYOND, false),
            // How whoever is responsible was told; who was not is told by a step of its own.
            (steps::WAY, false),
            (steps::PHOTO, false),
            (steps::TEXT, false),
        ],
        StepKind::Recheck => {
            &[(steps::PASSED, true), (steps::TEXT, false), (steps::PHOTO, false), (steps::UNTIL, false)]
        }
        StepKind::Establish => {
            &[(steps::PART, true), (steps::TEXT, true), (steps::BASIS, true), (steps::PHOTO, false)]
        }
        StepKind::Inform => &[(steps::PARTY, true), (steps::WAY, true), (steps::TEXT, true)],
        StepKind::Urge => &[(steps::TEXT, true), (steps::PARTY, false), (steps::UNTIL, false)],
        StepKind::Notice => &[
            (steps::TEXT, true),
            (steps::DEMAND, true),
            (steps::UNTIL, true),
            (steps::PARTY, false),
            (steps::BASIS, false),
        ],
        StepKind::Mediate | StepKind::Statement | StepKind::Receipt => {
            &[(steps::TEXT, true), (steps::PARTY, false)]
        }
        StepKind::Hear => &[(steps::SINCE, false), (steps::ENDED, false), (steps::TEXT, false)],
        StepKind::Correct => &[(steps::REASON, true)],
        StepKind::Accept
        | StepKind::Assign
        | StepKind::Transfer
        | StepKind::Reply
        | StepKind::Extend
        | StepKind::Resolve
        | StepKind::Callback
        | StepKind::Reopen
        | StepKind::Merge => &[],
    }
}

/// Whether a field of a step tells anything.
pub(super) fn says(row: &Row, tag: Tag) -> bool {
    row.one(tag).is_some_and(|value| value.as_text().is_none_or(input::says_something))
}

/// The field that a step which gives the issue to somebody, or one of a single kind, lacks.
pub fn lacks(kind: StepKind, row: &Row) -> Option<Tag> {
    let missing = fields(kind).iter().find(|(tag, required)| *required && !says(row, *tag));
    let missing = missing.map(|(tag, _)| *tag).or_else(|| match kind {
        StepKind::Assign => (!says(row, steps::OWNER)).then_some(steps::OWNER),
        StepKind::Transfer if !says(row, steps::UNIT) => Some(steps::UNIT),
        // What goes upward tells what was done before (domain.md E10).
        StepKind::Transfer if handling::is_upward(row.text(steps::LEVEL)) && !says(row, steps::DONE) => {
            Some(steps::DONE)
        }
        StepKind::Transfer
        | StepKind::Accept
        | StepKind::Reply
        | StepKind::Extend
        | StepKind::Resolve
        | StepKind::Callback
        | StepKind::Reopen
        | StepKind::Merge
        | StepKind::Hear
        | StepKind::Correct
        | StepKind::Decline
        | StepKind::Mediate
        | StepKind::Agree
        | StepKind::Perform
        | StepKind::Find
        | StepKind::Recheck
        | StepKind::Establish
        | StepKind::Inform
        | StepKind::Urge
        | StepKind::Notice
        | StepKind::Statement
        | StepKind::Receipt => None,
    });
    // Not passed: until when it is put right.
    let goes_on = kind == StepKind::Recheck && row.one(steps::PASSED) == Some(&Value::Bool(false));
    missing.or((goes_on && !says(row, steps::UNTIL)).then_some(steps::UNTIL))
}

/// What was said of a person may have been erased, and the step was taken all the same.
fn is_whole(step: &Step) -> bool {
    lacks(step.kind, &step.row).is_none_or(|tag| tag == steps::PARTY)
}

/// The steps that count, out of those that stand.
pub(super) fn counting(kind: Option<IssueKind>, standing: &[&Step]) -> BTreeSet<RecordId> {
    let takes = |step: &&&Step| kind.map_or(!step.kind.is_special(), |kind| kind.takes(step.kind));
    let fit: Vec<&Step> = standing.iter().filter(takes).filter(|step| is_whole(step)).copied().collect();
    let declined: Vec<&Step> = fit.iter().copied().filter(|step| step.kind == StepKind::Decline).collect();
    let is_declined = |step: &Step| {
        matches!(step.kind, StepKind::Mediate | StepKind::Agree)
            && declined.iter().any(|decline| {
                step.regards.contains(&decline.id)
                    || (decline.at <= step.at && !decline.regards.contains(&step.id))
            })
    };
    let mut counted: BTreeSet<RecordId> = BTreeSet::new();
    // One turn for each step that must come before another, at the most.
    loop {
        let found: Vec<RecordId> = fit
            .iter()
            .filter(|step| !counted.contains(&step.id) && !is_declined(step))
            .filter(|step| comes_first(kind, step.kind, &step.regards, &fit, &counted).is_none())
            .map(|step| step.id)
            .collect();
        if found.is_empty() {
            return counted;
        }
        counted.extend(found);
    }
}

/// The step that must come before one of this kind and is not among those that it names.
fn comes_first(
    kind: Option<IssueKind>,
    step: StepKind,
    regards: &BTreeSet<RecordId>,
    all: &[&Step],
    counted: &BTreeSet<RecordId>,
) -> Option<StepKind> {
    let wanted = kind.map_or(&[][..], |kind| kind.comes_after(step));
    let has = |wanted: StepKind| {
        all.iter().any(|step| step.kind == wanted && regards.contains(&step.id) && counted.contains(&step.id))
    };
    wanted.iter().copied().find(|wanted| !has(*wanted))
}

/// Why a step of this kind is out of turn, given the steps that stand and count.
pub(super) fn objection(
    kind: Option<IssueKind>,
    step: StepKind,
    standing: &[&Step],
    counted: &BTreeSet<RecordId>,
) -> Option<Objection> {
    if let Some(kind) = kind.filter(|kind| !kind.takes(step)) {
        return Some(Objection::NotOfKind(kind));
    }
    let has = |kind: StepKind| standing.iter().any(|step| step.kind == kind && counted.contains(&step.id));
    if matches!(step, StepKind::Mediate | StepKind::Agree) && has(StepKind::Decline) {
        return Some(Objection::Declined);
    }
    let wanted = kind.map_or(&[][..], |kind| kind.comes_after(step));
    wanted.iter().copied().find(|wanted| !has(*wanted)).map(Objection::After)
}

/// What a result with this outcome lacks that names these steps.
pub(super) fn unproven(
    kind: Option<IssueKind>,
    outcome: &str,
    regards: &BTreeSet<RecordId>,
    reopenings: &BTreeSet<RecordId>,
    standing: &[&Step],
    counted: &BTreeSet<RecordId>,
) -> Option<Objection> {
    let kind = kind?;
    let named = |wanted: StepKind| {
        let own = move |step: &&&Step| step.kind == wanted;
        standing.iter().filter(own).filter(|step| counted.contains(&step.id) && regards.contains(&step.id))
    };
    for wanted in kind.proof_of(outcome) {
        // What is solved was looked at last, and was found in order.
        let must_pass =
            matches!(wanted, StepKind::Recheck | StepKind::Perform) && outcome == standing::SOLVED;
        let is_there = if must_pass {
            let past: BTreeSet<RecordId> =
                named(*wanted).flat_map(|step| step.regards.iter().copied()).collect();
            let last = named(*wanted).max_by_key(|step| (!past.contains(&step.id), step.place()));
            last.is_some_and(|step| step.row.is(steps::PASSED) && step.regards.is_superset(reopenings))
        } else {
            named(*wanted).next().is_some()
        };
        if !is_there {
            return Some(Objection::Unproven(*wanted));
        }
    }
    let beyond = named(StepKind::Find)
        .any(|step| step.row.is(steps::BEYOND) || step.row.text(steps::SEVERITY) == "major");
    (beyond && named(StepKind::Transfer).next().is_none()).then_some(Objection::Unreported)
}

#[cfg(test)]
mod tests;
