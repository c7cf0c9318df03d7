//! The terminal face, opened from the command line.

use super::{
    face::Face,
    failure::{Answer, FAILED, Failure},
};
use crate::workbench::Workbench;

/// Opens the workspace on the screen.
pub(super) fn open(face: &Face) -> Answer {
    let bench = face.open()?;
    show(face, bench)
}

/// Shows an open workspace on the screen, which closes it.
pub(super) fn show(_face: &Face, bench: Workbench) -> Answer {
    bench.close()?;
    Err(Failure::new(
        FAILED,
        "这个版本还没有终端界面；用 minqing --help 看有哪些命令",
        "the terminal screen is not part of this build; see: minqing --help",
    ))
}
