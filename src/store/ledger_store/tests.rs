//! What goes in comes back, with sled and without, and what may be missing is told.

use std::fs;

use super::*;
use crate::store::line;
use crate::{
    domain::{field::Tag, id::LedgerTag},
    log::{
        chain,
        commit::{About, Cause, Cell, Change, Commit, Entry, PeerId, Point, Print, Salt, Slot},
        stamp::Stamp,
    },
};

struct Nobody;

impl Rescue for Nobody {
    fn backup(
        &mut self,
        _take: &mut dyn FnMut(Envelope) -> Result<(), StoreError>,
    ) -> Result<bool, StoreError> {
        Ok(false)
    }

    fn progress(&mut self, _done: u64) {}
}

fn open(home: &Path) -> (LedgerStore, Opening) {
    LedgerStore::open(home, &Key::from_bytes([7; 32]), &Trust::default(), 9, &mut Nobody).unwrap()
}

/// A row of commits, each with one text of so many bytes in a record of its own.
struct Row {
    next: u64,
    hash: [u8; 32],
    bytes: usize,
}

const PEER: PeerId = PeerId([1; 16]);

impl Row {
    fn new(bytes: usize) -> Self {
        Self { next: 1, hash: chain::genesis(PEER), bytes }
    }
}

impl Iterator for Row {
    type Item = Envelope;

    fn next(&mut self) -> Option<Envelope> {
        let mut id = [0; 12];
        id[..8].copy_from_slice(&self.next.to_be_bytes());
        let record = RecordId::new(LedgerTag([1; 4]), id);
        let cell = Cell { kind: 1, bytes: Bytes(vec![b'x'; self.bytes]) };
        let commit = Commit {
            dot: Dot { peer: PEER, seq: self.next },
            stamp: Stamp { ms: 1, counter: 0 },
            author: record,
            cause: Cause::Act,
            seen: Vec::new(),
            entries: vec![Entry::Kept(Change { record, slot: Slot::single(20), cell })],
            salt: Salt::Whole([1; 16]),
        };
        let previous = self.hash;
        self.hash = chain::extend(&previous, &commit).unwrap();
        self.next += 1;
        Some(Envelope { commit, previous, hash: self.hash, signature: None })
    }
}

fn head(store: &LedgerStore) -> u64 {
    store.totals().heads.get(PEER).map_or(0, |head| head.seq)
}

fn segment(home: &Path) -> PathBuf {
    home.join("journal/00000001.mqj")
}

#[test]
fn a_stream_of_large_texts_is_read_back_with_sled_and_without() {
    let home = tempfile::tempdir().unwrap();
    let (mut store, _) = open(home.path());
    let taken = store
        .append_stream::<StoreError>(9, &mut |_| {}, |take| Row::new(700 << 10).take(100).try_for_each(take));
    assert_eq!((taken.unwrap(), head(&store)), (100, 100));
    let digest = store.totals().digest();
    store.close().unwrap();
    let (store, opening) = open(home.path());
    assert_eq!((store.totals().digest(), opening.rebuilt), (digest, None));
    store.close().unwrap();
    fs::remove_dir_all(home.path().join("sled")).unwrap();
    let (store, opening) = open(home.path());
    assert_eq!(store.totals().digest(), digest);
    assert!(opening.is_lossless());
    assert_eq!(store.check(9, &mut || Ok(())).unwrap(), Vec::<String>::new());
}

#[test]
fn a_line_written_before_lines_were_bounded_is_read() {
    let home = tempfile::tempdir().unwrap();
    let (mut store, _) = open(home.path());
    let line = Line::Commits(Row::new(700 << 10).take(100).collect());
    store.journal.append([codec::encode(&line)]).unwrap();
    drop(store);
    assert_eq!(head(&open(home.path()).0), 100);
}

