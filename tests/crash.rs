//! What was acknowledged is there, whatever happened to the process, the
//! power or the database files.
//!
//! The writer is this test binary run once more: it commits residents one
//! after the other and says each id when the commit has returned. Its parent
//! kills it, cuts its power, or damages what it left, and then opens the
//! workspace and looks for every id that was said.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so")]

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    str::FromStr,
    sync::mpsc,
    thread,
    time::Duration,
};

use jiff::Timestamp;
use minqing::{
    domain::id::RecordId,
    store::Cost,
    workbench::{Workbench, bench::Founding, clock::Clock, draft::Draft},
};

#[cfg(target_os = "linux")]
#[path = "crash/disk.rs"]
mod disk;
#[path = "crash/program.rs"]
mod program;
#[path = "crash/aftermath.rs"]
mod aftermath;
#[path = "crash/drafts.rs"]
mod drafts;

const HOME: &str = "MINQING_CRASH_HOME";
const QUICK: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

fn clock() -> Clock {
    Clock::Fixed(Timestamp::from_second(1_795_000_000).unwrap())
}

fn found(home: &Path) {
    let founding = Founding {
        group: "组".into(),
        community: String::new(),
        member: "张晓敏".into(),
        letter: "A".into(),
    };
    Workbench::create(home, &founding, "pass", QUICK, clock()).unwrap().close().unwrap();
}

fn open(home: &Path) -> Workbench {
    Workbench::open(home, "pass", clock(), &mut |_| {}).unwrap().0
}

fn add(bench: &mut Workbench, name: &str) -> RecordId {
    let mut draft = Draft::new();
    let id = bench.begin_record(&mut draft, "residents", None).unwrap();
    bench.fill(&mut draft, id, &[("name".into(), name.into()), ("note".into(), "备注".repeat(40))]).unwrap();
    bench.commit(draft).unwrap();
    id
}

/// Opens the workspace and checks that nothing said is missing and every
/// promise holds.
fn check(home: &Path, said: &BTreeSet<RecordId>) {
    let bench = open(home);
    let missing = said.iter().filter(|id| bench.row(**id).unwrap().is_none()).count();
    assert_eq!(missing, 0, "{missing} of {} acknowledged records are lost", said.len());
    let broken = bench.doctor().unwrap();
    assert!(broken.is_empty(), "{broken:?}");
    bench.close().unwrap();
}

/// The writer; a test that does nothing unless it is told where to write.
#[test]
fn writer() {
    let Some(home) = std::env::var_os(HOME) else { return };
    let mut bench = open(Path::new(&home));
    let mut out = std::io::stdout();
    for n in 0..100_000 {
        let id = add(&mut bench, &format!("居民{n}"));
        writeln!(out, "\nSAID {id}").and_then(|()| out.flush()).unwrap();
        if n % 25 == 24 {
            bench.keep().unwrap();
        }
    }
}

/// This test binary run once more, at work in a workspace, and what it says on the way.
struct Hand<T> {
    child: Child,
    said: mpsc::Receiver<T>,
}

impl<T: FromStr + Send + 'static> Hand<T> {
    /// Starts a test of this binary that works where it is told to; what it says it says behind
    /// a mark.
    fn start(test: &str, mark: &'static str, home: &Path) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", test, "--nocapture", "--test-threads=1"])
            .env(HOME, home)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (send, said) = mpsc::channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                if let Some(told) = line.strip_prefix(mark).and_then(|told| told.parse().ok())
                    && send.send(told).is_err()
                {
                    return;
                }
            }
        });
        Self { child, said }
    }

    /// Waits for its first word, so that it is really at work.
    fn await_first(&self) -> T {
        self.said.recv_timeout(Duration::from_mins(1)).expect("the hand is at work")
    }

    /// What it has said until now.
    fn so_far(&self) -> impl Iterator<Item = T> {
        self.said.try_iter()
    }

    /// Ends it without warning and answers all that it said.
    fn kill(mut self) -> Vec<T> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.said.iter().collect()
    }
}

/// A hand that writes residents.
fn write_at(home: &Path) -> Hand<RecordId> {
    Hand::start("writer", "SAID ", home)
}

/// Reproducible chance.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

