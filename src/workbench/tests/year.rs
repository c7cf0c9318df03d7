//! A year of the work: random legal acts of three members on two laptops over
//! 400 days. Whatever they did, nothing is closed without a reply and a
//! result, no deadline is lost, every figure is a recount, both laptops agree.
//!
//! `MINQING_YEAR=seeds:days` runs longer: `MINQING_YEAR=20:400`.

use std::{collections::BTreeMap, env, path::Path};

use jiff::civil::Date;

use super::{clock, exchange, pair};
use crate::{
    domain::{
        calendar,
        consent::{Purpose, Said, consents},
        id::RecordId,
        issues::{issues, steps},
        roster::residents,
        row::Row,
        standing::{Status, StepKind},
        value::Value,
        visits,
    },
    workbench::{Error, Workbench, consents::Word, draft::Draft, steps::Case},
};

/// Numbers that follow from a seed alone (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % sides as u64).unwrap()
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        if of.is_empty() { None } else { of.get(self.roll(of.len())).copied() }
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn choice(key: &str) -> Value {
    Value::Choice(key.to_owned())
}

fn add(bench: &mut Workbench, ledger: &str, pairs: &[(&str, String)]) -> Result<(), Error> {
    let mut draft = Draft::new();
    let pairs: Vec<(String, String)> = pairs.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect();
    let name = pairs.iter().find(|(key, _)| key == "name").map(|(_, name)| name.clone());
    let id = bench.begin_record(&mut draft, ledger, name.as_deref())?;
    bench.fill(&mut draft, id, &pairs)?;
    bench.commit(draft)
}

fn ids(bench: &Workbench, ledger: &str) -> Vec<RecordId> {
    bench.standing(ledger).unwrap().iter().map(|row| row.id).collect()
}

/// One act of somebody at a laptop; refused acts are part of the life.
fn act(bench: &mut Workbench, dice: &mut Dice, n: usize) -> Result<(), Error> {
    let people = ids(bench, residents::ID);
    let members = ids(bench, "members");
    let case = {
        let cases = bench.cases()?;
        dice.one(&cases.iter().map(|case| case.issue.id).collect::<Vec<_>>())
    };
    let who = dice.one(&members).unwrap_or(bench.member());
    let about = dice.one(&people);
    let today = bench.today();
    match dice.roll(20) {
        0 => add(bench, residents::ID, &[("name", format!("居民{n}")), ("phone", format!("139{n:08}"))])?,
        1..=4 => {
            let kind = ["request", "dispute", "hazard", "violation"][dice.roll(4)];
            let urgency = ["normal", "normal", "utility", "danger"][dice.roll(4)];
            let mut pairs = vec![
                ("title", format!("事项{n}")),
                ("kind", kind.to_owned()),
                ("urgency", urgency.to_owned()),
            ];
            match about {
                Some(person) if dice.roll(4) > 0 => {
                    pairs.push(("from", bench.name_of(person)));
                    pairs.push(("resident", person.to_string()));
                }
                Some(_) | None => pairs.push(("anonymous", "是".to_owned())),
            }
            add(bench, issues::ID, &pairs)?;
        }
        5 | 6 => {
            let category =
                ["veteran_cadre", "veteran_member", "veteran_comrade", "hardship", "exemplar", "petitioner"]
                    [dice.roll(6)];
            let Some(person) = about else { return Ok(()) };
            let pairs = [
                ("date", today.to_string()),
                ("category", category.to_owned()),
                ("resident", person.to_string()),
                ("visitors", who.to_string()),
                ("words", format!("第{n}句")),
            ];
            add(bench, visits::ID, &pairs)?;
        }
        7 | 8 => step(bench, case, StepKind::Accept, &[(steps::OWNER, Value::Ref(who))])?,
        9 => step(bench, case, StepKind::Transfer, &[(steps::UNIT, text("街道城管科"))])?,
        10..=12 => step(bench, case, StepKind::Reply, &[(steps::TEXT, text("已答复"))])?,
        13 | 14 => {
            let outcome = ["solved", "partly_solved", "explained", "not_supported"][dice.roll(4)];
            let mut fields = vec![(steps::OUTCOME, choice(outcome)), (steps::TEXT, text("结果"))];
            // Half of the time somebody leaves the reasons out.
            if dice.roll(2) == 0 {
                fields.extend([(steps::REASON, text("依规定")), (steps::REMEDY, text("可申请复查"))]);
            }
            step(bench, case, StepKind::Resolve, &fields)?;
        }
        15 => step(bench, case, StepKind::Callback, &[(steps::RATING, choice("declined"))])?,
        16 => step(bench, case, StepKind::Reopen, &[(steps::TEXT, text("又坏了"))])?,
        17 => {
            let until = today.checked_add(jiff::Span::new().days(10)).unwrap_or(today);
            let fields = [
                (steps::UNTIL, Value::Date(until)),
                (steps::APPROVER, text("王组长")),
                (steps::REASON, text("等检测")),
                (steps::WAY, choice("phone")),
                (steps::NOTICED, Value::Date(today)),
            ];
            step(bench, case, StepKind::Extend, &fields)?;
        }
        18 => {
            let Some(resident) = about else { return Ok(()) };
            let said = if dice.roll(2) == 0 { Said::Given } else { Said::Withdrawn };
            let word = Word {
                resident,
                purpose: Purpose::WeChat,
                detail: String::new(),
                said,
                day: None,
                way: "oral".into(),
                guardian: String::new(),
            };
            bench.consent(&word)?;
        }
        _ => {
            let _undone = if dice.roll(2) == 0 { bench.undo()? } else { bench.redo()? };
        }
    }
    Ok(())
}

