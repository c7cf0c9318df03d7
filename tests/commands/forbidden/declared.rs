//! Every rule of every ledger that the program declares, broken by each path:
//! the core, a command's way of filling, a sheet, and a bundle.

use std::collections::BTreeMap;

use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use minqing::{
    domain::{
        declared::rule::{Condition, Demand, EMPTY, FILLED},
        field::{Field, Kind},
        ledger::{Ledger, Source},
        rules::Refusal,
    },
    exchange::{
        intake::{self, IntakeOrder},
        sheet::{self, Limits},
    },
    workbench::{Error, Workbench},
};

use super::{World, add, entered::forged, hand, open};

type Filled = BTreeMap<String, String>;

/// The day from which others are counted.
const DAY: Date = date(2026, 10, 1);

/// Something that fits a field.
fn fitting(bench: &mut Workbench, field: &Field, depth: usize) -> Option<String> {
    Some(match &field.kind {
        Kind::Text | Kind::LongText => "有".to_owned(),
        Kind::Name => "某人".to_owned(),
        Kind::Phone => "13900001111".to_owned(),
        Kind::IdNumber => return None,
        Kind::Int | Kind::Money => "3".to_owned(),
        Kind::Bool => "是".to_owned(),
        Kind::Date => DAY.to_string(),
        Kind::Lunar => "八月十五".to_owned(),
        Kind::Instant => format!("{DAY} 09:00"),
        Kind::Choice(choices) => choices.first()?.key.clone(),
        Kind::Ref(ledger) => return some(bench, ledger, depth),
    })
}

/// A record of a ledger, which is entered where there is none.
fn some(bench: &mut Workbench, ledger: &str, depth: usize) -> Option<String> {
    let ledger = if ledger.is_empty() { "residents" } else { ledger };
    if let Some(row) = bench.standing(ledger).unwrap().first() {
        return Some(row.id.to_string());
    }
    if depth > 3 {
        return None;
    }
    let declared = bench.ledger(ledger).unwrap().clone();
    let mut filled = whole(bench, &declared, depth + 1);
    for rule in &declared.rules {
        if rule.when.iter().all(|condition| applies(&declared, condition, &filled)) {
            put_demand(bench, &declared, &rule.demand, &mut filled, true, depth + 1);
        }
    }
    let enter = |bench: &mut Workbench, filled: &Filled| {
        let pairs: Vec<(&str, &str)> =
            filled.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
        add(bench, ledger, &pairs).ok().map(|id| id.to_string())
    };
    enter(bench, &filled).or_else(|| {
        // What one rule asks for may be what another asks about.
        for rule in &declared.rules {
            put_demand(bench, &declared, &rule.demand, &mut filled, true, depth + 1);
        }
        enter(bench, &filled)
    })
}

/// A record with what it cannot do without.
fn whole(bench: &mut Workbench, ledger: &Ledger, depth: usize) -> Filled {
    let mut filled = Filled::new();
    for field in ledger.fields.iter().filter(|field| field.in_form && field.required) {
        if let Some(text) = fitting(bench, field, depth) {
            filled.insert(field.key.clone(), text);
        }
    }
    filled
}

/// Whether a condition holds of what is filled in.
fn applies(ledger: &Ledger, condition: &Condition, filled: &Filled) -> bool {
    let told = ledger.field_by_key(&condition.field).and_then(|field| filled.get(&field.key));
    condition.any.iter().any(|answer| match (answer.as_str(), told) {
        (EMPTY, told) => told.is_none(),
        (_, None) => false,
        (FILLED, Some(_)) => true,
        ("yes", Some(told)) if told == "是" => true,
        ("no", Some(told)) if told == "否" => true,
        (answer, Some(told)) => told == answer,
    })
}

