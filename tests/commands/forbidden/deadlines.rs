//! Steps by which a deadline would move that may not, and what is said of days
//! that cannot be so: by the core, by a command, and by a bundle.

use jiff::{
    Timestamp,
    civil::{Date, date},
};
use minqing::{
    domain::{
        issues::{issues, steps},
        standing::{Standing, StepKind},
        value::Value,
    },
    workbench::{Workbench, draft::Draft},
};

use super::{
    add,
    stepped::{
        ANSWER, FOUND, Fields,
        Says::{Choice, Day, Oneself, Text},
        Stepped, a_hazard, a_rectification_of, issue, nothing, take,
    },
};

/// An issue of the first day of the month, whose week is over.
fn an_old_issue(bench: &mut Workbench) {
    let mut draft = Draft::new();
    let id = bench.begin_record(&mut draft, issues::ID, Some("老问题")).unwrap();
    bench.fill(&mut draft, id, &[("title", "老问题"), ("from", "仇英")].map(owned)).unwrap();
    let first: Timestamp = "2026-11-01T09:00:00+08:00".parse().unwrap();
    draft.set(id, issues::REGISTERED, Some(Value::Instant(first)));
    bench.commit(draft).unwrap();
}

fn owned((key, text): (&str, &str)) -> (String, String) {
    (key.to_owned(), text.to_owned())
}

/// One whose term leaves the days of a hearing out.
fn a_second_review(bench: &mut Workbench) {
    issue(bench, "request", &[("procedure", "recheck")]);
}

fn limited(bench: &mut Workbench) {
    a_hazard(bench);
    take(bench, "A-2", StepKind::Find, FOUND);
}

/// A rectification of somebody who has no laptop.
fn notified(bench: &mut Workbench) {
    add(bench, "members", &[("name", "王芳"), ("role", "worker")]).unwrap();
    a_rectification_of(bench, "王芳");
    let notice = [(steps::TEXT, "三组没登"), (steps::DEMAND, "补登")]
        .map(|(tag, text)| (tag, Value::Text(text.into())));
    let until = (steps::UNTIL, Value::Date(date(2026, 12, 1)));
    let matter = bench.find("A-2").unwrap();
    bench.take_step(matter, StepKind::Notice, &[&notice[..], &[until]].concat()).unwrap();
}

fn is_due(standing: &Standing, day: Date) -> bool {
    standing.due == day && standing.running.extensions.is_empty()
}

fn week_stays(standing: &Standing) -> bool {
    is_due(standing, date(2026, 11, 29))
}

const TOLD: [(u16, super::stepped::Says); 3] =
    [(steps::APPROVER, Text("王组长")), (steps::REASON, Text("等检测")), (steps::WAY, Choice("phone"))];

const TODAY: (u16, super::stepped::Says) = (steps::NOTICED, Day(date(2026, 11, 22)));
const LATER: (u16, super::stepped::Says) = (steps::UNTIL, Day(date(2026, 12, 5)));

const SAID: Fields = &[(steps::TEXT, Text("没有异议"))];

