//! Writing to sled what the fold makes of commits.

use crate::{
    log::commit::Envelope,
    store::{
        engine::Engine,
        error::StoreError,
        fold::{Fold, Totals},
        line, rows,
    },
};

/// Commits folded before they are written to sled in one step.
const STEP: usize = 2_000;

/// Bytes of commits folded before they are written to sled in one step.
const STEP_BYTES: usize = 16 << 20;

/// Folds commits and writes them to sled a few thousand at a time.
pub(super) struct Step<'a> {
    engine: &'a Engine,
    fold: Option<Fold<'a, Engine>>,
    pub(super) notes: Vec<(String, Vec<u8>)>,
    bytes: usize,
    now_ms: u64,
}

impl<'a> Step<'a> {
    pub(super) fn new(engine: &'a Engine, totals: Totals, now_ms: u64) -> Self {
        Self { engine, fold: Some(Fold::new(engine, totals, now_ms)), notes: Vec::new(), bytes: 0, now_ms }
    }

    pub(super) fn take(&mut self, envelope: Envelope) -> Result<(), StoreError> {
        let Some(fold) = &mut self.fold else { return Ok(()) };
        self.bytes += line::weight(&envelope);
        fold.take(envelope)?;
        if fold.applied.len() + fold.waiting.len() + fold.rewritten.len() >= STEP || self.bytes >= STEP_BYTES
        {
            self.bytes = 0;
            let totals = self.write(false)?;
            self.fold = Some(Fold::new(self.engine, totals, self.now_ms));
        }
        Ok(())
    }

    fn write(&mut self, is_last: bool) -> Result<Totals, StoreError> {
        let Some(mut fold) = self.fold.take() else { return Ok(Totals::default()) };
        fold.settle()?;
        if is_last {
            fold.settle_names()?;
        }
        let changes = rows::changes(&fold, std::mem::take(&mut self.notes));
        if !changes.is_empty() {
            self.engine.put_batch(rows::TREE, changes)?;
        }
        Ok(fold.totals)
    }

    pub(super) fn finish(mut self) -> Result<Totals, StoreError> {
        self.write(true)
    }
}
