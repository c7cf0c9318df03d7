//! What a clean close leaves: how sled's files were, and how far it had come.

use std::{fs, path::Path};

use serde::{Deserialize, Serialize};

use super::{codec, error::StoreError, files, journal::Position};

/// The name of the file.
const NAME: &str = "checkpoint";

/// Sled's state after a clean close.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Checkpoint {
    /// BLAKE3 over sled's files: while it matches, they are what was closed.
    pub(super) fingerprint: [u8; 32],
    /// Up to here the journal is in them.
    pub(super) position: Position,
}

impl Checkpoint {
    /// Reads and removes it: from now on sled's files change. One that cannot
    /// be read is as good as none.
    pub(super) fn take(home: &Path) -> Result<Option<Self>, StoreError> {
        let path = home.join(NAME);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::io(&path, error)),
        };
        fs::remove_file(&path).map_err(|error| StoreError::io(&path, error))?;
        Ok(codec::decode(&bytes).ok())
    }

    /// Writes it.
    pub(super) fn leave(&self, home: &Path) -> Result<(), StoreError> {
        files::write_atomic(&home.join(NAME), &codec::encode(self))
    }
}
