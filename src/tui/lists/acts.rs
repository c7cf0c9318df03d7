//! Sorting and choosing columns: a click on a title, a key, or a form.

use super::{Change, Chosen, Sort, columns, name};
use crate::{
    say,
    tui::{
        able::{Able, when},
        answers, chrome,
        event::Effect,
        form::Form,
        model::{Model, Screen},
        screens::{issues, projects, residents},
    },
};

/// Whether the screen has a list to arrange.
pub(in crate::tui) fn able_arrange(model: &Model) -> Able {
    let is_list = match model.screen {
        Screen::Residents => !model.residents.list.open,
        Screen::Issues => !model.issues.open && !model.issues.board,
        Screen::Projects => !model.projects.open && !model.data.projects.is_empty(),
        Screen::Ledgers => !model.ledgers.list.open,
        Screen::Today | Screen::Checklists | Screen::Visits | Screen::Bulletins | Screen::Sync => false,
    };
    when(is_list && name(model).is_some_and(|list| !columns(&model.data, list, model.lang).is_empty()))
}

/// Whether there is something to sort.
pub(in crate::tui) fn able_sort(model: &Model) -> Able {
    when(!model.ledgers.list.shown.is_empty())
}

/// Opens the form about sort and columns.
pub(in crate::tui) fn open(model: &mut Model) {
    let Some(list) = name(model).map(str::to_owned) else { return };
    let mut all = columns(&model.data, &list, model.lang);
    // What this width brings is as usual here too.
    let chosen = model.arrangement.clone();
    model.arrangement.forget_columns(&list);
    let came = shown(model);
    model.arrangement = chosen;
    for column in &mut all {
        column.usual |= came.contains(&column.key.as_str());
    }
    let form = Form::arrange(&list, &all, &model.arrangement, model.lang);
    model.open_form(form);
}

/// The columns that the screen's list shows in its width; none of a ledger's, which says so itself.
fn shown(model: &Model) -> Vec<&'static str> {
    let width = super::list_width(model, chrome::areas(model.size).body);
    let laid = match model.screen {
        Screen::Residents => residents::laid(model, width),
        Screen::Issues => issues::laid(model, width),
        Screen::Projects => projects::laid(model, width),
        Screen::Today
        | Screen::Checklists
        | Screen::Visits
        | Screen::Ledgers
        | Screen::Bulletins
        | Screen::Sync => Vec::new(),
    };
    laid.into_iter().map(|(key, _)| key).collect()
}

/// Sorts by the column whose title was clicked: upwards, downwards, as usual.
pub(in crate::tui) fn click_head(model: &mut Model, key: &str) -> Vec<Effect> {
    let Some(list) = name(model).map(str::to_owned) else { return Vec::new() };
    let next = match model.arrangement.sort(&list) {
        Some(sort) if sort.by == key && sort.down => None,
        Some(sort) if sort.by == key => Some(true),
        Some(_) | None => Some(false),
    };
    sorted_by(model, list, next.map(|down| Sort { by: key.to_owned(), down }))
}

/// Sorts by the next column that is shown: upwards, downwards, then the next one.
pub(in crate::tui) fn sort(model: &mut Model) -> Vec<Effect> {
    let Some(list) = name(model).map(str::to_owned) else { return Vec::new() };
    let all = columns(&model.data, &list, model.lang);
    let mut shown = all
        .iter()
        .enumerate()
        .filter(|(at, column)| *at == 0 || model.arrangement.shows(&list, &column.key, column.usual));
    let up = |key: &str| Some(Sort { by: key.to_owned(), down: false });
    let next = match model.arrangement.sort(&list) {
        None => shown.next().and_then(|(_, first)| up(&first.key)),
        Some(sort) if !sort.down => Some(Sort { down: true, ..sort.clone() }),
        Some(sort) => {
            shown.find(|(_, column)| column.key == sort.by);
            shown.next().and_then(|(_, next)| up(&next.key))
        }
    };
    sorted_by(model, list, next)
}

fn sorted_by(model: &Model, list: String, sort: Option<Sort>) -> Vec<Effect> {
    let chosen = Chosen { sort, ..model.arrangement.of(&list) };
    vec![Effect::Arrange(Change::List(list, chosen))]
}

/// Arranges lists as was asked, before it is kept.
pub(in crate::tui) fn take(model: &mut Model, effects: &[Effect]) {
    let mut form = None;
    for effect in effects {
        if let Effect::OfForm(number) = effect {
            form = Some(*number);
        }
        let Effect::Arrange(change) = effect else { continue };
        model.arrangement.take(change);
        let Change::List(list, chosen) = change else { continue };
        model.notice = Some(told(model, list, chosen));
        // It is done here already.
        if let Some(number) = form.take() {
            answers::close_form(model, number);
        }
        model.sort_out();
    }
}

/// How a list is sorted now.
fn told(model: &Model, list: &str, chosen: &Chosen) -> String {
    let lang = model.lang;
    let all = columns(&model.data, list, lang);
    let by = chosen.sort.as_ref().and_then(|sort| {
        let column = all.iter().find(|column| column.key == sort.by)?;
        Some((column.title.as_str(), sort.down))
    });
    match by {
        Some((title, down)) => {
            let way = if down {
                lang.pick("从大到小", "downwards")
            } else {
                lang.pick("从小到大", "upwards")
            };
            say!(lang, "按“{title}”{way}排，记住了", "sorted by \"{title}\", {way}, from now on")
        }
        None if chosen.columns.is_some() => {
            lang.pick("列选好了，照常排，记住了", "these columns, in the usual order from now on").to_owned()
        }
        None => lang.pick("照常排，记住了", "in the usual order from now on").to_owned(),
    }
}
