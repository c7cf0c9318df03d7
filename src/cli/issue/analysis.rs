//! The analysis sheet of an issue (domain.md E6).

use clap::Args;
use serde_json::{Value as Json, json};

use crate::{
    cli::{
        arguments::read_pair,
        face::Face,
        failure::{Answer, DONE},
        record::{self, Sight},
        select,
    },
    domain::analyses,
    workbench::Workbench,
};

/// 分析单：诉求、原因、依据、谁办、措施、时限、答复 · The analysis sheet: demand, causes, basis, whose, measures, by when
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing issue analysis A-17
  minqing issue analysis A-17 demand=\"要求通公交\" measures=\"与公交公司协商设站\" owner=李强 until=2026-12-20

没有“拟解决什么、谁办、何时”不能保存；只分析事，不分析人。
It is not saved without what, by whom and by when; it is about the matter, not about people.")]
pub(super) struct Analysis {
    /// 事项号或编号 · The issue
    id: String,
    /// 栏=值 · Fields
    #[arg(value_name = "field=value", value_parser = read_pair)]
    pairs: Vec<(String, String)>,
}

/// Writes the sheet, or shows it.
pub(super) fn run(face: &Face, bench: &mut Workbench, order: &Analysis) -> Answer {
    let issue = super::issue(bench, &order.id)?;
    if !order.pairs.is_empty() {
        let ledger = bench.ledger(analyses::ID)?;
        let mut fields = Vec::new();
        for (key, text) in select::keyed(ledger, &order.pairs)? {
            if let Some(field) = ledger.field_by_key(&key).filter(|field| field.tag != analyses::ISSUE) {
                fields.push((field.tag, bench.read_value(field, &text)?));
            }
        }
        bench.analyse(issue, &fields)?;
    }
    let ways = analyses::LAWFUL_WAYS.get(face.lang);
    let sheet = bench.analysis_of(issue)?;
    let lines = match &sheet {
        Some(row) => record::lines(bench, row, face.lang, Sight::Masked)?,
        None => vec![face.lang.pick("还没有分析单", "no sheet yet").to_owned()],
    };
    let json = sheet.map(|row| record::document(bench, &row, Sight::Masked)).transpose()?;
    let json = json.map_or(Json::Null, Json::Object);
    face.answer(&json!({ "analysis": json, "lawful_ways": ways }), format!("{}\n{ways}", lines.join("\n")))?;
    Ok(DONE)
}
