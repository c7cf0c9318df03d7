//! F7: what has been done.

mod acts;
mod detail;
mod view;

use ratatui::layout::Rect;

use super::{narrow::Narrow, search::moved, top::Top};
use crate::{
    domain::{funds::receipts, id::RecordId, projects::projects as help},
    tui::{
        event::Effect,
        form::Form,
        lists,
        model::{Model, Screen},
        sought::Sought,
    },
    workbench::help::HelpProject,
};

pub(in crate::tui) use acts::click_beside;
pub(in crate::tui) use acts::{
    able_strike, able_tick, edit, edit_project, lead, meant, open_word, strike, tick,
};
pub(in crate::tui) use view::{beside, laid, view};

/// What the screen holds besides the data.
#[derive(Debug, Default)]
pub(in crate::tui) struct State {
    /// Places in the snapshot's projects, in the order of the list.
    pub(in crate::tui) shown: Vec<usize>,
    pub(in crate::tui) at: usize,
    pub(in crate::tui) chosen: Option<RecordId>,
    /// Whether one project fills the screen.
    pub(in crate::tui) open: bool,
    /// The row of that project that is selected, and what it leads to.
    row: usize,
    part: Option<detail::Target>,
    /// What is typed to narrow the list.
    pub(in crate::tui) narrow: Narrow<usize>,
    /// Where the list and that project begin.
    top: Top,
    rows_top: Top,
}

/// The project that is selected.
pub(in crate::tui) fn selected(model: &Model) -> Option<&HelpProject> {
    model.projects.shown.get(model.projects.at).and_then(|at| model.data.projects.get(*at))
}

/// Works out the list anew, the selected project where it went.
pub(in crate::tui) fn sort_out(model: &mut Model) {
    // What the projects say has changed.
    model.projects.narrow.forget();
    narrow(model);
}

/// Works out what is listed for what is typed.
pub(in crate::tui) fn narrow(model: &mut Model) {
    let mut narrow = std::mem::take(&mut model.projects.narrow);
    narrow.settle(|| {
        let all = model.data.projects.iter().map(|one| said(model, one));
        all.enumerate().collect()
    });
    model.projects.narrow = narrow;
    let sort = model.arrangement.sort(lists::PROJECTS);
    let order = model.data.order_of(lists::PROJECTS, sort);
    let (all, state) = (&model.data.projects, &mut model.projects);
    let place = |id: &RecordId| all.iter().position(|one| one.project.id == *id);
    state.shown = match order {
        Some(order) => order.iter().filter_map(place).collect(),
        None => (0..all.len()).collect(),
    };
    state.shown.retain(|at| state.narrow.keeps(*at));
    let id = |at: &usize| all.get(*at).map(|one| one.project.id);
    let still = state.chosen.and_then(|chosen| state.shown.iter().position(|at| id(at) == Some(chosen)));
    state.at = still.unwrap_or_else(|| state.at.min(state.shown.len().saturating_sub(1)));
    state.chosen = state.shown.get(state.at).and_then(id);
    state.open &= state.chosen.is_some();
    if state.open {
        acts::stay(model);
    }
}

/// Selects a project that something was done about.
pub(in crate::tui) fn reveal(model: &mut Model, id: RecordId) {
    if model.data.projects.iter().any(|one| one.project.id == id) {
        model.projects.chosen = Some(id);
        narrow(model);
        if model.projects.chosen != Some(id) {
            // A search that hides it is over.
            model.projects.narrow.clear();
            model.projects.chosen = Some(id);
            narrow(model);
        }
    }
}

/// What the list and the project beside it say, by which it is found.
fn said(model: &Model, one: &HelpProject) -> String {
    let Some(ledger) = model.data.catalog.of(one.project.id) else { return String::new() };
    let Sought { name, text, tails, .. } = Sought::of(ledger, &one.project, &|id| model.data.name(id));
    let stage = one.progress.title(model.lang).to_owned();
    let until = one.project.date(help::PLANNED).map(|day| day.to_string());
    [name, text, tails, vec![stage], until.into_iter().collect()].concat().join(" ")
}

