//! `minqing init`: a new work group on this laptop.

use clap::Args;
use serde_json::json;

use super::{
    face::{Face, closing},
    failure::{Answer, DONE},
};
use crate::{
    say,
    workbench::{Cost, Workbench, bench::Founding, keeping},
};

/// 在这台电脑上新建工作组 · Begin a new work group on this laptop
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing init --group 禾穗社区工作组 --community 禾穗社区 --member 张晓敏
  MINQING_PASSPHRASE=... minqing --home ./ledger init --group G --member M --code B")]
pub(super) struct Order {
    /// 工作组名称 · The group's name
    #[arg(long, value_name = "NAME")]
    group: String,
    /// 使用这台电脑的组员 · The member who uses this laptop
    #[arg(long, value_name = "NAME")]
    member: String,
    /// 社区名称 · The community's name
    #[arg(long, value_name = "NAME", default_value = "")]
    community: String,
    /// 电脑代号，事项编号以它开头 · The laptop's letter, which begins issue numbers
    #[arg(long, value_name = "LETTER", default_value = "A")]
    code: String,
}

/// Founds the group.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    let home = face.home()?;
    if keeping::is_workspace(&home) {
        return Err(keeping::exists_already(&home).into());
    }
    let founding = Founding {
        group: order.group.clone(),
        community: order.community.clone(),
        member: order.member.clone(),
        letter: order.code.clone(),
    };
    let passphrase = face.new_passphrase()?;
    let bench = Workbench::create(&home, &founding, &passphrase, Cost::standard(), face.clock)?;
    closing(bench, |bench| {
        let status = bench.status()?;
        let (letter, group, place) = (&status.letter, &status.group, home.display());
        let document = json!({
            "replica": status.replica, "letter": letter, "member": status.member, "group": group,
            "home": home.display().to_string(),
        });
        let text = say!(
            face.lang,
            "已新建 {group}（电脑 {letter}），台账在 {place}",
            "{group} was founded on laptop {letter}; the workspace is in {place}"
        );
        face.answer(&document, text)?;
        Ok(DONE)
    })
}
