//! What was found for a word while it was typed: a longer one is looked for among that alone.

use std::fmt;

use super::{found::Found, query::Word};

/// The most beginnings of a word that are remembered.
const LONGEST: usize = 12;

/// What an index found for the beginnings of the word that is being typed.
///
/// Whatever holds a word holds each beginning of it, so that the next letter looks at what the
/// last one left, and the letter that is taken back has been looked at. It is of the index as it
/// was: of one that has changed since nothing is used.
#[derive(Clone, Default)]
pub struct Trail {
    stamp: u64,
    /// From the shortest beginning to the longest.
    whole: Vec<Step>,
    scattered: Vec<Step>,
}

/// A beginning of the word.
#[derive(Clone)]
pub(super) struct Step {
    chars: Vec<char>,
    /// Whether anything of it is compared with numbers.
    is_bare: bool,
    /// What matches.
    pub(super) found: Found,
    /// The places at which a longer word may match.
    pub(super) left: Vec<u32>,
}

/// How a word was, or was not, a beginning before.
pub(super) enum Before<'t> {
    /// Nothing is known of it.
    Unknown,
    /// All of it was looked for.
    Same(&'t Step),
    /// A beginning of it was.
    Shorter(&'t Step),
}

impl Trail {
    /// Forgets what was found in an index that was another.
    pub(super) fn of(&mut self, stamp: u64) {
        if self.stamp != stamp {
            *self = Self { stamp, ..Self::default() };
        }
    }

    /// What is known of a word that stands without a break, or is scattered.
    pub(super) fn before(&mut self, word: &Word, scattered: bool) -> Before<'_> {
        let steps = if scattered { &mut self.scattered } else { &mut self.whole };
        // A number is compared by its letters and digits alone: what begins with a dash says nothing of it.
        let leads =
            |step: &Step| word.chars.starts_with(&step.chars) && (step.is_bare || word.bare.is_empty());
        while steps.last().is_some_and(|step| !leads(step)) {
            steps.pop();
        }
        match steps.last() {
            Some(step) if step.chars.len() == word.chars.len() => Before::Same(step),
            Some(step) => Before::Shorter(step),
            None => Before::Unknown,
        }
    }

    /// Remembers what was found for a word of which nothing longer is known.
    pub(super) fn keep(&mut self, word: &Word, scattered: bool, found: Found, left: Vec<u32>) {
        let steps = if scattered { &mut self.scattered } else { &mut self.whole };
        if steps.len() < LONGEST {
            let (chars, is_bare) = (word.chars.clone(), !word.bare.is_empty());
            steps.push(Step { chars, is_bare, found, left });
        }
    }
}

/// Tells nothing of what was typed.
impl fmt::Debug for Trail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trail").field("steps", &self.whole.len()).finish_non_exhaustive()
    }
}
