//! A commit: what one user action changed, whole or not at all.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error, SeqAccess, Visitor},
};

use super::{
    bytes::{Bytes, hex},
    stamp::Stamp,
};
use crate::domain::{
    field::{FIRST_FIELD_TAG, Tag},
    id::RecordId,
};

/// The register that says whether a record lives. Every change of a record
/// also writes "alive" here, so that a deletion and an edit that did not see
/// each other stand side by side as a conflict.
pub const LIFE: Tag = 0;

/// The register that holds the reason why an entry was struck out.
pub const STRUCK: Tag = 1;

/// The registers that order values of the record to be erased, and hold the
/// reason; the element says which values ([`super::erasure::Scope`]).
pub const ERASED: Tag = 2;

const _: () = assert!(LIFE < FIRST_FIELD_TAG && STRUCK < FIRST_FIELD_TAG && ERASED < FIRST_FIELD_TAG);

/// One installation: the first half of BLAKE3 over its verifying key, so that
/// nobody can sign under an id whose key he does not hold.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PeerId(pub [u8; 16]);

impl fmt::Display for PeerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for PeerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0[..4]))
    }
}

/// A commit's name: its peer, and its place in that peer's row, from 1 without gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Dot {
    /// Who wrote it.
    pub peer: PeerId,
    /// Its place, from 1.
    pub seq: u64,
}

/// The first half of a chain's hash after a commit. It tells commits of one name
/// apart, which only a copied installation writes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Print(pub [u8; 16]);

impl Print {
    /// Of the chain's hash up to and including the commit.
    pub fn of(hash: &[u8; 32]) -> Self {
        let mut half = [0; 16];
        half.copy_from_slice(&hash[..16]);
        Self(half)
    }
}

impl fmt::Debug for Print {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0[..4]))
    }
}

/// A commit named beyond doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Point {
    /// The name that its writer gave it.
    pub dot: Dot,
    /// Which one of that name.
    pub print: Print,
}

/// Why a commit was written; undo walks by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Cause {
    /// An action of the user.
    Act,
    /// Takes back the commit of the same peer with this `seq`.
    Undo(u64),
    /// Takes back the undo of the same peer with this `seq`.
    Redo(u64),
    /// Written by the program itself (an introduction, an access record): not undone.
    Housekeeping,
}

/// A value as it is stored: its type's number and its coded bytes. Type 0 is
/// "none". Unknown types are kept and passed on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cell {
    /// The type's number.
    pub kind: u8,
    /// The coded value.
    pub bytes: Bytes,
}

impl Cell {
    /// The absence of a value.
    pub const fn none() -> Self {
        Self { kind: 0, bytes: Bytes(Vec::new()) }
    }

    /// Whether it stands for no value.
    pub fn is_none(&self) -> bool {
        self.kind == 0
    }
}

/// One register: a field, or one element of a set.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Slot {
    /// The field.
    pub tag: Tag,
    /// Which element of a set; empty for a field with one value.
    pub element: Bytes,
}

impl Slot {
    /// The register of a field with one value.
    pub fn single(tag: Tag) -> Self {
        Self { tag, element: Bytes::default() }
    }

    /// What a write to it in a record is about.
    pub fn about(&self, record: RecordId) -> About {
        About { record, tag: self.tag, single: self.element.0.is_empty() }
    }
}

/// A write to one register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The record.
    pub record: RecordId,
    /// The register.
    pub slot: Slot,
    /// What it holds from now on.
    pub cell: Cell,
}

/// What a change is about, without what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct About {
    /// The record.
    pub record: RecordId,
    /// The field.
    pub tag: Tag,
    /// Whether it wrote the field's one value, not an element of a set.
    pub single: bool,
}

impl Change {
    /// What it is about.
    pub fn about(&self) -> About {
        self.slot.about(self.record)
    }
}

