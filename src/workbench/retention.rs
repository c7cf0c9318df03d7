//! What has been kept long enough, and clearing it (个保法 19, 47).
//!
//! A lead carries it out, record by record, through the machinery of erasure:
//! it reaches every laptop, and comes back from nowhere. Who it was about
//! goes; that there was a matter, what kind, and how it ended stays.

use std::collections::{BTreeSet, HashSet};

use jiff::{Timestamp, civil::Date};

use super::{bench::Workbench, draft::Draft, error::Error, person::Trace, progress::Progress};
use crate::{
    domain::{
        calendar,
        field::{Kind, Privacy, Tag},
        id::{LedgerTag, RecordId},
        informers::is_kept_apart,
        input,
        issues::{issues, steps},
        ledger::{Ledger, Nature},
        retention::{self, Action, From, Period, periods},
        roster::{households, residents},
        row::Row,
        rules::Refusal,
        standing::StepKind,
        team,
        value::Value,
        wording::Wording,
    },
    log::{
        commit::Cause,
        erasure::{Scope, What},
    },
};

/// Records are kept so long by law: consents and notices as proof (个保法 56).
const LEAST_MONTHS: i64 = 36;

/// A record whose period is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expired {
    /// The record.
    pub record: RecordId,
    /// When its period began.
    pub since: Date,
    /// When it ended.
    pub due: Date,
    /// What is to be done.
    pub action: Action,
    /// The period's basis.
    pub basis: Wording,
}

impl Workbench {
    /// The period of every ledger that tells of people: the group's own where a
    /// lead has set one.
    pub fn periods(&self) -> Result<Vec<Period>, Error> {
        let defaults = retention::defaults();
        let mut all = Vec::new();
        for ledger in self.catalog().iter().filter(|ledger| tells_of_people(ledger)) {
            let own = defaults.iter().find(|period| period.ledger == ledger.id);
            let Some(brought) = own.or_else(|| defaults.iter().find(|period| period.ledger == "*")) else {
                continue;
            };
            let mut period = Period { ledger: ledger.id.clone(), ..brought.clone() };
            let id = retention::period_id(&ledger.id);
            if let Some(Value::Int(months)) = self.word_of_leads(id, periods::MONTHS)? {
                period.months = months.max(least(&ledger.id));
                let basis = self.word_of_leads(id, periods::BASIS)?;
                let basis = basis.as_ref().and_then(Value::as_text).unwrap_or_default().to_owned();
                period.basis = Wording::owned(basis.clone(), basis);
            }
            all.push(period);
        }
        Ok(all)
    }

    /// Sets the group's own period of a ledger; a lead does, and says why.
    pub fn set_period(&mut self, ledger: &str, months: i64, basis: &str) -> Result<(), Error> {
        self.refuse_unless_lead()?;
        let declared = self.ledger(ledger)?;
        if !tells_of_people(declared) {
            return Err(Error::NoLedger(ledger.to_owned()));
        }
        let basis = input::said(basis).ok_or(Refusal::Missing("reason"))?;
        if months < least(ledger).max(1) {
            return Err(Refusal::TooShort.into());
        }
        let id = retention::period_id(ledger);
        let mut draft = Draft::new();
        draft.insert(id);
        draft.set(id, periods::LEDGER, Value::text(ledger));
        draft.set(id, periods::MONTHS, Some(Value::Int(months)));
        draft.set(id, periods::BASIS, Some(basis));
        self.write(draft, Cause::Housekeeping)
    }

    /// The records whose period is over by a day, the oldest first.
    pub fn expired(&self, until: Date) -> Result<Vec<Expired>, Error> {
        let mut expired = Vec::new();
        for period in self.periods()? {
            let ledger = self.ledger(&period.ledger)?;
            let begins = self.beginnings(ledger, period.from)?;
            for (row, since) in begins {
                let Some(due) = period.end(since).filter(|due| *due <= until) else { continue };
                let is_apart = is_kept_apart(&ledger.id) && !self.may_see_informer(row.id)?;
                if !is_apart && self.is_left(ledger, &row, period.action) {
                    let (action, basis) = (period.action, period.basis.clone());
                    expired.push(Expired { record: row.id, since, due, action, basis });
                }
            }
        }
        expired.sort_by_key(|one| (one.due, one.record));
        Ok(expired)
    }

    /// Clears records whose period is over; answers how many.
    ///
    /// # Errors
    ///
    /// Nothing is cleared where one of them is not due, the reason is blank or
    /// tells what is to be cleared, or this laptop does not lead.
    pub fn clear_expired(&mut self, records: &[RecordId], reason: &str) -> Result<usize, Error> {
        self.clear_expired_telling(records, reason, &mut |_| {})
    }

