//! Laws of the clocks of an issue, whatever steps it has.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use proptest::prelude::*;

use super::*;
use crate::domain::{
    calendar,
    deadlines::{Stage, days_after},
    id::LedgerTag,
    matter::Part,
    rules,
    terms::breach::Breach,
    value::Value,
    wording::Lang,
};

/// Monday 2026-11-23, nine in the morning.
const START: i64 = 1_795_395_600;
const DAY: i64 = 86_400;

fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_second(START + seconds).unwrap()
}

fn row(ledger: &str, n: u8, at: Timestamp, values: Vec<(Tag, Value)>) -> Row {
    let mut map: BTreeMap<Tag, Vec<Value>> = BTreeMap::new();
    for (tag, value) in values {
        map.entry(tag).or_default().push(value);
    }
    let id = RecordId::new(LedgerTag::of(ledger), [n; 12]);
    Row {
        id,
        values: map,
        conflicts: vec![],
        deleted: false,
        struck: None,
        created: at,
        turn: 0,
        updated: at,
        by: id,
    }
}

fn choice(key: &str) -> Value {
    Value::Choice(key.to_owned())
}

fn issue(kind: &str, urgency: &str, procedure: &str) -> Row {
    let values = vec![
        (issues::KIND, choice(kind)),
        (issues::URGENCY, choice(urgency)),
        (issues::PROCEDURE, choice(procedure)),
        (issues::REGISTERED, Value::Instant(moment(0))),
    ];
    row("issues", 0, moment(0), values)
}

fn step(n: u8, kind: StepKind, after: i64, more: Vec<(Tag, Value)>) -> Row {
    let mut values = vec![
        (steps::KIND, choice(kind.key())),
        (steps::AT, Value::Instant(moment(after))),
        (steps::TEXT, Value::Text("说明".into())),
        (steps::UNIT, Value::Text("街道".into())),
    ];
    values.extend(more);
    row("steps", n, moment(after), values)
}

fn extension(n: u8, after: i64, until: Date) -> Row {
    let more = vec![
        (steps::APPROVER, Value::Text("王组长".into())),
        (steps::REASON, Value::Text("等检测".into())),
        (steps::WAY, choice("phone")),
        (steps::NOTICED, Value::Date(calendar::day(moment(after)))),
        (steps::UNTIL, Value::Date(until)),
    ];
    step(n, StepKind::Extend, after, more)
}

fn of(issue: &Row, all: &[Row]) -> Standing {
    Standing::of(issue, &all.iter().collect::<Vec<_>>(), &Deadlines::shipped())
}

fn any_step() -> impl Strategy<Value = (StepKind, i64, i32)> {
    (0usize..StepKind::ALL.len(), 0i64..100 * DAY, -5i32..120)
        .prop_map(|(kind, after, days)| (StepKind::ALL[kind], after, days))
}

fn built(parts: &[(StepKind, i64, i32)]) -> Vec<Row> {
    let day = calendar::day(moment(0));
    let rows = parts.iter().enumerate().map(|(at, (kind, after, days))| {
        let n = u8::try_from(at + 1).unwrap();
        match kind {
            StepKind::Extend => extension(n, *after, days_after(day, *days)),
            StepKind::Accept => {
                step(n, *kind, *after, vec![(steps::LIMIT, Value::Date(days_after(day, *days)))])
            }
            StepKind::Assign
            | StepKind::Transfer
            | StepKind::Reply
            | StepKind::Resolve
            | StepKind::Callback
            | StepKind::Reopen
            | StepKind::Merge
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
            | StepKind::Receipt
            | StepKind::Correct => step(n, *kind, *after, vec![]),
            StepKind::Hear => {
                let held = [(steps::SINCE, *days), (steps::ENDED, days + 3)];
                let held = held.map(|(tag, days)| (tag, Value::Date(days_after(day, days))));
                step(n, *kind, *after, held.to_vec())
            }
        }
    });
    rows.collect()
}

const KINDS: [&str; 6] = ["request", "dispute", "hazard", "violation", "supervision", "rectification"];
const PROCEDURES: [&str; 6] = ["", "difficult", "hotline", "petition", "review", "recheck"];

