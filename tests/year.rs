//! A year of the work: random acts of three members on two laptops or three.
//! Whatever they did, nothing is closed without a reply and a result, no
//! deadline is lost, every figure is a recount of the entries, and laptops that
//! hold the same tell the same.
//!
//! One seed of 400 days on two laptops is run where nothing else is said.
//! `MINQING_YEAR=20:400` runs 20 seeds of 400 days, those of an odd number on
//! three laptops; with `MINQING_YEAR_FROM=7` from the seventh on. What was done
//! and recounted is told at the end and written to `target/tmp/year-FIRST-LAST.txt`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so")]

#[path = "year/acts.rs"]
mod acts;
#[path = "year/almanac.rs"]
mod almanac;
#[path = "year/back.rs"]
mod back;
#[path = "year/books.rs"]
mod books;
#[path = "year/contacts.rs"]
mod contacts;
#[path = "year/dice.rs"]
mod dice;
#[path = "year/field.rs"]
mod field;
#[path = "year/figures.rs"]
mod figures;
#[path = "year/help.rs"]
mod help;
#[path = "year/matters.rs"]
mod matters;
#[path = "year/oversight.rs"]
mod oversight;
#[path = "year/planning.rs"]
mod planning;
#[path = "year/plans.rs"]
mod plans;
#[path = "year/promises.rs"]
mod promises;
#[path = "year/reckoning.rs"]
mod reckoning;
#[path = "year/report.rs"]
mod report;
#[path = "year/steps.rs"]
mod steps;
#[path = "year/told.rs"]
mod told;

use std::{env, path::Path};

use dice::Dice;
use jiff::{Timestamp, ToSpan as _};
use minqing::{
    domain::{diaries, id::RecordId, informers},
    store::Cost,
    workbench::{
        Error, Workbench,
        bench::Founding,
        clock::Clock,
        peers::{Joining, Offer},
        sync::ExportOrder,
    },
};
use promises::Promises;
use report::Report;

const QUICK: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

/// The mornings on which years begin, by seed: before a Spring Festival with its
/// leap year, before a National Day, and at the end of what is known of days off.
const BEGINNINGS: [&str; 4] = [
    "2026-11-20T09:00:00+08:00",
    "2025-01-10T09:00:00+08:00",
    "2025-09-10T09:00:00+08:00",
    "2026-01-20T09:00:00+08:00",
];

/// The time of a year that begins on a morning.
#[derive(Clone, Copy)]
struct Time(Timestamp);

impl Time {
    fn of(seed: u64) -> Self {
        Self(BEGINNINGS[usize::try_from(seed).unwrap() % BEGINNINGS.len()].parse().unwrap())
    }

    /// So many minutes after the beginning.
    fn at(self, minute: i64) -> Clock {
        Clock::Fixed(self.0.checked_add(minute.minutes()).unwrap())
    }
}

fn exchange(from: &mut Workbench, to: &mut Workbench, folder: &Path) {
    let file = from.export(folder, &ExportOrder::default()).unwrap().file;
    to.import_bundle(&file, None, &mut |_| {}).unwrap();
}

/// One hands to the other.
fn hand(laptops: &mut [Workbench], from: usize, to: usize, folder: &Path) {
    let [one, other] = laptops.get_disjoint_mut([from, to]).unwrap();
    exchange(one, other, folder);
}

/// Everybody gets what everybody has.
fn meet(laptops: &mut [Workbench], folder: &Path) {
    let last = laptops.len() - 1;
    for from in 1..=last {
        hand(laptops, from, 0, folder);
    }
    // What follows from taking in, as whom a lead confirms, goes round as well.
    for _ in 0..2 {
        for to in 1..=last {
            hand(laptops, 0, to, folder);
            hand(laptops, to, 0, folder);
        }
    }
    for to in 1..=last {
        hand(laptops, 0, to, folder);
    }
}

/// A group of three members. Each laptop has one who uses it; who has none is
/// written for by the others, as in a group that has two laptops.
fn group(folder: &Path, laptops: usize, time: Time) -> Vec<Workbench> {
    let founding = Founding {
        group: "太湖社区工作组".into(),
        community: "太湖社区".into(),
        member: "张晓敏".into(),
        letter: "A".into(),
    };
    let mut all = vec![Workbench::create(&folder.join("0"), &founding, "pass", QUICK, time.at(0)).unwrap()];
    for (at, member) in ["李强", "王芳"].into_iter().enumerate() {
        if at + 1 < laptops {
            let invitation = all[0].invite(folder, "told by voice", &Offer::default()).unwrap();
            let joining = Joining { member: member.into(), letter: None };
            let (told, home) = (Some("told by voice".to_owned()), folder.join((at + 1).to_string()));
            let joined =
                Workbench::join(&home, &invitation, told, &joining, "pass", QUICK, time.at(1), &mut |_| {});
            all.push(joined.unwrap());
            let last = all.len() - 1;
            hand(&mut all, last, 0, folder);
            hand(&mut all, 0, last, folder);
        } else {
            acts::enter(&mut all[0], "members", &[("name", member), ("role", "worker")]).unwrap();
        }
    }
    acts::settle(&mut all[0]);
    meet(&mut all, folder);
    all
}

