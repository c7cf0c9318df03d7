//! Erasing: which values are gone for good, and what that leaves of a commit.
//!
//! An erasure is ordered by a change like any other, in the register
//! [`ERASED`] of the record it is about; once such an order counts, nothing of
//! what it covers is kept, whatever came before it, beside it or after it.
//! So the state does not depend on the order of arrival.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    bytes::Bytes,
    chain,
    commit::{About, Change, Commit, Dot, ERASED, Entry, Envelope, PeerId, Point, Print, Salt, Slot},
};
use crate::domain::{
    field::{FIRST_FIELD_TAG, Tag},
    id::RecordId,
};

/// What of a record an order covers. An order names a commit beyond doubt: its
/// number alone is borne by another one where an installation was copied. In a
/// record a commit is told by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum What<W = Point> {
    /// Every value of every field, for good.
    Record,
    /// Every value of one field, for good.
    Field(Tag),
    /// What one commit wrote as the one value of a field: others may write
    /// there again. Elements of sets are not covered, since what is left of an
    /// erased element does not tell which it was, and so what it replaced.
    Write(Tag, W),
}

impl What {
    /// The same by places, given those of commits; none where the commit that is
    /// meant has none.
    pub fn placed<E>(
        self,
        place: impl FnOnce(Point) -> Result<Option<Dot>, E>,
    ) -> Result<Option<What<Dot>>, E> {
        Ok(match self {
            Self::Record => Some(What::Record),
            Self::Field(tag) => Some(What::Field(tag)),
            Self::Write(tag, point) => place(point)?.map(|at| What::Write(tag, at)),
        })
    }
}

/// What one order covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Scope {
    /// The record.
    pub record: RecordId,
    /// What of it.
    pub what: What,
}

impl Scope {
    /// The whole of a record.
    pub fn whole(record: RecordId) -> Self {
        Self { record, what: What::Record }
    }

    /// A field of a record.
    pub fn field(record: RecordId, tag: Tag) -> Self {
        Self { record, what: What::Field(tag) }
    }

    /// The register in which it is ordered: its element is empty, the field's
    /// tag, or that and the commit's peer, its number and its print; numbers
    /// are little-endian.
    pub fn slot(self) -> Slot {
        let mut element = Vec::new();
        match self.what {
            What::Record => {}
            What::Field(tag) => element.extend(tag.to_le_bytes()),
            What::Write(tag, Point { dot: Dot { peer, seq }, print }) => {
                element.extend(tag.to_le_bytes());
                element.extend(peer.0);
                element.extend(seq.to_le_bytes());
                element.extend(print.0);
            }
        }
        Slot { tag: ERASED, element: Bytes(element) }
    }

    /// What a change orders to be erased, if it does.
    pub fn ordered_by(change: &Change) -> Option<Self> {
        if change.slot.tag != ERASED || change.cell.is_none() {
            return None;
        }
        let record = change.record;
        let Some((tag, rest)) = change.slot.element.0.split_first_chunk::<2>() else {
            return change.slot.element.0.is_empty().then_some(Self::whole(record));
        };
        let tag = Some(Tag::from_le_bytes(*tag)).filter(|tag| *tag >= FIRST_FIELD_TAG)?;
        if rest.is_empty() {
            return Some(Self::field(record, tag));
        }
        let (peer, rest) = rest.split_first_chunk::<16>()?;
        let (seq, half) = rest.split_first_chunk::<8>()?;
        let dot = Dot { peer: PeerId(*peer), seq: u64::from_le_bytes(*seq) };
        let print = Print(half.try_into().ok()?);
        Some(Self { record, what: What::Write(tag, Point { dot, print }) })
    }
}

/// Everything that was ordered.
///
/// It only grows: a set under union, so the order in which orders come does
/// not matter, and one that comes twice changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Erasures(BTreeSet<Scope>);

impl Erasures {
    /// Includes an order; answers whether it is new.
    pub fn insert(&mut self, scope: Scope) -> bool {
        self.0.insert(scope)
    }

    /// Whether a field of a record is erased for good. What belongs to the log
    /// itself (that a record lives, was struck out, was erased) never is.
    pub fn close(&self, record: RecordId, tag: Tag) -> bool {
        tag >= FIRST_FIELD_TAG
            && !self.0.is_empty()
            && (self.has(Scope::whole(record)) || self.has(Scope::field(record, tag)))
    }

    /// Whether anything of a record is erased.
    pub fn touch_record(&self, record: RecordId) -> bool {
        // Of one record's orders the one for the whole of it comes first.
        self.0.range(Scope::whole(record)..).next().is_some_and(|scope| scope.record == record)
    }

