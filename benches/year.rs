//! A village that is ten times as large as any, with what a year brings.

use std::{path::Path, time::Instant};

use jiff::{Timestamp, ToSpan as _};
use minqing::{
    domain::{
        calendar,
        id::RecordId,
        issues::{issues, steps},
        roster::{households, neighbourhoods, residents},
        standing::StepKind,
        value::Value,
        visits::{self, VisitCategory},
    },
    workbench::{Workbench, bench::Founding, clock::Clock, draft::Draft},
};

use crate::village;

/// How many records one commit brings.
const BATCH: usize = 1000;

/// The moment of the bench, by its own clock and in the words of `--now`.
pub(crate) const NOW: &str = "2026-11-22T08:30:00+08:00";

/// How many there are of what.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) residents: usize,
    pub(crate) issues: usize,
    pub(crate) visits: usize,
}

pub(crate) fn now() -> Timestamp {
    NOW.parse().unwrap()
}

/// Spreads numbers so that neighbours in the list are none in the village.
fn mixed(number: usize) -> usize {
    number.wrapping_mul(2_654_435_761) >> 7
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn choice(key: &str) -> Value {
    Value::Choice(key.to_owned())
}

/// Writes so many records, a thousand in a commit.
fn write(bench: &mut Workbench, count: usize, mut one: impl FnMut(&Workbench, &mut Draft, usize)) {
    for first in (0..count).step_by(BATCH) {
        let mut draft = Draft::new();
        for number in first..(first + BATCH).min(count) {
            one(bench, &mut draft, number);
        }
        bench.commit(draft).unwrap();
    }
}

/// 40 neighbourhoods, three people to a household, one in ten owed a visit.
fn people(bench: &mut Workbench, count: usize) -> Vec<RecordId> {
    let mut places = Vec::new();
    write(bench, 40, |bench, draft, number| {
        let name = format!("{}组", number + 1);
        let id = bench.begin_record(draft, neighbourhoods::ID, Some(&name)).unwrap();
        draft.set(id, neighbourhoods::NAME, Value::text(name));
        places.push(id);
    });
    let mut homes = Vec::new();
    write(bench, count / 3 + 1, |bench, draft, number| {
        let id = bench.begin_record(draft, households::ID, None).unwrap();
        draft.set(id, households::ADDRESS, Value::text(village::person(number).address));
        draft.set(id, households::NEIGHBOURHOOD, Some(Value::Ref(places[number % places.len()])));
        homes.push(id);
    });
    let mut all = Vec::new();
    write(bench, count, |bench, draft, number| {
        let id = bench.begin_record(draft, residents::ID, None).unwrap();
        let person = village::person(number);
        draft.set(id, residents::NAME, Value::text(person.name));
        draft.set(id, residents::PHONE, Value::text(person.phone));
        draft.set(id, residents::HOUSEHOLD, Some(Value::Ref(homes[number / 3])));
        draft.set(id, residents::NEIGHBOURHOOD, Some(Value::Ref(places[number / 3 % places.len()])));
        if number.is_multiple_of(10) {
            let category = VisitCategory::ALL[number / 10 % 5].key();
            draft.add(id, residents::VISIT_FACTS, &choice(category));
            draft.set(id, residents::VISIT_BASIS, Some(text("组里核过")));
        }
        if number.is_multiple_of(3) {
            let (month, day) = (mixed(number) % 12 + 1, mixed(number) / 12 % 29 + 1);
            draft.set(id, residents::LUNAR_BIRTHDAY, Some(text(&format!("{month}-{day}"))));
        }
        all.push(id);
    });
    all
}

/// Issues of a year, one in twenty still open, with the steps that led there.
fn matters(bench: &mut Workbench, people: &[RecordId], count: usize) -> Vec<RecordId> {
    let mut all = Vec::new();
    let kinds = ["request", "request", "dispute", "hazard"];
    write(bench, count, |bench, draft, number| {
        let who = people[mixed(number) % people.len()];
        let id = bench.begin_record(draft, issues::ID, None).unwrap();
        all.push(id);
        let days = i64::try_from(count - number).unwrap() * 365 / i64::try_from(count).unwrap();
        let at = |hours: i64| Value::Instant(now() - (days * 24).hours() + hours.hours());
        let place = bench.row(who).unwrap().unwrap().reference(residents::NEIGHBOURHOOD).unwrap();
        draft.set(id, issues::TITLE, Some(text(&format!("第 {number} 件事"))));
        draft.set(id, issues::KIND, Some(choice(kinds[number % 4])));
        draft.set(id, issues::CATEGORY, Some(text(["噪声", "排水", "路灯", "停车"][mixed(number) % 4])));
        draft.set(id, issues::REGISTERED, Some(at(0)));
        draft.set(id, issues::RESIDENT, Some(Value::Ref(who)));
        draft.set(id, issues::FROM, Value::text(bench.name_of(who)));
        draft.set(id, issues::NEIGHBOURHOOD, Some(Value::Ref(place)));
        let step = |draft: &mut Draft, hours, kind, more: &[(u16, Value)]| {
            let step = bench.add_step(draft, id, kind, more).unwrap();
            draft.set(step, steps::AT, Some(at(hours)));
        };
        if number % 40 == 1 {
            return;
        }
        step(draft, 1, StepKind::Accept, &[]);
        step(draft, 2, StepKind::Reply, &[(steps::TEXT, text("已经在办"))]);
        if number % 20 > 0 {
            // Why nothing is done about a hazard is told by who has looked.
            if kinds[number % 4] == "hazard" {
                let until = (steps::UNTIL, Value::Date(calendar::day(now()) - (days - 9).days()));
                let whose = [(steps::PART, text("楼道")), (steps::PARTY, text("物业"))];
                step(
                    draft,
                    2,
                    StepKind::Find,
                    &[&[(steps::SEVERITY, choice("ordinary")), until], &whose[..]].concat(),
                );
            }
            let told = [(steps::REASON, text("依规定")), (steps::REMEDY, text("可申请复查"))];
            let result = [(steps::OUTCOME, choice("explained")), (steps::TEXT, text("讲清了"))];
            step(draft, 3, StepKind::Resolve, &[&result[..], &told[..]].concat());
        }
    });
    all
}

/// Visits of a year, one in ten about an issue.
fn calls(bench: &mut Workbench, people: &[RecordId], issues: &[RecordId], count: usize) {
    let today = calendar::day(now());
    let who = bench.member();
    write(bench, count, |bench, draft, number| {
        let id = bench.begin_record(draft, visits::ID, None).unwrap();
        let days = i64::try_from(count - number).unwrap() * 365 / i64::try_from(count).unwrap();
        draft.set(id, visits::DATE, Some(Value::Date(today - days.days())));
        draft.set(id, visits::CATEGORY, Some(choice(VisitCategory::ALL[number % 5].key())));
        draft.set(id, visits::RESIDENT, Some(Value::Ref(people[mixed(number) % people.len()])));
        draft.add(id, visits::VISITORS, &Value::Ref(who));
        draft.set(id, visits::WORDS, Some(text("路灯暗，晚上不敢出门")));
        if number.is_multiple_of(10) {
            draft.add(id, visits::ISSUES, &Value::Ref(issues[mixed(number) % issues.len()]));
        }
    });
}

/// The village as it was written once.
pub(crate) fn settle(home: &Path, size: Size) {
    if home.exists() {
        return;
    }
    let began = Instant::now();
    let founding = Founding {
        group: "太湖社区工作组".into(),
        community: "太湖社区".into(),
        member: "张晓敏".into(),
        letter: "A".into(),
    };
    let mut bench = Workbench::create(home, &founding, "pass", village::QUICK, Clock::Fixed(now())).unwrap();
    let people = people(&mut bench, size.residents);
    println!("residents written after {:.1} s", began.elapsed().as_secs_f64());
    let issues = matters(&mut bench, &people, size.issues);
    println!("issues written after {:.1} s", began.elapsed().as_secs_f64());
    calls(&mut bench, &people, &issues, size.visits);
    println!("visits written after {:.1} s", began.elapsed().as_secs_f64());
    bench.close().unwrap();
}
