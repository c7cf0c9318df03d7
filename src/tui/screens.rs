//! The screens: what each holds, does and shows.

pub(super) mod bulletins;
pub(super) mod checklists;
pub(super) mod issues;
pub(super) mod ledgers;
pub(super) mod marking;
pub(super) mod menu;
pub(super) mod narrow;
pub(super) mod pane;
pub(super) mod projects;
pub(super) mod residents;
pub(super) mod search;
pub(super) mod sync;
pub(super) mod today;
pub(super) mod top;
pub(super) mod topics;
pub(super) mod visits;
pub(super) mod listing;
pub(super) mod picking;
