//! Working days: which days are worked, and counting them (domain.md §3.3, §7).
//!
//! Holidays and make-up working days are published year by year. The program
//! brings the years that were out when it was made, and a group adds others in
//! the ledger `holidays`. Where a year is in neither, its days count by
//! weekends, and whatever was reckoned by them says so ([`Gap`]): nothing here
//! fails at the end of the table, nor at the end of the calendar.

use std::{collections::BTreeMap, sync::LazyLock};

use jiff::{Span, civil::Date};
use serde::Deserialize;

use super::{
    field::Kind,
    id::RecordId,
    row::Row,
    wording::{Lang, Wording},
};

crate::ledger! {
    /// Days off and make-up working days that the group entered. The id is
    /// derived from the day, so that two laptops which enter it agree.
    "holidays" ("节假日安排", "Holidays") Card;
    DAY = 16 "day" ("日期", "Day") Kind::Date => required().column(10).import(&["日期", "节假日日期"]);
    KIND = 17 "kind" ("休或班", "Off or worked") Kind::choices(&[
        ("off", "休", "day off"),
        ("work", "班", "worked"),
    ]) => required().column(6).import(&["休或班", "类型", "安排"]);
    NAME = 18 "name" ("名称", "Name") Kind::Text => column(16).import(&["名称", "节日", "假日名称"]);
    BASIS = 19 "basis" ("依据文号", "Notice") Kind::Text => column(20).import(&["依据", "文号"]);
}

/// Holidays entered by somebody who does not lead.
pub const ONLY_A_LEAD: Wording = Wording::new(
    "节假日安排会改动全组的时限，只由组长的电脑登记、修改",
    "holidays move the deadlines of the whole group: only a lead's laptop enters and changes them",
);

/// The days off that every year has by law (全国年节及纪念日放假办法, 2024): a
/// year with fewer of them entered is not entered whole.
const BY_LAW: usize = 13;

/// The most working days that are counted; what is asked beyond is cut to it.
pub const MOST: i32 = 3_660;

/// What is said of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Arranged {
    off: bool,
    name: String,
}

/// A year of which the arrangement is not, or not wholly, known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// The year.
    pub year: i16,
    /// How many days off are entered of it.
    pub entered: usize,
}

impl Gap {
    /// What has to be said wherever a day depends on that year.
    pub fn wording(self) -> Wording {
        let Self { year, entered } = self;
        if entered == 0 {
            Wording::owned(
                format!("{year} 年安排未录入，按周末计算"),
                format!("the holidays of {year} are not entered: reckoned by weekends"),
            )
        } else {
            Wording::owned(
                format!("{year} 年安排只录入 {entered} 天休息日，其余按周末计算"),
                format!("of the holidays of {year} only {entered} days are entered: the rest by weekends"),
            )
        }
    }
}

/// The wording of several gaps as one text; nothing where there are none.
pub fn told(gaps: &[Gap], lang: Lang) -> Option<String> {
    let told: Vec<String> = gaps.iter().map(|gap| gap.wording().get(lang).to_owned()).collect();
    (!told.is_empty()).then(|| told.join(lang.pick("；", "; ")))
}

/// Which days are worked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Workdays {
    /// What the group says, before what the program brings.
    own: BTreeMap<Date, Arranged>,
}

impl Workdays {
    /// The arrangement that the program brings.
    pub fn shipped() -> Self {
        Self::default()
    }

