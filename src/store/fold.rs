//! The one fold from commits to records.
//!
//! Planning an import, applying it, rebuilding the store and checking it all
//! run through [`Fold`]; they differ in what lies beneath ([`Base`]) and in
//! whether what it gathered is written.

mod erasing;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::{error::StoreError, orders, trust::Trust};
use crate::{
    domain::id::{LedgerTag, RecordId},
    log::{
        chain,
        commit::{Change, Dot, Envelope, PeerId},
        erasure::{Erasures, Scope},
        heads::{Admission, Heads},
        record::{Record, StateSum},
        stamp::Stamp,
        vector::Vector,
    },
};

/// What a fold continues from.
pub trait Base {
    /// A record as it is, or `None` where nothing was ever written to it.
    fn record(&self, id: RecordId) -> Result<Option<Record>, StoreError>;

    /// A commit that was applied.
    fn commit(&self, dot: Dot) -> Result<Option<Envelope>, StoreError>;

    /// A commit that waits for others.
    fn waiting(&self, dot: Dot) -> Result<Option<Envelope>, StoreError>;
}

/// Nothing: the base of a rebuilding.
#[derive(Debug, Clone, Copy)]
pub struct Empty;

impl Base for Empty {
    fn record(&self, _id: RecordId) -> Result<Option<Record>, StoreError> {
        Ok(None)
    }

    fn commit(&self, _dot: Dot) -> Result<Option<Envelope>, StoreError> {
        Ok(None)
    }

    fn waiting(&self, _dot: Dot) -> Result<Option<Envelope>, StoreError> {
        Ok(None)
    }
}

/// Figures kept beside the records. All can be counted again from the commits,
/// but for an erasure that was ordered by one that counts no longer: what is
/// erased stays erased.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Totals {
    /// How far every peer was applied.
    pub heads: Heads,
    /// The sum of all records' digests.
    pub state: StateSum,
    /// Records a ledger, deleted ones included.
    pub records: BTreeMap<LedgerTag, u64>,
    /// Records with a conflict.
    pub conflicts: BTreeSet<RecordId>,
    /// The newest stamp seen, as far as the own clock follows it.
    pub newest: Stamp,
    /// Of each peer the newest stamp that did not lie more than a day ahead of
    /// this clock when it was applied: what its clock is judged by.
    pub crests: BTreeMap<PeerId, Stamp>,
    /// Commits that wait, each with one that has to come first; one that is set
    /// aside because its laptop is not trusted waits for itself.
    pub waiting: BTreeMap<Dot, Dot>,
    /// Which laptops' commits count.
    pub trust: Trust,
    /// Whether commits are applied that no longer count: everything has to be folded anew.
    pub recast: bool,
    /// What was ordered to be erased.
    pub erased: Erasures,
    /// Whether values that were erased from commits and records may still lie
    /// beneath them: in the journal, in backups, in sled's own files.
    pub stale: bool,
}

impl Totals {
    /// Nothing yet, to a laptop of a group.
    pub fn new(trust: Trust) -> Self {
        Self { trust, ..Self::default() }
    }

    /// The same, and if nothing was written yet, of this group.
    #[must_use]
    pub fn of(self, trust: &Trust) -> Self {
        if self.trust == Trust::default() { Self { trust: trust.forgotten(), ..self } } else { self }
    }

    /// How far everybody's commits are here without a gap, applied or not.
    pub fn held(&self) -> Vector {
        let mut held = self.heads.vector();
        for dot in self.waiting.keys() {
            if dot.seq == held.get(dot.peer) + 1 {
                held.raise(*dot);
            }
        }
        held
    }

    /// Commits that are set aside because their laptop is not trusted.
    pub fn aside(&self) -> impl Iterator<Item = Dot> {
        self.waiting.iter().filter(|(dot, missing)| dot == missing).map(|(dot, _)| *dot)
    }

    /// A hash over everything that is shared: two laptops that hold the same
    /// commits answer the same.
    pub fn digest(&self) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_derive_key("minqing shared state v1");
        hasher.update(&self.heads.digest());
        hasher.update(&self.state.to_bytes());
        *hasher.finalize().as_bytes()
    }
}

/// What became of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It was there before.
    Known,
    /// It was applied, and with it those that had waited for it.
    Applied(Vec<Dot>),
    /// It waits.
    Waits(Dot),
    /// It continues another line than the one this laptop knows: a copied
    /// installation, or a forgery.
    Forked,
}

/// Commits applied on top of a base, gathered in memory.
pub struct Fold<'a, B: Base> {
    base: &'a B,
    /// The figures after what was taken.
    pub totals: Totals,
    /// Records as they are now, of those that were touched.
    pub records: HashMap<RecordId, Record>,
    /// Commits applied, in order.
    pub applied: Vec<Envelope>,
    /// Commits that wait now and did not before.
    pub waiting: BTreeMap<Dot, Envelope>,
    /// Commits that waited in the base and were applied.
    pub released: Vec<Dot>,
    /// Commits applied in the base of which something was erased.
    pub rewritten: BTreeMap<Dot, Envelope>,
    /// Commits waiting in the base of which something was erased.
    pub rewaiting: BTreeMap<Dot, Envelope>,
    /// What is missing, and which commits wait for it.
    blocked: BTreeMap<Dot, Vec<Dot>>,
    now_ms: u64,
}

