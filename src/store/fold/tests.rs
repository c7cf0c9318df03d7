use proptest::prelude::*;

mod copies;

use std::collections::BTreeSet;

use super::*;
use crate::log::{
    bytes::Bytes,
    commit::{About, Cause, Cell, Change, Commit, Entry, LIFE, Print, Salt, Slot},
    erasure::What,
    heads::Admission,
    record::StateSum,
    stamp::Stamp,
    vector::Vector,
};
use crate::{
    domain::{id::LedgerTag, team::peers, value::Value},
    store::{
        codec,
        trust::{self, Membership, Trust},
    },
};

fn peer(n: u8) -> PeerId {
    PeerId([n; 16])
}

fn dot(n: u8, seq: u64) -> Dot {
    Dot { peer: peer(n), seq }
}

/// A chain of one peer.
fn chain_of(n: u8, length: u64) -> Vec<Envelope> {
    let record = RecordId::new(LedgerTag([1; 4]), [n; 12]);
    let mut hash = chain::genesis(peer(n));
    let mut chain = Vec::new();
    for seq in 1..=length {
        let cell = Cell { kind: 1, bytes: Bytes(vec![1]) };
        let commit = Commit {
            dot: dot(n, seq),
            stamp: Stamp { ms: 1, counter: 0 },
            author: record,
            cause: Cause::Act,
            seen: Vec::new(),
            entries: vec![Entry::Kept(Change { record, slot: Slot::single(20), cell })],
            salt: Salt::Whole([n; 16]),
        };
        let previous = hash;
        hash = chain::extend(&previous, &commit).unwrap();
        chain.push(Envelope { commit, previous, hash, signature: None });
    }
    chain
}

#[test]
fn commits_wait_for_their_causes_in_whatever_order_they_come() {
    // 1 reads 2 of the other after its first, and the other way round.
    let mut group = Group::new();
    group.writes(1, 1);
    group.reads(2, 1);
    group.writes(2, 1);
    group.writes(2, 2);
    group.reads(1, 2);
    group.writes(1, 2);
    group.writes(1, 3);
    group.reads(2, 1);
    group.writes(2, 3);
    let all = group.written;
    let mut digests = BTreeSet::new();
    // Every order of six.
    let mut order: Vec<usize> = (0..6).collect();
    for n in 0..720 {
        let mut fold = Fold::new(&Empty, Totals::default(), 9);
        let mut applied = 0;
        for at in &order {
            match fold.take(all[*at].clone()).unwrap() {
                Taken::Applied(dots) => applied += dots.len(),
                Taken::Waits(missing) => assert!(!fold.totals.heads.covers(missing.dot)),
                other @ (Taken::Known | Taken::Broken) => panic!("{other:?}"),
            }
            assert_eq!(fold.take(all[*at].clone()).unwrap(), Taken::Known);
            assert_eq!(fold.totals.waiting.len(), fold.waiting.len());
        }
        assert_eq!((applied, fold.applied.len(), fold.totals.waiting.len()), (6, 6, 0));
        assert!(fold.released.is_empty(), "nothing was in the base");
        digests.insert(fold.totals.digest());
        // The next order: the factorial digits of n rotate what is left.
        let mut rest = n + 1;
        let mut pool: Vec<usize> = (0..6).collect();
        let mut draw = |left: usize| {
            let at = rest % left;
            rest /= left;
            pool.remove(at)
        };
        order = (1..=6).rev().map(&mut draw).collect();
    }
    assert_eq!(digests.len(), 1);
}

#[test]
fn a_long_row_that_waits_is_released_in_one_go() {
    let row = chain_of(1, 20_000);
    let mut fold = Fold::new(&Empty, Totals::default(), 9);
    for envelope in row.iter().skip(1).rev() {
        fold.take(envelope.clone()).unwrap();
    }
    let Taken::Applied(done) = fold.take(row[0].clone()).unwrap() else { panic!("it waits still") };
    assert_eq!(done.len(), 20_000);
}

