//! The figures of the month (domain.md §2.1) and the board of the batch (D11).

use clap::Args;
use serde_json::json;

use super::{Period, count, write_out};
use crate::{
    cli::{
        face::Face,
        failure::{Answer, DONE},
        table::Table,
    },
    domain::{
        figures::{Board, Ended, Grassroots, Monthly},
        wording::Lang,
    },
    exchange::write::OutCell,
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
    let before = bench.facts_at(from.yesterday().unwrap_or(from))?;
    let now = bench.facts_at(to)?;
    let month = Monthly::count(&before, &now);
    let board = Board::count(&now, from, to);
    let grassroots = Grassroots::count(&now, from, to);
    let rows = rows(&month, &board, grassroots, face.lang);
    if let Some(file) = &order.period.out {
        let cells =
            rows.iter().map(|(title, number)| vec![OutCell::Text(title.clone()), count(*number)]).collect();
        write_out(file, "月报", &["项目", "数"], cells)?;
    }
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
    for (title, number) in rows {
        table.push([title, number.to_string()]);
    }
    let percent = grassroots.percent().map_or_else(|| "-".to_owned(), |percent| format!("{percent}%"));
    table.push([face.lang.pick("基层解决率", "solved at the grass roots").to_owned(), percent]);
    face.answer(&json, format!("{from} – {to}\n{}", table.text(face.is_colored())))?;
    Ok(DONE)
}

/// The figures with their titles, in the order of the form.
fn rows(month: &Monthly, board: &Board, grassroots: Grassroots, lang: Lang) -> Vec<(String, usize)> {
    let rows = [
        ("累计建账", "registered in all", month.registered_total),
        ("累计办结", "closed in all", month.closed_total.all),
        ("  其中实质办结", "  of those solved", month.closed_total.solved),
        ("  其中讲清（解释、不支持）", "  of those explained or not supported", month.closed_total.told),
        ("上月办理中", "open before", month.open_before),
        ("本月建账", "registered", month.registered),
        ("本月办结", "closed", month.closed.all),
        ("  其中实质办结", "  of those solved", month.closed.solved),
        ("  其中讲清（解释、不支持）", "  of those explained or not supported", month.closed.told),
        ("  办结后又重开、不算办结", "  of those reopened since: no result", month.closed.undone),
        ("本月重开", "reopened", month.reopened),
        ("本月并入", "merged into another", month.merged),
        ("本月办理中", "open", month.open),
        ("  其中已转出、上报，未了结", "  of those passed on, without a result", month.transferred),
        ("本期登记（并入的不另计）", "batch: registered (merged ones once)", board.registered),
        ("  办成", "  done", board.done),
        ("  在办", "  being done", board.working),
        ("  办不了已说明", "  not possible, and told why", board.told),
        ("  在本组、社区解决", "  solved in the neighbourhood or community", grassroots.here),
        ("  由上级解决", "  solved higher up", grassroots.above),
        ("  没有写层级", "  level not told", grassroots.untold),
    ];
    rows.map(|(zh, en, number)| (lang.pick(zh, en).to_owned(), number)).to_vec()
}
