//! Examples worked by hand, each with the article or source that it follows,
//! and the laws that hold for every input.

use jiff::civil::{DateTime, date};
use proptest::prelude::*;

use super::*;
use crate::domain::{
    lunar::{LunarDay, years},
    workdays,
};

/// When somebody looks at an ordinary morning.
fn at(text: &str) -> Timestamp {
    let text = if text.len() > 10 { text.replace(' ', "T") } else { format!("{text}T10:00") };
    calendar::moment(text.parse::<DateTime>().unwrap()).unwrap()
}

/// A term, when it began, and its last day as worked out by hand; behind it how.
type Example = (&'static str, &'static str, &'static str);

/// Natural days: the day of the beginning is not counted (民法典 201).
const NATURAL: [Example; 22] = [
    // 条例 22、23: 10 + 15 = 25.
    ("petition_inform", "2025-01-10", "2025-01-25"),
    // 条例 23: 20 + 15 = 35, less the 28 of February 2025.
    ("petition_inform", "2025-02-20", "2025-03-07"),
    // The same in a leap year: less 29.
    ("petition_inform", "2028-02-20", "2028-03-06"),
    // 条例 23: over the leap day to the first of March: 14 + 15 = 29.
    ("petition_inform", "2028-02-14", "2028-02-29"),
    // 条例 34: 8 days to 30 Nov, 31 to 31 Dec, 21 more (domain.md §7).
    ("petition", "2026-11-22", "2027-01-21"),
    // 条例 34: 16 to 31 Dec, 31 to 31 Jan, 13 more.
    ("petition", "2025-12-15", "2026-02-13"),
    // 条例 34: 30 to 31 Jan, 29 to 29 Feb 2028, 1 more.
    ("petition", "2028-01-01", "2028-03-01"),
    // The same a year earlier: 30, 28, 2 more.
    ("petition", "2027-01-01", "2027-03-02"),
    // 条例 34: 31 to 31 Jan, 29 to the leap day.
    ("petition", "2027-12-31", "2028-02-29"),
    // 条例 35: 28 to 28 Feb, 2 more.
    ("petition_review", "2025-01-31", "2025-03-02"),
    // 条例 35: 30 to 31 Oct; a Saturday, not moved.
    ("petition_review_request", "2026-10-01", "2026-10-31"),
    // 条例 36: 1 to 31 Jan, 29 to the leap day.
    ("petition_recheck", "2028-01-30", "2028-02-29"),
    // 条例 36: 29 to 31 Dec, 1 more: New Year's Day, not moved.
    ("petition_recheck_request", "2026-12-02", "2027-01-01"),
    // 北京 15 天: 10 to 30 Sep, 5 more: within National Day, not moved.
    ("difficult", "2026-09-20", "2026-10-05"),
    // 北京 7 天: 10 + 7 = 17: the first day of the year, not moved.
    ("ordinary", "2026-02-10", "2026-02-17"),
    // 台账惯例 15 天.
    ("hazard", "2026-11-30", "2026-12-15"),
    // The same day, also a holiday (端午).
    ("hazard_notice", "2026-06-19", "2026-06-19"),
    // 乱建抢种 15 天: 20 to 30 Nov are 10, 5 more.
    ("violation", "2026-11-20", "2026-12-05"),
    // 整改 15 天: 14 + 15 = 29, the leap day.
    ("rectification", "2028-02-14", "2028-02-29"),
    // 督办 15 天: 11 to 31 Dec, 4 more.
    ("supervision", "2026-12-20", "2027-01-04"),
    // 履行回访 30 天: 30 to 31 Dec; 1 Dec + 30.
    ("mediation_perform", "2026-12-01", "2026-12-31"),
    // 人民调解法 33: 1 to 31 Jan, 28 to 28 Feb, 1 more.
    ("mediation_confirm", "2027-01-30", "2027-03-01"),
];

/// Working days (条例 23 异议; 济南、潍坊 5 个工作日; 首次联系 2 个工作日).
const WORKING: [Example; 23] = [
    // Mon: Tue 24, Wed 25, Thu 26, Fri 27, Mon 30.
    ("hotline", "2026-11-23", "2026-11-30"),
    // Fri: Mon 30, Tue 1, Wed 2, Thu 3, Fri 4.
    ("hotline", "2026-11-27", "2026-12-04"),
    // Sat: Mon 30, Tue 1.
    ("contact", "2026-11-28", "2026-12-01"),
    // National Day 2025: Tue 30 Sep; 1–8 off; Thu 9, Fri 10, Sat 11 worked, Mon 13.
    ("petition_objection", "2025-09-29", "2025-10-13"),
    // Fri: Sun 28 Sep worked, Mon 29, Tue 30, Thu 9 Oct, Fri 10.
    ("petition_objection", "2025-09-26", "2025-10-10"),
    // Fri: Mon 23 to Fri 27 June, nothing between.
    ("petition_objection", "2025-06-20", "2025-06-27"),
    // 春节 2026: Fri 13 Feb: Sat 14 worked; 15–23 off; Tue 24.
    ("contact", "2026-02-13", "2026-02-24"),
    // Tue 24 Feb: Wed 25, Thu 26, Fri 27, Sat 28 worked, Mon 2 Mar.
    ("hotline", "2026-02-24", "2026-03-02"),
    // 春节 2025: Fri 24 Jan: Sun 26 worked, Mon 27; 28 Jan–4 Feb off; Wed 5, Thu 6, Fri 7.
    ("hotline", "2025-01-24", "2025-02-07"),
    // Wed 5 Feb: Thu 6, Fri 7, Sat 8 worked, Mon 10, Tue 11.
    ("hotline", "2025-02-05", "2025-02-11"),
    // 劳动节 2025: Fri 25 Apr: Sun 27 worked, Mon 28, Tue 29, Wed 30; 1–5 off; Tue 6 May.
    ("hotline", "2025-04-25", "2025-05-06"),
    // 端午 2025: Fri 30 May: 31 May–2 Jun off; Tue 3 to Fri 6, Mon 9.
    ("hotline", "2025-05-30", "2025-06-09"),
    // 劳动节 2026: Thu 30 Apr: 1–5 off; Wed 6, Thu 7, Fri 8, Sat 9 worked, Mon 11.
    ("hotline", "2026-04-30", "2026-05-11"),
    // Fri 18 Sep 2026: Sun 20 worked, Mon 21 to Thu 24.
    ("hotline", "2026-09-18", "2026-09-24"),
    // 中秋 and 国庆 2026: Thu 24 Sep: 25–27 off; Mon 28, Tue 29, Wed 30; 1–7 off; Thu 8, Fri 9.
    ("hotline", "2026-09-24", "2026-10-09"),
    // Fri 9 Oct: Sat 10 worked, Mon 12 to Thu 15.
    ("hotline", "2026-10-09", "2026-10-15"),
    // 元旦 2026, begun on a day off: Sun 4 worked, Mon 5.
    ("contact", "2026-01-02", "2026-01-05"),
    // Over the turn of a year of which both are entered: Wed 31 Dec: 1–3 off; Sun 4 worked, Mon 5.
    ("contact", "2025-12-31", "2026-01-05"),
    // 乱建抢种告知移送, Fri: Mon 30, Tue 1.
    ("violation_notice", "2026-11-27", "2026-12-01"),
    // 整改通知, Thu 30 Apr: 1–5 off; Wed 6, Thu 7.
    ("rectification_notice", "2026-04-30", "2026-05-07"),
    // 督办回话, Fri 9 Oct: Sat 10 worked, Mon 12.
    ("supervision_reply", "2026-10-09", "2026-10-12"),
    // 清明 2026: Fri 3 Apr: 4–6 off; Tue 7, Wed 8.
    ("contact", "2026-04-03", "2026-04-08"),
    // 清明 2025: Thu 3 Apr: 4–6 off; Mon 7, Tue 8.
    ("contact", "2025-04-03", "2025-04-08"),
];

/// Working days that reach into a year whose holidays are not entered: by weekends, and told so.
const MISSING: [(&str, &str, &str, i16); 4] = [
    // Mon 28 Dec: Tue 29, Wed 30, Thu 31, Fri 1 Jan (nobody has said that it is off), Mon 4.
    ("hotline", "2026-12-28", "2027-01-04", 2027),
    // Mon 1 Feb 2027: Tue 2 to Fri 5 (除夕, unknown to the table), Mon 8.
    ("hotline", "2027-02-01", "2027-02-08", 2027),
    // Fri 25 Feb 2028: Mon 28, Tue 29 (leap day), Wed 1, Thu 2, Fri 3 Mar.
    ("hotline", "2028-02-25", "2028-03-03", 2028),
    // Fri 29 Dec 2028: Mon 1 Jan 2029, Tue 2: the first of the two that is missing is 2028.
    ("contact", "2028-12-29", "2029-01-02", 2028),
];

/// Hours run from the moment, over midnights, holidays and leap days (北京: 2 小时、24 小时).
const HOURS: [Example; 7] = [
    ("danger", "2026-11-30 09:20", "2026-11-30 11:20"),
    ("danger", "2026-11-30 22:30", "2026-12-01 00:30"),
    ("danger", "2026-02-17 03:00", "2026-02-17 05:00"),
    ("utility", "2028-02-28 18:00", "2028-02-29 18:00"),
    ("utility", "2027-02-28 18:00", "2027-03-01 18:00"),
    ("utility", "2026-12-31 23:59", "2027-01-01 23:59"),
    ("utility", "2025-10-01 00:00", "2025-10-02 00:00"),
];

// Shows A20.
#[test]
fn the_examples_that_were_worked_by_hand() {
    let by = Deadlines::shipped();
    for (key, start, end) in NATURAL.iter().chain(&WORKING) {
        let clock = by.clock(key, at(start)).unwrap();
        assert_eq!(clock.day.to_string(), *end, "{key} from {start}");
        assert_eq!(clock.at, None);
        assert!(!clock.term.basis.get(Lang::Zh).is_empty());
        assert_eq!(clock.gaps, [], "{key} from {start}");
    }
    for (key, start, end, year) in MISSING {
        let clock = by.clock(key, at(start)).unwrap();
        assert_eq!(clock.day.to_string(), end, "{key} from {start}");
        assert_eq!(clock.gaps.first().map(|gap| gap.year), Some(year));
        let told = workdays::told(&clock.gaps, Lang::Zh).unwrap();
        assert!(told.starts_with(&format!("{year} 年安排未录入，按周末计算")), "{told}");
    }
    for (key, start, end) in HOURS {
        let clock = by.clock(key, at(start)).unwrap();
        assert_eq!(clock.at.map(calendar::minute).as_deref(), Some(end), "{key} from {start}");
        assert_eq!(clock.day.to_string(), end.split(' ').next().unwrap());
    }
}

/// A lunar day, the day from which on it is looked for, and the day on which it is kept.
const LUNAR: [(&str, &str, &str); 14] = [
    // 2024 to 2028 none of the last months has a thirtieth: kept on the 29th, the eve.
    ("腊月三十", "2025-01-01", "2025-01-28"),
    ("腊月三十", "2025-02-01", "2026-02-16"),
    ("腊月三十", "2026-11-30", "2027-02-05"),
    ("腊月三十", "2027-02-06", "2028-01-25"),
    // 闰六月 is a month of 2025: 六月初一 2025-06-25 has 30 days, so its leap one begins 07-25.
    ("闰六月初一", "2025-07-01", "2025-07-25"),
    ("六月初一", "2025-06-01", "2025-06-25"),
    // In 2026 without one: 正月初一 02-17 and 147 days of five months.
    ("闰六月初一", "2026-01-01", "2026-07-14"),
    // 闰五月 of 2028, and the ordinary month a year before.
    ("闰五月初一", "2028-01-01", "2028-06-23"),
    ("闰五月初一", "2027-01-01", "2027-06-05"),
    ("五月初五", "2028-01-01", "2028-05-28"),
    // 中秋 and 重阳 (domain.md §7).
    ("八月十五", "2025-01-01", "2025-10-06"),
    ("九月初九", "2026-11-30", "2027-10-08"),
    // On the day itself it is that day, the day after it is a year on.
    ("正月十五", "2026-03-03", "2026-03-03"),
    ("正月十五", "2026-03-04", "2027-02-20"),
];

// Shows D4.
#[test]
fn lunar_days_that_were_looked_up_by_hand() {
    for (told, from, kept) in LUNAR {
        let day = LunarDay::read(told).unwrap();
        let found = years::next(from.parse().unwrap(), day).unwrap();
        assert_eq!(found.to_string(), kept, "{told} from {from}");
    }
}

#[test]
fn a_year_that_the_group_enters_moves_the_day_and_ends_the_warning() {
    let mut workdays = Workdays::shipped();
    // As a group would enter it: 春节 5 to 11 February, and what else the law gives.
    let off = [(1, 1, 3), (2, 5, 11), (4, 3, 5), (5, 1, 5), (6, 9, 9), (9, 15, 15), (10, 1, 7)];
    for (month, from, to) in off {
        for day in from..=to {
            workdays = workdays.arranged(date(2027, month, day), true, "假日");
        }
    }
    let by = Deadlines { workdays, ..Deadlines::shipped() };
    // Mon 1 Feb: Tue 2, Wed 3, Thu 4; 5–11 off; Fri 12, Mon 15.
    let clock = by.clock("hotline", at("2027-02-01")).unwrap();
    assert_eq!((clock.day, clock.gaps.is_empty()), (date(2027, 2, 15), true));
}

#[test]
fn a_last_day_that_is_a_day_off_is_a_hint_and_is_not_moved() {
    let by = Deadlines::shipped();
    let clock = by.clock("difficult", at("2026-09-20")).unwrap();
    let hint = by.hint(&clock).unwrap();
    assert!(hint.get(Lang::Zh).contains("国庆节") && hint.get(Lang::Zh).contains("2026-09-30"), "{hint:?}");
    assert_eq!(by.hint(&by.clock("ordinary", at("2026-11-23")).unwrap()), None);
    // Saturday 10 October 2026 is worked.
    assert_eq!(by.hint(&by.clock("ordinary", at("2026-10-03")).unwrap()), None);
}

#[test]
fn reminders_come_when_a_third_when_a_working_day_and_when_nothing_is_left() {
    let by = Deadlines::shipped();
    let stage = |key, start, now| by.stage(&by.clock(key, at(start)).unwrap(), at(now));
    for (key, start, now, expected) in [
        // Due Mon 30: Thu 26 has two working days left, Fri 27 one.
        ("ordinary", "2026-11-23", "2026-11-26", Stage::Quiet),
        ("ordinary", "2026-11-23", "2026-11-27", Stage::LastDay),
        ("ordinary", "2026-11-23", "2026-11-30", Stage::LastDay),
        ("ordinary", "2026-11-23", "2026-12-01", Stage::Overdue),
        // 60 days to 21 January 2027: 20 are a third.
        ("petition", "2026-11-22", "2026-12-31", Stage::Quiet),
        ("petition", "2026-11-22", "2027-01-01", Stage::Third),
        ("petition", "2026-11-22", "2027-01-20", Stage::LastDay),
        ("petition", "2026-11-22", "2027-01-22", Stage::Overdue),
        // 24 hours: 8 are a third.
        ("utility", "2026-11-30 09:00", "2026-12-01 00:59", Stage::Quiet),
        ("utility", "2026-11-30 09:00", "2026-12-01 01:00", Stage::Third),
        ("utility", "2026-11-30 09:00", "2026-12-01 09:01", Stage::Overdue),
        ("danger", "2026-11-30 23:00", "2026-12-01 01:01", Stage::Overdue),
    ] {
        assert_eq!(stage(key, start, now), expected, "{key} {start} {now}");
    }
    let danger = by.clock("danger", at("2026-11-30 09:00")).unwrap();
    assert_eq!(by.left(&danger, at("2026-11-30 09:40"), Lang::Zh), "剩 1 小时 20 分");
    assert_eq!(by.left(&danger, at("2026-11-30 14:05"), Lang::Zh), "超 3 小时 5 分");
    assert_eq!(by.left(&danger, at("2026-12-03 09:00"), Lang::Zh), "超 2 天");
    let ordinary = by.clock("ordinary", at("2026-11-23")).unwrap();
    assert_eq!(by.left(&ordinary, at("2026-11-26"), Lang::Zh), "剩 4 天（含 2 个工作日）");
}

#[test]
fn danger_goes_before_the_procedure_and_the_procedure_before_the_kind() {
    for (kind, urgency, procedure, contact, result) in [
        ("request", "", "", Some("contact"), "ordinary"),
        ("dispute", "normal", "", Some("contact"), "difficult"),
        ("hazard", "normal", "", Some("hazard_notice"), "hazard"),
        ("violation", "normal", "", Some("violation_notice"), "violation"),
        ("rectification", "normal", "", Some("rectification_notice"), "rectification"),
        ("supervision", "normal", "", Some("supervision_reply"), "supervision"),
        ("violation", "danger", "", Some("danger"), "violation"),
        ("request", "normal", "difficult", Some("contact"), "difficult"),
        ("request", "normal", "hotline", Some("contact"), "hotline"),
        ("request", "normal", "petition", Some("petition_inform"), "petition"),
        ("request", "normal", "review", None, "petition_review"),
        ("request", "normal", "recheck", None, "petition_recheck"),
        ("request", "utility", "petition", Some("utility"), "utility"),
        ("dispute", "danger", "difficult", Some("danger"), "difficult"),
        ("hazard", "danger", "", Some("danger"), "hazard"),
        ("kind of a newer version", "", "", Some("contact"), "ordinary"),
    ] {
        let keys = keys_of(kind, urgency, procedure);
        assert_eq!((keys.contact, keys.result), (contact, result), "{kind} {urgency} {procedure}");
    }
}

// Shows E9, J8.
#[test]
fn no_term_but_a_hazards_rests_on_the_law_of_hazards() {
    let by = Deadlines::shipped();
    for kind in ["violation", "rectification", "supervision", "request", "dispute"] {
        let keys = keys_of(kind, "normal", "");
        for key in keys.contact.into_iter().chain([keys.result]) {
            let term = by.terms.get(key).unwrap();
            for told in [term.basis.zh.to_string(), term.title().zh.to_string()] {
                assert!(!told.contains("安全生产法") && !told.contains("隐患"), "{kind}: {told}");
            }
        }
    }
    let violation = by.terms.get(keys_of("violation", "normal", "").result).unwrap();
    assert!(violation.basis.zh.contains("城乡规划法第 64、65 条"), "{}", violation.basis.zh);
}

#[test]
fn terms_end_with_the_calendar() {
    let by = Deadlines::shipped();
    for key in by.terms.all().map(|term| term.key.clone()).collect::<Vec<_>>() {
        for start in [Timestamp::MAX, Timestamp::MIN, at("9999-12-30")] {
            let clock = by.clock(&key, start).unwrap();
            assert!(clock.day >= calendar::day(start), "{key}");
        }
    }
    assert_eq!(by.clock("petition", at("9999-12-01")).unwrap().day, Date::MAX);
    assert_eq!(by.clock("hotline", at("9999-12-29")).unwrap().day, Date::MAX);
}

fn any_moment() -> impl Strategy<Value = Timestamp> {
    let near = 1_700_000_000i64..1_900_000_000;
    let whole = Timestamp::MIN.as_second()..=Timestamp::MAX.as_second();
    prop_oneof![near, whole].prop_map(|second| Timestamp::from_second(second).unwrap())
}

proptest! {
    /// Nothing makes the engine panic, and a term never ends before it begins.
    #[test]
    fn no_moment_makes_it_panic(start in any_moment(), now in any_moment(), key in 0usize..23) {
        let by = Deadlines::shipped();
        let key = by.terms.all().nth(key).unwrap().key.clone();
        let clock = by.clock(&key, start).unwrap();
        prop_assert!(clock.day >= calendar::day(start));
        let stage = by.stage(&clock, now);
        if now <= start && clock.at.is_none() {
            prop_assert!(stage != Stage::Overdue);
        }
        let _ = (by.left(&clock, now, Lang::Zh), by.left(&clock, now, Lang::En), by.hint(&clock));
    }

    /// Begun later, it never ends earlier; so many working days never end before so many days.
    #[test]
    fn terms_keep_the_order_in_which_they_began(start in 1_700_000_000i64..1_900_000_000, later in 0i64..5_000_000, key in 0usize..23) {
        let by = Deadlines::shipped();
        let term = by.terms.all().nth(key).unwrap().clone();
        let moment = |second| Timestamp::from_second(second).unwrap();
        let clock = |second| by.clock(&term.key, moment(second)).unwrap();
        prop_assert!(clock(start + later).day >= clock(start).day);
        if term.unit == Unit::WorkingDays {
            prop_assert!(clock(start).day >= days_after(calendar::day(moment(start)), term.value));
        }
    }

    /// As time goes by a reminder only rises.
    #[test]
    fn reminders_only_rise(start in 1_700_000_000i64..1_900_000_000, first in 0i64..8_000_000, more in 0i64..8_000_000, key in 0usize..23) {
        let by = Deadlines::shipped();
        let key = by.terms.all().nth(key).unwrap().key.clone();
        let moment = |second| Timestamp::from_second(second).unwrap();
        let clock = by.clock(&key, moment(start)).unwrap();
        prop_assert!(by.stage(&clock, moment(start + first)) <= by.stage(&clock, moment(start + first + more)));
    }
}
