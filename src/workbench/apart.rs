//! What informs against somebody is led to the register that is kept apart, and
//! where it came by a bundle all the same, whom it names stays away from it
//! (domain.md §4.2 rule 5).

use super::{bench::Workbench, draft::Draft, error::Error};
use crate::domain::{
    id::LedgerTag, informers, issues::issues, row::Row, rules::Refusal, team::members, value::Value,
};

/// The fields by which an issue says that it informs against somebody.
const SAYING: [u16; 5] =
    [issues::TITLE, issues::DETAIL, issues::CATEGORY, issues::ABOUT, issues::NOT_INFORMING];

impl Workbench {
    /// Judges issues by whether they belong apart.
    pub(super) fn judge_apart(&self, draft: &Draft) -> Result<(), Error> {
        let tag = LedgerTag::of(issues::ID);
        for id in draft.records().into_iter().filter(|id| id.ledger() == tag) {
            if !draft.changes_of(id).any(|change| SAYING.contains(&change.slot.tag)) {
                continue;
            }
            let row = self.row_with(id, draft)?;
            if row.stands() && informers::informs(&row, &self.rows(members::ID)?) {
                return Err(Refusal::Said(informers::BELONGS_APART).into());
            }
        }
        Ok(())
    }

    /// Counts those whom an issue names that informs against them as whom it is about.
    pub(super) fn name_whom_it_informs_against(&self, row: &mut Row) -> Result<(), Error> {
        // Most say nothing of the kind: the members are read for those that do.
        if !informers::may_inform(row) {
            return Ok(());
        }
        let members = self.rows(members::ID)?;
        if informers::informs(row, &members) {
            let named: Vec<Value> =
                informers::named_in_words(row, &members).map(|name| Value::Text(name.to_owned())).collect();
            if !named.is_empty() {
                row.values.of(issues::ABOUT).extend(named);
            }
        }
        Ok(())
    }
}
