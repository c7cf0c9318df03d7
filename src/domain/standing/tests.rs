//! Laws of the clocks of an issue, whatever steps it has.

use jiff::{Timestamp, civil::Date};
use proptest::prelude::*;

use super::*;
use crate::domain::{
    calendar,
    deadlines::{Stage, days_after},
    id::LedgerTag,
    matter::Part,
    row::Values,
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
    let mut map = Values::new();
    for (tag, value) in values {
        map.of(tag).push(value);
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
    // 15 days instead of 7, 60 instead of 7, 7 days instead of 24 hours; the last also by another kind.
    for (now, before, first) in [
        (issue("request", "normal", "difficult"), "request/normal//", plain),
        (issue("request", "normal", "petition"), "request/normal//", plain),
        (issue("request", "normal", ""), "request/utility//", calendar::day(moment(DAY))),
        (issue("dispute", "normal", ""), "request/utility//", calendar::day(moment(DAY))),
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

/// The clocks in words: term and last day, the first contact in front.
fn clocks(standing: &Standing) -> Vec<(&str, String)> {
    let running = &standing.running;
    let told = running.contact.iter().chain(&running.result);
    told.map(|clock| (clock.term.key.as_str(), clock.day.to_string())).collect()
}

// Shows E1.
#[test]
fn the_clocks_are_those_of_the_kind_that_it_is_now_whatever_it_was_between() {
    // Monday 23 November: two working days to the 25th, for either; seven days to the 30th, 15 to 8 December.
    let both = ["request/normal//", "violation/normal//"];
    let plain = once(issue("request", "normal", ""), &both[..1]);
    let between = once(issue("violation", "normal", ""), &both);
    let again = once(issue("request", "normal", ""), &both);
    let pair = |contact: &'static str, by: &str, result: &'static str, due: &str| {
        vec![(contact, by.to_owned()), (result, due.to_owned())]
    };
    let reply = [step(1, StepKind::Reply, DAY, vec![])];
    let ordinary = pair("contact", "2026-11-25", "ordinary", "2026-11-30");
    assert_eq!(clocks(&of(&plain, &[])), ordinary);
    assert_eq!(clocks(&of(&again, &[])), ordinary, "unanswered, it is as it was");
    // Answered: between, the other side is still to be told, and it has its own fifteen days.
    let violation = pair("violation_notice", "2026-11-25", "violation", "2026-12-08");
    assert_eq!(clocks(&of(&between, &reply)), violation);
    assert_eq!(clocks(&of(&between, &[])), violation);
    // Changed back, what the answer met stays met, and nothing of the violation is owed.
    assert_eq!(clocks(&of(&again, &reply)), ordinary[1..]);
    assert!(!of(&again, &reply).is_overdue(days_after(calendar::day(moment(0)), 7)));
    assert!(of(&again, &reply).is_overdue(days_after(calendar::day(moment(0)), 8)));
    let at = |row: &Row, days: i64| of(row, &reply).contacted(moment(days * DAY)).unwrap();
    let tuesday = days_after(calendar::day(moment(0)), 1);
    assert_eq!(at(&again, 9), Contacted::InTime(tuesday));
    assert!(matches!(at(&between, 9), Contacted::Missed(_)), "the other side was not told");
    // By its own name, however far it lies.
    let told = |row: &Row, all: &[Row]| of(row, all).running.told(tuesday, Lang::Zh);
    assert_eq!(told(&plain, &[]), "首次联系 剩 1 天");
    assert_eq!(told(&again, &reply), "一般 剩 6 天");
    assert_eq!(told(&between, &reply), "乱建抢种告知移送 剩 1 天");
    // What it rests on is told of the present kind alone, and that it was due before as another one.
    let notes = |row: &Row| -> Vec<String> {
        let told = of(row, &reply).running.notes(&Deadlines::shipped(), moment(DAY));
        told.into_iter().map(|note| note.get(Lang::Zh).to_owned()).collect()
    };
    assert!(notes(&again).iter().all(|note| !note.contains("乱建抢种")), "{:?}", notes(&again));
    let was = "曾登记为诉求（7 天，至 2026-11-30），性质已改，时限按现在的性质算";
    assert!(notes(&between).iter().any(|note| note == was), "{:?}", notes(&between));
    let corrected = step(
        2,
        StepKind::Correct,
        DAY,
        vec![
            (steps::REASON, Value::Text("登记时选错了".into())),
            (steps::CORRECTS, Value::Text(both[0].into())),
        ],
    );
    let all = [reply[0].clone(), corrected];
    assert_eq!(clocks(&of(&between, &all)), violation);
    let told = of(&between, &all).running.notes(&Deadlines::shipped(), moment(DAY));
    assert!(told.iter().all(|note| note.get(Lang::Zh) != was), "a lead has said why");
}

// Shows E1.
#[test]
fn what_goes_on_in_another_keeps_the_clocks_of_the_kind_that_it_is_now() {
    let head = issue("dispute", "normal", "");
    let mut part_of = once(issue("violation", "normal", ""), &["request/normal//"]);
    part_of.id = RecordId::new(LedgerTag::of("issues"), [77; 12]);
    let steps = [step(1, StepKind::Merge, DAY, vec![(steps::INTO, Value::Ref(head.id))])];
    let part = Part { issue: &part_of, steps: steps.iter().collect(), voices: vec![], analysed: false };
    let mut matter = Matter::alone(&head, &[]);
    matter.merged = vec![part];
    // Both have fifteen days; the seven of a request hold no more.
    assert_eq!(Standing::of_matter(&matter, &Deadlines::shipped()).due.to_string(), "2026-12-08");
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
    // After the end it goes on as well, by one term more: 22 + 15 = 37.
    assert_eq!(of(&hazard, &[set[0].clone(), again(22 * DAY, 30)]).due, day(30));
    assert_eq!(of(&hazard, &[set[0].clone(), again(22 * DAY, 37)]).due, day(37));
    assert_eq!(of(&hazard, &[set[0].clone(), again(22 * DAY, 38)]).due, day(20));
    assert_eq!(permit(&set, &again(22 * DAY, 38)), Err(Breach::BeyondAgain(day(37)).into()));
    assert_eq!(permit(&set, &again(19 * DAY, 400)), Err(Breach::BeyondAgain(day(90)).into()));
    assert_eq!(permit(&set, &again(22 * DAY, 30)), Ok(()));
    // No day is set that is past on the day on which it is set.
    assert_eq!(permit(&set, &again(22 * DAY, 21)), Err(Breach::BeforeItself(day(22)).into()));
    assert_eq!(permit(&[], &found(2, 5 * DAY, 4)), Err(Breach::BeforeItself(day(5)).into()));
    assert_eq!(of(&hazard, &[found(1, 5 * DAY, 4)]).due, day(15));
}

/// A result, with how it was told.
fn result(n: u8, after: i64, outcome: &str, named: &[&Row], more: &[(Tag, Value)]) -> Row {
    let said = |tag, text: &str| (tag, Value::Text(text.into()));
    let own = vec![
        (steps::OUTCOME, choice(outcome)),
        said(steps::REASON, "依规定"),
        said(steps::REMEDY, "可申请复查"),
    ];
    let mut row = step(n, StepKind::Resolve, after, own);
    row.values.insert(steps::REGARDS, named.iter().map(|step| Value::Ref(step.id)).collect());
    row.values.extend(more.iter().map(|(tag, value)| (*tag, vec![value.clone()])));
    row
}

// Shows E2, E3.
#[test]
fn a_result_other_than_solved_is_told_to_the_person_with_its_reason() {
    let mut asked = issue("request", "normal", "");
    asked.values.insert(issues::FROM, vec![Value::Text("王桂兰".into())]);
    let heard = step(1, StepKind::Reply, DAY, vec![]);
    let way = (steps::WAY, choice("phone"));
    let closes = |reply: &Row, result: Row| {
        let before = of(&asked, std::slice::from_ref(reply));
        let permitted = rules::permit_step(&result, &before);
        let closed = of(&asked, &[reply.clone(), result]).is_closed();
        assert_eq!(permitted.is_ok(), closed, "what is refused closes nothing by a bundle either");
        permitted
    };
    for outcome in ["partly_solved", "explained", "not_supported"] {
        let untold = closes(&heard, result(2, 5 * DAY, outcome, &[&heard], &[]));
        assert_eq!(untold, Err(rules::Refusal::Said(telling::NOT_TOLD)), "{outcome}");
        let told = result(2, 5 * DAY, outcome, &[&heard], std::slice::from_ref(&way));
        assert_eq!(closes(&heard, told), Ok(()), "{outcome}");
        let same_day = step(1, StepKind::Reply, 5 * DAY, vec![]);
        assert_eq!(closes(&same_day, result(2, 5 * DAY, outcome, &[&same_day], &[])), Ok(()), "{outcome}");
        // That it was received explains nothing.
        let mut received = step(1, StepKind::Reply, 5 * DAY, vec![]);
        received.values.insert(steps::TEXT, vec![Value::Text("收到，谢谢。".into())]);
        let untold = closes(&received, result(2, 5 * DAY, outcome, &[&received], &[]));
        assert_eq!(untold, Err(rules::Refusal::Said(telling::NOT_TOLD)), "{outcome}");
    }
    assert_eq!(closes(&heard, result(2, 5 * DAY, "solved", &[&heard], &[])), Ok(()));
    // Whoever left no name hears nothing by telephone.
    asked.values.insert(issues::ANONYMOUS, vec![Value::Bool(true)]);
    let public = step(1, StepKind::Reply, DAY, vec![(steps::WAY, choice("public"))]);
    let is_ended = |way: &str| {
        let told = result(2, 5 * DAY, "explained", &[&public], &[(steps::WAY, choice(way))]);
        of(&asked, &[public.clone(), told]).is_closed()
    };
    assert_eq!((is_ended("phone"), is_ended("public")), (false, true));
}

// Shows E3.
#[test]
fn a_petition_ends_with_a_written_opinion_and_a_review_is_asked_for_from_its_receipt_on() {
    let day = |days| days_after(calendar::day(moment(0)), days);
    for (procedure, review) in [
        ("petition", Some("petition_review_request")),
        ("review", Some("petition_recheck_request")),
        ("recheck", None),
    ] {
        let mut asked = issue("request", "normal", procedure);
        asked.values.insert(issues::FROM, vec![Value::Text("王桂兰".into())]);
        let reply = step(1, StepKind::Reply, DAY, vec![(steps::WAY, choice("phone"))]);
        let before = of(&asked, std::slice::from_ref(&reply));
        let told = |way: &str, received: Option<i32>| {
            let mut more = vec![(steps::WAY, choice(way))];
            more.extend(received.map(|days| (steps::NOTICED, Value::Date(day(days)))));
            result(2, 20 * DAY, "not_supported", &[&reply], &more)
        };
        let refused = Err(rules::Refusal::Said(telling::NOT_IN_WRITING));
        for wrong in [
            told("phone", Some(18)),
            told("written", None),
            told("written", Some(21)),
            told("written", Some(-3)),
        ] {
            assert_eq!(rules::permit_step(&wrong, &before), refused, "{procedure}");
            assert!(!of(&asked, &[reply.clone(), wrong]).is_closed(), "{procedure}");
        }
        let whole = told("written", Some(18));
        assert_eq!(rules::permit_step(&whole, &before), Ok(()));
        let closed = of(&asked, &[reply.clone(), whole]);
        assert!(closed.is_closed());
        // Received on the 18th day: 18 + 30.
        let until = closed.running.others.iter().map(|clock| (clock.term.key.as_str(), clock.day)).next();
        assert_eq!(until, review.map(|key| (key, day(48))), "{procedure}");
        // Called an ordinary request meanwhile, it is a petition all the same.
        let otherwise = once(issue("request", "normal", ""), &[&format!("request/normal/{procedure}/")]);
        let mut otherwise = otherwise;
        otherwise.values.insert(issues::FROM, vec![Value::Text("王桂兰".into())]);
        assert!(!of(&otherwise, &[reply.clone(), told("phone", None)]).is_closed());
    }
}

// Shows E7.
#[test]
fn an_agreement_is_asked_after_on_its_day_and_can_be_confirmed_for_thirty_days() {
    let dispute = issue("dispute", "normal", "");
    let day = |days| days_after(calendar::day(moment(0)), days);
    let named = |mut row: Row, of: &[&Row]| {
        row.values.insert(steps::REGARDS, of.iter().map(|step| Value::Ref(step.id)).collect());
        row
    };
    let met = step(1, StepKind::Mediate, 0, vec![]);
    let agreed = named(step(2, StepKind::Agree, DAY, vec![(steps::UNTIL, Value::Date(day(12)))]), &[&met]);
    let kept = |n, after, passed| {
        named(step(n, StepKind::Perform, after, vec![(steps::PASSED, Value::Bool(passed))]), &[&met, &agreed])
    };
    let others = |all: &[&Row]| -> Vec<(String, Date)> {
        let all: Vec<Row> = all.iter().map(|row| (*row).clone()).collect();
        let running = of(&dispute, &all).running;
        running.others.into_iter().map(|clock| (clock.term.key, clock.day)).collect()
    };
    let (perform, confirm) = (rights::PERFORM.to_owned(), rights::CONFIRM.to_owned());
    assert_eq!(others(&[&met]), []);
    assert_eq!(others(&[&met, &agreed]), [(perform.clone(), day(12)), (confirm.clone(), day(31))]);
    let mut open = agreed.clone();
    open.values.remove(&steps::UNTIL);
    assert_eq!(others(&[&met, &open]).first(), Some(&(perform.clone(), day(31))), "no day was agreed on");
    assert_eq!(others(&[&met, &agreed, &kept(3, 5 * DAY, false)]).first(), Some(&(perform.clone(), day(12))));
    // Not kept: it is asked again, a term later or on the day that was named instead.
    let again = kept(3, 12 * DAY, false);
    assert_eq!(others(&[&met, &agreed, &again]), [(perform.clone(), day(42)), (confirm.clone(), day(31))]);
    let mut put_off = again.clone();
    put_off.values.insert(steps::UNTIL, vec![Value::Date(day(20))]);
    assert_eq!(others(&[&met, &agreed, &put_off]), [(perform, day(20)), (confirm, day(31))]);
    assert_eq!(others(&[&met, &agreed, &kept(3, 5 * DAY, true)]), []);
    // It is told in the notes, with what it rests on.
    let notes = of(&dispute, &[met, agreed]).running.notes(&Deadlines::shipped(), moment(2 * DAY));
    assert!(notes.iter().any(|note| note.zh.contains("人民调解法第 33 条")), "{notes:?}");
    assert!(notes.iter().any(|note| note.zh.starts_with("履行回访")), "{notes:?}");
}

// Shows E13.
#[test]
fn two_who_took_it_on_at_once_are_both_told_until_somebody_settles_it() {
    let request = issue("request", "normal", "");
    let who = |n| RecordId::new(LedgerTag::of("members"), [n; 12]);
    let taken =
        |n, after, owner| step(n, StepKind::Accept, after, vec![(steps::OWNER, Value::Ref(who(owner)))]);
    let (one, two) = (taken(1, 0, 1), taken(2, DAY, 2));
    let both = of(&request, &[one.clone(), two.clone()]);
    assert_eq!((both.rivals, both.owner), (vec![who(1), who(2)], Some(who(2))));
    assert_eq!(of(&request, &[one.clone(), taken(2, DAY, 1)]).rivals, [], "both say the same");
    let mut known = two.clone();
    known.values.insert(steps::REGARDS, vec![Value::Ref(one.id)]);
    known.values.insert(steps::HANDOVER, vec![Value::Text("当面交代".into())]);
    assert_eq!(of(&request, &[one.clone(), known]).rivals, [], "handed over");
    let mut settled = step(3, StepKind::Assign, 2 * DAY, vec![(steps::OWNER, Value::Ref(who(1)))]);
    settled.values.insert(steps::REGARDS, vec![Value::Ref(one.id), Value::Ref(two.id)]);
    settled.values.insert(steps::HANDOVER, vec![Value::Text("定了".into())]);
    let settled = of(&request, &[one, two, settled]);
    assert_eq!((settled.rivals, settled.owner), (vec![], Some(who(1))));
}

#[test]
fn an_extension_that_does_not_count_is_told_as_such() {
    let request = issue("request", "normal", "");
    let day = |days| days_after(calendar::day(moment(0)), days);
    let found = of(&request, &[extension(1, DAY, day(12)), extension(2, 2 * DAY, day(20))]);
    assert_eq!((found.due, &found.running.not_counted), (day(12), &vec![day(20)]));
    let notes = found.running.notes(&Deadlines::shipped(), moment(3 * DAY));
    let told = format!("延到 {}，这次延期不算", day(20));
    assert!(notes.iter().any(|note| note.zh.contains(&told)), "{notes:?}");
}

#[test]
fn a_day_that_ends_two_terms_of_one_name_is_told_once_and_a_day_late_in_days() {
    let water = issue("request", "utility", "");
    let found = of(&water, &[]).as_of(moment(25 * 3600));
    let notes = found.running.notes(&Deadlines::shipped(), moment(25 * 3600));
    assert_eq!(notes.iter().filter(|note| note.zh.starts_with("水电气热")).count(), 1, "{notes:?}");
    assert_eq!(found.running.distance(calendar::day(moment(25 * 3600)), Lang::Zh), "超 1 小时 0 分");
    let later = of(&water, &[]).as_of(moment(49 * 3600));
    assert_eq!(later.running.distance(calendar::day(moment(49 * 3600)), Lang::Zh), "超 1 天");
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
    assert_eq!(contact(&[]).as_deref(), Some("rectification_notice"));
    assert_eq!(contact(std::slice::from_ref(&notice)), None);
    // Mon 23: Tue 24, Wed 25.
    let later = days_after(calendar::day(moment(0)), 3);
    assert!(!of(&rectification, &[notice]).is_overdue(later));
    assert!(of(&rectification, &[]).is_overdue(later), "untold, it is late and says so everywhere");
}

/// A hazard that was found, and what else it says.
fn found(n: u8, after: i64, more: &[(Tag, Value)]) -> Row {
    let own = vec![
        (steps::SEVERITY, choice("ordinary")),
        (steps::PART, Value::Text("楼道".into())),
        (steps::PARTY, Value::Text("物业".into())),
        (steps::UNTIL, Value::Date(days_after(calendar::day(moment(0)), 20))),
    ];
    let mut row = step(n, StepKind::Find, after, own);
    for (tag, value) in more {
        row.values.insert(*tag, vec![value.clone()]);
    }
    row
}

// Shows E8.
#[test]
fn a_hazards_day_ends_once_whoever_is_responsible_was_told_or_it_was_reported() {
    let hazard = issue("hazard", "normal", "");
    let contact = |all: &[Row]| of(&hazard, all).running.contact;
    let told = (steps::WAY, choice("phone"));
    let inform =
        step(8, StepKind::Inform, 2 * DAY, vec![(steps::PARTY, Value::Text("物业".into())), told.clone()]);
    let report = step(
        9,
        StepKind::Transfer,
        3 * DAY,
        vec![(steps::LEVEL, choice("street")), (steps::DONE, Value::Text("拉了警戒".into()))],
    );
    assert!(contact(&[step(1, StepKind::Reply, 0, vec![])]).is_some(), "whoever asked is not responsible");
    assert!(contact(&[found(1, 0, &[])]).is_some(), "found, and nobody told");
    assert_eq!(contact(&[found(1, 0, std::slice::from_ref(&told))]), None);
    assert_eq!(contact(&[found(1, 0, &[]), inform.clone()]), None);
    for grave in [(steps::SEVERITY, choice("major")), (steps::BEYOND, Value::Bool(true))] {
        let all = [found(1, DAY, &[told.clone(), grave.clone()]), inform.clone()];
        let owed = contact(&all).unwrap();
        assert_eq!((owed.term.key.as_str(), owed.start), ("hazard_notice", moment(DAY)), "{grave:?}");
        assert!(of(&hazard, &all).is_overdue(days_after(calendar::day(moment(0)), 2)));
        let mut within = report.clone();
        within.values.insert(steps::LEVEL, vec![choice("community")]);
        assert!(contact(&[all[0].clone(), within]).is_some(), "handed to the community itself");
        assert_eq!(contact(&[all[0].clone(), report.clone()]), None);
    }
}

// Shows J1, J10.
#[test]
fn the_first_contact_is_measured_by_its_own_time_from_the_registration_on() {
    let day = |days| days_after(calendar::day(moment(0)), days);
    let reply = |n, after, way: &str| step(n, StepKind::Reply, after, vec![(steps::WAY, choice(way))]);
    let asked = |procedure: &str| {
        let mut row = issue("request", "normal", procedure);
        row.values.insert(issues::FROM, vec![Value::Text("王桂兰".into())]);
        row
    };
    let plain = asked("");
    let at = |issue: &Row, all: &[Row], days: i64| of(issue, all).contacted(moment(days * DAY)).unwrap();
    // Two working days from Monday: Wednesday 25; the result has until the 30th.
    assert_eq!(at(&plain, &[], 2), Contacted::Waiting);
    assert_eq!(at(&plain, &[], 3), Contacted::Missed(day(2)));
    assert_eq!(at(&plain, &[reply(1, 2 * DAY, "phone")], 9), Contacted::InTime(day(2)));
    assert_eq!(at(&plain, &[reply(1, 5 * DAY, "phone")], 9), Contacted::Late(day(5)));
    assert_eq!(at(&plain, &[reply(1, 5 * DAY, "phone")], 4), Contacted::Missed(day(2)), "as it was then");
    // Neither an extension nor a reopening makes an answer timely that was late.
    let moved =
        [extension(2, DAY, day(20)), reply(1, 5 * DAY, "phone"), step(3, StepKind::Reopen, 8 * DAY, vec![])];
    assert_eq!(at(&plain, &moved, 9), Contacted::Late(day(5)));
    let again =
        [reply(1, DAY, "phone"), step(3, StepKind::Reopen, 8 * DAY, vec![]), reply(4, 30 * DAY, "phone")];
    assert_eq!(at(&plain, &again, 40), Contacted::InTime(day(1)));
    // A petition is told in writing within 15 days (条例 23): a call is not that.
    let petition = asked("petition");
    assert_eq!(at(&petition, &[reply(1, DAY, "phone")], 16), Contacted::Missed(day(15)));
    assert_eq!(at(&petition, &[reply(1, 15 * DAY, "written")], 16), Contacted::InTime(day(15)));
    assert_eq!(at(&petition, &[reply(1, 28 * DAY, "written")], 30), Contacted::Late(day(28)));
    // A review is answered in writing within its thirty days (条例 35).
    assert_eq!(at(&asked("review"), &[reply(1, 31 * DAY, "written")], 40), Contacted::Late(day(31)));
    // A hazard: whoever is responsible is told the same day; found grave later, it is reported that day.
    let hazard = issue("hazard", "normal", "");
    let told = (steps::WAY, choice("phone"));
    assert_eq!(at(&hazard, &[found(1, DAY, std::slice::from_ref(&told))], 2), Contacted::Late(day(1)));
    let grave = (steps::SEVERITY, choice("major"));
    let grave = [found(1, 0, std::slice::from_ref(&told)), found(2, 5 * DAY, &[told, grave])];
    assert_eq!(at(&hazard, &grave, 5), Contacted::Waiting);
    assert_eq!(at(&hazard, &grave, 6), Contacted::Missed(day(5)));
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