    /// The same; `progress` hears how far it is, and may end it before anything is cleared.
    pub fn clear_expired_telling(
        &mut self,
        records: &[RecordId],
        reason: &str,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<usize, Error> {
        self.refuse_unless_lead()?;
        let reason = reason.trim();
        if !input::says_something(reason) {
            return Err(Refusal::Missing("reason").into());
        }
        let expired = self.expired(self.today())?;
        let mut chosen = Vec::new();
        for id in records.iter().collect::<BTreeSet<_>>() {
            let one = expired.iter().find(|one| one.record == *id);
            chosen.push(one.cloned().ok_or_else(|| Refusal::NotDue(self.name_of(*id)))?);
        }
        let mut scopes = Vec::new();
        let mut people = Vec::new();
        for one in &chosen {
            match one.action {
                Action::Delete if one.record.ledger() == LedgerTag::of(residents::ID) => {
                    people.push(self.planned_erasure(one.record, &[], progress)?);
                }
                Action::Delete => scopes.push(Scope::whole(one.record)),
                Action::Deidentify => scopes.extend(self.identity_of(one.record, reason, progress)?),
            }
        }
        self.erase_planned(&people, &scopes, reason, progress)?;
        Ok(chosen.len())
    }

    /// The rows of a ledger whose period has begun, and since when.
    fn beginnings(&self, ledger: &Ledger, from: From) -> Result<Vec<(Row, Date)>, Error> {
        if ledger.id == issues::ID {
            let cases = self.all_cases()?;
            let closed = cases.iter().filter_map(|case| {
                let closing = |kind| matches!(kind, StepKind::Resolve | StepKind::Callback);
                let steps = case.standing.steps.iter().filter(|step| step.row.stands() && closing(step.kind));
                // What was merged ends with the issue that it goes on in.
                let closed = case.standing.closed_at?;
                let last = steps.map(|step| step.at).fold(closed, Timestamp::max);
                Some((case.issue.clone(), calendar::day(last)))
            });
            return Ok(closed.collect());
        }
        // Somebody who is owed an answer is needed still.
        let waiting = if ledger.id == residents::ID { self.waiting_residents()? } else { HashSet::new() };
        let rows = self.rows(&ledger.id)?;
        let begun = rows.iter().filter(|row| !waiting.contains(&row.id)).filter_map(|row| {
            let gone = row.deleted.then(|| calendar::day(row.updated));
            let since = match (from, ledger.nature) {
                (From::Left, _) => gone.or(row.date(residents::LEFT)),
                // A card tells how it is now, as long as it stands.
                (From::Closed | From::Day | From::Created, Nature::Card) => gone,
                (From::Day, Nature::Entry | Nature::Issue) => {
                    let dated = ledger.fields.iter().find(|field| field.kind == Kind::Date);
                    dated.and_then(|field| row.date(field.tag)).or(Some(calendar::day(row.created)))
                }
                (From::Closed | From::Created, Nature::Entry | Nature::Issue) => {
                    Some(calendar::day(row.created))
                }
            };
            Some((row.clone(), since?))
        });
        Ok(begun.collect())
    }

    /// Whether there is something left to be cleared.
    fn is_left(&self, ledger: &Ledger, row: &Row, action: Action) -> bool {
        let erased = &self.store.totals().erased;
        match action {
            Action::Delete => ledger.fields.iter().any(|field| !erased.close(row.id, field.tag)),
            Action::Deidentify => {
                identifying(ledger).any(|tag| !row.all(tag).is_empty() && !erased.close(row.id, tag))
            }
        }
    }

    /// What tells whom a record was about: in it, and of an issue in its steps.
    fn identity_of(
        &self,
        id: RecordId,
        reason: &str,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Vec<Scope>, Error> {
        let mut tied = vec![id];
        if id.ledger() == LedgerTag::of(issues::ID) {
            tied.extend(self.case(id)?.standing.steps.iter().map(|step| step.row.id));
        }
        let row = self.stored_row(id)?.ok_or_else(|| Error::NoRecord(id.to_string()))?;
        let mut names = BTreeSet::new();
        if id.ledger() == LedgerTag::of(issues::ID) {
            names.extend([issues::FROM, issues::PHONE].map(|tag| row.text(tag).to_owned()));
            if let Some(person) = row.reference(issues::RESIDENT) {
                names.insert(self.name_of(person));
            }
        }
        let mut trace = Trace::of(names, tied.iter().copied());
        if trace.is_told_in(reason) {
            return Err(Refusal::TellingReason.into());
        }
        self.each_change(&mut |point, change| trace.find_in_tied(point, change), progress)?;
        let mut scopes: Vec<Scope> = Vec::new();
        for record in &tied {
            let ledger = self.ledger_of(*record)?;
            let erased = &self.store.totals().erased;
            let tags = identifying(ledger).filter(|tag| !erased.close(*record, *tag));
            scopes.extend(tags.map(|tag| Scope { record: *record, what: What::Field(tag) }));
        }
        let fields: BTreeSet<Scope> = scopes.iter().copied().collect();
        for (record, writes) in &trace.writes {
            let new = writes.iter().map(|what| Scope { record: *record, what: *what });
            let whole = |scope: &Scope| matches!(scope.what, What::Write(tag, _) if fields.contains(&Scope { record: *record, what: What::Field(tag) }));
            scopes.extend(new.filter(|scope| !fields.contains(scope) && !whole(scope)));
        }
        Ok(scopes)
    }
}

/// The shortest period of a ledger.
fn least(ledger: &str) -> i64 {
    let proofs = [crate::domain::consent::consents::ID, crate::domain::consent::notices::ID];
    if proofs.contains(&ledger) { LEAST_MONTHS } else { 0 }
}

/// The fields that tell whom a record is about.
pub(super) fn identifying(ledger: &Ledger) -> impl Iterator<Item = Tag> {
    ledger.fields.iter().filter(|field| {
        let refers = matches!(&field.kind, Kind::Ref(to) if [residents::ID, households::ID].contains(&to.as_str()));
        field.privacy != Privacy::Open || refers
    }).map(|field| field.tag)
}

/// Whether a ledger has a period of its own: it tells of people who are not of
/// the group. Steps go with their issue; logs and the group's own records stay.
pub(super) fn tells_of_people(ledger: &Ledger) -> bool {
    let own = [team::members::ID, team::peers::ID, steps::ID];
    !ledger.is_log() && !own.contains(&ledger.id.as_str()) && identifying(ledger).next().is_some()
}
