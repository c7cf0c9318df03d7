//! The four figures of a summary (domain.md B9).

use clap::Args;
use serde_json::{Value as Json, json};

use super::{Period, write_out};
use crate::{
    cli::{
        face::Face,
        failure::{Answer, DONE},
        table::Table,
    },
    domain::wording::Lang,
    exchange::reports::summary,
    workbench::Workbench,
};

/// 四项小结：走访、诉求、增收、满意 · The four figures: visits, requests, income, satisfaction
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing report summary
  minqing report summary --from 2026-07-01 --to 2026-12-31 --out 小结.xlsx

了解民情看走访，关注民生看诉求，帮助民富看增收，深得民心看满意；都从记录现算，不按人排。
Counted from the records, of the group's work and of nobody's.")]
pub(super) struct Order {
    #[command(flatten)]
    period: Period,
}

/// Counts them.
pub(super) fn run(face: &Face, bench: &Workbench, order: &Order) -> Answer {
    let (from, to) = order.period.days(bench)?;
    let summary = bench.summary(from, to)?;
    write_out(order.period.out.as_deref(), &summary::table(&summary, Lang::Zh))?;
    let income: Vec<Json> = summary
        .income
        .iter()
        .map(|(title, n)| json!({ "title": title.get(face.lang), "count": n }))
        .collect();
    let board = &summary.matters;
    let json = json!({
        "from": from.to_string(), "to": to.to_string(),
        "visits": { "households": summary.households, "visits": summary.visits },
        "requests": {
            "registered": board.registered, "done": board.done, "working": board.working, "told": board.told,
        },
        "income": { "projects": summary.projects, "others": income },
        "satisfaction": {
            "ratings": summary.ratings, "in_time": summary.in_time, "late": summary.late,
            "unanswered": summary.unanswered,
        },
        "file": order.period.out.as_ref().map(|file| file.display().to_string()),
    });
    let mut table = Table::new([
        face.lang.pick("口径", "of"),
        face.lang.pick("项目", "figure"),
        face.lang.pick("数", "n"),
    ]);
    for (chapter, title, number) in summary::rows(&summary, face.lang) {
        table.push([chapter, title, number.to_string()]);
    }
    face.answer(&json, format!("{from} – {to}\n{}", table.text(face.is_colored())))?;
    Ok(DONE)
}
