//! Commits with causes before effects.

use crate::{
    log::{
        commit::{Dot, Envelope, PeerId},
        vector::Vector,
    },
    store::{
        error::StoreError,
        fold::{Base, Totals},
        placing::{Applied, Placing},
    },
};

/// Commits in an order in which each can be applied, with their places; see
/// [`LedgerStore::in_order`](super::LedgerStore::in_order).
pub struct InOrder<'a, B> {
    base: &'a B,
    totals: &'a Totals,
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
    /// Of what was applied in `base`, whose figures are `totals`, everything that
    /// `since` does not include.
    pub fn new(base: &'a B, totals: &'a Totals, since: &Vector) -> Self {
        let pending = totals
            .heads
            .iter()
            .map(|(peer, head)| Row { peer, next: since.get(peer) + 1, last: head.seq, peeked: None })
            .collect();
        Self { base, totals, reached: since.clone(), pending, at: 0 }
    }

    /// Whether everything that has to come before a commit was reached.
    fn is_next(&self, at: Dot, envelope: &Envelope) -> Result<bool, StoreError> {
        let placing = Applied::new(self.base, self.totals);
        for point in &envelope.commit.seen {
            if placing.resolve(*point)?.is_none_or(|seen| !self.reached.covers(seen)) {
                return Ok(false);
            }
        }
        if at.seq > 1 || self.totals.lines.get(at.peer).is_none() {
            return Ok(true);
        }
        let before = placing.before(envelope.commit.dot, &envelope.previous)?;
        Ok(before.is_none_or(|before| self.reached.covers(before)))
    }

    fn step(&mut self) -> Result<Option<(Dot, Envelope)>, StoreError> {
        let mut stuck = 0;
        while stuck < self.pending.len() {
            let rows = self.pending.len();
            let row = &mut self.pending[self.at % rows];
            if row.next > row.last {
                stuck += 1;
                self.at += 1;
                continue;
            }
            let at = Dot { peer: row.peer, seq: row.next };
            let envelope = match row.peeked.take() {
                Some(envelope) => envelope,
                None => self
                    .base
                    .commit(at)?
                    .ok_or_else(|| StoreError::damaged("a commit is missing from the store"))?,
            };
            let is_next = self.is_next(at, &envelope)?;
            let row = &mut self.pending[self.at % rows];
            if is_next {
                row.next += 1;
                self.reached.raise(at);
                return Ok(Some((at, envelope)));
            }
            row.peeked = Some(envelope);
            stuck += 1;
            self.at += 1;
        }
        Ok(None)
    }
}

impl<B: Base> Iterator for InOrder<'_, B> {
    type Item = Result<(Dot, Envelope), StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.step().transpose()
    }
}
