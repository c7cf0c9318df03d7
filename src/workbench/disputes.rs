//! The list of disputes and of what concerns many at once (domain.md E5, §2.2):
//! of matters, with who answers for each; never of people.

use super::{bench::Workbench, error::Error, steps::Case};
use crate::domain::{
    id::RecordId,
    issues::issues,
    matter,
    standing::{IssueKind, Step},
};

/// A matter on the list.
#[derive(Debug, Clone)]
pub struct Contention {
    /// The matter and where it stands.
    pub case: Case,
    /// Who leads it (包案人), where somebody does.
    pub sponsor: Option<RecordId>,
    /// Whether many are concerned at once.
    pub of_group: bool,
}

impl Contention {
    /// The last step that counts, for how far it is.
    pub fn last(&self) -> Option<&Step> {
        let standing = &self.case.standing;
        standing.steps.iter().rfind(|step| step.row.stands() && standing.counts(step.id))
    }

    /// How far it is: what was done last of its own procedure and what it came
    /// to, and the last step where that is another. Steps of a kind tell more of
    /// a dispute than an answer in between (§2.2: 化解情况).
    pub fn told(&self) -> Vec<&Step> {
        let standing = &self.case.standing;
        let counts = |step: &Step| step.row.stands() && standing.counts(step.id);
        let own = standing.steps.iter().rfind(|step| step.kind.is_special() && counts(step));
        let last = self.last().filter(|last| own.is_none_or(|own| own.id != last.id));
        own.into_iter().chain(last).collect()
    }

    /// Whether nobody answers for it yet although many are concerned.
    pub fn lacks_sponsor(&self) -> bool {
        self.of_group && self.sponsor.is_none()
    }
}

impl Workbench {
    /// Open disputes, conflicts and matters of a group: those of many in front, the large ones first,
    /// then by the day they are due. One that goes on in another stands there.
    pub fn contentions(&self) -> Result<Vec<Contention>, Error> {
        let is_meant = |case: &Case| {
            case.standing.kind == Some(IssueKind::Dispute)
                || case.issue.text(issues::NATURE) == "conflict"
                || matter::is_of_group(&case.issue)
        };
        let cases = self.all_cases()?;
        let open = cases.iter().filter(|case| {
            !case.standing.is_closed() && case.standing.merged_into.is_none() && is_meant(case)
        });
        let mut found: Vec<Contention> = open
            .map(|case| Contention {
                sponsor: case.issue.reference(issues::SPONSOR),
                of_group: matter::is_of_group(&case.issue),
                case: case.clone(),
            })
            .collect();
        found.sort_by_key(|one| {
            let is_large = one.case.issue.text(issues::SCALE) == "large_group";
            (!is_large, !one.of_group, one.case.standing.due, one.case.issue.id)
        });
        Ok(found)
    }
}
