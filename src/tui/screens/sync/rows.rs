//! The rows of F10, part by part: laptops, the inbox, conflicts, backups.

use super::{Target, backups, laptop};
use crate::{
    domain::wording::{Lang, counted},
    say,
    tui::{
        cells::{fit, one_line},
        keys::Place,
        screens::listing::Told,
        snapshot::{Dispute, Snapshot},
        wording::names,
    },
    workbench::{
        folder::{Found, Standing},
        reach,
    },
};

/// All of them.
pub(super) fn rows(data: &Snapshot, lang: Lang, width: usize) -> Vec<Told<Target>> {
    parts(data, lang, width).into_iter().flatten().collect()
}

/// The same in parts, each with its heading first.
pub(super) fn parts(data: &Snapshot, lang: Lang, width: usize) -> [Vec<Told<Target>>; 4] {
    let mut parts =
        [laptops(data, lang, width), inbox(data, lang, width), conflicts(data, lang, width), Vec::new()];
    for part in parts.iter_mut().take(3) {
        part.push(Told::note(String::new()));
    }
    let [.., last] = &mut parts;
    *last = backups::rows(data, lang, width);
    parts
}

fn laptops(data: &Snapshot, lang: Lang, width: usize) -> Vec<Told<Target>> {
    let mut rows = Vec::new();
    let unexported = data.status.unexported;
    let changes = counted(unexported, "change", "changes");
    rows.push(Told::heading(match owed(data, lang) {
        Some(whom) => say!(
            lang,
            "电脑：这台还有 {unexported} 次改动没有导出给 {whom}",
            "Laptops: this one has {changes} to export for {whom}"
        ),
        None => say!(
            lang,
            "电脑：这台还有 {unexported} 次改动没有导出",
            "Laptops: this one has {changes} to export"
        ),
    }));
    rows.extend(laptop::rows(data, lang, width));
    let own = data.laptops.iter().filter(|laptop| laptop.own).filter_map(|laptop| laptop.clock.as_ref());
    let notices = data.status.notices.iter().map(|notice| notice.get(lang).to_owned());
    for told in own.map(|clock| clock.sentence(lang)).chain(notices) {
        rows.extend(Told::notes("  ! ", &one_line(&told), width));
    }
    if data.laptops.len() < 2 {
        let told = lang.pick(
            "只有这一台。按 ⟦invite⟧ 写邀请文件，让别的电脑加入；按 ⟦export⟧ 导出同步包。",
            "Only this one. ⟦invite⟧ writes an invitation for another laptop, ⟦export⟧ a bundle.",
        );
        rows.extend(Told::notes("  ", &data.keys.told(told, Place::Sync, lang), width));
    }
    rows
}

fn inbox(data: &Snapshot, lang: Lang, width: usize) -> Vec<Told<Target>> {
    let place = one_line(&data.inbox_at);
    let mut rows =
        vec![Told::heading(say!(lang, "收到的同步包（收件箱 {place}）", "Bundles in the inbox ({place})"))];
    if data.inbox.is_empty() {
        let told = lang.pick(
            "没有。拷进收件箱的，按 ⟦go-sync⟧ 就列出来；别处的文件按 ⟦import⟧ 导入。",
            "None. What is copied there is listed with ⟦go-sync⟧; ⟦import⟧ takes a file in from elsewhere.",
        );
        rows.extend(Told::notes("  ", &data.keys.told(told, Place::Sync, lang), width));
    }
    rows.extend(data.inbox.iter().map(|found| file_row(found, lang)));
    rows
}

fn conflicts(data: &Snapshot, lang: Lang, width: usize) -> Vec<Told<Target>> {
    let count = data.conflicts.len();
    let mut rows = vec![Told::heading(say!(lang, "冲突：{count} 处", "Conflicts: {count}"))];
    if count == 0 {
        rows.push(Told::note(format!("  {}", lang.pick("没有。", "None."))));
    }
    rows.extend(data.conflicts.iter().enumerate().map(|(at, dispute)| conflict_row(at, dispute)));
    for told in waiting(data, lang) {
        rows.extend(Told::notes(" ", &one_line(&told), width));
    }
    rows
}

/// For which laptops something was not exported yet, where it was for others.
pub(in crate::tui) fn owed(data: &Snapshot, lang: Lang) -> Option<String> {
    let owed = &data.status.unexported_for;
    let others = data.laptops.iter().filter(|laptop| !laptop.own && laptop.is_confirmed()).count();
    (!owed.is_empty() && owed.len() < others).then(|| names(&data.laptops, owed, lang))
}

/// What is here and does not count yet, and what it takes.
fn waiting(data: &Snapshot, lang: Lang) -> Vec<String> {
    let mut told = Vec::new();
    let aside = data.status.aside;
    if aside > 0 {
        let changes = counted(aside, "change is", "changes are");
        told.push(say!(
            lang,
            "有 {aside} 次改动先放一边：那台电脑没有组长确认或已停用（组长在这里“确认电脑”）",
            "{changes} set aside: their laptop is not confirmed, or revoked (a lead: \"Confirm\")"
        ));
    }
    let waiting = data.status.waiting.saturating_sub(aside);
    if waiting > 0 {
        let changes = counted(waiting, "change is waiting and applies", "changes are waiting and apply");
        told.push(say!(
            lang,
            "有 {waiting} 次改动在等，收齐后自动生效",
            "{changes} when what is missing comes"
        ));
        if !data.status.waiting_for.is_empty() {
            let holes = reach::told(&data.status.waiting_for, lang);
            told.push(say!(lang, "等 {holes}：请向同事要同步包", "missing: {holes}; ask for a bundle"));
        }
    }
    told
}

fn file_row(found: &Found, lang: Lang) -> Told<Target> {
    let name = one_line(&found.file.file_name().unwrap_or_default().to_string_lossy());
    let standing = match found.standing {
        Standing::New => lang.pick("新", "new"),
        Standing::Taken => lang.pick("已导入", "taken in"),
        Standing::Unfinished => lang.pick("没拷完", "unfinished"),
        Standing::Wrong => lang.pick("用不了", "unusable"),
    };
    let why = found.why.as_ref().map_or("", |why| why.get(lang));
    let letter = found.outer.as_ref().map(|outer| one_line(&outer.letter)).unwrap_or_default();
    let text = format!(" {} {} {name}  {why}", fit(standing, 10), fit(&letter, 3));
    Told::leading(text.trim_end().to_owned(), Target::File(found.file.clone()))
}

fn conflict_row(at: usize, dispute: &Dispute) -> Told<Target> {
    let values: Vec<&str> = dispute.sides.iter().map(|(value, _)| value.as_str()).collect();
    let text = format!("! {} {}  {}", fit(&dispute.record, 12), dispute.field, values.join(" / "));
    Told::leading(text, Target::Conflict(at))
}
