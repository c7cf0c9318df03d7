//! What was chosen about lists; kept for this laptop.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// By what a list is sorted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::tui) struct Sort {
    /// The key of the column.
    pub(in crate::tui) by: String,
    /// Whether the greatest stands first.
    pub(in crate::tui) down: bool,
}

/// What was chosen of one list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::tui) struct Chosen {
    /// The columns that are shown besides the first; none: the usual ones.
    pub(in crate::tui) columns: Option<Vec<String>>,
    /// None: in the usual order.
    pub(in crate::tui) sort: Option<Sort>,
}

/// Something about a list that was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::tui) enum Change {
    /// Sort and columns of a list.
    List(String, Chosen),
    /// How many of a thousand cells the left one of two panes takes; none: as usual.
    Split(String, Option<u16>),
}

/// What was chosen about all lists.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::tui) struct Arrangement {
    splits: BTreeMap<String, u16>,
    lists: BTreeMap<String, Chosen>,
}

impl Arrangement {
    /// What was kept; what cannot be read is as if nothing had been chosen.
    pub(in crate::tui) fn read(text: &str) -> Self {
        toml::from_str(text).unwrap_or_default()
    }

    /// As it is kept.
    pub(in crate::tui) fn text(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// What was chosen of a list.
    pub(in crate::tui) fn of(&self, list: &str) -> Chosen {
        self.lists.get(list).cloned().unwrap_or_default()
    }

    /// By what a list is sorted, where that was chosen.
    pub(in crate::tui) fn sort(&self, list: &str) -> Option<&Sort> {
        self.lists.get(list)?.sort.as_ref()
    }

    /// Whether a list shows a column that it shows usually, or not.
    pub(in crate::tui) fn shows(&self, list: &str, column: &str, usually: bool) -> bool {
        let chosen = self.lists.get(list).and_then(|chosen| chosen.columns.as_ref());
        chosen.map_or(usually, |columns| columns.iter().any(|own| own == column))
    }

    /// Shows the columns of a list as if none had been chosen.
    pub(in crate::tui) fn forget_columns(&mut self, list: &str) {
        if let Some(chosen) = self.lists.get_mut(list) {
            chosen.columns = None;
        }
    }

    /// How many of a thousand cells the left pane takes, where that was chosen.
    pub(in crate::tui) fn split(&self, screen: &str) -> Option<u16> {
        self.splits.get(screen).copied()
    }

    /// Takes what was chosen.
    pub(in crate::tui) fn take(&mut self, change: &Change) {
        match change {
            Change::List(list, chosen) if *chosen == Chosen::default() => drop(self.lists.remove(list)),
            Change::List(list, chosen) => drop(self.lists.insert(list.clone(), chosen.clone())),
            Change::Split(screen, None) => drop(self.splits.remove(screen)),
            Change::Split(screen, Some(share)) => drop(self.splits.insert(screen.clone(), *share)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_reads_back_and_what_is_as_usual_is_not_kept() {
        let mut all = Arrangement::default();
        let sort = Some(Sort { by: "name".into(), down: true });
        let chosen = Chosen { columns: Some(vec!["phone".into()]), sort };
        all.take(&Change::List("residents".into(), chosen.clone()));
        all.take(&Change::Split("screen/issues".into(), Some(512)));
        let again = Arrangement::read(&all.text());
        assert_eq!(again, all);
        assert_eq!((again.of("residents"), again.split("screen/issues")), (chosen, Some(512)));
        assert!(again.shows("residents", "phone", false) && !again.shows("residents", "address", true));
        assert!(again.shows("visits", "day", true) && !again.shows("visits", "words", false));
        all.take(&Change::List("residents".into(), Chosen::default()));
        all.take(&Change::Split("screen/issues".into(), None));
        assert_eq!(all, Arrangement::default());
        for text in ["", "lists = 3", "\u{0}", "[lists.residents]\nsort = 1"] {
            assert_eq!(Arrangement::read(text), Arrangement::default(), "{text}");
        }
    }
}
