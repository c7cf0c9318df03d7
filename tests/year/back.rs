//! What is taken back, settled and erased.

use std::collections::{BTreeMap, BTreeSet};

use minqing::{
    domain::{
        consent::consents,
        id::{LedgerTag, RecordId},
        issues::issues,
        ledger::Nature,
        plan::tasks,
        roster::{households, residents},
        voices,
    },
    workbench::{Error, Workbench, conflicts::Settlement, draft::Draft, steps::Case},
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

/// Of every issue: its result, and when it is due; and which were answered.
fn standing(bench: &Workbench) -> (BTreeMap<RecordId, String>, BTreeSet<RecordId>) {
    let cases = bench.cases().unwrap();
    let told = |case: &Case| {
        let it = &case.standing;
        (case.issue.id, format!("{:?} {:?} {}", it.outcome, it.closed_at, it.due))
    };
    let answered = cases.iter().filter(|case| case.standing.answered).map(|case| case.issue.id);
    (cases.iter().map(told).collect(), answered.collect())
}

/// A person is erased, now and then with what only mentions him: no issue is
/// opened again or closed by it, no deadline moves, and no answer is lost. Whom
/// nobody knows any more what was published reaches (domain.md §4.2 rule 6): a
/// result that waited for nothing but an answer to him holds from then on, for
/// the issue that he raised and for all that go on with it as one matter.
pub(crate) fn erase(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let Some(person) = hand.pick(residents::ID) else { return Ok(false) };
    let mut also = Vec::new();
    if hand.dice.chance(40) {
        also.extend(hand.bench.erasure_of(person, &[])?.mentions);
    }
    let cases = hand.bench.cases().unwrap();
    let matter = |case: &Case| case.standing.merged_into.unwrap_or(case.issue.id);
    let waits = |case: &&Case| {
        let mut voices = case.standing.voices.iter();
        voices.any(|voice| voice.resident == Some(person) && !voice.answered)
    };
    let waiting: BTreeSet<RecordId> = cases.iter().filter(waits).map(matter).collect();
    let waiting: Vec<RecordId> =
        cases.iter().filter(|case| waiting.contains(&matter(case))).map(|case| case.issue.id).collect();
    let (mut before, answered) = standing(hand.bench);
    hand.bench.erase_person(person, "本人要求删除", &also)?;
    let (after, still) = standing(hand.bench);
    for id in waiting {
        let due = |told: &BTreeMap<RecordId, String>| told[&id].rsplit(' ').next().map(str::to_owned);
        assert_eq!(due(&after), due(&before), "a deadline moved with whoever is erased");
        if before[&id].starts_with("None") {
            before.insert(id, after[&id].clone());
        }
    }
    assert_eq!(after, before, "what was asked by whoever is erased");
    assert!(still.is_superset(&answered), "an answer was lost with whoever is erased");
    Ok(true)
}

/// The residents who were erased.
pub(crate) fn erased(bench: &Workbench) -> Vec<RecordId> {
    let orders = bench.erasures().unwrap().into_iter().map(|order| order.record);
    orders.filter(|id| id.ledger() == LedgerTag::of(residents::ID)).collect()
}

/// No card of his tells anything, and what is tied to him tells neither a name
/// nor a phone, nor what he consented to in his own words.
pub(crate) fn nothing_is_left_of_the_erased(bench: &Workbench) {
    let gone = erased(bench);
    for id in &gone {
        let row = bench.row(*id).unwrap();
        assert!(row.is_none_or(|row| !row.stands() && row.values.is_empty()), "{id} was erased");
    }
    for (ledger, resident, personal) in [
        (issues::ID, issues::RESIDENT, &[issues::FROM, issues::PHONE][..]),
        (voices::ID, voices::RESIDENT, &[voices::NAME, voices::PHONE]),
        (consents::ID, consents::RESIDENT, &[consents::DETAIL, consents::GUARDIAN]),
    ] {
        for row in bench.rows(ledger).unwrap().iter() {
            if row.reference(resident).is_some_and(|id| gone.contains(&id)) {
                for tag in personal {
                    assert_eq!(row.text(*tag), "", "{} tells of somebody who is erased", row.id);
                }
            }
        }
    }
}
