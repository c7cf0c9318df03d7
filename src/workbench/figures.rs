//! The figures of issues, counted anew from their steps whenever asked for.

use jiff::civil::{Date, Time};

use super::{bench::Workbench, error::Error, steps::Case};
use crate::domain::{
    calendar,
    figures::{Fact, Facts},
};

impl Workbench {
    /// What there is to count, as it stood at the end of a day; of today and
    /// later days, as it stands now.
    pub fn facts_at(&self, day: Date) -> Result<Facts, Error> {
        let midnight =
            day.tomorrow().ok().and_then(|next| calendar::moment(next.to_datetime(Time::midnight())));
        let end = midnight.and_then(|at| at.checked_sub(jiff::Span::new().milliseconds(1)).ok());
        let end = end.map_or(self.now(), |end| end.min(self.now()));
        Ok(facts(&self.cases_at(end)?))
    }
}

/// What there is to count of issues.
pub fn facts(cases: &[Case]) -> Facts {
    cases.iter().map(|case| (case.issue.id, Fact::of(&case.issue, &case.standing))).collect()
}
