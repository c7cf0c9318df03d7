//! `minqing informer`: material that informs against somebody, kept apart
//! (domain.md §4.2 rule 5).

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use super::{
    arguments::read_pair,
    face::Face,
    failure::{Answer, DONE, Failure},
    record::{self, Sight},
    select,
    table::Table,
};
use crate::{
    domain::{
        calendar,
        field::Tag,
        informers::{self, ID},
        row::Row,
        value::Value,
    },
    workbench::Workbench,
};

/// 检举控告：另册保管，谁都可以登记，只有组长、督查能看，不转给被反映人 · Informer material, kept apart
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing informer add about=城管科王某 text=\"反映……\" from=李某
  minqing informer list --reason \"每周核对\"
  minqing informer hand 控A-1 --to 区纪委监委

不进任何列表、查找、表格和简报；每次查看都记入查看记录。
It is on no list, in no search, sheet or bulletin; every look goes to the access log.")]
pub(super) struct Order {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_help_heading = "命令 Commands")]
enum Act {
    /// 登记 · Enter material
    #[command(
        after_help = "例子 Examples:\n  minqing informer add about=城管科王某 text=\"反映……\" channel=contact"
    )]
    Add {
        /// 栏=值：about text from phone channel · Fields; several names in `about` with 、 between
        #[arg(value_name = "field=value", value_parser = read_pair, required = true)]
        pairs: Vec<(String, String)>,
    },
    /// 列出；写明理由 · List it; the reason goes to the access log
    #[command(after_help = "例子 Examples:\n  minqing informer list --reason '每周核对'")]
    List {
        /// 为什么看 · Why
        #[arg(long)]
        reason: String,
    },
    /// 看一件；写明理由 · Show one; the reason goes to the access log
    #[command(after_help = "例子 Examples:\n  minqing informer show 控A-1 --reason '准备移交'")]
    Show {
        /// 册号或编号 · Its number or id
        id: String,
        /// 为什么看 · Why
        #[arg(long)]
        reason: String,
    },
    /// 换保管人 · Give it to another keeper
    #[command(after_help = "例子 Examples:\n  minqing informer keep 控A-1 --by 陈明")]
    Keep {
        /// 册号或编号 · Its number or id
        id: String,
        /// 保管人 · The keeper
        #[arg(long, value_name = "MEMBER")]
        by: String,
    },
    /// 移交有权机关 · Hand it to the authority
    #[command(after_help = "例子 Examples:\n  minqing informer hand 控A-1 --to 区纪委监委")]
    Hand {
        /// 册号或编号 · Its number or id
        id: String,
        /// 移交机关 · To whom
        #[arg(long, value_name = "UNIT")]
        to: String,
    },
    /// 告知来人（15 日内） · Tell the informer, within 15 days
    #[command(after_help = "例子 Examples:\n  minqing informer answer 控A-1 --text '已转区纪委监委'")]
    Answer {
        /// 册号或编号 · Its number or id
        id: String,
        /// 怎么告知的、告知了什么 · What was told
        #[arg(long)]
        text: String,
    },
    /// 登记反馈 · What came of it
    #[command(after_help = "例子 Examples:\n  minqing informer result 控A-1 --text '已受理'")]
    Result {
        /// 册号或编号 · Its number or id
        id: String,
        /// 反馈 · What came of it
        #[arg(long)]
        text: String,
    },
}

/// Does it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    face.at_work(|bench| match &order.act {
        Act::Add { pairs } => {
            let fields = read(bench, pairs)?;
            let id = bench.enter_informer(&fields)?;
            let number = bench.name_of(id);
            let next = bench.where_informers_go(id)?;
            let told = format!("{number}  {}", next.get(face.lang));
            face.answer(
                &json!({ "id": id.to_string(), "number": number, "next": next.get(face.lang) }),
                told,
            )?;
            Ok(DONE)
        }
        Act::List { reason } => {
            let rows = bench.look_at_informers(reason)?;
            list(face, bench, &rows)
        }
        Act::Show { id, reason } => {
            let id = bench.find_informer(id)?;
            let row = bench.look_at_informer(id, reason)?;
            let json = Json::Object(record::document(bench, &row, Sight::Full)?);
            let text = record::lines(bench, &row, face.lang, Sight::Full)?.join("\n");
            face.answer(&json, text)?;
            Ok(DONE)
        }
        Act::Keep { id, by } => change(face, bench, id, informers::KEEPER, by),
        Act::Hand { id, to } => change(face, bench, id, informers::HANDED, to),
        Act::Answer { id, text } => change(face, bench, id, informers::ANSWER, text),
        Act::Result { id, text } => change(face, bench, id, informers::RESULT, text),
    })
}

fn change(face: &Face, bench: &mut Workbench, id: &str, tag: Tag, text: &str) -> Answer {
    let id = bench.find_informer(id)?;
    let ledger = bench.ledger(ID)?;
    let value = ledger.field(tag).map(|field| bench.read_value(field, text)).transpose()?.flatten();
    let fields: Vec<(Tag, Value)> = value.map(|value| (tag, value)).into_iter().collect();
    bench.change_informer(id, &fields)?;
    let number = bench.name_of(id);
    face.answer(&json!({ "id": id.to_string(), "number": number }), number.clone())?;
    Ok(DONE)
}

fn list(face: &Face, bench: &Workbench, rows: &[Row]) -> Answer {
    let lang = face.lang;
    let titles = [
        lang.pick("册号", "number"),
        lang.pick("收到", "received"),
        lang.pick("保管人", "keeper"),
        lang.pick("移交", "handed to"),
        lang.pick("最迟", "due"),
    ];
    let mut table = Table::new(titles);
    for row in rows {
        let received = row.instant(informers::RECEIVED).map(calendar::minute).unwrap_or_default();
        let keeper = row.reference(informers::KEEPER).map(|id| bench.name_of(id)).unwrap_or_default();
        let handed = row.text(informers::HANDED).to_owned();
        let due = informers::due(row).map(|day| day.to_string()).unwrap_or_default();
        table.push([row.text(informers::NUMBER).to_owned(), received, keeper, handed, due]);
    }
    let items: Result<Vec<Json>, Failure> =
        rows.iter().map(|row| Ok(Json::Object(record::document(bench, row, Sight::Masked)?))).collect();
    face.answer(&json!({ "items": items?, "total": rows.len() }), table.text(face.is_colored()))?;
    Ok(DONE)
}

fn read(bench: &Workbench, pairs: &[(String, String)]) -> Result<Vec<(Tag, Value)>, Failure> {
    let ledger = bench.ledger(ID)?;
    let mut fields = Vec::new();
    for (key, text) in select::keyed(ledger, pairs)? {
        let Some(field) = ledger.field_by_key(&key) else { continue };
        let parts: Vec<&str> =
            if field.many { text.split(['、', ',', '，']).collect() } else { vec![&text] };
        for part in parts {
            fields.extend(bench.read_value(field, part)?.map(|value| (field.tag, value)));
        }
    }
    Ok(fields)
}
