//! Leaving the program: never over forms that were not saved without a word.

use super::{
    event::Effect,
    form::Form,
    model::{Model, Popup},
};
use crate::say;

/// Leaves; where forms are not saved, asks once before: those that lie on the
/// disk are there again at the next start, the others are not.
pub(super) fn leave(model: &mut Model) -> Vec<Effect> {
    let count = unsaved(model).count();
    if count == 0 || asked(model).is_some() {
        return vec![Effect::Leave];
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
    let told = told.join("\n");
    let sentence = say!(
        model.lang,
        "还有没保存的表单 {count} 张。\n{told}\n再按一次退出；⟦back⟧ 回去接着填。",
        "{count} form(s) not saved.\n{told}\nPress it again to leave; ⟦back⟧ goes back to them.",
    );
    model.popups.push(Popup::Question { sentence, effect: Effect::Leave });
    Vec::new()
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
