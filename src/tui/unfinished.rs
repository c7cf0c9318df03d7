//! Forms that are not finished: kept on the disk while they are filled in and
//! after they were left, offered again at the next start, thrown away on purpose.

use super::{
    cells,
    event::Effect,
    finder::{Finder, Source},
    form::{Form, Purpose},
    model::{Model, Popup},
};
use crate::{domain::wording::counted, say, workbench::unfinished::Unfinished};

/// After so many keys what is being filled in is kept, also where nobody pauses.
const MANY_KEYS: usize = 40;

/// The fields by which people know a form again, and the cells that are shown of one.
const WORDS: [&str; 5] = ["title", "name", "words", "summary", "text"];
const SHOWN: usize = 24;

/// What is known of unfinished forms.
#[derive(Debug, Default)]
pub(super) struct State {
    /// Those of an earlier start that were not opened again.
    pub(super) held: Vec<Unfinished>,
    /// Those of this one that were left.
    pub(super) left: Vec<Form>,
    /// What was given to be kept last.
    kept: Vec<Unfinished>,
    /// Keys pressed in forms since then.
    keys: usize,
}

/// How many forms there are of each sort: when that changes, they are kept at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    open: usize,
    sent: usize,
    left: usize,
    held: usize,
}

/// Takes in the forms of an earlier start, and says so.
pub(super) fn begin(model: &mut Model, held: Vec<Unfinished>, trouble: Option<String>) {
    model.unfinished.kept.clone_from(&held);
    model.unfinished.held = held;
    count(model);
    let count = model.data.begun;
    if count > 0 {
        let forms = counted(count, "form", "forms");
        let told = say!(
            model.lang,
            "有 {count} 份没写完的表单：在 ⟦go-today⟧ 最后一栏接着填，或用命令“草稿”",
            "{forms} not finished: go on with them at the end of ⟦go-today⟧, or by the command Drafts"
        );
        also(model, &told);
    }
    if let Some(trouble) = trouble {
        model.notice = model.data.keys_trouble.as_ref().map(|told| told.get(model.lang).to_owned());
        also(model, &trouble);
    }
}

/// Tells something besides what is told already.
fn also(model: &mut Model, told: &str) {
    let before = model.notice.take().map(|before| before + model.lang.pick("。", ". "));
    model.notice = Some(before.unwrap_or_default() + told);
}

/// How forms stand before an event.
pub(super) fn standing(model: &Model) -> Standing {
    let open = || open_forms(model);
    Standing {
        open: open().count(),
        sent: open().chain(&model.unfinished.left).filter(|form| form.sent.is_some()).count(),
        left: model.unfinished.left.len(),
        held: model.unfinished.held.len(),
    }
}

/// Keeps forms where that is due after an event, before what it asks for is done.
pub(super) fn keep_if_due(model: &mut Model, before: Standing, typed: bool, effects: &mut Vec<Effect>) {
    if typed && before.open > 0 {
        model.unfinished.keys += 1;
    }
    let is_leaving = effects.contains(&Effect::Leave);
    if standing(model) != before || is_leaving || model.unfinished.keys >= MANY_KEYS {
        let keep = keep(model);
        effects.splice(0..0, keep);
    }
}

/// Whether something was typed that is not kept yet.
pub(super) fn is_pending(model: &Model) -> bool {
    model.unfinished.keys > 0
}

/// Keeps the forms as they are now, where that is news.
pub(super) fn keep(model: &mut Model) -> Vec<Effect> {
    model.unfinished.keys = 0;
    count(model);
    let all = all(model);
    if all == model.unfinished.kept {
        return Vec::new();
    }
    model.unfinished.kept.clone_from(&all);
    vec![Effect::KeepForms(all)]
}

/// The forms as they are now.
pub(super) fn all(model: &Model) -> Vec<Unfinished> {
    let own = model.unfinished.left.iter().chain(open_forms(model).filter(|form| form.is_worth_keeping()));
    let own: Vec<Unfinished> = own.filter_map(|form| form.kept(&model.data)).collect();
    // An open form stands for what was left of it before, but not for what was submitted.
    let mut all: Vec<Unfinished> = model.unfinished.held.clone();
    for form in own {
        all.retain(|other| other.purpose != form.purpose || other.sent != form.sent);
        all.push(form);
    }
    all
}

/// Drops the forms with these purposes, and those that are about somebody who was erased.
pub(super) fn drop_erased(model: &mut Model, swept: &[String], is_lost: &dyn Fn(&Form) -> bool) -> bool {
    let is_swept = |purpose: &Purpose| purpose.words().is_some_and(|words| swept.contains(&words));
    let gone = |form: &Form| is_lost(form) || is_swept(&form.purpose);
    let (left, held) = (model.unfinished.left.len(), model.unfinished.held.len());
    model.unfinished.left.retain(|form| !gone(form));
    model.unfinished.held.retain(|form| !swept.contains(&form.purpose));
    let mut dropped = (model.unfinished.left.len(), model.unfinished.held.len()) != (left, held);
    // What lies over such a form was opened from it.
    let over = model.popups.iter().position(|popup| matches!(popup, Popup::Form(form) if gone(form)));
    if let Some(at) = over {
        model.popups.truncate(at);
        dropped = true;
    }
    dropped
}

