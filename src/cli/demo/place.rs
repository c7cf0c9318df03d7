//! Where a demonstration lies: never on top of anything.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crate::cli::{
    face::{DEMO_MARK, Face},
    failure::{FAILED, Failure},
};

/// A folder for a demonstration.
#[derive(Debug)]
pub(super) enum Place {
    /// Nothing is there yet.
    New(PathBuf),
    /// A former demonstration.
    Former(PathBuf),
}

/// The folder named, if it may be used; else one of its own among the temporary files.
pub(super) fn find(face: &Face) -> Result<Place, Failure> {
    let Some(home) = &face.named_home else {
        let temporary = env::temp_dir();
        let mut free =
            (1_u32..).map(|n| temporary.join(format!("minqing-demo-{n}"))).filter(|path| !path.exists());
        let home = free.next().unwrap_or_else(|| temporary.join("minqing-demo"));
        return Ok(Place::New(home));
    };
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

/// A folder inside the demonstration.
pub(super) fn folder(home: &Path, name: &str) -> Result<PathBuf, Failure> {
    let folder = home.join(name);
    fs::create_dir_all(&folder).map_err(|error| unwritable(&folder, &error))?;
    Ok(folder)
}

/// The failure to write somewhere.
pub(super) fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    let path = path.display();
    Failure::new(FAILED, format!("写不了 {path}：{error}"), format!("cannot write {path}: {error}"))
}
