//! F10: who lacks what.

mod backups;
mod clicking;
mod laptop;
mod rows;
pub(in crate::tui) mod stick;

use std::path::PathBuf;

use ratatui::{Frame, layout::Rect, text::Line};

use super::listing::{self, Told};
use crate::{
    domain::wording::Lang,
    say,
    tui::{
        able::{Able, when},
        cells::{self, one_line},
        event::{Effect, LaptopWork},
        form::Form,
        model::{Model, Popup, Screen},
        narrowing, paint,
    },
    workbench::{PeerId, folder::Found, peers::Laptop},
};

pub(in crate::tui) use clicking::click;
pub(in crate::tui) use rows::owed;
use rows::rows;

/// So many cells show the whole of a row.
const WHOLE: usize = 300;

/// What a row leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::tui) enum Target {
    /// A laptop: a bundle for it.
    Laptop(PeerId),
    /// A file in the inbox: its preview.
    File(PathBuf),
    /// A conflict: its values.
    Conflict(usize),
    /// An automatic backup: where it is, and what it is for.
    Backup(PathBuf),
}

/// What can be selected.
pub(in crate::tui) fn targets(model: &Model) -> Vec<Target> {
    let all = rows(&model.data, Lang::Zh, 0).into_iter().filter_map(|row| row.target).enumerate();
    all.filter(|(at, _)| model.narrowed.sync.keeps(*at)).map(|(_, target)| target).collect()
}

/// Works out what is listed for what is typed, and keeps the selection in it.
pub(in crate::tui) fn sort_out(model: &mut Model) {
    let mut narrow = std::mem::take(&mut model.narrowed.sync);
    narrow.settle(|| {
        let all = rows(&model.data, model.lang, WHOLE).into_iter().filter(|row| row.target.is_some());
        all.map(|row| row.text).enumerate().collect()
    });
    model.narrowed.sync = narrow;
    model.sync = model.sync.min(targets(model).len().saturating_sub(1));
}

/// Lists everything again, the same row selected.
pub(in crate::tui) fn widen(model: &mut Model) {
    let before = selected(model);
    model.narrowed.sync.clear();
    model.sync = 0;
    stay_on(model, before.as_ref());
}

/// The rows that are listed, in a list of a width.
fn listed(model: &Model, width: usize) -> Vec<Told<Target>> {
    let (all, narrow) = (rows(&model.data, model.lang, width), &model.narrowed.sync);
    if !narrow.is_on() {
        return all;
    }
    let mut places = 0..;
    let found = listing::only(all, |_| places.next().is_some_and(|at| narrow.keeps(at)));
    if found.is_empty() { narrowing::nothing(model, width) } else { found }
}

/// What opening the selected row does, in a word or two.
pub(in crate::tui) fn open_word(model: &Model) -> &'static str {
    match selected(model) {
        Some(Target::Laptop(_)) => model.lang.pick("写同步包", "Write a bundle"),
        Some(Target::File(_)) => model.lang.pick("预览", "Look"),
        Some(Target::Conflict(_)) => model.lang.pick("定下来", "Settle"),
        Some(Target::Backup(_)) | None => model.lang.pick("打开", "Open"),
    }
}

