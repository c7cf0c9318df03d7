//! `minqing passphrase`: another passphrase for the workspace.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{
    face::{DEMO_MARK, Face},
    failure::{Answer, DONE, FAILED, Failure},
    passphrase::Source,
};
use crate::workbench::passphrase::{Rewrapped, weakness};

/// 换台账的口令，先用旧口令打开 · Change the passphrase of the workspace; the old one opens it first
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing passphrase
  minqing passphrase --passphrase-file old.txt --new-passphrase-file new.txt

以前的备份仍用旧口令打开。 Backups made before still open with the old one.")]
pub(super) struct Order {
    /// 从文件第一行读新口令，也可用 `MINQING_NEW_PASSPHRASE` · Read the new passphrase from a file's first line
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
}

/// Opens with the old one, wraps the key under the new one.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    face.at_work(|bench| {
        let source = Source::new("MINQING_NEW_PASSPHRASE", order.new_passphrase_file.clone());
        let new = match source.given()? {
            Some(given) => given,
            None => source.chosen(face.lang, face.lang.pick("新口令：", "New passphrase: "))?,
        };
        if let Some(warning) = weakness(&new, face.lang) {
            face.note(warning);
        }
        let bar = face.bar("换口令", "changing the passphrase");
        let rewrapped = bench.change_passphrase_telling(&new, &mut |progress| bar.hear(progress))?;
        bar.end();
        let sentence = rewrapped.sentence(face.lang);
        match &rewrapped {
            Rewrapped::Done { backups, .. } => {
                // What was a demonstration's word opens it no more.
                let mark = bench.home().join(DEMO_MARK);
                if mark.is_file() {
                    let _ = std::fs::write(&mark, "own");
                }
                face.answer(&json!({ "changed": true, "backups_with_the_old_one": backups }), sentence)?;
                Ok(DONE)
            }
            Rewrapped::Same | Rewrapped::Failed { .. } => Err(Failure::new(
                FAILED,
                rewrapped.sentence(crate::domain::wording::Lang::Zh),
                rewrapped.sentence(crate::domain::wording::Lang::En),
            )),
        }
    })
}
