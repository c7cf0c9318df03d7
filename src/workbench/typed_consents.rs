//! Where the day of a consent is typed with what rests on it: a withdrawal in the
//! ledger of consents binds there as well (个保法 15; domain.md §4.1).
//!
//! As long as that ledger says nothing the typed day counts, as somebody who
//! keeps no ledger of consents would expect.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{bench::Workbench, draft::Draft, error::Error};
use crate::domain::{
    consent::{self, Purpose, Said, consents},
    id::RecordId,
    ledger::Ledger,
    recusal::plain_name,
    roster::{households, residents},
    row::Row,
    rules::Refusal,
    value::Value,
    wording::Wording,
};

/// What of a ledger rests on a consent that is typed there.
struct Typed {
    ledger: &'static str,
    /// To what it is.
    purpose: Purpose,
    /// The field that says whose it is: a resident, a household, or a name.
    whose: &'static str,
    /// The field that says that it rests on consent, and with which answer; with any where none is told.
    by: (&'static str, Option<&'static str>),
    /// What is not shown without it; what a record cannot do without stays.
    bound: &'static [&'static str],
}

/// Every such ledger.
const TYPED: [Typed; 3] = [
    Typed {
        ledger: "hardship",
        purpose: Purpose::Sensitive,
        whose: "resident",
        by: ("ground", Some("consent")),
        bound: &["causes", "security", "health", "needs"],
    },
    Typed {
        ledger: "study_aid",
        purpose: Purpose::Sensitive,
        whose: "student",
        by: ("consent_on", None),
        bound: &["became", "consent_on"],
    },
    Typed {
        ledger: "income_notes",
        purpose: Purpose::Income,
        whose: "household",
        by: ("voluntary", None),
        bound: &["way", "words", "amount"],
    },
];

/// What goes out by consent, by ledger: when it went, and when it was taken back.
const GIVEN_OUT: [(&str, &str, &str); 2] =
    [("exemplars", "published_on", "taken_down_on"), ("referrals", "contact_given", "deletion_asked")];

/// Why nothing goes out on the day on which consent was withdrawn.
pub(crate) const WITHDRAWN_THAT_DAY: Wording = Wording::new(
    "撤回同意的当天起不再宣传、不再提供；当天撤回以前已经发出的，把撤下（请企业删除）的日期一并写上",
    "nothing goes out from the day on which consent is withdrawn; what had gone out before on that day is entered with the day on which it was taken back",
);

/// The ledgers in which consents are typed.
pub(super) fn ledgers() -> impl Iterator<Item = &'static str> {
    TYPED.iter().map(|typed| typed.ledger)
}

impl Workbench {
    /// Judges what is written on a consent that was withdrawn.
    pub(super) fn judge_typed_consents(&self, draft: &Draft) -> Result<(), Error> {
        for id in draft.records() {
            let Some(ledger) = self.catalog.of(id) else { continue };
            let Some(typed) = TYPED.iter().find(|typed| typed.ledger == ledger.id) else { continue };
            let keys = typed.bound.iter().chain([&typed.by.0, &typed.whose, &"consent_on"]);
            let tags: Vec<u16> = keys.filter_map(|key| Some(ledger.field_by_key(key)?.tag)).collect();
            let fills =
                draft.changes_of(id).any(|change| tags.contains(&change.slot.tag) && !change.cell.is_none());
            if !fills {
                continue;
            }
            let row = self.row_with(id, draft)?;
            if row.stands() && self.is_withdrawn(typed, ledger, &row)? {
                return Err(Refusal::NoConsent(typed.purpose.title()).into());
            }
            let says = [typed.by.0, typed.whose, "consent_on"];
            let says = says.into_iter().filter_map(|key| Some(ledger.field_by_key(key)?.tag));
            let says: Vec<u16> = says.collect();
            if row.stands() && draft.changes_of(id).any(|change| says.contains(&change.slot.tag)) {
                self.permit_consent_day(typed, ledger, &row)?;
            }
        }
        self.judge_withdrawn_that_day(draft)
    }

    /// Refuses a day of consent on which nobody of whom a record tells gave one
    /// that stands. Where the ledger of consents is silent any day may be typed.
    fn permit_consent_day(&self, typed: &Typed, ledger: &Ledger, row: &Row) -> Result<(), Error> {
        let told = ledger.field_by_key("consent_on").and_then(|field| row.date(field.tag));
        let Some(day) = told.filter(|_| rests_on_consent(typed, ledger, row)) else { return Ok(()) };
        let mut days = BTreeSet::new();
        for person in self.people_meant(typed, ledger, row)? {
            if self.consent_of(person, typed.purpose, "")? == Some(Said::Given) {
                days.extend(self.days_given(person, typed.purpose)?);
            }
        }
        if days.is_empty() || days.contains(&day) {
            return Ok(());
        }
        let days: Vec<String> = days.iter().map(Date::to_string).collect();
        let (purpose, zh, en) = (typed.purpose.title(), days.join("、"), days.join(", "));
        Err(Refusal::Said(Wording::owned(
            format!("同意日期与同意记录不符：本人同意“{}”是 {zh}", purpose.zh),
            format!("the ledger of consents says otherwise: consent to {} was given on {en}", purpose.en),
        ))
        .into())
    }

