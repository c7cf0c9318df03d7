//! Undo and redo: new commits that restore what an old one replaced.

use std::collections::HashMap;

use super::{
    bench::Workbench,
    deed::{Deed, Undoable},
    draft::Draft,
    error::Error,
};
use crate::{
    domain::{
        field::FIRST_FIELD_TAG,
        id::{LedgerTag, RecordId},
        informers,
        issues::issues,
        ledger::Nature,
        rules::Refusal,
        wording::Lang,
    },
    log::{
        commit::{Cause, Cell, Commit, Dot, LIFE, PeerId, Slot},
        record::{Record, life},
        undo,
        vector::Vector,
    },
    say,
    store::{StoreError, orders, placing::Placing},
};

/// What was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Undone {
    /// Records that were restored.
    pub records: Vec<RecordId>,
    /// Registers that stayed as they are, because somebody has changed them since.
    pub kept: usize,
    /// Newer own actions that were passed over, because they registered issues,
    /// which are not withdrawn.
    pub skipped: usize,
    /// Whether something was erased since, which is not undone either.
    pub past_erasure: bool,
    /// The action itself.
    pub deed: Option<Deed>,
}

impl Undone {
    /// What was passed over, for people; none where nothing was.
    pub fn skipped_sentence(&self, lang: Lang) -> Option<String> {
        let skipped = self.skipped;
        let mut told = Vec::new();
        if skipped > 0 {
            told.push(say!(
                lang,
                "登记的事项不撤销，已跳过 {skipped} 步，撤销的是更早的操作",
                "issues that were registered are not withdrawn: {skipped} action(s) passed over, an older one undone"
            ));
        }
        if self.past_erasure {
            told.push(
                lang.pick(
                    "按要求删除的不能撤销，撤销的是删除之前的操作",
                    "an erasure is not undone: what was undone is older than it",
                )
                .to_owned(),
            );
        }
        (!told.is_empty()).then(|| told.join(lang.pick("；", "; ")))
    }
}

/// The reason that an entry is struck out for when its registration is undone.
///
/// It is data like a reason that somebody typed: written once, in the language
/// of the ledgers, and the same on every laptop whatever language it shows.
const WITHDRAWN: &str = "撤销";

impl Workbench {
    /// Takes the last own action back that did not register an issue: an issue
    /// stays owed, and what was done before it can still be undone.
    pub fn undo(&mut self) -> Result<Undone, Error> {
        let (target, skipped) = self.undo_target()?;
        let past_erasure = self.has_erased_since(target)?;
        Ok(Undone { skipped, past_erasure, ..self.take_back(target, Cause::Undo(target))? })
    }

    /// The own action that comes first for an undo, and how many newer ones are passed over.
    fn undo_target(&self) -> Result<(u64, usize), Error> {
        let mut skipped = 0;
        for target in undo::undo_targets(self.own_causes()?) {
            if self.is_erased(target)? {
                continue;
            }
            if !self.registers_issues(target)? {
                return Ok((target, skipped));
            }
            skipped += 1;
        }
        Err(if skipped > 0 { Refusal::Undeletable.into() } else { Error::NothingToUndo })
    }

