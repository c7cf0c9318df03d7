//! A disk that forgets what was not synced, and stops between any two writes.

use std::{collections::BTreeMap, ops::Bound};

use minqing::{
    domain::id::RecordId,
    log::{
        commit::{Commit, Dot, Envelope, PeerId, Point},
        record::Record,
        vector::Vector,
    },
    store::{
        StoreError, codec,
        engine::Change,
        fold::{Base, Totals},
        rows,
    },
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{Stop, parcel::Parcel};

/// What one line of the journal holds; the journal's own lines have this shape.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Line {
    Commits(Vec<Envelope>),
    /// What a laptop said it has.
    Has(PeerId, Vec<Point>),
    /// The last own commit before copies of this installation came to light.
    OwnEnd(Point),
    /// What the key before the present one said of this one.
    Succession(String),
    /// Where the last backup begins.
    Position(u64),
    /// What was held when the segment began.
    Floor(Vector),
}

/// Lines that are there whole or not at all.
#[derive(Debug, Clone)]
struct Batch {
    lines: Vec<Vec<u8>>,
    synced: bool,
}

/// In place of sled: a map whose batches are atomic, and that a crash can set back.
#[derive(Debug, Clone, Default)]
pub(super) struct Cache {
    map: BTreeMap<Vec<u8>, Vec<u8>>,
    /// As it was when it was last brought to the disk, and every batch since.
    flushed: BTreeMap<Vec<u8>, Vec<u8>>,
    since: Vec<Vec<Change>>,
}

/// Everything that outlives the power.
#[derive(Debug, Clone, Default)]
pub(super) struct Disk {
    journal: Vec<Batch>,
    /// How many batches were removed from the journal's beginning.
    start: u64,
    pub(super) backups: Vec<Parcel>,
    pub(super) cache: Cache,
    /// Whether sled's files were set aside and lie there still.
    pub(super) aside: bool,
    /// After how many writes the power fails.
    pub(super) fuse: Option<u64>,
}

