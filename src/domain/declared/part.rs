//! A section of a declaration, read key by key; nothing in it is trusted.

use toml::{Table, Value as Toml};

use super::misdeclared::{Misdeclared, Shape, Wrong};
use crate::domain::wording::Wording;

/// The most characters of a title.
const TITLE: usize = 40;

/// A section, and where it stands.
pub(super) struct Part<'t> {
    pub(super) place: String,
    table: &'t Table,
}

type Read<T> = Result<T, Misdeclared>;

impl<'t> Part<'t> {
    /// A section in which nothing but these keys is known.
    pub(super) fn new(place: String, table: &'t Table, known: &[&str]) -> Read<Self> {
        let part = Self { place, table };
        match table.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => {
                let all = known.iter().map(|key| (*key).to_owned()).collect();
                Err(part.wrong(key, Wrong::Unknown(all)))
            }
            None => Ok(part),
        }
    }

    /// That a key here is wrong.
    pub(super) fn wrong(&self, key: &str, wrong: Wrong) -> Misdeclared {
        let key: String = key.chars().filter(|c| !c.is_control()).take(40).collect();
        let place = if self.place.is_empty() { key } else { format!("{} {key}", self.place) };
        Misdeclared::new(place, wrong)
    }

    /// A text of at most so many characters.
    pub(super) fn text(&self, key: &str, most: usize) -> Read<Option<String>> {
        self.table.get(key).map(|value| self.plain(key, value, most)).transpose()
    }

    /// A text that has to be there.
    pub(super) fn need(&self, key: &str, most: usize) -> Read<String> {
        self.text(key, most)?.ok_or_else(|| self.wrong(key, Wrong::Missing))
    }

    /// A key: small letters, digits, underscores.
    pub(super) fn key(&self, key: &str) -> Read<String> {
        let text = self.need(key, 200)?;
        if is_key(&text) { Ok(text) } else { Err(self.wrong(key, Wrong::Not(Shape::Key))) }
    }

    /// One of these words.
    pub(super) fn one_of(&self, key: &str, all: &[&str]) -> Read<Option<usize>> {
        let Some(text) = self.text(key, 200)? else { return Ok(None) };
        let at = all.iter().position(|word| *word == text);
        let none = || self.wrong(key, Wrong::NoneOf(all.iter().map(|word| (*word).to_owned()).collect()));
        at.map(Some).ok_or_else(none)
    }

    /// A title in both languages; a single text stands for both.
    pub(super) fn title(&self, key: &str) -> Read<Wording> {
        self.wording(key, TITLE)?.ok_or_else(|| self.wrong(key, Wrong::Missing))
    }

    /// A text in both languages; a single text stands for both.
    pub(super) fn wording(&self, key: &str, most: usize) -> Read<Option<Wording>> {
        match self.table.get(key) {
            None => Ok(None),
            Some(Toml::String(_)) => Ok(self.text(key, most)?.map(|text| Wording::owned(text.clone(), text))),
            Some(Toml::Table(both)) => {
                let place =
                    if self.place.is_empty() { key.to_owned() } else { format!("{} {key}", self.place) };
                let both = Part::new(place, both, &["zh", "en"])?;
                let zh = both.need("zh", most)?;
                // English takes more letters for the same.
                let en = both.text("en", most * 4)?.unwrap_or_else(|| zh.clone());
                Ok(Some(Wording::owned(zh, en)))
            }
            Some(_) => Err(self.wrong(key, Wrong::Not(Shape::Wording))),
        }
    }

    /// `true` or `false`; absent counts as `false`.
    pub(super) fn flag(&self, key: &str) -> Read<bool> {
        match self.table.get(key) {
            None => Ok(false),
            Some(Toml::Boolean(yes)) => Ok(*yes),
            Some(_) => Err(self.wrong(key, Wrong::Not(Shape::Flag))),
        }
    }

    /// A whole number.
    pub(super) fn number(&self, key: &str) -> Read<Option<i64>> {
        match self.table.get(key) {
            None => Ok(None),
            Some(Toml::Integer(number)) => Ok(Some(*number)),
            Some(_) => Err(self.wrong(key, Wrong::Not(Shape::Number))),
        }
    }

    /// A list of texts.
    pub(super) fn texts(&self, key: &str, count: usize, most: usize) -> Read<Option<Vec<String>>> {
        match self.table.get(key) {
            None => Ok(None),
            Some(Toml::Array(all)) if all.len() > count => Err(self.wrong(key, Wrong::TooMany(count))),
            Some(Toml::Array(all)) => {
                let text = |value: &Toml| {
                    if value.is_str() {
                        self.plain(key, value, most)
                    } else {
                        Err(self.wrong(key, Wrong::Not(Shape::Texts)))
                    }
                };
                Ok(Some(all.iter().map(text).collect::<Read<_>>()?))
            }
            Some(_) => Err(self.wrong(key, Wrong::Not(Shape::Texts))),
        }
    }

    /// Sections below this one; each with its place.
    pub(super) fn parts(&self, key: &str, most: usize, known: &[&str]) -> Read<Vec<Self>> {
        let all = match self.table.get(key) {
            None => return Ok(Vec::new()),
            Some(Toml::Array(all)) if all.len() > most => return Err(self.wrong(key, Wrong::TooMany(most))),
            Some(Toml::Array(all)) => all,
            Some(_) => return Err(self.wrong(key, Wrong::Not(Shape::Tables))),
        };
        let part = |(at, value): (usize, &'t Toml)| {
            let Toml::Table(table) = value else { return Err(self.wrong(key, Wrong::Not(Shape::Tables))) };
            // Named by its key where it has one that can be read.
            let name = table.get("key").and_then(Toml::as_str).filter(|name| is_key(name));
            let name = name.map_or_else(|| (at + 1).to_string(), str::to_owned);
            let place = format!("{} [[{key}]] {name}", self.place);
            Part::new(place.trim_start().to_owned(), table, known)
        };
        all.iter().enumerate().map(part).collect()
    }

    /// A table of lists of texts, in the order of its keys.
    pub(super) fn lists(&self, key: &str, most: usize) -> Read<Vec<(String, Vec<String>)>> {
        let table = match self.table.get(key) {
            None => return Ok(Vec::new()),
            Some(Toml::Table(table)) if table.len() > most => {
                return Err(self.wrong(key, Wrong::TooMany(most)));
            }
            Some(Toml::Table(table)) => table,
            Some(_) => return Err(self.wrong(key, Wrong::Not(Shape::Texts))),
        };
        let inner = Part { place: format!("{} {key}", self.place), table };
        let list = |name: &String| {
            let all = inner.texts(name, most, 200)?.unwrap_or_default();
            if all.is_empty() { Err(inner.wrong(name, Wrong::Missing)) } else { Ok((name.clone(), all)) }
        };
        table.keys().map(list).collect()
    }

    fn plain(&self, key: &str, value: &Toml, most: usize) -> Read<String> {
        let Toml::String(text) = value else { return Err(self.wrong(key, Wrong::Not(Shape::Text))) };
        let text = text.trim();
        let is_clean =
            |c: char| !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if text.is_empty() || !text.chars().all(is_clean) {
            Err(self.wrong(key, Wrong::Not(Shape::Text)))
        } else if text.chars().count() > most {
            Err(self.wrong(key, Wrong::TooLong(most)))
        } else {
            Ok(text.to_owned())
        }
    }
}

/// Whether a text is a key: small letters, digits, underscores, a letter first.
pub(super) fn is_key(text: &str) -> bool {
    text.len() <= 40
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
