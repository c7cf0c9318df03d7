//! The months of every lunar year from 1900 to 2100, and conversion both ways.
//!
//! A table and no crate: chinese-lunisolar-calendar 0.2.5 (MIT) brings a second
//! library of dates for 201 numbers. The numbers were written out from it, 1900
//! from sxtwl 2.0.7, and compared day by day with sxtwl, which computes the moon
//! (GB/T 33661-2017): they agree on all days but 90, in 2057, 2089 and 2097,
//! where a new moon falls within a minute of midnight. The days in the tests
//! are from the almanac.

use std::sync::LazyLock;

use jiff::{Span, civil::Date};

use super::LunarDay;

/// The first lunar year of the table.
pub const FIRST: i16 = 1900;

/// The last lunar year of the table.
pub const LAST: i16 = 2100;

/// The first day of the first year.
const EPOCH: Date = Date::constant(1900, 1, 31);

/// By year: bits 11 to 0 say which of the months 1 to 12 are long (30 days),
/// bits 15 to 12 after which month there is a leap one, bit 16 whether that is long.
const YEARS: [u32; 201] = [
    0x084bd, // 1900
    0x004ae, 0x00a57, 0x0554d, 0x00d26, 0x00d95, 0x14655, 0x0056a, 0x009ad, 0x0255d,
    0x004ae, // from 1901
    0x06a5b, 0x00a4d, 0x00d25, 0x15d25, 0x00b54, 0x00d6a, 0x02ada, 0x0095b, 0x17497,
    0x00497, // from 1911
    0x00a4b, 0x05b4b, 0x006a5, 0x006d4, 0x14ab5, 0x002b6, 0x00957, 0x0252f, 0x00497,
    0x06656, // from 1921
    0x00d4a, 0x00ea5, 0x156a9, 0x005ad, 0x002b6, 0x1386e, 0x0092e, 0x17c8d, 0x00c95,
    0x00d4a, // from 1931
    0x16d8a, 0x00b55, 0x0056a, 0x14a5b, 0x0025d, 0x0092d, 0x02d2b, 0x00a95, 0x07b55,
    0x006ca, // from 1941
    0x00b55, 0x15535, 0x004da, 0x00a5b, 0x13457, 0x0052b, 0x08a9a, 0x00e95, 0x006aa,
    0x06aea, // from 1951
    0x00ab5, 0x004b6, 0x04aae, 0x00a57, 0x00526, 0x03f26, 0x00d95, 0x075b5, 0x0056a,
    0x0096d, // from 1961
    0x054dd, 0x004ad, 0x00a4d, 0x04d4d, 0x00d25, 0x08d55, 0x00b54, 0x00b6a, 0x1695a,
    0x0095b, // from 1971
    0x0049b, 0x04a97, 0x00a4b, 0x0ab27, 0x006a5, 0x006d4, 0x06af4, 0x00ab6, 0x00957,
    0x054af, // from 1981
    0x00497, 0x0064b, 0x0374a, 0x00ea5, 0x086b5, 0x005ac, 0x00ab6, 0x0596d, 0x0092e,
    0x00c96, // from 1991
    0x04d95, 0x00d4a, 0x00da5, 0x02755, 0x0056a, 0x07abb, 0x0025d, 0x0092d, 0x05cab,
    0x00a95, // from 2001
    0x00b4a, 0x04baa, 0x00ad5, 0x0955d, 0x004ba, 0x00a5b, 0x16517, 0x0052b, 0x00a93,
    0x04795, // from 2011
    0x006aa, 0x00ad5, 0x025b5, 0x004b6, 0x06a6e, 0x00a4e, 0x00d26, 0x05ea6, 0x00d53,
    0x005aa, // from 2021
    0x0376a, 0x0096d, 0x0b4af, 0x004ad, 0x00a4d, 0x16d0b, 0x00d25, 0x00d52, 0x05dd4,
    0x00b5a, // from 2031
    0x0056d, 0x0255b, 0x0049b, 0x07a57, 0x00a4b, 0x00aa5, 0x15b25, 0x006d2, 0x00ada,
    0x134b6, // from 2041
    0x00937, 0x0849f, 0x00497, 0x0064b, 0x1668a, 0x00ea5, 0x006b2, 0x14a6c, 0x00aae,
    0x0092e, // from 2051
    0x03d2e, 0x00c96, 0x07d55, 0x00d4a, 0x00da5, 0x055d5, 0x0056a, 0x00a6d, 0x0455d,
    0x0052d, // from 2061
    0x08a9b, 0x00a95, 0x00b4a, 0x06b6a, 0x00ad5, 0x0055a, 0x04aba, 0x00a5b, 0x0052b,
    0x03b27, // from 2071
    0x00693, 0x07733, 0x006aa, 0x00ad5, 0x154b5, 0x004b6, 0x00a57, 0x0454e, 0x00d26,
    0x08e96, // from 2081
    0x00d52, 0x00daa, 0x166aa, 0x0056d, 0x004ae, 0x04a9d, 0x00a4d, 0x00d15, 0x02f25,
    0x00d52, // from 2091
];