    /// Whether what a commit wrote there is erased.
    pub fn covers(&self, point: Point, about: About) -> bool {
        let About { record, tag, single } = about;
        let what = What::Write(tag, point);
        self.close(record, tag) || (single && tag >= FIRST_FIELD_TAG && self.has(Scope { record, what }))
    }

    /// Whether exactly this was ordered.
    pub fn has(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// Every order, by record.
    pub fn iter(&self) -> impl Iterator<Item = Scope> {
        self.0.iter().copied()
    }

    /// Every order about a record.
    pub fn about(&self, record: RecordId) -> impl Iterator<Item = Scope> {
        let whole = Scope::whole(record);
        self.0.range(whole..).copied().take_while(move |scope| scope.record == record)
    }

    /// Whether nothing was ordered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a commit still holds a value that is erased.
    pub fn touch(&self, envelope: &Envelope) -> bool {
        let point = envelope.point();
        !self.0.is_empty() && envelope.commit.changes().any(|change| self.covers(point, change.about()))
    }

    /// Takes every value that is erased out of a commit; answers whether there
    /// was any. Its chain hash stays. The commit's own salt goes with the first,
    /// so that a short value cannot be guessed back from what is left of it.
    pub fn cleanse(&self, envelope: &mut Envelope) -> bool {
        if !self.touch(envelope) {
            return false;
        }
        let point = envelope.point();
        let commit = &mut envelope.commit;
        let left: Option<Vec<Entry>> =
            (0..commit.entries.len()).map(|at| self.left(point, commit, at)).collect();
        // Salts that do not fit are found where the chain is checked.
        let Some(entries) = left else { return false };
        let salts = entries.iter().enumerate().map(|(at, entry)| match (entry, &commit.salt) {
            (Entry::Erased { .. }, _) => None,
            (Entry::Kept(_), Salt::Whole(whole)) => Some(chain::entry_salt(whole, at)),
            (Entry::Kept(_), Salt::Parts(parts)) => parts.get(at).copied().flatten(),
        });
        commit.salt = Salt::Parts(salts.collect());
        commit.entries = entries;
        true
    }

    /// What is left of an entry; none where its salt is missing.
    fn left(&self, point: Point, commit: &Commit, at: usize) -> Option<Entry> {
        match commit.entries.get(at)? {
            Entry::Kept(change) if self.covers(point, change.about()) => {
                Some(Entry::Erased { about: change.about(), inner: chain::inner_digest(commit, at).ok()? })
            }
            kept @ (Entry::Kept(_) | Entry::Erased { .. }) => Some(kept.clone()),
        }
    }
}

impl FromIterator<Scope> for Erasures {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().collect())
    }
}

