//! Text in the two languages of the program.

use std::{borrow::Cow, fmt::Display};

/// A language that messages are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Chinese, the language of the people who use the program.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Reads a tag such as `zh-CN`, `zh_CN.UTF-8` or `en`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        if tag.starts_with("zh") {
            Some(Self::Zh)
        } else if tag.starts_with("en") {
            Some(Self::En)
        } else {
            None
        }
    }

    /// Picks one of two texts.
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// A number with the English word for one or for several of them.
///
/// ```
/// use minqing::domain::wording::counted;
/// assert_eq!(counted(1_usize, "change", "changes"), "1 change");
/// assert_eq!(counted(0_u64, "change", "changes"), "0 changes");
/// ```
pub fn counted<N: Copy + Display + PartialEq + From<u8>>(count: N, one: &str, several: &str) -> String {
    let word = if count == N::from(1) { one } else { several };
    format!("{count} {word}")
}

/// The same text in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// The Chinese text.
    pub zh: Cow<'static, str>,
    /// The English text.
    pub en: Cow<'static, str>,
}

impl Wording {
    /// Pairs two literal texts.
    pub const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh: Cow::Borrowed(zh), en: Cow::Borrowed(en) }
    }

    /// Pairs two texts that came from data.
    pub fn owned(zh: String, en: String) -> Self {
        Self { zh: Cow::Owned(zh), en: Cow::Owned(en) }
    }

    /// The text in one language.
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// Formats a message in the given language; both texts stand side by side, so
/// that one without its translation does not compile.
///
/// ```
/// use minqing::{domain::wording::Lang, say};
/// let n = 3;
/// assert_eq!(say!(Lang::Zh, "共 {n} 户", "{n} households"), "共 3 户");
/// ```
#[macro_export]
macro_rules! say {
    ($lang:expr, $zh:literal, $en:literal $(, $arg:expr)* $(,)?) => {
        match $lang {
            $crate::domain::wording::Lang::Zh => format!($zh $(, $arg)*),
            $crate::domain::wording::Lang::En => format!($en $(, $arg)*),
        }
    };
}
