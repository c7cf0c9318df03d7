//! Commits with causes before effects.

use crate::{
    log::{
        commit::{Dot, Envelope, PeerId},
        heads::Heads,
        vector::Vector,
    },
    store::{error::StoreError, fold::Base},
};

/// Commits in an order in which each can be applied; see
/// [`LedgerStore::in_order`](super::LedgerStore::in_order).
pub struct InOrder<'a, B> {
    base: &'a B,
    reached: Vector,
    pending: Vec<Row>,
    at: usize,
}

/// One peer's part of the order.
struct Row {
    peer: PeerId,
    next: u64,
    last: u64,
    peeked: Option<Envelope>,
}

impl<'a, B: Base> InOrder<'a, B> {
    /// Of what was applied in `base` up to `heads`, everything that `since` does not include.
    pub fn new(base: &'a B, heads: &Heads, since: &Vector) -> Self {
        let pending = heads
            .iter()
            .map(|(peer, head)| Row { peer, next: since.get(peer) + 1, last: head.seq, peeked: None })
            .collect();
        Self { base, reached: since.clone(), pending, at: 0 }
    }

    fn step(&mut self) -> Result<Option<Envelope>, StoreError> {
        let mut stuck = 0;
        while stuck < self.pending.len() {
            let rows = self.pending.len();
            let row = &mut self.pending[self.at % rows];
            if row.next > row.last {
                stuck += 1;
                self.at += 1;
                continue;
            }
            let dot = Dot { peer: row.peer, seq: row.next };
            let envelope = match row.peeked.take() {
                Some(envelope) => envelope,
                None => self
                    .base
                    .commit(dot)?
                    .ok_or_else(|| StoreError::damaged("a commit is missing from the store"))?,
            };
            if envelope.commit.seen.iter().all(|seen| self.reached.covers(*seen)) {
                row.next += 1;
                self.reached.raise(dot);
                return Ok(Some(envelope));
            }
            row.peeked = Some(envelope);
            stuck += 1;
            self.at += 1;
        }
        Ok(None)
    }
}

impl<B: Base> Iterator for InOrder<'_, B> {
    type Item = Result<Envelope, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.step().transpose()
    }
}
