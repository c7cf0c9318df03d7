//! What a laptop does when its installation turns out to have been copied, as
//! `src/workbench/copies.rs` does it.

use ed25519_dalek::SigningKey;
use minqing::{
    bundle::plan::Plan,
    domain::team::peers,
    log::{
        chain,
        commit::{Cause, Dot, Point, Print},
    },
    store::{
        placing::Placing,
        trust::{self, Trust},
    },
};

use super::{
    super::{Stop, disk::Line},
    Laptop, on_card,
};

impl Laptop {
    /// Takes note of which row is its own before a bundle is taken in that
    /// another copy of it wrote.
    pub(super) fn remember_own_row(&mut self, plan: &Plan, now_ms: u64) -> Result<(), Stop> {
        let own = self.peer;
        let Some(head) = self.totals.heads.get(own).filter(|_| plan.copied.contains(&own)) else {
            return Ok(());
        };
        let end = Point { dot: Dot { peer: own, seq: head.seq }, print: Print::of(&head.hash) };
        self.note(Line::OwnEnd(end), now_ms)
    }

    /// Goes on under a new key where its row lost its name to another copy.
    pub(super) fn part_from_copies(&mut self, now_ms: u64) -> Result<(), Stop> {
        let own = self.peer;
        if !self.totals.lines.is_copied(own) {
            return Ok(());
        }
        if let Some(end) = self.disk.cache.own_end()
            && self.placing().resolve(end)?.is_some_and(|at| at.peer == own)
        {
            return Ok(());
        }
        let fresh = SigningKey::from_bytes(&self.draw());
        let peer = chain::peer_id(fresh.verifying_key().as_bytes());
        self.note(Line::Succession(trust::succession(&self.key, peer)), now_ms)?;
        self.disk.tick()?;
        (self.key, self.peer) = (fresh, peer);
        self.former.push(own);
        self.founded = Trust::new(self.root, self.former.iter().copied().chain([peer]));
        self.totals.trust.name_own(&self.founded);
        self.introduce_anew(now_ms)
    }

    /// Writes the first commit under a new key, where that is still to be done.
    pub(super) fn introduce_anew(&mut self, now_ms: u64) -> Result<(), Stop> {
        if self.totals.heads.get(self.peer).is_some() {
            return Ok(());
        }
        let Some(words) = self.disk.cache.succession() else { return Ok(()) };
        let changes = vec![
            on_card(self.peer, peers::LETTER, "Z".to_owned()),
            on_card(self.peer, peers::SUCCEEDS, words),
        ];
        self.write(changes, Cause::Housekeeping, now_ms)
    }
}
