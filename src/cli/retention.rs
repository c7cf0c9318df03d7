//! `minqing retention`: what has been kept long enough (domain.md §4.1, 个保法 19, 47).

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use super::{
    face::Face,
    failure::{Answer, DONE, Failure, USAGE},
    record, select,
    table::Table,
};
use crate::{
    domain::calendar,
    say,
    workbench::{Workbench, progress::Progress, retention::Expired},
};

/// 保存期限：到期清单、清理、各台账的期限 · Retention: what is due, clearing it, the periods
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
例子 Examples:
  minqing retention
  minqing retention --until 2027-12-31 --json
  minqing retention clear 3f2a9c01 A-17 --reason 保存期满
  minqing retention set visits 24 --basis 工作组会议决定

到期的不会自己清理：由组长逐条清理，每台电脑收到同步包后照办，统计数字保留。
Nothing goes by itself: a lead clears what is listed, on every laptop; figures stay."
)]
pub(super) struct Order {
    /// 到哪一天为止到期的；不写就是今天 · Due by this day; today unless given
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
    #[command(subcommand)]
    command: Option<Task>,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_help_heading = "命令 Commands")]
enum Task {
    /// 清理到期的记录，不能撤销 · Clear records that are due; it cannot be undone
    #[command(after_help = "例子 Examples:\n  minqing retention clear 3f2a9c01 A-17 --reason 保存期满")]
    Clear {
        /// 编号、编号前几位或事项号 · Ids, or issues' numbers
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
        /// 理由；不要写姓名和号码，它会一直留着 · Why; without names or numbers, since it stays
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// 各本台账保存多久、依据 · How long each ledger is kept, and why
    #[command(after_help = "例子 Examples:\n  minqing retention periods --json")]
    Periods,
    /// 改一本台账的期限，由组长 · Set a ledger's period; a lead does
    #[command(after_help = "例子 Examples:\n  minqing retention set visits 24 --basis 工作组会议决定")]
    Set {
        /// 台账 · The ledger
        #[arg(value_name = "LEDGER")]
        ledger: String,
        /// 几个月 · Months
        #[arg(value_name = "MONTHS", value_parser = clap::value_parser!(i64).range(1..=1200))]
        months: i64,
        /// 依据 · Why
        #[arg(long, value_name = "TEXT")]
        basis: String,
    },
}

/// Does it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    face.at_work(|bench| match &order.command {
        None => {
            let day = match &order.until {
                None => bench.today(),
                Some(text) => calendar::read_day(text, bench.today()).ok_or_else(|| {
                    Failure::new(USAGE, format!("“{text}”不是日期，如 2027-12-31"), format!("\"{text}\" is no day, such as 2027-12-31"))
                })?,
            };
            list(face, bench, &bench.expired(day)?)
        }
        Some(Task::Clear { ids, reason }) => {
            let records = ids.iter().map(|id| bench.find(id)).collect::<Result<Vec<_>, _>>()?;
            let bar = face.bar("删除", "erasing");
            let hear = &mut |progress: Progress<'_>| bar.hear(progress);
            let cleared = bench.clear_expired_telling(&records, reason, hear)?;
            bar.end();
            let text = say!(
                face.lang,
                "已清理 {cleared} 条。其他电脑收到同步包后照办；以前写出的同步包、备份和表格请自行删除",
                "{cleared} cleared. Other laptops follow when a bundle brings it; delete bundles, backups and sheets of before yourself"
            );
            face.answer(&json!({ "cleared": cleared }), text)?;
            Ok(DONE)
        }
        Some(Task::Periods) => periods(face, bench),
        Some(Task::Set { ledger, months, basis }) => {
            let id = select::ledger(bench, ledger)?.id.clone();
            bench.set_period(&id, *months, basis)?;
            periods(face, bench)
        }
    })
}

fn list(face: &Face, bench: &Workbench, expired: &[Expired]) -> Answer {
    let lang = face.lang;
    let titles = [
        ("编号", "id"),
        ("台账", "ledger"),
        ("名称", "name"),
        ("起算", "since"),
        ("到期", "due"),
        ("处理", "action"),
    ];
    let mut table = Table::new(titles.map(|(zh, en)| lang.pick(zh, en)));
    let mut items: Vec<Json> = Vec::new();
    for one in expired {
        let ledger = bench.ledger_of(one.record)?;
        let name = bench.name_of(one.record);
        items.push(json!({
            "id": one.record.to_string(), "ledger": ledger.id, "name": name, "since": one.since.to_string(),
            "due": one.due.to_string(), "action": one.action.key(), "basis": one.basis.get(lang),
        }));
        table.push(vec![
            record::short(one.record),
            ledger.title.get(lang).to_owned(),
            name,
            one.since.to_string(),
            one.due.to_string(),
            one.action.title().get(lang).to_owned(),
        ]);
    }
    if face.json {
        face.document(&json!({ "total": items.len(), "items": items }))?;
    } else if items.is_empty() {
        face.note(lang.pick("没有到期的记录", "nothing is due"));
    } else {
        face.out(table.text(face.is_colored()))?;
    }
    Ok(DONE)
}

fn periods(face: &Face, bench: &Workbench) -> Answer {
    let lang = face.lang;
    let titles = [("台账", "ledger"), ("月", "months"), ("处理", "action"), ("依据", "basis")];
    let mut table = Table::new(titles.map(|(zh, en)| lang.pick(zh, en)));
    let mut items: Vec<Json> = Vec::new();
    for period in bench.periods()? {
        let title = bench.ledger(&period.ledger)?.title.get(lang).to_owned();
        let (action, basis) = (period.action.title(), period.basis.get(lang).to_owned());
        items.push(json!({
            "ledger": period.ledger, "title": title, "months": period.months, "action": period.action.key(), "basis": basis,
        }));
        table.push(vec![title, period.months.to_string(), action.get(lang).to_owned(), basis]);
    }
    face.answer(&json!({ "total": items.len(), "items": items }), table.text(face.is_colored()))?;
    Ok(DONE)
}
