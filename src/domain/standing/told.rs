//! What those whom a matter concerns have been told, and by which steps
//! (domain.md §3.4, E8, E9, J8).
//!
//! Whoever asked is answered; whoever has to put something right is told, and
//! what is major or beyond the community is reported. One does not stand for the other.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{Beside, Step, StepKind};
use crate::domain::{handling, id::RecordId, issues::steps};

/// The steps by which whoever has to put something right was told, or by which it was reported.
pub(super) struct Tellings<'s> {
    /// All of them, by time.
    pub(super) told: Vec<&'s Step>,
    /// Those that reported it or handed it over.
    pub(super) reported: Vec<&'s Step>,
    /// When it was found to be major or beyond the community.
    pub(super) grave: Option<Timestamp>,
}

impl<'s> Tellings<'s> {
    /// Gathers them from the steps of a matter that count, and of what goes on in it.
    pub(super) fn of(standing: &[&'s Step], counted: &BTreeSet<RecordId>, beside: &'s [Beside<'_>]) -> Self {
        let own = standing.iter().copied().filter(|step| counted.contains(&step.id));
        let mut all: Vec<&'s Step> = own.chain(beside.iter().flat_map(Beside::counted)).collect();
        all.sort_by_key(|step| step.place());
        Self {
            told: all.iter().copied().filter(|step| tells_other_side(step)).collect(),
            reported: all.iter().copied().filter(|step| is_report(step)).collect(),
            grave: all.iter().find(|step| is_grave(step)).map(|step| step.at),
        }
    }
}

/// Whether by a step whoever has to put something right is told, or it is
/// reported. That a hazard was found tells nobody unless it says how he was told.
fn tells_other_side(step: &Step) -> bool {
    match step.kind {
        StepKind::Inform | StepKind::Notice | StepKind::Transfer => true,
        StepKind::Find => step.says(steps::WAY),
        StepKind::Accept
        | StepKind::Assign
        | StepKind::Reply
        | StepKind::Extend
        | StepKind::Hear
        | StepKind::Correct
        | StepKind::Resolve
        | StepKind::Callback
        | StepKind::Reopen
        | StepKind::Merge
        | StepKind::Decline
        | StepKind::Mediate
        | StepKind::Agree
        | StepKind::Perform
        | StepKind::Recheck
        | StepKind::Establish
        | StepKind::Urge
        | StepKind::Statement
        | StepKind::Receipt => false,
    }
}

/// Whether a step hands something over, and not to those who had it before.
fn is_report(step: &Step) -> bool {
    let level = step.row.text(steps::LEVEL);
    step.kind == StepKind::Transfer && (level.is_empty() || handling::is_upward(level))
}

/// Whether a step found a hazard to be major or beyond the community.
fn is_grave(step: &Step) -> bool {
    step.kind == StepKind::Find && (step.row.is(steps::BEYOND) || step.row.text(steps::SEVERITY) == "major")
}

/// What ends the term for the first contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Told {
    /// Everybody who asked has been answered since the last reopening.
    pub(super) answered: bool,
    /// And in writing, where he can be reached (信访工作条例 23).
    pub(super) in_writing: bool,
    /// Whoever has to put it right was told, or it was reported.
    pub(super) other_side: bool,
    /// When it was found to be major or beyond the community, and nobody has reported it.
    pub(super) unreported: Option<Timestamp>,
}

impl Told {
    /// What a matter's replies and tellings come to.
    pub(super) fn of(answered: bool, in_writing: bool, tellings: &Tellings<'_>) -> Self {
        let unreported = tellings.grave.filter(|_| tellings.reported.is_empty());
        Self { answered, in_writing, other_side: !tellings.told.is_empty(), unreported }
    }

    /// Whether the term with this key has done its work.
    pub(super) fn ends(self, key: &str) -> bool {
        match key {
            "petition_inform" => self.in_writing,
            // What is beyond the community is reported; telling whoever is responsible is not enough (domain.md E8).
            "hazard_notice" => self.other_side && self.unreported.is_none(),
            "violation_notice" | "rectification_notice" => self.other_side,
            _ => self.answered,
        }
    }

    /// From when on the term with this key runs that would begin at `start`:
    /// a report is owed from the day on which it was found to be needed.
    pub(super) fn since(self, key: &str, start: Timestamp) -> Timestamp {
        self.unreported.filter(|_| key == "hazard_notice").unwrap_or(start)
    }
}
