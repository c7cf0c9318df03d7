//! A folder in which laptops meet.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use super::{
    erasure::{REASON, bundle_of, told_of},
    reach::newcomer,
    *,
};
use crate::{
    bundle::{
        format::{Purpose, Range, Sealing},
        read::OPENED,
        seal::Lock,
        write,
    },
    log::{commit::PeerId, vector::Vector},
    workbench::folder::{Gathering, Harvest, Standing},
};

fn take(bench: &mut Workbench, folder: &Path, dry_run: bool) -> Harvest {
    let mut gathering =
        Gathering { dry_run, passphrase: &mut |_file, _sealed| None, progress: &mut |_progress| {} };
    bench.take_in(&[folder.to_path_buf()], &mut gathering).unwrap()
}

/// How many bundles were opened beyond their part in clear.
fn opened<T>(work: impl FnOnce() -> T) -> (u64, T) {
    let before = OPENED.get();
    let answer = work();
    (OPENED.get() - before, answer)
}

/// Every file with its bytes.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|file| file.is_file()).map(|file| (file.clone(), fs::read(&file).unwrap())).collect()
}

fn meeting(folder: &Path) -> PathBuf {
    let usb = folder.join("usb");
    fs::create_dir(&usb).unwrap();
    usb
}

/// A lead and two colleagues who know of each other.
fn trio(folder: &Path) -> (Workbench, Workbench, Workbench) {
    let (mut a, mut b) = pair(folder);
    let mut c = newcomer(&mut a, folder, "陈静");
    exchange(&mut c, &mut a, folder);
    exchange(&mut a, &mut c, folder);
    exchange(&mut a, &mut b, folder);
    (a, b, c)
}

#[test]
fn what_a_later_file_confirms_is_not_told_as_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let mut c = newcomer(&mut a, folder.path(), "陈静");
    let usb = meeting(folder.path());
    let file = c.export(&usb, &ExportOrder::default()).unwrap().file;
    a.set_clock(clock(30));
    a.import_bundle(&file, None, &mut |_| {}).unwrap();
    let alone = take(&mut b, &usb, true);
    assert!(alone.taken.iter().any(|preview| preview.plan.aside.contains_key(&c.peer())));
    a.export(&usb, &ExportOrder::default()).unwrap();
    for dry_run in [true, false] {
        let harvest = take(&mut b, &usb, dry_run);
        assert_eq!(harvest.taken.len(), 2, "{dry_run}");
        assert!(harvest.taken.iter().all(|preview| preview.plan.aside.is_empty()), "{dry_run}");
    }
}

#[test]
fn of_two_laptops_by_one_invitation_a_dry_run_enrols_one_as_the_import_does() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut a = found(&folder.join("a"));
    let invitation = a.invite(folder, "told by voice", &Offer::default()).unwrap();
    let usb = meeting(folder);
    for (home, member) in [("c", "陈静"), ("d", "王磊")] {
        let joining = Joining { member: member.into(), letter: None };
        let told = Some("told by voice".to_owned());
        let home = folder.join(home);
        let mut newcomer =
            Workbench::join(&home, &invitation, told, &joining, "pass", QUICK, clock(2), &mut |_| {})
                .unwrap();
        newcomer.export(&usb, &ExportOrder::default()).unwrap();
    }
    let told = |harvest: Harvest| -> Vec<_> {
        let plans = harvest.taken.into_iter().map(|preview| preview.plan);
        plans.map(|plan| (plan.enrols, plan.aside, plan.commits, plan.waiting)).collect()
    };
    let foreseen = told(take(&mut a, &usb, true));
    let enrolled: Vec<usize> = foreseen.iter().map(|(enrols, ..)| enrols.len()).collect();
    assert_eq!((enrolled.as_slice(), foreseen[1].1.len()), ([1, 0].as_slice(), 1));
    assert_eq!(foreseen, told(take(&mut a, &usb, false)));
}

