//! Causal delivery: how far each peer's row has been applied.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    chain,
    commit::{Dot, PeerId},
    stamp::Stamp,
    vector::Vector,
};

/// The end of what was applied of one peer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The last commit's number.
    pub seq: u64,
    /// The chain's hash after it.
    pub hash: [u8; 32],
    /// Its stamp.
    pub stamp: Stamp,
    /// All that its writer had seen, itself included.
    pub seen: Vector,
}

/// What a commit leaves at the end of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// The chain's hash after it.
    pub hash: [u8; 32],
    /// Its stamp.
    pub stamp: Stamp,
}

/// What a laptop has applied of everybody.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Heads(BTreeMap<PeerId, Head>);

/// What is to be done with a commit that came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// Everything before it is there.
    Ready,
    /// It was applied before.
    Known,
    /// This commit, at least, has to come first.
    Waits(Dot),
}

impl Heads {
    /// The head of a peer.
    pub fn get(&self, peer: PeerId) -> Option<&Head> {
        self.0.get(&peer)
    }

    /// Every peer with its head.
    pub fn iter(&self) -> impl Iterator<Item = (PeerId, &Head)> {
        self.0.iter().map(|(peer, head)| (*peer, head))
    }

    /// What has been applied, as a vector.
    pub fn vector(&self) -> Vector {
        self.iter().map(|(peer, head)| Dot { peer, seq: head.seq }).collect()
    }

    /// The hash that a peer's next commit extends.
    pub fn hash(&self, peer: PeerId) -> [u8; 32] {
        self.get(peer).map_or_else(|| chain::genesis(peer), |head| head.hash)
    }

    /// Whether a commit with this place in its row can be applied now, whose
    /// writer had seen this beyond his commit before.
    pub fn admit(&self, at: Dot, seen: &[Dot]) -> Admission {
        let Dot { peer, seq } = at;
        let reached = self.get(peer).map_or(0, |head| head.seq);
        if seq <= reached {
            return Admission::Known;
        }
        if seq > reached + 1 {
            return Admission::Waits(Dot { peer, seq: seq - 1 });
        }
        let missing = seen.iter().find(|dot| !self.covers(**dot));
        missing.map_or(Admission::Ready, |dot| Admission::Waits(*dot))
    }

    /// Whether a commit was applied.
    pub fn covers(&self, at: Dot) -> bool {
        self.get(at.peer).is_some_and(|head| head.seq >= at.seq)
    }

    /// Takes note that a commit which was [`Admission::Ready`] is applied, and
    /// answers all that its writer had seen, itself included. `begin` is what
    /// the writer of a row's first commit had seen before.
    pub fn advance(&mut self, at: Dot, end: End, seen: &[Dot], begin: Vector) -> &Vector {
        let End { hash, stamp } = end;
        let head = self.0.entry(at.peer).or_insert_with(|| Head { seq: 0, hash, stamp, seen: begin });
        head.seq = at.seq;
        head.hash = hash;
        head.stamp = stamp;
        for dot in seen.iter().copied().chain([at]) {
            head.seen.raise(dot);
        }
        &head.seen
    }

    /// What this laptop has seen beyond what it said in its last commit.
    pub fn news_for(&self, own: PeerId) -> Vec<Dot> {
        let said = self.get(own).map(|head| &head.seen);
        let fresh = |dot: &Dot| dot.peer != own && said.is_none_or(|seen| !seen.covers(*dot));
        self.vector().iter().filter(fresh).collect()
    }

    /// A hash over how far every peer's chain was applied.
    pub fn digest(&self) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_derive_key("minqing heads digest v1");
        for (peer, head) in self.iter() {
            hasher.update(&peer.0);
            hasher.update(&head.seq.to_le_bytes());
            hasher.update(&head.hash);
        }
        *hasher.finalize().as_bytes()
    }
}
