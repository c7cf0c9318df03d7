//! What happened to a record, commit by commit.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{bench::Workbench, error::Error, view};
use crate::{
    domain::{field::Tag, id::RecordId},
    log::{
        commit::{Cause, PeerId},
        record::{Mark, Record},
        stamp::Stamp,
    },
};

/// One commit that touched a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub author: RecordId,
    /// On which laptop.
    pub peer: PeerId,
    /// Its place in the laptop's row.
    pub seq: u64,
    /// Why.
    pub cause: Cause,
    /// The fields it wrote; [`LIFE`](super::LIFE) where it began or deleted the record.
    pub fields: BTreeSet<Tag>,
}

impl Event {
    /// The word in JSON for why it was written.
    pub fn cause_key(&self) -> &'static str {
        match self.cause {
            Cause::Act => "act",
            Cause::Undo(_) => "undo",
            Cause::Redo(_) => "redo",
            Cause::Housekeeping => "housekeeping",
        }
    }
}

impl Workbench {
    /// Every commit that touched a record, oldest first.
    pub fn history(&self, id: RecordId) -> Result<Vec<Event>, Error> {
        let Some(record) = self.store.record(id)? else { return Ok(Vec::new()) };
        let mut events = Vec::new();
        for mark in self.in_time(&record) {
            let commit = self.commit_at(mark.dot)?;
            let own = commit.touches().filter(|about| about.record == id);
            events.push(Event {
                at: view::moment(mark.stamp),
                author: mark.author,
                peer: mark.dot.peer,
                seq: mark.dot.seq,
                cause: commit.cause,
                fields: own.map(|about| about.tag).collect(),
            });
        }
        Ok(events)
    }

    /// The commits of a record, oldest first. One that was written while its
    /// laptop's clock was ahead stands where it came to be known, or it would be
    /// the last one until that moment comes.
    fn in_time(&self, record: &Record) -> Vec<Mark> {
        let mut latest = Stamp::default();
        let mut placed = Vec::new();
        for (at, mark) in record.marks().iter().enumerate() {
            let is_wrong = self.came_from_ahead(mark.dot.peer, mark.stamp);
            let (moment, place) = if is_wrong { (latest, at) } else { (mark.stamp, 0) };
            latest = latest.max(moment);
            placed.push(((moment, is_wrong, place, mark.dot), *mark));
        }
        placed.sort_unstable_by_key(|(place, _)| *place);
        placed.into_iter().map(|(_, mark)| mark).collect()
    }
}
