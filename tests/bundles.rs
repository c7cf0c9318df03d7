//! What is not exactly the file that was written is refused, and changes
//! nothing; and what was written opens with the tools that everybody has.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so")]

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use ed25519_dalek::SigningKey;
use jiff::Timestamp;
use minqing::{
    bundle::{
        format::{Inner, Outer, Purpose, Range, Sealing, Seam},
        read::{self, Reader},
        seal::{AgeKey, Lock, Ring, key_name},
        write::{self, Cover, Writer},
    },
    domain::{
        id::{LedgerTag, RecordId},
        roster::residents,
        value::Value,
        wording::Lang,
    },
    log::{
        bytes::Bytes,
        chain,
        commit::{Cause, Cell, Change, Commit, Dot, Entry, PeerId, Point, Print, STRUCK, Salt, Slot},
        stamp::Stamp,
    },
    store::{Cost, codec},
    workbench::{
        Error, Workbench,
        bench::Founding,
        clock::Clock,
        draft::Draft,
        peers::{Invitation, Joining, Offer},
        sync::{ExportOrder, Preview},
    },
};

#[path = "bundles/hostile.rs"]
mod hostile;
#[path = "bundles/testkit.rs"]
mod testkit;

const QUICK: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

/// Magic, format and length: what stands before the outer header's body.
const PRELUDE: usize = 21;

fn clock() -> Clock {
    Clock::Fixed(Timestamp::from_second(1_795_000_000).unwrap())
}

fn found(home: &Path) -> Workbench {
    let founding = Founding {
        group: "太湖社区工作组".into(),
        community: "太湖社区".into(),
        member: "张晓敏".into(),
        letter: "A".into(),
    };
    Workbench::create(home, &founding, "pass", QUICK, clock()).unwrap()
}

fn join(home: &Path, invitation: &Path) -> Result<Workbench, Error> {
    let joining = Joining { member: "李强".into(), letter: None };
    let told = Some("told by voice".to_owned());
    Workbench::join(home, invitation, told, &joining, "pass", QUICK, clock(), &mut |_| {})
}

fn pair(folder: &Path) -> (Workbench, Workbench) {
    let mut a = found(&folder.join("a"));
    let invitation = a.invite(folder, "told by voice", &Offer::default()).unwrap();
    let mut b = join(&folder.join("b"), &invitation).unwrap();
    // Its first bundle enrols it.
    let first = b.export(folder, &ExportOrder::default()).unwrap().file;
    assert_eq!(import(&mut a, &first, None).unwrap().plan.enrols, [b.peer()]);
    let back = a.export(folder, &ExportOrder::default()).unwrap().file;
    import(&mut b, &back, None).unwrap();
    (a, b)
}

fn resident(bench: &mut Workbench, name: &str) -> RecordId {
    let mut draft = Draft::new();
    let id = bench.begin_record(&mut draft, residents::ID, None).unwrap();
    draft.set(id, residents::NAME, Some(Value::Text(name.into())));
    bench.commit(draft).unwrap();
    id
}

fn import(bench: &mut Workbench, file: &Path, passphrase: Option<&str>) -> Result<Preview, Error> {
    bench.import_bundle(file, passphrase.map(str::to_owned), &mut |_| {})
}

fn journal(bench: &Workbench) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(bench.home().join("journal")).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries.map(|path| (path.clone(), fs::read(path).unwrap())).collect();
    files.sort();
    files
}

/// Where the parts of a bundle end: the outer header, and the age header behind it.
fn parts(bytes: &[u8]) -> (usize, usize) {
    let length = u32::from_le_bytes(bytes[17..21].try_into().unwrap()) as usize;
    let outer = PRELUDE + length + 16;
    let mark = b"\n--- ";
    let dashes = outer + bytes[outer..].windows(mark.len()).position(|window| window == mark).unwrap();
    let end = dashes + 1 + bytes[dashes + 1..].iter().position(|byte| *byte == b'\n').unwrap() + 1;
    (outer, end)
}

/// A laptop to which damaged files are given.
struct Target {
    bench: Workbench,
    file: PathBuf,
    passphrase: Option<&'static str>,
    digest: String,
    journal: Vec<(PathBuf, Vec<u8>)>,
    tried: usize,
}

