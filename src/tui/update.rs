//! What an event does to the model. No I/O, no clock, no drawing.

mod searching;

use super::{
    able, answers, appearance, clicks,
    event::{Effect, Event},
    everywhere,
    key::Key,
    keys::{Action, Place, binding},
    leaving, lists, lock, meanwhile,
    model::{Model, Screen},
    narrowing, popups, recorder,
    screens::{
        bulletins, checklists, issues, ledgers, pane, projects, residents, sync, today,
        visits as visits_screen,
    },
    unfinished,
};
use crate::say;

pub(in crate::tui) use searching::find;
use searching::{search_key, with_search};

/// Whether an event says nothing as things stand, so that there is neither anything to take in
/// nor a frame to draw. Only what is known to change nothing is: a frame too many harms nobody.
pub(super) fn says_nothing(model: &Model, event: &Event) -> bool {
    match event {
        Event::Resize(width, height) => (*width, *height) == model.size,
        // Each click ends with one.
        Event::Drag(..) | Event::Release => model.grasped.is_none(),
        Event::Wheel(..) | Event::Idle => model.lock.is_some(),
        Event::Key(_)
        | Event::Paste(_)
        | Event::Click(..)
        | Event::Answer(_)
        | Event::Paused
        | Event::Gone
        | Event::Broken(_) => false,
    }
}

/// Takes an event and answers what is to be done about it, and about what waited for it.
pub(super) fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    let Some(event) = meanwhile::hold(model, event) else { return Vec::new() };
    let mut effects = take(model, event);
    while let Some(event) = meanwhile::next(model) {
        effects.extend(take(model, event));
    }
    effects
}

fn take(model: &mut Model, event: Event) -> Vec<Effect> {
    recorder::note(model, &event);
    let before = unfinished::standing(model);
    if model.lock.is_some() {
        let mut effects = lock::update(model, event);
        appearance::settle(model);
        unfinished::keep_if_due(model, before, false, &mut effects);
        return effects;
    }
    let typed = matches!(event, Event::Key(_) | Event::Paste(_) | Event::Click(..));
    if matches!(event, Event::Key(_) | Event::Paste(_) | Event::Wheel(..) | Event::Resize(..)) {
        model.pane.part_clicks();
    }
    let effects = match event {
        Event::Key(key) => key_pressed(model, key),
        Event::Paste(text) => paste(model, &text),
        Event::Click(x, y) => clicks::click(model, x, y),
        Event::Drag(x, _) => {
            lists::drag(model, x);
            Vec::new()
        }
        Event::Release => lists::let_go(model),
        Event::Wheel(rows, over) => clicks::wheel(model, rows, over),
        Event::Resize(width, height) => {
            model.size = (width, height);
            Vec::new()
        }
        Event::Answer(answer) => answers::take(model, answer),
        Event::Paused => unfinished::keep(model),
        Event::Idle => lock::lock(model),
        Event::Gone | Event::Broken(_) => vec![Effect::Leave],
    };
    settle(model, before, typed, effects)
}

/// What follows whatever was done, before what it asks for is done.
pub(super) fn settle(
    model: &mut Model,
    before: unfinished::Standing,
    typed: bool,
    mut effects: Vec<Effect>,
) -> Vec<Effect> {
    effects.extend(answers::give(model));
    lists::take(model, &effects);
    popups::note_work(model, &effects);
    effects.extend(bulletins::asks(model));
    effects.extend(everywhere::asks(model));
    effects.extend(sync::asks(model));
    appearance::settle(model);
    pane::settle(model);
    unfinished::keep_if_due(model, before, typed, &mut effects);
    effects
}

/// Takes a key: what is pressed, and what is clicked in the footer.
pub(super) fn key_pressed(model: &mut Model, key: Key) -> Vec<Effect> {
    model.notice = None;
    let place = model.place();
    if model.data.keys.lookup(Place::Always, key) == Some(Action::Leave)
        && !(place.takes_text() && matches!(key, Key::Char(_)))
    {
        return leaving::leave(model);
    }
    if model.data.keys.lookup(Place::Always, key) == Some(Action::Lock)
        && !(place.takes_text() && matches!(key, Key::Char(_)))
    {
        return lock::lock(model);
    }
    if model.is_too_small() {
        return Vec::new();
    }
    if model.data.keys.lookup(Place::Always, key) == Some(Action::FindEverywhere)
        && !(place.takes_text() && matches!(key, Key::Char(_)))
    {
        return act(model, Action::FindEverywhere);
    }
    // A letter may follow `g`, or be text: it is looked up below.
    if !matches!(key, Key::Char(_))
        && model.data.keys.lookup(place, key) == Some(Action::Help)
        && place != Place::Reading
    {
        return act(model, Action::Help);
    }
    if popups::asks_to_stop(model, key) {
        return Vec::new();
    }
    if !model.popups.is_empty() {
        return popups::key(model, key);
    }
    if place == Place::Search {
        return search_key(model, key);
    }
    let key = if std::mem::take(&mut model.going) {
        if let Key::Char(c) = key.half_width() { Key::Go(c) } else { key }
    } else {
        key
    };
    if key.half_width() == Key::Char('g') {
        model.going = true;
        return Vec::new();
    }
    match model.data.keys.lookup(place, key) {
        Some(action) => {
            model.unheard = false;
            act(model, action)
        }
        None => type_into_list(model, key),
    }
}

