//! What somebody has seen of everybody.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::commit::{Dot, PeerId};

/// A version vector: of each peer, the commits up to and including a number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Vector(BTreeMap<PeerId, u64>);

impl Vector {
    /// How far it reaches for a peer; 0 for nothing.
    pub fn get(&self, peer: PeerId) -> u64 {
        self.0.get(&peer).copied().unwrap_or(0)
    }

    /// Whether it includes a commit.
    pub fn covers(&self, dot: Dot) -> bool {
        self.get(dot.peer) >= dot.seq
    }

    /// Includes a commit and all before it.
    pub fn raise(&mut self, dot: Dot) {
        let seq = self.0.entry(dot.peer).or_default();
        *seq = (*seq).max(dot.seq);
    }

    /// Includes all that `other` includes: the least upper bound, so it is
    /// commutative, associative and idempotent.
    pub fn join(&mut self, other: &Self) {
        for dot in other.iter() {
            self.raise(dot);
        }
    }

    /// What both include: the greatest lower bound.
    #[must_use]
    pub fn meet(&self, other: &Self) -> Self {
        let least = |dot: Dot| Dot { seq: dot.seq.min(other.get(dot.peer)), ..dot };
        self.iter().map(least).filter(|dot| dot.seq > 0).collect()
    }

    /// The last commit included of each peer, by peer.
    pub fn iter(&self) -> impl Iterator<Item = Dot> {
        self.0.iter().map(|(peer, seq)| Dot { peer: *peer, seq: *seq })
    }

    /// Whether it includes all that `other` includes.
    pub fn dominates(&self, other: &Self) -> bool {
        other.iter().all(|dot| self.covers(dot))
    }
}

impl FromIterator<Dot> for Vector {
    fn from_iter<I: IntoIterator<Item = Dot>>(dots: I) -> Self {
        let mut vector = Self::default();
        dots.into_iter().for_each(|dot| vector.raise(dot));
        vector
    }
}
