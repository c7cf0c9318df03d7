//! The language of the screen: changed while it is open, kept for this laptop.

use super::{
    event::Effect,
    form::Form,
    model::{Model, Popup},
    perform,
    snapshot::Snapshot,
};
use crate::{
    domain::wording::Lang,
    workbench::{Workbench, unfinished::Unfinished},
};

/// The language that was chosen on the screen of this laptop, where one was.
pub fn chosen(bench: &Workbench) -> Option<Lang> {
    perform::looks(bench).chosen.lang()
}

/// Asks for the other language.
pub(super) fn switch(model: &mut Model) -> Vec<Effect> {
    vec![Effect::Speak(match model.lang {
        Lang::Zh => Lang::En,
        Lang::En => Lang::Zh,
    })]
}

/// Says everything in another language: also what was opened, or left unfinished, before.
pub(super) fn take(model: &mut Model, lang: Lang) {
    model.lang = lang;
    let left = std::mem::take(&mut model.unfinished.left);
    model.unfinished.left = left.into_iter().map(|form| said_in(form, &model.data, lang)).collect();
    for held in &mut model.unfinished.held {
        if let Some(form) = Form::again(&model.data, held, lang) {
            held.title = form.title;
        }
    }
    for popup in &mut model.popups {
        if let Popup::Form(form) = popup {
            **form = said_in((**form).clone(), &model.data, lang);
        }
    }
}

/// A form in another language, with all that was filled in; one that cannot be made again stays as it is.
fn said_in(form: Form, data: &Snapshot, lang: Lang) -> Form {
    let again = form.kept(data).and_then(|kept| {
        let mut again = Form::again(data, &kept, lang)?;
        // Nothing has interrupted it.
        again.go_on_with(&Unfinished { sent: false, ..kept }, lang);
        again.sent = form.sent;
        Some(again)
    });
    again.unwrap_or(form)
}
