//! Whether somebody who is entered was erased here before at his own wish: told
//! to whoever enters him, without keeping who it was (个保法 47).
//!
//! At an erasure a keyed digest of each name and number goes into a note of this
//! laptop, whose key is random and stays in the note, sealed like everything. The
//! note syncs to nobody, and no name can be read off it.

use std::collections::BTreeSet;

use super::{bench::Workbench, error::Error};
use crate::{
    domain::recusal::plain_name,
    store::{StoreError, codec, seal},
};

/// The note with the digests.
const NOTE: &str = "erased.before";

/// The key of the digests, and the digests.
type Kept = ([u8; 32], BTreeSet<[u8; 32]>);

impl Workbench {
    /// Keeps digests of the names and numbers of somebody who is erased.
    pub(super) fn mark_erased_words<'w>(
        &mut self,
        words: impl Iterator<Item = &'w str>,
    ) -> Result<(), Error> {
        let (key, mut digests) = if let Some(kept) = self.digests()? {
            kept
        } else {
            let mut key = [0; 32];
            seal::random(&mut key)?;
            (key, BTreeSet::new())
        };
        let before = digests.len();
        digests.extend(words.map(|word| digest(&key, word)));
        if digests.len() == before {
            return Ok(());
        }
        let kept: Kept = (key, digests);
        Ok(self.store.note(NOTE, codec::encode(&kept), self.clock.now_ms())?)
    }

    /// Whether one of these texts is a name or number of somebody who was erased here.
    pub fn was_erased<'w>(&self, mut words: impl Iterator<Item = &'w str>) -> Result<bool, Error> {
        let Some((key, digests)) = self.digests()? else { return Ok(false) };
        Ok(words.any(|word| !plain_name(word).is_empty() && digests.contains(&digest(&key, word))))
    }

    fn digests(&self) -> Result<Option<Kept>, Error> {
        let Some(bytes) = self.store.read_note(NOTE)?.filter(|bytes| !bytes.is_empty()) else {
            return Ok(None);
        };
        Ok(Some(codec::decode(&bytes).map_err(|_unreadable| StoreError::damaged("a note"))?))
    }
}

/// The digest of a name or number, however it is written.
fn digest(key: &[u8; 32], word: &str) -> [u8; 32] {
    *blake3::keyed_hash(key, plain_name(word).as_bytes()).as_bytes()
}
