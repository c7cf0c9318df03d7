//! `minqing bundle import`.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Map, Value as Json, json};

use super::holes_json;
use crate::{
    cli::{
        face::Face,
        failure::{Answer, DONE, FAILED, Failure, IN_PART},
        status::clock,
        table::{plain, plain_lines},
    },
    domain::wording::Lang,
    say,
    workbench::{
        Error, Workbench,
        clocks::WrongClock,
        folder::{Found, Gathering, Harvest, Standing},
        notices, reach,
        sync::Preview,
    },
};

/// 导入同步包；`--dry-run` 只看会改动什么 · Take bundles in; with `--dry-run` only say what would change
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing bundle import minqing-B.mqb --dry-run
  minqing bundle import /media/usb
  minqing bundle import b.mqb c.mqb --json

每个文件要么整个导入，要么一点不动；文件夹里没拷完的留着不动，导入过的直接跳过。
Each file is taken in whole or not at all; in a folder, files that are not copied to
their end are left, and those that were taken in before are passed over.")]
pub(in crate::cli) struct Order {
    /// 文件，或有 *.mqb 的文件夹 · Files, or folders with *.mqb files
    #[arg(value_name = "FILE|DIR", required = true)]
    files: Vec<PathBuf>,
    /// 只看结果，不写入 · Only say what would happen
    #[arg(long)]
    dry_run: bool,
}

/// Takes them in, causes first.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    // A passphrase file that cannot be read is told before anything is done.
    let told = face.told()?.map(|told| told.to_string());
    face.at_work(|bench| {
        let bar = face.bar("导入", "importing");
        let mut gathering = Gathering {
            dry_run: order.dry_run,
            passphrase: &mut |_file, is_sealed_by_one| match &told {
                None if is_sealed_by_one => face.told_or_asked().ok().map(|asked| asked.to_string()),
                known => known.clone(),
            },
            progress: &mut |progress| bar.hear(progress),
        };
        let harvest = bench.take_in(&order.files, &mut gathering)?;
        bar.end();
        if harvest.stopped && harvest.taken.is_empty() {
            return Err(Failure::new(
                FAILED,
                "已停下，什么也没有导入；再运行一次会从头做",
                "stopped, nothing was taken in; run it again to do it",
            ));
        }
        if harvest.is_empty() {
            return Err(Failure::new(
                FAILED,
                "这里没有同步包（*.mqb）；请检查文件夹，或让同事先导出",
                "no bundles (*.mqb) are there; check the folder, or have a colleague export one",
            ));
        }
        let is_nothing_done = harvest.taken.is_empty() && harvest.skipped.is_empty();
        let is_unfinished = |found: &Found| found.standing == Standing::Unfinished;
        if let [only] = harvest.left.as_slice()
            && is_nothing_done
            && !is_unfinished(only)
            && let Some(why) = &only.why
        {
            return Err(Failure::new(only.code, why.get(Lang::Zh), why.get(Lang::En)));
        }
        answer(face, bench, order, &harvest)?;
        let is_set_aside = harvest.taken.iter().any(|preview| !preview.plan.aside.is_empty());
        match harvest.left.first() {
            None if is_set_aside || harvest.stopped => Ok(IN_PART),
            None => Ok(DONE),
            // Nothing at all was done: that is not a part.
            Some(first) if is_nothing_done && !harvest.left.iter().any(is_unfinished) => Ok(first.code),
            Some(_) => Ok(IN_PART),
        }
    })
}

/// Tells what came of it.
fn answer(face: &Face, bench: &Workbench, order: &Order, harvest: &Harvest) -> Result<(), Failure> {
    let lang = face.lang;
    let mut texts = Vec::new();
    let mut bundles = Vec::new();
    for preview in &harvest.taken {
        bundles.push(document(bench, preview)?);
        texts.push(described(bench, preview, lang)?);
    }
    let skipped = harvest.skipped.len();
    bundles.extend(harvest.skipped.iter().filter_map(passed_over));
    if skipped > 0 {
        texts.push(say!(
            lang,
            "跳过 {skipped} 个以前导入过的文件",
            "passed over {skipped} files that were taken in before"
        ));
    }
    let mut refused = Vec::new();
    for found in &harvest.left {
        let path = found.file.display().to_string();
        let why = found.why.as_ref().map_or("", |why| why.get(lang));
        face.note(plain_lines(&format!("{path}: {why}")));
        let kind = if found.standing == Standing::Unfinished { "unfinished" } else { "refused" };
        refused.push(json!({ "file": path, "kind": kind, "code": found.code, "reason": why }));
    }
    if harvest.stopped {
        let files = harvest.taken.len();
        face.note(say!(
            lang,
            "已停下：{files} 个文件已整个处理，其余的一点没动；再运行一次会接着做",
            "stopped: {files} files were done whole, nothing of the others; run it again to go on"
        ));
    }
    if !harvest.waits_for.is_empty() {
        let holes = plain(&reach::told(&harvest.waits_for, lang));
        texts.push(say!(
            lang,
            "还在等 {holes}：请向同事要同步包",
            "still waiting for {holes}: ask colleagues for a bundle"
        ));
    }
    let told = bench.notices()?;
    let told: Vec<&str> = told.iter().map(|notice| notice.get(lang)).collect();
    texts.extend(told.iter().map(|notice| plain_lines(&format!("! {notice}"))));
    let dry = if order.dry_run {
        lang.pick("试看，没有写入", "a dry run, nothing was written")
    } else if harvest.taken.is_empty() && harvest.skipped.is_empty() {
        lang.pick("什么也没有导入", "nothing was taken in")
    } else if harvest.taken.iter().all(|preview| preview.plan.brings_nothing()) {
        lang.pick("没有新内容：都是以前导入过的", "nothing new: all of it was taken in before")
    } else {
        lang.pick("已导入", "taken in")
    };
    texts.push(dry.to_owned());
    let document = json!({
        "bundles": bundles, "refused": refused, "waiting_for": holes_json(&harvest.waits_for),
        "dry_run": order.dry_run, "notices": told,
    });
    face.answer(&document, texts.join("\n"))
}

