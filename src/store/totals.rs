//! Figures kept beside the records.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::trust::Trust;
use crate::{
    domain::id::{LedgerTag, RecordId},
    log::{
        chain,
        commit::{Dot, PeerId, Point, Print},
        erasure::Erasures,
        heads::Heads,
        lines::Lines,
        record::StateSum,
        stamp::Stamp,
        vector::Vector,
    },
};

/// Figures kept beside the records. All can be counted again from the commits,
/// but for an erasure that was ordered by one that counts no longer: what is
/// erased stays erased.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Totals {
    /// How far every row was applied.
    pub heads: Heads,
    /// Rows of copied installations.
    pub lines: Lines,
    /// The sum of all records' digests.
    pub state: StateSum,
    /// Records a ledger, deleted ones included.
    pub records: BTreeMap<LedgerTag, u64>,
    /// Records with a conflict.
    pub conflicts: BTreeSet<RecordId>,
    /// The newest stamp seen, as far as the own clock follows it.
    pub newest: Stamp,
    /// Of each row the newest stamp that did not lie more than a day ahead of
    /// this clock when it was applied: what its clock is judged by.
    pub crests: BTreeMap<PeerId, Stamp>,
    /// Commits that wait.
    pub waiting: BTreeMap<Point, Waits>,
    /// Those of them that say something of laptops and do not follow yet, by
    /// their chain, from anything that is here.
    pub loose: BTreeSet<Point>,
    /// Which laptops' commits count.
    pub trust: Trust,
    /// The last trusted commits of revoked laptops that were copied, as far as
    /// they are here.
    pub led: BTreeSet<Point>,
    /// Whether everything has to be folded anew: commits are applied that no
    /// longer count, or bear the name of a row that is not theirs.
    pub recast: bool,
    /// Which rows change their names then.
    pub renaming: Option<Renaming>,
    /// What was ordered to be erased.
    pub erased: Erasures,
    /// Whether values that were erased from commits and records may still lie
    /// beneath them: in the journal, in backups, in sled's own files.
    pub stale: bool,
}

/// What a commit waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waits {
    /// One that has to come first; one that is set aside, because its laptop is
    /// not trusted, waits for itself.
    pub missing: Point,
    /// The commit that it follows in its chain.
    pub previous: Print,
}

/// Of two rows that go apart, the one that is to keep the name is the other one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renaming {
    /// The row that both continue.
    pub row: PeerId,
    /// The name of the first commits behind which they go apart.
    pub first: Dot,
    /// The row that what `row` holds from there on becomes, where it holds any.
    pub leaves: Option<PeerId>,
    /// The row that becomes `row` from there on.
    pub takes: PeerId,
}

impl Renaming {
    /// The row in which a commit is afterwards that is in `row` now.
    pub fn of(&self, row: PeerId, name: Dot) -> PeerId {
        match self.leaves {
            Some(leaves) if row == self.row && name.seq >= self.first.seq => leaves,
            _ if row == self.takes => self.row,
            Some(_) | None => row,
        }
    }
}

impl Totals {
    /// Nothing yet, to a laptop of a group.
    pub fn new(trust: Trust) -> Self {
        Self { trust, ..Self::default() }
    }

    /// The laptops of which other rows have the names, or will have them, than before.
    pub fn renamed_since(&self, before: &Lines) -> BTreeSet<PeerId> {
        let pending = self.renaming.as_ref().map(|renaming| renaming.first.peer);
        self.lines.differing(before).chain(pending).collect()
    }

    /// The same, and if nothing was written yet, of this group.
    #[must_use]
    pub fn of(mut self, trust: &Trust) -> Self {
        if self.trust == Trust::default() {
            self.trust = trust.forgotten();
        }
        self.trust.name_own(trust);
        self
    }

    /// Nothing yet, to one who knows what is known here: what everything is
    /// folded anew upon.
    #[must_use]
    pub fn anew(&self) -> Self {
        let mut anew = Self {
            trust: self.trust.clone(),
            lines: self.lines.clone(),
            led: self.led.clone(),
            erased: self.erased.clone(),
            stale: self.stale,
            ..Self::default()
        };
        if let Some(renaming) = &self.renaming {
            let Renaming { row, first, leaves, takes } = *renaming;
            anew.lines.exchange(row, first.seq - 1, leaves, takes);
            anew.trust.rename(renaming);
        }
        anew
    }

    /// How far everybody's commits are here without a gap, applied or not, by row.
    pub fn held(&self) -> Vector {
        let mut held = self.heads.vector();
        for (row, queue) in self.queues() {
            held.raise(Dot { peer: row, seq: held.get(row) + queue.len() as u64 });
        }
        held
    }