/// Commits of a group that laptop 1 founded, as the stories below tell them.
struct Group {
    heads: BTreeMap<u8, Heads>,
    written: Vec<Envelope>,
}

impl Group {
    fn new() -> Self {
        Self { heads: BTreeMap::new(), written: Vec::new() }
    }

    /// `by` has all that `of` has.
    fn reads(&mut self, by: u8, of: u8) {
        let theirs = self.heads.entry(of).or_default().vector();
        let own = self.heads.entry(by).or_default();
        for _ in 0..self.written.len() {
            for envelope in &self.written {
                let commit = &envelope.commit;
                let seen: Vec<Dot> = commit.seen.iter().map(|point| point.dot).collect();
                if theirs.covers(commit.dot) && own.admit(commit.dot, &seen) == Admission::Ready {
                    let end = End { hash: envelope.hash, stamp: commit.stamp };
                    own.advance(commit.dot, end, &seen, Vector::default());
                }
            }
        }
    }

    /// `by` writes a word into its own record.
    fn writes(&mut self, by: u8, word: u8) {
        let record = RecordId::new(LedgerTag([1; 4]), [7; 12]);
        let cell = Cell { kind: 99, bytes: Bytes(vec![by, word]) };
        self.commit(by, Change { record, slot: Slot::single(20), cell });
    }

    /// `by` says what laptop `of` is.
    fn says(&mut self, by: u8, of: u8, turn: u32, membership: Membership) {
        let text = trust::Word { turn, membership }.to_string();
        let cell = codec::cell(&Value::Text(text));
        self.commit(
            by,
            Change { record: trust::card(peer(of)), slot: Slot::single(peers::MEMBERSHIP), cell },
        );
    }

    fn commit(&mut self, by: u8, change: Change) {
        self.commit_all(by, vec![change]);
    }

    fn commit_all(&mut self, by: u8, changes: Vec<Change>) {
        let heads = self.heads.entry(by).or_default();
        let own = peer(by);
        let seen = heads.news_for(own);
        let points = seen.iter().map(|dot| Point { dot: *dot, print: Print::of(&heads.hash(dot.peer)) });
        let commit = Commit {
            dot: Dot { peer: own, seq: heads.get(own).map_or(1, |head| head.seq + 1) },
            stamp: Stamp { ms: u64::from(by), counter: 0 },
            author: RecordId::new(LedgerTag([1; 4]), [9; 12]),
            cause: Cause::Act,
            seen: points.collect(),
            entries: changes.into_iter().map(Entry::Kept).collect(),
            salt: Salt::Whole([by; 16]),
        };
        let previous = heads.hash(own);
        let hash = chain::extend(&previous, &commit).unwrap();
        heads.advance(commit.dot, End { hash, stamp: commit.stamp }, &seen, Vector::default());
        self.written.push(Envelope { commit, previous, hash, signature: None });
    }

    /// Folds all in this order, and anew where that is due.
    fn folded(&self, order: &[usize]) -> Totals {
        let mut fold = Fold::new(&Empty, Totals::new(Trust::new(peer(1), [peer(9)])), 9);
        for at in order {
            assert_ne!(fold.take(self.written[*at].clone()).unwrap(), Taken::Broken);
        }
        fold.settle().unwrap();
        if !fold.totals.recast {
            return fold.totals;
        }
        let mut anew = Fold::new(&Empty, Totals::new(fold.totals.trust.clone()), 9);
        for at in order.iter().rev() {
            assert_ne!(anew.take(self.written[*at].clone()).unwrap(), Taken::Broken);
        }
        anew.settle().unwrap();
        assert!(!anew.totals.recast);
        anew.totals
    }

    fn in_order(&self) -> Totals {
        self.folded(&(0..self.written.len()).collect::<Vec<_>>())
    }
}

fn reached(totals: &Totals, n: u8) -> u64 {
    totals.heads.get(peer(n)).map_or(0, |head| head.seq)
}

