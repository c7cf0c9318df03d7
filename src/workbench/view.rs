//! Records as rows.

use std::{cell::OnceCell, collections::HashMap, sync::Arc};

use jiff::Timestamp;

use super::{bench::Workbench, draft::Draft, error::Error};
use crate::{
    domain::{
        diaries,
        field::{Field, Kind, Privacy},
        funds::{hide_anonymous, receipts},
        id::{LedgerTag, RecordId},
        informers, input,
        issues::{issues, steps},
        labels,
        ledger::{Ledger, Nature},
        naming, privacy,
        row::{Row, Values},
        team::members,
        terms,
        value::Value,
        visits, voices,
        wording::Lang,
        workdays,
    },
    log::{
        commit::{Change, ERASED, LIFE, PeerId, STRUCK, Slot},
        erasure::{Scope, What},
        record::{Record, Shown, life},
        stamp::Stamp,
    },
    store::codec,
};

/// The rows of a ledger as they were last read.
pub(super) struct Known {
    rows: Arc<Vec<Row>>,
    /// Where each row stands; made when one is first asked for.
    places: OnceCell<HashMap<RecordId, usize>>,
    /// Whether one of them was deleted: what hangs on it decides whether that counts.
    pub(super) has_gone: bool,
}

impl Known {
    fn new(rows: Arc<Vec<Row>>, has_gone: bool) -> Self {
        Self { rows, places: OnceCell::new(), has_gone }
    }

    pub(super) fn row(&self, id: RecordId) -> Option<&Row> {
        let places =
            self.places.get_or_init(|| self.rows.iter().enumerate().map(|(at, row)| (row.id, at)).collect());
        self.rows.get(*places.get(&id)?)
    }
}

/// The ledger of leaves.
const LEAVES: &str = "leaves";

/// Ledgers of which what counts is told by who wrote it, not by the values alone.
const HELD_TO_RULES: [&str; 4] = [members::ID, issues::ID, informers::ID, LEAVES];

impl Workbench {
    /// Every row of a ledger, the gone ones included, in the order of their creation.
    pub fn rows(&self, ledger: &str) -> Result<Arc<Vec<Row>>, Error> {
        let ledger = self.ledger(ledger)?;
        if let Some(known) = self.cache.borrow().get(&ledger.tag) {
            return Ok(Arc::clone(&known.rows));
        }
        // Of most ledgers the values tell all, and the record is let go at once.
        let is_judged = ledger.is_log() || HELD_TO_RULES.contains(&ledger.id.as_str());
        let mut rows = if is_judged {
            let read = |id, record: Record| (row(id, &record, ledger), record);
            let read = self.store.mapped(ledger.tag, &read)?;
            let mut rows = Vec::with_capacity(read.len());
            for (mut row, record) in read {
                if ledger.is_log() {
                    self.as_first_written(&mut row, &record)?;
                }
                self.hold_to_rules(ledger, &mut row, &record)?;
                rows.push(row);
            }
            rows
        } else {
            self.store.mapped(ledger.tag, &|id, record| row(id, &record, ledger))?
        };
        self.hide_nameless(ledger, &mut rows)?;
        self.hide_unconsented(ledger, &mut rows)?;
        self.read_elsewhere(ledger, &mut rows)?;
        let has_gone = rows.iter().any(|row| row.deleted);
        self.keep_what_holds(ledger, &mut rows)?;
        if ledger.id == visits::ID {
            self.hide_former_petitioners(&mut rows)?;
        }
        if ledger.id == issues::ID {
            tell_numbers_apart(&mut rows);
        }
        if ledger.id == diaries::ID {
            let leads = self.leads();
            rows.retain(|row| diaries::is_shown(row, self.member(), leads));
        }
        if ledger.id == receipts::ID {
            rows.iter_mut().for_each(hide_anonymous);
        }
        if [terms::ID, workdays::ID].contains(&ledger.id.as_str()) {
            self.leave_what_leads_wrote(&mut rows)?;
        }
        rows.sort_by_key(Row::place);
        rows.shrink_to_fit();
        let rows = Arc::new(rows);
        self.cache.borrow_mut().insert(ledger.tag, Known::new(Arc::clone(&rows), has_gone));
        Ok(rows)
    }

