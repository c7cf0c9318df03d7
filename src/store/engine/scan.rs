//! Going through a tree.

use super::{Engine, guard};
use crate::store::error::Result;

/// Gives keys and opened values in the order of the keys, from either end.
///
/// A value that does not open is one error, and the next ones follow; when
/// sled fails, the error is the last item.
pub struct Scan<'a> {
    engine: &'a Engine,
    tree: String,
    /// Taken away by an error of sled.
    entries: Option<sled::Iter>,
}

type Entry = Option<sled::Result<(sled::IVec, sled::IVec)>>;

impl<'a> Scan<'a> {
    pub(super) fn new(engine: &'a Engine, tree: &str, entries: sled::Iter) -> Self {
        Self { engine, tree: tree.to_owned(), entries: Some(entries) }
    }

    fn step(&mut self, step: impl FnOnce(&mut sled::Iter) -> Entry) -> Option<Result<(Vec<u8>, Vec<u8>)>> {
        let entries = self.entries.as_mut()?;
        match self.engine.guarded(|_| step(entries).transpose()) {
            Ok(Some((key, sealed))) => {
                let plain = self.engine.opened(&self.tree, &key, &sealed);
                Some(plain.map(|plain| (key.to_vec(), plain)))
            }
            Ok(None) => None,
            Err(error) => {
                let entries = self.entries.take();
                // It may hold pages that panic when let go.
                let _ = guard::catch(|| {
                    drop(entries);
                    Ok(())
                });
                Some(Err(error))
            }
        }
    }
}

impl Iterator for Scan<'_> {
    type Item = Result<(Vec<u8>, Vec<u8>)>;

    fn next(&mut self) -> Option<Self::Item> {
        self.step(Iterator::next)
    }
}

impl DoubleEndedIterator for Scan<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.step(DoubleEndedIterator::next_back)
    }
}
