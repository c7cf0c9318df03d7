//! Days of the lunar calendar as people tell them: a month, a day, and whether
//! the month is a leap one (domain.md §7). No year: a birthday comes every year.

pub mod years;

use std::fmt;

use super::{calendar::half_width, wording::Lang};

/// A day of the lunar year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LunarDay {
    /// 1 to 12.
    pub month: u8,
    /// Whether it is the leap month of that number.
    pub leap: bool,
    /// 1 to 30.
    pub day: u8,
}

const DIGITS: [&str; 11] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

impl LunarDay {
    /// The day, where there can be such a day.
    pub fn new(month: u8, leap: bool, day: u8) -> Option<Self> {
        ((1..=12).contains(&month) && (1..=30).contains(&day)).then_some(Self { month, leap, day })
    }

    /// Reads `八月十五`, `农历8月15`, `腊月廿三`, `正月初一`, `闰四月初一`, `8-15`, `闰4-1`.
    pub fn read(text: &str) -> Option<Self> {
        let text: String = text.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
        let text = ["农历", "阴历", "旧历"].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(&text);
        let (leap, text) = text.strip_prefix('闰').map_or((false, text), |rest| (true, rest));
        let (month, day) = text.split_once(['月', '-', '.', '/'])?;
        let month = match month {
            "正" => 1,
            "冬" => 11,
            "腊" => 12,
            other => number(other)?,
        };
        let day = day.strip_suffix(['日', '号']).unwrap_or(day);
        let day = number(day.strip_prefix('初').unwrap_or(day))?;
        Self::new(month, leap, day)
    }

    /// The day in words: `八月十五`, `闰四月初一`; in English `lunar 8-15`.
    pub fn show(self, lang: Lang) -> String {
        match lang {
            Lang::Zh => {
                let month = match self.month {
                    1 => "正".to_owned(),
                    11 => "冬".to_owned(),
                    12 => "腊".to_owned(),
                    month => chinese(month),
                };
                let leap = if self.leap { "闰" } else { "" };
                format!("{leap}{month}月{}", day_words(self.day))
            }
            Lang::En => {
                let leap = if self.leap { "leap " } else { "" };
                format!("lunar {leap}{}-{}", self.month, self.day)
            }
        }
    }
}

/// As it is stored and as JSON has it: `08-15`, `闰04-01`.
impl fmt::Display for LunarDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let leap = if self.leap { "闰" } else { "" };
        write!(f, "{leap}{:02}-{:02}", self.month, self.day)
    }
}

/// A number from 1 to 39 in Arabic or Chinese digits.
fn number(text: &str) -> Option<u8> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok();
    }
    let (tens, rest) = if let Some(rest) = text.strip_prefix("二十").or_else(|| text.strip_prefix('廿')) {
        (20, rest)
    } else if let Some(rest) = text.strip_prefix("三十").or_else(|| text.strip_prefix('卅')) {
        (30, rest)
    } else if let Some(rest) = text.strip_prefix('十') {
        (10, rest)
    } else {
        (0, text)
    };
    let ones = DIGITS.iter().take(10).position(|digit| *digit == rest)?;
    u8::try_from(tens + ones).ok().filter(|number| *number > 0)
}

fn chinese(number: u8) -> String {
    let ones = DIGITS[usize::from(number % 10)];
    match number / 10 {
        0 => ones.to_owned(),
        1 => format!("十{ones}"),
        tens => format!("{}十{ones}", DIGITS[usize::from(tens)]),
    }
}

fn day_words(day: u8) -> String {
    match day {
        ..=10 => format!("初{}", DIGITS[usize::from(day)]),
        21..=29 => format!("廿{}", DIGITS[usize::from(day % 10)]),
        _ => chinese(day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_and_shown_as_people_tell_them() {
        for (text, month, leap, day, shown) in [
            ("八月十五", 8, false, 15, "八月十五"),
            ("农历 8月15日", 8, false, 15, "八月十五"),
            ("腊月廿三", 12, false, 23, "腊月廿三"),
            ("正月初一", 1, false, 1, "正月初一"),
            ("闰四月初一", 4, true, 1, "闰四月初一"),
            ("闰４-１", 4, true, 1, "闰四月初一"),
            ("12-30", 12, false, 30, "腊月三十"),
            ("冬月初十", 11, false, 10, "冬月初十"),
            ("十月二十", 10, false, 20, "十月二十"),
        ] {
            let read = LunarDay::read(text).unwrap();
            assert_eq!(read, LunarDay { month, leap, day }, "{text}");
            assert_eq!(read.show(Lang::Zh), shown);
            assert_eq!(LunarDay::read(&read.to_string()), Some(read));
            assert_eq!(LunarDay::read(shown), Some(read));
        }
        for text in ["", "八月", "十三月初一", "8-31", "8-0", "月", "初一", "2026-8-15"] {
            assert_eq!(LunarDay::read(text), None, "{text}");
        }
    }
}
