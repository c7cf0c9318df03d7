//! Copied installations, as people make them: a folder copied, a disk cloned.

use std::fs;

use super::*;
use crate::{
    log::{
        commit::{Cause, Dot, Slot},
        erasure::{Scope, What},
    },
    store::{codec, placing::Placing},
    workbench::sync::Preview,
};

fn open(home: &Path, minute: i64) -> Workbench {
    Workbench::open(home, "pass", clock(minute), &mut |_| {}).unwrap().0
}

fn passes(from: &mut Workbench, to: &mut Workbench, folder: &Path) -> Preview {
    let file = from.export(folder, &ExportOrder::default()).unwrap().file;
    to.import_bundle(&file, None, &mut |_| {}).unwrap()
}

fn joined(home: &Path, invitation: &Path, member: &str, minute: i64) -> Workbench {
    let joining = Joining { member: member.into(), letter: None };
    let told = Some("told by voice".to_owned());
    Workbench::join(home, invitation, told, &joining, "pass", QUICK, clock(minute), &mut |_| {}).unwrap()
}

fn names(bench: &Workbench) -> Vec<String> {
    let rows = bench.standing("residents").unwrap();
    let mut names: Vec<String> = rows.iter().map(|row| row.text(residents::NAME).to_owned()).collect();
    names.sort();
    names
}

/// A lead, a colleague, and a copy of the colleague's folder; both have written.
fn copied(path: &Path) -> (Workbench, Workbench, Workbench, RecordId) {
    let (mut a, mut b) = pair(path);
    let shared = resident(&mut a, "共同的人");
    exchange(&mut a, &mut b, path);
    resident(&mut b, "复制以前");
    b.close().unwrap();
    copy(&path.join("b"), &path.join("b2"));
    let (mut b, mut b2) = (open(&path.join("b"), 3), open(&path.join("b2"), 4));
    assert_eq!(b.peer(), b2.peer());
    for (bench, name) in [(&mut b, "原来这台"), (&mut b2, "复制那台")] {
        resident(bench, name);
        edit(bench, shared, "note", name);
    }
    (a, b, b2, shared)
}

#[test]
fn what_one_copy_wrote_is_erased_and_what_the_other_wrote_under_its_number_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let (mut a, mut b, mut b2, shared) = copied(path);
    passes(&mut b, &mut a, path);
    passes(&mut b2, &mut a, path);
    let note = Slot::single(residents::NOTE);
    let record = a.store.record(shared).unwrap().unwrap();
    let marks: Vec<Dot> = record.versions(&note).iter().map(|version| version.mark.dot).collect();
    let written: Vec<_> = marks.iter().map(|at| a.store.commit(*at).unwrap().unwrap()).collect();
    let [gone, kept] = &written[..] else { panic!("{written:?}") };
    assert_eq!(gone.commit.dot, kept.commit.dot);
    let scope = Scope { record: shared, what: What::Write(residents::NOTE, gone.point()) };
    let mut draft = Draft::new();
    draft.push(shared, scope.slot(), codec::cell(&Value::Text("本人要求".into())));
    a.write(draft, Cause::Housekeeping).unwrap();
    a.honour_erasures().unwrap();
    a.changed(&[shared.ledger()]);
    passes(&mut a, &mut b, path);
    passes(&mut a, &mut b2, path);
    passes(&mut b, &mut a, path);
    passes(&mut b2, &mut a, path);
    passes(&mut a, &mut b, path);
    passes(&mut a, &mut b2, path);
    for bench in [&a, &b, &b2] {
        let record = bench.store.record(shared).unwrap().unwrap();
        let placing = bench.store.placing();
        let [left] = record.versions(&note)[..] else { panic!("{:?}", record.versions(&note)) };
        assert_eq!(placing.resolve(kept.point()).unwrap(), Some(left.mark.dot));
        let at = placing.resolve(gone.point()).unwrap().unwrap();
        let erased = bench.store.commit(at).unwrap().unwrap();
        assert!(erased.commit.erased().eq([note.about(shared)]));
        assert_eq!((bench.digest(), bench.doctor().unwrap()), (a.digest(), Vec::new()));
    }
}

