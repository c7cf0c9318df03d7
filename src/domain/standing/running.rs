//! The clocks of an issue: when first contact and result are due, and which
//! extensions count (domain.md §3).
//!
//! They run from the registration, and are those of the kind that the issue has
//! now. A transfer, another phase or another owner changes nothing of that, nor
//! does another urgency or procedure make a term longer (see [`Recorded`]). A result that was no end stops the clock
//! while it stands and does not start it anew; only the first contact is owed
//! anew from the reopening on. An extension counts only
//! with who approved it, why, and how and when the person was told, and only as
//! often and as far as the term allows: one that came by a bundle without that
//! moves no day.

mod notes;

use jiff::{Timestamp, civil::Date};

use super::{Hearings, IssueKind, Recorded, Step, StepKind, rights, told::Told};
use crate::domain::{
    calendar,
    deadlines::{self, Clock, Deadlines, Keys},
    id::RecordId,
    input,
    issues::{issues, steps},
    row::Row,
    rules::Refusal,
    terms::{Unit, breach::Breach},
    wording::Lang,
};

/// The days within which something may be set to be put right: as long as the
/// longest term with its extension (信访工作条例 34: 60 and 30 days).
const LONGEST_LIMIT: i32 = 90;

/// The days that a re-check gives once more where the term is not counted in days (domain.md §3.4).
const AGAIN: i32 = 15;

/// The clocks that run for an issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// For the result, its day moved by the extensions that count.
    pub result: Option<Clock>,
    /// For the first contact; none once somebody has answered.
    pub contact: Option<Clock>,
    /// What else somebody has to keep in mind: an objection to a petition that
    /// was sent on, the time in which the person may ask for a review.
    pub others: Vec<Clock>,
    /// The last day for a result.
    pub due: Date,
    /// The extensions that count, in the order in which they were given.
    pub extensions: Vec<RecordId>,
    /// Days to which the person was told it is extended, and to which it is not.
    pub not_counted: Vec<Date>,
    /// The hearings that were held, or are.
    pub hearings: Hearings,
    /// The first day of the result's term, and the last if nobody were heard.
    unheard: (Date, Date),
    /// The furthest day to which it may be extended.
    latest: Date,
    /// Whether who takes it on sets the time, and whether somebody has.
    own_limit: bool,
    limited: bool,
    /// The day that was set last, where it moved the last day.
    set_to: Option<Date>,
    /// The day on which it was registered.
    registered: Date,
    /// The clock for the result of a kind that it once was, where that ended before: told, and not run.
    formerly: Option<(IssueKind, Clock)>,
    /// Whether the result is there: its clock has done its work.
    closed: bool,
    /// The moment it was last looked at, where one was told.
    now: Option<Timestamp>,
}

/// What the clocks of an issue depend on.
pub(super) struct Facts<'f> {
    pub(super) issue: &'f Row,
    /// The standing steps, by time.
    pub(super) standing: &'f [&'f Step],
    /// As what it counts: as it is recorded, and as it was before.
    pub(super) recorded: &'f [Recorded],
    /// When it was reopened last; else when it was registered.
    pub(super) start: Timestamp,
    /// What everybody who asked has been told.
    pub(super) told: Told,
    /// When the result was given that closes it.
    pub(super) closed: Option<Timestamp>,
    /// When that result reached whoever asked.
    pub(super) received: Option<Timestamp>,
    /// The clocks of what goes on in it, from when on.
    pub(super) parts: &'f [(Timestamp, Running)],
}

/// The last moment of a term.
pub(super) fn end(clock: &Clock) -> Timestamp {
    clock.at.unwrap_or_else(|| calendar::last_moment(clock.day))
}