impl Disk {
    /// To be called where a crash makes a difference.
    pub(super) fn tick(&mut self) -> Result<(), Stop> {
        match &mut self.fuse {
            Some(0) => Err(Stop::Power),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Writes a batch to the journal; when it returns, it is kept.
    pub(super) fn append(&mut self, lines: &[Line]) -> Result<(), Stop> {
        self.tick()?;
        self.journal.push(Batch { lines: lines.iter().map(codec::encode).collect(), synced: false });
        self.tick()?;
        if let Some(batch) = self.journal.last_mut() {
            batch.synced = true;
        }
        Ok(())
    }

    pub(super) fn end(&self) -> u64 {
        self.start + self.journal.len() as u64
    }

    pub(super) fn start(&self) -> u64 {
        self.start
    }

    /// The lines from a position on.
    pub(super) fn replay(&self, from: u64) -> Result<Vec<Line>, Stop> {
        let skipped = usize::try_from(from.saturating_sub(self.start)).unwrap_or(usize::MAX);
        let lines = self.journal.iter().skip(skipped).flat_map(|batch| &batch.lines);
        lines.map(|line| codec::decode_sealed(line).map_err(|_bad| Stop::Broken("a line".into()))).collect()
    }

    /// Forgets the journal before a position.
    pub(super) fn shorten(&mut self, position: u64) -> Result<(), Stop> {
        self.tick()?;
        self.cache.flush();
        self.tick()?;
        let count = usize::try_from(position.saturating_sub(self.start)).unwrap_or(0);
        let count = count.min(self.journal.len());
        self.journal.drain(..count);
        self.start += count as u64;
        Ok(())
    }

    /// What the power leaves: a batch that was not synced is there or not, and
    /// sled is as it was, older or gone.
    pub(super) fn crash(&mut self, how: u64) {
        self.fuse = None;
        if self.journal.last().is_some_and(|batch| !batch.synced) {
            if how.is_multiple_of(2) {
                self.journal.pop();
            } else if let Some(batch) = self.journal.last_mut() {
                batch.synced = true;
            }
        }
        match how / 2 {
            0 | 1 => {}
            6 | 7 => self.cache = Cache::default(),
            older => self.cache.set_back(older),
        }
    }

    /// Every byte that lies there.
    pub(super) fn bytes(&self) -> impl Iterator<Item = &[u8]> {
        let journal = self.journal.iter().flat_map(|batch| batch.lines.iter().map(Vec::as_slice));
        journal.chain(self.backups.iter().map(Parcel::body)).chain(self.cache.bytes())
    }
}

impl Cache {
    pub(super) fn put(&mut self, batch: Vec<Change>) {
        self.carry_out(&batch);
        self.since.push(batch);
    }

    pub(super) fn flush(&mut self) {
        if !self.since.is_empty() {
            self.flushed.clone_from(&self.map);
            self.since.clear();
        }
    }

    pub(super) fn bytes(&self) -> impl Iterator<Item = &[u8]> {
        self.map.iter().flat_map(|(key, value)| [key.as_slice(), value.as_slice()])
    }

    fn carry_out(&mut self, batch: &[Change]) {
        for (key, value) in batch {
            match value {
                Some(value) => self.map.insert(key.clone(), value.clone()),
                None => self.map.remove(key),
            };
        }
    }

    fn set_back(&mut self, by: u64) {
        let lost = usize::try_from(by).unwrap_or(0).min(self.since.len());
        let kept = self.since.len() - lost;
        self.map.clone_from(&self.flushed);
        let batches = std::mem::take(&mut self.since);
        for batch in batches.into_iter().take(kept) {
            self.put(batch);
        }
    }

    pub(super) fn totals(&self) -> Totals {
        self.read(rows::TOTALS).ok().flatten().unwrap_or_default()
    }

    fn read<T: DeserializeOwned>(&self, key: &[u8]) -> Result<Option<T>, StoreError> {
        let read = |bytes: &Vec<u8>| codec::decode_sealed(bytes);
        let found = self.map.get(key).map(read).transpose();
        found.map_err(|_bad| StoreError::damaged("a row of the fake disk"))
    }

    pub(super) fn has(&self, peer: PeerId) -> Vec<Point> {
        self.read(&has_key(peer)).ok().flatten().unwrap_or_default()
    }

    pub(super) fn own_end(&self) -> Option<Point> {
        self.read(OWN_END).ok().flatten()
    }

    pub(super) fn succession(&self) -> Option<String> {
        self.read(SUCCESSION).ok().flatten()
    }

    pub(super) fn position(&self) -> Option<u64> {
        self.read(POSITION).ok().flatten()
    }

    /// Every note, as the changes that make it.
    pub(super) fn notes(&self) -> Vec<Change> {
        self.under(b"n").map(|(key, value)| (key.clone(), Some(value.clone()))).collect()
    }

    /// Every commit under a first byte.
    pub(super) fn envelopes(&self, part: u8) -> Result<Vec<Envelope>, StoreError> {
        let bad = |_bad| StoreError::damaged("a row of the fake disk");
        self.under(&[part]).map(|(_, value)| codec::decode_sealed(value).map_err(bad)).collect()
    }

    /// Every record whose id begins with `prefix`.
    pub(super) fn records(&self, prefix: &[u8]) -> Result<BTreeMap<RecordId, Record>, StoreError> {
        let bad = |_bad| StoreError::damaged("a row of the fake disk");
        let mut records = BTreeMap::new();
        for (key, value) in self.under(&[&[rows::RECORD], prefix].concat()) {
            let id = <[u8; 16]>::try_from(&key[1..]).map_err(|_short| StoreError::damaged("a key"))?;
            records.insert(RecordId::from_bytes(id), codec::decode_sealed(value).map_err(bad)?);
        }
        Ok(records)
    }

    pub(super) fn count(&self, part: u8) -> usize {
        self.under(&[part]).count()
    }

    fn under(&self, prefix: &[u8]) -> impl Iterator<Item = (&Vec<u8>, &Vec<u8>)> {
        let prefix = prefix.to_vec();
        let from = (Bound::Included(prefix.clone()), Bound::Unbounded);
        self.map.range(from).take_while(move |(key, _)| key.starts_with(&prefix))
    }
}

const POSITION: &[u8] = b"nposition";
const OWN_END: &[u8] = b"nown.end";
const SUCCESSION: &[u8] = b"nown.succession";

fn has_key(peer: PeerId) -> Vec<u8> {
    [b"nhas".as_slice(), &peer.0].concat()
}

/// The row that a note becomes.
pub(super) fn note(line: &Line) -> Option<Change> {
    match line {
        Line::Has(peer, ends) => Some((has_key(*peer), Some(codec::encode(ends)))),
        Line::OwnEnd(end) => Some((OWN_END.to_vec(), Some(codec::encode(end)))),
        Line::Succession(words) => Some((SUCCESSION.to_vec(), Some(codec::encode(words)))),
        Line::Position(position) => Some((POSITION.to_vec(), Some(codec::encode(position)))),
        Line::Commits(_) | Line::Floor(_) => None,
    }
}

/// The line that a note's row came from.
pub(super) fn line(change: &Change) -> Option<Line> {
    let (key, Some(value)) = change else { return None };
    if key == POSITION {
        return codec::decode(value).ok().map(Line::Position);
    }
    if key == OWN_END {
        return codec::decode(value).ok().map(Line::OwnEnd);
    }
    if key == SUCCESSION {
        return codec::decode(value).ok().map(Line::Succession);
    }
    let peer = <[u8; 16]>::try_from(key.strip_prefix(b"nhas".as_slice())?).ok()?;
    Some(Line::Has(PeerId(peer), codec::decode(value).ok()?))
}

impl Base for Cache {
    fn record(&self, id: RecordId) -> Result<Option<Record>, StoreError> {
        self.read(&rows::record_key(id))
    }

    fn commit(&self, dot: Dot) -> Result<Option<Envelope>, StoreError> {
        self.read(&rows::dot_key(dot))
    }

    fn waiting(&self, point: Point) -> Result<Option<Envelope>, StoreError> {
        self.read(&rows::point_key(point))
    }
}

/// Commits as bytes, as a parcel keeps them.
pub(super) fn packed(commits: &[(u32, Commit)]) -> Vec<u8> {
    codec::encode(&commits.to_vec())
}