    /// The days on which a resident consented since he withdrew last.
    fn days_given(&self, person: RecordId, purpose: Purpose) -> Result<Vec<Date>, Error> {
        let (rows, subject) = (self.rows(consents::ID)?, Some((person, purpose, String::new())));
        let own: Vec<&Row> =
            rows.iter().filter(|row| row.stands() && consent::subject(row) == subject).collect();
        let said = |said: Said| {
            let own = own.iter().filter(move |row| row.text(consents::SAID) == said.key());
            own.filter_map(|row| row.date(consents::DAY))
        };
        let past = said(Said::Withdrawn).max();
        Ok(said(Said::Given).filter(|day| past.is_none_or(|past| *day >= past)).collect())
    }

    /// Refuses to enter, of the very day on which consent was withdrawn, what
    /// rests on it; what had gone out before on that day is entered with the day
    /// on which it was taken back.
    fn judge_withdrawn_that_day(&self, draft: &Draft) -> Result<(), Error> {
        for id in draft.records() {
            let Some(ledger) = self.catalog.of(id) else { continue };
            let Some((_, done, undone)) = GIVEN_OUT.iter().find(|(of, ..)| *of == ledger.id) else {
                continue;
            };
            let tag = |key: &str| ledger.field_by_key(key).map_or(0, |field| field.tag);
            let does = |tag: u16| {
                draft.changes_of(id).any(|change| change.slot.tag == tag && !change.cell.is_none())
            };
            if !does(tag(done)) {
                continue;
            }
            let row = self.row_with(id, draft)?;
            let day = row.date(tag(done));
            let open = row.stands() && row.all(tag(undone)).is_empty();
            if open && day.is_some() && day == row.date(tag("withdrawn_on")) {
                return Err(Refusal::Said(WITHDRAWN_THAT_DAY).into());
            }
        }
        Ok(())
    }

    /// Leaves out of rows what rests on a consent that was withdrawn. What is stored stays.
    pub(super) fn hide_withdrawn(&self, ledger: &Ledger, rows: &mut [Row]) -> Result<(), Error> {
        let Some(typed) = TYPED.iter().find(|typed| typed.ledger == ledger.id) else { return Ok(()) };
        for row in rows {
            if self.is_withdrawn(typed, ledger, row)? {
                let bound = typed.bound.iter().filter_map(|key| ledger.field_by_key(key));
                for tag in bound.map(|field| field.tag) {
                    row.values.remove(&tag);
                    row.conflicts.retain(|other| *other != tag);
                }
            }
        }
        Ok(())
    }

    /// Whether a row rests on a consent, and somebody of whom it tells withdrew it.
    fn is_withdrawn(&self, typed: &Typed, ledger: &Ledger, row: &Row) -> Result<bool, Error> {
        if !rests_on_consent(typed, ledger, row) {
            return Ok(false);
        }
        for person in self.people_meant(typed, ledger, row)? {
            if self.consent_of(person, typed.purpose, "")? == Some(Said::Withdrawn) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The residents of whom a row tells.
    fn people_meant(&self, typed: &Typed, ledger: &Ledger, row: &Row) -> Result<Vec<RecordId>, Error> {
        let told = ledger.field_by_key(typed.whose).and_then(|field| row.one(field.tag));
        let residents = self.rows(residents::ID)?;
        let meant = |person: &&Row| match told {
            Some(Value::Ref(id)) => person.id == *id || person.reference(residents::HOUSEHOLD) == Some(*id),
            Some(Value::Text(name)) => plain_name(person.text(residents::NAME)) == plain_name(name),
            Some(
                Value::Int(_)
                | Value::Bool(_)
                | Value::Date(_)
                | Value::Instant(_)
                | Value::Choice(_)
                | Value::Unknown(..),
            )
            | None => false,
        };
        let mut people: Vec<RecordId> = residents.iter().filter(meant).map(|person| person.id).collect();
        // Whoever heads the household may live in none by his card, and his card may tell no neighbourhood.
        if let Some(Value::Ref(home)) = told
            && let Some(home) = self.row(*home)?.filter(|row| !row.text(households::HEAD).is_empty())
        {
            let head = plain_name(home.text(households::HEAD));
            let place = home.reference(households::NEIGHBOURHOOD);
            let heads = residents.iter().filter(|person| {
                let theirs = person.reference(residents::NEIGHBOURHOOD);
                plain_name(person.text(residents::NAME)) == head
                    && (theirs == place || theirs.is_none() || place.is_none())
            });
            people.extend(heads.map(|person| person.id));
        }
        Ok(people)
    }
}

/// Whether what a record tells rests on consent.
fn rests_on_consent(typed: &Typed, ledger: &Ledger, row: &Row) -> bool {
    let (key, answer) = typed.by;
    let told = ledger.field_by_key(key).and_then(|field| row.one(field.tag));
    told.is_some_and(|value| answer.is_none_or(|answer| value.as_text() == Some(answer)))
}
