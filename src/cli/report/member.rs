//! `minqing report member`: what a member took part in, as facts (domain.md J1).

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value as Json, json};

use super::Days;
use crate::{
    cli::{
        face::Face,
        failure::{Answer, FAILED, Failure},
        paper_file,
    },
    domain::{exports::Form, team::members},
    exchange::papers,
    workbench::{facts::Chapter, logs::Outgoing},
};

/// 个人参与情况单：只列事实，本人先核对 · A member's facts, checked by the member first
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing report member 李强 --from 2026-11-01 --to 2026-11-30
  minqing add own_checks member=李强 from=2026-11-01 to=2026-11-30 verdict=agreed
  minqing report member 李强 --from 2026-11-01 --to 2026-11-30 --out 情况单.docx

本人在自己的电脑上核对（own_checks）以后才能导出；事实有变化要重新核对。
It is written out once the member has checked it on his own laptop.")]
pub(super) struct Order {
    /// 组员 · The member
    #[arg(value_name = "MEMBER")]
    member: String,
    #[command(flatten)]
    days: Days,
    /// 写到文件，.txt 或 .docx；要本人核对过 · The file to write, once it is checked
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Shows or writes it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    let file = paper_file::wanted(order.out.as_ref())?;
    face.at_work(|bench| {
        let member = bench.find_in(members::ID, &order.member)?;
        let (from, to) = order.days.read(bench)?;
        let sheet = bench.fact_sheet(member, from, to, face.lang)?;
        if file.is_some() && !sheet.is_checked() {
            return Err(Failure::new(
                FAILED,
                "本人还没有核对（或核对后事实有变化），不能导出。请本人在自己的电脑上看过，再登记：minqing add own_checks member=… from=… to=… verdict=agreed",
                "the member has not checked it as it stands; on his own laptop: minqing add own_checks member=… from=… to=… verdict=agreed",
            ));
        }
        let chapter = |chapter: &Chapter| json!({ "title": chapter.title.get(face.lang), "facts": chapter.lines });
        let chapters: Vec<Json> = sheet.chapters.iter().map(chapter).collect();
        let check = sheet.check.as_ref().map(|check| {
            json!({
                "day": check.day.to_string(), "agreed": check.agreed,
                "statement": check.statement, "current": check.is_current,
            })
        });
        let facts = json!({
            "member": member.to_string(), "member_name": bench.name_of(member),
            "from": from.to_string(), "to": to.to_string(),
            "checked": sheet.is_checked(), "check": check, "chapters": chapters,
        });
        if file.is_some() {
            let name = bench.name_of(member);
            bench.record_export(&Outgoing {
                scope: format!("参与情况单 {name}"),
                purpose: "年度考核、述职述廉".to_owned(),
                to: String::new(),
                rows: 1,
                form: Form::Masked.key(),
                sealed: false,
            })?;
        }
        paper_file::answer(face, &papers::fact_sheet(bench, &sheet), file, facts)
    })
}