impl Target {
    fn new(bench: Workbench, folder: &Path, passphrase: Option<&'static str>) -> Self {
        let (digest, journal) = (bench.digest(), journal(&bench));
        Self { bench, file: folder.join("damaged.mqb"), passphrase, digest, journal, tried: 0 }
    }

    /// The exit code with which these bytes are refused; nothing may have changed.
    fn refuses(&mut self, bytes: &[u8]) -> u8 {
        fs::write(&self.file, bytes).unwrap();
        self.tried += 1;
        let refused = import(&mut self.bench, &self.file, self.passphrase).expect_err("damage was taken in");
        assert_eq!(self.bench.digest(), self.digest);
        assert_eq!(journal(&self.bench), self.journal);
        assert!(!refused.sentence(Lang::Zh).is_empty());
        refused.exit_code()
    }

    /// Damages `bytes` in the places `at`, with one bit and with all bits turned.
    fn refuses_damage(&mut self, bytes: &[u8], at: impl Iterator<Item = usize>) {
        let (outer, header) = parts(bytes);
        // Behind the age version line stands who can open it: damage may hide us.
        let hides = outer + b"age-encryption.org/v1\n".len()..header;
        for place in at {
            for flip in [1 << (place % 8), 0xff] {
                let mut damaged = bytes.to_vec();
                damaged[place] ^= flip;
                let code = self.refuses(&damaged);
                assert!(code == 5 || code == 4 && hides.contains(&place), "{place} ^ {flip}: {code}");
            }
        }
    }

    fn refuses_truncation(&mut self, bytes: &[u8], to: impl Iterator<Item = usize>) {
        for length in to {
            assert_eq!(self.refuses(&bytes[..length]), 5, "cut to {length}");
        }
    }

    fn refuses_more(&mut self, bytes: &[u8]) {
        let garbage = vec![0xff; 70_000];
        for more in [&[0][..], b"\n", &garbage, bytes] {
            assert_eq!(self.refuses(&[bytes, more].concat()), 5, "{} bytes more", more.len());
        }
    }

    /// What all was damaged before is still good whole.
    fn takes(mut self, bytes: &[u8]) {
        fs::write(&self.file, bytes).unwrap();
        assert!(import(&mut self.bench, &self.file, self.passphrase).unwrap().plan.commits > 0);
        assert_ne!(self.bench.digest(), self.digest);
        println!("{} damaged files refused", self.tried);
    }
}

#[test]
fn every_damaged_byte_and_every_cut_is_refused_when_sealed_to_the_group() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, b) = pair(folder.path());
    resident(&mut a, "单小明");
    let bytes = fs::read(a.export(folder.path(), &ExportOrder::default()).unwrap().file).unwrap();
    let mut target = Target::new(b, folder.path(), None);
    target.refuses_damage(&bytes, 0..bytes.len());
    target.refuses_truncation(&bytes, 0..bytes.len());
    target.refuses_more(&bytes);
    target.takes(&bytes);
}

#[test]
fn every_damaged_byte_and_every_cut_is_refused_when_sealed_to_recipients() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, b) = pair(folder.path());
    resident(&mut a, "单小明");
    let group = a.export(folder.path(), &ExportOrder::default()).unwrap().recipients.remove(0);
    let order =
        ExportOrder { recipients: vec![AgeKey::generate().public(), group], ..ExportOrder::default() };
    let bytes = fs::read(a.export(folder.path(), &order).unwrap().file).unwrap();
    let mut target = Target::new(b, folder.path(), None);
    target.refuses_damage(&bytes, 0..bytes.len());
    target.refuses_truncation(&bytes, 0..bytes.len());
    target.refuses_more(&bytes);
    target.takes(&bytes);
}

