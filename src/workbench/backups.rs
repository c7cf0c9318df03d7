//! Which backups there are: the automatic ones beside the data, and the last
//! that somebody put elsewhere, which is what is left when a laptop is lost.

use std::{
    fs,
    path::{Path, PathBuf, is_separator},
};

use jiff::civil::{Date, DateTime};

use super::{
    bench::Workbench,
    error::Error,
    keeping::{self, Backup, automatic_backups},
    progress::Progress,
};
use crate::domain::{rules::Refusal, wording::Wording};

/// The last backup that was put elsewhere: its day and its file.
const ELSEWHERE_NOTE: &str = "backup.elsewhere";

/// A backup that is older than so many days is told of as old.
const OLD: i32 = 3;

/// An automatic backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The file.
    pub file: PathBuf,
    /// When it was made, in the time of the country; none where its name does not tell.
    pub at: Option<DateTime>,
    /// Its size.
    pub bytes: u64,
}

/// The backups that are known of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Backups {
    /// The automatic ones, the newest first.
    pub here: Vec<Kept>,
    /// The last that was put elsewhere: when, and where.
    pub elsewhere: Option<(Date, String)>,
}

impl Backups {
    /// The day of the newest of all.
    pub fn newest(&self) -> Option<Date> {
        let here = self.here.iter().find_map(|kept| kept.at).map(DateTime::date);
        here.max(self.elsewhere.as_ref().map(|(day, _)| *day))
    }

    /// How many days ago the newest was made, where that is more than a few; none
    /// where there is none at all.
    pub fn is_old(&self, today: Date) -> Option<i32> {
        let days = (today - self.newest()?).get_days();
        (days > OLD).then_some(days)
    }
}

impl Workbench {
    /// The backups that are known of.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn backups(&self) -> Result<Backups, Error> {
        let kept = |file: PathBuf| {
            let bytes = fs::metadata(&file).map_or(0, |meta| meta.len());
            Kept { at: made_at(&file), bytes, file }
        };
        let here = automatic_backups(self.home()).into_iter().rev().map(kept).collect();
        let note = self.store.read_note(ELSEWHERE_NOTE)?.and_then(|bytes| String::from_utf8(bytes).ok());
        let elsewhere = note.as_deref().and_then(|note| note.split_once('\t'));
        let elsewhere = elsewhere.and_then(|(day, file)| Some((day.parse().ok()?, file.to_owned())));
        Ok(Backups { here, elsewhere })
    }

    /// Backs up to a file or into a folder that somebody named, and remembers that;
    /// `progress` hears how far it is. Where it is stopped no file is left.
    ///
    /// # Errors
    ///
    /// As [`permit`] and [`Workbench::backup`].
    pub fn backup_elsewhere(
        &mut self,
        to: &Path,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Backup, Error> {
        permit(to)?;
        let backup = self.backup_telling(to, progress)?;
        let told = format!("{}\t{}", self.today(), backup.file.display());
        self.store.note(ELSEWHERE_NOTE, told.into_bytes(), self.clock.now_ms())?;
        Ok(backup)
    }
}

/// Refuses a place for a backup: a file that is there already, or a folder that is not.
///
/// # Errors
///
/// As it says.
pub fn permit(to: &Path) -> Result<(), Error> {
    if to.exists() && !to.is_dir() {
        return Err(keeping::exists_already(to));
    }
    let Some(folder) = missing_folder(to) else { return Ok(()) };
    let folder = folder.display();
    Err(Refusal::Said(Wording::owned(
        format!("没有“{folder}”这个文件夹，请先建好，或换一个位置（U 盘插好了吗？）"),
        format!("there is no folder \"{folder}\"; make it first, or name another place (is the stick in?)"),
    ))
    .into())
}

/// The folder that is named and not there: the one that the file would lie in,
/// or the whole path where a separator stands at its end.
fn missing_folder(file: &Path) -> Option<&Path> {
    let is_folder = file.to_string_lossy().ends_with(is_separator);
    let folder = if is_folder { Some(file) } else { file.parent() }?;
    (!folder.as_os_str().is_empty() && !folder.is_dir()).then_some(folder)
}

/// The moment in the name of an automatic backup.
fn made_at(file: &Path) -> Option<DateTime> {
    let stem = file.file_stem()?.to_string_lossy();
    let mut parts = stem.split('-').skip(2);
    let stamp = format!("{}-{}", parts.next()?, parts.next()?);
    DateTime::strptime("%Y%m%d-%H%M%S", stamp).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::wording::Lang;

    #[test]
    fn a_backup_tells_its_moment_and_an_old_one_how_old_it_is() {
        let file = Path::new("/home/backups/auto-00000002-20261122-083000.mqb");
        let at = made_at(file).unwrap();
        assert_eq!(at, date(2026, 11, 22).at(8, 30, 0, 0));
        assert_eq!(made_at(Path::new("auto-2.mqb")), None);
        let kept = Kept { file: file.to_owned(), at: Some(at), bytes: 1 };
        let mut backups = Backups { here: vec![kept], elsewhere: None };
        assert_eq!(backups.is_old(date(2026, 11, 25)), None);
        assert_eq!(backups.is_old(date(2026, 11, 26)), Some(4));
        backups.elsewhere = Some((date(2026, 11, 24), "/usb/b.mqb".to_owned()));
        assert_eq!(backups.is_old(date(2026, 11, 26)), None);
        assert_eq!(Backups::default().is_old(date(2026, 11, 26)), None);
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let there = folder.path().join("b.mqb");
        permit(&there).unwrap();
        permit(folder.path()).unwrap();
        let gone = folder.path().join("stick/b.mqb");
        assert!(permit(&gone).unwrap_err().sentence(Lang::Zh).contains("stick”这个文件夹"));
        fs::write(&there, "x").unwrap();
        assert!(permit(&there).is_err(), "nothing is written over");
    }
}
