//! `minqing backup`: everything into one file.

use std::path::{Path, PathBuf, is_separator};

use clap::Args;
use serde_json::json;

use super::{
    face::Face,
    failure::{Answer, DONE, FAILED, Failure},
};
use crate::{say, workbench::keeping};

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
    if order.file.exists() && !order.file.is_dir() {
        return Err(keeping::exists_already(&order.file).into());
    }
    if let Some(folder) = missing_folder(&order.file) {
        let folder = folder.display().to_string();
        return Err(Failure::new(
            FAILED,
            format!("没有“{folder}”这个文件夹，请先建好，或换一个位置"),
            format!("there is no folder \"{folder}\"; make it first, or name another place"),
        ));
    }
    face.at_work(|bench| {
        let bar = face.bar("备份", "backing up");
        let backup = bench.backup_telling(&order.file, &mut |progress| bar.hear(progress))?;
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

/// The folder that is named and not there: the one that the file would lie in,
/// or the whole path where a separator stands at its end.
fn missing_folder(file: &Path) -> Option<&Path> {
    let is_folder = file.to_string_lossy().ends_with(is_separator);
    let folder = if is_folder { Some(file) } else { file.parent() }?;
    (!folder.as_os_str().is_empty() && !folder.is_dir()).then_some(folder)
}
