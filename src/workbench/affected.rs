//! Whose information would be out if a laptop were lost (个保法 57): which
//! records, which of their fields, never the values.

use super::{bench::Workbench, error::Error, retention};
use crate::{
    domain::{
        field::{Field, Privacy, Tag},
        id::RecordId,
        roster::residents,
        row::Row,
    },
    log::{
        commit::{PeerId, Slot},
        vector::Vector,
    },
};

/// A record that tells of somebody, and what of it is filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affected {
    /// The record.
    pub record: RecordId,
    /// What it is called.
    pub name: String,
    /// The fields that tell of a person.
    pub fields: Vec<Tag>,
    /// Whether one of them is sensitive (个保法 28).
    pub sensitive: bool,
}

impl Workbench {
    /// The records that tell of people: all that are here, or those that a
    /// laptop is known to have. What it may have had beyond that nobody knows.
    pub fn affected(&self, laptop: Option<PeerId>) -> Result<Vec<Affected>, Error> {
        let known = laptop.map(|peer| self.knowledge_of(peer)).transpose()?;
        let mut affected = Vec::new();
        for ledger in self.catalog().iter().filter(|ledger| retention::tells_of_people(ledger)) {
            let about = |field: &&Field| field.privacy != Privacy::Open || ledger.id == residents::ID;
            for row in self.rows(&ledger.id)?.iter() {
                let filled =
                    ledger.fields.iter().filter(about).filter(|field| !row.all(field.tag).is_empty());
                let mut fields = Vec::new();
                let mut sensitive = false;
                for field in filled {
                    if self.has(row, field.tag, known.as_ref())? {
                        sensitive |= field.privacy == Privacy::Sensitive;
                        fields.push(field.tag);
                    }
                }
                if !fields.is_empty() {
                    affected.push(Affected { record: row.id, name: self.name_of(row.id), fields, sensitive });
                }
            }
        }
        Ok(affected)
    }

    /// Whether what a field holds was written in a commit that is known there.
    fn has(&self, row: &Row, tag: Tag, known: Option<&Vector>) -> Result<bool, Error> {
        let Some(known) = known else { return Ok(true) };
        let Some(record) = self.store.record(row.id)? else { return Ok(false) };
        let slots: Vec<Slot> = record.slots().filter(|slot| slot.tag == tag).cloned().collect();
        Ok(slots.iter().any(|slot| record.versions(slot).iter().any(|it| known.covers(it.mark.dot))))
    }
}
