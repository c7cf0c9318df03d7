//! The one fold from commits to records.
//!
//! Planning an import, applying it, rebuilding the store and checking it all
//! run through [`Fold`]; they differ in what lies beneath ([`Base`]) and in
//! whether what it gathered is written.

mod coming;
mod erasing;
mod naming;
mod trusting;
mod waiting;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

pub use super::totals::{Totals, Waits};
use super::{
    error::StoreError,
    orders,
    placing::{Place, Placing, Trace},
    totals::Renaming,
};
use crate::{
    domain::id::RecordId,
    log::{
        chain,
        commit::{Change, Dot, Envelope, PeerId, Point},
        erasure::Scope,
        heads::{End, Heads},
        lines::{Line, Lines},
        record::Record,
        vector::Vector,
    },
};

/// What a fold continues from.
pub trait Base {
    /// A record as it is, or `None` where nothing was ever written to it.
    fn record(&self, id: RecordId) -> Result<Option<Record>, StoreError>;

    /// A commit that was applied, by its place.
    fn commit(&self, at: Dot) -> Result<Option<Envelope>, StoreError>;

    /// A commit that waits for others.
    fn waiting(&self, point: Point) -> Result<Option<Envelope>, StoreError>;

    /// What is kept of a commit that was applied, by its place.
    fn trace(&self, at: Dot) -> Result<Option<Trace>, StoreError> {
        Ok(self.commit(at)?.map(|envelope| Trace::of(&envelope)))
    }
}

/// Nothing: the base of a rebuilding.
#[derive(Debug, Clone, Copy)]
pub struct Empty;

impl Base for Empty {
    fn record(&self, _id: RecordId) -> Result<Option<Record>, StoreError> {
        Ok(None)
    }

    fn commit(&self, _at: Dot) -> Result<Option<Envelope>, StoreError> {
        Ok(None)
    }

    fn waiting(&self, _point: Point) -> Result<Option<Envelope>, StoreError> {
        Ok(None)
    }
}

/// What became of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It was there before.
    Known,
    /// It was applied, and with it those that had waited for it.
    Applied(Vec<Point>),
    /// It waits for this one, at least.
    Waits(Point),
    /// Its hash is not that of its chain: what is kept here was altered.
    Broken,
}

/// What is to be done with a commit.
enum Admission {
    /// Everything before it is there; this is its place.
    Ready(Dot),
    /// It was applied before.
    Known,
    /// This commit, at least, has to come first.
    Waits(Point),
}

/// Commits applied on top of a base, gathered in memory.
pub struct Fold<'a, B: Base> {
    base: &'a B,
    /// The figures after what was taken.
    pub totals: Totals,
    /// Records as they are now, of those that were touched.
    pub records: HashMap<RecordId, Record>,
    /// Records that the base does not have.
    pub created: HashSet<RecordId>,
    /// Commits applied, in order, with their places.
    pub applied: Vec<(Dot, Envelope)>,
    /// Commits that wait now and did not before.
    pub waiting: BTreeMap<Point, Envelope>,
    /// Commits that waited in the base and were applied.
    pub released: Vec<Point>,
    /// Commits applied in the base of which something was erased.
    pub rewritten: BTreeMap<Dot, Envelope>,
    /// Commits waiting in the base of which something was erased.
    pub rewaiting: BTreeMap<Point, Envelope>,
    /// What is kept of commits that were applied, by row, from which number on.
    pub traces: BTreeMap<PeerId, (u64, Vec<Trace>)>,
    /// What is missing, and which commits wait for it.
    blocked: BTreeMap<Point, Vec<Point>>,
    /// Whether whose commits count has changed since it was last considered.
    is_news: bool,
    now_ms: u64,
}

impl<B: Base> Placing for Fold<'_, B> {
    fn heads(&self) -> &Heads {
        &self.totals.heads
    }

    fn lines(&self) -> &Lines {
        &self.totals.lines
    }

    fn trace(&self, at: Dot) -> Result<Option<Trace>, StoreError> {
        if let Some((first, traces)) = self.traces.get(&at.peer)
            && let Some(nth) = at.seq.checked_sub(*first)
        {
            return Ok(usize::try_from(nth).ok().and_then(|nth| traces.get(nth)).cloned());
        }
        self.base.trace(at)
    }
}

