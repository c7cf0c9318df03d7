//! When a first contact and a result are due, reckoned once more, by the
//! almanac beside and by the terms and rules of domain.md §3 in their own
//! words. Nothing here asks the program for a day.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use minqing::{
    domain::{
        id::RecordId,
        issues::{issues, steps},
        row::Row,
        terms, workdays,
    },
    workbench::Workbench,
};

use super::{
    almanac::{Day, day_at, is_off, night, of},
    matters::{at, of_kind, regards, registered, says},
};

/// What a term is counted in.
#[derive(Clone, Copy, PartialEq)]
enum Unit {
    Hours,
    Days,
    Working,
}

/// How long, in what, how often it is extended, and by how many days.
type Term = (i64, Unit, usize, i64);

/// The terms of domain.md §3.4 as they are written there.
fn shipped(key: &str) -> Term {
    match key {
        "danger" => (2, Unit::Hours, 0, 0),
        "utility" => (24, Unit::Hours, 0, 0),
        "ordinary" => (7, Unit::Days, 1, 15),
        "hotline" => (5, Unit::Working, 1, 15),
        "difficult" | "hazard" | "violation" | "rectification" | "supervision" => (15, Unit::Days, 1, 15),
        "contact" | "violation_notice" | "rectification_notice" | "supervision_reply" => {
            (2, Unit::Working, 0, 0)
        }
        "hazard_notice" => (0, Unit::Days, 0, 0),
        "petition_inform" => (15, Unit::Days, 0, 0),
        "petition" => (60, Unit::Days, 1, 30),
        "petition_review" | "petition_recheck" => (30, Unit::Days, 0, 0),
        other => panic!("no term {other}"),
    }
}

/// For the first contact, for the result, and whether somebody sets the time himself.
fn keys(told: &str) -> (Option<&'static str>, &'static str, bool) {
    let parts: Vec<&str> = told.split('/').collect();
    let [kind, urgency, procedure] = parts[..3] else { panic!("{told}") };
    let sets = ["hazard", "violation", "rectification", "supervision"].contains(&kind);
    let (contact, result) = if procedure == "petition" {
        (Some("petition_inform"), "petition")
    } else if procedure == "review" {
        (None, "petition_review")
    } else if procedure == "recheck" {
        (None, "petition_recheck")
    } else if procedure == "hotline" {
        (Some("contact"), "hotline")
    } else if procedure == "difficult" || kind == "dispute" {
        (Some("contact"), "difficult")
    } else if kind == "supervision" {
        (Some("supervision_reply"), "supervision")
    } else if kind == "violation" {
        (Some("violation_notice"), "violation")
    } else if kind == "rectification" {
        (Some("rectification_notice"), "rectification")
    } else if sets {
        (Some("hazard_notice"), "hazard")
    } else {
        (Some("contact"), "ordinary")
    };
    match urgency {
        "utility" => (Some("utility"), "utility", sets),
        "danger" => (Some("danger"), result, sets),
        _ => (contact, result, sets),
    }
}

/// The end of a term: its last day, and its last second where it is counted in hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct End {
    pub(crate) day: Day,
    pub(crate) second: Option<i64>,
}

impl End {
    /// Whether it is over at a moment.
    pub(crate) fn is_past(self, now: Timestamp) -> bool {
        self.second.map_or_else(|| day_at(now) > self.day, |second| now.as_second() > second)
    }

    fn last(self) -> i64 {
        self.second.unwrap_or_else(|| night(self.day))
    }
}

/// What is told of a matter's time.
pub(crate) struct Reckoned {
    /// For the first contact, where it was not made.
    pub(crate) contact: Option<End>,
    /// For the result.
    pub(crate) result: End,
}

/// What has been said of the first contact.
pub(crate) struct Contact {
    pub(crate) since: Timestamp,
    pub(crate) answered: bool,
    pub(crate) in_writing: bool,
    pub(crate) other_side: bool,
    pub(crate) unreported: Option<Timestamp>,
}

