//! Who handles an issue: a person with a name, who is changed only with a
//! hand-over slip (domain.md E13, A9).

use std::collections::BTreeSet;

use super::{
    id::RecordId,
    issues::{issues, steps},
    procedure::says,
    row::Row,
    standing::Step,
    step_kinds::StepKind,
};

/// A step that gives the issue to somebody.
fn gives(step: &Step) -> bool {
    matches!(step.kind, StepKind::Accept | StepKind::Assign) && step.row.reference(steps::OWNER).is_some()
}

/// The last of several steps. One that another was taken in knowledge of is
/// past, whatever the clocks said.
pub(super) fn last<'s>(steps: &[&'s Step]) -> Option<&'s Step> {
    let past: BTreeSet<RecordId> = steps.iter().flat_map(|step| step.regards.iter().copied()).collect();
    steps.iter().copied().max_by_key(|step| (!past.contains(&step.id), step.place()))
}

/// Who is responsible after these steps. A change without its hand-over slip
/// counts for nothing, nor does giving it to somebody whom it is about.
pub(super) fn owner(steps: &[&Step], barred: &BTreeSet<RecordId>) -> Option<RecordId> {
    last(&giving(steps, barred)).and_then(|step| step.row.reference(steps::OWNER))
}

/// Who took it without knowing of each other, where nobody who knew has said
/// which of them it is: nobody in particular where it is one (domain.md E13).
pub(super) fn rivals(steps: &[&Step], barred: &BTreeSet<RecordId>) -> Vec<RecordId> {
    let given = giving(steps, barred);
    let past: BTreeSet<RecordId> = given.iter().flat_map(|step| step.regards.iter().copied()).collect();
    let ends = given.iter().filter(|step| !past.contains(&step.id));
    let owners: BTreeSet<RecordId> = ends.filter_map(|step| step.row.reference(steps::OWNER)).collect();
    if owners.len() > 1 { owners.into_iter().collect() } else { Vec::new() }
}

/// The steps that gave it to somebody and count.
fn giving<'s>(steps: &[&'s Step], barred: &BTreeSet<RecordId>) -> Vec<&'s Step> {
    let mut given: Vec<&'s Step> = steps.iter().copied().filter(|step| gives(step)).collect();
    given.retain(|step| step.row.reference(steps::OWNER).is_some_and(|owner| !barred.contains(&owner)));
    // Whoever had seen another step names all that it had named.
    given.sort_by_key(|step| (step.regards.len(), step.place()));
    let mut counted: Vec<&'s Step> = Vec::new();
    for step in given {
        let seen: Vec<&Step> =
            counted.iter().copied().filter(|other| step.regards.contains(&other.id)).collect();
        let before = last(&seen).and_then(|step| step.row.reference(steps::OWNER));
        let changes = before.is_some() && before != step.row.reference(steps::OWNER);
        if !changes || says(&step.row, steps::HANDOVER) {
            counted.push(step);
        }
    }
    counted
}

/// The people and units that an issue is about.
pub fn about(issue: &Row) -> impl Iterator<Item = &str> {
    issue.all(issues::ABOUT).iter().filter_map(super::value::Value::as_text)
}

/// Whether a level is above the community: a transfer there tells what was
/// done before (domain.md E10).
pub fn is_upward(level: &str) -> bool {
    matches!(level, "street" | "zone" | "above")
}
