//! Forms that were not finished are kept, by this laptop alone, and go with whom they are about.

use std::fs;

use super::{
    erasure::{NAME, REASON, third, told_of},
    *,
};
use crate::workbench::unfinished::{Answered, MOST, Unfinished};

fn form(purpose: &str, text: &str, about: &[RecordId]) -> Unfinished {
    let answer = Answered { key: "title".into(), text: text.into(), ..Answered::default() };
    Unfinished {
        purpose: purpose.into(),
        title: "登记事项".into(),
        answers: vec![answer],
        about: about.iter().map(|id| (*id, 0)).collect(),
        ..Unfinished::default()
    }
}

fn purposes(bench: &mut Workbench) -> Vec<String> {
    bench.unfinished().0.into_iter().map(|form| form.purpose).collect()
}

/// The program ends without a word; the workspace is opened again.
fn cut(bench: Workbench, home: &Path) -> Workbench {
    drop(bench);
    Workbench::open(home, "pass", clock(0), &mut |_| {}).unwrap().0
}

#[test]
fn they_are_there_after_the_program_ended_without_a_word_and_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut bench = found(&home);
    let forms = vec![form("one", "井盖松动，孩子绊倒", &[]), form("two", "路灯", &[])];
    bench.keep_unfinished(forms.clone()).unwrap();
    let bytes = fs::read(home.join("forms")).unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("井盖"));
    let mut bench = cut(bench, &home);
    assert_eq!(bench.unfinished(), (forms, None));
    bench.keep_unfinished(Vec::new()).unwrap();
    assert!(!home.join("forms").exists());
    assert_eq!(bench.unfinished(), (Vec::new(), None));
    let many = (0..MOST + 3).map(|n| form(&n.to_string(), "x", &[])).collect();
    bench.keep_unfinished(many).unwrap();
    assert_eq!(purposes(&mut bench).len(), MOST);
    assert_eq!(purposes(&mut bench)[0], "3", "the oldest go first");
}

#[test]
fn what_was_submitted_is_forgotten_and_the_rest_stays() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = found(&folder.path().join("a"));
    let sent = Unfinished { sent: true, ..form("sent", "x", &[]) };
    bench.keep_unfinished(vec![sent, form("other", "y", &[])]).unwrap();
    bench.settle_unfinished().unwrap();
    assert_eq!(purposes(&mut bench), ["other"]);
}

#[test]
fn a_file_that_cannot_be_read_is_set_aside_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut bench = found(&home);
    bench.keep_unfinished(vec![form("one", "x", &[])]).unwrap();
    let whole = fs::read(home.join("forms")).unwrap();
    for at in (0..whole.len()).step_by(7) {
        let mut bad = whole.clone();
        bad[at] ^= 0x40;
        fs::write(home.join("forms"), &bad).unwrap();
        bench = cut(bench, &home);
        let (forms, told) = bench.unfinished();
        assert!(forms.is_empty() && told.is_some(), "{at}");
        assert!(!home.join("forms").exists());
        assert_eq!(bench.unfinished(), (Vec::new(), None), "told once");
    }
    fs::write(home.join("forms"), "").unwrap();
    assert!(bench.unfinished().1.is_some());
    assert!(home.join("forms.unreadable-2").exists());
    // What nobody can read may hold somebody's words: an erasure takes it along.
    let life = told_of(&mut bench);
    fs::write(home.join("forms"), &whole[1..]).unwrap();
    bench.erase_person(life.person, REASON, &[]).unwrap();
    let left = fs::read_dir(&home).unwrap().filter_map(Result::ok);
    let left: Vec<_> = left.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    assert!(!left.iter().any(|name| name.starts_with("forms")), "{left:?}");
}

#[test]
fn an_erasure_takes_along_what_is_about_the_person_or_names_him() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut bench = found(&home);
    let life = told_of(&mut bench);
    let told = form("told", &format!("{NAME}家的井盖"), &[]);
    bench.keep_unfinished(vec![form("his", "x", &[life.person]), told, form("other", "井盖", &[])]).unwrap();
    bench.erase_person(life.person, REASON, &[]).unwrap();
    assert_eq!(bench.take_swept(), ["his", "told"]);
    let mut bench = cut(bench, &home);
    assert_eq!(purposes(&mut bench), ["other"]);
    // A form that was begun before, and reaches the disk only now.
    bench.keep_unfinished(vec![form("late", "x", &[life.person])]).unwrap();
    assert!(purposes(&mut bench).is_empty());
}

#[test]
fn an_order_that_comes_by_a_bundle_takes_them_along_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let life = told_of(&mut a);
    let mut c = third(&mut a, folder.path());
    let told = form("told", &format!("{NAME}家的井盖"), &[]);
    c.keep_unfinished(vec![form("his", "x", &[life.person]), told, form("other", "井盖", &[])]).unwrap();
    a.erase_person(life.person, REASON, &[]).unwrap();
    exchange(&mut a, &mut c, folder.path());
    assert_eq!(purposes(&mut c), ["other"]);
}
