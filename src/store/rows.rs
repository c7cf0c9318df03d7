//! Where things lie in sled: one tree, so that every step is atomic, its parts
//! told apart by the first byte of the key.

use std::ops::Bound;

use super::{
    codec,
    engine::{Change, Engine, Scan},
    error::StoreError,
    fold::{Base, Fold, Totals},
};
use crate::{
    domain::id::{LedgerTag, RecordId},
    log::{
        commit::{Dot, Envelope, PeerId, Point, Print},
        record::Record,
    },
};

/// The one tree.
pub(super) const TREE: &str = "ledger";

/// Commits that were applied.
pub const COMMIT: u8 = b'c';
/// Records as they are now.
pub const RECORD: u8 = b'r';
/// Commits that wait.
pub const WAITING: u8 = b'w';
const NOTE: u8 = b'n';
/// The key of the figures.
pub const TOTALS: &[u8] = b"mtotals";

impl Base for Engine {
    fn record(&self, id: RecordId) -> Result<Option<Record>, StoreError> {
        record(self, id)
    }

    fn commit(&self, dot: Dot) -> Result<Option<Envelope>, StoreError> {
        commit(self, dot)
    }

    fn waiting(&self, point: Point) -> Result<Option<Envelope>, StoreError> {
        waiting(self, point)
    }
}

/// The figures as they were last written; those of an empty store if never.
/// Whose commits count is judged again: an earlier version may have judged it otherwise.
pub(super) fn totals(engine: &Engine) -> Result<Totals, StoreError> {
    let mut totals: Totals = read(engine, TOTALS)?.unwrap_or_default();
    totals.recast |= totals.trust.judge_anew();
    Ok(totals)
}

pub(super) fn record(engine: &Engine, id: RecordId) -> Result<Option<Record>, StoreError> {
    read(engine, &record_key(id))
}

pub(super) fn commit(engine: &Engine, dot: Dot) -> Result<Option<Envelope>, StoreError> {
    read(engine, &dot_key(dot))
}

pub(super) fn waiting(engine: &Engine, point: Point) -> Result<Option<Envelope>, StoreError> {
    read(engine, &point_key(point))
}

/// Every record whose id begins with `prefix`.
pub(super) fn records<'a>(
    engine: &'a Engine,
    prefix: &[u8],
) -> Result<impl Iterator<Item = Result<(RecordId, Record), StoreError>> + use<'a>, StoreError> {
    let mut key = vec![RECORD];
    key.extend_from_slice(prefix);
    Ok(read_records(engine.scan(TREE, &key)?))
}

fn read_records(found: Scan<'_>) -> impl Iterator<Item = Result<(RecordId, Record), StoreError>> {
    found.map(|entry| {
        let (key, value) = entry?;
        let id = key.get(1..).and_then(|id| <[u8; 16]>::try_from(id).ok());
        let id = id.ok_or_else(|| StoreError::damaged("a record's key"))?;
        Ok((RecordId::from_bytes(id), decoded(&value)?))
    })
}

/// The most records that are read without help.
const FEW: usize = 512;

/// The most threads that read at once: more would wait for the engine.
const THREADS: usize = 4;

/// What `of` makes of every record of a ledger, by id. Ids are drawn at random
/// and so fall evenly into parts: a large ledger is read by several threads,
/// one part each.
pub(super) fn mapped<T: Send>(
    engine: &Engine,
    ledger: LedgerTag,
    of: &(dyn Fn(RecordId, Record) -> T + Sync),
) -> Result<Vec<T>, StoreError> {
    let collect = |found: &mut dyn Iterator<Item = Result<(RecordId, Record), StoreError>>| {
        found.map(|entry| entry.map(|(id, record)| of(id, record))).collect::<Result<Vec<T>, StoreError>>()
    };
    let mut found = records(engine, &ledger.0)?;
    let few = collect(&mut found.by_ref().take(FEW))?;
    if few.len() < FEW {
        return Ok(few);
    }
    drop((few, found));
    let threads = std::thread::available_parallelism().map_or(1, |cores| cores.get().min(THREADS));
    let read = |part: usize| -> Result<Vec<T>, StoreError> {
        collect(&mut read_records(engine.range(TREE, part_of(ledger, part, threads))?))
    };
    let read = &read;
    let parts: Result<Vec<Vec<T>>, StoreError> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|part| scope.spawn(move || read(part))).collect();
        let first = read(0);
        let joined = others.into_iter().map(|other| match other.join() {
            Ok(part) => part,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        std::iter::once(first).chain(joined).collect()
    });
    let parts = parts?;
    let mut all = Vec::with_capacity(parts.iter().map(Vec::len).sum());
    for part in parts {
        all.extend(part);
    }
    Ok(all)
}

/// The keys of one of so many equal parts of a ledger.
fn part_of(ledger: LedgerTag, part: usize, parts: usize) -> (Bound<Vec<u8>>, Bound<Vec<u8>>) {
    let begin = |part: usize| {
        let mut key = vec![RECORD];
        key.extend_from_slice(&ledger.0);
        key.extend(u8::try_from(256 * part / parts));
        key
    };
    // Behind the last id of a ledger comes the first of the next.
    let end = if part + 1 < parts {
        Bound::Excluded(begin(part + 1))
    } else {
        let mut last = begin(0);
        last.truncate(1 + ledger.0.len());
        last.extend([u8::MAX; 13]);
        Bound::Included(last)
    };
    (Bound::Included(begin(part)), end)
}

