//! What goes on in another issue keeps its own clocks and what was done about
//! it before (domain.md E1).

use jiff::Timestamp;

use super::{IssueKind, Recorded, Running, Standing, Step, StepKind, running, told::Told};
use crate::domain::{
    deadlines::Deadlines,
    issues::issues,
    matter::{Matter, Part},
    procedure,
    row::Row,
};

/// An issue that goes on in another, with the steps on it that stand.
pub(super) struct Beside<'a> {
    /// The issue.
    pub(super) issue: &'a Row,
    steps: Vec<Step>,
}

impl<'a> Beside<'a> {
    /// Reads what belongs to it.
    pub(super) fn of(part: &Part<'a>, matter: &Matter<'_>) -> Self {
        let void = |step: &Step| matter.void.contains(&step.id) || matter.uncounted.contains(&step.id);
        let mut steps: Vec<Step> = part.steps.iter().filter_map(|row| Step::read(row)).collect();
        steps.retain(|step| step.row.stands() && !void(step));
        steps.sort_by_key(|step| step.place());
        Self { issue: part.issue, steps }
    }

    /// Its steps, by time.
    pub(super) fn standing(&self) -> Vec<&Step> {
        self.steps.iter().collect()
    }

    /// Those of them that count.
    pub(super) fn counted(&self) -> Vec<&Step> {
        let standing = self.standing();
        let kind = IssueKind::from_key(self.issue.text(issues::KIND));
        let counted = procedure::counting(kind, &standing);
        standing.into_iter().filter(|step| counted.contains(&step.id)).collect()
    }

    /// Its clocks, and since when it goes on in the other.
    pub(super) fn running(&self, told: Told, deadlines: &Deadlines) -> (Timestamp, Running) {
        let standing = self.standing();
        let merged = standing.iter().filter(|step| step.kind == StepKind::Merge).map(|step| step.at).max();
        let recorded = Recorded::every(self.issue, &standing);
        let start = Standing::start(self.issue, &standing);
        let facts = running::Facts {
            issue: self.issue,
            standing: &standing,
            recorded: &recorded,
            start,
            told,
            closed: None,
            received: None,
            parts: &[],
        };
        (merged.unwrap_or(start), Running::of(&facts, deadlines))
    }
}
