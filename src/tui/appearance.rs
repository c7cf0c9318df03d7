//! How the screen looks: chosen on a form that shows it at once, or by turning
//! to the next theme; kept for this laptop.

use super::{
    event::{Effect, Pairs},
    form::{Form, Purpose},
    model::{Model, Popup},
    theme::{Ambiguous, Borders, Look},
};
use crate::domain::wording::Lang;

/// The keys of the form's fields.
pub(super) const THEME: &str = "theme";
pub(super) const BORDERS: &str = "borders";
pub(super) const AMBIGUOUS: &str = "ambiguous";

/// Opens the form.
pub(super) fn open(model: &mut Model) {
    let form = Form::appearance(&model.data.looks, model.lang);
    model.open_form(form);
}

/// Turns to the next theme.
pub(super) fn turn(model: &mut Model) -> Vec<Effect> {
    let looks = &model.data.looks;
    let names: Vec<&str> = looks.offered().map(|(name, _)| name).collect();
    let at = names.iter().position(|name| *name == looks.chosen.theme);
    let next = at.map_or(0, |at| (at + 1) % names.len().max(1));
    let Some(next) = names.get(next) else { return Vec::new() };
    let pairs = vec![(THEME.to_owned(), (*next).to_owned())];
    vec![Effect::Dress(pairs)]
}

/// Dresses frames as the form on top says, so that it is seen before it is kept;
/// else as was chosen.
pub(super) fn settle(model: &mut Model) {
    let looks = &model.data.looks;
    let on_top = model.popups.iter().rev().find_map(|popup| match popup {
        Popup::Form(form) if form.purpose == Purpose::Appearance => Some(form),
        Popup::Form(_)
        | Popup::Finder(_)
        | Popup::Reading { .. }
        | Popup::Question { .. }
        | Popup::Preview { .. }
        | Popup::Conflict { .. } => None,
    });
    let look = on_top.map_or_else(|| looks.chosen.clone(), |form| read(&looks.chosen, &form.filled()));
    model.theme = looks.theme(&look, model.colour);
}

/// What was chosen before, with what a form says now.
pub(super) fn read(before: &Look, pairs: &Pairs) -> Look {
    let said = |key: &str| pairs.iter().find(|(own, _)| own == key).map(|(_, text)| text.as_str());
    let borders = said(BORDERS).and_then(|text| Borders::ALL.into_iter().find(|own| own.key() == text));
    let ambiguous = said(AMBIGUOUS).and_then(|text| Ambiguous::ALL.into_iter().find(|own| own.key() == text));
    Look {
        theme: said(THEME).map_or_else(|| before.theme.clone(), str::to_owned),
        borders: borders.unwrap_or(before.borders),
        ambiguous: ambiguous.unwrap_or(before.ambiguous),
        language: before.language.clone(),
    }
}

/// What is wrong with themes that lie in the workspace, told once when it is opened.
pub(super) fn troubles(model: &Model, lang: Lang) -> Option<String> {
    let told: Vec<&str> = model.data.looks.troubles.iter().map(|told| told.get(lang)).collect();
    (!told.is_empty()).then(|| told.join(lang.pick("；", "; ")))
}
