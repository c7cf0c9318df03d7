//! The figures of the month (domain.md §2.1) and the board of the batch (D11).

use clap::Args;
use serde_json::json;

use super::{Period, write_out};
use crate::{
    cli::{
        face::Face,
        failure::{Answer, DONE},
        table::Table,
    },
    domain::{figures::Ended, wording::Lang},
    exchange::reports::monthly::Month,
    workbench::Workbench,
};

/// 月报：建账、办结、办理中；转出、上报不算办结 · The month: registered, closed, open; passed on is no result
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing report monthly
  minqing report monthly --from 2026-11-01 --to 2026-11-30 --out 月报.xlsx

上月办理中 + 本月建账 + 本月重开 − 本月办结 − 本月并入 = 本月办理中")]
pub(super) struct Order {
    #[command(flatten)]
    period: Period,
}

/// Counts it.
pub(super) fn run(face: &Face, bench: &Workbench, order: &Order) -> Answer {
    let (from, to) = order.period.days(bench)?;
    let counted = Month::count(bench, from, to)?;
    let Month { month, board, grassroots } = &counted;
    write_out(order.period.out.as_deref(), &counted.table(Lang::Zh))?;
    let ended = |ended: Ended| json!({ "all": ended.all, "solved": ended.solved, "told": ended.told, "undone": ended.undone });
    let json = json!({
        "from": from.to_string(), "to": to.to_string(),
        "registered_total": month.registered_total, "closed_total": ended(month.closed_total),
        "open_before": month.open_before, "registered": month.registered, "closed": ended(month.closed),
        "reopened": month.reopened, "merged": month.merged, "open": month.open,
        "transferred": month.transferred,
        "board": { "registered": board.registered, "done": board.done, "working": board.working, "told": board.told },
        "grassroots": {
            "solved": grassroots.solved, "here": grassroots.here, "above": grassroots.above,
            "untold": grassroots.untold, "percent": grassroots.percent(),
        },
        "file": order.period.out.as_ref().map(|file| file.display().to_string()),
    });
    let mut table = Table::new([face.lang.pick("项目", "figure"), face.lang.pick("数", "n")]);
    for (title, number) in counted.rows(face.lang) {
        table.push([title, number.to_string()]);
    }
    let percent = grassroots.percent().map_or_else(|| "-".to_owned(), |percent| format!("{percent}%"));
    table.push([face.lang.pick("基层解决率", "solved at the grass roots").to_owned(), percent]);
    face.answer(&json, format!("{from} – {to}\n{}", table.text(face.is_colored())))?;
    Ok(DONE)
}
