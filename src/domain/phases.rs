//! Phases of the campaign: named by the people who use the program
//! (domain.md A1–A4, A13).
//!
//! No record says which phase it is of: that follows from its day, so that one
//! entry serves both and moving the day of the switch moves nothing that was
//! entered. What is unfinished when a phase begins is carried over with its
//! first day; nothing is registered again.

use jiff::civil::Date;

use super::{
    calendar,
    field::{Kind, Search},
    id::{LedgerTag, RecordId},
    issues::{issues, steps},
    row::Row,
    rules::Refusal,
    standing, visits,
};

crate::ledger! {
    /// A phase: its title, its items and what it stands for are typed in by
    /// the user; the program brings none.
    "phases" ("阶段", "Phases") Card;
    NAME = 16 "name" ("阶段名称", "Name") Kind::Text => required().search(Search::Name).column(24);
    AUTHORITY = 17 "authority" ("部署机关", "Deploying authority") Kind::Text => column(20);
    FROM = 18 "from" ("开始日", "From") Kind::Date => required().column(10);
    TO = 19 "to" ("结束日", "To") Kind::Date => column(10);
    ORDER = 20 "order" ("次序", "Order") Kind::Int => column(4);
    DISCIPLINE = 21 "discipline" ("纪律要求", "Discipline") Kind::LongText;
    MAIN_LINE = 22 "main_line" ("主线", "Main line") Kind::LongText;
    THEME = 23 "theme" ("主题", "Theme") Kind::LongText;
    CORE = 24 "core" ("核心", "Core") Kind::LongText;
    ITEMS = 25 "items" ("条目", "Items") Kind::Text => many();
    SWITCH = 26 "switch" ("切换检查单", "Switch-over list") Kind::Text => many();
    SWITCHED = 27 "switched" ("切换已办", "Switched over") Kind::Text => many();
    NOTE = 28 "note" ("备注", "Note") Kind::LongText;
}

/// Days from one to another, either end open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

impl Period {
    /// Whether a day is in it.
    pub fn contains(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether some day is in both.
    pub fn meets(self, other: Self) -> bool {
        let both = self.and(other);
        both.from.zip(both.to).is_none_or(|(from, to)| from <= to)
    }

    /// The days that are in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let from = [self.from, other.from].into_iter().flatten().max();
        let to = [self.to, other.to].into_iter().flatten().min();
        Self { from, to }
    }
}

/// The phases in order, each with its days: a phase without a last day ends
/// before the next begins.
pub fn in_order(rows: &[Row]) -> Vec<(&Row, Period)> {
    let mut phases: Vec<&Row> = rows.iter().filter(|row| row.stands() && row.date(FROM).is_some()).collect();
    phases.sort_by_key(|row| (row.date(FROM), order(row), row.id));
    let starts: Vec<Option<Date>> = phases.iter().map(|row| row.date(FROM)).collect();
    let day_before = |day: Date| day.yesterday().ok();
    phases
        .into_iter()
        .enumerate()
        .map(|(at, row)| {
            let next = starts.get(at + 1).copied().flatten().and_then(day_before);
            // A day is of one phase: where two overlap, the later has begun.
            let to = [row.date(TO), next].into_iter().flatten().min();
            (row, Period { from: row.date(FROM), to })
        })
        .collect()
}

fn order(row: &Row) -> i64 {
    match row.one(ORDER) {
        Some(super::value::Value::Int(order)) => *order,
        Some(_) | None => i64::MAX,
    }
}

/// The phase that a day belongs to.
pub fn of(day: Date, rows: &[Row]) -> Option<&Row> {
    in_order(rows).into_iter().find(|(_, period)| period.contains(day)).map(|(row, _)| row)
}

/// The day by which a record is counted: a visit's, a registration's, else
/// the one on which it was first written.
pub fn day_of(row: &Row) -> Date {
    let ledger = row.id.ledger();
    let is = |id: &str| ledger == LedgerTag::of(id);
    let told = if is(visits::ID) {
        row.date(visits::DATE)
    } else if is(issues::ID) {
        Some(calendar::day(standing::registered(row)))
    } else if is(steps::ID) {
        row.instant(steps::AT).map(calendar::day)
    } else if is(super::diaries::ID) {
        row.date(super::diaries::DATE)
    } else if is(super::organisation::handovers::ID) {
        row.date(super::organisation::handovers::DATE)
    } else {
        None
    };
    told.unwrap_or_else(|| calendar::day(row.created))
}