/// Opens what is selected.
pub(in crate::tui) fn open(model: &mut Model) -> Vec<Effect> {
    match selected(model) {
        Some(Target::Laptop(peer)) => {
            let other = model.data.laptops.iter().find(|laptop| laptop.peer == peer && !laptop.own);
            let form = Form::export(&model.data, other.map(|laptop| laptop.peer), model.lang);
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
        Some(Target::Backup(file)) => {
            backups::read(model, &file);
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// Whether there is a bundle to look into: before it is taken in, or selected on the list.
pub(in crate::tui) fn able_inspect(model: &Model) -> Able {
    when(bundle(model).is_some() || stick::is_asked(model))
}

/// Looks into it, all that there is.
pub(in crate::tui) fn inspect(model: &mut Model) -> Vec<Effect> {
    if stick::is_asked(model) {
        stick::list(model);
        return Vec::new();
    }
    if let Some((file, passphrase)) = bundle(model) {
        return vec![Effect::Inspect { file, passphrase }];
    }
    let told = model.lang.pick(
        "先选一个收到的同步包；别处的文件按 ⟦import⟧，在预览里再细看",
        "select a bundle in the inbox first; of a file elsewhere ⟦import⟧ shows a preview, from which it is looked into",
    );
    model.notice = Some(told.to_owned());
    Vec::new()
}

/// The bundle that is meant, and the passphrase that opened it.
fn bundle(model: &Model) -> Option<(PathBuf, Option<String>)> {
    match model.popups.last() {
        Some(Popup::Preview { preview, passphrase }) => Some((preview.file.clone(), passphrase.clone())),
        None if model.screen == Screen::Sync => match selected(model) {
            Some(Target::File(file)) => Some((file, None)),
            Some(Target::Laptop(_) | Target::Conflict(_) | Target::Backup(_)) | None => None,
        },
        Some(
            Popup::Form(_)
            | Popup::Finder(_)
            | Popup::Reading { .. }
            | Popup::Question { .. }
            | Popup::Conflict { .. },
        )
        | None => None,
    }
}

/// Draws the screen: the list, and what its rows have no room for of the selected one.
pub(in crate::tui) fn view(model: &Model, area: Rect, frame: &mut Frame) {
    let (list, below) = divided(model, area);
    let rows = listed(model, usize::from(list.width));
    let (place, query) = ((model.sync, &model.tops.sync), model.narrowed.sync.search.query());
    listing::view_found(&rows, place, &query, (model.theme, model.lang), list, frame);
    if below.height > 0 {
        paint::rule(below, frame);
        let inner = Rect { y: below.y + 1, height: below.height - 1, ..below };
        let lines = detail(model, usize::from(area.width)).into_iter().map(Line::raw).collect();
        paint::lines(lines, 0, inner, frame);
    }
}

/// The laptop that is selected.
fn laptop(model: &Model) -> Option<&Laptop> {
    let Some(Target::Laptop(peer)) = selected(model) else { return None };
    model.data.laptops.iter().find(|laptop| laptop.peer == peer)
}

/// Whether a lead confirms the selected laptop: one that is confirmed is so already.
pub(in crate::tui) fn able_confirm(model: &Model) -> Able {
    match laptop(model) {
        Some(laptop) if !laptop.own && laptop.is_confirmed() => {
            Able::No(model.lang.pick("已经确认过", "confirmed already"))
        }
        Some(_) | None => able_laptop(model),
    }
}

/// Whether a lead decides about the selected laptop; the core decides again.
pub(in crate::tui) fn able_laptop(model: &Model) -> Able {
    match laptop(model) {
        None => Able::Hidden,
        Some(laptop) if laptop.own => Able::No(model.lang.pick("不是这台", "not this one")),
        Some(_) if !model.data.leads => Able::No(model.lang.pick("由组长", "by a lead")),
        Some(_) => Able::Yes,
    }
}

/// Whether the selected laptop can be given another letter: one's own, or any by a lead.
pub(in crate::tui) fn able_letter(model: &Model) -> Able {
    match laptop(model) {
        None => Able::Hidden,
        Some(laptop) if laptop.own || model.data.leads => Able::Yes,
        Some(_) => Able::No(model.lang.pick("由组长", "by a lead")),
    }
}

/// Opens the form of something about the selected laptop.
pub(in crate::tui) fn laptop_form(model: &mut Model, what: LaptopWork) {
    let Some(laptop) = laptop(model) else {
        let told = model.lang.pick("先选一台电脑", "select a laptop first");
        model.notice = Some(told.to_owned());
        return;
    };
    let able = match what {
        LaptopWork::Confirm => able_confirm(model),
        LaptopWork::Revoke => able_laptop(model),
        LaptopWork::Rename => able_letter(model),
    };
    if let Able::No(why) = able {
        let called = laptop.name_among(&model.data.laptops);
        let told = say!(model.lang, "电脑 {called}：{why}", "laptop {called}: {why}");
        model.notice = Some(told);
        return;
    }
    let called = format!("{}  {}", one_line(&laptop.letter), laptop.short_id());
    let form = Form::laptop(what, &laptop.peer.to_string(), called.trim(), model.lang);
    model.open_form(form);
}

/// What is selected.
pub(in crate::tui) fn selected(model: &Model) -> Option<Target> {
    targets(model).into_iter().nth(model.sync)
}

/// Selects the first bundle in the inbox, or the first conflict.
pub(in crate::tui) fn show_first(model: &mut Model, is_inbox: bool) {
    let is_it = |target: &Target| match target {
        Target::File(_) => is_inbox,
        Target::Conflict(_) => !is_inbox,
        Target::Laptop(_) | Target::Backup(_) => false,
    };
    model.narrowed.sync.clear();
    model.sync = targets(model).iter().position(is_it).unwrap_or(model.sync);
}

/// Stays on what was selected, wherever it stands now.
pub(in crate::tui) fn stay_on(model: &mut Model, selected: Option<&Target>) {
    let still = targets(model).iter().position(|target| Some(target) == selected);
    model.sync = still.unwrap_or(model.sync);
}

/// Looks into the inbox whenever somebody goes to F10: a bundle may have been laid there by hand.
pub(in crate::tui) fn asks(model: &mut Model) -> Option<Effect> {
    let is_new = model.screen == Screen::Sync && !model.data.is_outline && !model.stick.looked;
    model.stick.looked |= is_new;
    is_new.then_some(Effect::LookAtInbox)
}

/// Takes what lies there now; the same row stays selected.
pub(in crate::tui) fn take_inbox(model: &mut Model, inbox: Vec<Found>) {
    let before = selected(model);
    model.data.inbox = inbox;
    model.narrowed.sync.forget();
    sort_out(model);
    stay_on(model, before.as_ref());
}

/// Selects the laptop for which something was not exported yet.
pub(in crate::tui) fn show_owed(model: &mut Model) {
    let owed = model.data.status.unexported_for.first().copied();
    let own = model.data.laptops.iter().find(|laptop| laptop.own).map(|laptop| laptop.peer);
    let target = owed.or(own).map(Target::Laptop);
    model.narrowed.sync.clear();
    stay_on(model, target.as_ref());
}

/// The list, and below it the room for the selected row in full.
fn divided(model: &Model, area: Rect) -> (Rect, Rect) {
    let lines = detail(model, usize::from(area.width)).len();
    // The list keeps some rows, however much there is to say.
    let most = area.height.saturating_sub(6);
    let height = if lines == 0 { 0 } else { cells::cells(lines + 1).min(most) };
    let list = Rect { height: area.height.saturating_sub(height), ..area };
    (list, Rect { y: list.bottom(), height, ..area })
}

/// The selected row in full.
fn detail(model: &Model, width: usize) -> Vec<String> {
    let (data, lang) = (&model.data, model.lang);
    match selected(model) {
        Some(Target::Laptop(peer)) => {
            let laptop = data.laptops.iter().find(|laptop| laptop.peer == peer);
            laptop.map(|laptop| laptop::detail(data, laptop, lang, width)).unwrap_or_default()
        }
        Some(Target::File(file)) => {
            let found = data.inbox.iter().find(|found| found.file == file);
            found.and_then(|found| told_of_file(found, lang, width)).unwrap_or_default()
        }
        Some(Target::Backup(file)) => backups::detail(data, &file, lang, width),
        Some(Target::Conflict(_)) | None => Vec::new(),
    }
}

/// A file with why it is left, where it is.
fn told_of_file(found: &Found, lang: Lang, width: usize) -> Option<Vec<String>> {
    let why = found.why.as_ref()?.get(lang);
    let name = one_line(&found.file.file_name().unwrap_or_default().to_string_lossy());
    Some(cells::hang(" ", &format!("{name}{}{why}", lang.pick("：", ": ")), width))
}
