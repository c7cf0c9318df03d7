//! `minqing export`: a ledger as a sheet.

use std::{collections::HashSet, path::PathBuf};

use clap::Args;
use serde_json::json;

use super::{
    arguments::read_pair,
    face::Face,
    failure::{Answer, DONE, Failure},
    record::Sight,
    select::{self, Question},
    show,
};
use crate::{
    domain::{id::RecordId, wording::Lang},
    exchange::{
        ledger_file::{self, ExportError},
        write::Format,
    },
    say,
    workbench::keeping,
};

/// 把一本台账导出成表格，个人信息默认遮盖 · Write a ledger out as a sheet, personal numbers masked
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing export residents 居民.xlsx --where neighbourhood=三组
  minqing export issues 超期.csv --where overdue=true
  minqing export residents all.json --unmasked '上报街道核对'

后缀决定格式：.xlsx .csv .json。 The suffix decides the format.")]
pub(super) struct Order {
    /// 台账 · The ledger
    #[arg(value_name = "LEDGER")]
    ledger: String,
    /// 文件 · The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 条件，`栏=值` · A condition
    #[arg(long = "where", value_name = "field=value", value_parser = read_pair)]
    conditions: Vec<(String, String)>,
    /// 不遮盖电话和证件号；写明理由 · Phones and ID numbers in full; the reason why
    #[arg(long, value_name = "REASON")]
    unmasked: Option<String>,
}

/// Writes it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    // A wrong suffix is told before a reason is written down.
    Format::of_path(&order.file)?;
    if order.file.exists() {
        return Err(keeping::exists_already(&order.file).into());
    }
    face.at_work(|bench| {
        let ledger = select::ledger(bench, &order.ledger)?.clone();
        let question = Question { conditions: &order.conditions, ..Question::default() };
        let (_, found) = select::select(bench, &ledger, &question)?;
        let scope = format!("export {}", ledger.id);
        let sight = show::unmask(bench, None, order.unmasked.as_deref(), &scope)?;
        let wanted: HashSet<RecordId> = found.iter().map(|found| found.row.id).collect();
        let full = sight == Sight::Full;
        let rows =
            ledger_file::export(bench, &ledger.id, &|row| wanted.contains(&row.id), &order.file, full)?;
        let path = order.file.display().to_string();
        let text = say!(face.lang, "已导出 {rows} 条到 {path}", "wrote {rows} records to {path}");
        face.answer(&json!({ "file": path, "rows": rows, "masked": !full }), text)?;
        Ok(DONE)
    })
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        Self::new(error.exit_code(), error.sentence(Lang::Zh), error.sentence(Lang::En))
    }
}
