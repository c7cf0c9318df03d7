//! Tests of the journal: what was acknowledged stays, the rest goes whole.

use super::*;
use proptest::prelude::*;

type Batches = Vec<Vec<Vec<u8>>>;

fn key() -> Key {
    Key::from_bytes([9; 32])
}

fn open(home: &Path) -> (Journal, Report) {
    Journal::open(home, &key()).unwrap()
}

/// Opens a journal in which nothing may be wrong.
fn open_well(home: &Path) -> Journal {
    let (journal, report) = open(home);
    assert_eq!((&report.torn, &report.damaged), (&vec![], &vec![]));
    journal
}

/// Gives the batches that can be read, and counts the errors between them.
fn read(journal: &Journal, from: Position) -> (Batches, usize) {
    let (mut batches, mut errors, mut current) = (Vec::new(), 0, Vec::new());
    let mut end = from;
    for frame in journal.replay(from) {
        let Ok(frame) = frame else {
            assert!(current.is_empty(), "an error within a batch");
            errors += 1;
            continue;
        };
        assert_eq!(frame.first, current.is_empty());
        assert!(frame.batch >= from && frame.after > end);
        end = frame.after;
        current.push(frame.bytes);
        if frame.last {
            batches.push(std::mem::take(&mut current));
        }
    }
    assert!(current.is_empty(), "a batch without an end");
    (batches, errors)
}

fn batch(name: &str, frames: usize) -> Vec<Vec<u8>> {
    (0..frames).map(|n| format!("{name}{n}").into_bytes()).collect()
}

fn segment(home: &Path, number: u64) -> PathBuf {
    path_of(&home.join("journal"), number)
}

#[test]
fn batches_come_back_after_opening_again() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_well(home.path());
    let first = journal.append(batch("a", 1)).unwrap();
    let second = journal.append(batch("b", 3)).unwrap();
    assert!(journal.start() < first && first < second && second == journal.end());
    drop(journal);
    let mut journal = open_well(home.path());
    assert_eq!(journal.end(), second);
    let third = journal.append(batch("c", 2)).unwrap();
    let all = vec![batch("a", 1), batch("b", 3), batch("c", 2)];
    assert_eq!(read(&journal, Position::default()), (all.clone(), 0));
    assert_eq!(read(&journal, first), (all[1..].to_vec(), 0));
    assert_eq!(read(&journal, second), (all[2..].to_vec(), 0));
    assert_eq!(read(&journal, third), (vec![], 0));
}

#[test]
fn nothing_is_no_batch() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_well(home.path());
    assert_eq!(journal.append(Vec::<Vec<u8>>::new()).unwrap(), journal.end());
    assert_eq!(read(&journal, Position::default()), (vec![], 0));
    journal.append([[]; 2]).unwrap();
    assert_eq!(read(&journal, Position::default()), (vec![vec![vec![]; 2]], 0));
}

#[test]
fn a_dropped_batch_never_happened() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_well(home.path());
    journal.append(batch("a", 2)).unwrap();
    let mut dropped = journal.begin().unwrap();
    let mut noise = vec![0; 3 << 20];
    crate::store::seal::random(&mut noise).unwrap();
    for _ in 0..3 {
        dropped.push(noise.clone()).unwrap();
    }
    drop(dropped);
    journal.append(batch("b", 1)).unwrap();
    drop(journal);
    let journal = open_well(home.path());
    assert_eq!(read(&journal, Position::default()), (vec![batch("a", 2), batch("b", 1)], 0));
}

#[test]
fn a_batch_too_large_to_keep_is_read_frame_by_frame() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_well(home.path());
    let mut noise = vec![0; 1 << 20];
    crate::store::seal::random(&mut noise).unwrap();
    let large = vec![noise; 7];
    journal.append(batch("a", 1)).unwrap();
    journal.append(&large).unwrap();
    journal.append(batch("b", 2)).unwrap();
    let all = vec![batch("a", 1), large, batch("b", 2)];
    assert_eq!(read(&journal, Position::default()), (all, 0));
}

#[test]
fn a_batch_that_is_small_only_while_packed_is_read_frame_by_frame() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_well(home.path());
    let large = vec![vec![7; 1 << 20]; 7];
    journal.append(&large).unwrap();
    journal.append(batch("a", 2)).unwrap();
    assert!(journal.end().offset < 1 << 20, "it is packed");
    let mut replay = journal.replay(Position::default());
    let first = replay.next().unwrap().unwrap();
    assert_eq!((first.first, first.bytes.len(), replay.kept()), (true, 1 << 20, 0));
    let rest = replay.map(|frame| frame.unwrap().bytes);
    let all: Vec<_> = large.into_iter().skip(1).chain(batch("a", 2)).collect();
    assert_eq!(rest.collect::<Vec<_>>(), all);
}