#[test]
fn a_hundred_kills_lose_nothing_that_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    found(&home);
    let mut dice = Dice(0x5eed_0002);
    let mut said = BTreeSet::new();
    let mut kills = 0;
    // A busy machine writes less between two kills, and is killed more often.
    while kills < 100 || said.len() <= 500 && kills < 400 {
        kills += 1;
        let writer = write_at(&home);
        // Some are killed while they open, most while they write.
        if dice.roll(5) > 0 {
            said.insert(writer.await_first());
        }
        thread::sleep(Duration::from_millis(dice.roll(60)));
        said.extend(writer.kill());
        check(&home, &said);
    }
    assert!(said.len() > 500, "only {} commits were acknowledged: nothing was tried", said.len());
}

#[test]
fn a_damaged_database_is_rebuilt_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    found(&home);
    let mut dice = Dice(0x5eed_0002);
    let mut said = BTreeSet::new();
    for round in 0..60 {
        let mut bench = open(&home);
        for n in 0..=dice.roll(6) {
            said.insert(add(&mut bench, &format!("居民{round}-{n}")));
        }
        if dice.roll(4) == 0 {
            bench.keep().unwrap();
        }
        if dice.roll(2) == 0 {
            bench.close().unwrap();
        } else {
            drop(bench);
        }
        damage(&home.join("sled"), &mut dice);
        check(&home, &said);
    }
}

/// Deletes, cuts off or flips bits in what lies in sled's folder.
fn damage(sled: &Path, dice: &mut Dice) {
    let mut files = Vec::new();
    let mut folders = vec![sled.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() { folders.push(entry.path()) } else { files.push(entry.path()) }
        }
    }
    files.sort();
    if files.is_empty() {
        return;
    }
    let pick = |dice: &mut Dice| usize::try_from(dice.roll(files.len() as u64)).unwrap();
    match dice.roll(4) {
        0 => fs::remove_dir_all(sled).unwrap(),
        1 => fs::remove_file(&files[pick(dice)]).unwrap(),
        2 => {
            let file = fs::OpenOptions::new().write(true).open(&files[pick(dice)]).unwrap();
            let length = file.metadata().unwrap().len();
            file.set_len(dice.roll(length + 1)).unwrap();
        }
        _ => {
            let path = &files[pick(dice)];
            let mut bytes = fs::read(path).unwrap();
            if !bytes.is_empty() {
                for _ in 0..=dice.roll(40) {
                    let at = usize::try_from(dice.roll(bytes.len() as u64)).unwrap();
                    bytes[at] ^= 1 << dice.roll(8);
                }
                fs::write(path, bytes).unwrap();
            }
        }
    }
}

/// The power is cut below the library; `program` has the same below the built
/// program.
#[cfg(target_os = "linux")]
#[test]
fn thirty_power_cuts_lose_nothing_that_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = disk::Disk::make(&folder.path().join("disk.img")) else { return };
    let mount = folder.path().join("mount");
    let mut dice = Dice(0x5eed_0002);
    let mut said = BTreeSet::new();
    {
        let mounted = disk.mount(&mount).expect("a file system that was just made");
        found(&mount.join("home"));
        drop(mounted);
    }
    let mut cut = 0;
    // A busy machine writes less between two cuts, and is cut off more often.
    while cut < 30 || said.len() <= 150 && cut < 120 {
        let mounted = disk.mount(&mount).unwrap();
        let writer = write_at(&mount.join("home"));
        if dice.roll(6) > 0 {
            said.insert(writer.await_first());
        }
        thread::sleep(Duration::from_millis(dice.roll(80)));
        disk::stop(writer.child.id());
        // What it said until now it said before the cut.
        thread::sleep(Duration::from_millis(5));
        said.extend(writer.so_far());
        let left = disk.copy(&folder.path().join("left.img"));
        writer.kill();
        drop(mounted);
        left.replace(&disk);
        let mounted = disk.mount(&mount).unwrap();
        // Worse than either alone: the power went, and the database lies as well.
        if cut % 3 == 2 {
            damage(&mount.join("home/sled"), &mut dice);
        }
        check_cut(&mount.join("home"), &said, cut);
        drop(mounted);
        cut += 1;
    }
    assert!(said.len() > 150, "only {} commits were acknowledged: nothing was tried", said.len());
}

#[cfg(target_os = "linux")]
fn check_cut(home: &Path, said: &BTreeSet<RecordId>, cut: usize) {
    let result = std::panic::catch_unwind(|| check(home, said));
    assert!(result.is_ok(), "after power cut {cut}");
}
