//! Where an issue stands: derived from its steps, on every reading.
//!
//! It is stored nowhere, so two laptops cannot disagree about it, and a step
//! that came by any path, a bundle of a colleague included, counts only as far
//! as the rule lets it: *no result without a reply to the person who asked, no
//! closing without a result* (domain.md E2).
//!
//! Steps written without seeing each other are told apart by what they regard:
//! a closing step names the reopenings its writer had seen, a reopening the
//! closing steps. A result that does not name a standing reopening does not
//! close the issue; where neither names the other, the issue is contested.
//! A result names the replies that it rests on as well: once none of them
//! stands, it closes nothing, whatever is answered later.

use std::collections::BTreeSet;

use jiff::{Timestamp, ToSpan, civil::Date};

use super::{
    calendar, deadlines,
    field::Tag,
    id::RecordId,
    input,
    issues::{issues, steps},
    row::Row,
    wording::Lang,
};

/// The outcome that needs no reason and no remedy.
pub(super) const SOLVED: &str = "solved";

/// How far ahead of this clock a moment may be before it is taken for wrong.
const TOLERANCE_HOURS: i64 = 24;

/// The kinds of step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepKind {
    /// 受理.
    Accept,
    /// 交办.
    Assign,
    /// 转办: keeps the first deadline and is not a result.
    Transfer,
    /// 回音, to the person who asked.
    Reply,
    /// 延期.
    Extend,
    /// 结果.
    Resolve,
    /// 回访.
    Callback,
    /// 重开.
    Reopen,
}

impl StepKind {
    /// Every kind, in the order of the work.
    pub const ALL: [Self; 8] = [
        Self::Accept,
        Self::Assign,
        Self::Transfer,
        Self::Reply,
        Self::Extend,
        Self::Resolve,
        Self::Callback,
        Self::Reopen,
    ];

    /// The key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Assign => "assign",
            Self::Transfer => "transfer",
            Self::Reply => "reply",
            Self::Extend => "extend",
            Self::Resolve => "resolve",
            Self::Callback => "callback",
            Self::Reopen => "reopen",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    fn closes(self) -> bool {
        matches!(self, Self::Resolve | Self::Callback)
    }

    fn handles(self) -> bool {
        matches!(self, Self::Accept | Self::Assign | Self::Transfer)
    }
}

/// How far an issue has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// 已登记.
    Registered,
    /// 已受理.
    Accepted,
    /// 已转办.
    Transferred,
    /// 已答复.
    Replied,
    /// 已办结.
    Resolved,
    /// 已回访.
    CalledBack,
}

impl Status {
    /// Every status, in order.
    pub const ALL: [Self; 6] = [
        Self::Registered,
        Self::Accepted,
        Self::Transferred,
        Self::Replied,
        Self::Resolved,
        Self::CalledBack,
    ];

    /// The key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Accepted => "accepted",
            Self::Transferred => "transferred",
            Self::Replied => "replied",
            Self::Resolved => "resolved",
            Self::CalledBack => "called_back",
        }
    }

    /// The word on screen.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Registered => lang.pick("已登记", "registered"),
            Self::Accepted => lang.pick("已受理", "accepted"),
            Self::Transferred => lang.pick("已转办", "transferred"),
            Self::Replied => lang.pick("已答复", "replied"),
            Self::Resolved => lang.pick("已办结", "resolved"),
            Self::CalledBack => lang.pick("已回访", "called back"),
        }
    }
}

/// A step as the rule sees it.
#[derive(Debug, Clone)]
pub struct Step {
    /// Its id.
    pub id: RecordId,
    /// Its kind.
    pub kind: StepKind,
    /// When it happened.
    pub at: Timestamp,
    /// The step's record.
    pub row: Row,
    regards: BTreeSet<RecordId>,
}

impl Step {
    /// Reads a step; `None` for a kind that this version does not know.
    pub fn read(row: &Row) -> Option<Self> {
        Some(Self {
            id: row.id,
            kind: StepKind::from_key(row.text(steps::KIND))?,
            at: row.instant(steps::AT).unwrap_or(row.created),
            regards: row.references(steps::REGARDS).collect(),
            row: row.clone(),
        })
    }