/// Moves in the list, or in the project that fills the screen.
pub(in crate::tui) fn move_by(model: &mut Model, rows: isize) {
    let state = &mut model.projects;
    if state.open {
        acts::move_by(model, rows);
    } else {
        state.at = moved(state.at, rows, state.shown.len());
        state.chosen = None;
        narrow(model);
    }
}

/// Lets the selected project fill the screen, then opens what is selected of it.
pub(in crate::tui) fn open(model: &mut Model) {
    if model.projects.open {
        return acts::open(model);
    }
    model.projects.open = model.projects.chosen.is_some();
    acts::begin(model);
}

/// Selects a project and goes to it.
pub(in crate::tui) fn show(model: &mut Model) {
    model.screen = Screen::Projects;
}

/// Opens the form of a new project, or of something that belongs to the selected one.
pub(in crate::tui) fn create(model: &mut Model, ledger: &'static str) {
    let lang = model.lang;
    if ledger == help::ID {
        let mut form = Form::create(&model.data, ledger, None, lang);
        form.fill_if_empty("owner", "", &[model.data.member]);
        return model.open_form(form);
    }
    let Some(one) = selected(model) else { return nothing_selected(model) };
    let id = one.project.id;
    let source = acts::source(model, one);
    if ledger == receipts::ID
        && let Err(told) = acts::takes_money(one, source, lang)
    {
        model.notice = Some(told);
        return;
    }
    let source = source.map(|fund| fund.id);
    let mut form = Form::create(&model.data, ledger, Some(id), lang);
    form.fill_if_empty("project", "", &[id]);
    form.fill_if_empty("day", &model.data.today.to_string(), &[]);
    if let Some(source) = source {
        form.fill_if_empty("fund", "", &[source]);
    }
    if ledger == receipts::ID {
        form.begin_at_required();
    }
    model.open_form(form);
}

/// Asks where the selected project's money is published.
pub(in crate::tui) fn disclose(model: &mut Model) {
    let Some(one) = selected(model) else { return nothing_selected(model) };
    let form = Form::disclosure(&model.data, one.project.id, one.project.text(help::TITLE), model.lang);
    model.open_form(form);
}

/// Asks for which enterprise a sheet is, and of whom; on F4 of those who are marked, or the selected one.
pub(in crate::tui) fn offer(model: &mut Model) {
    let chosen = (model.screen == Screen::Residents).then(|| super::residents::selected(model)).flatten();
    let marked = &model.residents.list.marked;
    let people: Vec<RecordId> = if model.screen == Screen::Residents && !marked.is_empty() {
        marked.clone()
    } else {
        chosen.map(|row| row.id).into_iter().collect()
    };
    let form = Form::offer(&people, model.lang);
    model.open_form(form);
}

fn nothing_selected(model: &mut Model) {
    let told = model.lang.pick(
        "先选一个项目，或按 ⟦new-project⟧ 登记",
        "select a project first, or begin one with ⟦new-project⟧",
    );
    model.notice = Some(told.to_owned());
}

/// Takes a click on the title of a column, or on the list; a second one on the same row opens it.
pub(in crate::tui) fn click(model: &mut Model, area: Rect, x: u16, y: usize) -> Vec<Effect> {
    let width = lists::list_width(model, area);
    if model.projects.open {
        acts::click(model, area, y);
        return Vec::new();
    }
    if x >= width {
        return Vec::new();
    }
    if y + 1 == view::HEAD {
        let heads = lists::heads(&laid(model, width), 2);
        let head = heads.into_iter().find(|(_, cells)| cells.contains(&usize::from(x)));
        return head.map(|(key, _)| lists::click_head(model, key)).unwrap_or_default();
    }
    let room = usize::from(area.height).saturating_sub(view::HEAD);
    let count = model.projects.shown.len();
    let top = model.projects.top.first(model.projects.at, count, room);
    if let Some(row) = y.checked_sub(view::HEAD).map(|y| y + top).filter(|at| *at < count) {
        if model.projects.at == row {
            open(model);
        } else {
            model.projects.at = row;
            model.projects.chosen = None;
            narrow(model);
        }
    }
    Vec::new()
}
