//! The first row of a list that is on the screen.

use std::cell::Cell;

/// Which row a list begins with: it stays where it is, and moves only as far as what is
/// selected would leave the screen otherwise, by a key, a click or another size.
///
/// Only the drawing knows how many rows there are, so it notes where it began; drawing
/// twice begins at the same row.
#[derive(Debug, Clone, Default)]
pub(in crate::tui) struct Top {
    first: Cell<usize>,
    /// The row that was clicked last: while it is selected its list does not move by itself.
    held: Cell<Option<usize>>,
}

impl Top {
    /// The first row that is shown so that row `at` of `count` is seen in `room` rows.
    pub(in crate::tui) fn first(&self, at: usize, count: usize, room: usize) -> usize {
        self.showing(at, at, at, (count, room))
    }

    /// The same where the rows from one to another are to be seen too, if there is room.
    pub(in crate::tui) fn showing(
        &self,
        from: usize,
        at: usize,
        to: usize,
        (count, room): (usize, usize),
    ) -> usize {
        let is_held = self.held.get() == Some(at);
        if !is_held {
            self.held.set(None);
        }
        let (from, to) = if is_held { (at, at) } else { (from, to) };
        let with =
            |first: usize, low: usize, high: usize| first.max((high + 1).saturating_sub(room)).min(low);
        let first = with(with(self.first.get(), from, to), at, at).min(count.saturating_sub(room));
        self.first.set(first);
        first
    }

    /// The first row of a list in which nothing is selected.
    pub(in crate::tui) fn kept(&self, count: usize, room: usize) -> usize {
        let first = self.first.get().min(count.saturating_sub(room));
        self.first.set(first);
        first
    }

    /// Notes that a row was clicked.
    pub(in crate::tui) fn hold(&self, row: usize) {
        self.held.set(Some(row));
    }
}

/// Where the lists begin of the screens that hold nothing but what is selected.
#[derive(Debug, Default)]
pub(in crate::tui) struct Tops {
    pub(in crate::tui) today: Top,
    pub(in crate::tui) bulletins: Top,
    pub(in crate::tui) sync: Top,
}

#[cfg(test)]
mod tests {
    use super::Top;

    #[test]
    fn a_list_moves_only_as_far_as_the_selection_would_leave_it() {
        let top = Top::default();
        assert_eq!([9, 10, 15, 8, 6, 5].map(|at| top.first(at, 40, 10)), [0, 1, 6, 6, 6, 5]);
        assert_eq!(top.first(39, 40, 10), 30);
        assert_eq!(top.first(35, 40, 3), 33, "fewer rows");
        assert_eq!(top.first(35, 40, 20), 20, "more rows than are left");
        assert_eq!(top.first(2, 5, 20), 0, "a short list");
        assert_eq!(top.first(0, 0, 0), 0, "none");
    }

    #[test]
    fn what_stands_around_the_ends_is_shown_but_not_by_a_click() {
        let top = Top::default();
        assert_eq!(top.showing(7, 7, 7, (20, 5)), 3);
        top.hold(7);
        assert_eq!(top.showing(7, 7, 19, (20, 5)), 3, "clicked");
        assert_eq!(top.showing(7, 7, 19, (20, 5)), 3, "and drawn again");
        assert_eq!(top.showing(6, 6, 6, (20, 5)), 3);
        assert_eq!(top.showing(7, 7, 9, (20, 5)), 5, "reached by a key");
        assert_eq!(top.showing(0, 4, 4, (20, 5)), 0);
    }
}