/// How many days lie between [`EPOCH`] and the first day of each year, and of the one after the last.
static STARTS: LazyLock<Vec<i64>> = LazyLock::new(|| {
    let lengths = (FIRST..=LAST).map(|year| months(year).map(|(.., days)| i64::from(days)).sum::<i64>());
    let mut starts = vec![0];
    starts.extend(lengths.scan(0, |gone, days| {
        *gone += days;
        Some(*gone)
    }));
    starts
});

/// A month of a year: its number, whether it is the leap one, its days.
type Month = (u8, bool, u8);

/// The months of a lunar year in their order; none for a year beyond the table.
fn months(year: i16) -> impl Iterator<Item = Month> {
    let code =
        year.checked_sub(FIRST).and_then(|at| usize::try_from(at).ok()).and_then(|at| YEARS.get(at).copied());
    code.into_iter().flat_map(|code| {
        let days = |long: bool| if long { 30 } else { 29 };
        let leap = u8::try_from(code >> 12 & 0xf).unwrap_or(0);
        (1..=12u8).flat_map(move |month| {
            let own = (month, false, days(code >> (12 - month) & 1 == 1));
            let after = (month == leap).then_some((month, true, days(code >> 16 & 1 == 1)));
            [Some(own), after].into_iter().flatten()
        })
    })
}

/// The lunar year and day of a day of the calendar; `None` beyond the table.
pub fn from_solar(day: Date) -> Option<(i16, LunarDay)> {
    let days = EPOCH.until(day).ok().map(|span| i64::from(span.get_days())).filter(|days| *days >= 0)?;
    let at = STARTS.partition_point(|start| *start <= days).checked_sub(1)?;
    let year = FIRST.checked_add(i16::try_from(at).ok()?).filter(|year| *year <= LAST)?;
    let mut left = days - STARTS.get(at)?;
    for (month, leap, days) in months(year) {
        if left < i64::from(days) {
            let day = u8::try_from(left + 1).ok()?;
            return LunarDay::new(month, leap, day).map(|day| (year, day));
        }
        left -= i64::from(days);
    }
    None
}

/// The day of the calendar on which a lunar day of a lunar year falls; `None`
/// where that year has no such day, or is beyond the table.
pub fn to_solar(year: i16, day: LunarDay) -> Option<Date> {
    let at = year.checked_sub(FIRST).and_then(|at| usize::try_from(at).ok())?;
    let mut gone = *STARTS.get(at)?;
    for (month, leap, days) in months(year) {
        if (month, leap) == (day.month, day.leap) {
            let at = gone + i64::from(day.day) - 1;
            return (day.day <= days).then(|| EPOCH.checked_add(Span::new().days(at)).ok()).flatten();
        }
        gone += i64::from(days);
    }
    None
}

/// The day on which a lunar day is kept in a lunar year: one of a leap month
/// that the year lacks in the ordinary month, a thirtieth that the month lacks
/// on the twenty-ninth (domain.md §7).
pub fn kept_in(year: i16, day: LunarDay) -> Option<Date> {
    let has_leap = months(year).any(|(month, leap, _)| leap && month == day.month);
    let day = LunarDay { leap: day.leap && has_leap, ..day };
    to_solar(year, day).or_else(|| to_solar(year, LunarDay { day: day.day.min(29), ..day }))
}

/// The first day from `from` on, that one included, on which a lunar day is kept.
pub fn next(from: Date, day: LunarDay) -> Option<Date> {
    let year = from.year();
    (year.saturating_sub(1)..=year.saturating_add(1))
        .filter_map(|year| kept_in(year, day))
        .find(|kept| *kept >= from)
}