/// Refused acts are part of the life; anything else is a fault.
fn was_done(name: &str, answer: Result<bool, Error>) -> bool {
    match answer {
        Ok(done) => done,
        Err(
            Error::Refused(_)
            | Error::Already(_)
            | Error::NothingToUndo
            | Error::NothingToRedo
            | Error::ChangedSince
            | Error::PastErasure
            | Error::NeedsReason
            | Error::NoConflict
            | Error::NotLead
            | Error::Held { .. }
            | Error::NoItem(_)
            // Somebody declared the ledger, and took it back when another had put it away.
            | Error::NoField { .. },
        ) => false,
        // The same of several fields at once.
        Err(Error::All(errors))
            if errors.iter().all(|error| matches!(error, Error::NoField { .. } | Error::Refused(_))) =>
        {
            false
        }
        Err(other) => panic!("{name}: {other:?}"),
    }
}

fn year(folder: &Path, seed: u64, days: i64, report: &mut Report) {
    let (mut dice, time) = (Dice::new(seed), Time::of(seed));
    let mut laptops = group(folder, 2 + usize::from(seed % 2 == 1), time);
    report.begin(seed, days, laptops.len());
    let mut promises: Vec<Promises> = laptops.iter().map(|_| Promises::default()).collect();
    let mut n = 0;
    for day in 0..days {
        for bench in &mut laptops {
            for act in 0..dice.roll(4) {
                bench.set_clock(time.at(2 + day * 1_440 + i64::try_from(act).unwrap() * 7));
                n += 1;
                let (name, act) = acts::draw(&mut dice);
                let answer = act(&mut acts::Hand { bench, dice: &mut dice, n });
                report.tried(name, was_done(name, answer));
            }
            bench.set_clock(time.at(2 + day * 1_440 + 60));
        }
        for from in 0..laptops.len() {
            if dice.roll(9) == 0 {
                let to = (from + 1 + dice.roll(laptops.len() - 1)) % laptops.len();
                hand(&mut laptops, from, to, folder);
                report.handed();
            }
        }
        if day % 30 == 29 {
            for (bench, promises) in laptops.iter().zip(&mut promises) {
                promises.are_kept(bench);
                report.recounted(figures::recount(bench));
            }
        }
    }
    meet(&mut laptops, folder);
    for (bench, promises) in laptops.iter().zip(&mut promises) {
        promises.are_kept(bench);
        report.recounted(figures::recount(bench));
        back::nothing_is_left_of_the_erased(bench);
        assert!(bench.doctor().unwrap().is_empty(), "seed {seed}");
    }
    agree(&laptops, seed);
    report.end(&laptops[0]);
    // The screen counts as the commands do.
    let first = laptops.remove(0);
    figures::recount_screen(first);
}

/// Laptops that hold the same tell the same.
fn agree(laptops: &[Workbench], seed: u64) {
    let own = |ledger: &str| [diaries::ID, informers::ID].contains(&ledger);
    let told = |bench: &Workbench| {
        let status = bench.status().unwrap();
        let mut counts = status.counts;
        counts.retain(|ledger, _| !own(ledger));
        let cases: Vec<(RecordId, String)> = bench
            .cases()
            .unwrap()
            .iter()
            .map(|case| (case.issue.id, format!("{:?} {}", case.standing.status, case.standing.due)))
            .collect();
        let agenda: Vec<String> = bench
            .agenda(7)
            .unwrap()
            .items
            .iter()
            // What is kept apart those alone see who keep it.
            .filter(|item| !item.title.zh.contains("另册"))
            .map(|item| format!("{:?} {} {}", item.section, item.day, item.title.zh))
            .collect();
        (counts, status.closed, status.overdue, status.unanswered, cases, agenda)
    };
    let first = told(&laptops[0]);
    for other in &laptops[1..] {
        assert_eq!(laptops[0].digest(), other.digest(), "seed {seed}");
        assert_eq!(first, told(other), "seed {seed}");
    }
}

/// So many seeds, of so many days.
fn length() -> (u64, u64, i64) {
    let told = env::var("MINQING_YEAR").unwrap_or_default();
    let (seeds, days) = told.split_once(':').unwrap_or(("1", "400"));
    let first: u64 = env::var("MINQING_YEAR_FROM").ok().and_then(|seed| seed.parse().ok()).unwrap_or(0);
    let number = "MINQING_YEAR=seeds:days, two numbers";
    (first, first + seeds.parse::<u64>().expect(number), days.parse().expect(number))
}

// Shows A3, B5, C2, C4, D11, E1, E2, E3.
#[test]
fn whatever_three_people_do_in_a_year_the_books_are_right() {
    let (first, last, days) = length();
    let mut report = Report::default();
    for seed in first..last {
        let folder = tempfile::tempdir().unwrap();
        year(folder.path(), seed, days, &mut report);
    }
    let told = report.told();
    println!("{told}");
    let file = format!("year-{first}-{last}.txt");
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(file), told).unwrap();
    report.is_of_a_life();
}