impl Extend<Scope> for Erasures {
    fn extend<I: IntoIterator<Item = Scope>>(&mut self, scopes: I) {
        self.0.extend(scopes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::id::LedgerTag,
        log::{
            commit::{Cause, Cell, LIFE, STRUCK},
            record::life,
            stamp::Stamp,
        },
    };

    const SALT: [u8; 16] = [7; 16];

    fn id(n: u8) -> RecordId {
        RecordId::new(LedgerTag([1; 4]), [n; 12])
    }

    fn change(record: RecordId, slot: Slot, byte: u8) -> Change {
        Change { record, slot, cell: Cell { kind: 1, bytes: Bytes(vec![byte; 20]) } }
    }

    fn commit(changes: Vec<Change>) -> Envelope {
        let commit = Commit {
            dot: Dot { peer: PeerId([1; 16]), seq: 1 },
            stamp: Stamp { ms: 1, counter: 0 },
            author: id(9),
            cause: Cause::Act,
            seen: vec![],
            entries: changes.into_iter().map(Entry::Kept).collect(),
            salt: Salt::Whole(SALT),
        };
        let previous = chain::genesis(commit.dot.peer);
        let hash = chain::extend(&previous, &commit).unwrap();
        Envelope { commit, previous, hash, signature: None }
    }

    fn hash(envelope: &Envelope) -> [u8; 32] {
        chain::extend(&envelope.previous, &envelope.commit).unwrap()
    }

    #[test]
    fn an_order_reads_back_and_nothing_else_is_one() {
        let dot = Dot { peer: PeerId([3; 16]), seq: 258 };
        let point = Point { dot, print: Print([4; 16]) };
        let write = Scope { record: id(1), what: What::Write(21, point) };
        assert_eq!(write.slot().element.0.len(), 42);
        for scope in [Scope::whole(id(1)), Scope::field(id(1), 300), write] {
            assert_eq!(Scope::ordered_by(&change(id(1), scope.slot(), 1)), Some(scope));
        }
        let order = Scope::whole(id(1));
        let none = Change { record: id(1), slot: order.slot(), cell: Cell::none() };
        assert_eq!(Scope::ordered_by(&none), None);
        for element in [
            vec![1],
            vec![0, 0],
            vec![2, 0],
            vec![20, 0, 0],
            vec![20; 18],
            vec![20; 26],
            vec![20; 41],
            vec![20; 43],
        ] {
            let slot = Slot { tag: ERASED, element: Bytes(element) };
            assert_eq!(Scope::ordered_by(&change(id(1), slot, 1)), None);
        }
        assert_eq!(Scope::ordered_by(&change(id(1), Slot::single(20), 1)), None);
    }

    #[test]
    fn orders_are_found_by_their_record() {
        let all =
            [Scope::whole(id(1)), Scope::field(id(1), 21), Scope::whole(id(2)), Scope::field(id(4), 21)];
        let erasures = Erasures::from_iter(all);
        for n in 0..6 {
            let about: Vec<Scope> = all.into_iter().filter(|scope| scope.record == id(n)).collect();
            assert_eq!(erasures.about(id(n)).collect::<Vec<_>>(), about);
        }
    }

    #[test]
    fn a_commit_is_not_taken_for_another_one_of_its_name() {
        let mut one = commit(vec![change(id(1), Slot::single(20), 1)]);
        let mut other = commit(vec![change(id(1), Slot::single(20), 2)]);
        assert_eq!(one.commit.dot, other.commit.dot);
        let erasures = Erasures::from_iter([Scope { record: id(1), what: What::Write(20, one.point()) }]);
        assert!(!erasures.touch(&other) && !erasures.cleanse(&mut other));
        assert!(erasures.touch(&one) && erasures.cleanse(&mut one));
    }

    #[test]
    fn what_is_covered_goes_and_the_chain_stays_whole() {
        let whole = commit(vec![
            change(id(1), Slot::single(20), 1),
            change(id(1), Slot { tag: 21, element: Bytes(b"an element".to_vec()) }, 2),
            change(id(2), Slot::single(20), 3),
            Change { record: id(1), slot: Slot::single(LIFE), cell: life(true) },
            change(id(1), Slot::single(STRUCK), 4),
        ]);
        let mut field = whole.clone();
        let erasures = Erasures::from_iter([Scope::field(id(1), 21)]);
        assert!(erasures.touch(&field) && erasures.cleanse(&mut field));
        assert!(!erasures.touch(&field) && !erasures.cleanse(&mut field));
        assert!(matches!(
            field.commit.entries[1],
            Entry::Erased { about: About { tag: 21, single: false, .. }, .. }
        ));
        assert_eq!(field.commit.changes().count(), 4);
        assert_eq!((hash(&field), field.commit.records()), (hash(&whole), whole.commit.records()));
        // More of it, in a second go and at once.
        let all = Erasures::from_iter([Scope::whole(id(1)), Scope::field(id(1), 21)]);
        let mut at_once = whole.clone();
        assert!(all.cleanse(&mut field) && all.cleanse(&mut at_once));
        assert_eq!(field, at_once);
        assert_eq!(hash(&field), hash(&whole));
        assert_eq!(field.commit.changes().count(), 3, "what belongs to the log stays");
        let Salt::Parts(salts) = &field.commit.salt else { panic!("the whole salt is there still") };
        let kept: Vec<bool> = salts.iter().map(Option::is_some).collect();
        assert_eq!(kept, [false, false, true, true, true]);
    }

    #[test]
    fn what_an_entry_was_about_cannot_be_changed_when_it_is_erased() {
        let mut erased = commit(vec![change(id(1), Slot::single(20), 1)]);
        let before = hash(&erased);
        Erasures::from_iter([Scope::whole(id(1))]).cleanse(&mut erased);
        let Entry::Erased { inner, .. } = erased.commit.entries[0] else { panic!() };
        for (record, tag, single) in [(id(2), 20, true), (id(1), 21, true), (id(1), 20, false)] {
            erased.commit.entries[0] = Entry::Erased { about: About { record, tag, single }, inner };
            assert_ne!(hash(&erased), before);
        }
    }

    #[test]
    fn salts_that_do_not_fit_are_left_to_the_chain() {
        let mut broken = commit(vec![change(id(1), Slot::single(20), 1)]);
        broken.commit.salt = Salt::Parts(vec![]);
        let before = broken.clone();
        assert!(!Erasures::from_iter([Scope::whole(id(1))]).cleanse(&mut broken));
        assert_eq!(broken, before);
    }
}
