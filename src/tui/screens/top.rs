//! The first row of a list that is on the screen.

use std::cell::Cell;

use super::search::moved;

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
    /// The row that was selected when it was drawn last.
    drawn: Cell<usize>,
    /// The row beyond which nothing more can be selected: while it is, keys move the rows.
    pushed: Cell<Option<usize>>,
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
        self.drawn.set(at);
        if self.pushed.get() == Some(at) {
            return self.kept(count, room);
        }
        self.pushed.set(None);
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

    /// What is selected after a move by so many rows. Where nothing more can be, the rows move: what
    /// stands around the ends is seen so.
    pub(in crate::tui) fn moved(&self, at: usize, rows: isize, count: usize) -> usize {
        let next = moved(at, rows, count);
        if next == at {
            self.pushed.set(Some(self.drawn.get()));
            self.first.set(self.first.get().saturating_add_signed(rows));
        }
        next
    }

    /// Notes that a row was clicked.
    pub(in crate::tui) fn hold(&self, row: usize) {
        self.pushed.set(None);
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
    fn where_nothing_more_can_be_selected_the_rows_move() {
        let top = Top::default();
        // One row of 20 can be selected, the sixth; eight fit.
        let shown = |top: &Top| top.showing(0, 5, 19, (20, 8));
        assert_eq!(shown(&top), 0);
        assert_eq!([1, 1, 8].map(|rows| (top.moved(0, rows, 1), shown(&top))), [(0, 1), (0, 2), (0, 10)]);
        assert_eq!((top.moved(0, isize::MAX / 2, 1), shown(&top)), (0, 12));
        assert_eq!([-1, -20].map(|rows| (top.moved(0, rows, 1), shown(&top))), [(0, 11), (0, 0)]);
        assert_eq!(top.moved(0, 1, 2), 1, "where another can be, that is");
        assert_eq!(top.showing(6, 6, 19, (20, 8)), 6, "and then it is in sight");
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
