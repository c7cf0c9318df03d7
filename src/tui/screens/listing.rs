//! A list of rows of which some can be selected, headings between them.

use std::ops::Range;

use ratatui::{
    Frame,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use super::top::Top;
use crate::{
    domain::wording::Lang,
    tui::{cells, paint, theme::Theme},
};

/// A row and what it leads to.
#[derive(Debug, Clone)]
pub(in crate::tui) struct Told<T> {
    pub(in crate::tui) text: String,
    /// The same in parts of their own, where it has some; empty else.
    pub(in crate::tui) parts: Vec<Span<'static>>,
    pub(in crate::tui) style: Style,
    pub(in crate::tui) target: Option<T>,
    /// Whether it goes on with the row above, for which that had no room.
    pub(in crate::tui) goes_on: bool,
}

impl<T> Told<T> {
    /// A heading.
    pub(in crate::tui) fn heading(text: String) -> Self {
        Self { style: Theme::strong(), ..Self::note(text) }
    }

    /// A sentence that leads nowhere.
    pub(in crate::tui) fn note(text: String) -> Self {
        Self { text, parts: Vec::new(), style: Theme::plain(), target: None, goes_on: false }
    }

    /// A sentence that leads nowhere, whole, in as many rows of a width as it takes.
    pub(in crate::tui) fn notes(lead: &str, text: &str, width: usize) -> Vec<Self> {
        // One cell is the mark's.
        cells::hang(lead, text, width.saturating_sub(1)).into_iter().map(Self::note).collect()
    }

    /// As what is late, where it is; its text has a mark.
    pub(in crate::tui) fn late(self, is_late: bool) -> Self {
        if is_late { Self { style: Theme::late(), ..self } } else { self }
    }

    /// As what is done, where it is; its text says so.
    pub(in crate::tui) fn good(self, is_good: bool) -> Self {
        if is_good { Self { style: Theme::good(), ..self } } else { self }
    }

    /// A text in rows: what it leads to stands with the first, the others go on with it.
    pub(in crate::tui) fn led(lines: impl IntoIterator<Item = String>, target: T) -> Vec<Self> {
        let mut target = Some(target);
        let row = |(at, line)| Self { target: target.take(), goes_on: at > 0, ..Self::note(line) };
        lines.into_iter().enumerate().map(row).collect()
    }

    /// A row that can be selected.
    pub(in crate::tui) fn leading(text: String, target: T) -> Self {
        Self { target: Some(target), ..Self::note(text) }
    }

    /// A row with a picture in it; it fits into the list already.
    pub(in crate::tui) fn drawn(parts: Vec<Span<'static>>, target: T) -> Self {
        let text = parts.iter().map(|part| part.content.as_ref()).collect();
        Self { parts, target: Some(target), ..Self::note(text) }
    }

    /// A row of a picture, which leads nowhere; it fits into the list already.
    pub(in crate::tui) fn picture(parts: Vec<Span<'static>>) -> Self {
        let text = parts.iter().map(|part| part.content.as_ref()).collect();
        Self { parts, ..Self::note(text) }
    }
}

/// The rows that what is typed leaves, with the headings above them and what goes on below
/// them. `keep` is asked of each that can be selected, from the top.
pub(in crate::tui) fn only<T>(rows: Vec<Told<T>>, mut keep: impl FnMut(&T) -> bool) -> Vec<Told<T>> {
    /// What a row that leads nowhere belongs to.
    enum Above {
        /// A heading, which waits for a row that is left.
        Heading,
        /// A row that is left.
        Left,
        Nothing,
    }
    let (mut left, mut headings, mut above) = (Vec::new(), Vec::new(), Above::Nothing);
    for row in rows {
        let is_heading = row.target.is_none() && row.parts.is_empty() && row.style == Theme::strong();
        above = match (&row.target, above) {
            (Some(target), _) if keep(target) => {
                if !headings.is_empty() && !left.is_empty() {
                    left.push(Told::note(String::new()));
                }
                left.append(&mut headings);
                left.push(row);
                Above::Left
            }
            (None, Above::Heading) if is_heading || !row.parts.is_empty() => {
                headings.push(row);
                Above::Heading
            }
            (None, _) if is_heading => {
                headings = vec![row];
                Above::Heading
            }
            (None, Above::Left) if !row.text.is_empty() => {
                left.push(row);
                Above::Left
            }
            (Some(_) | None, _) => Above::Nothing,
        };
    }
    left
}

/// Draws the rows that fit, the selected one in sight; where they are not all, the last row of
/// the area says how many are left out.
pub(in crate::tui) fn view<T>(
    rows: &[Told<T>],
    place: (usize, &Top),
    looks: (Theme, Lang),
    area: Rect,
    frame: &mut Frame,
) {
    view_found(rows, place, "", looks, area, frame);
}

/// The same, with what is looked for set off.
pub(in crate::tui) fn view_found<T>(
    rows: &[Told<T>],
    (at, first): (usize, &Top),
    query: &str,
    (theme, lang): (Theme, Lang),
    area: Rect,
    frame: &mut Frame,
) {
    let selected = place_of(rows, at);
    let Range { start: top, end } = in_sight(rows, (at, first), usize::from(area.height));
    // Behind the cell of the marks; a cell stays free before a rule.
    paint::tell_rest((top, rows.len()), ("", lang), paint::inset(area, 1), frame);
    for ((number, row), y) in rows.iter().enumerate().take(end).skip(top).zip(area.y..area.bottom()) {
        let chosen = selected == Some(number);
        let mark = if chosen { ">" } else { " " };
        let place = Rect { y, height: 1, ..area };
        if !row.parts.is_empty() {
            let mark = Span::raw(mark);
            let looked_for = if row.target.is_some() { query } else { "" };
            let own = |part: &Span<'static>| {
                let style = if chosen { theme.chosen() } else { part.style };
                let found = paint::found(&part.content, looked_for, theme).into_iter();
                found.map(move |span| {
                    let over = style.patch(span.style);
                    span.style(over)
                })
            };
            let mark = if chosen { mark.style(theme.chosen()) } else { mark };
            let parts = std::iter::once(mark).chain(row.parts.iter().flat_map(own));
            paint::line(&parts.collect(), place, frame);
            continue;
        }
        let text = cells::fit(&format!("{mark}{}", row.text), usize::from(area.width));
        let style = if chosen { theme.chosen() } else { row.style };
        let looked_for = if row.target.is_some() { query } else { "" };
        paint::line(&Line::from(paint::found(&text, looked_for, theme)).style(style), place, frame);
    }
}