/// Every commit that was applied, by row and place.
pub(super) fn applied(
    engine: &Engine,
) -> Result<impl Iterator<Item = Result<(Dot, Envelope), StoreError>>, StoreError> {
    Ok(engine.scan(TREE, &[COMMIT])?.map(|entry| {
        let (key, value) = entry?;
        let at = read_dot(&key).ok_or_else(|| StoreError::damaged("a commit's key"))?;
        Ok((at, decoded(&value)?))
    }))
}

/// Every commit that waits.
pub(super) fn all_waiting(
    engine: &Engine,
) -> Result<impl Iterator<Item = Result<Envelope, StoreError>>, StoreError> {
    Ok(engine.scan(TREE, &[WAITING])?.map(|entry| {
        let (key, value) = entry?;
        let envelope: Envelope = decoded(&value)?;
        if key == point_key(envelope.point()) {
            Ok(envelope)
        } else {
            Err(StoreError::damaged("a commit's key"))
        }
    }))
}

/// Every note of this laptop.
pub(super) fn notes(engine: &Engine) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let entries = engine.scan(TREE, &[NOTE])?;
    entries
        .map(|entry| {
            let (key, value) = entry?;
            let name = String::from_utf8(key.get(1..).unwrap_or_default().to_vec());
            Ok((name.map_err(|_not_text| StoreError::damaged("a note's key"))?, value))
        })
        .collect()
}

pub(super) fn note_key(key: &str) -> Vec<u8> {
    let mut bytes = vec![NOTE];
    bytes.extend_from_slice(key.as_bytes());
    bytes
}

/// What a fold changed, as one step; nothing where it changed nothing.
pub fn changes<B: Base>(fold: &Fold<'_, B>, notes: Vec<(String, Vec<u8>)>) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for (at, envelope) in &fold.rewritten {
        changes.push((dot_key(*at), Some(codec::encode(envelope))));
    }
    for (at, envelope) in &fold.applied {
        changes.push((dot_key(*at), Some(codec::encode(envelope))));
    }
    for (id, record) in &fold.records {
        changes.push((record_key(*id), Some(codec::encode(record))));
    }
    for (point, envelope) in fold.waiting.iter().chain(&fold.rewaiting) {
        changes.push((point_key(*point), Some(codec::encode(envelope))));
    }
    for point in &fold.released {
        changes.push((point_key(*point), None));
    }
    if !changes.is_empty() {
        changes.push((TOTALS.to_vec(), Some(codec::encode(&fold.totals))));
    }
    changes.extend(notes.into_iter().map(|(key, value)| (note_key(&key), Some(value))));
    changes
}

fn read<T: serde::de::DeserializeOwned>(engine: &Engine, key: &[u8]) -> Result<Option<T>, StoreError> {
    engine.get(TREE, key)?.map(|bytes| decoded(&bytes)).transpose()
}

fn decoded<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, StoreError> {
    codec::decode_sealed(bytes).map_err(|_unreadable| StoreError::damaged("a stored value"))
}

/// The key of a record.
pub fn record_key(id: RecordId) -> Vec<u8> {
    let mut key = vec![RECORD];
    key.extend_from_slice(id.as_bytes());
    key
}

/// The key of a commit that was applied, by its place.
pub fn dot_key(at: Dot) -> Vec<u8> {
    let mut key = vec![COMMIT];
    key.extend_from_slice(&at.peer.0);
    key.extend_from_slice(&at.seq.to_be_bytes());
    key
}

/// The key of a commit that waits.
pub fn point_key(Point { dot, print: Print(print) }: Point) -> Vec<u8> {
    let mut key = vec![WAITING];
    key.extend_from_slice(&dot.peer.0);
    key.extend_from_slice(&dot.seq.to_be_bytes());
    key.extend_from_slice(&print);
    key
}

/// The commit that such a key names.
pub fn read_dot(key: &[u8]) -> Option<Dot> {
    let (peer, seq) = key.get(1..)?.split_at_checked(16)?;
    Some(Dot { peer: PeerId(peer.try_into().ok()?), seq: u64::from_be_bytes(seq.try_into().ok()?) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::seal::Key;

    #[test]
    fn a_large_ledger_is_read_whole_and_no_other_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let engine = Engine::open(folder.path(), &Key::from_bytes([1; 32])).unwrap();
        let own = LedgerTag([7, 7, 7, 255]);
        let id = |ledger, first: u8, second: u8| {
            let mut random = [first; 12];
            random[1] = second;
            RecordId::new(ledger, random)
        };
        let empty = codec::encode(&Record::default());
        let ids = (0..=255).flat_map(|first| (0..4).map(move |second| id(own, first, second * 85)));
        let ids: Vec<RecordId> = ids.collect();
        assert!(ids.len() > FEW);
        let others = [LedgerTag([7, 7, 7, 254]), LedgerTag([7, 7, 8, 0])];
        let others = others.into_iter().flat_map(|ledger| [id(ledger, 0, 0), id(ledger, 255, 255)]);
        let all = ids.iter().copied().chain(others);
        engine.put_batch(TREE, all.map(|id| (record_key(id), Some(empty.clone())))).unwrap();
        for threads in 1..=THREADS {
            let part = |part| read_records(engine.range(TREE, part_of(own, part, threads)).unwrap());
            let found: Vec<RecordId> = (0..threads).flat_map(part).map(|entry| entry.unwrap().0).collect();
            assert_eq!(found, ids, "{threads}");
        }
        assert_eq!(mapped(&engine, own, &|id, _record| id).unwrap(), ids);
        assert_eq!(mapped(&engine, LedgerTag([7, 7, 8, 0]), &|id, _record| id).unwrap().len(), 2);
    }
}
