//! The one place that reads the clock.

use std::time::{Duration, Instant};

use jiff::{Timestamp, civil::Date};

use crate::domain::calendar;

/// Measures how long something takes, whatever the clock says.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// One that runs from now on.
    #[expect(clippy::disallowed_methods, reason = "what it measures is told to nobody but who waits")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// How long it has been running.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Where "now" comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A moment that was given: tests and demonstrations.
    Fixed(Timestamp),
}

impl Clock {
    /// The moment.
    #[expect(clippy::disallowed_methods, reason = "this is the Clock that everybody else is given")]
    pub fn now(self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::Fixed(at) => at,
        }
    }

    /// The moment in milliseconds since 1970; 0 before.
    pub fn now_ms(self) -> u64 {
        u64::try_from(self.now().as_millisecond()).unwrap_or(0)
    }

    /// The day, in China Standard Time.
    pub fn today(self) -> Date {
        calendar::day(self.now())
    }
}
