//! Finding records by what people type, and filling fields from text.

use super::{
    anonymous::NAMELESS,
    bench::{self, Workbench},
    draft::Draft,
    error::{Error, Several},
    view,
};
use crate::domain::{
    field::{Field, Kind, Tag},
    id::{LedgerTag, RecordId},
    identity,
    informers::is_kept_apart,
    input::{self, BadValue},
    issues::issues,
    ledger::Ledger,
    roster,
    row::Row,
    rules::Refusal,
    team,
    value::Value,
    voices,
    wording::Wording,
};

impl Workbench {
    /// The record with this id, id prefix, or issue number.
    pub fn find(&self, text: &str) -> Result<RecordId, Error> {
        let text = text.trim();
        if let Ok(id) = text.parse::<RecordId>() {
            let known = self.existing(id)?.id;
            let apart = self.ledger_of(known).is_ok_and(|ledger| is_kept_apart(&ledger.id));
            return if apart { Err(Error::NoRecord(text.to_owned())) } else { Ok(known) };
        }
        let wanted = text.to_lowercase();
        let mut found = Vec::new();
        for row in self.rows(issues::ID)?.iter() {
            let number = row.text(issues::NUMBER).to_lowercase();
            // A number that two issues have names both: one more character tells.
            if number == wanted || number.split_once(view::APART).is_some_and(|(plain, _)| plain == wanted) {
                found.push(row.id);
            }
        }
        if found.is_empty() && wanted.len() >= 4 && wanted.chars().all(|c| c.is_ascii_hexdigit()) {
            for ledger in self.catalog.iter().filter(|ledger| !is_kept_apart(&ledger.id)) {
                let rows = self.rows(&ledger.id)?;
                found.extend(rows.iter().map(|row| row.id).filter(|id| id.to_string().starts_with(&wanted)));
            }
        }
        self.one_of(&found, text)
    }

    /// The record of `ledger` with this id, prefix, or exact name.
    pub fn find_in(&self, ledger: &str, text: &str) -> Result<RecordId, Error> {
        let declared = self.ledger(ledger)?;
        let names = self.named(declared, text.trim())?;
        if !names.is_empty() {
            return self.one_of(&names, text);
        }
        let id = self.find(text)?;
        if id.ledger() == declared.tag { Ok(id) } else { Err(Error::NoRecord(text.to_owned())) }
    }

    /// The record of any ledger with this id, prefix, issue number, or exact name.
    pub fn find_anywhere(&self, text: &str) -> Result<RecordId, Error> {
        let found = self.find(text);
        let Err(Error::NoRecord(_)) = found else { return found };
        let mut named = Vec::new();
        for ledger in self.catalog.iter().filter(|ledger| ledger.is_open()) {
            named.extend(self.named(ledger, text.trim())?);
        }
        self.one_of(&named, text)
    }

