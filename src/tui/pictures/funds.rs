//! The money of a project as bars: planned, agreed, received, spent, published.

use ratatui::text::{Line, Span};

use super::bar;
use crate::{
    domain::{funds::Sums, money, wording::Lang},
    tui::{cells, theme::Ink},
};

/// Cells of a title.
const TITLE: usize = 10;

/// The most cells of a bar.
const LONGEST: usize = 40;

/// The bars, each with its sum, in at most `room` cells.
pub(in crate::tui) fn lines(sums: &Sums, room: usize, ink: Ink, lang: Lang) -> Vec<Line<'static>> {
    let told = [
        (lang.pick("计划", "planned"), sums.planned),
        (lang.pick("约定", "agreed"), sums.agreed),
        (lang.pick("到账", "received"), sums.received.saturating_add(sums.unsupported)),
        (lang.pick("支出", "spent"), sums.spent),
        (lang.pick("已公示", "published"), sums.disclosed),
    ];
    let yuan = told.map(|(_, fen)| money::yuan(fen));
    let widest = yuan.iter().map(|text| cells::width(text)).max().unwrap_or(0);
    let greatest = told.iter().map(|(_, fen)| whole(*fen)).max().unwrap_or(0);
    let free = room.saturating_sub(TITLE + widest + 3).min(LONGEST);
    if greatest == 0 || free < 4 {
        return Vec::new();
    }
    told.iter()
        .zip(yuan)
        .map(|((title, fen), yuan)| {
            let lead = format!(" {}{yuan:>widest$} ", cells::fit(title, TITLE));
            let cells = bar::share_of(whole(*fen), greatest, free);
            Line::from(vec![Span::raw(lead), bar::among(cells, free, free, ink)])
        })
        .collect()
}

fn whole(fen: i64) -> usize {
    usize::try_from(fen.max(0)).unwrap_or(usize::MAX)
}
