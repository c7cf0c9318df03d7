//! `minqing bundle inspect`.

use std::{fs, path::PathBuf};

use clap::Args;
use jiff::Timestamp;
use serde_json::json;

use super::ranges_json;
use crate::{
    cli::{
        face::Face,
        failure::{Answer, DONE},
        table::plain,
    },
    domain::calendar,
    say,
    workbench::{Outer, Purpose, Sealing, sync},
};

/// 看同步包的外层：谁、何时、哪些、给谁；不需要口令 · Who, when, which commits, for whom; needs no key
#[derive(Debug, Args)]
#[command(after_help = "例子 Examples:\n  minqing bundle inspect minqing-B.mqb --json")]
pub(in crate::cli) struct Order {
    /// 同步包、邀请或备份 · A bundle, invitation or backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Tells what stands in clear; needs no workspace.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    let outer = sync::inspect(&order.file)?;
    let bytes = fs::metadata(&order.file).map_or(0, |meta| meta.len());
    let created = i64::try_from(outer.created_ms).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok());
    let group = outer.group.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    let document = json!({
        "file": order.file.display().to_string(), "bytes": bytes, "purpose": purpose(outer.purpose),
        "group": group, "from": outer.sender.to_string(), "letter": outer.letter,
        "created": created.map(calendar::rfc3339), "commits": outer.commits,
        "ranges": ranges_json(&outer.ranges), "sealing": sealing(outer.sealing), "recipients": outer.recipients,
    });
    face.answer(&document, text(face, &outer, created, bytes))?;
    Ok(DONE)
}

fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Exchange => "exchange",
        Purpose::Invitation => "invitation",
        Purpose::Backup => "backup",
    }
}

fn sealing(sealing: Sealing) -> &'static str {
    match sealing {
        Sealing::Group => "group",
        Sealing::Recipients => "recipients",
        Sealing::Passphrase => "passphrase",
        Sealing::Workspace => "workspace",
    }
}

fn text(face: &Face, outer: &Outer, created: Option<Timestamp>, bytes: u64) -> String {
    let lang = face.lang;
    let what = match outer.purpose {
        Purpose::Exchange => lang.pick("同步包", "bundle"),
        Purpose::Invitation => lang.pick("邀请", "invitation"),
        Purpose::Backup => lang.pick("备份", "backup"),
    };
    let how = match outer.sealing {
        Sealing::Group => lang.pick("用工作组密钥加密", "sealed to the group"),
        Sealing::Recipients => lang.pick("加密给指定的公钥", "sealed to named keys"),
        Sealing::Passphrase => lang.pick("用口令加密", "sealed by a passphrase"),
        Sealing::Workspace => lang.pick("用台账自己的密钥加密", "sealed to its own workspace"),
    };
    let letter = plain(&outer.letter);
    let when = created.map(calendar::minute).unwrap_or_default();
    let commits = outer.commits;
    let mut lines = vec![say!(
        lang,
        "{what}，来自电脑 {letter}，{when}，{commits} 次提交，{bytes} 字节，{how}",
        "a {what} of laptop {letter}, {when}, {commits} commits, {bytes} bytes, {how}"
    )];
    for range in &outer.ranges {
        let peer: String = range.peer.to_string().chars().take(8).collect();
        lines.push(format!("  {peer}  {}–{}", range.from, range.to));
    }
    lines.extend(outer.recipients.iter().map(|recipient| format!("  → {}", plain(recipient))));
    lines.join("\n")
}
