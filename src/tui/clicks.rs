//! The mouse: tabs, rows, buttons of the footer.

use ratatui::layout::Position;

use super::{
    cells, chrome,
    event::Effect,
    form, lists,
    model::{Model, Popup, Screen},
    narrowing, popups,
    screens::{bulletins, checklists, issues, ledgers, pane, projects, residents, sync, today, visits},
    sheet, tabs,
    update::{act, go, key_pressed, move_by},
};

/// Takes a click at a column and row of the terminal.
pub(super) fn click(model: &mut Model, x: u16, y: u16) -> Vec<Effect> {
    model.notice = None;
    model.pane.part_clicks_but_at(x, y);
    if model.is_too_small() {
        return Vec::new();
    }
    let areas = chrome::areas(model.size);
    if y == areas.footer.y {
        let hint = chrome::footer(model).into_iter().find(|hint| hint.columns.contains(&x));
        model.going = false;
        // The word is its key, whatever is typed or lies over the screen.
        return match hint.map(|hint| (hint.key, hint.action)) {
            Some((Some(key), _)) => key_pressed(model, key),
            Some((None, action)) if model.popups.is_empty() => act(model, action),
            Some((None, _)) | None => Vec::new(),
        };
    }
    if y == areas.header.y {
        // What has not been exported, and conflicts, are dealt with on F10.
        if model.popups.is_empty() && chrome::is_waiting_at(model, x) {
            go(model, Screen::Sync);
        }
        return Vec::new();
    }
    if let Some(below) = y.checked_sub(areas.body.y).filter(|_| y < areas.body.bottom()) {
        let row = y;
        let y = usize::from(below);
        if !model.popups.is_empty() {
            return click_popup(model, x, y);
        }
        if narrowing::click(model, areas.body, x, y) || lists::grasp(model, x, row) {
            return Vec::new();
        }
        if let Some(effects) = pane::click(model, x, row) {
            return effects;
        }
        let list = narrowing::below(model, areas.body);
        let y = y - usize::from(list.y - areas.body.y);
        match model.screen {
            Screen::Today => today::click(model, list, x, y),
            Screen::Checklists => return checklists::click(model, list, x, y),
            Screen::Residents => return residents::click(model, list, x, y),
            Screen::Visits => visits::click(model, list, x, y),
            Screen::Issues => return issues::click(model, list, x, y),
            Screen::Ledgers => return ledgers::click(model, list, x, y),
            Screen::Projects => return projects::click(model, list, x, y),
            Screen::Bulletins => bulletins::click(model, list, x, y),
            Screen::Sync => return sync::click(model, list, y),
        }
    } else if y == areas.upper.y || y == areas.lower.y {
        click_rule(model, x, y);
    } else if y == areas.tabs.y && model.popups.is_empty() {
        let tab = tabs::tabs(model).into_iter().find(|tab| tab.columns.contains(&x));
        match tab.map(|tab| tab.screen) {
            Some(Some(screen)) => go(model, screen),
            Some(None) => popups::help(model),
            None => {}
        }
    }
    Vec::new()
}

/// Turns the wheel over a column and row: what is there moves.
pub(super) fn wheel(model: &mut Model, rows: isize, over: (u16, u16)) -> Vec<Effect> {
    if model.popups.is_empty() && !model.is_too_small() && pane::wheel(model, rows, over) {
        return Vec::new();
    }
    move_by(model, rows)
}

fn click_popup(model: &mut Model, x: u16, y: usize) -> Vec<Effect> {
    let body = chrome::areas(model.size).body;
    let today = model.data.today;
    match model.popups.last_mut() {
        Some(Popup::Form(form)) => {
            let laid = form::lay_out(form, &model.data, model.theme, model.lang, body);
            let place = (usize::from(x), y + laid.top);
            let reaction = form.point(&laid, place, today, model.lang);
            form.suit(&model.data);
            return popups::react(model, reaction);
        }
        Some(Popup::Finder(_)) => return click_finder(model, x, y),
        Some(Popup::Conflict { dispute, at }) => {
            let room = sheet::room(usize::from(body.width));
            if let Some(side) = sheet::side_at(dispute, room, y) {
                *at = side;
            }
        }
        Some(Popup::Reading { .. } | Popup::Question { .. } | Popup::Preview { .. }) | None => {}
    }
    Vec::new()
}

/// A list: what is typed takes the cursor, a row is taken, what tells of more goes there.
fn click_finder(model: &mut Model, x: u16, y: usize) -> Vec<Effect> {
    let body = chrome::areas(model.size).body;
    let Some(Popup::Finder(finder)) = model.popups.last() else { return Vec::new() };
    let area = sheet::finder_area(finder, body);
    let (typed, head) = sheet::finder_head(finder, usize::from(area.y - body.y));
    let left = cells::width(&sheet::finder_lead(model, finder));
    let Some(Popup::Finder(finder)) = model.popups.last_mut() else { return Vec::new() };
    if y == typed {
        if let Some(column) = usize::from(x).checked_sub(left) {
            finder.editor.point(0, column, usize::from(area.width).saturating_sub(left + 2));
        }
        return Vec::new();
    }
    let room = sheet::finder_rows(finder, area);
    let (count, top) = (finder.found.len(), finder.top.first(finder.at, finder.found.len(), room));
    let Some(row) = y.checked_sub(head) else { return Vec::new() };
    if row == room && count > room {
        let page = isize::try_from(room).unwrap_or(isize::MAX);
        finder.move_by(if top + room < count { page } else { -page });
    } else if row < room && top + row < count {
        finder.at = top + row;
        return popups::take(model);
    }
    Vec::new()
}

/// The rules around the body: what tells of more of a form goes there, and work that can
/// be ended asks whether it is to.
fn click_rule(model: &mut Model, x: u16, y: u16) {
    let areas = chrome::areas(model.size);
    if let Some(Popup::Form(form)) = model.popups.last_mut() {
        let laid = form::lay_out(form, &model.data, model.theme, model.lang, areas.body);
        let more = form::more(&laid, model.lang, areas.body);
        if more.iter().any(|(_, place)| place.contains(Position { x, y })) {
            let page = isize::try_from(areas.body.height.saturating_sub(2)).unwrap_or(1);
            let rows = if y < areas.body.y { -page } else { page };
            form.scroll(&laid, rows, usize::from(areas.body.height));
            return;
        }
    }
    let told = popups::line(model, usize::from(areas.lower.width).saturating_sub(6));
    let is_told = told.is_some_and(|line| (2..cells::width(&line) + 4).contains(&usize::from(x)));
    if y == areas.lower.y && is_told {
        popups::ask_to_stop(model);
    }
}
