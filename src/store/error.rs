//! What can go wrong in the store.

use std::io;
use std::path::{Path, PathBuf};

/// The shorthand of every fallible call in the store.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Tells apart the failures that need different help.
///
/// `Display` is for developers and the log; sentences for users are made at
/// the edge, from the variant.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Reports that the operating system refused to read or write.
    #[error("{}: {source}", path.display())]
    Io {
        /// Names the file or folder that was refused.
        path: PathBuf,
        /// Keeps what the system said.
        source: io::Error,
    },
    /// Reports that another process has the workspace open.
    #[error("the workspace is open in another process{}", pid_note(*pid))]
    Locked {
        /// Gives that process's id, where it left one.
        pid: Option<u32>,
    },
    /// Reports that the passphrase does not open an otherwise intact key file.
    #[error("the passphrase is wrong")]
    WrongPassphrase,
    /// Reports bytes that are not what was written.
    #[error("damaged: {what}")]
    Damaged {
        /// Says which bytes.
        what: String,
    },
    /// Reports a folder that holds no workspace.
    #[error("{} is not a workspace", path.display())]
    NotAWorkspace {
        /// Names the folder.
        path: PathBuf,
    },
    /// Reports a workspace whose key files are both gone.
    #[error("the keys of the workspace in {} are gone", path.display())]
    KeysLost {
        /// Names the folder.
        path: PathBuf,
        /// Names its newest automatic backup, which carries the keys as well.
        backup: Option<PathBuf>,
    },
    /// Reports that this laptop's own commits have a hole: a number that was
    /// used once would be used again.
    #[error("own commits up to {named} were written once, up to {have} are here")]
    OwnGap {
        /// Gives the last own commit that is here with all before it.
        have: u64,
        /// Gives the last one that is known to have been written.
        named: u64,
    },
    /// Reports that something stands where something new was to be written.
    #[error("{} exists already", path.display())]
    Exists {
        /// Names what stands there.
        path: PathBuf,
    },
    /// Reports that sled cannot be opened or read and has to be rebuilt.
    #[error("the database cannot be used: {detail}")]
    Unopenable {
        /// Keeps what sled said, or how it panicked.
        detail: String,
    },
    /// Reports that what is to be built anew cannot be moved out of the way
    /// yet; the next opening, by another process, moves it first.
    #[error("{} is to be rebuilt and is held by a program: {source}", path.display())]
    Held {
        /// Names the folder.
        path: PathBuf,
        /// Keeps what the system said.
        source: io::Error,
    },
    /// Reports a format written by a newer version of the program.
    #[error("format {found} is newer than {known}, the newest known here")]
    Newer {
        /// Gives the version that was found.
        found: u32,
        /// Gives the newest version that this program reads.
        known: u32,
    },
    /// Reports that the disk, or the user's share of it, is full.
    #[error("the disk is full")]
    Full,
    /// Reports a value beyond what may be sealed in one piece.
    #[error("{bytes} bytes are more than the {limit} of one piece")]
    TooLarge {
        /// Gives the size that was offered.
        bytes: u64,
        /// Gives the size that is allowed.
        limit: u64,
    },
    /// Reports that whoever waited for long work ended it, before it changed anything.
    #[error("stopped by who waited for it")]
    Stopped,
    /// Reports that the system gives no random numbers.
    #[error("no random numbers: {detail}")]
    NoRandom {
        /// Keeps what the system said.
        detail: String,
    },
}

impl StoreError {
    /// Wraps a failure of the system, telling a full disk from the rest.
    pub fn io(path: &Path, source: io::Error) -> Self {
        // Not a match: `ErrorKind` is not ours, and most of it means "the rest".
        let full = [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded].contains(&source.kind());
        if full { Self::Full } else { Self::Io { path: path.to_path_buf(), source } }
    }

    /// Reports damaged bytes, described by `what`.
    pub fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }
}

fn pid_note(pid: Option<u32>) -> String {
    pid.map(|pid| format!(" (process {pid})")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_from_other_failures() {
        let path = Path::new("somewhere");
        assert!(matches!(StoreError::io(path, io::ErrorKind::StorageFull.into()), StoreError::Full));
        assert!(matches!(
            StoreError::io(path, io::ErrorKind::PermissionDenied.into()),
            StoreError::Io { .. }
        ));
    }

    #[test]
    fn the_pid_is_named_where_it_is_known() {
        assert!(StoreError::Locked { pid: Some(42) }.to_string().contains("(process 42)"));
        assert!(!StoreError::Locked { pid: None }.to_string().contains('('));
    }
}
