//! `minqing list`: records of a ledger.

use clap::Args;
use serde_json::{Value as Json, json};

use super::{
    arguments::read_pair,
    case,
    face::Face,
    failure::{Answer, DONE, Failure},
    record::{self, Sight},
    select::{self, Found, Question},
    table::Table,
};
use crate::{
    domain::{field::Field, ledger::Ledger, wording::Lang},
    say,
    workbench::Workbench,
};

/// 列出一本台账的记录 · List a ledger's records
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing list residents zhangs
  minqing list issues --where status=replied --where overdue=true --sort due
  minqing list 走访 --where category=hardship --sort=-date --limit 20
  minqing list residents --where neighbourhood=三组 --json
  minqing list issues --mine

查询可以是汉字、拼音、首字母、地址、电话尾号、事项编号。
A query is characters, pinyin, initials, an address, the end of a phone, an issue's number.")]
pub(super) struct Order {
    /// 台账 · The ledger
    #[arg(value_name = "LEDGER")]
    ledger: String,
    /// 查找的字词 · What to find
    #[arg(value_name = "QUERY")]
    query: Option<String>,
    /// 条件，`栏=值`；值为空表示没有填 · A condition; an empty value means not filled in
    #[arg(long = "where", value_name = "field=value", value_parser = read_pair)]
    conditions: Vec<(String, String)>,
    /// 按哪一栏排序，前面加 `-` 为倒序 · The field to sort by, downwards with `-` before it
    #[arg(long, value_name = "field", allow_hyphen_values = true)]
    sort: Option<String>,
    /// 最多几条 · At most so many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// 哪个阶段的；未了的事项带入后一阶段 · Of which phase; unfinished issues are carried over
    #[arg(long, value_name = "PHASE")]
    phase: Option<String>,
    /// 只看自己那部分：自己驻点、单位、经办协办的和没人认领的；组长看全部 · One's own part: places, unit, what one handles or helps with, and what nobody has taken on; a lead's is everything
    #[arg(long)]
    mine: bool,
    /// 跳过前几条 · Without the first so many
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
}

/// Lists them.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    face.at_work(|bench| {
        let question = Question {
            query: order.query.as_deref(),
            conditions: &order.conditions,
            sort: order.sort.as_deref(),
            limit: order.limit,
            offset: order.offset,
            phase: order.phase.as_deref(),
            mine: order.mine,
        };
        let ledger = select::ledger(bench, &order.ledger)?;
        let (total, found) = select::select(bench, ledger, &question)?;
        if face.json {
            face.document(&json!({ "items": items(bench, &found)?, "total": total }))?;
        } else if found.is_empty() {
            face.note(face.lang.pick("没有符合的记录", "no record fits"));
        } else {
            face.out(table(bench, ledger, &found, face).text(face.is_colored()))?;
            let shown = found.len();
            if shown < total {
                face.note(say!(face.lang, "共 {total} 条，列出 {shown} 条", "{shown} of {total}"));
            }
        }
        Ok(DONE)
    })
}

/// Records in JSON, masked.
pub(super) fn items(bench: &Workbench, found: &[Found]) -> Result<Vec<Json>, Failure> {
    let item = |found: &Found| match &found.case {
        Some(case) => case::document(bench, case, Sight::Masked),
        None => record::document(bench, &found.row, Sight::Masked),
    };
    Ok(found.iter().map(|found| item(found).map(Json::Object)).collect::<Result<_, _>>()?)
}

/// The columns that a list shows: the short id, what follows from steps, the fields.
pub(super) fn table(bench: &Workbench, ledger: &Ledger, found: &[Found], face: &Face) -> Table {
    let lang = face.lang;
    let issue = found.iter().any(|found| found.case.is_some());
    let mut columns: Vec<&Field> = ledger.fields.iter().filter(|field| field.column.is_some()).collect();
    if columns.is_empty() {
        // A ledger that declares no column is listed by what its records are called.
        columns.extend(ledger.name_field());
    }
    let mut header = vec!["id".to_owned()];
    let mut widest = vec![None];
    if issue {
        header.extend(
            [("状态", "status"), ("期限", "due"), ("责任人", "owner")]
                .map(|(zh, en)| lang.pick(zh, en).to_owned()),
        );
        widest.extend([None, None, None]);
    }
    for field in &columns {
        header.push(field.title.get(lang).to_owned());
        widest.push(field.column.map(usize::from).filter(|_| face.at_terminal()).map(|most| most.max(8)));
    }
    let any_fault = found.iter().any(|found| !bench.faults(&found.row).is_empty());
    if any_fault {
        header.push(lang.pick("不合规则", "breaks a rule").to_owned());
        widest.push(None);
    }
    let mut table = Table::new(header);
    table.limit(widest);
    for found in found {
        let mut cells = vec![record::short(found.row.id)];
        if let Some(case) = &found.case {
            let standing = &case.standing;
            cells.push(standing.status.title(lang).to_owned());
            cells.push(due(standing, bench, lang));
            cells.push(standing.owner.map(|owner| bench.name_of(owner)).unwrap_or_default());
        }
        for field in &columns {
            let sign = if found.row.conflicts.contains(&field.tag) { " !" } else { "" };
            cells.push(record::field_text(bench, field, &found.row, lang, Sight::Masked) + sign);
        }
        if any_fault {
            let faults = bench.faults(&found.row);
            cells.push(faults.first().map(|why| why.get(lang).to_owned()).unwrap_or_default());
        }
        table.push(cells);
    }
    table
}

fn due(standing: &crate::domain::standing::Standing, bench: &Workbench, lang: Lang) -> String {
    if standing.is_closed() { "-".to_owned() } else { standing.running.distance(bench.today(), lang) }
}