proptest! {
    /// A transfer moves no clock, neither forth nor back, whatever else was done.
    #[test]
    fn a_transfer_moves_no_clock(parts in proptest::collection::vec(any_step(), 0..8), kind in 0usize..6, procedure in 0usize..6) {
        let issue = issue(KINDS[kind], "normal", PROCEDURES[procedure]);
        let all = built(&parts);
        let without: Vec<Row> = all.iter().filter(|row| row.text(steps::KIND) != "transfer").cloned().collect();
        let (with, without) = (of(&issue, &all), of(&issue, &without));
        prop_assert_eq!(with.due, without.due);
        prop_assert_eq!(with.running.result, without.running.result);
        prop_assert_eq!(with.running.extensions, without.running.extensions);
    }

    /// Extensions never make it due earlier, and never later than the term allows, in whatever order they came.
    #[test]
    fn extensions_stay_within_the_term(days in proptest::collection::vec((-10i32..400, 0i64..60), 0..6), procedure in 0usize..6) {
        let issue = issue("request", "normal", PROCEDURES[procedure]);
        let first = of(&issue, &[]);
        let term = first.running.result.clone().unwrap().term;
        let mut all: Vec<Row> = days.iter().enumerate().map(|(at, (days, after))| {
            extension(u8::try_from(at + 1).unwrap(), after * DAY, days_after(first.due, *days))
        }).collect();
        let extended = of(&issue, &all);
        prop_assert!(extended.due >= first.due);
        prop_assert!(extended.due <= days_after(first.due, term.extend_by));
        prop_assert!(extended.running.extensions.len() <= term.extensions);
        all.reverse();
        prop_assert_eq!(of(&issue, &all).due, extended.due);
    }
}

#[test]
fn a_petition_runs_from_its_acceptance_and_a_late_one_gains_nothing() {
    let issue = issue("request", "normal", "petition");
    let due = |days: i64| of(&issue, &[step(1, StepKind::Accept, days * DAY, vec![])]).due.to_string();
    // 条例 34, from 23 November: 7 to 30 Nov, 31 to 31 Dec, 22 more.
    assert_eq!(of(&issue, &[]).due.to_string(), "2027-01-22");
    // Accepted on 1 December: 30 to 31 Dec, 30 more.
    assert_eq!(due(8), "2027-01-30");
    // Accepted on 20 December, after the 15 days of 条例 23 that ended on 8 December: from then, 23 + 31 + 6.
    assert_eq!(due(27), "2027-02-06");
}

#[test]
fn who_takes_a_hazard_on_sets_its_time_limit_once() {
    let hazard = issue("hazard", "normal", "");
    let accept = |n, after, limit: &str| {
        step(n, StepKind::Accept, after, vec![(steps::LIMIT, Value::Date(limit.parse().unwrap()))])
    };
    assert_eq!(of(&hazard, &[]).due.to_string(), "2026-12-08");
    let first = accept(1, DAY, "2026-12-20");
    assert_eq!(of(&hazard, std::slice::from_ref(&first)).due.to_string(), "2026-12-20");
    // Somebody else who takes it on does not put it off.
    assert_eq!(of(&hazard, &[first, accept(2, 2 * DAY, "2027-01-20")]).due.to_string(), "2026-12-20");
    let request = issue("request", "normal", "");
    assert_eq!(of(&request, &[accept(1, 0, "2027-01-20")]).due.to_string(), "2026-11-30");
}

#[test]
fn danger_is_overdue_by_the_hour_and_told_in_hours() {
    let danger = issue("hazard", "danger", "");
    let seen = |minutes: i64| of(&danger, &[]).as_of(moment(minutes * 60));
    let today = calendar::day(moment(0));
    assert!(!seen(119).is_overdue(today) && seen(121).is_overdue(today));
    assert_eq!(seen(80).running.distance(today, Lang::Zh), "剩 0 小时 40 分");
    assert_eq!(seen(185).running.distance(today, Lang::Zh), "超 1 小时 5 分");
    let clock = seen(0).running.contact.unwrap();
    assert_eq!(Deadlines::shipped().stage(&clock, moment(100 * 60)), Stage::Third);
}