/// Whether a phase's days make sense.
pub fn permit(phase: &Row) -> Result<(), Refusal> {
    match (phase.date(FROM), phase.date(TO)) {
        (Some(from), Some(to)) if to < from => Err(Refusal::EndsBefore(from)),
        (Some(_) | None, Some(_) | None) => Ok(()),
    }
}

/// What is left of a phase's switch-over list.
pub fn unticked(phase: &Row) -> Vec<&str> {
    let done: Vec<&str> = phase.all(SWITCHED).iter().filter_map(|value| value.as_text()).collect();
    let items = phase.all(SWITCH).iter().filter_map(|value| value.as_text());
    items.filter(|item| !done.contains(item)).collect()
}

/// An issue that a phase took over from the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedOver {
    /// The issue.
    pub issue: RecordId,
    /// Its number.
    pub number: String,
    /// The day on which it was first registered; it stays so.
    pub first: Date,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{testing::card, value::Value};

    fn phase(n: u8, from: Date, to: Option<Date>) -> Row {
        let mut values = vec![(NAME, Value::Text(format!("阶段{n}"))), (FROM, Value::Date(from))];
        values.extend(to.map(|day| (TO, Value::Date(day))));
        card(ID, n, &values)
    }

    // Shows A3.
    #[test]
    fn every_day_is_of_one_phase_and_the_switch_moves_nothing_but_the_border() {
        let first = phase(1, date(2026, 9, 1), None);
        let second = phase(2, date(2026, 11, 1), Some(date(2026, 12, 31)));
        let rows = [second.clone(), first.clone()];
        let name = |day| of(day, &rows).map(|row| row.text(NAME));
        assert_eq!(name(date(2026, 8, 31)), None);
        assert_eq!(name(date(2026, 9, 1)), Some("阶段1"));
        assert_eq!(name(date(2026, 10, 31)), Some("阶段1"));
        assert_eq!(name(date(2026, 11, 1)), Some("阶段2"));
        assert_eq!(name(date(2027, 1, 1)), None);
        // Of two that begin on one day, the one that is second has the day.
        let mut tied = [first.clone(), phase(3, date(2026, 9, 1), None)];
        for (at, order) in [(0, 2), (1, 1)] {
            tied[at].values.insert(ORDER, vec![Value::Int(order)]);
        }
        assert_eq!(of(date(2026, 9, 1), &tied).map(|row| row.text(NAME)), Some("阶段1"));
        // The same day, after the switch was put off.
        let later = [first, phase(2, date(2026, 11, 15), None)];
        assert_eq!(of(date(2026, 11, 3), &later).unwrap().text(NAME), "阶段1");
    }

    // Shows A3.
    #[test]
    fn a_record_is_of_the_day_that_it_tells_of_and_not_of_the_one_on_which_it_was_written() {
        let day = date(2026, 8, 3);
        let at = calendar::noon(day).unwrap();
        let visit = card(visits::ID, 1, &[(visits::DATE, Value::Date(day))]);
        let issue = card(issues::ID, 1, &[(issues::REGISTERED, Value::Instant(at))]);
        let step = card(steps::ID, 1, &[(steps::AT, Value::Instant(at))]);
        let untold = card("tasks", 1, &[]);
        assert_eq!([&visit, &issue, &step].map(day_of), [day; 3]);
        assert_eq!(day_of(&untold), calendar::day(untold.created));
        assert_ne!(day_of(&untold), day);
    }

    #[test]
    fn a_phase_does_not_end_before_it_begins() {
        assert!(permit(&phase(1, date(2026, 9, 1), Some(date(2026, 8, 1)))).is_err());
        assert!(permit(&phase(1, date(2026, 9, 1), Some(date(2026, 9, 1)))).is_ok());
    }

    // Shows A1, A2, A13.
    #[test]
    fn a_phase_has_all_its_texts_and_none_is_filled_in_by_the_program() {
        let ledger = ledger();
        for key in ["name", "authority", "from", "to", "discipline", "items", "main_line", "theme", "core"] {
            assert!(ledger.field_by_key(key).is_some_and(|field| field.in_form), "{key}");
        }
    }
}
