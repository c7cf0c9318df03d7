//! Hearings on an issue: the days on which one is held are no days of a term
//! that leaves them out (信访工作条例 36; domain.md §3.1).
//!
//! A hearing is told by its first day, and by its last once it is over; what is
//! told of one first day is one hearing. As long as its end is not told the term
//! stands still, and the notes say so. What tells of days to come, or ends before
//! it began, counts for nothing, by whatever path it came.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Step, StepKind};
use crate::domain::{calendar, deadlines, issues::steps, row::Row, rules::Refusal, terms::breach::Breach};

/// The hearings that were held, and the one that is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hearings {
    /// First and last days, by first day.
    held: Vec<(Date, Date)>,
    /// The first day of one that is not over.
    open: Option<Date>,
}

impl Hearings {
    /// What the standing steps tell of hearings.
    pub(super) fn of(standing: &[&Step]) -> Self {
        let mut told: BTreeMap<Date, Option<Date>> = BTreeMap::new();
        for step in
            standing.iter().filter(|step| step.kind == StepKind::Hear && Self::permit(&step.row).is_ok())
        {
            if let Some(since) = step.row.date(steps::SINCE) {
                let ended = told.entry(since).or_default();
                *ended = (*ended).max(step.row.date(steps::ENDED));
            }
        }
        Self {
            held: told.iter().filter_map(|(since, ended)| Some((*since, (*ended)?))).collect(),
            open: told.iter().find(|(_, ended)| ended.is_none()).map(|(since, _)| *since),
        }
    }

    /// The first day of a hearing whose end is not told yet.
    pub fn open_since(&self) -> Option<Date> {
        self.open
    }

    /// The last day of a term that began on `start` and would end on `day` if
    /// nobody had been heard; one that is not over goes on `today`.
    pub(super) fn moved(&self, start: Date, day: Date, today: Option<Date>) -> Date {
        let going_on = self.open.zip(today).filter(|(since, today)| since <= today);
        let mut spans: Vec<(Date, Date)> = self.held.iter().copied().chain(going_on).collect();
        spans.sort_unstable();
        let (mut end, mut left_out) = (day, start);
        for (since, ended) in spans {
            // Neither the first day of a term nor a day of two hearings is left out twice.
            let since = since.max(deadlines::days_after(left_out, 1));
            if since > end || ended < since {
                continue;
            }
            let days = calendar::days_between(since, ended).saturating_add(1);
            end = deadlines::days_after(end, i32::try_from(days).unwrap_or(i32::MAX));
            left_out = ended;
        }
        end
    }