/// The terms and the days of a group.
pub(crate) struct Reckoning {
    own_terms: BTreeMap<String, Row>,
    own_days: BTreeMap<Day, bool>,
}

impl Reckoning {
    pub(crate) fn of(bench: &Workbench) -> Self {
        let own_terms = bench.standing(terms::ID).unwrap().into_iter();
        let own_days = bench.standing(workdays::ID).unwrap();
        let own_days = own_days.iter().filter_map(|row| {
            let is_off = match row.text(workdays::KIND) {
                "off" => true,
                "work" => false,
                _ => return None,
            };
            Some((of(row.date(workdays::DAY)?), is_off))
        });
        Self {
            own_terms: own_terms.map(|row| (row.text(terms::KEY).to_owned(), row)).collect(),
            own_days: own_days.collect(),
        }
    }

    fn is_off(&self, day: Day) -> bool {
        self.own_days.get(&day).copied().unwrap_or_else(|| is_off(day))
    }

    fn term(&self, key: &str) -> Term {
        let (value, unit, often, far) = shipped(key);
        let Some(own) = self.own_terms.get(key) else { return (value, unit, often, far) };
        let unit = match own.text(terms::UNIT) {
            "hours" => Unit::Hours,
            "working_days" => Unit::Working,
            _ => Unit::Days,
        };
        let often = own.int(terms::EXTENSIONS).map_or(often, |often| usize::try_from(often).unwrap());
        (own.int(terms::VALUE).unwrap_or(value), unit, often, own.int(terms::EXTEND_BY).unwrap_or(far))
    }

    /// The end of a term that began at a moment; that day is not counted.
    pub(crate) fn end(&self, key: &str, from: Timestamp) -> End {
        let (value, unit, ..) = self.term(key);
        match unit {
            Unit::Hours => {
                let second = from.as_second() + value * 3_600;
                End { day: (second + 8 * 3_600).div_euclid(86_400), second: Some(second) }
            }
            Unit::Days => End { day: day_at(from) + value, second: None },
            Unit::Working => {
                let mut day = day_at(from);
                for _ in 0..value {
                    day += 1;
                    while self.is_off(day) {
                        day += 1;
                    }
                }
                End { day, second: None }
            }
        }
    }

    /// The ends of a matter that stands alone; nothing for one that goes on with
    /// others, and for one of which a hearing is told.
    pub(crate) fn reckon(
        &self,
        issue: &Row,
        own: &[&Row],
        recorded: &BTreeSet<String>,
        contact: &Contact,
    ) -> Option<Reckoned> {
        if own.iter().any(|step| step.text(steps::KIND) == "hear") {
            return None;
        }
        let kind = issue.text(issues::KIND);
        let contacts = recorded.iter().filter_map(|told| keys(&of_kind(kind, told)).0);
        let of_contact = contacts.filter(|key| match *key {
            "petition_inform" => !contact.in_writing,
            "hazard_notice" => !contact.other_side || contact.unreported.is_some(),
            "violation_notice" | "rectification_notice" => !contact.other_side,
            _ => !contact.answered,
        });
        // A report is owed from the day on which it was found to be needed.
        let since = |key| contact.unreported.filter(|_| key == "hazard_notice").unwrap_or(contact.since);
        let of_contact = of_contact.map(|key| self.end(key, since(key)));
        Some(Reckoned {
            contact: of_contact.min_by_key(|end| end.last()),
            result: self.result(issue, own, recorded, contact.since)?,
        })
    }

