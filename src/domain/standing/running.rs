//! The clocks of an issue: when first contact and result are due, and which
//! extensions count (domain.md §3).
//!
//! They run from the registration or the last reopening. A transfer, another
//! phase or another owner changes nothing of that. An extension counts only
//! with who approved it, why, and how and when the person was told, and only as
//! often and as far as the term allows: one that came by a bundle without that
//! moves no day.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};

use super::{Hearings, Step, StepKind};
use crate::domain::{
    calendar,
    deadlines::{self, Clock, Deadlines},
    id::RecordId,
    input,
    issues::{issues, steps},
    row::Row,
    rules::Refusal,
    terms::breach::Breach,
    wording::{Lang, Wording},
    workdays::Gap,
};

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
    /// The hearings that were held, or are.
    pub hearings: Hearings,
    /// The first day of the result's term, and the last if nobody were heard.
    unheard: (Date, Date),
    /// The furthest day to which it may be extended.
    latest: Date,
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
    /// When the time for it began to run.
    pub(super) start: Timestamp,
    pub(super) answered: bool,
    /// When the result was given that closes it.
    pub(super) closed: Option<Timestamp>,
}

impl Running {
    /// Derives them.
    pub(super) fn of(facts: &Facts<'_>, by: &Deadlines) -> Self {
        let Facts { issue, standing, start, answered, closed } = *facts;
        let keys = deadlines::keys(issue);
        let since = || standing.iter().copied().filter(|step| step.at >= start);
        let inform =
            keys.contact.filter(|key| *key == "petition_inform").and_then(|key| by.clock(key, start));
        // A petition's days run from its acceptance (信访工作条例 34); one that is accepted late gains nothing.
        let accepted = since().filter(|step| step.kind == StepKind::Accept).map(|step| step.at).min();
        let from = match (&inform, accepted) {
            (Some(inform), Some(at)) if calendar::day(at) <= inform.day => at,
            (Some(inform), Some(_)) => calendar::noon(inform.day).unwrap_or(start),
            (Some(_), None) | (None, _) => start,
        };
        let mut result = by.clock(keys.result, from);
        let hearings = Hearings::of(standing);
        let mut unheard = (calendar::day(from), calendar::day(from));
        if let Some(clock) = &mut result {
            unheard.1 = clock.day;
            if clock.term.hearings_left_out {
                clock.day = hearings.moved(unheard.0, clock.day, closed.map(calendar::day));
            }
        }
        let limit = since()
            .filter(|step| keys.own_limit && step.kind == StepKind::Accept)
            .filter_map(|step| step.row.date(steps::LIMIT))
            .filter(|day| *day >= calendar::day(start))
            .min();
        // What was found or noticed has its own day, and a re-check that was not passed another one.
        let told = since()
            .filter(|step| keys.own_limit && step.kind.sets_day())
            .filter_map(|step| step.row.date(steps::UNTIL))
            .rfind(|day| *day >= calendar::day(start));
        let limit = told.or(limit);
        if let (Some(clock), Some(day)) = (&mut result, limit) {
            (clock.day, clock.at) = (day, None);
        }
        let first = result.as_ref().map_or_else(|| calendar::day(start), |clock| clock.day);
        let (often, far) =
            result.as_ref().map_or((0, 0), |clock| (clock.term.extensions, clock.term.extend_by));
        let latest = deadlines::days_after(first, far);
        let mut running = Self {
            result,
            contact: None,
            others: Vec::new(),
            due: first,
            extensions: Vec::new(),
            hearings,
            unheard,
            latest,
            closed: closed.is_some(),
            now: None,
        };
        for step in since().filter(|step| step.kind == StepKind::Extend && is_whole(&step.row)) {
            if running.extensions.len() < often
                && let Some(until) = step.row.date(steps::UNTIL)
                && (running.due < until && until <= latest)
            {
                running.extensions.push(step.id);
                running.move_to(until);
            }
        }
        if !answered && closed.is_none() {
            running.contact = keys.contact.and_then(|key| by.clock(key, start));
        }
        running.others = others(facts, by);
        running
    }

    fn move_to(&mut self, day: Date) {
        self.due = day;
        if let Some(clock) = &mut self.result {
            (clock.day, clock.at) = (day, None);
        }
    }

