//! Visits of the two phases.

use std::collections::HashSet;

use jiff::civil::Date;

use super::{
    dice::Dice,
    lists::Listed,
    matters::{Open, back},
    names::{Names, Round},
    people::Resident,
};
use crate::{
    domain::{id::RecordId, input, value::Value, visits},
    workbench::{Error, Workbench, draft::Draft},
};

/// Visits in one commit.
const BATCH: usize = 200;

/// How long ago the first phase began, and the one that runs (`assets/demo/work.toml`).
const PHASES: (i32, i32) = (94, 28);

/// A visit that was made.
struct Made<'a> {
    category: &'a str,
    to: &'a Resident,
    household: bool,
    day: Date,
    about: Option<RecordId>,
}

/// Walks from door to door: to most of those on the list in the phase that
/// runs, to all of them in the one before, to some of those who wait.
pub(super) fn walk(
    bench: &mut Workbench,
    names: &Names,
    dice: &mut Dice,
    members: &[RecordId],
    listed: &[Listed],
    open: &[Open],
) -> Result<(), Error> {
    let today = bench.today();
    let mut visits: Vec<Made<'_>> = Vec::new();
    for one in listed {
        let made = |day| Made {
            category: one.category,
            to: &one.resident,
            household: one.household,
            day,
            about: None,
        };
        visits.push(made(back(today, dice.between(PHASES.1 + 4, PHASES.0))));
        if one.visited {
            visits.push(made(back(today, dice.between(0, PHASES.1))));
        }
    }
    // A petitioner is only who waits for an answer of his own (domain.md B5), and is visited while waiting.
    let unvisited: HashSet<RecordId> =
        listed.iter().filter(|one| !one.visited).map(|one| one.resident.household).collect();
    for issue in open.iter().step_by(2) {
        let Some(to) = issue.from.as_ref().filter(|to| !unvisited.contains(&to.household)) else { continue };
        let waits = crate::domain::calendar::days_between(issue.since, today);
        let day = back(today, dice.between(0, i32::try_from(waits).unwrap_or(0)));
        visits.push(Made { category: visits::PETITIONER, to, household: false, day, about: Some(issue.id) });
    }
    visits.sort_by_key(|visit| visit.day);
    let mut draft = Draft::new();
    for (at, visit) in visits.iter().enumerate() {
        write(bench, names, dice, members, &mut draft, visit)?;
        if at % BATCH == BATCH - 1 {
            bench.commit(std::mem::take(&mut draft))?;
        }
    }
    bench.commit(draft)
}

fn write(
    bench: &Workbench,
    names: &Names,
    dice: &mut Dice,
    members: &[RecordId],
    draft: &mut Draft,
    visit: &Made<'_>,
) -> Result<(), Error> {
    let fitting: Vec<&Round> = names.visits.iter().filter(|it| it.category == visit.category).collect();
    let Some(round) = dice.pick(&fitting) else { return Ok(()) };
    let id = bench.begin_record(draft, visits::ID, None)?;
    draft.set(id, visits::DATE, Some(Value::Date(visit.day)));
    draft.set(id, visits::CATEGORY, Some(Value::Choice(visit.category.to_owned())));
    draft.set(id, visits::HOUSEHOLD, Some(Value::Ref(visit.to.household)));
    if !visit.household {
        draft.set(id, visits::RESIDENT, Some(Value::Ref(visit.to.id)));
    }
    let ledger = visits::ledger();
    let place =
        ledger.field(visits::PLACE).and_then(|field| input::read(field, &round.place, visit.day).ok());
    draft.set(id, visits::PLACE, place.flatten());
    draft.set(id, visits::WORDS, Value::text(round.words.clone()));
    draft.set(id, visits::SUMMARY, Value::text(round.summary.clone()));
    if let Some(issue) = visit.about {
        draft.add(id, visits::ISSUES, &Value::Ref(issue));
    }
    let first = dice.pick(members).copied();
    let second = dice.pick(members).copied().filter(|second| Some(*second) != first);
    for visitor in first.into_iter().chain(second) {
        draft.add(id, visits::VISITORS, &Value::Ref(visitor));
    }
    Ok(())
}
