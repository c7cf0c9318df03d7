//! What happened to a record, commit by commit.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{bench::Workbench, error::Error, view};
use crate::{
    domain::{calendar, field::Tag, id::RecordId, ledger::Ledger, team::peers, wording::Lang},
    log::{
        commit::{Cause, ERASED, LIFE, PeerId, STRUCK},
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
    /// The fields it wrote; [`LIFE`] where it began or deleted the record.
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

    /// The letter of the laptop that wrote it, as its colleagues know it.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn letter_of(&self, event: &Event) -> Result<String, Error> {
        let card = self.row(Self::peer_record(event.peer))?;
        Ok(card.map(|card| card.text(peers::LETTER).to_owned()).unwrap_or_default())
    }

    /// The history of a record, a line each, oldest first: when, who, on which
    /// laptop, and what was written; never what stood there.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn history_lines(&self, id: RecordId, lang: Lang) -> Result<Vec<String>, Error> {
        let ledger = self.ledger_of(id)?;
        let mut lines = Vec::new();
        for (place, event) in self.history(id)?.iter().enumerate() {
            // The first commit writes that the record lives, a later one that it does not, or does again.
            let title = |tag: &Tag| {
                if place == 0 && *tag == LIFE {
                    lang.pick("新建", "created").to_owned()
                } else {
                    title_of(ledger, *tag, lang)
                }
            };
            let fields: Vec<String> = event.fields.iter().map(title).collect();
            let (at, who, laptop) =
                (calendar::minute(event.at), self.name_of(event.author), self.letter_of(event)?);
            lines.push(format!("{at}  {who}({laptop})  {}", fields.join(lang.pick("、", ", "))));
        }
        Ok(lines)
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

/// The title of a field, and of what is written of a whole record.
pub fn title_of(ledger: &Ledger, tag: Tag, lang: Lang) -> String {
    match (tag, ledger.field(tag)) {
        (LIFE, _) => lang.pick("删除", "deleted").to_owned(),
        (STRUCK, _) => lang.pick("划去", "struck out").to_owned(),
        (ERASED, _) => lang.pick("按要求删除", "erased on request").to_owned(),
        (_, Some(field)) => field.title.get(lang).to_owned(),
        (_, None) => lang.pick("（新版本的栏）", "(a newer field)").to_owned(),
    }
}
