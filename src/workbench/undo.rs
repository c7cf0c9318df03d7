//! Undo and redo: new commits that restore what an old one replaced.

mod choice;

use std::collections::HashMap;

use super::{bench::Workbench, deed::Deed, draft::Draft, error::Error};
use crate::{
    domain::{
        id::{LedgerTag, RecordId},
        input,
        issues::issues,
        ledger::Nature,
        rules::Refusal,
    },
    log::{
        commit::{Cause, Cell, Commit, Dot, LIFE, PeerId, Slot},
        record::{Record, life},
        undo,
        vector::Vector,
    },
    store::{StoreError, placing::Placing},
};

/// What was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Undone {
    /// Records that were restored.
    pub records: Vec<RecordId>,
    /// Registers that stayed as they are, because somebody has changed them since.
    pub kept: usize,
    /// The action itself.
    pub deed: Option<Deed>,
}

/// The reason that an entry is struck out for when its registration is undone.
///
/// It is data like a reason that somebody typed: written once, in the language
/// of the ledgers, and the same on every laptop whatever language it shows.
const WITHDRAWN: &str = "撤销";

impl Workbench {
    /// Takes the last own action back; nothing older instead where it cannot be.
    ///
    /// # Errors
    ///
    /// Where it registered issues, which stay owed; where something was erased
    /// since; where it wrote what is kept apart, which takes a reason.
    pub fn undo(&mut self) -> Result<Undone, Error> {
        self.undo_chosen(None, None)
    }

    /// Takes the own action back that is named by its number, or the last one.
    /// The reason stays with entries that are struck out, and with the look at
    /// what is kept apart.
    pub fn undo_chosen(&mut self, named: Option<u64>, reason: Option<&str>) -> Result<Undone, Error> {
        let target = self.chosen(named)?;
        let reason = reason.map(str::trim).filter(|reason| input::says_something(reason));
        let apart = self.kept_apart_of(target)?;
        match (self.bar(target)?, reason) {
            (None, _) => {}
            (Some(Error::NeedsReason), Some(reason)) => {
                for id in apart {
                    self.look_at_informer(id, reason)?;
                }
            }
            (Some(why), _) => return Err(why),
        }
        self.take_back(target, Cause::Undo(target), reason)
    }

    /// Whether a record began with a commit.
    pub(super) fn began(&self, id: RecordId, dot: Dot) -> Result<bool, Error> {
        // Marks come causes first: nobody wrote a record before it began.
        let record = self.store.record(id)?;
        Ok(record.is_some_and(|record| record.marks().first().is_some_and(|mark| mark.dot == dot)))
    }

    /// Does again what the last undo took back.
    pub fn redo(&mut self) -> Result<Undone, Error> {
        let acts = self.own_acts()?;
        let target = undo::redo_target(acts.iter().map(choice::Act::told)).ok_or(Error::NothingToRedo)?;
        self.take_back(target, Cause::Redo(target), None)
    }

    /// What redo would do again; nothing is changed.
    pub fn redoable(&self) -> Result<Option<Deed>, Error> {
        let acts = self.own_acts()?;
        let target = undo::redo_target(acts.iter().map(choice::Act::told));
        let undone = acts.iter().map(choice::Act::told).find(|(seq, _)| Some(*seq) == target);
        match undone {
            Some((_, Cause::Undo(deed))) => Ok(Some(self.deed(deed)?)),
            Some((_, Cause::Act | Cause::Redo(_) | Cause::Housekeeping)) | None => Ok(None),
        }
    }

    fn take_back(&mut self, seq: u64, cause: Cause, reason: Option<&str>) -> Result<Undone, Error> {
        // Told before it is gone.
        let deed = Some(self.deed(seq)?);
        let (draft, undone) = self.taken_back(seq, reason)?;
        self.write(draft, cause)?;
        Ok(Undone { deed, ..undone })
    }

    /// What would be written to take an own commit back.
    fn taken_back(&self, seq: u64, reason: Option<&str>) -> Result<(Draft, Undone), Error> {
        let dot = Dot { peer: self.peer(), seq };
        let target = self.store.commit(dot)?.ok_or(Error::NothingToUndo)?.commit;
        let mut sight = Sight::new(self);
        let seen = sight.of(dot)?;
        let mut draft = Draft::new();
        let mut undone = Undone::default();
        for id in target.records() {
            let Some(record) = self.store.record(id)? else { continue };
            if record.is_erased() {
                undone.kept += 1;
                continue;
            }
            let history: Vec<(Dot, Commit)> = record
                .marks()
                .iter()
                .filter(|mark| seen.covers(mark.dot) && mark.dot != dot)
                .map(|mark| {
                    let commit = self.store.commit(mark.dot)?;
                    let commit = commit.ok_or_else(|| StoreError::damaged("a commit is missing"))?.commit;
                    Ok((mark.dot, commit))
                })
                .collect::<Result<_, Error>>()?;
            if history.is_empty() {
                // What a colleague has added to it since is not taken back with it.
                if record.marks().iter().any(|mark| mark.dot.peer != dot.peer) {
                    undone.kept += 1;
                } else {
                    self.withdraw(&mut draft, id, reason)?;
                    undone.records.push(id);
                }
                continue;
            }
            let before = fold_before(&mut sight, id, &history)?;
            let mut touched = false;
            for change in target.changes().filter(|change| change.record == id) {
                match restored(&record, &before, &change.slot, dot) {
                    Some(cell) => {
                        draft.push(id, change.slot.clone(), cell);
                        touched = true;
                    }
                    None => undone.kept += 1,
                }
            }
            if touched {
                undone.records.push(id);
            }
        }
        if draft.is_empty() {
            return Err(Error::ChangedSince);
        }
        self.judge_content(&draft)?;
        Ok((draft, undone))
    }

