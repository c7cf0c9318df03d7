//! `minqing join`: a new laptop in an existing group.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{
    face::{Face, closing},
    failure::{Answer, DONE},
    wanted_file,
};
use crate::{
    say,
    workbench::{Cost, Purpose, Workbench, keeping, peers::Joining},
};

/// 用邀请文件加入已有的工作组 · Join an existing group with its invitation
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing join 邀请.mqi --member 李强
  minqing join invitation.mqi --member 李强 --code B
  minqing join /media/usb --member 李强")]
pub(super) struct Order {
    /// 邀请文件，由 peers invite 写出；或只放着一份的文件夹 · The file that peers invite wrote, or the folder with one such file
    #[arg(value_name = "INVITATION")]
    invitation: PathBuf,
    /// 使用这台电脑的组员 · The member who uses this laptop
    #[arg(long, value_name = "NAME")]
    member: String,
    /// 电脑代号；不写就取下一个 · The laptop's letter; the next free one unless given
    #[arg(long, value_name = "LETTER")]
    code: Option<String>,
}

/// Joins the group.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    let home = face.home()?;
    if keeping::is_workspace(&home) {
        return Err(keeping::exists_already(&home).into());
    }
    // A wrong file is told before anybody is asked for passphrases.
    let invitation = wanted_file::invitation(&order.invitation)?;
    let told = face.told_or_asked()?;
    let passphrase = face.new_passphrase()?;
    let joining = Joining { member: order.member.clone(), letter: order.code.clone() };
    let bar = face.bar("加入", "joining");
    let bench = Workbench::join(
        &home,
        &invitation,
        Some(told.to_string()),
        &joining,
        &passphrase,
        Cost::standard(),
        face.clock,
        &mut |progress| bar.hear(progress),
    )
    .map_err(|error| wanted_file::refused(&error, Purpose::Invitation))?;
    bar.end();
    closing(bench, |bench| {
        let status = bench.status()?;
        let (letter, group, member) = (&status.letter, &status.group, &status.member);
        let document = json!({
            "replica": status.replica, "letter": letter, "member": member, "group": group,
            "home": home.display().to_string(), "digest": status.digest,
        });
        let text = say!(
            face.lang,
            "{member} 已加入 {group}，电脑代号 {letter}；请导出一个同步包给同事：minqing bundle export --to DIR",
            "{member} joined {group} on laptop {letter}; now give colleagues a bundle: minqing bundle export --to DIR"
        );
        face.answer(&document, text)?;
        Ok(DONE)
    })
}
