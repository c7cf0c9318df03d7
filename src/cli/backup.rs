//! `minqing backup`: everything into one file.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{
    face::Face,
    failure::{Answer, DONE},
};
use crate::{say, workbench::backups};

/// 把全部内容备份成一个文件，用台账的口令打开 · Back everything up into one file; the workspace's passphrase opens it
#[derive(Debug, Args)]
#[command(after_help = "例子 Examples:\n  minqing backup /media/usb\n  minqing backup /media/usb/备份.mqb")]
pub(super) struct Order {
    /// 文件，不能已经存在；或放它的文件夹 · The file, which must not exist; or a folder for it
    #[arg(value_name = "FILE|DIR")]
    file: PathBuf,
}

/// Writes and reads it back.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    backups::permit(&order.file)?;
    face.at_work(|bench| {
        let bar = face.bar("备份", "backing up");
        let backup = bench.backup_elsewhere(&order.file, &mut |progress| bar.hear(progress))?;
        bar.end();
        let (path, bytes, commits) = (backup.file.display().to_string(), backup.bytes, backup.commits);
        let text = say!(
            face.lang,
            "已备份到 {path}（{commits} 次提交，{bytes} 字节），并读回核对过",
            "backed up to {path} ({commits} commits, {bytes} bytes), and read back"
        );
        face.answer(&json!({ "file": path, "bytes": bytes, "commits": commits }), text)?;
        Ok(DONE)
    })
}
