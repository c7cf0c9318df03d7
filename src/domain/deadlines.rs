//! When an answer and a result are due (domain.md §3): the engine of the terms.
//!
//! The day on which a term begins is not counted (民法典 201). Days are days of
//! the calendar unless the term says working days. A last day that is a day off
//! moves nothing: whether 民法典 203 applies is not written, so it is a hint
//! ([`Deadlines::hint`]). Hours run from the moment, not from the day. Nothing here
//! closes anything by itself.

use jiff::{Span, Timestamp, ToSpan, civil::Date};

use super::{
    calendar,
    issues::issues,
    row::Row,
    terms::{Term, Terms, Unit},
    wording::{Lang, Wording},
    workdays::{Gap, Workdays},
};

/// What deadlines are reckoned by: a group's terms and its working days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deadlines {
    /// How long things may take.
    pub terms: Terms,
    /// Which days are worked.
    pub workdays: Workdays,
}

/// A term that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// The term, with what it rests on.
    pub term: Term,
    /// When it began to run.
    pub start: Timestamp,
    /// Its last day.
    pub day: Date,
    /// Its last moment, where it is counted in hours.
    pub at: Option<Timestamp>,
    /// Years whose holidays the day depends on and that are not entered whole.
    pub gaps: Vec<Gap>,
}

/// How near the end of a term is; each is reminded of once it is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// There is time.
    Quiet,
    /// A third of the time is left.
    Third,
    /// One working day is left, or none.
    LastDay,
    /// The end is past.
    Overdue,
}

impl Stage {
    /// The key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Third => "third",
            Self::LastDay => "last_day",
            Self::Overdue => "overdue",
        }
    }

    /// The words on screen; nothing where there is time.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Quiet => "",
            Self::Third => lang.pick("只剩三分之一", "a third left"),
            Self::LastDay => lang.pick("最后一个工作日", "last working day"),
            Self::Overdue => lang.pick("超期", "overdue"),
        }
    }
}

/// Which terms an issue is under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keys {
    /// For the first contact with whoever asked.
    pub contact: Option<&'static str>,
    /// For the result.
    pub result: &'static str,
    /// Whether who takes it on sets the time for the result (限期, domain.md §3.4).
    pub own_limit: bool,
}

/// The terms of an issue: danger goes before every other first contact and
/// utilities before everything, then the procedure that it is dealt with in,
/// then its kind.
pub fn keys(issue: &Row) -> Keys {
    keys_of(issue.text(issues::KIND), issue.text(issues::URGENCY), issue.text(issues::PROCEDURE))
}

/// The same by the issue's choices.
pub fn keys_of(kind: &str, urgency: &str, procedure: &str) -> Keys {
    let own_limit = matches!(kind, "hazard" | "violation" | "rectification" | "supervision");
    let (contact, result) = match (procedure, kind) {
        ("petition", _) => (Some("petition_inform"), "petition"),
        ("review", _) => (None, "petition_review"),
        ("recheck", _) => (None, "petition_recheck"),
        ("hotline", _) => (Some("contact"), "hotline"),
        ("difficult", _) | (_, "dispute") => (Some("contact"), "difficult"),
        (_, "hazard") => (Some("hazard_notice"), "hazard"),
        (_, "violation") => (Some("violation_notice"), "violation"),
        (_, "rectification") => (Some("rectification_notice"), "rectification"),
        (_, "supervision") => (Some("supervision_reply"), "supervision"),
        _ => (Some("contact"), "ordinary"),
    };
    // Danger is looked at within two hours; for its result no time is set (domain.md §3.4).
    let (contact, result) = match urgency {
        "danger" => (Some("danger"), result),
        "utility" => (Some("utility"), "utility"),
        _ => (contact, result),
    };
    Keys { contact, result, own_limit }
}

impl Deadlines {
    /// Those of a group that entered nothing of its own.
    pub fn shipped() -> Self {
        Self::default()
    }

