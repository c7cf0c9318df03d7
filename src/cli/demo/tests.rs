//! What the demonstration holds: all of it legal, and something on every screen.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::*;
use crate::{
    domain::{
        bulletins::Printing,
        calling::Gauge,
        funds::Sums,
        informers::is_kept_apart,
        ledger::Ledger,
        lunar::{LunarDay, years},
        oversight::{honours::Honour, rectifying::Stage},
        projects::Progress,
        roster::residents,
        row::Held,
        standing::IssueKind,
        team::group,
        visits::VisitCategory,
        wording::Lang,
    },
    workbench::{
        agenda::{self, Section},
        clock::Clock,
        steps::Case,
    },
};

mod figures;
mod kinds;

/// A demonstration of so many residents, as it is when the screen opens.
fn demonstration(residents: u32, seed: u64) -> (tempfile::TempDir, Workbench) {
    let folder = tempfile::tempdir().unwrap();
    let names = Names::read().unwrap();
    let mut dice = Dice::new(seed);
    let founding = Founding {
        group: names.group.zh.clone(),
        community: names.community.zh.clone(),
        member: names.adult(&mut dice, Date::constant(2026, 11, 22)).name,
        letter: "A".to_owned(),
    };
    let clock = Clock::Fixed("2026-11-22T08:30:00+08:00".parse().unwrap());
    let home = folder.path().join("a");
    let passphrase = Zeroizing::new("demo".to_owned());
    let mut bench = Workbench::create(&home, &founding, &passphrase, Cost::quick(), clock).unwrap();
    let order = Order { residents, seed, no_ui: true, keep: false };
    fill(&mut bench, &order, &names, &mut dice, &mut |_| {})
        .unwrap_or_else(|failure| panic!("seed {seed}: {failure:?}"));
    (folder, bench)
}

/// Whether people add to a ledger on F8.
fn is_offered(ledger: &Ledger) -> bool {
    let own = ledger.is_open() && !is_kept_apart(&ledger.id) && ledger.id != group::ID;
    own && !ledger.fields.iter().any(|field| field.required && !field.in_form)
}

/// What a group enters only where it differs from what the program brings.
const OF_ONES_OWN: [&str; 2] = ["terms", "holidays"];

#[test]
fn every_screen_has_something_and_the_store_is_whole() {
    let (_folder, bench) = demonstration(120, 1);
    fills_every_ledger(&bench);
    has_every_state(&bench);
    has_something_for_the_day(&bench);
    reaches_some_and_not_all(&bench);
    has_figures(&bench);
    knows_lunar_birthdays(&bench);
    assert_eq!(bench.doctor().unwrap(), Vec::<String>::new());
}

#[test]
fn a_small_one_of_another_seed_has_open_and_done_gauges_too() {
    let (_folder, bench) = demonstration(60, 4);
    reaches_some_and_not_all(&bench);
    has_something_for_the_day(&bench);
}

#[test]
fn frames_are_whole_over_the_demonstration() {
    for lang in [Lang::Zh, Lang::En] {
        let (_folder, bench) = demonstration(60, 1);
        crate::tui::tests::whole::look_at_all(bench, lang, crate::tui::tests::whole::EVERY);
    }
}

fn fills_every_ledger(bench: &Workbench) {
    let empty: Vec<&str> = bench
        .catalog()
        .iter()
        .filter(|ledger| is_offered(ledger) && bench.standing(&ledger.id).unwrap().is_empty())
        .map(|ledger| ledger.id.as_str())
        .filter(|id| !OF_ONES_OWN.contains(id))
        .collect();
    assert!(empty.is_empty(), "{empty:?}");
    // What breaks a rule of its ledger counts for nothing: nothing here does.
    for ledger in bench.catalog().iter() {
        for row in bench.standing(&ledger.id).unwrap() {
            assert!(bench.faults(&row).is_empty(), "{} {}", ledger.id, bench.name_of(row.id));
        }
    }
}

