//! A conflict is settled: for good, so that what was kept is told.

use super::Performer;
use crate::{
    say,
    tui::{cells, event::Done},
    workbench::{
        Error,
        conflicts::{Conflict, Settlement},
    },
};

/// So many cells of what was kept are told.
const TOLD: usize = 30;

impl Performer {
    /// Settles a conflict.
    pub(super) fn settle(&mut self, conflict: &Conflict, settlement: &Settlement) -> Result<Done, Error> {
        self.bench.settle(conflict, settlement)?;
        let lang = self.lang;
        let sentence = match self.kept(conflict)? {
            Some((title, kept)) => say!(
                lang,
                "冲突已定：“{title}”是 {kept}；不对就改这一栏",
                "settled: {title} is {kept}; change that field if it is not so"
            ),
            None => lang.pick("冲突已定下来", "the conflict is settled").to_owned(),
        };
        Ok(Done { sentence, record: None })
    }

    /// The field that it was about and what stands there now, personal numbers masked; none where
    /// it was about a set, or whether the record stays.
    fn kept(&self, conflict: &Conflict) -> Result<Option<(String, String)>, Error> {
        let (bench, lang) = (&self.bench, self.lang);
        let field = bench.ledger_of(conflict.record)?.field(conflict.tag);
        let Some(field) = field.filter(|_| conflict.element.is_none()) else { return Ok(None) };
        let row = bench.row(conflict.record)?;
        let values = row.iter().flat_map(|row| row.all(conflict.tag));
        let told: Vec<String> = values.map(|value| bench.show(field, value, lang)).collect();
        let told = cells::one_line(&told.join(lang.pick("、", ", ")));
        let told =
            if told.is_empty() { lang.pick("空的", "empty").to_owned() } else { cells::cut(&told, TOLD) };
        Ok(Some((field.title.get(lang).to_owned(), told)))
    }
}
