//! All that there is to see, found by the tables of the program itself: its screens, what each
//! action of the table of keys puts over them, the forms of the ledgers, the lists that fields
//! are filled from. Nothing here changes when one is added.

use std::collections::HashSet;

use crate::{
    domain::wording::Lang,
    tui::{
        Session,
        able::{Able, able},
        form::{Answer, Form},
        keys::{self, Action},
        lock,
        model::{Model, Popup, Screen},
        screens::ledgers::is_offered,
        sheet, update,
    },
};

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// A screen as it stands.
    Screen,
    /// What an action puts over one.
    Over,
    /// A form in which a record of a ledger is begun.
    Form,
    /// A list that a field is filled from.
    List,
}

/// What is not done on the way: it leaves, hides what is looked at, or changes it.
const LEFT_OUT: [Action; 16] = [
    Action::Leave,
    Action::Lock,
    Action::Undo,
    Action::Redo,
    Action::KeepBoth,
    Action::HideLedger,
    Action::RetireItem,
    Action::Tick,
    Action::Agree,
    Action::Open,
    Action::Back,
    Action::NextTheme,
    Action::WidenList,
    Action::NarrowList,
    Action::Language,
    Action::SaveEvents,
];

/// How each screen is looked at.
const POSES: [&[&str]; 9] = [
    &[],
    &["Enter"],
    &["End"],
    &["End", "Enter"],
    &["Tab"],
    &["Tab", "Tab"],
    &["Right"],
    &["/", "a", "n"],
    &["Ctrl-F", "王"],
];

/// How far the lists are gone down to find something that an action works on.
const DEEP: usize = 24;

/// Goes to a screen as if nothing had been done on it, and does this.
fn stand(s: &mut Session, screen: Screen, keys: &[&str]) {
    s.model().popups.clear();
    update::go(s.model(), screen);
    for _ in 0..3 {
        s.press("Esc");
    }
    update::go(s.model(), screen);
    s.press("Home");
    for key in keys {
        // Letters are for what is searched; elsewhere they do things.
        if !matches!(*key, "a" | "n") || s.model().is_searching() {
            s.press(key);
        }
    }
    s.model().notice = None;
}

/// The frame by which it is known what was seen: what covers all of a screen is one
/// thing wherever it was opened.
fn known(s: &mut Session) -> String {
    let frame = s.frame();
    let skipped = if s.model().popups.last().is_some_and(sheet::is_full) { 3 } else { 0 };
    frame.lines().skip(skipped).collect::<Vec<_>>().join("\n")
}

/// Shows all of it, each thing once.
pub(super) fn tour(s: &mut Session, show: &mut dyn FnMut(&mut Session, &str, Sight)) {
    let mut seen = HashSet::new();
    let mut done = HashSet::new();
    for (pose, screen) in POSES.iter().flat_map(|pose| Screen::ALL.map(|screen| (pose, screen))) {
        stand(s, screen, pose);
        let name = format!("{screen:?} {}", pose.join(" ")).trim_end().to_owned();
        if !seen.insert(known(s)) {
            continue;
        }
        show(s, &name, Sight::Screen);
        actions(s, &mut done, &mut |s, action| {
            if seen.insert(known(s)) {
                show(s, &format!("{name}: {action:?}"), Sight::Over);
            }
            stand(s, screen, pose);
        });
    }
    for screen in Screen::ALL {
        deeper(s, screen, &mut |s, down| {
            actions(s, &mut done, &mut |s, action| {
                if seen.insert(known(s)) {
                    show(s, &format!("{screen:?} row {down}: {action:?}"), Sight::Over);
                }
                s.model().popups.clear();
            });
            if screen == Screen::Sync {
                stand(s, screen, &vec!["Down"; down]);
                s.press("Enter");
                if seen.insert(known(s)) {
                    show(s, &format!("{screen:?} row {down} opened"), Sight::Over);
                }
                s.model().popups.clear();
            }
        });
    }
    for (name, form) in ledger_forms(s.model()) {
        stand(s, Screen::Today, &[]);
        s.model().open_form(form);
        show(s, &name, Sight::Form);
        lists(s, &mut seen, show);
    }
    stand(s, Screen::Today, &[]);
    lock::lock(s.model());
    show(s, "locked", Sight::Screen);
    s.model().lock = None;
}

