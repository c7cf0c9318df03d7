//! Leaving the program: never over forms that were not saved without a word.

use super::{
    event::Effect,
    form::Form,
    model::{Busy, Model, Popup},
    popups,
};
use crate::{domain::wording::counted, say};

/// Leaves; where forms are not saved, asks once before: those that lie on the
/// disk are there again at the next start, the others are not.
pub(super) fn leave(model: &mut Model) -> Vec<Effect> {
    let (count, going_on) = (unsaved(model).count(), popups::told_to_leaver(model));
    if asked(model).is_some() {
        return agreed(model);
    }
    if count == 0 && going_on.is_none() {
        return vec![Effect::Leave];
    }
    if count == 0 {
        let told = going_on.unwrap_or_default();
        let sentence = say!(
            model.lang,
            "{told}\n再按一次退出；⟦back⟧ 留在这里。",
            "{told}\nPress it again to leave; ⟦back⟧ stays here.",
        );
        model.popups.push(Popup::Question { sentence, effect: Effect::Leave });
        return Vec::new();
    }
    let and = model.lang.pick("；", "; ");
    let titles = |stays: bool| {
        let own = unsaved(model).filter(|form| form.purpose.words().is_some() == stays);
        own.map(|form| form.title.as_str()).collect::<Vec<_>>().join(and)
    };
    let (kept, lost) = (titles(true), titles(false));
    let mut told = Vec::new();
    if !kept.is_empty() {
        told.push(say!(
            model.lang,
            "已留作草稿，下次接着填：{kept}。",
            "kept as drafts for the next time: {kept}."
        ));
    }
    if !lost.is_empty() {
        told.push(say!(model.lang, "退出就没有了：{lost}。", "lost by leaving: {lost}."));
    }
    told.extend(going_on);
    let told = told.join("\n");
    let forms = counted(count, "form", "forms");
    let sentence = say!(
        model.lang,
        "还有没保存的表单 {count} 张。\n{told}\n再按一次退出；⟦back⟧ 回去接着填。",
        "{forms} not saved.\n{told}\nPress it again to leave; ⟦back⟧ goes back to them.",
    );
    model.popups.push(Popup::Question { sentence, effect: Effect::Leave });
    Vec::new()
}

/// Leaves after the question: what can be ended, of which it told, is ended.
pub(super) fn agreed(model: &Model) -> Vec<Effect> {
    let far = model.busy.as_ref().and_then(|busy| busy.far).filter(|far| far.course.can_stop);
    far.map(|far| Effect::Stop(far.job)).into_iter().chain([Effect::Leave]).collect()
}

/// Says that the program is about to end, on a screen with nothing else to ask.
pub(super) fn wait(model: &mut Model) {
    model.popups.retain(|popup| !matches!(popup, Popup::Question { effect: Effect::Leave, .. }));
    model.notice = None;
    let told = model.lang.pick("正在收尾：都存好就退出", "finishing: everything is kept, then it ends");
    model.busy = Some(Busy::new(told.to_owned()));
}

/// What was asked before leaving, while it is not answered.
pub(super) fn asked(model: &Model) -> Option<&str> {
    match model.popups.last() {
        Some(Popup::Question { sentence, effect: Effect::Leave }) => Some(sentence),
        Some(
            Popup::Question { .. }
            | Popup::Form(_)
            | Popup::Finder(_)
            | Popup::Reading { .. }
            | Popup::Preview { .. }
            | Popup::Conflict { .. },
        )
        | None => None,
    }
}

/// Forms with something in them that is nowhere else: those on the screen and
/// those that were put down since the start.
fn unsaved(model: &Model) -> impl Iterator<Item = &Form> {
    let open = model.popups.iter().filter_map(|popup| match popup {
        Popup::Form(form) => Some(&**form),
        Popup::Finder(_)
        | Popup::Reading { .. }
        | Popup::Question { .. }
        | Popup::Preview { .. }
        | Popup::Conflict { .. } => None,
    });
    open.filter(|form| form.is_worth_keeping()).chain(&model.unfinished.left)
}
