//! A key of what does not work now does nothing, and says why: nobody presses it for nothing.

use std::{collections::HashSet, path::Path};

use super::{
    clock, found,
    laptops::{bring, join},
    small, states,
    ways::{SCREENS, begin, come, poses, told, workspace},
};
use crate::{
    domain::wording::Lang,
    tui::{
        Session,
        able::{Able, able},
        keys::{Action, Place, rows},
        model::Popup,
    },
    workbench::Workbench,
};

/// What may be silent where it has nothing to do, and why.
const SILENT: [(Action, &str); 2] = [
    (Action::Back, "it is pressed to be sure that nothing is left to leave"),
    (Action::NextChoice, "in a field without choices its key moves the cursor"),
];

/// What begins something where it has nothing else to do, and why.
const BEGINS: [(Action, Place, &str); 1] =
    [(Action::Open, Place::Matrix, "where there is no neighbourhood it begins the first")];

/// What is changed by a key that should change nothing: what is seen, where it is, what is written.
fn standing(s: &mut Session) -> (String, Option<(u16, u16)>, usize, Place, Vec<String>) {
    let notice = s.model().notice.take();
    let (frame, cursor) = told(s);
    s.model().notice = notice;
    let written = written(s.bench());
    (frame, cursor, s.model().popups.len(), s.model().place(), written)
}

/// Everything that is written down, in whatever order it came.
pub(super) fn written(bench: &Workbench) -> Vec<String> {
    let status = bench.status().unwrap();
    let (counts, conflicts) = (format!("{:?}", status.counts), status.conflicts.to_string());
    let waiting = format!("{} {} {}", status.unexported, status.waiting, status.aside);
    vec![status.digest, counts, conflicts, waiting, format!("{:?}", bench.last_own())]
}

/// Presses every key of what does not work where the session stands; answers what is wrong.
fn press_all(s: &mut Session, stand: &dyn Fn(&mut Session), done: &mut HashSet<String>) -> Vec<String> {
    let mut faults = Vec::new();
    stand(s);
    let place = s.model().place();
    let here = rows().filter(|row| row.works_in(place)).map(|row| (row, able(s.model(), row.action)));
    let begins = |action: Action| BEGINS.iter().any(|(own, at, _)| (*own, *at) == (action, place));
    let here = here.filter(|(row, why)| *why != Able::Yes && !begins(row.action));
    for (row, why) in here.collect::<Vec<_>>() {
        if !done.insert(format!("{place:?} {:?} {why:?}", row.action)) {
            continue;
        }
        let keys = s.model().data.keys.of(row).to_vec();
        for key in keys {
            if s.model().data.keys.lookup(place, key) != Some(row.action) {
                continue;
            }
            stand(s);
            let before = standing(s);
            s.press(&key.name());
            let told = s.model().notice.clone().unwrap_or_default();
            let what = format!("{} by {} in {place:?} ({why:?})", row.action.id(), key.name());
            if standing(s) != before {
                faults.push(format!("{what} does something"));
            } else if told.trim().is_empty() && !SILENT.iter().any(|(action, _)| *action == row.action) {
                faults.push(format!("{what} says nothing"));
            }
        }
    }
    faults
}

/// All of it on every screen of a workspace; answers what is wrong, and how much was tried.
fn on_screens(s: &mut Session) -> (Vec<String>, usize) {
    let (mut faults, mut done) = (Vec::new(), HashSet::new());
    for (place, keys) in SCREENS {
        if place != Place::Ledgers {
            for pose in poses(place, keys, 0) {
                faults.extend(press_all(s, &|s| come(s, &pose), &mut done));
            }
            continue;
        }
        let books: Vec<String> = s.model().data.catalog.iter().map(|ledger| ledger.id.clone()).collect();
        for (book, down) in books.iter().flat_map(|book| (0..3).map(move |down| (book, down))) {
            let stand = |s: &mut Session| {
                come(s, keys);
                s.model().ledgers.ledger.clone_from(book);
                s.model().sort_out();
                for key in &["Enter", "Down"][..down] {
                    s.press(key);
                }
                s.model().notice = None;
            };
            faults.extend(press_all(s, &stand, &mut done));
        }
    }
    (faults, done.len())
}

#[test]
fn on_every_screen_a_key_of_what_does_not_work_changes_nothing_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let member = |folder: &Path| {
        let mut lead = small(&folder.join("b"));
        let mut own = join(&mut lead, folder, "c", "欧阳春华", 0);
        bring(&mut own, &mut lead, folder, "c.mqb");
        bring(&mut lead, &mut own, folder, "b.mqb");
        own
    };
    let mut tried = 0;
    let mut faults = Vec::new();
    let sessions = vec![
        ("full", workspace(&at("full"), Lang::Zh, (80, 24))),
        ("empty", Session::new(found(&at("empty"), clock(0)), Lang::En, 120, 36).unwrap()),
        ("member", Session::new(member(&at("member")), Lang::Zh, 120, 36).unwrap()),
        ("awaited", Session::new(states::awaited(&at("awaited")), Lang::Zh, 80, 24).unwrap()),
    ];
    for (name, mut s) in sessions {
        let (own, count) = on_screens(&mut s);
        faults.extend(own.into_iter().map(|fault| format!("{name}: {fault}")));
        tried += count;
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(tried > 100, "{tried}");
}

#[test]
fn before_a_conflict_or_a_question_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = workspace(folder.path(), Lang::Zh, (80, 24));
    let conflict = |s: &mut Session, writable: bool| {
        begin(s);
        let mut dispute = s.model().data.conflicts[0].clone();
        dispute.writable = writable;
        s.model().popups.push(Popup::Conflict { dispute: Box::new(dispute), at: 0 });
    };
    let question = |s: &mut Session| {
        begin(s);
        s.press("F6").press("Ctrl-N").type_text("井盖").press("Ctrl-D");
        s.model().notice = None;
    };
    let mut faults = press_all(&mut s, &|s| conflict(s, false), &mut HashSet::new());
    faults.extend(press_all(&mut s, &question, &mut HashSet::new()));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

// What somebody saw: a form that is refused only once it is sent.
#[test]
fn nobody_confirms_his_own_laptop_or_one_that_is_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let mut lead = small(&folder.path().join("b"));
    let mut other = join(&mut lead, folder.path(), "c", "欧阳春华", 0);
    bring(&mut other, &mut lead, folder.path(), "c.mqb");
    let mut s = Session::new(lead, Lang::Zh, 80, 24).unwrap();
    let before = written(s.bench());
    s.press("F10").press("Home");
    let mut told = Vec::new();
    for _ in 0..2 {
        s.press("c");
        assert!(s.model().popups.is_empty(), "{}", s.frame());
        told.extend(s.model().notice.clone());
        s.press("Ctrl-S");
        s.press("Down");
    }
    assert!(told.iter().any(|told| told.contains("不是这台")), "{told:?}");
    assert!(told.iter().any(|told| told.contains("已经确认过")), "{told:?}");
    assert_eq!(written(s.bench()), before);
}

#[test]
fn with_no_outcome_to_read_its_key_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = super::session(&folder.path().join("a"), 80, 24);
    s.press("Ctrl-T");
    assert!(s.frame().contains("还没有做完的导入、体检可看"), "{}", s.frame());
}
