//! `minqing show`: one record, whole.

use clap::Args;
use serde_json::{Value as Json, json};

use super::{
    case, conflicts,
    face::Face,
    failure::{Answer, DONE, Failure},
    record::{self, Sight},
    select,
};
use crate::{
    domain::{calendar, field::Tag, id::LedgerTag, id::RecordId, issues::issues, row::Row},
    workbench::{Error, LIFE, Workbench, fits, history::Event, steps::Case},
};

/// 看一条记录 · Show one record
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing show A-17
  minqing show 张伟
  minqing show residents 张伟
  minqing show 3f2a9c01 --history
  minqing show 3f2a9c01 --unmasked \"核对低保材料\" --json

不遮盖要写明理由，并记入查看记录。 Unmasking needs a reason, which goes to the access log.")]
pub(super) struct Order {
    /// 编号、编号前几位、事项号或名称；名称前可以写台账 · An id, the beginning of one, an issue's number, or a name, with its ledger before it
    #[arg(value_name = "ID", required = true, num_args = 1..=2)]
    id: Vec<String>,
    /// 连同修改经过 · With what happened to it
    #[arg(long)]
    history: bool,
    /// 不遮盖电话和证件号；写明理由 · Phones and ID numbers in full; the reason why
    #[arg(long, value_name = "REASON")]
    unmasked: Option<String>,
}

/// Shows it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    face.at_work(|bench| {
        let id = match order.id.as_slice() {
            [ledger, name] => bench.find_in(&select::ledger(bench, ledger)?.id.clone(), name)?,
            named => bench.find_anywhere(named.first().map_or("", String::as_str))?,
        };
        let sight = unmask(bench, Some(id), order.unmasked.as_deref(), "show")?;
        let row = in_sight(bench, id, sight)?;
        let mut case = (id.ledger() == LedgerTag::of(issues::ID)).then(|| bench.case(id)).transpose()?;
        if let Some(case) = &mut case {
            case.issue = row.clone();
        }
        if face.json {
            let mut item = match &case {
                Some(case) => case::document(bench, case, sight)?,
                None => record::document(bench, &row, sight)?,
            };
            let standing = bench.conflicts_of(id)?;
            let conflicting: Result<Vec<Json>, Error> =
                standing.iter().map(|conflict| conflicts::document(bench, conflict, sight)).collect();
            item.insert("conflicting".to_owned(), Json::Array(conflicting?));
            if let Some(fits) = fits_json(bench, id)? {
                item.insert("fits".to_owned(), fits);
            }
            if order.history {
                let told: Result<Vec<Json>, Error> = bench
                    .history(id)?
                    .iter()
                    .enumerate()
                    .map(|(at, event)| event_json(bench, id, event, at == 0))
                    .collect();
                item.insert("history".to_owned(), Json::Array(told?));
            }
            face.document(&Json::Object(item))?;
        } else {
            face.out(text(face, bench, id, case.as_ref(), order.history, sight)?)?;
        }
        Ok(DONE)
    })
}

/// Writes the reason down before anything is shown in full.
pub(super) fn unmask(
    bench: &mut Workbench,
    record: Option<RecordId>,
    reason: Option<&str>,
    scope: &str,
) -> Result<Sight, Failure> {
    let Some(reason) = reason else { return Ok(Sight::Masked) };
    bench.record_access(record, scope, reason)?;
    Ok(Sight::Full)
}

/// The record; of an anonymous gift the donor only where a reason was written down.
fn in_sight(bench: &Workbench, id: RecordId, sight: Sight) -> Result<Row, Error> {
    match sight {
        Sight::Masked => bench.existing(id),
        Sight::Full => bench.row_in_full(id),
    }
}

fn text(
    face: &Face,
    bench: &Workbench,
    id: RecordId,
    case: Option<&Case>,
    history: bool,
    sight: Sight,
) -> Result<String, Failure> {
    let lang = face.lang;
    let row = in_sight(bench, id, sight)?;
    let ledger = bench.ledger_of(id)?;
    let mut lines = vec![format!("{} {id}", ledger.title.get(lang))];
    if row.deleted {
        lines.push(lang.pick("（已删除）", "(deleted)").to_owned());
    }
    if let Some(reason) = &row.struck {
        lines.push(super::table::plain(&crate::say!(lang, "（已划去：{reason}）", "(struck out: {reason})")));
    }
    if let Some(case) = case {
        lines.push(case::headline(bench, case, lang));
        let notes = case.standing.running.notes(&bench.deadlines()?, bench.now());
        lines.extend(notes.iter().map(|note| format!("  {}", super::table::plain(note.get(lang)))));
    }
    lines.extend(record::lines(bench, &row, lang, sight)?);
    if let Some(case) = case {
        lines.extend(case::lines(bench, case, lang));
    }
    lines.extend(bench.told_fits(id)?.map(|told| super::table::plain(told.get(lang))));
    for conflict in bench.conflicts_of(id)? {
        lines.push(conflicts::text(bench, &conflict, lang, sight)?);
    }
    if history {
        let told = bench.history_lines(id, lang)?;
        lines.extend(told.iter().map(|line| format!("  {}", super::table::plain(line))));
    }
    Ok(lines.join("\n"))
}

/// Openings or wishes for work that have a preference in common with a record
/// (domain.md F8); none where it is neither.
fn fits_json(bench: &Workbench, id: RecordId) -> Result<Option<Json>, Error> {
    if !fits::LEDGERS.contains(&bench.ledger_of(id)?.id.as_str()) {
        return Ok(None);
    }
    // Which preference is met tells of health and means: that they fit is told.
    let fit = |id: RecordId| json!({ "id": id.to_string(), "name": bench.name_of(id) });
    Ok(Some(bench.fits(id)?.into_iter().map(fit).collect()))
}

pub(super) fn event_json(bench: &Workbench, id: RecordId, event: &Event, first: bool) -> Result<Json, Error> {
    let ledger = bench.ledger_of(id)?;
    // The first commit writes that the record lives, a later one that it does not, or does again.
    let key = |tag: &Tag| {
        if first && *tag == LIFE { "created".to_owned() } else { record::key_of(ledger, *tag) }
    };
    let fields: Vec<String> = event.fields.iter().map(key).collect();
    Ok(json!({
        "at": calendar::rfc3339(event.at),
        "by": event.author.to_string(),
        "by_name": bench.name_of(event.author),
        "peer": event.peer.to_string(),
        "letter": bench.letter_of(event)?,
        "seq": event.seq,
        "cause": event.cause_key(),
        "fields": fields,
    }))
}
