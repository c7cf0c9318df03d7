//! What an import would change, before it does.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{error::BundleError, verify::Unordered};
use crate::{
    domain::id::RecordId,
    log::{
        commit::{About, Commit, Dot, Envelope, PeerId, Point},
        record::Record,
    },
    store::{
        fold::{Base, Fold, Taken, Totals},
        placing::Trace,
        trust::{Membership, Trust},
    },
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
    /// Their fields that would be in conflict.
    pub conflicts: usize,
    /// Records of which something would be erased, or was before it came here.
    pub erased: BTreeSet<RecordId>,
    /// Commits that were there before.
    pub already_had: u64,
    /// Commits that would be applied.
    pub commits: u64,
    /// Commits that would wait.
    pub waiting: u64,
    /// What those wait for.
    pub waiting_for: Vec<Gap>,
    /// Of the commits that would wait, how many are of a laptop that is not
    /// trusted: a lead has to confirm it first.
    pub aside: BTreeMap<PeerId, u64>,
    /// Laptops that came by an invitation and would be enrolled.
    pub enrols: Vec<PeerId>,
    /// Whether commits that were applied would be set aside.
    pub retracts: bool,
    /// Laptops that would be revoked by it, or earlier than they were.
    pub revokes: BTreeSet<PeerId>,
    /// Laptops that would be found to have been copied: both rows are kept.
    pub copied: BTreeSet<PeerId>,
}

impl Plan {
    /// Whether it would change nothing here: all of it was here before.
    pub fn brings_nothing(&self) -> bool {
        let is_still = self.new.is_empty() && self.changed.is_empty() && self.erased.is_empty();
        is_still && self.commits == 0 && self.waiting == 0 && self.enrols.is_empty() && !self.retracts
    }
}

/// What a plan would leave, were it carried out.
pub struct Left {
    /// The figures.
    pub totals: Totals,
    /// The records that were touched.
    pub records: HashMap<RecordId, Record>,
    /// Commits that would wait and did not before.
    pub waiting: BTreeMap<Point, Envelope>,
    /// Where commits stand that would be applied, by row.
    pub traces: BTreeMap<PeerId, (u64, Vec<Trace>)>,
    /// Of the commits taken into account, in order, which were not there before.
    pub news: Vec<bool>,
}

/// Works a plan out, commit by commit; nothing is written.
pub struct Planner<'a, B: Base> {
    fold: Fold<'a, B>,
    before: Totals,
    base: &'a B,
    /// What was erased of commits that are new here.
    unordered: Unordered,
    news: Vec<bool>,
    plan: Plan,
}

impl<'a, B: Base> Planner<'a, B> {
    /// Begins on what the laptop has.
    pub fn new(base: &'a B, totals: Totals, now_ms: u64) -> Self {
        Self {
            fold: Fold::new(base, totals.clone(), now_ms),
            before: totals,
            base,
            unordered: Unordered::default(),
            news: Vec::new(),
            plan: Plan::default(),
        }
    }

    /// Takes one commit into account.
    pub fn take(&mut self, envelope: Envelope) -> Result<(), BundleError> {
        let point = envelope.point();
        let commit = &envelope.commit;
        let ordered = commit.touches().filter(|about| self.before.erased.covers(point, *about));
        let ordered: BTreeSet<RecordId> = ordered.map(|about| about.record).collect();
        let erased: Vec<About> = commit.erased().collect();
        let taken = self.fold.take(envelope)?;
        self.news.push(taken != Taken::Known);
        match taken {
            Taken::Known => {
                self.plan.already_had += 1;
                return Ok(());
            }
            Taken::Applied(dots) => self.plan.commits += dots.len() as u64,
            Taken::Waits(_) => {}
            Taken::Broken => return Err(BundleError::Forged { what: "a commit", peer: point.dot.peer }),
        }
        self.plan.erased.extend(erased.iter().map(|about| about.record).chain(ordered));
        self.unordered.note(point, erased)?;
        // Only which records were touched matters here, not the commits.
        self.fold.applied.clear();
        Ok(())
    }

    /// Whose commits count, given what was taken into account.
    pub fn trust(&self) -> &Trust {
        &self.fold.totals.trust
    }

    /// The first commits of laptops that are not trusted, which introduce them.
    pub fn strangers(&self) -> Vec<Commit> {
        let first = self.fold.waiting.values().map(|envelope| &envelope.commit).filter(|it| it.dot.seq == 1);
        first.filter(|it| !self.fold.totals.trust.admits(it.dot)).cloned().collect()
    }

    /// The plan, once every commit was taken. What was erased is taken only
    /// where the order to erase it would count here.
    pub fn finish(self) -> Result<Plan, BundleError> {
        Ok(self.finish_with()?.0)
    }

