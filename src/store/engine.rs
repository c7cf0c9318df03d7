//! sled behind a guard.
//!
//! sled 0.34.7 is fast and not durable: after a power cut it may not open,
//! and it panics on bytes it does not like. So nothing here is believed to be
//! the only copy of anything. Whatever sled does, the caller gets a value, or
//! [`StoreError::Unopenable`], upon which it sets the folder aside
//! ([`set_aside`]) and rebuilds it from the journal and the last backup.
//!
//! Every value is sealed, bound to its tree and key. Keys are in clear: they
//! must be random ids or numbers, never anything personal.

mod folder;
mod guard;
mod scan;

use std::ops::RangeBounds;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::error::{Result, StoreError};
use super::seal::{self, Key};

pub use folder::{fingerprint, has_set_aside, remove_set_aside, set_aside};
pub use guard::is_guarding;
pub use scan::Scan;

/// Soft limit of sled's cache in bytes; it takes about three times as much.
const CACHE: u64 = 32 << 20;

/// One put, or with `None` one removal.
pub type Change = (Vec<u8>, Option<Vec<u8>>);

/// An open sled folder whose values are sealed.
///
/// # Concurrency
///
/// All calls may be made from several threads; each is atomic by itself.
///
/// # Failure
///
/// Once sled panicked, this engine answers nothing but
/// [`StoreError::Unopenable`]. Its files stay open until the process ends:
/// the folder can be set aside at once on Unix, and after a restart on
/// Windows.
pub struct Engine {
    dir: PathBuf,
    key: Key,
    /// Present until closed.
    db: Option<sled::Db>,
    /// Set by a panic: sled's inner state is unknown from then on.
    broken: AtomicBool,
}

impl Engine {
    /// Opens the sled folder at `dir`, creating it if need be.
    ///
    /// A torn snapshot is deleted first, as sled would stumble over it. If
    /// sled still does not open, it is tried once more without any snapshots.
    /// Files that others hold for ten seconds are [`StoreError::Locked`].
    pub fn open(dir: &Path, key: &Key) -> Result<Self> {
        super::files::create_private_dir(dir)?;
        folder::delete_torn_snapshots(dir)?;
        folder::wait_until_free(dir)?;
        let db = match guard::open(&config(dir)) {
            Err(StoreError::Unopenable { detail }) => Self::without_snapshots(dir, detail)?,
            other => other?,
        };
        Ok(Self { dir: dir.to_path_buf(), key: key.clone(), db: Some(db), broken: AtomicBool::new(false) })
    }

    /// Tries once more, or fails with the `detail` of the first attempt.
    fn without_snapshots(dir: &Path, detail: String) -> Result<sled::Db> {
        let aside = folder::move_snapshots_aside(dir)?;
        if aside.is_empty() {
            return Err(StoreError::Unopenable { detail });
        }
        match folder::wait_until_free(dir).and_then(|()| guard::open(&config(dir))) {
            Ok(db) => {
                folder::delete_moved(&aside)?;
                Ok(db)
            }
            Err(error) => {
                // What is set aside later is what was found.
                folder::move_back(&aside)?;
                // The first attempt may not have let go: that is no other process.
                let held = matches!(error, StoreError::Locked { .. });
                Err(if held { StoreError::Unopenable { detail } } else { error })
            }
        }
    }

    /// Reads the value of `key` in `tree`.
    ///
    /// A value that does not open is [`StoreError::Damaged`].
    pub fn get(&self, tree: &str, key: &[u8]) -> Result<Option<Vec<u8>>> {
        let sealed = self.guarded(|db| db.open_tree(tree)?.get(key))?;
        sealed.map(|sealed| self.opened(tree, key, &sealed)).transpose()
    }

