//! Further voices and analysis sheets of issues.

use super::Performer;
use crate::{
    domain::{analyses, field::Tag, id::RecordId, value::Value, voices},
    say,
    tui::event::{Done, Pairs},
    workbench::Error,
};

impl Performer {
    /// Adds somebody who raised an issue too.
    pub(super) fn voice(&mut self, issue: RecordId, pairs: &Pairs) -> Result<Done, Error> {
        let fields = self.read(voices::ID, pairs)?;
        let fields: Vec<(Tag, Value)> = fields.into_iter().filter_map(|(tag, v)| Some((tag, v?))).collect();
        self.bench.add_voice(issue, &fields)?;
        let waiting = self.bench.case(issue)?.standing.unanswered().count();
        let sentence =
            say!(self.lang, "已加上，还有 {waiting} 位没有答复", "added; {waiting} have not been answered");
        Ok(Done { sentence, record: Some(issue) })
    }

    /// Writes into the analysis sheet of an issue.
    pub(super) fn analyse(&mut self, issue: RecordId, pairs: &Pairs) -> Result<Done, Error> {
        let fields = self.read(analyses::ID, pairs)?;
        self.bench.analyse(issue, &fields)?;
        let sentence = self.lang.pick("分析单已保存", "the sheet is saved").to_owned();
        Ok(Done { sentence, record: Some(issue) })
    }

    fn read(&self, ledger: &str, pairs: &Pairs) -> Result<Vec<(Tag, Option<Value>)>, Error> {
        let declared = self.bench.ledger(ledger)?;
        let mut fields = Vec::new();
        for (key, text) in pairs {
            if let Some(field) = declared.field_by_key(key) {
                fields.push((field.tag, self.bench.read_value(field, text)?));
            }
        }
        Ok(fields)
    }
}
