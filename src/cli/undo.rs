//! `minqing undo`: takes own actions back.

use clap::Args;
use serde_json::json;

use super::{
    face::Face,
    failure::{Answer, DONE, Failure, IN_PART},
};
use crate::{
    say,
    workbench::{Error, Workbench, undo::Undone},
};

/// 撤销自己最后的操作 · Take the last own actions back
#[derive(Debug, Args)]
#[command(after_help = "例子 Examples:\n  minqing undo\n  minqing undo --count 3")]
pub(super) struct Order {
    /// 撤销几步 · How many
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(super) count: u32,
}

/// Takes them back.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    repeat(face, order.count, "undone", Workbench::undo)
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
        let mut kept = 0;
        let mut last = Undone::default();
        let mut done = 0;
        let mut stopped = None;
        for _ in 0..count {
            match once(bench) {
                Ok(undone) => {
                    records.extend(undone.records.iter().map(ToString::to_string));
                    kept += undone.kept;
                    done += 1;
                    // Each undo passes over what those before it did, and maybe more.
                    last.skipped = last.skipped.max(undone.skipped);
                }
                Err(error) if done == 0 => return Err(error.into()),
                Err(error) => {
                    stopped = Some(Failure::from(error));
                    break;
                }
            }
        }
        let touched = records.len();
        let document = json!({ word: done, "records": records, "kept": kept, "skipped": last.skipped });
        let text = match word {
            "undone" => say!(
                face.lang,
                "撤销了 {done} 步，{touched} 条记录",
                "undid {done} action(s) on {touched} record(s)"
            ),
            _ => say!(
                face.lang,
                "重做了 {done} 步，{touched} 条记录",
                "redid {done} action(s) on {touched} record(s)"
            ),
        };
        face.answer(&document, text)?;
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
