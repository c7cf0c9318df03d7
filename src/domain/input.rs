//! Text that people type or sheets bring, read as a field's value; and back.

use jiff::civil::Date;

use super::{
    calendar,
    field::{Field, Kind},
    id::RecordId,
    identity,
    lunar::LunarDay,
    money,
    standing::Recorded,
    value::Value,
    wording::Lang,
};

/// The most characters a field takes; a page of handwriting has about 1,000.
pub const LONGEST: usize = 20_000;

/// Why a text is not a value of a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadValue {
    /// Not one of the closed list.
    #[error("{text:?} is not one of {allowed}")]
    NotAChoice {
        /// What was given.
        text: String,
        /// The keys that would be right.
        allowed: String,
    },
    /// Not a date that exists; what was given.
    #[error("{0:?} is not a date")]
    NotADate(String),
    /// A birth date without its year, or in words.
    #[error("{0:?} is not a birth date")]
    NotABirth(String),
    /// A birth date of which only the year or the month is known.
    #[error("{0:?} is not the day of a birth")]
    BirthInPart(String),
    /// A birth in days to come.
    #[error("{0} has not come yet")]
    BirthToCome(Date),
    /// Not a whole number.
    #[error("not a whole number")]
    NotANumber,
    /// Not an amount of money.
    #[error("not an amount")]
    NotAnAmount,
    /// Not a day of the lunar year.
    #[error("not a lunar day")]
    NotALunarDay,
    /// Neither yes nor no.
    #[error("neither yes nor no")]
    NotYesOrNo,
    /// No record of that id or name.
    #[error("no record {0:?}")]
    NoRecord(String),
    /// More text than a field takes.
    #[error("longer than {LONGEST} characters")]
    TooLong,
}

impl BadValue {
    /// What is wrong and what would be right.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::NotAChoice { text, allowed } => {
                crate::say!(
                    lang,
                    "没有“{text}”这一项，可选：{allowed}",
                    "\"{text}\" is not a choice; take one of: {allowed}"
                )
            }
            Self::NotADate(text) => crate::say!(
                lang,
                "日期看不懂“{text}”，请写成 2026-11-22、11-22 或 昨天",
                "\"{text}\" is not a date; write 2026-11-22, 11-22 or yesterday"
            ),
            Self::NotABirth(text) => crate::say!(
                lang,
                "“{text}”不是出生日期，请写成 1950-03-12",
                "\"{text}\" is no birth date; write 1950-03-12"
            ),
            Self::BirthInPart(text) => crate::say!(
                lang,
                "“{text}”没有到日；请写成 1950-03-12，只知道年月的写在备注里，不替本人定一天",
                "\"{text}\" tells no day; write 1950-03-12, or put what is known into the note: no day is made up"
            ),
            Self::BirthToCome(day) => crate::say!(
                lang,
                "出生日期 {day} 还没有到，请核对",
                "the birth date {day} has not come yet; check it"
            ),
            Self::NotANumber => lang.pick("这里要填整数", "a whole number is needed here").to_owned(),
            Self::NotAnAmount => lang
                .pick(
                    "金额看不懂，请写成 1200、1,200.50 或 1.2万（元）",
                    "not an amount; write 1200, 1,200.50 or 1.2万 (yuan)",
                )
                .to_owned(),
            Self::NotALunarDay => lang
                .pick(
                    "农历日子看不懂，请写成 八月十五、8-15 或 闰四月初一",
                    "not a lunar day; write 八月十五, 8-15 or 闰4-1",
                )
                .to_owned(),
            Self::NotYesOrNo => lang.pick("这里填 是 或 否", "write yes or no").to_owned(),
            Self::NoRecord(text) => crate::say!(lang, "找不到“{text}”", "no record \"{text}\""),
            Self::TooLong => {
                crate::say!(lang, "太长了，最多 {LONGEST} 字", "too long: at most {LONGEST} characters")
            }
        }
    }
}

