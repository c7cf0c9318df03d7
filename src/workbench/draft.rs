//! Changes being gathered; committed once, or dropped.

use std::collections::{HashMap, HashSet};

use crate::{
    domain::{field::Tag, id::RecordId, value::Value},
    log::{
        commit::{Cell, Change, LIFE, STRUCK, Slot},
        record::life,
    },
    store::codec,
};

/// What a change takes up besides its value: its record, its tag, lengths.
const CHANGE: usize = 32;

/// What one action is about to change. A dropped draft is an aborted one.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    pub(super) created: Vec<RecordId>,
    pub(super) changes: Vec<Change>,
    /// The same as `created`: an import begins thousands of records at once.
    new: HashSet<RecordId>,
    /// Where each record's changes stand in `changes`.
    places: HashMap<RecordId, Vec<usize>>,
    /// How much was pushed, in bytes.
    bytes: usize,
}

impl Draft {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.created.is_empty()
    }

    /// About how large its commit will be, in bytes; values that were replaced count as well.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Every record it touches.
    pub fn records(&self) -> Vec<RecordId> {
        let mut records: Vec<RecordId> =
            self.created.iter().copied().chain(self.changes.iter().map(|change| change.record)).collect();
        records.sort_unstable();
        records.dedup();
        records
    }

    /// Begins a record.
    pub fn insert(&mut self, id: RecordId) {
        self.created.push(id);
        self.new.insert(id);
        self.push(id, Slot::single(LIFE), life(true));
    }

    /// Sets a field with one value; `None` empties it.
    pub fn set(&mut self, id: RecordId, tag: Tag, value: Option<Value>) {
        self.push(id, Slot::single(tag), value.map_or(Cell::none(), |value| codec::cell(&value)));
    }

    /// Adds an element to a set.
    pub fn add(&mut self, id: RecordId, tag: Tag, value: &Value) {
        self.push(id, codec::element(tag, value), life(true));
    }

    /// Takes an element out of a set.
    pub fn remove(&mut self, id: RecordId, tag: Tag, value: &Value) {
        self.push(id, codec::element(tag, value), Cell::none());
    }

    /// Deletes a card.
    pub fn delete(&mut self, id: RecordId) {
        self.push(id, Slot::single(LIFE), life(false));
    }

    /// Strikes an entry out.
    pub fn strike(&mut self, id: RecordId, reason: &str) {
        self.set(id, STRUCK, Some(Value::Text(reason.to_owned())));
    }

    /// Writes a register as it is: undo and conflicts restore by it.
    pub(super) fn push(&mut self, record: RecordId, slot: Slot, cell: Cell) {
        self.bytes += CHANGE + slot.element.0.len() + cell.bytes.0.len();
        let places = self.places.entry(record).or_default();
        for at in &*places {
            if let Some(change) = self.changes.get_mut(*at).filter(|change| change.slot == slot) {
                change.cell = cell;
                return;
            }
        }
        places.push(self.changes.len());
        self.changes.push(Change { record, slot, cell });
    }

    /// Whether the record begins with this draft.
    pub(super) fn begins(&self, id: RecordId) -> bool {
        self.new.contains(&id)
    }

    /// What it changes of one record.
    pub(super) fn changes_of(&self, id: RecordId) -> impl Iterator<Item = &Change> {
        self.places.get(&id).into_iter().flatten().filter_map(|at| self.changes.get(*at))
    }
}