fn step(
    bench: &mut Workbench,
    issue: Option<RecordId>,
    kind: StepKind,
    fields: &[(u16, Value)],
) -> Result<(), Error> {
    issue.map_or(Ok(()), |issue| bench.take_step(issue, kind, fields).map(drop))
}

/// What was promised of an issue's day, as long as nobody reopened it.
type Promised = BTreeMap<RecordId, (usize, Date)>;

/// Counts again from the entries, without asking what the program derived.
fn recount(bench: &Workbench, promised: &mut Promised) {
    let all = bench.rows(steps::ID).unwrap();
    let cases = bench.cases().unwrap();
    let today = bench.today();
    let own = |case: &Case| -> Vec<Row> {
        let of = |row: &&Row| row.stands() && row.reference(steps::ISSUE) == Some(case.issue.id);
        all.iter().filter(of).cloned().collect()
    };
    let (mut closed, mut overdue, mut unanswered) = (0, 0, 0);
    for case in &cases {
        let own = own(case);
        let kinds =
            |kind: StepKind| own.iter().filter(move |row| row.text(steps::KIND) == kind.key()).count();
        let standing = &case.standing;
        if standing.is_closed() {
            closed += 1;
            assert!(kinds(StepKind::Reply) > 0, "closed without a reply");
            let results = own.iter().filter(|row| row.text(steps::KIND) == StepKind::Resolve.key());
            let whole = |row: &&Row| {
                !row.text(steps::OUTCOME).is_empty()
                    && !row.text(steps::TEXT).is_empty()
                    && (row.text(steps::OUTCOME) == "solved"
                        || !row.text(steps::REASON).is_empty() && !row.text(steps::REMEDY).is_empty())
            };
            assert!(results.clone().any(|row| whole(&row)), "closed without a result that is explained");
        } else {
            let contact = standing.running.contact.as_ref();
            let untold = contact.is_some_and(|it| it.at.map_or(today > it.day, |at| bench.now() > at));
            let result = standing.running.result.as_ref().and_then(|it| it.at);
            let passed = result.is_some_and(|at| bench.now() > at);
            overdue += usize::from(today > standing.due || untold || passed);
            unanswered += usize::from(standing.status < Status::Replied);
        }
        assert!(case.issue.stands(), "an issue is gone");
        // Neither a transfer nor anything else takes a day away; a reopening adds the days it was closed.
        let reopened = kinds(StepKind::Reopen);
        let extended = kinds(StepKind::Extend);
        let begun = calendar::day(crate::domain::standing::registered(&case.issue));
        assert!(standing.due >= begun);
        if let Some((times, due)) = promised.get(&case.issue.id)
            && *times == reopened
            && extended == 0
        {
            assert_eq!(standing.due, *due, "the day of {} moved", case.issue.text(issues::NUMBER));
        }
        if extended == 0 {
            promised.insert(case.issue.id, (reopened, standing.due));
        }
    }
    let status = bench.status().unwrap();
    assert_eq!(
        (status.closed, status.overdue, status.unanswered),
        (closed, overdue, unanswered),
        "figures are not what the entries say"
    );
    for ledger in bench.catalog().iter() {
        let standing = bench.rows(&ledger.id).unwrap().iter().filter(|row| row.stands()).count();
        assert_eq!(status.counts.get(&ledger.id), Some(&standing), "{}", ledger.id);
    }
    // Who is called a petitioner has something open; nobody else is.
    let waiting: Vec<RecordId> = cases
        .iter()
        .filter(|case| !case.standing.is_closed())
        .filter_map(|case| case.issue.reference(issues::RESIDENT))
        .collect();
    for visit in bench.rows(visits::ID).unwrap().iter() {
        if visit.text(visits::CATEGORY) == visits::PETITIONER {
            assert!(visit.reference(visits::RESIDENT).is_some_and(|person| waiting.contains(&person)));
        }
    }
    // A consent stands only where the last words of the person are one.
    for person in bench.rows(residents::ID).unwrap().iter() {
        let words = bench.rows(consents::ID).unwrap();
        let own: Vec<&Row> = words
            .iter()
            .filter(|row| row.stands() && row.reference(consents::RESIDENT) == Some(person.id))
            .collect();
        let last =
            |row: &&&Row| own.iter().all(|other| !other.references(consents::REGARDS).any(|id| id == row.id));
        let given = own.iter().filter(last).all(|row| row.text(consents::SAID) == Said::Given.key());
        assert_eq!(bench.may(person.id, Purpose::WeChat).unwrap(), given && !own.is_empty());
    }
}