/// The passphrase costs half a second, so what lies behind it is sampled.
#[test]
fn damage_is_refused_when_sealed_by_a_passphrase() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    resident(&mut a, "单小明");
    let order = ExportOrder { passphrase: Some("山茶花".into()), ..ExportOrder::default() };
    let file = a.export(folder.path(), &order).unwrap().file;
    for wrong in [None, Some("木棉花")] {
        assert_eq!(import(&mut b, &file, wrong).unwrap_err().exit_code(), 4);
    }
    let bytes = fs::read(file).unwrap();
    let (outer, header) = parts(&bytes);
    let mut target = Target::new(b, folder.path(), Some("山茶花"));
    target.refuses_damage(&bytes, 0..outer);
    target.refuses_truncation(&bytes, 0..outer);
    target.refuses_damage(&bytes, (outer..header).step_by(29));
    target.refuses_truncation(&bytes, (outer..header).step_by(13));
    target.refuses_damage(
        &bytes,
        [header, header + 16, bytes.len() / 2 + header / 2, bytes.len() - 1].into_iter(),
    );
    target.refuses_truncation(&bytes, [header, header + 16, bytes.len() - 17, bytes.len() - 1].into_iter());
    assert_eq!(target.refuses(&[&bytes[..], b"\0"].concat()), 5);
    target.takes(&bytes);
}

/// Cuts fall between age's pieces of 64 KiB as well.
#[test]
fn a_large_bundle_is_refused_wherever_it_is_cut() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, b) = pair(folder.path());
    let mut noise = vec![0; 150_000];
    minqing::store::seal::random(&mut noise).unwrap();
    let text: String = noise.iter().map(|byte| char::from_u32(0x4e00 + u32::from(*byte)).unwrap()).collect();
    let mut draft = Draft::new();
    let id = a.begin_record(&mut draft, residents::ID, None).unwrap();
    draft.set(id, residents::NAME, Some(Value::Text("单小明".into())));
    draft.set(id, residents::NOTE, Some(Value::Text(text)));
    a.commit(draft).unwrap();
    let bytes = fs::read(a.export(folder.path(), &ExportOrder::default()).unwrap().file).unwrap();
    let (_, header) = parts(&bytes);
    let piece = (64 << 10) + 16;
    let pieces = header + 16;
    assert!(bytes.len() > pieces + 2 * piece);
    let mut target = Target::new(b, folder.path(), None);
    for n in 0..=(bytes.len() - pieces) / piece {
        let border = pieces + n * piece;
        target.refuses_truncation(&bytes, [border - 1, border, border + 1].into_iter());
        target.refuses_damage(&bytes, [border - 1, border, border + 1].into_iter());
    }
    target.refuses_more(&bytes);
    target.takes(&bytes);
}

/// The bytes with another outer header, its length and checksum right.
fn with_outer(bytes: &[u8], format: u16, outer: &Outer) -> Vec<u8> {
    let (end, _) = parts(bytes);
    let body = codec::encode(outer);
    let mut head = bytes[..15].to_vec();
    head.extend_from_slice(&format.to_le_bytes());
    head.extend_from_slice(&u32::try_from(body.len()).unwrap().to_le_bytes());
    head.extend_from_slice(&body);
    let sum = *blake3::hash(&head).as_bytes();
    [&head, &sum[..16], &bytes[end..]].concat()
}

#[test]
fn a_rewritten_part_in_clear_a_later_format_and_a_foreign_group_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, b) = pair(folder.path());
    resident(&mut a, "单小明");
    let file = a.export(folder.path(), &ExportOrder::default()).unwrap().file;
    let bytes = fs::read(&file).unwrap();
    let outer = read::inspect(&file).unwrap();
    let mut target = Target::new(b, folder.path(), None);
    assert_eq!(with_outer(&bytes, 1, &outer), bytes);
    assert_eq!(target.refuses(&with_outer(&bytes, 2, &outer)), 5);
    let refused = read::inspect(&target.file).unwrap_err().to_string();
    assert!(refused.contains("format 2"), "{refused}");

    let mut rewritten = vec![outer.clone(); 8];
    rewritten[0].sender = PeerId([7; 16]);
    rewritten[1].letter = "Z".into();
    rewritten[2].created_ms += 1;
    rewritten[3].commits += 1;
    rewritten[4].ranges[0].to += 1;
    rewritten[5].ranges.clear();
    rewritten[6].recipients.clear();
    rewritten[7].ranges = vec![Range { peer: PeerId([1; 16]), from: 1, to: u64::MAX }; 50_000];
    for other in rewritten {
        assert_eq!(target.refuses(&with_outer(&bytes, 1, &other)), 5);
    }
    let foreign = Outer { group: [9; 16], ..outer.clone() };
    assert_eq!(target.refuses(&with_outer(&bytes, 1, &foreign)), 4);
    for purpose in [Purpose::Invitation, Purpose::Backup] {
        target.refuses(&with_outer(&bytes, 1, &Outer { purpose, ..outer.clone() }));
    }
    target.takes(&bytes);

    let mut stranger = found(&folder.path().join("stranger"));
    assert_eq!(import(&mut stranger, &file, None).unwrap_err().exit_code(), 4);
}

