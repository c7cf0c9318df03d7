//! Reports of a bug, in the workspace's `reports/`.
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
    let shown = folder.display();
    let failed = |error: &io::Error| {
        let why = |lang| system::told(error, lang);
        Wording::owned(
            format!("写不进 {shown}：{}", why(Lang::Zh)),
            format!("{shown} cannot be written: {}", why(Lang::En)),
        )
    };
    files::create_private_dir(&folder).map_err(|error| {
        let error = Error::from(error);
        Wording::owned(error.sentence(Lang::Zh), error.sentence(Lang::En))
    })?;
    for number in 1..=MOST {
        let file = folder.join(format!("{day}-{number}.txt"));
        match files::owner_only(OpenOptions::new().write(true).create_new(true)).open(&file) {
            Ok(open) => return fill(open, text).map(|()| file).map_err(|error| failed(&error)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(&error)),
        }
    }
    Err(Wording::owned(
        format!("{shown} 里今天已有 {MOST} 份；先删掉旧的"),
        format!("there are {MOST} of today in {shown}; delete old ones first"),
    ))
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
}