#[test]
fn a_full_disk_takes_the_batch_back_and_leaves_the_rest() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_well(home.path());
    journal.append(batch("a", 2)).unwrap();
    for room in [0, 1, 16, 17, 60, 100] {
        journal.tail.room = Some(room);
        assert!(matches!(journal.append(batch("b", 4)), Err(StoreError::Full)));
        assert_eq!(fs::metadata(segment(home.path(), 1)).unwrap().len(), journal.end().offset);
    }
    journal.tail.room = None;
    journal.append(batch("c", 1)).unwrap();
    drop(journal);
    let journal = open_well(home.path());
    assert_eq!(read(&journal, Position::default()), (vec![batch("a", 2), batch("c", 1)], 0));
}

#[test]
fn a_journal_that_cannot_take_back_refuses_until_opened_again() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_well(home.path());
    journal.append(batch("a", 2)).unwrap();
    journal.tail.room = Some(20);
    journal.tail.stuck = true;
    assert!(matches!(journal.append(batch("b", 1)), Err(StoreError::Full)));
    journal.tail.room = None;
    assert!(journal.append(batch("c", 1)).is_err());
    assert!(journal.rotate().is_err());
    assert_eq!(read(&journal, Position::default()).0, vec![batch("a", 2)]);
    drop(journal);
    open_well(home.path()).append(batch("d", 1)).unwrap();
}

#[test]
fn whole_segments_before_a_position_go() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_well(home.path());
    assert_eq!(journal.rotate().unwrap().segment, 1, "an empty segment is new enough");
    let mut ends = Vec::new();
    for name in ["a", "b", "c"] {
        ends.push(journal.append(batch(name, 2)).unwrap());
        journal.rotate().unwrap();
    }
    let bytes = journal.bytes();
    journal.remove_before(Position { offset: ends[0].offset - 1, ..ends[0] }).unwrap();
    assert_eq!(journal.start().segment, 1);
    journal.remove_before(ends[0]).unwrap();
    assert_eq!((journal.start().segment, segment(home.path(), 1).exists()), (2, false));
    assert!(journal.bytes() < bytes);
    drop(journal);
    let mut journal = open_well(home.path());
    assert_eq!(read(&journal, ends[0]), (vec![batch("b", 2), batch("c", 2)], 0));
    journal.remove_before(Position { segment: 99, offset: 0 }).unwrap();
    assert_eq!(journal.start().segment, 4, "the one being written stays");
    drop(journal);
    assert_eq!(open_well(home.path()).append(batch("d", 1)).unwrap().segment, 4);
}

#[test]
fn what_is_written_after_a_lost_journal_lies_behind_what_was_remembered() {
    let home = tempfile::tempdir().unwrap();
    let remembered = Position { segment: 41, offset: 1000 };
    let mut journal = open_well(home.path());
    journal.append(batch("a", 1)).unwrap();
    journal.skip_past(remembered).unwrap();
    assert!(journal.append(batch("b", 1)).unwrap() > remembered);
    journal.skip_past(remembered).unwrap();
    drop(journal);
    let journal = open_well(home.path());
    assert_eq!(read(&journal, remembered), (vec![batch("b", 1)], 0));
    assert_eq!(read(&journal, journal.start()), (vec![batch("a", 1), batch("b", 1)], 0));
}

#[test]
fn a_missing_segment_is_noticed() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_well(home.path());
    for name in ["a", "b", "c"] {
        journal.append(batch(name, 1)).unwrap();
        journal.rotate().unwrap();
    }
    drop(journal);
    fs::remove_file(segment(home.path(), 2)).unwrap();
    let (journal, report) = open(home.path());
    let from = Position { segment: 2, offset: 0 };
    let to = Position { segment: 3, offset: 0 };
    assert_eq!(report.damaged, vec![Damage { from, to, kind: DamageKind::Missing }]);
    assert_eq!(read(&journal, Position::default()).0, vec![batch("a", 1), batch("c", 1)]);
}

fn flip(path: &Path, places: &[usize]) {
    let mut bytes = fs::read(path).unwrap();
    for at in places {
        bytes[*at] ^= 1;
    }
    fs::write(path, &bytes).unwrap();
}

