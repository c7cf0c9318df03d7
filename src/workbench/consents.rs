//! Consent: words that are linked when they are written, judged, and read back
//! as what stands (domain.md §4.1, 个保法 14–16).

use std::collections::{HashMap, hash_map::Entry as MapEntry};

use jiff::civil::Date;

use super::{bench::Workbench, draft::Draft, error::Error};
use crate::domain::{
    consent::{self, Purpose, Said, consents, notices},
    field::{Field, Kind},
    id::{LedgerTag, RecordId},
    ledger::Ledger,
    roster::residents,
    row::Row,
    rules::Refusal,
    value::Value,
};

/// A word of consent, as it is given.
#[derive(Debug, Clone)]
pub struct Word {
    /// Whose.
    pub resident: RecordId,
    /// To what.
    pub purpose: Purpose,
    /// Particulars; needed where the purpose is none of the list.
    pub detail: String,
    /// What was said.
    pub said: Said,
    /// When; today where nothing is told.
    pub day: Option<Date>,
    /// How: `written`, `oral`, `phone`.
    pub way: String,
    /// Who consents for a child.
    pub guardian: String,
}

impl Workbench {
    /// Whether a resident's consent to a purpose stands. Silence is none.
    pub fn may(&self, resident: RecordId, purpose: Purpose) -> Result<bool, Error> {
        Ok(self.consent_of(resident, purpose, "")? == Some(Said::Given))
    }

    /// What stands of a resident's words about a purpose; none where nothing was
    /// said. Particulars tell apart only what is on no list of purposes.
    pub fn consent_of(
        &self,
        resident: RecordId,
        purpose: Purpose,
        detail: &str,
    ) -> Result<Option<Said>, Error> {
        let detail = if purpose == Purpose::Other { detail.trim() } else { "" };
        let wanted = Some((resident, purpose, detail.to_owned()));
        let rows = self.rows(consents::ID)?;
        let words: Vec<&Row> = rows.iter().filter(|row| consent::subject(row) == wanted).collect();
        Ok(consent::standing(&words, self.born(resident)?))
    }

    /// Writes a word of consent down.
    pub fn consent(&mut self, word: &Word) -> Result<RecordId, Error> {
        let mut draft = Draft::new();
        let id = self.begin_record(&mut draft, consents::ID, None)?;
        draft.set(id, consents::RESIDENT, Some(Value::Ref(word.resident)));
        draft.set(id, consents::PURPOSE, Some(Value::Choice(word.purpose.key().to_owned())));
        draft.set(id, consents::DETAIL, Value::text(word.detail.trim()));
        draft.set(id, consents::SAID, Some(Value::Choice(word.said.key().to_owned())));
        draft.set(id, consents::DAY, Some(Value::Date(word.day.unwrap_or(self.today()))));
        draft.set(id, consents::WAY, Some(Value::Choice(word.way.clone())));
        draft.set(id, consents::GUARDIAN, Value::text(word.guardian.trim()));
        self.commit(draft)?;
        Ok(id)
    }

    /// Writes down that a resident was told what is collected and why.
    pub fn told_resident(&mut self, resident: RecordId, way: &str) -> Result<RecordId, Error> {
        let mut draft = Draft::new();
        let id = self.begin_record(&mut draft, notices::ID, None)?;
        draft.set(id, notices::RESIDENT, Some(Value::Ref(resident)));
        draft.set(id, notices::DAY, Some(Value::Date(self.today())));
        draft.set(id, notices::WAY, Some(Value::Choice(way.to_owned())));
        self.commit(draft)?;
        Ok(id)
    }

    /// Whether a resident is a child under fourteen whose guardian has not
    /// consented to being told of by name (个保法 31).
    pub fn is_unled_minor(&self, resident: RecordId) -> Result<bool, Error> {
        let minor = self.born(resident)?.is_some_and(|born| consent::is_minor(born, self.today()));
        Ok(minor && !self.may(resident, Purpose::Minor)?)
    }

    fn born(&self, resident: RecordId) -> Result<Option<Date>, Error> {
        Ok(self.row(resident)?.and_then(|row| row.date(residents::BORN)))
    }

    /// Completes new words with who asked, and with the words before them of
    /// the same subject that are known here.
    pub(super) fn link_consents(&self, draft: &mut Draft) -> Result<(), Error> {
        for (ledger, by) in [(consents::ID, consents::BY), (notices::ID, notices::BY)] {
            for id in begun_in(draft, ledger) {
                if self.row_with(id, draft)?.all(by).is_empty() {
                    draft.set(id, by, Some(Value::Ref(self.member())));
                }
            }
        }
        let begun = begun_in(draft, consents::ID);
        if begun.is_empty() {
            return Ok(());
        }
        let rows = self.rows(consents::ID)?;
        let mut so_far: Vec<Row> = Vec::new();
        for id in begun {
            let word = self.row_with(id, draft)?;
            let subject = consent::subject(&word);
            for before in rows.iter().chain(&so_far).filter(|row| consent::subject(row) == subject) {
                draft.add(id, consents::REGARDS, &Value::Ref(before.id));
            }
            so_far.push(word);
        }
        Ok(())
    }

