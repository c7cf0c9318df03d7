//! A new laptop joins from a full bundle without holding it in memory.
//!
//! Two sizes are joined, and the peaks of memory compared: the larger bundle
//! would take more than they may differ by, were its commits held.
//! `MINQING_COMMITS=50000,200000 cargo test --test large_join -- --nocapture`
//! measures other sizes.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so")]
#![expect(clippy::disallowed_methods, reason = "how long it takes is measured")]

use std::{
    env, fs,
    io::{self, Write},
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use ed25519_dalek::SigningKey;
use jiff::Timestamp;
use minqing::{
    bundle::{
        format::{self, Outer, Range, Seam},
        read::Reader,
        seal::{self, AgeKey, Lock, Ring},
        write::{self, Cover, Writer},
    },
    domain::{id::RecordId, roster::residents, value::Value},
    log::{
        chain,
        commit::{Cause, Change, Commit, Dot, Entry, Envelope, LIFE, PeerId, Point, Print, Salt, Slot},
        stamp::Stamp,
    },
    store::{Cost, codec},
    workbench::{
        Workbench,
        bench::Founding,
        clock::Clock,
        peers::{Invitation, Joining, Offer},
        progress::{Progress, Stage},
    },
};

const QUICK: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };
const TOLD: &str = "told by voice";
const BEGIN_MS: u64 = 1_795_000_000_000;

/// Tells the child of this test where to join.
const HOME: &str = "MINQING_TEST_JOIN_HOME";
const BUNDLE: &str = "MINQING_TEST_JOIN_BUNDLE";

/// A record is written by so many commits.
const EDITS: u64 = 5;

/// By how much the peaks of two runs may differ where nothing is held, in KiB:
/// stretches of the journal are kept, up to 4 MiB sealed and as many opened.
const SLACK: u64 = 12 << 10;

/// What the cache of the database takes until it is full, in KiB.
const CACHE: u64 = 96 << 10;

fn clock() -> Clock {
    Clock::Fixed(Timestamp::from_millisecond(1_795_600_000_000).unwrap())
}

/// One commit of a long row: a resident is entered, then edited four times.
fn commit(peer: PeerId, seq: u64) -> Commit {
    let record = RecordId::derived(residents::ID, &[&(seq / EDITS).to_le_bytes()]);
    let change = |tag, value: &Value| {
        Entry::Kept(Change { record, slot: Slot::single(tag), cell: codec::cell(value) })
    };
    let note = format!(
        "第 {seq} 次走访：{}",
        "家里都好，说路灯修好以后晚上出门方便多了，孩子放学也放心。".repeat(60)
    );
    Commit {
        dot: Dot { peer, seq },
        stamp: Stamp { ms: BEGIN_MS + seq * 1000, counter: 0 },
        author: record,
        cause: Cause::Act,
        seen: Vec::new(),
        entries: vec![
            change(LIFE, &Value::Bool(true)),
            change(residents::NAME, &Value::Text(format!("居民{}", seq / EDITS))),
            change(residents::NOTE, &Value::Text(note)),
        ],
        salt: Salt::Whole(*blake3::hash(&seq.to_le_bytes()).as_bytes().first_chunk().unwrap()),
    }
}

/// Writes an invitation that holds so many commits of one laptop, and what its founder wrote.
fn large(folder: &Path, commits: u64) -> std::path::PathBuf {
    let founding = Founding {
        group: "太湖社区工作组".into(),
        community: "太湖社区".into(),
        member: "张晓敏".into(),
        letter: "A".into(),
    };
    let mut a = Workbench::create(&folder.join("a"), &founding, "pass", QUICK, clock()).unwrap();
    let key = SigningKey::from_bytes(&[7; 32]);
    let public = *key.verifying_key().as_bytes();
    let peer = chain::peer_id(&public);
    a.confirm(peer, false).unwrap();
    let small = a.invite(folder, TOLD, &Offer::default()).unwrap();
    let ring = Ring { passphrase: Some(TOLD.to_owned()), ..Ring::default() };
    let reader = Reader::open(&small, &ring).unwrap();
    let (outer, inner) = (reader.outer.clone(), reader.inner.clone());
    let [range] = outer.ranges.as_slice() else { panic!("{:?}", outer.ranges) };
    let founder = range.peer;
    let of_founder = reader.zip(range.from..);
    let of_founder: Vec<Commit> =
        of_founder.map(|(wire, seq)| wire.unwrap().unpack(Dot { peer: founder, seq })).collect();

    let head = (1..=commits)
        .fold(chain::genesis(peer), |hash, seq| chain::extend(&hash, &commit(peer, seq)).unwrap());
    let last = Dot { peer, seq: commits };
    let mut knowledge = inner.knowledge.clone();
    knowledge.push(Point { dot: last, print: Print::of(&head) });
    knowledge.sort_unstable();
    let mut seams = inner.seams.clone();
    seams.push(Seam {
        previous: chain::genesis(peer),
        key: public,
        signature: chain::sign(&key, last, &head),
    });
    let mut ranges = outer.ranges.clone();
    ranges.push(Range { peer, from: 1, to: commits });
    let group = codec::decode::<Invitation>(&inner.secrets.0).unwrap().group;
    let vouchers = group.voucher_keys();
    let outer = Outer { sender: peer, letter: "X".into(), commits: outer.commits + commits, ranges, ..outer };
    let writer = Writer { signing: key, vouchers };
    let cover = Cover { outer, seams, knowledge, secrets: inner.secrets, writer };
    let file = folder.join("large.mqi");
    let all = of_founder.into_iter().map(|commit| (0, commit));
    let all = all.chain((1..=commits).map(|seq| (1, commit(peer, seq))));
    let own = AgeKey::generate();
    let mut bytes = Vec::new();
    write::write(&mut bytes, &cover, &Lock::Keys(vec![own.public()]), all.map(Ok)).unwrap();
    let mut rest = bytes.as_slice();
    format::read_outer(&mut rest).unwrap();
    let (clear, sealed) = bytes.split_at(bytes.len() - rest.len());
    let mut out = fs::File::create(&file).unwrap();
    out.write_all(clear).unwrap();
    // As `write_file` seals it, but for the work: scrypt takes 256 MiB otherwise,
    // and nothing else that is held while reading would be seen beside it.
    let mut told = age::scrypt::Recipient::new(TOLD.to_owned().into());
    told.set_work_factor(4);
    let recipients = [&told as &dyn age::Recipient].into_iter();
    let mut packed = age::Encryptor::with_recipients(recipients).unwrap().wrap_output(out).unwrap();
    let ring = Ring { keys: vec![own], ..Ring::default() };
    io::copy(&mut seal::open(&ring, sealed).unwrap(), &mut packed).unwrap();
    packed.finish().unwrap().sync_all().unwrap();
    file
}

