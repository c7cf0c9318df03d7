//! Every issue with where it stands, worked out once for all who ask.
//!
//! The agenda, the reports, coverage and what a visit shows all begin with it.
//! It is kept in memory while the rows that it follows from are the ones it was
//! made of, and no longer than the minute: whatever is written, undone, taken
//! in or erased brings other rows, and clocks are told by the minute.

use std::{collections::HashSet, sync::Arc};

use jiff::civil::Date;

use super::{agenda::Rank, bench::Workbench, error::Error, steps::Case};
use crate::domain::{
    analyses,
    id::RecordId,
    issues::{issues, steps},
    row::Row,
    team::{members, peers},
    terms, voices, workdays,
};

/// What the standing of issues follows from.
const SOURCES: [&str; 8] =
    [issues::ID, steps::ID, voices::ID, analyses::ID, members::ID, peers::ID, terms::ID, workdays::ID];

/// The cases as they were worked out last.
pub(super) struct KnownCases {
    /// The rows that they were made of.
    rows: Vec<Arc<Vec<Row>>>,
    /// The minute in which that was.
    minute: i64,
    cases: Arc<Vec<Case>>,
}

/// What presses before what, as on the agenda: what has a moment goes before what has the whole day.
fn urgency(case: &Case, today: Date) -> impl Ord + use<> {
    let standing = &case.standing;
    let rank = if standing.is_dangerous() {
        Rank::Danger
    } else if standing.is_overdue(today) {
        Rank::Late
    } else {
        Rank::Ordinary
    };
    let at = standing.running.pressing().and_then(|clock| clock.at);
    (rank, standing.running.next_day(), at.is_none(), at)
}

impl Workbench {
    /// Every issue with its standing, to take apart; see [`Workbench::all_cases`].
    pub fn cases(&self) -> Result<Vec<Case>, Error> {
        self.all_cases().map(|cases| cases.to_vec())
    }

    /// Every issue with its standing: the open ones as the agenda has them, danger first, then what
    /// is late, then by day and moment due; then the closed ones, newest first.
    pub fn all_cases(&self) -> Result<Arc<Vec<Case>>, Error> {
        let rows: Vec<Arc<Vec<Row>>> =
            SOURCES.iter().map(|ledger| self.rows(ledger)).collect::<Result<_, _>>()?;
        let now = self.now();
        let minute = now.as_second().div_euclid(60);
        let is_known = |known: &&KnownCases| {
            known.minute == minute && known.rows.iter().zip(&rows).all(|(one, other)| Arc::ptr_eq(one, other))
        };
        if let Some(known) = self.known_cases.borrow().as_ref().filter(is_known) {
            return Ok(Arc::clone(&known.cases));
        }
        let (issues, sheets, people) =
            (self.rows(issues::ID)?, self.rows(analyses::ID)?, self.rows(members::ID)?);
        let all = self.cases_with(&|_row, _at| true, &issues, &sheets, &people)?;
        let mut cases: Vec<Case> =
            all.into_iter().map(|case| Case { standing: case.standing.as_of(now), ..case }).collect();
        let today = self.today();
        cases.sort_by_cached_key(|case| {
            let open = !case.standing.is_closed();
            // Those of one moment, as a sheet brings them in, by their numbers.
            let number = case.issue.text(issues::NUMBER);
            let newest_first = std::cmp::Reverse((case.issue.created, number.len(), number.to_owned()));
            (!open, open.then(|| urgency(case, today)), newest_first, case.issue.id)
        });
        let cases = Arc::new(cases);
        *self.known_cases.borrow_mut() = Some(KnownCases { rows, minute, cases: Arc::clone(&cases) });
        Ok(cases)
    }

    /// The residents with an open issue of their own.
    pub(super) fn waiting_residents(&self) -> Result<HashSet<RecordId>, Error> {
        let cases = self.all_cases()?;
        let open = cases.iter().filter(|case| !case.standing.is_closed());
        let voices = open.flat_map(|case| case.standing.voices.iter());
        Ok(voices.filter_map(|voice| voice.resident).collect())
    }
}
