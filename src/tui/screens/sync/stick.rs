//! The bundles of a folder that is asked about: a list, from which each is looked into.

use std::{path::PathBuf, sync::Arc};

use crate::tui::{
    event::Effect,
    finder::{Finder, Source},
    model::{Model, Popup},
};

/// A bundle of the folder, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::tui) struct Glance {
    /// The file.
    pub(in crate::tui) file: PathBuf,
    /// What it is.
    pub(in crate::tui) standing: String,
    /// Whose, and its name.
    pub(in crate::tui) label: String,
    /// What it brings, or why it is left.
    pub(in crate::tui) note: String,
}

/// What lies in the folder that was read last.
#[derive(Debug, Default)]
pub(in crate::tui) struct Stick {
    pub(in crate::tui) bundles: Arc<Vec<Glance>>,
    /// The one that was looked into last.
    at: usize,
    /// Whether the inbox was looked at since somebody went to F10.
    pub(in crate::tui) looked: bool,
}

impl Stick {
    /// These, none of which was looked into.
    pub(in crate::tui) fn of(bundles: Vec<Glance>) -> Self {
        Self { bundles: Arc::new(bundles), at: 0, looked: true }
    }
}

/// Whether it is asked whether a whole folder is to be taken in.
pub(super) fn is_asked(model: &Model) -> bool {
    matches!(model.popups.last(), Some(Popup::Question { effect: Effect::Import { .. }, .. }))
        && !model.stick.bundles.is_empty()
}

/// Lists what lies there, over the question.
pub(super) fn list(model: &mut Model) {
    let source = Source::Bundles(Arc::clone(&model.stick.bundles));
    let mut finder = Finder::new(source, "", &model.data, model.lang);
    finder.move_by(isize::try_from(model.stick.at).unwrap_or(0));
    model.popups.push(Popup::Finder(Box::new(finder)));
}

/// Looks into one of them; after that the question stands there again.
pub(in crate::tui) fn look(model: &mut Model, at: usize) -> Vec<Effect> {
    model.stick.at = at;
    let file = model.stick.bundles.get(at).map(|glance| glance.file.clone());
    file.map(|file| Effect::Inspect { file, passphrase: None }).into_iter().collect()
}