    /// The rows that stand: neither deleted nor struck out.
    pub fn standing(&self, ledger: &str) -> Result<Vec<Row>, Error> {
        Ok(self.rows(ledger)?.iter().filter(|row| row.stands()).cloned().collect())
    }

    /// One row.
    pub fn row(&self, id: RecordId) -> Result<Option<Row>, Error> {
        let Some(ledger) = self.catalog.of(id) else { return Ok(None) };
        if let Some(known) = self.cache.borrow().get(&ledger.tag) {
            return Ok(known.row(id).cloned());
        }
        if [issues::ID, terms::ID, workdays::ID].contains(&ledger.id.as_str()) {
            // What an issue is called depends on the others; what a term is, on who set it.
            return Ok(self.rows(&ledger.id)?.iter().find(|row| row.id == id).cloned());
        }
        let record = self.store.record(id)?;
        let mut row = record.as_ref().map(|record| row(id, record, ledger));
        if let (Some(entry), Some(record), true) = (&mut row, &record, ledger.is_log()) {
            self.as_first_written(entry, record)?;
        }
        if let (Some(row), Some(record)) = (&mut row, &record) {
            self.hold_to_rules(ledger, row, record)?;
        }
        self.hide_nameless(ledger, row.as_mut_slice())?;
        self.hide_unconsented(ledger, row.as_mut_slice())?;
        self.read_elsewhere(ledger, row.as_mut_slice())?;
        self.keep_what_holds(ledger, row.as_mut_slice())?;
        if let Some(visit) = row.as_mut().filter(|_| ledger.id == visits::ID) {
            self.hide_former_petitioners(std::slice::from_mut(visit))?;
        }
        if ledger.id == diaries::ID && row.as_ref().is_some_and(|row| !self.shows(row)) {
            return Ok(None);
        }
        if let Some(receipt) = row.as_mut().filter(|_| ledger.id == receipts::ID) {
            hide_anonymous(receipt);
        }
        Ok(row)
    }

    /// Shows of members and issues what counts of what was written.
    fn hold_to_rules(&self, ledger: &Ledger, row: &mut Row, record: &Record) -> Result<(), Error> {
        match ledger.id.as_str() {
            members::ID => self.hold_to_leads(row, record),
            issues::ID => {
                Self::date_asker(row, record);
                self.name_whom_it_informs_against(row)?;
                self.keep_nameless(row, record)?;
                self.keep_recusals(row, record)
            }
            informers::ID => self.keep_entered(row, record),
            LEAVES => self.hide_own_approval(ledger, row, record),
            _ => Ok(()),
        }
    }

    /// Whether a record is shown here: not what others wrote for themselves (domain.md B11).
    pub(super) fn shows(&self, row: &Row) -> bool {
        let is_diary = row.id.ledger() == LedgerTag::of(diaries::ID);
        !is_diary || diaries::is_shown(row, self.member(), self.leads())
    }

    /// One row with all that is stored of it.
    pub(super) fn stored_row(&self, id: RecordId) -> Result<Option<Row>, Error> {
        match self.catalog.of(id) {
            Some(ledger)
                if [visits::ID, receipts::ID].contains(&ledger.id.as_str())
                    || self.is_shown_in_part(ledger)? =>
            {
                Ok(self.store.record(id)?.map(|record| row(id, &record, ledger)))
            }
            Some(ledger) if [issues::ID, voices::ID].contains(&ledger.id.as_str()) => {
                self.row(id)?.map(|row| self.with_name(row)).transpose()
            }
            Some(_) | None => self.row(id),
        }
    }

    /// Leaves the category out of visits to petitioners who have no open issue
    /// any more: what made them petitioners is over, and is not held against
    /// them (domain.md B5, §4.2 rule 3). What is stored stays.
    fn hide_former_petitioners(&self, visits: &mut [Row]) -> Result<(), Error> {
        let is_petitioner = |visit: &Row| visit.text(visits::CATEGORY) == visits::PETITIONER;
        if !visits.iter().any(is_petitioner) {
            return Ok(());
        }
        let waiting = self.waiting_residents()?;
        for visit in visits.iter_mut().filter(|visit| is_petitioner(visit)) {
            if !visit.reference(visits::RESIDENT).is_some_and(|resident| waiting.contains(&resident)) {
                visit.values.remove(&visits::CATEGORY);
            }
        }
        Ok(())
    }

