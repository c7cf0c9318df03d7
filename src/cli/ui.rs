//! The terminal face, opened from the command line.

use super::{
    face::Face,
    failure::{Answer, DONE, FAILED, Failure},
};
use crate::{tui, workbench::Workbench};

/// Opens the workspace on the screen.
pub(super) fn open(face: &Face) -> Answer {
    let bench = face.open()?;
    show(face, bench)
}

/// Shows an open workspace on the screen, which closes it.
pub(super) fn show(face: &Face, bench: Workbench) -> Answer {
    tui::run(bench, face.lang).map(|()| DONE).map_err(|failure| match failure {
        tui::Failure::Workbench(error) => error.into(),
        tui::Failure::Terminal(error) => {
            Failure::new(FAILED, format!("终端打不开：{error}"), format!("the terminal: {error}"))
        }
    })
}
