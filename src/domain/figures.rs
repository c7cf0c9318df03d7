//! The figures of issues: counts of matters on two days, never of people
//! (domain.md C2, D11, E4, E10; the month as in §2.1).
//!
//! Nothing is kept: whoever counts again counts the same. A matter that was
//! merged into another is open or ended with that one, and stays registered.
//! Passed on or reported upward is no result, and so is open.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{
    calendar,
    id::RecordId,
    issues::{issues, steps},
    row::Row,
    standing::{Standing, registered},
};

/// Whether a matter has come to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Without a result.
    Open,
    /// With a result.
    Closed,
    /// Counted with the one that it was merged into.
    Merged,
}

/// What is counted of one matter, as it stood at the end of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The day it was registered.
    pub registered: Date,
    /// Whether it has its result.
    pub state: State,
    /// Its result.
    pub outcome: String,
    /// Whether it was passed on, and nobody here has taken it up again.
    pub transferred: bool,
    /// How often it was reopened so far.
    pub reopened: usize,
    /// Its class; empty where none was chosen.
    pub class: String,
    /// Where it is.
    pub neighbourhood: Option<RecordId>,
    /// The level on which it was brought to its end; empty where it was not said.
    pub level: String,
}

impl Fact {
    /// What there is to count of an issue.
    pub fn of(issue: &Row, standing: &Standing) -> Self {
        let state = if standing.merged_into.is_some() {
            State::Merged
        } else if standing.is_closed() {
            State::Closed
        } else {
            State::Open
        };
        let level = standing.result().map(|result| result.row.text(steps::LEVEL).to_owned());
        Self {
            registered: calendar::day(registered(issue)),
            state,
            outcome: standing.outcome.clone().unwrap_or_default(),
            transferred: standing.passed_on,
            reopened: standing.reopenings(),
            class: issue.text(issues::CATEGORY).trim().to_owned(),
            neighbourhood: issue.reference(issues::NEIGHBOURHOOD),
            level: level.unwrap_or_default(),
        }
    }

    fn is_solved(&self) -> bool {
        self.state == State::Closed && matches!(self.outcome.as_str(), "solved" | "partly_solved")
    }

    fn is_told(&self) -> bool {
        self.state == State::Closed && !self.is_solved()
    }
}

/// Matters by the issue that each is.
pub type Facts = BTreeMap<RecordId, Fact>;

/// How many matters came to an end, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ended {
    /// All of them.
    pub all: usize,
    /// 实质: solved, wholly or in part.
    pub solved: usize,
    /// 对本人讲清: explained or not supported, with reason and remedies.
    pub told: usize,
    /// Reopened within the same period: a result that did not last.
    pub undone: usize,
}

/// The six figures of the month (domain.md §2.1), and what moves between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Monthly {
    /// 累计建账.
    pub registered_total: usize,
    /// 累计办结.
    pub closed_total: Ended,
    /// 上月办理中.
    pub open_before: usize,
    /// 本月建账.
    pub registered: usize,
    /// 本月办结.
    pub closed: Ended,
    /// 本月重开, or taken apart again.
    pub reopened: usize,
    /// 本月并入 another one.
    pub merged: usize,
    /// 本月办理中.
    pub open: usize,
    /// Of those, the ones passed on and not yet brought to an end.
    pub transferred: usize,
}

impl Monthly {
    /// Counts from how matters stood before the period and at its end; a matter
    /// that came to an end and was reopened within it is counted as both.
    ///
    /// `open_before + registered + reopened − closed − merged = open`. What was
    /// merged stays registered: nobody's request leaves the books.
    pub fn count(before: &Facts, now: &Facts) -> Self {
        let mut month = Self { open_before: of_state(before, State::Open), ..Self::default() };
        for (id, fact) in now {
            let moved = Moved::of(before.get(id), fact);
            month.registered_total += 1;
            month.registered += moved.registered;
            month.reopened += moved.reopened;
            month.merged += moved.merged;
            month.closed.add(fact, moved.ended);
            month.closed_total.add(fact, usize::from(fact.state == State::Closed));
            month.open += moved.open;
            month.transferred += usize::from(fact.state == State::Open && fact.transferred);
        }
        month
    }
}

/// What became of one matter within a period, as often as it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moved {
    /// Registered.
    pub registered: usize,
    /// Reopened, or taken apart again.
    pub reopened: usize,
    /// Merged into another one.
    pub merged: usize,
    /// Came to an end.
    pub ended: usize,
    /// Open at its end.
    pub open: usize,
}

impl Moved {
    /// From how it stood before the period, if it was there, and at its end.
    pub fn of(was: Option<&Fact>, fact: &Fact) -> Self {
        let state = was.map(|fact| fact.state);
        let again = fact.reopened.saturating_sub(was.map_or(0, |fact| fact.reopened));
        let apart = usize::from(state == Some(State::Merged) && fact.state != State::Merged);
        let open = usize::from(fact.state == State::Open);
        let came = usize::from(matches!(state, None | Some(State::Open))) + again + apart;
        let merged = usize::from(fact.state == State::Merged && state != Some(State::Merged) && came > 0);
        let ended = came.saturating_sub(open + merged);
        let reopened = again + apart + (open + merged + ended - came);
        Self { registered: usize::from(was.is_none()), reopened, merged, ended, open }
    }
}