/// Writes a segment with the batch `a` and one with the batch `b`.
fn two_segments() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_well(home.path());
    journal.append(batch("a", 1)).unwrap();
    journal.rotate().unwrap();
    journal.append(batch("b", 1)).unwrap();
    home
}

#[test]
fn one_copy_of_a_header_is_enough() {
    let home = two_segments();
    flip(&segment(home.path(), 1), &[3]);
    flip(&segment(home.path(), 2), &[60]);
    let journal = open_well(home.path());
    assert_eq!(read(&journal, Position::default()), (vec![batch("a", 1), batch("b", 1)], 0));
}

#[test]
fn a_segment_whose_header_is_gone_is_reported_and_left() {
    for (number, stays) in [(1, "b"), (2, "a")] {
        let home = two_segments();
        let path = segment(home.path(), number);
        flip(&path, &[3, 60]);
        let (mut journal, report) = open(home.path());
        assert_eq!(report.torn, vec![]);
        let kinds: Vec<_> = report.damaged.iter().map(|damage| (damage.from.segment, damage.kind)).collect();
        assert_eq!(kinds, [(number, DamageKind::Header)]);
        assert_eq!(read(&journal, Position::default()), (vec![batch(stays, 1)], 1));
        let end = journal.append(batch("c", 1)).unwrap();
        assert_eq!(end.segment, if number == 1 { 2 } else { 3 }, "it is not written to");
        assert!(path.exists());
        journal.rotate().unwrap();
        journal.remove_before(end).unwrap();
        assert!(!path.exists());
    }
}

#[test]
fn a_tail_torn_before_later_batches_is_suspect() {
    let home = two_segments();
    let path = segment(home.path(), 1);
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
    let (journal, report) = open(home.path());
    let position = Position { segment: 1, offset: HEADER_LEN };
    let cut = Torn { position, bytes: bytes.len() as u64 - 1 - HEADER_LEN, suspect: true };
    assert_eq!((report.torn, report.damaged), (vec![cut], vec![]));
    assert_eq!(read(&journal, Position::default()), (vec![batch("b", 1)], 0));
}

#[test]
fn a_segment_torn_while_it_was_made_is_made_again() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_well(home.path());
    journal.append(batch("a", 1)).unwrap();
    let header = Header::new(2, 1).unwrap().to_bytes();
    drop(journal);
    for length in 0..header.len() {
        fs::write(segment(home.path(), 2), &header[..length]).unwrap();
        let mut journal = open_well(home.path());
        assert_eq!(read(&journal, Position::default()), (vec![batch("a", 1)], 0));
        assert_eq!(journal.rotate().unwrap().segment, 2);
    }
}

#[test]
fn a_newer_version_is_not_touched() {
    let home = tempfile::tempdir().unwrap();
    drop(open_well(home.path()));
    let path = segment(home.path(), 1);
    let mut bytes = fs::read(&path).unwrap();
    bytes[4] = 2;
    let sum = blake3::hash(&bytes[..38]);
    bytes[38..46].copy_from_slice(&sum.as_bytes()[..8]);
    fs::write(&path, &bytes).unwrap();
    assert!(matches!(Journal::open(home.path(), &key()), Err(StoreError::Newer { found: 2, known: 1 })));
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

#[test]
fn another_key_reads_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_well(home.path());
    journal.append(batch("a", 2)).unwrap();
    journal.append(batch("b", 1)).unwrap();
    drop(journal);
    let (journal, _) = Journal::open(home.path(), &Key::from_bytes([1; 32])).unwrap();
    assert_eq!(read(&journal, Position::default()), (vec![], 2));
}

#[test]
fn frames_exchanged_between_places_do_not_open() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_well(home.path());
    let ends: Vec<_> = ["a", "b", "c"].map(|name| journal.append(batch(name, 1)).unwrap().offset).into();
    drop(journal);
    let path = segment(home.path(), 1);
    let bytes = fs::read(&path).unwrap();
    let at = |n: u64| usize::try_from(n).unwrap();
    let mut swapped = bytes[..at(HEADER_LEN)].to_vec();
    swapped.extend_from_slice(&bytes[at(ends[0])..at(ends[1])]);
    swapped.extend_from_slice(&bytes[at(HEADER_LEN)..at(ends[0])]);
    swapped.extend_from_slice(&bytes[at(ends[1])..]);
    fs::write(&path, swapped).unwrap();
    let (journal, report) = open(home.path());
    assert_eq!(report.damaged.len(), 1);
    assert_eq!(read(&journal, Position::default()), (vec![batch("c", 1)], 1));
}

