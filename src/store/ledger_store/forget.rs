//! Leaving nothing of what was erased beneath the commits.

use super::LedgerStore;
use crate::{
    log::commit::Envelope,
    store::{codec, engine, error::StoreError, journal::Position, line::Line},
};

impl LedgerStore {
    /// Whether values that were erased may still lie in files of the
    /// workspace: in the journal, in backups, in sled's files old or set aside.
    pub fn is_stale(&self) -> bool {
        self.totals.stale || (!self.totals.erased.is_empty() && engine::has_set_aside(&self.home))
    }

    /// Whether the journal holds values that were erased.
    pub(in crate::store) fn journal_remembers(&self) -> bool {
        if self.totals.erased.is_empty() {
            return false;
        }
        for frame in self.journal.replay(self.journal.start()) {
            // Damage is reported when the journal is opened.
            let Ok(frame) = frame else { continue };
            if let Ok(Line::Commits(commits)) = codec::decode_sealed(&frame.bytes)
                && commits.iter().any(|envelope| self.totals.erased.touch(envelope))
            {
                return true;
            }
        }
        false
    }

    /// Leaves nothing beneath the commits of what was erased from them: the
    /// journal is forgotten before `position`, which a backup that stands
    /// contains, and sled's files are written anew.
    pub fn forget(&mut self, position: Position, now_ms: u64) -> Result<(), StoreError> {
        self.refuse_if_behind()?;
        self.shorten(position)?;
        self.renew(now_ms)?;
        engine::remove_set_aside(&self.home)
    }

    /// A commit without what is erased of it.
    pub(super) fn cleansed(&self, mut envelope: Envelope) -> Envelope {
        self.totals.erased.cleanse(&mut envelope);
        envelope
    }

    /// Everything that lies in the files of the workspace, unsealed: every
    /// value of every tree of sled, and every frame of the journal.
    #[cfg(test)]
    pub(crate) fn unsealed(&self) -> Vec<Vec<u8>> {
        let values = self.engine.scan(crate::store::rows::TREE, &[]).unwrap();
        let frames = self.journal.replay(self.journal.start());
        values.map(|entry| entry.unwrap().1).chain(frames.map(|frame| frame.unwrap().bytes)).collect()
    }
}
