//! The files sled works in, seen from outside.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::store::error::{Result, StoreError};
use crate::store::files;

/// Where folders lie that were moved out of the way.
const SHELF: &str = "set-aside";

const SNAPSHOT: &str = "snap.";
const TORN: &str = ".generating";
const ASIDE: &str = "aside.";

/// How much of a file is read at once, and how many pieces may wait to be hashed.
const PIECE: usize = 1 << 20;
const PIECES: usize = 4;

/// How often, and how long apart, sled's lock is tried: ten seconds in all.
const TRIES: u32 = 2000;
const APART: Duration = Duration::from_millis(5);

/// Sums up names, sizes and contents of everything in the sled folder.
///
/// After a clean close it tells on the next opening whether the files are
/// exactly those that were left. To be called while sled is closed.
pub fn fingerprint(dir: &Path) -> Result<[u8; 32]> {
    let mut hasher = blake3::Hasher::new();
    let mut entries = Vec::new();
    list(dir, &mut entries)?;
    entries.sort();
    for path in entries {
        let fail = |error| StoreError::io(&path, error);
        let name = path.strip_prefix(dir).unwrap_or(&path);
        let parts: Vec<_> = name.iter().map(std::ffi::OsStr::as_encoded_bytes).collect();
        let name = parts.join(&b'/');
        hasher.update(&(name.len() as u64).to_le_bytes()).update(&name);
        if path.is_dir() {
            hasher.update(b"d");
            continue;
        }
        let inner = digest(File::open(&path).map_err(fail)?).map_err(fail)?;
        hasher.update(b"f").update(&inner.count().to_le_bytes()).update(inner.finalize().as_bytes());
    }
    Ok(*hasher.finalize().as_bytes())
}

