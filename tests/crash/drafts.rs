//! What is being filled in is kept once there was a pause, whatever then happens to the
//! process or the power.
//!
//! The hand is this test binary run once more: it types into a form, pauses, and says what it
//! has typed when the pause is over.

use std::{io::Write, path::Path, thread, time::Duration};

use minqing::{domain::wording::Lang, tui::Session, workbench::Workbench};

#[cfg(target_os = "linux")]
use super::disk;
use super::{Dice, HOME, Hand, found, open};

/// How the texts begin that are typed; a number follows.
const TYPED: &str = "没写完的第";

/// The hand; a test that does nothing unless it is told where to type.
#[test]
fn hand() {
    let Some(home) = std::env::var_os(HOME) else { return };
    let mut bench = open(Path::new(&home));
    let before = kept(&mut bench).unwrap_or_default();
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    s.press("F6").press("n");
    let mut out = std::io::stdout();
    for n in before + 1..before + 100_000 {
        let text = format!("{TYPED}{n}");
        s.press("End").press("Ctrl-U").type_text(&text).pause();
        assert!(s.frame().contains(&text), "{}", s.frame());
        writeln!(out, "\nKEPT {n}").and_then(|()| out.flush()).unwrap();
        // Put down and taken up again: it is kept then too.
        if n % 7 == 0 {
            s.press("Esc").press("n");
        }
    }
}

/// The number of the text that was kept, as the next start reads it.
fn kept(bench: &mut Workbench) -> Option<u64> {
    let (forms, trouble) = bench.unfinished();
    assert!(trouble.is_none(), "{trouble:?}");
    let mut texts = forms.into_iter().flat_map(|form| form.answers).map(|answered| answered.text);
    texts.find_map(|text| text.strip_prefix(TYPED)?.parse().ok())
}

/// Looks whether the last text that was said to be kept is there, or a later one.
fn check(home: &Path, said: Option<u64>, when: &str) {
    let mut bench = open(home);
    let number = kept(&mut bench);
    assert!(number >= said, "{when}: {said:?} was kept, {number:?} is there");
    let broken = bench.doctor().unwrap();
    assert!(broken.is_empty(), "{when}: {broken:?}");
    bench.close().unwrap();
}

/// A hand that types, and says the numbers of what was kept.
fn type_at(home: &Path) -> Hand<u64> {
    Hand::start("drafts::hand", "KEPT ", home)
}

#[test]
fn forty_kills_lose_no_form_that_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    found(&home);
    let mut dice = Dice(0x5eed_0011);
    let mut last = None;
    // On a slow machine fewer are kept within a round: then there are more rounds.
    for round in 0..400 {
        if round >= 40 && last > Some(40) {
            break;
        }
        let hand = type_at(&home);
        if dice.roll(5) > 0 {
            last = last.max(Some(hand.await_first()));
        }
        thread::sleep(Duration::from_millis(dice.roll(60)));
        last = last.max(hand.kill().pop());
        check(&home, last, &format!("after kill {round}"));
    }
    assert!(last > Some(40), "only {last:?} texts were kept: nothing was tried");
}

#[cfg(target_os = "linux")]
#[test]
fn twenty_power_cuts_lose_no_form_that_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = disk::Disk::make(&folder.path().join("disk.img")) else { return };
    let mount = folder.path().join("mount");
    let home = mount.join("home");
    let mut dice = Dice(0x5eed_0012);
    let mut last = None;
    {
        let _mounted = disk.mount(&mount).expect("a file system that was just made");
        found(&home);
    }
    for cut in 0..200 {
        if cut >= 20 && last > Some(20) {
            break;
        }
        let mounted = disk.mount(&mount).unwrap();
        let hand = type_at(&home);
        if dice.roll(6) > 0 {
            last = last.max(Some(hand.await_first()));
        }
        thread::sleep(Duration::from_millis(dice.roll(80)));
        disk::stop(hand.child.id());
        // What it said until now it said before the cut.
        thread::sleep(Duration::from_millis(5));
        last = last.max(hand.so_far().last());
        let left = disk.copy(&folder.path().join("left.img"));
        hand.kill();
        drop(mounted);
        left.replace(&disk);
        let mounted = disk.mount(&mount).unwrap();
        check(&home, last, &format!("after power cut {cut}"));
        drop(mounted);
    }
    assert!(last > Some(20), "only {last:?} texts were kept: nothing was tried");
}