fn year(folder: &Path, seed: u64, days: i64) {
    let mut dice = Dice(seed);
    let (mut a, mut b) = pair(folder);
    add(&mut a, "members", &[("name", "王芳".to_owned()), ("role", "worker".to_owned())]).unwrap();
    let (mut promised_a, mut promised_b) = (Promised::new(), Promised::new());
    let mut n = 0;
    for day in 0..days {
        for bench in [&mut a, &mut b] {
            bench.set_clock(clock(2 + day * 1_440));
            for _ in 0..dice.roll(4) {
                n += 1;
                // What the rules refuse is refused, and changes nothing that is counted below.
                match act(bench, &mut dice, n) {
                    Ok(())
                    | Err(
                        Error::Refused(_) | Error::NothingToUndo | Error::NothingToRedo | Error::ChangedSince,
                    ) => {}
                    Err(other) => panic!("{other:?}"),
                }
            }
        }
        if dice.roll(9) == 0 {
            exchange(&mut a, &mut b, folder);
        }
        if dice.roll(9) == 0 {
            exchange(&mut b, &mut a, folder);
        }
        if day % 30 == 29 {
            recount(&a, &mut promised_a);
            recount(&b, &mut promised_b);
        }
    }
    exchange(&mut a, &mut b, folder);
    exchange(&mut b, &mut a, folder);
    exchange(&mut a, &mut b, folder);
    recount(&a, &mut Promised::new());
    recount(&b, &mut Promised::new());
    assert_eq!(a.digest(), b.digest(), "seed {seed}");
    let (one, other) = (a.status().unwrap(), b.status().unwrap());
    assert_eq!((one.counts, one.closed, one.overdue), (other.counts, other.closed, other.overdue));
    assert!(a.doctor().unwrap().is_empty() && b.doctor().unwrap().is_empty());
    assert!(!ids(&a, issues::ID).is_empty());
}

// Shows B5, E2.
#[test]
fn whatever_three_people_do_in_a_year_the_books_are_right() {
    let told = env::var("MINQING_YEAR").unwrap_or_default();
    let (seeds, days) = told.split_once(':').unwrap_or(("2", "120"));
    let (seeds, days): (u64, i64) = (seeds.parse().unwrap_or(2), days.parse().unwrap_or(120));
    for seed in 0..seeds {
        let folder = tempfile::tempdir().unwrap();
        year(folder.path(), seed, days);
    }
}
