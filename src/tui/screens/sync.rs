//! F10: who lacks what.

use std::path::PathBuf;

use ratatui::{Frame, layout::Rect};

use super::listing::{self, Told};
use crate::{
    domain::wording::Lang,
    say,
    tui::{
        cells::{fit, one_line},
        event::Effect,
        form::Form,
        model::{Model, Popup},
        snapshot::{Dispute, Snapshot},
    },
    workbench::{
        Membership,
        folder::{Found, Standing},
        notices,
        peers::Laptop,
        reach,
    },
};

/// What a row leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::tui) enum Target {
    /// A laptop: a bundle for it.
    Laptop(String),
    /// A file in the inbox: its preview.
    File(PathBuf),
    /// A conflict: its values.
    Conflict(usize),
}

/// What can be selected.
pub(in crate::tui) fn targets(data: &Snapshot) -> Vec<Target> {
    rows(data, Lang::Zh).into_iter().filter_map(|row| row.target).collect()
}

/// Opens what is selected.
pub(in crate::tui) fn open(model: &mut Model) -> Vec<Effect> {
    match targets(&model.data).into_iter().nth(model.sync) {
        Some(Target::Laptop(letter)) => {
            let mut form = Form::export(model.lang);
            form.fill_if_empty("letters", &letter, &[]);
            model.open_form(form);
            Vec::new()
        }
        Some(Target::File(file)) => vec![Effect::Preview { file, passphrase: None }],
        Some(Target::Conflict(at)) => {
            if let Some(dispute) = model.data.conflicts.get(at) {
                model.popups.push(Popup::Conflict { dispute: Box::new(dispute.clone()), at: 0 });
            }
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// Takes a click; a second one on the same row opens it.
pub(in crate::tui) fn click(model: &mut Model, area: Rect, y: usize) -> Vec<Effect> {
    let rows = rows(&model.data, model.lang);
    match listing::clicked(&rows, model.sync, usize::from(area.height), y) {
        Some(at) if at == model.sync => open(model),
        Some(at) => {
            model.sync = at;
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// Draws the screen.
pub(in crate::tui) fn view(model: &Model, area: Rect, frame: &mut Frame) {
    listing::view(&rows(&model.data, model.lang), model.sync, model.theme, area, frame);
}

fn rows(data: &Snapshot, lang: Lang) -> Vec<Told<Target>> {
    let mut rows = Vec::new();
    let unexported = data.status.unexported;
    rows.push(Told::heading(say!(
        lang,
        "电脑：这台还有 {unexported} 次改动没有导出",
        "Laptops: {unexported} changes of this one are not exported"
    )));
    rows.push(Told::heading(format!(
        " {} {} {} {}",
        fit(lang.pick("代号", "Letter"), 6),
        fit(lang.pick("使用人", "Used by"), 10),
        fit(lang.pick("改动", "Changes"), 8),
        lang.pick("还缺", "Lacks")
    )));
    rows.extend(data.laptops.iter().map(|laptop| laptop_row(data, laptop, lang)));
    let clocks = data.laptops.iter().filter_map(|laptop| laptop.clock.as_ref());
    rows.extend(clocks.map(|clock| {
        let told = one_line(&clock.sentence(lang));
        Told::note(format!("  ! {told}"))
    }));
    rows.extend(data.status.notices.iter().map(|notice| {
        let told = one_line(notice.get(lang));
        Told::note(format!("  ! {told}"))
    }));
    if data.laptops.len() < 2 {
        let told = lang.pick(
            "只有这一台。按 v 写邀请文件，让别的电脑加入；按 x 导出同步包。",
            "Only this one. v writes an invitation for another laptop, x a bundle.",
        );
        rows.push(Told::note(format!("  {told}")));
    }
    rows.push(Told::note(String::new()));
    rows.push(Told::heading(
        lang.pick("收到的同步包（收件箱 inbox 文件夹）", "Bundles in the inbox folder").to_owned(),
    ));
    if data.inbox.is_empty() {
        let told = lang.pick("没有。别处的文件按 i 导入。", "None. i takes a file in from elsewhere.");
        rows.push(Told::note(format!("  {told}")));
    }
    rows.extend(data.inbox.iter().map(|found| file_row(found, lang)));
    rows.push(Told::note(String::new()));
    let count = data.conflicts.len();
    rows.push(Told::heading(say!(lang, "冲突：{count} 处", "Conflicts: {count}")));
    if count == 0 {
        rows.push(Told::note(format!("  {}", lang.pick("没有。", "None."))));
    }
    rows.extend(data.conflicts.iter().enumerate().map(|(at, dispute)| conflict_row(at, dispute)));
    if data.status.aside > 0 {
        let aside = data.status.aside;
        rows.push(Told::note(say!(
            lang,
            " 有 {aside} 次改动先放一边：那台电脑没有组长确认或已停用（peers confirm）",
            " {aside} changes are set aside: their laptop is not confirmed, or revoked (peers confirm)"
        )));
    }
    if data.status.waiting > data.status.aside {
        let waiting = data.status.waiting - data.status.aside;
        rows.push(Told::note(say!(
            lang,
            " 有 {waiting} 次改动在等，收齐后自动生效",
            " {waiting} changes wait, and apply when what they wait for comes"
        )));
        if !data.status.waiting_for.is_empty() {
            let holes = one_line(&reach::told(&data.status.waiting_for, lang));
            rows.push(Told::note(say!(
                lang,
                " 等 {holes}：请向同事要同步包",
                " they wait for {holes}: ask for a bundle"
            )));
        }
    }
    rows
}

fn laptop_row(data: &Snapshot, laptop: &Laptop, lang: Lang) -> Told<Target> {
    let member = laptop.member.map(|id| data.name(id)).or_else(|| laptop.called.clone()).unwrap_or_default();
    let lacks = if laptop.own {
        lang.pick("这台", "this one").to_owned()
    } else if laptop.lacks == 0 {
        lang.pick("不缺", "nothing").to_owned()
    } else {
        one_line(&laptop.lack.told(data.now, lang))
    };
    let mut remarks = String::new();
    remarks += &match laptop.membership {
        None => lang.pick("  等组长确认", "  waits for a lead").to_owned(),
        Some(Membership::Lead) => lang.pick("  组长电脑", "  lead").to_owned(),
        Some(Membership::Member) => String::new(),
        Some(Membership::Revoked { after, .. }) => {
            say!(lang, "  已停用（到 {after}）", "  revoked (after {after})")
        }
    };
    if laptop.aside > 0 {
        let aside = laptop.aside;
        remarks += &say!(lang, "  {aside} 次改动先放一边", "  {aside} commits set aside");
    }
    if let Some(heard) = laptop.heard {
        let day = reach::told_day(heard, data.now, lang);
        remarks += &say!(lang, "  {day}有消息", "  heard {day}");
    }
    if laptop.copied > 0 {
        remarks += "  ! ";
        remarks += &notices::copied(laptop, lang);
    }
    if let Some(clock) = &laptop.clock {
        remarks += "  ! ";
        remarks += &one_line(&clock.remark(lang));
    }
    let text = format!(
        " {} {} {} {}{remarks}",
        fit(&laptop.letter, 6),
        fit(&member, 10),
        fit(&laptop.commits.to_string(), 8),
        fit(&lacks, 10)
    );
    let letter = if laptop.own { String::new() } else { laptop.letter.clone() };
    Told::leading(text, Target::Laptop(letter))
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