    /// The end of each row as far as it is here without a gap.
    pub fn ends(&self) -> Vec<Point> {
        let mut ends: BTreeMap<PeerId, Point> = BTreeMap::new();
        for (row, head) in self.heads.iter() {
            let dot = self.lines.name(Dot { peer: row, seq: head.seq });
            ends.insert(row, Point { dot, print: Print::of(&head.hash) });
        }
        for (row, queue) in self.queues() {
            ends.extend(queue.last().map(|point| (row, *point)));
        }
        let mut ends: Vec<Point> = ends.into_values().collect();
        ends.sort_unstable();
        ends
    }

    /// What waits and yet follows without a gap on what was applied of a row.
    pub fn queues(&self) -> BTreeMap<PeerId, Vec<Point>> {
        let mut queues: BTreeMap<PeerId, Vec<Point>> = BTreeMap::new();
        // The end of each row, by the names of the commits.
        let mut ends: BTreeMap<(Dot, Print), PeerId> = BTreeMap::new();
        for (row, head) in self.heads.iter() {
            let name = self.lines.name(Dot { peer: row, seq: head.seq });
            ends.insert((name, Print::of(&head.hash)), row);
        }
        for (point, Waits { previous, .. }) in &self.waiting {
            let dot = point.dot;
            let before = Dot { seq: dot.seq.saturating_sub(1), ..dot };
            let row = ends.remove(&(before, *previous)).or_else(|| {
                let begins = self.heads.get(dot.peer).is_none() && !queues.contains_key(&dot.peer);
                let genesis = Print::of(&chain::genesis(dot.peer));
                (begins && dot.seq == 1 && *previous == genesis).then_some(dot.peer)
            });
            if let Some(row) = row {
                queues.entry(row).or_default().push(*point);
                ends.insert((dot, point.print), row);
            }
        }
        queues
    }

    /// What waits beside the rows, chain by chain.
    pub fn branches(&self) -> Vec<Vec<Point>> {
        let queued: BTreeSet<Point> = self.queues().into_values().flatten().collect();
        let mut branches: Vec<Vec<Point>> = Vec::new();
        for (point, Waits { previous, .. }) in &self.waiting {
            if queued.contains(point) {
                continue;
            }
            let before =
                Point { dot: Dot { seq: point.dot.seq.saturating_sub(1), ..point.dot }, print: *previous };
            match branches.iter_mut().find(|branch| branch.last() == Some(&before)) {
                Some(branch) => branch.push(*point),
                None => branches.push(vec![*point]),
            }
        }
        branches
    }

    /// How far commits of each name were applied, whichever row they are in.
    pub fn applied(&self) -> Vector {
        self.heads.vector().iter().map(|at| self.lines.name(at)).collect()
    }

    /// How far anybody's commits of a name reach here, whichever row they are in.
    pub fn named(&self) -> Vector {
        self.held().iter().map(|at| self.lines.name(at)).collect()
    }

    /// Commits that are set aside because their laptop is not trusted.
    pub fn aside(&self) -> impl Iterator<Item = Point> {
        self.waiting.iter().filter(|(point, waits)| **point == waits.missing).map(|(point, _)| *point)
    }

    /// Whether a commit with this name is here and was not applied.
    pub fn awaits(&self, name: Dot) -> bool {
        let least = Point { dot: name, print: Print([0; 16]) };
        let most = Point { dot: name, print: Print([u8::MAX; 16]) };
        self.waiting.range(least..=most).next().is_some()
    }

    /// What this laptop has seen beyond what it said in its last commit: the
    /// `seen` of the next one.
    pub fn news_for(&self, own: PeerId) -> Vec<Point> {
        self.news_beside(own, None)
    }

    /// The same, had it seen of another row no more than what leads to the last
    /// commit of it that is given, if one is.
    pub fn news_beside(&self, own: PeerId, less: Option<(PeerId, Option<Point>)>) -> Vec<Point> {
        let seen_of = |row| self.heads.get(own).map_or(0, |head| head.seen.get(row));
        let news = self.heads.news_for(own).into_iter();
        let news = news.filter(|at| less.is_none_or(|(row, _)| at.peer != row));
        let mut points: Vec<Point> = news
            .filter_map(|at| {
                let head = self.heads.get(at.peer)?;
                Some(Point { dot: self.lines.name(at), print: Print::of(&head.hash) })
            })
            .collect();
        let last = less.and_then(|(row, last)| last.filter(|last| last.dot.seq > seen_of(row)));
        points.extend(last);
        points.sort_unstable();
        points
    }

    /// How far anybody else's commits that were applied rest on a row.
    pub fn rests_on(&self, row: PeerId) -> u64 {
        let others = self.heads.iter().filter(|(other, _)| *other != row);
        others.map(|(_, head)| head.seen.get(row)).max().unwrap_or_default()
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
