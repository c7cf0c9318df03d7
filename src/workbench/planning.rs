//! What was planned against what was done, day by day (domain.md A14–A16).

use std::{collections::BTreeMap, sync::Arc};

use jiff::{Span, Timestamp, civil::Date};

use super::{bench::Workbench, draft::Draft, error::Error, steps::Case};
use crate::domain::{
    calendar,
    checklists::{self, CheckState},
    field::Tag,
    funds::{receipts, spendings},
    id::{LedgerTag, RecordId},
    issues::{issues, steps},
    organisation::{self, handovers},
    phases::Period,
    plan::{self, Done, Entries, Made, goals, tasks},
    roster::residents,
    row::Row,
    rules::Refusal,
    standing::StepKind,
    value::Value,
    visits,
    wording::{Lang, Wording},
};
use crate::log::erasure::Erasures;

/// A visit that is told of before its day.
const NOT_YET_MADE: Wording = Wording::new(
    "走访日期还没到：走过了再记；要预约，内容留空就是安排",
    "the day of this visit is still to come: enter it once it is made; left empty, it is a plan",
);

/// A task that is ticked before its day.
const NOT_YET_DONE: Wording = Wording::new(
    "完成日期还没到：做完了再勾",
    "the day on which this was done is still to come: tick it once it is done",
);

/// Money that is entered before its day.
const NOT_YET_MOVED: Wording = Wording::new(
    "日期还没到：钱到了、花了再记；约定的写在资金来源的“约定（批准）”里",
    "the day is still to come: enter money once it came or went; what is promised is the source's agreed amount",
);

/// A matter that is registered before its day.
const NOT_YET_HEARD: Wording =
    Wording::new("登记时间不得晚于现在", "an issue is not registered on a day that is still to come");

/// Which day of a record may not lie ahead, and what is said of one that does.
const ON_ITS_DAY: &[(&str, Tag, Wording)] = &[
    (visits::ID, visits::DATE, NOT_YET_MADE),
    (tasks::ID, tasks::DONE_ON, NOT_YET_DONE),
    (receipts::ID, receipts::DAY, NOT_YET_MOVED),
    (spendings::ID, spendings::DAY, NOT_YET_MOVED),
    (issues::ID, issues::REGISTERED, NOT_YET_HEARD),
];

/// A task on the days of a range.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The task; a planned visit names whom.
    pub task: Row,
    /// By what it is done, where it is.
    pub done: Option<Done>,
    /// Whether its last day has passed and it is not done.
    pub late: bool,
}

impl Planned {
    /// Whether it is a visit.
    pub fn is_visit(&self) -> bool {
        self.task.reference(tasks::RESIDENT).or(self.task.reference(tasks::HOUSEHOLD)).is_some()
    }
}

/// A goal: its figure, and what was reached.
#[derive(Debug, Clone)]
pub struct GoalProgress {
    /// The goal.
    pub goal: Row,
    /// The figure that was set.
    pub target: Option<i64>,
    /// What was reached, counted from entries.
    pub done: i64,
    /// Its tasks, and how many of them are done.
    pub tasks: (usize, usize),
}

/// What a day of the calendar holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayMarks {
    /// Visits that were made.
    pub visits: usize,
    /// Tasks of that day that are not done.
    pub planned: usize,
    /// Tasks of that day that are done.
    pub done: usize,
}

/// Something that can be finished soon (domain.md A15).
#[derive(Debug, Clone)]
pub enum Soon {
    /// A task.
    Task(Planned),
    /// An issue.
    Issue(Box<Case>),
}

impl Soon {
    /// Its last day.
    pub fn day(&self) -> Option<Date> {
        match self {
            Self::Task(planned) => plan::task_period(&planned.task).to,
            Self::Issue(case) => Some(case.standing.running.next_day()),
        }
    }

    /// Its last moment: what has hours left comes before what has the day.
    pub fn end(&self) -> Option<Timestamp> {
        match self {
            Self::Task(_) => self.day().map(calendar::last_moment),
            Self::Issue(case) => Some(case.standing.running.next_end()),
        }
    }

    /// How far that is: `剩 1 小时 24 分`, `今天`, `超 2 天`.
    pub fn distance(&self, today: Date, lang: Lang) -> String {
        match self {
            Self::Task(_) => self.day().map(|day| calendar::distance(day, today, lang)).unwrap_or_default(),
            Self::Issue(case) => case.standing.running.distance(today, lang),
        }
    }
}

/// The visits that were made, in the order of their creation.
pub struct DoneVisits<'b> {
    rows: Arc<Vec<Row>>,
    /// A visit of which something was erased had been told of.
    erased: &'b Erasures,
    today: Date,
}

