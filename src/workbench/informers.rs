//! Informer material: who may see it, and that every look is written down
//! (domain.md §4.2 rule 5).

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{
    bench::{self, Workbench},
    draft::Draft,
    error::Error,
    view,
};
use crate::{
    domain::{
        field::{FIRST_FIELD_TAG, Tag},
        id::{LedgerTag, RecordId},
        informers::{self, bars_member, bars_unit},
        procedure::Objection,
        row::Row,
        rules::Refusal,
        team::members,
        value::Value,
        wording::Wording,
    },
    log::{
        commit::{Dot, STRUCK, Slot},
        record::{Mark, Record},
        stamp::Stamp,
    },
    store::{StoreError, codec},
};

impl Workbench {
    /// Whether the member who uses this laptop may see what is kept apart: a
    /// laptop that leads, or an overseer's.
    pub fn sees_informers(&self) -> Result<bool, Error> {
        let own = self.row(self.member())?;
        Ok(self.leads() || own.is_some_and(|row| row.text(members::ROLE) == "overseer"))
    }

    /// Enters material; answers its record.
    pub fn enter_informer(&mut self, fields: &[(Tag, Value)]) -> Result<RecordId, Error> {
        let id = bench::draw_id(informers::ID)?;
        let mut draft = Draft::new();
        draft.insert(id);
        let prefix = format!("控{}-", self.letter());
        let rows = self.rows(informers::ID)?;
        let numbers = rows.iter().filter_map(|row| {
            row.text(informers::NUMBER).strip_prefix(&prefix)?.split(view::APART).next()?.parse::<u64>().ok()
        });
        let number = numbers.max().unwrap_or(0) + 1;
        draft.set(id, informers::NUMBER, Value::text(format!("{prefix}{number}")));
        draft.set(id, informers::RECEIVED, Some(Value::Instant(self.now())));
        // Who does not see it keeps none of it.
        if self.sees_informers()? {
            draft.set(id, informers::KEEPER, Some(Value::Ref(self.member())));
        }
        for (tag, value) in fields {
            if *tag == informers::ABOUT {
                draft.add(id, *tag, value);
            } else {
                draft.set(id, *tag, Some(value.clone()));
            }
        }
        self.commit(draft)?;
        Ok(id)
    }

    /// Where a piece goes from here, told to whoever entered it.
    pub fn where_informers_go(&self, id: RecordId) -> Result<Wording, Error> {
        let names_a_lead = informers::names_a_lead(&self.existing(id)?, &self.rows(members::ID)?);
        Ok(if names_a_lead { informers::NAMES_A_LEAD } else { informers::LEAD_HANDS_ON })
    }

    /// Pieces for which something is owed by a day, as far as the member may see
    /// them: their numbers and days alone, no look.
    pub(super) fn informers_due(&self) -> Result<Vec<(String, Date, bool)>, Error> {
        if !self.sees_informers()? {
            return Ok(Vec::new());
        }
        let own = self.existing(self.member())?;
        let rows = self.standing(informers::ID)?;
        let seen = rows.iter().filter(|row| !bars_member(row, &own) && !informers::is_closed(row));
        let due = seen.filter_map(|row| {
            Some((row.text(informers::NUMBER).to_owned(), informers::due(row)?, informers::is_named(row)))
        });
        Ok(due.collect())
    }

    /// Shows of material what it said when it was entered, and what its keepers
    /// wrote since: nobody else changes it, by whatever path (信访工作条例 30).
    pub(super) fn keep_entered(&self, row: &mut Row, record: &Record) -> Result<(), Error> {
        let marks = record.marks();
        let Some(first) = marks.first().map(|mark| mark.dot) else { return Ok(()) };
        let mut said: BTreeMap<Slot, (Stamp, Dot, Option<Value>)> = BTreeMap::new();
        for mark in marks {
            if mark.dot != first && !self.keeps_informers(mark)? {
                continue;
            }
            let commit = self.store.commit(mark.dot)?;
            let commit = commit.ok_or_else(|| StoreError::damaged("a commit is missing"))?.commit;
            for change in commit.changes().filter(|change| change.record == row.id) {
                let alive = codec::value(&change.cell);
                let value = alive
                    .as_ref()
                    .and_then(|value| codec::element_value(&change.slot).or(Some(value.clone())));
                let later = said
                    .get(&change.slot)
                    .is_none_or(|(stamp, dot, _)| (*stamp, *dot) < (mark.stamp, mark.dot));
                if later {
                    said.insert(change.slot.clone(), (mark.stamp, mark.dot, value));
                }
            }
        }
        let struck = said.get(&Slot::single(STRUCK)).and_then(|(.., value)| value.clone());
        row.struck = struck.and_then(|value| value.as_text().map(str::to_owned));
        row.values.clear();
        for (slot, (.., value)) in said.into_iter().filter(|(slot, _)| slot.tag >= FIRST_FIELD_TAG) {
            row.values.of(slot.tag).extend(value);
        }
        row.values.retain(|_, values| !values.is_empty());
        Ok(())
    }