/// Reads one value; blank text is none. A reference must be a record's id here:
/// finding records by name needs the workspace.
pub fn read(field: &Field, text: &str, today: Date) -> Result<Option<Value>, BadValue> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Ok(None);
    }
    if trimmed.chars().count() > LONGEST {
        return Err(BadValue::TooLong);
    }
    let clean = strip_controls(trimmed, matches!(field.kind, Kind::LongText));
    let value = match &field.kind {
        Kind::Text | Kind::LongText => Value::Text(clean),
        Kind::Name => Value::Text(identity::name(&clean)),
        Kind::Phone => Value::Text(identity::phone(&clean)),
        Kind::IdNumber => Value::Text(identity::id_number(&clean).0),
        Kind::Int => {
            let digits: String = clean.chars().map(calendar::half_width).collect();
            Value::Int(digits.trim().parse().map_err(|_not_digits| BadValue::NotANumber)?)
        }
        Kind::Money => Value::Int(money::read(&clean).ok_or(BadValue::NotAnAmount)?),
        Kind::Lunar => Value::Text(LunarDay::read(&clean).ok_or(BadValue::NotALunarDay)?.to_string()),
        Kind::Bool => Value::Bool(read_yes(&clean).ok_or(BadValue::NotYesOrNo)?),
        Kind::Date if field.key == BORN => Value::Date(read_birth(&clean, today)?),
        Kind::Date => {
            Value::Date(calendar::read_day(&clean, today).ok_or_else(|| BadValue::NotADate(clean.clone()))?)
        }
        Kind::Instant => Value::Instant(
            calendar::read_moment(&clean, today).ok_or_else(|| BadValue::NotADate(clean.clone()))?,
        ),
        Kind::Choice(choices) => {
            let wanted = clean.to_lowercase();
            let found = choices.iter().enumerate().find(|(at, choice)| {
                choice.key == wanted
                    || choice.title.zh == clean
                    || choice.title.en.to_lowercase() == wanted
                    || choice.also.contains(&clean.as_str())
                    || code_means(&field.key, &wanted, *at)
            });
            let (_, choice) = found.ok_or_else(|| BadValue::NotAChoice {
                text: clean.clone(),
                allowed: choices
                    .iter()
                    .map(|c| format!("{} ({})", c.title.zh, c.key))
                    .collect::<Vec<_>>()
                    .join("、"),
            })?;
            Value::Choice(choice.key.clone())
        }
        Kind::Ref(_) => {
            Value::Ref(clean.parse::<RecordId>().map_err(|_not_an_id| BadValue::NoRecord(clean.clone()))?)
        }
    };
    Ok(Some(value))
}

/// The key of the field that holds when somebody was born.
pub const BORN: &str = "born";

/// Reads a birth date: nothing is added to what is known, no year, no month, no day.
fn read_birth(text: &str, today: Date) -> Result<Date, BadValue> {
    let half: String = text.chars().map(calendar::half_width).collect();
    let groups: Vec<&str> =
        half.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    match groups.as_slice() {
        [whole] if whole.len() == 8 => {}
        [year, _month, _day] if year.len() == 4 => {}
        [part] if is_part(part, today) => return Err(BadValue::BirthInPart(text.to_owned())),
        [year, month] if year.len() == 4 && is_part(&format!("{year}{month:0>2}"), today) => {
            return Err(BadValue::BirthInPart(text.to_owned()));
        }
        _ => return Err(BadValue::NotABirth(text.to_owned())),
    }
    let day = calendar::read_day(text, today).ok_or_else(|| BadValue::NotABirth(text.to_owned()))?;
    not_to_come(day, today)
}

/// Whether digits are a year, or a year and a month, that was or is: `1966`, `196603`.
fn is_part(digits: &str, today: Date) -> bool {
    let Some((year, month)) = digits.split_at_checked(4) else { return false };
    let is_past = year.parse().is_ok_and(|year| (1800..=today.year()).contains(&year));
    let is_month = month.len() == 2 && month.parse().is_ok_and(|month: u8| (1..=12).contains(&month));
    is_past && (month.is_empty() || is_month)
}

/// A birth date that is not in days to come.
fn not_to_come(day: Date, today: Date) -> Result<Date, BadValue> {
    if day > today { Err(BadValue::BirthToCome(day)) } else { Ok(day) }
}

/// What a value of a field cannot be that was read otherwise than as text.
pub fn check_day(field: &Field, day: Date, today: Date) -> Result<Date, BadValue> {
    if field.key == BORN { not_to_come(day, today) } else { Ok(day) }
}

/// Between several values of a field.
const SEPARATORS: [char; 6] = ['、', ',', '，', ';', '；', '\n'];

