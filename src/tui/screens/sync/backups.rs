//! The backups of F10: how old the last one is, and which there are.

use std::path::Path;

use super::Target;
use crate::{
    domain::wording::Lang,
    say,
    tui::{
        cells::{self, fit, one_line},
        keys::Place,
        model::{Model, Popup},
        screens::listing::Told,
        snapshot::Snapshot,
        wording::told_bytes,
    },
    workbench::backups::Kept,
};

/// Their rows; each of a file leads to what is told of it.
pub(super) fn rows(data: &Snapshot, lang: Lang, width: usize) -> Vec<Told<Target>> {
    let backups = &data.backups;
    let title = match backups.newest() {
        None => lang.pick("备份：还没有", "Backups: none yet").to_owned(),
        Some(day) => say!(lang, "备份：最近一份 {day}", "Backups: the last of {day}"),
    };
    let mut rows = vec![Told::heading(title)];
    if let Some(days) = backups.is_old(data.today) {
        let told = say!(lang, "  ! 已经 {days} 天没有备份", "  ! no backup for {days} days");
        rows.push(Told::note(told).late(true));
    }
    let elsewhere = match &backups.elsewhere {
        None => lang
            .pick(
                "别处还没有备份，按 ⟦backup⟧ 存到 U 盘：这台电脑坏了、丢了，没有导出过的就没有了",
                "none was put elsewhere (⟦backup⟧, onto a stick): what was not exported goes with this laptop",
            )
            .to_owned(),
        Some((day, file)) => say!(lang, "别处：{day}  {file}", "elsewhere: {day}  {file}"),
    };
    rows.extend(Told::notes("  ", &one_line(&data.keys.told(&elsewhere, Place::Sync, lang)), width));
    rows.extend(backups.here.iter().map(row));
    rows
}

/// A file with its day and its size.
fn row(kept: &Kept) -> Told<Target> {
    let at = kept.at.map(|at| at.strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default();
    let name = one_line(&kept.file.file_name().unwrap_or_default().to_string_lossy());
    let text = format!("   {}  {}  {name}", fit(&at, 16), fit(&told_bytes(kept.bytes), 8));
    Told::leading(text, Target::Backup(kept.file.clone()))
}

/// Where it is, in full, in lines of a width.
pub(super) fn detail(data: &Snapshot, file: &Path, lang: Lang, width: usize) -> Vec<String> {
    let Some(kept) = kept(data, file) else { return Vec::new() };
    let (place, bytes) = (one_line(&kept.file.display().to_string()), told_bytes(kept.bytes));
    let told = say!(lang, "自动备份 {place}，{bytes}", "automatic backup {place}, {bytes}");
    cells::hang(" ", &told, width)
}

fn kept<'a>(data: &'a Snapshot, file: &Path) -> Option<&'a Kept> {
    data.backups.here.iter().find(|kept| kept.file == file)
}

/// Tells of it over the screen: where it is, what it is good for, how it is used.
pub(super) fn read(model: &mut Model, file: &Path) {
    let lang = model.lang;
    let Some(kept) = kept(&model.data, file) else { return };
    let at = kept.at.map(|at| at.strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default();
    let (place, bytes) = (one_line(&kept.file.display().to_string()), told_bytes(kept.bytes));
    let title = say!(lang, "自动备份 {at}", "Automatic backup {at}");
    let lines = [
        say!(lang, "文件  {place}", "File  {place}"),
        say!(lang, "大小  {bytes}", "Size  {bytes}"),
        String::new(),
        lang.pick(
            "它和台账在同一台电脑上：台账打不开时用得上，电脑坏了、丢了就一起没有了。按 ⟦backup⟧ 另存一份到 U 盘。",
            "It lies on the same laptop: good for a ledger that does not open, gone with a laptop that is lost. ⟦backup⟧ puts another one onto a stick.",
        )
        .to_owned(),
        lang.pick(
            "要用它：把文件拷到新电脑上，第一次打开时选“从备份恢复”，或用 minqing restore 恢复，输入口令。这台的台账不动。",
            "To use it: copy the file to a new laptop and choose to restore from a backup at the first start, or use minqing restore, with the passphrase. What is here stays as it is.",
        )
        .to_owned(),
    ];
    model.popups.push(Popup::Reading { title, lines: lines.to_vec(), top: 0 });
}
