//! `minqing peers`: the laptops of the group.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use super::{
    face::Face,
    failure::{Answer, DONE},
    table::Table,
};
use crate::{
    say,
    workbench::{Workbench, peers::Laptop},
};

/// 电脑：谁有什么、邀请新电脑 · Laptops: who has what, and inviting one
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
例子 Examples:
  minqing peers
  minqing peers invite --to 邀请.mqi"
)]
pub(super) struct Order {
    #[command(subcommand)]
    pub(super) command: Option<Task>,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_help_heading = "命令 Commands")]
pub(super) enum Task {
    /// 列出各台电脑 · List them
    #[command(after_help = "例子 Examples:\n  minqing peers list --json")]
    List,
    /// 写一份邀请文件，口令当面或电话告诉对方 · Write an invitation; its passphrase is told by voice
    #[command(after_help = "\
例子 Examples:
  minqing peers invite --to 邀请.mqi
  MINQING_INVITE_PASSPHRASE=... minqing peers invite --to /media/usb")]
    Invite {
        /// 文件，或放它的文件夹 · The file, or a folder for it
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
}

/// Lists or invites.
pub(super) fn run(face: &Face, command: Option<Task>) -> Answer {
    match command.unwrap_or(Task::List) {
        Task::List => face.at_work(|bench| list(face, bench)),
        Task::Invite { to } => face.at_work(|bench| {
            let told = face.new_told()?;
            let file = bench.invite(&to, &told)?;
            let path = file.display().to_string();
            let text = say!(
                face.lang,
                "已写出 {path}；口令请当面或打电话告诉对方，不要写在一起",
                "wrote {path}; tell its passphrase by voice, never beside the file"
            );
            face.answer(&json!({ "file": path }), text)?;
            Ok(DONE)
        }),
    }
}

fn list(face: &Face, bench: &Workbench) -> Answer {
    let laptops = bench.laptops()?;
    let name = |laptop: &Laptop| laptop.member.map(|member| bench.name_of(member));
    if face.json {
        let item = |laptop: &Laptop| {
            json!({
                "peer": laptop.peer.to_string(), "letter": laptop.letter,
                "member": laptop.member.map(|member| member.to_string()), "member_name": name(laptop),
                "own": laptop.own, "confirmed": laptop.confirmed, "commits": laptop.commits,
                "lacks": laptop.lacks, "ahead": laptop.ahead,
            })
        };
        let items: Vec<Json> = laptops.iter().map(item).collect();
        face.document(&json!({ "items": items, "total": laptops.len() }))?;
        return Ok(DONE);
    }
    let lang = face.lang;
    let mut table = Table::new([
        lang.pick("代号", "letter"),
        lang.pick("使用人", "member"),
        lang.pick("电脑", "peer"),
        lang.pick("提交", "commits"),
        lang.pick("还缺", "lacks"),
        "",
    ]);
    for laptop in &laptops {
        let mut remarks = Vec::new();
        if laptop.own {
            remarks.push(lang.pick("本机", "this one"));
        }
        if !laptop.confirmed {
            remarks.push(lang.pick("未确认", "not confirmed"));
        }
        if laptop.ahead {
            remarks.push(lang.pick("时钟快了一天以上", "its clock is more than a day ahead"));
        }
        table.push(vec![
            laptop.letter.clone(),
            name(laptop).unwrap_or_default(),
            laptop.peer.to_string().chars().take(8).collect(),
            laptop.commits.to_string(),
            laptop.lacks.to_string(),
            remarks.join(" · "),
        ]);
    }
    face.out(table.text(face.is_colored()))?;
    Ok(DONE)
}