/// The values that a text lists, none blank. The title of a choice may have a
/// separator in it: the longest that is one is taken.
pub fn parts<'t>(field: &Field, text: &'t str) -> Vec<&'t str> {
    let mut bounds = Vec::new();
    let mut from = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| SEPARATORS.contains(c)) {
        bounds.push((from, at));
        from = at + c.len_utf8();
    }
    bounds.push((from, text.len()));
    let slice = |from: usize, to: usize| text.get(from..to).unwrap_or_default().trim();
    let is_choice = |part: &str| {
        let Kind::Choice(choices) = &field.kind else { return false };
        choices.iter().any(|choice| choice.title.zh == part || choice.title.en == part)
    };
    let mut parts = Vec::new();
    let mut rest = bounds.as_slice();
    while let Some(((from, end), after)) = rest.split_first() {
        let joined = after.iter().enumerate().rev().find(|(_, (_, to))| is_choice(slice(*from, *to)));
        let (part, beyond) = match joined {
            Some((at, (_, to))) => (slice(*from, *to), after.get(at + 1..).unwrap_or_default()),
            None => (slice(*from, *end), after),
        };
        parts.extend(Some(part).filter(|part| !part.is_empty()));
        rest = beyond;
    }
    parts
}

/// Shows a value in full; `name_of` gives the name of a record referred to.
pub fn show(field: &Field, value: &Value, lang: Lang, name_of: &dyn Fn(RecordId) -> String) -> String {
    match value {
        Value::Text(text) if matches!(field.kind, Kind::Lunar) => {
            LunarDay::read(text).map_or_else(|| text.clone(), |day| day.show(lang))
        }
        // What the program keeps in keys, people read in words.
        Value::Text(text) if matches!(field.key.as_str(), "recorded" | "corrects") && !field.in_form => {
            Recorded::words(text, lang).unwrap_or_else(|| text.clone())
        }
        Value::Text(text) => text.clone(),
        Value::Choice(key) => field.choice(key).map_or_else(|| key.clone(), |c| c.title.get(lang).to_owned()),
        Value::Int(fen) if matches!(field.kind, Kind::Money) => money::show(*fen, lang),
        Value::Int(number) => number.to_string(),
        Value::Bool(yes) => match yes {
            true => lang.pick("是", "yes").to_owned(),
            false => lang.pick("否", "no").to_owned(),
        },
        Value::Date(date) => date.to_string(),
        Value::Instant(at) => calendar::minute(*at),
        Value::Ref(id) => name_of(*id),
        Value::Unknown(..) => lang.pick("（新版本的内容）", "(from a newer version)").to_owned(),
    }
}

/// Whether a text tells anything: a dot, an invisible character or the word for
/// "none" in a sheet's column is no answer to anybody.
pub fn says_something(text: &str) -> bool {
    let words = ["无", "暂无", "没有", "未答复", "未回复", "不详", "n/a"];
    let text = text.trim().to_lowercase();
    text.chars().any(char::is_alphanumeric) && !words.contains(&text.as_str())
}

/// What people write back without telling anything.
const ACKNOWLEDGED: &[&str] = &[
    "收到",
    "已收到",
    "收到了",
    "收悉",
    "已收悉",
    "知道",
    "知道了",
    "已知道",
    "知悉",
    "已知悉",
    "已阅",
    "已读",
    "阅",
    "阅知",
    "好",
    "好的",
    "好了",
    "行",
    "可以",
    "嗯",
    "是",
    "是的",
    "明白",
    "明白了",
    "了解",
    "已了解",
    "同意",
    "谢谢",
    "已告知",
    "告知了",
    "已答复",
    "已回复",
    "ok",
    "okay",
    "yes",
    "received",
    "noted",
    "got it",
    "thanks",
];

/// Whether a text says no more than that something was received or read: an
/// acknowledgement explains nothing to anybody (domain.md E3, §2.1).
pub fn only_acknowledges(text: &str) -> bool {
    let text = text.to_lowercase();
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != ' ').map(str::trim);
    words.all(|word| word.is_empty() || ACKNOWLEDGED.contains(&word))
}

/// What a text says, without the blanks around it; none where it says nothing.
pub fn said(text: &str) -> Option<Value> {
    says_something(text).then(|| Value::Text(text.trim().to_owned()))
}

/// GB/T 2261.1 codes of sex, which sheets use in place of the words.
fn code_means(field: &str, code: &str, at: usize) -> bool {
    field == "sex"
        && match at {
            0 => matches!(code, "1" | "m" | "男性"),
            1 => matches!(code, "2" | "f" | "女性"),
            _ => false,
        }
}

fn read_yes(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "是" | "有" | "对" | "√" | "1" | "y" | "yes" | "true" => Some(true),
        "否" | "无" | "不" | "×" | "0" | "n" | "no" | "false" => Some(false),
        _ => None,
    }
}