impl<'a, B: Base> Fold<'a, B> {
    /// Begins on top of `base`, whose figures are `totals`.
    pub fn new(base: &'a B, totals: Totals, now_ms: u64) -> Self {
        let mut blocked: BTreeMap<Point, Vec<Point>> = BTreeMap::new();
        for (point, Waits { missing, .. }) in &totals.waiting {
            if missing != point {
                blocked.entry(*missing).or_default().push(*point);
            }
        }
        Self {
            base,
            totals,
            blocked,
            records: HashMap::new(),
            created: HashSet::new(),
            applied: Vec::new(),
            waiting: BTreeMap::new(),
            released: Vec::new(),
            rewritten: BTreeMap::new(),
            rewaiting: BTreeMap::new(),
            traces: BTreeMap::new(),
            is_news: false,
            now_ms,
        }
    }

    /// A record as it is now.
    pub fn record(&self, id: RecordId) -> Result<Option<Record>, StoreError> {
        match self.records.get(&id) {
            Some(record) => Ok(Some(record.clone())),
            None => self.base.record(id),
        }
    }

    /// Takes one commit, and those it releases.
    ///
    /// # Erasure
    ///
    /// The records and commits that result depend on the set of commits alone:
    /// what an order covers is taken out of a commit before it is kept, and of
    /// those that were kept when the order is applied, so that it makes no
    /// difference which came first, nor in which form.
    pub fn take(&mut self, mut envelope: Envelope) -> Result<Taken, StoreError> {
        if chain::extend(&envelope.previous, &envelope.commit).ok() != Some(envelope.hash) {
            return Ok(Taken::Broken);
        }
        let point = envelope.point();
        self.totals.stale |= self.totals.erased.cleanse(&mut envelope);
        if self.totals.waiting.contains_key(&point) {
            return Ok(Taken::Known);
        }
        let place = self.place(&envelope)?;
        if place == Place::Known {
            return Ok(Taken::Known);
        }
        self.note(&envelope, place)?;
        let mut done = Vec::new();
        let taken = match self.admit(&envelope, place, true)? {
            Admission::Known => return Ok(Taken::Known),
            Admission::Waits(missing) => {
                self.wait(&envelope, missing);
                self.waiting.insert(point, envelope);
                Taken::Waits(missing)
            }
            Admission::Ready(at) => {
                self.apply(envelope, at)?;
                done.push(point);
                self.release(&mut done)?;
                Taken::Applied(Vec::new())
            }
        };
        let mut considered = 0;
        let mut peers = BTreeSet::from([point.dot.peer]);
        loop {
            peers.extend(done.iter().skip(considered).map(|applied| applied.dot.peer));
            considered = done.len();
            for peer in std::mem::take(&mut peers) {
                self.note_where_words_stand_now(peer)?;
            }
            self.settle_names()?;
            if !std::mem::take(&mut self.is_news) {
                break;
            }
            self.reconsider(&mut done)?;
        }
        Ok(if done.is_empty() { taken } else { Taken::Applied(done) })
    }

    /// Whether a commit can be applied now, and where; one that is set aside
    /// waits for itself. `judged`: whether it has to count by itself.
    fn admit(&mut self, envelope: &Envelope, place: Place, judged: bool) -> Result<Admission, StoreError> {
        match place {
            Place::Known => return Ok(Admission::Known),
            Place::Apart => return Ok(Admission::Waits(envelope.before())),
            Place::Next(_) | Place::Branch { .. } => {}
        }
        for point in &envelope.commit.seen {
            if self.resolve(*point)?.is_none() {
                return Ok(Admission::Waits(*point));
            }
        }
        if judged && !self.counts(envelope, place)? {
            return Ok(Admission::Waits(envelope.point()));
        }
        match place {
            Place::Next(at) => Ok(Admission::Ready(at)),
            Place::Branch { beside } => self.part(envelope, beside),
            Place::Known | Place::Apart => Ok(Admission::Known),
        }
    }