/// The rows that are seen in so many: from one number to another.
pub(in crate::tui) fn in_sight<T>(rows: &[Told<T>], selected: (usize, &Top), room: usize) -> Range<usize> {
    let seen = paint::seen(rows.len(), room);
    let top = top(rows, selected, seen);
    top..top + seen
}

/// Which row is at a height of the area.
pub(in crate::tui) fn row_at<T>(
    rows: &[Told<T>],
    selected: (usize, &Top),
    room: usize,
    y: usize,
) -> Option<usize> {
    let seen = in_sight(rows, selected, room);
    let number = seen.start + y;
    (seen.contains(&number) && number < rows.len()).then_some(number)
}

/// What a row leads to, or the one that it goes on with.
pub(in crate::tui) fn led<T: Copy>(rows: &[Told<T>], number: usize) -> Option<T> {
    let first = rows.iter().take(number + 1).rposition(|row| !row.goes_on)?;
    rows.get(number).and(rows.get(first))?.target
}

/// Which of the selectable rows is at a height of the area.
pub(in crate::tui) fn clicked<T>(
    rows: &[Told<T>],
    (at, first): (usize, &Top),
    room: usize,
    y: usize,
) -> Option<usize> {
    let number = row_at(rows, (at, first), room, y)?;
    rows.get(number)?.target.as_ref()?;
    first.hold(number);
    Some(rows.iter().take(number).filter(|row| row.target.is_some()).count())
}

fn place_of<T>(rows: &[Told<T>], at: usize) -> Option<usize> {
    rows.iter().enumerate().filter(|(_, row)| row.target.is_some()).nth(at).map(|(number, _)| number)
}

fn top<T>(rows: &[Told<T>], (at, first): (usize, &Top), room: usize) -> usize {
    let place = place_of(rows, at).unwrap_or(0);
    // What stands above the first one and behind the last cannot be reached otherwise.
    let from = if at == 0 { 0 } else { place };
    let to = if place_of(rows, at + 1).is_none() { rows.len().saturating_sub(1) } else { place };
    first.showing(from, place, to, (rows.len(), room))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_stands_below_its_heading_and_keeps_what_goes_on_below_it() {
        let note = |text: &str| Told::note(text.to_owned());
        let heading = |text: &str| Told::heading(text.to_owned());
        let row = |at: usize| Told::leading(format!("row {at}"), at);
        let picture = |text: &'static str| Told::picture(vec![Span::raw(text)]);
        let rows = vec![
            heading("first"),
            heading("columns"),
            note("said of nobody"),
            row(0),
            row(1),
            picture("goes on"),
            note(""),
            heading("second"),
            picture("scale"),
            row(2),
            row(3),
            note("two more"),
            note(""),
            heading("third"),
            note("none"),
        ];
        let told = |keep: &[usize]| -> Vec<String> {
            let left = only(rows.clone(), |at| keep.contains(at));
            left.into_iter().map(|row| row.text).collect()
        };
        assert_eq!(told(&[1]), ["first", "columns", "row 1", "goes on"]);
        assert_eq!(told(&[0, 3]), ["first", "columns", "row 0", "", "second", "scale", "row 3", "two more"]);
        assert_eq!(told(&[]), [""; 0]);
    }
}
