//! Values that were written without seeing each other, and settling them.

use jiff::Timestamp;

use super::{anonymous::NAMELESS, bench::Workbench, draft::Draft, error::Error, view};
use crate::{
    domain::{
        diaries,
        field::{Field, Tag},
        id::{LedgerTag, RecordId},
        informers,
        input::BadValue,
        privacy,
        rules::Refusal,
        value::Value,
    },
    log::commit::{Cell, LIFE, PeerId, STRUCK, Slot},
    store::codec,
};

/// One of the values that stand beside each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The value; none where it was emptied, deleted or taken out.
    pub value: Option<Value>,
    /// Who wrote it.
    pub author: RecordId,
    /// On which laptop.
    pub peer: PeerId,
    /// When.
    pub at: Timestamp,
    cell: Cell,
}

/// A field that holds several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The record.
    pub record: RecordId,
    /// The field; [`LIFE`] where one deleted what another edited.
    pub tag: Tag,
    /// The element, where the field is a set.
    pub element: Option<Value>,
    /// The values; the first is the one that every laptop shows.
    pub candidates: Vec<Candidate>,
    /// Whether it is about who asked anonymously: told for a reason alone.
    nameless: bool,
    slot: Slot,
}

impl Conflict {
    /// Whether a candidate's value is told for a reason alone.
    pub fn is_hidden(&self, field: &Field, value: &Value) -> bool {
        self.nameless || privacy::is_hidden(field, value)
    }

    /// A candidate's value that is hidden, told apart from the others; who asked
    /// anonymously is told apart by who wrote it alone.
    pub fn masked(&self, field: &Field, value: &Value) -> String {
        if self.nameless {
            return NAMELESS.to_owned();
        }
        let values = self.candidates.iter().filter_map(|candidate| candidate.value.as_ref());
        let others: Vec<&Value> = values.filter(|other| *other != value).collect();
        privacy::masked_apart(field, value, &others)
    }
}

/// How a conflict is settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settlement {
    /// Keep the candidate with this place.
    Keep(usize),
    /// Write this instead.
    Write(Option<Value>),
}

impl Workbench {
    /// Every conflict.
    pub fn conflicts(&self) -> Result<Vec<Conflict>, Error> {
        let records: Vec<RecordId> = self.store.totals().conflicts.iter().copied().collect();
        let mut conflicts = Vec::new();
        for id in records {
            if id.ledger() == LedgerTag::of(informers::ID) && !self.may_see_informer(id)? {
                continue;
            }
            // What others wrote for themselves is theirs to settle.
            if id.ledger() == LedgerTag::of(diaries::ID) && self.row(id)?.is_none() {
                continue;
            }
            conflicts.extend(self.conflicts_of(id)?);
        }
        Ok(conflicts)
    }

    /// How many records have one.
    pub fn conflict_count(&self) -> usize {
        self.store.totals().conflicts.len()
    }

    /// The conflicts of one record.
    pub fn conflicts_of(&self, id: RecordId) -> Result<Vec<Conflict>, Error> {
        let Some(record) = self.store.record(id)? else { return Ok(Vec::new()) };
        // Values of what is about whoever looks may tell who asked: others settle them.
        if self.refuse_own_matter(id).is_err() {
            return Ok(Vec::new());
        }
        let nameless = Self::nameless_tags(id, &record);
        let slots = record.slots().filter(|slot| record.is_conflict(slot));
        Ok(slots
            .map(|slot| {
                let mut candidates: Vec<Candidate> = Vec::new();
                for version in record.versions(slot) {
                    if candidates.iter().all(|candidate| candidate.cell != *version.cell) {
                        candidates.push(Candidate {
                            value: codec::value(version.cell),
                            author: version.mark.author,
                            peer: version.mark.dot.peer,
                            at: view::moment(version.mark.stamp),
                            cell: version.cell.clone(),
                        });
                    }
                }
                let element = codec::element_value(slot);
                let nameless = nameless.contains(&slot.tag);
                Conflict { record: id, tag: slot.tag, element, candidates, nameless, slot: slot.clone() }
            })
            .collect())
    }

    /// Settles a conflict: a value that has seen all the others.
    pub fn settle(&mut self, conflict: &Conflict, settlement: &Settlement) -> Result<(), Error> {
        let current = self.conflicts_of(conflict.record)?;
        let current = current.iter().find(|other| other.slot == conflict.slot).ok_or(Error::NoConflict)?;
        let cell = match settlement {
            Settlement::Keep(place) => {
                let kept = conflict.candidates.get(*place).ok_or(Error::NoConflict)?;
                // What was shown may be older than what is there: keep only what still stands.
                let stands = current.candidates.iter().any(|candidate| candidate.cell == kept.cell);
                if stands { kept.cell.clone() } else { return Err(Error::NoConflict) }
            }
            Settlement::Write(_) if matches!(conflict.tag, LIFE | STRUCK) => return Err(Error::NoConflict),
            Settlement::Write(value) => value.as_ref().map_or(Cell::none(), codec::cell),
        };
        let field = self.ledger_of(conflict.record)?.field(conflict.tag);
        // Of what the program fills in one side is taken as it is.
        let is_own = matches!(settlement, Settlement::Write(_));
        if let Some(field) = field.filter(|field| is_own && !field.in_form) {
            return Err(Refusal::Automatic(field.title.clone()).into());
        }
        if let Some(field) = field.filter(|field| field.required && !field.many && cell.is_none()) {
            return Err(Refusal::Required(vec![field.title.clone()]).into());
        }
        let mut draft = Draft::new();
        draft.push(conflict.record, conflict.slot.clone(), cell);
        // What is kept was written by somebody; what is written anew keeps to every rule.
        match settlement {
            Settlement::Keep(_) => {
                self.judge_people(&draft)?;
                self.judge_visits(&draft)?;
                self.judge_declarations(&draft)?;
            }
            Settlement::Write(_) => self.judge_content(&draft)?,
        }
        self.write(draft, crate::log::commit::Cause::Act)
    }

    /// The conflict of a record's field by the field's key, as the command
    /// line names it.
    pub fn conflict_named(&self, id: RecordId, key: &str) -> Result<Conflict, Error> {
        let ledger = self.ledger_of(id)?;
        let tag = match key {
            "deleted" => LIFE,
            "struck" => STRUCK,
            _ => {
                let missing = || Error::NoField { ledger: ledger.id.clone(), field: key.to_owned() };
                ledger.field_by_key(key).ok_or_else(missing)?.tag
            }
        };
        self.conflicts_of(id)?.into_iter().find(|conflict| conflict.tag == tag).ok_or(Error::NoConflict)
    }

    /// Reads text as the value that settles a conflict.
    pub fn read_settlement(&self, conflict: &Conflict, text: &str) -> Result<Settlement, Error> {
        let ledger = self.ledger_of(conflict.record)?;
        let field = ledger.field(conflict.tag).ok_or_else(|| Error::Value {
            field: conflict.tag.to_string(),
            why: BadValue::NoRecord(text.to_owned()),
        })?;
        Ok(Settlement::Write(self.read_value(field, text)?))
    }
}
