//! A list of records of which one is selected, narrowed by what is typed.

use super::{
    search::{Search, moved},
    top::Top,
};
use crate::{domain::id::RecordId, tui::paint};

/// What such a list holds besides the data.
#[derive(Debug, Default)]
pub(in crate::tui) struct Picking {
    pub(in crate::tui) search: Search,
    /// What it shows, in order.
    pub(in crate::tui) shown: Vec<RecordId>,
    /// Those that are marked, to be treated together.
    pub(in crate::tui) marked: Vec<RecordId>,
    /// The place that is selected, and the record.
    pub(in crate::tui) at: usize,
    pub(in crate::tui) chosen: Option<RecordId>,
    /// Whether the record fills the screen, and its first row then.
    pub(in crate::tui) open: bool,
    pub(in crate::tui) scroll: usize,
    pub(in crate::tui) top: Top,
}

impl Picking {
    /// Shows these, the same record selected where it is still among them.
    pub(in crate::tui) fn show(&mut self, shown: Vec<RecordId>) {
        self.shown = shown;
        let still = self.chosen.and_then(|id| self.shown.iter().position(|other| *other == id));
        self.at = still.unwrap_or_else(|| self.at.min(self.shown.len().saturating_sub(1)));
        self.chosen = self.shown.get(self.at).copied();
        self.open &= self.chosen.is_some();
    }

    /// Marks the record that is selected, or takes its mark away.
    pub(in crate::tui) fn toggle(&mut self) {
        let Some(id) = self.chosen else { return };
        match self.marked.iter().position(|own| *own == id) {
            Some(at) => drop(self.marked.remove(at)),
            None => self.marked.push(id),
        }
    }

    /// Goes to another row.
    pub(in crate::tui) fn move_by(&mut self, rows: isize) {
        self.at = moved(self.at, rows, self.shown.len());
        self.chosen = self.shown.get(self.at).copied();
        self.scroll = 0;
    }

    /// Scrolls the record that fills the screen: of so many rows, so many are seen.
    pub(in crate::tui) fn scroll_by(&mut self, rows: isize, count: usize, room: usize) {
        self.scroll = self.scroll.saturating_add_signed(rows).min(paint::last_top(count, room));
    }

    /// Takes a click on a row of the list, so many rows below its heading; a
    /// second one on the same opens it. Answers whether there is a row.
    pub(in crate::tui) fn click(&mut self, y: Option<usize>, room: usize) -> bool {
        let top = self.top.first(self.at, self.shown.len(), room);
        let Some(row) = y.map(|y| y + top).filter(|at| *at < self.shown.len()) else { return false };
        self.open = row == self.at;
        self.at = row;
        self.chosen = self.shown.get(row).copied();
        self.scroll = 0;
        true
    }
}
