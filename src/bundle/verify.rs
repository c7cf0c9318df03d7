//! Verifying a bundle: every chain from seam to signature.

use std::collections::BTreeSet;

use super::{
    error::BundleError,
    format::{Inner, Outer, Purpose},
    read::Reader,
};
use crate::log::{
    bytes::Bytes,
    chain,
    commit::{Commit, Dot, Envelope, Signed},
};

/// Commits beyond this number are nobody's: one a millisecond lasts for ages.
const LAST_SEQ: u64 = 1 << 48;

/// What a laptop knows already of the chains that a bundle continues.
pub trait Known {
    /// The chain's hash after this commit, where it is held: at least before
    /// a range, at its end, at the head of its peer, and of all that waits in it.
    fn hash(&self, dot: Dot) -> Result<Option<[u8; 32]>, BundleError>;
}

/// How one range is getting on.
struct Progress {
    next: u64,
    hash: [u8; 32],
}

/// Reads a bundle to its end and hands every commit to `each`, with its chain
/// hash. When it returns without an error the file was complete and unaltered,
/// every chain led to a signature of its peer, and none contradicts what is
/// known; until then, what `each` was given must have no effect.
pub fn verify(
    mut reader: Reader<'_>,
    known: &dyn Known,
    each: &mut dyn FnMut(Envelope) -> Result<(), BundleError>,
) -> Result<(Outer, Inner), BundleError> {
    if !is_sound(&reader.inner.knowledge) {
        return Err(BundleError::Damaged("what the sender has"));
    }
    let mut ranges = Vec::with_capacity(reader.outer.ranges.len());
    let mut peers = BTreeSet::new();
    for (range, seam) in reader.outer.ranges.iter().zip(&reader.inner.seams) {
        if range.from == 0 || range.to < range.from || range.to > LAST_SEQ {
            return Err(BundleError::Damaged("a range"));
        }
        // Two ranges of one peer could be two lines of a copied installation.
        if !peers.insert(range.peer) {
            return Err(BundleError::Damaged("two ranges of one laptop"));
        }
        let before = Dot { peer: range.peer, seq: range.from - 1 };
        let expected = if before.seq == 0 { Some(chain::genesis(range.peer)) } else { known.hash(before)? };
        if expected.is_some_and(|hash| hash != seam.previous) {
            return Err(BundleError::Forked { peer: range.peer, seq: range.from });
        }
        ranges.push(Progress { next: range.from, hash: seam.previous });
    }
    while let Some(wire) = reader.next().transpose()? {
        let at = wire.range() as usize;
        let (Some(range), Some(progress)) = (reader.outer.ranges.get(at), ranges.get_mut(at)) else {
            return Err(BundleError::Damaged("a commit's range"));
        };
        if progress.next > range.to {
            return Err(BundleError::Damaged("more commits than the range says"));
        }
        let dot = Dot { peer: range.peer, seq: progress.next };
        let commit = wire.unpack(dot);
        let forged = |what| BundleError::Forged { what, peer: dot.peer };
        if !is_sane_seen(&commit) {
            return Err(forged("what a commit has seen"));
        }
        if commit.changes().count() != commit.entries.len() {
            // Nothing in this format orders an erasure, and a relay must not invent one.
            return Err(forged("an erasure that nobody ordered"));
        }
        let hash = chain::extend(&progress.hash, &commit).map_err(|_salt| forged("a commit"))?;
        let last = dot.seq == range.to;
        let signature = if last {
            let seam = reader.inner.seams.get(at).ok_or(BundleError::Damaged("the ranges"))?;
            chain::verify(&seam.key, dot, &hash, &seam.signature)
                .map_err(|_unfit| forged("the signature"))?;
            Some(Signed { key: seam.key, signature: seam.signature.clone() })
        } else {
            None
        };
        // Both lines are chains: comparing where they overlap last compares all before.
        if known.hash(dot)?.is_some_and(|ours| ours != hash) {
            return Err(BundleError::Forked { peer: dot.peer, seq: dot.seq });
        }
        progress.next += 1;
        progress.hash = hash;
        each(Envelope { commit, hash, signature })?;
    }
    let complete =
        ranges.iter().zip(&reader.outer.ranges).all(|(progress, range)| progress.next == range.to + 1);
    if !complete {
        return Err(BundleError::Damaged("fewer commits than the ranges say"));
    }
    Ok((reader.outer, reader.inner))
}

/// Whether what a commit says it has seen can be: sound, and not its own peer.
fn is_sane_seen(commit: &Commit) -> bool {
    is_sound(&commit.seen) && commit.seen.iter().all(|dot| dot.peer != commit.dot.peer)
}

/// Whether each peer is there once, in order, with a number that can be.
fn is_sound(dots: &[Dot]) -> bool {
    dots.is_sorted_by(|a, b| a.peer < b.peer) && dots.iter().all(|dot| (1..=LAST_SEQ).contains(&dot.seq))
}

/// Nothing is known: the view of a new laptop.
pub struct Nothing;

impl Known for Nothing {
    fn hash(&self, _dot: Dot) -> Result<Option<[u8; 32]>, BundleError> {
        Ok(None)
    }
}

/// The secrets that an invitation brings; empty for any other bundle.
pub fn invitation_secrets(outer: &Outer, inner: &Inner) -> Bytes {
    if outer.purpose == Purpose::Invitation { inner.secrets.clone() } else { Bytes::default() }
}
