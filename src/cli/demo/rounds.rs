//! Visits of the past weeks.

use super::{dice::Dice, matters::back, names::Names, people::People};
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
) -> Result<(), Error> {
    let count = people.adults.len() / 6 + 8;
    let ledger = visits::ledger();
    let today = bench.today();
    let mut draft = Draft::new();
    for at in 0..count {
        let (Some(round), Some(person)) = (dice.pick(&names.visits), people.somebody(dice, None)) else {
            break;
        };
        let id = bench.begin_record(&mut draft, visits::ID, None)?;
        let day = back(today, dice.between(0, 56));
        draft.set(id, visits::DATE, Some(Value::Date(day)));
        draft.set(id, visits::CATEGORY, Some(Value::Choice(round.category.clone())));
        draft.set(id, visits::HOUSEHOLD, Some(Value::Ref(person.household)));
        draft.set(id, visits::RESIDENT, Some(Value::Ref(person.id)));
        let place =
            ledger.field(visits::PLACE).and_then(|field| input::read(field, &round.place, today).ok());
        draft.set(id, visits::PLACE, place.flatten());
        draft.set(id, visits::WORDS, Value::text(round.words.clone()));
        draft.set(id, visits::SUMMARY, Value::text(round.summary.clone()));
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
