//! Festivals and fixed days on which people are remembered (domain.md D4, §7).

use std::sync::LazyLock;

use jiff::{
    Span,
    civil::{Date, Weekday},
};
use serde::Deserialize;

use super::{
    lunar::{LunarDay, years},
    wording::Wording,
};

/// When a festival is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A day of the lunar year.
    Lunar(LunarDay),
    /// The last day of the lunar year (除夕), whichever that is.
    Eve,
    /// A month and a day of the calendar.
    Solar(i8, i8),
    /// A month, which one, and the weekday: the third Sunday of May.
    Nth(i8, i8, Weekday),
}

impl When {
    /// The days on which it is, of the calendar year and of what of the lunar
    /// years about it falls into that; none beyond the tables.
    fn in_year(self, year: i16) -> Option<Date> {
        match self {
            Self::Lunar(day) => years::kept_in(year, day),
            // The eve of the lunar year before falls in this year.
            Self::Eve => years::eve(year.checked_sub(1)?),
            Self::Solar(month, day) => Date::new(year, month, day).ok(),
            Self::Nth(month, nth, weekday) => {
                Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()
            }
        }
    }
}

/// A festival.
#[derive(Debug, Clone)]
pub struct Festival {
    /// Its lasting key.
    pub key: String,
    /// What it is called.
    pub title: Wording,
    /// When it is.
    pub when: When,
    /// From how many days before it is spoken of.
    pub before: i64,
}

impl Festival {
    /// The next day of it from `from` on, that one included.
    pub fn next(&self, from: Date) -> Option<Date> {
        let year = from.year();
        let near = year.saturating_sub(1)..=year.saturating_add(1);
        near.filter_map(|year| self.when.in_year(year)).find(|day| *day >= from)
    }

    /// The first day on which it is spoken of, for one that is on `day`.
    pub fn spoken_of(&self, day: Date) -> Date {
        day.checked_sub(Span::new().days(self.before)).unwrap_or(day)
    }
}

/// The festivals of `assets/calendar/festivals.toml`.
pub fn festivals() -> &'static [Festival] {
    &FESTIVALS
}

static FESTIVALS: LazyLock<Vec<Festival>> = LazyLock::new(|| {
    // Shipped data: a test below reads it, so an unreadable table cannot be released.
    read_table(include_str!("../../assets/calendar/festivals.toml")).unwrap_or_default()
});

fn read_table(text: &str) -> Option<Vec<Festival>> {
    #[derive(Deserialize)]
    struct Table {
        festivals: Vec<Row>,
    }
    #[derive(Deserialize)]
    struct Row {
        key: String,
        lunar: Option<String>,
        #[serde(default)]
        eve: bool,
        solar: Option<String>,
        weekday: Option<String>,
        before: u8,
        zh: String,
        en: String,
    }
    let numbers = |text: &str| text.split('-').map(|part| part.parse().ok()).collect::<Option<Vec<i8>>>();
    let read = |row: Row| {
        let when = match (row.lunar, row.eve, row.solar, row.weekday) {
            (Some(day), false, None, None) => When::Lunar(LunarDay::read(&day)?),
            (None, true, None, None) => When::Eve,
            (None, false, Some(day), None) => match numbers(&day)?[..] {
                [month, day] => When::Solar(month, day),
                _ => return None,
            },
            (None, false, None, Some(day)) => match numbers(&day)?[..] {
                [month, nth, weekday] => {
                    When::Nth(month, nth, Weekday::from_monday_one_offset(weekday).ok()?)
                }
                _ => return None,
            },
            _ => return None,
        };
        let title = Wording::owned(row.zh, row.en);
        Some(Festival { key: row.key, title, when, before: i64::from(row.before) })
    };
    toml::from_str::<Table>(text).ok()?.festivals.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn next(key: &str, from: Date) -> Date {
        let festival = festivals().iter().find(|festival| festival.key == key).unwrap();
        festival.next(from).unwrap()
    }

    #[test]
    fn festivals_fall_on_the_days_of_the_almanac() {
        assert_eq!(festivals().len(), 8);
        for (key, from, day) in [
            // 腊月 of 2026 has no thirtieth (domain.md §7).
            ("spring", date(2026, 11, 30), date(2027, 2, 5)),
            ("spring", date(2027, 2, 6), date(2028, 1, 25)),
            ("spring", date(2026, 2, 16), date(2026, 2, 16)),
            ("dragon_boat", date(2026, 1, 1), date(2026, 6, 19)),
            ("dragon_boat", date(2027, 1, 1), date(2027, 6, 9)),
            ("mid_autumn", date(2026, 1, 1), date(2026, 9, 25)),
            ("mid_autumn", date(2026, 9, 26), date(2027, 9, 15)),
            ("double_ninth", date(2026, 1, 1), date(2026, 10, 18)),
            ("double_ninth", date(2027, 1, 1), date(2027, 10, 8)),
            ("party_day", date(2026, 7, 2), date(2027, 7, 1)),
            ("army_day", date(2026, 7, 2), date(2026, 8, 1)),
            ("disability_world", date(2026, 11, 30), date(2026, 12, 3)),
            // The third Sundays of May.
            ("disability_day", date(2026, 1, 1), date(2026, 5, 17)),
            ("disability_day", date(2027, 1, 1), date(2027, 5, 16)),
            ("disability_day", date(2028, 1, 1), date(2028, 5, 21)),
        ] {
            assert_eq!(next(key, from), day, "{key} from {from}");
        }
    }

    #[test]
    fn beyond_the_tables_there_is_none_and_no_panic() {
        for festival in festivals() {
            let _ = (festival.next(Date::MAX), festival.next(Date::MIN));
            if let When::Lunar(_) | When::Eve = festival.when {
                assert_eq!(festival.next(date(2101, 6, 1)), None);
            }
        }
    }
}
