//! What was promised of an issue's day: neither a transfer, nor another owner,
//! nor another phase, nor a reply moves it.

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan as _, civil::Date};
use minqing::{
    domain::{
        calendar,
        id::RecordId,
        issues::{issues, steps},
        row::Row,
        terms, workdays,
    },
    workbench::Workbench,
};

use super::matters::{Book, registered};

/// The day of each matter, and what it was reckoned from.
#[derive(Default)]
pub(crate) struct Promises(BTreeMap<RecordId, (String, Date)>);

/// The steps that may move a day; no other may.
const MOVE: [&str; 6] = ["reopen", "extend", "accept", "find", "notice", "recheck"];

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
            let moving: Vec<String> = of_matter
                .iter()
                .filter(|step| MOVE.contains(&step.text(steps::KIND)))
                .map(|step| format!("{} {:?}", step.id, step.values))
                .collect();
            let first =
                told.group.iter().map(|id| registered(&bench.row(*id).unwrap().unwrap())).min().unwrap();
            let choices: Vec<String> = told
                .group
                .iter()
                .map(|id| {
                    let row = bench.row(*id).unwrap().unwrap();
                    [issues::URGENCY, issues::KIND, issues::PROCEDURE]
                        .map(|tag| row.text(tag).to_owned())
                        .concat()
                })
                .collect();
            let facts = format!("{:?} {moving:?} {first} {choices:?} {tables:?}", told.group);
            let (number, due) = (case.issue.text(issues::NUMBER), case.standing.due);
            if let Some((before, day)) = self.0.get(&case.issue.id)
                && *before == facts
            {
                assert_eq!(due, *day, "the day of {number} moved, and nothing that may have moved it");
            }
            if moving.is_empty()
                && let Some(days) = plain_days(bench, &told.row, &choices)
            {
                let wanted = calendar::day(first).checked_add(days.days()).unwrap();
                assert_eq!(due, wanted, "the day of {number} is not so many after its registration");
            }
            assert!(due >= calendar::day(first.min(Timestamp::MAX)), "{number}");
            self.0.insert(case.issue.id, (facts, due));
        }
    }
}

/// How many days a matter of no special kind has; none where hours, working
/// days or an acceptance decide.
fn plain_days(bench: &Workbench, head: &Row, choices: &[String]) -> Option<i64> {
    if choices.iter().any(|told| told.starts_with("danger") || told.starts_with("utility")) {
        return None;
    }
    let (key, days) = match (head.text(issues::PROCEDURE), head.text(issues::KIND)) {
        ("petition" | "hotline", _) => return None,
        ("review", _) => ("petition_review", 30),
        ("recheck", _) => ("petition_recheck", 30),
        ("difficult", _) | (_, "dispute") => ("difficult", 15),
        (_, "hazard" | "violation" | "rectification" | "supervision") => ("hazard", 15),
        _ => ("ordinary", 7),
    };
    let own = bench.standing(terms::ID).unwrap();
    let own = own.iter().find(|row| row.text(terms::KEY) == key);
    Some(own.and_then(|row| row.int(terms::VALUE)).unwrap_or(days))
}