#[test]
fn files_of_another_purpose_are_refused_with_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, b) = pair(folder.path());
    resident(&mut a, "单小明");
    let invitation = a.invite(folder.path(), "told by voice", &Offer::default()).unwrap();
    let backup = folder.path().join("backup.mqb");
    a.backup(&backup).unwrap();
    let bundle = a.export(folder.path(), &ExportOrder::default()).unwrap().file;
    let mut target = Target::new(b, folder.path(), None);
    for (file, hint) in [(&invitation, "minqing join"), (&backup, "minqing restore")] {
        assert_eq!(target.refuses(&fs::read(file).unwrap()), 1);
        let refused = target.bench.preview(file, None).unwrap_err();
        assert!(refused.sentence(Lang::Zh).contains(hint) && refused.sentence(Lang::En).contains(hint));
    }
    let home = folder.path().join("c");
    for file in [&bundle, &backup] {
        assert!(matches!(join(&home, file), Err(Error::WrongFile(_))));
    }
    for file in [&bundle, &invitation] {
        let refused = Workbench::restore(&home, file, "pass", QUICK, clock(), &mut |_| {});
        assert!(matches!(refused, Err(Error::WrongFile(_))));
    }
    assert!(!home.exists());
    for text in ["", "minqing", "完全不是同步包的文件，但比开头那一段要长得多"] {
        assert_eq!(target.refuses(text.as_bytes()), 5);
    }
}

/// A laptop of the group whose program writes what it likes.
struct Hostile {
    key: SigningKey,
    peer: PeerId,
    group: [u8; 16],
    recipient: String,
    /// What only a member has: the attacker is one.
    voucher: [u8; 32],
}

impl Hostile {
    fn commit(&self, seq: u64, seen: Vec<Point>, note: &str) -> Commit {
        let record = RecordId::derived(residents::ID, &[b"x"]);
        let cell = codec::cell(&Value::Text(note.into()));
        let change = Change { record, slot: Slot::single(residents::NAME), cell };
        Commit {
            dot: Dot { peer: self.peer, seq },
            stamp: Stamp { ms: seq, counter: 0 },
            author: record,
            cause: Cause::Act,
            seen,
            entries: vec![Entry::Kept(change)],
            salt: Salt::Whole([0; 16]),
        }
    }

    fn seam(&self, previous: [u8; 32], commits: &[Commit]) -> (Seam, [u8; 32]) {
        let head = commits.iter().fold(previous, |hash, commit| chain::extend(&hash, commit).unwrap());
        let dot = commits.last().map_or(Dot { peer: self.peer, seq: 0 }, |commit| commit.dot);
        let key = *self.key.verifying_key().as_bytes();
        (Seam { previous, key, signature: chain::sign(&self.key, dot, &head) }, head)
    }

    /// Bytes of a bundle with these ranges, seams and commits.
    fn bundle(&self, ranges: &[(u64, u64)], seams: Vec<Seam>, commits: Vec<Commit>) -> Vec<u8> {
        self.knowing(Vec::new(), ranges, seams, commits)
    }

