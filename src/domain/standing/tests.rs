//! Laws of the clocks of an issue, whatever steps it has.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use proptest::prelude::*;

use super::*;
use crate::domain::{
    calendar,
    deadlines::{Stage, days_after},
    id::LedgerTag,
    value::Value,
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
    Row { id, values: map, conflicts: vec![], deleted: false, struck: None, created: at, updated: at, by: id }
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
            | StepKind::Receipt => step(n, *kind, *after, vec![]),
            StepKind::Correct => step(n, *kind, *after, vec![]),
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