/// Chinese text typed on a screen is a search: the input method gave it at once. A key that
/// means nothing here says so, once until one works.
fn type_into_list(model: &mut Model, key: Key) -> Vec<Effect> {
    if let Key::Char(c) = key.half_width()
        && !c.is_ascii()
        && !c.is_control()
    {
        act(model, Action::Find);
        // Where there is no list of its own, one over the screen is searched.
        return if model.popups.is_empty() { search_key(model, key) } else { popups::key(model, key) };
    }
    // Once is enough, until a key works again.
    if std::mem::replace(&mut model.unheard, true) {
        return Vec::new();
    }
    let name = key.half_width().shown(model.lang);
    model.notice = Some(say!(
        model.lang,
        "{name} 在这一屏没有用；⟦help⟧ 看这里有哪些键",
        "{name} does nothing here; ⟦help⟧ tells the keys that do"
    ));
    Vec::new()
}

/// Does what is asked for; also what the palette picks. What has no meaning here and says
/// nothing itself is told to have none.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(row) = binding(action) else { return Vec::new() };
    // Nothing is to be left where one is already: Esc is pressed to be sure.
    let needs = if action == Action::Back { able::Able::Yes } else { (row.needs)(model) };
    let before = (model.popups.len(), model.screen, model.place());
    let effects = row.act(model);
    let is_idle = effects.is_empty() && before == (model.popups.len(), model.screen, model.place());
    if is_idle && model.notice.is_none() {
        let name = row.name.get(model.lang);
        model.notice = match needs {
            able::Able::Yes => None,
            able::Able::No(why) => Some(say!(model.lang, "“{name}”：{why}", "\"{name}\": {why}")),
            able::Able::Hidden => Some(say!(
                model.lang,
                "“{name}”现在没有可做的；⟦menu⟧ 看这里能做什么",
                "\"{name}\" has nothing to work on now; ⟦menu⟧ tells what can be done here"
            )),
        };
    }
    effects
}

/// Does what a list of actions was asked for, where it works. What is done to a row of something
/// that is opened first is not done to one that nobody looks at: it is led to instead.
pub(super) fn act_from_afar(model: &mut Model, action: Action) -> Vec<Effect> {
    let here = model.place();
    go_where_it_works(model, action);
    let is_led = match binding(action).map(|row| row.places) {
        Some([Place::Sheet]) if here != Place::Sheet => checklists::lead(model, here, action),
        Some([Place::Project]) if here != Place::Project => projects::lead(model, action),
        Some(_) | None => false,
    };
    if is_led { Vec::new() } else { act(model, action) }
}

/// Asks why the numbers of what is selected are needed in full.
pub(super) fn unmask(model: &mut Model) {
    match model.screen {
        Screen::Ledgers => ledgers::unmask(model),
        Screen::Issues => issues::unmask(model),
        Screen::Today
        | Screen::Checklists
        | Screen::Residents
        | Screen::Visits
        | Screen::Projects
        | Screen::Bulletins
        | Screen::Sync => residents::unmask(model),
    }
}

/// Goes to a screen.
pub(super) fn go(model: &mut Model, screen: Screen) {
    model.screen = screen;
    model.stick.looked = false;
    narrowing::stop(model);
    model.issues.from = None;
}

