//! The backups of F10: how old the last one is, and which there are.

use super::Target;
use crate::{
    domain::wording::Lang,
    say,
    tui::{
        cells::{fit, one_line},
        keys::Place,
        screens::listing::Told,
        snapshot::Snapshot,
        wording::told_bytes,
    },
    workbench::backups::Kept,
};

/// Their rows; none of them leads anywhere.
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
    Told::note(format!("   {}  {}  {name}", fit(&at, 16), fit(&told_bytes(kept.bytes), 8)))
}
