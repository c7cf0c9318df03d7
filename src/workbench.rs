//! The façade the faces use: open, query, commit, undo, export, import.
//!
//! A face reads [`crate::domain::row::Row`]s and writes [`draft::Draft`]s; everything
//! between them and the disk happens here and below. Only here is the clock
//! read ([`clock::Clock`]).

pub mod clock;
pub mod error;
mod damage;
pub mod secrets;
pub mod bench;
pub mod view;
mod glances;
pub mod draft;
pub mod unfinished;
pub mod act;
pub mod steps;
pub mod cases;
mod matters;
mod uncounted;
pub mod voices;
pub mod analyses;
mod as_of;
pub mod informers;
pub mod bars;
mod recusals;
mod referring;
pub mod anonymous;
mod nameless;
mod apart;
pub mod numbers;
mod own_words;
mod erased_before;
pub mod figures;
pub mod disputes;
pub mod lookup;
pub mod checks;
pub mod classes;
pub mod ledgers;
mod faults;
pub mod reports;
pub mod reminders;
pub mod deadlines;
pub mod agenda;
mod fieldwork;
pub mod coverage;
pub mod visit;
pub mod planning;
pub mod phasing;
pub mod organising;
pub mod items;
pub mod help;
mod helped;
pub mod offers;
pub mod own_part;
pub mod overseeing;
pub mod facts;
pub mod oversight_told;
mod erasure_told;
pub mod printing;
mod composing;
pub mod consents;
mod typed_consents;
pub mod labels;
pub mod logs;
pub mod retention;
pub mod affected;
pub mod telling;
pub mod fits;
mod copies;
mod group_keys;
pub mod conflicts;
mod council;
pub mod hanging;
pub mod handbook;
pub mod history;
pub mod hot_topics;
mod leaves;
pub mod deed;
pub mod undo;
pub mod sync;
mod exported;
pub mod inside;
mod led;
mod letters;
pub mod reach;
pub mod clocks;
pub mod taken;
mod told_elsewhere;
pub mod folder;
pub mod wanted;
pub mod peers;
pub mod enrol;
pub mod erasure;
pub mod person;
mod sweep;
pub mod keeping;
pub mod backups;
pub mod progress;
pub mod passphrase;
pub mod appearance;
pub mod status;
pub mod notices;
pub mod system;

pub use crate::store::Cost;
pub use bench::Workbench;
pub use error::Error;

/// What of the layers below the faces name.
pub use crate::{
    bundle::{
        format::{Outer, Purpose, Range, Sealing},
        plan::{Gap, Plan},
    },
    log::{
        commit::{ERASED, LIFE, PeerId, STRUCK},
        erasure::What,
    },
    store::{engine::is_guarding, ledger_store::Opening, part, trust::Membership},
};

#[cfg(test)]
pub(crate) mod tests;
