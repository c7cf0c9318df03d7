//! Whom visits are owed to, and on what that rests.

use std::collections::HashSet;

use super::{
    dice::Dice,
    matters::back,
    people::{OLD, People, Resident},
};
use crate::{
    domain::{calling, id::RecordId, value::Value},
    workbench::{Error, Workbench, draft::Draft},
};

/// Cards in one commit.
const BATCH: usize = 200;

/// A category, what it rests on, and of which age its people are.
struct Kind {
    category: &'static str,
    basis: &'static str,
    ages: std::ops::Range<i16>,
}

const KINDS: [Kind; 5] = [
    Kind { category: "veteran_cadre", basis: "老干部名册", ages: OLD..120 },
    Kind { category: "veteran_member", basis: "支部党员名册", ages: OLD..120 },
    Kind { category: "veteran_comrade", basis: "居民小组推荐", ages: OLD..120 },
    Kind { category: "hardship", basis: "本人说起，小组长核实", ages: 30..120 },
    Kind { category: "exemplar", basis: "居民代表会推荐", ages: 25..OLD },
];

/// Somebody on the list.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub(super) category: &'static str,
    /// Who is visited; the whole household where that stands on the list.
    pub(super) resident: Resident,
    /// Whether it is the household that stands on the list.
    pub(super) household: bool,
    /// Whether somebody has been there in the phase that runs.
    pub(super) visited: bool,
}

/// Puts about one grown-up in six on the list, the same number for each category.
pub(super) fn put_on(bench: &mut Workbench, dice: &mut Dice, people: &People) -> Result<Vec<Listed>, Error> {
    let doors: HashSet<RecordId> = people.adults.iter().map(|adult| adult.household).collect();
    // Where few live, nobody's household is on the list twice.
    let each = (people.adults.len() / 30).max(3).min(doors.len() / KINDS.len()).max(1);
    let mut listed: Vec<Listed> = Vec::new();
    let mut homes: HashSet<RecordId> = HashSet::new();
    for kind in &KINDS {
        let left = people.adults.iter().filter(|adult| !homes.contains(&adult.household));
        let (mut fitting, mut others): (Vec<&Resident>, Vec<&Resident>) =
            left.partition(|adult| kind.ages.contains(&adult.age));
        for at in 0..each {
            // A household stands on the list for one reason, so that a visit to it is told by that.
            let person = loop {
                // Where nobody is of the age, somebody else stands in.
                let from = if fitting.is_empty() { &mut others } else { &mut fitting };
                if from.is_empty() {
                    break None;
                }
                let drawn = from.swap_remove(dice.below(from.len()));
                if homes.insert(drawn.household) {
                    break Some(drawn);
                }
            };
            let Some(person) = person else { break };
            listed.push(Listed {
                category: kind.category,
                resident: person.clone(),
                household: kind.category == "hardship" && at % 3 == 1,
                visited: at % 3 != 2,
            });
        }
    }
    let mut draft = Draft::new();
    for (at, one) in listed.iter().enumerate() {
        let card = if one.household { one.resident.household } else { one.resident.id };
        let tags = calling::tags_of(card);
        let basis = KINDS.iter().find(|kind| kind.category == one.category).map(|kind| kind.basis);
        draft.add(card, tags.facts, &Value::Choice(one.category.to_owned()));
        draft.set(card, tags.basis, basis.and_then(Value::text));
        let since = back(bench.today(), dice.between(60, 94));
        draft.set(card, tags.since, Some(Value::Date(since)));
        if at % BATCH == BATCH - 1 {
            bench.commit(std::mem::take(&mut draft))?;
        }
    }
    bench.commit(draft)?;
    Ok(listed)
}
