//! Where things lie in sled: one tree, so that every step is atomic, its parts
//! told apart by the first byte of the key.

use super::{
    codec,
    engine::{Change, Engine},
    error::StoreError,
    fold::{Base, Fold, Totals},
};
use crate::{
    domain::id::RecordId,
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
    Ok(engine.scan(TREE, &key)?.map(|entry| {
        let (key, value) = entry?;
        let id = key.get(1..).and_then(|id| <[u8; 16]>::try_from(id).ok());
        let id = id.ok_or_else(|| StoreError::damaged("a record's key"))?;
        Ok((RecordId::from_bytes(id), decoded(&value)?))
    }))
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
