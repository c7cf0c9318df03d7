//! An almanac of the years in which the simulation plays, written by hand: days
//! off, moons, and days counted by arithmetic. Nothing here asks the program.

use jiff::{Timestamp, civil::Date};

/// A day as a number: 0 is 1970-01-01, a Thursday.
pub(crate) type Day = i64;

/// Days off as the notices of the State Council's office have them (国办发明电
/// 〔2024〕12 号, 〔2025〕7 号), by month and day; of 2027 and 2028 none was out.
const OFF: [(i64, [i64; 2], [i64; 2]); 13] = [
    (2025, [1, 1], [1, 1]),
    (2025, [1, 28], [2, 4]),
    (2025, [4, 4], [4, 6]),
    (2025, [5, 1], [5, 5]),
    (2025, [5, 31], [6, 2]),
    (2025, [10, 1], [10, 8]),
    (2026, [1, 1], [1, 3]),
    (2026, [2, 15], [2, 23]),
    (2026, [4, 4], [4, 6]),
    (2026, [5, 1], [5, 5]),
    (2026, [6, 19], [6, 21]),
    (2026, [9, 25], [9, 27]),
    (2026, [10, 1], [10, 7]),
];

/// Saturdays and Sundays that are worked instead.
const WORKED: [(i64, i64, i64); 11] = [
    (2025, 1, 26),
    (2025, 2, 8),
    (2025, 4, 27),
    (2025, 9, 28),
    (2025, 10, 11),
    (2026, 1, 4),
    (2026, 2, 14),
    (2026, 2, 28),
    (2026, 5, 9),
    (2026, 9, 20),
    (2026, 10, 10),
];