#[test]
fn a_laptop_that_nobody_confirmed_is_set_aside_until_a_lead_does() {
    let mut group = Group::new();
    group.writes(2, 1);
    group.writes(2, 2);
    let totals = group.in_order();
    assert_eq!((reached(&totals, 2), totals.waiting.len(), totals.aside().count()), (0, 2, 1));
    assert_eq!(totals.held().get(peer(2)), 2);
    group.says(1, 2, 1, Membership::Member);
    let totals = group.in_order();
    assert_eq!((reached(&totals, 2), totals.waiting.len()), (2, 0));
}

#[test]
fn of_a_revoked_laptop_what_somebody_trusted_had_seen_stays() {
    let mut group = Group::new();
    group.says(1, 2, 1, Membership::Member);
    group.says(1, 3, 1, Membership::Member);
    for word in 1..=3 {
        group.writes(2, word);
    }
    group.reads(3, 1);
    group.reads(3, 2);
    group.writes(3, 9);
    group.writes(2, 4);
    group.says(1, 2, 2, Membership::Revoked { after: 1, print: None });
    let totals = group.in_order();
    assert_eq!((reached(&totals, 2), reached(&totals, 3)), (3, 1), "3 had seen three of them");
    assert_eq!(totals.waiting.len(), 1);
}

proptest! {
    /// The law with revocation in it: what is applied follows from what is
    /// held, in whatever order it came.
    #[test]
    fn whom_to_trust_does_not_depend_on_the_order(
        deeds in prop::collection::vec((1..5u8, 0..8u8, 1..5u8), 1..22),
        keys in prop::collection::vec(any::<u16>(), 44),
        others in prop::collection::vec(any::<u16>(), 44),
    ) {
        let mut group = Group::new();
        for other in 2..4 {
            group.says(1, other, 1, if other == 2 { Membership::Lead } else { Membership::Member });
        }
        let mut turn = 1;
        for (by, deed, of) in deeds {
            turn += 1;
            match deed {
                0..3 => group.writes(by, deed),
                3..6 => group.reads(by, of),
                6 => group.says(by, of, turn, Membership::Member),
                _ => group.says(by, of, turn, Membership::Revoked { after: u64::from(turn) % 4, print: None }),
            }
        }
        let order = |keys: &[u16]| {
            let mut order: Vec<usize> = (0..group.written.len()).collect();
            order.sort_by_key(|at| keys[*at % keys.len()]);
            order
        };
        let (one, other) = (group.folded(&order(&keys)), group.folded(&order(&others)));
        prop_assert_eq!(one.digest(), other.digest());
        prop_assert_eq!(&one.heads, &other.heads);
        prop_assert_eq!(one.waiting.keys().collect::<Vec<_>>(), other.waiting.keys().collect::<Vec<_>>());
        prop_assert_eq!(one.held(), other.held());
    }
}

/// What a store would hold: a base that takes in what a fold has gathered.
#[derive(Default, Clone)]
struct Held {
    totals: Totals,
    records: HashMap<RecordId, Record>,
    commits: BTreeMap<Dot, Envelope>,
    waiting: BTreeMap<Point, Envelope>,
}

impl Base for Held {
    fn record(&self, id: RecordId) -> Result<Option<Record>, StoreError> {
        Ok(self.records.get(&id).cloned())
    }

    fn commit(&self, dot: Dot) -> Result<Option<Envelope>, StoreError> {
        Ok(self.commits.get(&dot).cloned())
    }

    fn waiting(&self, point: Point) -> Result<Option<Envelope>, StoreError> {
        Ok(self.waiting.get(&point).cloned())
    }
}

