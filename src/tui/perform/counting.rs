//! The figures of this month, counted when F9 is looked at: they need every
//! matter as it stood a month ago.

use std::sync::Arc;

use super::Performer;
use crate::{
    domain::figures::{Monthly, State},
    tui::{event::Answer, snapshot::ThisMonth},
    workbench::Error,
};

impl Performer {
    /// Counts them as `minqing report monthly` does.
    pub(super) fn count_month(&self, tell: &mut dyn FnMut(Answer)) {
        match self.this_month() {
            Ok(month) => tell(Answer::Counted(Box::new(month))),
            Err(error) => tell(Answer::Remark(self.bench.told(&error, self.lang))),
        }
    }

    fn this_month(&self) -> Result<ThisMonth, Error> {
        let today = self.bench.today();
        let first = today.first_of_month();
        let before = self.bench.facts_at(first.yesterday().unwrap_or(first))?;
        let now = self.bench.facts_at(today.last_of_month())?;
        let figures = Monthly::count(&before, &now);
        let merged = now.values().filter(|fact| fact.state == State::Merged).count();
        Ok(ThisMonth { before: Arc::new(before), now: Arc::new(now), figures, merged })
    }
}
