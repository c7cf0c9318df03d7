//! The one fold from commits to records.
//!
//! Planning an import, applying it, rebuilding the store and checking it all
//! run through [`Fold`]; they differ in what lies beneath ([`Base`]) and in
//! whether what it gathered is written.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::error::StoreError;
use crate::{
    domain::id::{LedgerTag, RecordId},
    log::{
        chain,
        commit::{Change, Dot, Envelope, PeerId},
        heads::{Admission, Heads},
        record::{Record, StateSum},
        stamp::Stamp,
    },
};

/// What a fold continues from.
pub trait Base {
    /// A record as it is, or `None` where nothing was ever written to it.
    fn record(&self, id: RecordId) -> Result<Option<Record>, StoreError>;

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

    fn waiting(&self, _dot: Dot) -> Result<Option<Envelope>, StoreError> {
        Ok(None)
    }
}

/// Figures kept beside the records; all can be counted again from them.
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
    /// Peers whose last commit lay more than a day ahead of this clock.
    pub ahead: BTreeSet<PeerId>,
    /// Commits that wait, each with one that has to come first.
    pub waiting: BTreeMap<Dot, Dot>,
}

impl Totals {
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
    /// What is missing, and which commits wait for it.
    blocked: BTreeMap<Dot, Vec<Dot>>,
    now_ms: u64,
}

impl<'a, B: Base> Fold<'a, B> {
    /// Begins on top of `base`, whose figures are `totals`.
    pub fn new(base: &'a B, totals: Totals, now_ms: u64) -> Self {
        let mut blocked: BTreeMap<Dot, Vec<Dot>> = BTreeMap::new();
        for (dot, missing) in &totals.waiting {
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
    pub fn take(&mut self, envelope: Envelope) -> Result<Taken, StoreError> {
        let dot = envelope.commit.dot;
        if self.totals.waiting.contains_key(&dot) {
            let same = self.held(dot)?.hash == envelope.hash;
            return Ok(if same { Taken::Known } else { Taken::Forked });
        }
        match self.totals.heads.admit(&envelope.commit) {
            Admission::Known => Ok(Taken::Known),
            Admission::Waits(missing) => {
                self.wait(dot, missing);
                self.waiting.insert(dot, envelope);
                Ok(Taken::Waits(missing))
            }
            Admission::Ready => {
                if !self.apply(envelope)? {
                    return Ok(Taken::Forked);
                }
                let mut done = vec![dot];
                let forked = self.release(&mut done)?;
                Ok(if forked { Taken::Forked } else { Taken::Applied(done) })
            }
        }
    }

    fn wait(&mut self, dot: Dot, missing: Dot) {
        self.totals.waiting.insert(dot, missing);
        self.blocked.entry(missing).or_default().push(dot);
    }

    /// A commit that waits, from here or from the base.
    fn held(&self, dot: Dot) -> Result<Envelope, StoreError> {
        match self.waiting.get(&dot) {
            Some(envelope) => Ok(envelope.clone()),
            None => {
                let held = self.base.waiting(dot)?;
                held.ok_or_else(|| StoreError::damaged("a waiting commit is missing from the store"))
            }
        }
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
                let envelope = self.held(dot)?;
                match self.totals.heads.admit(&envelope.commit) {
                    Admission::Waits(missing) => {
                        self.wait(dot, missing);
                        continue;
                    }
                    Admission::Ready if self.apply(envelope)? => done.push(dot),
                    // It waited on another line of a copied installation.
                    Admission::Ready => forked = true,
                    Admission::Known => {}
                }
                self.totals.waiting.remove(&dot);
                if self.waiting.remove(&dot).is_none() {
                    self.released.push(dot);
                }
            }
        }
        Ok(forked)
    }

    /// Applies a commit whose causes are all there; `false` where it does not
    /// continue its peer's chain.
    fn apply(&mut self, envelope: Envelope) -> Result<bool, StoreError> {
        let commit = &envelope.commit;
        let previous = self.totals.heads.hash(commit.dot.peer);
        if chain::extend(&previous, commit).ok() != Some(envelope.hash) {
            return Ok(false);
        }
        let seen = self.totals.heads.advance(commit, envelope.hash).clone();
        let mut changes: BTreeMap<RecordId, Vec<&Change>> = BTreeMap::new();
        for change in commit.changes() {
            changes.entry(change.record).or_default().push(change);
        }
        for (id, changes) in changes {
            let mut record = match self.records.remove(&id) {
                Some(record) => Some(record),
                None => self.base.record(id)?,
            };
            match &record {
                Some(old) => self.totals.state.remove(&old.digest(id)),
                None => *self.totals.records.entry(id.ledger()).or_default() += 1,
            }
            let mut new = record.take().unwrap_or_default();
            new.apply_own(commit, changes, &seen);
            self.totals.state.add(&new.digest(id));
            if new.has_conflict() {
                self.totals.conflicts.insert(id);
            } else {
                self.totals.conflicts.remove(&id);
            }
            self.records.insert(id, new);
        }
        self.totals.newest = self.totals.newest.witness(commit.stamp, self.now_ms);
        if commit.stamp.is_ahead(self.now_ms) {
            self.totals.ahead.insert(commit.dot.peer);
        } else {
            self.totals.ahead.remove(&commit.dot.peer);
        }
        self.applied.push(envelope);
        Ok(true)
    }
}