#[test]
fn an_answer_ends_the_clock_of_first_contact_and_the_objection_ends_with_acceptance() {
    let mut petition = issue("request", "normal", "petition");
    assert_eq!(of(&petition, &[]).running.others, [], "only what was passed on is objected to");
    petition.values.insert(issues::CHANNEL, vec![choice("passed_on")]);
    let running = of(&petition, &[]).running;
    assert_eq!(running.contact.unwrap().term.key, "petition_inform");
    // Mon 23: Tue 24 to Fri 27, Mon 30 (条例 23).
    assert_eq!(running.others.iter().map(|clock| clock.day.to_string()).collect::<Vec<_>>(), ["2026-11-30"]);
    let replied = of(&petition, &[step(1, StepKind::Reply, DAY, vec![])]).running;
    assert_eq!(replied.contact, None);
    // Who can be reached is told in writing (条例 23).
    petition.values.insert(issues::FROM, vec![Value::Text("王桂兰".into())]);
    let by = |way: &str| {
        let reply = step(1, StepKind::Reply, DAY, vec![(steps::WAY, choice(way))]);
        of(&petition, &[reply]).running.contact.map(|clock| clock.term.key)
    };
    assert_eq!((by("phone").as_deref(), by("written")), (Some("petition_inform"), None));
    assert_eq!(of(&petition, &[step(1, StepKind::Accept, DAY, vec![])]).running.others, []);
    let notes = of(&petition, &[]).running.notes(&Deadlines::shipped(), moment(0));
    let told: Vec<&str> = notes.iter().map(|note| note.get(Lang::Zh)).collect();
    assert!(told.iter().any(|note| note.contains("信访工作条例第 34 条")), "{told:?}");
    assert!(told.contains(&"2027 年安排未录入，按周末计算"), "{told:?}");
}

/// The same issue, once recorded as these.
fn once(mut issue: Row, recorded: &[&str]) -> Row {
    let all = recorded.iter().map(|text| Value::Text((*text).into())).collect();
    issue.values.insert(issues::RECORDED, all);
    issue
}

// Shows E1.
#[test]
fn no_deadline_moves_by_recording_it_otherwise_until_a_lead_says_why() {
    let plain = of(&issue("request", "normal", ""), &[]).due;
    // 15 days instead of 7, 60 instead of 7, 7 days instead of 24 hours.
    for (now, before, first) in [
        (issue("request", "normal", "difficult"), "request/normal//", plain),
        (issue("request", "normal", "petition"), "request/normal//", plain),
        (issue("dispute", "normal", ""), "request/normal//", plain),
        (issue("request", "normal", ""), "request/utility//", calendar::day(moment(DAY))),
    ] {
        let moved = of(&now, &[]).due;
        assert!(moved > first, "{before}");
        let kept = once(now, &[before]);
        assert_eq!(of(&kept, &[]).due, first, "{before}");
        let reason = |text: &str| {
            let more = vec![
                (steps::REASON, Value::Text(text.into())),
                (steps::CORRECTS, Value::Text(before.into())),
            ];
            step(1, StepKind::Correct, 0, more)
        };
        assert_eq!(of(&kept, &[reason("登记时选错了")]).due, moved, "{before}");
        assert_eq!(of(&kept, &[reason(" ")]).due, first, "without a reason it corrects nothing");
    }
    // What is stricter holds at once, and junk that came by a bundle nothing.
    let stricter = once(issue("request", "normal", ""), &["request/normal/difficult/", "/", "a/b"]);
    assert_eq!(of(&stricter, &[]).due, plain);
}

// Shows E6.
#[test]
fn a_groups_matter_needs_its_sheet_however_small_it_is_made() {
    let small = issue("request", "normal", "");
    assert!(!of(&small, &[]).unanalysed);
    assert!(of(&once(small, &["request/normal//group"]), &[]).unanalysed);
}

// Shows E8, J8.
#[test]
fn a_time_that_was_set_is_not_moved_later_without_an_extension() {
    let hazard = issue("hazard", "normal", "");
    let found = |n, after, days| {
        let until = days_after(calendar::day(moment(0)), days);
        step(
            n,
            StepKind::Find,
            after,
            vec![
                (steps::SEVERITY, choice("ordinary")),
                (steps::PART, Value::Text("楼道".into())),
                (steps::PARTY, Value::Text("物业".into())),
                (steps::UNTIL, Value::Date(until)),
            ],
        )
    };
    let day = |days| days_after(calendar::day(moment(0)), days);
    assert_eq!(of(&hazard, &[found(1, DAY, 20)]).due, day(20));
    assert_eq!(of(&hazard, &[found(1, DAY, 20), found(2, 2 * DAY, 9)]).due, day(9));
    // Later, beyond the longest term, or after the end: it stays.
    assert_eq!(of(&hazard, &[found(1, DAY, 20), found(2, 2 * DAY, 40)]).due, day(20));
    assert_eq!(of(&hazard, &[found(1, DAY, 26_000)]).due, day(15));
    let late = of(&hazard, &[found(1, 20 * DAY, 60)]);
    assert!(late.due == day(15) && late.is_overdue(day(20)));
    let permit = |all: &[Row], new: &Row| rules::permit_step(new, &of(&hazard, all));
    let set = [found(1, DAY, 20)];
    assert_eq!(permit(&set, &found(2, 2 * DAY, 40)), Err(Breach::LimitStays(day(20)).into()));
    assert_eq!(permit(&[], &found(2, DAY, 26_000)), Err(Breach::BeyondLimit(day(90)).into()));
    let far = step(3, StepKind::Accept, DAY, vec![(steps::LIMIT, Value::Date(day(26_000)))]);
    assert_eq!(permit(&[], &far), Err(Breach::BeyondLimit(day(90)).into()));
    assert_eq!(permit(&set, &found(2, 30 * DAY, 60)), Ok(()), "what is late is found all the same");
    // A re-check that was not passed in time sets another day (domain.md J8).
    let again = |after, days| {
        let more = vec![(steps::PASSED, Value::Bool(false)), (steps::UNTIL, Value::Date(day(days)))];
        let mut step = step(4, StepKind::Recheck, after, more);
        step.values.insert(steps::REGARDS, vec![Value::Ref(set[0].id)]);
        step
    };
    assert_eq!(of(&hazard, &[set[0].clone(), again(19 * DAY, 30)]).due, day(30));
    assert_eq!(of(&hazard, &[set[0].clone(), again(22 * DAY, 30)]).due, day(20));
}

