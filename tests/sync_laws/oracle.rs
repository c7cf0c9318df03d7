//! What has to be, worked out from nothing but who wrote what having seen what.
//!
//! The oracle numbers commits as they are made and keeps of each the *set* of
//! those that its writer had applied. It tells them by their hashes, and knows no
//! rows, no heads, no vectors: so it can tell two lines of one key apart.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::LazyLock,
};

use minqing::{
    domain::{
        field::FIRST_FIELD_TAG,
        id::{LedgerTag, RecordId},
        team::peers,
        value::Value,
    },
    log::{
        commit::{Cell, Dot, ERASED, LIFE, PeerId, Point, Slot},
        erasure::{Scope, What},
        record::{Record, life},
    },
    store::{
        codec, trust,
        trust::{Trust, Word},
    },
};

use super::{laptop::Made, marks, set::Set};

/// The ledger of laptops' cards.
static CARDS: LazyLock<LedgerTag> = LazyLock::new(|| LedgerTag::of(peers::ID));

/// Ledgers of which nothing can be erased are not written to by erasures here,
/// but for the cards of laptops.
fn is_erasable(record: RecordId) -> bool {
    record.ledger() != *CARDS
}

fn is_revocation((_, word): &(usize, Word)) -> bool {
    matches!(word.membership, trust::Membership::Revoked { .. })
}

/// Which of a laptop's commits count by themselves.
#[derive(Debug, Clone, Copy)]
enum Counting {
    All,
    /// Those up to a number.
    Until(u64),
    /// Those that lead to this one.
    Leading(usize),
    /// Those up to this one, which is not here, and no other of its name.
    Short(Point),
}

/// A commit.
#[derive(Debug, Clone)]
pub(super) struct Event {
    pub(super) dot: Dot,
    pub(super) point: Point,
    /// What its writer had applied, itself included.
    pub(super) past: Set,
    /// Its line from the first commit to itself.
    chain: Set,
    writes: BTreeMap<RecordId, BTreeMap<Slot, Cell>>,
    pub(super) orders: Vec<Scope>,
    words: Vec<(RecordId, Word)>,
    succeeds: bool,
}

/// What a laptop has to have.
#[derive(Debug, Clone, Default)]
pub(super) struct View {
    pub(super) held: Set,
    pub(super) applied: Set,
    /// What it has carried out.
    pub(super) erased: BTreeSet<Scope>,
}

/// Everything that was written.
#[derive(Debug, Clone, Default)]
pub(super) struct Oracle {
    pub(super) events: Vec<Event>,
    hashes: HashMap<[u8; 32], usize>,
    points: HashMap<Point, usize>,
    /// How many bear a name.
    named: HashMap<Dot, Vec<usize>>,
    /// Which commits touch a record.
    touching: HashMap<RecordId, Set>,
    /// Which say something of laptops.
    pub(super) words: Set,
    pub(super) views: Vec<View>,
}

impl Oracle {
    /// Takes down a commit that `at` wrote when so much counted for it.
    pub(super) fn write(&mut self, at: usize, made: &Made) -> usize {
        let Made { envelope, trust, narrow } = made;
        let number = self.events.len();
        let commit = &envelope.commit;
        let before = self.find(&envelope.previous);
        // Who revokes a laptop leaves out what it had of it behind the last one that is trusted.
        let mut past = if *narrow {
            let seen = commit.seen.iter().filter_map(|point| self.meant(*point));
            let mut past = Set::default();
            seen.chain(before).for_each(|seen| past.join(&self.events[seen].past));
            past
        } else {
            self.closure(&self.views[at].held, trust)
        };
        past.insert(number);
        let mut chain = before.map(|before| self.events[before].chain.clone()).unwrap_or_default();
        chain.insert(number);
        let mut writes: BTreeMap<RecordId, BTreeMap<Slot, Cell>> = BTreeMap::new();
        let (mut words, mut succeeds) = (Vec::new(), false);
        for change in commit.changes() {
            let slots = writes.entry(change.record).or_default();
            slots.entry(Slot::single(LIFE)).or_insert_with(|| life(true));
            slots.insert(change.slot.clone(), change.cell.clone());
            if change.record.ledger() == *CARDS
                && let Some(Value::Text(text)) = codec::value(&change.cell)
            {
                match change.slot.tag {
                    peers::MEMBERSHIP => words.extend(text.parse().map(|word| (change.record, word))),
                    peers::SUCCEEDS => succeeds = true,
                    _ => {}
                }
            }
        }
        if succeeds || !words.is_empty() {
            self.words.insert(number);
        }
        for record in writes.keys() {
            self.touching.entry(*record).or_default().insert(number);
        }
        let orders = commit.changes().filter_map(Scope::ordered_by);
        let orders = orders.filter(|scope| is_erasable(scope.record)).collect();
        self.hashes.insert(envelope.hash, number);
        let point = envelope.point();
        self.points.insert(point, number);
        self.named.entry(commit.dot).or_default().push(number);
        self.events.push(Event { dot: commit.dot, point, past, chain, writes, orders, words, succeeds });
        self.views[at].held.insert(number);
        number
    }

