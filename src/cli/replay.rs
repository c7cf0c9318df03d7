//! `minqing replay`: for developers, what a report of a bug tells of is done again.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use clap::Args;
use serde_json::json;

use super::{
    face::Face,
    failure::{Answer, DONE, FAILED, Failure, IN_PART},
};
use crate::{
    tui::{Session, Unplayed},
    workbench::Workbench,
};

/// 重放操作记录，在台账的副本上 · Do again what a report of a bug tells of, on a copy of the workspace
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing demo --no-ui --home ./demo
  minqing replay 2026-11-22-1.txt --home ./demo")]
pub(super) struct Order {
    /// 操作记录 · The report
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Plays it and shows the last frame.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    let failed = |path: &Path, error: &io::Error| {
        let path = path.display();
        Failure::of_system(FAILED, &format!("{path} 读不了"), &format!("{path} cannot be read"), error)
    };
    let report = fs::read_to_string(&order.file).map_err(|error| failed(&order.file, &error))?;
    let home = face.home()?;
    let passphrase = face.passphrase()?;
    let folder = tempfile::Builder::new().prefix("minqing-replay-").tempdir();
    let folder = folder.map_err(|error| failed(&env::temp_dir(), &error))?;
    let copied = folder.path().join("workspace");
    copy(&home, &copied).map_err(|error| failed(&home, &error))?;
    // What the events write goes there too, and goes with it.
    env::set_current_dir(folder.path()).map_err(|error| failed(folder.path(), &error))?;
    let (bench, _) = Workbench::open(&copied, &passphrase, face.clock, &mut |_| {})?;
    let (session, astray) = Session::replay(bench, &report)?;
    let frame = session.frame();
    let document = json!({ "frame": frame, "astray": astray.as_ref().map(|told| told.get(face.lang)) });
    face.answer(&document, &frame)?;
    drop(session);
    // An open folder could not be removed on every system.
    let _ = env::set_current_dir(env::temp_dir());
    match astray {
        Some(told) => {
            face.note(told.get(face.lang));
            Ok(IN_PART)
        }
        None => Ok(DONE),
    }
}

/// Copies a folder; what is neither file nor folder is left out.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()))?;
        } else if kind.is_file() {
            fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

impl From<Unplayed> for Failure {
    fn from(why: Unplayed) -> Self {
        match why {
            Unplayed::Script(told) => Self::new(FAILED, told.zh, told.en),
            Unplayed::Workbench(error) => error.into(),
        }
    }
}