    /// Applies all changes to `tree` or, after a crash, none of them.
    pub fn put_batch(&self, tree: &str, changes: impl IntoIterator<Item = Change>) -> Result<()> {
        let mut batch = sled::Batch::default();
        for (key, value) in changes {
            match value {
                Some(plain) => {
                    let sealed = seal::seal(&self.key, &[b"engine", tree.as_bytes(), &key], &plain)?;
                    batch.insert(key, sealed);
                }
                None => batch.remove(key),
            }
        }
        self.guarded(|db| db.open_tree(tree)?.apply_batch(batch))
    }

    /// Goes through the keys of `tree` that begin with `prefix`, in order.
    pub fn scan(&self, tree: &str, prefix: &[u8]) -> Result<Scan<'_>> {
        Ok(Scan::new(self, tree, self.guarded(|db| Ok(db.open_tree(tree)?.scan_prefix(prefix)))?))
    }

    /// Goes through the keys of `tree` within `keys`, in order.
    pub fn range(&self, tree: &str, keys: impl RangeBounds<Vec<u8>>) -> Result<Scan<'_>> {
        Ok(Scan::new(self, tree, self.guarded(|db| Ok(db.open_tree(tree)?.range(keys)))?))
    }

    /// Removes everything from `tree`, key by key.
    pub fn clear(&self, tree: &str) -> Result<()> {
        self.guarded(|db| db.open_tree(tree)?.clear())
    }

    /// Whether `tree` has no keys.
    pub fn is_empty(&self, tree: &str) -> Result<bool> {
        // Not sled's own `is_empty`, which swallows errors.
        self.guarded(|db| db.open_tree(tree)?.iter().next().transpose()).map(|first| first.is_none())
    }

    /// Brings everything to the disk; sled's own flush alone does not.
    pub fn flush_and_sync(&self) -> Result<()> {
        self.guarded(|db| db.flush())?;
        folder::sync_all(&self.dir)
    }

    /// Closes sled and waits until it has let go of its files.
    pub fn close(mut self) -> Result<()> {
        self.shut()
    }

    /// Does so in place: from then on it answers nothing.
    pub fn shut(&mut self) -> Result<()> {
        self.release()?;
        folder::wait_until_free(&self.dir)
    }

    fn opened(&self, tree: &str, key: &[u8], sealed: &[u8]) -> Result<Vec<u8>> {
        let opened = seal::open(&self.key, &[b"engine", tree.as_bytes(), key], sealed);
        opened.map_err(|_error| StoreError::damaged(format!("a value in the tree {tree}")))
    }

    fn guarded<T>(&self, work: impl FnOnce(&sled::Db) -> sled::Result<T>) -> Result<T> {
        match &self.db {
            Some(db) if !self.broken.load(Ordering::Acquire) => {
                guard::catch(|| work(db)).map_err(|caught| self.failed(caught))
            }
            Some(_) | None => Err(StoreError::Unopenable { detail: "it failed before".to_owned() }),
        }
    }

    fn failed(&self, caught: guard::Caught) -> StoreError {
        if let guard::Caught::Panic(_) = caught {
            self.broken.store(true, Ordering::Release);
        }
        caught.into_error(&self.dir)
    }

    fn release(&mut self) -> Result<()> {
        let Some(db) = self.db.take() else { return Ok(()) };
        if self.broken.load(Ordering::Acquire) {
            // Dropping it could panic in the middle of a panic, which ends the
            // process: rather keep its memory and its lock until the end.
            std::mem::forget(db);
            return Err(StoreError::Unopenable { detail: "it failed before".to_owned() });
        }
        guard::catch(|| {
            drop(db);
            Ok(())
        })
        .map_err(|caught| caught.into_error(&self.dir))
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // There is nobody to tell; what matters is in the journal.
        let _ = self.release();
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("dir", &self.dir).finish_non_exhaustive()
    }
}

fn config(dir: &Path) -> sled::Config {
    sled::Config::new().path(dir).cache_capacity(CACHE).flush_every_ms(None)
}

#[cfg(test)]
mod tests;
