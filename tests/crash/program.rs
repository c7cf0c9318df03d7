//! The same promises asked of the built program.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use super::{Dice, found};
#[cfg(target_os = "linux")]
use super::{damage, disk};

fn program(home: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_minqing"));
    command
        .args(words)
        .env("MINQING_HOME", home)
        .env("MINQING_PASSPHRASE", "pass")
        .env("MINQING_INVITE_PASSPHRASE", "八月桂花")
        .env("MINQING_NOW", "2026-11-22T08:30:00+08:00")
        .stdin(Stdio::null());
    command
}

pub(super) fn json(home: &Path, words: &[&str]) -> Value {
    let output = program(home, &[words, &["--json"]].concat()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words:?} ended with {:?}: {told}", output.status.code());
    serde_json::from_slice(&output.stdout).unwrap()
}

pub(super) fn digest(home: &Path) -> String {
    json(home, &["status"])["digest"].as_str().unwrap().to_owned()
}

/// Starts it, with what it prints in a pipe.
pub(super) fn start(home: &Path, words: &[&str]) -> Child {
    program(home, words).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

/// Ends it without warning; answers the document it had printed, if it had.
pub(super) fn kill(mut child: Child) -> Option<Value> {
    child.kill().unwrap();
    serde_json::from_slice(&child.wait_with_output().unwrap().stdout).ok()
}

/// When to strike so that about half of the commands came to their end.
///
/// A fixed delay would all fall on one side on a machine that is slower or
/// faster. This begins with the time an undisturbed run takes here; whenever
/// a strike came too late the next ones come earlier, and the other way
/// round, by more the longer they have fallen on one side.
pub(super) struct Aim {
    whole: Duration,
    too_late: u32,
    in_time: u32,
    streak: u32,
    last: Option<bool>,
}

impl Aim {
    /// Begins with what one undisturbed run takes.
    #[expect(clippy::disallowed_methods, reason = "how long a run takes here is what is measured")]
    pub(super) fn measure(run: impl FnOnce()) -> Self {
        let began = Instant::now();
        run();
        Self { whole: began.elapsed(), too_late: 0, in_time: 0, streak: 0, last: None }
    }

    /// The next delay: from a third of the estimate to five thirds of it.
    pub(super) fn next(&self, dice: &mut Dice) -> Duration {
        self.whole * u32::try_from(33 + dice.roll(134)).unwrap() / 100
    }

    /// Learns whether the command had come to its end before the strike.
    pub(super) fn learn(&mut self, ended: bool) {
        *if ended { &mut self.too_late } else { &mut self.in_time } += 1;
        self.streak = if self.last == Some(ended) { (self.streak + 1).min(10) } else { 1 };
        self.last = Some(ended);
        let percent = if ended { 100 - 4 * self.streak } else { 100 + 5 * self.streak };
        self.whole = (self.whole * percent / 100).max(Duration::from_millis(1));
    }

    /// Both sides were tried, or nothing was.
    pub(super) fn check(&self) {
        let Self { too_late, in_time, .. } = self;
        println!("{too_late} came to their end, {in_time} did not");
        assert!(*too_late > 0 && *in_time > 0, "{too_late} came to their end and {in_time} did not");
    }
}

/// Asks for every promise, and for every record whose id was printed.
fn check(home: &Path, printed: &BTreeSet<String>, when: &str) {
    let doctor = json(home, &["doctor"]);
    assert_eq!(doctor["ok"], true, "{when}: {doctor}");
    let listed = json(home, &["list", "residents", "--limit", "1000"]);
    let there: BTreeSet<&str> =
        listed["items"].as_array().unwrap().iter().filter_map(|row| row["id"].as_str()).collect();
    let lost: Vec<&String> = printed.iter().filter(|id| !there.contains(id.as_str())).collect();
    assert!(lost.is_empty(), "{when}: {} of {} are lost", lost.len(), printed.len());
}

fn id(printed: &Value) -> String {
    printed["id"].as_str().unwrap().to_owned()
}

pub(super) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn init(home: &Path) {
    json(home, &["init", "--group", "工作组", "--member", "张晓敏", "--code", "A"]);
}

#[test]
fn a_hundred_killed_commands_lose_nothing_that_was_printed() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    found(&home);
    let mut dice = Dice(0x5eed_0004);
    let mut printed = BTreeSet::new();
    let mut aim = Aim::measure(|| {
        printed.insert(id(&json(&home, &["add", "residents", "name=居民"])));
    });
    for round in 0..100 {
        let name = format!("name=居民{round}");
        let child = start(&home, &["add", "residents", &name, "--json"]);
        thread::sleep(aim.next(&mut dice));
        let told = kill(child);
        aim.learn(told.is_some());
        printed.extend(told.as_ref().map(id));
        check(&home, &printed, &format!("after kill {round}"));
    }
    aim.check();
}

