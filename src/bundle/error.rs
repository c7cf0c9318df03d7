//! What can be wrong with a bundle.

use std::{io, path::Path};

use crate::{log::commit::PeerId, store::error::StoreError};

/// Why a bundle was refused; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The file cannot be read or written.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// The file is not a bundle at all.
    #[error("not a bundle")]
    NotABundle,
    /// Damaged, cut off or altered.
    #[error("damaged: {0}")]
    Damaged(&'static str),
    /// A chain or a signature does not fit: altered by somebody.
    #[error("forged: {what} of peer {peer}")]
    Forged {
        /// What does not fit.
        what: &'static str,
        /// Whose commits.
        peer: PeerId,
    },
    /// Written by a newer version.
    #[error("format {found}, this version knows {known}")]
    TooNew {
        /// The file's format.
        found: u16,
        /// The newest format known here.
        known: u16,
    },
    /// It belongs to another work group.
    #[error("of another group")]
    ForeignGroup([u8; 16]),
    /// None of the keys here opens it.
    #[error("not sealed to this group or laptop")]
    NotForUs,
    /// The passphrase is wrong.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// It is sealed by a passphrase and none was given.
    #[error("a passphrase is needed")]
    PassphraseNeeded,
    /// A recipient's key is not an age key.
    #[error("not an age recipient: {0}")]
    BadRecipient(String),
    /// Sealed to more than a reader takes.
    #[error("{count} recipients, at most {most}")]
    TooManyRecipients {
        /// How many.
        count: usize,
        /// How many there may be.
        most: usize,
    },
    /// The part in clear would be longer than a reader takes: too many ranges.
    #[error("the part in clear would have {bytes} bytes, at most {most}")]
    ClearTooLong {
        /// How long it would be.
        bytes: usize,
        /// How long it may be.
        most: u32,
    },
    /// Something in it was erased, and the order to do so is not here yet: a
    /// relay must not erase what nobody ordered.
    #[error("erased values of peer {0} without the order to erase them")]
    Unordered(PeerId),
    /// Nobody of the group vouches for its sender, who is not known otherwise.
    #[error("nobody vouches for its sender {0}")]
    Unvouched(PeerId),
    /// Its sender was revoked, and wrote it after that.
    #[error("its sender {0} was revoked")]
    Revoked(PeerId),
    /// The store failed while the bundle was worked on.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl BundleError {
    /// An error of the file system.
    pub fn io(path: &Path, source: io::Error) -> Self {
        Self::Io { path: path.display().to_string(), source }
    }
}