/// A change, or what an erasure left of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry {
    /// The change.
    Kept(Change),
    /// A change that was erased. What it was about is there to be proven; its
    /// value is not, and the chain still verifies.
    Erased {
        /// What it was about.
        about: About,
        /// The salted digest of the rest of it ([`super::chain::inner_digest`]).
        inner: [u8; 32],
    },
}

/// The secret that keeps digests of short values from being guessed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Salt {
    /// One for the commit; each entry's own is derived from it.
    Whole([u8; 16]),
    /// After an erasure: the derived ones of the entries that stay.
    Parts(#[serde(deserialize_with = "read_parts")] Vec<Option<[u8; 32]>>),
}

/// The most salts of one commit: no fewer than the entries that fit into it.
const MOST_PARTS: usize = 1 << 21;

/// Reads the salts of a commit, as many as there can be: one takes a byte where
/// it comes from and thirty-three here, so a few kilobytes that unpack to a
/// frame of nothing else would take gigabytes.
fn read_parts<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Option<[u8; 32]>>, D::Error> {
    struct Parts;

    impl<'de> Visitor<'de> for Parts {
        type Value = Vec<Option<[u8; 32]>>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "at most {MOST_PARTS} salts")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Self::Value, A::Error> {
            let mut parts = Vec::new();
            while let Some(part) = from.next_element()? {
                if parts.len() == MOST_PARTS {
                    return Err(A::Error::invalid_length(parts.len() + 1, &self));
                }
                parts.push(part);
            }
            Ok(parts)
        }
    }

    from.deserialize_seq(Parts)
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Whole(_) => "Whole",
            Self::Parts(_) => "Parts",
        })
    }
}

/// What one user action changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    /// Its name.
    pub dot: Dot,
    /// When it was written, by the hybrid clock of its writer.
    pub stamp: Stamp,
    /// The member who acted.
    pub author: RecordId,
    /// Why.
    pub cause: Cause,
    /// What its writer had seen of other peers, as far as it is more than at
    /// the writer's commit before; ascending.
    pub seen: Vec<Point>,
    /// The changes.
    pub entries: Vec<Entry>,
    /// The salt of their digests.
    pub salt: Salt,
}

impl Commit {
    /// The changes that were not erased.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Kept(change) => Some(change),
            Entry::Erased { .. } => None,
        })
    }

    /// What it is about, erased or not.
    pub fn touches(&self) -> impl Iterator<Item = About> {
        self.entries.iter().map(|entry| match entry {
            Entry::Kept(change) => change.about(),
            Entry::Erased { about, .. } => *about,
        })
    }

    /// What it was about as far as it was erased.
    pub fn erased(&self) -> impl Iterator<Item = About> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Kept(_) => None,
            Entry::Erased { about, .. } => Some(*about),
        })
    }

    /// Every record it touches, once, in the order of their ids.
    pub fn records(&self) -> Vec<RecordId> {
        let mut records: Vec<RecordId> = self.touches().map(|about| about.record).collect();
        records.sort_unstable();
        records.dedup();
        records
    }
}

/// A commit with its place in its peer's chain, as a laptop keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The commit.
    pub commit: Commit,
    /// The chain's hash before it.
    pub previous: [u8; 32],
    /// The chain's hash up to and including it.
    pub hash: [u8; 32],
    /// Its writer's signature of that hash, where this laptop has one: on its
    /// own commits and on the last of every range it received.
    pub signature: Option<Signed>,
}

impl Envelope {
    /// The commit's name beyond doubt.
    pub fn point(&self) -> Point {
        Point { dot: self.commit.dot, print: Print::of(&self.hash) }
    }

    /// The one that it follows in its chain; of a first one its number is 0.
    pub fn before(&self) -> Point {
        let Dot { peer, seq } = self.commit.dot;
        Point { dot: Dot { peer, seq: seq.saturating_sub(1) }, print: Print::of(&self.previous) }
    }
}

/// A peer's signature, and the key that verifies it, which gives the peer's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// The verifying key.
    pub key: [u8; 32],
    /// The signature.
    pub signature: Bytes,
}