    /// One row that must be there.
    pub fn existing(&self, id: RecordId) -> Result<Row, Error> {
        self.row(id)?.ok_or_else(|| Error::NoRecord(id.to_string()))
    }

    /// The ledger with this id.
    pub fn ledger(&self, id: &str) -> Result<&Ledger, Error> {
        self.catalog.get(id).ok_or_else(|| Error::NoLedger(id.to_owned()))
    }

    /// The ledger of a record.
    pub fn ledger_of(&self, id: RecordId) -> Result<&Ledger, Error> {
        self.catalog.of(id).ok_or_else(|| Error::NoRecord(id.to_string()))
    }

    /// What people call a record: its first field, an issue's number, a short id.
    pub fn name_of(&self, id: RecordId) -> String {
        self.called(id).unwrap_or_else(|| id.to_string().chars().take(8).collect())
    }

    /// What people call a record; none where it has no name that tells anything.
    pub fn called(&self, id: RecordId) -> Option<String> {
        let row = self.row(id).ok().flatten()?;
        let own = |other: RecordId| {
            let row = self.row(other).ok().flatten()?;
            naming::own_name(self.catalog.of(other)?, &row)
        };
        naming::name(self.catalog.of(id)?, &row, &own)
    }

    /// A value as the screen shows it: personal numbers masked.
    pub fn show(&self, field: &Field, value: &Value, lang: Lang) -> String {
        if privacy::is_hidden(field, value) {
            privacy::masked(field, value)
        } else {
            self.show_in_full(field, value, lang)
        }
    }

    /// A value unmasked; the caller has asked for the reason.
    pub fn show_in_full(&self, field: &Field, value: &Value, lang: Lang) -> String {
        input::show(field, value, lang, &|id| self.name_of(id))
    }

    /// A row as it would be after a draft.
    pub(super) fn row_with(&self, id: RecordId, draft: &Draft) -> Result<Row, Error> {
        let ledger = self.ledger_of(id)?;
        let now = self.now();
        let mut row = self.stored_row(id)?.unwrap_or_else(|| Row {
            id,
            values: Values::new(),
            conflicts: Vec::new(),
            deleted: false,
            struck: None,
            created: now,
            turn: u32::MAX,
            updated: now,
            by: self.member(),
        });
        for change in draft.changes_of(id) {
            let value = codec::value(&change.cell);
            match (change.slot.tag, codec::element_value(&change.slot)) {
                (LIFE, _) => row.deleted = change.cell == life(false) && ledger.nature == Nature::Card,
                (ERASED, _) => {}
                (STRUCK, _) => row.struck = value.as_ref().and_then(reason_struck),
                (tag, None) => {
                    row.values.remove(&tag);
                    row.values.extend(value.map(|value| (tag, vec![value])));
                }
                (tag, Some(element)) => {
                    let set = row.values.of(tag);
                    set.retain(|other| *other != element);
                    if value.is_some() {
                        set.push(element);
                    }
                }
            }
        }
        self.read_elsewhere(ledger, std::slice::from_mut(&mut row))?;
        Ok(row)
    }
}