#[test]
fn both_copies_keep_what_they_wrote_and_one_goes_on_as_a_laptop_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let (mut a, mut b, mut b2, shared) = copied(path);
    let name = b.peer();
    assert!(passes(&mut b, &mut a, path).plan.copied.is_empty(), "one of them alone is nothing special");
    let file = b2.export(path, &ExportOrder::default()).unwrap().file;
    assert_eq!(a.preview(&file, None).unwrap().plan.copied.first(), Some(&name));
    let plan = a.import_bundle(&file, None, &mut |_| {}).unwrap().plan;
    assert_eq!(plan.copied.first(), Some(&name));
    assert_eq!(names(&a), ["共同的人", "原来这台", "复制以前", "复制那台"]);
    assert_eq!(a.row(shared).unwrap().unwrap().conflicts, [residents::NOTE], "neither is overwritten");
    let laptop =
        |bench: &Workbench| bench.laptops().unwrap().into_iter().find(|laptop| laptop.peer == name).unwrap();
    assert_eq!(laptop(&a).copied, 1);
    // Taken in again, nothing happens.
    assert_eq!(a.import_bundle(&file, None, &mut |_| {}).unwrap().plan.commits, 0);

    let renewed: Vec<Option<String>> =
        [&mut b, &mut b2].map(|bench| passes(&mut a, bench, path).renewed).into();
    assert_eq!(renewed.iter().filter(|letter| letter.as_deref() == Some("C")).count(), 1, "{renewed:?}");
    assert_ne!(b.peer(), b2.peer());
    let (kept, new) = if b.peer() == name { (&mut b, &mut b2) } else { (&mut b2, &mut b) };
    assert_eq!((kept.peer(), kept.letter(), new.letter()), (name, "B", "C"));
    resident(new, "以后的");
    resident(kept, "还是B");
    assert_eq!(passes(new, &mut a, path).plan.aside.len(), 0, "it stands where its original stands");
    passes(kept, &mut a, path);
    passes(&mut a, new, path);
    passes(&mut a, kept, path);
    passes(new, kept, path);
    for bench in [&a, &b, &b2] {
        assert_eq!((bench.digest(), names(bench).len()), (a.digest(), 6));
        assert_eq!(laptop(bench).copied, 1, "everybody is told");
        assert_eq!(bench.doctor().unwrap(), Vec::<String>::new());
        assert_eq!(bench.status().unwrap().waiting, 0);
    }
    // Each knows that nobody lacks anything, and what each wrote first can be taken back by it.
    passes(&mut b, &mut a, path);
    passes(&mut b2, &mut a, path);
    assert!(a.laptops().unwrap().iter().all(|laptop| laptop.lacks == 0), "{:?}", a.laptops().unwrap());
    b.undo().unwrap();
    b2.undo().unwrap();

    // Who has the key of one could have made the other.
    let new = if b.peer() == name { &mut b2 } else { &mut b };
    assert_eq!(a.revoke(name, None).unwrap().along, [new.peer()]);
    a.confirm(new.peer(), false).unwrap();
    passes(&mut a, new, path);
    resident(new, "还在组里");
    assert_eq!(passes(new, &mut a, path).plan.aside.len(), 0);

    // However they are opened next, they are the same.
    let digest = a.digest();
    a.close().unwrap();
    let (a, opening) = Workbench::open(&path.join("a"), "pass", clock(9), &mut |_| {}).unwrap();
    assert_eq!((a.digest(), opening.is_lossless(), opening.replayed), (digest.clone(), true, 0));
    a.close().unwrap();
    fs::remove_dir_all(path.join("a/sled")).unwrap();
    let a = open(&path.join("a"), 10);
    assert_eq!(a.digest(), digest);
    assert_eq!(a.doctor().unwrap(), Vec::<String>::new());
}

#[test]
fn a_copy_that_goes_on_while_a_laptop_is_revoked_is_heard() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let (mut a, mut b, mut b2, _) = copied(path);
    let lost = crate::log::commit::PeerId([7; 16]);
    a.confirm(lost, false).unwrap();
    a.revoke(lost, None).unwrap();
    passes(&mut b, &mut a, path);
    passes(&mut b2, &mut a, path);
    passes(&mut a, &mut b, path);
    passes(&mut a, &mut b2, path);
    for bench in [&mut b, &mut b2] {
        resident(bench, "以后的");
        assert_eq!(passes(bench, &mut a, path).plan.aside.len(), 0);
    }
    passes(&mut a, &mut b, path);
    passes(&mut a, &mut b2, path);
    assert_eq!((a.digest(), b.digest()), (b.digest(), b2.digest()));
    assert_eq!(names(&a).len(), 6);
}

