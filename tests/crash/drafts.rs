//! What is being filled in is kept once there was a pause, whatever then happens to the
//! process or the power.
//!
//! The hand is this test binary run once more: it types into a form, pauses, and says what it
//! has typed when the pause is over.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use minqing::{domain::wording::Lang, tui::Session, workbench::Workbench};

#[cfg(target_os = "linux")]
use super::disk;
use super::{Dice, HOME, found, open};

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

/// A hand that types, and the numbers it says.
struct Hand {
    child: Child,
    said: mpsc::Receiver<u64>,
}

impl Hand {
    fn start(home: &Path) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "drafts::hand", "--nocapture", "--test-threads=1"])
            .env(HOME, home)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (send, said) = mpsc::channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                if let Some(number) = line.strip_prefix("KEPT ").and_then(|number| number.parse().ok())
                    && send.send(number).is_err()
                {
                    return;
                }
            }
        });
        Self { child, said }
    }

    fn await_first(&self) -> u64 {
        self.said.recv_timeout(Duration::from_mins(1)).expect("the hand types")
    }

    fn end(mut self) -> Option<u64> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.said.iter().last()
    }
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
        let hand = Hand::start(&home);
        if dice.roll(5) > 0 {
            last = last.max(Some(hand.await_first()));
        }
        thread::sleep(Duration::from_millis(dice.roll(60)));
        last = last.max(hand.end());
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
        let hand = Hand::start(&home);
        if dice.roll(6) > 0 {
            last = last.max(Some(hand.await_first()));
        }
        thread::sleep(Duration::from_millis(dice.roll(80)));
        disk::stop(hand.child.id());
        // What it said until now it said before the cut.
        thread::sleep(Duration::from_millis(5));
        last = last.max(hand.said.try_iter().last());
        let left = disk.copy(&folder.path().join("left.img"));
        hand.end();
        drop(mounted);
        left.replace(&disk);
        let mounted = disk.mount(&mount).unwrap();
        check(&home, last, &format!("after power cut {cut}"));
        drop(mounted);
    }
    assert!(last > Some(20), "only {last:?} texts were kept: nothing was tried");
}
