//! `minqing phase`: the phases, and what is to be seen to when one begins.

use clap::Args;
use serde_json::{Value as Json, json};

use super::{
    face::Face,
    failure::{Answer, DONE},
    record::{self, Sight},
    table::Table,
};
use crate::{
    domain::phases,
    workbench::{Error, Workbench, phasing::SwitchOver},
};

/// 阶段：列出各阶段，或看某阶段的切换检查单 · The phases, or what is to be seen to when one begins
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing add phases name=前期活动 authority=市委 from=2026-09-01
  minqing add phases name=后期活动 from=2026-12-01 switch=更换计划、重排挂点
  minqing phase
  minqing phase 后期活动
  minqing list issues --phase 后期活动")]
pub(super) struct Order {
    /// 阶段 · The phase
    #[arg(value_name = "PHASE")]
    phase: Option<String>,
}

/// Lists them, or tells of one.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    face.at_work(|bench| match &order.phase {
        None => list(face, bench),
        Some(phase) => {
            let over = bench.switch_over(bench.find_in(phases::ID, phase)?)?;
            face.answer(&document(bench, &over)?, told(face, bench, &over)?)?;
            Ok(DONE)
        }
    })
}

fn list(face: &Face, bench: &Workbench) -> Answer {
    let lang = face.lang;
    let phases = bench.phases()?;
    let now = bench.phase_on(bench.today())?.map(|row| row.id);
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    if face.json {
        let mut items = Vec::new();
        for (row, period) in &phases {
            let mut item = record::document(bench, row, Sight::Masked)?;
            item.insert("until".to_owned(), json!(period.to.map(|day| day.to_string())));
            item.insert("current".to_owned(), json!(now == Some(row.id)));
            items.push(Json::Object(item));
        }
        face.document(&json!({ "total": items.len(), "items": items }))?;
        return Ok(DONE);
    }
    if phases.is_empty() {
        face.note(lang.pick(
            "还没有登记阶段；名称自己定：minqing add phases name=… from=…",
            "no phase yet; the names are yours: minqing add phases name=… from=…",
        ));
    }
    let header =
        [("", ""), ("阶段", "phase"), ("部署机关", "authority"), ("开始日", "from"), ("结束日", "to")];
    let mut table = Table::new(header.map(|(zh, en)| lang.pick(zh, en).to_owned()));
    for (row, period) in phases {
        let mark = if now == Some(row.id) { "*" } else { "" };
        let texts = [row.text(phases::NAME), row.text(phases::AUTHORITY)].map(str::to_owned);
        let [name, authority] = texts;
        table.push([mark.to_owned(), name, authority, day(period.from), day(period.to)]);
    }
    face.out(table.text(face.is_colored()))?;
    Ok(DONE)
}

fn document(bench: &Workbench, over: &SwitchOver) -> Result<Json, Error> {
    let mut item = record::document(bench, &over.phase, Sight::Masked)?;
    item.insert("until".to_owned(), json!(over.period.to.map(|day| day.to_string())));
    let carried: Vec<Json> = over
        .carried
        .iter()
        .map(|one| json!({ "id": one.issue.to_string(), "number": one.number, "first": one.first.to_string() }))
        .collect();
    item.insert("carried_over".to_owned(), json!(carried));
    let tasks: Vec<Json> = over
        .tasks
        .iter()
        .map(|one| json!({ "id": one.task.id.to_string(), "name": bench.name_of(one.task.id) }))
        .collect();
    item.insert("unfinished_tasks".to_owned(), json!(tasks));
    item.insert("to_switch".to_owned(), json!(over.unticked));
    Ok(Json::Object(item))
}

fn told(face: &Face, bench: &Workbench, over: &SwitchOver) -> Result<String, Error> {
    let lang = face.lang;
    let mut lines = record::lines(bench, &over.phase, lang, Sight::Masked)?;
    lines.extend(bench.switch_over_lines(over, lang)?);
    Ok(lines.join("\n"))
}