    /// One that also says what its sender has.
    fn knowing(
        &self,
        knowledge: Vec<Point>,
        ranges: &[(u64, u64)],
        seams: Vec<Seam>,
        commits: Vec<Commit>,
    ) -> Vec<u8> {
        let peer = self.peer;
        let outer = Outer {
            purpose: Purpose::Exchange,
            group: self.group,
            sender: peer,
            letter: "X".into(),
            created_ms: 1,
            commits: commits.len() as u64,
            ranges: ranges.iter().map(|(from, to)| Range { peer, from: *from, to: *to }).collect(),
            sealing: Sealing::Group,
            recipients: vec![self.recipient.clone()],
            key_file: Bytes::default(),
        };
        let writer = Writer { signing: self.key.clone(), vouchers: vec![self.voucher] };
        let cover = Cover { outer, seams, knowledge, secrets: Bytes::default(), writer };
        let mut bytes = Vec::new();
        let lock = Lock::Keys(vec![self.recipient.clone()]);
        let place = |seq| ranges.iter().position(|(from, to)| (*from..=*to).contains(&seq)).unwrap_or(0);
        let commits =
            commits.into_iter().map(|commit| Ok((u32::try_from(place(commit.dot.seq)).unwrap(), commit)));
        write::write(&mut bytes, &cover, &lock, commits).unwrap();
        bytes
    }

    /// One whole chain from its beginning.
    fn chain(&self, commits: Vec<Commit>) -> Vec<u8> {
        let (seam, _) = self.seam(chain::genesis(self.peer), &commits);
        self.bundle(&[(1, commits.len() as u64)], vec![seam], commits)
    }
}

/// The key by which members vouch, as an invitation hands it over.
fn group_voucher(bench: &mut Workbench, folder: &Path) -> [u8; 32] {
    let file = bench.invite(folder, "told", &Offer::default()).unwrap();
    let ring = Ring { passphrase: Some("told".into()), ..Ring::default() };
    let secrets = Reader::open(&file, &ring).unwrap().inner.secrets;
    codec::decode::<Invitation>(&secrets.0).unwrap().group.voucher_keys().pop().unwrap()
}

#[test]
fn who_is_not_of_the_group_cannot_write_into_its_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, b) = pair(folder.path());
    let sent = a.export(folder.path(), &ExportOrder::default()).unwrap();
    let clear = read::inspect(&sent.file).unwrap();
    assert!(!clear.recipients[0].starts_with("age1"), "the part in clear does not hand out the group's key");
    let key = SigningKey::from_bytes(&[5; 32]);
    let peer = chain::peer_id(key.verifying_key().as_bytes());
    // Even one who knows the group's public key, and everything else but its secret.
    let someone = |voucher| {
        let (key, recipient) = (key.clone(), sent.recipients[0].clone());
        Hostile { key, peer, group: clear.group, recipient, voucher }
    };
    let (stranger, member) = (someone([0; 32]), someone(group_voucher(&mut a, folder.path())));
    let mut target = Target::new(b, folder.path(), None);
    let commits = || vec![member.commit(1, vec![], "甲")];
    assert_eq!(target.refuses(&stranger.chain(commits())), 5);
    // One who got hold of the group's secret is set aside by name until a lead knows him.
    fs::write(&target.file, member.chain(commits())).unwrap();
    let plan = import(&mut target.bench, &target.file, None).unwrap().plan;
    assert_eq!((plan.commits, plan.aside.get(&peer)), (0, Some(&1)));
    assert_eq!(target.bench.digest(), target.digest);
    let laptops = target.bench.laptops().unwrap();
    let unknown = laptops.iter().find(|laptop| laptop.peer == peer).unwrap();
    assert_eq!((unknown.membership, unknown.aside, unknown.commits), (None, 1, 0));
    assert!(matches!(target.bench.confirm(peer, false), Err(Error::NotLead)));
    a.confirm(peer, false).unwrap();
    let word = a.export(folder.path(), &ExportOrder::default()).unwrap().file;
    import(&mut target.bench, &word, None).unwrap();
    let laptops = target.bench.laptops().unwrap();
    let known = laptops.iter().find(|laptop| laptop.peer == peer).unwrap();
    assert_eq!((known.is_confirmed(), known.aside, known.commits), (true, 0, 1));
}

