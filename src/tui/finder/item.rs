//! A row of a list to choose from, part by part: each part has cells of its own, below those
//! of the rows around it.

use super::Target;
use crate::search;

/// What stands between the parts of a row where they are one text.
const BETWEEN: &str = "  ";

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::tui) struct Item {
    pub(in crate::tui) target: Target,
    /// What kind of thing it is, where a list holds several: each kind has columns of its own.
    pub(in crate::tui) kind: String,
    /// What stands before what it is called: a number, a day, the name of what is done.
    pub(in crate::tui) lead: String,
    /// What it is called.
    pub(in crate::tui) label: String,
    /// What else is told of it: who, how it stands, until when.
    pub(in crate::tui) notes: Vec<String>,
    /// The words in which what was typed stands, where none of its parts shows it.
    pub(in crate::tui) words: String,
}

impl Item {
    /// A row that is called so, of which nothing else is told yet.
    pub(in crate::tui) fn new(target: Target, label: impl Into<String>) -> Self {
        let (kind, lead, words) = (String::new(), String::new(), String::new());
        Self { target, kind, lead, label: label.into(), notes: Vec::new(), words }
    }

    /// The same, of a kind.
    pub(in crate::tui) fn of_kind(self, kind: impl Into<String>) -> Self {
        Self { kind: kind.into(), ..self }
    }

    /// The same, behind this.
    pub(in crate::tui) fn led(self, lead: impl Into<String>) -> Self {
        Self { lead: lead.into(), ..self }
    }

    /// The same, with one part more told of it; a blank one keeps its column.
    pub(in crate::tui) fn noted(mut self, part: impl Into<String>) -> Self {
        self.notes.push(part.into());
        self
    }

    /// What it is called, its kind and what leads it before that.
    pub(in crate::tui) fn called(&self) -> String {
        joined([&self.kind, &self.lead, &self.label])
    }

    /// What else is told of it.
    pub(in crate::tui) fn told(&self) -> String {
        joined(&self.notes)
    }

    /// How well it fits what is typed; the less the better.
    pub(in crate::tui) fn rank(&self, query: &str) -> Option<u32> {
        let texts = [self.called(), self.told()];
        texts.iter().filter_map(|text| search::matches(text, query)).min()
    }

    /// Whether it is but one text, which no column bounds.
    pub(in crate::tui) fn is_sentence(&self) -> bool {
        let blank = self.notes.iter().all(String::is_empty);
        self.lead.is_empty() && self.words.is_empty() && blank
    }
}

/// Texts one behind the other, but those that say nothing.
pub(super) fn joined<'a>(parts: impl IntoIterator<Item = &'a String>) -> String {
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect();
    parts.join(BETWEEN)
}
