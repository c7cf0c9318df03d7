//! Who asked and is not told, and the texts that would tell it all the same
//! (domain.md §4.2 rules 5, 6 and 9).
//!
//! Whoever asked anonymously is told to nobody without a reason, and whoever
//! asked about a member never to that member. The program knows the name: so a
//! title, an answer, the words of a visit lose it as well, on every reading.

use super::{
    field::{Field, Kind, Privacy},
    id::LedgerTag,
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

/// A name shorter than this is found in any text.
const SHORTEST: usize = 2;

/// Names and numbers that a text loses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hidden {
    /// Each with what stands for it, the longest first.
    words: Vec<(String, &'static str)>,
}

impl Hidden {
    /// Learns a name or a number.
    pub fn learn(&mut self, word: &str, instead: &'static str) {
        let word = word.trim();
        let telling = word.chars().count() >= SHORTEST && !NOBODYS.contains(&word) && word != WITHHELD;
        if telling && self.words.iter().all(|(known, _)| known != word) {
            self.words.push((word.to_owned(), instead));
            self.words.sort_by_key(|(word, _)| (std::cmp::Reverse(word.chars().count()), word.clone()));
        }
    }

    /// Learns all that another has learnt.
    pub fn learn_all(&mut self, other: &Self) {
        other.words.iter().for_each(|(word, instead)| self.learn(word, instead));
    }

    /// Whether it has learnt nothing.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The same without one name: whoever is named beside the text anyhow is not
    /// told to be the one by leaving his name out of it.
    #[must_use]
    pub fn but(&self, name: &str) -> Self {
        let words = self.words.iter().filter(|(word, _)| name.trim() != word).cloned();
        Self { words: words.collect() }
    }

    /// The text without them; none where it has none of them.
    pub fn veil(&self, text: &str) -> Option<String> {
        let mut told = text.to_owned();
        for (word, instead) in &self.words {
            if told.contains(word.as_str()) {
                told = told.replace(word.as_str(), instead);
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
        assert_eq!(hidden.veil("居民说路灯不亮"), None);
        assert_eq!(hidden.but("冉大").veil("冉大说"), None);
        assert!(!hidden.is_empty() && Hidden::default().is_empty());
    }
}