    /// Judges words of consent, and fields that need one.
    pub(super) fn judge_consents(&self, draft: &Draft) -> Result<(), Error> {
        let words = LedgerTag::of(consents::ID);
        for id in draft.records() {
            if id.ledger() == words {
                let word = self.row_with(id, draft)?;
                if let Some(resident) = word.reference(consents::RESIDENT).filter(|_| word.stands()) {
                    consent::permit(&word, self.born(resident)?)?;
                }
                continue;
            }
            let ledger = self.ledger_of(id)?;
            if !ledger.fields.iter().any(|field| field.consent.is_some()) {
                continue;
            }
            let fills = |field: &&Field| {
                let own =
                    draft.changes_of(id).any(|change| change.slot.tag == field.tag && !change.cell.is_none());
                field.consent.is_some() && own
            };
            for field in ledger.fields.iter().filter(fills) {
                let row = self.row_with(id, draft)?;
                if let Some(purpose) = self.lacking_consent(ledger, &row, field)? {
                    return Err(Refusal::NoConsent(purpose.title()).into());
                }
            }
        }
        Ok(())
    }

    /// The purpose of a field to which nobody whom the row is about has consented.
    fn lacking_consent(&self, ledger: &Ledger, row: &Row, field: &Field) -> Result<Option<Purpose>, Error> {
        let Some(purpose) = field.consent.as_deref().and_then(Purpose::from_key) else { return Ok(None) };
        let people = people_of(ledger, row);
        for person in &people {
            if !self.may(*person, purpose)? {
                return Ok(Some(purpose));
            }
        }
        Ok(people.is_empty().then_some(purpose))
    }

    /// Leaves out of rows what their people have not consented to, or not any
    /// more. What is stored stays: a consent given again shows it again.
    pub(super) fn hide_unconsented(&self, ledger: &Ledger, rows: &mut [Row]) -> Result<(), Error> {
        self.hide_withdrawn(ledger, rows)?;
        let bound: Vec<(&Field, Purpose)> = ledger
            .fields
            .iter()
            .filter_map(|field| Some((field, Purpose::from_key(field.consent.as_deref()?)?)))
            .collect();
        if bound.is_empty() {
            return Ok(());
        }
        let filled = |row: &&mut Row| bound.iter().any(|(field, _)| !row.all(field.tag).is_empty());
        let mut known: HashMap<(RecordId, Purpose), bool> = HashMap::new();
        // The words by whose they are: with many people, looking through all of
        // them for each would cost their product.
        let told = self.rows(consents::ID)?;
        let mut of: HashMap<(RecordId, Purpose), Vec<&Row>> = HashMap::new();
        for (row, (whose, what, _)) in told.iter().filter_map(|row| Some((row, consent::subject(row)?))) {
            of.entry((whose, what)).or_default().push(row);
        }
        for row in rows.iter_mut().filter(filled) {
            let people = people_of(ledger, row);
            for (field, purpose) in &bound {
                let mut may = !people.is_empty();
                for person in &people {
                    may &= match known.entry((*person, *purpose)) {
                        MapEntry::Occupied(known) => *known.get(),
                        MapEntry::Vacant(unknown) => {
                            // The row may be the resident's own: read without asking for it again.
                            let own = *person == row.id;
                            let born = if own { row.date(residents::BORN) } else { self.born(*person)? };
                            let words = of.get(&(*person, *purpose)).map_or(&[][..], Vec::as_slice);
                            *unknown.insert(consent::standing(words, born) == Some(Said::Given))
                        }
                    };
                }
                if !may {
                    row.values.remove(&field.tag);
                    row.conflicts.retain(|tag| *tag != field.tag);
                }
            }
        }
        Ok(())
    }
}

/// The residents whom a row is about: the resident whose card it is, or those
/// whom it refers to.
fn people_of(ledger: &Ledger, row: &Row) -> Vec<RecordId> {
    if ledger.id == residents::ID {
        return vec![row.id];
    }
    let to_residents = |field: &&Field| matches!(&field.kind, Kind::Ref(target) if target == residents::ID);
    ledger.fields.iter().filter(to_residents).flat_map(|field| row.references(field.tag)).collect()
}

fn begun_in(draft: &Draft, ledger: &str) -> Vec<RecordId> {
    let tag = LedgerTag::of(ledger);
    draft.created.iter().copied().filter(|id| id.ledger() == tag).collect()
}
