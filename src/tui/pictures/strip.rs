//! A plan over months: one strip for each goal and task, on one scale of days.

use jiff::{Span as Days, Unit, civil::Date};
use ratatui::text::Span;

use super::bar;
use crate::{
    domain::wording::Lang,
    tui::theme::{Ink, Theme},
};

/// The most days on a scale.
const MOST: i64 = 800;

/// Days laid over cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tui) struct Scale {
    first: Date,
    days: i64,
    room: usize,
}

impl Scale {
    /// From one day to another, in so many cells; whole months.
    pub(in crate::tui) fn new(from: Date, to: Date, room: usize) -> Self {
        let first = from.first_of_month();
        let last = to.max(first).last_of_month();
        Self { first, days: (between(first, last) + 1).clamp(1, MOST), room }
    }

    /// The cell of a day; the nearest, where it is not on the scale.
    fn cell(self, day: Date) -> usize {
        let past = between(self.first, day).clamp(0, self.days - 1);
        let past = usize::try_from(past).unwrap_or(0);
        let days = usize::try_from(self.days).unwrap_or(1);
        (past * self.room / days).min(self.room.saturating_sub(1))
    }

    /// The months above their days, each where there is room for it.
    pub(in crate::tui) fn head(self, lang: Lang) -> String {
        let (mut told, mut wide) = (String::new(), 0);
        let mut month = self.first;
        while between(self.first, month) < self.days {
            let number = month.month();
            let title = match (number, lang) {
                (1, _) => month.year().to_string(),
                (_, Lang::Zh) => format!("{number}月"),
                (_, Lang::En) => month.strftime("%b").to_string(),
            };
            let (at, cells) = (self.cell(month), crate::tui::cells::width(&title));
            if at >= wide && at + cells <= self.room {
                told.push_str(&" ".repeat(at - wide));
                told.push_str(&title);
                // One blank at the least between two.
                told.push(' ');
                wide = at + cells + 1;
            }
            let Ok(next) = month.checked_add(Days::new().months(1)) else { break };
            month = next;
        }
        told.trim_end().to_owned()
    }

    /// The days of a goal or task: how much of it is done is filled, and today
    /// stands as a rule. Exactly as wide as the scale.
    pub(in crate::tui) fn strip(
        self,
        (from, to): (Date, Date),
        (done, of): (usize, usize),
        today: Date,
        ink: Ink,
    ) -> Vec<Span<'static>> {
        if self.room == 0 {
            return Vec::new();
        }
        let fill = bar::fill(ink);
        let (begin, end) = (self.cell(from), self.cell(to.max(from)));
        let until = begin + bar::share_of(done, of, end + 1 - begin);
        let now = self.cell(today);
        let outside = between(self.first, to) < 0 || between(self.first, from) >= self.days;
        let cell = |at: usize| {
            if !outside && (begin..until).contains(&at) {
                Span::styled(fill.full, Theme::accent())
            } else if !outside && (begin..=end).contains(&at) {
                Span::styled(fill.rest, Theme::plain())
            } else if at == now {
                Span::styled(if ink == Ink::Ascii { "|" } else { "│" }, Theme::faint())
            } else {
                Span::raw(" ")
            }
        };
        (0..self.room).map(cell).collect()
    }
}

fn between(one: Date, other: Date) -> i64 {
    one.until((Unit::Day, other)).map_or(0, |span| i64::from(span.get_days()))
}