/// What it takes to hold one of these commits in memory, in bytes.
fn weight(commit: &Commit) -> usize {
    let entry = |entry: &Entry| match entry {
        Entry::Kept(change) => size_of::<Entry>() + change.slot.element.0.len() + change.cell.bytes.0.len(),
        Entry::Erased { .. } => size_of::<Entry>(),
    };
    size_of::<Envelope>() + commit.entries.iter().map(entry).sum::<usize>()
}

/// A line of what the system says of this process, in KiB.
fn memory(line: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = status.lines().find_map(|text| text.strip_prefix(line)?.strip_prefix(':'));
    found.and_then(|text| text.trim().split(' ').next()?.parse().ok()).unwrap_or(0)
}

/// Joins in a process of its own: only that has a peak of memory of its own.
#[test]
fn child() {
    let (Ok(home), Ok(bundle)) = (env::var(HOME), env::var(BUNDLE)) else { return };
    let joining = Joining { member: "李强".into(), letter: None };
    let begun = Instant::now();
    let mut first = None;
    let mut progress = |progress: Progress<'_>| {
        if progress.course.stage != Stage::Applying || progress.course.done == 0 {
            return;
        }
        first.get_or_insert_with(|| {
            let told = (memory("VmHWM"), memory("VmRSS"), begun.elapsed());
            // From here on the peak is that of applying.
            let _ = fs::write("/proc/self/clear_refs", "5");
            told
        });
    };
    let told = Some(TOLD.to_owned());
    let bench = Workbench::join(
        Path::new(&home),
        Path::new(&bundle),
        told,
        &joining,
        "pass",
        QUICK,
        clock(),
        &mut progress,
    );
    let bench = bench.unwrap();
    let (reading, at_apply, read_in) = first.unwrap();
    let (applying, took) = (memory("VmHWM"), begun.elapsed());
    let commits: u64 = bench.laptops().unwrap().iter().map(|laptop| laptop.commits).sum();
    let millis = |time: Duration| time.as_millis();
    println!(
        "\njoined commits={commits} reading_peak={reading} between={at_apply} applying_peak={applying} read_ms={} ms={}",
        millis(read_in),
        millis(took)
    );
    bench.close().unwrap();
}

#[test]
fn memory_does_not_grow_with_the_bundle() {
    let asked = env::var("MINQING_COMMITS").ok();
    let sizes: Vec<u64> = match &asked {
        Some(sizes) => sizes.split(',').map(|size| size.trim().parse().unwrap()).collect(),
        None => vec![3000, 30_000],
    };
    let mut peaks = Vec::new();
    for size in sizes {
        let folder = tempfile::tempdir().unwrap();
        let begun = Instant::now();
        let file = large(folder.path(), size);
        let (bytes, written) = (fs::metadata(&file).unwrap().len(), begun.elapsed().as_millis());
        let output = Command::new(env::current_exe().unwrap())
            .args(["--exact", "child", "--nocapture", "--test-threads=1"])
            .env(HOME, folder.path().join("b"))
            .env(BUNDLE, &file)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        let line = said.lines().find(|line| line.starts_with("joined ")).unwrap();
        println!("{line} bundle_bytes={bytes} written_ms={written}");
        let number = |key: &str| -> u64 {
            let text = line.split(' ').find_map(|part| part.strip_prefix(key)?.strip_prefix('='));
            text.unwrap().parse().unwrap()
        };
        assert!(number("commits") > size, "{line}");
        peaks.push((size, (number("reading_peak"), number("applying_peak"))));
    }
    let (least, (least_reading, least_applying)) = peaks.first().copied().unwrap();
    for (size, (reading, applying)) in peaks.iter().copied() {
        let held = size.abs_diff(least) * weight(&commit(PeerId([0; 16]), 1)) as u64 / 1024;
        println!("{size} commits: {held} KiB more, if what the smallest lacks were held");
        // A bound that holding everything would not exceed shows nothing.
        assert!(asked.is_some() || size == least || held > CACHE + SLACK, "{held} KiB");
        assert!(reading <= least_reading + SLACK, "memory grows with what is read: {peaks:?} KiB");
        assert!(applying <= least_applying + CACHE, "memory grows with what is applied: {peaks:?} KiB");
    }
}
