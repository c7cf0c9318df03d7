//! A disk whose power can be cut: a file system in a file.
//!
//! The one who writes to it is stopped at any instant; the file then holds
//! what a disk would hold if the power went. What only the kernel has in
//! memory is not in the file, and so is lost as it would be.

use std::{
    fs,
    io::{Write, stderr},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

/// Stops a process and waits until every one of its threads stands still,
/// so that no system call is under way.
pub(super) fn stop(pid: u32) {
    assert!(Command::new("kill").args(["-STOP", &pid.to_string()]).status().unwrap().success());
    for _ in 0..2_000 {
        let tasks = fs::read_dir(format!("/proc/{pid}/task")).unwrap().flatten();
        let still =
            tasks.map(|task| fs::read_to_string(task.path().join("stat")).unwrap_or_default()).all(|stat| {
                stat.rsplit_once(')')
                    .is_some_and(|(_, rest)| matches!(rest.trim_start().chars().next(), Some('T' | 'Z')))
            });
        if still {
            return;
        }
        thread::sleep(Duration::from_millis(1));
    }
    panic!("the writer does not stand still");
}

/// A file with a file system in it.
pub(super) struct Disk(PathBuf);

/// A mounted one; unmounted when it goes.
pub(super) struct Mounted(PathBuf);

impl Disk {
    /// Makes one; where that cannot be, the reason is printed.
    pub(super) fn make(path: &Path) -> Option<Self> {
        fs::File::create(path).unwrap().set_len(96 << 20).unwrap();
        let made =
            Command::new("mkfs.ext4").arg("-q").arg(path).status().is_ok_and(|status| status.success());
        let disk = Self(path.to_path_buf());
        let trial = path.with_extension("trial");
        let usable = made && disk.mount(&trial).is_some();
        if !usable {
            let _ = writeln!(stderr(), "skipped: no root or no loop devices, so no power can be cut");
        }
        usable.then_some(disk)
    }

    /// Mounts it.
    pub(super) fn mount(&self, at: &Path) -> Option<Mounted> {
        fs::create_dir_all(at).unwrap();
        let mut command = Command::new("mount");
        command.args(["-o", "loop"]).arg(&self.0).arg(at).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success()).then(|| Mounted(at.to_path_buf()))
    }

    /// Copies what it holds at this instant.
    pub(super) fn copy(&self, to: &Path) -> Self {
        fs::copy(&self.0, to).unwrap();
        Self(to.to_path_buf())
    }

    /// Takes the place of another, which is not mounted.
    pub(super) fn replace(self, other: &Self) {
        fs::rename(&self.0, &other.0).unwrap();
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let gone = (0..200).any(|_| {
            let done = Command::new("umount").arg(&self.0).stderr(Stdio::null()).status();
            let done = done.is_ok_and(|status| status.success());
            if !done {
                thread::sleep(Duration::from_millis(20));
            }
            done
        });
        assert!(gone || thread::panicking(), "the file system could not be unmounted");
    }
}
