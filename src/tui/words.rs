//! A row of words of which one is on, as parts, filters and kinds stand above a list. It is
//! drawn and clicked by one layout: what opens is what stands under the mouse.

use std::ops::Range;

use ratatui::text::Span;

use super::{
    cells::{self, width},
    theme::Theme,
};

/// A word, what it stands for, and its columns with the brackets or blanks around it.
struct Word<T> {
    of: T,
    title: String,
    is_on: bool,
    columns: Range<u16>,
}

/// The words of a row.
pub(super) struct Words<T> {
    all: Vec<Word<T>>,
    /// The column behind the last one, and the first one that is no longer free.
    right: usize,
    room: usize,
    /// The first that there is no room for.
    more: Option<T>,
}

impl<T: Copy> Words<T> {
    /// Lays out what there is room for: each with what it stands for, its title and whether
    /// it is on, from a column on.
    pub(super) fn lay(left: usize, room: usize, all: impl IntoIterator<Item = (T, String, bool)>) -> Self {
        let mut row = Self { all: Vec::new(), right: left, room, more: None };
        for (of, title, is_on) in all {
            let right = row.right + width(&title) + 2;
            if right > room {
                row.more = Some(of);
                break;
            }
            row.all.push(Word { of, title, is_on, columns: cells::cells(row.right)..cells::cells(right) });
            row.right = right;
        }
        row
    }

    /// What stands at a column.
    pub(super) fn at(&self, x: u16) -> Option<T> {
        let found = self.all.iter().find(|word| word.columns.contains(&x)).map(|word| word.of);
        // What tells of more stands for the first that there is no room for.
        found.or_else(|| self.more.filter(|_| (self.right..self.room).contains(&usize::from(x))))
    }

    /// The words as they are drawn; where some have no room, a mark that says so.
    pub(super) fn spans(&self, theme: Theme) -> Vec<Span<'static>> {
        let span = |word: &Word<T>| {
            let title = &word.title;
            if word.is_on {
                Span::styled(format!("[{title}]"), theme.chosen())
            } else {
                Span::raw(format!(" {title} "))
            }
        };
        let more = (self.more.is_some() && self.right + 3 <= self.room).then(|| Span::raw(" .."));
        self.all.iter().map(span).chain(more).collect()
    }
}