/// The forms that were left, in the order in which they are listed.
fn titles(model: &Model) -> Vec<String> {
    let of_held = |form: &Unfinished| {
        let doubt = model.lang.pick("（提交时中断，可能已保存）", " (may be saved)");
        format!("{}{}", called(model, form), if form.sent { doubt } else { "" })
    };
    let of_left = |form: &Form| {
        let name = form.kept(&model.data).map_or_else(|| form.title.clone(), |kept| called(model, &kept));
        let state = model.lang.pick("（正在提交）", " (sending)");
        if form.sent.is_some() { name + state } else { name }
    };
    let left = model.unfinished.left.iter().map(of_left);
    left.chain(model.unfinished.held.iter().map(of_held)).collect()
}

/// What a form is called, so that it is told apart from others: whom it is about, and how it begins.
fn called(model: &Model, form: &Unfinished) -> String {
    let mut told = vec![form.title.clone()];
    let about = form.about.first().map(|(id, _)| model.data.name(*id));
    told.extend(about.filter(|name| !name.is_empty() && !form.title.contains(name)));
    let begins = form.answers.iter().filter(|one| WORDS.contains(&one.key.as_str()));
    told.extend(
        begins.map(|one| cells::cut(&one.text, SHOWN)).filter(|text| !text.trim().is_empty()).take(1),
    );
    told.join("  ")
}

/// Lists the forms that were left.
pub(super) fn list(model: &mut Model) {
    let titles = titles(model);
    if titles.is_empty() {
        let told = model.lang.pick("没有没写完的表单", "no form was left unfinished");
        model.notice = Some(told.to_owned());
        return;
    }
    let finder = Finder::new(Source::Forms(titles), "", &model.data, model.lang);
    model.popups.push(Popup::Finder(Box::new(finder)));
}

/// Opens one of them.
pub(super) fn open(model: &mut Model, at: usize) {
    let Some(place) = at.checked_sub(model.unfinished.left.len()) else {
        let mut form = model.unfinished.left.remove(at);
        form.suit(&model.data);
        model.popups.push(Popup::Form(Box::new(form)));
        return;
    };
    let Some(kept) = model.unfinished.held.get(place) else { return };
    if let Some(form) = Form::again(&model.data, kept, model.lang) {
        model.open_form(form);
    } else {
        let title = &kept.title;
        model.notice = Some(say!(
            model.lang,
            "“{title}”从它原来的地方打开，就接着填",
            "open \"{title}\" where it was begun: it goes on from there"
        ));
    }
}

/// Asks whether a form is to be thrown away: that on top, or one of the list.
pub(super) fn ask_to_discard(model: &mut Model, at: Option<usize>) {
    if at.and_then(|at| model.unfinished.left.get(at)).is_some_and(|form| form.sent.is_some()) {
        let told = model.lang.pick("已经提交了，正在办，丢不了", "it is submitted and being done");
        model.notice = Some(told.to_owned());
        return;
    }
    let title = match (at, model.popups.last()) {
        (Some(at), _) => titles(model).get(at).cloned(),
        (None, Some(Popup::Form(form))) if !form.is_worth_keeping() => {
            model.popups.pop();
            return;
        }
        (None, Some(Popup::Form(form))) => Some(form.title.clone()),
        (
            None,
            Some(
                Popup::Finder(_)
                | Popup::Reading { .. }
                | Popup::Question { .. }
                | Popup::Preview { .. }
                | Popup::Conflict { .. },
            )
            | None,
        ) => None,
    };
    let Some(title) = title else { return };
    let sentence = say!(
        model.lang,
        "丢弃没写完的“{title}”？丢了找不回来。",
        "Throw \"{title}\" away? It cannot be brought back."
    );
    model.popups.push(Popup::Question { sentence, effect: Effect::Discard(at) });
}

/// Throws it away; it was agreed to.
pub(super) fn discard(model: &mut Model, at: Option<usize>) {
    // The list, or the form itself.
    let popup = model.popups.pop();
    match (at, popup) {
        (Some(at), _) => match at.checked_sub(model.unfinished.left.len()) {
            Some(place) if place < model.unfinished.held.len() => drop(model.unfinished.held.remove(place)),
            Some(_) => {}
            None => drop(model.unfinished.left.remove(at)),
        },
        (None, Some(Popup::Form(form))) => model.forget_draft(&form.purpose),
        (None, _) => {}
    }
    model.notice = Some(model.lang.pick("已丢弃", "thrown away").to_owned());
}

/// What was kept of a form for this at an earlier start; it is held no longer.
pub(super) fn take_held(model: &mut Model, purpose: &Purpose) -> Option<Unfinished> {
    let words = purpose.words()?;
    let at = model.unfinished.held.iter().position(|form| form.purpose == words)?;
    Some(model.unfinished.held.remove(at))
}

fn count(model: &mut Model) {
    model.data.begun = model.unfinished.left.len() + model.unfinished.held.len();
}

fn open_forms(model: &Model) -> impl Iterator<Item = &Form> {
    model.popups.iter().filter_map(|popup| match popup {
        Popup::Form(form) => Some(&**form),
        Popup::Finder(_)
        | Popup::Reading { .. }
        | Popup::Question { .. }
        | Popup::Preview { .. }
        | Popup::Conflict { .. } => None,
    })
}
