//! The agenda of a day: who is owed an answer, what is due, promised, planned,
//! to be looked at again, and whom to remember (domain.md A20, C4, D4, J6, J8, §7).
//!
//! Derived anew on every reading, for a day and as many days after it as are
//! asked for. Each line says why it is there. What it draws on is the list of
//! functions `SOURCES`: another ledger's reminders are one more line there.
//! Answers that are owed to people always come first.

mod agreements;
mod sources;
mod apart;
mod following;
mod slips;
mod greetings;

use jiff::{Timestamp, civil::Date};

use super::{bench::Workbench, error::Error, steps::Case};
use crate::domain::{
    deadlines::{Deadlines, Stage},
    id::RecordId,
    wording::{Lang, Wording},
    workdays::Gap,
};

/// How many days after today are looked at unless told otherwise.
pub const DAYS: u16 = 7;

/// The most days after today that are looked at.
pub const MOST_DAYS: u16 = 366;

/// The last day that is looked at from a day on, so many days after it.
fn until(today: Date, days: u16) -> Date {
    crate::domain::deadlines::days_after(today, i32::from(days.min(MOST_DAYS)))
}

/// Where lines come from; each adds its own.
const SOURCES: &[Source] = &[
    sources::answers,
    sources::promises,
    sources::results,
    sources::objections,
    apart::informers,
    agreements::settling,
    agreements::agreements,
    slips::slips,
    slips::findings,
    sources::visits,
    sources::tasks,
    sources::reminders,
    following::passed_on,
    following::told_back,
    following::handed_over,
    sources::rechecks,
    greetings::festivals,
    greetings::birthdays,
    greetings::projects,
    greetings::plans,
];

/// Adds the lines of one kind.
pub(super) type Source = fn(&Workbench, &Ask<'_>, &mut Vec<Item>) -> Result<(), Error>;

/// What a source is asked.
pub(super) struct Ask<'a> {
    /// The day.
    pub(super) today: Date,
    /// The last day that is looked at.
    pub(super) until: Date,
    /// The moment, for what is counted in hours.
    pub(super) now: Timestamp,
    /// Every issue with its standing.
    pub(super) cases: &'a [Case],
    /// The terms and working days of the group.
    pub(super) deadlines: &'a Deadlines,
}

/// What kind of thing a line asks for; in the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Somebody has had no answer.
    Answers,
    /// Somebody was promised something by a day.
    Promises,
    /// Somebody was answered and waits for the result.
    Results,
    /// Something under supervision is to be put right by a day.
    Slips,
    /// Something is planned for a day.
    Plans,
    /// Something is to be looked at again.
    Rechecks,
    /// Somebody is to be remembered.
    Greetings,
}

impl Section {
    /// Every section, in order.
    pub const ALL: [Self; 7] = [
        Self::Answers,
        Self::Promises,
        Self::Results,
        Self::Slips,
        Self::Plans,
        Self::Rechecks,
        Self::Greetings,
    ];

    /// The key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::Promises => "promises",
            Self::Results => "results",
            Self::Slips => "slips",
            Self::Plans => "plans",
            Self::Rechecks => "rechecks",
            Self::Greetings => "greetings",
        }
    }

    /// The heading.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Answers => lang.pick("今天该回谁的话", "Who must be answered today"),
            Self::Promises => lang.pick("答应过的", "Promised"),
            Self::Results => lang.pick("答复过，还等着结果", "Answered, still waiting for a result"),
            Self::Slips => lang.pick("督办、整改到期的", "Supervision and rectification due"),
            Self::Plans => lang.pick("安排了的", "Planned"),
            Self::Rechecks => lang.pick("该复核的", "To be looked at again"),
            Self::Greetings => lang.pick("该问候的", "To be remembered"),
        }
    }
}

/// What goes before the day in the order of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// Danger to life or property.
    Danger,
    /// Past its last day: what waits longest first.
    Late,
    /// By its day.
    Ordinary,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it asks for.
    pub section: Section,
    /// The day it is for; past where it is late.
    pub day: Date,
    /// The moment, where hours count.
    pub at: Option<Timestamp>,
    /// How near it is.
    pub stage: Stage,
    /// What goes before others of its section whatever the day: danger, then what is late.
    pub rank: Rank,
    /// The record it is about, where there is one.
    pub record: Option<RecordId>,
    /// An issue's number; empty otherwise.
    pub number: String,
    /// Where: a neighbourhood's name; empty where it is not known.
    pub place: String,
    /// What it is about.
    pub title: Wording,
    /// Whom it concerns.
    pub who: Wording,
    /// Why it is there, with how much time is left: `首次联系 超 2 天`.
    pub reason: Wording,
    /// What that rests on, in full; empty where nothing more is to be said.
    pub basis: Wording,
    /// Years whose holidays the day depends on and that are not entered whole.
    pub gaps: Vec<Gap>,
}

/// The agenda of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agenda {
    /// The day.
    pub day: Date,
    /// The last day that was looked at.
    pub until: Date,
    /// The lines, in the order in which they are told.
    pub items: Vec<Item>,
    /// Years whose holidays lines depend on and that are not entered whole.
    pub gaps: Vec<Gap>,
}

impl Agenda {
    /// One of which no line is known yet.
    pub fn blank(today: Date) -> Self {
        Self { day: today, until: until(today, DAYS), items: Vec::new(), gaps: Vec::new() }
    }

    /// The lines of a section.
    pub fn of(&self, section: Section) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.section == section)
    }

    /// The issues without an answer: what is kept apart stands with them and is none.
    pub fn unanswered(&self) -> impl Iterator<Item = &Item> {
        self.of(Section::Answers).filter(|item| item.record.is_some())
    }

    /// How many of them are due today or late.
    pub fn pressing(&self) -> usize {
        self.unanswered().filter(|item| item.day <= self.day || item.stage == Stage::Overdue).count()
    }
}

impl Workbench {
    /// The agenda of today and so many days after it.
    pub fn agenda(&self, days: u16) -> Result<Agenda, Error> {
        self.agenda_of(&self.all_cases()?, days)
    }

    /// The same of issues that were read already.
    pub(crate) fn agenda_of(&self, cases: &[Case], days: u16) -> Result<Agenda, Error> {
        let deadlines = self.deadlines()?;
        let today = self.today();
        let until = until(today, days);
        let ask = Ask { today, until, now: self.now(), cases, deadlines: &deadlines };
        let mut items = Vec::new();
        for source in SOURCES {
            source(self, &ask, &mut items)?;
        }
        items.sort_by(|a, b| order(a).cmp(&order(b)));
        let mut gaps: Vec<Gap> = items.iter().flat_map(|item| item.gaps.iter().copied()).collect();
        gaps.sort_unstable();
        gaps.dedup();
        Ok(Agenda { day: today, until, items, gaps })
    }
}

/// Answers first; danger before the rest; then by day, what has a moment before what has the whole day.
fn order(item: &Item) -> impl Ord {
    let at = item.at.map_or((1, None), |at| (0, Some(at)));
    (item.section, item.rank, item.day, at, item.number.len(), item.number.clone(), item.record)
}
