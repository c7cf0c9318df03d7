//! When an answer is due (domain.md §3.4).

use jiff::{Span, civil::Date};

use super::wording::Wording;

/// A term and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Calendar days; the starting day is not counted (民法典 201).
    pub days: i32,
    /// The source of the term.
    pub basis: Wording,
}

/// The term for an issue of this kind and urgency.
///
/// Danger is looked at again the same day and utilities the next; the others
/// follow the kind. The days are calendar days: 民法典 203 moves a last day that
/// is a holiday, but whether it applies is not written, so it moves nothing here.
pub fn term(kind: &str, urgency: &str) -> Term {
    match (urgency, kind) {
        ("danger", _) => Term {
            days: 0,
            basis: Wording::new(
                "紧急危险 当日（2 小时内回看）",
                "danger: the same day, looked at within 2 h",
            ),
        },
        ("utility", _) => {
            Term { days: 1, basis: Wording::new("水电气热 24 小时", "utilities: 24 hours") }
        }
        (_, "dispute" | "hazard" | "violation" | "rectification" | "supervision") => Term {
            days: 15,
            basis: Wording::new("15 天（疑难、限期整改）", "15 days (difficult, rectification)"),
        },
        _ => Term { days: 7, basis: Wording::new("一般 7 天", "ordinary: 7 days") },
    }
}

/// The last day of a term that starts on `start`.
pub fn due(start: Date, term: &Term) -> Date {
    start.checked_add(Span::new().days(term.days)).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_starting_day_does_not_count_and_urgency_outweighs_kind() {
        assert_eq!(due(date(2026, 11, 13), &term("request", "normal")), date(2026, 11, 20));
        assert_eq!(due(date(2026, 11, 13), &term("dispute", "")), date(2026, 11, 28));
        assert_eq!(due(date(2026, 11, 13), &term("dispute", "danger")), date(2026, 11, 13));
        assert_eq!(due(Date::MAX, &term("request", "")), Date::MAX);
    }
}
