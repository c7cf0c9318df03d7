//! What can be done in a place, to be chosen with arrows: no letter is needed for it.

use crate::tui::{
    able::Able,
    finder::{Finder, Source},
    keys::{self, Action},
    model::{Model, Popup},
};

/// What can be done where the cursor is, with why it cannot be now.
pub(in crate::tui) fn doings(model: &Model) -> Vec<(Action, &'static str)> {
    let place = model.place();
    let here = keys::rows().filter(|row| row.places.contains(&place) && row.shown.in_palette());
    here.filter_map(|row| match (row.needs)(model) {
        Able::Yes => Some((row.action, "")),
        Able::No(why) => Some((row.action, why)),
        Able::Hidden => None,
    })
    .collect()
}

/// Lists it over the screen.
pub(in crate::tui) fn menu(model: &mut Model) {
    let doings = doings(model);
    let finder = Finder::new(Source::Doings(doings), "", &model.data, model.lang);
    model.popups.push(Popup::Finder(Box::new(finder)));
}