#[test]
fn false_marks_do_not_keep_it_busy() {
    let home = tempfile::tempdir().unwrap();
    let mut journal = open_well(home.path());
    journal.append(batch("a", 1)).unwrap();
    let mark = journal.segments[0].header.unwrap().mark();
    drop(journal);
    let path = segment(home.path(), 1);
    let mut bytes = fs::read(&path).unwrap();
    let mut lie = mark.to_vec();
    lie.push(1);
    lie.extend_from_slice(&(1_u32 << 20).to_le_bytes());
    bytes.extend(lie.repeat(400_000));
    fs::write(&path, bytes).unwrap();
    let (journal, report) = open(home.path());
    assert_eq!(report.torn.len(), 1);
    assert_eq!(read(&journal, Position::default()), (vec![batch("a", 1)], 0));
}

fn some_batches() -> impl Strategy<Value = Batches> {
    let frame = prop::collection::vec(any::<u8>(), 0..40);
    prop::collection::vec(prop::collection::vec(frame, 1..4), 1..5)
}

/// Writes the batches and gives where each ends.
fn written(home: &Path, batches: &Batches) -> Vec<u64> {
    let mut journal = open_well(home);
    batches.iter().map(|batch| journal.append(batch).unwrap().offset).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn cut_anywhere_only_whole_batches_stay(batches in some_batches(), later in some_batches()) {
        let origin = tempfile::tempdir().unwrap();
        let ends = written(origin.path(), &batches);
        let bytes = fs::read(segment(origin.path(), 1)).unwrap();
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("journal")).unwrap();
        // Every byte of the last two batches, and every seventh before them.
        let dense = ends.len().checked_sub(3).map_or(0, |n| ends[n]);
        for cut in (0..=bytes.len()).filter(|cut| *cut as u64 >= dense || cut % 7 == 0) {
            for number in [1, 2] {
                let _ = fs::remove_file(segment(home.path(), number));
            }
            fs::write(segment(home.path(), 1), &bytes[..cut]).unwrap();
            let (mut journal, report) = open(home.path());
            let whole = ends.iter().filter(|end| **end <= cut as u64).count();
            prop_assert_eq!(&report.damaged, &vec![]);
            prop_assert_eq!(report.batches, whole as u64);
            prop_assert_eq!(read(&journal, Position::default()), (batches[..whole].to_vec(), 0));
            if cut % 16 == 0 {
                let mut all = batches[..whole].to_vec();
                for batch in &later {
                    let end = journal.append(batch).unwrap();
                    prop_assert!(end > Position { segment: 1, offset: cut as u64 }, "positions only grow");
                }
                all.extend(later.clone());
                drop(journal);
                prop_assert_eq!(read(&open_well(home.path()), Position::default()), (all, 0));
            }
        }
    }

    #[test]
    fn a_flipped_bit_costs_the_batch_it_hits(batches in some_batches(), bit in 0..8_u8) {
        let origin = tempfile::tempdir().unwrap();
        let ends = written(origin.path(), &batches);
        let bytes = fs::read(segment(origin.path(), 1)).unwrap();
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("journal")).unwrap();
        for at in usize::try_from(HEADER_LEN).unwrap()..bytes.len() {
            for number in [1, 2] {
                let _ = fs::remove_file(segment(home.path(), number));
            }
            let mut bad = bytes.clone();
            bad[at] ^= 1 << bit;
            fs::write(segment(home.path(), 1), &bad).unwrap();
            let (journal, report) = open(home.path());
            let hit = ends.iter().filter(|end| **end <= at as u64).count();
            let mut rest = batches.clone();
            rest.remove(hit);
            let last = hit == rest.len();
            prop_assert_eq!((report.torn.len(), report.damaged.len()), if last { (1, 0) } else { (0, 1) });
            prop_assert_eq!(read(&journal, Position::default()), (rest, usize::from(!last)));
        }
    }

    #[test]
    fn rubbish_is_no_journal(noise in prop::collection::vec(any::<u8>(), 0..400)) {
        let home = tempfile::tempdir().unwrap();
        drop(open_well(home.path()));
        let path = segment(home.path(), 1);
        let mut bytes = fs::read(&path).unwrap();
        bytes.extend_from_slice(&noise);
        fs::write(&path, &bytes).unwrap();
        prop_assert_eq!(read(&open(home.path()).0, Position::default()), (vec![], 0));
        fs::write(&path, &noise).unwrap();
        let (journal, _) = open(home.path());
        prop_assert_eq!(read(&journal, Position::default()).0, Batches::new());
    }
}
