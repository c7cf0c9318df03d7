//! Who asked and is not told, and the texts that would tell it all the same
//! (domain.md §4.2 rules 5, 6 and 9).
//!
//! Whoever asked anonymously is told to nobody without a reason, and whoever
//! asked about a member never to that member. The program knows the name: so a
//! title, an answer, the words of a visit lose it as well, on every reading.

use super::{
    field::{Field, Kind, Privacy},
    id::LedgerTag,
    identity,
    roster::{households, residents},
    value::Value,
};

/// What stands for a name that was not to be told.
pub const NAMELESS: &str = "匿名";

/// What stands for whoever asked, before the member whom it is about.
pub const WITHHELD: &str = "（回避）";

/// Words that people put for a name, and that are everybody's.
const NOBODYS: [&str; 14] = [
    NAMELESS,
    "匿名者",
    "匿名人",
    "居民",
    "群众",
    "业主",
    "住户",
    "村民",
    "市民",
    "来电人",
    "来访人",
    "反映人",
    "不详",
    "本人",
];

/// A name shorter than this is found in any text: of it only what calls somebody
/// by it is hidden, as in 王家.
const SHORTEST: usize = 2;

/// What follows a surname by which somebody is called.
const AFTER: [&str; 26] = [
    "家", "某", "先生", "女士", "小姐", "师傅", "老师", "大爷", "大妈", "大娘", "大叔", "大伯", "大哥",
    "大姐", "阿姨", "叔", "婶", "伯", "哥", "姐", "奶奶", "爷爷", "老板", "医生", "同志", "姓",
];

/// What stands before one.
const BEFORE: [&str; 4] = ["姓", "老", "小", "居民"];

/// Single characters that people put for a name and that are nobody's.
const NOBODYS_SIGN: [char; 6] = ['某', '无', '我', '他', '她', '您'];

/// Names and numbers that a text loses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hidden {
    /// Each with what stands for it, the longest first.
    words: Vec<(String, &'static str)>,
    /// Names of one character.
    surnames: Vec<(char, &'static str)>,
}

impl Hidden {
    /// Learns a name or a number.
    pub fn learn(&mut self, word: &str, instead: &'static str) {
        let word = word.trim();
        let mut signs = word.chars();
        if let (Some(sign), None) = (signs.next(), signs.next()) {
            self.learn_surname(sign, instead);
            return;
        }
        let telling = word.chars().count() >= SHORTEST && !NOBODYS.contains(&word) && word != WITHHELD;
        if telling && self.words.iter().all(|(known, _)| known != word) {
            self.words.push((word.to_owned(), instead));
            self.words.sort_by_key(|(word, _)| (std::cmp::Reverse(word.chars().count()), word.clone()));
        }
    }

    /// Learns a name of one character. By itself it is found in any text.
    fn learn_surname(&mut self, sign: char, instead: &'static str) {
        let telling = sign.is_alphabetic() && !sign.is_ascii() && !NOBODYS_SIGN.contains(&sign);
        if telling && self.surnames.iter().all(|(known, _)| *known != sign) {
            self.surnames.push((sign, instead));
            self.surnames.sort_unstable();
        }
    }

    /// Learns all that another has learnt.
    pub fn learn_all(&mut self, other: &Self) {
        other.words.iter().for_each(|(word, instead)| self.learn(word, instead));
        other.surnames.iter().for_each(|(sign, instead)| self.learn_surname(*sign, instead));
    }

    /// Whether it has learnt nothing.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.surnames.is_empty()
    }

    /// The same without one name: whoever is named beside the text anyhow is not
    /// told to be the one by leaving his name out of it.
    #[must_use]
    pub fn but(&self, name: &str) -> Self {
        let words = self.words.iter().filter(|(word, _)| name.trim() != word).cloned();
        let surnames = self.surnames.iter().filter(|(sign, _)| !name.trim().starts_with(*sign)).copied();
        Self { words: words.collect(), surnames: surnames.collect() }
    }

    /// The text without them; none where it has none of them.
    pub fn veil(&self, text: &str) -> Option<String> {
        let mut told = text.to_owned();
        for (word, instead) in &self.words {
            if told.contains(word.as_str()) {
                told = told.replace(word.as_str(), instead);
            }
            // A number is the same with blanks between its digits, and half told by its ends.
            for place in identity::written_as(&told, word).into_iter().rev() {
                told.replace_range(place, instead);
            }
            if let Some(covered) = told.contains("****").then(|| identity::covered(word)).flatten() {
                told = told.replace(&covered, instead);
            }
        }
        for (sign, instead) in self.surnames.iter().filter(|(sign, _)| text.contains(*sign)) {
            for after in AFTER {
                told = told.replace(&format!("{sign}{after}"), &format!("{instead}{after}"));
            }
            for before in BEFORE {
                told = told.replace(&format!("{before}{sign}"), &format!("{before}{instead}"));
            }
        }
        (told != text).then_some(told)
    }
}

/// Whether a field is one of words: what the program itself reads in a field, as
/// whom an issue is about or to which unit it went, stays as it is.
pub fn is_of_words(field: &Field) -> bool {
    matches!(field.kind, Kind::LongText) || matches!(field.key.as_str(), "title" | "part" | "needs")
}

/// Whether a field tells by its declaration whom a record is of: a resident, a
/// household, a name, a number, whatever is not open.
pub fn identifies(field: &Field) -> bool {
    match &field.kind {
        Kind::Ref(to) => [residents::ID, households::ID].contains(&to.as_str()),
        Kind::Name | Kind::Phone | Kind::IdNumber => true,
        Kind::Text
        | Kind::LongText
        | Kind::Int
        | Kind::Money
        | Kind::Bool
        | Kind::Date
        | Kind::Lunar
        | Kind::Instant
        | Kind::Choice(_) => field.privacy != Privacy::Open,
    }
}

/// Whether a value refers to a resident or a household.
pub fn tells_of_somebody(value: &Value) -> bool {
    let people = || [residents::ID, households::ID].map(LedgerTag::of);
    matches!(value, Value::Ref(id) if people().contains(&id.ledger()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_loses_the_names_and_keeps_what_is_everybodys_word() {
        let mut hidden = Hidden::default();
        for word in ["冉大", "冉大成", "13900000012", "居民", "某", " 匿名 "] {
            hidden.learn(word, NAMELESS);
        }
        assert_eq!(
            hidden.veil("冉大成家的噪声，居民冉大说，电话13900000012").as_deref(),
            Some("匿名家的噪声，居民匿名说，电话匿名")
        );
        assert_eq!(
            hidden.veil("139 0000 0012，139-0000.0012，１３９００００００１２，139****0012").as_deref(),
            Some("匿名，匿名，匿名，匿名")
        );
        assert_eq!(hidden.veil("139 0000 0013"), None);
        assert_eq!(hidden.veil("居民说路灯不亮"), None);
        // Of a name of one character what calls somebody by it.
        let mut short = Hidden::default();
        for sign in ["王", "某", "无", "A", "1"] {
            short.learn(sign, NAMELESS);
        }
        assert_eq!(short.veil("王家的噪声，老王说").as_deref(), Some("匿名家的噪声，老匿名说"));
        assert_eq!(short.veil("帝王花、国王路、无家可归、某家"), None);
        assert_eq!(short.but("王大").veil("王家"), None);
        assert_eq!(hidden.but("冉大").veil("冉大说"), None);
        assert!(!hidden.is_empty() && Hidden::default().is_empty());
    }
}
