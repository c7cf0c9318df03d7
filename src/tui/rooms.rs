//! How the cells of a row are shared out among its columns: what one leaves blank, another has
//! that is cut else. Whatever stands in columns side by side is laid out by this.

use super::cells::width;

/// The most cells that a column takes beyond its usual ones where it does not take the rest:
/// who has a very long name has it shortened.
const BEYOND: usize = 24;

/// What a column asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wish {
    /// The cells it has where every column has enough.
    usual: usize,
    /// The cells of the longest that stands in it.
    longest: usize,
    /// Whether it takes what is left over.
    rest: bool,
}

impl Wish {
    /// So many cells, for texts that are so long.
    pub(super) fn cells(usual: usize, longest: usize) -> Self {
        Self { usual, longest: longest.min(usual + BEYOND), rest: false }
    }

    /// So many cells at the least, and what is left over, for texts that are so long.
    pub(super) fn rest(least: usize, longest: usize) -> Self {
        Self { usual: least, longest, rest: true }
    }

    /// So many cells, for texts that are so long, all of which are shown where there is room.
    pub(super) fn whole(usual: usize, longest: usize) -> Self {
        Self { usual, longest, rest: false }
    }

    /// The same, taking what is left over too.
    pub(super) fn and_rest(self) -> Self {
        Self { rest: true, ..self }
    }

    /// The cells it has where every column has enough.
    pub(super) fn usual(self) -> usize {
        self.usual
    }

    /// Whether it takes what is left over.
    pub(super) fn is_rest(self) -> bool {
        self.rest
    }

    /// For texts that are at least so long, such as its title.
    pub(super) fn and(self, longest: usize) -> Self {
        Self { longest: self.longest.max(longest), ..self }
    }

    /// The cells that it keeps whatever others ask for.
    fn kept(self) -> usize {
        self.usual.min(self.longest)
    }
}

/// The longest of some texts, in cells.
pub(super) fn longest<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> usize {
    texts.into_iter().map(|text| width(text.as_ref())).max().unwrap_or(0)
}

/// The cells of each column, of so many for all of them. None has fewer than its usual ones
/// unless nothing in it is longer, and then only as far as others are short; these grow evenly.
/// What is left over goes to the first column that takes it.
pub(super) fn share(room: usize, wishes: &[Wish]) -> Vec<usize> {
    let mut cells: Vec<usize> = wishes.iter().map(|wish| wish.kept()).collect();
    let mut left = room.saturating_sub(cells.iter().sum());
    let mut give = |cells: &mut [usize], most: &dyn Fn(&Wish) -> usize| {
        loop {
            let before = left;
            for (has, wish) in cells.iter_mut().zip(wishes) {
                if left > 0 && *has < most(wish) {
                    *has += 1;
                    left -= 1;
                }
            }
            if left == before {
                return left;
            }
        }
    };
    give(&mut cells, &|wish| wish.longest);
    let left = give(&mut cells, &|wish| wish.usual.max(wish.longest));
    if let Some((has, _)) = cells.iter_mut().zip(wishes).find(|(_, wish)| wish.rest) {
        *has += left;
    }
    cells
}

/// So many of a long list are looked at for how wide its columns are to be: the first, and
/// those around the selected one, among them all that are in sight.
const LOOKED_AT: usize = 100;

/// What is looked at of a list for how wide its columns are to be. It does not change from row
/// to row, so that columns stand still while people move.
pub(super) fn looked_at<T>(list: &[T], at: usize) -> impl Iterator<Item = &T> {
    let around = at.saturating_sub(LOOKED_AT / 2).max(LOOKED_AT.min(list.len()));
    list.iter().take(LOOKED_AT).chain(list.iter().skip(around).take(LOOKED_AT))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn columns_keep_their_places_while_nothing_is_cut() {
        let all = [Wish::cells(10, 6), Wish::cells(8, 4), Wish::rest(6, 20), Wish::cells(13, 11)];
        assert_eq!(share(77, &all), [10, 8, 46, 13]);
    }

    #[test]
    fn what_one_leaves_another_has_that_is_cut_else() {
        let name = [Wish::cells(10, 19), Wish::cells(8, 4), Wish::rest(6, 28), Wish::cells(13, 11)];
        assert_eq!(share(74, &name), [19, 8, 34, 13]);
        // Nothing is left over but what others do not need.
        let tight = [Wish::cells(18, 12), Wish::cells(12, 17), Wish::cells(10, 10)];
        assert_eq!(share(40, &tight), [13, 17, 10]);
        // All are short: each has as much as the other, none less than was its own.
        assert_eq!(share(30, &[Wish::cells(10, 20), Wish::cells(10, 20)]), [15, 15]);
        assert_eq!(share(10, &[Wish::cells(10, 20), Wish::rest(6, 20)]), [10, 6]);
    }

    #[test]
    fn a_very_long_text_takes_no_room_without_end() {
        assert_eq!(share(100, &[Wish::cells(10, 300), Wish::rest(6, 20)]), [34, 66]);
    }

    #[test]
    fn few_are_looked_at_and_all_that_are_in_sight_among_them() {
        let list: Vec<usize> = (0..1000).collect();
        let seen = |at| looked_at(&list, at).copied().collect::<Vec<_>>();
        assert_eq!(seen(30), (0..200).collect::<Vec<_>>());
        assert!((570..650).all(|at| seen(600).contains(&at)) && seen(600).contains(&0));
        assert_eq!(looked_at(&list[..30], 20).count(), 30);
    }

    proptest! {
        #[test]
        fn no_column_loses_what_stands_in_it(
            room in 0_usize..200,
            asked in proptest::collection::vec((1_usize..20, 0_usize..40), 1..6),
        ) {
            let wishes: Vec<Wish> = asked.iter().map(|(usual, longest)| Wish::cells(*usual, *longest)).collect();
            let cells = share(room, &wishes);
            let kept: usize = wishes.iter().map(|wish| wish.kept()).sum();
            prop_assert!(cells.iter().sum::<usize>() <= room.max(kept));
            let short = wishes.iter().zip(&cells).any(|(wish, has)| *has < wish.longest);
            for (wish, has) in wishes.iter().zip(&cells) {
                prop_assert!(*has >= wish.kept());
                // While something is cut, nobody has more than there is to show.
                prop_assert!(!short || *has <= wish.longest.max(wish.kept()));
            }
            // Something is cut only where no cell is left.
            prop_assert!(!short || cells.iter().sum::<usize>() >= room);
        }
    }
}
