//! Fields that say what another ledger says: one truth, read from there (domain.md
//! D4, D7, I8; 个保法 14–16).
//!
//! Whether somebody agreed, when and how stands in the ledger of consents, and a
//! birthday on the resident's card. A referral, an exemplar and a plan of calls
//! show it; nobody types it there any more. What was typed there before stays
//! readable, and counts as long as the other ledger says nothing.

use super::{bench::Workbench, error::Error};
use crate::domain::{
    consent::{self, Purpose, Said, consents},
    id::{LedgerTag, RecordId},
    ledger::Ledger,
    roster::residents,
    row::Row,
    value::Value,
};

/// The ledgers that show what others say.
pub(super) const SHOWING: [&str; 3] = ["referrals", "exemplars", "care_plans"];

/// The ledgers that say it.
pub(super) const SAYING: [&str; 3] = [consents::ID, residents::ID, "job_wishes"];

/// What a resident said to a purpose, as a record shows it.
struct Agreed {
    /// Since which day the consent that was given last has held.
    since: Row,
    /// The day on which it was withdrawn, where it was.
    withdrawn: Option<Row>,
    /// To what.
    detail: String,
}

impl Workbench {
    /// Shows in rows of one ledger what is told elsewhere.
    pub(super) fn read_elsewhere(&self, ledger: &Ledger, rows: &mut [Row]) -> Result<(), Error> {
        if !SHOWING.contains(&ledger.id.as_str()) {
            return Ok(());
        }
        for row in rows {
            match ledger.id.as_str() {
                "care_plans" => self.read_birthday(ledger, row)?,
                "referrals" => self.read_consent(ledger, row, Purpose::JobRecommendation)?,
                _ => self.read_consent(ledger, row, Purpose::Publicity)?,
            }
        }
        Ok(())
    }

    fn read_birthday(&self, ledger: &Ledger, plan: &mut Row) -> Result<(), Error> {
        let (Some(whose), Some(birthday)) = (tag(ledger, "resident"), tag(ledger, "birthday")) else {
            return Ok(());
        };
        let person = plan.reference(whose).map(|id| self.row(id)).transpose()?.flatten();
        let told = person.map(|row| row.all(residents::LUNAR_BIRTHDAY).to_vec()).unwrap_or_default();
        if !told.is_empty() {
            plan.values.insert(birthday, told);
        }
        Ok(())
    }

    fn read_consent(&self, ledger: &Ledger, row: &mut Row, purpose: Purpose) -> Result<(), Error> {
        let Some(person) = self.person_of(ledger, row)? else { return Ok(()) };
        let Some(agreed) = self.agreed(person, purpose)? else { return Ok(()) };
        let mut put = |key: &str, value: Option<Value>| {
            if let Some(tag) = tag(ledger, key) {
                row.values.remove(&tag);
                row.values.extend(value.map(|value| (tag, vec![value])));
            }
        };
        let day = |word: &Row| word.date(consents::DAY).map(Value::Date);
        let way = match agreed.since.text(consents::WAY) {
            "oral" => "in_person",
            other => other,
        };
        let given = agreed.since.text(consents::SAID) == Said::Given.key();
        // One that was withdrawn is none, though its day is told.
        put("consent", Some(Value::Bool(given && agreed.withdrawn.is_none())));
        put("consent_on", if given { day(&agreed.since) } else { None });
        put("consent_way", given.then(|| Value::Choice(way.to_owned())));
        put("withdrawn_on", agreed.withdrawn.as_ref().and_then(day));
        if !agreed.detail.is_empty() {
            put("consent_to", Some(Value::Text(agreed.detail)));
        }
        Ok(())
    }

    /// The resident whom a referral or an exemplar is about.
    fn person_of(&self, ledger: &Ledger, row: &Row) -> Result<Option<RecordId>, Error> {
        if let Some(person) = tag(ledger, "resident").and_then(|tag| row.reference(tag)) {
            return Ok(Some(person));
        }
        let wish = tag(ledger, "wish").and_then(|tag| row.reference(tag));
        let Some(wish) = wish.map(|id| self.row(id)).transpose()?.flatten() else { return Ok(None) };
        let whose = self.catalog.of(wish.id).and_then(|ledger| tag(ledger, "resident"));
        Ok(whose.and_then(|tag| wish.reference(tag)))
    }

    /// What stands of a resident's words; none where nothing was said.
    fn agreed(&self, person: RecordId, purpose: Purpose) -> Result<Option<Agreed>, Error> {
        let Some(standing) = self.consent_of(person, purpose, "")? else { return Ok(None) };
        let rows = self.rows(consents::ID)?;
        let subject = Some((person, purpose, String::new()));
        let mut words: Vec<&Row> =
            rows.iter().filter(|row| row.stands() && consent::subject(row) == subject).collect();
        words.sort_by_key(|row| (row.date(consents::DAY), row.place()));
        let is_given = |row: &&&Row| row.text(consents::SAID) == Said::Given.key();
        let withdrawn = words.iter().rfind(|row| !is_given(row)).map(|row| (*row).clone());
        // Given again after a withdrawal it holds since then.
        let past =
            withdrawn.as_ref().filter(|_| standing == Said::Given).and_then(|row| row.date(consents::DAY));
        let mut given =
            words.iter().filter(is_given).filter(|row| past.is_none() || row.date(consents::DAY) >= past);
        let since = given.next().map(|row| (*row).clone()).or_else(|| withdrawn.clone());
        let detail = words.iter().rfind(|row| is_given(row) && !row.text(consents::DETAIL).trim().is_empty());
        Ok(since.map(|since| Agreed {
            since,
            withdrawn: withdrawn.filter(|_| standing == Said::Withdrawn),
            detail: detail.map(|row| row.text(consents::DETAIL).trim().to_owned()).unwrap_or_default(),
        }))
    }
}

fn tag(ledger: &Ledger, key: &str) -> Option<u16> {
    ledger.field_by_key(key).map(|field| field.tag)
}

/// Whether any of these ledgers says what others show.
pub(super) fn is_said_in(ledgers: &[LedgerTag]) -> bool {
    SAYING.iter().any(|id| ledgers.contains(&LedgerTag::of(id)))
}