/// Lets a condition hold; answers whether it could be done.
fn hold(bench: &mut Workbench, ledger: &Ledger, condition: &Condition, filled: &mut Filled) -> bool {
    let Some(field) = ledger.field_by_key(&condition.field) else { return false };
    for answer in &condition.any {
        let text = match answer.as_str() {
            EMPTY if field.required => continue,
            EMPTY => {
                filled.remove(&field.key);
                return true;
            }
            FILLED => match filled.get(&field.key) {
                Some(_) => return true,
                None => fitting(bench, field, 0),
            },
            "yes" if field.kind == Kind::Bool => Some("是".to_owned()),
            "no" if field.kind == Kind::Bool => Some("否".to_owned()),
            answer => Some(answer.to_owned()),
        };
        if let Some(text) = text {
            filled.insert(field.key.clone(), text);
            return true;
        }
    }
    false
}

/// So many days later, as text for a field.
fn later(field: &Field, days: i64) -> String {
    let day = DAY.checked_add(days.days()).unwrap();
    if matches!(field.kind, Kind::Int | Kind::Money) {
        (100 + days).to_string()
    } else if field.kind == Kind::Instant {
        format!("{day} 09:00")
    } else {
        day.to_string()
    }
}

/// Breaks a demand, or keeps to it; answers whether it could be done.
fn put_demand(
    bench: &mut Workbench,
    ledger: &Ledger,
    demand: &Demand,
    filled: &mut Filled,
    keeps: bool,
    depth: usize,
) -> bool {
    let field = |key: &String| ledger.field_by_key(key).cloned();
    match demand {
        Demand::Need(keys) => {
            for key in keys {
                let Some(field) = field(key) else { return false };
                if keeps {
                    let Some(text) = fitting(bench, &field, depth) else { return false };
                    filled.entry(key.clone()).or_insert(text);
                } else if !field.required {
                    filled.remove(key);
                }
            }
            keeps || keys.iter().any(|key| !filled.contains_key(key))
        }
        Demand::Bar(keys) => {
            for key in keys {
                let Some(field) = field(key) else { return false };
                if keeps {
                    filled.remove(key);
                } else {
                    let Some(text) = fitting(bench, &field, depth) else { return false };
                    filled.insert(key.clone(), text);
                }
            }
            true
        }
        Demand::Order(first, second) | Demand::Within(first, second, _) => {
            let (Some(one), Some(other)) = (field(first), field(second)) else { return false };
            let days = match demand {
                Demand::Need(_) | Demand::Bar(_) | Demand::Order(..) | Demand::Within(..) if keeps => 0,
                Demand::Within(_, _, days) => i64::from(*days) + 1,
                Demand::Need(_) | Demand::Bar(_) | Demand::Order(..) => -1,
            };
            filled.insert(first.clone(), later(&one, 0));
            filled.insert(second.clone(), later(&other, days));
            true
        }
    }
}

fn csv(ledger: &Ledger, filled: &Filled) -> String {
    let titles: Vec<String> =
        filled.keys().map(|key| ledger.field_by_key(key).unwrap().title.zh.to_string()).collect();
    let values: Vec<String> = filled.values().cloned().collect();
    format!("{}\n{}\n", titles.join(","), values.join(","))
}