impl Ended {
    /// Adds so many ends of a matter; only the last of them can stand.
    fn add(&mut self, fact: &Fact, ended: usize) {
        let stands = usize::from(fact.state == State::Closed && ended > 0);
        self.all += ended;
        self.undone += ended - stands;
        self.solved += stands * usize::from(fact.is_solved());
        self.told += stands * usize::from(fact.is_told());
    }
}

fn of_state(facts: &Facts, state: State) -> usize {
    facts.values().filter(|fact| fact.state == state).count()
}

/// The board of a batch (domain.md D11): the matters registered from one day to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Board {
    /// 登记.
    pub registered: usize,
    /// 办成.
    pub done: usize,
    /// 在办.
    pub working: usize,
    /// 办不了已说明.
    pub told: usize,
}

impl Board {
    /// Counts the matters registered in the period, as they stand.
    pub fn count(facts: &Facts, from: Date, to: Date) -> Self {
        let mut board = Self::default();
        let batch = facts.values().filter(|fact| (from..=to).contains(&fact.registered));
        for fact in batch.filter(|fact| fact.state != State::Merged) {
            board.registered += 1;
            board.done += usize::from(fact.is_solved());
            board.told += usize::from(fact.is_told());
            board.working += usize::from(fact.state == State::Open);
        }
        board
    }
}

/// How many matters of one class came up at one place in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hotspot {
    /// The class; empty where none was chosen.
    pub class: String,
    /// Where.
    pub neighbourhood: Option<RecordId>,
    /// The first day of the month.
    pub month: Date,
    /// Matters registered.
    pub matters: usize,
    /// Of those, the ones without a result.
    pub open: usize,
}

/// The matters registered from one day to another, by class, place and month:
/// the most first (domain.md C2, E4).
pub fn hotspots(facts: &Facts, from: Date, to: Date) -> Vec<Hotspot> {
    let mut counts: BTreeMap<(Date, String, Option<RecordId>), (usize, usize)> = BTreeMap::new();
    let counted = facts.values().filter(|fact| fact.state != State::Merged);
    for fact in counted.filter(|fact| (from..=to).contains(&fact.registered)) {
        let key = (fact.registered.first_of_month(), fact.class.clone(), fact.neighbourhood);
        let count = counts.entry(key).or_default();
        count.0 += 1;
        count.1 += usize::from(fact.state == State::Open);
    }
    let mut spots: Vec<Hotspot> = counts
        .into_iter()
        .map(|((month, class, neighbourhood), (matters, open))| Hotspot {
            class,
            neighbourhood,
            month,
            matters,
            open,
        })
        .collect();
    spots.sort_by_key(|spot| std::cmp::Reverse(spot.matters));
    spots
}

/// On which level matters were solved (domain.md E10, 基层解决率).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Grassroots {
    /// Solved, wholly or in part.
    pub solved: usize,
    /// Of those, in the neighbourhood or the community.
    pub here: usize,
    /// Of those, higher up.
    pub above: usize,
    /// Of those, without the level being told.
    pub untold: usize,
}

impl Grassroots {
    /// Counts the matters registered in the period.
    pub fn count(facts: &Facts, from: Date, to: Date) -> Self {
        let mut rate = Self::default();
        let batch = facts.values().filter(|fact| (from..=to).contains(&fact.registered));
        for fact in batch.filter(|fact| fact.is_solved()) {
            rate.solved += 1;
            match fact.level.as_str() {
                "neighbourhood" | "community" => rate.here += 1,
                "" => rate.untold += 1,
                _ => rate.above += 1,
            }
        }
        rate
    }

