//! What an event does to the model. No I/O, no clock, no drawing.

mod searching;

use super::{
    able, answers, clicks,
    event::{Effect, Event},
    finder::{Finder, Source},
    key::Key,
    keys::{Action, Place, lookup},
    leaving,
    model::Popup,
    model::{Model, Screen},
    popups,
    screens::{
        bulletins, bulletins::Doing, checklists, issues, ledgers, projects, residents, sync, today,
        visits as visits_screen,
    },
};
use crate::domain::{
    diaries, funds,
    issues::issues as issue_ledger,
    projects::{milestones, projects as help, results},
    roster::{households, residents as resident_ledger},
    standing::StepKind,
    team::members,
    visits,
};

use searching::{find, search_key, with_search};

/// Takes an event and answers what is to be done about it.
pub(super) fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    let effects = match event {
        Event::Key(key) => key_pressed(model, key),
        Event::Paste(text) => paste(model, &text),
        Event::Click(x, y) => clicks::click(model, x, y),
        Event::Wheel(rows) => move_by(model, rows),
        Event::Resize(width, height) => {
            model.size = (width, height);
            Vec::new()
        }
        Event::Answer(answer) => return answers::take(model, answer),
        Event::Gone => vec![Effect::Leave],
    };
    popups::note_work(model, &effects);
    effects
}

