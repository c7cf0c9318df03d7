//! Between sled's panics and everybody else.

use std::cell::Cell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::store::error::{Result, StoreError};

/// Names the thread on which sled is opened.
const THREAD: &str = "engine-guard";

/// Opening reads at most the whole folder; beyond this it hangs.
const PATIENCE: Duration = Duration::from_mins(5);

thread_local! {
    static GUARDING: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic on this thread is about to be caught and told as an error.
///
/// A panic hook asks, so as not to write over the screen.
pub fn is_guarding() -> bool {
    GUARDING.get()
}

/// How sled failed.
#[derive(Debug)]
pub(super) enum Caught {
    /// It gave an error.
    Error(sled::Error),
    /// It panicked, with this message.
    Panic(String),
}

impl Caught {
    /// Tells a disk that refuses from files that are not right.
    pub(super) fn into_error(self, dir: &Path) -> StoreError {
        match self {
            Self::Error(sled::Error::Io(error)) if is_the_disk(&error) => StoreError::io(dir, error),
            Self::Error(error) => StoreError::Unopenable { detail: error.to_string() },
            Self::Panic(detail) => StoreError::Unopenable { detail },
        }
    }
}

fn is_the_disk(error: &io::Error) -> bool {
    let disk = [
        io::ErrorKind::StorageFull,
        io::ErrorKind::QuotaExceeded,
        io::ErrorKind::PermissionDenied,
        io::ErrorKind::ReadOnlyFilesystem,
    ];
    disk.contains(&error.kind())
}

/// Runs `work`, turning a panic into a value.
pub(super) fn catch<T>(work: impl FnOnce() -> sled::Result<T>) -> std::result::Result<T, Caught> {
    let outer = GUARDING.replace(true);
    // What sled leaves half done stays behind the engine, which is not used again.
    let caught = catch_unwind(AssertUnwindSafe(work));
    GUARDING.set(outer);
    match caught {
        Ok(result) => result.map_err(Caught::Error),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic");
            Err(Caught::Panic(text.to_owned()))
        }
    }
}

/// Opens sled on a thread of its own, which is left behind if it hangs.
pub(super) fn open(config: &sled::Config) -> Result<sled::Db> {
    let dir = config.get_path();
    let (sender, receiver) = mpsc::sync_channel(1);
    let config = config.clone();
    thread::Builder::new()
        .name(THREAD.to_owned())
        .spawn(move || sender.send(catch(|| config.open())))
        .map_err(|error| StoreError::io(&dir, error))?;
    match receiver.recv_timeout(PATIENCE) {
        Ok(opened) => opened.map_err(|caught| caught.into_error(&dir)),
        Err(error) => Err(StoreError::Unopenable { detail: format!("no answer: {error}") }),
    }
}
