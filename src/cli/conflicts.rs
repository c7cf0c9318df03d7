//! `minqing conflicts`: values that were written without seeing each other.

use clap::{ArgGroup, Args, Subcommand};
use serde_json::{Value as Json, json};

use super::{
    add,
    face::Face,
    failure::{Answer, DONE, Failure},
    record::{self, Sight},
    table::{plain, plain_lines},
};
use crate::{
    domain::{calendar, field::Field, id::RecordId, value::Value, wording::Lang},
    workbench::{
        Error, LIFE, Workbench,
        conflicts::{Candidate, Conflict, Settlement},
        history::title_of,
    },
};

/// 两台电脑各改各的地方 · Values written on two laptops without seeing each other
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
例子 Examples:
  minqing conflicts
  minqing conflicts resolve 3f2a9c01 phone --keep 2"
)]
pub(super) struct Order {
    #[command(subcommand)]
    pub(super) command: Option<Task>,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_help_heading = "命令 Commands")]
pub(super) enum Task {
    /// 列出冲突 · List them
    #[command(after_help = "例子 Examples:\n  minqing conflicts list --json")]
    List,
    Resolve(Resolve),
}

/// 选一个值，或另写一个 · Keep one of the values, or write another
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("choice").required(true).args(["keep", "value"]), after_help = "\
例子 Examples:
  minqing conflicts resolve 3f2a9c01 phone --keep 2
  minqing conflicts resolve 3f2a9c01 phone --value 13900000000")]
pub(super) struct Resolve {
    /// 记录 · The record
    #[arg(value_name = "ID")]
    id: String,
    /// 栏 · The field
    #[arg(value_name = "FIELD")]
    field: String,
    /// 保留列出的第几个 · Keep the one with this number in the list
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    keep: Option<u16>,
    /// 改写成这个值；空的表示清空 · Write this instead
    #[arg(long, value_name = "V")]
    value: Option<String>,
}

/// Lists or settles.
pub(super) fn run(face: &Face, command: Option<Task>) -> Answer {
    match command.unwrap_or(Task::List) {
        Task::List => face.at_work(|bench| list(face, bench)),
        Task::Resolve(order) => face.at_work(|bench| resolve(face, bench, &order)),
    }
}

fn list(face: &Face, bench: &Workbench) -> Answer {
    let all = bench.conflicts()?;
    if face.json {
        let items: Result<Vec<Json>, Error> =
            all.iter().map(|conflict| document(bench, conflict, Sight::Masked)).collect();
        face.document(&json!({ "items": items?, "total": all.len() }))?;
    } else if all.is_empty() {
        face.note(face.lang.pick("没有冲突", "no conflicts"));
    } else {
        let texts: Result<Vec<String>, Error> =
            all.iter().map(|conflict| text(bench, conflict, face.lang, Sight::Masked)).collect();
        face.out(texts?.join("\n"))?;
    }
    Ok(DONE)
}

fn resolve(face: &Face, bench: &mut Workbench, order: &Resolve) -> Answer {
    let id = bench.find(&order.id)?;
    let conflict = named(bench, id, &order.field)?;
    let settlement = match (order.keep, &order.value) {
        (Some(place), _) => Settlement::Keep(usize::from(place) - 1),
        (None, Some(text)) => bench.read_settlement(&conflict, text)?,
        (None, None) => return Err(Error::NoConflict.into()),
    };
    bench.settle(&conflict, &settlement)?;
    face.answer(&add::document(bench, id)?, face.lang.pick("已解决", "settled"))?;
    Ok(DONE)
}

/// The conflict of a field that is named by its key or its title.
fn named(bench: &Workbench, id: RecordId, field: &str) -> Result<Conflict, Failure> {
    let ledger = bench.ledger_of(id)?;
    let key = match field {
        "deleted" | "struck" => field,
        "删除" => "deleted",
        "划去" => "struck",
        _ => &super::select::field(ledger, field)?.key,
    };
    Ok(bench.conflict_named(id, key)?)
}

/// A conflict in JSON.
pub(super) fn document(bench: &Workbench, conflict: &Conflict, sight: Sight) -> Result<Json, Error> {
    let ledger = bench.ledger_of(conflict.record)?;
    let field = ledger.field(conflict.tag);
    let values: Vec<Json> = conflict
        .candidates
        .iter()
        .map(|candidate| {
            let value = shown(conflict, candidate);
            let value = match (field, &value) {
                (_, None) => Json::Null,
                (Some(field), Some(value)) if sight == Sight::Masked && conflict.is_hidden(field, value) => {
                    json!(conflict.masked(field, value))
                }
                (Some(field), Some(value)) => record::value_json(field, value, sight),
                (None, Some(value)) => record::plain_json(value),
            };
            json!({
                "value": value,
                "by": candidate.author.to_string(),
                "by_name": bench.name_of(candidate.author),
                "peer": candidate.peer.to_string(),
                "at": calendar::rfc3339(candidate.at),
            })
        })
        .collect();
    Ok(json!({
        "record": conflict.record.to_string(),
        "ledger": ledger.id,
        "name": bench.name_of(conflict.record),
        "field": record::key_of(ledger, conflict.tag),
        "values": values,
    }))
}

/// A conflict in lines, its values numbered as `resolve` takes them.
pub(super) fn text(
    bench: &Workbench,
    conflict: &Conflict,
    lang: Lang,
    sight: Sight,
) -> Result<String, Error> {
    let ledger = bench.ledger_of(conflict.record)?;
    let field = ledger.field(conflict.tag);
    let title = title_of(ledger, conflict.tag, lang);
    let (id, name) = (record::short(conflict.record), plain(&bench.name_of(conflict.record)));
    let mut lines = vec![format!("! {id}  {name}  {title} ({})", record::key_of(ledger, conflict.tag))];
    for (at, candidate) in conflict.candidates.iter().enumerate() {
        let value = match (field, shown(conflict, candidate)) {
            (Some(field), Some(value)) if sight == Sight::Masked && conflict.is_hidden(field, &value) => {
                conflict.masked(field, &value)
            }
            (field, value) => value_text(bench, field, value.as_ref(), lang, sight),
        };
        let (who, when) = (bench.name_of(candidate.author), calendar::minute(candidate.at));
        lines.push(format!("    {}. {}  {}  {when}", at + 1, plain(&value), plain(&who)));
    }
    Ok(plain_lines(&lines.join("\n")))
}

/// What a candidate says: a life is told as "deleted", a set's register as its element.
fn shown(conflict: &Conflict, candidate: &Candidate) -> Option<Value> {
    match (&conflict.element, &candidate.value) {
        (Some(element), Some(_)) => Some(element.clone()),
        (Some(_), None) => None,
        (None, Some(Value::Bool(alive))) if conflict.tag == LIFE => Some(Value::Bool(!alive)),
        (None, value) => value.clone(),
    }
}

fn value_text(
    bench: &Workbench,
    field: Option<&Field>,
    value: Option<&Value>,
    lang: Lang,
    sight: Sight,
) -> String {
    match (field, value) {
        (_, None) => lang.pick("（空）", "(nothing)").to_owned(),
        (Some(field), Some(value)) => record::value_text(bench, field, value, lang, sight),
        (None, Some(Value::Bool(true))) => lang.pick("是", "yes").to_owned(),
        (None, Some(Value::Bool(false))) => lang.pick("否", "no").to_owned(),
        (None, Some(value)) => value.as_text().unwrap_or_default().to_owned(),
    }
}
