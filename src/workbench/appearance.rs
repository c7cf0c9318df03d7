//! How the screen looks on this laptop: what was chosen, and the themes that
//! lie in the workspace's `config/themes/`.

use std::{
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
};

use super::{bench::Workbench, error::Error};
use crate::domain::wording::Wording;

/// The note that says what was chosen.
const NOTE: &str = "appearance";

/// The note that says how lists are arranged.
const LISTS: &str = "lists";

/// The most bytes of one theme that are read.
pub const LARGEST_THEME: usize = 64 * 1024;

/// The most themes that are looked at.
const MOST: usize = 50;

/// A theme as somebody wrote it: the file's name without its ending, and its
/// text, or why it could not be read.
pub type ThemeFile = (String, Result<String, Wording>);

impl Workbench {
    /// What was chosen for the screen of this laptop, as the face wrote it; empty
    /// where nothing was. It is of this laptop alone and goes into no bundle.
    pub fn appearance(&self) -> Result<String, Error> {
        let note = self.store.read_note(NOTE)?;
        Ok(note.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default())
    }

    /// How the lists on the screen of this laptop are arranged, as the face wrote it:
    /// names of columns and widths, nothing of what stands in them. It goes into no bundle.
    pub fn arrangement(&self) -> Result<String, Error> {
        let note = self.store.read_note(LISTS)?;
        Ok(note.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default())
    }

    /// Keeps how lists are arranged.
    pub fn set_arrangement(&mut self, arranged: &str) -> Result<(), Error> {
        Ok(self.store.note(LISTS, arranged.as_bytes().to_vec(), self.clock.now_ms())?)
    }

    /// Keeps what was chosen.
    pub fn set_appearance(&mut self, chosen: &str) -> Result<(), Error> {
        Ok(self.store.note(NOTE, chosen.as_bytes().to_vec(), self.clock.now_ms())?)
    }

    /// The themes in `config/themes/`, by name. That there is no such folder is nothing to tell.
    pub fn theme_files(&self) -> Vec<ThemeFile> {
        let mut paths: Vec<PathBuf> = fs::read_dir(self.home.join("config").join("themes"))
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|suffix| suffix == "toml"))
            .collect();
        paths.sort();
        paths.truncate(MOST);
        let name = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        paths.iter().map(|path| (name(path), read(path))).collect()
    }
}

fn read(path: &Path) -> Result<String, Wording> {
    let failed = |error: std::io::Error| {
        Wording::owned(format!("读不出来：{error}"), format!("cannot be read: {error}"))
    };
    if !fs::metadata(path).map_err(failed)?.is_file() {
        return Err(Wording::new("不是文件", "is no file"));
    }
    let mut bytes = Vec::new();
    let most = u64::try_from(LARGEST_THEME).unwrap_or(u64::MAX);
    File::open(path).map_err(failed)?.take(most + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > LARGEST_THEME {
        let kib = LARGEST_THEME / 1024;
        return Err(Wording::owned(format!("超过 {kib} KiB"), format!("is larger than {kib} KiB")));
    }
    String::from_utf8(bytes).map_err(|_other| Wording::new("不是 UTF-8 文本", "is no UTF-8 text"))
}
