//! What something can be linked to, and what it is linked to: issues, visits, people, and
//! whatever else the ledgers hold (domain.md C1, C3).

use std::collections::HashSet;

use super::{Trails, look, view::record};
use crate::{
    domain::{
        checklists,
        id::{LedgerTag, RecordId},
        row::Row,
        wording::Lang,
    },
    tui::{
        finder::{Item, Target},
        snapshot::Snapshot,
    },
};

/// The most issues and the most visits that are offered before anything is typed.
const FIRST: usize = 40;

/// What fits, as it is found everywhere; while nothing is typed what is linked already, then the
/// most urgent issues and the last visits.
pub(in crate::tui) fn linkable(linked: &[RecordId], query: &str, data: &Snapshot, lang: Lang) -> Vec<Item> {
    let ids: Vec<RecordId> = if query.trim().is_empty() {
        let issues = data.cases.iter().filter(|case| !case.standing.is_closed());
        let visits = data.visits.iter().rev().filter(|row| row.stands());
        let issues = issues.take(FIRST).map(|case| case.issue.id);
        linked.iter().copied().chain(issues).chain(visits.take(FIRST).map(|row: &Row| row.id)).collect()
    } else {
        let found = look(query, data, &mut Vec::new(), &mut Trails::new()).into_iter();
        found.filter_map(|item| if let Target::Record(id) = item.target { Some(id) } else { None }).collect()
    };
    let mut seen = HashSet::new();
    // An item of the lists is no ground for another one.
    let is_offered = |id: &RecordId| id.ledger() != LedgerTag::of(checklists::ID) && seen.insert(*id);
    ids.into_iter().filter(is_offered).map(|id| record(data, id, query, lang)).collect()
}

/// Records, in their order, as far as they fit what is typed.
pub(in crate::tui) fn linked(ids: &[RecordId], query: &str, data: &Snapshot, lang: Lang) -> Vec<Item> {
    let fits = |item: &Item| item.rank(query).is_some();
    ids.iter().map(|id| record(data, *id, "", lang)).filter(fits).collect()
}