    /// The same with what the group entered. A row whose id does not follow
    /// from its day counts for nothing: no laptop of ours writes one.
    pub fn with<'r>(rows: impl IntoIterator<Item = &'r Row>) -> Self {
        let standing = rows.into_iter().filter(|row| row.stands());
        let own = standing.filter_map(|row| {
            let day = row.date(DAY).filter(|day| row.id == holiday_id(*day))?;
            let off = match row.text(KIND) {
                "off" => true,
                "work" => false,
                _ => return None,
            };
            Some((day, Arranged { off, name: row.text(NAME).to_owned() }))
        });
        Self { own: own.collect() }
    }

    /// Enters one day.
    #[must_use]
    pub fn arranged(mut self, day: Date, off: bool, name: &str) -> Self {
        self.own.insert(day, Arranged { off, name: name.to_owned() });
        self
    }

    fn of(&self, day: Date) -> Option<&Arranged> {
        self.own.get(&day).or_else(|| SHIPPED.get(&day))
    }

    /// Whether a day is worked.
    pub fn is_working(&self, day: Date) -> bool {
        self.of(day).map_or_else(|| !is_weekend(day), |arranged| !arranged.off)
    }

    /// What a day off is called; `None` for a day that is worked.
    pub fn day_off(&self, day: Date) -> Option<Wording> {
        if self.is_working(day) {
            return None;
        }
        match self.of(day).map(|arranged| arranged.name.as_str()).filter(|name| !name.is_empty()) {
            Some(name) => Some(Wording::owned(name.to_owned(), format!("day off: {name}"))),
            None if is_weekend(day) => Some(Wording::new("周末", "weekend")),
            None => Some(Wording::new("休息日", "day off")),
        }
    }

    /// The `count`th working day after `start`, which is not counted itself;
    /// `start` where the count is not above 0.
    pub fn after(&self, start: Date, count: i32) -> Date {
        self.count(start, count, 1)
    }

    /// The `count`th working day before `end`, which is not counted itself.
    pub fn before(&self, end: Date, count: i32) -> Date {
        self.count(end, count, -1)
    }

    fn count(&self, from: Date, count: i32, step: i64) -> Date {
        let mut day = from;
        let mut left = count.min(MOST);
        while left > 0 {
            let Ok(next) = day.checked_add(Span::new().days(step)) else { return day };
            day = next;
            left -= i32::from(self.is_working(day));
        }
        day
    }

    /// How many working days there are after `from`, up to and with `to`; none
    /// where `to` is not later.
    pub fn between(&self, from: Date, to: Date) -> i64 {
        if to <= from {
            return 0;
        }
        let plain = |day: Date| i64::from(!is_weekend(day));
        let days = i64::from(from.until(to).map_or(0, |span| span.get_days()));
        // Monday 0 … Sunday 6: the whole weeks, then what is left of one.
        let first = i64::from(from.weekday().to_monday_zero_offset()) + 1;
        let rest = (first..first + days % 7).filter(|at| at % 7 < 5).count();
        let mut count = days / 7 * 5 + i64::try_from(rest).unwrap_or(0);
        let range = (std::ops::Bound::Excluded(from), std::ops::Bound::Included(to));
        let ours = self.own.range(range);
        let shipped = SHIPPED.range(range).filter(|(day, _)| !self.own.contains_key(*day));
        for (day, arranged) in ours.chain(shipped) {
            count += i64::from(!arranged.off) - plain(*day);
        }
        count
    }

    /// The years from the one to the other of which not everything is known.
    pub fn gaps(&self, from: Date, to: Date) -> Vec<Gap> {
        let years = from.year()..=to.year();
        years.filter_map(|year| self.gap(year)).collect()
    }

    /// What is not known of a year.
    pub fn gap(&self, year: i16) -> Option<Gap> {
        let first = Date::new(year, 1, 1).ok()?;
        let range = first..=first.last_of_year();
        let off = |(day, arranged): (&Date, &Arranged)| arranged.off.then_some(*day);
        let mut days: Vec<Date> = self.own.range(range.clone()).filter_map(off).collect();
        days.extend(SHIPPED.range(range).filter_map(off));
        days.sort_unstable();
        days.dedup();
        (days.len() < BY_LAW).then_some(Gap { year, entered: days.len() })
    }
}

/// The id of the record that arranges a day.
pub fn holiday_id(day: Date) -> RecordId {
    RecordId::derived(ID, &[day.to_string().as_bytes()])
}

fn is_weekend(day: Date) -> bool {
    day.weekday().to_monday_zero_offset() >= 5
}

static SHIPPED: LazyLock<BTreeMap<Date, Arranged>> = LazyLock::new(|| {
    // Shipped data: a test below reads it, so an unreadable table cannot be released.
    read_table(include_str!("../../assets/calendar/holidays.toml")).unwrap_or_default()
});

