//! A list of rows of which some can be selected, headings between them.

use ratatui::{
    Frame,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use super::top::Top;
use crate::tui::{cells, paint, theme::Theme};

/// A row and what it leads to.
#[derive(Debug, Clone)]
pub(in crate::tui) struct Told<T> {
    pub(in crate::tui) text: String,
    /// The same in parts of their own, where it has some; empty else.
    pub(in crate::tui) parts: Vec<Span<'static>>,
    pub(in crate::tui) style: Style,
    pub(in crate::tui) target: Option<T>,
}

impl<T> Told<T> {
    /// A heading.
    pub(in crate::tui) fn heading(text: String) -> Self {
        Self { text, parts: Vec::new(), style: Theme::strong(), target: None }
    }

    /// A sentence that leads nowhere.
    pub(in crate::tui) fn note(text: String) -> Self {
        Self { text, parts: Vec::new(), style: Theme::plain(), target: None }
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

    /// A row that can be selected.
    pub(in crate::tui) fn leading(text: String, target: T) -> Self {
        Self { text, parts: Vec::new(), style: Theme::plain(), target: Some(target) }
    }

    /// A row with a picture in it; it fits into the list already.
    pub(in crate::tui) fn drawn(parts: Vec<Span<'static>>, target: T) -> Self {
        let text = parts.iter().map(|part| part.content.as_ref()).collect();
        Self { text, parts, style: Theme::plain(), target: Some(target) }
    }

    /// A row of a picture, which leads nowhere; it fits into the list already.
    pub(in crate::tui) fn picture(parts: Vec<Span<'static>>) -> Self {
        let text = parts.iter().map(|part| part.content.as_ref()).collect();
        Self { text, parts, style: Theme::plain(), target: None }
    }
}

/// Draws the rows that fit, the selected one in sight.
pub(in crate::tui) fn view<T>(
    rows: &[Told<T>],
    (at, first): (usize, &Top),
    theme: Theme,
    area: Rect,
    frame: &mut Frame,
) {
    let selected = place_of(rows, at);
    let top = top(rows, (at, first), usize::from(area.height));
    for ((number, row), y) in rows.iter().enumerate().skip(top).zip(area.y..area.bottom()) {
        let chosen = selected == Some(number);
        let mark = if chosen { ">" } else { " " };
        let place = Rect { y, height: 1, ..area };
        if !row.parts.is_empty() {
            let mark = Span::raw(mark);
            let own = |part: &Span<'static>| {
                Span::styled(part.content.clone(), if chosen { theme.chosen() } else { part.style })
            };
            let mark = if chosen { mark.style(theme.chosen()) } else { mark };
            let parts = std::iter::once(mark).chain(row.parts.iter().map(own));
            paint::line(&parts.collect(), place, frame);
            continue;
        }
        let text = cells::fit(&format!("{mark}{}", row.text), usize::from(area.width));
        let style = if chosen { theme.chosen() } else { row.style };
        paint::line(&Line::styled(text, style), place, frame);
    }
}

/// Which of the selectable rows is at a height of the area.
pub(in crate::tui) fn clicked<T>(
    rows: &[Told<T>],
    (at, first): (usize, &Top),
    room: usize,
    y: usize,
) -> Option<usize> {
    let number = top(rows, (at, first), room) + y;
    rows.get(number).filter(|_| y < room)?.target.as_ref()?;
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
