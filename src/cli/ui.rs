//! The terminal face, opened from the command line.

use super::{
    face::{Face, no_backup},
    failure::{Answer, DONE, FAILED, Failure},
};
use crate::{tui, workbench::Workbench};

/// Opens the workspace on the screen.
pub(super) fn open(face: &Face) -> Answer {
    if !face.at_terminal() {
        return Err(Failure::new(
            FAILED,
            "终端界面要在终端里打开；脚本里请用子命令，见 minqing --help",
            "the screen needs a terminal; in scripts use a command, see: minqing --help",
        ));
    }
    let bench = face.open()?;
    show(face, bench)
}

/// Shows an open workspace on the screen, which closes it.
pub(super) fn show(face: &Face, bench: Workbench) -> Answer {
    if let Some(why) = tui::run(bench, face.lang, face.is_colored())? {
        no_backup(face.lang, &why);
    }
    Ok(DONE)
}

impl From<tui::Failure> for Failure {
    fn from(failure: tui::Failure) -> Self {
        match failure {
            tui::Failure::Workbench(error) => error.into(),
            tui::Failure::Terminal(error) => {
                Self::of_system(FAILED, "终端出错", "the terminal failed", &error)
            }
        }
    }
}
