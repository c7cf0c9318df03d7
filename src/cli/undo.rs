//! `minqing undo`: takes own actions back.

use clap::Args;
use serde_json::{Map, Value as Json, json};

use super::{
    face::Face,
    failure::{Answer, DONE, FAILED, Failure, IN_PART},
    table::plain,
};
use crate::{
    domain::{
        calendar,
        wording::{Lang, counted},
    },
    say,
    workbench::{
        Error, Workbench,
        deed::{Deed, Undoable},
        undo::Undone,
    },
};

/// 撤销自己最后的操作 · Take the last own actions back
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing undo --dry-run
  minqing undo
  minqing undo --count 3
  minqing undo --act 41

最后一步不能撤销时（例如登记了事项），不会改去撤销更早的；要撤销更早的，用 --act 指明编号。
Where the last action cannot be taken back, no older one is instead: name it with --act.")]
pub(super) struct Order {
    /// 撤销几步 · How many
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(super) count: u32,
    /// 只撤销这一步；编号见 --dry-run · Only this action; --dry-run tells the numbers
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["count", "dry_run"])]
    act: Option<u64>,
    /// 为什么撤销；检举控告必须写 · Why; asked for with informer material
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// 只说会撤销什么，不动 · Only say what would be taken back
    #[arg(long)]
    dry_run: bool,
}

/// Takes them back, or tells them.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    if order.dry_run {
        return face.at_work(|bench| preview(face, bench, order.count));
    }
    let reason = order.reason.as_deref();
    repeat(
        face,
        order.count,
        "undone",
        |bench| bench.undo_chosen(order.act, reason),
        |bench, error| refused(bench, order.act.is_some(), error),
    )
}

/// Tells what would be taken back, the newest first, and what stands in the way.
fn preview(face: &Face, bench: &Workbench, count: u32) -> Answer {
    let lang = face.lang;
    let told = bench.undoable(usize::try_from(count).unwrap_or(usize::MAX))?;
    let records: Vec<String> =
        told.deeds.iter().flat_map(|deed| &deed.records).map(ToString::to_string).collect();
    let actions = |deeds: &[Deed]| deeds.iter().map(|deed| action(bench, deed, lang)).collect::<Vec<Json>>();
    let stays = told.hurdle.as_ref().map(|hurdle| hurdle.sentence(bench, lang));
    let document = json!({
        "dry_run": true, "undone": told.deeds.len(), "records": records, "actions": actions(&told.deeds),
        "stays": stays, "older": actions(&told.older),
    });
    let mut lines = Vec::new();
    if !told.deeds.is_empty() {
        lines.push(lang.pick("会撤销（没有改动）：", "would undo (nothing was changed):").to_owned());
        lines.extend(told.deeds.iter().map(|deed| numbered(bench, deed, lang)));
    }
    lines.extend(in_the_way(bench, &told, lang));
    face.answer(&document, lines.join("\n"))?;
    Ok(DONE)
}

/// An action with the number that names it.
fn numbered(bench: &Workbench, deed: &Deed, lang: Lang) -> String {
    format!("  {:>5}  {}", deed.seq, plain(&deed.sentence(bench, lang)))
}

/// What stays and why, and how to name what is older.
fn in_the_way(bench: &Workbench, told: &Undoable, lang: Lang) -> Vec<String> {
    let Some(hurdle) = &told.hurdle else { return Vec::new() };
    let mut lines = vec![plain(&hurdle.sentence(bench, lang))];
    if let Some(next) = told.older.first() {
        let number = next.seq;
        lines.push(say!(
            lang,
            "更早的操作，指明编号才撤销（minqing undo --act {number}）：",
            "older actions are taken back where they are named (minqing undo --act {number}):"
        ));
        lines.extend(told.older.iter().map(|deed| numbered(bench, deed, lang)));
    }
    lines
}

/// Why nothing was taken back.
fn refused(bench: &Workbench, was_named: bool, error: Error) -> Failure {
    if was_named {
        return error.into();
    }
    match bench.undoable(1) {
        Ok(told) if told.hurdle.is_some() => {
            let said = |lang| in_the_way(bench, &told, lang).join("\n");
            Failure::new(FAILED, said(Lang::Zh), said(Lang::En))
        }
        Ok(_) | Err(_) => error.into(),
    }
}

/// An action in JSON.
fn action(bench: &Workbench, deed: &Deed, lang: Lang) -> Json {
    let ledgers: Map<String, Json> = deed
        .ledgers
        .iter()
        .map(|(id, written)| (id.clone(), json!({ "began": written.began, "changed": written.changed })))
        .collect();
    let records: Vec<String> = deed.records.iter().map(ToString::to_string).collect();
    json!({
        "at": calendar::rfc3339(deed.at), "peer": bench.peer().to_string(), "letter": deed.letter,
        "seq": deed.seq, "ledgers": ledgers, "count": deed.records.len(), "records": records,
        "text": deed.sentence(bench, lang),
    })
}

/// Does it so often, as far as it goes.
pub(super) fn repeat(
    face: &Face,
    count: u32,
    word: &str,
    mut once: impl FnMut(&mut Workbench) -> Result<Undone, Error>,
    refused: impl Fn(&Workbench, Error) -> Failure,
) -> Answer {
    face.at_work(|bench| {
        let mut records = Vec::new();
        let (mut actions, mut told) = (Vec::new(), Vec::new());
        let mut kept = 0;
        let mut done = 0;
        let mut stopped = None;
        for _ in 0..count {
            match once(bench) {
                Ok(undone) => {
                    records.extend(undone.records.iter().map(ToString::to_string));
                    if let Some(deed) = &undone.deed {
                        actions.push(action(bench, deed, face.lang));
                        told.push(format!("  {}", plain(&deed.sentence(bench, face.lang))));
                    }
                    kept += undone.kept;
                    done += 1;
                }
                Err(error) if done == 0 => return Err(refused(bench, error)),
                Err(error) => {
                    stopped = Some(refused(bench, error));
                    break;
                }
            }
        }
        let touched = records.len();
        let document = json!({
            word: done, "records": records, "kept": kept, "actions": actions,
        });
        let (acts, on) = (counted(done, "action", "actions"), counted(touched, "record", "records"));
        let text = match word {
            "undone" => say!(face.lang, "撤销了 {done} 步，{touched} 条记录：", "undid {acts} on {on}:"),
            _ => say!(
                face.lang,
                "重做了 {done} 步，{touched} 条记录，刚才撤销的是：",
                "redid {acts} on {on}, taking back:"
            ),
        };
        told.insert(0, text);
        face.answer(&document, told.join("\n"))?;
        if kept > 0 {
            let fields = counted(kept, "field was", "fields were");
            face.note(say!(
                face.lang,
                "{kept} 栏后来又被改过，没有动",
                "{fields} changed since; what stands there stays"
            ));
        }
        match stopped {
            None => Ok(DONE),
            Some(failure) => {
                face.note(failure.sentence(face.lang).unwrap_or_default());
                Ok(IN_PART)
            }
        }
    })
}
