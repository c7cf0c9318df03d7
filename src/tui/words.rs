//! A row of words of which one is on, as parts, filters and kinds stand above a list. It is
//! drawn and clicked by one layout: what opens is what stands under the mouse. The one that is
//! on is always in sight; a mark at an end tells that there are more.

use std::ops::Range;

use ratatui::text::Span;

use super::{
    cells::{self, width},
    theme::{Ink, Theme},
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
    /// The last that is left out in front, and the first that is behind.
    before: Option<T>,
    more: Option<T>,
}

/// The cells of a mark that tells of more.
const MARK: usize = 1;

impl<T: Copy> Words<T> {
    /// Lays out what there is room for: each with what it stands for, its title and whether
    /// it is on, from a column on.
    pub(super) fn lay(left: usize, room: usize, all: impl IntoIterator<Item = (T, String, bool)>) -> Self {
        let all: Vec<(T, String, bool)> = all.into_iter().collect();
        let wide = |words: &[(T, String, bool)]| -> usize { words.iter().map(|it| width(&it.1) + 2).sum() };
        let on = all.iter().position(|(_, _, is_on)| *is_on).unwrap_or(0);
        // So many are left out in front that the one that is on has room.
        let fits = |from: &usize| {
            let behind = if on + 1 < all.len() { MARK } else { 0 };
            let marks = if *from > 0 { MARK + behind } else { behind };
            wide(all.get(*from..=on).unwrap_or_default()) + marks <= room.saturating_sub(left)
        };
        let is_whole = left + wide(&all) <= room;
        let from = if is_whole { 0 } else { (0..=on).find(fits).unwrap_or(on) };
        let before = from.checked_sub(1).and_then(|at| all.get(at)).map(|(of, ..)| *of);
        let right = left + if before.is_some() { MARK } else { 0 };
        let mut row = Self { all: Vec::new(), right, room, before, more: None };
        let last = all.len().saturating_sub(1);
        for (at, (of, title, is_on)) in all.into_iter().enumerate().skip(from) {
            let right = row.right + width(&title) + 2;
            if right + if at < last { MARK } else { 0 } > room {
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
        // What tells of more stands for the nearest that there is no room for.
        let is_behind = (self.right..self.room).contains(&usize::from(x));
        let first = self.all.first().map_or(0, |word| word.columns.start);
        let is_in_front = usize::from(x) + MARK == usize::from(first);
        found.or_else(|| self.more.filter(|_| is_behind)).or_else(|| self.before.filter(|_| is_in_front))
    }

    /// The words as they are drawn; where some have no room, a mark at that end says so.
    pub(super) fn spans(&self, theme: Theme) -> Vec<Span<'static>> {
        let span = |word: &Word<T>| {
            let title = &word.title;
            if word.is_on {
                Span::styled(format!("[{title}]"), theme.chosen())
            } else {
                Span::raw(format!(" {title} "))
            }
        };
        let [less, more] = if theme.ink() == Ink::Ascii { ["<", ">"] } else { ["‹", "›"] };
        let less = self.before.map(|_| Span::raw(less));
        let more = self.more.filter(|_| self.right < self.room).map(|_| Span::raw(more));
        less.into_iter().chain(self.all.iter().map(span)).chain(more).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::{Look, Looks};

    #[test]
    fn the_one_that_is_on_is_in_sight_and_a_mark_tells_of_more_on_either_side() {
        let theme = Looks::new(Vec::new(), "").theme(&Look::default(), false);
        for room in [13, 16, 20, 30, 60] {
            for on in 0..6_usize {
                let titles = ["all 9", "lamps 12", "water", "noise 3", "roads", "other 1"];
                let all = titles.iter().enumerate();
                let row = Words::lay(1, room, all.map(|(at, title)| (at, (*title).to_owned(), at == on)));
                let drawn: String =
                    row.spans(theme).iter().map(|span| span.content.clone().into_owned()).collect();
                let drawn = format!(" {drawn}");
                assert!(width(&drawn) <= room && drawn.contains(&format!("[{}]", titles[on])), "{drawn}");
                let (first, last) = (row.all.first().unwrap().of, row.all.last().unwrap().of);
                assert_eq!((drawn.contains('‹'), drawn.contains('›')), (first > 0, last < 5), "{drawn}");
                // A click on a mark takes the nearest that is out of sight.
                let at =
                    |mark: char| drawn.chars().position(|c| c == mark).and_then(|x| row.at(cells::cells(x)));
                assert_eq!(at('‹'), first.checked_sub(1), "{drawn}");
                assert_eq!(at('›'), Some(last + 1).filter(|next| *next < 6), "{drawn}");
            }
        }
    }
}
