//! The search line of a list.

use crate::tui::editor::Editor;

/// What is typed to narrow a list.
#[derive(Debug, Clone)]
pub(in crate::tui) struct Search {
    pub(in crate::tui) editor: Editor,
    /// Whether keys go into it.
    pub(in crate::tui) typing: bool,
}

impl Default for Search {
    fn default() -> Self {
        Self { editor: Editor::line(""), typing: false }
    }
}

impl Search {
    /// What was typed; blank for none.
    pub(in crate::tui) fn query(&self) -> String {
        self.editor.text().trim().to_owned()
    }

    /// Whether its line is on the screen.
    pub(in crate::tui) fn is_shown(&self) -> bool {
        self.typing || !self.query().is_empty()
    }

    /// Goes on typing; the cursor to the cell that was clicked, of so many.
    pub(in crate::tui) fn click(&mut self, cell: Option<(usize, usize)>) {
        let is_shown = self.is_shown();
        self.typing = true;
        if let Some((column, room)) = cell.filter(|_| is_shown) {
            self.editor.point(0, column, room);
        }
    }

    /// Forgets what was typed.
    pub(in crate::tui) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// The first row that is shown so that row `at` of `count` is seen in `room` rows.
pub(in crate::tui) fn first_shown(at: usize, count: usize, room: usize) -> usize {
    at.saturating_sub(room / 2).min(count.saturating_sub(room))
}

/// A place moved by rows, staying in a list.
pub(in crate::tui) fn moved(at: usize, rows: isize, count: usize) -> usize {
    at.saturating_add_signed(rows).min(count.saturating_sub(1))
}
