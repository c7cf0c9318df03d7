//! `minqing keys`: the keys of the screens, and whether a key map of one's own is sound.

use std::path::PathBuf;

use clap::Args;

use super::{
    face::Face,
    failure::{Answer, DONE, FAILED, Failure},
};
use crate::tui;

/// 屏幕上的操作和按键 · The actions of the screens and their keys
#[derive(Debug, Args)]
#[command(after_help = "例子 Examples:\n  minqing keys > keys.md\n  minqing keys --check config/keys.toml")]
pub(super) struct Order {
    /// 检查一个按键文件，不用它 · Look a key map over without using it
    #[arg(long, value_name = "FILE")]
    check: Option<PathBuf>,
}

/// Prints the table, or what is wrong with a file.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    let Some(file) = &order.check else {
        face.raw(tui::listed_keys().as_bytes())?;
        return Ok(DONE);
    };
    match tui::check_keys(file) {
        Ok(()) => {
            face.out(face.lang.pick(
                "写得对：放到工作区的 config/keys.toml 就用上",
                "it is sound: put it at config/keys.toml of the workspace",
            ))?;
            Ok(DONE)
        }
        Err(told) => Err(Failure::new(FAILED, told.zh, told.en)),
    }
}

#[cfg(test)]
mod tests;
