//! `minqing peers`: the laptops of the group.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use super::{
    bundle::holes_json,
    face::Face,
    failure::{Answer, DONE},
    table::{Table, plain_lines},
};
use crate::{
    domain::{
        calendar,
        wording::{Lang, counted},
    },
    say,
    workbench::{
        Membership, PeerId, Workbench,
        clocks::WrongClock,
        enrol::Revocation,
        erasure::Arrival,
        notices,
        peers::{Laptop, Offer},
        reach,
    },
};

/// 电脑：谁有什么、邀请新电脑 · Laptops: who has what, and inviting one
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
例子 Examples:
  minqing peers
  minqing peers invite --to 邀请.mqi
  minqing peers revoke C --after 41"
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
        /// 给新电脑的代号；不写就取下一个 · The new laptop's letter; the next free one unless given
        #[arg(long, value_name = "LETTER")]
        code: Option<String>,
        /// 几天内有效，按新电脑的时钟 · For how many days it is good, by the joining laptop's clock
        #[arg(long, value_name = "N", default_value_t = Offer::default().days, value_parser = clap::value_parser!(u16).range(1..=365))]
        days: u16,
    },
    /// 确认一台电脑，它的改动才算数 · Confirm a laptop, so that what it writes counts
    #[command(after_help = "\
例子 Examples:
  minqing peers confirm C
  minqing peers confirm 3f9a --lead")]
    Confirm {
        /// 代号，或编号开头几位 · Its letter, or the beginning of its id
        #[arg(value_name = "PEER")]
        peer: String,
        /// 也让它能邀请、确认和停用别的电脑 · Let it invite, confirm and revoke as well
        #[arg(long)]
        lead: bool,
    },
    /// 停用丢失的电脑；以后的同步包它打不开 · Revoke a lost laptop; it opens no later bundle
    #[command(after_help = "例子 Examples:\n  minqing peers revoke C --after 41")]
    Revoke {
        /// 代号，或编号开头几位 · Its letter, or the beginning of its id
        #[arg(value_name = "PEER")]
        peer: String,
        /// 认到它的第几次改动；不写就到本机已收到的为止 · Its last commit that counts; all that are here unless given
        #[arg(long, value_name = "SEQ")]
        after: Option<u64>,
    },
    /// 改一台电脑的代号 · Give a laptop another letter
    #[command(after_help = "例子 Examples:\n  minqing peers rename 3f9a D")]
    Rename {
        /// 代号，或编号开头几位 · Its letter, or the beginning of its id
        #[arg(value_name = "PEER")]
        peer: String,
        /// 新代号 · The new letter
        #[arg(value_name = "LETTER")]
        letter: String,
    },
}

/// Lists or invites.
pub(super) fn run(face: &Face, command: Option<Task>) -> Answer {
    match command.unwrap_or(Task::List) {
        Task::List => face.at_work(|bench| list(face, bench)),
        Task::Invite { to, code, days } => face.at_work(|bench| {
            let told = face.new_told()?;
            let bar = face.bar("写邀请", "inviting");
            let offer = Offer { letter: code, days };
            let file = bench.invite_telling(&to, &told, &offer, &mut |progress| bar.hear(progress))?;
            bar.end();
            let path = file.display().to_string();
            let text = say!(
                face.lang,
                "已写出 {path}，{days} 天内有效（按新电脑的时钟），只能加入一台电脑；口令请当面或打电话告诉对方，不要写在一起",
                "wrote {path}, good for one laptop and {days} days by its clock; tell its passphrase by voice, never beside the file"
            );
            face.answer(&json!({ "file": path, "days": days }), text)?;
            Ok(DONE)
        }),
        Task::Confirm { peer, lead } => face.at_work(|bench| {
            let found = bench.find_laptop(&peer)?;
            bench.confirm(found, lead)?;
            let text = say!(
                face.lang,
                "已确认电脑 {peer}；请导出同步包告诉其他电脑",
                "laptop {peer} is confirmed; export a bundle to tell the others"
            );
            told(face, bench, found, text)
        }),
        Task::Revoke { peer, after } => face.at_work(|bench| {
            let found = bench.find_laptop(&peer)?;
            let Revocation { after, along } = bench.revoke(found, after)?;
            let mut text = say!(
                face.lang,
                "已停用电脑 {peer}：第 {after} 次以后的改动不算数，以后的同步包它打不开；请导出同步包告诉其他电脑",
                "laptop {peer} is revoked: what it writes after commit {after} does not count, and it opens no later bundle; export a bundle to tell the others"
            );
            for other in along {
                let other = bench.call(other)?;
                text.push('\n');
                text.push_str(&say!(
                    face.lang,
                    "电脑 {other} 是从它接着用的，也一并停了；若还在组里用，请运行 minqing peers confirm {other}",
                    "laptop {other} went on from it and stops counting too; if it is still the group's, run minqing peers confirm {other}"
                ));
            }
            told(face, bench, found, text)
        }),
        Task::Rename { peer, letter } => face.at_work(|bench| {
            let found = bench.find_laptop(&peer)?;
            bench.rename(found, &letter)?;
            let letter = letter.trim().to_ascii_uppercase();
            let text = say!(
                face.lang,
                "电脑 {peer} 的代号改为 {letter}；请导出同步包告诉其他电脑",
                "laptop {peer} is now {letter}; export a bundle to tell the others"
            );
            told(face, bench, found, text)
        }),
    }
}

