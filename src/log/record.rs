//! A record: the fold of all changes to it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    bytes::Bytes,
    commit::{About, Cell, Change, Commit, Dot, ERASED, LIFE, Slot},
    erasure::What,
    stamp::Stamp,
    vector::Vector,
};
use crate::domain::{field::FIRST_FIELD_TAG, id::RecordId};

/// The number of a stored "yes" or "no"; life is told by one.
pub const BOOL: u8 = 3;

/// The cell that says that a record lives, or that it was deleted.
pub fn life(alive: bool) -> Cell {
    Cell { kind: BOOL, bytes: Bytes(vec![u8::from(alive)]) }
}

/// A commit that touched a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The commit's place.
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

/// A register with the value that every laptop shows of it.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// Which.
    pub slot: &'a Slot,
    /// The value; what was taken out is a cell without one.
    pub cell: &'a Cell,
    /// Whether any of its values is one.
    pub is_any: bool,
    /// Whether its values differ and did not see each other.
    pub is_conflict: bool,
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
    /// Applies the changes of `commit`, whose place is `at`, to the record `id`,
    /// given all that its writer had seen (itself included). Answers whether
    /// anything was new.
    pub fn apply(&mut self, id: RecordId, at: Dot, commit: &Commit, seen: &Vector) -> bool {
        let erased = commit.erased().filter(|about| about.record == id);
        self.apply_own(at, commit, commit.changes().filter(|change| change.record == id), erased, seen)
    }

    /// Applies those changes of `commit` that are of this record: a commit of
    /// thousands of records is taken apart once, not once for each of them.
    pub fn apply_own<'c>(
        &mut self,
        at: Dot,
        commit: &Commit,
        changes: impl IntoIterator<Item = &'c Change>,
        erased: impl IntoIterator<Item = About>,
        seen: &Vector,
    ) -> bool {
        if self.marks.iter().any(|mark| mark.dot == at) {
            return false;
        }
        // A record with four thousand million commits is not reached in a lifetime.
        let Ok(mark) = u32::try_from(self.marks.len()) else { return false };
        self.marks.push(Mark { dot: at, stamp: commit.stamp, author: commit.author });
        self.write(Slot::single(LIFE), life(true), mark, seen);
        for change in changes {
            self.write(change.slot.clone(), change.cell.clone(), mark, seen);
        }
        // What was erased of it had replaced what its writer had seen.
        for about in erased.into_iter().filter(|about| about.single) {
            self.replace(&Slot::single(about.tag), seen);
        }
        true
    }

    /// Lets go of the values that an order covers; what belongs to the log
    /// stays. Answers whether there were any. That is all an erasure does here:
    /// the commits stand in `marks` as before, and what is erased is in none of
    /// them any more.
    pub fn erase(&mut self, what: What<Dot>) -> bool {
        let before = self.registers.len();
        match what {
            What::Record => self.registers.retain(|slot, _| slot.tag < FIRST_FIELD_TAG),
            What::Field(tag) => {
                self.registers.retain(|slot, _| slot.tag < FIRST_FIELD_TAG || slot.tag != tag);
            }
            What::Write(tag, dot) => {
                let marks = &self.marks;
                let slot = Slot::single(tag);
                let Some(held) = self.registers.get_mut(&slot).filter(|_| tag >= FIRST_FIELD_TAG) else {
                    return false;
                };
                let values = held.len();
                held.retain(|old| marks.get(old.mark as usize).is_some_and(|mark| mark.dot != dot));
                let some = held.len() != values;
                if held.is_empty() {
                    self.registers.remove(&slot);
                }
                return some;
            }
        }
        self.registers.len() != before
    }

    /// Whether all of it was ordered to be erased.
    pub fn is_erased(&self) -> bool {
        self.versions(&Slot::single(ERASED)).iter().any(|version| !version.cell.is_none())
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

    /// Every register with the value that is shown, in order: what
    /// [`Record::value`] and [`Record::is_conflict`] say of each, in one pass.
    pub fn shown(&self) -> impl Iterator<Item = Shown<'_>> {
        let is_erased = self.is_erased();
        self.registers.iter().filter_map(move |(slot, held)| {
            let order = |held: &&Held| self.marks.get(held.mark as usize).map(|mark| (mark.stamp, mark.dot));
            let cell = &held.iter().filter(|held| order(held).is_some()).max_by_key(order)?.cell;
            let is_any = held.iter().any(|held| !held.cell.is_none());
            let differs = held.iter().any(|other| other.cell != held[0].cell);
            Some(Shown { slot, cell, is_any, is_conflict: differs && slot.tag != ERASED && !is_erased })
        })
    }

    /// The commit that touched it first, by stamp.
    pub fn first_mark(&self) -> Option<&Mark> {
        self.marks.iter().min_by_key(|mark| (mark.stamp, mark.dot))
    }

    /// The commit that touched it last, by stamp.
    pub fn last_mark(&self) -> Option<&Mark> {
        self.marks.iter().max_by_key(|mark| (mark.stamp, mark.dot))
    }

    /// Every value that stands, by its register and its commit.
    pub fn writes(&self) -> impl Iterator<Item = (&Slot, Dot)> {
        self.registers.iter().flat_map(move |(slot, held)| {
            held.iter().filter_map(move |held| Some((slot, self.marks.get(held.mark as usize)?.dot)))
        })
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
    /// About what is erased there is nothing left to settle.
    pub fn is_conflict(&self, slot: &Slot) -> bool {
        let differs = self
            .registers
            .get(slot)
            .and_then(|held| held.split_first())
            .is_some_and(|(first, rest)| rest.iter().any(|other| other.cell != first.cell));
        differs && slot.tag != ERASED && !self.is_erased()
    }

    /// Whether any register does.
    pub fn has_conflict(&self) -> bool {
        self.conflicts().next().is_some()
    }

    /// The registers that do.
    pub fn conflicts(&self) -> impl Iterator<Item = &Slot> {
        self.registers.keys().filter(|slot| self.is_conflict(slot))
    }

    /// Whether it counts as deleted: nobody's unseen edit says otherwise, so
    /// that a deletion never hides what a colleague wrote meanwhile. An erasure
    /// wins over such edits.
    pub fn is_dead(&self) -> bool {
        if self.is_erased() {
            return true;
        }
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
        self.replace(&slot, seen);
        self.registers.entry(slot).or_default().push(Held { mark, cell });
    }

    /// Lets go of what the writer of a newer value had seen.
    fn replace(&mut self, slot: &Slot, seen: &Vector) {
        let marks = &self.marks;
        let Some(held) = self.registers.get_mut(slot) else { return };
        held.retain(|old| marks.get(old.mark as usize).is_some_and(|old| !seen.covers(old.dot)));
        if held.is_empty() {
            self.registers.remove(slot);
        }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        domain::id::LedgerTag,
        log::{
            commit::{Cause, Change, Entry, PeerId, Point, Print, Salt},
            heads::{Admission, End, Heads},
        },
    };

    fn id() -> RecordId {
        RecordId::new(LedgerTag([1; 4]), [2; 12])
    }

    fn slot(n: u8) -> Slot {
        Slot { tag: 900 + u16::from(n % 2), element: Bytes(vec![n; usize::from(n / 2)]) }
    }

    fn seen(commit: &Commit) -> Vec<Dot> {
        commit.seen.iter().map(|point| point.dot).collect()
    }

    fn advance<'h>(heads: &'h mut Heads, commit: &Commit) -> &'h Vector {
        let end = End { hash: [0; 32], stamp: commit.stamp };
        heads.advance(commit.dot, end, &seen(commit), Vector::default())
    }

    fn is_ready(heads: &Heads, commit: &Commit) -> bool {
        heads.admit(commit.dot, &seen(commit)) == Admission::Ready
    }

    /// Three writers that now and then read each other, as `(who, slot, value,
    /// whom to read before)`; unknown fields and types are all they write.
    fn commits(deeds: &[(u8, u8, u8, Option<u8>)]) -> Vec<Commit> {
        let mut heads: [Heads; 3] = Default::default();
        let mut written: Vec<Commit> = Vec::new();
        for (who, register, value, reads) in deeds {
            if let Some(other) = reads {
                for commit in &written {
                    if heads[usize::from(*other)].vector().covers(commit.dot)
                        && is_ready(&heads[usize::from(*who)], commit)
                    {
                        advance(&mut heads[usize::from(*who)], commit);
                    }
                }
            }
            let own = PeerId([*who; 16]);
            let heads = &mut heads[usize::from(*who)];
            let change = match value {
                0 => Change { record: id(), slot: Slot::single(LIFE), cell: life(false) },
                value => Change {
                    record: id(),
                    slot: slot(*register),
                    cell: Cell { kind: 99 + value, bytes: Bytes(vec![*value]) },
                },
            };
            let commit = Commit {
                dot: Dot { peer: own, seq: heads.get(own).map_or(1, |head| head.seq + 1) },
                stamp: Stamp { ms: u64::from(value % 3), counter: 0 },
                author: id(),
                cause: Cause::Act,
                seen: heads
                    .news_for(own)
                    .into_iter()
                    .map(|dot| Point { dot, print: Print([0; 16]) })
                    .collect(),
                entries: vec![Entry::Kept(change)],
                salt: Salt::Whole([0; 16]),
            };
            advance(heads, &commit);
            written.push(commit);
        }
        written
    }

    /// Applies all in the order of `keys`, as far as causes allow, some twice.
    fn fold(commits: &[Commit], keys: &[u16]) -> Record {
        let mut order: Vec<(u16, &Commit)> = keys.iter().copied().zip(commits).collect();
        order.sort_by_key(|(key, _)| *key);
        let (mut heads, mut record) = (Heads::default(), Record::default());
        while let Some(at) = order.iter().position(|(_, commit)| is_ready(&heads, commit)) {
            let (key, commit) = order.remove(at);
            let seen = advance(&mut heads, commit).clone();
            assert!(record.apply(id(), commit.dot, commit, &seen));
            if key % 2 == 0 {
                assert!(!record.apply(id(), commit.dot, commit, &seen));
            }
        }
        assert!(order.is_empty());
        record
    }

    proptest! {
        #[test]
        fn the_order_of_what_did_not_see_each_other_does_not_matter(
            deeds in prop::collection::vec((0..3u8, 0..4u8, 0..6u8, prop::option::of(0..3u8)), 1..14),
            keys in prop::collection::vec(any::<u16>(), 14),
            others in prop::collection::vec(any::<u16>(), 14),
        ) {
            let commits = commits(&deeds);
            let (one, other) = (fold(&commits, &keys), fold(&commits, &others));
            prop_assert_eq!(one.digest(id()), other.digest(id()));
            prop_assert_eq!(one.history(), other.history());
            prop_assert_eq!(one.is_dead(), other.is_dead());
            for slot in one.slots() {
                let cells = |record: &Record| {
                    record.versions(slot).iter().map(|version| version.cell.clone()).collect::<Vec<_>>()
                };
                prop_assert_eq!(cells(&one), cells(&other));
                prop_assert!(!cells(&one).is_empty());
                prop_assert_eq!(one.is_conflict(slot), other.is_conflict(slot));
            }
        }
    }

    #[test]
    fn what_was_seen_is_replaced_and_what_was_not_stands_beside() {
        let seen = commits(&[(0, 0, 1, None), (1, 0, 2, Some(0))]);
        let record = fold(&seen, &[0, 1]);
        assert_eq!(record.versions(&slot(0)).len(), 1);
        assert_eq!(record.value(&slot(0)).unwrap().kind, 101);
        let unseen = commits(&[(0, 0, 1, None), (1, 0, 2, None)]);
        let record = fold(&unseen, &[0, 1]);
        assert!(record.is_conflict(&slot(0)) && record.has_conflict());
        assert_eq!(record.value(&slot(0)).unwrap().kind, 101, "the later stamp is shown");
        let deleted = commits(&[(0, 0, 1, None), (1, 0, 0, Some(0)), (0, 0, 2, None)]);
        let record = fold(&deleted, &[0, 1, 2]);
        assert!(!record.is_dead() && record.is_conflict(&Slot::single(LIFE)));
        assert!(fold(&deleted[..2], &[0, 1]).is_dead());
    }

    #[test]
    fn a_sum_forgets_exactly_what_is_taken_out() {
        let (a, b) = ([255; 32], [7; 32]);
        let mut sum = StateSum::default();
        for digest in [&a, &b, &a] {
            sum.add(digest);
        }
        let mut other = StateSum::default();
        for digest in [&b, &a, &a] {
            other.add(digest);
        }
        assert_eq!(sum, other);
        for digest in [&a, &b, &a] {
            sum.remove(digest);
        }
        assert_eq!(sum, StateSum::default());
    }
}
