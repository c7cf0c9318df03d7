//! A sled folder that cannot be moved out of the way yet.
//!
//! A sled that panicked keeps its files open until the process ends, and Windows
//! moves no folder of which a file is open. Opening it again would panic
//! again, for ever. So a mark is left beside it, and the next opening moves the
//! folder away before it opens anything in it. Interrupted in between, it goes on where
//! it was: first the folder goes, then the mark, then everything is built anew.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use crate::store::{engine, error::StoreError, files};

/// The mark; in it stands why the folder is not to be opened.
const MARK: &str = "sled.broken";

/// No more of it is read.
const LONGEST: u64 = 4 << 10;

/// A sled folder that was moved out of the way.
pub(super) struct Moved {
    /// Why.
    pub(super) why: String,
    /// Where to.
    pub(super) place: PathBuf,
}

/// Moves away what an earlier opening could not.
pub(super) fn take_marked(home: &Path) -> Result<Option<Moved>, StoreError> {
    let (mark, folder) = (home.join(MARK), home.join("sled"));
    let fail = |error| StoreError::io(&mark, error);
    let file = match File::open(&mark) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(fail(error)),
    };
    let mut why = Vec::new();
    file.take(LONGEST).read_to_end(&mut why).map_err(fail)?;
    let why = String::from_utf8_lossy(&why).into_owned();
    // Where it has gone already, the mark alone was left.
    let moved = if folder.is_dir() {
        let place = engine::set_aside(&folder, home).map_err(held)?;
        Some(Moved { why, place })
    } else {
        None
    };
    fs::remove_file(&mark).map_err(fail)?;
    files::sync_dir(home)?;
    Ok(moved)
}

/// Moves the folder away, or sees to it that the next opening does.
pub(super) fn set_aside(home: &Path, why: String) -> Result<Moved, StoreError> {
    match engine::set_aside(&home.join("sled"), home) {
        Ok(place) => Ok(Moved { why, place }),
        // Without a mark the next opening meets it as this one did.
        Err(refused) => Err(match files::write_atomic(&home.join(MARK), why.as_bytes()) {
            Ok(()) => held(refused),
            Err(_unmarked) => refused,
        }),
    }
}

/// The folder that could not be moved is still in somebody's hands.
fn held(refused: StoreError) -> StoreError {
    if let StoreError::Io { path, source } = refused { StoreError::Held { path, source } } else { refused }
}