/// Goes to the screen that an action belongs to: the palette offers all of them everywhere.
fn go_where_it_works(model: &mut Model, action: Action) {
    let Some(binding) = binding(action) else { return };
    if binding.works_in(model.place()) {
        return;
    }
    let screen = binding.places.iter().find_map(|place| match place {
        Place::Today => Some(Screen::Today),
        Place::Matrix | Place::Sheet => Some(Screen::Checklists),
        Place::Residents => Some(Screen::Residents),
        Place::Visits => Some(Screen::Visits),
        Place::Issues | Place::Board => Some(Screen::Issues),
        Place::Ledgers => Some(Screen::Ledgers),
        Place::Projects | Place::Project => Some(Screen::Projects),
        Place::Bulletins => Some(Screen::Bulletins),
        Place::Sync => Some(Screen::Sync),
        Place::Always
        | Place::Screens
        | Place::Search
        | Place::Form
        | Place::Picker
        | Place::Reading
        | Place::Question
        | Place::Conflict => None,
    });
    if model.screen == Screen::Today
        && screen == Some(Screen::Issues)
        && let Some(id) = today::issue(model)
    {
        // What is selected on F2 is what is meant.
        issues::select(model, id);
    }
    if let Some(screen) = screen {
        go(model, screen);
    }
}

/// Moves whatever is on top by rows.
pub(super) fn move_by(model: &mut Model, rows: isize) -> Vec<Effect> {
    if !model.popups.is_empty() {
        popups::move_by(model, rows);
        return Vec::new();
    }
    match model.screen {
        Screen::Today => {
            let count = today::targets(model).len();
            model.today = model.tops.today.moved(model.today, rows, count);
        }
        Screen::Checklists => checklists::move_by(model, rows),
        Screen::Residents => residents::move_by(model, rows),
        Screen::Visits => visits_screen::move_by(model, rows),
        Screen::Issues => issues::move_by(model, rows),
        Screen::Ledgers => ledgers::move_by(model, rows),
        Screen::Projects => projects::move_by(model, rows),
        Screen::Bulletins => {
            let count = bulletins::targets(model).len();
            model.bulletins = model.tops.bulletins.moved(model.bulletins, rows, count);
        }
        Screen::Sync => {
            let count = sync::targets(model).len();
            model.sync = model.tops.sync.moved(model.sync, rows, count);
        }
    }
    Vec::new()
}

/// Opens what is selected on the screen.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    match model.screen {
        Screen::Today => today::open(model),
        Screen::Checklists => checklists::open(model),
        Screen::Visits => visits_screen::open(model),
        Screen::Residents => residents::open(model),
        Screen::Issues if issues::are_elsewhere(model) => issues::widen(model),
        Screen::Issues => {
            model.issues.open = model.issues.chosen.is_some();
            model.issues.scroll = 0;
        }
        Screen::Ledgers => ledgers::open(model),
        Screen::Projects => projects::open(model),
        Screen::Bulletins => bulletins::open(model),
        Screen::Sync => return sync::open(model),
    }
    Vec::new()
}

pub(super) fn back(model: &mut Model) {
    if !able::can_go_back(model) {
        return;
    }
    match model.screen {
        Screen::Projects if model.projects.open => model.projects.open = false,
        Screen::Ledgers => ledgers::back(model),
        Screen::Checklists if !narrowing::is_on(model) => model.checklists.open = false,
        Screen::Residents if !model.residents.list.open && !model.residents.list.marked.is_empty() => {
            model.residents.list.marked.clear();
        }
        Screen::Residents if model.residents.list.open => model.residents.list.open = false,
        Screen::Issues if issues::several::are_meant(model) => model.issues.marked.clear(),
        Screen::Issues if model.issues.from.is_some() => {
            model.issues.open = false;
            let from = model.issues.from.unwrap_or(Screen::Today);
            go(model, from);
        }
        Screen::Issues if model.issues.open => model.issues.open = false,
        Screen::Today
        | Screen::Checklists
        | Screen::Residents
        | Screen::Visits
        | Screen::Issues
        | Screen::Projects
        | Screen::Bulletins
        | Screen::Sync => narrowing::widen(model),
    }
}

pub(super) fn turn(model: &mut Model, forward: bool) {
    match model.screen {
        Screen::Checklists => checklists::turn(model, forward),
        Screen::Issues => issues::turn(model, forward),
        Screen::Ledgers => model.ledgers.in_list = forward,
        Screen::Visits => visits_screen::turn(model, forward),
        Screen::Today | Screen::Residents | Screen::Projects | Screen::Bulletins | Screen::Sync => {}
    }
}

pub(super) fn page(model: &Model) -> isize {
    isize::try_from(model.size.1.saturating_sub(8).max(1)).unwrap_or(1)
}

fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    if model.is_too_small() {
        return Vec::new();
    }
    if model.popups.is_empty() {
        find(model);
        if model.popups.is_empty() {
            with_search(model, |search| search.editor.paste(text));
        } else {
            popups::paste(model, text);
        }
    } else {
        popups::paste(model, text);
    }
    Vec::new()
}
