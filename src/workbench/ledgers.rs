//! A group's own ledgers and fields: added, changed, put away, never lost.

mod files;

use std::{collections::BTreeSet, sync::Arc};

use super::{bench::Workbench, draft::Draft, error::Error};
use crate::{
    domain::{
        declared::{
            check, guard,
            misdeclared::{Misdeclared, Wrong},
            own::{self, Cells, Remarks, fields, ledgers},
            write,
        },
        field::{Field, Kind, Privacy, Tag},
        id::{LedgerTag, RecordId},
        ledger::{Catalog, Ledger, Source},
        row::Row,
        rules::Refusal,
        value::Value,
        wording::Wording,
    },
    log::commit::Slot,
    store::codec,
};

/// Where the fields that a group adds to a ledger of the program begin.
const AFTER_SHIPPED: i64 = 1_000;

/// That a record keeps what it is called by.
const NAMES_IT: Wording = Wording::new(
    "记录靠这一栏叫名字，不能停用；可以先改成不必填",
    "records are called by this field: it stays in use, unless it need not be filled in",
);

impl Workbench {
    /// Adds a ledger, or brings one up to what is declared here: fields that it
    /// has and this declaration has not stay as they are. To a ledger of the
    /// program only fields, rules and reminders are added.
    pub fn declare(&mut self, declared: &Ledger) -> Result<(), Error> {
        let mut draft = Draft::new();
        self.add_declaration(&mut draft, declared)?;
        self.commit(draft)
    }

    fn add_declaration(&self, draft: &mut Draft, declared: &Ledger) -> Result<(), Error> {
        let id = &declared.id;
        let shipped = Catalog::shipped();
        let known = shipped.get(id);
        if known.is_some_and(|known| known.source == Source::Core) {
            return Err(Refusal::Shipped(id.clone()).into());
        }
        let mut own = declared.clone();
        // What was put away is not brought out by the way.
        own.hidden = self.catalog.get(id).is_some_and(|ledger| ledger.hidden && !self.is_gone(id));
        let first = known.map_or(0, |_| AFTER_SHIPPED);
        if let Some(known) = known {
            for field in &declared.fields {
                let same = known.field_by_key(&field.key).map(|theirs| write::is_same(theirs, field));
                if same == Some(false) {
                    return Err(Refusal::Shipped(format!("{id}.{}", field.key)).into());
                }
            }
            own.fields.retain(|field| known.field_by_key(&field.key).is_none());
            own.rules.retain(|rule| !known.rules.contains(rule));
            own.reminders.retain(|reminder| !known.reminders.contains(reminder));
        }
        self.put_card(draft, own::ledger_id(id), &own::ledger_cells(&own))?;
        for (order, field) in (first..).zip(&own.fields) {
            self.put_card(draft, own::field_id(id, &field.key), &own::field_cells(id, field, order))?;
        }
        Ok(())
    }

    /// Whether the card of an own ledger was taken back.
    fn is_gone(&self, ledger: &str) -> bool {
        self.row(own::ledger_id(ledger)).ok().flatten().is_some_and(|row| row.deleted)
    }

    /// Adds a field of the group's own to a ledger, or changes it.
    pub fn declare_field(&mut self, ledger: &str, field: &Field) -> Result<(), Error> {
        let declared = self.ledger(ledger)?;
        if declared.source == Source::Core {
            return Err(Refusal::Said(own::CORE_FIELDS).into());
        }
        let id = own::field_id(ledger, &field.key);
        let before = self.row(id)?.filter(Row::stands);
        if before.is_none() && declared.field_by_key(&field.key).is_some() {
            return Err(Refusal::Shipped(format!("{ledger}.{}", field.key)).into());
        }
        let order = match before.as_ref().and_then(|row| row.one(fields::ORDER)) {
            Some(Value::Int(order)) => *order,
            Some(_) | None => AFTER_SHIPPED + i64::try_from(declared.fields.len()).unwrap_or(0),
        };
        let mut draft = Draft::new();
        self.put_card(&mut draft, id, &own::field_cells(ledger, field, order))?;
        self.commit(draft)
    }