impl<'a, B: Base> Fold<'a, B> {
    /// Begins on top of `base`, whose figures are `totals`.
    pub fn new(base: &'a B, totals: Totals, now_ms: u64) -> Self {
        let mut blocked: BTreeMap<Dot, Vec<Dot>> = BTreeMap::new();
        for (dot, missing) in totals.waiting.iter().filter(|(dot, missing)| dot != missing) {
            blocked.entry(*missing).or_default().push(*dot);
        }
        Self {
            base,
            totals,
            blocked,
            records: HashMap::new(),
            applied: Vec::new(),
            waiting: BTreeMap::new(),
            released: Vec::new(),
            rewritten: BTreeMap::new(),
            rewaiting: BTreeMap::new(),
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
        let dot = envelope.commit.dot;
        self.totals.stale |= self.totals.erased.cleanse(&mut envelope.commit);
        if self.totals.waiting.contains_key(&dot) {
            let same = self.held(dot)?.hash == envelope.hash;
            return Ok(if same { Taken::Known } else { Taken::Forked });
        }
        let admission = self.admit(&envelope);
        if admission == Admission::Known {
            return Ok(Taken::Known);
        }
        let is_news = self.totals.trust.note(&envelope.commit);
        let mut done = Vec::new();
        let taken = match self.admit(&envelope) {
            Admission::Known => return Ok(Taken::Known),
            Admission::Waits(missing) => {
                self.wait(dot, missing);
                self.waiting.insert(dot, envelope);
                Taken::Waits(missing)
            }
            Admission::Ready => {
                if !self.apply(envelope)? {
                    return Ok(Taken::Forked);
                }
                done.push(dot);
                if self.release(&mut done)? {
                    return Ok(Taken::Forked);
                }
                Taken::Applied(Vec::new())
            }
        };
        if is_news && self.reconsider(&mut done)? {
            return Ok(Taken::Forked);
        }
        Ok(if done.is_empty() { taken } else { Taken::Applied(done) })
    }

    /// Whether a commit can be applied now; one that is set aside waits for itself.
    fn admit(&self, envelope: &Envelope) -> Admission {
        let admission = self.totals.heads.admit(&envelope.commit);
        if admission == Admission::Ready && !self.totals.trust.admits(envelope.commit.dot) {
            return Admission::Waits(envelope.commit.dot);
        }
        admission
    }

    /// Applies what was set aside and counts now, and sees whether something
    /// is applied that counts no longer. Answers whether a chain was broken.
    fn reconsider(&mut self, done: &mut Vec<Dot>) -> Result<bool, StoreError> {
        let totals = &mut self.totals;
        let heads = &totals.heads;
        let counts_by_itself = |peer, seq| totals.trust.admits(Dot { peer, seq });
        totals.recast |= heads.iter().any(|(peer, head)| {
            let built_on = || {
                let others =
                    heads.iter().filter(|(other, head)| *other != peer && counts_by_itself(*other, head.seq));
                others.map(|(_, other)| other.seen.get(peer)).any(|seen| seen >= head.seq)
            };
            !counts_by_itself(peer, head.seq) && !built_on()
        });
        let counts: Vec<Dot> = totals.aside().filter(|dot| totals.trust.admits(*dot)).collect();
        let mut forked = false;
        for dot in counts {
            // It may have been released with one before it.
            if self.totals.waiting.get(&dot) == Some(&dot) {
                let from = done.len();
                forked |= self.resume(dot, done)?;
                let mut released = done.split_off(from);
                forked |= self.release(&mut released)?;
                done.append(&mut released);
            }
        }
        Ok(forked)
    }

    /// Applies what is set aside and yet counts, because somebody who is trusted
    /// had seen it. To be called when no more comes; answers what was applied.
    pub fn settle(&mut self) -> Result<Vec<Dot>, StoreError> {
        let mut done = Vec::new();
        if self.totals.aside().next().is_none() {
            return Ok(done);
        }
        loop {
            let before = done.len();
            let mut rows: BTreeMap<PeerId, Dot> = BTreeMap::new();
            for dot in self.totals.waiting.keys() {
                rows.entry(dot.peer).or_insert(*dot);
            }
            rows.retain(|_, dot| self.totals.trust.admits(*dot));
            for dot in rows.into_values() {
                for seen in self.past(dot)?.unwrap_or_default() {
                    self.resume(seen, &mut done)?;
                }
            }
            let mut released = done.split_off(before);
            self.release(&mut released)?;
            done.append(&mut released);
            if done.len() == before {
                return Ok(done);
            }
        }
    }

    /// Everything that waits and that the writer of a waiting commit had seen,
    /// itself included, causes first; `None` where some of it is not here.
    fn past(&self, last: Dot) -> Result<Option<Vec<Dot>>, StoreError> {
        let mut order = Vec::new();
        let mut begun = BTreeSet::new();
        let mut path = vec![(last, false)];
        while let Some((dot, is_seen)) = path.pop() {
            if is_seen {
                order.push(dot);
                continue;
            }
            if self.totals.heads.get(dot.peer).is_some_and(|head| head.seq >= dot.seq) || !begun.insert(dot) {
                continue;
            }
            if !self.totals.waiting.contains_key(&dot) {
                return Ok(None);
            }
            path.push((dot, true));
            let before = Dot { seq: dot.seq - 1, ..dot };
            let causes = self.held(dot)?.commit.seen;
            path.extend(causes.into_iter().chain((before.seq > 0).then_some(before)).map(|dot| (dot, false)));
        }
        Ok(Some(order))
    }

    /// Applies a commit that waited and whose causes are all there; answers
    /// whether it does not continue its chain.
    fn resume(&mut self, dot: Dot, done: &mut Vec<Dot>) -> Result<bool, StoreError> {
        let envelope = self.held(dot)?;
        let forked = match self.totals.heads.admit(&envelope.commit) {
            Admission::Waits(_) => return Ok(false),
            Admission::Ready if self.apply(envelope)? => {
                done.push(dot);
                false
            }
            // It waited on another line of a copied installation.
            Admission::Ready => true,
            Admission::Known => false,
        };
        self.totals.waiting.remove(&dot);
        self.rewaiting.remove(&dot);
        if self.waiting.remove(&dot).is_none() {
            self.released.push(dot);
        }
        Ok(forked)
    }

    fn wait(&mut self, dot: Dot, missing: Dot) {
        self.totals.waiting.insert(dot, missing);
        if dot != missing {
            self.blocked.entry(missing).or_default().push(dot);
        }
    }

    /// A commit that waits, from here or from the base.
    fn held(&self, dot: Dot) -> Result<Envelope, StoreError> {
        if let Some(envelope) = self.waiting.get(&dot).or_else(|| self.rewaiting.get(&dot)) {
            return Ok(envelope.clone());
        }
        let held = self.base.waiting(dot)?;
        held.ok_or_else(|| StoreError::damaged("a waiting commit is missing from the store"))
    }

    /// Applies commits that waited for those in `done`, and adds them to it,
    /// until none is ready. Answers whether one did not continue its chain.
    fn release(&mut self, done: &mut Vec<Dot>) -> Result<bool, StoreError> {
        let mut forked = false;
        let mut at = 0;
        while let Some(applied) = done.get(at).copied() {
            at += 1;
            let first = Dot { seq: 0, ..applied };
            let reached: Vec<Dot> =
                self.blocked.range(first..=applied).map(|(missing, _)| *missing).collect();
            for dot in reached
                .iter()
                .filter_map(|missing| self.blocked.remove(missing))
                .flatten()
                .collect::<Vec<_>>()
            {
                // It may have been applied with something else it waited for.
                if !self.totals.waiting.contains_key(&dot) {
                    continue;
                }
                match self.admit(&self.held(dot)?) {
                    Admission::Waits(missing) => self.wait(dot, missing),
                    Admission::Ready | Admission::Known => forked |= self.resume(dot, done)?,
                }
            }
        }
        Ok(forked)
    }

    /// Applies a commit whose causes are all there; `false` where it does not
    /// continue its peer's chain.
    fn apply(&mut self, mut envelope: Envelope) -> Result<bool, StoreError> {
        let previous = self.totals.heads.hash(envelope.commit.dot.peer);
        if chain::extend(&previous, &envelope.commit).ok() != Some(envelope.hash) {
            return Ok(false);
        }
        let seen = self.totals.heads.advance(&envelope.commit, envelope.hash).clone();
        let orders: Vec<Scope> =
            orders::of(&envelope.commit).filter(|scope| self.totals.erased.insert(*scope)).collect();
        if !orders.is_empty() {
            self.totals.stale |= self.totals.erased.cleanse(&mut envelope.commit);
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
            new.apply_own(commit, changes, erased, &seen);
            self.record_in(id, new);
        }
        self.carry_out(&orders)?;
        let commit = &envelope.commit;
        self.totals.newest = self.totals.newest.witness(commit.stamp, self.now_ms);
        if !commit.stamp.is_ahead(self.now_ms) {
            let crest = self.totals.crests.entry(commit.dot.peer).or_default();
            *crest = commit.stamp.max(*crest);
        }
        self.applied.push(envelope);
        Ok(true)
    }

    /// Takes a record out to change it.
    fn record_out(&mut self, id: RecordId) -> Result<Option<Record>, StoreError> {
        match self.records.remove(&id) {
            Some(record) => Ok(Some(record)),
            None => self.base.record(id),
        }
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
