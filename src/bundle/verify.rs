//! Verifying a bundle: every chain from seam to signature.

use std::collections::BTreeSet;

use super::{
    error::BundleError,
    format::{Inner, Outer, Purpose},
    read::Reader,
};
use crate::{
    log::{
        bytes::Bytes,
        chain,
        commit::{About, Commit, Dot, Entry, Envelope, Point, Print, Salt, Signed},
        erasure::Erasures,
    },
    store,
};

/// Commits beyond this number are nobody's: one a millisecond lasts for ages.
const LAST_SEQ: u64 = 1 << 48;

/// Erased changes that one bundle may have; they are held
/// in memory until all orders are known.
const MOST_ERASED: usize = 1 << 20;

/// Where the orders to erase have to be by which a bundle's commits lack values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orders {
    /// In the bundle: nothing else is known.
    Inside,
    /// Wherever; who takes the commits judges ([`super::plan::Planner`] does).
    Anywhere,
}

/// How one range is getting on.
struct Progress {
    next: u64,
    hash: [u8; 32],
}

/// Reads a bundle to its end and hands every commit to `each`, with its chain
/// hash. When it returns without an error the file was complete and unaltered,
/// and every chain led to a signature of its peer; until then, what `each` was
/// given must have no effect.
pub fn verify(
    mut reader: Reader<'_>,
    orders: Orders,
    each: &mut dyn FnMut(Envelope) -> Result<(), BundleError>,
) -> Result<(Outer, Inner), BundleError> {
    if !is_sound(&reader.inner.knowledge) {
        return Err(BundleError::Damaged("what the sender has"));
    }
    let mut ranges = Vec::with_capacity(reader.outer.ranges.len());
    for (range, seam) in reader.outer.ranges.iter().zip(&reader.inner.seams) {
        if range.from == 0 || range.to < range.from || range.to > LAST_SEQ {
            return Err(BundleError::Damaged("a range"));
        }
        if range.from == 1 && seam.previous != chain::genesis(range.peer) {
            return Err(BundleError::Forged { what: "the beginning of a chain", peer: range.peer });
        }
        ranges.push(Progress { next: range.from, hash: seam.previous });
    }
    let (mut unordered, mut ordered) = (Unordered::default(), Erasures::default());
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
        if !is_sound(&commit.seen) {
            return Err(forged("what a commit has seen"));
        }
        if !is_sane_erasure(&commit) {
            return Err(forged("what was erased of a commit"));
        }
        let previous = progress.hash;
        let hash = chain::extend(&previous, &commit).map_err(|_salt| forged("a commit"))?;
        let last = dot.seq == range.to;
        let signature = if last {
            let seam = reader.inner.seams.get(at).ok_or(BundleError::Damaged("the ranges"))?;
            chain::verify(&seam.key, dot, &hash, &seam.signature)
                .map_err(|_unfit| forged("the signature"))?;
            Some(Signed { key: seam.key, signature: seam.signature.clone() })
        } else {
            None
        };
        progress.next += 1;
        progress.hash = hash;
        if orders == Orders::Inside {
            unordered.note(Point { dot, print: Print::of(&hash) }, commit.erased())?;
            ordered.extend(store::orders::of(&commit));
        }
        each(Envelope { commit, previous, hash, signature })?;
    }
    let complete =
        ranges.iter().zip(&reader.outer.ranges).all(|(progress, range)| progress.next == range.to + 1);
    if !complete {
        return Err(BundleError::Damaged("fewer commits than the ranges say"));
    }
    unordered.judge(&ordered)?;
    Ok((reader.outer, reader.inner))
}

/// What was erased in a bundle, until all orders in it are known.
///
/// # Promise
///
/// Who passes commits on cannot make values vanish: what is erased stays in
/// doubt until an order that counts covers it. That the entry was about the
/// record and the field that it names follows from the chain.
#[derive(Debug, Default)]
pub struct Unordered {
    erased: BTreeSet<(Point, About)>,
}

impl Unordered {
    /// Takes note of what was erased of a commit.
    pub fn note(&mut self, point: Point, erased: impl IntoIterator<Item = About>) -> Result<(), BundleError> {
        self.erased.extend(erased.into_iter().map(|about| (point, about)));
        if self.erased.len() > MOST_ERASED {
            return Err(BundleError::Damaged("more was erased than can be"));
        }
        Ok(())
    }

    /// Refuses what none of these orders covers.
    pub fn judge(&self, ordered: &Erasures) -> Result<(), BundleError> {
        match self.erased.iter().find(|(point, about)| !ordered.covers(*point, *about)) {
            Some((point, _)) => Err(BundleError::Unordered(point.dot.peer)),
            None => Ok(()),
        }
    }
}

/// Whether a commit keeps no salt that would help to guess what was erased of it.
fn is_sane_erasure(commit: &Commit) -> bool {
    let mut erased =
        commit.entries.iter().enumerate().filter(|(_, entry)| matches!(entry, Entry::Erased { .. }));
    match &commit.salt {
        Salt::Whole(_) => erased.next().is_none(),
        Salt::Parts(parts) => {
            parts.len() == commit.entries.len() && erased.all(|(at, _)| parts.get(at) == Some(&None))
        }
    }
}

/// Whether each commit is there once, in order, with a number that can be.
fn is_sound(points: &[Point]) -> bool {
    points.is_sorted_by(|a, b| a < b) && points.iter().all(|point| (1..=LAST_SEQ).contains(&point.dot.seq))
}

/// The secrets that an invitation brings; empty for any other bundle.
pub fn invitation_secrets(outer: &Outer, inner: &Inner) -> Bytes {
    if outer.purpose == Purpose::Invitation { inner.secrets.clone() } else { Bytes::default() }
}