    /// Takes a field of the group's own out of use, or back into it. What it
    /// holds stays either way.
    pub fn retire_field(&mut self, ledger: &str, key: &str, retired: bool) -> Result<(), Error> {
        let declared = self.ledger(ledger)?;
        let id = own::field_id(ledger, key);
        let Some(row) = self.row(id)? else {
            return Err(match declared.field_by_key(key) {
                Some(field) => Refusal::Shipped(format!("{ledger}.{}", field.key)).into(),
                None => Error::NoField { ledger: ledger.to_owned(), field: key.to_owned() },
            });
        };
        if retired && declared.name_field().is_some_and(|field| field.key == key && field.required) {
            return Err(Refusal::Said(NAMES_IT).into());
        }
        let mut draft = Draft::new();
        if row.deleted && !retired {
            // It was taken back by an undo, and all that it said is still there.
            draft.insert(id);
        }
        draft.set(id, fields::RETIRED, retired.then_some(Value::Bool(true)));
        self.commit(draft)
    }

    /// Puts a ledger away, or brings it out again; its records stay.
    pub fn hide_ledger(&mut self, ledger: &str, hidden: bool) -> Result<(), Error> {
        let declared = self.ledger(ledger)?;
        if declared.source == Source::Core {
            return Err(Refusal::Shipped(declared.id.clone()).into());
        }
        let id = own::ledger_id(ledger);
        let mut draft = Draft::new();
        match self.row(id)? {
            Some(row) if row.deleted => draft.insert(id),
            Some(_) => {}
            None => {
                let cells = own::ledger_cells(&Ledger {
                    rules: Vec::new(),
                    reminders: Vec::new(),
                    ..declared.clone()
                });
                self.put_card(&mut draft, id, &cells)?;
            }
        }
        draft.set(id, ledgers::HIDDEN, hidden.then_some(Value::Bool(true)));
        self.commit(draft)
    }

    /// Writes what differs between a card and what it is to say.
    fn put_card(&self, draft: &mut Draft, id: RecordId, cells: &Cells) -> Result<(), Error> {
        if !self.row(id)?.is_some_and(|row| row.stands()) {
            self.begin_anew(draft, id)?;
        }
        let before = self.row_with(id, draft)?;
        let ledger = self.ledger_of(id)?;
        for (tag, wanted) in cells {
            let present = before.all(*tag);
            if ledger.field(*tag).is_some_and(|field| field.many) {
                present.iter().filter(|it| !wanted.contains(it)).for_each(|it| draft.remove(id, *tag, it));
                wanted.iter().filter(|it| !present.contains(it)).for_each(|it| draft.add(id, *tag, it));
            } else if present.first() != wanted.first() {
                draft.set(id, *tag, wanted.first().cloned());
            }
        }
        Ok(())
    }

    /// Whether records of this ledger declare ledgers or fields.
    pub(super) fn declares(tag: LedgerTag) -> bool {
        [ledgers::ID, fields::ID].iter().any(|ledger| LedgerTag::of(ledger) == tag)
    }

    /// Makes the catalogue anew from the cards that are here. What cannot be
    /// read now leaves it as it was.
    pub(super) fn recall_catalog(&mut self) {
        let cards = self.cards(&Draft::new());
        if let Ok((ledgers, fields)) = cards {
            let (catalog, remarks) = own::catalog(Catalog::shipped(), &ledgers, &fields);
            self.catalog = Arc::new(catalog);
            self.remarks = remarks;
            self.cache.get_mut().clear();
            self.nameless.take();
        }
    }

    /// The cards of ledgers and fields as they would be after a draft.
    fn cards(&self, draft: &Draft) -> Result<(Vec<Row>, Vec<Row>), Error> {
        let mut both = Vec::new();
        for ledger in [ledgers::ID, fields::ID] {
            let touched: Vec<RecordId> =
                draft.records().into_iter().filter(|id| id.ledger() == LedgerTag::of(ledger)).collect();
            let mut rows = self.rows(ledger)?.to_vec();
            rows.retain(|row| !touched.contains(&row.id));
            for id in touched {
                rows.push(self.row_with(id, draft)?);
            }
            for row in rows.iter_mut().filter(|row| row.conflicts.contains(&fields::PRIVACY)) {
                if ledger == fields::ID && draft.changes_of(row.id).next().is_none() {
                    self.be_strict(row)?;
                }
            }
            both.push(rows);
        }
        let fields = both.pop().unwrap_or_default();
        Ok((both.pop().unwrap_or_default(), fields))
    }

    /// Of what several people said of a field's privacy, the strictest counts
    /// until they agree.
    fn be_strict(&self, row: &mut Row) -> Result<(), Error> {
        let Some(record) = self.store.record(row.id)? else { return Ok(()) };
        let versions = record.versions(&Slot::single(fields::PRIVACY));
        let said = versions.iter().filter_map(|version| codec::value(version.cell));
        let strictest = said.max_by_key(|value| own::privacy_of(Some(value)));
        row.values.extend(strictest.map(|value| (fields::PRIVACY, vec![value])));
        Ok(())
    }

