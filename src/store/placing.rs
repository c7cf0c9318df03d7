//! Where commits stand: which row one belongs to, and which commit is meant by
//! a name.
//!
//! As long as no installation was copied every peer has one row, and a name is
//! a place. See [`crate::log::lines`] for what a copy changes.

use super::{error::StoreError, fold::Base, totals::Totals};
use crate::log::{
    chain,
    commit::{Dot, Envelope, PeerId, Point, Print},
    heads::Heads,
    lines::Lines,
    vector::Vector,
};

/// What of a commit decides where others stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The chain's hash before it.
    pub previous: [u8; 32],
    /// The chain's hash up to and including it.
    pub hash: [u8; 32],
    /// What its writer had seen beyond the commit before.
    pub seen: Vec<Point>,
}

impl Trace {
    /// Of this commit.
    pub fn of(envelope: &Envelope) -> Self {
        let Envelope { commit, previous, hash, .. } = envelope;
        Self { previous: *previous, hash: *hash, seen: commit.seen.clone() }
    }
}

/// Where a commit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It was applied before.
    Known,
    /// It comes next in its row.
    Next(Dot),
    /// Another one was applied where it would have come.
    Branch {
        /// The place of that one.
        beside: Dot,
    },
    /// What it follows in its chain is not applied.
    Apart,
}

/// Who can tell where commits stand.
pub trait Placing {
    /// How far every row was applied.
    fn heads(&self) -> &Heads;

    /// Rows of copied installations.
    fn lines(&self) -> &Lines;

    /// What is kept of a commit that was applied, by its place.
    fn trace(&self, at: Dot) -> Result<Option<Trace>, StoreError>;

    /// The hash of a commit that was applied, by its place.
    fn hash_at(&self, at: Dot) -> Result<Option<[u8; 32]>, StoreError> {
        match self.heads().get(at.peer) {
            Some(head) if head.seq == at.seq => Ok(Some(head.hash)),
            Some(head) if head.seq > at.seq && at.seq > 0 => Ok(self.trace(at)?.map(|trace| trace.hash)),
            Some(_) | None => Ok(None),
        }
    }

    /// The place of the commit that is meant, if it was applied.
    fn resolve(&self, point: Point) -> Result<Option<Dot>, StoreError> {
        for row in self.lines().of(point.dot.peer) {
            let Some(at) = self.lines().place(row, point.dot) else { continue };
            if self.hash_at(at)?.is_some_and(|hash| Print::of(&hash) == point.print) {
                return Ok(Some(at));
            }
        }
        Ok(None)
    }

    /// The place of the commit before the one with this name, whose chain has
    /// this hash; none where it is the first, or that one was not applied.
    fn before(&self, name: Dot, previous: &[u8; 32]) -> Result<Option<Dot>, StoreError> {
        self.resolve(Point {
            dot: Dot { seq: name.seq.saturating_sub(1), ..name },
            print: Print::of(previous),
        })
    }

    /// Where a commit stands.
    fn place(&self, envelope: &Envelope) -> Result<Place, StoreError> {
        let Envelope { previous, hash, commit, .. } = envelope;
        let name = commit.dot;
        let (heads, lines) = (self.heads(), self.lines());
        let is_first = name.seq == 1 && *previous == chain::genesis(name.peer);
        if lines.is_copied(name.peer) {
            let begins = Lines::id(name.peer, hash);
            if lines.get(begins).is_some_and(|line| line.before + 1 == name.seq) {
                let follows = is_first || self.before(name, previous)?.is_some();
                return Ok(match heads.get(begins) {
                    Some(_) => Place::Known,
                    None if follows => Place::Next(Dot { peer: begins, seq: 1 }),
                    None => Place::Apart,
                });
            }
        }
        let mut found = Place::Apart;
        for row in lines.of(name.peer) {
            let Some(at) = lines.place(row, name) else { continue };
            let head = heads.get(row);
            let reached = head.map_or(0, |head| head.seq);
            if at.seq == reached + 1 {
                let follows = head.map_or(is_first && row == name.peer, |head| head.hash == *previous);
                if follows {
                    return Ok(Place::Next(at));
                }
            } else if at.seq <= reached {
                if self.hash_at(at)? == Some(*hash) {
                    return Ok(Place::Known);
                }
                let before = self.hash_at(Dot { seq: at.seq - 1, ..at })?;
                if before == Some(*previous) || (is_first && row == name.peer) {
                    found = Place::Branch { beside: at };
                }
            }
        }
        Ok(found)
    }

