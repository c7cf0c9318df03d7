//! What a click in a form does: it goes to the field, puts the cursor into its text,
//! takes one of its choices, ticks one of several, opens its list. The wheel scrolls.

use std::ops::Range;

use super::{Answer, Entry, Form, Layout, MANY, Reaction};
use crate::{
    domain::{
        field::{Choice, Kind},
        input,
        wording::Lang,
    },
    tui::{cells, editor::Editor},
};

/// Where the rows of a form were left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Held {
    /// The first row that is shown.
    pub(super) row: usize,
    /// Whether the field in focus may be out of sight, as after the wheel.
    pub(super) is_loose: bool,
}

/// What of a field can be clicked.
#[derive(Debug, Clone)]
pub(in crate::tui) struct Spot {
    /// The column that its answer begins at, and the cells that are for it.
    pub(super) left: usize,
    pub(super) room: usize,
    /// The rows of its answer.
    pub(super) rows: usize,
    /// The row behind its last one, as the form counts them.
    pub(super) end: usize,
    /// Its choices: which one stands at a row of the field and these columns.
    pub(in crate::tui) words: Vec<(usize, usize, Range<usize>)>,
}

impl Spot {
    pub(super) fn new(left: usize, room: usize) -> Self {
        Self { left, room, rows: 0, end: 0, words: Vec::new() }
    }

    /// The column that its answer begins at.
    #[cfg(test)]
    pub(in crate::tui) fn left(&self) -> usize {
        self.left
    }

    /// The choice that stands there.
    fn word_at(&self, row: usize, x: usize) -> Option<usize> {
        let (option, ..) = self.words.iter().find(|(_, at, columns)| *at == row && columns.contains(&x))?;
        Some(*option)
    }
}

impl Form {
    /// Takes a click at a column and a row of the form as it is laid out.
    pub(in crate::tui) fn point(
        &mut self,
        laid: &Layout,
        (x, y): (usize, usize),
        today: jiff::civil::Date,
        lang: Lang,
    ) -> Reaction {
        self.held = Some(Held { row: laid.top, is_loose: false });
        let Some(field) = laid.starts.iter().rposition(|start| *start <= y).filter(|_| self.sent.is_none())
        else {
            return Reaction::Stays;
        };
        let (Some(spot), Some(begin)) = (laid.spots.get(field), laid.starts.get(field)) else {
            return Reaction::Stays;
        };
        if y >= spot.end {
            return Reaction::Stays;
        }
        let again = self.focus == field;
        if !again {
            self.pass(today, lang);
            self.focus = field;
        }
        let row = y - begin;
        let column = x.checked_sub(spot.left).filter(|_| row < spot.rows);
        let Some(entry) = self.entries.get_mut(field) else { return Reaction::Stays };
        let reaction = entry.point(spot, (x, row), column, again, lang);
        if reaction == Reaction::Stays && !matches!(entry.answer, Answer::Text(_)) && !entry.is_astray() {
            entry.error = None;
        }
        reaction
    }

    /// Scrolls by rows; the field in focus may go out of sight.
    pub(in crate::tui) fn scroll(&mut self, laid: &Layout, rows: isize, height: usize) {
        let most = laid.rows.len().saturating_sub(height);
        let row = laid.top.saturating_add_signed(rows).min(most);
        self.held = Some(Held { row, is_loose: true });
    }

    /// Brings the field in focus into sight again.
    pub(super) fn follow_focus(&mut self) {
        if let Some(held) = &mut self.held {
            held.is_loose = false;
        }
    }
}