impl DoneVisits<'_> {
    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.stands() && self.is_made(row))
    }

    /// Whether a visit was made. One of which nothing was ever told was not,
    /// however long ago its day is.
    pub fn is_made(&self, visit: &Row) -> bool {
        let is_over = visit.date(visits::DATE).is_none_or(|day| day <= self.today);
        visits::is_made(visit, self.today) || is_over && self.erased.touch_record(visit.id)
    }
}

impl Workbench {
    /// The visits that were made: what is planned, and what tells nothing,
    /// counts nowhere as done.
    pub fn done_visits(&self) -> Result<DoneVisits<'_>, Error> {
        let erased = &self.store.totals().erased;
        Ok(DoneVisits { rows: self.rows(visits::ID)?, erased, today: self.today() })
    }

    /// The tasks; one that is ticked for a day to come is not done yet.
    fn tasks(&self) -> Result<Vec<Row>, Error> {
        let today = self.today();
        let mut all = self.standing(tasks::ID)?;
        for task in &mut all {
            if task.date(tasks::DONE_ON).is_some_and(|day| day > today) {
                task.values.remove(&tasks::DONE_ON);
            }
        }
        Ok(all)
    }

    /// Refuses as done what lies on a day to come: a visit of which something is
    /// told, a task that is ticked, money that came or went, a matter from
    /// elsewhere. A visit of which nothing is told is a plan.
    pub(super) fn judge_days(&self, draft: &Draft) -> Result<(), Error> {
        let today = self.today();
        for id in draft.records() {
            let Some((_, tag, refusal)) = ON_ITS_DAY.iter().find(|(of, ..)| id.ledger() == LedgerTag::of(of))
            else {
                continue;
            };
            let row = self.row_with(id, draft)?;
            let day = row.date(*tag).or_else(|| row.instant(*tag).map(calendar::day));
            let plan = id.ledger() == LedgerTag::of(visits::ID) && visits::is_empty(&row);
            if row.stands() && day.is_some_and(|day| day > today) && !plan {
                let key = self.ledger_of(id)?.field(*tag).map(|field| field.key.clone());
                return Err(Refusal::SaidOf(key.unwrap_or_default(), refusal.clone()).into());
            }
        }
        Ok(())
    }

    /// The tasks and planned visits of a range of days, by first day: what
    /// somebody plans, and what of it is done.
    pub fn planned(&self, days: Period) -> Result<Vec<Planned>, Error> {
        let (tasks, today) = (self.tasks()?, self.today());
        if tasks.is_empty() {
            // No visit was planned that somebody may have made.
            return Ok(Vec::new());
        }
        let made = Made::of(self.done_visits()?.iter());
        let mut found: Vec<Planned> = tasks
            .into_iter()
            .filter(|task| {
                let own = plan::task_period(task);
                let begins = own.from.is_some_and(|from| days.to.is_none_or(|to| from <= to));
                begins && own.to.is_some_and(|to| days.from.is_none_or(|from| from <= to))
            })
            .map(|task| {
                let done = plan::done(&task, &made);
                let late = done.is_none() && plan::task_period(&task).to.is_some_and(|to| to < today);
                Planned { task, done, late }
            })
            .collect();
        found.sort_by_key(|planned| (planned.task.date(tasks::FROM), planned.task.place()));
        Ok(found)
    }

    /// Every goal with its figure and what was reached.
    pub fn goals(&self) -> Result<Vec<GoalProgress>, Error> {
        let (visits, people) = (self.done_visits()?, self.rows(residents::ID)?);
        let visits: Vec<&Row> = visits.iter().collect();
        let tasks = self.tasks()?;
        let mut solved = Vec::new();
        for case in self.all_cases()?.iter().filter(|case| case.is_own_matter()) {
            if let Some(at) = case.standing.closed_at {
                solved.push((case.issue.reference(issues::NEIGHBOURHOOD), calendar::day(at)));
            }
        }
        let clear: Vec<(RecordId, Date)> = self
            .standing(checklists::ID)?
            .iter()
            .filter(|row| checklists::counted(row) == CheckState::Clear)
            .filter_map(|row| Some((row.reference(checklists::NEIGHBOURHOOD)?, calendar::day(row.updated))))
            .collect();
        let (made, known) = (
            Made::of(visits.iter().copied()),
            people.iter().filter(|row| row.stands()).map(|row| (row.id, row)).collect(),
        );
        let entries = Entries {
            visits: &visits,
            made: &made,
            residents: &known,
            solved: &solved,
            clear: &clear,
            tasks: &tasks,
        };
        let mut goals: Vec<GoalProgress> = self
            .standing(goals::ID)?
            .into_iter()
            .map(|goal| {
                let own = tasks.iter().filter(|task| task.reference(tasks::GOAL) == Some(goal.id));
                let done = own.clone().filter(|task| plan::done(task, &made).is_some()).count();
                let target = match goal.one(goals::TARGET) {
                    Some(Value::Int(target)) => Some(*target),
                    Some(_) | None => None,
                };
                GoalProgress { target, done: plan::count(&goal, &entries), tasks: (own.count(), done), goal }
            })
            .collect();
        goals.sort_by_key(|goal| (goal.goal.date(goals::FROM), goal.goal.place()));
        Ok(goals)
    }

    /// What the days of a range hold: visits that were made, tasks that are planned.
    pub fn days(&self, days: Period) -> Result<BTreeMap<Date, DayMarks>, Error> {
        let mut marks: BTreeMap<Date, DayMarks> = BTreeMap::new();
        for visit in self.done_visits()?.iter() {
            if let Some(day) = visit.date(visits::DATE).filter(|day| days.contains(*day)) {
                marks.entry(day).or_default().visits += 1;
            }
        }
        for planned in self.planned(days)? {
            let own = plan::task_period(&planned.task).and(days);
            let (Some(from), Some(to)) = (own.from, own.to) else { continue };
            for day in from.series(Span::new().days(1)).take_while(|day| *day <= to).take(400) {
                let marks = marks.entry(day).or_default();
                if planned.done.is_some() { marks.done += 1 } else { marks.planned += 1 }
            }
        }
        Ok(marks)
    }

    /// What can be finished within so many days, or should have been: open
    /// tasks that have begun or will, and open issues that were answered or
    /// whose time runs out, by the moment at which it does.
    pub fn soon(&self, within: i64) -> Result<Vec<Soon>, Error> {
        let until = self.today().checked_add(Span::new().days(within.clamp(0, 3_650))).unwrap_or(Date::MAX);
        let tasks = self.planned(Period { from: None, to: Some(until) })?.into_iter();
        let open = tasks.filter(|planned| planned.done.is_none()).map(Soon::Task);
        // What was merged goes on in another issue, which has its own line.
        let all = self.all_cases()?;
        let cases = all
            .iter()
            .filter(|case| case.is_own_matter() && !case.standing.is_closed())
            .map(|case| Soon::Issue(Box::new(case.clone())));
        let mut soon: Vec<Soon> =
            open.chain(cases).filter(|soon| soon.day().is_some_and(|day| day <= until)).collect();
        soon.sort_by_key(Soon::end);
        Ok(soon)
    }

    /// What a member did in these days: counts of deeds, which are facts, and
    /// no order among members (domain.md B11, H7).
    pub fn personal_summary(&self, member: RecordId, days: Period) -> Result<PersonalSummary, Error> {
        let in_days = |day: Option<Date>| day.is_some_and(|day| days.contains(day));
        let mut summary = PersonalSummary::default();
        for visit in self.done_visits()?.iter() {
            if in_days(visit.date(visits::DATE)) && visit.references(visits::VISITORS).any(|id| id == member)
            {
                summary.visits += 1;
                summary.homes.extend(visit.reference(visits::HOUSEHOLD));
            }
        }
        for case in self.all_cases()?.iter() {
            for step in case.standing.steps.iter().filter(|step| case.standing.stands(step)) {
                if step.row.reference(steps::BY) != Some(member) || !days.contains(calendar::day(step.at)) {
                    continue;
                }
                summary.replies += usize::from(step.kind == StepKind::Reply);
                // A result that was taken back since is none.
                summary.results += usize::from(case.standing.closing == Some(step.id));
            }
            let is_open = case.is_own_matter() && !case.standing.is_closed();
            summary.open += usize::from(is_open && case.standing.owner == Some(member));
        }
        for planned in self.planned(days)? {
            if planned.task.reference(tasks::OWNER) == Some(member) {
                summary.tasks.0 += 1;
                summary.tasks.1 += usize::from(planned.done.is_some());
            }
        }
        for row in self.standing(checklists::ID)? {
            summary.checks += usize::from(row.reference(checklists::OWNER) == Some(member));
        }
        let slips = self.standing(handovers::ID)?;
        let own = slips.iter().filter(|slip| organisation::permit_handover(slip).is_ok());
        let own = own.filter(|slip| in_days(slip.date(handovers::DATE)));
        summary.handovers =
            own.filter(|slip| slip.references(handovers::FROM).any(|id| id == member)).count();
        Ok(summary)
    }
}

/// What a member did, as counts; [`Workbench::personal_summary`] gathers them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonalSummary {
    /// Visits made.
    pub visits: usize,
    /// The households of those.
    pub homes: std::collections::BTreeSet<RecordId>,
    /// Answers given.
    pub replies: usize,
    /// Results recorded.
    pub results: usize,
    /// Open issues that the member is responsible for now.
    pub open: usize,
    /// Tasks of those days, and how many of them are done.
    pub tasks: (usize, usize),
    /// Checklist items that the member follows up.
    pub checks: usize,
    /// Slips by which the member handed work over.
    pub handovers: usize,
}