    /// What the writer of a commit had seen before the row that it begins: for
    /// the first of a copy, all that the writer of the commit before had seen.
    fn begin_of(&self, envelope: &Envelope, at: Dot) -> Result<Vector, StoreError> {
        if at.seq > 1 || self.lines().get(at.peer).is_none() {
            return Ok(Vector::default());
        }
        let before = self.before(envelope.commit.dot, &envelope.previous)?;
        before.map_or_else(|| Ok(Vector::default()), |before| self.seen_at(before))
    }

    /// The last commit before the row of a copy, in the row that it goes apart from.
    fn stem(&self, row: PeerId) -> Result<Option<Dot>, StoreError> {
        if self.lines().get(row).is_none_or(|line| line.before == 0) {
            return Ok(None);
        }
        let first = Dot { peer: row, seq: 1 };
        let Some(trace) = self.trace(first)? else { return Ok(None) };
        self.before(self.lines().name(first), &trace.previous)
    }

    /// Includes a place, and what its chain leads through before its row: who
    /// saw the end of a chain has seen all of it, whether or not it was known
    /// then that another goes apart from it.
    fn include(&self, seen: &mut Vector, at: Dot) -> Result<(), StoreError> {
        let mut last = Some(at);
        while let Some(at) = last {
            seen.raise(at);
            last = self.stem(at.peer)?;
        }
        Ok(())
    }

    /// The chain's hash before a row, where this commit can be its first.
    fn begins_with(&self, row: PeerId, first: &Envelope) -> Result<Option<[u8; 32]>, StoreError> {
        let Envelope { previous, hash, commit, .. } = first;
        let genesis = chain::genesis(self.lines().root(row));
        let fits = match self.lines().get(row) {
            None => *previous == genesis,
            Some(line) if row != Lines::id(line.root, hash) => false,
            Some(line) if line.before == 0 => *previous == genesis,
            Some(_) => self.before(commit.dot, previous)?.is_some(),
        };
        Ok(fits.then_some(*previous))
    }

    /// All that the writer of a commit that was applied had seen, itself included.
    fn seen_at(&self, at: Dot) -> Result<Vector, StoreError> {
        if let Some(head) = self.heads().get(at.peer).filter(|head| head.seq == at.seq) {
            return Ok(head.seen.clone());
        }
        let missing = || StoreError::damaged("a commit is missing from the store");
        let mut seen = Vector::default();
        // A copy's row goes on from another one, which may itself be a copy's.
        let mut last = Some(at);
        while let Some(end) = last {
            for seq in 1..=end.seq {
                let trace = self.trace(Dot { seq, ..end })?.ok_or_else(missing)?;
                for point in &trace.seen {
                    self.include(&mut seen, self.resolve(*point)?.ok_or_else(missing)?)?;
                }
            }
            seen.raise(end);
            last = self.stem(end.peer)?;
        }
        Ok(seen)
    }
}

/// What lies in a base, with its figures.
pub struct Applied<'a, B: Base> {
    base: &'a B,
    totals: &'a Totals,
}

impl<'a, B: Base> Applied<'a, B> {
    /// A base under these figures.
    pub fn new(base: &'a B, totals: &'a Totals) -> Self {
        Self { base, totals }
    }
}

impl<B: Base> Placing for Applied<'_, B> {
    fn heads(&self) -> &Heads {
        &self.totals.heads
    }

    fn lines(&self) -> &Lines {
        &self.totals.lines
    }

    fn trace(&self, at: Dot) -> Result<Option<Trace>, StoreError> {
        self.base.trace(at)
    }
}
