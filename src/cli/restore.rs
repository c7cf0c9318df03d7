//! `minqing restore`: a workspace from a backup.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{
    face::Face,
    failure::{Answer, DONE},
    wanted_file,
};
use crate::{
    say,
    workbench::{Cost, Purpose, Workbench, keeping},
};

/// 从备份恢复到一个空的位置 · Restore a backup into a home that holds nothing
#[derive(Debug, Args)]
#[command(after_help = "例子 Examples:\n  minqing restore /media/usb/备份.mqb --home ./ledger")]
pub(super) struct Order {
    /// 备份文件 · The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Restores it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    let home = face.home()?;
    if keeping::is_workspace(&home) {
        return Err(keeping::exists_already(&home).into());
    }
    let outer = wanted_file::inspected(&order.file, Purpose::Backup)?;
    let passphrase = face.passphrase()?;
    let bar = face.bar("恢复", "restoring");
    let letter =
        Workbench::restore(&home, &order.file, &passphrase, Cost::standard(), face.clock, &mut |progress| {
            bar.hear(progress);
        })
        .map_err(|error| wanted_file::refused(&error, Purpose::Backup))?;
    bar.end();
    let (place, commits) = (home.display().to_string(), outer.commits);
    let text = say!(
        face.lang,
        "已恢复到 {place}（{commits} 次提交）；这台电脑的新代号是 {letter}。原来那台若还在用，两台都导出一次同步包即可合上",
        "restored into {place} ({commits} commits); this laptop is now {letter}. If the original is still in use, exchange bundles with it"
    );
    face.answer(&json!({ "home": place, "commits": commits, "letter": letter }), text)?;
    Ok(DONE)
}