#[test]
fn a_laptop_that_writes_what_it_likes_is_refused_and_breaks_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let sent = a.export(folder.path(), &ExportOrder::default()).unwrap();
    let key = SigningKey::from_bytes(&[5; 32]);
    let peer = chain::peer_id(key.verifying_key().as_bytes());
    let hostile = Hostile {
        key,
        peer,
        group: read::inspect(&sent.file).unwrap().group,
        recipient: sent.recipients[0].clone(),
        voucher: group_voucher(&mut a, folder.path()),
    };
    let genesis = chain::genesis(peer);
    // It belongs to the group, and yet it is not believed.
    a.confirm(peer, false).unwrap();
    let word = a.export(folder.path(), &ExportOrder::default()).unwrap().file;
    import(&mut b, &word, None).unwrap();
    let mut target = Target::new(b, folder.path(), None);
    let named = |dot| Point { dot, print: Print([3; 16]) };
    let other = |n: u8, seq| named(Dot { peer: PeerId([n; 16]), seq });

    for seen in [
        vec![other(2, 1), other(1, 1)],
        vec![other(1, 0)],
        vec![other(1, u64::MAX)],
        vec![other(1, 1), other(1, 1)],
    ] {
        assert_eq!(target.refuses(&hostile.chain(vec![hostile.commit(1, seen, "甲")])), 5);
    }

    for knowledge in [vec![other(1, u64::MAX)], vec![other(1, 0)], vec![other(2, 1), other(1, 1)]] {
        assert_eq!(target.refuses(&hostile.knowing(knowledge, &[], Vec::new(), Vec::new())), 5);
    }

    // The chain still holds over an erased change; who erased it had no right to.
    let mut erased = hostile.commit(1, vec![], "甲");
    let inner = chain::inner_digest(&erased, 0).unwrap();
    let about = erased.touches().next().unwrap();
    let Salt::Whole(whole) = erased.salt.clone() else { panic!("a new commit has its whole salt") };
    let salts = (0..erased.entries.len()).map(|at| (at > 0).then(|| chain::entry_salt(&whole, at)));
    erased.salt = Salt::Parts(salts.collect());
    erased.entries[0] = Entry::Erased { about, inner };
    assert_eq!(target.refuses(&hostile.chain(vec![erased])), 5);
    let one = vec![hostile.commit(1, vec![], "甲")];
    let (seam, head) = hostile.seam(genesis, &one);
    // Lying ranges: nothing behind them, two lines beside each other, none at all.
    for ranges in [vec![(1, u64::MAX)], vec![(0, 1)], vec![(2, 1)], vec![(1, 2)], vec![(1, 1), (1, 1)]] {
        let seams = vec![seam.clone(); ranges.len()];
        assert_eq!(target.refuses(&hostile.bundle(&ranges, seams, Vec::new())), 5, "{ranges:?}");
    }
    assert_eq!(target.refuses(&hostile.bundle(&[(1, 1)], vec![seam.clone(); 2], one.clone())), 5);
    let seams = vec![seam.clone(), seam.clone()];
    assert_eq!(target.refuses(&hostile.bundle(&[(1, 1), (2, 2)], seams, one.clone())), 5);
    // A signature of something else, and another's key.
    let (wrong, _) = hostile.seam(genesis, &[hostile.commit(1, vec![], "乙")]);
    assert_eq!(target.refuses(&hostile.bundle(&[(1, 1)], vec![wrong], one.clone())), 5);
    let stranger = Seam { key: [3; 32], ..seam.clone() };
    assert_eq!(target.refuses(&hostile.bundle(&[(1, 1)], vec![stranger], one.clone())), 5);

    // Rows that go apart, behind a gap, and at the very beginning: all are kept.
    let first = [hostile.commit(2, vec![], "乙"), hostile.commit(3, vec![], "丙")];
    let second = [hostile.commit(2, vec![], "丁"), hostile.commit(3, vec![], "戊")];
    let line = |commits: &[Commit]| {
        let (seam, _) = hostile.seam(head, commits);
        hostile.bundle(&[(2, 3)], vec![seam], commits.to_vec())
    };
    let mut takes = |bytes: Vec<u8>| {
        fs::write(&target.file, bytes).unwrap();
        let plan = import(&mut target.bench, &target.file, None).unwrap().plan;
        (plan.commits + plan.waiting, plan.copied.len())
    };
    assert_eq!(takes(line(&first)), (2, 0));
    assert_eq!(takes(line(&second)), (2, 0));
    assert_eq!(takes(hostile.chain(one)).1, 1);
    assert_eq!(takes(hostile.chain(vec![hostile.commit(1, vec![], "己")])), (1, 1));
    assert_eq!(takes(line(&second)), (0, 0), "nothing is taken in twice");
    let laptops = target.bench.laptops().unwrap();
    let copied = laptops.iter().find(|laptop| laptop.peer == peer).unwrap();
    assert_eq!((copied.copied, copied.aside, target.bench.status().unwrap().waiting), (2, 0, 0));
    assert!(target.bench.doctor().unwrap().is_empty());

    // Odd, but whole: no changes at all, unknown ledgers, fields and types, a laptop without a card.
    let mut odd = hostile.commit(4, vec![], "庚");
    odd.entries.clear();
    let mut unknown = hostile.commit(5, vec![], "辛");
    let record = RecordId::new(LedgerTag([1; 4]), [1; 12]);
    let cell = Cell { kind: 200, bytes: Bytes(vec![1, 2, 3]) };
    unknown.entries.push(Entry::Kept(Change { record, slot: Slot::single(999), cell: cell.clone() }));
    let alien = Slot { tag: STRUCK, element: Bytes(vec![255; 3]) };
    unknown.entries.push(Entry::Kept(Change { record, slot: alien, cell }));
    let hash = first.iter().fold(head, |hash, commit| chain::extend(&hash, commit).unwrap());
    let last = vec![odd, unknown];
    let (seam, _) = hostile.seam(hash, &last);
    fs::write(&target.file, hostile.bundle(&[(4, 5)], vec![seam], last.clone())).unwrap();
    assert_eq!(import(&mut target.bench, &target.file, None).unwrap().plan.commits, 2);
    assert!(target.bench.doctor().unwrap().is_empty());
    target.bench.status().unwrap();
    target.bench.keep().unwrap();
    // What is not understood is passed on as it came.
    let full = ExportOrder { full: true, ..ExportOrder::default() };
    let onward = target.bench.export(folder.path(), &full).unwrap().file;
    import(&mut a, &onward, None).unwrap();
    assert_eq!(a.digest(), target.bench.digest());
}