fn key_pressed(model: &mut Model, key: Key) -> Vec<Effect> {
    model.notice = None;
    let place = model.place();
    if lookup(Place::Always, key) == Some(Action::Leave)
        && !(place.takes_text() && matches!(key, Key::Char(_)))
    {
        return leaving::leave(model);
    }
    if model.is_too_small() {
        return Vec::new();
    }
    if key == Key::F(1) && place != Place::Reading {
        return act(model, Action::Help);
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
    match lookup(place, key) {
        Some(action) => act(model, action),
        None => type_into_list(model, key),
    }
}

/// Chinese text typed on a list is a search: the input method gave it at once.
fn type_into_list(model: &mut Model, key: Key) -> Vec<Effect> {
    if let Key::Char(c) = key.half_width()
        && !c.is_ascii()
        && !c.is_control()
        && matches!(model.place(), Place::Residents | Place::Issues | Place::Ledgers)
    {
        act(model, Action::Find);
        return search_key(model, key);
    }
    Vec::new()
}

/// Does what is asked for; also what the palette picks.
#[expect(clippy::too_many_lines, reason = "every action is decided here, and most by one line")]
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Help => popups::help(model),
        Action::Palette => {
            let finder = Finder::new(Source::Actions, "", &model.data, model.lang);
            model.popups.push(Popup::Finder(Box::new(finder)));
        }
        Action::Leave => return leaving::leave(model),
        Action::GoToday => go(model, Screen::Today),
        Action::GoChecklists => go(model, Screen::Checklists),
        Action::GoResidents => go(model, Screen::Residents),
        Action::GoVisits => go(model, Screen::Visits),
        Action::GoIssues => go(model, Screen::Issues),
        Action::GoLedgers => go(model, Screen::Ledgers),
        Action::GoProjects => go(model, Screen::Projects),
        Action::GoBulletins => go(model, Screen::Bulletins),
        Action::GoSync => go(model, Screen::Sync),
        Action::Undo => return vec![Effect::Undo { agreed: None }],
        Action::Redo => return vec![Effect::Redo],
        Action::Open => return open(model),
        Action::Back => back(model),
        Action::Up => return move_by(model, -1),
        Action::Down => return move_by(model, 1),
        Action::PageUp => return move_by(model, -page(model)),
        Action::PageDown => return move_by(model, page(model)),
        Action::First => return move_by(model, isize::MIN / 2),
        Action::Last => return move_by(model, isize::MAX / 2),
        Action::Find => find(model),
        Action::NextPart => turn(model, true),
        Action::PreviousPart => turn(model, false),
        Action::Tick => return checklists::tick(model),
        Action::EditItem => checklists::edit(model),
        Action::NewNeighbourhood => checklists::create(model),
        Action::NewResident => residents::create(model, resident_ledger::ID, false),
        Action::EditResident => residents::edit(model),
        Action::NewHousehold => residents::create(model, households::ID, false),
        Action::AddItem => checklists::add_item(model),
        Action::RetireItem => checklists::retire(model),
        Action::Visit if model.screen == Screen::Visits => visits_screen::visit(model),
        Action::Visit => residents::create(model, visits::ID, true),
        Action::NewTask => visits_screen::plan(model),
        Action::WriteDiary => residents::create(model, diaries::ID, false),
        Action::PreviousMonth => visits_screen::turn_month(model, -1),
        Action::NextMonth => visits_screen::turn_month(model, 1),
        Action::RaiseIssue => residents::create(model, issue_ledger::ID, true),
        Action::Unmask if model.screen == Screen::Ledgers => return ledgers::act(model, action),
        Action::Unmask if model.screen == Screen::Issues => issues::unmask(model),
        Action::Unmask => residents::unmask(model),
        Action::DeleteResident => residents::delete(model),
        Action::Register => residents::create(model, issue_ledger::ID, false),
        Action::Accept => issues::step(model, StepKind::Accept),
        Action::Assign => issues::step(model, StepKind::Assign),
        Action::Reply => issues::step(model, StepKind::Reply),
        Action::Resolve => issues::step(model, StepKind::Resolve),
        Action::Transfer => issues::step(model, StepKind::Transfer),
        Action::Callback => issues::step(model, StepKind::Callback),
        Action::Reopen => issues::step(model, StepKind::Reopen),
        Action::Extend => issues::step(model, StepKind::Extend),
        Action::EditIssue => issues::edit(model),
        Action::Procedure => issues::procedure(model),
        Action::Merge => issues::step(model, StepKind::Merge),
        Action::AddVoice => issues::add_voice(model),
        Action::Analyse => issues::analyse(model),
        Action::NextFilter => issues::turn(model, true),
        Action::PreviousFilter => issues::turn(model, false),
        Action::NextKind => issues::turn_kind(model, true),
        Action::PreviousKind => issues::turn_kind(model, false),
        Action::NewProject => projects::create(model, help::ID),
        Action::EditProject => projects::edit(model),
        Action::Milestone => projects::create(model, milestones::ID),
        Action::ProjectResult => projects::create(model, results::ID),
        Action::NewFund => projects::create(model, funds::funds::ID),
        Action::Receipt => projects::create(model, funds::receipts::ID),
        Action::Spending => projects::create(model, funds::spendings::ID),
        Action::Disclose => projects::disclose(model),
        Action::NewBulletin => return bulletins::act(model, Doing::Begin),
        Action::EditBulletin => return bulletins::act(model, Doing::Edit),
        Action::ReviewBulletin => return bulletins::act(model, Doing::Review),
        Action::SignBulletin => return bulletins::act(model, Doing::Sign),
        Action::ArchiveBulletin => return bulletins::act(model, Doing::Archive),
        Action::PrintBulletin => return bulletins::act(model, Doing::Print),
        Action::Export => popups::open_export(model),
        Action::Import => popups::open_import(model),
        Action::Invite => popups::open_invite(model),
        Action::Backup => return vec![Effect::Backup],
        Action::Doctor => return vec![Effect::Doctor],
        Action::NewRecord
        | Action::EditRecord
        | Action::StrikeRecord
        | Action::ExportRecords
        | Action::SortRecords
        | Action::NewLedger
        | Action::NewField
        | Action::HideLedger => return ledgers::act(model, action),
        Action::NewMember => residents::create(model, members::ID, false),
        // These belong to what lies over a screen, which takes its keys itself.
        Action::Agree
        | Action::WriteOther
        | Action::NextField
        | Action::PreviousField
        | Action::Advance
        | Action::Submit
        | Action::Newline
        | Action::PreviousChoice
        | Action::NextChoice
        | Action::LeaveForm => {}
    }
    Vec::new()
}