#[test]
fn thirty_bundles_are_taken_in_and_the_second_time_none_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let mut c = newcomer(&mut a, folder.path(), "陈静");
    exchange(&mut c, &mut a, folder.path());
    exchange(&mut a, &mut c, folder.path());
    let usb = meeting(folder.path());
    for round in 0..15 {
        a.set_clock(clock(10 + round));
        c.set_clock(clock(10 + round));
        resident(&mut a, "单小明");
        a.export(&usb, &ExportOrder::default()).unwrap();
        resident(&mut c, "解晓东");
        c.export(&usb, &ExportOrder::default()).unwrap();
        if round == 7 {
            take(&mut c, &usb, false);
        }
    }
    let before = contents(&usb);
    assert_eq!(before.len(), 30);
    let (_, foreseen) = opened(|| take(&mut b, &usb, true));
    assert_eq!(b.rows(residents::ID).unwrap().len(), 0, "a dry run changes nothing");
    let journal = b.store.journal_bytes();
    let (first, harvest) = opened(|| take(&mut b, &usb, false));
    assert!(first >= 30 && b.store.journal_bytes() > journal);
    let told = |harvest: &Harvest| -> Vec<_> {
        let each = harvest.taken.iter().map(|preview| {
            let plan = &preview.plan;
            (preview.file.clone(), plan.new.len(), plan.commits, plan.already_had, plan.waiting)
        });
        each.collect()
    };
    assert_eq!(told(&foreseen), told(&harvest), "a dry run foresees the same");
    assert_eq!((harvest.taken.len(), harvest.skipped.len(), harvest.left.len()), (30, 0, 0));
    assert_eq!(b.rows(residents::ID).unwrap().len(), 30);
    assert!(harvest.waits_for.is_empty() && harvest.taken.iter().all(|it| it.plan.waiting == 0));

    let journal = b.store.journal_bytes();
    let (again, harvest) = opened(|| take(&mut b, &usb, false));
    assert_eq!((again, harvest.taken.len(), harvest.skipped.len()), (0, 0, 30));
    assert_eq!(b.store.journal_bytes(), journal, "nothing is written");
    // Also after the program was closed, and also what this laptop wrote itself.
    b.export(&usb, &ExportOrder::default()).unwrap();
    let home = b.home().to_path_buf();
    b.close().unwrap();
    let (mut b, _) = reopen(&home);
    assert_eq!(opened(|| take(&mut b, &usb, false)).0, 1);
    let (again, harvest) = opened(|| take(&mut b, &usb, false));
    assert_eq!((again, harvest.skipped.len()), (0, 31));
    let after = contents(&usb);
    assert!(before.iter().all(|(file, bytes)| after.get(file) == Some(bytes)), "no file was touched");
}

#[test]
fn files_that_are_not_whole_are_named_and_left() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let usb = meeting(folder.path());
    let id = resident(&mut a, "单小明");
    edit(&mut a, id, "note", &"很长的一段话，".repeat(100));
    let file = a.export(folder.path(), &ExportOrder::default()).unwrap().file;
    let bytes = fs::read(&file).unwrap();
    let header = bytes.windows(5).position(|at| at == b"age-e").unwrap();
    let mut damaged = bytes.clone();
    *damaged.get_mut(header + 2).unwrap() ^= 1;
    let mut reserved = bytes.clone();
    let half = reserved.len() / 2;
    reserved.get_mut(half..).unwrap().fill(0);
    for (name, content) in [
        ("empty.mqb", &[][..]),
        ("begun.mqb", &bytes[..9]),
        ("header.mqb", &bytes[..header - 3]),
        ("sealed-header.mqb", &bytes[..header + 40]),
        ("half.mqb", &bytes[..half]),
        ("nearly.mqb", &bytes[..bytes.len() - 1]),
        ("reserved.mqb", &reserved),
        ("copying.mqb.partial", &bytes[..half]),
        (".syncthing.copying.mqb.tmp", &bytes),
    ] {
        fs::write(usb.join(name), content).unwrap();
    }
    for (name, content) in [("damaged.mqb", &damaged[..]), ("text.mqb", "这不是同步包".as_bytes())] {
        fs::write(usb.join(name), content).unwrap();
    }
    for other in ["readme.txt", "._copy.mqb", "copy.mqb.zip", "邀请.mqi"] {
        fs::write(usb.join(other), b"something else").unwrap();
    }
    fs::create_dir(usb.join("folder.mqb")).unwrap();
    a.backup(&usb).unwrap();
    let before = contents(&usb);
    let standings = |harvest: &Harvest| -> BTreeMap<String, Standing> {
        let name = |file: &Path| file.file_name().unwrap().to_str().unwrap().to_owned();
        harvest.left.iter().map(|found| (name(&found.file), found.standing.clone())).collect()
    };
    for dry_run in [true, false] {
        let harvest = take(&mut b, &usb, dry_run);
        let left = standings(&harvest);
        assert!(harvest.taken.is_empty() && harvest.skipped.is_empty());
        assert_eq!(left.len(), 11, "{left:?}");
        for (name, standing) in &left {
            let is_wrong = ["damaged.mqb", "text.mqb"].contains(&name.as_str());
            let expected = if is_wrong { Standing::Wrong } else { Standing::Unfinished };
            assert_eq!(*standing, expected, "{name}");
        }
        assert!(harvest.left.iter().all(|found| found.why.is_some() && found.code != 0));
    }
    // When the copy is done it is taken in, and the rest stays as it was.
    fs::write(usb.join("half.mqb"), &bytes).unwrap();
    fs::write(usb.join("a copy.mqb"), &bytes).unwrap();
    let harvest = take(&mut b, &usb, false);
    // Of the two others with its part in clear and its length one is damaged: what is in it is here.
    assert_eq!((harvest.taken.len(), harvest.skipped.len(), harvest.left.len()), (1, 2, 9));
    assert!(b.row(id).unwrap().is_some());
    // One that was taken in and is cut off now is not what was taken in.
    fs::write(usb.join("a copy.mqb"), &bytes[..half]).unwrap();
    assert_eq!(standings(&take(&mut b, &usb, false)).get("a copy.mqb"), Some(&Standing::Unfinished));
    let after = contents(&usb);
    let untouched = before.iter().filter(|(file, _)| !file.ends_with("half.mqb"));
    assert!(untouched.into_iter().all(|(file, bytes)| after.get(file) == Some(bytes)));
}

