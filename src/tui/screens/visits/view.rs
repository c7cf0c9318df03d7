//! F5 on the screen: the parts, a list, and the month beside or above it.

use jiff::Span as Days;
use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{Part, days_shown, month, rows, tasks_of};
use crate::{
    domain::phases::Period,
    tui::{
        cells, lists,
        model::Model,
        paint,
        screens::{
            listing,
            pane::{self, Pane},
        },
        theme::Theme,
    },
    workbench::planning::Planned,
};

/// Rows above the panes.
pub(super) const HEAD: usize = 1;

/// Cells of the month's pane.
pub(in crate::tui) const MONTH: u16 = 45;

/// How many days ahead tasks are shown beside the month.
const NEXT_DAYS: i64 = 14;

/// Draws the screen.
pub(in crate::tui) fn view(model: &Model, area: Rect, frame: &mut Frame) {
    let head = Rect { height: 1.min(area.height), ..area };
    let mut parts = vec![Span::raw(" ")];
    parts.extend(rows::parts(model).spans(model.theme));
    paint::line(&Line::from(parts).style(Theme::strong()), head, frame);
    let (left, right) = panes(model, area);
    match model.visits.part {
        Part::Reach => paint::lines(rows::gauges(model, usize::from(left.width)), 0, left, frame),
        Part::Month if right.is_none() => paint::lines(month::lines(model), 0, left, frame),
        Part::Month | Part::Diary | Part::Chart => {}
    }
    let list = list(model, left);
    let width = usize::from(left.width);
    let mut told = rows::rows(model, width);
    let seen = listing::in_sight(&told, (model.visits.at, &model.visits.top), usize::from(list.height));
    rows::tell(model, &mut told, seen, width);
    let (place, query) = ((model.visits.at, &model.visits.top), model.visits.narrow.search.query());
    listing::view_found(&told, place, &query, (model.theme, model.lang), list, frame);
    if let Some(right) = right {
        paint::divider(right, frame);
        paint::lines(month::lines(model), 0, paint::after_divider(right), frame);
    }
    if let Some(pane) = beside(model, area) {
        pane::view(model, pane, frame);
    }
}

/// The list's pane, and the month's where there is room for it.
pub(super) fn panes(model: &Model, area: Rect) -> (Rect, Option<Rect>) {
    let by = cells::cells(HEAD).min(area.height);
    let below = Rect { y: area.y + by, height: area.height - by, ..area };
    if !has_two_panes(model, area) {
        return (below, None);
    }
    let width = lists::list_width(model, area);
    // A cell is free between the list and the rule.
    let left = Rect { width: width.saturating_sub(1), ..below };
    let x = below.x.saturating_add(width);
    (left, Some(Rect { x, width: below.width.saturating_sub(width), ..below }))
}

/// Where the month stands, where it does.
pub(super) fn month_area(model: &Model, area: Rect) -> Option<Rect> {
    match panes(model, area) {
        (_, Some(right)) => Some(paint::after_divider(right)),
        (left, None) if model.visits.part == Part::Month => Some(left),
        (_, None) => None,
    }
    .map(|area| Rect { height: cells::cells(month::ROWS).min(area.height), ..area })
}

/// Whether there is room for the month beside the list.
pub(in crate::tui) fn has_two_panes(model: &Model, area: Rect) -> bool {
    // A plan over months takes the whole width.
    model.is_wide() && area.width >= MONTH + 35 && model.visits.part != Part::Chart
}

/// Rows between the top of the pane and the list.
pub(super) fn above_list(model: &Model) -> usize {
    match model.visits.part {
        Part::Reach => rows::GAUGES,
        Part::Month if !model.is_wide() => month::ROWS + 1,
        Part::Month | Part::Diary | Part::Chart => 0,
    }
}

/// Where the list stands in its pane.
pub(super) fn list(model: &Model, left: Rect) -> Rect {
    let by = cells::cells(above_list(model)).min(left.height);
    Rect { y: left.y + by, height: left.height - by, ..left }
}

/// What comes next, below the month beside the list.
pub(in crate::tui) fn beside(model: &Model, area: Rect) -> Option<Pane> {
    let right = paint::after_divider(panes(model, area).1?);
    let by = cells::cells(month::ROWS + 1).min(right.height);
    let area = Rect { y: right.y + by, height: right.height - by, ..right };
    let lang = model.lang;
    let mut lines = vec![Line::styled(lang.pick(" 接下来", " What comes next").to_owned(), Theme::strong())];
    let width = usize::from(area.width);
    let line = |planned: &Planned| Line::raw(cells::cut(&rows::task(model, planned, width), width));
    lines.extend(next(model).map(line));
    if lines.len() == 1 {
        let told = lang.pick(" 没有安排，按 ⟦new-task⟧ 排一项", " nothing planned; ⟦new-task⟧ plans");
        lines.push(Line::raw(model.told(told)));
    }
    Some(Pane { area, lines })
}

/// The tasks that come next, those of the month where another one is shown.
pub(super) fn next(model: &Model) -> impl Iterator<Item = &Planned> {
    let (shown, today) = (days_shown(model), model.data.today);
    // This month it is what comes next, whatever the month's end.
    let days = if shown.contains(today) {
        Period { from: Some(today), to: today.checked_add(Days::new().days(NEXT_DAYS)).ok() }
    } else {
        shown
    };
    tasks_of(model, days).filter(|planned| planned.done.is_none())
}