    /// What is due at once, or on the day to which it was extended: what a
    /// clock set ahead registered (see [`super::Standing::as_of`]).
    pub(super) fn at_once(&mut self, today: Date, all: &[Step]) {
        let extended = all.iter().filter(|step| step.kind == StepKind::Extend && step.row.stands());
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

    /// Whether the days of a hearing are no days of the term that runs (信访工作条例 36).
    pub fn leaves_hearings_out(&self) -> bool {
        self.result.as_ref().is_some_and(|clock| clock.term.hearings_left_out)
    }

    /// Whether a hearing goes on that stops the clock.
    fn is_heard(&self) -> bool {
        self.leaves_hearings_out() && !self.closed && self.hearings.open_since().is_some()
    }

    /// Whether a term of hours is past.
    pub(super) fn has_passed(&self) -> bool {
        let at = self.result.as_ref().and_then(|clock| clock.at);
        self.now.zip(at).is_some_and(|(now, at)| now > at)
    }

    /// How far the last day or moment lies: `剩 3 天`, `超 1 小时 5 分`.
    pub fn distance(&self, today: Date, lang: Lang) -> String {
        match (self.result.as_ref().and_then(|clock| clock.at), self.now) {
            (Some(at), Some(now)) => deadlines::hours_left(at, now, lang),
            (Some(_), None) | (None, _) => calendar::distance(self.due, today, lang),
        }
    }

    /// What to tell of the clocks at `now`: each term with what it rests on, last
    /// days that are days off, years whose holidays are not entered, extensions.
    pub fn notes(&self, by: &Deadlines, now: Timestamp) -> Vec<Wording> {
        let mut notes = Vec::new();
        let running =
            self.contact.iter().chain(self.result.iter().filter(|_| !self.closed)).chain(&self.others);
        let mut gaps = Vec::new();
        for clock in running {
            let end = clock.at.map_or_else(|| clock.day.to_string(), calendar::minute);
            let told = |lang| {
                let (title, length) = (clock.term.title(), clock.term.length(lang));
                let (title, basis) = (title.get(lang), clock.term.basis.get(lang));
                crate::say!(
                    lang,
                    "{title} {length}，至 {end}。依据：{basis}",
                    "{title} {length}, to {end}: {basis}"
                )
            };
            notes.push(Wording::owned(told(Lang::Zh), told(Lang::En)));
            notes.extend(by.hint(clock));
            gaps.extend(by.gaps(clock, now));
        }
        gaps.sort_unstable();
        gaps.dedup();
        notes.extend(gaps.into_iter().map(Gap::wording));
        if self.leaves_hearings_out() && !self.closed {
            let day = self.result.as_ref().map_or(self.due, |clock| clock.day);
            let days = calendar::days_between(self.unheard.1, day);
            if let Some(since) = self.hearings.open_since() {
                notes.push(Wording::owned(
                    format!("听证自 {since} 起，还没登记结束：期间不计入时限，结束了请登记"),
                    format!("a hearing since {since}, its end is not recorded: the clock stands still; record its end"),
                ));
            } else if days > 0 {
                notes.push(Wording::owned(
                    format!("听证 {days} 天不计入时限"),
                    format!("{days} d of hearings are not counted"),
                ));
            }
        }
        let (given, often) =
            (self.extensions.len(), self.result.as_ref().map_or(0, |clock| clock.term.extensions));
        if given > 0 && !self.closed {
            notes.push(Wording::owned(
                format!("已延期 {given} 次，最多 {often} 次"),
                format!("extended {given} time(s), {often} at most"),
            ));
        }
        notes
    }

    /// Whether an extension may be given: it names a later day, within what the
    /// term allows, and a day on which the person was told.
    pub fn permit_extension(&self, step: &Row) -> Result<(), Refusal> {
        let until = step.date(steps::UNTIL).ok_or(Refusal::Missing("until"))?;
        let told = step.date(steps::NOTICED).ok_or(Refusal::Missing("noticed"))?;
        if told > given(step) {
            return Err(Breach::NotYetTold.into());
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

fn others(facts: &Facts<'_>, by: &Deadlines) -> Vec<Clock> {
    let procedure = facts.issue.text(issues::PROCEDURE);
    let taken: BTreeSet<StepKind> = facts.standing.iter().map(|step| step.kind).collect();
    let is_taken = taken.contains(&StepKind::Accept) || taken.contains(&StepKind::Transfer);
    let objection = (procedure == "petition" && !is_taken && facts.closed.is_none())
        .then(|| by.clock("petition_objection", facts.start))
        .flatten();
    let review = facts.closed.and_then(|at| match procedure {
        "petition" => by.clock("petition_review_request", at),
        "review" => by.clock("petition_recheck_request", at),
        _ => None,
    });
    objection.into_iter().chain(review).collect()
}