/// The visible values of a record.
pub fn row(id: RecordId, record: &Record, ledger: &Ledger) -> Row {
    // Every commit writes whether the record lives: what stands there nobody has
    // seen and gone beyond, so that a clock ahead does not stay the last for ever.
    let life = Slot::single(LIFE);
    let last = record.versions(&life).first().map(|version| version.mark).or(record.last_mark());
    let mut row = Row {
        id,
        values: Values::new(),
        conflicts: Vec::new(),
        deleted: is_deleted(record, ledger),
        struck: struck(record, ledger),
        created: record.first_mark().map_or(Timestamp::UNIX_EPOCH, |mark| moment(mark.stamp)),
        turn: record.first_mark().map_or(0, |mark| mark.stamp.counter),
        updated: last.map_or(Timestamp::UNIX_EPOCH, |mark| moment(mark.stamp)),
        by: last.map_or(id, |mark| mark.author),
    };
    for Shown { slot, cell, is_any, is_conflict } in record.shown() {
        if is_conflict && !row.conflicts.contains(&slot.tag) {
            row.conflicts.push(slot.tag);
        }
        let shown = codec::value(cell);
        match (slot.tag, codec::element_value(slot)) {
            (LIFE | ERASED | STRUCK, _) => {}
            (tag, None) => row.values.extend(shown.map(|value| (tag, vec![value]))),
            (tag, Some(element)) => {
                // Somebody who did not see the removal put it in: it stays until settled.
                if is_any {
                    row.values.of(tag).push(element);
                }
            }
        }
    }
    row.values.shrink_to_fit();
    mark_erased(&mut row, record, ledger);
    super::numbers::cover(ledger, &mut row);
    if labels::is_about_people(ledger) {
        super::labels::hide(ledger, &mut row);
    }
    row
}

/// Whether a card was deleted; nothing else is.
pub(super) fn is_deleted(record: &Record, ledger: &Ledger) -> bool {
    ledger.nature == Nature::Card && record.is_dead()
}

/// Why a record was struck out; issues are not, and a reason that tells nothing
/// strikes nothing out.
pub(super) fn struck(record: &Record, ledger: &Ledger) -> Option<String> {
    if ledger.nature == Nature::Issue {
        return None;
    }
    let told = record.value(&Slot::single(STRUCK)).and_then(codec::value)?;
    reason_struck(&told)
}

fn reason_struck(told: &Value) -> Option<String> {
    told.as_text().filter(|reason| input::says_something(reason)).map(str::to_owned)
}

/// Between a number that two issues have and what tells them apart.
pub(super) const APART: char = '·';

/// A laptop's letter with the beginning of its id, which tells it from another of that letter.
pub(super) fn apart(letter: &str, peer: PeerId) -> String {
    let id: String = peer.to_string().chars().take(4).collect();
    format!("{letter}{APART}{id}")
}

/// Two laptops that had one letter may have given one number to two issues:
/// each then shows the beginning of its id as well, alike on every laptop.
fn tell_numbers_apart(rows: &mut [Row]) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for row in rows.iter() {
        *counts.entry(row.text(issues::NUMBER).to_owned()).or_default() += 1;
    }
    for row in rows {
        let number = row.text(issues::NUMBER);
        if !number.is_empty() && counts.get(number).is_some_and(|count| *count > 1) {
            let mark: String = row.id.to_string().chars().take(4).collect();
            let told = Value::Text(format!("{number}{APART}{mark}"));
            row.values.insert(issues::NUMBER, vec![told]);
        }
    }
}

/// What stands for a text of an issue or a step that was erased.
const ERASED_TEXT: &str = "（按要求删除）";

/// Lets a text of an issue or a step that was erased still count as one that
/// was said: an answer was given and a result is there, whatever they told of
/// a person, and erasing them does not open the issue again.
fn mark_erased(row: &mut Row, record: &Record, ledger: &Ledger) {
    if ![issues::ID, steps::ID].contains(&ledger.id.as_str()) {
        return;
    }
    for slot in record.slots().filter(|slot| slot.tag == ERASED) {
        let order = Change { record: row.id, slot: slot.clone(), cell: life(true) };
        let Some(What::Write(tag, _)) = Scope::ordered_by(&order).map(|scope| scope.what) else { continue };
        let is_text = |field: &Field| {
            matches!(field.kind, Kind::Text | Kind::LongText) && field.privacy == Privacy::Open
        };
        // Only where nobody has written anew.
        let is_gone = record.value(&Slot::single(tag)).is_none();
        if is_gone && ledger.field(tag).is_some_and(is_text) {
            row.values.insert(tag, vec![Value::Text(ERASED_TEXT.to_owned())]);
        }
    }
}

/// The moment of a stamp.
pub(super) fn moment(stamp: Stamp) -> Timestamp {
    i64::try_from(stamp.ms)
        .ok()
        .and_then(|ms| Timestamp::from_millisecond(ms).ok())
        .unwrap_or(Timestamp::UNIX_EPOCH)
}