/// The last day of a lunar year (除夕): 腊月三十, or 廿九 in a year without one.
pub fn eve(year: i16) -> Option<Date> {
    kept_in(year, LunarDay { month: 12, leap: false, day: 30 })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn lunar(month: u8, leap: bool, day: u8) -> LunarDay {
        LunarDay::new(month, leap, day).unwrap()
    }

    #[test]
    fn known_days_of_the_almanac() {
        // 正月初一.
        for (year, month, day) in [
            (1901, 2, 19),
            (1912, 2, 18),
            (1949, 1, 29),
            // What tyme4rs takes for 腊月三十 of the year before (domain.md §7).
            (1954, 2, 3),
            (1957, 1, 31),
            (1978, 2, 7),
            (1985, 2, 20),
            (2000, 2, 5),
            (2008, 2, 7),
            (2020, 1, 25),
            (2023, 1, 22),
            (2024, 2, 10),
            (2025, 1, 29),
            (2026, 2, 17),
            (2027, 2, 6),
            (2028, 1, 26),
            (2033, 1, 31),
            (2034, 2, 19),
            (2050, 1, 23),
            (2100, 2, 9),
        ] {
            assert_eq!(to_solar(year, lunar(1, false, 1)), Some(date(year, month, day)));
            assert_eq!(from_solar(date(year, month, day)), Some((year, lunar(1, false, 1))));
        }
        // 闰二月 2023, 闰六月 2025, 闰五月 2028, and the 闰十一月 of 2033 that older tables have in the wrong place.
        for (year, month, first) in [
            (2023, 2, date(2023, 3, 22)),
            (2025, 6, date(2025, 7, 25)),
            (2028, 5, date(2028, 6, 23)),
            (2033, 11, date(2033, 12, 22)),
        ] {
            assert_eq!(to_solar(year, lunar(month, true, 1)), Some(first), "{year}");
        }
    }

    #[test]
    fn every_day_of_the_table_goes_there_and_back() {
        let mut day = EPOCH;
        let mut last: Option<(i16, LunarDay)> = None;
        while let Some((year, lunar)) = from_solar(day) {
            assert_eq!(to_solar(year, lunar), Some(day), "{day}");
            if let Some((_, before)) = last {
                assert!(lunar.day == before.day + 1 || lunar.day == 1, "{day}");
            }
            last = Some((year, lunar));
            day = day.tomorrow().unwrap();
        }
        assert_eq!(from_solar(date(2101, 1, 28)), Some((2100, lunar(12, false, 29))));
        assert_eq!(from_solar(date(2101, 1, 29)), None);
        assert_eq!(from_solar(date(1900, 1, 30)), None);
    }

    #[test]
    fn every_year_has_its_new_year_between_21_january_and_21_february() {
        for year in FIRST..=LAST {
            let first = to_solar(year, lunar(1, false, 1)).unwrap();
            assert!((date(year, 1, 21)..=date(year, 2, 21)).contains(&first), "{first}");
            let days: u32 = months(year).map(|(.., days)| u32::from(days)).sum();
            assert!([353, 354, 355, 383, 384, 385].contains(&days), "{year}: {days}");
        }
    }

    #[test]
    fn a_day_that_a_year_lacks_is_kept_on_the_one_that_stands_for_it() {
        // The last month of the year 2026 has no thirtieth: 除夕 is 2027-02-05 (domain.md §7).
        assert_eq!(to_solar(2026, lunar(12, false, 30)), None);
        assert_eq!(kept_in(2026, lunar(12, false, 30)), Some(date(2027, 2, 5)));
        assert_eq!(eve(2026), Some(date(2027, 2, 5)));
        // 闰六月十五 in a year with that month, and in one without.
        assert_eq!(kept_in(2025, lunar(6, true, 15)), Some(date(2025, 8, 8)));
        assert_eq!(kept_in(2026, lunar(6, true, 15)), kept_in(2026, lunar(6, false, 15)));
        // 闰六月 of 2025 has 29 days.
        assert_eq!(kept_in(2025, lunar(6, true, 30)), Some(date(2025, 8, 22)));
        assert_eq!(next(date(2026, 10, 19), lunar(9, false, 9)), Some(date(2027, 10, 8)));
        assert_eq!(next(date(2026, 10, 18), lunar(9, false, 9)), Some(date(2026, 10, 18)));
        // A birthday of the last month, asked for in January: it belongs to the lunar year before.
        assert_eq!(next(date(2027, 1, 10), lunar(12, false, 8)), Some(date(2027, 1, 15)));
    }

    #[test]
    fn there_is_no_panic_beyond_the_table() {
        for year in [i16::MIN, 0, 1899, 2101, i16::MAX] {
            assert_eq!(kept_in(year, lunar(1, false, 1)), None);
            assert_eq!(eve(year), None);
        }
        for day in [Date::MIN, Date::MAX] {
            assert_eq!(from_solar(day), None);
            assert_eq!(next(day, lunar(8, true, 30)), None);
        }
        // What makes another library panic: a leap month that the year lacks (domain.md §7).
        assert_eq!(to_solar(2025, lunar(5, true, 1)), None);
    }
}