#[rustfmt::skip]
pub(super) const DEADLINES: &[Stepped] = &[
    Stepped { act: "extending what is over already", before: an_old_issue, issue: "A-2", kind: StepKind::Extend,
        fields: &[TOLD[0], TOLD[1], TOLD[2], TODAY, LATER], mend: &[],
        command: &["issue", "extend", "A-2", "--until", "2026-12-05", "--reason", "复杂", "--approver", "王组长", "--way", "phone", "--noticed", "2026-11-22"], holds: |it| is_due(it, date(2026, 11, 8)) },
    Stepped { act: "told of an extension before there was anything to extend", before: nothing, issue: "A-1", kind: StepKind::Extend,
        fields: &[TOLD[0], TOLD[1], TOLD[2], LATER, (steps::NOTICED, Day(date(2026, 11, 1)))], mend: &[TODAY],
        command: &["issue", "extend", "A-1", "--until", "2026-12-05", "--reason", "复杂", "--approver", "王组长", "--way", "phone", "--noticed", "2026-11-01"], holds: week_stays },
    Stepped { act: "approving one's own extension", before: nothing, issue: "A-1", kind: StepKind::Extend,
        fields: &[(steps::APPROVER, Oneself), TOLD[1], TOLD[2], TODAY, LATER], mend: &[TOLD[0]],
        command: &["issue", "extend", "A-1", "--until", "2026-12-05", "--reason", "复杂", "--approver", "张晓敏", "--way", "phone", "--noticed", "2026-11-22"], holds: week_stays },
    Stepped { act: "promising a day that is past", before: nothing, issue: "A-1", kind: StepKind::Reply,
        fields: &[ANSWER[0], (steps::PROMISED, Day(date(2026, 11, 21)))], mend: &[(steps::PROMISED, Day(date(2026, 11, 22)))],
        command: &["issue", "reply", "A-1", "--text", "周六修", "--promised", "2026-11-21"], holds: week_stays },
    Stepped { act: "a hearing that is still to come", before: a_second_review, issue: "A-2", kind: StepKind::Hear,
        fields: &[(steps::SINCE, Day(date(2026, 12, 1)))], mend: &[(steps::SINCE, Day(date(2026, 11, 22)))],
        command: &["issue", "hear", "A-2", "since=2026-12-01"], holds: |it| is_due(it, date(2026, 12, 22)) },
    Stepped { act: "a hearing over before it is", before: a_second_review, issue: "A-2", kind: StepKind::Hear,
        fields: &[(steps::SINCE, Day(date(2026, 11, 22))), (steps::ENDED, Day(date(2026, 12, 22)))], mend: &[(steps::ENDED, Day(date(2026, 11, 22)))],
        command: &["issue", "hear", "A-2", "since=2026-11-22", "ended=2026-12-22"], holds: |it| is_due(it, date(2026, 12, 22)) },
    Stepped { act: "a limit of one's own beyond the longest term", before: a_hazard, issue: "A-2", kind: StepKind::Find,
        fields: &[FOUND[0], FOUND[1], FOUND[2], (steps::UNTIL, Day(date(2027, 5, 1)))], mend: &[FOUND[3]],
        command: &["issue", "find", "A-2", "severity=major", "part=楼道", "party=物业", "until=2027-05-01"], holds: |it| is_due(it, date(2026, 12, 7)) },
    Stepped { act: "a limit that was set moved to a later day", before: limited, issue: "A-2", kind: StepKind::Find,
        fields: &[FOUND[0], FOUND[1], FOUND[2], (steps::UNTIL, Day(date(2026, 12, 20)))], mend: &[(steps::UNTIL, Day(date(2026, 11, 30)))],
        command: &["issue", "find", "A-2", "severity=major", "part=楼道", "party=物业", "until=2026-12-20"], holds: |it| is_due(it, date(2026, 12, 1)) },
    Stepped { act: "taken up with a limit beyond the longest term", before: a_hazard, issue: "A-2", kind: StepKind::Accept,
        fields: &[(steps::LIMIT, Day(date(2027, 5, 1)))], mend: &[(steps::LIMIT, Day(date(2026, 12, 1)))],
        command: &["issue", "accept", "A-2", "--limit", "2027-05-01"], holds: |it| is_due(it, date(2026, 12, 7)) },
    Stepped { act: "a statement put into the mouth of the checked side", before: notified, issue: "A-2", kind: StepKind::Statement,
        fields: SAID, mend: &[], command: &["issue", "statement", "A-2", "text=没有异议"], holds: |it| says_nothing(it, StepKind::Statement) },
    Stepped { act: "a receipt put into the mouth of the checked side", before: notified, issue: "A-2", kind: StepKind::Receipt,
        fields: SAID, mend: &[], command: &["issue", "receipt", "A-2", "text=没有异议"], holds: |it| says_nothing(it, StepKind::Receipt) },
];

fn says_nothing(standing: &Standing, kind: StepKind) -> bool {
    !standing.steps.iter().any(|step| step.kind == kind && standing.counts(step.id))
}
