//! How many matters came up by month and kind, and how long those without a
//! result have waited (domain.md C2, D11, E4). Counted from the same facts as the
//! monthly report; matters, never people.

use jiff::{Span, Unit, civil::Date};

use super::{
    figures::{Fact, State},
    standing::IssueKind,
};

/// The kinds of issues, and those that this version does not know.
pub const KINDS: usize = IssueKind::ALL.len() + 1;

/// The matters that were registered in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub first: Date,
    /// How many, by kind in the order of [`IssueKind::ALL`]; last those of a kind not known here.
    pub kinds: [usize; KINDS],
}

impl Month {
    /// How many in all.
    pub fn all(&self) -> usize {
        self.kinds.iter().sum()
    }

    /// Whether a matter is counted in it: one that was merged is counted with the other.
    pub fn has(&self, fact: &Fact) -> bool {
        fact.state != State::Merged && fact.registered.first_of_month() == self.first
    }
}

/// The place of a kind in [`Month::kinds`].
fn place(kind: Option<IssueKind>) -> usize {
    kind.and_then(|kind| IssueKind::ALL.iter().position(|own| *own == kind)).unwrap_or(KINDS - 1)
}

/// The last `many` months up to today's, the oldest first.
pub fn months<'a>(
    matters: impl Iterator<Item = (Option<IssueKind>, &'a Fact)>,
    today: Date,
    many: i32,
) -> Vec<Month> {
    let back = |by: i32| today.first_of_month().checked_sub(Span::new().months(by)).ok();
    let mut months: Vec<Month> =
        (0..many).rev().filter_map(back).map(|first| Month { first, kinds: [0; KINDS] }).collect();
    for (kind, fact) in matters {
        if let Some(month) = months.iter_mut().find(|month| month.has(fact))
            && let Some(count) = month.kinds.get_mut(place(kind))
        {
            *count += 1;
        }
    }
    months
}

/// How long matters without a result have waited: from so many days to so many.
pub const AGES: [(i64, Option<i64>); 6] =
    [(0, Some(7)), (8, Some(15)), (16, Some(30)), (31, Some(60)), (61, Some(90)), (91, None)];

/// The place in [`AGES`] of a matter that is open.
pub fn age(fact: &Fact, today: Date) -> Option<usize> {
    if fact.state != State::Open {
        return None;
    }
    let waited = fact.registered.until((Unit::Day, today)).map_or(0, |span| i64::from(span.get_days()));
    AGES.iter().position(|(_, to)| to.is_none_or(|to| waited <= to))
}

/// How many open matters there are of each age.
pub fn ages<'a>(facts: impl Iterator<Item = &'a Fact>, today: Date) -> [usize; AGES.len()] {
    let mut ages = [0; AGES.len()];
    for place in facts.filter_map(|fact| age(fact, today)) {
        if let Some(count) = ages.get_mut(place) {
            *count += 1;
        }
    }
    ages
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        figures::{self, Board, Facts, Monthly},
        id::{LedgerTag, RecordId},
    };

    fn fact(registered: Date, state: State) -> Fact {
        Fact {
            registered,
            state,
            outcome: String::new(),
            transferred: false,
            reopened: 0,
            class: "噪声".into(),
            neighbourhood: None,
            level: String::new(),
        }
    }

    #[test]
    fn a_month_has_its_kinds_and_the_ages_their_bounds() {
        let today = date(2026, 11, 22);
        let all = [
            (Some(IssueKind::Request), fact(date(2026, 11, 1), State::Open)),
            (Some(IssueKind::Dispute), fact(date(2026, 11, 22), State::Closed)),
            (None, fact(date(2026, 10, 31), State::Open)),
            (Some(IssueKind::Request), fact(date(2026, 11, 3), State::Merged)),
            (Some(IssueKind::Request), fact(date(2026, 4, 30), State::Open)),
        ];
        let told = months(all.iter().map(|(kind, fact)| (*kind, fact)), today, 3);
        let first: Vec<String> = told.iter().map(|month| month.first.to_string()).collect();
        assert_eq!(first, ["2026-09-01", "2026-10-01", "2026-11-01"]);
        assert_eq!(told.iter().map(Month::all).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!((told[2].kinds[0], told[2].kinds[1], told[1].kinds[6]), (1, 1, 1));
        let at =
            |days: i64| age(&fact(today.checked_sub(Span::new().days(days)).unwrap(), State::Open), today);
        assert_eq!([0, 7, 8, 15, 16, 90, 91, 9_000].map(at), [0, 0, 1, 1, 2, 4, 5, 5].map(Some));
        assert_eq!(age(&fact(today, State::Closed), today), None);
    }

    proptest! {
        // The pictures tell what the reports tell.
        #[test]
        fn months_and_ages_sum_up_to_the_figures_of_the_reports(
            all in proptest::collection::vec((0i64..200, 0usize..3, 0usize..8), 0..40),
        ) {
            let today = date(2026, 11, 30);
            let states = [State::Open, State::Closed, State::Merged];
            let matters: Vec<_> = all
                .iter()
                .map(|(days, state, kind)| {
                    let day = today.checked_sub(Span::new().days(*days)).unwrap();
                    (IssueKind::ALL.get(*kind).copied(), fact(day, states[*state]))
                })
                .collect();
            let facts: Facts = matters
                .iter()
                .zip(0u8..)
                .map(|((_, fact), n)| (RecordId::new(LedgerTag::of("issues"), [n; 12]), fact.clone()))
                .collect();
            for month in months(matters.iter().map(|(kind, fact)| (*kind, fact)), today, 12) {
                let last = month.first.last_of_month();
                prop_assert_eq!(month.all(), Board::count(&facts, month.first, last).registered);
                let hot: usize =
                    figures::hotspots(&facts, month.first, last).iter().map(|spot| spot.matters).sum();
                prop_assert_eq!(month.all(), hot);
            }
            let open: usize = ages(matters.iter().map(|(_, fact)| fact), today).iter().sum();
            prop_assert_eq!(open, Monthly::count(&Facts::new(), &facts).open);
        }
    }
}
