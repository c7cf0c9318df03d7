//! Where a demonstration lies: never on top of anything.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use crate::cli::{
    face::{DEMO_MARK, Face},
    failure::{FAILED, Failure},
};

/// A folder for a demonstration.
#[derive(Debug)]
pub(super) enum Place {
    /// A folder that was named, and where nothing is yet.
    New(PathBuf),
    /// A former demonstration.
    Former(PathBuf),
    /// A folder that this run has made among the temporary files, for itself alone.
    Own(TempDir),
}

impl Place {
    /// The folder.
    pub(super) fn home(&self) -> &Path {
        match self {
            Self::New(home) | Self::Former(home) => home,
            Self::Own(folder) => folder.path(),
        }
    }

    /// Leaves the folder where it is.
    pub(super) fn leave(self) {
        match self {
            Self::New(_) | Self::Former(_) => {}
            Self::Own(folder) => drop(folder.keep()),
        }
    }

    /// Removes the folder if this run has made it for itself; answers whether it did.
    pub(super) fn remove(self) -> io::Result<bool> {
        match self {
            Self::New(_) | Self::Former(_) => Ok(false),
            Self::Own(folder) => folder.close().map(|()| true),
        }
    }

    /// Takes away what was begun here and came to nothing.
    pub(super) fn abandon(self) {
        match self {
            // Nothing lay in it before. What cannot be removed is nobody's work either.
            Self::New(home) => drop(fs::remove_dir_all(home)),
            Self::Former(_) => {}
            Self::Own(folder) => drop(folder.close()),
        }
    }
}

/// A folder of its own among the temporary files.
pub(super) fn apart() -> Result<Place, Failure> {
    let made = tempfile::Builder::new().prefix("minqing-demo-").tempdir();
    made.map(Place::Own).map_err(|error| unwritable(&env::temp_dir(), &error))
}

/// The folder named, if it may be used; else one of its own among the temporary files.
pub(super) fn find(face: &Face) -> Result<Place, Failure> {
    let Some(home) = &face.named_home else { return apart() };
    if home.join(DEMO_MARK).is_file() {
        return Ok(Place::Former(home.clone()));
    }
    let empty = match fs::read_dir(home) {
        Ok(mut entries) => entries.next().is_none(),
        Err(_) => !home.exists(),
    };
    if empty {
        return Ok(Place::New(home.clone()));
    }
    let path = home.display();
    Err(Failure::new(
        FAILED,
        format!("{path} 里已有东西，又不是以前的演示；请换一个空文件夹"),
        format!("{path} is not empty and no former demonstration; choose an empty folder"),
    ))
}

/// Marks the folder as a demonstration; the word tells whose passphrase it has.
pub(super) fn mark(home: &Path, word: &str) -> Result<(), Failure> {
    fs::write(home.join(DEMO_MARK), word).map_err(|error| unwritable(home, &error))
}

/// What the mark says where the passphrase was given by whoever made it.
pub(super) const OWN: &str = "own";

/// Which passphrase a demonstration has, by its mark, in both languages.
pub(super) fn passphrase_told(home: &Path) -> (&'static str, &'static str) {
    let mark = fs::read_to_string(home.join(DEMO_MARK)).unwrap_or_default();
    if mark.trim() == OWN {
        ("口令是建立时给的那一个", "its passphrase is the one that it was made with")
    } else {
        ("口令是 demo", "its passphrase is demo")
    }
}

/// A folder inside the demonstration.
pub(super) fn folder(home: &Path, name: &str) -> Result<PathBuf, Failure> {
    let folder = home.join(name);
    fs::create_dir_all(&folder).map_err(|error| unwritable(&folder, &error))?;
    Ok(folder)
}

/// The failure to write somewhere.
pub(super) fn unwritable(path: &Path, error: &io::Error) -> Failure {
    let path = path.display();
    Failure::of_system(FAILED, &format!("写不了 {path}"), &format!("cannot write {path}"), error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_demonstration_tells_whose_passphrase_it_has() {
        let folder = tempfile::tempdir().unwrap();
        mark(folder.path(), "demo").unwrap();
        assert!(passphrase_told(folder.path()).0.contains("demo"));
        mark(folder.path(), OWN).unwrap();
        let (zh, en) = passphrase_told(folder.path());
        assert!(!zh.contains("demo") && !en.contains("demo"));
    }

    #[test]
    fn only_a_folder_of_this_run_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let named = folder.path().join("named");
        fs::create_dir(&named).unwrap();
        for place in [Place::New(named.clone()), Place::Former(named.clone())] {
            assert!(!place.remove().unwrap() && named.is_dir());
        }
        let own = || Place::Own(tempfile::tempdir_in(folder.path()).unwrap());
        let (gone, kept) = (own(), own());
        let (gone_at, kept_at) = (gone.home().to_path_buf(), kept.home().to_path_buf());
        kept.leave();
        assert!(gone.remove().unwrap() && !gone_at.exists() && kept_at.is_dir());
    }

    #[test]
    fn what_came_to_nothing_is_taken_away_and_a_former_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let named = folder.path().join("named");
        fs::create_dir(&named).unwrap();
        fs::write(named.join("keys"), "half").unwrap();
        Place::Former(named.clone()).abandon();
        assert!(named.join("keys").exists());
        Place::New(named.clone()).abandon();
        assert!(!named.exists());
    }
}