impl Entry {
    /// Takes a click: `column` is that of the answer, where it was clicked itself; `again`
    /// tells that the field was in focus already, so that its title acts as its answer.
    fn point(
        &mut self,
        spot: &Spot,
        (x, row): (usize, usize),
        column: Option<usize>,
        again: bool,
        lang: Lang,
    ) -> Reaction {
        let word = spot.word_at(row, x);
        let is_meant = column.is_some() || again;
        let (count, is_required) = (self.options().len(), self.field.required);
        match (&mut self.answer, word) {
            (Answer::Text(_), Some(option)) => self.tick(option, lang),
            (Answer::Text(editor), None) => match column {
                Some(column) if self.secret => editor.point_secret(column, spot.room),
                Some(column) => editor.point(row, column, spot.room),
                None => {}
            },
            // What is taken already is given up by a second click, where none is an answer too.
            (Answer::Choice(at), Some(option)) => {
                let place = (*at != Some(option) || is_required).then_some(option);
                self.take(place);
            }
            (Answer::Choice(_), None) if !is_meant => {}
            (Answer::Choice(_), None) if !spot.words.is_empty() => {
                // Beside the words the title acts, blanks behind them do not.
                if column.is_none() {
                    self.turn(true);
                }
            }
            (Answer::Choice(_), None) => {
                let wide = cells::width(&closed(self, spot.room, lang));
                match column {
                    Some(column) if column < 2 => self.turn(false),
                    Some(column) if column + 2 >= wide && column < wide => self.turn(true),
                    None if count <= MANY => self.turn(true),
                    Some(_) | None => return Reaction::Pick(None),
                }
            }
            (Answer::Refs(_), _) if is_meant => return Reaction::Pick(None),
            (Answer::Refs(_), _) => {}
        }
        Reaction::Stays
    }

    /// Takes one of several choices into the text, or out of it.
    fn tick(&mut self, option: usize, lang: Lang) {
        let Kind::Choice(choices) = &self.field.kind else { return };
        let Some(choice) = choices.get(option) else { return };
        let text = self.text();
        let mut parts: Vec<&str> = input::parts(&self.field, &text);
        let before = parts.len();
        parts.retain(|part| !is_called(choice, part));
        if parts.len() == before {
            parts.push(choice.title.get(lang));
        }
        let told = parts.join(lang.pick("、", ", "));
        self.answer = Answer::Text(Editor::line(&told));
        self.error = None;
    }
}

fn is_called(choice: &Choice, part: &str) -> bool {
    [&*choice.key, choice.title.get(Lang::Zh), choice.title.get(Lang::En)].contains(&part)
}

/// A choice that stands alone, the others behind it.
pub(super) fn closed(entry: &Entry, room: usize, lang: Lang) -> String {
    let at = if let Answer::Choice(at) = &entry.answer { *at } else { None };
    let options = entry.options();
    let none = lang.pick("（空）", "(none)");
    let shown = at.and_then(|at| options.get(at)).map_or(none, |choice| choice.title.get(lang));
    cells::cut(&format!("< {shown} >"), room)
}

/// Where the choices stand side by side, each with a cell at both sides; none where they do not fit.
pub(super) fn side_by_side(
    entry: &Entry,
    left: usize,
    room: usize,
    lang: Lang,
) -> Vec<(usize, usize, Range<usize>)> {
    let mut column = left;
    let mut word = |(option, choice): (usize, &Choice)| {
        let begin = column;
        column += cells::width(choice.title.get(lang)) + 2;
        (option, 0, begin..column)
    };
    let words = entry.options().iter().enumerate().map(&mut word).collect();
    if column <= left + room { words } else { Vec::new() }
}

/// What may be ticked of a field that takes several choices, in rows of `room` cells,
/// each with its place among the choices.
pub(super) fn ticks(entry: &Entry, room: usize, lang: Lang) -> Vec<Vec<(usize, String)>> {
    let Kind::Choice(choices) = &entry.field.kind else { return Vec::new() };
    if !entry.field.many {
        return Vec::new();
    }
    let text = entry.text();
    let parts = input::parts(&entry.field, &text);
    let mut rows: Vec<Vec<(usize, String)>> = Vec::new();
    let mut used = room;
    for (option, choice) in choices.iter().enumerate() {
        let is_taken = parts.iter().any(|part| is_called(choice, part));
        let mark = if is_taken { 'x' } else { ' ' };
        let word = cells::cut(&format!("[{mark}] {}", choice.title.get(lang)), room);
        let wide = cells::width(&word) + 1;
        if used + wide > room + 1 || rows.is_empty() {
            rows.push(Vec::new());
            used = 0;
        }
        used += wide;
        if let Some(row) = rows.last_mut() {
            row.push((option, word));
        }
    }
    rows
}
