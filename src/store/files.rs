//! Small files, replaced whole or not at all.
//!
//! A file is written beside its place, brought to the disk, and renamed over
//! the old one; then the folder is brought to the disk, so that the name
//! survives a power cut as well. Windows has no way to sync a folder and
//! journals names by itself, so that step is left out there; but another
//! program may hold a file there that is about to be replaced, so that is
//! waited for.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::error::{Result, StoreError};
use super::part::{Part, Readers, Standing};

/// How often, and how long apart, a held file is tried to be replaced: two seconds in all.
pub(super) const TRIES: u32 = 40;
pub(super) const APART: Duration = Duration::from_millis(50);

/// Replaces the file at `path` with `bytes`, durably; readable by its owner only.
///
/// After a crash the file holds either the old bytes or the new ones.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<()> {
    let fail = |error| StoreError::io(path, error);
    let mut part = Part::beside(path, Readers::Owner).map_err(fail)?;
    part.file_mut().write_all(bytes).map_err(fail)?;
    part.finish(path, Standing::Replaced).map_err(fail)?;
    sync_dir(folder_of(path))
}

/// Renames a file or a folder, and waits for whoever holds something there for a moment.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    let mut tries = TRIES;
    loop {
        match fs::rename(from, to) {
            Err(error) if tries > 1 && is_held(&error) => {
                tries -= 1;
                thread::sleep(APART);
            }
            done => return done,
        }
    }
}

/// Whether another program holds the file, as virus scanners and indexers on
/// Windows do for a moment: access denied, or a sharing violation.
pub(super) fn is_held(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(5 | 32))
}

/// Brings the names in `folder` to the disk, where the system can.
pub fn sync_dir(folder: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        let fail = |error| StoreError::io(folder, error);
        fs::File::open(folder).map_err(fail)?.sync_all().map_err(fail)?;
    }
    #[cfg(not(unix))]
    {
        // The system offers no such call; the names are journaled by NTFS.
        let _ = folder;
    }
    Ok(())
}

/// Creates a folder, and those above it, that only its owner can enter.
///
/// A folder that stands already is left as it is; one with something in it was
/// brought to the disk before that was. Where the system has no such
/// permissions, the folder inherits those of the user's profile.
pub fn create_private_dir(folder: &Path) -> Result<()> {
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder).map_err(|error| StoreError::io(folder, error))?;
    match folder.parent() {
        Some(above) if !above.as_os_str().is_empty() => sync_dir(above),
        Some(_) | None => Ok(()),
    }
}

/// Makes files that these options create readable by their owner only, where
/// the system has such permissions.
pub fn owner_only(options: &mut fs::OpenOptions) -> &mut fs::OpenOptions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

/// Gives the folder a path lies in, `.` for a bare name.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("keys");
        write_atomic(&path, b"first").unwrap();
        write_atomic(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[cfg(windows)]
    #[test]
    fn a_file_that_is_held_for_a_moment_is_replaced() {
        use std::os::windows::fs::OpenOptionsExt;
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("keys");
        fs::write(&path, b"first").unwrap();
        let held = fs::File::options().read(true).share_mode(0).open(&path).unwrap();
        let scanner = thread::spawn(move || {
            thread::sleep(APART * 4);
            drop(held);
        });
        write_atomic(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        scanner.join().unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn private_things_are_private() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("a/b");
        create_private_dir(&folder).unwrap();
        create_private_dir(&folder).unwrap();
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
        write_atomic(&folder.join("keys"), b"x").unwrap();
        assert_eq!(fs::metadata(folder.join("keys")).unwrap().permissions().mode() & 0o077, 0);
    }
}