fn has_every_state(bench: &Workbench) {
    let stages: Vec<Stage> = bench.findings().unwrap().iter().map(|found| found.standing.stage).collect();
    for stage in [
        Stage::Found,
        Stage::Criticised,
        Stage::Notified,
        Stage::Reported,
        Stage::Continued,
        Stage::StruckOff,
    ] {
        assert!(stages.contains(&stage), "{stage:?} of {stages:?}");
    }
    let honours: Vec<Honour> = bench.honours().unwrap().iter().map(|(_, honour)| *honour).collect();
    for honour in [Honour::Nominated, Honour::Published, Honour::Granted, Honour::Withdrawn] {
        assert!(honours.contains(&honour), "{honour:?} of {honours:?}");
    }
    let printed: Vec<Printing> =
        bench.bulletins().unwrap().iter().map(|issue| issue.printed.printing).collect();
    for printing in [Printing::Draft, Printing::Reviewed, Printing::Signed, Printing::Archived] {
        assert!(printed.contains(&printing), "{printing:?} of {printed:?}");
    }
    let projects = bench.help_projects().unwrap();
    for progress in Progress::ALL {
        assert!(projects.iter().any(|one| one.progress == progress), "{progress:?}");
    }
    let cases = bench.cases().unwrap();
    for kind in IssueKind::ALL {
        assert!(cases.iter().any(|case| case.standing.kind == Some(kind)), "{kind:?}");
    }
    for status in Status::ALL {
        assert!(cases.iter().any(|case| case.standing.status == status), "{status:?}");
    }
    let late = |case: &&Case| {
        let standing = &case.standing;
        standing.kind == Some(IssueKind::Supervision) && !standing.is_closed() && standing.due < bench.today()
    };
    assert_eq!(cases.iter().filter(late).count(), 1, "one slip is overdue");
}

fn has_something_for_the_day(bench: &Workbench) {
    let agenda = bench.agenda(agenda::DAYS).unwrap();
    for section in Section::ALL {
        assert!(agenda.of(section).next().is_some(), "{section:?}");
    }
}

fn reaches_some_and_not_all(bench: &Workbench) {
    let phases = bench.phases().unwrap();
    assert_eq!(phases.len(), 2);
    assert!(phases[1].1.contains(bench.today()), "the second phase runs");
    let coverage = bench.coverage(phases[1].1).unwrap();
    for category in VisitCategory::ALL {
        let Gauge { due, visited } = coverage.gauge(category, None);
        assert!(visited > 0 && visited < due, "{category:?}: {visited} of {due}");
    }
    assert!(coverage.places.values().any(|place| place.visited > 0 && place.visited < place.households));
    assert!(coverage.places.values().all(|place| !place.posted.is_empty()));
}

fn has_figures(bench: &Workbench) {
    let projects = bench.help_projects().unwrap();
    let total = projects.iter().fold(Sums::default(), |all, one| all.and(one.purse.total));
    assert!(total.planned > total.agreed && total.agreed > total.received && total.received > total.spent);
    assert!(total.disclosed > 0 && total.disclosed < total.spent && total.unsupported == 0);
    assert!(projects.iter().all(|one| one.purse.total.overspent().is_none()));
    let goals = bench.goals().unwrap();
    assert!(goals.iter().filter(|goal| goal.done > 0).count() >= 5, "{goals:?}");
    let status = bench.status().unwrap();
    assert!(status.overdue > 0 && status.closed > 0 && status.unanswered > 0);
}

fn knows_lunar_birthdays(bench: &Workbench) {
    let rows = bench.standing(residents::ID).unwrap();
    let days: Vec<(Date, LunarDay)> = rows
        .iter()
        .filter_map(|row| {
            Some((row.date(residents::BORN)?, LunarDay::read(row.text(residents::LUNAR_BIRTHDAY))?))
        })
        .collect();
    assert!(days.len() >= 3);
    for (born, told) in days {
        let (_, lunar) = years::from_solar(born).unwrap();
        // A day that the year lacks was kept on the day before it, or in the ordinary month.
        assert!(lunar.month == told.month && lunar.day.abs_diff(told.day) <= 1, "{born}: {lunar} {told}");
    }
}

#[test]
fn the_same_seed_tells_the_same_on_the_same_day() {
    let told = || {
        let (_folder, bench) = demonstration(40, 5);
        let mut rows: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for ledger in bench.catalog().iter().filter(|ledger| is_offered(ledger)) {
            let mut lines: Vec<String> = Vec::new();
            for row in bench.standing(&ledger.id).unwrap() {
                let text = |(tag, values): (&u16, &Held)| {
                    let field = ledger.field(*tag)?;
                    let shown = values.iter().map(|value| bench.show_in_full(field, value, Lang::Zh));
                    // Matters of one day are told in the order of their ids, which are drawn anew.
                    let mut parts: Vec<String> =
                        shown.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
                    parts.sort();
                    Some(format!("{}={}", field.key, parts.join("、")))
                };
                lines.push(row.values.iter().filter_map(text).collect::<Vec<_>>().join(" "));
            }
            lines.sort();
            rows.insert(ledger.id.clone(), lines);
        }
        rows
    };
    let (one, other) = (told(), told());
    for (ledger, lines) in &one {
        assert_eq!(Some(lines), other.get(ledger), "{ledger}");
    }
}
