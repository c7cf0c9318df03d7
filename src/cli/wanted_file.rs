//! A file that is to be an invitation or a backup, and what is said where it is not.

use std::path::{Path, PathBuf};

use super::failure::Failure;
use crate::workbench::{
    Error, Outer, Purpose,
    wanted::{self, Unwanted},
};

/// Reads what stands in clear; refuses a file of another purpose by what it is.
pub(super) fn inspected(path: &Path, wanted: Purpose) -> Result<Outer, Failure> {
    wanted::wanted(path, wanted).map_err(failed)
}

/// The invitation that a path means: the file, or the one that lies in the folder.
pub(super) fn invitation(path: &Path) -> Result<PathBuf, Failure> {
    wanted::invitation(path).map_err(failed)
}

/// What is said of an error in such a file.
pub(super) fn refused(error: &Error, wanted: Purpose) -> Failure {
    failed(Unwanted::of(error, wanted))
}

fn failed(unwanted: Unwanted) -> Failure {
    let Unwanted { code, why } = unwanted;
    Failure::new(code, why.zh.into_owned(), why.en.into_owned())
}

#[cfg(test)]
mod tests {
    use super::{
        super::failure::{DAMAGED, FAILED},
        *,
    };
    use crate::domain::wording::Lang;

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