    /// Whether a commit came from one of those who keep the register.
    fn keeps_informers(&self, mark: &Mark) -> Result<bool, Error> {
        if self.is_lead(self.store.totals().lines.root(mark.dot.peer)) {
            return Ok(true);
        }
        for writer in self.writers_by(mark)? {
            if self.row(writer)?.is_none_or(|row| row.text(members::ROLE) != "overseer") {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Changes who keeps material, where it was handed, or what came of it.
    pub fn change_informer(&mut self, id: RecordId, fields: &[(Tag, Value)]) -> Result<(), Error> {
        self.visible_informer(id)?;
        let mut draft = Draft::new();
        for (tag, value) in fields {
            draft.set(id, *tag, Some(value.clone()));
            for (what, when) in
                [(informers::HANDED, informers::HANDED_AT), (informers::ANSWER, informers::ANSWERED)]
            {
                if *tag == what {
                    draft.set(id, when, Some(Value::Instant(self.now())));
                }
            }
        }
        self.commit(draft)
    }

    /// All material that the member may see; the look and its reason are
    /// written down before anything is told.
    pub fn look_at_informers(&mut self, reason: &str) -> Result<Vec<Row>, Error> {
        self.refuse_unless_keeper()?;
        self.record_access(None, "informers", reason)?;
        let own = self.existing(self.member())?;
        let rows = self.standing(informers::ID)?;
        Ok(rows.into_iter().filter(|row| !bars_member(row, &own)).collect())
    }

    /// One piece of material; the look and its reason are written down first.
    pub fn look_at_informer(&mut self, id: RecordId, reason: &str) -> Result<Row, Error> {
        let row = self.visible_informer(id)?;
        self.record_access(Some(id), "informers", reason)?;
        Ok(row)
    }

    /// The material with this number, id, or beginning of an id.
    pub fn find_informer(&self, text: &str) -> Result<RecordId, Error> {
        self.refuse_unless_keeper()?;
        let text = text.trim();
        let own = self.existing(self.member())?;
        let rows = self.standing(informers::ID)?;
        let seen = rows.iter().filter(|row| !bars_member(row, &own));
        let mut found = seen.filter(|row| {
            row.text(informers::NUMBER) == text || text.len() >= 4 && row.id.to_string().starts_with(text)
        });
        match (found.next(), found.next()) {
            (Some(row), None) => Ok(row.id),
            _ => Err(Error::NoRecord(text.to_owned())),
        }
    }

    /// Material that the member may see: a name in it that is his own hides it.
    fn visible_informer(&self, id: RecordId) -> Result<Row, Error> {
        self.refuse_unless_keeper()?;
        let own = self.existing(self.member())?;
        let row = self.row(id)?.filter(|row| row.id.ledger() == LedgerTag::of(informers::ID));
        row.filter(|row| !bars_member(row, &own)).ok_or_else(|| Error::NoRecord(id.to_string()))
    }

    /// Whether the member may know that a piece of material is there.
    pub(super) fn may_see_informer(&self, id: RecordId) -> Result<bool, Error> {
        match self.visible_informer(id) {
            Ok(_) => Ok(true),
            Err(Error::Refused(_) | Error::NoRecord(_)) => Ok(false),
            Err(other) => Err(other),
        }
    }

    fn refuse_unless_keeper(&self) -> Result<(), Error> {
        if self.sees_informers()? { Ok(()) } else { Err(Refusal::KeptApart.into()) }
    }

    /// Judges whatever is written of informer material: by whom, and that it
    /// does not go to whom it names.
    pub(super) fn judge_informers(&self, draft: &Draft) -> Result<(), Error> {
        let tag = LedgerTag::of(informers::ID);
        for id in draft.records().into_iter().filter(|id| id.ledger() == tag) {
            // Anybody may hand it in; what is in the register only its keepers change.
            if !draft.begins(id) && self.refuse_unless_keeper().is_err() {
                return Err(Refusal::Said(informers::ONLY_ENTERED).into());
            }
            let row = self.row_with(id, draft)?;
            let touches = |tag: Tag| draft.changes_of(id).any(|change| change.slot.tag == tag);
            if touches(informers::RESULT) && !informers::is_closed(&row) {
                return Err(Refusal::Said(informers::NOT_TOLD).into());
            }
            let keeper = row.reference(informers::KEEPER).map(|keeper| self.existing(keeper)).transpose()?;
            if keeper.is_some_and(|keeper| bars_member(&row, &keeper))
                || bars_unit(&row, row.text(informers::HANDED))
            {
                return Err(Refusal::from(Objection::Recused).into());
            }
        }
        Ok(())
    }
}
