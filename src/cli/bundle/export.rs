//! `minqing bundle export`.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::ranges_json;
use crate::{
    cli::{
        face::Face,
        failure::{Answer, DONE},
    },
    say,
    workbench::{Error, PeerId, sync::ExportOrder},
};

/// 导出同步包，默认用工作组的密钥加密 · Write a bundle, sealed to the group's key unless told otherwise
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing bundle export --to /media/usb
  minqing bundle export --to 给B.mqb --for B
  minqing bundle export --to all.mqb --full --passphrase
  minqing bundle export --to out.mqb --recipient age1...")]
pub(in crate::cli) struct Order {
    /// 文件，或放它的文件夹 · The file, or a folder for it
    #[arg(long, value_name = "FILE|DIR")]
    to: PathBuf,
    /// 只给这些电脑还没有的（代号或编号） · Only what these laptops lack (letter or id)
    #[arg(long = "for", value_name = "PEER")]
    peers: Vec<String>,
    /// 全部内容 · Everything, whatever others have
    #[arg(long, conflicts_with = "peers")]
    full: bool,
    /// 用邀请口令加密 · Seal by the invitation passphrase
    #[arg(long, conflicts_with = "recipient")]
    passphrase: bool,
    /// 加密给这些 age 公钥 · Seal to these age keys
    #[arg(long, value_name = "AGE_KEY")]
    recipient: Vec<String>,
}

/// Writes it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    face.at_work(|bench| {
        let peers: Result<Vec<PeerId>, Error> =
            order.peers.iter().map(|name| bench.find_laptop(name)).collect();
        let passphrase = if order.passphrase { Some(face.told_or_asked()?.to_string()) } else { None };
        let recipients = order.recipient.clone();
        let wanted = ExportOrder { peers: peers?, full: order.full, passphrase, recipients };
        let bar = face.bar("导出", "exporting");
        let written = bench.export_telling(&order.to, &wanted, &mut |progress| bar.hear(progress))?;
        bar.end();
        let (path, bytes, commits) = (written.file.display().to_string(), written.bytes, written.commits);
        let document = json!({
            "file": path, "bytes": bytes, "commits": commits,
            "ranges": ranges_json(&written.ranges), "recipients": written.recipients,
        });
        let text = say!(
            face.lang,
            "已写出 {path}（{commits} 次提交，{bytes} 字节）",
            "wrote {path} ({commits} commits, {bytes} bytes)"
        );
        face.answer(&document, text)?;
        Ok(DONE)
    })
}
