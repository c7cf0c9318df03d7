//! How each neighbourhood stands: plan, what was done, what is late, and where
//! nothing has happened yet (domain.md A10, J5).

use std::collections::HashSet;

use crate::{
    domain::{
        checklists,
        id::RecordId,
        issues::issues,
        phases::Period,
        projects::{milestones, projects as help},
        row::Row,
        team::members,
        visits,
    },
    workbench::{Error, Workbench, steps::Case},
};

/// One neighbourhood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The neighbourhood.
    pub place: RecordId,
    /// Who is posted there.
    pub posted: Vec<RecordId>,
    /// Households that somebody has been to, of all of them.
    pub visited: (usize, usize),
    /// Stages that were to be done by today, and those of them that were.
    pub planned: (usize, usize),
    /// Open issues, and those of them that are late.
    pub open: (usize, usize),
    /// Whether there is no visit, no tick, no issue and no project there.
    pub is_blank: bool,
}

/// What somebody who leads has in his own hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadersOwn {
    /// Who.
    pub leader: RecordId,
    /// Open issues, with their numbers.
    pub issues: Vec<String>,
    /// Days on which he visited.
    pub days: Vec<String>,
}

impl Workbench {
    /// Every neighbourhood, in the order of its card; never by how much was done.
    /// Visits and plans are those of the days; what is open is so today.
    pub fn groups(&self, cases: &[Case], days: Period) -> Result<Vec<Group>, Error> {
        let today = self.today();
        let places = self.places()?;
        let at = |row: &Row, tag: u16, place: RecordId| row.reference(tag) == Some(place);
        // The same figures as on F5 and in the report of coverage.
        let mut walked = self.coverage(days)?.places;
        let mut seen: HashSet<RecordId> = HashSet::new();
        for visit in self.done_visits()?.iter() {
            seen.extend(self.place_of(visit)?);
        }
        let (checks, projects) = (self.standing(checklists::ID)?, self.help_projects()?);
        let mut groups = Vec::new();
        for place in &places {
            let here = place.id;
            let counted = |case: &&Case| case.is_own_matter() && at(&case.issue, issues::NEIGHBOURHOOD, here);
            let own = || cases.iter().filter(counted);
            let open = || own().filter(|case| !case.standing.is_closed());
            let help = || projects.iter().filter(|one| at(&one.project, help::NEIGHBOURHOOD, here));
            let due = || {
                let stages = help().flat_map(|one| &one.milestones);
                stages.filter(|stage| {
                    stage.date(milestones::PLANNED).is_some_and(|day| day <= today && days.contains(day))
                })
            };
            let is_done = |stage: &&Row| stage.date(milestones::DONE).is_some_and(|day| day <= today);
            let walked = walked.remove(&here).unwrap_or_default();
            let mut posted = walked.posted;
            posted.sort_unstable();
            let ticked = checks.iter().any(|row| at(row, checklists::NEIGHBOURHOOD, here));
            groups.push(Group {
                place: here,
                posted,
                visited: (walked.visited, walked.households),
                planned: (due().count(), due().filter(is_done).count()),
                open: (open().count(), open().filter(|case| case.standing.is_overdue(today)).count()),
                is_blank: !seen.contains(&here)
                    && !ticked
                    && own().next().is_none()
                    && help().next().is_none(),
            });
        }
        Ok(groups)
    }

    /// What those who lead have in their own hands (domain.md A10): open issues
    /// by number, handled or sponsored (包案), and those of the days on which they visited.
    pub fn leaders_own(&self, cases: &[Case], days: Period) -> Result<Vec<LeadersOwn>, Error> {
        let mut told = Vec::new();
        let visits = self.done_visits()?;
        for leader in self.standing(members::ID)?.iter().filter(|row| row.text(members::ROLE) == "lead") {
            let sponsors = |case: &Case| case.issue.reference(issues::SPONSOR) == Some(leader.id);
            let own = cases.iter().filter(|case| case.standing.owner == Some(leader.id) || sponsors(case));
            let own = own.filter(|case| case.is_own_matter() && !case.standing.is_closed());
            let numbers = own.map(|case| {
                format!("{} {}", case.issue.text(issues::NUMBER), case.issue.text(issues::TITLE))
            });
            let went = visits.iter().filter(|row| row.references(visits::VISITORS).any(|id| id == leader.id));
            let went = went.filter_map(|row| row.date(visits::DATE)).filter(|day| days.contains(*day));
            let mut went: Vec<String> = went.map(|day| day.to_string()).collect();
            went.sort();
            went.dedup();
            told.push(LeadersOwn { leader: leader.id, issues: numbers.collect(), days: went });
        }
        Ok(told)
    }

    /// Matters of danger or under supervision that nobody has taken yet (domain.md A10).
    pub fn unclaimed(cases: &[Case]) -> Vec<&Case> {
        let is_grave =
            |case: &&Case| case.standing.is_dangerous() || case.issue.text(issues::KIND) == "supervision";
        let open = cases.iter().filter(|case| case.is_own_matter() && !case.standing.is_closed());
        let open = open.filter(|case| case.standing.owner.is_none());
        open.filter(is_grave).collect()
    }
}
