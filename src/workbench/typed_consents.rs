//! Where the day of a consent is typed with what rests on it: a withdrawal in the
//! ledger of consents binds there as well (个保法 15; domain.md §4.1).
//!
//! As long as that ledger says nothing the typed day counts, as somebody who
//! keeps no ledger of consents would expect.

use super::{bench::Workbench, draft::Draft, error::Error};
use crate::domain::{
    consent::{Purpose, Said},
    id::RecordId,
    ledger::Ledger,
    recusal::plain_name,
    roster::{households, residents},
    row::Row,
    rules::Refusal,
    value::Value,
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
        let (key, answer) = typed.by;
        let told = ledger.field_by_key(key).and_then(|field| row.one(field.tag));
        let rests = told.is_some_and(|value| answer.is_none_or(|answer| value.as_text() == Some(answer)));
        if !rests {
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
        // Whoever heads the household may live in none by his card.
        if let Some(Value::Ref(home)) = told
            && let Some(home) = self.row(*home)?.filter(|row| !row.text(households::HEAD).is_empty())
        {
            let head = plain_name(home.text(households::HEAD));
            let place = home.reference(households::NEIGHBOURHOOD);
            let heads = residents.iter().filter(|person| {
                plain_name(person.text(residents::NAME)) == head
                    && person.reference(residents::NEIGHBOURHOOD) == place
            });
            people.extend(heads.map(|person| person.id));
        }
        Ok(people)
    }
}
