//! The four figures of a summary (domain.md B9): 了解民情 visits, 关注民生 requests,
//! 帮助民富 income, 深得民心 satisfaction. Of the group's work, never of a member's.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::{
    domain::{
        figures::Board,
        id::RecordId,
        projects::{Progress, projects as help, results},
        roster::residents,
        visits,
        wording::Wording,
    },
    workbench::{Error, Workbench},
};

/// What came to somebody's income: the ledger, the day that counts, and how it is called.
const INCOME: [(&str, &str, Wording); 4] = [
    ("referrals", "onboard", Wording::new("上岗", "started a job")),
    ("trainees", "completed_on", Wording::new("培训结业", "completed a training")),
    ("venture_matches", "opened", Wording::new("创业开业", "opened a business")),
    ("grants", "received_on", Wording::new("资金到账", "received a grant")),
];

/// The four figures between two days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// 走访: households that were reached, each once.
    pub households: usize,
    /// Visits that told something.
    pub visits: usize,
    /// 诉求: registered in these days, and how they stand.
    pub matters: Board,
    /// 增收: projects of the economy that were accepted.
    pub projects: usize,
    /// What else came to somebody's income, by kind.
    pub income: Vec<(Wording, usize)>,
    /// 满意: what people said themselves, by key; who declined is no opinion.
    pub ratings: BTreeMap<String, usize>,
    /// First answers within the time.
    pub in_time: usize,
    /// First answers after it.
    pub late: usize,
    /// Matters that nobody has answered in time, nor since.
    pub unanswered: usize,
}

impl Workbench {
    /// Counts them anew from the records.
    pub fn summary(&self, from: Date, to: Date) -> Result<Summary, Error> {
        let within = |day: Option<Date>| day.is_some_and(|day| (from..=to).contains(&day));
        let mut told = Summary::default();
        let mut reached: BTreeSet<RecordId> = BTreeSet::new();
        for visit in self.done_visits()?.iter().filter(|row| within(row.date(visits::DATE))) {
            let home = match visit.reference(visits::RESIDENT) {
                Some(id) => self.ask_row(id, |row| row.reference(residents::HOUSEHOLD))?.flatten(),
                None => None,
            };
            reached.extend(visit.reference(visits::HOUSEHOLD).or(home));
            told.visits += usize::from(!visits::is_empty(visit));
        }
        told.households = reached.len();
        told.matters = Board::count(&self.facts_at(to)?, from, to);
        let accepted = |one: &&crate::workbench::help::HelpProject| {
            let day = one.result.as_ref().and_then(|row| row.date(results::DAY));
            one.progress == Progress::Done && one.project.text(help::KIND) == "economy" && within(day)
        };
        told.projects = self.help_projects()?.iter().filter(accepted).count();
        for (ledger, key, title) in INCOME {
            let tag = self.ledger(ledger)?.field_by_key(key).map_or(0, |field| field.tag);
            let count = self.counted(ledger)?.iter().filter(|row| within(row.date(tag))).count();
            told.income.push((title, count));
        }
        let outcomes = self.outcomes(&self.all_cases()?, from, to)?;
        (told.in_time, told.late, told.unanswered) = (outcomes.in_time, outcomes.late, outcomes.unanswered);
        told.ratings = outcomes.ratings;
        Ok(told)
    }
}
