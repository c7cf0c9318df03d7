//! Issues of a month by kind, one row a month, kinds stacked.

use ratatui::text::Span;

use crate::{
    domain::{
        standing::IssueKind,
        trends::{KINDS, Month},
        wording::Lang,
    },
    tui::{
        cells,
        theme::{Ink, Theme},
    },
};

/// What each kind is drawn with; the last is for those not known here.
fn patterns(ink: Ink) -> [&'static str; KINDS] {
    match ink {
        Ink::Blocks => ["█", "▒", "#", "=", "+", "o", "?"],
        Ink::Ascii => ["#", "=", "+", "-", "o", "~", "?"],
    }
}

/// What the month, its number and the blanks around them take.
const LEAD: usize = 14;

/// Between two kinds.
const BETWEEN: &str = "  ";

/// The least room for the bar.
const LEAST: usize = 6;

/// What a kind is called.
fn title(place: usize, lang: Lang) -> &'static str {
    IssueKind::ALL.get(place).map_or(lang.pick("其他", "other"), |kind| kind.title(lang))
}

/// Which pattern is which kind, of those that there are, in lines of at most `room` cells.
pub(in crate::tui) fn legend(months: &[Month], room: usize, ink: Ink, lang: Lang) -> Vec<String> {
    let marks = patterns(ink);
    let is_there =
        |at: &usize| months.iter().any(|month| month.kinds.get(*at).is_some_and(|count| *count > 0));
    let told = marks.iter().enumerate().filter(|(at, _)| is_there(at));
    let told: Vec<String> = told.map(|(at, mark)| format!("{mark} {}", title(at, lang))).collect();
    cells::flow(&told, BETWEEN, room)
}

/// One month in at most `room` cells: `2026-11     8  #####==+  诉求 5 纠纷 2 隐患 1`.
/// `greatest` is the number of the fullest month. What there is no room for behind the
/// bar goes on in rows below.
pub(in crate::tui) fn row(
    month: &Month,
    greatest: usize,
    room: usize,
    ink: Ink,
    lang: Lang,
) -> Vec<Vec<Span<'static>>> {
    let all = month.all();
    let first = format!("{:04}-{:02}", month.first.year(), month.first.month());
    let mut told: Vec<String> = month
        .kinds
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0)
        .map(|(at, count)| format!("{} {count}", title(at, lang)))
        .collect();
    let bar = (room.saturating_sub(LEAD + 2) / 2).max(LEAST).min(room.saturating_sub(LEAD));
    let mut spans = vec![Span::raw(cells::fit(&format!("{first} {all:>5} "), LEAD.min(room)))];
    // A cell is one matter, where there is room for that.
    let length = if greatest <= bar { all } else { super::bar::share_of(all, greatest, bar) };
    let (mut seen, mut drawn) = (0, 0);
    for (count, mark) in month.kinds.iter().zip(patterns(ink)) {
        seen += count;
        let until = (seen * length).checked_div(all).unwrap_or(0);
        spans.push(Span::styled(mark.repeat(until - drawn), Theme::accent()));
        drawn = until;
    }
    let rest = room.saturating_sub(LEAD + bar + 2);
    if told.iter().map(|part| cells::width(part) + BETWEEN.len()).sum::<usize>() > rest + BETWEEN.len() {
        // The legend says which mark is which kind.
        let kinds = month.kinds.iter().zip(patterns(ink)).filter(|(count, _)| **count > 0);
        told = kinds.map(|(count, mark)| format!("{mark} {count}")).collect();
    }
    let mut below = Vec::new();
    if rest > 0 {
        for (number, line) in cells::flow(&told, BETWEEN, rest).into_iter().enumerate() {
            if number == 0 {
                spans.push(Span::raw(" ".repeat(bar - drawn + 2) + &line));
            } else {
                below.push(vec![Span::raw(" ".repeat(LEAD + bar + 2) + &line)]);
            }
        }
    }
    below.insert(0, spans);
    below
}