impl Running {
    /// Derives them.
    pub(super) fn of(facts: &Facts<'_>, by: &Deadlines) -> Self {
        let Facts { issue, standing, recorded, start, told, closed, parts, .. } = *facts;
        let registered = super::registered(issue);
        let begun = |keys: &Keys| Self::begun(facts, keys, registered, by);
        let kind = issue.text(issues::KIND);
        let candidates = recorded.iter().map(|it| it.keys(kind)).map(|keys| (begun(&keys), keys));
        let first = candidates.min_by_key(|((_, result), _)| result.as_ref().map_or(Timestamp::MAX, end));
        let ((from, result), keys) = first.unwrap_or_else(|| ((registered, None), deadlines::keys(issue)));
        let mut running = Self {
            due: result.as_ref().map_or_else(|| calendar::day(registered), |clock| clock.day),
            unheard: (calendar::day(from), result.as_ref().map_or(calendar::day(from), |clock| clock.day)),
            result,
            contact: None,
            others: Vec::new(),
            extensions: Vec::new(),
            not_counted: Vec::new(),
            hearings: Hearings::of(standing),
            latest: Date::MIN,
            own_limit: keys.own_limit,
            limited: false,
            set_to: None,
            registered: calendar::day(registered),
            formerly: None,
            closed: closed.is_some(),
            now: None,
        };
        if running.leaves_hearings_out() {
            let (first, day) = running.unheard;
            running.move_to(running.hearings.moved(first, day, closed.map(calendar::day)));
        }
        let far = running.result.as_ref().map_or(0, |clock| clock.term.extend_by);
        running.latest = deadlines::days_after(running.due, far);
        running.run(facts, registered);
        if closed.is_none() {
            let keys = recorded.iter().filter_map(|recorded| recorded.keys(kind).contact);
            let own = keys.filter(|key| !told.ends(key));
            let own = own.filter_map(|key| by.clock(key, told.since(key, start)));
            // What was reopened since they went on in it begins anew for all of them.
            let theirs = parts.iter().filter(|(at, _)| start <= *at && !told.answered);
            let theirs = theirs.filter_map(|(_, part)| part.contact.clone());
            running.contact = own.chain(theirs).min_by_key(end);
        }
        running.others = rights::of_petition(facts, facts.received, by);
        let others = recorded.iter().filter_map(|it| Some((it.other_kind(kind)?, it)));
        let clocks = others.filter_map(|(was, it)| Some((was, begun(&it.keys(was.key())).1?)));
        let earliest = clocks.min_by_key(|(was, clock)| (end(clock), was.key()));
        running.formerly = earliest.filter(|(_, clock)| clock.day < running.due);
        running
    }

    /// When the term for the result began to run, and its clock.
    fn begun(
        facts: &Facts<'_>,
        keys: &Keys,
        registered: Timestamp,
        by: &Deadlines,
    ) -> (Timestamp, Option<Clock>) {
        let inform =
            keys.contact.filter(|key| *key == "petition_inform").and_then(|key| by.clock(key, registered));
        let since = facts.standing.iter().filter(|step| step.at >= registered);
        // A petition's days run from its acceptance (信访工作条例 34); one that is accepted late gains nothing.
        let accepted = since.filter(|step| step.kind == StepKind::Accept).map(|step| step.at).min();
        let from = match (&inform, accepted) {
            (Some(inform), Some(at)) if calendar::day(at) <= inform.day => at,
            (Some(inform), Some(_)) => calendar::noon(inform.day).unwrap_or(registered),
            (Some(_), None) | (None, _) => registered,
        };
        (from, by.clock(keys.result, from))
    }

    /// Follows what moved the last day, in its order: the time that is set for
    /// putting it right, extensions, the time in which a result stood, and what
    /// was merged into it.
    fn run(&mut self, facts: &Facts<'_>, registered: Timestamp) {
        let mut parts: Vec<&(Timestamp, Self)> = facts.parts.iter().collect();
        parts.sort_by_key(|(at, _)| *at);
        let mut parts = parts.into_iter().peekable();
        let mut rested = registered;
        for step in facts.standing.iter().filter(|step| step.at >= registered) {
            while let Some((_, part)) = parts.next_if(|(at, _)| *at <= step.at) {
                self.keep_to(part);
            }
            match step.kind {
                StepKind::Accept if self.own_limit => self.limit(step.row.date(steps::LIMIT), step),
                kind if self.own_limit && kind.sets_day() => self.limit(step.row.date(steps::UNTIL), step),
                StepKind::Extend if is_whole(&step.row) => self.extend(step),
                // A clock that was ahead says nothing of how long it rested.
                StepKind::Reopen if step.at <= facts.start => {
                    if let Some(closed) = result_before(step, facts.standing) {
                        self.rest(closed.max(rested), step.at);
                        rested = rested.max(step.at);
                    }
                }
                StepKind::Accept
                | StepKind::Assign
                | StepKind::Transfer
                | StepKind::Reply
                | StepKind::Extend
                | StepKind::Hear
                | StepKind::Correct
                | StepKind::Resolve
                | StepKind::Callback
                | StepKind::Reopen
                | StepKind::Merge
                | StepKind::Mediate
                | StepKind::Decline
                | StepKind::Agree
                | StepKind::Perform
                | StepKind::Find
                | StepKind::Recheck
                | StepKind::Establish
                | StepKind::Inform
                | StepKind::Urge
                | StepKind::Notice
                | StepKind::Statement
                | StepKind::Receipt => {}
            }
        }
        parts.for_each(|(_, part)| self.keep_to(part));
    }

    /// Takes an extension that says all it must, where the term allows it.
    fn extend(&mut self, step: &Step) {
        let Some(until) = step.row.date(steps::UNTIL) else { return };
        if self.permit_extension(&step.row).is_ok() {
            self.extensions.push(step.id);
            self.move_to(until);
        } else {
            self.not_counted.push(until);
        }
    }

