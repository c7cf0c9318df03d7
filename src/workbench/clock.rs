//! The one place that reads the clock.

use jiff::{Timestamp, civil::Date};

use crate::domain::calendar;

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
