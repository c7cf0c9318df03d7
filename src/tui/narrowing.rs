//! The list of the screen, narrowed by what is typed: which search it is, the line in which it
//! is typed, and what follows. Every screen is declared here once; those that keep an index
//! (F4, F6, F8) draw the line themselves, above the others it comes while it is needed.

use ratatui::{Frame, layout::Rect, text::Span};

use super::{
    model::{Model, Screen},
    paint,
    screens::{
        bulletins, checklists, issues, ledgers, listing::Told, narrow::Narrow, projects, residents,
        search::Search, sync, today, visits,
    },
};
use crate::{domain::wording::Lang, say, tui::keys::Action};

/// What is typed on the screens that hold nothing but what is selected.
#[derive(Debug, Default)]
pub(super) struct Narrowed {
    pub(super) today: Narrow<today::Line>,
    pub(super) bulletins: Narrow<usize>,
    pub(super) sync: Narrow<usize>,
}

/// The search of the list that the screen shows.
pub(super) fn search(model: &Model) -> &Search {
    match model.screen {
        Screen::Today => &model.narrowed.today.search,
        Screen::Checklists if model.checklists.open => &model.checklists.items.search,
        Screen::Checklists => &model.checklists.places.search,
        Screen::Residents => &model.residents.list.search,
        Screen::Visits => &model.visits.narrow.search,
        Screen::Issues => &model.issues.search,
        Screen::Projects => &model.projects.narrow.search,
        Screen::Ledgers => &model.ledgers.list.search,
        Screen::Bulletins => &model.narrowed.bulletins.search,
        Screen::Sync => &model.narrowed.sync.search,
    }
}

/// The same, to be changed.
pub(super) fn search_mut(model: &mut Model) -> &mut Search {
    search_of(model, model.screen)
}

fn search_of(model: &mut Model, screen: Screen) -> &mut Search {
    match screen {
        Screen::Today => &mut model.narrowed.today.search,
        Screen::Checklists if model.checklists.open => &mut model.checklists.items.search,
        Screen::Checklists => &mut model.checklists.places.search,
        Screen::Residents => &mut model.residents.list.search,
        Screen::Visits => &mut model.visits.narrow.search,
        Screen::Issues => &mut model.issues.search,
        Screen::Projects => &mut model.projects.narrow.search,
        Screen::Ledgers => &mut model.ledgers.list.search,
        Screen::Bulletins => &mut model.narrowed.bulletins.search,
        Screen::Sync => &mut model.narrowed.sync.search,
    }
}

/// Whether something is looked for in the list of the screen.
pub(super) fn is_on(model: &Model) -> bool {
    !search(model).query().is_empty()
}

/// Types into no list any more, whatever is looked for in them.
pub(super) fn stop(model: &mut Model) {
    for screen in Screen::ALL {
        search_of(model, screen).typing = false;
    }
    // Behind a sheet that is open.
    model.checklists.places.search.typing = false;
}

/// Lists what is found for what was typed just now, from its beginning.
pub(super) fn narrow(model: &mut Model) {
    match model.screen {
        Screen::Today => {
            model.today = 0;
            today::sort_out(model);
        }
        Screen::Checklists => checklists::narrow(model),
        Screen::Residents => {
            model.residents.list.chosen = None;
            model.residents.list.at = 0;
            residents::sort_out(model);
        }
        Screen::Visits => visits::narrow(model),
        Screen::Issues => {
            model.issues.chosen = None;
            model.issues.at = 0;
            issues::sort_out(model);
        }
        Screen::Projects => {
            (model.projects.chosen, model.projects.at) = (None, 0);
            projects::narrow(model);
        }
        Screen::Ledgers => {
            model.ledgers.list.chosen = None;
            model.ledgers.list.at = 0;
            ledgers::sort_out(model);
        }
        Screen::Bulletins => {
            model.bulletins = 0;
            bulletins::sort_out(model);
        }
        Screen::Sync => {
            model.sync = 0;
            sync::sort_out(model);
        }
    }
}

