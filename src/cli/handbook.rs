//! `minqing handbook`: how the work is done, without a network.

use clap::Args;
use serde_json::{Value as Json, json};

use super::{
    bulletin::read_day,
    face::Face,
    failure::{Answer, DONE},
    table::plain_lines,
};
use crate::{
    domain::{handbook::Page, team::members},
    say,
    workbench::{Error, Workbench},
};

/// 方法手册（离线帮助），新组员上手的头一天、头一周、头一月 · The method handbook, and a newcomer's first steps
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing handbook
  minqing handbook visit
  minqing handbook --newcomer 李强 --guide 张晓敏 --from 2026-11-02
  minqing add handbook_pages name=本组值班规定 text=\"周一至周五 8:30 到岗\"
  minqing list first_steps --where member=李强

程序自带的只讲法规和本工具的规则；本组自己的做法写进“本组手册”。
The program's pages tell the regulations and its own rules; a group writes its own in handbook_pages.")]
pub(super) struct Order {
    /// 哪一页：代号或标题里的字；不写就列目录 · Which page, by key or words of its title; all are listed without
    #[arg(value_name = "PAGE")]
    page: Option<String>,
    /// 给新组员列出上手要做的事 · Write down the first steps of a new member
    #[arg(long, value_name = "MEMBER", conflicts_with = "page")]
    newcomer: Option<String>,
    /// 谁来带 · Who shows the way
    #[arg(long, value_name = "MEMBER", requires = "newcomer")]
    guide: Option<String>,
    /// 哪天到的；不写就是今天 · The first day; today unless given
    #[arg(long, value_name = "DATE", requires = "newcomer")]
    from: Option<String>,
}

/// Shows it, or welcomes somebody.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    face.at_work(|bench| {
        if let Some(newcomer) = &order.newcomer {
            return welcome(face, bench, newcomer, order);
        }
        let pages = bench.handbook()?;
        let Some(wanted) = &order.page else { return contents(face, &pages) };
        let wanted = wanted.trim();
        let named = |page: &&Page| {
            page.key == wanted || page.title.zh.contains(wanted) || page.title.en.contains(wanted)
        };
        let page = pages.iter().find(named).ok_or_else(|| Error::NoRecord(wanted.to_owned()))?;
        let (title, text) = (page.title.get(face.lang), page.text.get(face.lang));
        let json = json!({ "key": page.key, "title": title, "text": text });
        face.answer(&json, plain_lines(&format!("{title}\n\n{text}")))?;
        Ok(DONE)
    })
}

fn contents(face: &Face, pages: &[Page]) -> Answer {
    let items: Vec<Json> =
        pages.iter().map(|page| json!({ "key": page.key, "title": page.title.get(face.lang) })).collect();
    let line = |page: &Page| format!("{:<12} {}", page.key, page.title.get(face.lang));
    let lines: Vec<String> = pages.iter().map(line).collect();
    face.answer(&json!({ "items": items, "total": items.len() }), plain_lines(&lines.join("\n")))?;
    Ok(DONE)
}

fn welcome(face: &Face, bench: &mut Workbench, newcomer: &str, order: &Order) -> Answer {
    let member = bench.find_in(members::ID, newcomer)?;
    let guide = order.guide.as_deref().map(|guide| bench.find_in(members::ID, guide)).transpose()?;
    let first = read_day(bench, "--from", order.from.as_deref())?;
    let begun = bench.welcome(member, guide, first, face.lang)?;
    let count = begun.len();
    let ids: Vec<String> = begun.iter().map(ToString::to_string).collect();
    let told = say!(
        face.lang,
        "已列出 {count} 件上手要做的事：minqing list first_steps",
        "{count} first steps written down: minqing list first_steps"
    );
    face.answer(&json!({ "items": ids, "total": count }), told)?;
    Ok(DONE)
}