/// The hash of a whole file. What was read is hashed while the next piece is
/// read: the screen waits for both.
fn digest(mut file: File) -> io::Result<blake3::Hasher> {
    let mut hasher = blake3::Hasher::new();
    let first = piece(&mut file)?;
    if first.len() < PIECE {
        hasher.update(&first);
        return Ok(hasher);
    }
    thread::scope(|scope| {
        let (give, take) = mpsc::sync_channel(PIECES);
        let read = scope.spawn(move || -> io::Result<()> {
            loop {
                let next = piece(&mut file)?;
                if next.is_empty() || give.send(next).is_err() {
                    return Ok(());
                }
            }
        });
        hasher.update(&first);
        for next in take {
            hasher.update(&next);
        }
        match read.join() {
            Ok(read) => read.map(|()| hasher),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// The next piece of a file; a shorter one is the last.
fn piece(file: &mut File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(PIECE);
    file.take(PIECE as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Moves a sled folder out of the way, to `HOME/set-aside/<n>-sled`.
///
/// Nothing is deleted: a developer may want to look, and so may the user,
/// who can delete it once all is well.
pub fn set_aside(dir: &Path, home: &Path) -> Result<PathBuf> {
    let shelf = home.join(SHELF);
    files::create_private_dir(&shelf)?;
    let fail = |error| StoreError::io(&shelf, error);
    let mut highest: u32 = 0;
    for entry in fs::read_dir(&shelf).map_err(fail)? {
        let name = entry.map_err(fail)?.file_name();
        let number = name.to_str().and_then(|name| name.split_once('-')).and_then(|(n, _)| n.parse().ok());
        highest = highest.max(number.unwrap_or(0));
    }
    let place = shelf.join(format!("{}-sled", highest.saturating_add(1)));
    files::rename(dir, &place).map_err(|error| StoreError::io(dir, error))?;
    files::sync_dir(&shelf)?;
    if let Some(parent) = dir.parent() {
        files::sync_dir(parent)?;
    }
    Ok(place)
}

/// Whether anything was moved out of the way.
pub fn has_set_aside(home: &Path) -> bool {
    fs::read_dir(home.join(SHELF)).is_ok_and(|mut entries| entries.next().is_some())
}

/// Removes everything that was moved out of the way: values in it were erased since.
pub fn remove_set_aside(home: &Path) -> Result<()> {
    let shelf = home.join(SHELF);
    match fs::remove_dir_all(&shelf) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::io(&shelf, error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Waits until no process holds sled's lock; sled lets go in the background.
pub(super) fn wait_until_free(dir: &Path) -> Result<()> {
    wait_until_free_for(dir, TRIES)
}

/// Tries so many times.
pub(super) fn wait_until_free_for(dir: &Path, tries: u32) -> Result<()> {
    let path = dir.join("db");
    for _ in 0..tries {
        let file = match File::options().read(true).write(true).open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(StoreError::io(&path, error)),
        };
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) => thread::sleep(APART),
            Err(TryLockError::Error(error)) => return Err(StoreError::io(&path, error)),
        }
    }
    Err(StoreError::Locked { pid: None })
}

/// Deletes snapshots that were being written: sled would read one and give up.
pub(super) fn delete_torn_snapshots(dir: &Path) -> Result<()> {
    let torn = snapshots(dir)?.into_iter().filter(|path| name_of(path).ends_with(TORN));
    delete_moved(&torn.map(|path| (path.clone(), path)).collect::<Vec<_>>())
}

/// Renames all snapshots so that sled does not see them; gives old and new names.
pub(super) fn move_snapshots_aside(dir: &Path) -> Result<Vec<(PathBuf, PathBuf)>> {
    let mut moved = Vec::new();
    for path in snapshots(dir)? {
        let place = dir.join(format!("{ASIDE}{}", name_of(&path)));
        files::rename(&path, &place).map_err(|error| StoreError::io(&path, error))?;
        moved.push((path, place));
    }
    Ok(moved)
}

/// Undoes [`move_snapshots_aside`].
pub(super) fn move_back(moved: &[(PathBuf, PathBuf)]) -> Result<()> {
    moved.iter().try_for_each(|(path, place)| {
        files::rename(place, path).map_err(|error| StoreError::io(place, error))
    })
}

/// Deletes what was moved aside and turned out not to be needed.
pub(super) fn delete_moved(moved: &[(PathBuf, PathBuf)]) -> Result<()> {
    moved
        .iter()
        .try_for_each(|(_, place)| fs::remove_file(place).map_err(|error| StoreError::io(place, error)))
}

/// Brings every file of the folder to the disk, and then the names.
pub(super) fn sync_all(dir: &Path) -> Result<()> {
    let mut entries = Vec::new();
    list(dir, &mut entries)?;
    for path in entries {
        let fail = |error| StoreError::io(&path, error);
        if path.is_dir() {
            files::sync_dir(&path)?;
            continue;
        }
        match File::options().read(true).write(true).open(&path) {
            Ok(file) => file.sync_all().map_err(fail)?,
            // Old blobs and snapshots go away by themselves.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(fail(error)),
        }
    }
    files::sync_dir(dir)
}

fn snapshots(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut entries = Vec::new();
    list(dir, &mut entries)?;
    entries
        .retain(|path| path.parent() == Some(dir) && name_of(path).starts_with(SNAPSHOT) && path.is_file());
    Ok(entries)
}

fn name_of(path: &Path) -> std::borrow::Cow<'_, str> {
    path.file_name().unwrap_or_default().to_string_lossy()
}

/// Lists files and folders, folders below included; links are not followed.
fn list(dir: &Path, into: &mut Vec<PathBuf>) -> Result<()> {
    let fail = |error| StoreError::io(dir, error);
    for entry in fs::read_dir(dir).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let path = entry.path();
        if entry.file_type().map_err(fail)?.is_dir() {
            list(&path, into)?;
        }
        into.push(path);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_any_length_is_hashed_as_a_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("db");
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, PIECE * (PIECES + 3) + 7] {
            let bytes: Vec<u8> = (0..length).map(|at| (at / 3 % 251).to_le_bytes()[0]).collect();
            fs::write(&path, &bytes).unwrap();
            let found = digest(File::open(&path).unwrap()).unwrap();
            assert_eq!((found.count(), found.finalize()), (length as u64, blake3::hash(&bytes)), "{length}");
        }
    }
}
