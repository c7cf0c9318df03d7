//! What F9 draws: how many matters came up by month and kind, how long they have
//! waited, and where most of them are.

use std::sync::Arc;

use jiff::{Span, civil::Date};

use crate::{
    domain::{
        figures::{self, Facts, Hotspot, Monthly},
        trends::{self, AGES, Month},
    },
    workbench::{figures::facts, steps::Case},
};

/// How many months are told.
const MONTHS: i32 = 12;

/// How many months of hot topics.
const HOT: i32 = 2;

/// Counted from the issues as they stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::tui) struct Trends {
    /// The last months, the oldest first.
    pub(in crate::tui) months: Vec<Month>,
    /// Open matters by how long they have waited.
    pub(in crate::tui) ages: [usize; AGES.len()],
    /// What came up in the last months, the most first.
    pub(in crate::tui) spots: Vec<Hotspot>,
    /// How matters stand.
    pub(in crate::tui) standing: Standing,
}

/// How many matters stand how; what was merged into another is counted with that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::tui) struct Standing {
    /// Open, and nobody has answered.
    pub(in crate::tui) waiting: usize,
    /// Answered, and open.
    pub(in crate::tui) answered: usize,
    /// Over.
    pub(in crate::tui) closed: usize,
}

impl Standing {
    fn of(cases: &[Case]) -> Self {
        let mut all = Self::default();
        for case in cases.iter().filter(|case| case.standing.merged_into.is_none()) {
            match (case.standing.is_closed(), case.standing.answered) {
                (true, _) => all.closed += 1,
                (false, true) => all.answered += 1,
                (false, false) => all.waiting += 1,
            }
        }
        all
    }

    /// All of them.
    pub(in crate::tui) fn all(self) -> usize {
        self.waiting + self.answered + self.closed
    }
}

impl Trends {
    /// Counts them.
    pub(in crate::tui) fn of(cases: &[Case], today: Date) -> Self {
        let facts = facts(cases);
        let of_kind = cases.iter().filter_map(|case| Some((case.standing.kind, facts.get(&case.issue.id)?)));
        let from = today.first_of_month().checked_sub(Span::new().months(HOT)).unwrap_or(today);
        Self {
            months: trends::months(of_kind, today, MONTHS),
            ages: trends::ages(facts.values(), today),
            spots: figures::hotspots(&facts, from, today),
            standing: Standing::of(cases),
        }
    }
}

/// The figures of this month, with what they are counted from.
#[derive(Debug, Clone)]
pub(in crate::tui) struct ThisMonth {
    /// As matters stood before it.
    pub(in crate::tui) before: Arc<Facts>,
    /// As they stand.
    pub(in crate::tui) now: Arc<Facts>,
    /// The figures.
    pub(in crate::tui) figures: Monthly,
    /// How many of those that were ever registered are counted with another one.
    pub(in crate::tui) merged: usize,
}
