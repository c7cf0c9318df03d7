//! The hybrid logical clock.

use serde::{Deserialize, Serialize};

/// How far ahead of the receiver's clock a stamp may be before it is flagged,
/// and no longer pulls the receiver's own clock along: one day, in milliseconds.
pub const TOLERANCE_MS: u64 = 24 * 60 * 60 * 1000;

/// A moment by the hybrid clock: physical milliseconds since 1970, and a
/// counter for what happens within one or while the clock stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Stamp {
    /// Milliseconds since 1970.
    pub ms: u64,
    /// Distinguishes stamps of one millisecond.
    pub counter: u32,
}

impl Stamp {
    /// The stamp of the next own commit, given the newest stamp known.
    ///
    /// A newest stamp more than a day ahead was written while this clock was
    /// wrong, and is left behind: a corrected clock works at once. Order is
    /// not in danger: what a writer has seen it replaces whatever the stamps.
    #[must_use]
    pub fn next(self, now_ms: u64) -> Self {
        if now_ms > self.ms || self.is_ahead(now_ms) {
            return Self { ms: now_ms, counter: 0 };
        }
        match self.counter.checked_add(1) {
            Some(counter) => Self { ms: self.ms, counter },
            None => Self { ms: self.ms.saturating_add(1), counter: 0 },
        }
    }

    /// The newest stamp known after `other` came in. What lies more than a day
    /// ahead of the own clock is left out, so that a laptop set wrong does not
    /// pull others along, nor does this one itself once it is put right.
    #[must_use]
    pub fn witness(self, other: Self, now_ms: u64) -> Self {
        self.unless_ahead(now_ms).max(other.unless_ahead(now_ms))
    }

    /// Itself, or the beginning of time where it lies more than a day ahead.
    #[must_use]
    pub fn unless_ahead(self, now_ms: u64) -> Self {
        if self.is_ahead(now_ms) { Self::default() } else { self }
    }

    /// Whether it lies more than a day ahead of `now_ms`.
    pub fn is_ahead(self, now_ms: u64) -> bool {
        self.ms > now_ms.saturating_add(TOLERANCE_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_never_goes_back_and_never_jumps_by_more_than_a_day() {
        let now = 1_790_000_000_000;
        let start = Stamp::default().next(now);
        assert_eq!(start, Stamp { ms: now, counter: 0 });
        assert_eq!(start.next(now - 5000), Stamp { ms: now, counter: 1 });
        let year_ahead = Stamp { ms: now + 365 * TOLERANCE_MS, counter: 7 };
        assert!(year_ahead.is_ahead(now));
        assert_eq!(start.witness(year_ahead, now), start, "nobody follows a clock set wrong");
        let day_ahead = Stamp { ms: now + TOLERANCE_MS, counter: 2 };
        assert_eq!(start.witness(day_ahead, now), day_ahead);
        assert_eq!(Stamp { ms: 5, counter: u32::MAX }.next(0), Stamp { ms: 6, counter: 0 });
        assert_eq!(year_ahead.next(now), Stamp { ms: now, counter: 0 }, "a corrected clock works at once");
        let colleague = Stamp { ms: now + 600_000, counter: 3 };
        let corrected = year_ahead.witness(colleague, now);
        assert_eq!(corrected, colleague, "and follows the others again");
        assert_eq!(corrected.next(now), Stamp { ms: now + 600_000, counter: 4 });
    }
}
