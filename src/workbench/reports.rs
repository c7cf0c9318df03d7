//! Reports of a bug, in the workspace's `reports/` or where somebody wants one.
//!
//! A face writes what it noted of its last events; what a report may hold is
//! decided there. Nothing is overwritten, and nothing of a report is a record.

use std::{
    fs::{File, OpenOptions},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

use jiff::civil::Date;

use super::{error::Error, system};
use crate::{
    domain::wording::{Lang, Wording},
    store::files,
};

/// The folder in the workspace.
const FOLDER: &str = "reports";

/// The most reports of one day.
const MOST: u32 = 99;

/// Writes a report of this day into the workspace at `home`, and answers its
/// file; where it cannot be done, what happened and what to do.
pub fn write_report(home: &Path, day: Date, text: &str) -> Result<PathBuf, Wording> {
    let folder = home.join(FOLDER);
    files::create_private_dir(&folder).map_err(|error| {
        let error = Error::from(error);
        Wording::owned(error.sentence(Lang::Zh), error.sentence(Lang::En))
    })?;
    numbered(&folder, &day.to_string(), text)
}

/// Writes a report of this day to the place that somebody named: a file that is
/// not there yet, or a folder, in which it gets a name of its own.
pub fn write_report_to(place: &Path, day: Date, text: &str) -> Result<PathBuf, Wording> {
    if place.is_dir() {
        return numbered(place, &format!("minqing-events-{day}"), text);
    }
    match new_file(place) {
        Ok(open) => fill(open, text).map(|()| place.to_path_buf()).map_err(|error| failed(place, &error)),
        Err(error) => Err(failed(place, &error)),
    }
}

/// Writes a file into a folder under the first number that is free.
fn numbered(folder: &Path, name: &str, text: &str) -> Result<PathBuf, Wording> {
    for number in 1..=MOST {
        let file = folder.join(format!("{name}-{number}.txt"));
        match new_file(&file) {
            Ok(open) => return fill(open, text).map(|()| file).map_err(|error| failed(folder, &error)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(folder, &error)),
        }
    }
    let shown = folder.display();
    Err(Wording::owned(
        format!("{shown} 里今天已有 {MOST} 份；先删掉旧的"),
        format!("there are {MOST} of today in {shown}; delete old ones first"),
    ))
}

fn new_file(file: &Path) -> io::Result<File> {
    files::owner_only(OpenOptions::new().write(true).create_new(true)).open(file)
}

fn failed(place: &Path, error: &io::Error) -> Wording {
    let shown = place.display();
    let why = |lang| system::told(error, lang);
    Wording::owned(
        format!("写不进 {shown}：{}", why(Lang::Zh)),
        format!("{shown} cannot be written: {}", why(Lang::En)),
    )
}

fn fill(mut file: File, text: &str) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn none_is_overwritten_and_where_none_can_be_written_that_is_told() {
        let home = tempfile::tempdir().unwrap();
        let day = date(2026, 11, 22);
        let files: Vec<PathBuf> =
            ["one", "two"].iter().map(|text| write_report(home.path(), day, text).unwrap()).collect();
        assert_eq!(files[1].file_name().unwrap(), "2026-11-22-2.txt");
        assert_eq!(std::fs::read_to_string(&files[0]).unwrap(), "one");
        let taken = home.path().join("taken");
        std::fs::write(&taken, "").unwrap();
        let told = write_report(&taken, day, "three").unwrap_err();
        assert!(told.zh.contains("taken") && told.en.contains("taken"), "{told:?}");
    }

    #[test]
    fn one_goes_where_somebody_names_and_overwrites_nothing_there() {
        let folder = tempfile::tempdir().unwrap();
        let day = date(2026, 11, 22);
        let named = folder.path().join("毛病.txt");
        assert_eq!(write_report_to(&named, day, "one").unwrap(), named);
        let told = write_report_to(&named, day, "two").unwrap_err();
        assert!(told.zh.contains("毛病.txt") && std::fs::read_to_string(&named).unwrap() == "one");
        let inside = write_report_to(folder.path(), day, "three").unwrap();
        assert_eq!(inside, folder.path().join("minqing-events-2026-11-22-1.txt"));
        assert!(write_report_to(&folder.path().join("none").join("x.txt"), day, "four").is_err());
        assert!(!folder.path().join("none").exists());
    }
}
