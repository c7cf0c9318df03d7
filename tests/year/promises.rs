//! What was promised of an issue's day: neither a transfer, nor another owner,
//! nor another phase, nor a reply moves it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, ToSpan as _, civil::Date};
use minqing::{
    domain::{
        calendar,
        id::RecordId,
        issues::{issues, steps},
        row::Row,
        terms,
        value::Value,
        workdays,
    },
    workbench::Workbench,
};

use super::matters::{Book, of_kind, registered};

/// The day of each matter, what it was reckoned from, and what is recorded of it.
#[derive(Default)]
pub(crate) struct Promises(BTreeMap<RecordId, (String, Vec<String>, Date)>);

/// The steps that may move a day; no other may.
const MOVE: [&str; 9] =
    ["reopen", "extend", "accept", "find", "notice", "recheck", "hear", "correct", "merge"];

impl Promises {
    pub(crate) fn are_kept(&mut self, bench: &Workbench) {
        let book = Book::at(bench, bench.now());
        let steps = bench.standing(steps::ID).unwrap();
        let tables = [terms::ID, workdays::ID].map(|ledger| {
            let rows = bench.standing(ledger).unwrap();
            rows.iter().map(|row| format!("{} {:?}", row.id, row.values)).collect::<Vec<_>>()
        });
        for case in bench.cases().unwrap() {
            let told = book.of(case.issue.id);
            let of_matter: Vec<&Row> = steps
                .iter()
                .filter(|step| step.reference(steps::ISSUE).is_some_and(|issue| told.group.contains(&issue)))
                .collect();
            // A result that was no end stops the clock while it stands.
            let taken_back: BTreeSet<RecordId> = of_matter
                .iter()
                .filter(|step| step.text(steps::KIND) == "reopen")
                .flat_map(|step| step.references(steps::REGARDS))
                .collect();
            let is_heard = of_matter.iter().any(|step| step.text(steps::KIND) == "hear");
            let may_move = |step: &&&Row| {
                MOVE.contains(&step.text(steps::KIND))
                    || step.text(steps::KIND) == "resolve" && (is_heard || taken_back.contains(&step.id))
            };
            let moving: Vec<String> = of_matter
                .iter()
                .filter(may_move)
                .map(|step| format!("{} {:?}", step.id, step.values))
                .collect();
            let rows: Vec<Row> = told.group.iter().map(|id| bench.row(*id).unwrap().unwrap()).collect();
            let first = rows.iter().map(registered).min().unwrap();
            // A hearing that goes on takes another day each day.
            let today = if is_heard { bench.today().to_string() } else { String::new() };
            let facts = format!("{:?} {moving:?} {first} {tables:?} {today}", told.group);
            let choices: Vec<String> = rows.iter().map(choices).collect();
            let (number, due) = (case.issue.text(issues::NUMBER), case.standing.due);
            if let Some((before, chosen, day)) = self.0.get(&case.issue.id)
                && *before == facts
            {
                // Each kind has its own time; nothing else that is recorded gives more.
                assert!(
                    due <= *day || kinds(chosen) != kinds(&choices),
                    "the day of {number} moved by what is recorded of it"
                );
                assert!(due == *day || *chosen != choices, "the day of {number} moved, and nothing that may");
            }
            // Nothing but its registration, or those of what was merged into it, decides.
            let is_plain = of_matter
                .iter()
                .all(|step| step.text(steps::KIND) == "merge" || !MOVE.contains(&step.text(steps::KIND)));
            if let Some(wanted) = plain_day(bench, &rows, first).filter(|_| is_plain) {
                assert_eq!(due, wanted, "the day of {number} is not so many after its registration");
            }
            assert!(due >= calendar::day(first), "{number}");
            self.0.insert(case.issue.id, (facts, choices, due));
        }
    }
}

/// What decides the time of an issue, as it is recorded now.
fn choices(issue: &Row) -> String {
    [issues::KIND, issues::URGENCY, issues::PROCEDURE].map(|tag| issue.text(tag)).join("/")
}

/// The kinds of some matters.
fn kinds(choices: &[String]) -> Vec<&str> {
    choices.iter().filter_map(|choice| choice.split('/').next()).collect()
}

/// The last day of matters that are handled as one: the earliest of all that
/// they were ever recorded as, each within its present kind; none where hours, working days or an acceptance
/// decide.
fn plain_day(bench: &Workbench, rows: &[Row], first: Timestamp) -> Option<Date> {
    let mut earliest: Option<Date> = None;
    for (at, row) in rows.iter().enumerate() {
        // The one that the others go on in counts from the first of them.
        let from = if at == 0 { first } else { registered(row) };
        let now = choices(row);
        let before = row.all(issues::RECORDED).iter().filter_map(Value::as_text);
        for told in before.chain([now.as_str()]) {
            let told = of_kind(row.text(issues::KIND), told);
            let day = calendar::day(from).checked_add(plain_days(bench, &told)?.days()).unwrap();
            earliest = Some(earliest.map_or(day, |other| other.min(day)));
        }
    }
    earliest
}

/// How many days a matter of no special kind has; none where hours, working
/// days or an acceptance decide.
fn plain_days(bench: &Workbench, told: &str) -> Option<i64> {
    let parts: Vec<&str> = told.split('/').collect();
    if parts[1] == "utility" {
        return None;
    }
    let (key, days) = match (parts[2], parts[0]) {
        ("petition" | "hotline", _) => return None,
        ("review", _) => ("petition_review", 30),
        ("recheck", _) => ("petition_recheck", 30),
        ("difficult", _) | (_, "dispute") => ("difficult", 15),
        (_, "hazard") => ("hazard", 15),
        (_, "violation") => ("violation", 15),
        (_, "rectification") => ("rectification", 15),
        (_, "supervision") => ("supervision", 15),
        _ => ("ordinary", 7),
    };
    let own = bench.standing(terms::ID).unwrap();
    let own = own.iter().find(|row| row.text(terms::KEY) == key);
    Some(own.and_then(|row| row.int(terms::VALUE)).unwrap_or(days))
}