    /// Takes the day by which something is to be put right. The first may lie as
    /// far as [`LONGEST_LIMIT`]; a later one only brings it forward, and past the
    /// end nothing is moved to a later day; but for a re-check that was not
    /// passed, by which it goes on (domain.md J8).
    fn limit(&mut self, day: Option<Date>, step: &Step) {
        let told = calendar::day(step.at);
        let Some(day) = day.filter(|day| *day >= told.max(self.registered)) else { return };
        let first = !self.limited && told <= self.due && day <= self.furthest();
        let goes_on = step.kind == StepKind::Recheck && day <= self.again(told);
        if day < self.due || first || goes_on {
            self.move_to(day);
            self.set_to = Some(day);
            let far = self.result.as_ref().map_or(0, |clock| clock.term.extend_by);
            self.latest = deadlines::days_after(day, far);
        }
        self.limited = true;
    }

    /// The last day that may be set by a re-check of that day which was not
    /// passed: one term more, or as far as the first could have been set.
    fn again(&self, told: Date) -> Date {
        let days = self.result.as_ref().filter(|clock| clock.term.unit == Unit::Days);
        let more = deadlines::days_after(told, days.map_or(AGAIN, |clock| clock.term.value));
        if told <= self.due { more.max(self.furthest()) } else { more }
    }

    /// The last day that may be set for putting something right.
    fn furthest(&self) -> Date {
        deadlines::days_after(self.registered, LONGEST_LIMIT).max(self.due)
    }

    /// Whether a step may set this day for putting something right.
    pub fn permit_limit(&self, day: Option<Date>, step: &Row) -> Result<(), Refusal> {
        let told = given(step);
        if day.is_some_and(|day| day < told) {
            return Err(Breach::BeforeItself(told).into());
        }
        let day = day.filter(|_| self.own_limit);
        if step.text(steps::KIND) == StepKind::Recheck.key() {
            let far = self.again(told);
            return if day.is_some_and(|day| day > far) {
                Err(Breach::BeyondAgain(far).into())
            } else {
                Ok(())
            };
        }
        match day.filter(|day| *day > self.due && told <= self.due) {
            Some(_) if self.limited => Err(Breach::LimitStays(self.due).into()),
            Some(day) if day > self.furthest() => Err(Breach::BeyondLimit(self.furthest()).into()),
            Some(_) | None => Ok(()),
        }
    }

    /// Adds the time in which a result stood that was no end: nobody worked on
    /// it, and nothing of the time before comes back.
    fn rest(&mut self, from: Timestamp, to: Timestamp) {
        if from >= to {
            return;
        }
        let days = calendar::days_between(calendar::day(from), calendar::day(to));
        let days = i32::try_from(days).unwrap_or(i32::MAX);
        let at = self.result.as_ref().and_then(|clock| clock.at);
        let at = at.and_then(|at| at.checked_add(to.duration_since(from)).ok());
        self.move_to(at.map_or_else(|| deadlines::days_after(self.due, days), calendar::day));
        if let Some(clock) = &mut self.result {
            clock.at = at;
        }
        self.latest = deadlines::days_after(self.latest, days);
    }

    /// Keeps to the last day of what went on in it from here on, where that comes first.
    fn keep_to(&mut self, part: &Self) {
        let last = |running: &Self| running.result.as_ref().map_or(Timestamp::MAX, end);
        if last(part) < last(self) {
            (self.due, self.unheard, self.result) = (part.due, part.unheard, part.result.clone());
            self.extensions.extend(&part.extensions);
        }
        self.latest = self.latest.min(part.latest);
    }

    fn move_to(&mut self, day: Date) {
        self.due = day;
        if let Some(clock) = &mut self.result {
            (clock.day, clock.at) = (day, None);
        }
    }

