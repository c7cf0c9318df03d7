//! Days and moments, in the one time zone of the country.
//!
//! All laptops show China Standard Time (+08:00, no daylight saving since
//! 1992) whatever the machine is set to: two people must read the same day in
//! the same record.

use jiff::{
    Timestamp, Unit,
    civil::{Date, DateTime, Time},
    tz::{Offset, TimeZone},
};

use super::wording::Lang;

/// The offset of China Standard Time.
pub const CHINA: Offset = Offset::constant(8);

/// The day that a moment falls on.
pub fn day(at: Timestamp) -> Date {
    CHINA.to_datetime(at).date()
}

/// A moment as people read it: `2026-11-22 09:20`.
pub fn minute(at: Timestamp) -> String {
    CHINA.to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string()
}

/// A moment in RFC 3339, to the second, with its offset.
pub fn rfc3339(at: Timestamp) -> String {
    let at = at.round(Unit::Second).unwrap_or(at);
    at.display_with_offset(CHINA).to_string()
}

/// The moment that the clock of the country shows `datetime`.
pub fn moment(datetime: DateTime) -> Option<Timestamp> {
    datetime.to_zoned(TimeZone::fixed(CHINA)).ok().map(|zoned| zoned.timestamp())
}

/// Noon of a day: the moment given to something dated but not timed.
pub fn noon(date: Date) -> Option<Timestamp> {
    moment(date.to_datetime(Time::constant(12, 0, 0, 0)))
}

/// The last moment of a day.
pub fn last_moment(date: Date) -> Timestamp {
    moment(date.to_datetime(Time::constant(23, 59, 59, 999_999_999))).unwrap_or(Timestamp::MAX)
}

/// Days from `from` to `to`; negative when `to` is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// Whole years of age on a day of somebody born on `born`; negative before the birth.
pub fn age(born: Date, day: Date) -> i16 {
    let before_birthday = (day.month(), day.day()) < (born.month(), born.day());
    day.year() - born.year() - i16::from(before_birthday)
}

/// A date of the spreadsheet's serial numbers (46348 is 2026-11-22).
pub fn from_serial(serial: f64) -> Option<Date> {
    if !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked to lie in the calendar's range")]
    let days = serial.trunc() as i64;
    Date::constant(1899, 12, 30).checked_add(jiff::Span::new().days(days)).ok()
}

/// Reads a day as people write it (domain.md §5): `2026-11-22`, `2026.11.22`,
/// `2026/11/22`, `2026年11月22日`, `20261122`, `11-22`, `3月5日`, `今天`, `昨天`,
/// `下周三`, `next Wed`; a day without a year is of `today`'s year.
pub fn read_day(text: &str, today: Date) -> Option<Date> {
    let text: String = text.trim().chars().map(half_width).collect();
    if let Some(day) = day_word(&text, today) {
        return Some(day);
    }
    let digits_only = text.chars().all(|c| c.is_ascii_digit());
    if digits_only && text.len() == 8 {
        let number: u32 = text.parse().ok()?;
        return date(i64::from(number / 10_000), number / 100 % 100, number % 100);
    }
    let parts: Vec<&str> = text
        .split(|c: char| matches!(c, '-' | '.' | '/' | '年' | '月' | '日' | '号') || c.is_whitespace())
        .filter(|part| !part.is_empty())
        .collect();
    if digits_only || parts.iter().any(|part| !part.chars().all(|c| c.is_ascii_digit())) {
        return None;
    }
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => {
            date(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        }
        [year, month] if year.len() == 4 => date(year.parse().ok()?, month.parse().ok()?, 1),
        [month, day] => date(i64::from(today.year()), month.parse().ok()?, day.parse().ok()?),
        _ => None,
    }
}

/// Reads a moment: RFC 3339, or a day with an optional time of day; a day
/// alone is its noon.
pub fn read_moment(text: &str, today: Date) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    let text = text.replace('T', " ").replace('：', ":");
    match text.split_once(char::is_whitespace) {
        Some((day, time)) => {
            let mut parts = time.trim().split(':');
            let hour: i8 = parts.next()?.parse().ok()?;
            let minute: i8 = parts.next().unwrap_or("0").parse().ok()?;
            let second: i8 = parts.next().unwrap_or("0").split('.').next()?.parse().ok()?;
            let time = Time::new(hour, minute, second, 0).ok()?;
            moment(read_day(day, today)?.to_datetime(time))
        }
        None => noon(read_day(&text, today)?),
    }
}

