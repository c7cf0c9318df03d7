//! Numbers shown in full, for a reason that is written down.

use super::Performer;
use crate::{
    domain::{
        field::{Field, Tag},
        id::RecordId,
        issues::issues,
        privacy,
    },
    say,
    tui::event::{Answer, Done},
    workbench::Error,
};

impl Performer {
    /// Writes down who looked and why, then shows them.
    pub(super) fn unmask(
        &mut self,
        id: RecordId,
        reason: &str,
        tell: &mut dyn FnMut(Answer),
    ) -> Result<Done, Error> {
        self.bench.record_access(Some(id), "screen", reason)?;
        let numbers = self.in_full(id)?;
        let sentence = self.told_in_full(id, &numbers)?;
        tell(Answer::Unmasked(id, numbers));
        Ok(Done { record: Some(id), sentence })
    }

    fn in_full(&self, id: RecordId) -> Result<Vec<(Tag, String)>, Error> {
        let row = self.bench.row_in_full(id)?;
        let ledger = self.bench.ledger_of(id)?;
        // Who asked anonymously is told with the numbers, for a reason.
        let nameless = ledger.id == issues::ID && row.is(issues::ANONYMOUS);
        let hides = |field: &Field| nameless && [issues::FROM, issues::RESIDENT].contains(&field.tag);
        let values = ledger.fields.iter().filter_map(|field| {
            let all = row.all(field.tag);
            let hidden = hides(field) || all.iter().any(|value| privacy::is_hidden(field, value));
            let told = || all.iter().map(|value| self.bench.show_in_full(field, value, self.lang));
            (hidden && !all.is_empty())
                .then(|| (field.tag, told().collect::<Vec<_>>().join(self.lang.pick("、", ", "))))
        });
        Ok(values.collect())
    }

    /// The numbers in a sentence: a narrow list has no room for all of them.
    fn told_in_full(&self, id: RecordId, numbers: &[(Tag, String)]) -> Result<String, Error> {
        let (ledger, name) = (self.bench.ledger_of(id)?, self.bench.name_of(id));
        let titled = numbers.iter().filter_map(|(tag, number)| {
            Some(format!("{} {number}", ledger.field(*tag)?.title.get(self.lang)))
        });
        let told = titled.collect::<Vec<_>>().join("  ");
        let told = if told.is_empty() {
            self.lang.pick("没有登记号码", "no numbers").to_owned()
        } else {
            told
        };
        Ok(say!(self.lang, "{name}  {told}（已记下查看理由）", "{name}  {told} (the reason was recorded)"))
    }
}
