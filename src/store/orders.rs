//! Which orders to erase count.
//!
//! What makes laptops trust each other is not erased: were a word about a
//! laptop's membership taken out, whom to trust would depend on which came
//! first, the word or the order. Nor is the log of who looked at personal
//! information: it is the proof that is owed to the person (domain.md §4.1).

use crate::{
    domain::{
        exports,
        id::{LedgerTag, RecordId},
        team::{accesses, group, group_keys, invitations, peers},
    },
    log::{commit::Commit, erasure::Scope},
};

/// Ledgers of which nothing is erased.
const KEPT: [&str; 6] =
    [peers::ID, group::ID, group_keys::ID, invitations::ID, accesses::ID, exports::log::ID];

/// What a commit orders to be erased.
pub fn of(commit: &Commit) -> impl Iterator<Item = Scope> {
    commit.changes().filter_map(Scope::ordered_by).filter(|scope| is_erasable(scope.record))
}

/// Whether an order to erase a record, or a field of it, counts.
pub fn is_erasable(record: RecordId) -> bool {
    KEPT.iter().all(|ledger| LedgerTag::of(ledger) != record.ledger())
}
