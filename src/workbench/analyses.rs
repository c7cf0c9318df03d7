//! The analysis sheet of an issue (domain.md E6).

use super::{bench::Workbench, draft::Draft, error::Error};
use crate::domain::{
    analyses::{self, analysis_id},
    field::Tag,
    id::RecordId,
    procedure::Objection,
    row::Row,
    rules::Refusal,
    value::Value,
};

impl Workbench {
    /// Writes into the sheet of an issue, which is begun where there is none;
    /// `None` empties a field. It is not saved without what will be done, by
    /// whom and by when.
    pub fn analyse(&mut self, issue: RecordId, fields: &[(Tag, Option<Value>)]) -> Result<RecordId, Error> {
        if self.case(issue)?.standing.merged_into.is_some() {
            return Err(Refusal::from(Objection::Merged).into());
        }
        let id = analysis_id(issue);
        let mut draft = Draft::new();
        if self.analysis_of(issue)?.is_none() {
            self.begin_anew(&mut draft, id)?;
            draft.set(id, analyses::ISSUE, Some(Value::Ref(issue)));
        }
        for (tag, value) in fields {
            draft.set(id, *tag, value.clone());
        }
        self.commit(draft)?;
        Ok(id)
    }

    /// The sheet of an issue.
    pub fn analysis_of(&self, issue: RecordId) -> Result<Option<Row>, Error> {
        Ok(self.row(analysis_id(issue))?.filter(Row::stands))
    }
}
