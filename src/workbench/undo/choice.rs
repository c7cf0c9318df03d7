//! Which own action an undo takes back, and what stands in its way.
//!
//! The last one or none: what was done last is what people mean, and an older
//! action that has nothing to do with it is taken back only where it is named.

use super::super::{
    bench::Workbench,
    deed::{Hurdle, Undoable},
    error::Error,
};
use crate::{
    domain::{
        field::FIRST_FIELD_TAG,
        id::{LedgerTag, RecordId},
        informers,
        issues::issues,
        rules::Refusal,
    },
    log::{
        commit::{Cause, Commit, Dot},
        undo,
    },
    store::{StoreError, orders},
};

/// How many older actions are told behind what stands in the way.
const OLDER: usize = 3;

/// One of this laptop's commits, as far as the choice needs it.
pub(super) struct Act {
    seq: u64,
    pub(super) cause: Cause,
    /// Whether it ordered an erasure, or something of it was erased.
    erases: bool,
}

impl Act {
    pub(super) fn told(&self) -> (u64, Cause) {
        (self.seq, self.cause)
    }
}

impl Workbench {
    /// What so many undos would take back, the newest first, as far as nothing
    /// stands in the way; nothing is changed.
    ///
    /// # Errors
    ///
    /// Where there is nothing at all to take back.
    pub fn undoable(&self, count: usize) -> Result<Undoable, Error> {
        let acts = self.own_acts()?;
        let (mut undoable, mut looked_at) = (Undoable::default(), 0);
        for target in undo::undo_targets(acts.iter().map(Act::told)) {
            let told = if undoable.hurdle.is_some() { looked_at } else { undoable.deeds.len() };
            if told == if undoable.hurdle.is_some() { count.max(OLDER) } else { count } {
                break;
            }
            if self.is_erased(target)? {
                continue;
            }
            if undoable.hurdle.is_none() && was_erased_since(&acts, target) {
                undoable.hurdle = Some(Hurdle { deed: None, why: Error::PastErasure });
            }
            match (self.bar(target)?, &undoable.hurdle) {
                (Some(why), None) => {
                    undoable.hurdle = Some(Hurdle { deed: Some(self.deed(target)?), why });
                }
                (Some(_), Some(_)) => {}
                (None, Some(_)) => {
                    looked_at += 1;
                    // What would be refused is not offered.
                    if self.taken_back(target, None).is_ok() {
                        undoable.older.push(self.deed(target)?);
                    }
                }
                (None, None) => {
                    let first = undoable.deeds.is_empty();
                    match first.then(|| self.taken_back(target, None)).transpose() {
                        Ok(_) => undoable.deeds.push(self.deed(target)?),
                        Err(why) => {
                            undoable.hurdle = Some(Hurdle { deed: Some(self.deed(target)?), why });
                        }
                    }
                }
            }
        }
        let is_empty = undoable.deeds.is_empty() && undoable.hurdle.is_none();
        if is_empty { Err(Error::NothingToUndo) } else { Ok(undoable) }
    }

    /// The own action to take back: the one that is named, or the last.
    pub(super) fn chosen(&self, named: Option<u64>) -> Result<u64, Error> {
        let acts = self.own_acts()?;
        let mut targets = undo::undo_targets(acts.iter().map(Act::told));
        if let Some(named) = named {
            let is_there = targets.any(|target| target == named) && !self.is_erased(named)?;
            return if is_there { Ok(named) } else { Err(Error::NoAct(named)) };
        }
        for target in targets {
            if !self.is_erased(target)? {
                let is_past = was_erased_since(&acts, target);
                return if is_past { Err(Error::PastErasure) } else { Ok(target) };
            }
        }
        Err(Error::NothingToUndo)
    }

    /// Why an action is not simply taken back: issues that were registered stay
    /// owed, and what is kept apart is taken back with a reason only.
    pub(super) fn bar(&self, seq: u64) -> Result<Option<Error>, Error> {
        let dot = Dot { peer: self.peer(), seq };
        let commit = self.own_commit(seq)?;
        for id in commit.records() {
            if id.ledger() == LedgerTag::of(informers::ID) {
                return Ok(Some(Error::NeedsReason));
            }
            if id.ledger() == LedgerTag::of(issues::ID) && self.began(id, dot)? {
                return Ok(Some(Refusal::Undeletable.into()));
            }
        }
        Ok(None)
    }

    /// Informer material that an own action wrote.
    pub(super) fn kept_apart_of(&self, seq: u64) -> Result<Vec<RecordId>, Error> {
        let tag = LedgerTag::of(informers::ID);
        Ok(self.own_commit(seq)?.records().into_iter().filter(|id| id.ledger() == tag).collect())
    }

    /// This laptop's last commit.
    pub fn last_own(&self) -> u64 {
        self.store.totals().heads.get(self.peer()).map_or(0, |head| head.seq)
    }

    /// Own commits from the newest, as far back as undo may have to look.
    pub(super) fn own_acts(&self) -> Result<Vec<Act>, Error> {
        const FAR: u64 = 1_000;
        let last = self.last_own();
        let first = last.saturating_sub(FAR).max(1);
        (first..=last)
            .rev()
            .map(|seq| {
                let commit = self.own_commit(seq)?;
                let erases = orders::of(&commit).next().is_some() || commit.erased().next().is_some();
                Ok(Act { seq, cause: commit.cause, erases })
            })
            .collect()
    }

    /// Whether nothing that an own action wrote is left to be taken back.
    fn is_erased(&self, seq: u64) -> Result<bool, Error> {
        let commit = self.own_commit(seq)?;
        let is_left = commit.changes().any(|change| change.slot.tag >= FIRST_FIELD_TAG);
        Ok(commit.erased().next().is_some() && !is_left)
    }

    fn own_commit(&self, seq: u64) -> Result<Commit, Error> {
        let commit = self.store.commit(Dot { peer: self.peer(), seq })?;
        Ok(commit.ok_or_else(|| StoreError::damaged("an own commit is missing"))?.commit)
    }
}

/// Whether this laptop ordered an erasure, or something of its own was erased,
/// after an own action.
fn was_erased_since(acts: &[Act], seq: u64) -> bool {
    acts.iter().any(|act| act.erases && act.seq > seq)
}
