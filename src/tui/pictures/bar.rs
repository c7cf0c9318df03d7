//! A bar: parts of a whole, or a number among others.

use ratatui::text::Span;

use crate::{
    tui::theme::{Ink, Theme},
    workbench::checks::Share,
};

/// What a part is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tui) struct Fill {
    /// What is there.
    pub(in crate::tui) full: &'static str,
    /// What is on its way.
    pub(in crate::tui) half: &'static str,
    /// What is missing.
    pub(in crate::tui) rest: &'static str,
}

/// What parts are drawn with in an ink.
pub(in crate::tui) fn fill(ink: Ink) -> Fill {
    match ink {
        Ink::Blocks => Fill { full: "█", half: "▒", rest: "░" },
        Ink::Ascii => Fill { full: "#", half: "=", rest: "." },
    }
}

/// How many of `room` cells a part of a whole takes: at least one where there is
/// something, and never all of them where something is missing.
pub(in crate::tui) fn share_of(part: usize, of: usize, room: usize) -> usize {
    let part = part.min(of);
    let cells = (part.saturating_mul(room)).checked_div(of).unwrap_or(0);
    if part == 0 {
        0
    } else if part == of {
        room
    } else {
        cells.clamp(1.min(room), room.saturating_sub(1).max(1.min(room)))
    }
}

/// How much of a whole is there, in exactly `room` cells.
pub(in crate::tui) fn gauge(part: usize, of: usize, room: usize, ink: Ink) -> Vec<Span<'static>> {
    let (ink, full) = (fill(ink), share_of(part, of, room));
    vec![
        Span::styled(ink.full.repeat(full), Theme::accent()),
        Span::styled(ink.rest.repeat(room - full), Theme::faint()),
    ]
}

/// One cell of the map of neighbourhoods and lists, in exactly `room` cells: what
/// is clear, what is worked on, what is not known yet.
pub(in crate::tui) fn heat(share: &Share, room: usize, ink: Ink) -> Vec<Span<'static>> {
    let ink = fill(ink);
    let full = share_of(share.clear, share.items, room);
    let known = share_of(share.clear + share.working, share.items, room);
    // What is worked on shows even where what is clear takes all but one cell.
    let half = known.saturating_sub(full).max(usize::from(share.working > 0 && full < room));
    vec![
        Span::styled(ink.full.repeat(full), Theme::accent()),
        Span::styled(ink.half.repeat(half), Theme::accent()),
        Span::styled(ink.rest.repeat(room - full - half), Theme::faint()),
    ]
}

/// A number among others as a bar of at most `room` cells; the greatest fills it.
pub(in crate::tui) fn among(number: usize, greatest: usize, room: usize, ink: Ink) -> Span<'static> {
    // A cell is one, where there is room for that.
    let cells = if greatest <= room { number.min(room) } else { share_of(number, greatest, room) };
    Span::styled(fill(ink).full.repeat(cells), Theme::accent())
}
