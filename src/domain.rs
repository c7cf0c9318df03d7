//! What the work is: plain values and rules, without I/O, clock or terminal.
//!
//! Everything kept is one of three kinds (see [`ledger::Nature`]): a *card*
//! changes slowly and may be edited by two people at once; an *entry* happened
//! and stays; an *issue* needs an answer, and its status is derived from its
//! entries, never stored. What is absent on purpose: a resident has no score,
//! grade or ranking, and nothing here reads a clock: "now" is an argument.

pub mod wording;
pub mod id;
pub mod value;
pub mod field;
pub mod ledger;
pub mod declared;
pub mod row;
pub mod calendar;
pub mod money;
pub mod naming;
pub mod natural;
pub mod lunar;
pub mod festivals;
pub mod workdays;
pub mod terms;
pub mod input;
pub mod filled;
pub mod labels;
pub mod privacy;
pub mod consent;
pub mod exports;
pub mod retention;
pub mod identity;
pub mod team;
pub mod roster;
pub mod visits;
pub mod calling;
pub mod phases;
pub mod plan;
pub mod leaves;
pub mod organisation;
pub mod own_part;
pub mod handbook;
pub mod diaries;
pub mod checklists;
pub mod issues;
pub mod step_kinds;
pub mod voices;
pub mod merging;
pub mod procedure;
pub mod recusal;
pub mod nameless;
pub mod handling;
pub mod matter;
pub mod analyses;
pub mod informers;
pub mod classes;
pub mod council;
pub mod duplicates;
pub mod figures;
pub mod trends;
pub mod hot_topics;
pub mod standing;
pub mod deadlines;
pub mod rules;
pub mod projects;
pub mod funds;
pub mod sample;
pub mod oversight;
pub mod deidentify;
pub mod bulletins;
#[cfg(test)]
pub(crate) mod testing;
