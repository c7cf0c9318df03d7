//! The mouse: tabs, rows, buttons of the footer.

use super::{
    chrome,
    event::Effect,
    form,
    key::Key,
    lists,
    model::{Model, Popup, Screen},
    popups,
    screens::{
        bulletins, checklists, issues, ledgers, projects, residents, search::first_shown, sync, today, visits,
    },
    sheet, tabs,
    update::{act, go, key_pressed},
};

/// Takes a click at a column and row of the terminal.
pub(super) fn click(model: &mut Model, x: u16, y: u16) -> Vec<Effect> {
    model.notice = None;
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
        if model.popups.is_empty() && x >= areas.header.width / 2 {
            go(model, Screen::Sync);
        }
        return Vec::new();
    }
    if let Some(below) = y.checked_sub(areas.body.y).filter(|_| y < areas.body.bottom()) {
        let row = y;
        let y = usize::from(below);
        if !model.popups.is_empty() {
            return click_popup(model, y);
        }
        if lists::grasp(model, x, row) {
            return Vec::new();
        }
        match model.screen {
            Screen::Today => today::click(model, areas.body, y),
            Screen::Checklists => return checklists::click(model, areas.body, x, y),
            Screen::Residents => return residents::click(model, areas.body, x, y),
            Screen::Visits => visits::click(model, areas.body, x, y),
            Screen::Issues => return issues::click(model, areas.body, x, y),
            Screen::Ledgers => return ledgers::click(model, areas.body, x, y),
            Screen::Projects => return projects::click(model, areas.body, x, y),
            Screen::Bulletins => bulletins::click(model, areas.body, y),
            Screen::Sync => return sync::click(model, areas.body, y),
        }
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

fn click_popup(model: &mut Model, y: usize) -> Vec<Effect> {
    let body = chrome::areas(model.size).body;
    match model.popups.last_mut() {
        Some(Popup::Form(form)) => {
            let laid = form::lay_out(form, &model.data, model.theme, model.lang, body);
            let row = y + laid.top;
            if let Some(field) = laid.starts.iter().rposition(|start| *start <= row) {
                let again = form.focus == field;
                form.go_to(field);
                // What is chosen turns, or its list opens, as by the key for it.
                let is_chosen =
                    form.focused().is_some_and(|entry| !matches!(entry.answer, form::Answer::Text(_)));
                if again && is_chosen {
                    return popups::key(model, Key::Right);
                }
            }
        }
        Some(Popup::Finder(finder)) => {
            let area = sheet::finder_area(finder, body);
            let room = sheet::finder_rows(finder, area);
            let top = first_shown(finder.at, finder.found.len(), room);
            let head = usize::from(area.y - body.y) + 2;
            if let Some(row) = y
                .checked_sub(head)
                .filter(|y| *y < room)
                .map(|y| y + top)
                .filter(|row| *row < finder.found.len())
            {
                finder.at = row;
                return popups::take(model);
            }
        }
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