#[test]
fn causes_come_first_whatever_the_names_and_the_clocks_say() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b, mut c) = trio(folder.path());
    exchange(&mut c, &mut a, folder.path());
    exchange(&mut b, &mut a, folder.path());
    let usb = meeting(folder.path());
    let begins = a.store.totals().held().get(a.peer()) + 1;
    let only_c = ExportOrder { peers: vec![c.peer()], ..ExportOrder::default() };
    let mut parts = Vec::new();
    for (at, name) in [(30, "3.mqb"), (29, "2.mqb"), (28, "1.mqb")] {
        a.set_clock(clock(at));
        resident(&mut a, "单小明");
        let part = a.export(&usb.join(name), &only_c).unwrap();
        assert_eq!(part.commits, 1);
        // C's word comes back each time, so that the next holds only what follows.
        c.import_bundle(&part.file, None, &mut |_| {}).unwrap();
        exchange(&mut c, &mut a, folder.path());
        parts.push(part.file);
    }
    let middle = fs::read(&parts[1]).unwrap();
    fs::remove_file(&parts[1]).unwrap();
    for dry_run in [true, false] {
        let harvest = take(&mut b, &usb, dry_run);
        let order: Vec<_> = harvest.taken.iter().map(|preview| preview.file.clone()).collect();
        assert_eq!(order, [parts[0].clone(), parts[2].clone()]);
        let [hole] = harvest.waits_for.as_slice() else { panic!("{:?}", harvest.waits_for) };
        assert_eq!((hole.letter.as_str(), hole.from, hole.to), ("A", begins + 1, begins + 1));
        assert_eq!(harvest.taken[1].plan.waiting_for.len(), 1);
    }
    fs::write(&parts[1], middle).unwrap();
    let mut late = newcomer(&mut a, folder.path(), "周敏");
    assert_eq!(late.rows(residents::ID).unwrap().len(), 3, "the invitation brings all");
    assert_eq!(take(&mut late, &usb, false).taken.len(), 3);
    for dry_run in [true, false] {
        let harvest = take(&mut b, &usb, dry_run);
        assert_eq!((harvest.taken.len(), harvest.skipped.len(), harvest.waits_for.len()), (1, 2, 0));
        assert_eq!(harvest.taken[0].plan.commits, 2, "with what had waited for it");
    }
    assert_eq!(b.rows(residents::ID).unwrap().len(), 3);
}

#[test]
fn what_another_file_opens_is_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let mut c = newcomer(&mut a, folder.path(), "陈静");
    exchange(&mut c, &mut a, folder.path());
    exchange(&mut a, &mut b, folder.path());
    let usb = meeting(folder.path());
    // C was lost and is found again, which B has not heard.
    a.revoke(c.peer(), None).unwrap();
    exchange(&mut a, &mut b, folder.path());
    let id = resident(&mut c, "周敏");
    c.export(&usb.join("a.mqb"), &ExportOrder::default()).unwrap();
    a.set_clock(clock(30));
    a.confirm(c.peer(), false).unwrap();
    let first = usb.join("a.mqb");
    assert!(b.import_bundle(&first, None, &mut |_| {}).is_err());
    a.export(&usb.join("b.mqb"), &ExportOrder::default()).unwrap();
    let harvest = take(&mut b, &usb, false);
    assert!(harvest.left.is_empty(), "{:?}", harvest.left);
    let order: Vec<_> = harvest.taken.iter().map(|preview| preview.file.clone()).collect();
    assert_eq!(order, [usb.join("b.mqb"), first]);
    assert!(b.row(id).unwrap().is_some());
    // Another group has nothing to look for here.
    let mut other = found(&folder.path().join("other"));
    let left = take(&mut other, &usb, false).left;
    assert!(left.len() == 2 && left.iter().all(|it| it.code == 4 && it.standing == Standing::Wrong));
}

