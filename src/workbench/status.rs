//! Who I am, how much there is, what is owed.

use std::collections::BTreeMap;

use super::{bench::Workbench, clocks::WrongClock, error::Error, reach::Hole, steps::Case};
use crate::{
    domain::{standing::Status, team, wording::Wording},
    log::{bytes::hex, commit::PeerId},
};

/// What `status` tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatusReport {
    /// This laptop's letter.
    pub letter: String,
    /// Its id.
    pub replica: String,
    /// Its member's name.
    pub member: String,
    /// The group's name.
    pub group: String,
    /// The community's name.
    pub community: String,
    /// Standing records by ledger.
    pub counts: BTreeMap<String, usize>,
    /// Where people complain about how they or their data are treated (个保法 65); may be empty.
    pub complaints: String,
    /// Open issues past their day.
    pub overdue: usize,
    /// Open issues whose person has not been answered.
    pub unanswered: usize,
    /// Issues with a result.
    pub closed: usize,
    /// Issues closed on one laptop and reopened on another.
    pub contested: usize,
    /// Fields in conflict.
    pub conflicts: usize,
    /// Commits not yet exported.
    pub unexported: u64,
    /// The laptops for which something was not exported yet.
    pub unexported_for: Vec<PeerId>,
    /// Commits that are here and not applied.
    pub waiting: usize,
    /// Those of them whose laptop no lead has confirmed, or that is revoked.
    pub aside: usize,
    /// What those wait for.
    pub waiting_for: Vec<Hole>,
    /// Laptops whose clock is wrong.
    pub clocks: Vec<WrongClock>,
    /// What people have to be told until it is put in order.
    pub notices: Vec<Wording>,
    /// The digest of the shared state, in hexadecimal.
    pub digest: String,
}

impl Workbench {
    /// Gathers it.
    pub fn status(&self) -> Result<StatusReport, Error> {
        // Read before they are counted: of what is there already nothing is read twice.
        let cases = self.all_cases()?;
        let mut counts = BTreeMap::new();
        for ledger in self.catalog.iter() {
            counts.insert(ledger.id.clone(), self.count_standing(ledger)?);
        }
        let group = self.row(self.group_id())?;
        let text = |tag| group.as_ref().map(|row| row.text(tag).to_owned()).unwrap_or_default();
        let own = || cases.iter().filter(|case| case.is_own_matter());
        let count = |fits: &dyn Fn(&Case) -> bool| own().filter(|case| fits(case)).count();
        let totals = self.store.totals();
        Ok(StatusReport {
            letter: self.letter().to_owned(),
            replica: self.peer().to_string(),
            member: self.name_of(self.member()),
            group: text(team::group::NAME),
            community: text(team::group::COMMUNITY),
            complaints: text(team::group::COMPLAINTS),
            counts,
            overdue: count(&|case| case.standing.is_overdue(self.today())),
            unanswered: count(&|case| case.standing.status < Status::Replied),
            closed: count(&|case| case.standing.is_closed()),
            contested: count(&|case| case.standing.contested),
            conflicts: self.conflicts()?.len(),
            unexported: self.unexported()?,
            unexported_for: self.not_exported_for()?,
            waiting: totals.waiting.len(),
            aside: totals.waiting.keys().filter(|point| !totals.trust.admits(point.dot)).count(),
            waiting_for: self.waits_for()?,
            clocks: self.wrong_clocks()?,
            notices: self.notices()?,
            digest: self.digest(),
        })
    }

    /// The digest of the shared state, in hexadecimal.
    pub fn digest(&self) -> String {
        hex(&self.store.totals().digest())
    }
}