    /// The plan, and what would be left for another on top of it.
    pub fn finish_with(mut self) -> Result<(Plan, Left), BundleError> {
        self.plan.commits += self.fold.settle()?.len() as u64;
        let mut ordered = self.fold.totals.erased.clone();
        let due = self.fold.to_come()?;
        ordered.extend(self.fold.ordered_by(&due)?);
        self.unordered.judge(&ordered)?;
        let ordered = self.fold.totals.erased.iter().filter(|scope| !self.before.erased.has(*scope));
        self.plan.erased.extend(ordered.map(|scope| scope.record));
        let touched = self.fold.records.keys().copied();
        let (new, changed) = touched.partition(|id| self.fold.created.contains(id));
        (self.plan.new, self.plan.changed) = (new, changed);
        self.plan.conflicting =
            self.fold.totals.conflicts.difference(&self.before.conflicts).copied().collect();
        for id in &self.plan.conflicting {
            let record = self.fold.records.get(id);
            self.plan.conflicts += record.map_or(1, |record| record.conflicts().count().max(1));
        }
        for point in &due {
            self.plan.commits += 1;
            let Some(envelope) = self.fold.waiting.get(point) else { continue };
            for id in envelope.commit.records() {
                match self.base.record(id)? {
                    None => self.plan.new.insert(id),
                    Some(_) => self.plan.changed.insert(id),
                };
            }
        }
        let totals = &self.fold.totals;
        let waiting = totals.waiting.keys().filter(|point| !due.contains(point));
        for point in waiting.filter(|point| !self.before.waiting.contains_key(point)) {
            self.plan.waiting += 1;
            if !totals.trust.admits(point.dot) {
                *self.plan.aside.entry(point.dot.peer).or_default() += 1;
            }
        }
        self.plan.copied = totals.renamed_since(&self.before.lines);
        self.plan.retracts = totals.recast && totals.renaming.is_none();
        let membership = |trust: &Trust, peer| match trust.membership(peer) {
            Some(Membership::Revoked { after, .. }) => Some(after),
            Some(Membership::Member | Membership::Lead) | None => None,
        };
        let known = totals.heads.iter().map(|(peer, _)| peer);
        let revoked = known.filter(|peer| {
            let now = membership(&totals.trust, *peer);
            now.is_some() && now != membership(&self.before.trust, *peer)
        });
        self.plan.revokes = revoked.collect();
        self.plan.waiting_for = gaps(totals);
        let Fold { totals, records, waiting, traces, .. } = self.fold;
        Ok((self.plan, Left { totals, records, waiting, traces, news: self.news }))
    }
}

/// What the commits that wait are waiting for: of each peer, from the first
/// commit that is neither applied nor held to the last one that is wanted.
pub fn gaps(totals: &Totals) -> Vec<Gap> {
    let mut gaps: BTreeMap<PeerId, Gap> = BTreeMap::new();
    let reached = totals.applied();
    let missing = totals.waiting.values().map(|waits| waits.missing);
    for missing in missing.filter(|missing| !totals.waiting.contains_key(missing)).map(|point| point.dot) {
        let gap = gaps.entry(missing.peer).or_insert_with(|| {
            let peer = missing.peer;
            // One with the same name may be here, of another copy of the installation.
            let mut from = (reached.get(peer) + 1).min(missing.seq);
            while from < missing.seq && totals.awaits(Dot { peer, seq: from }) {
                from += 1;
            }
            Gap { peer, from, to: from }
        });
        gap.from = gap.from.min(missing.seq);
        gap.to = gap.to.max(missing.seq);
    }
    gaps.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{log::commit::Print, store::fold::Waits};

    fn dot(n: u8, seq: u64) -> Dot {
        Dot { peer: PeerId([n; 16]), seq }
    }

    #[test]
    fn a_gap_reaches_from_the_first_that_is_missing_to_the_last_that_is_wanted() {
        let print = Print([0; 16]);
        let of = |waiting: &[(Dot, Dot)]| {
            let waits = waiting.iter().map(|(dot, missing)| {
                let missing = Point { dot: *missing, print };
                (Point { dot: *dot, print }, Waits { missing, previous: print })
            });
            gaps(&Totals { waiting: waits.collect(), ..Totals::default() })
        };
        let gap = |n, from, to| Gap { peer: PeerId([n; 16]), from, to };
        assert_eq!(of(&[]), []);
        assert_eq!(of(&[(dot(1, 3), dot(1, 2)), (dot(1, 6), dot(1, 5))]), [gap(1, 1, 5)]);
        // What waits for another laptop is itself no gap, and hides none behind it.
        let waiting = [(dot(1, 1), dot(2, 4)), (dot(1, 2), dot(1, 1)), (dot(1, 5), dot(1, 4))];
        assert_eq!(of(&waiting), [gap(1, 3, 4), gap(2, 1, 4)]);
    }
}