/// How far a day lies from today, in words: `今天`, `剩 3 天`, `超 2 天`.
pub fn distance(day: Date, today: Date, lang: Lang) -> String {
    match days_between(today, day) {
        0 => lang.pick("今天", "today").to_owned(),
        n if n > 0 => crate::say!(lang, "剩 {n} 天", "{n} d left"),
        n => {
            let late = -n;
            crate::say!(lang, "超 {late} 天", "{late} d late")
        }
    }
}

fn date(year: i64, month: u32, day: u32) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|year| (1800..=2999).contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn day_word(text: &str, today: Date) -> Option<Date> {
    let add = |days: i64| today.checked_add(jiff::Span::new().days(days)).ok();
    match text {
        "今天" | "今日" | "today" => return Some(today),
        "昨天" | "昨日" | "yesterday" => return add(-1),
        "前天" => return add(-2),
        "明天" | "明日" | "tomorrow" => return add(1),
        "后天" => return add(2),
        _ => {}
    }
    let to = |weekday: usize, weeks: i64| {
        let offset = i64::try_from(weekday).ok()? - i64::from(today.weekday().to_monday_zero_offset());
        add(weeks * 7 + offset)
    };
    if let Some((weekday, weeks)) = english_day(&text.to_ascii_lowercase()) {
        return to(weekday, weeks);
    }
    let (rest, weeks) = [("下下周", 2), ("下周", 1), ("上周", -1), ("本周", 0), ("这周", 0), ("周", 0)]
        .into_iter()
        .find_map(|(word, weeks)| text.strip_prefix(word).map(|rest| (rest, weeks)))?;
    let weekday = ["一", "二", "三", "四", "五", "六", "日"]
        .iter()
        .position(|name| *name == rest || (rest == "天" && *name == "日"))?;
    to(weekday, weeks)
}

/// The day of the week, from Monday on, and how many weeks on it lies: `next Wed`, `Friday`.
fn english_day(text: &str) -> Option<(usize, i64)> {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let words = [("next ", 1), ("last ", -1), ("this ", 0), ("", 0)];
    let (rest, weeks) =
        words.into_iter().find_map(|(word, weeks)| Some((text.strip_prefix(word)?.trim(), weeks)))?;
    let is_meant = |day: &str| rest.len() >= 3 && day.starts_with(rest);
    Some((DAYS.iter().position(|day| is_meant(day))?, weeks))
}

/// The half-width form of a full-width character.
pub fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        let today = date(2026, 11, 22);
        for (text, expected) in [
            ("2026-11-22", Some(date(2026, 11, 22))),
            ("2026.1.2", Some(date(2026, 1, 2))),
            ("2026/11/22", Some(date(2026, 11, 22))),
            ("2026年11月22日", Some(date(2026, 11, 22))),
            ("20261122", Some(date(2026, 11, 22))),
            ("11-22", Some(date(2026, 11, 22))),
            ("3月5日", Some(date(2026, 3, 5))),
            ("２０２６－１１－２２", Some(date(2026, 11, 22))),
            ("昨天", Some(date(2026, 11, 21))),
            ("下周三", Some(date(2026, 11, 25))),
            ("next Wed", Some(date(2026, 11, 25))),
            ("Last Friday", Some(date(2026, 11, 13))),
            ("sun", Some(date(2026, 11, 22))),
            ("we", None),
            ("周一", Some(date(2026, 11, 16))),
            ("2026-13-01", None),
            ("2026-02-30", None),
            ("12345", None),
            ("随便", None),
            ("", None),
        ] {
            assert_eq!(read_day(text, today), expected, "{text}");
        }
    }

    #[test]
    fn moments_keep_their_time_of_day() {
        let today = date(2026, 11, 22);
        let at = read_moment("2019/4/25 9:32:09", today).unwrap();
        assert_eq!(rfc3339(at), "2019-04-25T09:32:09+08:00");
        assert_eq!(minute(at), "2019-04-25 09:32");
        assert_eq!(
            rfc3339(read_moment("2026-11-22T08:00:00+08:00", today).unwrap()),
            "2026-11-22T08:00:00+08:00"
        );
        assert_eq!(read_moment("2026-11-22 25:00", today), None);
    }

    #[test]
    fn serial_dates_follow_the_spreadsheet() {
        assert_eq!(from_serial(46348.0), Some(date(2026, 11, 22)));
        assert_eq!(from_serial(f64::NAN), None);
        assert_eq!(from_serial(-1.0), None);
    }
}
