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

mod beside;
pub mod first_contact;
mod hearings;
pub mod rating;
mod recorded;
pub mod rights;
mod running;
mod status;
pub mod telling;
mod told;

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, ToSpan, civil::Date};

use super::{
    calendar,
    deadlines::Deadlines,
    field::Tag,
    handling,
    id::RecordId,
    issues::{issues, steps},
    matter::Matter,
    procedure, recusal,
    row::Row,
    voices::Voice,
    wording::Wording,
};
pub use hearings::Hearings;
pub use recorded::Recorded;
pub use running::Running;
pub use status::Status;

use beside::Beside;
use first_contact::{Contacted, FirstContact};
use telling::Answer;
use told::{Tellings, Told};

pub use super::step_kinds::{IssueKind, StepKind};

/// The outcome that needs no reason and no remedy.
pub(super) const SOLVED: &str = "solved";

/// How far ahead of this clock a moment may be before it is taken for wrong.
const TOLERANCE_HOURS: i64 = 24;

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
    /// The steps of before that it names.
    pub(super) regards: BTreeSet<RecordId>,
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

    /// Where it stands among the steps: by its moment, then as it was written. An
    /// extension is never before what its writer had seen, whatever moment it
    /// tells of: the first one that was given counts.
    pub(super) fn place(&self) -> (Timestamp, (Timestamp, u32, RecordId)) {
        let at = if self.kind == StepKind::Extend { self.at.max(self.row.created) } else { self.at };
        (at, self.row.place())
    }

    /// Whether a field of it tells anything.
    fn says(&self, tag: Tag) -> bool {
        procedure::says(&self.row, tag)
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
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and goes with any other")]
#[derive(Debug, Clone)]
pub struct Standing {
    /// Its kind; none where this version does not know it.
    pub kind: Option<IssueKind>,
    /// How far it has come.
    pub status: Status,
    /// Who is responsible.
    pub owner: Option<RecordId>,
    /// Who took it on without knowing of each other, until somebody settles it; else nobody.
    pub rivals: Vec<RecordId>,
    /// The last day for an answer and a result.
    pub due: Date,
    /// Its clocks, and the extensions that count.
    pub running: Running,
    /// The first contacts that were owed, by the registration.
    contacts: Vec<FirstContact>,
    /// Whether it was passed on, and nobody has taken it up again since.
    pub passed_on: bool,
    /// Whether everybody who asked has been answered since the last reopening.
    pub answered: bool,
    /// Everybody who asked, who was first in front.
    pub voices: Vec<Voice>,
    /// The result that closes it.
    pub outcome: Option<String>,
    /// The step with that result.
    pub closing: Option<RecordId>,
    /// When that was.
    pub closed_at: Option<Timestamp>,
    /// The person's own rating, where it is told how it was obtained (domain.md J10).
    pub rating: Option<String>,
    /// The same, "rather not" included, and when it was said.
    pub rated: Option<(String, Timestamp)>,
    /// The same of everybody who asked and was asked back.
    ratings: BTreeMap<RecordId, (String, Timestamp)>,
    /// Whether a result and a reopening were written without seeing each other,
    /// and nobody who saw both has settled it.
    pub contested: bool,
    /// How urgent it is; of several that were merged, as the most urgent of them.
    pub urgency: String,
    /// The issue that it goes on in.
    pub merged_into: Option<RecordId>,
    /// The issues that go on in it.
    pub merged: Vec<RecordId>,
    /// Whether a group is concerned and nothing says yet what is done about it, by whom, by when.
    pub unanalysed: bool,
    /// Every step, struck ones included, by time.
    pub steps: Vec<Step>,
    /// Of the standing steps those that count.
    counted: BTreeSet<RecordId>,
    /// The standing replies since the last reopening.
    replies: BTreeSet<RecordId>,
    /// Whom they reached, and when.
    answers: Vec<Answer>,
    /// Whether it was ever recorded as a petition, and no lead has put that right.
    is_petition: bool,
    /// Members who must not handle it.
    barred: BTreeSet<RecordId>,
    /// Steps that one of them took.
    void: BTreeSet<RecordId>,
    /// The people and units that it is about.
    about: Vec<String>,
    /// When it was registered, or reopened last.
    start: Timestamp,
}

impl Standing {
    /// Derives it from the issue and its steps, in any order.
    pub fn of(issue: &Row, step_rows: &[&Row], deadlines: &Deadlines) -> Self {
        Self::of_matter(&Matter::alone(issue, step_rows), deadlines)
    }

    /// Derives it from everything that belongs to the matter, in any order.
    pub fn of_matter(matter: &Matter<'_>, deadlines: &Deadlines) -> Self {
        let kind = IssueKind::from_key(matter.issue.text(issues::KIND));
        let mut all: Vec<Step> = matter.steps.iter().filter_map(|row| Step::read(row)).collect();
        all.sort_by_key(Step::place);
        let void = matter.counting_for_nothing(&all);
        let stands = |step: &&Step| step.row.stands() && !void.contains(&step.id);
        let standing: Vec<&Step> = all.iter().filter(stands).collect();
        let counted = procedure::counting(kind, &standing);
        let of_kind = |kind: StepKind| standing.iter().copied().filter(move |step| step.kind == kind);

        let reopenings: BTreeSet<RecordId> = of_kind(StepKind::Reopen).map(|step| step.id).collect();
        let answers = matter.replies(&reopenings);
        let replies: BTreeSet<RecordId> = answers.iter().map(|reply| reply.id).collect();
        let mut voices = matter.voices();
        for voice in &mut voices {
            voice.answered = answers.iter().any(|reply| voice.is_answered_by(reply));
        }
        let answered = voices.iter().all(|voice| voice.answered);
        let recorded = Recorded::every(matter.issue, &standing);
        let unanalysed =
            !matter.analysed && (recorded.iter().any(Recorded::is_of_group) || matter.owes_sheet());
        let (is_petition, first) = (telling::is_petition(&recorded), calendar::day(registered(matter.issue)));
        let reached = Answer::every(&answers, &voices);
        let closing = of_kind(StepKind::Resolve).rfind(|result| {
            let outcome = result.row.text(steps::OUTCOME);
            let unproven = || {
                procedure::unproven(kind, outcome, &result.regards, &reopenings, &standing, &counted)
                    .is_some()
            };
            answered
                && !unanalysed
                && result.is_explained()
                && result.regards.is_superset(&reopenings)
                && !result.regards.is_disjoint(&replies)
                && !unproven()
                && telling::lacks(&result.row, is_petition, first, &voices, &reached).is_none()
        });
        let calls: Vec<&Step> = of_kind(StepKind::Callback)
            .filter(|call| {
                closing.is_some_and(|result| call.regards.contains(&result.id))
                    && call.regards.is_superset(&reopenings)
                    && (call.says(steps::RATING) || call.says(steps::TEXT))
            })
            .collect();
        let ratings = rating::of(&voices, &calls);
        let rated = ratings.get(&matter.issue.id).cloned();
        let contested = closing.is_none() && is_contested(&standing);
        let about: Vec<&str> = handling::about(matter.issue).collect();
        let handles =
            |step: &&&Step| step.kind.handles() && counted.contains(&step.id) && !reaches_whom(&about, step);
        let handling: Vec<&Step> = standing.iter().filter(handles).copied().collect();
        let last = handling::last(&handling);
        let status = Status::of(closing, !calls.is_empty(), answered && !replies.is_empty(), last);
        let owner = handling::owner(&handling, &matter.barred);
        let rivals = handling::rivals(&handling, &matter.barred);
        let start = Self::start(matter.issue, &standing);
        let closed = closing.map(|result| result.at);
        let beside: Vec<Beside<'_>> = matter.merged.iter().map(|part| Beside::of(part, matter)).collect();
        let tellings = Tellings::of(&standing, &counted, &beside);
        let in_writing = voices.iter().all(|voice| voice.is_told_in_writing(&answers));
        let told = Told::of(answered, in_writing, &tellings);
        let parts: Vec<(Timestamp, Running)> =
            beside.iter().map(|part| part.running(told, deadlines)).collect();
        let contacts = first_contact::of(matter, &standing, &recorded, &beside, &tellings, deadlines);
        let received = closing.map(|result| telling::received(&result.row, result.at));
        let (issue, standing, recorded, parts) = (matter.issue, &standing[..], &recorded[..], &parts[..]);
        let facts = running::Facts { issue, standing, recorded, start, told, closed, received, parts };
        let mut running = Running::of(&facts, deadlines);
        running.others.extend(rights::of_agreement(standing, &counted, deadlines));
        // Kept for every issue that there is.
        running.others.shrink_to_fit();
        Self {
            kind,
            status,
            owner,
            rivals,
            due: running.due,
            running,
            contacts,
            passed_on: last.is_some_and(|step| step.kind == StepKind::Transfer),
            answered,
            voices,
            outcome: closing.map(|result| result.row.text(steps::OUTCOME).to_owned()),
            closing: closing.map(|result| result.id),
            closed_at: closed,
            rating: rated.clone().map(|(rating, _)| rating),
            rated,
            ratings,
            contested,
            urgency: matter.issue.text(issues::URGENCY).to_owned(),
            merged_into: None,
            merged: matter.merged.iter().map(|part| part.issue.id).collect(),
            unanalysed,
            replies,
            answers: reached,
            is_petition,
            barred: matter.barred.clone(),
            void,
            about: handling::about(matter.issue).map(str::to_owned).collect(),
            start,
            counted,
            steps: all,
        }
    }

    /// The same of an issue that goes on in another, whose standing is `head`:
    /// it ends when that one does.
    #[must_use]
    pub fn within(mut self, head: RecordId, standing: &Self) -> Self {
        self.merged_into = Some(head);
        self.barred.clone_from(&standing.barred);
        self.about.clone_from(&standing.about);
        self.status = standing.status;
        self.owner = standing.owner;
        self.rivals.clone_from(&standing.rivals);
        self.due = standing.due;
        self.running = standing.running.clone();
        self.passed_on = standing.passed_on;
        self.answered = standing.answered;
        self.outcome.clone_from(&standing.outcome);
        self.closed_at = standing.closed_at;
        // Nobody's rating stands for somebody else's.
        self.rated = self.voices.first().and_then(|own| standing.ratings.get(&own.id).cloned());
        self.rating = self.rated.clone().map(|(rating, _)| rating);
        self.contested = false;
        self.urgency.clone_from(&standing.urgency);
        let told = |voice: &Voice| standing.voices.iter().find(|other| other.id == voice.id);
        for voice in &mut self.voices {
            voice.answered = told(voice).is_some_and(|other| other.answered);
        }
        self
    }

    /// Everybody who asked and has not been answered.
    pub fn unanswered(&self) -> impl Iterator<Item = &Voice> {
        self.voices.iter().filter(|voice| !voice.answered)
    }

    /// How the first contacts stood at a moment; none where nobody is owed one.
    pub fn contacted(&self, moment: Timestamp) -> Option<Contacted> {
        first_contact::contacted(&self.contacts, moment)
    }

    /// The first contact that a step was.
    pub fn contact_of(&self, step: RecordId) -> Option<&FirstContact> {
        self.contacts.iter().find(|one| one.step == Some(step))
    }

    /// Whether a step is neither struck out nor taken by whom the matter is about:
    /// what was answered or passed on is told of such steps alone.
    pub fn stands(&self, step: &Step) -> bool {
        step.row.stands() && !self.void.contains(&step.id)
    }

    /// How often it was reopened.
    pub fn reopenings(&self) -> usize {
        self.steps.iter().filter(|step| step.kind == StepKind::Reopen && self.stands(step)).count()
    }

    /// Whether a step counts.
    pub fn counts(&self, step: RecordId) -> bool {
        self.counted.contains(&step)
    }

    /// Whether a member must not handle it.
    pub fn bars(&self, member: RecordId) -> bool {
        self.barred.contains(&member)
    }

    /// Whether whoever a callback is to has said that he does not wish to rate.
    pub fn has_declined(&self, call: &Row) -> bool {
        let declined =
            |voice: &Voice| self.ratings.get(&voice.id).is_some_and(|(it, _)| it == rating::DECLINED);
        self.voices.iter().any(|voice| rating::is_of(voice, call) && declined(voice))
    }

    /// Whether a unit must not get it.
    pub fn bars_unit(&self, unit: &str) -> bool {
        recusal::bars_unit(self.about.iter().map(String::as_str), unit)
    }

    /// Why a step of this kind is out of turn for this kind of issue.
    pub fn objection(&self, kind: StepKind) -> Option<procedure::Objection> {
        if self.merged_into.is_some() {
            return Some(procedure::Objection::Merged);
        }
        if kind == StepKind::Hear && !self.running.leaves_hearings_out() {
            return Some(procedure::Objection::HearingsCount);
        }
        let standing: Vec<&Step> = self.steps.iter().filter(|step| self.stands(step)).collect();
        procedure::objection(self.kind, kind, &standing, &self.counted)
    }

    /// What a result would lack that says and names what `result` does.
    pub fn unproven(&self, result: &Row) -> Option<procedure::Objection> {
        self.owed(result.text(steps::OUTCOME), &result.references(steps::REGARDS).collect())
    }

    /// Whether a step of this kind was taken and counts.
    pub fn has_taken(&self, kind: StepKind) -> bool {
        self.steps.iter().any(|step| step.kind == kind && self.counts(step.id))
    }

    /// What comes before a result of this outcome, if somebody entered it now.
    pub fn owed_before(&self, outcome: &str) -> Option<procedure::Objection> {
        self.owed(outcome, &self.steps.iter().map(|step| step.id).collect())
    }

    fn owed(&self, outcome: &str, regards: &BTreeSet<RecordId>) -> Option<procedure::Objection> {
        let standing: Vec<&Step> = self.steps.iter().filter(|step| self.stands(step)).collect();
        let reopenings = standing.iter().filter(|step| step.kind == StepKind::Reopen);
        let reopenings = reopenings.map(|step| step.id).collect();
        // Passed to whomever it is about, it was passed to nobody. That is asked of a new result; who is
        // named later opens nothing again that was closed.
        let about: Vec<&str> = self.about.iter().map(String::as_str).collect();
        let mut counted = self.counted.clone();
        for step in standing.iter().filter(|step| reaches_whom(&about, step)) {
            counted.remove(&step.id);
        }
        procedure::unproven(self.kind, outcome, regards, &reopenings, &standing, &counted)
    }

    /// What a result would lack of how it was told.
    pub fn untold(&self, result: &Row) -> Option<Wording> {
        telling::lacks(result, self.is_petition, self.running.registered(), &self.voices, &self.answers)
    }

    /// The step that closes it.
    pub fn result(&self) -> Option<&Step> {
        self.steps.iter().find(|step| Some(step.id) == self.closing)
    }

    /// The day until which both sides may have their agreement confirmed by a
    /// court (domain.md E7).
    pub fn confirmable_until(&self) -> Option<Date> {
        let agreed = self.steps.iter().rfind(|step| step.kind == StepKind::Agree && self.counts(step.id))?;
        calendar::day(agreed.at).checked_add(procedure::CONFIRMATION_DAYS.days()).ok()
    }

    /// The same to a clock that shows `now`. What a clock set ahead registered or
    /// reopened has no day that anybody should wait for: it is due at once, or
    /// on the day to which it is extended.
    #[must_use]
    pub fn as_of(mut self, now: Timestamp) -> Self {
        self.running.look_at(now);
        self.due = self.running.due;
        if now.checked_add(TOLERANCE_HOURS.hours()).is_ok_and(|latest| self.start > latest) {
            let standing =
                self.steps.iter().filter(|step| step.row.stands() && !self.void.contains(&step.id));
            self.running.at_once(calendar::day(now), standing);
            self.due = self.running.due;
        }
        self
    }

    /// Whether life or property is in danger.
    pub fn is_dangerous(&self) -> bool {
        self.urgency == "danger"
    }

    /// Whether it has its result.
    pub fn is_closed(&self) -> bool {
        self.status >= Status::Resolved
    }

    /// Whether it is open past its day.
    pub fn is_overdue(&self, today: Date) -> bool {
        // What was merged is late as part of what it was merged into.
        self.merged_into.is_none() && !self.is_closed() && self.running.is_late(today)
    }

    /// The standing steps that a new step of `kind` must name.
    pub fn regards(&self, kind: StepKind) -> Vec<RecordId> {
        let wanted = |step: &&Step| {
            self.stands(step)
                && match kind {
                    StepKind::Reply => step.kind == StepKind::Reopen,
                    StepKind::Resolve => {
                        step.kind == StepKind::Reopen
                            || step.kind.is_special()
                            || step.kind == StepKind::Transfer
                                && matches!(self.kind, Some(IssueKind::Hazard | IssueKind::Violation))
                    }
                    StepKind::Callback => matches!(step.kind, StepKind::Reopen | StepKind::Resolve),
                    StepKind::Reopen => step.kind.closes(),
                    StepKind::Accept | StepKind::Assign => step.kind.handles(),
                    StepKind::Transfer => step.kind.handles() || step.kind.is_special(),
                    StepKind::Extend | StepKind::Hear | StepKind::Correct | StepKind::Merge => false,
                    StepKind::Decline
                    | StepKind::Mediate
                    | StepKind::Agree
                    | StepKind::Perform
                    | StepKind::Find
                    | StepKind::Recheck
                    | StepKind::Establish
                    | StepKind::Inform
                    | StepKind::Urge
                    | StepKind::Notice
                    | StepKind::Statement
                    | StepKind::Receipt => step.kind == StepKind::Reopen || step.kind.is_special(),
                }
        };
        let own = self.steps.iter().filter(wanted).map(|step| step.id);
        // Replies may have been given on an issue that goes on in this one.
        let replies = self.replies.iter().copied().filter(|_| kind == StepKind::Resolve);
        own.chain(replies).collect()
    }

    /// When it was taken up: with its registration or last reopening.
    fn start(issue: &Row, standing: &[&Step]) -> Timestamp {
        let reopenings = || standing.iter().filter(|step| step.kind == StepKind::Reopen);
        // What was closed and reopened once more since is past, whatever the clocks said.
        let closed: BTreeSet<RecordId> = reopenings().flat_map(|step| step.regards.clone()).collect();
        let past: BTreeSet<RecordId> = standing
            .iter()
            .filter(|step| closed.contains(&step.id))
            .flat_map(|step| step.regards.clone())
            .collect();
        let reopened = reopenings().max_by_key(|step| (!past.contains(&step.id), step.place()));
        reopened.map_or_else(|| registered(issue), |step| step.at)
    }
}

/// Whether a step passes an issue to whomever it is about.
fn reaches_whom(about: &[&str], step: &Step) -> bool {
    step.kind == StepKind::Transfer && recusal::bars_unit(about.iter().copied(), step.row.text(steps::UNIT))
}

/// Whether something ended it and something reopened it, and neither knew of the other.
fn is_contested(standing: &[&Step]) -> bool {
    standing.iter().filter(|step| step.kind == StepKind::Reopen).any(|reopening| {
        standing.iter().any(|step| {
            step.kind.closes()
                && !step.regards.contains(&reopening.id)
                && !reopening.regards.contains(&step.id)
        })
    })
}

/// When an issue was registered.
pub fn registered(issue: &Row) -> Timestamp {
    issue.instant(issues::REGISTERED).unwrap_or(issue.created)
}

#[cfg(test)]
mod tests;
