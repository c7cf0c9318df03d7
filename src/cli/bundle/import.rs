//! `minqing bundle import`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use serde_json::{Value as Json, json};

use crate::{
    cli::{
        face::Face,
        failure::{Answer, DONE, FAILED, Failure, IN_PART},
        progress::Bar,
        table::plain_lines,
    },
    domain::wording::Lang,
    say,
    workbench::{
        Plan, Purpose, Sealing, Workbench,
        sync::{self, Preview},
    },
};

/// 导入同步包；`--dry-run` 只看会改动什么 · Take bundles in; with `--dry-run` only say what would change
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing bundle import minqing-B.mqb --dry-run
  minqing bundle import /media/usb
  minqing bundle import b.mqb c.mqb --json

每个文件要么整个导入，要么一点不动。 Each file is taken in whole or not at all.")]
pub(in crate::cli) struct Order {
    /// 文件，或有 *.mqb 的文件夹 · Files, or folders with *.mqb files
    #[arg(value_name = "FILE|DIR", required = true)]
    files: Vec<PathBuf>,
    /// 只看结果，不写入 · Only say what would happen
    #[arg(long)]
    dry_run: bool,
}

/// A file to take in.
struct Candidate {
    file: PathBuf,
    /// Whether it was found in a folder rather than named.
    found: bool,
}

/// Takes them in, one after the other.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    let candidates = candidates(&order.files)?;
    if candidates.is_empty() {
        return Err(Failure::new(
            FAILED,
            "这里没有同步包（*.mqb）；请检查文件夹，或让同事先导出",
            "no bundles (*.mqb) are there; check the folder, or have a colleague export one",
        ));
    }
    face.at_work(|bench| {
        let mut told = Vec::new();
        let mut texts = Vec::new();
        let mut failures: Vec<(PathBuf, Failure)> = Vec::new();
        for candidate in &candidates {
            match take(face, bench, candidate, order.dry_run) {
                Ok(preview) => {
                    told.push(document(&preview));
                    texts.push(described(&preview, face.lang));
                }
                Err(failure) => failures.push((candidate.file.clone(), failure)),
            }
        }
        if told.is_empty()
            && failures.len() == 1
            && let Some((_, failure)) = failures.pop()
        {
            return Err(failure);
        }
        let mut refused = Vec::new();
        for (file, failure) in &failures {
            let (path, why) = (file.display().to_string(), failure.sentence(face.lang).unwrap_or_default());
            face.note(format!("{path}: {why}"));
            refused.push(json!({ "file": path, "code": failure.code, "reason": why }));
        }
        let dry = if order.dry_run {
            face.lang.pick("试看，没有写入", "a dry run, nothing was written")
        } else {
            face.lang.pick("已导入", "taken in")
        };
        texts.push(dry.to_owned());
        face.answer(
            &json!({ "bundles": told, "refused": refused, "dry_run": order.dry_run }),
            texts.join("\n"),
        )?;
        match failures.first() {
            None => Ok(DONE),
            // Nothing at all was done: that is not a part.
            Some((_, first)) if told.is_empty() => Ok(first.code),
            Some(_) => Ok(IN_PART),
        }
    })
}

/// The files named, and the bundles in the folders named, by name.
fn candidates(named: &[PathBuf]) -> Result<Vec<Candidate>, Failure> {
    let mut all = Vec::new();
    for path in named {
        if !path.is_dir() {
            all.push(Candidate { file: path.clone(), found: false });
            continue;
        }
        let entries = fs::read_dir(path).map_err(|error| {
            let path = path.display();
            Failure::of_system(
                FAILED,
                &format!("读不了文件夹 {path}"),
                &format!("cannot read {path}"),
                &error,
            )
        })?;
        let is_bundle =
            |path: &PathBuf| path.extension().is_some_and(|suffix| suffix.eq_ignore_ascii_case("mqb"));
        let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(is_bundle).collect();
        files.sort();
        all.extend(files.into_iter().map(|file| Candidate { file, found: true }));
    }
    Ok(all)
}