    /// Judges what a draft says of ledgers and fields.
    pub(super) fn judge_declarations(&self, draft: &Draft) -> Result<(), Error> {
        let cards: Vec<RecordId> =
            draft.records().into_iter().filter(|id| Self::declares(id.ledger())).collect();
        if cards.is_empty() {
            return Ok(());
        }
        let (own, own_fields) = self.cards(draft)?;
        let (next, remarks) = own::catalog(Catalog::shipped(), &own, &own_fields);
        let mut touched = BTreeSet::new();
        for id in cards {
            let row = self.row_with(id, draft)?;
            if id.ledger() == LedgerTag::of(ledgers::ID) {
                touched.insert(row.text(ledgers::KEY).to_owned());
            } else {
                touched.insert(row.text(fields::LEDGER).to_owned());
                self.judge_field(&row, &next)?;
            }
        }
        for id in touched {
            let ledger = next.get(&id).filter(|ledger| ledger.source != Source::Core);
            let ledger = ledger.ok_or_else(|| Refusal::from(Misdeclared::new(&id, Wrong::Reserved)))?;
            if !ledger.hidden {
                check::ledger(ledger).map_err(Refusal::from)?;
            }
        }
        if let Some((_, field)) = self.came_to_be_renumbered(&remarks) {
            return Err(Refusal::from(Misdeclared::new(field, Wrong::NumberTaken)).into());
        }
        Ok(())
    }

    /// The first field that would lose its number and has not lost it yet.
    fn came_to_be_renumbered(&self, remarks: &Remarks) -> Option<(String, String)> {
        let known = &self.remarks.renumbered;
        let new = remarks.renumbered.iter().find(|pair| !known.contains(pair))?;
        Some((new.0.zh.to_string(), new.1.zh.to_string()))
    }

    fn judge_field(&self, row: &Row, next: &Catalog) -> Result<(), Error> {
        if !row.stands() {
            return Ok(());
        }
        let field = own::field(row).map_err(Refusal::from)?;
        let id = row.text(fields::LEDGER);
        let place = format!("[[field]] {}", field.key);
        let known = |id: &str| next.get(id).is_some();
        if !known(id) {
            return Err(Refusal::from(Misdeclared::new(place, Wrong::NoLedger(id.to_owned()))).into());
        }
        if let Kind::Ref(of) = &field.kind
            && !of.is_empty()
            && !known(of)
        {
            return Err(Refusal::from(Misdeclared::new(place, Wrong::NoLedger(of.clone()))).into());
        }
        // Without a purpose nothing about people is kept (个保法 6).
        if field.privacy != Privacy::Open && field.purpose.is_none() && !row.is(fields::RETIRED) {
            return Err(Refusal::from(Misdeclared::new(place, Wrong::NoPurpose)).into());
        }
        let before = self.row(row.id)?;
        let least = guard::least(&field);
        let moved = before.as_ref().is_none_or(|before| privacy(before) != privacy(row));
        if privacy(row) < least && moved {
            return Err(Refusal::from(Misdeclared::new(place, Wrong::TooOpen(least.key()))).into());
        }
        let Some(before) = before else { return Ok(()) };
        // What is read as a number of somebody's was so before the card says it.
        let was = own::field(&before).map(|field| field.kind.key()).ok();
        let moved = row.all(fields::KIND) != before.all(fields::KIND) && was != Some(field.kind.key());
        let kept = [fields::OF, fields::MANY];
        if (moved || kept.iter().any(|tag| before.all(*tag) != row.all(*tag)))
            && self.holds_data(id, &field.key)?
        {
            return Err(Refusal::KindStays(field.title).into());
        }
        // What was shown to nobody but for a reason is not laid open by anybody.
        if privacy(&before) > privacy(row) && !self.leads() {
            return Err(Error::NotLead);
        }
        Ok(())
    }

    /// Whether a record holds something in a field, or did when it was struck out.
    fn holds_data(&self, ledger: &str, key: &str) -> Result<bool, Error> {
        let Some(declared) = self.catalog.get(ledger) else { return Ok(false) };
        let mut own = declared.fields.iter().chain(&declared.retired);
        let Some(tag) = own.find(|field| field.key == key).map(|field| field.tag) else { return Ok(false) };
        Ok(self.rows(ledger)?.iter().any(|row| holds(row, tag)))
    }
}

fn holds(row: &Row, tag: Tag) -> bool {
    !row.all(tag).is_empty()
}

fn privacy(row: &Row) -> Privacy {
    own::privacy_of(row.one(fields::PRIVACY))
}