#[test]
fn nothing_is_extended_after_its_end_nor_told_before_it_was_registered() {
    let request = issue("request", "normal", "");
    let day = |days| days_after(calendar::day(moment(0)), days);
    let (due, late) = (day(7), extension(1, 8 * DAY, day(12)));
    assert_eq!(of(&request, std::slice::from_ref(&late)).due, due);
    assert_eq!(rules::permit_step(&late, &of(&request, &[])), Err(Breach::AfterTheEnd(due).into()));
    let mut early = extension(1, DAY, day(12));
    assert_eq!(of(&request, std::slice::from_ref(&early)).due, day(12));
    early.values.insert(steps::NOTICED, vec![Value::Date(day(-300))]);
    assert_eq!(rules::permit_step(&early, &of(&request, &[])), Err(Breach::ToldBefore(day(0)).into()));
    assert_eq!(of(&request, &[early]).due, due);
}

// Shows E2.
#[test]
fn a_hollow_result_does_not_start_the_clock_anew() {
    let request = issue("request", "normal", "");
    let day = |days| days_after(calendar::day(moment(0)), days);
    let hollow = |n: u8, closed: i64, reopened: i64| {
        let more = |text: &str| Value::Text(text.into());
        let mut result = step(
            n,
            StepKind::Resolve,
            closed,
            vec![
                (steps::OUTCOME, choice("explained")),
                (steps::REASON, more("依据")),
                (steps::REMEDY, more("途径")),
            ],
        );
        result.values.insert(steps::REGARDS, vec![Value::Ref(result.id)]);
        let mut again = step(n + 1, StepKind::Reopen, reopened, vec![]);
        again.values.insert(steps::REGARDS, vec![Value::Ref(result.id)]);
        [result, again]
    };
    // At once: the first day stays. It stood for three days: they are no days of the term.
    assert_eq!(of(&request, &hollow(1, DAY, DAY)).due, day(7));
    assert_eq!(of(&request, &hollow(1, DAY, 4 * DAY)).due, day(10));
    let twice = [hollow(1, DAY, 4 * DAY), hollow(3, 5 * DAY, 6 * DAY)].concat();
    assert_eq!(of(&request, &twice).due, day(11));
    // What was late when it was closed is late when it is opened again.
    let late = of(&request, &hollow(1, 9 * DAY, 12 * DAY));
    assert!(late.due == day(10) && late.is_overdue(day(12)));
    // The person is owed a word anew.
    assert_eq!(late.running.contact.map(|clock| clock.start), Some(moment(12 * DAY)));
}

