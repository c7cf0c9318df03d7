//! How fast long work goes and how long it still takes, reckoned from moments and counts.

use std::{collections::VecDeque, time::Duration};

use super::{Course, Stage};
use crate::{domain::wording::Lang, say};

/// So far back the rate is reckoned: long enough to be steady, short enough to follow.
const WINDOW: Duration = Duration::from_secs(12);

/// Before so much time has gone by nothing is said: the beginning tells little.
const LEAST: Duration = Duration::from_millis(1_500);

/// Moments closer together than this are one.
const APART: Duration = Duration::from_millis(200);

/// The pace of a piece of work.
///
/// It reads no clock: each moment is given, counted from anywhere. A stage
/// begins anew, and so does a stage that is gone through a second time.
#[derive(Debug, Clone, Default)]
pub struct Pace {
    stage: Option<Stage>,
    total: Option<u64>,
    /// Moments of this stage within the window, and how much was done then.
    noted: VecDeque<(Duration, u64)>,
}

impl Pace {
    /// Takes note of how far the work is at a moment.
    pub fn note(&mut self, at: Duration, course: &Course) {
        let is_back = self.noted.back().is_some_and(|(_, done)| *done > course.done);
        if self.stage != Some(course.stage) || is_back {
            self.noted.clear();
            self.stage = Some(course.stage);
        }
        self.total = course.total;
        // The last moment moves on until it is far enough from the one before.
        let before = self.noted.len().checked_sub(2).and_then(|before| self.noted.get(before));
        if before.is_some_and(|(before, _)| at.saturating_sub(*before) < APART) {
            self.noted.pop_back();
        }
        self.noted.push_back((at, course.done));
        while self.noted.get(1).is_some_and(|(second, _)| at.saturating_sub(*second) >= WINDOW) {
            self.noted.pop_front();
        }
    }

    /// Units a second over the last moments; none before that means anything.
    pub fn rate(&self) -> Option<u64> {
        let (units, millis) = self.lately()?;
        u64::try_from(u128::from(units) * 1_000 / millis).ok().filter(|rate| *rate > 0)
    }

    /// How long it still takes at this rate; none where nobody can tell.
    pub fn left(&self) -> Option<Duration> {
        let (units, millis) = self.lately()?;
        let done = self.noted.back()?.1;
        let rest = self.total?.checked_sub(done)?;
        let left = (u128::from(rest) * millis).div_ceil(u128::from(units));
        u64::try_from(left).ok().map(Duration::from_millis)
    }

    /// What was done in the last moments, and in how many milliseconds.
    fn lately(&self) -> Option<(u64, u128)> {
        let ((begun, first), (at, last)) = (self.noted.front()?, self.noted.back()?);
        let past = at.saturating_sub(*begun);
        let units = last.saturating_sub(*first);
        (past >= LEAST && units > 0).then_some((units, past.as_millis()))
    }
}

