//! Visits of the past weeks.

use super::{
    dice::Dice,
    matters::{Open, back},
    names::Names,
    people::People,
};
use crate::{
    domain::{id::RecordId, input, value::Value, visits},
    workbench::{Error, Workbench, draft::Draft},
};

/// Visits in one commit.
const BATCH: usize = 200;

/// Walks from door to door, about once for every eight residents.
pub(super) fn walk(
    bench: &mut Workbench,
    names: &Names,
    dice: &mut Dice,
    members: &[RecordId],
    people: &People,
    open: &[Open],
) -> Result<(), Error> {
    let count = people.adults.len() / 6 + 8;
    let ledger = visits::ledger();
    let today = bench.today();
    let mut draft = Draft::new();
    for at in 0..count {
        let Some(round) = dice.pick(&names.visits) else { break };
        // A petitioner is only who waits for an answer of his own (domain.md B5).
        let asked = if round.category == visits::PETITIONER { dice.pick(open) } else { None };
        let person = match round.category.as_str() {
            visits::PETITIONER => asked.and_then(|issue| issue.from.as_ref()),
            _ => people.somebody(dice, None),
        };
        let Some(person) = person else { continue };
        let id = bench.begin_record(&mut draft, visits::ID, None)?;
        // Who waits for an answer is visited while waiting.
        let day = back(today, if asked.is_some() { dice.between(0, 3) } else { dice.between(0, 56) });
        draft.set(id, visits::DATE, Some(Value::Date(day)));
        draft.set(id, visits::CATEGORY, Some(Value::Choice(round.category.clone())));
        draft.set(id, visits::HOUSEHOLD, Some(Value::Ref(person.household)));
        draft.set(id, visits::RESIDENT, Some(Value::Ref(person.id)));
        let place =
            ledger.field(visits::PLACE).and_then(|field| input::read(field, &round.place, today).ok());
        draft.set(id, visits::PLACE, place.flatten());
        draft.set(id, visits::WORDS, Value::text(round.words.clone()));
        draft.set(id, visits::SUMMARY, Value::text(round.summary.clone()));
        if let Some(issue) = asked {
            draft.add(id, visits::ISSUES, &Value::Ref(issue.id));
        }
        let first = dice.pick(members).copied();
        let second = dice.pick(members).copied().filter(|second| Some(*second) != first);
        for visitor in first.into_iter().chain(second) {
            draft.add(id, visits::VISITORS, &Value::Ref(visitor));
        }
        if at % BATCH == BATCH - 1 {
            bench.commit(std::mem::take(&mut draft))?;
        }
    }
    bench.commit(draft)
}