fn read_table(text: &str) -> Option<BTreeMap<Date, Arranged>> {
    #[derive(Deserialize)]
    struct Table {
        years: Vec<Year>,
    }
    #[derive(Deserialize)]
    struct Year {
        year: i16,
        days: Vec<Days>,
    }
    #[derive(Deserialize)]
    struct Days {
        from: String,
        to: String,
        kind: String,
        name: String,
    }
    let table: Table = toml::from_str(text).ok()?;
    let mut days = BTreeMap::new();
    for year in table.years {
        let day = |text: &str| format!("{}-{text}", year.year).parse::<Date>().ok();
        for span in &year.days {
            let (mut at, to) = (day(&span.from)?, day(&span.to)?);
            while at <= to {
                days.insert(at, Arranged { off: span.kind == "off", name: span.name.clone() });
                at = at.tomorrow().ok()?;
            }
        }
    }
    Some(days)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_shipped_table_has_the_days_of_the_notices() {
        let table = read_table(include_str!("../../assets/calendar/holidays.toml")).unwrap();
        let count =
            |year: i16, off: bool| table.iter().filter(|(day, a)| day.year() == year && a.off == off).count();
        assert_eq!((count(2025, true), count(2025, false)), (28, 5));
        assert_eq!((count(2026, true), count(2026, false)), (33, 6));
        // 2026 make-up days of domain.md §7, each a Saturday or a Sunday.
        for (month, day) in [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)] {
            let day = date(2026, month, day);
            assert!(is_weekend(day) && Workdays::shipped().is_working(day), "{day}");
        }
    }

    #[test]
    fn a_year_that_is_not_entered_is_reckoned_by_weekends_and_says_so() {
        let days = Workdays::shipped();
        assert_eq!(days.gap(2026), None);
        let gap = days.gap(2027).unwrap();
        assert_eq!(gap.wording().get(Lang::Zh), "2027 年安排未录入，按周末计算");
        // 2027-02-05 is New Year's Eve, and a Friday: without a table it counts as worked.
        assert!(days.is_working(date(2027, 2, 5)));
        let mut days = days;
        for day in 5..=11 {
            days = days.arranged(date(2027, 2, day), true, "春节");
        }
        assert!(!days.is_working(date(2027, 2, 5)));
        assert!(days.gap(2027).unwrap().wording().get(Lang::Zh).contains("只录入 7 天"));
        for (month, day) in [(1, 1), (4, 5), (5, 1), (5, 2), (6, 9), (9, 15)] {
            days = days.arranged(date(2027, month, day), true, "");
        }
        assert_eq!(days.gap(2027), None);
    }

    #[test]
    fn the_group_goes_before_what_the_program_brings() {
        let days = Workdays::shipped().arranged(date(2026, 10, 10), true, "更正");
        assert_eq!(days.day_off(date(2026, 10, 10)).unwrap().get(Lang::Zh), "更正");
        assert!(Workdays::shipped().is_working(date(2026, 10, 10)));
    }

    #[test]
    fn the_end_of_the_calendar_is_an_end_and_no_failure() {
        let days = Workdays::shipped();
        assert_eq!(days.after(Date::MAX, 5), Date::MAX);
        assert_eq!(days.before(Date::MIN, 5), Date::MIN);
        assert!(days.between(Date::MIN, Date::MAX) > 0);
        assert_eq!(days.after(date(2026, 11, 30), i32::MIN), date(2026, 11, 30));
        assert!(days.after(date(2026, 11, 30), i32::MAX) > date(2038, 1, 1));
    }

    proptest::proptest! {
        #[test]
        fn counting_forth_between_and_back_agree(start in 0i64..1500, count in 0i32..400, off in proptest::collection::vec((0i64..2000, proptest::bool::ANY), 0..30)) {
            let zero = date(2025, 1, 1);
            let at = |days: i64| zero.checked_add(Span::new().days(days)).unwrap();
            let days = off.iter().fold(Workdays::shipped(), |days, (day, off)| days.arranged(at(*day), *off, ""));
            let start = at(start);
            let end = days.after(start, count);
            proptest::prop_assert_eq!(days.between(start, end), i64::from(count));
            let slow = (1..=crate::domain::calendar::days_between(start, end))
                .filter(|n| days.is_working(start.checked_add(Span::new().days(*n)).unwrap()))
                .count();
            proptest::prop_assert_eq!(days.between(start, end), i64::try_from(slow).unwrap());
            if days.is_working(start) {
                proptest::prop_assert_eq!(days.before(end, count), start);
            }
        }

        #[test]
        fn one_more_day_off_never_makes_a_term_end_earlier(start in 0i64..1500, count in 0i32..60, off in 0i64..1800) {
            let zero = date(2025, 1, 1);
            let at = |days: i64| zero.checked_add(Span::new().days(days)).unwrap();
            let before = Workdays::shipped();
            let after = before.clone().arranged(at(off), true, "");
            proptest::prop_assert!(after.after(at(start), count) >= before.after(at(start), count));
            // A make-up day never makes it end later.
            let worked = before.clone().arranged(at(off), false, "");
            proptest::prop_assert!(worked.after(at(start), count) <= before.after(at(start), count));
        }
    }
}