#[test]
fn what_lacks_an_order_is_tried_again_when_the_order_has_come() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b, mut c) = trio(folder.path());
    let life = told_of(&mut b);
    exchange(&mut b, &mut a, folder.path());
    a.erase_person(life.person, REASON, &[]).unwrap();
    // The one without the order comes first by name, and by what it continues.
    let usb = meeting(folder.path());
    let erased = bundle_of(&a, &usb.join("1.mqb"), &[b.peer()], &|_| ());
    assert!(c.import_bundle(&erased, None, &mut |_| {}).is_err());
    let order = bundle_of(&a, &usb.join("2.mqb"), &[a.peer()], &|_| ());
    for dry_run in [true, false] {
        let harvest = take(&mut c, &usb, dry_run);
        assert!(harvest.left.is_empty(), "{:?}", harvest.left);
        let files: Vec<_> = harvest.taken.iter().map(|preview| preview.file.clone()).collect();
        assert_eq!(files, [order.clone(), erased.clone()]);
    }
    assert_eq!(c.digest(), a.digest());
}

#[test]
fn a_bundle_of_more_laptops_than_a_group_has_is_looked_into_as_any_other() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, b) = pair(folder.path());
    resident(&mut a, "单小明");
    let usb = meeting(folder.path());
    let (mut cover, _) = a.cover(&Vector::default(), Purpose::Exchange, Sealing::Group).unwrap();
    let lock = Lock::Keys(a.audience().unwrap());
    for (count, name) in [(5000_u64, "5000.mqb"), (200_000, "200000.mqb")] {
        let range = |nth: u64| {
            let mut peer = [7; 16];
            peer[..8].copy_from_slice(&nth.to_le_bytes());
            Range { peer: PeerId(peer), from: 1, to: 1 << 48 }
        };
        cover.outer.ranges = (0..count).map(range).collect();
        let written = write::write_file(&usb.join(name), &cover, &lock, std::iter::empty());
        let Err(error) = written else { continue };
        let error = Error::from(error);
        assert_eq!((count, error.exit_code()), (200_000, 1), "{error}");
        assert!(error.sentence(Lang::Zh).contains("minqing bundle export --for"));
    }
    let found = b.look_into(&usb).unwrap();
    let told: Vec<_> = found.iter().map(|it| (it.file.clone(), it.standing.clone())).collect();
    assert_eq!(told, [(usb.join("5000.mqb"), Standing::New)], "nothing else was begun");
}

/// Other users of a shared folder read what is for them, and nothing else.
#[cfg(unix)]
#[test]
fn the_umask_says_who_reads_a_bundle_and_only_its_owner_reads_another_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let mode = |file: &Path| fs::metadata(file).unwrap().permissions().mode() & 0o777;
    let plain = folder.path().join("plain");
    fs::write(&plain, "by the umask").unwrap();
    let bundle = a.export(folder.path(), &ExportOrder::default()).unwrap().file;
    let sealed = ExportOrder { passphrase: Some("told".into()), full: true, ..ExportOrder::default() };
    let sealed = a.export(folder.path(), &sealed).unwrap().file;
    assert_eq!((mode(&bundle), mode(&sealed)), (mode(&plain), mode(&plain)));
    let invitation = a.invite(folder.path(), "told by voice", &Offer::default()).unwrap();
    let backup = a.backup(folder.path()).unwrap().file;
    assert_eq!((mode(&invitation), mode(&backup)), (0o600, 0o600));
}

#[test]
fn two_bundles_of_one_second_never_have_one_name() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let usb = meeting(folder.path());
    let mut names = std::collections::BTreeSet::new();
    for _ in 0..20 {
        let file = a.export(&usb, &ExportOrder::default()).unwrap().file;
        let peer: String = a.peer().to_string().chars().take(8).collect();
        assert!(file.to_str().unwrap().contains(&peer));
        assert!(names.insert(file.clone()));
        // It may have been carried away before the next is written.
        fs::remove_file(file).unwrap();
    }
    assert!(names.iter().all(|file| file.extension().is_some_and(|suffix| suffix == "mqb")));
}