/// Does each action that works here and was not done in such a place, and tells of those
/// that put something over the screen.
fn actions(
    s: &mut Session,
    done: &mut HashSet<(keys::Place, Action)>,
    over: &mut dyn FnMut(&mut Session, Action),
) {
    let place = s.model().place();
    let here = keys::rows().filter(|row| row.works_in(place)).map(|row| row.action);
    for action in here.filter(|action| !LEFT_OUT.contains(action)).collect::<Vec<_>>() {
        let shift = place != s.model().place();
        if shift || done.contains(&(place, action)) || able(s.model(), action) != Able::Yes {
            continue;
        }
        done.insert((place, action));
        s.act(action);
        if s.model().popups.is_empty() {
            // It was done at once, went elsewhere, or was refused.
            s.press("Esc");
        } else {
            over(s, action);
        }
    }
}

/// Goes down the rows of a screen; on F8, through its ledgers.
fn deeper(s: &mut Session, screen: Screen, at_row: &mut dyn FnMut(&mut Session, usize)) {
    if screen == Screen::Ledgers {
        let ids: Vec<String> = s.model().data.catalog.iter().map(|ledger| ledger.id.clone()).collect();
        for id in ids {
            stand(s, screen, &[]);
            let ledgers = &mut s.model().ledgers;
            (ledgers.ledger, ledgers.in_list) = (id, false);
            s.model().sort_out();
            for down in 0..3 {
                at_row(s, down);
                s.press(if down == 0 { "Enter" } else { "Down" });
            }
        }
        return;
    }
    for down in 0..DEEP {
        stand(s, screen, &[]);
        for _ in 0..down {
            s.press("Down");
        }
        at_row(s, down);
    }
}

/// The form that begins a record of each ledger.
pub(super) fn ledger_forms(model: &Model) -> Vec<(String, Form)> {
    let ledgers = model.data.catalog.iter().filter(|ledger| is_offered(ledger) || !ledger.is_log());
    let forms = ledgers.map(|ledger| {
        (format!("form {}", ledger.id), Form::create(&model.data, &ledger.id, None, model.lang))
    });
    forms.filter(|(_, form)| !form.entries.is_empty()).collect()
}

/// The lists that the fields of the form on top are filled from, each once.
fn lists(s: &mut Session, seen: &mut HashSet<String>, show: &mut dyn FnMut(&mut Session, &str, Sight)) {
    for at in 0..form(s.model()).map_or(0, |form| form.entries.len()) {
        let Some(form) = form(s.model()) else { return };
        form.focus = at;
        let entry = &form.entries[at];
        if matches!(entry.answer, Answer::Text(_)) {
            continue;
        }
        let what = format!("list {:?}", entry.field.kind).chars().take(60).collect::<String>();
        if !seen.insert(what.clone()) {
            continue;
        }
        s.press("Space");
        if matches!(s.model().popups.last(), Some(Popup::Finder(_))) {
            show(s, &what, Sight::List);
            s.model().popups.pop();
        }
    }
}

/// The form on top.
pub(super) fn form(model: &mut Model) -> Option<&mut Form> {
    match model.popups.last_mut() {
        Some(Popup::Form(form)) => Some(form),
        Some(
            Popup::Finder(_)
            | Popup::Reading { .. }
            | Popup::Question { .. }
            | Popup::Preview { .. }
            | Popup::Conflict { .. },
        )
        | None => None,
    }
}

/// Draws rules with what every terminal has; kept for this laptop, as by the form.
pub(super) fn in_ascii(s: &mut Session) {
    s.act(Action::Appearance);
    s.press("Tab").press("Right").press("Ctrl-S").press("Esc");
    assert!(s.frame().contains("-----") && !s.frame().contains('─'), "{}", s.frame());
}

/// Both languages.
pub(super) const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

#[test]
fn the_tour_comes_to_every_screen_and_to_most_of_what_lies_over_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = super::session(&folder.path().join("a"), 80, 24);
    let (mut screens, mut over, mut forms, mut lists) = (HashSet::new(), 0, 0, 0);
    tour(&mut s, &mut |s, _, sight| match sight {
        Sight::Screen => drop(screens.insert(s.model().screen as usize)),
        Sight::Over => over += 1,
        Sight::Form => forms += 1,
        Sight::List => lists += 1,
    });
    assert_eq!(screens.len(), Screen::ALL.len());
    let offered = s.model().data.catalog.iter().filter(|ledger| is_offered(ledger)).count();
    assert!(over >= 30 && forms * 10 >= offered * 9 && lists >= 4, "{over} {forms} of {offered} {lists}");
}
