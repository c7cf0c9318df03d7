//! One process opens a workspace at a time.
//!
//! The lock is the operating system's own, on an open file: it goes with the
//! process, however that ends, so a crash leaves nothing to clean up. The
//! process id stands in a second file, because a locked file cannot be read
//! by others everywhere; it is only a hint for the one who is refused.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use super::error::{Result, StoreError};
use super::files;

/// Holds a workspace for this process until dropped.
#[derive(Debug)]
pub struct WorkspaceLock {
    /// Carries the lock: closing it releases the workspace.
    file: File,
    pid: PathBuf,
}

impl WorkspaceLock {
    /// Takes the workspace at `home`, or says who has it.
    pub fn acquire(home: &Path) -> Result<Self> {
        if !home.is_dir() {
            return Err(StoreError::NotAWorkspace { path: home.to_path_buf() });
        }
        let path = home.join("lock");
        let pid = home.join("lock.pid");
        let mut options = File::options();
        let file = files::owner_only(options.read(true).write(true).create(true).truncate(false))
            .open(&path)
            .map_err(|error| StoreError::io(&path, error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::Locked { pid: read_pid(&pid) }),
            Err(TryLockError::Error(error)) => return Err(StoreError::io(&path, error)),
        }
        // A courtesy: on a full disk the workspace can still be read.
        let _ = std::fs::write(&pid, std::process::id().to_string());
        Ok(Self { file, pid })
    }
}

impl Drop for WorkspaceLock {
    fn drop(&mut self) {
        // Both are courtesies: closing the file releases the lock by itself,
        // and a number left behind is read by nobody while the lock is free.
        let _ = std::fs::remove_file(&self.pid);
        let _ = self.file.unlock();
    }
}

fn read_pid(path: &Path) -> Option<u32> {
    use std::io::Read;
    let mut text = String::new();
    File::open(path).ok()?.take(16).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_refused_with_the_pid_of_the_first() {
        let home = tempfile::tempdir().unwrap();
        let first = WorkspaceLock::acquire(home.path()).unwrap();
        match WorkspaceLock::acquire(home.path()) {
            Err(StoreError::Locked { pid }) => assert_eq!(pid, Some(std::process::id())),
            other => panic!("{other:?}"),
        }
        std::fs::write(home.path().join("lock.pid"), "谁").unwrap();
        assert!(matches!(WorkspaceLock::acquire(home.path()), Err(StoreError::Locked { pid: None })));
        drop(first);
        WorkspaceLock::acquire(home.path()).unwrap();
        assert!(!home.path().join("lock.pid").exists());
    }

    #[test]
    fn a_lock_file_left_by_a_crash_does_not_hold_anything() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("lock"), "").unwrap();
        std::fs::write(home.path().join("lock.pid"), "1").unwrap();
        WorkspaceLock::acquire(home.path()).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn the_lock_is_its_owners() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let _lock = WorkspaceLock::acquire(home.path()).unwrap();
        let mode = std::fs::metadata(home.path().join("lock")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_folder_that_is_not_there_is_not_a_workspace() {
        let home = tempfile::tempdir().unwrap();
        let nowhere = home.path().join("nowhere");
        assert!(matches!(WorkspaceLock::acquire(&nowhere), Err(StoreError::NotAWorkspace { .. })));
    }
}
