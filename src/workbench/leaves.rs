//! Leave: its length is filled in from its days (domain.md §2.7, H1).

use super::{bench::Workbench, draft::Draft, error::Error};
use crate::domain::{
    id::LedgerTag,
    leaves::{self, FROM, ID, LENGTH, TO},
    value::Value,
};

impl Workbench {
    /// Fills in how long a leave is where its days say so and nobody else does.
    pub(super) fn complete_leaves(&self, draft: &mut Draft) -> Result<(), Error> {
        let tag = LedgerTag::of(ID);
        let leaves: Vec<_> = draft.records().into_iter().filter(|id| id.ledger() == tag).collect();
        if leaves.is_empty() {
            return Ok(());
        }
        let ledger = self.ledger(ID)?;
        let fields = [FROM, TO, LENGTH].map(|key| ledger.field_by_key(key).map(|field| field.tag));
        let [Some(from), Some(to), Some(length)] = fields else { return Ok(()) };
        for id in leaves {
            let writes = |draft: &Draft, tag| {
                draft.changes.iter().any(|change| change.record == id && change.slot.tag == tag)
            };
            let row = self.row_with(id, draft)?;
            let (Some(first), Some(last)) = (row.date(from), row.date(to)) else { continue };
            let is_moved = writes(draft, from) || writes(draft, to);
            if !writes(draft, length) && is_moved {
                let told = leaves::length(first, last).to_owned();
                draft.set(id, length, Some(Value::Choice(told)));
            }
        }
        Ok(())
    }
}
