//! Whose words about laptops could count at all.

use std::collections::BTreeSet;

use super::{Act, Trust, acts_of, card};
use crate::{
    domain::id::RecordId,
    log::commit::{Commit, PeerId},
};

/// The laptops that lead, or would if nobody had been revoked. Each round of
/// judging lets some of them speak and nobody else; so as long as none of them
/// says more, and nobody goes on in the place of one, all stay what they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speakers(BTreeSet<RecordId>);

impl Trust {
    /// Those whose words could count.
    pub fn speakers(&self) -> Speakers {
        Speakers(self.judged.speakers.keys().copied().collect())
    }
}

impl Speakers {
    /// Whether a laptop is one of them.
    pub fn include(&self, peer: PeerId) -> bool {
        self.0.contains(&card(peer))
    }

    /// Whether a commit says that its laptop goes on in the place of one of them.
    pub fn are_followed_in(&self, commit: &Commit) -> bool {
        let mut acts = acts_of(commit).into_iter();
        acts.any(|act| matches!(act, Act::Succeeds { original } if self.include(original)))
    }
}