    /// Whether a field of it tells anything.
    fn says(&self, tag: Tag) -> bool {
        input::says_something(self.row.text(tag))
    }

    /// The day to which it extends the term: only what somebody approved, for a
    /// reason, moves it (信访工作条例 34), by whatever path it came.
    fn extends_to(&self) -> Option<Date> {
        let counts = self.kind == StepKind::Extend && self.says(steps::APPROVER) && self.says(steps::REASON);
        self.row.date(steps::UNTIL).filter(|_| counts)
    }

    /// Whether a result says all that it has to (domain.md E3).
    fn is_explained(&self) -> bool {
        let solved = self.row.text(steps::OUTCOME) == SOLVED;
        self.says(steps::OUTCOME)
            && self.says(steps::TEXT)
            && (solved || (self.says(steps::REASON) && self.says(steps::REMEDY)))
    }
}

/// Where an issue stands.
#[derive(Debug, Clone)]
pub struct Standing {
    /// How far it has come.
    pub status: Status,
    /// Who is responsible.
    pub owner: Option<RecordId>,
    /// The last day for an answer and a result.
    pub due: Date,
    /// Whether somebody has answered the person since the last reopening.
    pub answered: bool,
    /// The result that closes it.
    pub outcome: Option<String>,
    /// Whether a result and a reopening were written without seeing each other,
    /// and nobody who saw both has settled it.
    pub contested: bool,
    /// Every step, struck ones included, by time.
    pub steps: Vec<Step>,
    /// The standing replies since the last reopening.
    replies: BTreeSet<RecordId>,
    /// When the time for it began to run.
    start: Timestamp,
}

impl Standing {
    /// Derives it from the issue and its steps, in any order.
    pub fn of(issue: &Row, step_rows: &[&Row]) -> Self {
        let mut all: Vec<Step> = step_rows.iter().filter_map(|row| Step::read(row)).collect();
        all.sort_by_key(|step| (step.at, step.row.created, step.id));
        let standing: Vec<&Step> = all.iter().filter(|step| step.row.stands()).collect();
        let of_kind = |kind: StepKind| standing.iter().copied().filter(move |step| step.kind == kind);

        let reopenings: BTreeSet<RecordId> = of_kind(StepKind::Reopen).map(|step| step.id).collect();
        let replies: BTreeSet<RecordId> = of_kind(StepKind::Reply)
            .filter(|reply| reply.says(steps::TEXT) && reply.regards.is_superset(&reopenings))
            .map(|reply| reply.id)
            .collect();
        let answered = !replies.is_empty();
        let closing = of_kind(StepKind::Resolve).rfind(|result| {
            result.is_explained()
                && result.regards.is_superset(&reopenings)
                && !result.regards.is_disjoint(&replies)
        });
        let called_back = closing.is_some_and(|result| {
            of_kind(StepKind::Callback)
                .any(|call| call.regards.contains(&result.id) && call.regards.is_superset(&reopenings))
        });
        let contested = closing.is_none()
            && of_kind(StepKind::Reopen).any(|reopening| {
                standing.iter().any(|step| {
                    step.kind.closes()
                        && !step.regards.contains(&reopening.id)
                        && !reopening.regards.contains(&step.id)
                })
            });
        // A step that another was taken in knowledge of is past, whatever the clocks said.
        let past: BTreeSet<RecordId> = standing
            .iter()
            .filter(|step| step.kind.handles())
            .flat_map(|step| step.regards.clone())
            .collect();
        let handling = standing.iter().rev().filter(|step| step.kind.handles());
        let handling =
            handling.max_by_key(|step| (!past.contains(&step.id), step.at, step.row.created, step.id));
        let status = match (closing, answered, handling) {
            (Some(_), _, _) if called_back => Status::CalledBack,
            (Some(_), _, _) => Status::Resolved,
            (None, true, _) => Status::Replied,
            (None, false, Some(step)) if step.kind == StepKind::Transfer => Status::Transferred,
            (None, false, Some(_)) => Status::Accepted,
            (None, false, None) => Status::Registered,
        };
        let given = |step: &&&Step| {
            matches!(step.kind, StepKind::Accept | StepKind::Assign)
                && step.row.reference(steps::OWNER).is_some()
        };
        let past: BTreeSet<RecordId> =
            standing.iter().filter(given).flat_map(|step| step.regards.clone()).collect();
        let owner = standing
            .iter()
            .filter(given)
            .max_by_key(|step| (!past.contains(&step.id), step.at, step.row.created, step.id))
            .and_then(|step| step.row.reference(steps::OWNER));
        let outcome = closing.map(|result| result.row.text(steps::OUTCOME).to_owned());
        let start = Self::start(issue, &standing);
        let due = Self::due_day(issue, &standing, start);
        Self { status, owner, due, answered, outcome, contested, steps: all, replies, start }
    }

