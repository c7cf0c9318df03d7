//! Long work that somebody ends: nothing is half done, nothing is lost, and it can be begun again.

use std::{fs, path::Path};

use super::{QUICK, Workbench, change, clock, enter, pair};
use crate::workbench::{
    Error,
    folder::Gathering,
    keeping::{automatic_backups, is_workspace},
    passphrase::Rewrapped,
    peers::{Joining, Offer},
    progress::{Progress, Stage},
    sync::ExportOrder,
};

/// Ends the work at this step of this stage, and at none before.
fn ending(stage: Stage, at: u64) -> impl FnMut(Progress<'_>) {
    move |progress| {
        if progress.course.stage == stage && progress.course.done >= at {
            progress.stop();
        }
    }
}

/// Everything that lies in a folder.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn digest(bench: &Workbench) -> String {
    bench.status().unwrap().digest
}

fn is_stopped<T: std::fmt::Debug>(done: Result<T, Error>) -> bool {
    let error = done.unwrap_err();
    assert!(error.is_stopped(), "{error}");
    true
}

/// A lead's laptop with some records, and that of a member.
fn two(folder: &Path) -> (Workbench, Workbench) {
    let (mut a, b) = pair(folder);
    for name in ["王桂兰", "单小明", "仇英"] {
        enter(&mut a, "residents", &[("name", name)]).unwrap();
    }
    (a, b)
}

#[test]
fn an_export_that_is_stopped_leaves_no_file_and_counts_for_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, _) = two(folder.path());
    let usb = folder.path().join("usb");
    fs::create_dir(&usb).unwrap();
    let (unexported, order) = (a.unexported().unwrap(), ExportOrder::default());
    for at in [1, 3] {
        assert!(is_stopped(a.export_telling(&usb, &order, &mut ending(Stage::Writing, at))));
        assert_eq!((names(&usb), a.unexported().unwrap()), (Vec::new(), unexported));
    }
    a.export(&usb, &order).unwrap();
    assert_eq!((names(&usb).len(), a.unexported().unwrap()), (1, 0));
}

#[test]
fn a_backup_that_is_stopped_leaves_no_file_also_while_it_is_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, _) = two(folder.path());
    let usb = folder.path().join("usb");
    fs::create_dir(&usb).unwrap();
    a.keep().unwrap();
    let kept = automatic_backups(a.home());
    for stage in [Stage::Writing, Stage::ReadingBack] {
        assert!(is_stopped(a.backup_telling(&usb, &mut ending(stage, 2))));
        assert_eq!(names(&usb), Vec::<String>::new());
        assert!(is_stopped(a.keep_telling(&mut ending(stage, 2))));
        assert_eq!(automatic_backups(a.home()), kept);
    }
    a.backup(&usb).unwrap();
    a.keep().unwrap();
    assert_eq!((names(&usb).len(), automatic_backups(a.home()).len()), (1, kept.len() + 1));
    assert_eq!(a.doctor().unwrap(), Vec::<String>::new());
}

#[test]
fn an_import_that_is_stopped_leaves_the_store_as_it_was_until_it_is_applied() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = two(folder.path());
    let id = a.find_in("residents", "仇英").unwrap();
    change(&mut a, id, &[("note", "常年在家")]).unwrap();
    let file = folder.path().join("a.mqb");
    a.export(&file, &ExportOrder { full: true, ..ExportOrder::default() }).unwrap();
    let before = digest(&b);
    for (stage, at) in [(Stage::Reading, 1), (Stage::Reading, 4), (Stage::Keeping, 1), (Stage::Keeping, 4)] {
        assert!(is_stopped(b.import_bundle(&file, None, &mut ending(stage, at))));
        assert_eq!(digest(&b), before, "{stage:?} {at}");
    }
    assert!(is_stopped(b.preview_telling(&file, None, &mut ending(Stage::Reading, 2)).map(|_| ())));
    // What was stopped is nowhere, after another opening either.
    let home = b.home().to_path_buf();
    b.close().unwrap();
    let mut b = Workbench::open(&home, "pass", clock(0), &mut |_| {}).unwrap().0;
    assert_eq!(digest(&b), before);
    // Once it is being applied it goes on, whatever is said.
    b.import_bundle(&file, None, &mut ending(Stage::Applying, 0)).unwrap();
    assert_ne!(digest(&b), before);
    let resident = b.find_in("residents", "仇英").unwrap();
    assert_eq!(resident, id);
    assert_eq!(b.doctor().unwrap(), Vec::<String>::new());
}

#[test]
fn a_folder_that_is_stopped_has_taken_in_whole_files_and_goes_on_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = two(folder.path());
    let inbox = folder.path().join("inbox");
    fs::create_dir(&inbox).unwrap();
    a.export(&inbox.join("1.mqb"), &ExportOrder { full: true, ..ExportOrder::default() }).unwrap();
    a.set_clock(clock(5));
    enter(&mut a, "residents", &[("name", "欧阳春华")]).unwrap();
    a.export(&inbox.join("2.mqb"), &ExportOrder { full: true, ..ExportOrder::default() }).unwrap();
    let mut files = 0;
    let mut take = |b: &mut Workbench, stops: bool| {
        let mut gathering = Gathering {
            dry_run: false,
            passphrase: &mut |_, _| None,
            progress: &mut |progress| {
                files += u64::from(progress.course.stage == Stage::Reading && progress.course.done == 1);
                if stops && files == 2 {
                    progress.stop();
                }
            },
        };
        b.take_in(std::slice::from_ref(&inbox), &mut gathering).unwrap()
    };
    let harvest = take(&mut b, true);
    assert!(harvest.stopped && harvest.taken.len() == 1 && harvest.left.is_empty());
    assert!(b.find_in("residents", "欧阳春华").is_err());
    let harvest = take(&mut b, false);
    assert!(!harvest.stopped && harvest.taken.len() == 1 && harvest.skipped.len() == 1);
    assert!(b.find_in("residents", "欧阳春华").is_ok());
}