/// The time that is left as people say it: about, and no finer than it is known.
pub fn told_left(left: Duration, lang: Lang) -> String {
    let seconds = left.as_millis().div_ceil(1_000).max(1);
    let in_steps = |of: u128| seconds.div_ceil(of) * of;
    match seconds {
        ..=10 => say!(lang, "约剩 {seconds} 秒", "~{seconds} s left"),
        11..=55 => {
            let seconds = in_steps(5);
            say!(lang, "约剩 {seconds} 秒", "~{seconds} s left")
        }
        56..=3_540 => {
            let minutes = in_steps(60) / 60;
            say!(lang, "约剩 {minutes} 分钟", "~{minutes} min left")
        }
        _ => {
            let hours = in_steps(3_600) / 3_600;
            say!(lang, "约剩 {hours} 小时", "~{hours} h left")
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    fn course(done: u64, total: Option<u64>) -> Course {
        Course { stage: Stage::Reading, done, total, can_stop: true }
    }

    #[test]
    fn a_steady_pace_is_told_and_the_rest_follows_from_it() {
        let mut pace = Pace::default();
        for tenth in 0..=50 {
            pace.note(at(tenth * 100), &course(tenth * 50, Some(10_000)));
            if tenth < 15 {
                assert_eq!((pace.rate(), pace.left()), (None, None), "too early at {tenth}");
            }
        }
        assert_eq!(pace.rate(), Some(500));
        assert_eq!(pace.left(), Some(at(15_000)));
    }

    #[test]
    fn nothing_is_told_where_nobody_can_tell() {
        let mut pace = Pace::default();
        assert_eq!((pace.rate(), pace.left()), (None, None));
        pace.note(at(0), &course(5, Some(10)));
        pace.note(at(9_000), &course(5, Some(10)));
        assert_eq!((pace.rate(), pace.left()), (None, None), "nothing moves");
        pace.note(at(10_000), &course(9, None));
        assert!(
            pace.rate().is_none() && pace.left().is_none(),
            "less than one a second, of nobody knows how many"
        );
        pace.note(at(11_000), &course(99, None));
        assert!(pace.rate().is_some() && pace.left().is_none());
        // More was done than was said: no time is made up.
        pace.note(at(12_000), &course(200, Some(150)));
        assert_eq!(pace.left(), None);
    }

    #[test]
    fn another_stage_and_a_second_time_begin_anew() {
        let mut pace = Pace::default();
        for second in 0..5 {
            pace.note(at(second * 1_000), &course(second * 10, Some(100)));
        }
        assert_eq!(pace.rate(), Some(10));
        pace.note(at(5_000), &course(0, Some(100)));
        assert_eq!(pace.rate(), None, "read a second time");
        pace.note(at(7_000), &course(40, Some(100)));
        assert_eq!(pace.rate(), Some(20));
        pace.note(at(8_000), &Course { stage: Stage::Keeping, ..course(50, Some(100)) });
        assert_eq!(pace.rate(), None);
    }

    #[test]
    fn a_pause_and_a_spurt_are_smoothed_and_then_forgotten() {
        let mut pace = Pace::default();
        let mut told = Vec::new();
        for second in 0..60_u64 {
            // A hundred a second, and ten times that from the thirtieth on.
            let done = if second <= 30 { second * 100 } else { 3_000 + (second - 30) * 1_000 };
            pace.note(at(second * 1_000), &course(done, Some(100_000)));
            told.extend(pace.rate());
        }
        assert!(told.windows(2).all(|two| two[1] <= two[0] + 100), "no jump: {told:?}");
        assert_eq!(told.last(), Some(&1_000));
    }

    #[test]
    fn the_rest_is_said_no_finer_than_it_is_known() {
        let zh = |millis| told_left(at(millis), Lang::Zh);
        assert_eq!(zh(0), "约剩 1 秒");
        assert_eq!(zh(7_200), "约剩 8 秒");
        assert_eq!(zh(41_000), "约剩 45 秒");
        assert_eq!(zh(58_000), "约剩 1 分钟");
        assert_eq!(zh(61_000), "约剩 2 分钟");
        assert_eq!(zh(3_541_000), "约剩 1 小时");
        assert_eq!(told_left(at(125_000), Lang::En), "~3 min left");
    }

    proptest! {
        #[test]
        fn whatever_is_heard_little_is_kept_and_what_is_told_can_be(
            heard in proptest::collection::vec((0_u64..3_000, 0_u64..5_000, proptest::option::of(0_u64..100_000)), 0..200)
        ) {
            let (mut pace, mut now) = (Pace::default(), 0);
            for (past, done, total) in heard {
                now += past;
                pace.note(at(now), &course(done, total));
                prop_assert!(pace.noted.len() < 70);
                if let Some(left) = pace.left() {
                    prop_assert!(total.is_some_and(|total| total >= done));
                    prop_assert!((left == Duration::ZERO) == (total == Some(done)));
                }
            }
        }
    }
}
