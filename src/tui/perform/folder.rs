//! A whole folder of bundles taken in, as `minqing bundle import` does.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use super::Performer;
use crate::{
    domain::wording::{Lang, counted},
    say,
    tui::{
        cells::{fit, one_line},
        event::{Answer, Effect},
        screens::sync::stick::Glance,
    },
    workbench::{
        Error, Outer, Plan, Sealing,
        folder::{Found, Gathering, Harvest},
        notices, reach,
        sync::Preview,
    },
};

/// Files that are named one by one where they are left; the rest is counted.
const NAMED: usize = 4;

/// Lines that a question has room for on the least screen, some of them long.
const FORESEEN: usize = 6;

impl Performer {
    /// Says what taking a folder in would do, and asks whether to.
    pub(super) fn survey(&mut self, folder: &Path, tell: &mut dyn FnMut(Answer)) -> Result<Answer, Error> {
        let lang = self.lang;
        let harvest = self.harvest(folder, true, tell)?;
        if harvest.stopped {
            let title = lang.pick("已停下，什么也没有改动", "stopped; nothing was changed").to_owned();
            return Ok(Answer::Told { title, lines: self.reported(&harvest)? });
        }
        let title = self.titled(folder, &harvest);
        let mut lines = self.reported(&harvest)?;
        let is_news = harvest.taken.iter().any(is_news);
        if is_news {
            let more = lines.len().saturating_sub(FORESEEN);
            if more > 0 {
                lines.truncate(FORESEEN);
                lines.push(say!(
                    lang,
                    "另有 {more} 条，导入以后都会列出来",
                    "{more} more, all listed when it is done"
                ));
            }
            let asked = lang.pick(
                "要全部导入吗？每个文件要么整个导入，要么一点不动；⟦inspect-bundle⟧ 逐个细看",
                "Take all of it in? Each file comes in whole or not at all; ⟦inspect-bundle⟧ looks into each",
            );
            lines.splice(0..0, [title, asked.to_owned()]);
            let effect = Effect::Import { file: folder.to_path_buf(), passphrase: None };
            let bundles = self.glances(&harvest);
            return Ok(Answer::Surveyed { sentence: lines.join("\n"), bundles, effect });
        }
        let told = if harvest.is_empty() {
            lang.pick(
                "这里没有同步包（*.mqb）；请检查文件夹，或让同事先导出",
                "no bundles (*.mqb) are there; check the folder, or have a colleague export one",
            )
        } else {
            lang.pick("没有可导入的新内容", "there is nothing new to take in")
        };
        lines.insert(0, told.to_owned());
        Ok(Answer::Told { title, lines })
    }

    /// Takes a folder in and says what came of it.
    pub(super) fn gather_in(&mut self, folder: &Path, tell: &mut dyn FnMut(Answer)) -> Result<Answer, Error> {
        let harvest = self.harvest(folder, false, tell)?;
        let files = harvest.taken.iter().filter(|preview| !preview.plan.brings_nothing()).count();
        let title = if harvest.stopped {
            say!(
                self.lang,
                "已停下：{files} 个文件已整个导入，其余的一点没动；再导入一次会接着做",
                "stopped: {files} files are in whole, nothing of the others; import again to go on"
            )
        } else if files == 0 {
            self.lang.pick("没有新内容，什么也没有导入", "nothing new: nothing was taken in").to_owned()
        } else {
            let told = counted(files, "file", "files");
            say!(self.lang, "已导入 {files} 个文件", "{told} taken in")
        };
        Ok(Answer::Ended { title, lines: self.reported(&harvest)? })
    }

    fn harvest(
        &mut self,
        folder: &Path,
        dry_run: bool,
        tell: &mut dyn FnMut(Answer),
    ) -> Result<Harvest, Error> {
        let mut hearing = self.hearing(tell);
        let mut gathering = Gathering {
            dry_run,
            passphrase: &mut |_, _| None,
            progress: &mut |progress| hearing.hear(progress),
        };
        self.bench.take_in(&[PathBuf::from(folder)], &mut gathering)
    }

    fn titled(&self, folder: &Path, harvest: &Harvest) -> String {
        let lang = self.lang;
        let new = harvest.taken.iter().filter(|preview| is_news(preview)).count();
        let is_own = |outer: &Outer| outer.sender == self.bench.peer();
        let read = harvest.taken.iter().filter(|preview| !is_news(preview)).map(|preview| &preview.outer);
        let known: Vec<&Outer> =
            read.chain(harvest.skipped.iter().filter_map(|found| found.outer.as_ref())).collect();
        let own = known.iter().filter(|outer| is_own(outer)).count();
        let (had, left, folder) = (known.len() - own, harvest.left.len(), folder.display());
        let bundles = counted(new, "bundle", "bundles");
        let mut told = vec![say!(lang, "{new} 个同步包可导入", "{bundles} to take in")];
        if own > 0 {
            told.push(say!(lang, "{own} 个是这台写的", "{own} of this laptop"));
        }
        if had > 0 {
            told.push(say!(lang, "{had} 个都有了", "{had} here already"));
        }
        if left > 0 {
            told.push(say!(lang, "{left} 个用不了", "{left} unusable"));
        }
        let told = told.join(lang.pick("，", ", "));
        say!(lang, "文件夹 {folder}：{told}", "Folder {folder}: {told}")
    }