/// Lists everything again; the same row stays selected.
pub(super) fn widen(model: &mut Model) {
    match model.screen {
        Screen::Today => today::widen(model),
        Screen::Visits => visits::widen(model),
        Screen::Bulletins => bulletins::widen(model),
        Screen::Sync => sync::widen(model),
        Screen::Checklists if model.checklists.open => model.checklists.items.clear(),
        Screen::Checklists => model.checklists.places.clear(),
        Screen::Residents => {
            model.residents.list.search.clear();
            residents::sort_out(model);
        }
        Screen::Issues => {
            model.issues.search.clear();
            issues::sort_out(model);
        }
        Screen::Projects => {
            model.projects.narrow.clear();
            projects::narrow(model);
        }
        Screen::Ledgers => {
            model.ledgers.list.search.clear();
            ledgers::sort_out(model);
        }
    }
}

/// The place of the selected row, and how many there are.
fn counted(model: &Model) -> (usize, usize) {
    match model.screen {
        Screen::Today => (model.today, today::targets(model).len()),
        Screen::Checklists => checklists::place_in_list(model),
        Screen::Residents => (model.residents.list.at, model.residents.list.shown.len()),
        Screen::Visits => visits::place_in_list(model),
        Screen::Issues => (model.issues.at, model.issues.shown.len()),
        Screen::Projects => (model.projects.at, model.projects.shown.len()),
        Screen::Ledgers => (model.ledgers.list.at, model.ledgers.list.shown.len()),
        Screen::Bulletins => (model.bulletins, bulletins::targets(model).len()),
        Screen::Sync => (model.sync, sync::targets(model).len()),
    }
}

/// Whether the list of the screen has no row.
pub(super) fn is_empty(model: &Model) -> bool {
    counted(model).1 == 0
}

/// What stands before and behind what is typed; none where the screen has no such line now.
fn line(model: &Model) -> Option<(Vec<Span<'static>>, String)> {
    let has_its_own = match model.screen {
        Screen::Residents | Screen::Issues | Screen::Ledgers => true,
        Screen::Projects => model.projects.open,
        Screen::Today | Screen::Checklists | Screen::Visits | Screen::Bulletins | Screen::Sync => false,
    };
    if has_its_own || !search(model).is_shown() {
        return None;
    }
    let (at, count) = counted(model);
    let place = if count == 0 { 0 } else { at + 1 };
    let lead = Span::raw(model.lang.pick(" 查找", " Find"));
    Some((vec![lead], format!("{place} / {count}")))
}

/// What is left of the body below the line.
pub(super) fn below(model: &Model, body: Rect) -> Rect {
    let by = u16::from(line(model).is_some()).min(body.height);
    Rect { y: body.y + by, height: body.height - by, ..body }
}

/// Draws the line, where there is one.
pub(super) fn view(model: &Model, body: Rect, frame: &mut Frame) {
    if let Some(line) = line(model) {
        paint::search_line(line, search(model), Rect { height: 1, ..body }, frame);
    }
}

/// Takes a click on the line; answers whether it was there.
pub(super) fn click(model: &mut Model, body: Rect, x: u16, y: usize) -> bool {
    let Some(line) = line(model).filter(|_| y == 0) else { return false };
    let cell = paint::search_cell(&line, usize::from(body.width), usize::from(x));
    search_mut(model).click(cell);
    true
}

/// That nothing is found here, and the key that searches everywhere.
pub(super) fn not_here(model: &Model) -> String {
    let everywhere = model.data.keys.hint(Action::FindEverywhere, model.place(), model.lang);
    say!(
        model.lang,
        "没有找到。⟦back⟧ 清掉查找的字；{everywhere}。",
        "Nothing found. ⟦back⟧ clears the search; {everywhere}."
    )
}

/// The same as rows of a list.
pub(super) fn nothing<T>(model: &Model, width: usize) -> Vec<Told<T>> {
    Told::notes(" ", &model.told(&not_here(model)), width.saturating_sub(1))
}

/// How a count is told where only some are listed.
pub(super) fn part_of(found: usize, all: usize, lang: Lang) -> String {
    if found == all { all.to_string() } else { say!(lang, "{found} / {all}", "{found} of {all}") }
}
