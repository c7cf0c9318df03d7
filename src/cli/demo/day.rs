//! The same day as on the screen, told in words.

use std::{fmt, fs, path::PathBuf};

use serde_json::{Value as Json, json};

use super::{Order, place};
use crate::{
    cli::{
        bundle::{described, document},
        case, conflicts,
        face::Face,
        failure::{Answer, DONE, Failure},
        record::Sight,
        status,
        table::plain,
    },
    domain::issues::issues,
    say,
    workbench::{Error, Workbench, steps::Case, sync::ExportOrder},
};

/// Issues named before the rest is only counted.
const NAMED: usize = 8;

/// Goes through it: what is owed, what a colleague sent, what disagrees, what goes out.
pub(super) fn tell(face: &Face, bench: &mut Workbench, order: &Order) -> Answer {
    let lang = face.lang;
    let told = Told(face);
    let before = bench.status()?;
    let (group, member) = (&before.group, &before.member);
    let count = |ledger: &str| before.counts.get(ledger).copied().unwrap_or(0);
    let (homes, residents, visits, all) =
        (count("households"), count("residents"), count("visits"), count("issues"));
    told.say(say!(
        lang,
        "{group}，{member}：{homes} 户、{residents} 人、{visits} 次走访、{all} 件事项",
        "{group}, {member}: {homes} households, {residents} residents, {visits} visits, {all} issues"
    ))?;
    let due = due(bench)?;
    let (late, today) = (before.overdue, due.len() - before.overdue.min(due.len()));
    told.say(say!(
        lang,
        "今天该回谁的话：超期 {late} 件，今天到期 {today} 件",
        "who is owed an answer today: {late} overdue, {today} due today"
    ))?;
    for case in due.iter().take(NAMED) {
        let (number, title) = (case.issue.text(issues::NUMBER), case.issue.text(issues::TITLE));
        let from = case.issue.text(issues::FROM);
        let distance = case.standing.running.distance(bench.today(), lang);
        told.say(plain(&format!("  {number}  {distance}  {title}  {from}")))?;
    }
    let bundles = take_inbox(&told, bench)?;
    let disagreeing = bench.conflicts()?;
    for conflict in &disagreeing {
        told.say(lang.pick(
            "两台电脑各改各的，请选一个：",
            "two laptops wrote it without seeing each other; choose:",
        ))?;
        told.say(conflicts::text(bench, conflict, lang, Sight::Masked)?)?;
    }
    let written = bench.export(&place::folder(bench.home(), "outbox")?, &ExportOrder::default())?;
    let (path, commits) = (written.file.display().to_string(), written.commits);
    told.say(say!(
        lang,
        "给同事的同步包写在 {path}（{commits} 次提交）",
        "a bundle for colleagues was written to {path} ({commits} commits)"
    ))?;
    let after = bench.status()?;
    let digest = &after.digest;
    told.say(say!(lang, "校验 {digest}", "digest {digest}"))?;
    if face.json {
        let owed: Result<Vec<Json>, Error> =
            due.iter().map(|case| case::document(bench, case, Sight::Masked).map(Json::Object)).collect();
        let open: Result<Vec<Json>, Error> =
            disagreeing.iter().map(|conflict| conflicts::document(bench, conflict, Sight::Masked)).collect();
        face.document(&json!({
            "home": bench.home().display().to_string(), "seed": order.seed, "status": status::document(&after, face.lang),
            "due": owed?, "bundles": bundles, "conflicts": open?,
            "exported": { "file": path, "bytes": written.bytes, "commits": commits },
            "digest": digest,
        }))?;
    }
    Ok(DONE)
}

/// What is said step by step; nothing of it where one document is wanted.
struct Told<'f>(&'f Face);

impl Told<'_> {
    fn say(&self, line: impl fmt::Display) -> Result<(), Failure> {
        if self.0.json { Ok(()) } else { self.0.out(line) }
    }
}

/// Open issues that are due today or were due before.
fn due(bench: &Workbench) -> Result<Vec<Case>, Error> {
    let today = bench.today();
    let owed = |case: &Case| {
        // What was merged is owed where it goes on.
        let goes_on = case.standing.merged_into.is_some();
        !goes_on && !case.standing.is_closed() && case.standing.due <= today
    };
    Ok(bench.all_cases()?.iter().filter(|case| owed(case)).cloned().collect())
}

/// Previews what lies in the inbox, then takes it in.
fn take_inbox(told: &Told<'_>, bench: &mut Workbench) -> Result<Vec<Json>, Failure> {
    let lang = told.0.lang;
    let inbox = place::folder(bench.home(), "inbox")?;
    let entries = fs::read_dir(&inbox).map_err(|error| place::unwritable(&inbox, &error))?;
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|suffix| suffix == "mqb"))
        .collect();
    files.sort();
    let mut taken = Vec::new();
    for file in files {
        let preview = bench.preview(&file, None)?;
        told.say(lang.pick(
            "收到同事的同步包，先看会改动什么：",
            "a colleague's bundle came; first what it would change:",
        ))?;
        told.say(format!("  {}", described(bench, &preview, lang)?))?;
        let preview = bench.import_bundle(&file, None, &mut |_| {})?;
        told.say(lang.pick("  已导入", "  taken in"))?;
        taken.push(document(bench, &preview)?);
    }
    Ok(taken)
}