    /// The same to a clock that shows `now`. What a clock set ahead registered or
    /// reopened has no day that anybody should wait for: it is due at once, or
    /// on the day to which it is extended.
    #[must_use]
    pub fn as_of(mut self, now: Timestamp) -> Self {
        if now.checked_add(TOLERANCE_HOURS.hours()).is_ok_and(|latest| self.start > latest) {
            let days = self.steps.iter().filter(|step| step.row.stands()).filter_map(Step::extends_to);
            self.due = days.max().unwrap_or_else(|| calendar::day(now));
        }
        self
    }

    /// Whether it has its result.
    pub fn is_closed(&self) -> bool {
        self.status >= Status::Resolved
    }

    /// Whether it is open past its day.
    pub fn is_overdue(&self, today: Date) -> bool {
        !self.is_closed() && today > self.due
    }

    /// The standing steps that a new step of `kind` must name.
    pub fn regards(&self, kind: StepKind) -> Vec<RecordId> {
        let wanted = |step: &&Step| {
            step.row.stands()
                && match kind {
                    StepKind::Reply => step.kind == StepKind::Reopen,
                    StepKind::Resolve => step.kind == StepKind::Reopen || self.replies.contains(&step.id),
                    StepKind::Callback => matches!(step.kind, StepKind::Reopen | StepKind::Resolve),
                    StepKind::Reopen => step.kind.closes(),
                    StepKind::Accept | StepKind::Assign | StepKind::Transfer => step.kind.handles(),
                    StepKind::Extend => false,
                }
        };
        self.steps.iter().filter(wanted).map(|step| step.id).collect()
    }

    /// The day it is due: the term from registration, or from the last
    /// reopening; a transfer changes nothing, an extension moves it.
    fn due_day(issue: &Row, standing: &[&Step], start: Timestamp) -> Date {
        let term = deadlines::term(issue.text(issues::KIND), issue.text(issues::URGENCY));
        let first = deadlines::due(calendar::day(start), &term);
        standing
            .iter()
            .filter(|step| step.at >= start)
            .filter_map(|step| step.extends_to())
            .fold(first, Date::max)
    }

    /// When the time for it began to run: with its registration or last reopening.
    fn start(issue: &Row, standing: &[&Step]) -> Timestamp {
        let reopenings = || standing.iter().filter(|step| step.kind == StepKind::Reopen);
        // What was closed and reopened once more since is past, whatever the clocks said.
        let closed: BTreeSet<RecordId> = reopenings().flat_map(|step| step.regards.clone()).collect();
        let past: BTreeSet<RecordId> = standing
            .iter()
            .filter(|step| closed.contains(&step.id))
            .flat_map(|step| step.regards.clone())
            .collect();
        let reopened =
            reopenings().max_by_key(|step| (!past.contains(&step.id), step.at, step.row.created, step.id));
        reopened.map_or_else(|| registered(issue), |step| step.at)
    }
}

/// When an issue was registered.
pub fn registered(issue: &Row) -> Timestamp {
    issue.instant(issues::REGISTERED).unwrap_or(issue.created)
}