    /// The commit with this hash, if a laptop made it.
    pub(super) fn find(&self, hash: &[u8; 32]) -> Option<usize> {
        self.hashes.get(hash).copied()
    }

    /// The commit that is meant, if a laptop made it.
    pub(super) fn meant(&self, point: Point) -> Option<usize> {
        self.points.get(&point).copied()
    }

    /// The line of a commit, up to itself.
    pub(super) fn line(&self, number: usize) -> &Set {
        &self.events[number].chain
    }

    /// Of what is held, the commits that count and all that their writers had
    /// seen, where it is all there.
    pub(super) fn closure(&self, held: &Set, trust: &Trust) -> Set {
        let mut closed = Set::default();
        let mut counting: HashMap<PeerId, Counting> = HashMap::new();
        for number in held.iter() {
            let event = &self.events[number];
            let Dot { peer, seq } = event.dot;
            let counting = counting.entry(peer).or_insert_with_key(|peer| self.counting(held, trust, *peer));
            let counts = match *counting {
                Counting::All => true,
                Counting::Until(last) => seq <= last,
                Counting::Leading(last) => self.events[last].chain.contains(number),
                Counting::Short(last) => seq < last.dot.seq,
            };
            if counts && !closed.contains(number) && event.past.is_within(held) {
                closed.join(&event.past);
            }
        }
        closed
    }

    /// Which commits of a laptop count by themselves, where so much is held.
    fn counting(&self, held: &Set, trust: &Trust, peer: PeerId) -> Counting {
        if trust.admits(Dot { peer, seq: u64::MAX }) {
            return Counting::All;
        }
        match trust.membership(peer) {
            Some(trust::Membership::Revoked { after, print: Some(print) }) => {
                let last = Point { dot: Dot { peer, seq: after }, print };
                let here = self.points.get(&last).copied();
                here.filter(|number| held.contains(*number) && self.events[*number].past.is_within(held))
                    .map_or(Counting::Short(last), Counting::Leading)
            }
            Some(trust::Membership::Revoked { after, print: None }) => Counting::Until(after),
            Some(trust::Membership::Lead | trust::Membership::Member) | None => Counting::Until(0),
        }
    }

    /// Whether lines of one name go apart in what is held.
    pub(super) fn is_copied(&self, held: &Set, peer: PeerId) -> bool {
        let own = || held.iter().filter(|number| self.events[*number].dot.peer == peer);
        let last = own().max_by_key(|number| self.events[*number].dot.seq);
        last.is_some_and(|last| own().any(|number| !self.events[last].chain.contains(number)))
    }

    /// Those of some commits whose lines are held from their beginnings.
    pub(super) fn linked(&self, some: &Set, held: &Set) -> Set {
        let mut linked = Set::default();
        for number in some.meet(held).iter().filter(|number| self.events[*number].chain.is_within(held)) {
            linked.insert(number);
        }
        linked
    }

    /// The only commit that bears a name, if it is the only one.
    pub(super) fn only(&self, name: Dot) -> Option<usize> {
        match self.named.get(&name).map(Vec::as_slice) {
            Some([only]) => Some(*only),
            Some(_) | None => None,
        }
    }

    /// Records that these commits touch, and those that they order something of.
    pub(super) fn records(&self, of: &Set) -> BTreeSet<RecordId> {
        of.iter().flat_map(|number| self.events[number].writes.keys().copied()).collect()
    }

    /// Whether a commit touches a record.
    pub(super) fn touches(&self, number: usize, record: RecordId) -> bool {
        self.events[number].writes.contains_key(&record)
    }

    /// Whether an order covers what a commit wrote to a register.
    fn covers(erased: &BTreeSet<Scope>, record: RecordId, slot: &Slot, point: Point) -> bool {
        let is_ordered = |what| erased.contains(&Scope { record, what });
        slot.tag >= FIRST_FIELD_TAG
            && (is_ordered(What::Record)
                || is_ordered(What::Field(slot.tag))
                || slot.element.0.is_empty() && is_ordered(What::Write(slot.tag, point)))
    }

    /// The values that have to stand in a record on a laptop.
    pub(super) fn standing(&self, at: usize, record: RecordId) -> BTreeMap<Slot, BTreeMap<usize, Cell>> {
        let View { applied, erased, .. } = &self.views[at];
        let Some(touching) = self.touching.get(&record) else { return BTreeMap::new() };
        let mut writers: BTreeMap<&Slot, Vec<(usize, &Cell)>> = BTreeMap::new();
        for number in touching.meet(applied).iter() {
            for (slot, cell) in &self.events[number].writes[&record] {
                writers.entry(slot).or_default().push((number, cell));
            }
        }
        let mut standing: BTreeMap<Slot, BTreeMap<usize, Cell>> = BTreeMap::new();
        for (slot, writers) in writers {
            for (number, cell) in &writers {
                let is_replaced =
                    |(by, _): &(usize, &Cell)| by != number && self.events[*by].past.contains(*number);
                let point = self.events[*number].point;
                if !writers.iter().any(is_replaced) && !Self::covers(erased, record, slot, point) {
                    standing.entry(slot.clone()).or_default().insert(*number, (*cell).clone());
                }
            }
        }
        standing
    }

