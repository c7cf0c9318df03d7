//! Causal delivery: how far each peer's row has been applied.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    chain,
    commit::{Commit, Dot, PeerId},
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

    /// Whether a commit can be applied now.
    pub fn admit(&self, commit: &Commit) -> Admission {
        let Dot { peer, seq } = commit.dot;
        let reached = self.get(peer).map_or(0, |head| head.seq);
        if seq <= reached {
            return Admission::Known;
        }
        if seq > reached + 1 {
            return Admission::Waits(Dot { peer, seq: seq - 1 });
        }
        let missing = commit.seen.iter().find(|dot| self.get(dot.peer).is_none_or(|head| head.seq < dot.seq));
        missing.map_or(Admission::Ready, |dot| Admission::Waits(*dot))
    }

    /// Takes note that a commit which was [`Admission::Ready`] is applied, and
    /// answers all that its writer had seen, itself included.
    pub fn advance(&mut self, commit: &Commit, hash: [u8; 32]) -> &Vector {
        let head = self.0.entry(commit.dot.peer).or_insert_with(|| Head {
            seq: 0,
            hash,
            stamp: commit.stamp,
            seen: Vector::default(),
        });
        head.seq = commit.dot.seq;
        head.hash = hash;
        head.stamp = commit.stamp;
        for dot in commit.seen.iter().copied().chain([commit.dot]) {
            head.seen.raise(dot);
        }
        &head.seen
    }

    /// What this laptop has seen beyond what it said in its last commit: the
    /// `seen` of the next one.
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
