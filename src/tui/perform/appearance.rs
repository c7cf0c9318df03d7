//! How the screen looks and how its lists are arranged: read when the program is opened, kept when it is chosen.

use std::sync::Arc;

use super::Performer;
use crate::{
    say,
    tui::{
        appearance::read,
        event::{Answer, Done, Pairs},
        lists::{Arrangement, Change},
        theme::Looks,
    },
    workbench::{Error, Workbench},
};

/// The themes that there are, and what was chosen. That it cannot be read keeps
/// nobody from work.
pub(in crate::tui) fn looks(bench: &Workbench) -> Arc<Looks> {
    Arc::new(Looks::new(bench.theme_files(), &bench.appearance().unwrap_or_default()))
}

/// How lists are arranged. That it cannot be read keeps nobody from work.
pub(super) fn arrangement(bench: &Workbench) -> Arc<Arrangement> {
    Arc::new(Arrangement::read(&bench.arrangement().unwrap_or_default()))
}

impl Performer {
    /// Keeps how a list is arranged. That it cannot be done stops nothing, and is told.
    pub(super) fn arrange(&mut self, change: &Change, tell: &mut dyn FnMut(Answer)) {
        Arc::make_mut(&mut self.arrangement).take(change);
        if let Err(error) = self.bench.set_arrangement(&self.arrangement.text()) {
            let why = self.bench.told(&error, self.lang);
            tell(Answer::Remark(say!(
                self.lang,
                "排序和列没能存盘，下次打开照常：{why}",
                "how the list is arranged could not be kept: {why}"
            )));
        }
    }

    /// Keeps what was chosen, and reads the themes again: somebody may have written one meanwhile.
    pub(super) fn dress(&mut self, pairs: &Pairs) -> Result<Done, Error> {
        let chosen = read(&self.looks.chosen, pairs);
        self.bench.set_appearance(&chosen.text())?;
        self.looks = looks(&self.bench);
        let title = self.looks.title(&chosen, self.lang);
        Ok(Done { sentence: say!(self.lang, "外观已记住：{title}", "kept: {title}"), record: None })
    }
}
