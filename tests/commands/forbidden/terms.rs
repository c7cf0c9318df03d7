//! Terms and what ends them: a result that nobody was told of, a petition
//! without its written opinion, days that are past or too far.

use jiff::civil::{Date, date};
use minqing::{
    domain::{
        issues::steps,
        oversight::rectifying::Stage,
        rules::Refusal,
        standing::{Standing, StepKind},
    },
    workbench::Workbench,
};

use super::{
    entered::Entered,
    entries::{criticised, notified, stays},
    stepped::{ANSWER, Fields, Says, Stepped, issue, take},
};

use Says::{Choice, Day, No, Text};

/// An answer that was given the day before: it tells nothing of a result.
fn answered_yesterday(bench: &mut Workbench) {
    issue(bench, "request", &[]);
    take(bench, "A-2", StepKind::Reply, EARLIER);
}

fn a_petition(bench: &mut Workbench) {
    issue(bench, "request", &[("procedure", "petition")]);
    take(bench, "A-2", StepKind::Reply, ANSWER);
}

fn a_hazard_found(bench: &mut Workbench) {
    issue(bench, "hazard", &[]);
    take(bench, "A-2", StepKind::Find, FOUND);
}

fn a_rectification(bench: &mut Workbench) {
    issue(bench, "rectification", &[]);
}

const NOT_SUPPORTED: Fields = &[
    (steps::OUTCOME, Choice("not_supported")),
    (steps::TEXT, Text("不符合条件")),
    (steps::REASON, Text("条例第 8 条")),
    (steps::REMEDY, Text("可申请复查")),
];

const EARLIER: Fields = &[(steps::TEXT, Text("收到了")), (steps::AT, Says::Noon(date(2026, 11, 21)))];

const FOUND: Fields = &[
    (steps::SEVERITY, Choice("ordinary")),
    (steps::PART, Text("楼道")),
    (steps::PARTY, Text("物业")),
    (steps::UNTIL, Day(date(2026, 12, 1))),
    (steps::WAY, Choice("phone")),
];

fn is_open(standing: &Standing) -> bool {
    !standing.is_closed() && standing.outcome.is_none()
}

fn due_on(standing: &Standing, day: Date) -> bool {
    standing.due == day
}

#[rustfmt::skip]
pub(super) const STEPPED: &[Stepped] = &[
    Stepped { act: "a refusal that the person was not told of", before: answered_yesterday, issue: "A-2", kind: StepKind::Resolve,
        fields: NOT_SUPPORTED, mend: &[(steps::WAY, Choice("phone"))],
        command: &["issue", "resolve", "A-2", "--outcome", "not_supported", "--text", "不符合", "--reason", "条例第 8 条", "--remedy", "可申请复查"], holds: is_open },
    Stepped { act: "a petition closed without its written opinion", before: a_petition, issue: "A-2", kind: StepKind::Resolve,
        fields: NOT_SUPPORTED, mend: &[(steps::WAY, Choice("written")), (steps::NOTICED, Day(date(2026, 11, 22)))],
        command: &["issue", "resolve", "A-2", "--outcome", "solved", "--text", "办好了", "--way", "phone"], holds: is_open },
    Stepped { act: "an opinion that is received on a day to come", before: a_petition, issue: "A-2", kind: StepKind::Resolve,
        fields: &[NOT_SUPPORTED[0], NOT_SUPPORTED[1], NOT_SUPPORTED[2], NOT_SUPPORTED[3], (steps::WAY, Choice("written")), (steps::NOTICED, Day(date(2026, 11, 25)))],
        mend: &[(steps::NOTICED, Day(date(2026, 11, 22)))],
        command: &["issue", "resolve", "A-2", "--outcome", "solved", "--text", "办好了", "--way", "written", "--noticed", "2026-11-25"], holds: is_open },
    Stepped { act: "a notice whose day is past", before: a_rectification, issue: "A-2", kind: StepKind::Notice,
        fields: &[(steps::TEXT, Text("没登")), (steps::DEMAND, Text("补登")), (steps::UNTIL, Day(date(2020, 1, 1)))], mend: &[(steps::UNTIL, Day(date(2026, 12, 1)))],
        command: &["issue", "notice", "A-2", "text=没登", "demand=补登", "until=2020-01-01"], holds: |it| due_on(it, date(2026, 12, 7)) },
    Stepped { act: "a failed re-check that gives too much time", before: a_hazard_found, issue: "A-2", kind: StepKind::Recheck,
        fields: &[(steps::PASSED, No), (steps::UNTIL, Day(date(2027, 12, 31)))], mend: &[(steps::UNTIL, Day(date(2026, 12, 20)))],
        command: &["issue", "recheck", "A-2", "passed=否", "until=2027-12-31"], holds: |it| due_on(it, date(2026, 12, 1)) },
];

#[rustfmt::skip]
pub(super) const ENTERED: &[Entered] = &[
    Entered { act: "a second notice while the first one runs", judge: "judge_oversight", before: notified, ledger: "rectifications",
        wrong: &[("text", "限期"), ("finding", "漏记"), ("kind", "notice"), ("day", "2026-11-21"), ("requirement", "补齐"), ("deadline", "2027-12-01")],
        mend: &[("kind", "criticism"), ("way", "oral"), ("requirement", ""), ("deadline", "")], holds: |b| stays(b, Stage::Notified), except: &[] },
    Entered { act: "a notice with a deadline that is past", judge: "judge_oversight", before: criticised, ledger: "rectifications",
        wrong: &[("text", "限期"), ("finding", "漏记"), ("kind", "notice"), ("day", "2026-11-21"), ("requirement", "补齐"), ("deadline", "2020-01-01")],
        mend: &[("deadline", "2026-12-01")], holds: |b| stays(b, Stage::Criticised), except: &[] },
];

/// Whether a refusal is one of those that these lines are about.
pub(super) fn are_met(met: &[Refusal]) -> bool {
    use minqing::domain::standing::telling::{NOT_IN_WRITING, NOT_TOLD};
    [NOT_TOLD, NOT_IN_WRITING].iter().all(|said| met.contains(&Refusal::Said(said.clone())))
}
