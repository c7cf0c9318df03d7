//! What a click on F6 is on: a filter, a kind, the search, the title of a column, a row.

use ratatui::layout::Rect;

use super::{board, choose_kind, clamp_scroll, detail, laid, selected, several, sort_out, view};
use crate::tui::{event::Effect, lists, model::Model};

/// Takes a click on a filter, a kind, the title of a column, or the list.
pub(in crate::tui) fn click(model: &mut Model, area: Rect, x: u16, y: usize) -> Vec<Effect> {
    if model.issues.open {
        return Vec::new();
    }
    model.issues.from = None;
    if y == 0 {
        if let Some(filter) = view::filters(model).at(x) {
            model.issues.filter = filter;
            model.issues.chosen = None;
            model.issues.at = 0;
            sort_out(model);
        } else if let Some(cell) = view::search_cell(model, area, x) {
            model.issues.search.click(Some(cell));
        }
        return Vec::new();
    }
    if y == 1 {
        if let Some(kind) = view::kind_words(model).at(x) {
            choose_kind(model, kind);
        }
        return Vec::new();
    }
    if model.issues.board {
        board::click(model, area, x, y);
        return Vec::new();
    }
    let width = lists::list_width(model, area);
    if x < width && y + 1 == view::HEAD {
        let heads = lists::heads(&laid(model, width), usize::from(view::MARKS));
        let head = heads.into_iter().find(|(_, cells)| cells.contains(&usize::from(x)));
        return head.map(|(key, _)| lists::click_head(model, key)).unwrap_or_default();
    }
    if x < width {
        let room = usize::from(area.height).saturating_sub(view::HEAD);
        let top = model.issues.top.first(model.issues.at, model.issues.shown.len(), room);
        if let Some(row) =
            y.checked_sub(view::HEAD).map(|y| y + top).filter(|at| *at < model.issues.shown.len())
        {
            let again = row == model.issues.at;
            model.issues.at = row;
            model.issues.scroll = 0;
            model.issues.chosen = None;
            sort_out(model);
            if x < view::MARKS {
                // Where the marks stand they are set and taken away.
                model.issues.chosen.into_iter().for_each(|id| several::toggle(model, id));
            } else {
                model.issues.open = again;
            }
        }
    }
    Vec::new()
}

/// Takes a click on a row of the issue beside the list: the issue fills the screen, a step that
/// was clicked in sight. Nothing of it is selected.
pub(in crate::tui) fn click_beside(model: &mut Model, width: u16, number: usize) -> bool {
    let full = usize::from(model.size.0).saturating_sub(2);
    let Some(case) = selected(model) else { return false };
    let here = detail::steps_at(model, case, usize::from(width));
    let step = here.iter().rposition(|begin| *begin <= number).filter(|step| step + 1 < here.len());
    let there = step.and_then(|step| detail::steps_at(model, case, full).get(step).copied());
    model.issues.search.typing = false;
    model.issues.open = true;
    model.issues.scroll = there.unwrap_or(0);
    clamp_scroll(model);
    false
}