#[test]
fn what_others_say_of_a_copys_commits_does_not_keep_the_original_from_writing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let (mut a, mut b) = pair(path);
    exchange(&mut b, &mut a, path);
    exchange(&mut a, &mut b, path);
    a.close().unwrap();
    copy(&path.join("a"), &path.join("a2"));
    let (mut a, mut a2) = (open(&path.join("a"), 3), open(&path.join("a2"), 4));
    resident(&mut a2, "复制那台");
    passes(&mut a2, &mut b, path);
    // It brings nothing, since b takes the two for one, and says what b has.
    let only = ExportOrder { peers: vec![a.peer()], ..ExportOrder::default() };
    let file = b.export(path, &only).unwrap().file;
    assert_eq!(a.import_bundle(&file, None, &mut |_| {}).unwrap().plan.commits, 0);
    let told = a.notices().unwrap();
    assert!(told.len() == 1 && told[0].get(Lang::Zh).contains("本机却没有"), "{told:?}");
    resident(&mut a, "原来这台");
    a.confirm(b.peer(), true).unwrap();
    let full = ExportOrder { full: true, ..ExportOrder::default() };
    let file = b.export(path, &full).unwrap().file;
    assert_eq!(a.import_bundle(&file, None, &mut |_| {}).unwrap().plan.copied.first(), Some(&a2.peer()));
    assert_eq!(names(&a), ["原来这台", "复制那台"]);
    assert!(a.notices().unwrap().iter().all(|told| !told.get(Lang::Zh).contains("本机却没有")));
}

#[test]
fn who_joins_after_a_copy_and_who_hears_of_it_in_another_order_holds_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let (mut a, mut b, mut b2, _) = copied(path);
    let invitation = a.invite(path, "told by voice", &Offer::default()).unwrap();
    let mut c = joined(&path.join("c"), &invitation, "陈静", 2);
    passes(&mut c, &mut a, path);
    // c hears of the copy first, a of the original.
    passes(&mut a, &mut c, path);
    passes(&mut b2, &mut c, path);
    passes(&mut b, &mut a, path);
    passes(&mut a, &mut c, path);
    passes(&mut c, &mut a, path);
    assert_eq!(a.digest(), c.digest());
    // A backup holds both rows, and so does an invitation.
    let backup = a.backup(&path.join("backup.mqb")).unwrap().file;
    Workbench::restore(&path.join("r"), &backup, "pass", QUICK, clock(7), &mut |_| {}).unwrap();
    let restored = open(&path.join("r"), 8);
    assert_eq!((names(&restored), restored.doctor().unwrap()), (names(&a), Vec::<String>::new()));
    let invitation = a.invite(path, "told by voice", &Offer::default()).unwrap();
    let fourth = joined(&path.join("d"), &invitation, "王磊", 9);
    assert_eq!(names(&fourth), names(&a));
}

#[test]
fn a_copy_that_loses_power_before_it_took_its_new_name_takes_it_when_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let (mut a, mut b, mut b2, _) = copied(path);
    passes(&mut b, &mut a, path);
    passes(&mut b2, &mut a, path);
    for (bench, home) in [(b, "b"), (b2, "b2")] {
        // What was known of its own row is what the last moment before left.
        let mut bench = bench;
        let file = a.export(path, &ExportOrder::default()).unwrap().file;
        let before = bench.secrets.clone();
        let renewed = bench.import_bundle(&file, None, &mut |_| {}).unwrap().renewed;
        let digest = bench.digest();
        if renewed.is_some() {
            bench.vault.set_secrets(&before.bytes()).unwrap();
        }
        drop(bench);
        let bench = open(&path.join(home), 11);
        assert_eq!(bench.peer() == before.peer(), renewed.is_none());
        assert!(renewed.is_none() || bench.digest() != digest, "it introduces itself again");
        assert_eq!(bench.doctor().unwrap(), Vec::<String>::new());
    }
}
