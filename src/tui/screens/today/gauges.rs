//! How many were visited of those who are to be, and how much of the three lists is clear: a
//! line that is always in sight, and the rows of the list that lead there.

use ratatui::text::{Line, Span};

use super::{Target, Told};
use crate::{
    domain::{checklists::Clarity, visits::VisitCategory, wording::Lang},
    say,
    tui::{cells, model::Model, pictures::bar, snapshot::Snapshot, theme::Ink},
};

/// Cells of the bar of a row.
const BAR: usize = 20;

/// Cells of a bar of the line that is always in sight, in the least terminal and at most.
const LEAST: usize = 8;
const MOST: usize = 24;

/// Below so many columns the bars of the line are short.
const NARROW: u16 = 100;

/// Everybody who is to be visited: of how many, how many were.
fn visits(data: &Snapshot) -> (usize, usize) {
    let all = VisitCategory::ALL.map(|category| data.field.coverage.gauge(category, None));
    (all.iter().map(|one| one.visited).sum(), all.iter().map(|one| one.due).sum())
}

/// How many items of a list are clear, of how many.
fn clear_of(data: &Snapshot, list: Clarity) -> (usize, usize) {
    let own = || data.shares.iter().filter(|((_, of), _)| *of == list).map(|(_, share)| share);
    (own().map(|share| share.clear).sum(), own().map(|share| share.items).sum())
}

/// The same of all three lists.
fn clear_of_all(data: &Snapshot) -> (usize, usize) {
    let all = Clarity::ALL.map(|list| clear_of(data, list));
    (all.iter().map(|(clear, _)| clear).sum(), all.iter().map(|(_, items)| items).sum())
}

/// Two gauges side by side, each with what it leads to.
pub(super) struct Gauges {
    parts: Vec<(Target, Vec<Span<'static>>)>,
}

/// The line that is always in sight.
pub(super) fn gauges(model: &Model) -> Gauges {
    let (data, lang, ink) = (&model.data, model.lang, model.theme.ink());
    let bar_cells = if model.size.0 < NARROW { LEAST } else { MOST };
    let ((seen, due), (clear, items)) = (visits(data), clear_of_all(data));
    let left = due - seen.min(due);
    let told = [
        (
            Target::Visits,
            say!(lang, "  六访 已访 {seen}/{due} ", "  Visits {seen}/{due} "),
            say!(lang, " 未访 {left}", " {left} left"),
            (seen, due),
        ),
        (
            Target::Checklists,
            say!(lang, "  三清 已清 {clear}/{items} ", "  Lists clear {clear}/{items} "),
            String::new(),
            (clear, items),
        ),
    ];
    let part = |(target, lead, rest, (part, of)): (Target, String, String, (usize, usize))| {
        let bar = bar::gauge(part, of, bar_cells, ink);
        (target, std::iter::once(Span::raw(lead)).chain(bar).chain([Span::raw(rest)]).collect())
    };
    Gauges { parts: told.into_iter().map(part).collect() }
}

impl Gauges {
    /// The line as it is drawn.
    pub(super) fn line(&self) -> Line<'static> {
        self.parts.iter().flat_map(|(_, spans)| spans.iter().cloned()).collect()
    }

    /// What stands at a column.
    pub(super) fn at(&self, x: u16) -> Option<Target> {
        let mut right = 0;
        self.parts
            .iter()
            .find(|(_, spans)| {
                right += spans.iter().map(|span| cells::width(&span.content)).sum::<usize>();
                usize::from(x) < right
            })
            .map(|(target, _)| *target)
    }
}

/// One line on who was reached of those who are to be visited; none where nobody is.
pub(super) fn visited(data: &Snapshot, ink: Ink, lang: Lang) -> Option<Told<Target>> {
    let (seen, due) = visits(data);
    if due == 0 {
        return None;
    }
    let left = due - seen.min(due);
    let mut parts = vec![Span::raw(say!(lang, " 六访    已访 {seen}/{due} ", " Visits  {seen}/{due} "))];
    parts.extend(bar::gauge(seen, due, BAR, ink));
    parts.push(Span::raw(say!(lang, "  未访 {left} 人次", "  {left} left")));
    Some(Told::drawn(parts, Target::Visits))
}

/// One line on how much of each of the three lists is clear.
pub(super) fn clear(data: &Snapshot, lang: Lang) -> Told<Target> {
    let mut text = format!(" {}  ", lang.pick("三清", "Checklists"));
    for list in Clarity::ALL {
        let (clear, items) = clear_of(data, list);
        text.extend(["  ", list.title(lang), &format!(" {clear}/{items}")]);
    }
    Told::leading(text, Target::Checklists)
}
