//! What came of the work: what was settled, answers in time, and what people
//! said themselves (domain.md J10).

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{
    domain::{calendar, projects::Progress, projects::results, standing::first_contact::Contacted},
    workbench::{Error, Workbench, steps::Case},
};

/// Counted anew on every reading, of matters and never of people.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcomes {
    /// Help projects that were accepted.
    pub projects_done: usize,
    /// Issues with the result solved.
    pub solved: usize,
    /// Issues solved in part.
    pub partly: usize,
    /// Issues explained or not supported, each with reason and remedies.
    pub explained: usize,
    /// First contacts within the time that was given for them at the registration.
    pub in_time: usize,
    /// First contacts after it.
    pub late: usize,
    /// Matters that nobody has answered although their first contact was owed by then.
    pub unanswered: usize,
    /// What people said at the call back, by key; `declined` is no opinion and
    /// enters no ratio.
    pub ratings: BTreeMap<String, usize>,
}

impl Workbench {
    /// Counts what lies between two days.
    pub fn outcomes(&self, cases: &[Case], from: Date, to: Date) -> Result<Outcomes, Error> {
        let within = |day: Date| (from..=to).contains(&day);
        // As it was at the end of those days, whatever came later.
        let then = self.now().min(calendar::last_moment(to));
        let mut told = Outcomes::default();
        for one in self.help_projects()?.iter().filter(|one| one.progress == Progress::Done) {
            let day = one.result.as_ref().and_then(|row| row.date(results::DAY));
            told.projects_done += usize::from(day.is_some_and(within));
        }
        for case in cases.iter().filter(|case| case.is_own_matter()) {
            let standing = &case.standing;
            match standing.contacted(then) {
                Some(Contacted::InTime(day)) if within(day) => told.in_time += 1,
                Some(Contacted::Late(day)) if within(day) => told.late += 1,
                Some(Contacted::Missed(day)) if day <= to => told.unanswered += 1,
                Some(
                    Contacted::Waiting | Contacted::InTime(_) | Contacted::Late(_) | Contacted::Missed(_),
                )
                | None => {}
            }
            let closed = standing.closed_at.is_some_and(|at| within(calendar::day(at)));
            match standing.outcome.as_deref().filter(|_| closed) {
                Some("solved") => told.solved += 1,
                Some("partly_solved") => told.partly += 1,
                Some(_) => told.explained += 1,
                None => {}
            }
            if let Some((rating, _)) = standing.rated.as_ref().filter(|(_, at)| within(calendar::day(*at))) {
                *told.ratings.entry(rating.clone()).or_default() += 1;
            }
        }
        Ok(told)
    }
}