/// The number of a day of the calendar: whole years of 365 days, the leap days
/// in them, and the days of the months before.
fn number(year: i64, month: i64, day: i64) -> Day {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let before = year - 1;
    let whole = before * 365 + before / 4 - before / 100 + before / 400 - 719_162;
    let lengths = [31, if is_leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let months: i64 = lengths.iter().take(usize::try_from(month).unwrap() - 1).sum();
    whole + months + day - 1
}

/// The number of a day that the program tells.
pub(crate) fn of(day: Date) -> Day {
    number(day.year().into(), day.month().into(), day.day().into())
}

/// The day of a moment, in Beijing.
pub(crate) fn day_at(moment: Timestamp) -> Day {
    (moment.as_second() + 8 * 3_600).div_euclid(86_400)
}

/// Whether a day is off where the group said nothing of it.
pub(crate) fn is_off(day: Day) -> bool {
    if WORKED.iter().any(|(year, month, at)| number(*year, *month, *at) == day) {
        return false;
    }
    let within = |(year, from, to): &(i64, [i64; 2], [i64; 2])| {
        (number(*year, from[0], from[1])..=number(*year, to[0], to[1])).contains(&day)
    };
    // Monday is 0: 1970-01-01 was a Thursday.
    OFF.iter().any(within) || (day + 3).rem_euclid(7) >= 5
}

/// The last second of a day, in Beijing.
pub(crate) fn night(day: Day) -> i64 {
    (day + 1) * 86_400 - 8 * 3_600 - 1
}

/// The first days of the lunar months, from the moments of the new moons in
/// Beijing (Meeus, Astronomical Algorithms, chapter 49): year, month and day,
/// which month of the lunar year it is, and whether the leap one.
#[rustfmt::skip]
const MOONS: [((i64, i64, i64), u8, bool); 50] = [
    ((2024, 12, 31), 12, false),
    ((2025, 1, 29), 1, false), ((2025, 2, 28), 2, false), ((2025, 3, 29), 3, false),
    ((2025, 4, 28), 4, false), ((2025, 5, 27), 5, false), ((2025, 6, 25), 6, false),
    ((2025, 7, 25), 6, true), ((2025, 8, 23), 7, false), ((2025, 9, 22), 8, false),
    ((2025, 10, 21), 9, false), ((2025, 11, 20), 10, false), ((2025, 12, 20), 11, false),
    ((2026, 1, 19), 12, false), ((2026, 2, 17), 1, false), ((2026, 3, 19), 2, false),
    ((2026, 4, 17), 3, false), ((2026, 5, 17), 4, false), ((2026, 6, 15), 5, false),
    ((2026, 7, 14), 6, false), ((2026, 8, 13), 7, false), ((2026, 9, 11), 8, false),
    ((2026, 10, 10), 9, false), ((2026, 11, 9), 10, false), ((2026, 12, 9), 11, false),
    ((2027, 1, 8), 12, false), ((2027, 2, 6), 1, false), ((2027, 3, 8), 2, false),
    ((2027, 4, 7), 3, false), ((2027, 5, 6), 4, false), ((2027, 6, 5), 5, false),
    ((2027, 7, 4), 6, false), ((2027, 8, 2), 7, false), ((2027, 9, 1), 8, false),
    ((2027, 9, 30), 9, false), ((2027, 10, 29), 10, false), ((2027, 11, 28), 11, false),
    ((2027, 12, 28), 12, false), ((2028, 1, 26), 1, false), ((2028, 2, 25), 2, false),
    ((2028, 3, 26), 3, false), ((2028, 4, 25), 4, false), ((2028, 5, 24), 5, false),
    ((2028, 6, 23), 5, true), ((2028, 7, 22), 6, false), ((2028, 8, 20), 7, false),
    ((2028, 9, 19), 8, false), ((2028, 10, 18), 9, false), ((2028, 11, 16), 10, false),
    ((2028, 12, 16), 11, false),
];

/// Whether a birthday of the lunar calendar is kept on a day: one of a leap
/// month that the lunar year lacks in the ordinary month, a thirtieth that the
/// month lacks on the twenty-ninth.
pub(crate) fn is_birthday(day: Day, told: &str) -> bool {
    let (is_leap, plain) = told.strip_prefix('闰').map_or((false, told), |plain| (true, plain));
    let Some((month, at)) = plain.split_once('-') else { return false };
    let (month, at): (u8, i64) = (month.parse().unwrap(), at.parse().unwrap());
    let first = |n: usize| number(MOONS[n].0.0, MOONS[n].0.1, MOONS[n].0.2);
    let n = MOONS.iter().rposition(|(first, ..)| number(first.0, first.1, first.2) <= day).unwrap();
    assert!(n + 1 < MOONS.len(), "beyond the almanac");
    let (length, today) = (first(n + 1) - first(n), day - first(n) + 1);
    let has_leap = {
        let begins = MOONS[..=n].iter().rposition(|(_, month, leap)| *month == 1 && !leap).unwrap_or(0);
        let rest = MOONS[begins + 1..].iter().take_while(|(_, month, leap)| *month != 1 || *leap);
        rest.into_iter().any(|(_, own, leap)| *own == month && *leap)
    };
    (MOONS[n].1, MOONS[n].2) == (month, is_leap && has_leap) && today == at.min(length)
}

#[test]
fn the_almanac_has_its_days_right() {
    // 1970-01-01, a leap day, the days of the examples in domain.md §7.
    assert_eq!((number(1970, 1, 1), number(2000, 2, 29), number(2026, 11, 22)), (0, 11_016, 20_779));
    assert_eq!(of(Date::constant(2028, 2, 29)) + 1, number(2028, 3, 1));
    assert!(is_off(number(2026, 2, 17)) && !is_off(number(2026, 2, 14)) && is_off(number(2027, 2, 6)));
    assert!(is_birthday(number(2026, 9, 25), "08-15") && !is_birthday(number(2026, 9, 24), "08-15"));
    // 腊月 of this year has 30 days, of the one before 29; 闰六月 of 2025 comes once.
    assert!(is_birthday(number(2026, 2, 16), "12-30") && is_birthday(number(2027, 2, 5), "12-30"));
    assert!(is_birthday(number(2025, 7, 25), "闰06-01") && is_birthday(number(2026, 7, 14), "闰06-01"));
    assert!(!is_birthday(number(2025, 6, 25), "闰06-01"));
    let lengths = MOONS.windows(2).map(|two| {
        let day = |at: (i64, i64, i64)| number(at.0, at.1, at.2);
        day(two[1].0) - day(two[0].0)
    });
    assert!(lengths.into_iter().all(|days| [29, 30].contains(&days)));
}
