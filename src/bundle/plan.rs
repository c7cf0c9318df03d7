//! What an import would change, before it does.

use std::collections::BTreeSet;

use super::error::BundleError;
use crate::{
    domain::id::RecordId,
    log::commit::{Dot, Envelope, PeerId},
    store::fold::{Base, Fold, Taken, Totals},
};

/// Commits that have to come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Whose.
    pub peer: PeerId,
    /// The first one missing.
    pub from: u64,
    /// The last one known to be missing.
    pub to: u64,
}

/// What taking a bundle in would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Records that would be new.
    pub new: BTreeSet<RecordId>,
    /// Records that would change.
    pub changed: BTreeSet<RecordId>,
    /// Records that would be in conflict and are not now.
    pub conflicting: BTreeSet<RecordId>,
    /// Changes whose contents were erased before they reached this laptop.
    pub erased: u64,
    /// Commits that were there before.
    pub already_had: u64,
    /// Commits that would be applied.
    pub commits: u64,
    /// Commits that would wait.
    pub waiting: u64,
    /// What those wait for.
    pub waiting_for: Vec<Gap>,
}

/// Works a plan out, commit by commit; nothing is written.
pub struct Planner<'a, B: Base> {
    fold: Fold<'a, B>,
    before: Totals,
    base: &'a B,
    plan: Plan,
}

impl<'a, B: Base> Planner<'a, B> {
    /// Begins on what the laptop has.
    pub fn new(base: &'a B, totals: Totals, now_ms: u64) -> Self {
        Self { fold: Fold::new(base, totals.clone(), now_ms), before: totals, base, plan: Plan::default() }
    }

    /// Takes one commit into account.
    pub fn take(&mut self, envelope: Envelope) -> Result<(), BundleError> {
        let dot = envelope.commit.dot;
        let erased = envelope.commit.entries.len() - envelope.commit.changes().count();
        match self.fold.take(envelope)? {
            Taken::Known => self.plan.already_had += 1,
            Taken::Applied(dots) => {
                self.plan.commits += dots.len() as u64;
                self.plan.erased += erased as u64;
            }
            Taken::Waits(_) => self.plan.waiting += 1,
            Taken::Forked => return Err(BundleError::Forked { peer: dot.peer, seq: dot.seq }),
        }
        // Only which records were touched matters here, not the commits.
        self.fold.applied.clear();
        Ok(())
    }

    /// The plan, once every commit was taken.
    pub fn finish(mut self) -> Result<Plan, BundleError> {
        for id in self.fold.records.keys() {
            match self.base.record(*id)? {
                None => self.plan.new.insert(*id),
                Some(_) => self.plan.changed.insert(*id),
            };
        }
        self.plan.conflicting =
            self.fold.totals.conflicts.difference(&self.before.conflicts).copied().collect();
        self.plan.waiting_for = gaps(&self.fold.totals);
        Ok(self.plan)
    }
}

/// What the commits that wait are waiting for, a gap a peer.
pub fn gaps(totals: &Totals) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for (waiting, missing) in &totals.waiting {
        let from = totals.heads.get(missing.peer).map_or(0, |head| head.seq) + 1;
        // The commit named may itself wait; what is truly missing ends before the first that waits.
        let first_held = totals
            .waiting
            .range(Dot { peer: missing.peer, seq: from }..=Dot { peer: missing.peer, seq: u64::MAX })
            .next()
            .map_or(missing.seq, |(dot, _)| dot.seq.saturating_sub(1).min(missing.seq));
        if first_held < from || waiting.peer == missing.peer && waiting.seq <= first_held {
            continue;
        }
        match gaps.iter_mut().find(|gap| gap.peer == missing.peer) {
            Some(gap) => gap.to = gap.to.max(first_held),
            None => gaps.push(Gap { peer: missing.peer, from, to: first_held }),
        }
    }
    gaps
}