    /// The bundles one by one: those that bring something first.
    fn glances(&self, harvest: &Harvest) -> Vec<Glance> {
        let lang = self.lang;
        let glance = |file: &Path, outer: Option<&Outer>, standing: &str, note: String| {
            let name = one_line(&file.file_name().unwrap_or_default().to_string_lossy());
            let letter = outer.map(|outer| one_line(&outer.letter)).unwrap_or_default();
            let label = format!("{} {name}", fit(&letter, 3));
            Glance { file: file.to_path_buf(), standing: standing.to_owned(), label, note }
        };
        let had = |outer: Option<&Outer>| {
            let is_own = outer.is_some_and(|outer| outer.sender == self.bench.peer());
            if is_own { lang.pick("这台写的", "of here") } else { lang.pick("都有了", "here") }
        };
        let (news, known): (Vec<_>, Vec<_>) = harvest.taken.iter().partition(|preview| is_news(preview));
        let of_news = news.into_iter().map(|preview| {
            let plan = &preview.plan;
            let (new, changed, conflicting) = (plan.new.len(), plan.changed.len(), plan.conflicts);
            let note = say!(
                lang,
                "新增 {new} 改动 {changed} 冲突 {conflicting}",
                "{new} new, {changed} changed, {conflicting} in conflict"
            );
            glance(&preview.file, Some(&preview.outer), lang.pick("新", "new"), note)
        });
        let of_known = known.into_iter().map(|preview| {
            glance(&preview.file, Some(&preview.outer), had(Some(&preview.outer)), String::new())
        });
        let of_skipped = harvest.skipped.iter().map(|found| {
            let outer = found.outer.as_ref();
            glance(&found.file, outer, had(outer), String::new())
        });
        let of_left = harvest.left.iter().map(|found| {
            let why = found.why.as_ref().map_or("", |why| why.get(lang));
            glance(&found.file, found.outer.as_ref(), lang.pick("用不了", "unusable"), one_line(why))
        });
        of_news.chain(of_known).chain(of_skipped).chain(of_left).collect()
    }

    /// What came or would come of it.
    fn reported(&self, harvest: &Harvest) -> Result<Vec<String>, Error> {
        let lang = self.lang;
        let plan = together(harvest);
        let (new, changed, conflicting) = (plan.new.len(), plan.changed.len(), plan.conflicts);
        let (erased, waiting) = (plan.erased.len(), plan.waiting);
        let mut lines = Vec::new();
        if !harvest.taken.is_empty() {
            lines.push(say!(
                lang,
                "新增 {new}，改动 {changed}，冲突 {conflicting}，按要求删除 {erased}，等待 {waiting}",
                "{new} new, {changed} changed, {conflicting} in conflict, {erased} erased, {waiting} waiting"
            ));
        }
        for notice in notices::notices(&plan, &self.bench.laptops()?, lang) {
            lines.push(format!("! {notice}"));
        }
        for letter in harvest.taken.iter().filter_map(|preview| preview.renewed.as_ref()) {
            lines.push(format!("! {}", notices::renewed(letter, lang)));
        }
        lines.extend(harvest.left.iter().take(NAMED).map(|found| left(found, lang)));
        let more = harvest.left.len().saturating_sub(NAMED);
        if more > 0 {
            lines.push(say!(lang, "! 还有 {more} 个文件用不了", "! {more} more files are left"));
        }
        if !harvest.waits_for.is_empty() {
            let holes = reach::told(&harvest.waits_for, lang);
            lines.push(say!(
                lang,
                "还在等 {holes}：请向同事要同步包",
                "still waiting for {holes}: ask colleagues for a bundle"
            ));
        }
        Ok(lines)
    }
}

/// Whether a bundle brings something that is not here.
fn is_news(preview: &Preview) -> bool {
    preview.plan.commits + preview.plan.waiting > 0
}

/// A file that is left, and why.
fn left(found: &Found, lang: Lang) -> String {
    let name = found.file.file_name().unwrap_or_default().to_string_lossy();
    if found.code == 4 && found.outer.as_ref().is_some_and(|outer| outer.sealing == Sealing::Passphrase) {
        return say!(
            lang,
            "! {name}：要口令，请到 ⟦go-sync⟧ 按 ⟦import⟧ 单独导入它",
            "! {name}: sealed by a passphrase, take it in by itself with ⟦import⟧ on ⟦go-sync⟧"
        );
    }
    let why = found.why.as_ref().map_or("", |why| why.get(lang));
    say!(lang, "! {name}：{why}", "! {name}: {why}")
}

/// What all of it does, each record counted once.
fn together(harvest: &Harvest) -> Plan {
    let mut all = Plan::default();
    let mut aside = BTreeMap::new();
    let mut enrols = BTreeSet::new();
    for plan in harvest.taken.iter().map(|preview| &preview.plan) {
        all.new.extend(&plan.new);
        all.changed.extend(&plan.changed);
        all.conflicting.extend(&plan.conflicting);
        all.conflicts += plan.conflicts;
        all.erased.extend(&plan.erased);
        all.copied.extend(&plan.copied);
        all.revokes.extend(&plan.revokes);
        all.retracts |= plan.retracts;
        enrols.extend(&plan.enrols);
        for (peer, count) in &plan.aside {
            *aside.entry(*peer).or_default() += count;
        }
        all.waiting += plan.waiting;
    }
    all.changed = &all.changed - &all.new;
    Plan { aside, enrols: enrols.into_iter().collect(), ..all }
}