    /// Whether this laptop ordered an erasure, or something of its own was erased,
    /// after an own action.
    fn has_erased_since(&self, seq: u64) -> Result<bool, Error> {
        let peer = self.peer();
        let last = self.store.totals().heads.get(peer).map_or(0, |head| head.seq);
        for seq in seq + 1..=last {
            let commit = self.store.commit(Dot { peer, seq })?;
            let commit = commit.ok_or_else(|| StoreError::damaged("an own commit is missing"))?.commit;
            if orders::of(&commit).next().is_some() || commit.erased().next().is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether nothing that an own action wrote is left to be taken back.
    fn is_erased(&self, seq: u64) -> Result<bool, Error> {
        let commit = self.store.commit(Dot { peer: self.peer(), seq })?;
        let commit = commit.ok_or_else(|| StoreError::damaged("an own commit is missing"))?.commit;
        let is_left = commit.changes().any(|change| change.slot.tag >= FIRST_FIELD_TAG);
        Ok(commit.erased().next().is_some() && !is_left)
    }

    /// Whether a record began with a commit.
    pub(super) fn began(&self, id: RecordId, dot: Dot) -> Result<bool, Error> {
        // Marks come causes first: nobody wrote a record before it began.
        let record = self.store.record(id)?;
        Ok(record.is_some_and(|record| record.marks().first().is_some_and(|mark| mark.dot == dot)))
    }

    /// What so many undos would take back, as far as there is anything; nothing is changed.
    ///
    /// # Errors
    ///
    /// As [`undo`](Self::undo) for the first of them.
    pub fn undoable(&self, count: usize) -> Result<Undoable, Error> {
        let mut undoable = Undoable::default();
        let mut passed = 0;
        for target in undo::undo_targets(self.own_causes()?) {
            if undoable.deeds.len() == count {
                break;
            }
            if self.is_erased(target)? {
                continue;
            }
            if self.registers_issues(target)? {
                passed += 1;
                continue;
            }
            if undoable.deeds.is_empty() {
                self.taken_back(target)?;
            }
            undoable.deeds.push(self.deed(target)?);
            undoable.skipped = passed;
        }
        if let Some(oldest) = undoable.deeds.last() {
            undoable.past_erasure = self.has_erased_since(oldest.seq)?;
        }
        match (undoable.deeds.is_empty(), passed) {
            (false, _) => Ok(undoable),
            (true, 0) => Err(Error::NothingToUndo),
            (true, _) => Err(Refusal::Undeletable.into()),
        }
    }

    /// Whether an own commit holds issues that began with it.
    fn registers_issues(&self, seq: u64) -> Result<bool, Error> {
        let dot = Dot { peer: self.peer(), seq };
        let Some(commit) = self.store.commit(dot)? else { return Ok(false) };
        for id in commit.commit.records() {
            // What is kept apart is struck out with a reason, not taken back in passing.
            if id.ledger() == LedgerTag::of(informers::ID) {
                return Ok(true);
            }
            if id.ledger() == LedgerTag::of(issues::ID) && self.began(id, dot)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Does again what the last undo took back.
    pub fn redo(&mut self) -> Result<Undone, Error> {
        let target = undo::redo_target(self.own_causes()?).ok_or(Error::NothingToRedo)?;
        self.take_back(target, Cause::Redo(target))
    }

    /// Own commits from the newest, as far back as undo may have to look.
    fn own_causes(&self) -> Result<Vec<(u64, Cause)>, Error> {
        const FAR: u64 = 1_000;
        let peer = self.peer();
        let last = self.store.totals().heads.get(peer).map_or(0, |head| head.seq);
        let first = last.saturating_sub(FAR).max(1);
        (first..=last)
            .rev()
            .map(|seq| {
                let commit = self.store.commit(Dot { peer, seq })?;
                let commit = commit.ok_or_else(|| StoreError::damaged("an own commit is missing"))?;
                Ok((seq, commit.commit.cause))
            })
            .collect()
    }

    fn take_back(&mut self, seq: u64, cause: Cause) -> Result<Undone, Error> {
        // Told before it is gone.
        let deed = Some(self.deed(seq)?);
        let (draft, undone) = self.taken_back(seq)?;
        self.write(draft, cause)?;
        Ok(Undone { deed, ..undone })
    }

    /// What would be written to take an own commit back.
    fn taken_back(&self, seq: u64) -> Result<(Draft, Undone), Error> {
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
                    self.withdraw(&mut draft, id)?;
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
        Ok((draft, undone))
    }

    /// Takes a record back that the commit began: a card is deleted, an entry
    /// struck out; an issue stays owed.
    fn withdraw(&self, draft: &mut Draft, id: RecordId) -> Result<(), Error> {
        match self.ledger_of(id)?.nature {
            Nature::Card => draft.delete(id),
            Nature::Entry => draft.strike(id, WITHDRAWN),
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