    /// The clock of a term that began to run at `start`; `None` for a key that
    /// is not known. At the end of the calendar it ends there.
    pub fn clock(&self, key: &str, start: Timestamp) -> Option<Clock> {
        let term = self.terms.get(key)?.clone();
        let from = calendar::day(start);
        let (day, at) = match term.unit {
            Unit::Hours => {
                let at = start.checked_add(i64::from(term.value).hours()).unwrap_or(Timestamp::MAX);
                (calendar::day(at), Some(at))
            }
            Unit::Days => (days_after(from, term.value), None),
            Unit::WorkingDays => (self.workdays.after(from, term.value), None),
        };
        let gaps = match term.unit {
            Unit::WorkingDays => self.workdays.gaps(from, day),
            Unit::Hours | Unit::Days => Vec::new(),
        };
        Some(Clock { term, start, day, at, gaps })
    }

    /// How near the end of a term is at `now`.
    pub fn stage(&self, clock: &Clock, now: Timestamp) -> Stage {
        if let Some(at) = clock.at {
            let total = at.duration_since(clock.start);
            let left = at.duration_since(now);
            return if now > at {
                Stage::Overdue
            } else if left.as_secs().saturating_mul(3) <= total.as_secs() {
                Stage::Third
            } else {
                Stage::Quiet
            };
        }
        let today = calendar::day(now);
        let left = calendar::days_between(today, clock.day);
        let total = calendar::days_between(calendar::day(clock.start), clock.day);
        if left < 0 {
            Stage::Overdue
        } else if self.workdays.between(today, clock.day) <= 1 {
            Stage::LastDay
        } else if left.saturating_mul(3) <= total {
            Stage::Third
        } else {
            Stage::Quiet
        }
    }

    /// How much of a term is left at `now`: `剩 3 天（含 2 个工作日）`, `剩 1 小时 20 分`, `超 2 天`.
    pub fn left(&self, clock: &Clock, now: Timestamp, lang: Lang) -> String {
        if let Some(at) = clock.at {
            return hours_left(at, now, lang);
        }
        let today = calendar::day(now);
        let told = calendar::distance(clock.day, today, lang);
        if clock.day <= today {
            return told;
        }
        let working = self.workdays.between(today, clock.day);
        crate::say!(lang, "{told}（含 {working} 个工作日）", "{told} ({working} working)")
    }

    /// What to know of a last day that is a day off: it is not moved, and which
    /// worked day comes before it.
    pub fn hint(&self, clock: &Clock) -> Option<Wording> {
        if clock.at.is_some() {
            return None;
        }
        let off = self.workdays.day_off(clock.day)?;
        let before = self.workdays.before(clock.day, 1);
        Some(Wording::owned(
            format!("期限末日是{}，不顺延；之前最后一个工作日是 {before}", off.zh),
            format!(
                "the last day is a day off ({}) and is not moved; the working day before is {before}",
                off.en
            ),
        ))
    }

    /// The years that what is told of a clock at `now` depends on and that are not entered whole.
    pub fn gaps(&self, clock: &Clock, now: Timestamp) -> Vec<Gap> {
        let mut gaps = clock.gaps.clone();
        let today = calendar::day(now);
        if clock.at.is_none() && today < clock.day {
            gaps.extend(self.workdays.gaps(today, clock.day));
        }
        gaps.sort_unstable();
        gaps.dedup();
        gaps
    }
}

/// A moment as told against the clock: in hours and minutes, from ten hours on
/// in hours, from a day on in days, as all the others are.
pub fn hours_left(at: Timestamp, now: Timestamp, lang: Lang) -> String {
    let minutes = at.duration_since(now).as_secs().unsigned_abs() / 60;
    let (days, hours, minutes) = (minutes / 60 / 24, minutes / 60, minutes % 60);
    let told = match hours {
        0..10 => crate::say!(lang, "{hours} 小时 {minutes} 分", "{hours} h {minutes} min"),
        10..24 => crate::say!(lang, "{hours} 小时", "{hours} h"),
        24.. => crate::say!(lang, "{days} 天", "{days} d"),
    };
    if now > at {
        crate::say!(lang, "超 {told}", "{told} late")
    } else {
        crate::say!(lang, "剩 {told}", "{told} left")
    }
}

/// The day so many days after one; the calendar's end where there is none.
pub fn days_after(day: Date, days: i32) -> Date {
    Span::new().try_days(days).ok().and_then(|span| day.checked_add(span).ok()).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests;