    /// The end for the result: the earliest of all as which it was recorded,
    /// moved by what may move it.
    fn result(
        &self,
        issue: &Row,
        own: &[&Row],
        recorded: &BTreeSet<String>,
        since: Timestamp,
    ) -> Option<End> {
        let begun = registered(issue);
        let after: Vec<&Row> = own.iter().copied().filter(|step| at(step) >= begun).collect();
        let mut ends: Vec<(End, &str, bool)> = Vec::new();
        for told in recorded {
            let (first, key, sets) = keys(told);
            let mut from = begun;
            if first == Some("petition_inform") {
                let inform = self.end("petition_inform", begun).day;
                let taken =
                    after.iter().filter(|step| step.text(steps::KIND) == "accept").map(|step| at(step));
                if let Some(taken) = taken.min() {
                    // Taken up late, it is as if it had been taken up on the last day for it.
                    let noon = Timestamp::from_second(night(inform) - 43_200 + 1).unwrap();
                    from = if day_at(taken) <= inform { taken } else { noon };
                }
            }
            ends.push((self.end(key, from), key, sets));
        }
        let least = ends.iter().map(|(end, ..)| end.last()).min()?;
        ends.retain(|(end, ..)| end.last() == least);
        let (mut end, key, sets) = ends[0];
        // Where two terms end together, what may move the one may not move the other.
        if ends.iter().any(|(_, other, own)| self.term(other) != self.term(key) || *own != sets) {
            return None;
        }
        let (value, unit, often, far) = self.term(key);
        let first = day_at(begun);
        let (mut furthest, mut given, mut is_set) = (end.day + far, 0, false);
        let mut rested = begun;
        for step in after {
            let (kind, told) = (step.text(steps::KIND), day_at(at(step)));
            let until = step.date(steps::UNTIL).map(of);
            let set = match kind {
                "accept" => step.date(steps::LIMIT).map(of),
                "find" | "notice" | "recheck" => until,
                _ => None,
            };
            // No day is set that is past; what was not put right goes on, by one term more.
            if let Some(day) = set.filter(|day| sets && *day >= first.max(told)) {
                let longest = end.day.max(first + 90);
                let more = told + if unit == Unit::Days { value } else { 15 };
                let again = if told <= end.day { more.max(longest) } else { more };
                let may_be_first = told <= end.day && day <= longest && !is_set;
                if day < end.day || may_be_first || kind == "recheck" && day <= again {
                    end = End { day, second: None };
                    furthest = day + far;
                }
                is_set = true;
            }
            if kind == "extend" && given < often && is_whole(step, first, told) {
                let in_time = told <= end.day && end.second.is_none_or(|last| at(step).as_second() <= last);
                if let Some(day) = until.filter(|day| in_time && *day > end.day && *day <= furthest) {
                    end = End { day, second: None };
                    given += 1;
                }
            }
            if kind == "reopen" && at(step) <= since {
                let named: BTreeSet<RecordId> = regards(step);
                let results = own.iter().filter(|row| named.contains(&row.id) && is_a_result(row));
                let Some(over) = results.map(|row| at(row)).filter(|over| *over <= at(step)).max() else {
                    continue;
                };
                let from = over.max(rested);
                if from < at(step) {
                    let days = told - day_at(from);
                    let second = end.second.map(|last| last + at(step).as_second() - from.as_second());
                    let day = second.map_or(end.day + days, |last| (last + 8 * 3_600).div_euclid(86_400));
                    end = End { day, second };
                    furthest += days;
                }
                rested = rested.max(at(step));
            }
        }
        Some(end)
    }
}

/// Whether an extension says who approved it, why, and how and on which day
/// between registration and now the person was told.
fn is_whole(step: &Row, registered: Day, told: Day) -> bool {
    [steps::APPROVER, steps::REASON, steps::WAY].into_iter().all(|tag| says(step, tag))
        && step.date(steps::NOTICED).is_some_and(|day| (registered..=told).contains(&of(day)))
}

/// Whether a step is a result that is explained.
fn is_a_result(step: &Row) -> bool {
    step.text(steps::KIND) == "resolve"
        && says(step, steps::OUTCOME)
        && says(step, steps::TEXT)
        && (step.text(steps::OUTCOME) == "solved" || says(step, steps::REASON) && says(step, steps::REMEDY))
}