    /// Reads text as a field's value; a reference may be told by name.
    pub fn read_value(&self, field: &Field, text: &str) -> Result<Option<Value>, Error> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let value = match &field.kind {
            Kind::Ref(ledger) => {
                let found =
                    if ledger.is_empty() { self.find_anywhere(text) } else { self.find_in(ledger, text) };
                return match found {
                    Ok(id) => Ok(Some(Value::Ref(id))),
                    Err(Error::NoRecord(text)) => Err(bad_value(field, BadValue::NoRecord(text))),
                    Err(other) => Err(other),
                };
            }
            Kind::Text
            | Kind::LongText
            | Kind::Name
            | Kind::Phone
            | Kind::IdNumber
            | Kind::Int
            | Kind::Money
            | Kind::Lunar
            | Kind::Bool
            | Kind::Date
            | Kind::Instant
            | Kind::Choice(_) => input::read(field, text, self.today()),
        };
        value.map_err(|why| bad_value(field, why))
    }

    /// Begins a record in a ledger that people add to; one that is named by
    /// what it is called (a neighbourhood) gets its id from the name.
    pub fn begin_record(
        &self,
        draft: &mut Draft,
        ledger: &str,
        name: Option<&str>,
    ) -> Result<RecordId, Error> {
        let declared = self.ledger(ledger)?;
        if !declared.is_open() {
            return Err(Refusal::Automatic(declared.title.clone()).into());
        }
        let id = match name.and_then(|name| self.named_id(declared, name)) {
            Some(id) => id,
            None => bench::draw_id(ledger)?,
        };
        if let Some(row) = self.row(id)?
            && row.stands()
        {
            return Err(Error::Already(self.name_of(id)));
        }
        self.begin_anew(draft, id)?;
        Ok(id)
    }

    /// Begins a record that is not there, or that is gone: one whose id is
    /// derived comes back under it, with nothing of what it held before.
    pub(crate) fn begin_anew(&self, draft: &mut Draft, id: RecordId) -> Result<(), Error> {
        draft.insert(id);
        let Some(gone) = self.row(id)? else { return Ok(()) };
        let ledger = self.ledger_of(id)?;
        for (tag, values) in &gone.values {
            if ledger.field(*tag).is_some_and(|field| field.many) {
                for value in values {
                    draft.remove(id, *tag, value);
                }
            } else {
                draft.set(id, *tag, None);
            }
        }
        Ok(())
    }

    /// Fills fields of a record from `key=text` pairs that people typed. A set
    /// takes several values with `、` or `,` between them and is replaced.
    ///
    /// # Errors
    ///
    /// All that is wrong at once, with the fields that are still empty.
    pub fn fill(&self, draft: &mut Draft, id: RecordId, pairs: &[(String, String)]) -> Result<(), Error> {
        let ledger = self.ledger_of(id)?;
        let mut wrong = Vec::new();
        for (key, text) in pairs {
            match self.fill_one(draft, id, ledger, key, text) {
                Ok(()) => {}
                Err(why @ (Error::Value { .. } | Error::NoField { .. })) => wrong.push(why),
                Err(other) => return Err(other),
            }
        }
        if wrong.is_empty() {
            return Ok(());
        }
        if draft.begins(id) {
            let told =
                |field: &&Field| pairs.iter().any(|(key, text)| *key == field.key && !text.trim().is_empty());
            let is_asked =
                |field: &&Field| field.required && field.in_form && !matches!(field.kind, Kind::Ref(_));
            let empty = ledger.fields.iter().filter(is_asked).filter(|field| !told(field));
            let empty: Vec<Wording> = empty.map(|field| field.title.clone()).collect();
            if !empty.is_empty() {
                wrong.push(Refusal::Required(empty).into());
            }
        }
        Err(if wrong.len() == 1 { wrong.swap_remove(0) } else { Error::All(wrong) })
    }

    fn fill_one(
        &self,
        draft: &mut Draft,
        id: RecordId,
        ledger: &Ledger,
        key: &str,
        text: &str,
    ) -> Result<(), Error> {
        let field = ledger
            .field_by_key(key)
            .ok_or_else(|| Error::NoField { ledger: ledger.id.clone(), field: key.to_owned() })?;
        if !field.in_form {
            return Err(Refusal::Automatic(field.title.clone()).into());
        }
        if field.many {
            let mut wanted = Vec::new();
            for part in input::parts(field, text) {
                wanted.extend(self.read_value(field, part)?);
            }
            let present = self.row_with(id, draft)?.all(field.tag).to_vec();
            let gone = present.iter().filter(|value| !wanted.contains(value));
            gone.for_each(|v| draft.remove(id, field.tag, v));
            let new = wanted.iter().filter(|value| !present.contains(value));
            new.for_each(|v| draft.add(id, field.tag, v));
            return Ok(());
        }
        // What stands for a name is no name.
        let stands = [issues::FROM, voices::NAME].contains(&field.tag) && text.trim() == NAMELESS;
        if stands && self.row_with(id, draft)?.one(field.tag).is_some() {
            return Ok(());
        }
        let value = self.read_value(field, text)?;
        // A text that is shown without a name is not written without it.
        if value.is_some() && self.is_shown_so(id, field.tag, value.as_ref())? {
            return Ok(());
        }
        if self.row_with(id, draft)?.one(field.tag) != value.as_ref() {
            draft.set(id, field.tag, value);
        }
        Ok(())
    }

    /// Writes down that personal information was looked at, by whom and why
    /// (domain.md §4.2 rule 8); the reason must not be blank.
    pub fn record_access(
        &mut self,
        record: Option<RecordId>,
        scope: &str,
        reason: &str,
    ) -> Result<(), Error> {
        let reason = input::said(reason).ok_or(Refusal::Missing("reason"))?;
        let id = bench::draw_id(team::accesses::ID)?;
        let mut draft = Draft::new();
        draft.insert(id);
        draft.set(id, team::accesses::REASON, Some(reason));
        draft.set(id, team::accesses::AT, Some(Value::Instant(self.now())));
        draft.set(id, team::accesses::BY, Some(Value::Ref(self.member())));
        draft.set(id, team::accesses::RECORD, record.map(Value::Ref));
        draft.set(id, team::accesses::SCOPE, Value::text(scope));
        self.write(draft, crate::log::commit::Cause::Housekeeping)
    }

    pub(super) fn one_of(&self, found: &[RecordId], text: &str) -> Result<RecordId, Error> {
        match found {
            [] => Err(Error::NoRecord(text.to_owned())),
            [id] => Ok(*id),
            _ => Err(Error::Ambiguous(self.several(found, text)?)),
        }
    }

    /// The records that a text fits, each with what names it alone.
    fn several(&self, found: &[RecordId], text: &str) -> Result<Several, Error> {
        let mut choices = Vec::new();
        for id in found {
            let case = self.row(*id)?.filter(|_| id.ledger() == LedgerTag::of(issues::ID));
            let (number, title) = case.map_or((String::new(), self.name_of(*id)), |row| {
                (row.text(issues::NUMBER).to_owned(), row.text(issues::TITLE).to_owned())
            });
            let alone = if number.contains(view::APART) { number } else { beginning(*id, found) };
            choices.push((alone, title));
        }
        Ok(Several { text: text.to_owned(), laptops: false, choices })
    }

    /// Whether a field is shown as this, though something else is stored there.
    fn is_shown_so(&self, id: RecordId, tag: Tag, value: Option<&Value>) -> Result<bool, Error> {
        if self.nameless.borrow().as_ref().is_none_or(|known| known.is_plain()) {
            return Ok(false);
        }
        let (shown, stored) = (self.row(id)?, self.stored_row(id)?);
        let of = |row: &Option<Row>| row.as_ref().and_then(|row| row.one(tag).cloned());
        Ok(of(&shown).as_ref() == value && of(&stored).as_ref() != value)
    }

    fn named(&self, ledger: &Ledger, name: &str) -> Result<Vec<RecordId>, Error> {
        let Some(field) = ledger.name_field() else { return Ok(Vec::new()) };
        let rows = self.rows(&ledger.id)?;
        let all = |fits: &dyn Fn(&Row) -> bool| -> Vec<RecordId> {
            rows.iter().filter(|row| row.stands() && fits(row)).map(|row| row.id).collect()
        };
        if ledger.id != roster::households::ID {
            return Ok(all(&|row| row.text(field.tag) == name));
        }
        // A household is called by its number, or by its address however it is typed.
        let numbered = all(&|row| !name.is_empty() && row.text(roster::households::NUMBER) == name);
        if !numbered.is_empty() {
            return Ok(numbered);
        }
        let wanted = identity::address(name);
        Ok(all(&|row| !wanted.is_empty() && identity::address(row.text(field.tag)) == wanted))
    }
}

/// The id of the neighbourhood that is called so: the same on every laptop.
pub fn neighbourhood_id(name: &str) -> RecordId {
    RecordId::derived(roster::neighbourhoods::ID, &[name.trim().as_bytes()])
}

fn bad_value(field: &Field, why: BadValue) -> Error {
    Error::Value { field: field.title.zh.to_string(), why }
}

/// As much of an id as tells it from the others, and never less than eight digits.
fn beginning(id: RecordId, others: &[RecordId]) -> String {
    let others: Vec<String> = others.iter().filter(|other| **other != id).map(ToString::to_string).collect();
    let id = id.to_string();
    let cut = |length: usize| id.chars().take(length).collect::<String>();
    let fits = |start: &String| others.iter().all(|other| !other.starts_with(start));
    (8..id.len()).map(cut).find(fits).unwrap_or_else(|| id.clone())
}
