//! Samples that were drawn, and what members say to their own fact sheets.

use super::{matters::back, people::People};
use crate::{
    domain::{
        checklists::{self, CheckState},
        id::RecordId,
        oversight::own_checks,
        value::Value,
    },
    workbench::{Error, Workbench, checks, draft::Draft, overseeing::Drawing},
};

/// The seed of the samples, so that anybody draws them again.
const SEED: &str = "demo";

/// How many days the fact sheets tell of.
const DAYS: i32 = 60;

/// Draws a sample of the ticks and one of the neighbourhoods.
///
/// The ids of both follow from what they are, so that the same seed draws the
/// same in every demonstration.
pub(super) fn draw(bench: &mut Workbench, people: &People) -> Result<(), Error> {
    let ticks = bench.standing(checklists::ID)?;
    let clear = ticks.iter().filter(|row| checks::state(row) == CheckState::Clear);
    let topical = Drawing {
        topic: "三清写“摸清”的依据是否站得住".to_owned(),
        kind: "topical".to_owned(),
        pool: clear.map(|row| row.id).collect(),
        told: "三清台账里写“摸清”的项目".to_owned(),
        size: 6,
        seed: Some(SEED.to_owned()),
    };
    bench.draw_inspection(&topical)?;
    let unannounced = Drawing {
        topic: "驻点和答复情况".to_owned(),
        kind: "unannounced".to_owned(),
        pool: people.places.iter().map(|(place, _)| *place).collect::<Vec<RecordId>>(),
        told: "五个居民小组的驻点工作".to_owned(),
        size: 2,
        seed: Some(SEED.to_owned()),
    };
    bench.draw_inspection(&unannounced)?;
    Ok(())
}

/// Lets whoever uses this laptop say that the facts gathered on him are as they were.
pub(super) fn agree(bench: &mut Workbench) -> Result<(), Error> {
    let (from, to) = (back(bench.today(), DAYS), back(bench.today(), 1));
    let mut draft = Draft::new();
    let id = bench.begin_record(&mut draft, own_checks::ID, None)?;
    draft.set(id, own_checks::MEMBER, Some(Value::Ref(bench.member())));
    draft.set(id, own_checks::FROM, Some(Value::Date(from)));
    draft.set(id, own_checks::TO, Some(Value::Date(to)));
    draft.set(id, own_checks::FINDING, Some(Value::Choice("agreed".to_owned())));
    draft.set(id, own_checks::STATEMENT, Value::text("走访、答复都对得上"));
    bench.commit(draft)
}
