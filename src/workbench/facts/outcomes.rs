//! What came of the work: what was settled, answers in time, and what people
//! said themselves (domain.md J10).

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{
    domain::{calendar, projects::Progress, projects::results, standing::StepKind},
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
    /// First answers within the time.
    pub in_time: usize,
    /// First answers after it.
    pub late: usize,
    /// What people said at the call back, by key; `declined` is no opinion and
    /// enters no ratio.
    pub ratings: BTreeMap<String, usize>,
}

impl Workbench {
    /// Counts what lies between two days.
    pub fn outcomes(&self, cases: &[Case], from: Date, to: Date) -> Result<Outcomes, Error> {
        let within = |day: Date| (from..=to).contains(&day);
        let mut told = Outcomes::default();
        for one in self.help_projects()?.iter().filter(|one| one.progress == Progress::Done) {
            let day = one.result.as_ref().and_then(|row| row.date(results::DAY));
            told.projects_done += usize::from(day.is_some_and(within));
        }
        for case in cases.iter().filter(|case| case.is_own_matter()) {
            let standing = &case.standing;
            let first =
                standing.steps.iter().find(|step| step.kind == StepKind::Reply && standing.stands(step));
            match first.map(|step| calendar::day(step.at)).filter(|day| within(*day)) {
                Some(day) if day <= standing.due => told.in_time += 1,
                Some(_) => told.late += 1,
                None => {}
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
