//! Leaving the program: never over forms that were not saved without a word.

use super::{
    event::{Answer, Effect, Event},
    form::Form,
    key::Key,
    keys::{Action, Place},
    model::{Busy, Model, Popup},
    popups,
};
use crate::{domain::wording::counted, say};

/// Leaves; where forms are not saved, or work goes on, asks once before: forms that lie on
/// the disk are there again at the next start, the others are not.
pub(super) fn leave(model: &mut Model) -> Vec<Effect> {
    if asked(model).is_some() {
        return agreed(model);
    }
    let Some(sentence) = question(model) else { return vec![Effect::Leave] };
    model.popups.push(Popup::Question { sentence, effect: Effect::Leave });
    Vec::new()
}

/// Asks it anew while it is asked: what goes on got further, or is done.
pub(super) fn ask_anew(model: &mut Model) {
    if asked(model).is_none() {
        return;
    }
    let told = question(model).unwrap_or_else(|| {
        let told = model.lang.pick(
            "都做完了，没有要等的。\n再按一次退出；⟦back⟧ 留在这里。",
            "all is done, nothing waits.\nPress it again to leave; ⟦back⟧ stays here.",
        );
        told.to_owned()
    });
    if let Some(Popup::Question { sentence, .. }) = model.popups.last_mut() {
        *sentence = told;
    }
}

/// What is asked before leaving; none where nothing is lost by it and nobody waits.
fn question(model: &Model) -> Option<String> {
    let (count, going_on) = (unsaved(model).count(), popups::told_to_leaver(model));
    if count == 0 {
        let told = going_on?;
        return Some(say!(
            model.lang,
            "{told}\n再按一次退出；⟦back⟧ 留在这里。",
            "{told}\nPress it again to leave; ⟦back⟧ stays here.",
        ));
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
    Some(say!(
        model.lang,
        "还有没保存的表单 {count} 张。\n{told}\n再按一次退出；⟦back⟧ 回去接着填。",
        "{forms} not saved.\n{told}\nPress it again to leave; ⟦back⟧ goes back to them.",
    ))
}

/// Leaves after the question: what can be ended, of which it told, is ended.
pub(super) fn agreed(model: &Model) -> Vec<Effect> {
    let far = model.busy.as_ref().and_then(|busy| busy.far).filter(|far| far.course.can_stop);
    far.map(|far| Effect::Stop(far.job)).into_iter().chain([Effect::Leave]).collect()
}

/// Says that the program is about to end, on a screen with nothing else to ask; what
/// goes on is told on.
pub(super) fn wait(model: &mut Model) {
    model.popups.clear();
    model.notice = None;
    let told = model.lang.pick("正在收尾：都存好就退出", "finishing: everything is kept, then it ends");
    let before = model.busy.take();
    let (far, ending) = before.map_or((None, false), |busy| (busy.far, busy.ending));
    model.busy = Some(Busy { far, ending, ..Busy::new(told.to_owned(), None) });
}

/// Takes what arrives while the program ends: how far it is; and whether somebody will
/// not wait, which is answered by the number of what can be ended.
pub(super) fn while_it_ends(model: &mut Model, event: &Event) -> Option<u64> {
    match event {
        Event::Answer(Answer::Progress(far)) => {
            if let Some(busy) = &mut model.busy {
                busy.far = Some(*far);
            }
        }
        Event::Answer(Answer::Over) => {
            if let Some(busy) = &mut model.busy {
                (busy.far, busy.ending) = (None, false);
            }
        }
        Event::Resize(width, height) => model.size = (*width, *height),
        Event::Key(key) => {
            let is_meant = matches!(key, Key::Ctrl('c'))
                || model.data.keys.lookup(Place::Today, *key) == Some(Action::Back);
            let far = popups::stoppable(model).filter(|_| is_meant)?;
            if let Some(busy) = &mut model.busy {
                busy.ending = true;
            }
            return Some(far.job);
        }
        Event::Answer(_)
        | Event::Paste(_)
        | Event::Click(..)
        | Event::Drag(..)
        | Event::Release
        | Event::Wheel(..)
        | Event::Idle
        | Event::Paused
        | Event::Gone
        | Event::Broken(_) => {}
    }
    None
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
    // What was submitted is told as the work that it is.
    open.filter(|form| form.is_worth_keeping())
        .chain(&model.unfinished.left)
        .filter(|form| form.sent.is_none())
}
