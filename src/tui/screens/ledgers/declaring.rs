//! The group's own fields of a ledger, and putting a ledger away.

use super::ledger;
use crate::{
    domain::{
        declared::is_own,
        field::Field,
        ledger::{Ledger, Source},
    },
    say,
    tui::{
        able::{Able, when},
        event::{Effect, LedgerWork},
        finder::{Finder, Source as Listed},
        form::Form,
        model::{Model, Popup},
    },
};

/// Whether the ledger is a declared one, to which fields may be added.
pub(in crate::tui) fn able_declared(model: &Model) -> Able {
    when(ledger(model).is_some_and(|ledger| ledger.source != Source::Core))
}

/// Whether the ledger has fields of the group's own.
pub(in crate::tui) fn able_fields(model: &Model) -> Able {
    when(ledger(model).is_some_and(|ledger| own_fields(ledger).next().is_some()))
}

/// The fields that the group added to a ledger, those out of use as well.
pub(in crate::tui) fn own_fields(ledger: &Ledger) -> impl Iterator<Item = &Field> {
    ledger.fields.iter().chain(&ledger.retired).filter(|field| is_own(field.tag))
}

/// Opens the form of a field of the group's own.
pub(in crate::tui) fn new_field(model: &mut Model) {
    let lang = model.lang;
    let Some(ledger) = ledger(model) else { return };
    if ledger.source == Source::Core {
        let told = lang.pick(
            "这本台账由程序规定，不能加栏；可以另加一本自己的台账",
            "the program lays this ledger down; add one of your own instead",
        );
        model.notice = Some(told.to_owned());
    } else {
        let form = Form::new_field(ledger, lang);
        model.open_form(form);
    }
}

/// Lists the fields of the group's own, to change one.
pub(in crate::tui) fn fields(model: &mut Model) {
    let lang = model.lang;
    let Some(ledger) = ledger(model) else { return };
    if own_fields(ledger).next().is_none() {
        let told = lang.pick(
            "这本台账没有自己加的栏；程序规定的栏不能改。按 ⟦new-field⟧ 加一栏",
            "no field here is your own, and the program's stay as they are; ⟦new-field⟧ adds one",
        );
        model.notice = Some(told.to_owned());
        return;
    }
    let source = Listed::Fields(ledger.id.clone());
    let finder = Finder::new(source, "", &model.data, lang);
    model.popups.push(Popup::Finder(Box::new(finder)));
}

/// Opens the form of one of them, by its place.
pub(in crate::tui) fn edit_field(model: &mut Model, at: usize) {
    let form = ledger(model).and_then(|ledger| {
        let field = own_fields(ledger).nth(at)?;
        Some(Form::edit_field(ledger, field, model.lang))
    });
    if let Some(form) = form {
        model.open_form(form);
    }
}

/// Puts the ledger away after a question, or brings it out.
pub(in crate::tui) fn hide(model: &mut Model) -> Vec<Effect> {
    let lang = model.lang;
    let Some(ledger) = ledger(model).filter(|ledger| ledger.source != Source::Core) else {
        return Vec::new();
    };
    let id = ledger.id.clone();
    if ledger.hidden {
        return vec![Effect::OnLedger(LedgerWork::Hide(id, false))];
    }
    let title = ledger.title.get(lang);
    let sentence = say!(
        lang,
        "收起“{title}”？记录都留着，在“收起的”下面，按 ⟦hide-ledger⟧ 取出。",
        "Put \"{title}\" away? Its records stay, under \"put away\", and ⟦hide-ledger⟧ brings it out."
    );
    let effect = Effect::OnLedger(LedgerWork::Hide(id, true));
    model.popups.push(Popup::Question { sentence, effect });
    Vec::new()
}
