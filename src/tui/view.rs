//! The model on the screen; changes nothing.

use ratatui::{Frame, layout::Rect, text::Line, widgets::Clear};

use super::{
    cells::wrap,
    chrome, leaving, lock,
    model::{LEAST, Model, Screen},
    narrowing, paint,
    screens::{bulletins, checklists, issues, ledgers, projects, residents, sync, today, visits},
    sheet,
};
use crate::say;

/// Draws everything, and dresses it.
pub(super) fn view(model: &Model, frame: &mut Frame) {
    draw(model, frame);
    model.theme.dress(frame.buffer_mut());
}

/// Draws everything in roles.
pub(super) fn draw(model: &Model, frame: &mut Frame) {
    let area = frame.area();
    if let Some(lock) = &model.lock {
        lock::view(model, lock, frame);
        return;
    }
    if model.is_too_small() || area.width < LEAST.0 || area.height < LEAST.1 {
        too_small(model, area, frame);
        return;
    }
    chrome::view(model, frame);
    let body = chrome::areas(model.size).body;
    // What a full popup covers is not drawn: its cursor would be seen.
    let first = model.popups.iter().rposition(sheet::is_full);
    if first.is_none() {
        let whole = body;
        let body = narrowing::below(model, whole);
        narrowing::view(model, whole, frame);
        match model.screen {
            Screen::Today
            | Screen::Checklists
            | Screen::Visits
            | Screen::Ledgers
            | Screen::Projects
            | Screen::Bulletins
            | Screen::Sync
                if model.data.is_outline =>
            {
                let told = Line::raw(format!(" {}", chrome::reading(model.lang)));
                paint::line(&told, Rect { height: 1, ..body }, frame);
            }
            Screen::Today => today::view(model, body, frame),
            Screen::Checklists => checklists::view(model, body, frame),
            Screen::Residents => residents::view(model, body, frame),
            Screen::Visits => visits::view(model, body, frame),
            Screen::Issues => issues::view(model, body, frame),
            Screen::Ledgers => ledgers::view(model, body, frame),
            Screen::Projects => projects::view(model, body, frame),
            Screen::Bulletins => bulletins::view(model, body, frame),
            Screen::Sync => sync::view(model, body, frame),
        }
    }
    for popup in model.popups.iter().skip(first.unwrap_or(0)) {
        sheet::view(model, popup, body, frame);
    }
    chrome::notice(model, frame);
}

fn too_small(model: &Model, area: Rect, frame: &mut Frame) {
    frame.render_widget(Clear, area);
    let (width, height) = (area.width, area.height);
    let (least_width, least_height) = LEAST;
    let asked = leaving::asked(model).map(str::to_owned);
    let told = asked.unwrap_or_else(|| say!(
        model.lang,
        "窗口太小：现在 {width}×{height}，至少要 {least_width}×{least_height}。放大窗口就接着用，⟦leave⟧ 离开。",
        "The window is too small: {width}x{height}, {least_width}x{least_height} is needed. Enlarge it, or ⟦leave⟧ to leave.",
    ));
    for (line, y) in wrap(&model.told(&told), usize::from(width)).into_iter().zip(area.y..area.bottom()) {
        paint::line(&Line::raw(line), Rect { y, height: 1, ..area }, frame);
    }
}