#[test]
fn a_beginning_that_is_stopped_leaves_no_folder_and_can_be_begun_again() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, _) = two(folder.path());
    let home = folder.path().join("c");
    let backup = a.backup(&folder.path().join("backup.mqb")).unwrap().file;
    for stage in [Stage::Reading, Stage::Keeping] {
        let restored = Workbench::restore(&home, &backup, "pass", QUICK, clock(0), &mut ending(stage, 2));
        assert!(is_stopped(restored) && !home.exists(), "{stage:?}");
    }
    Workbench::restore(&home, &backup, "pass", QUICK, clock(0), &mut |_| {}).unwrap();
    assert!(is_workspace(&home));
    let (file, home) = (folder.path().join("d.mqi"), folder.path().join("d"));
    assert!(is_stopped(a.invite_telling(&file, "word", &Offer::default(), &mut ending(Stage::Writing, 2))));
    assert!(!file.exists());
    a.invite(&file, "word", &Offer::default()).unwrap();
    let join = |progress: &mut dyn FnMut(Progress<'_>)| {
        let joining = Joining { member: "陈明".into(), letter: None };
        Workbench::join(&home, &file, Some("word".into()), &joining, "pass", QUICK, clock(0), progress)
    };
    for stage in [Stage::Reading, Stage::Keeping] {
        assert!(is_stopped(join(&mut ending(stage, 2)).map(|_| ())) && !home.exists(), "{stage:?}");
    }
    join(&mut |_| {}).unwrap();
}

#[test]
fn an_opening_that_is_stopped_has_changed_nothing_that_counts() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, _) = two(folder.path());
    // Two backups, so that the journal no longer holds all by itself.
    a.keep().unwrap();
    enter(&mut a, "residents", &[("name", "欧阳春华")]).unwrap();
    a.keep().unwrap();
    let (home, before) = (a.home().to_path_buf(), digest(&a));
    // Without a close sled is not believed: every entry is looked at.
    drop(a);
    let open = |progress: &mut dyn FnMut(Progress<'_>)| Workbench::open(&home, "pass", clock(0), progress);
    let stopped = |stage, at| is_stopped(open(&mut ending(stage, at)).map(|_| ()));
    assert!(stopped(Stage::Opening, 0) && stopped(Stage::Checking, 3));
    // Nor with a database that is gone: it is built anew, the next time if not now.
    fs::remove_dir_all(home.join("sled")).unwrap();
    assert!(stopped(Stage::ReadingBack, 2) && stopped(Stage::Rebuilding, 2));
    let mut stages = Vec::new();
    let (a, _) = open(&mut |progress| {
        if stages.last() != Some(&progress.course.stage) {
            stages.push(progress.course.stage);
        }
    })
    .unwrap();
    assert_eq!(stages.first(), Some(&Stage::Unlocking));
    assert!(stages.contains(&Stage::Opening), "{stages:?}");
    assert_eq!(digest(&a), before);
    assert_eq!(a.doctor().unwrap(), Vec::<String>::new());
    assert!(is_stopped(a.doctor_telling(&mut ending(Stage::Checking, 2))));
}

#[test]
fn a_change_of_the_passphrase_is_stopped_before_it_is_made_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, _) = two(folder.path());
    assert!(is_stopped(a.change_passphrase_telling("稻穗七号门口", &mut ending(Stage::Unlocking, 0))));
    assert!(a.accepts("pass").unwrap() && !a.accepts("稻穗七号门口").unwrap());
    // The backup that belongs to it is made, whatever is said.
    let backups = automatic_backups(a.home()).len();
    let mut wanted = false;
    let done = a.change_passphrase_telling("稻穗七号门口", &mut |it| {
        if it.course.stage != Stage::Unlocking {
            wanted = true;
            it.stop();
        }
    });
    assert!(matches!(done.unwrap(), Rewrapped::Done { unkept: None, .. }) && wanted);
    assert_eq!(automatic_backups(a.home()).len(), backups + 1);
    assert!(!a.accepts("pass").unwrap() && a.accepts("稻穗七号门口").unwrap());
}

#[test]
fn an_erasure_is_stopped_while_it_looks_and_not_once_it_is_ordered() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, _) = two(folder.path());
    let id = a.find_in("residents", "仇英").unwrap();
    let before = digest(&a);
    assert!(is_stopped(a.erasure_of_telling(id, &[], &mut ending(Stage::Tracing, 1))));
    let mut told = 0;
    let stopped = a.erase_person_telling(id, "本人要求删除", &[], &mut |it| {
        told += 1;
        assert!(it.course.stage == Stage::Tracing && it.course.done <= it.course.total.unwrap());
        if it.course.total == Some(it.course.done) {
            it.stop();
        }
    });
    assert!(is_stopped(stopped) && told > 1);
    assert_eq!(digest(&a), before);
    assert!(a.row(id).unwrap().is_some());
    // Then it goes to its end: nothing of it is left in any file.
    a.erase_person_telling(id, "本人要求删除", &[], &mut |it| {
        if it.course.stage != Stage::Tracing {
            it.stop();
        }
    })
    .unwrap();
    assert!(a.find_in("residents", "仇英").is_err());
    assert_eq!(a.erasures().unwrap().iter().map(|one| one.record).collect::<Vec<_>>(), [id]);
    assert_eq!(a.doctor().unwrap(), Vec::<String>::new());
}
