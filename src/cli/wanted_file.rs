//! A file that is to be an invitation or a backup, and what is said where it is not.

use std::path::Path;

use super::failure::{FAILED, Failure};
use crate::{
    domain::wording::Lang,
    workbench::{Error, Outer, Purpose, error::called, sync},
};

/// Reads what stands in clear; refuses a file of another purpose by what it is.
pub(super) fn inspected(path: &Path, wanted: Purpose) -> Result<Outer, Failure> {
    let said = |lang| called(wanted, lang);
    let (zh, en) = (said(Lang::Zh), said(Lang::En));
    if path.is_dir() {
        let at = path.display();
        return Err(Failure::new(
            FAILED,
            format!("{at} 是文件夹，要的是{zh}；请写出里面的那个文件"),
            format!("{at} is a folder, not a file ({en}); name the file in it"),
        ));
    }
    let outer = sync::inspect(path).map_err(|error| refused(&error, wanted))?;
    let wrong = match outer.purpose {
        found if found == wanted => return Ok(outer),
        Purpose::Exchange => Error::WrongFile("bundle"),
        Purpose::Invitation => Error::WrongFile("invitation"),
        Purpose::Backup => Error::WrongFile("backup"),
    };
    let (is_zh, is_en) = (wrong.sentence(Lang::Zh), wrong.sentence(Lang::En));
    Err(Failure::new(
        wrong.exit_code(),
        format!("{is_zh}（这里要的是{zh}）"),
        format!("{is_en} (here it should be: {en})"),
    ))
}

/// What is said of an error in such a file.
pub(super) fn refused(error: &Error, wanted: Purpose) -> Failure {
    let said = |lang| error.sentence_of(wanted, lang);
    Failure::new(error.exit_code(), said(Lang::Zh), said(Lang::En))
}

#[cfg(test)]
mod tests {
    use super::{super::failure::DAMAGED, *};

    #[test]
    fn a_folder_and_a_file_of_something_else_are_called_by_what_was_wanted() {
        let folder = tempfile::tempdir().unwrap();
        let failure = inspected(folder.path(), Purpose::Backup).unwrap_err();
        assert!(failure.code == FAILED && failure.sentence(Lang::Zh).unwrap().contains("要的是备份文件"));
        let file = folder.path().join("x.mqi");
        std::fs::write(&file, "短").unwrap();
        let failure = inspected(&file, Purpose::Invitation).unwrap_err();
        let told = failure.sentence(Lang::Zh).unwrap();
        assert_eq!(failure.code, DAMAGED);
        assert!(told.contains("邀请文件不完整") && told.contains("minqing peers invite"), "{told}");
        assert!(!told.contains("同步包") && !told.contains("the file"), "{told}");
    }
}