#[test]
fn a_commit_beyond_the_largest_is_refused_before_the_journal_is_touched() {
    let home = tempfile::tempdir().unwrap();
    let (mut store, _) = open(home.path());
    let before = store.journal_bytes();
    let two: Vec<Envelope> = Row::new(10).take(1).chain(Row::new(41 << 20).skip(1).take(1)).collect();
    assert!(matches!(store.append(&two, 9), Err(StoreError::TooLarge { .. })));
    let streamed =
        store.append_stream::<StoreError>(9, &mut |_| {}, |take| two.into_iter().try_for_each(take));
    assert!(matches!(streamed, Err(StoreError::TooLarge { .. })));
    assert_eq!((store.journal_bytes(), head(&store)), (before, 0));
    store.append(&Row::new(30 << 20).take(1).collect::<Vec<_>>(), 9).unwrap();
    drop(store);
    assert_eq!(head(&open(home.path()).0), 1);
}

#[test]
fn the_weight_of_a_commit_is_no_less_than_its_code() {
    for mut envelope in Row::new(100).take(3) {
        envelope.commit.seen =
            vec![Point { dot: Dot { peer: PEER, seq: u64::MAX }, print: Print([1; 16]) }; 9];
        let about = About { record: envelope.commit.author, tag: Tag::MAX, single: true };
        let kept = envelope.commit.entries[0].clone();
        envelope.commit.entries = vec![kept; 500];
        envelope.commit.entries.extend(vec![Entry::Erased { about, inner: [255; 32] }; 50]);
        envelope.commit.salt = Salt::Parts(vec![Some([255; 32]); 550]);
        assert!(line::weight(&envelope) >= codec::encode(&envelope).len());
    }
}

#[test]
fn an_end_that_was_acknowledged_and_is_damaged_is_suspect_unless_sled_has_it() {
    let home = tempfile::tempdir().unwrap();
    let write = |damage: &dyn Fn(&mut Vec<u8>)| {
        let (mut store, _) = open(home.path());
        let next: Vec<Envelope> = Row::new(10).skip(usize::try_from(head(&store)).unwrap()).take(1).collect();
        store.append(&next, 9).unwrap();
        store.close().unwrap();
        let newest = fs::read_dir(home.path().join("journal")).unwrap();
        let newest = newest.map(|entry| entry.unwrap().path()).max().unwrap();
        let mut bytes = fs::read(&newest).unwrap();
        damage(&mut bytes);
        fs::write(&newest, bytes).unwrap();
    };
    // The last bytes are gone: looks like a write that was interrupted, but sled had it.
    write(&|bytes| bytes.truncate(bytes.len() - 3));
    let (store, opening) = open(home.path());
    assert_eq!((head(&store), opening.suspect, opening.is_lossless()), (1, 0, true));
    store.close().unwrap();
    // The same, and sled is gone as well.
    write(&|bytes| bytes.truncate(bytes.len() - 3));
    fs::remove_dir_all(home.path().join("sled")).unwrap();
    let (store, opening) = open(home.path());
    assert!(opening.suspect > 0 && !opening.is_lossless(), "{opening:?}");
    drop(store);
    let (_, opening) = open(home.path());
    assert!(opening.is_lossless(), "told once: {opening:?}");
}

#[test]
fn damage_that_nothing_is_known_to_fill_is_told_apart() {
    let home = tempfile::tempdir().unwrap();
    let (mut store, _) = open(home.path());
    let row: Vec<Envelope> = Row::new(10).take(2).collect();
    let mut ends = Vec::new();
    for envelope in &row {
        store.append(std::slice::from_ref(envelope), 9).unwrap();
        ends.push(store.journal_bytes());
    }
    store.note("a", vec![1], 9).unwrap();
    store.close().unwrap();
    let mut bytes = fs::read(segment(home.path())).unwrap();
    let middle = usize::try_from(u64::midpoint(ends[0], ends[1])).unwrap();
    bytes[middle] ^= 1;
    fs::write(segment(home.path()), bytes).unwrap();
    let (store, opening) = open(home.path());
    assert_eq!((head(&store), opening.journal_damage, opening.unfilled), (2, 1, 0), "sled has it");
    store.close().unwrap();
    fs::remove_dir_all(home.path().join("sled")).unwrap();
    let (store, opening) = open(home.path());
    assert_eq!((head(&store), opening.journal_damage, opening.unfilled), (1, 1, 1));
    assert!(!opening.is_lossless());
}