fn take(
    face: &Face,
    bench: &mut Workbench,
    candidate: &Candidate,
    dry_run: bool,
) -> Result<Preview, Failure> {
    let file = candidate.file.as_path();
    if let Some(own) = own(face, bench, candidate)? {
        return Ok(own);
    }
    let passphrase = passphrase(face, file)?;
    if dry_run {
        return Ok(bench.preview(file, passphrase)?);
    }
    let bar = Bar::new(face.lang.pick("导入", "importing"));
    Ok(bench.import_bundle(file, passphrase, &mut |progress| bar.show(progress))?)
}

/// A bundle that this laptop wrote itself and all of which it has: nothing to do.
/// It is read to its end all the same, since somebody may rely on the file;
/// only one that was sealed for others, to which no key is at hand, is believed.
fn own(face: &Face, bench: &Workbench, candidate: &Candidate) -> Result<Option<Preview>, Failure> {
    if !candidate.found {
        return Ok(None);
    }
    let outer = sync::inspect(&candidate.file)?;
    if outer.sender != bench.peer() || outer.purpose != Purpose::Exchange {
        return Ok(None);
    }
    let has = bench.knowledge_of(bench.peer())?;
    if outer.ranges.iter().any(|range| has.get(range.peer) < range.to) {
        return Ok(None);
    }
    match bench.preview(&candidate.file, face.told()?.map(|told| told.to_string())) {
        Ok(preview) => return Ok(Some(preview)),
        Err(error) if error.is_sealed_away() => {}
        Err(error) => return Err(error.into()),
    }
    let mut preview = Preview { file: candidate.file.clone(), plan: Plan::default(), outer };
    preview.plan.already_had = preview.outer.commits;
    Ok(Some(preview))
}

/// The passphrase of a bundle that needs one.
fn passphrase(face: &Face, file: &Path) -> Result<Option<String>, Failure> {
    if sync::inspect(file)?.sealing == Sealing::Passphrase {
        return Ok(Some(face.told_or_asked()?.to_string()));
    }
    Ok(face.told()?.map(|told| told.to_string()))
}

/// What a bundle did or would do, in JSON.
pub(in crate::cli) fn document(preview: &Preview) -> Json {
    let plan = &preview.plan;
    let waiting: Vec<Json> = plan
        .waiting_for
        .iter()
        .map(|gap| json!({ "peer": gap.peer.to_string(), "from": gap.from, "to": gap.to }))
        .collect();
    let erased: Vec<String> = plan.erased.iter().map(ToString::to_string).collect();
    json!({
        "file": preview.file.display().to_string(), "from": preview.outer.sender.to_string(),
        "letter": preview.outer.letter, "new": plan.new.len(), "changed": plan.changed.len(),
        "conflicting": plan.conflicting.len(), "erased": plan.erased.len(), "already_had": plan.already_had,
        "erased_records": erased, "commits": plan.commits, "waiting": plan.waiting, "waiting_for": waiting,
    })
}

/// What a bundle did or would do, in words.
pub(in crate::cli) fn described(preview: &Preview, lang: Lang) -> String {
    let plan = &preview.plan;
    let file = preview.file.file_name().unwrap_or_default().to_string_lossy();
    let (letter, new, changed) = (&preview.outer.letter, plan.new.len(), plan.changed.len());
    let (conflicting, erased, had) = (plan.conflicting.len(), plan.erased.len(), plan.already_had);
    let mut line = say!(
        lang,
        "{file}（电脑 {letter}）：新增 {new}，变更 {changed}，冲突 {conflicting}，按要求删除 {erased}，已有 {had}",
        "{file} (laptop {letter}): {new} new, {changed} changed, {conflicting} conflicting, {erased} erased, {had} already had"
    );
    for gap in &plan.waiting_for {
        let peer: String = gap.peer.to_string().chars().take(8).collect();
        let (from, to) = (gap.from, gap.to);
        line.push_str(&say!(
            lang,
            "\n  还要等电脑 {peer} 的第 {from}–{to} 次提交",
            "\n  waits for commits {from}–{to} of laptop {peer}"
        ));
    }
    plain_lines(&line)
}
