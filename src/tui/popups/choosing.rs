//! What keys do to a list to choose from, and what is done with the row that is chosen.

use crate::{
    domain::roster::neighbourhoods,
    tui::{
        event::Effect,
        everywhere,
        finder::{Source, Target},
        key::Key,
        keys::{Action, Place},
        model::{Model, Popup},
        screens::{issues, ledgers, sync, visits},
        unfinished,
        update::act_from_afar,
    },
    workbench::lookup::neighbourhood_id,
};

/// Takes a key for the list on top.
pub(super) fn key(model: &mut Model, key: Key) -> Vec<Effect> {
    let Some(Popup::Finder(finder)) = model.popups.last_mut() else { return Vec::new() };
    let action = model.data.keys.lookup(Place::Picker, key);
    let steps = [(Action::Up, -1), (Action::Down, 1), (Action::PageUp, -8), (Action::PageDown, 8)];
    if action == Some(Action::Open) || key == Key::Tab {
        return take(model);
    } else if action == Some(Action::Discard)
        && let Some(Target::Form(at)) = finder.target()
    {
        unfinished::ask_to_discard(model, Some(at));
    } else if action == Some(Action::Back) {
        model.popups.pop();
    } else if let Some((_, rows)) = steps.iter().find(|(moves, _)| Some(*moves) == action) {
        finder.move_by(*rows);
    } else if finder.editor.key(key) {
        finder.search(&model.data, model.lang);
    }
    Vec::new()
}

/// Takes the row that is selected in a list.
pub(in crate::tui) fn take(model: &mut Model) -> Vec<Effect> {
    let Some(Popup::Finder(finder)) = model.popups.last() else { return Vec::new() };
    match finder.target() {
        Some(Target::Action(action)) => {
            model.popups.pop();
            act_from_afar(model, action)
        }
        Some(Target::Sight(sight)) => {
            model.popups.pop();
            sight.go(model)
        }
        Some(Target::Form(at)) => {
            model.popups.pop();
            unfinished::open(model, at);
            Vec::new()
        }
        Some(Target::Step(kind)) => {
            model.popups.pop();
            issues::step(model, kind);
            Vec::new()
        }
        Some(Target::Bundle(at)) => {
            model.popups.pop();
            sync::stick::look(model, at)
        }
        Some(Target::Field(at)) => {
            model.popups.pop();
            ledgers::edit_field(model, at);
            Vec::new()
        }
        Some(Target::Book(at)) => {
            model.popups.pop();
            let id = model.data.catalog.iter().nth(at).map(|ledger| ledger.id.clone());
            if let Some(id) = id {
                ledgers::go_to(model, id);
            }
            Vec::new()
        }
        Some(Target::InBook) => {
            let typed = finder.editor.text().trim().to_owned();
            model.popups.pop();
            ledgers::look_for(model, &typed);
            Vec::new()
        }
        Some(Target::NewPlace) => {
            let name = finder.editor.text().trim().to_owned();
            model.popups.pop();
            if let Some(Popup::Form(form)) = model.popups.last_mut() {
                // Its id follows from its name: the form need not wait for it.
                form.choose(neighbourhood_id(&name));
            }
            vec![Effect::Create(neighbourhoods::ID.to_owned(), vec![("name".to_owned(), name)])]
        }
        Some(Target::More(tag)) => {
            let query = finder.editor.text().trim().to_owned();
            everywhere::more(model, tag, &query);
            Vec::new()
        }
        Some(Target::Record(id)) if matches!(finder.source, Source::Everywhere | Source::Linked(_)) => {
            everywhere::go(model, id);
            Vec::new()
        }
        Some(Target::Choice(at)) => {
            model.popups.pop();
            if let Some(Popup::Form(form)) = model.popups.last_mut() {
                form.take_choice(at);
            }
            Vec::new()
        }
        Some(Target::Record(id)) if matches!(finder.source, Source::Records(..)) => {
            model.popups.pop();
            if !visits::open_task(model, id) && !visits::open_listed(model, id) {
                everywhere::go(model, id);
            }
            Vec::new()
        }
        Some(Target::Record(id)) => {
            let Some(below) = model.popups.len().checked_sub(2) else { return Vec::new() };
            let mut stays = false;
            if let Some(Popup::Form(form)) = model.popups.get_mut(below) {
                form.choose(id);
                form.suit(&model.data);
                let field = form.focused().map(|entry| (entry.field.key.clone(), entry.field.many));
                stays = field.as_ref().is_some_and(|(_, many)| *many);
                if field.is_some_and(|(key, _)| key == "resident")
                    && let Some(row) = model.data.roster.resident(id)
                {
                    use crate::domain::roster::residents::{HOUSEHOLD, NAME, NEIGHBOURHOOD};
                    let refs = |tag| row.references(tag).collect::<Vec<_>>();
                    form.fill_if_empty("from", row.text(NAME), &[]);
                    form.fill_if_empty("neighbourhood", "", &refs(NEIGHBOURHOOD));
                    form.fill_if_empty("household", "", &refs(HOUSEHOLD));
                }
            }
            if !stays {
                model.popups.pop();
            }
            Vec::new()
        }
        None => Vec::new(),
    }
}
