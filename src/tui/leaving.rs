//! Leaving the program: never over forms that were not saved.

use super::{
    event::Effect,
    form::Form,
    model::{Model, Popup},
};
use crate::say;

/// Leaves; where forms would be lost, asks once before.
pub(super) fn leave(model: &mut Model) -> Vec<Effect> {
    let count = unsaved(model).count();
    if count == 0 || asked(model).is_some() {
        return vec![Effect::Leave];
    }
    let titles: Vec<&str> = unsaved(model).map(|form| form.title.as_str()).collect();
    let titles = titles.join(model.lang.pick("；", "; "));
    let sentence = say!(
        model.lang,
        "还有没保存的表单 {count} 张，退出就没有了：{titles}。\n再按一次退出；Esc 回去接着填。",
        "{count} form(s) not saved would be lost: {titles}.\nPress it again to leave; Esc goes back to them.",
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
/// those that were put down.
fn unsaved(model: &Model) -> impl Iterator<Item = &Form> {
    let open = model.popups.iter().filter_map(|popup| match popup {
        Popup::Form(form) => Some(&**form),
        Popup::Finder(_)
        | Popup::Reading { .. }
        | Popup::Question { .. }
        | Popup::Preview { .. }
        | Popup::Conflict { .. } => None,
    });
    open.filter(|form| form.is_worth_keeping()).chain(&model.drafts)
}