/// Answers with the laptop as it is now.
fn told(face: &Face, bench: &Workbench, peer: PeerId, text: String) -> Answer {
    let laptops = bench.laptops()?;
    let late = bench.erasures()?;
    let laptop = laptops.iter().find(|laptop| laptop.peer == peer);
    let document = laptop.map(|laptop| item(bench, laptop, &late));
    face.answer(&document.unwrap_or(Json::Null), text)?;
    Ok(DONE)
}

fn name_of(bench: &Workbench, laptop: &Laptop) -> Option<String> {
    laptop.member.map(|member| bench.name_of(member)).or_else(|| laptop.called.clone())
}

/// The records that were erased, as far as a laptop is not known to know it.
fn unheard(laptop: &Laptop, erasures: &[Arrival]) -> Vec<String> {
    let late = erasures.iter().filter(|arrival| arrival.missing.contains(&laptop.peer));
    late.map(|arrival| arrival.record.to_string()).collect()
}

fn item(bench: &Workbench, laptop: &Laptop, erasures: &[Arrival]) -> Json {
    let (membership, after) = match laptop.membership {
        None => (None, None),
        Some(Membership::Member) => (Some("member"), None),
        Some(Membership::Lead) => (Some("lead"), None),
        Some(Membership::Revoked { after, .. }) => (Some("revoked"), Some(after)),
    };
    let clock = laptop.clock.as_ref().map(WrongClock::key);
    json!({
        "peer": laptop.peer.to_string(), "letter": laptop.letter,
        "member": laptop.member.map(|member| member.to_string()), "member_name": name_of(bench, laptop),
        "own": laptop.own, "confirmed": laptop.is_confirmed(), "membership": membership,
        "revoked_after": after, "commits": laptop.commits, "aside": laptop.aside,
        "lacks": laptop.lacks, "lacking": holes_json(&laptop.lack.holes),
        "lacking_since": laptop.lack.since.map(calendar::rfc3339),
        "heard": laptop.heard.map(calendar::rfc3339),
        "ahead": clock == Some("ahead"), "behind": clock == Some("behind"),
        "copied": laptop.copied,
        "erasures_missing": unheard(laptop, erasures),
    })
}

/// What a laptop lacks, in words.
fn lacking(bench: &Workbench, laptop: &Laptop, lang: Lang) -> String {
    if laptop.own {
        return String::new();
    }
    if laptop.lacks == 0 {
        return lang.pick("不缺", "nothing").to_owned();
    }
    laptop.lack.told(bench.now(), lang)
}

fn list(face: &Face, bench: &Workbench) -> Answer {
    let (laptops, erasures) = (bench.laptops()?, bench.erasures()?);
    if face.json {
        let items: Vec<Json> = laptops.iter().map(|laptop| item(bench, laptop, &erasures)).collect();
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
        lang.pick("最近消息", "last heard"),
        "",
    ]);
    for laptop in &laptops {
        let mut remarks = Vec::new();
        if laptop.own {
            remarks.push(lang.pick("本机", "this one").to_owned());
        }
        match laptop.membership {
            None => remarks.push(lang.pick("等组长确认", "waits for a lead to confirm it").to_owned()),
            Some(Membership::Lead) => remarks.push(lang.pick("组长电脑", "lead").to_owned()),
            Some(Membership::Member) => {}
            Some(Membership::Revoked { after, .. }) => {
                remarks.push(say!(lang, "已停用，算到第 {after} 次", "revoked after commit {after}"));
            }
        }
        if laptop.aside > 0 {
            let aside = laptop.aside;
            let commits = counted(aside, "commit", "commits");
            remarks.push(say!(lang, "{aside} 次改动先放一边", "{commits} set aside"));
        }
        let late = unheard(laptop, &erasures).len();
        if late > 0 {
            let erasures = counted(late, "erasure", "erasures");
            remarks.push(say!(lang, "{late} 项删除还没到", "{erasures} not there yet"));
        }
        if laptop.copied > 0 {
            remarks.push(notices::copied(laptop, lang));
        }
        remarks.extend(laptop.clock.as_ref().map(|clock| clock.remark(lang)));
        table.push(vec![
            laptop.letter.clone(),
            name_of(bench, laptop).unwrap_or_default(),
            laptop.peer.to_string().chars().take(8).collect(),
            laptop.commits.to_string(),
            lacking(bench, laptop, lang),
            laptop.heard.map(|at| reach::told_day(at, bench.now(), lang)).unwrap_or_default(),
            remarks.join(" · "),
        ]);
    }
    face.out(table.text(face.is_colored()))?;
    for told in bench.same_letters()? {
        face.out(plain_lines(&format!("! {}", told.get(lang))))?;
    }
    if let Some(own) = laptops.iter().filter_map(|laptop| laptop.clock.as_ref()).find(|clock| clock.own) {
        face.out(own.sentence(lang))?;
    }
    Ok(DONE)
}
