//! What was typed, taken apart once before it is held against anything.

use super::fold;

/// One word in the forms in which names, texts and numbers want it.
pub(super) struct Word {
    /// With each `ü` kept.
    pub(super) chars: Vec<char>,
    pub(super) text: String,
    /// Letters and digits only, as numbers are kept.
    pub(super) bare: String,
}

/// A query: all of `words` must match, or `joined` as one word.
pub(super) struct Query {
    pub(super) words: Vec<Word>,
    /// The words written together, where there are several: 张 三 is 张三.
    pub(super) joined: Option<Word>,
}

impl Query {
    pub(super) fn parse(query: &str) -> Self {
        let words = fold::words(query);
        let joined = (words.len() > 1).then(|| Word::new(&words.concat()));
        Self { words: words.iter().map(|word| Word::new(word)).collect(), joined }
    }
}

impl Word {
    fn new(typed: &str) -> Self {
        let text: String = typed.chars().map(fold::plain).collect();
        Self { chars: typed.chars().collect(), bare: fold::bare(text.chars()).collect(), text }
    }
}
