//! The lists that people arrange: which columns they show, what they are sorted
//! by, and how wide they are beside what is selected.

mod acts;
mod arrangement;
mod columns;
mod order;
mod split;

pub(super) use acts::{able_arrange, able_sort, click_head, open, sort, take};
pub(super) use arrangement::{Arrangement, Change, Chosen, Sort};
pub(super) use columns::{Column, columns, heads, laid, lay, name, titles};
pub(super) use order::Orders;
pub(super) use split::{able_split, drag, grasp, let_go, list_width, step};

/// What lists of screens are called in what is kept; a ledger's list by its id,
/// in which no such sign stands.
pub(super) const RESIDENTS: &str = "screen/residents";
pub(super) const ISSUES: &str = "screen/issues";
pub(super) const PROJECTS: &str = "screen/projects";
pub(super) const LEDGERS: &str = "screen/ledgers";
pub(super) const VISITS: &str = "screen/visits";