    /// Finds a place for a commit beside another one of its name: of the rows
    /// that go apart here the one whose first commit has the lower hash keeps
    /// the name. Where that is the new one, all is folded anew.
    fn part(&mut self, envelope: &Envelope, beside: Dot) -> Result<Admission, StoreError> {
        let name = envelope.commit.dot;
        let Some(other) = Placing::trace(self, beside)? else {
            return Err(StoreError::damaged("a commit is missing from the store"));
        };
        let new = Lines::id(name.peer, &envelope.hash);
        // The row that leads to the last commit that was trusted keeps it.
        let is_trusted =
            self.trusted_end(name.peer)?.is_some_and(|end| end.peer == beside.peer && end >= beside);
        if is_trusted || other.hash < envelope.hash {
            self.totals.lines.insert(new, Line { root: name.peer, before: name.seq - 1 });
            return Ok(Admission::Ready(Dot { peer: new, seq: 1 }));
        }
        let leaves = Some(Lines::id(name.peer, &other.hash));
        self.rename(Renaming { row: beside.peer, first: name, leaves, takes: new });
        Ok(Admission::Waits(envelope.point()))
    }

    /// Applies a commit whose causes are all there, at its place.
    fn apply(&mut self, mut envelope: Envelope, at: Dot) -> Result<(), StoreError> {
        self.totals.loose.remove(&envelope.point());
        self.is_news |= self.totals.trust.note(envelope.point(), at.peer, &envelope.commit);
        let begin = self.begin_of(&envelope, at)?;
        let mut had = Vector::default();
        for point in &envelope.commit.seen {
            if let Some(at) = self.resolve(*point)? {
                self.include(&mut had, at)?;
            }
        }
        let had: Vec<Dot> = had.iter().collect();
        let end = End { hash: envelope.hash, stamp: envelope.commit.stamp };
        let seen = self.totals.heads.advance(at, end, &had, begin).clone();
        self.traces.entry(at.peer).or_insert_with(|| (at.seq, Vec::new())).1.push(Trace::of(&envelope));
        let orders: Vec<Scope> =
            orders::of(&envelope.commit).filter(|scope| self.totals.erased.insert(*scope)).collect();
        if !orders.is_empty() {
            self.totals.stale |= self.totals.erased.cleanse(&mut envelope);
        }
        let commit = &envelope.commit;
        // What was erased of a record still is a commit that touched it.
        let mut changes: BTreeMap<RecordId, Vec<&Change>> =
            commit.touches().map(|about| (about.record, Vec::new())).collect();
        for change in commit.changes() {
            changes.entry(change.record).or_default().push(change);
        }
        for (id, changes) in changes {
            let record = self.record_out(id)?;
            match &record {
                Some(old) => self.totals.state.remove(&old.digest(id)),
                None => *self.totals.records.entry(id.ledger()).or_default() += 1,
            }
            let mut new = record.unwrap_or_default();
            let erased = commit.erased().filter(|about| about.record == id);
            new.apply_own(at, commit, changes, erased, &seen);
            self.record_in(id, new);
        }
        self.carry_out(&orders)?;
        let commit = &envelope.commit;
        self.totals.newest = self.totals.newest.witness(commit.stamp, self.now_ms);
        if !commit.stamp.is_ahead(self.now_ms) {
            let crest = self.totals.crests.entry(at.peer).or_default();
            *crest = commit.stamp.max(*crest);
        }
        self.applied.push((at, envelope));
        Ok(())
    }

    /// Takes a record out to change it.
    fn record_out(&mut self, id: RecordId) -> Result<Option<Record>, StoreError> {
        if let Some(record) = self.records.remove(&id) {
            return Ok(Some(record));
        }
        let found = self.base.record(id)?;
        if found.is_none() {
            self.created.insert(id);
        }
        Ok(found)
    }

    /// Puts a changed record back, and counts it.
    fn record_in(&mut self, id: RecordId, record: Record) {
        self.totals.state.add(&record.digest(id));
        if record.has_conflict() {
            self.totals.conflicts.insert(id);
        } else {
            self.totals.conflicts.remove(&id);
        }
        self.records.insert(id, record);
    }
}

#[cfg(test)]
mod tests;
