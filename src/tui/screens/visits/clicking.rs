//! What a click on F5 is on: a part, a gauge, a row, a day of the month, what comes next.

use jiff::civil::Date;
use ratatui::layout::Rect;

use super::{
    Part, Target, month, open, open_task, rows, show_names, show_part, target, targets, view, widen,
};
use crate::{
    domain::{plan, visits::VisitCategory},
    say,
    tui::{model::Model, screens::listing},
};

/// Takes a click; a second one on the same row opens it. A day of the month is gone to.
pub(in crate::tui) fn click(model: &mut Model, area: Rect, x: u16, y: usize) {
    let row = y;
    let (left, right) = view::panes(model, area);
    let Some(y) = y.checked_sub(view::HEAD) else {
        if let Some(part) = rows::parts(model).at(x) {
            show_part(model, part);
        }
        return;
    };
    if let Some(day) = view::month_area(model, area).and_then(|month| {
        let y = row.checked_sub(usize::from(month.y - area.y))?;
        month::day_at(model, usize::from(x.checked_sub(month.x)?), y)
    }) {
        show_day(model, day);
        return;
    }
    if right.is_some() && x >= left.right() {
        return;
    }
    if model.visits.part == Part::Reach
        && let Some(category) = y.checked_sub(1).and_then(|at| VisitCategory::ALL.get(at))
    {
        // A gauge lists whom it counts.
        return show_names(model, Some(*category));
    }
    let rows = rows::rows(model, usize::from(left.width));
    let room = usize::from(view::list(model, left).height);
    let Some(y) = y.checked_sub(view::above_list(model)) else { return };
    if let Some(at) = listing::clicked(&rows, (model.visits.at, &model.visits.top), room, y) {
        if model.visits.at == at { open(model) } else { model.visits.at = at }
    }
}

/// Goes to what there is on a day: the first of its rows in the calendar's part.
fn show_day(model: &mut Model, day: Date) {
    let before = (model.visits.part, model.visits.at);
    widen(model);
    model.visits.part = Part::Month;
    let is_on = |target: &Target| match target {
        Target::Visit(id) => {
            let places = model.data.field.visited.get(&day);
            let mut own = places.into_iter().flatten().filter_map(|at| model.data.visits.get(*at));
            own.any(|visit| visit.id == *id)
        }
        Target::Task(id) => {
            let planned = model.data.field.planned.iter().find(|planned| planned.task.id == *id);
            planned.is_some_and(|planned| plan::task_period(&planned.task).contains(day))
        }
        Target::Called(_) | Target::Goal(_) | Target::Entry(_) | Target::Wordless | Target::Unlisted => false,
    };
    let at = targets(model).iter().position(is_on);
    if let Some(at) = at {
        (model.visits.part, model.visits.at) = (Part::Month, at);
        return;
    }
    (model.visits.part, model.visits.at) = before;
    let day = day.strftime("%m-%d");
    model.notice = Some(say!(
        model.lang,
        "{day} 没有走访和任务；⟦visit⟧ 记走访，⟦new-task⟧ 排一项",
        "{day}: no visit and no task; ⟦visit⟧ enters a visit, ⟦new-task⟧ plans"
    ));
}

/// Takes a click on a task that comes next: it is selected in the calendar's part, and opened
/// where it is already. Answers whether it was selected.
pub(in crate::tui) fn click_beside(model: &mut Model, number: usize) -> bool {
    // The heading stands first.
    let next = number.checked_sub(1).and_then(|at| view::next(model).nth(at));
    let Some(id) = next.map(|planned| planned.task.id) else { return false };
    let wanted = Target::Task(id);
    if model.visits.part == Part::Month && target(model) == Some(wanted) {
        open(model);
        return false;
    }
    let before = (model.visits.part, model.visits.at, model.visits.months);
    widen(model);
    model.visits.part = Part::Month;
    // What comes next may be of the next month already.
    for months in [before.2, before.2 + 1] {
        model.visits.months = months;
        if let Some(at) = targets(model).iter().position(|target| *target == wanted) {
            model.visits.at = at;
            return true;
        }
    }
    (model.visits.part, model.visits.at, model.visits.months) = before;
    open_task(model, id);
    false
}