// Shows H1.
#[test]
fn every_rule_of_every_declared_ledger_holds_by_every_path() {
    let world = World::new();
    let (mut a, mut b) = (world.a(), open(&world.home("b")));
    // Nothing is valid in a council without a charter.
    let charter = [("name", "章程"), ("version", "一"), ("seats", "200"), ("quorum", "3"), ("majority", "3")];
    let adopted = [("adopted_on", "2026-01-05"), ("adopted_by", "residents"), ("content", "第一条")];
    add(&mut a, "council_charters", &[&charter[..], &adopted[..]].concat()).unwrap();
    let meeting = [
        ("name", "第一次会议"),
        ("date", "2026-10-01"),
        ("chair", "李强"),
        ("quorum", "3"),
        ("present", "9"),
    ];
    let minutes = [("valid", "是"), ("minutes", "记录")];
    add(&mut a, "council_meetings", &[&meeting[..], &minutes[..]].concat()).unwrap();
    let vote = [("motion", "修路灯"), ("meeting", "第一次会议"), ("date", "2026-10-01"), ("needed", "3")];
    let carried = [("in_favour", "5"), ("against", "0"), ("carried", "是"), ("resolution", "修")];
    add(&mut a, "council_votes", &[&vote[..], &carried[..]].concat()).unwrap();
    let catalog = a.shared_catalog();
    let (mut broken, mut tried, mut changes) = (Vec::new(), 0, Vec::new());
    for ledger in catalog.iter().filter(|ledger| ledger.source != Source::Core) {
        for rule in &ledger.rules {
            let mut filled = whole(&mut a, ledger, 0);
            let set = rule.when.iter().all(|condition| hold(&mut a, ledger, condition, &mut filled))
                && put_demand(&mut a, ledger, &rule.demand, &mut filled, false, 0)
                // The demand may have taken out what the condition wants.
                && rule.when.iter().all(|condition| hold(&mut a, ledger, condition, &mut filled));
            let told = |what: &str| format!("{} {:?}: {what} {filled:?}", ledger.id, rule.why.zh);
            if !set {
                broken.push(told("cannot be set up"));
                continue;
            }
            // What the program fills in is told by nobody: the rule is of older records.
            if filled.keys().any(|key| ledger.field_by_key(key).is_some_and(|field| !field.in_form)) {
                continue;
            }
            tried += 1;
            let pairs: Vec<(&str, &str)> =
                filled.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
            match add(&mut a, &ledger.id, &pairs) {
                // Another rule of the ledger may come first.
                Err(Error::Refused(Refusal::Said(why)))
                    if ledger.rules.iter().any(|rule| rule.why == why) => {}
                other => broken.push(told(&format!("core {other:?}"))),
            }
            let before = a.standing(&ledger.id).unwrap().len();
            let file = world.home("declared.csv");
            std::fs::write(&file, csv(ledger, &filled)).unwrap();
            let sheet = sheet::read(&file, None, &Limits::default()).unwrap();
            let report = intake::take_in(&mut a, &sheet, &IntakeOrder::new(&ledger.id), &mut |_, _| {});
            let is_stopped = report.is_err() || a.standing(&ledger.id).unwrap().len() == before;
            if !is_stopped {
                broken.push(told("taken from a sheet"));
            }
            changes.push((ledger.id.clone(), filled.clone(), rule.clone()));
        }
    }
    assert!(tried > 80, "{tried} rules");
    // By bundle each of them arrives, and counts for nothing.
    hand(&mut a, &mut b, world.folder.path());
    let mut forged_all = Vec::new();
    for (ledger, filled, _) in &changes {
        let pairs: Vec<(&str, &str)> =
            filled.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
        forged_all.extend(forged(&b, ledger, &pairs));
    }
    let counted: BTreeMap<String, usize> =
        catalog.iter().map(|ledger| (ledger.id.clone(), a.counted(&ledger.id).unwrap().len())).collect();
    a.close().unwrap();
    b.close().unwrap();
    assert!(world.bundle(&|_| forged_all.clone()));
    let a = world.a();
    let mut arrived = 0;
    for ledger in catalog.iter().filter(|ledger| ledger.source != Source::Core) {
        arrived += a.standing(&ledger.id).unwrap().len();
        let now = a.counted(&ledger.id).unwrap().len();
        if now != counted[&ledger.id] {
            broken
                .push(format!("{}: {now} count after the bundle, {} before", ledger.id, counted[&ledger.id]));
        }
    }
    assert!(arrived >= changes.len(), "{arrived} of {} arrived", changes.len());
    assert!(broken.is_empty(), "{} of {tried}:\n{}", broken.len(), broken.join("\n"));
}
