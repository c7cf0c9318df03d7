//! How the screen looks: read when the program is opened, kept when it is chosen.

use std::sync::Arc;

use super::Performer;
use crate::{
    say,
    tui::{
        appearance::read,
        event::{Done, Pairs},
        theme::Looks,
    },
    workbench::{Error, Workbench},
};

/// The themes that there are, and what was chosen. That it cannot be read keeps
/// nobody from work.
pub(in crate::tui) fn looks(bench: &Workbench) -> Arc<Looks> {
    Arc::new(Looks::new(bench.theme_files(), &bench.appearance().unwrap_or_default()))
}

impl Performer {
    /// Keeps what was chosen, and reads the themes again: somebody may have written one meanwhile.
    pub(super) fn dress(&mut self, pairs: &Pairs) -> Result<Done, Error> {
        let chosen = read(&self.looks.chosen, pairs);
        self.bench.set_appearance(&chosen.text())?;
        self.looks = looks(&self.bench);
        let title = self.looks.title(&chosen, self.lang);
        Ok(Done { sentence: say!(self.lang, "外观已记住：{title}", "kept: {title}"), record: None })
    }
}