    /// Takes a record back that the commit began: a card is deleted, an entry
    /// struck out; an issue stays owed.
    fn withdraw(&self, draft: &mut Draft, id: RecordId, reason: Option<&str>) -> Result<(), Error> {
        match self.ledger_of(id)?.nature {
            Nature::Card => draft.delete(id),
            Nature::Entry => draft.strike(id, reason.unwrap_or(WITHDRAWN)),
            Nature::Issue => return Err(Refusal::Undeletable.into()),
        }
        debug_assert!(id.ledger() != LedgerTag::of(issues::ID), "issues are never withdrawn");
        Ok(())
    }
}

/// The record as it was after these commits.
fn fold_before(sight: &mut Sight<'_>, id: RecordId, history: &[(Dot, Commit)]) -> Result<Record, Error> {
    let mut record = Record::default();
    for (at, commit) in history {
        record.apply(id, *at, commit, &sight.of(*at)?);
    }
    Ok(record)
}

/// What the writers of commits had seen; each laptop's commits are read once.
struct Sight<'a> {
    bench: &'a Workbench,
    read: HashMap<PeerId, Row>,
}

/// A laptop's commits from the first on.
#[derive(Default)]
struct Row {
    /// How far they were read.
    reached: u64,
    /// Which of them said that they had seen something new, and what.
    said: Vec<(u64, Vec<Dot>)>,
    /// What was seen before a copy's row goes apart from its original's.
    begin: Vector,
}

impl<'a> Sight<'a> {
    fn new(bench: &'a Workbench) -> Self {
        Self { bench, read: HashMap::new() }
    }

    /// All that the writer of a commit had seen, itself included.
    fn of(&mut self, dot: Dot) -> Result<Vector, Error> {
        let Row { reached, said, begin } = self.read.entry(dot.peer).or_default();
        let placing = self.bench.store.placing();
        for seq in *reached + 1..=dot.seq {
            let at = Dot { seq, ..dot };
            let missing = || StoreError::damaged("a commit is missing");
            let envelope = self.bench.store.commit(at)?.ok_or_else(missing)?;
            if seq == 1 {
                *begin = placing.begin_of(&envelope, at)?;
            }
            let mut seen = Vec::new();
            for point in &envelope.commit.seen {
                seen.push(placing.resolve(*point)?.ok_or_else(missing)?);
            }
            if !seen.is_empty() {
                said.push((seq, seen));
            }
            *reached = seq;
        }
        let before = said.iter().take_while(|(seq, _)| *seq <= dot.seq);
        let seen = before.flat_map(|(_, seen)| seen.iter().copied());
        Ok(begin.iter().chain(seen).chain([dot]).collect())
    }
}

/// What a register gets back: what it held before, if the commit's value is
/// still its only one; the other value, if one stands beside it; nothing where
/// somebody has replaced it since.
fn restored(now: &Record, before: &Record, slot: &Slot, dot: Dot) -> Option<Cell> {
    let versions = now.versions(slot);
    if !versions.iter().any(|version| version.mark.dot == dot) {
        return None;
    }
    let others: Vec<&Cell> =
        versions.iter().filter(|version| version.mark.dot != dot).map(|version| version.cell).collect();
    match others.as_slice() {
        // It settled a conflict: one write cannot bring both sides back, and neither is dropped.
        [] if before.is_conflict(slot) => None,
        [] if slot.tag == LIFE => Some(life(!before.is_dead())),
        [] => Some(shown(before, slot)),
        [other] => Some((*other).clone()),
        _ => None,
    }
}

/// What a register showed: of a set's element that was taken out and put in
/// without seeing each other, that it is in.
fn shown(before: &Record, slot: &Slot) -> Cell {
    let versions = before.versions(slot);
    let first = versions.first();
    let held = versions.iter().find(|version| !slot.element.0.is_empty() && !version.cell.is_none());
    held.or(first).map_or_else(Cell::none, |version| version.cell.clone())
}