    /// What is due at once, or on the day to which it was extended: what a
    /// clock set ahead registered (see [`super::Standing::as_of`]).
    pub(super) fn at_once<'s>(&mut self, today: Date, standing: impl Iterator<Item = &'s Step>) {
        let extended = standing.filter(|step| step.kind == StepKind::Extend);
        let days = extended.filter(|step| is_whole(&step.row)).filter_map(|step| step.row.date(steps::UNTIL));
        self.move_to(days.max().unwrap_or(today));
        (self.contact, self.others) = (None, Vec::new());
    }

    /// Notes the moment at which it is looked at: hours run from moments, and a
    /// hearing that goes on takes another day each day.
    pub(super) fn look_at(&mut self, now: Timestamp) {
        self.now = Some(now);
        if self.is_heard() && self.extensions.is_empty() {
            let (start, day) = self.unheard;
            self.move_to(self.hearings.moved(start, day, Some(calendar::day(now))));
        }
    }

    /// The day on which it was registered.
    pub(super) fn registered(&self) -> Date {
        self.registered
    }

    /// Whether the days of a hearing are no days of the term that runs (信访工作条例 36).
    pub fn leaves_hearings_out(&self) -> bool {
        self.result.as_ref().is_some_and(|clock| clock.term.hearings_left_out)
    }

    /// Whether a hearing goes on that stops the clock.
    fn is_heard(&self) -> bool {
        self.leaves_hearings_out() && !self.closed && self.hearings.open_since().is_some()
    }

    /// The clock that ends first; what is past its whole term is told by that.
    pub fn pressing(&self) -> Option<&Clock> {
        let Some(contact) = &self.contact else { return self.result.as_ref() };
        let late = self.result.as_ref().filter(|clock| self.now.is_some_and(|now| now > end(clock)));
        late.or_else(|| {
            self.contact
                .iter()
                .chain(&self.result)
                .min_by_key(|clock| (end(clock), clock.term.key != contact.term.key))
        })
    }

    /// The day of the clock that ends first.
    pub fn next_day(&self) -> Date {
        self.pressing().map_or(self.due, |clock| clock.day)
    }

    /// The moment at which that clock ends: of a term in days, the end of its last one.
    pub fn next_end(&self) -> Timestamp {
        self.pressing().map_or_else(|| calendar::last_moment(self.due), end)
    }

    /// Whether a term is past by `today`, or by the moment it was looked at.
    pub(super) fn is_late(&self, today: Date) -> bool {
        let passed = |clock: &Clock| match (clock.at, self.now) {
            (Some(at), Some(now)) => now > at,
            (Some(_), None) | (None, _) => today > clock.day,
        };
        !self.closed && (today > self.due || self.contact.iter().chain(&self.result).any(passed))
    }

    /// How far the last day or moment of what comes first lies: `剩 3 天`, `超 1 小时 5 分`.
    pub fn distance(&self, today: Date, lang: Lang) -> String {
        match (self.pressing().and_then(|clock| clock.at), self.now) {
            (Some(at), Some(now)) => deadlines::hours_left(at, now, lang),
            (Some(_), None) | (None, _) => calendar::distance(self.next_day(), today, lang),
        }
    }

    /// The same with what ends first by its name: `首次联系 剩 1 天`.
    pub fn told(&self, today: Date, lang: Lang) -> String {
        let distance = self.distance(today, lang);
        let title = self.pressing().map(|clock| clock.term.title());
        title.map_or_else(|| distance.clone(), |title| format!("{} {distance}", title.get(lang)))
    }

    /// Whether an extension may be given: it names a later day, within what the
    /// term allows, and a day on which the person was told.
    pub fn permit_extension(&self, step: &Row) -> Result<(), Refusal> {
        let until = step.date(steps::UNTIL).ok_or(Refusal::Missing("until"))?;
        let told = step.date(steps::NOTICED).ok_or(Refusal::Missing("noticed"))?;
        if told > given(step) {
            return Err(Breach::NotYetTold.into());
        }
        if told < self.registered {
            return Err(Breach::ToldBefore(self.registered).into());
        }
        let at = self.result.as_ref().and_then(|clock| clock.at);
        let moment = step.instant(steps::AT).unwrap_or(step.created);
        if given(step) > self.due || at.is_some_and(|at| moment > at) {
            return Err(Breach::AfterTheEnd(self.due).into());
        }
        let often = self.result.as_ref().map_or(0, |clock| clock.term.extensions);
        if self.extensions.len() >= often {
            return Err(Breach::NoExtension(often).into());
        }
        if until <= self.due {
            return Err(Refusal::NotLater(self.due));
        }
        if until > self.latest {
            return Err(Breach::BeyondTerm(self.latest).into());
        }
        Ok(())
    }
}

/// When the result was given that a reopening took back.
fn result_before(reopening: &Step, standing: &[&Step]) -> Option<Timestamp> {
    let named = standing.iter().filter(|step| reopening.regards.contains(&step.id));
    let results = named.filter(|step| step.kind == StepKind::Resolve && step.is_explained());
    results.map(|step| step.at).filter(|at| *at <= reopening.at).max()
}

/// The day on which a step was taken.
fn given(step: &Row) -> Date {
    calendar::day(step.instant(steps::AT).unwrap_or(step.created))
}

/// Whether an extension says who approved it, why, and how and when the person was told.
fn is_whole(step: &Row) -> bool {
    let says = |tag| input::says_something(step.text(tag));
    says(steps::APPROVER)
        && says(steps::REASON)
        && says(steps::WAY)
        && step.date(steps::NOTICED).is_some_and(|told| told <= given(step))
}