/// A bundle that was passed over: all of it was here.
fn passed_over(found: &Found) -> Option<Json> {
    let outer = found.outer.as_ref()?;
    Some(json!({
        "file": found.file.display().to_string(), "from": outer.sender.to_string(), "letter": outer.letter,
        "new": 0, "changed": 0, "conflicting": 0, "erased": 0, "already_had": outer.commits,
        "commits": 0, "waiting": 0, "waiting_for": [], "skipped": true,
    }))
}

/// What a bundle did or would do, in JSON.
pub(in crate::cli) fn document(bench: &Workbench, preview: &Preview) -> Result<Json, Error> {
    let plan = &preview.plan;
    let clocks: Vec<Json> = concerned(preview).map(clock).collect();
    let holes = plan.waiting_for.iter().map(|gap| bench.hole(gap)).collect::<Result<Vec<_>, _>>()?;
    Ok(json!({
        "file": preview.file.display().to_string(), "from": preview.outer.sender.to_string(),
        "letter": preview.outer.letter, "new": plan.new.len(), "changed": plan.changed.len(),
        "conflicting": plan.conflicting.len(), "conflicts": plan.conflicts, "erased": plan.erased.len(), "already_had": plan.already_had,
        "erased_records": plan.erased.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "commits": plan.commits, "waiting": plan.waiting, "waiting_for": holes_json(&holes), "skipped": false,
        "enrolled": plan.enrols.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "aside": plan.aside.iter().map(|(peer, count)| (peer.to_string(), json!(count))).collect::<Map<_, _>>(),
        "retracts": plan.retracts, "renewed": preview.renewed, "clocks": clocks,
        "copied": plan.copied.iter().map(ToString::to_string).collect::<Vec<_>>(),
    }))
}

/// The wrong clocks among laptops that a bundle is from or carries, and this one's own.
fn concerned(preview: &Preview) -> impl Iterator<Item = &WrongClock> {
    let outer = &preview.outer;
    let whose = move |peer| peer == outer.sender || outer.ranges.iter().any(|range| range.peer == peer);
    preview.clocks.iter().filter(move |clock| clock.own || whose(clock.peer))
}

/// What a bundle did or would do, in words.
pub(in crate::cli) fn described(bench: &Workbench, preview: &Preview, lang: Lang) -> Result<String, Error> {
    let plan = &preview.plan;
    let file = preview.file.file_name().unwrap_or_default().to_string_lossy();
    let (letter, new, changed) = (&preview.outer.letter, plan.new.len(), plan.changed.len());
    let (conflicting, erased, had) = (plan.conflicts, plan.erased.len(), plan.already_had);
    let mut line = say!(
        lang,
        "{file}（电脑 {letter}）：新增 {new}，变更 {changed}，冲突 {conflicting}，按要求删除 {erased}，已有 {had}",
        "{file} (laptop {letter}): {new} new, {changed} changed, {conflicting} conflicting, {erased} erased, {had} already had"
    );
    for gap in &plan.waiting_for {
        let hole = bench.hole(gap)?.told(lang);
        line.push_str(&say!(lang, "\n  等 {hole}", "\n  waits for {hole}"));
    }
    for notice in notices::notices(plan, &bench.laptops()?, lang) {
        line.push_str("\n  ! ");
        line.push_str(&notice);
    }
    if let Some(letter) = &preview.renewed {
        line.push_str("\n  ! ");
        line.push_str(&notices::renewed(letter, lang));
    }
    for clock in concerned(preview) {
        line.push_str("\n  ! ");
        line.push_str(&clock.sentence(lang));
    }
    Ok(plain_lines(&line))
}