// Shows E1.
#[test]
fn merging_keeps_the_earliest_deadline_of_all() {
    let day = |days| days_after(calendar::day(moment(0)), days);
    let petition = issue("request", "normal", "petition");
    let mut request = issue("request", "normal", "");
    request.id = RecordId::new(LedgerTag::of("issues"), [77; 12]);
    let merge = |after| step(1, StepKind::Merge, after, vec![(steps::INTO, Value::Ref(petition.id))]);
    let standing = |own: &[Row], steps: &[Row]| {
        let part = Part { issue: &request, steps: steps.iter().collect(), voices: vec![], analysed: false };
        let mut matter = Matter::alone(&petition, &[]);
        matter.steps = own.iter().collect();
        matter.merged = vec![part];
        Standing::of_matter(&matter, &Deadlines::shipped())
    };
    let late = standing(&[], &[merge(20 * DAY)]);
    assert_eq!(late.due, day(7));
    assert!(late.is_overdue(day(20)));
    // An extension of the one it was merged into, given before, holds for neither.
    let before = [extension(3, DAY, day(80))];
    assert_eq!(standing(&before, &[merge(2 * DAY)]).due, day(7));
    let after = [extension(3, 3 * DAY, day(20))];
    assert_eq!(standing(&after, &[merge(2 * DAY)]).due, day(20), "given for the whole matter");
    assert_eq!(
        standing(&[], &[merge(2 * DAY)]).running.contact.map(|it| it.term.key).as_deref(),
        Some("contact")
    );
}

#[test]
fn what_counts_for_nothing_moves_no_day_of_what_was_merged_either() {
    let day = |days| days_after(calendar::day(moment(0)), days);
    let head = issue("request", "normal", "difficult");
    let mut request = issue("request", "normal", "");
    request.id = RecordId::new(LedgerTag::of("issues"), [77; 12]);
    let steps = [
        extension(3, DAY, day(12)),
        step(1, StepKind::Merge, 2 * DAY, vec![(steps::INTO, Value::Ref(head.id))]),
    ];
    let part = Part { issue: &request, steps: steps.iter().collect(), voices: vec![], analysed: false };
    let mut matter = Matter::alone(&head, &[]);
    matter.merged = vec![part];
    assert_eq!(Standing::of_matter(&matter, &Deadlines::shipped()).due, day(12));
    // Given by whom the other one is about.
    matter.void = BTreeSet::from([steps[0].id]);
    assert_eq!(Standing::of_matter(&matter, &Deadlines::shipped()).due, day(7));
}

// Shows E8, J8.
#[test]
fn the_notice_to_the_other_side_ends_its_own_term_and_not_the_answer() {
    let rectification = issue("rectification", "normal", "");
    let notice = step(
        1,
        StepKind::Notice,
        0,
        vec![
            (steps::DEMAND, Value::Text("补登".into())),
            (steps::UNTIL, Value::Date(days_after(calendar::day(moment(0)), 10))),
        ],
    );
    let contact = |all: &[Row]| of(&rectification, all).running.contact.map(|clock| clock.term.key);
    assert_eq!(contact(&[]).as_deref(), Some("hazard_notice"));
    assert_eq!(contact(std::slice::from_ref(&notice)), None);
    let tomorrow = days_after(calendar::day(moment(0)), 1);
    assert!(!of(&rectification, &[notice]).is_overdue(tomorrow));
    assert!(of(&rectification, &[]).is_overdue(tomorrow), "untold, it is late and says so everywhere");
}

#[test]
fn danger_is_looked_at_within_two_hours_and_has_the_term_of_its_kind_for_the_result() {
    let danger = issue("request", "danger", "");
    let seen = |hours: i64| of(&danger, &[]).as_of(moment(hours * 3600));
    let today = calendar::day(moment(0));
    assert!(seen(3).is_overdue(today) && !seen(1).is_overdue(today));
    assert_eq!(seen(3).due, days_after(today, 7));
    let answered = of(&danger, &[step(1, StepKind::Reply, 3600, vec![])]).as_of(moment(3 * 3600));
    assert!(!answered.is_overdue(today), "looked at in time, the result has its own term");
}

#[test]
fn of_two_extensions_of_one_moment_the_one_written_first_counts() {
    let issue = issue("request", "hard", "");
    let due = of(&issue, &[]).due;
    let given = |n, after, days, turn| Row { turn, ..extension(n, after, days_after(due, days)) };
    let told = |all: &[Row]| {
        let standing = of(&issue, all);
        (standing.due, standing.running.extensions)
    };
    // The ids stand the other way about.
    let first = given(9, DAY, 2, 0);
    let counts = (days_after(due, 2), vec![first.id]);
    let second = given(1, DAY, 4, 1);
    assert_eq!(told(&[first.clone(), second.clone()]), counts);
    assert_eq!(told(&[second, first.clone()]), counts);
    // Nor does one come first that tells of an earlier moment and was written later.
    let mut back = given(2, 2 * DAY, 4, 0);
    back.values.insert(steps::AT, vec![Value::Instant(moment(DAY / 2))]);
    back.values.insert(steps::NOTICED, vec![Value::Date(calendar::day(moment(0)))]);
    assert_eq!(told(&[back, first]), counts);
}
