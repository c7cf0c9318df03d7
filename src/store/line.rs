//! What one frame of the journal holds, and how commits are packed into frames.

use super::{codec, error::StoreError};
use crate::log::{
    bytes::Bytes,
    commit::{Entry, Envelope, Salt},
    vector::Vector,
};

/// Commits in one line at most.
const COMMITS: usize = 256;

/// Bytes of commits in one line at most, except for a single commit.
const BYTES: usize = 8 << 20;

/// The largest commit that is taken, in bytes.
pub(super) const LARGEST_COMMIT: usize = 40 << 20;

/// What one frame of the journal holds.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub(super) enum Line {
    /// Commits, causes first.
    Commits(Vec<Envelope>),
    /// A note of this laptop.
    Note(String, Bytes),
    /// What was applied when the segment began: older segments may be gone, so
    /// a sled that has less lacks what only the backup still holds.
    Floor(Vector),
}

/// Gathers commits into lines, bounded by number and by bytes.
#[derive(Debug, Default)]
pub(super) struct Packer {
    commits: Vec<Envelope>,
    bytes: usize,
}

impl Packer {
    /// Takes a commit; answers a line that is full, coded. A commit beyond
    /// what can be read back everywhere is [`StoreError::TooLarge`].
    pub(super) fn push(&mut self, envelope: Envelope) -> Result<Option<Vec<u8>>, StoreError> {
        let weight = weight(&envelope);
        if weight > LARGEST_COMMIT {
            return Err(StoreError::TooLarge { bytes: weight as u64, limit: LARGEST_COMMIT as u64 });
        }
        let is_full = self.commits.len() == COMMITS || self.bytes + weight > BYTES;
        let full = if is_full { self.finish() } else { None };
        self.commits.push(envelope);
        self.bytes += weight;
        Ok(full)
    }

    /// The line of what is left, coded.
    pub(super) fn finish(&mut self) -> Option<Vec<u8>> {
        self.bytes = 0;
        let commits = std::mem::take(&mut self.commits);
        if commits.is_empty() { None } else { Some(codec::encode(&Line::Commits(commits))) }
    }
}

/// How many bytes a commit takes at most when it is coded.
pub(super) fn weight(envelope: &Envelope) -> usize {
    let Envelope { commit, previous: _, hash: _, signature } = envelope;
    let entries: usize = commit
        .entries
        .iter()
        .map(|entry| match entry {
            Entry::Kept(change) => 64 + change.slot.element.0.len() + change.cell.bytes.0.len(),
            Entry::Erased { .. } => 64,
        })
        .sum();
    let salts = match &commit.salt {
        Salt::Whole(_) => 0,
        // With its salt an entry takes no more than its 64 bytes and what it
        // holds: a commit is never heavier for having been erased in part.
        Salt::Parts(parts) => parts.len().saturating_sub(commit.entries.len()),
    };
    let signature = signature.as_ref().map_or(0, |signed| signed.signature.0.len());
    512 + 64 * (commit.seen.len() + salts) + entries + signature
}
