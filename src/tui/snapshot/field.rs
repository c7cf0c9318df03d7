//! What F5 shows: coverage, the plan, the phase, the diary.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{
    domain::{
        calling::{Coverage, Unlisted},
        id::RecordId,
        phases::Period,
        row::Row,
    },
    workbench::planning::{DayMarks, GoalProgress, PersonalSummary, Planned},
};

/// Plain data, as the worker read them last.
#[derive(Debug, Clone, Default)]
pub(in crate::tui) struct Fieldwork {
    /// Who is to be visited, and who was in the days of the phase.
    pub(in crate::tui) coverage: Coverage,
    /// The phase's visits that were made for a list on which nobody has those visited.
    pub(in crate::tui) unlisted: Vec<Unlisted>,
    /// Its visits of which nothing is told, the newest first: they count nowhere.
    pub(in crate::tui) wordless: Vec<RecordId>,
    /// How many visits were entered, in whatever days.
    pub(in crate::tui) entered: usize,
    /// The visits that have come, by day: their places among all.
    pub(in crate::tui) visited: BTreeMap<Date, Vec<usize>>,
    /// The phase of today, and its days.
    pub(in crate::tui) phase: Option<(String, Period)>,
    /// What days hold.
    pub(in crate::tui) days: BTreeMap<Date, DayMarks>,
    /// Every task.
    pub(in crate::tui) planned: Vec<Planned>,
    /// Every goal.
    pub(in crate::tui) goals: Vec<GoalProgress>,
    /// The entries of diaries that are shown here, the newest first.
    pub(in crate::tui) diaries: Vec<Row>,
    /// What whoever uses this laptop did this month.
    pub(in crate::tui) summary: PersonalSummary,
    /// How many days the same household is left in peace.
    pub(in crate::tui) revisit_days: i64,
}

impl Fieldwork {
    /// A goal or a task.
    pub(in crate::tui) fn row(&self, id: RecordId) -> Option<&Row> {
        let goals = self.goals.iter().map(|goal| &goal.goal);
        goals.chain(self.planned.iter().map(|planned| &planned.task)).find(|row| row.id == id)
    }
}
