//! What is taken back, settled and erased.

use minqing::{
    domain::{
        ledger::Nature,
        plan::tasks,
        roster::{households, residents},
    },
    workbench::{Error, conflicts::Settlement, draft::Draft},
};

use super::acts::Hand;

/// An entry of any ledger is struck out: also a reply, a result, a visit.
pub(crate) fn strike(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let ledger = hand.dice.word(&[
        "steps",
        "steps",
        "visits",
        "receipts",
        "spendings",
        "voices",
        "rectifications",
        "project_results",
        "milestones",
        "consents",
        "honour_steps",
        "findings",
        "handovers",
    ]);
    let Some(id) = hand.pick(ledger) else { return Ok(false) };
    let mut draft = Draft::new();
    draft.strike(id, "误登");
    hand.bench.commit(draft)?;
    Ok(true)
}

pub(crate) fn delete(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let catalog = hand.bench.shared_catalog();
    let ledger =
        hand.dice.word(&[residents::ID, households::ID, tasks::ID, "goals", "postings", "projects", "funds"]);
    assert!(catalog.get(ledger).is_some_and(|ledger| ledger.nature == Nature::Card));
    let Some(id) = hand.pick(ledger) else { return Ok(false) };
    let mut draft = Draft::new();
    draft.delete(id);
    hand.bench.commit(draft)?;
    Ok(true)
}

pub(crate) fn undo(hand: &mut Hand<'_>) -> Result<bool, Error> {
    hand.bench.undo().map(|_undone| true)
}

/// Somebody takes back, and brings it back at once; or tries to when there is nothing.
pub(crate) fn redo(hand: &mut Hand<'_>) -> Result<bool, Error> {
    if hand.dice.chance(60) {
        hand.bench.undo()?;
    }
    hand.bench.redo().map(|_undone| true)
}

pub(crate) fn settle_conflict(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let conflicts = hand.bench.conflicts()?;
    if conflicts.is_empty() {
        return Ok(false);
    }
    let conflict = &conflicts[hand.dice.roll(conflicts.len())];
    let keep = Settlement::Keep(hand.dice.roll(conflict.candidates.len()));
    hand.bench.settle(conflict, &keep)?;
    Ok(true)
}

pub(crate) fn erase(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let Some(person) = hand.pick(residents::ID) else { return Ok(false) };
    hand.bench.erase_person(person, "本人要求删除", &[])?;
    Ok(true)
}