/// Removes control characters and line noise: a name must not move the cursor.
fn strip_controls(text: &str, keep_lines: bool) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines = text.chars().filter_map(|c| match c {
        '\n' if keep_lines => Some('\n'),
        '\n' | '\t' => Some(' '),
        c if c.is_control()
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}') =>
        {
            None
        }
        c => Some(c),
    });
    lines.collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn read_as(kind: Kind, text: &str) -> Result<Option<Value>, BadValue> {
        read(&Field::new(16, "sex", "", "", kind), text, date(2026, 11, 22))
    }

    #[test]
    fn a_choice_is_known_by_key_title_and_code() {
        let sex = || Kind::choices(&[("male", "男", "male"), ("female", "女", "female")]);
        for text in ["male", "男", "1", "M"] {
            assert_eq!(read_as(sex(), text), Ok(Some(Value::Choice("male".into()))), "{text}");
        }
        assert!(matches!(read_as(sex(), "其他"), Err(BadValue::NotAChoice { .. })));
    }

    #[test]
    fn a_birth_date_is_whole_or_none() {
        let born = Field::new(23, "born", "", "", Kind::Date);
        let read = |text: &str| read(&born, text, date(2026, 11, 22));
        for text in ["1950-03-12", "1950年3月12日", "19500312", "１９５０．３．１２"] {
            assert_eq!(read(text), Ok(Some(Value::Date(date(1950, 3, 12)))), "{text}");
        }
        for text in ["1950年3月", "1950", "195003", "1950.03"] {
            assert!(matches!(read(text), Err(BadValue::BirthInPart(_))), "{text}");
        }
        for text in [
            "11-22",
            "昨天",
            "90.12.12",
            "一九五〇年三月",
            "60岁",
            "1950-02-30",
            "1966年13月",
            "1966年0月",
            "196613",
            "2066年5月",
            "0000",
            "1966年123月",
        ] {
            assert!(matches!(read(text), Err(BadValue::NotABirth(_))), "{text}");
        }
        assert_eq!(read("2027-01-01"), Err(BadValue::BirthToCome(date(2027, 1, 1))));
    }

    #[test]
    fn a_dot_a_blank_and_the_word_for_none_say_nothing() {
        for text in ["", " ", "\u{3000}", "\u{200b}", "\u{2800}", ".", "——", "/", "无", "暂无", "N/A"]
        {
            assert!(!says_something(text), "{text:?}");
        }
        assert!(says_something("三天内换好") && says_something("好"));
    }

    #[test]
    fn as_what_an_issue_was_recorded_is_read_in_words() {
        let ledger = crate::domain::issues::issues::ledger();
        let field = ledger.field(crate::domain::issues::issues::RECORDED).unwrap();
        let told = |text: &str, lang| show(field, &Value::Text(text.into()), lang, &|_| String::new());
        assert_eq!(told("request/normal//", Lang::Zh), "诉求、一般");
        assert_eq!(told("request/normal//", Lang::En), "request, normal");
        assert_eq!(told("dispute/danger/petition/group", Lang::Zh), "纠纷、紧急危险、信访、群体");
        assert_eq!(told("of another version", Lang::Zh), "of another version");
    }

    #[test]
    fn that_something_was_received_explains_nothing() {
        for text in ["收到", " 收到。", "好的，知道了！", "已阅", "OK", "Got it.", "。", "收到，谢谢"]
        {
            assert!(only_acknowledges(text), "{text:?}");
        }
        for text in
            ["收到，下周答复", "好的，不归社区管，归城管", "已阅卷宗，依据不足", "ok to close: no basis"]
        {
            assert!(!only_acknowledges(text), "{text:?}");
        }
    }

    #[test]
    fn a_list_is_parted_but_for_the_titles_of_choices() {
        let plain = Field::new(16, "words", "", "", Kind::Text);
        assert_eq!(parts(&plain, "甲、 乙,，丙\n"), ["甲", "乙", "丙"]);
        let kind = Kind::choices(&[("a", "下岗 40、50 人员", "a, or b"), ("b", "下岗 40", "b")]);
        let field = Field::new(16, "who", "", "", kind);
        assert_eq!(parts(&field, "下岗 40、50 人员、下岗 40、其他"), ["下岗 40、50 人员", "下岗 40", "其他"]);
        assert_eq!(parts(&field, "a, or b; b"), ["a, or b", "b"]);
    }

    #[test]
    fn control_characters_do_not_enter_a_value() {
        assert_eq!(read_as(Kind::Text, "a\u{1b}[31mb\tc\u{202e}"), Ok(Some(Value::Text("a[31mb c".into()))));
        assert_eq!(read_as(Kind::LongText, "a\r\nb"), Ok(Some(Value::Text("a\nb".into()))));
        assert_eq!(read_as(Kind::Text, " \u{3000} "), Ok(None));
        assert_eq!(read_as(Kind::Text, &"长".repeat(LONGEST + 1)), Err(BadValue::TooLong));
    }
}