/// Reads what `docs/bundle-format.md` describes, with nothing of the program.
struct Plain<'a>(&'a [u8]);

impl<'a> Plain<'a> {
    fn bytes(&mut self, length: usize) -> &'a [u8] {
        let (head, tail) = self.0.split_at(length);
        self.0 = tail;
        head
    }

    fn number(&mut self) -> u64 {
        let width = match self.bytes(1)[0] {
            251 => 2,
            252 => 4,
            253 => 8,
            small => return u64::from(small),
        };
        let bytes = self.bytes(width).iter().rev();
        bytes.fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    fn text(&mut self) -> &'a [u8] {
        let length = usize::try_from(self.number()).unwrap();
        self.bytes(length)
    }

    fn list(&mut self, mut each: impl FnMut(&mut Self)) -> u64 {
        let count = self.number();
        (0..count).for_each(|_| each(self));
        count
    }

    fn dot(&mut self) {
        self.bytes(16);
        self.number();
    }

    fn point(&mut self) {
        self.dot();
        self.bytes(16);
    }

    fn commit(&mut self) {
        let _range = self.number();
        let _ms = self.number();
        let _counter = self.number();
        let _author = self.bytes(16);
        if let 1 | 2 = self.number() {
            self.number();
        }
        self.list(Self::point);
        self.list(|entry| match entry.number() {
            0 => {
                entry.bytes(16);
                entry.number();
                entry.text();
                entry.bytes(1);
                entry.text();
            }
            1 => {
                entry.bytes(16);
                entry.number();
                entry.bytes(1 + 32);
            }
            other => panic!("entry {other}"),
        });
        assert_eq!(self.number(), 0, "a whole salt");
        self.bytes(16);
    }
}