#[cfg(unix)]
#[test]
fn the_journal_is_its_owners() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let _store = open(home.path());
    let mode = fs::metadata(segment(home.path())).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

/// A workspace with so many commits, closed; answers its digest.
fn closed(home: &Path, commits: usize) -> [u8; 32] {
    let (mut store, _) = open(home);
    store.append(&Row::new(10).take(commits).collect::<Vec<_>>(), 9).unwrap();
    let digest = store.totals().digest();
    store.close().unwrap();
    digest
}

const MARK: &str = "sled.broken";

#[test]
fn a_marked_folder_is_moved_away_unopened_and_built_anew() {
    let home = tempfile::tempdir().unwrap();
    let digest = closed(home.path(), 5);
    let database = home.path().join("sled/db");
    let torn = vec![0xA5; 5000];
    fs::write(&database, &torn).unwrap();
    fs::write(home.path().join(MARK), "a page nobody wrote").unwrap();
    let (store, opening) = open(home.path());
    let (why, place) = opening.rebuilt.clone().unwrap();
    assert_eq!((why.as_str(), store.totals().digest()), ("a page nobody wrote", digest));
    // Not a byte of it was touched: sled never had it open.
    assert_eq!(fs::read(place.join("db")).unwrap(), torn);
    assert!(opening.is_lossless() && !home.path().join(MARK).exists());
    store.close().unwrap();
    let (store, opening) = open(home.path());
    assert_eq!((opening.rebuilt, store.totals().digest()), (None, digest), "told once");
}

#[test]
fn a_mark_beside_a_sound_folder_or_none_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let digest = closed(home.path(), 5);
    fs::write(home.path().join(MARK), vec![b'x'; 100_000]).unwrap();
    let (store, opening) = open(home.path());
    assert!(opening.rebuilt.is_some_and(|(why, _)| why.len() < 10_000));
    assert_eq!(store.totals().digest(), digest);
    store.close().unwrap();
    // Interrupted when the folder had gone and the mark had not.
    fs::remove_dir_all(home.path().join("sled")).unwrap();
    fs::write(home.path().join(MARK), "why").unwrap();
    let (store, opening) = open(home.path());
    assert_eq!((store.totals().digest(), opening.rebuilt), (digest, None));
    assert!(!home.path().join(MARK).exists());
}

#[test]
fn a_folder_that_cannot_be_moved_is_marked_and_the_next_opening_moves_it() {
    let home = tempfile::tempdir().unwrap();
    let digest = closed(home.path(), 5);
    for name in ["db", "conf"] {
        fs::write(home.path().join("sled").join(name), [0xA5; 5000]).unwrap();
    }
    // Where it would go there is no room for it.
    let shelf = home.path().join("set-aside");
    fs::write(&shelf, "in the way").unwrap();
    let attempt =
        || LedgerStore::open(home.path(), &Key::from_bytes([7; 32]), &Trust::default(), 9, &mut Nobody).err();
    for _ in 0..2 {
        let refused = attempt();
        assert!(matches!(refused, Some(StoreError::Held { .. })), "{refused:?}");
        assert!(home.path().join(MARK).exists());
    }
    fs::remove_file(&shelf).unwrap();
    let (store, opening) = open(home.path());
    assert!(opening.rebuilt.is_some_and(|(why, place)| !why.is_empty() && place.join("db").exists()));
    assert_eq!(store.totals().digest(), digest);
}
