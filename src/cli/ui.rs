//! The terminal face, opened from the command line.

use std::{cell::Cell, path::PathBuf};

use super::{
    face::{Face, no_backup},
    failure::{Answer, DONE, FAILED, Failure},
    first_start, interrupt,
};
use crate::{
    domain::wording::{Lang, Wording},
    tui,
    workbench::{Workbench, keeping},
};

/// Opens the workspace on the screen.
pub(super) fn open(face: &Face) -> Answer {
    if !face.at_terminal() {
        return Err(Failure::new(
            FAILED,
            "终端界面要在终端里打开；脚本里请用子命令，见 minqing --help",
            "the screen needs a terminal; in scripts use a command, see: minqing --help",
        ));
    }
    interrupt::leave_to_screen();
    if keeping::has_nothing(&face.home()?) {
        return first_start::run(face);
    }
    let left = Cell::new(false);
    let opened = face.open_by(|home, passphrase| {
        let (opened, is_left) = tui::opening(face.lang, face.is_colored(), |progress| {
            Workbench::open(home, passphrase, face.clock, progress)
        });
        left.set(is_left);
        opened
    });
    match opened {
        Ok(bench) if left.get() => {
            if let Some(why) = bench.finish() {
                no_backup(face.lang, &why);
            }
            Ok(DONE)
        }
        Ok(bench) => show(face, bench),
        // Whoever left is told nothing more.
        Err(_) if left.get() => Ok(DONE),
        Err(failure) => Err(failure),
    }
}

/// Shows an open workspace on the screen, which closes it.
pub(super) fn show(face: &Face, bench: Workbench) -> Answer {
    show_from(face, bench, tui::Start::default())
}

/// The same, beginning with something.
pub(super) fn show_from(face: &Face, bench: Workbench, start: tui::Start) -> Answer {
    interrupt::leave_to_screen();
    let lang = face.asked_lang.or_else(|| tui::chosen_language(&bench)).unwrap_or(face.lang);
    if let Some(why) = tui::run(bench, lang, face.is_colored(), start)? {
        no_backup(lang, &why);
    }
    Ok(DONE)
}

impl From<tui::Failure> for Failure {
    fn from(failure: tui::Failure) -> Self {
        match failure {
            tui::Failure::Workbench(error) => error.into(),
            tui::Failure::Broken(report) => broken(&report),
            tui::Failure::Terminal(error) => {
                Self::of_system(FAILED, "终端出错", "the terminal failed", &error)
            }
        }
    }
}

/// What to do after a fault of the program.
fn broken(report: &Result<PathBuf, Wording>) -> Failure {
    let (zh, en) = match report {
        Ok(file) => {
            let file = file.display();
            (
                format!("操作记录在 {file}，里面没有姓名、没有打过的字，请交给维护的人"),
                format!(
                    "what happened is in {file}, without names or anything typed: hand it to whoever maintains this"
                ),
            )
        }
        Err(why) => (
            format!("操作记录没能写下（{}）", why.get(Lang::Zh)),
            format!("no report could be written ({})", why.get(Lang::En)),
        ),
    };
    Failure::new(
        FAILED,
        format!(
            "程序出了毛病，停下了。存过的都在，没写完的表单留作草稿：再打开 minqing 接着做，先看看最后一件存了没有。{zh}"
        ),
        format!(
            "the program has a fault and stopped. What was saved is there, unfinished forms are kept as drafts: open minqing again, and look first whether the last thing was saved. {en}"
        ),
    )
}

#[cfg(test)]
mod tests;