    /// The share solved here among those whose level was told, in hundredths.
    pub fn percent(self) -> Option<usize> {
        (self.here * 100).checked_div(self.here + self.above)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::id::LedgerTag;

    fn fact(day: Date, state: State, outcome: &str) -> Fact {
        Fact {
            registered: day,
            state,
            outcome: outcome.into(),
            transferred: false,
            reopened: 0,
            class: "噪声".into(),
            neighbourhood: None,
            level: String::new(),
        }
    }

    fn facts(all: &[(u8, Fact)]) -> Facts {
        all.iter().map(|(n, fact)| (RecordId::new(LedgerTag::of("issues"), [*n; 12]), fact.clone())).collect()
    }

    // Shows D11.
    #[test]
    fn the_six_figures_of_a_month_by_hand() {
        let (october, november) = (date(2026, 10, 9), date(2026, 11, 9));
        let mut passed_on = fact(november, State::Open, "");
        passed_on.transferred = true;
        let before = facts(&[
            (1, fact(october, State::Closed, "solved")),
            (2, fact(october, State::Open, "")),
            (3, fact(october, State::Open, "")),
            (4, fact(october, State::Closed, "explained")),
            (5, fact(october, State::Open, "")),
        ]);
        let now = facts(&[
            (1, fact(october, State::Closed, "solved")),
            (2, fact(october, State::Closed, "not_supported")),
            (3, fact(october, State::Merged, "")),
            (4, fact(october, State::Open, "")),
            (5, fact(october, State::Open, "")),
            (6, passed_on),
            (7, fact(november, State::Closed, "partly_solved")),
        ]);
        let wanted = Monthly {
            registered_total: 7,
            closed_total: Ended { all: 3, solved: 2, told: 1, undone: 0 },
            open_before: 3,
            registered: 2,
            closed: Ended { all: 2, solved: 1, told: 1, undone: 0 },
            reopened: 1,
            merged: 1,
            open: 3,
            transferred: 1,
        };
        assert_eq!(Monthly::count(&before, &now), wanted);
        let board = Board::count(&now, date(2026, 11, 1), date(2026, 11, 30));
        assert_eq!(board, Board { registered: 2, done: 1, working: 1, told: 0 });
        let board = Board::count(&now, date(2026, 10, 1), date(2026, 10, 31));
        assert_eq!(board, Board { registered: 4, done: 1, working: 2, told: 1 });
    }

    #[test]
    fn what_was_reopened_and_merged_within_the_month_is_told_and_nothing_leaves_the_books() {
        let (october, november) = (date(2026, 10, 9), date(2026, 11, 9));
        let again = |day, state, outcome, reopened| Fact { reopened, ..fact(day, state, outcome) };
        let before = facts(&[
            (1, again(october, State::Closed, "solved", 1)),
            (2, fact(october, State::Open, "")),
            (3, fact(october, State::Open, "")),
        ]);
        let now = facts(&[
            // Closed, and reopened once more.
            (1, again(october, State::Open, "", 2)),
            // Closed twice, reopened once; and the last result stands.
            (2, again(october, State::Closed, "explained", 1)),
            (3, fact(october, State::Merged, "")),
            // Came, was closed, was reopened twice, and is open.
            (4, again(november, State::Open, "", 2)),
            (5, fact(november, State::Merged, "")),
        ]);
        let month = Monthly::count(&before, &now);
        assert_eq!((month.registered_total, month.registered, month.open_before), (5, 2, 2));
        assert_eq!((month.reopened, month.merged, month.open), (4, 2, 2));
        assert_eq!(month.closed, Ended { all: 4, solved: 0, told: 1, undone: 3 });
        let there = month.open_before + month.registered + month.reopened;
        assert_eq!(there - month.closed.all - month.merged, month.open);
    }

    // Shows C2, E4, E10.
    #[test]
    fn hot_topics_and_the_share_solved_here_count_matters() {
        let day = date(2026, 11, 9);
        let mut here = fact(day, State::Closed, "solved");
        here.level = "community".into();
        let mut above = here.clone();
        above.level = "street".into();
        let mut other = fact(day, State::Open, "");
        other.class = "排水".into();
        let merged = fact(day, State::Merged, "");
        let all =
            facts(&[(1, here), (2, above), (3, other), (4, merged), (5, fact(day, State::Closed, "solved"))]);
        let spots = hotspots(&all, date(2026, 11, 1), date(2026, 11, 30));
        let told: Vec<_> = spots.iter().map(|spot| (spot.class.as_str(), spot.matters, spot.open)).collect();
        assert_eq!(told, [("噪声", 3, 0), ("排水", 1, 1)]);
        assert_eq!(spots[0].month, date(2026, 11, 1));
        // Two months and two places are told apart.
        let mut earlier = fact(date(2026, 10, 31), State::Open, "");
        let at = RecordId::new(LedgerTag::of("neighbourhoods"), [1; 12]);
        earlier.neighbourhood = Some(at);
        let mut there = fact(day, State::Open, "");
        there.neighbourhood = Some(at);
        let two = facts(&[(1, earlier), (2, there), (3, fact(day, State::Open, ""))]);
        let spots = hotspots(&two, date(2026, 10, 1), date(2026, 11, 30));
        let told: Vec<_> = spots.iter().map(|spot| (spot.month, spot.neighbourhood, spot.matters)).collect();
        let november = date(2026, 11, 1);
        assert_eq!(told, [(date(2026, 10, 1), Some(at), 1), (november, None, 1), (november, Some(at), 1)]);
        assert!(hotspots(&all, date(2026, 12, 1), date(2026, 12, 31)).is_empty());
        let rate = Grassroots::count(&all, day, day);
        assert_eq!(rate, Grassroots { solved: 3, here: 1, above: 1, untold: 1 });
        assert_eq!(rate.percent(), Some(50));
        assert_eq!(Grassroots::default().percent(), None);
    }
}