    /// Whether what a step tells of a hearing can be so: it began, and ended
    /// afterwards where it is over, by the day on which it was told.
    pub fn permit(step: &Row) -> Result<(), Refusal> {
        let since = step.date(steps::SINCE).ok_or(Refusal::Missing("since"))?;
        let told = calendar::day(step.instant(steps::AT).unwrap_or(step.created));
        let ended = step.date(steps::ENDED);
        if ended.is_some_and(|ended| ended < since) {
            return Err(Refusal::EndsBefore(since));
        }
        if ended.unwrap_or(since) > told { Err(Breach::NotYetHeard.into()) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, civil::date};

    use super::*;
    use crate::domain::{
        deadlines::Deadlines,
        id::{LedgerTag, RecordId},
        issues::issues,
        row::Values,
        rules::{self, Refusal},
        standing::Standing,
        value::Value,
    };

    fn at(day: Date) -> Timestamp {
        calendar::noon(day).unwrap()
    }

    fn row(ledger: &str, n: u8, day: Date, values: &[(u16, Value)]) -> Row {
        let mut map = Values::new();
        for (tag, value) in values {
            map.of(*tag).push(value.clone());
        }
        let (id, created) = (RecordId::new(LedgerTag::of(ledger), [n; 12]), at(day));
        let (conflicts, updated) = (vec![], created);
        Row { id, values: map, conflicts, deleted: false, struck: None, created, turn: 0, updated, by: id }
    }

    fn asked(procedure: &str, day: Date) -> Row {
        let values = [
            (issues::KIND, Value::Choice("request".into())),
            (issues::PROCEDURE, Value::Choice(procedure.into())),
            (issues::REGISTERED, Value::Instant(at(day))),
        ];
        row("issues", 0, day, &values)
    }

    fn hearing(n: u8, told: Date, since: Date, ended: Option<Date>) -> Row {
        let mut values = vec![
            (steps::KIND, Value::Choice(StepKind::Hear.key().into())),
            (steps::AT, Value::Instant(at(told))),
            (steps::SINCE, Value::Date(since)),
        ];
        values.extend(ended.map(|ended| (steps::ENDED, Value::Date(ended))));
        row("steps", n, told, &values)
    }

    fn standing(issue: &Row, all: &[Row]) -> Standing {
        Standing::of(issue, &all.iter().collect::<Vec<_>>(), &Deadlines::shipped())
    }

    /// A hearing: told on, first day, last day.
    type Heard = (Date, Date, Option<Date>);

    /// Second reviews asked for on a day (条例 36: 30 days, hearings not counted), worked by hand.
    #[test]
    fn the_days_of_a_hearing_are_no_days_of_a_second_review() {
        let whole = |since: Date, ended: Date| (ended, since, Some(ended));
        let examples: [(Date, &[Heard], Date); 12] = [
            // Nobody is heard: 1 December + 30 = 31 December.
            (date(2026, 12, 1), &[], date(2026, 12, 31)),
            // 10 to 14 December, both included, are 5 days: 31 + 5 = 36 = 5 January.
            (date(2026, 12, 1), &[whole(date(2026, 12, 10), date(2026, 12, 14))], date(2027, 1, 5)),
            // One day: 1 January.
            (date(2026, 12, 1), &[whole(date(2026, 12, 10), date(2026, 12, 10))], date(2027, 1, 1)),
            // Over the last day: 29 days are counted to 30 December, 31 December to 3 January are 4 days of
            // hearing, and the thirtieth day is 4 January.
            (date(2026, 12, 1), &[whole(date(2026, 12, 31), date(2027, 1, 3))], date(2027, 1, 4)),
            // Two hearings: 2 and 3 days.
            (
                date(2026, 12, 1),
                &[whole(date(2026, 12, 8), date(2026, 12, 9)), whole(date(2026, 12, 21), date(2026, 12, 23))],
                date(2027, 1, 5),
            ),
            // The second lies within what the first added: 31 December + 3 = 3 January, + 2 = 5 January.
            (
                date(2026, 12, 1),
                &[whole(date(2026, 12, 8), date(2026, 12, 10)), whole(date(2027, 1, 2), date(2027, 1, 3))],
                date(2027, 1, 5),
            ),
            // Two that overlap, 10 to 14 and 12 to 16: 7 days.
            (
                date(2026, 12, 1),
                &[
                    whole(date(2026, 12, 10), date(2026, 12, 14)),
                    whole(date(2026, 12, 12), date(2026, 12, 16)),
                ],
                date(2027, 1, 7),
            ),
            // The first day of the term is not counted anyway (民法典 201): 1 to 3 December are 2 days.
            (date(2026, 12, 1), &[whole(date(2026, 12, 1), date(2026, 12, 3))], date(2027, 1, 2)),
            // Before the term, or after its end: nothing.
            (date(2026, 12, 1), &[whole(date(2026, 11, 20), date(2026, 11, 24))], date(2026, 12, 31)),
            (date(2026, 12, 1), &[whole(date(2027, 1, 1), date(2027, 1, 5))], date(2026, 12, 31)),
            // Over the leap day: 30 January 2028 + 30 = 29 February; 28 to 29 February are 2: 2 March.
            (date(2028, 1, 30), &[whole(date(2028, 2, 28), date(2028, 2, 29))], date(2028, 3, 2)),
            // Its beginning is told first, its end afterwards: one hearing of 5 days.
            (
                date(2026, 12, 1),
                &[
                    (date(2026, 12, 10), date(2026, 12, 10), None),
                    (date(2026, 12, 15), date(2026, 12, 10), Some(date(2026, 12, 14))),
                ],
                date(2027, 1, 5),
            ),
        ];
        for (start, hearings, due) in examples {
            let all: Vec<Row> = (1u8..)
                .zip(hearings)
                .map(|(n, (told, since, ended))| hearing(n, *told, *since, *ended))
                .collect();
            let found = standing(&asked("recheck", start), &all);
            assert_eq!(found.due, due, "{start} {hearings:?}");
            assert_eq!(found.as_of(at(due)).due, due);
            let other = all.iter().rev().cloned().collect::<Vec<_>>();
            assert_eq!(standing(&asked("recheck", start), &other).due, due, "in any order");
        }
    }

    #[test]
    fn a_hearing_that_goes_on_stops_the_clock_until_its_end_is_told() {
        let issue = asked("recheck", date(2026, 12, 1));
        let open = [hearing(1, date(2026, 12, 10), date(2026, 12, 10), None)];
        // 22 days are left: 8 of 30 were counted to the ninth.
        for (today, due) in [
            (date(2026, 12, 9), date(2026, 12, 31)),
            (date(2026, 12, 10), date(2027, 1, 1)),
            (date(2026, 12, 20), date(2027, 1, 11)),
            (date(2027, 2, 1), date(2027, 2, 23)),
        ] {
            let found = standing(&issue, &open).as_of(at(today));
            assert_eq!(found.due, due, "{today}");
            assert!(!found.is_overdue(today));
            let notes = found.running.notes(&Deadlines::shipped(), at(today));
            assert!(notes.iter().any(|note| note.zh.contains("听证")), "{notes:?}");
        }
        let over =
            [open[0].clone(), hearing(2, date(2027, 2, 1), date(2026, 12, 10), Some(date(2026, 12, 12)))];
        let found = standing(&issue, &over).as_of(at(date(2027, 2, 1)));
        assert_eq!((found.due, found.is_overdue(date(2027, 2, 1))), (date(2027, 1, 3), true));
    }

    #[test]
    fn other_terms_count_every_day_and_take_no_hearing() {
        for (procedure, due) in [
            ("petition", date(2027, 1, 30)),
            ("review", date(2026, 12, 31)),
            ("difficult", date(2026, 12, 16)),
        ] {
            let issue = asked(procedure, date(2026, 12, 1));
            let step = hearing(1, date(2026, 12, 14), date(2026, 12, 10), Some(date(2026, 12, 14)));
            assert_eq!(standing(&issue, std::slice::from_ref(&step)).due, due, "{procedure}");
            assert!(rules::permit_step(&step, &standing(&issue, &[])).is_err(), "{procedure}");
        }
    }

    #[test]
    fn what_cannot_be_so_is_refused_and_moves_nothing() {
        let issue = asked("recheck", date(2026, 12, 1));
        let told = date(2026, 12, 14);
        for (step, refusal) in [
            (hearing(1, told, date(2026, 12, 15), None), Refusal::Breach(Breach::NotYetHeard)),
            (
                hearing(1, told, date(2026, 12, 10), Some(date(2027, 6, 1))),
                Refusal::Breach(Breach::NotYetHeard),
            ),
            (
                hearing(1, told, date(2026, 12, 10), Some(date(2026, 12, 9))),
                Refusal::EndsBefore(date(2026, 12, 10)),
            ),
        ] {
            let now = standing(&issue, &[]);
            assert_eq!(rules::permit_step(&step, &now), Err(refusal));
            assert_eq!(standing(&issue, &[step]).due, now.due);
        }
        let mut struck = hearing(1, told, date(2026, 12, 10), Some(told));
        rules::permit_step(&struck, &standing(&issue, &[])).unwrap();
        struck.struck = Some("误登".into());
        assert_eq!(standing(&issue, &[struck]).due, date(2026, 12, 31));
    }
}
