//! Folding everything anew, because commits that were applied count no longer.
//!
//! That happens when a lead revokes a laptop of which this one had applied more
//! than is trusted, when of the rows of a copied installation another one is
//! found to keep the name, and after an erasure, since sled's files keep what it
//! replaced until they are written over. What is folded anew lies beside sled until it is whole, and
//! takes its place by a rename; interrupted, it begins again.

use std::{fs, io, path::Path};

use super::{LedgerStore, Step};
use crate::{
    log::vector::Vector,
    store::{
        engine::{self, Engine},
        error::StoreError,
        files, rows,
    },
};

/// Where it lies until it is whole.
const FOLDER: &str = "recast";

/// Removes what an interrupted recasting left.
pub(super) fn sweep(home: &Path) -> Result<(), StoreError> {
    let folder = home.join(FOLDER);
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::io(&folder, error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

impl LedgerStore {
    /// Writes sled's files anew, so that nothing is left in them of what was
    /// erased; journal and backups hold none of it any more.
    pub(super) fn renew(&mut self, now_ms: u64) -> Result<(), StoreError> {
        let was = std::mem::replace(&mut self.totals.stale, false);
        let renewed = self.recast(now_ms);
        self.totals.stale = was && renewed.is_err();
        renewed
    }

    /// Folds all commits anew, given everything that is known of laptops now.
    pub(super) fn recast(&mut self, now_ms: u64) -> Result<(), StoreError> {
        sweep(&self.home)?;
        let (folder, place) = (self.home.join(FOLDER), self.home.join("sled"));
        let fresh = Engine::open(&folder, &self.key)?;
        let mut step = Step::new(&fresh, self.totals.anew(), now_ms);
        step.notes = rows::notes(&self.engine)?;
        for envelope in self.in_order(&Vector::default()) {
            step.take(envelope?.1)?;
        }
        for envelope in rows::all_waiting(&self.engine)? {
            step.take(envelope?)?;
        }
        let totals = step.finish()?;
        fresh.flush_and_sync()?;
        fresh.close()?;
        // From here to the rename there is no sled: then the next opening builds it from the journal.
        self.engine.shut()?;
        let aside = engine::set_aside(&place, &self.home)?;
        files::rename(&folder, &place).map_err(|error| StoreError::io(&folder, error))?;
        files::sync_dir(&self.home)?;
        self.engine = Engine::open(&place, &self.key)?;
        self.totals = totals;
        // Nothing was wrong with it: it need not be kept for anybody to look at.
        let _ = fs::remove_dir_all(aside);
        Ok(())
    }
}
