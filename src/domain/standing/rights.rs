//! Terms that run beside the result: an objection, a review, the confirmation of
//! an agreement, and the day on which it is asked whether it was kept
//! (信访工作条例 23, 35, 36; 人民调解法 31, 33; domain.md E7).

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{Step, StepKind, running::Facts};
use crate::domain::{
    calendar,
    deadlines::{Clock, Deadlines},
    id::RecordId,
    issues::{issues, steps},
};

/// The term in which it is asked whether an agreement was kept.
pub const PERFORM: &str = "mediation_perform";

/// The term in which both sides may have an agreement confirmed by a court.
pub const CONFIRM: &str = "mediation_confirm";

/// Those of a petition; `received` is when its result reached the person.
pub(super) fn of_petition(facts: &Facts<'_>, received: Option<Timestamp>, by: &Deadlines) -> Vec<Clock> {
    let procedure = facts.issue.text(issues::PROCEDURE);
    let taken: BTreeSet<StepKind> = facts.standing.iter().map(|step| step.kind).collect();
    let is_taken = taken.contains(&StepKind::Accept) || taken.contains(&StepKind::Transfer);
    // Only what another organ passed on is objected to (信访工作条例 23).
    let is_passed_on = matches!(facts.issue.text(issues::CHANNEL), "assigned" | "passed_on");
    let objection = (procedure == "petition" && is_passed_on && !is_taken && received.is_none())
        .then(|| by.clock("petition_objection", facts.start))
        .flatten();
    let review = received.and_then(|at| match procedure {
        "petition" => by.clock("petition_review_request", at),
        "review" => by.clock("petition_recheck_request", at),
        _ => None,
    });
    objection.into_iter().chain(review).collect()
}

/// Those of an agreement that counts, until it is known to be kept.
pub(super) fn of_agreement(standing: &[&Step], counted: &BTreeSet<RecordId>, by: &Deadlines) -> Vec<Clock> {
    let counts = |kind: StepKind| {
        standing.iter().copied().filter(move |step| step.kind == kind && counted.contains(&step.id))
    };
    let Some(agreed) = counts(StepKind::Agree).next_back() else { return Vec::new() };
    let asked = || counts(StepKind::Perform).filter(|step| step.regards.contains(&agreed.id));
    if asked().any(|step| step.row.is(steps::PASSED)) {
        return Vec::new();
    }
    // The day that both sides agreed on; one before the agreement itself is none.
    let mut kept = named_or_term(agreed, by);
    for step in asked() {
        // Not kept: it is asked again, on the day that was named instead. Who
        // asked before the day, and heard of no other, asks on that day.
        let again = named_or_term(step, by);
        let is_early = kept.as_ref().is_some_and(|kept| calendar::day(step.at) < kept.day);
        if !is_early || step.row.date(steps::UNTIL).is_some() {
            kept = again;
        }
    }
    kept.into_iter().chain(by.clock(CONFIRM, agreed.at)).collect()
}

/// When it is asked whether an agreement was kept: on the day that a step names,
/// else within the term from it on.
fn named_or_term(step: &Step, by: &Deadlines) -> Option<Clock> {
    let mut clock = by.clock(PERFORM, step.at)?;
    if let Some(day) = step.row.date(steps::UNTIL) {
        clock.day = day.max(calendar::day(step.at));
    }
    Some(clock)
}
