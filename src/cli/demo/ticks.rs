//! The three checklists, partly ticked.

use jiff::Span;

use super::{dice::Dice, people::People};
use crate::{
    domain::{
        checklists::{self, CheckState},
        id::RecordId,
        issues::issues,
        standing::IssueKind,
    },
    workbench::{Error, Workbench, checks::Tick, draft::Draft, steps::Case},
};

/// Ticks about half of the items; the first neighbourhoods are further on.
pub(super) fn tick(
    bench: &mut Workbench,
    dice: &mut Dice,
    members: &[RecordId],
    people: &People,
) -> Result<(), Error> {
    let mut draft = Draft::new();
    let cases = bench.all_cases()?;
    for sheet in checklists::checklists() {
        for (at, (place, _)) in people.places.iter().enumerate() {
            for item in &sheet.items {
                let chance = 70_usize.saturating_sub(at * 12);
                let state = match dice.below(100) {
                    drawn if drawn < chance => CheckState::Clear,
                    drawn if drawn < chance + 20 => CheckState::Working,
                    _ => continue,
                };
                let days = dice.between(-3, 45);
                let tick = Tick {
                    state: Some(state),
                    basis: Some("入户走访、居民代表座谈核对过".to_owned()),
                    links: grounds(&cases, &item.id, *place),
                    unlinks: Vec::new(),
                    review: bench.today().checked_add(Span::new().days(days)).ok(),
                    owner: dice.pick(members).copied(),
                    next: Some(match state {
                        CheckState::Clear => "到复核日再看一遍".to_owned(),
                        CheckState::Working | CheckState::Open => "再走几户，核对后登记".to_owned(),
                    }),
                };
                bench.add_tick(&mut draft, sheet.list, &item.id, *place, &tick)?;
            }
        }
    }
    bench.commit(draft)
}

/// The first open issues of a place that an item of the third list is about.
fn grounds(cases: &[Case], item: &str, place: RecordId) -> Vec<RecordId> {
    let fits = |case: &Case| match item {
        "neighbour_disputes" => case.standing.kind == Some(IssueKind::Dispute),
        "unlawful_building" => case.standing.kind == Some(IssueKind::Violation),
        "road_and_water_hazards" => case.standing.kind == Some(IssueKind::Hazard),
        "unanswered" => !case.standing.answered,
        _ => false,
    };
    let own = cases.iter().filter(|case| case.issue.reference(issues::NEIGHBOURHOOD) == Some(place));
    own.filter(|case| !case.standing.is_closed() && fits(case)).take(2).map(|case| case.issue.id).collect()
}