/// The power is cut below one command after the other, and in a third of the
/// rounds what sled left is damaged as well.
#[cfg(target_os = "linux")]
#[test]
fn sixty_power_cuts_lose_nothing_that_was_printed() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = disk::Disk::make(&folder.path().join("disk.img")) else { return };
    let mount = folder.path().join("mount");
    let home = mount.join("home");
    let mut dice = Dice(0x5eed_0006);
    let mut printed = BTreeSet::new();
    let mounted = disk.mount(&mount).expect("a file system that was just made");
    found(&home);
    let mut aim = Aim::measure(|| {
        printed.insert(id(&json(&home, &["add", "residents", "name=居民"])));
    });
    drop(mounted);
    for cut in 0..60 {
        let mounted = disk.mount(&mount).unwrap();
        let name = format!("name=居民{cut}");
        let add = ["add", "residents", &name, "--json"];
        for _ in 0..dice.roll(3) {
            printed.insert(id(&json(&home, &add[..3])));
        }
        let child = start(&home, &add);
        thread::sleep(aim.next(&mut dice));
        disk::stop(child.id());
        let left = disk.copy(&folder.path().join("left.img"));
        // It stood still: what is in its pipe it printed before the cut.
        let told = kill(child);
        aim.learn(told.is_some());
        printed.extend(told.as_ref().map(id));
        drop(mounted);
        left.replace(&disk);
        let mounted = disk.mount(&mount).unwrap();
        if cut % 3 == 2 {
            damage(&home.join("sled"), &mut dice);
        }
        check(&home, &printed, &format!("after power cut {cut}"));
        drop(mounted);
    }
    aim.check();
}

#[test]
fn an_import_that_is_killed_happened_or_did_not_and_repeating_completes_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| -> PathBuf { folder.path().join(name) };
    let (a, b) = (path("a"), path("b"));
    init(&a);
    let invitation = path("invitation.mqi");
    json(&a, &["peers", "invite", "--to", invitation.to_str().unwrap()]);
    json(&b, &["join", invitation.to_str().unwrap(), "--member", "李强"]);
    let rows: Vec<String> =
        (0..3_000).map(|n| format!("居民{n},138{n:08},太湖社区{}栋{n}室", n % 40)).collect();
    fs::write(path("roster.csv"), format!("姓名,联系电话,住址\n{}\n", rows.join("\n"))).unwrap();
    json(&a, &["import", path("roster.csv").to_str().unwrap(), "--into", "residents"]);
    let written = json(&a, &["bundle", "export", "--to", path("a.mqb").to_str().unwrap()]);
    let bundle = written["file"].as_str().unwrap();

    let before = digest(&b);
    let whole = path("whole");
    copy(&b, &whole);
    let mut aim = Aim::measure(|| {
        json(&whole, &["bundle", "import", bundle]);
    });
    let after = digest(&whole);
    assert_ne!(before, after);

    let mut dice = Dice(0x5eed_0005);
    for round in 0..50 {
        let home = path("round");
        copy(&b, &home);
        let child = start(&home, &["bundle", "import", bundle, "--json"]);
        thread::sleep(aim.next(&mut dice));
        let told = kill(child);
        let holds = digest(&home);
        let happened = holds == after;
        assert!(happened || holds == before, "half of an import after kill {round}");
        assert!(happened || told.is_none(), "said to be done, and is not, after kill {round}");
        aim.learn(happened);
        json(&home, &["bundle", "import", bundle]);
        assert_eq!(digest(&home), after);
        fs::remove_dir_all(&home).unwrap();
    }
    aim.check();
}
