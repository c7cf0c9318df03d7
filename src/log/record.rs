//! A record: the fold of all changes to it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    bytes::Bytes,
    commit::{Cell, Change, Commit, Dot, LIFE, Slot},
    stamp::Stamp,
    vector::Vector,
};
use crate::domain::id::RecordId;

/// The number of a stored "yes" or "no"; life is told by one.
pub const BOOL: u8 = 3;

/// The cell that says that a record lives, or that it was deleted.
pub fn life(alive: bool) -> Cell {
    Cell { kind: BOOL, bytes: Bytes(vec![u8::from(alive)]) }
}

/// A commit that touched a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The commit.
    pub dot: Dot,
    /// When it was written.
    pub stamp: Stamp,
    /// By whom.
    pub author: RecordId,
}

/// A value in a register, and the mark of the commit that wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Held {
    mark: u32,
    cell: Cell,
}

/// The registers of one record.
///
/// # Merge
///
/// A register holds the values of exactly those applied commits that no other
/// applied commit to it had seen. That set depends on the set of commits only:
/// applying is commutative for commits that did not see each other, the causal
/// order fixes the rest, and a commit applied twice changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Record {
    /// Every commit that touched it, in the order in which this laptop applied
    /// them: history, undo and erasure find their commits here.
    marks: Vec<Mark>,
    registers: BTreeMap<Slot, Vec<Held>>,
}

/// One of the values of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version<'a> {
    /// Who wrote it and when.
    pub mark: &'a Mark,
    /// The value.
    pub cell: &'a Cell,
}

impl Record {
    /// Applies the changes of `commit` to the record `id`, given all that its
    /// writer had seen (itself included). Answers whether anything was new.
    pub fn apply(&mut self, id: RecordId, commit: &Commit, seen: &Vector) -> bool {
        self.apply_own(commit, commit.changes().filter(|change| change.record == id), seen)
    }

    /// Applies those changes of `commit` that are of this record: a commit of
    /// thousands of records is taken apart once, not once for each of them.
    pub fn apply_own<'c>(
        &mut self,
        commit: &Commit,
        changes: impl IntoIterator<Item = &'c Change>,
        seen: &Vector,
    ) -> bool {
        if self.marks.iter().any(|mark| mark.dot == commit.dot) {
            return false;
        }
        // A record with four thousand million commits is not reached in a lifetime.
        let Ok(mark) = u32::try_from(self.marks.len()) else { return false };
        self.marks.push(Mark { dot: commit.dot, stamp: commit.stamp, author: commit.author });
        self.write(Slot::single(LIFE), life(true), mark, seen);
        for change in changes {
            self.write(change.slot.clone(), change.cell.clone(), mark, seen);
        }
        true
    }

    /// Every commit that touched it, oldest first by stamp.
    pub fn history(&self) -> Vec<Mark> {
        let mut marks = self.marks.clone();
        marks.sort_by_key(|mark| (mark.stamp, mark.dot));
        marks
    }

    /// Every commit that touched it, causes before effects: a clock set wrong
    /// can give an effect the older stamp.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Every register that was ever written.
    pub fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.registers.keys()
    }

    /// The values of a register that nobody has seen and replaced, the one
    /// that every laptop shows (highest stamp, then peer) first.
    pub fn versions(&self, slot: &Slot) -> Vec<Version<'_>> {
        let held = self.registers.get(slot).map_or(&[][..], Vec::as_slice);
        let mut versions: Vec<Version<'_>> = held
            .iter()
            .filter_map(|held| Some(Version { mark: self.marks.get(held.mark as usize)?, cell: &held.cell }))
            .collect();
        versions.sort_by_key(|version| std::cmp::Reverse((version.mark.stamp, version.mark.dot)));
        versions
    }

    /// The value of a register that every laptop shows.
    pub fn value(&self, slot: &Slot) -> Option<&Cell> {
        self.versions(slot).first().map(|version| version.cell)
    }

    /// Whether a register holds values that differ and did not see each other.
    pub fn is_conflict(&self, slot: &Slot) -> bool {
        self.registers
            .get(slot)
            .and_then(|held| held.split_first())
            .is_some_and(|(first, rest)| rest.iter().any(|other| other.cell != first.cell))
    }

    /// Whether any register does.
    pub fn has_conflict(&self) -> bool {
        self.registers.keys().any(|slot| self.is_conflict(slot))
    }

    /// Whether it counts as deleted: nobody's unseen edit says otherwise, so
    /// that a deletion never hides what a colleague wrote meanwhile.
    pub fn is_dead(&self) -> bool {
        let versions = self.versions(&Slot::single(LIFE));
        !versions.is_empty() && versions.iter().all(|version| *version.cell == life(false))
    }

    /// A hash over its id and every value it holds.
    pub fn digest(&self, id: RecordId) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_derive_key("minqing record digest v1");
        hasher.update(id.as_bytes());
        for slot in self.registers.keys() {
            hasher.update(&slot.tag.to_le_bytes());
            hasher.update(&(slot.element.0.len() as u64).to_le_bytes());
            hasher.update(&slot.element.0);
            for Version { mark, cell } in self.versions(slot) {
                hasher.update(&mark.dot.peer.0);
                hasher.update(&mark.dot.seq.to_le_bytes());
                hasher.update(&[cell.kind]);
                hasher.update(&(cell.bytes.0.len() as u64).to_le_bytes());
                hasher.update(&cell.bytes.0);
            }
        }
        *hasher.finalize().as_bytes()
    }

    fn write(&mut self, slot: Slot, cell: Cell, mark: u32, seen: &Vector) {
        let marks = &self.marks;
        let held = self.registers.entry(slot).or_default();
        held.retain(|old| marks.get(old.mark as usize).is_some_and(|old| !seen.covers(old.dot)));
        held.push(Held { mark, cell });
    }
}

/// The digests of many records, summed so that one can be replaced in place.
///
/// Addition modulo 2^64 in each of four lanes: commutative and associative, so
/// the order of records does not matter, and subtraction undoes it exactly. It
/// finds mistakes; that nobody forges a state is the chain's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StateSum([u64; 4]);

impl StateSum {
    /// Includes a record's digest.
    pub fn add(&mut self, digest: &[u8; 32]) {
        self.combine(digest, u64::wrapping_add);
    }

    /// Takes it out again.
    pub fn remove(&mut self, digest: &[u8; 32]) {
        self.combine(digest, u64::wrapping_sub);
    }

    /// The sum as bytes.
    pub fn to_bytes(self) -> [u8; 32] {
        let mut bytes = [0; 32];
        for (chunk, lane) in bytes.chunks_exact_mut(8).zip(self.0) {
            chunk.copy_from_slice(&lane.to_le_bytes());
        }
        bytes
    }

    fn combine(&mut self, digest: &[u8; 32], with: fn(u64, u64) -> u64) {
        for (lane, chunk) in self.0.iter_mut().zip(digest.chunks_exact(8)) {
            let mut word = [0; 8];
            word.copy_from_slice(chunk);
            *lane = with(*lane, u64::from_le_bytes(word));
        }
    }
}
