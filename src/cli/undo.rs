//! `minqing undo`: takes own actions back.

use clap::Args;
use serde_json::{Map, Value as Json, json};

use super::{
    face::Face,
    failure::{Answer, DONE, Failure, IN_PART},
    table::plain,
};
use crate::{
    domain::{calendar, wording::Lang},
    say,
    workbench::{
        Error, Workbench,
        deed::{Deed, Undoable},
        undo::Undone,
    },
};

/// 撤销自己最后的操作 · Take the last own actions back
#[derive(Debug, Args)]
#[command(after_help = "例子 Examples:\n  minqing undo --dry-run\n  minqing undo\n  minqing undo --count 3")]
pub(super) struct Order {
    /// 撤销几步 · How many
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(super) count: u32,
    /// 只说会撤销什么，不动 · Only say what would be taken back
    #[arg(long)]
    dry_run: bool,
}

/// Takes them back, or tells them.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    if order.dry_run {
        return face.at_work(|bench| preview(face, bench, order.count));
    }
    repeat(face, order.count, "undone", Workbench::undo)
}

/// Tells what would be taken back, the newest first.
fn preview(face: &Face, bench: &Workbench, count: u32) -> Answer {
    let Undoable { deeds, skipped, past_erasure } =
        bench.undoable(usize::try_from(count).unwrap_or(usize::MAX))?;
    let records: Vec<String> = deeds.iter().flat_map(|deed| &deed.records).map(ToString::to_string).collect();
    let actions: Vec<Json> = deeds.iter().map(|deed| action(bench, deed, face.lang)).collect();
    let document = json!({
        "dry_run": true, "undone": deeds.len(), "records": records, "skipped": skipped,
        "past_erasure": past_erasure, "actions": actions,
    });
    let mut lines =
        vec![face.lang.pick("会撤销（没有改动）：", "would undo (nothing was changed):").to_owned()];
    lines.extend(deeds.iter().map(|deed| format!("  {}", plain(&deed.sentence(bench, face.lang)))));
    face.answer(&document, lines.join("\n"))?;
    let passed = Undone { skipped, past_erasure, ..Undone::default() };
    if let Some(sentence) = passed.skipped_sentence(face.lang) {
        face.note(sentence);
    }
    Ok(DONE)
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
) -> Answer {
    face.at_work(|bench| {
        let mut records = Vec::new();
        let (mut actions, mut told) = (Vec::new(), Vec::new());
        let mut kept = 0;
        let mut last = Undone::default();
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
                    // Each undo passes over what those before it did, and maybe more.
                    last.skipped = last.skipped.max(undone.skipped);
                    last.past_erasure |= undone.past_erasure;
                }
                Err(error) if done == 0 => return Err(error.into()),
                Err(error) => {
                    stopped = Some(Failure::from(error));
                    break;
                }
            }
        }
        let touched = records.len();
        let document = json!({
            word: done, "records": records, "kept": kept, "skipped": last.skipped,
            "past_erasure": last.past_erasure, "actions": actions,
        });
        let text = match word {
            "undone" => say!(
                face.lang,
                "撤销了 {done} 步，{touched} 条记录：",
                "undid {done} action(s) on {touched} record(s):"
            ),
            _ => say!(
                face.lang,
                "重做了 {done} 步，{touched} 条记录，刚才撤销的是：",
                "redid {done} action(s) on {touched} record(s), taking back:"
            ),
        };
        told.insert(0, text);
        face.answer(&document, told.join("\n"))?;
        if kept > 0 {
            face.note(say!(
                face.lang,
                "{kept} 栏后来又被改过，没有动",
                "{kept} field(s) were changed since and stay"
            ));
        }
        if let Some(sentence) = last.skipped_sentence(face.lang) {
            face.note(sentence);
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