    /// Compares a record with what has to stand in it; answers what differs.
    /// `which` tells which commit stands at a place there.
    pub(super) fn compare(
        &self,
        at: usize,
        id: RecordId,
        record: Option<&Record>,
        which: &dyn Fn(Dot) -> Option<usize>,
    ) -> Option<String> {
        let wanted = self.standing(at, id);
        let mut found: BTreeMap<Slot, BTreeMap<usize, Cell>> = BTreeMap::new();
        for slot in record.into_iter().flat_map(Record::slots) {
            let versions = record.map(|record| record.versions(slot)).unwrap_or_default();
            let versions = versions
                .iter()
                .map(|version| (which(version.mark.dot).unwrap_or(usize::MAX), version.cell.clone()));
            found.insert(slot.clone(), versions.collect());
        }
        if wanted != found {
            return Some(format!("record {id} on {at} has to be {wanted:?}, and is {found:?}"));
        }
        let is_erased = wanted.contains_key(&Slot::single(ERASED));
        let differs = |(slot, values): (&Slot, &BTreeMap<usize, Cell>)| {
            let values: BTreeSet<&Cell> = values.values().collect();
            slot.tag != ERASED && !is_erased && values.len() > 1
        };
        let conflict = wanted.iter().any(differs);
        if record.is_some_and(|record| record.has_conflict() != conflict) {
            return Some(format!("record {id} on {at}: conflict has to be {conflict}"));
        }
        None
    }

    /// The marks of values all of whose writes were erased, of those that a laptop holds.
    pub(super) fn gone(&self, at: usize) -> BTreeSet<u64> {
        let View { held, erased, .. } = &self.views[at];
        let (mut gone, mut kept) = (BTreeSet::new(), BTreeSet::new());
        if erased.is_empty() {
            return gone;
        }
        for number in held.iter() {
            let event = &self.events[number];
            for (record, slots) in &event.writes {
                for (slot, cell) in slots {
                    let covered = Self::covers(erased, *record, slot, event.point);
                    let into = if covered { &mut gone } else { &mut kept };
                    into.extend(marks::find(&cell.bytes.0).chain(marks::find(&slot.element.0)));
                }
            }
        }
        gone.retain(|mark| !kept.contains(mark));
        gone
    }

    /// Whatever is said of a laptop in what another holds.
    fn said_of(&self, at: usize, of: PeerId) -> Vec<(usize, Word)> {
        let card = trust::card(of);
        let said = self.linked(&self.words, &self.views[at].held);
        let words =
            said.iter().flat_map(|number| self.events[number].words.iter().map(move |it| (number, it)));
        words.filter(|(_, (whose, _))| *whose == card).map(|(number, (_, word))| (number, *word)).collect()
    }

    /// Whether anybody says in what a laptop holds that another is revoked.
    pub(super) fn is_doubted(&self, at: usize, of: PeerId) -> bool {
        self.said_of(at, of).iter().any(is_revocation)
    }

    /// What a laptop has to be taken for, where the founder said so having heard
    /// everything else that is said of it here, and nobody says anything against
    /// the founder.
    pub(super) fn last_word(&self, at: usize, root: PeerId, of: PeerId) -> Option<trust::Membership> {
        if self.is_doubted(at, root) || self.is_copied(&self.views[at].held, root) {
            return None;
        }
        let all = self.said_of(at, of);
        let last = all.iter().find(|(number, _)| {
            let event = &self.events[*number];
            event.dot.peer == root && all.iter().all(|(other, _)| event.past.contains(*other))
        })?;
        // Who was revoked once leads no more.
        let led = last.1.membership == trust::Membership::Lead && all.iter().any(is_revocation);
        Some(if led { trust::Membership::Member } else { last.1.membership })
    }

    /// Whether somebody who may have led said of a laptop what it is taken to be.
    pub(super) fn was_said(&self, at: usize, root: PeerId, of: PeerId, is: trust::Membership) -> bool {
        use trust::Membership::{Lead, Member, Revoked};
        let said = self.words.meet(&self.views[at].held);
        let words: Vec<(PeerId, &Event)> =
            said.iter().map(|number| &self.events[number]).map(|e| (e.dot.peer, e)).collect();
        let heirs = |peer| words.iter().any(|(by, event)| *by == peer && event.succeeds);
        let may_lead = |peer: PeerId| {
            let made = words.iter().flat_map(|(_, event)| &event.words);
            peer == root
                || heirs(peer)
                || made.clone().any(|(card, word)| *card == trust::card(peer) && word.membership == Lead)
        };
        let by_word = words.iter().filter(|(by, _)| may_lead(*by)).any(|(_, event)| {
            event.words.iter().any(|(card, word)| {
                *card == trust::card(of)
                    && match is {
                        Lead => word.membership == Lead,
                        Member => matches!(word.membership, Member | Lead),
                        Revoked { .. } => word.membership == is,
                    }
            })
        });
        by_word || (of == root && is == Lead) || (heirs(of) && matches!(is, Lead | Member))
    }
}