impl Held {
    /// Takes these in, and keeps what comes of it as a store does.
    fn take(mut self, envelopes: &[Envelope]) -> Self {
        let mut fold = Fold::new(&self, self.totals.clone(), 9);
        for envelope in envelopes {
            assert_ne!(fold.take(envelope.clone()).unwrap(), Taken::Broken);
        }
        fold.settle().unwrap();
        fold.conclude().unwrap();
        let to_come = fold.to_come().unwrap();
        let Fold { totals, records, applied, waiting, released, rewritten, rewaiting, .. } = fold;
        // As a store does: everything anew, given what is known now.
        if totals.recast {
            let mut all: Vec<Envelope> =
                self.commits.into_values().chain(self.waiting.into_values()).collect();
            all.extend(applied.into_iter().map(|(_, envelope)| envelope).chain(waiting.into_values()));
            let anew = Self { totals: totals.anew(), ..Self::default() }.take(&all);
            assert!(to_come.iter().all(|point| !anew.waiting.contains_key(point)), "what is to come comes");
            return anew;
        }
        self.totals = totals;
        self.records.extend(records);
        self.commits.extend(rewritten);
        self.commits.extend(applied);
        self.waiting.extend(waiting);
        self.waiting.extend(rewaiting);
        for point in &released {
            self.waiting.remove(point);
        }
        assert_eq!(
            self.waiting.keys().collect::<Vec<_>>(),
            self.totals.waiting.keys().collect::<Vec<_>>(),
            "what waits is what is said to wait"
        );
        self
    }

    /// Nothing that was ordered to be erased is left, and every chain holds.
    fn holds_nothing_erased(&self) {
        let erased = &self.totals.erased;
        for envelope in self.commits.values().chain(self.waiting.values()) {
            assert!(!erased.touch(envelope));
        }
        for (id, record) in &self.records {
            let point = |at: Dot| self.commits[&at].point();
            assert!(record.writes().all(|(slot, at)| !erased.covers(point(at), slot.about(*id))));
        }
        self.holds_together();
    }

    /// Every chain holds, and the figures are those of what is there.
    fn holds_together(&self) {
        let lines = &self.totals.lines;
        let mut hashes: BTreeMap<PeerId, [u8; 32]> = BTreeMap::new();
        for (at, envelope) in &self.commits {
            let first = || match lines.get(at.peer) {
                Some(_) => envelope.previous,
                None => chain::genesis(at.peer),
            };
            let before = hashes.get(&at.peer).copied().unwrap_or_else(first);
            assert_eq!((lines.name(*at), envelope.previous), (envelope.commit.dot, before));
            assert_eq!(chain::extend(&before, &envelope.commit), Ok(envelope.hash));
            hashes.insert(at.peer, envelope.hash);
        }
        let mut state = StateSum::default();
        self.records.iter().for_each(|(id, record)| state.add(&record.digest(*id)));
        assert_eq!(state, self.totals.state);
        let conflicts = self.records.iter().filter(|(_, record)| record.has_conflict());
        assert_eq!(self.totals.conflicts, conflicts.map(|(id, _)| *id).collect());
    }
}

/// One of two people, whom the stories below tell of.
fn somebody(n: u8) -> RecordId {
    RecordId::new(LedgerTag([1; 4]), [n % 2; 12])
}

/// What laptops do: write, take out, read each other, and order to erase.
fn story(deeds: &[(u8, u8, u8)]) -> Group {
    let mut group = Group::new();
    for (by, deed, word) in deeds {
        let by = 1 + by % 3;
        let id = somebody(*word);
        let slot = match word % 3 {
            0 => Slot::single(20),
            1 => Slot::single(21),
            _ => Slot { tag: 22, element: Bytes(vec![*word % 4]) },
        };
        let order = |scope: Scope| Change {
            record: scope.record,
            slot: scope.slot(),
            cell: codec::cell(&Value::Text("asked for".into())),
        };
        match deed % 12 {
            0..3 => group.reads(by, 1 + word % 3),
            3..6 => {
                let cell = Cell { kind: 99, bytes: Bytes(vec![by, *word]) };
                let other = Change { record: somebody(word + 1), slot: Slot::single(20), cell: cell.clone() };
                group.commit_all(by, vec![Change { record: id, slot, cell }, other]);
            }
            6 => group.commit(by, Change { record: id, slot, cell: Cell::none() }),
            7 => group.commit(
                by,
                Change { record: id, slot: Slot::single(LIFE), cell: crate::log::record::life(false) },
            ),
            8 => group.commit(by, order(Scope::whole(id))),
            9 => group.commit(by, order(Scope::field(id, 20 + u16::from(word % 3)))),
            _ => {
                // Of a commit that its writer may not have read, or of none.
                let none = (dot(1 + word % 3, u64::from(word / 3 % 5)), Print([*word; 16]));
                let none = (Point { dot: none.0, print: none.1 }, Slot::single(20).about(id));
                let about = |envelope: &Envelope| envelope.commit.touches().last().unwrap();
                let at = usize::from(*word) % (group.written.len() + 1);
                let meant = group.written.get(at).map(|envelope| (envelope.point(), about(envelope)));
                let (point, About { record, tag, .. }) = meant.unwrap_or(none);
                group.commit(by, order(Scope { record, what: What::Write(tag, point) }));
            }
        }
    }
    group
}