fn tool(name: &str, arguments: &[&str], input: &[u8]) -> Option<Vec<u8>> {
    let started = Command::new(name)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn();
    let Ok(mut child) = started else {
        assert!(std::env::var_os("CI").is_none(), "{name} is absent");
        println!("skipped: {name} is absent");
        return None;
    };
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let feeding = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    feeding.join().unwrap().unwrap();
    assert!(output.status.success(), "{name} refused");
    Some(output.stdout)
}

#[test]
fn the_inner_stream_opens_with_age_and_zstd_and_reads_as_documented() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let id = resident(&mut a, "单小明");
    let file = a.export(folder.path(), &ExportOrder::default()).unwrap().file;
    import(&mut b, &file, None).unwrap();
    let mut draft = Draft::new();
    draft.add(id, residents::TAGS, &Value::Text("取暖".into()));
    b.commit(draft).unwrap();
    let identity = AgeKey::generate();
    let order = ExportOrder { recipients: vec![identity.public()], full: true, ..ExportOrder::default() };
    let exported = b.export(folder.path(), &order).unwrap();
    let bytes = fs::read(&exported.file).unwrap();

    // The part in clear.
    assert_eq!(&bytes[..17], b"minqing bundle\n\x01\x00");
    let (end, _) = parts(&bytes);
    assert_eq!(bytes[end - 16..end], blake3::hash(&bytes[..end - 16]).as_bytes()[..16]);
    let mut clear = Plain(&bytes[PRELUDE..end - 16]);
    assert_eq!(clear.number(), 0, "an exchange");
    clear.bytes(16);
    assert_eq!(clear.bytes(16), b.peer().0);
    assert_eq!(clear.text(), b"B");
    assert_eq!(clear.number(), 1_795_000_000_000);
    assert_eq!(clear.number(), exported.commits);
    let ranges = clear.list(|range| {
        range.dot();
        range.number();
    });
    assert_eq!(clear.number(), 1, "sealed to recipients");
    clear.list(|recipients| assert_eq!(recipients.text(), key_name(&identity.public()).as_bytes()));
    assert_eq!((clear.text(), clear.0), (&b""[..], &b""[..]));

    // The sealed part, with the tools that everybody has.
    let key = folder.path().join("key.txt");
    fs::write(&key, identity.secret()).unwrap();
    let arguments = ["-d", "-i", key.to_str().unwrap()];
    let Some(packed) = tool("age", &arguments, &bytes[end..]) else { return };
    let Some(plain) = tool("zstd", &["-d", "-q", "-c"], &packed) else { return };
    let mut frames = Plain(&plain);
    let mut commits = 0;
    let mut kinds = Vec::new();
    while !frames.0.is_empty() {
        let before = plain.len() - frames.0.len();
        let length = u32::from_le_bytes(frames.bytes(4).try_into().unwrap()) as usize;
        let mut frame = Plain(frames.bytes(length));
        let kind = frame.number();
        kinds.push(kind);
        match kind {
            0 => {
                assert_eq!(frame.bytes(32), blake3::hash(&bytes[..end]).as_bytes());
                let seams = frame.list(|seam| {
                    seam.bytes(32);
                    seam.bytes(32);
                    assert_eq!(seam.text().len(), 64);
                });
                assert_eq!(seams, ranges);
                assert_eq!(frame.list(Plain::point), 2);
                assert_eq!(frame.text(), b"");
                assert_eq!(chain::peer_id(frame.bytes(32).try_into().unwrap()), b.peer());
                assert_eq!(frame.text().len(), 64);
                let vouchers = frame.list(|voucher| {
                    voucher.bytes(32);
                });
                assert_eq!(vouchers, 1);
            }
            1 => {
                frame.commit();
                commits += 1;
            }
            2 => {
                assert_eq!(frame.number(), commits);
                assert_eq!(frame.bytes(32), blake3::hash(&plain[..before]).as_bytes());
            }
            other => panic!("frame {other}"),
        }
        assert_eq!(frame.0, b"", "frame {kind}");
    }
    assert_eq!(commits, exported.commits);
    assert_eq!((kinds[0], kinds.last()), (0, Some(&2)));
    let ring = Ring { keys: vec![identity], ..Ring::default() };
    let Inner { knowledge, .. } = Reader::open(&exported.file, &ring).unwrap().inner;
    assert_eq!(knowledge.len(), 2);
}