/// Goes to a screen.
pub(super) fn go(model: &mut Model, screen: Screen) {
    model.screen = screen;
    model.residents.search.typing = false;
    model.issues.search.typing = false;
    model.ledgers.search.typing = false;
    model.issues.from_today = false;
}

/// Goes to the screen that an action belongs to: the palette offers all of them everywhere.
pub(super) fn go_where_it_works(model: &mut Model, action: Action) {
    let Some(binding) = super::keys::binding(action) else { return };
    if binding.works_in(model.place()) {
        return;
    }
    let screen = binding.places.iter().find_map(|place| match place {
        Place::Today => Some(Screen::Today),
        Place::Matrix | Place::Sheet => Some(Screen::Checklists),
        Place::Residents => Some(Screen::Residents),
        Place::Visits => Some(Screen::Visits),
        Place::Issues => Some(Screen::Issues),
        Place::Ledgers => Some(Screen::Ledgers),
        Place::Projects => Some(Screen::Projects),
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
            let count = today::targets(&model.data).len();
            model.today = super::screens::search::moved(model.today, rows, count);
        }
        Screen::Checklists => checklists::move_by(model, rows),
        Screen::Residents => residents::move_by(model, rows),
        Screen::Visits => visits_screen::move_by(model, rows),
        Screen::Issues => issues::move_by(model, rows),
        Screen::Ledgers => ledgers::move_by(model, rows),
        Screen::Projects => projects::move_by(model, rows),
        Screen::Bulletins => {
            let count = bulletins::targets(&model.data).len();
            model.bulletins = super::screens::search::moved(model.bulletins, rows, count);
        }
        Screen::Sync => {
            let count = sync::targets(&model.data).len();
            model.sync = super::screens::search::moved(model.sync, rows, count);
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
        Screen::Residents => {
            model.residents.open = model.residents.chosen.is_some();
            model.residents.scroll = 0;
        }
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

fn back(model: &mut Model) {
    if !able::can_go_back(model) {
        return;
    }
    match model.screen {
        Screen::Today | Screen::Visits | Screen::Bulletins | Screen::Sync => {}
        Screen::Projects => model.projects.open = false,
        Screen::Ledgers => ledgers::back(model),
        Screen::Checklists => model.checklists.open = false,
        Screen::Residents if model.residents.open => model.residents.open = false,
        Screen::Residents => {
            model.residents.search.clear();
            residents::sort_out(model);
        }
        Screen::Issues if model.issues.from_today => {
            model.issues.open = false;
            go(model, Screen::Today);
        }
        Screen::Issues if model.issues.open => model.issues.open = false,
        Screen::Issues => {
            model.issues.search.clear();
            issues::sort_out(model);
        }
    }
}

fn turn(model: &mut Model, forward: bool) {
    match model.screen {
        Screen::Checklists => checklists::turn(model, forward),
        Screen::Issues => issues::turn(model, forward),
        Screen::Ledgers => model.ledgers.in_list = forward,
        Screen::Visits => visits_screen::turn(model, forward),
        Screen::Today | Screen::Residents | Screen::Projects | Screen::Bulletins | Screen::Sync => {}
    }
}

fn page(model: &Model) -> isize {
    isize::try_from(model.size.1.saturating_sub(8).max(1)).unwrap_or(1)
}

fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    if model.is_too_small() {
        return Vec::new();
    }
    if model.popups.is_empty() {
        if matches!(model.screen, Screen::Residents | Screen::Issues | Screen::Ledgers) {
            find(model);
            with_search(model, |search| search.editor.paste(text));
        }
    } else {
        popups::paste(model, text);
    }
    Vec::new()
}
