//! `minqing export`: a ledger as a sheet.

use std::{collections::HashSet, path::PathBuf};

use clap::Args;
use serde_json::json;

use super::{
    arguments::read_pair,
    face::Face,
    failure::{Answer, DONE, Failure},
    select::{self, Question},
};
use crate::{
    domain::{exports::Form, id::RecordId, row::Row, wording::Lang},
    exchange::{handing_out::Handing, ledger_file::ExportError, write::Format},
    say,
};

/// 把一本台账导出成表格，个人信息默认遮盖 · Write a ledger out as a sheet, personal numbers masked
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing export residents 居民.xlsx --where neighbourhood=三组
  minqing export issues 超期.csv --where overdue=true
  minqing export residents all.json --unmasked \"上报街道核对\"

  minqing export issues 公示.xlsx --public --purpose 公示 --to 三组公示栏
  minqing export residents /media/usb --unmasked 上报街道核对 --to 街道民政办 --passphrase

后缀决定格式：.xlsx .csv .json；给文件夹就自己起名，名字带日期，不遮盖的带“含个人信息”。每次导出都记入导出登记（minqing list exports）。
The suffix decides the format; in a folder the file is named with the day, and whether there is personal information in it. Every export is logged.")]
pub(super) struct Order {
    /// 台账 · The ledger
    #[arg(value_name = "LEDGER")]
    ledger: String,
    /// 文件，或放它的文件夹 · The file, or a folder for it
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 条件，`栏=值` · A condition
    #[arg(long = "where", value_name = "field=value", value_parser = read_pair)]
    conditions: Vec<(String, String)>,
    /// 不遮盖电话和证件号；写明理由 · Phones and ID numbers in full; the reason why
    #[arg(long, value_name = "REASON")]
    unmasked: Option<String>,
    /// 用途，记入导出登记 · What for; goes into the export log
    #[arg(long, value_name = "TEXT")]
    purpose: Option<String>,
    /// 接收方，记入导出登记 · For whom; goes into the export log
    #[arg(long, value_name = "WHOM")]
    to: Option<String>,
    /// 公示单：不写姓名、号码、住址 · For the notice board: no name, number or address
    #[arg(long, conflicts_with = "unmasked")]
    public: bool,
    /// 用口令加密成 .age 文件 · Seal it by a passphrase into an .age file
    #[arg(long)]
    passphrase: bool,
}

/// Writes it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    // A wrong suffix is told before a reason is written down.
    let in_folder = order.file.is_dir();
    if !in_folder {
        Format::of_path(&order.file)?;
    }
    face.at_work(|bench| {
        let ledger = select::ledger(bench, &order.ledger)?.clone();
        let form = if order.public {
            Form::Public
        } else if order.unmasked.is_some() {
            Form::Full
        } else {
            Form::Masked
        };
        // The reason for looking is one word for what for; another may be said to whom it goes.
        let reason = order.unmasked.as_deref();
        let handing = Handing {
            ledger: ledger.id.clone(),
            file: order.file.clone(),
            form,
            scope: select::scope_of(&ledger, &order.conditions),
            purpose: order.purpose.as_deref().or(reason).unwrap_or_default().trim().to_owned(),
            to: order.to.as_deref().unwrap_or_default().trim().to_owned(),
        };
        handing.wanted(bench, order.passphrase)?;
        let question = Question { conditions: &order.conditions, ..Question::default() };
        let (_, found) = select::select(bench, &ledger, &question)?;
        let passphrase = if order.passphrase { Some(face.told_or_asked()?) } else { None };
        let wanted: HashSet<RecordId> = found.iter().map(|found| found.row.id).collect();
        let is_wanted = |row: &Row| wanted.contains(&row.id);
        let bar = face.bar("导出", "exporting");
        let word = passphrase.as_ref().map(|it| it.as_str());
        let handed =
            handing.hand_out(bench, reason, &is_wanted, word, &mut |progress| bar.hear(progress))?;
        bar.end();
        let (out, rows) = (handed.file, handed.rows);
        let (purpose, to) = (handing.purpose.as_str(), handing.to.as_str());
        tell_what_is_missing(face, purpose, to);
        if form == Form::Full && !in_folder && !out.display().to_string().contains(Form::Full.mark().trim_matches('-'))
        {
            face.note(face.lang.pick(
                "文件里有完整的个人信息，建议文件名带上日期和“含个人信息”；给文件夹就会自动这样起名",
                "the file has personal information in full: its name should tell the day and 含个人信息; name a folder, and it will",
            ));
        }
        let path = out.display().to_string();
        let text = say!(face.lang, "已导出 {rows} 条到 {path}", "wrote {rows} records to {path}");
        let document = json!({
            "file": path, "rows": rows, "masked": form != Form::Full, "form": form.key(), "purpose": purpose,
            "to": to, "sealed": order.passphrase,
        });
        face.answer(&document, text)?;
        Ok(DONE)
    })
}

fn tell_what_is_missing(face: &Face, purpose: &str, to: &str) {
    if purpose.is_empty() || to.is_empty() {
        face.note(face.lang.pick(
            "导出已登记，但没有写全用途和接收方：下次请加 --purpose 用途 --to 接收方",
            "the export was logged without what for or for whom: add --purpose and --to next time",
        ));
    }
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        Self::new(error.exit_code(), error.sentence(Lang::Zh), error.sentence(Lang::En))
    }
}