proptest! {
    /// The law with erasure in it: what is held follows from the set of
    /// commits, in whatever order they come, whole or erased already, in
    /// however many steps.
    #[test]
    fn what_an_erasure_leaves_does_not_depend_on_the_order(
        deeds in prop::collection::vec((0..3u8, 0..12u8, 0..30u8), 1..24),
        keys in prop::collection::vec(any::<u16>(), 24),
        others in prop::collection::vec(any::<u16>(), 24),
        size in 1..9usize,
    ) {
        let written = story(&deeds).written;
        let whole = Held::default().take(&written);
        whole.holds_nothing_erased();
        prop_assert!(whole.totals.waiting.is_empty());
        // Some come from a laptop that has carried the orders out.
        for (keys, is_erased) in [(&keys, 0), (&others, 2), (&others, 3)] {
            let mut order: Vec<(u16, Envelope)> = keys.iter().copied().zip(written.clone()).collect();
            order.sort_by_key(|(key, _)| *key);
            let come: Vec<Envelope> = order
                .into_iter()
                .map(|(key, mut envelope)| {
                    if is_erased == 3 || key % 2 < is_erased / 2 {
                        whole.totals.erased.cleanse(&mut envelope);
                    }
                    envelope
                })
                .collect();
            let mut held = Held::default();
            for some in come.chunks(size) {
                held = held.take(some);
                held.holds_nothing_erased();
            }
            prop_assert_eq!(held.totals.digest(), whole.totals.digest());
            prop_assert_eq!(&held.totals.erased, &whole.totals.erased);
            prop_assert_eq!(&held.commits, &whole.commits);
        }
    }
}

#[test]
fn what_comes_after_an_erasure_is_erased_before_it_is_kept() {
    let id = somebody(0);
    let write = |word: u8| Change {
        record: id,
        slot: Slot::single(20),
        cell: Cell { kind: 99, bytes: Bytes(vec![word; 9]) },
    };
    let mut group = Group::new();
    group.commit(1, write(1));
    group.reads(2, 1);
    group.reads(3, 1);
    group.commit(
        2,
        Change { record: id, slot: Scope::whole(id).slot(), cell: codec::cell(&Value::Text("r".into())) },
    );
    group.commit(3, write(2));
    group.reads(1, 2);
    group.commit(1, Change { record: id, slot: Slot::single(LIFE), cell: crate::log::record::life(false) });
    let [first, order, beside, deletion] = group.written.as_slice() else { panic!() };
    // The deletion and what was written beside the order wait: their causes come last.
    let held = Held::default().take(&[deletion.clone(), beside.clone()]);
    assert_eq!((held.waiting.len(), held.totals.stale), (2, false));
    let held = held.take(std::slice::from_ref(order));
    assert_eq!((held.waiting.len(), held.totals.stale), (3, false), "it is no order before it counts");
    let held = held.take(std::slice::from_ref(first));
    assert!(held.totals.stale && held.waiting.is_empty());
    held.holds_nothing_erased();
    let record = &held.records[&id];
    assert!(record.is_erased() && record.is_dead() && !record.has_conflict());
    assert_eq!(record.history().len(), 4, "who wrote when is not forgotten");
}
