//! What is left of a person on laptops that wrote before they knew that he
//! was to be erased.
//!
//! Who orders an erasure traces the person in what is there, and keeps nothing
//! by which to find him in what comes later. But whoever still holds his
//! values when the order arrives can: before it is taken in he is traced here,
//! and where he was found is written down without a word of what was found.
//! Once the order is in, that is ordered to be erased as well, for everybody.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use super::{
    bench::Workbench,
    erasure::{names_a_resident, telling_fields},
    error::Error,
    person::{self, See, Trace},
};
use crate::{
    bundle::{
        plan::Left,
        read::Reader,
        seal::Ring,
        verify::{self, Orders},
    },
    domain::{
        field::{Field, Kind, Privacy, Tag},
        id::{LedgerTag, RecordId},
        issues::{issues, steps},
        ledger::Source,
        roster::residents,
        visits,
    },
    log::{
        commit::{About, Dot, Envelope, Slot},
        erasure::{Erasures, Scope, What},
    },
    store::{StoreError, codec, orders, placing::Placing},
};

/// What has to be ordered here once a person is erased, by person.
const OWED: &str = "erase.owed";

/// By person: where he was found, nothing of what was found there.
type Owed = BTreeMap<RecordId, BTreeSet<Scope>>;

impl Workbench {
    /// The residents who are to be erased by what a bundle would leave, and
    /// are not yet; also by orders that would wait, since those come to count
    /// without another bundle.
    pub(super) fn people_to_go(&self, left: &Left) -> Result<BTreeSet<RecordId>, Error> {
        let totals = &left.totals;
        let mut coming: BTreeSet<Scope> = totals.erased.iter().collect();
        coming.extend(left.waiting.values().flat_map(|envelope| orders::of(&envelope.commit)));
        // Where everything is folded anew, what had waited may count.
        let again = totals.waiting.keys().filter(|_| totals.recast || totals.renaming.is_some());
        for point in again {
            if let Some(envelope) = self.store.waiting(*point)? {
                coming.extend(orders::of(&envelope.commit));
            }
        }
        let erased = &self.store.totals().erased;
        let new = coming.into_iter().filter(|scope| scope.what == What::Record && !erased.has(*scope));
        Ok(new.map(|scope| scope.record).filter(|id| is_resident(*id)).collect())
    }

    /// Traces people in what is here and in a bundle that is about to be taken
    /// in, and keeps where they were found: their values go with the bundle's
    /// orders, and nobody could find them any more.
    pub(super) fn owe_orders(
        &mut self,
        people: &BTreeSet<RecordId>,
        file: &Path,
        ring: &Ring,
    ) -> Result<(), Error> {
        if people.is_empty() {
            return Ok(());
        }
        let mut traces: BTreeMap<RecordId, Trace> =
            people.iter().map(|person| (*person, Trace::default())).collect();
        person::follow(&mut traces, &mut |see| {
            self.each_change(see, &mut |_| {})?;
            each_change_in(file, ring, see)
        })?;
        for trace in traces.values() {
            self.mark_erased_words(trace.words())?;
        }
        let people: Vec<(RecordId, &Trace)> = traces.iter().map(|(person, trace)| (*person, trace)).collect();
        self.tie_unfinished(&people)?;
        let before = self.owed()?;
        let mut owed = before.clone();
        for (person, trace) in &traces {
            for (record, all) in self.told_of(*person, trace)? {
                let scopes = all.into_iter().map(|what| Scope { record, what });
                owed.entry(*person).or_default().extend(scopes);
            }
        }
        if owed == before { Ok(()) } else { self.keep_owed(&owed) }
    }

    /// Whether something has to be ordered that follows from an erasure.
    pub(super) fn owes_orders(&self) -> Result<bool, Error> {
        let erased = &self.store.totals().erased;
        Ok(self.owed()?.keys().any(|person| erased.has(Scope::whole(*person))))
    }

    /// What has to be ordered now, since the person it was found of is erased.
    pub(super) fn due_orders(&self) -> Result<Vec<Scope>, Error> {
        let erased = &self.store.totals().erased;
        let owed = self.owed()?.into_iter();
        let due = owed.filter(|(person, _)| erased.has(Scope::whole(*person))).flat_map(|(_, all)| all);
        Ok(due.filter(|scope| !is_in_force(erased, *scope)).collect())
    }

    /// Forgets what was owed and is ordered.
    pub(super) fn settle_owed(&mut self) -> Result<(), Error> {
        if !self.owes_orders()? || !self.due_orders()?.is_empty() {
            return Ok(());
        }
        let erased = &self.store.totals().erased;
        let mut owed = self.owed()?;
        owed.retain(|person, _| !erased.has(Scope::whole(*person)));
        self.keep_owed(&owed)
    }

    fn owed(&self) -> Result<Owed, Error> {
        let Some(bytes) = self.store.read_note(OWED)?.filter(|bytes| !bytes.is_empty()) else {
            return Ok(Owed::default());
        };
        Ok(codec::decode(&bytes).map_err(|_unreadable| StoreError::damaged("a note"))?)
    }

    fn keep_owed(&mut self, owed: &Owed) -> Result<(), Error> {
        let bytes = if owed.is_empty() { Vec::new() } else { codec::encode(owed) };
        Ok(self.store.note(OWED, bytes, self.clock.now_ms())?)
    }

    /// What issues, their steps and visits tell of residents who were erased,
    /// where it came in later, as far as it is known without their values.
    pub(super) fn later_entries(&self) -> Result<Vec<Scope>, Error> {
        let erased = &self.store.totals().erased;
        let gone = |id: &RecordId| is_resident(*id) && erased.has(Scope::whole(*id));
        let mut later = BTreeSet::new();
        let mut close = |id: RecordId, tags: &[Tag]| {
            let open = tags.iter().filter(|tag| !erased.close(id, **tag));
            later.extend(open.map(|tag| Scope::field(id, *tag)));
        };
        let mut of_gone = BTreeSet::new();
        for row in self.rows(issues::ID)?.iter() {
            if self.asker_of(row)?.as_ref().is_some_and(gone) {
                of_gone.insert(row.id);
                close(row.id, &[&self.personal_fields(row.id)?[..], &[issues::RESIDENT]].concat());
            }
        }
        let mut unknowing = Vec::new();
        for row in self.rows(visits::ID)?.iter() {
            if let Some(person) = row.reference(visits::RESIDENT).filter(gone) {
                close(row.id, &[visits::RESIDENT]);
                let told = self.ledger_of(row.id)?.fields.iter().filter(|field| is_telling(field));
                let tags: Vec<Tag> = told.map(|field| field.tag).collect();
                unknowing.extend(self.written_unknowing(row.id, &tags, Scope::whole(person))?);
            }
        }
        for row in self.rows(steps::ID)?.iter() {
            let Some(issue) = row.reference(steps::ISSUE) else { continue };
            let order = Scope::field(issue, issues::RESIDENT);
            if of_gone.contains(&issue) {
                close(row.id, &self.personal_fields(row.id)?);
            } else if erased.has(order) {
                // Only what came in later: whoever knows may name others there.
                let mut tags = self.personal_fields(row.id)?;
                tags.retain(|tag| !erased.close(row.id, *tag));
                unknowing.extend(self.written_unknowing(row.id, &tags, order)?);
            }
        }
        for ledger in self.catalog().iter().filter(|ledger| ledger.source != Source::Core) {
            let named = ledger.fields.iter().chain(&ledger.retired);
            let named: Vec<Tag> =
                named.filter(|field| !field.many && names_a_resident(field)).map(|field| field.tag).collect();
            let telling = telling_fields(ledger);
            let rows = if named.is_empty() { Arc::default() } else { self.rows(&ledger.id)? };
            for row in rows.iter() {
                let of: Vec<Tag> = named
                    .iter()
                    .copied()
                    .filter(|tag| row.reference(*tag).as_ref().is_some_and(gone))
                    .collect();
                if !of.is_empty() {
                    close(row.id, &[&of[..], &telling[..]].concat());
                }
            }
        }
        later.extend(unknowing.into_iter().filter(|scope| !is_in_force(erased, *scope)));
        Ok(later.into_iter().collect())
    }

    /// What was written to these fields of a record, each of one value, by
    /// those who had not seen an order.
    fn written_unknowing(&self, id: RecordId, tags: &[Tag], order: Scope) -> Result<Vec<Scope>, Error> {
        let Some(ordered) = self.store.record(order.record)? else { return Ok(Vec::new()) };
        let slot = order.slot();
        let versions = ordered.versions(&slot);
        let given: Vec<Dot> =
            versions.iter().filter(|it| !it.cell.is_none()).map(|version| version.mark.dot).collect();
        let Some(record) = self.store.record(id)?.filter(|_| !given.is_empty() && !tags.is_empty()) else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        for mark in record.marks() {
            let Some(envelope) = self.store.commit(mark.dot)? else { continue };
            let written = written_to(&envelope, id, tags);
            if written.is_empty() {
                continue;
            }
            let seen = self.store.placing().seen_at(mark.dot)?;
            if !given.iter().any(|dot| seen.covers(*dot)) {
                found.extend(written);
            }
        }
        Ok(found)
    }
}

/// What a commit wrote to these fields of a record.
fn written_to(envelope: &Envelope, id: RecordId, tags: &[Tag]) -> Vec<Scope> {
    let point = envelope.point();
    let own = envelope.commit.changes().filter(|change| {
        let tag = change.slot.tag;
        change.record == id
            && tags.contains(&tag)
            && change.slot == Slot::single(tag)
            && !change.cell.is_none()
    });
    own.map(|change| Scope { record: id, what: What::Write(change.slot.tag, point) }).collect()
}

/// Shows every change that a bundle holds.
fn each_change_in(file: &Path, ring: &Ring, see: &mut See<'_>) -> Result<(), Error> {
    let reader = Reader::open(file, ring)?;
    verify::verify(reader, Orders::Anywhere, &mut |envelope| {
        person::changes_of(&envelope, see);
        Ok(())
    })?;
    Ok(())
}

fn is_resident(id: RecordId) -> bool {
    id.ledger() == LedgerTag::of(residents::ID)
}

/// Whether an order adds nothing to those that are in force.
fn is_in_force(erased: &Erasures, scope: Scope) -> bool {
    let Scope { record, what } = scope;
    match what {
        What::Record => erased.has(scope),
        What::Field(tag) => erased.close(record, tag),
        What::Write(tag, point) => erased.covers(point, About { record, tag, single: true }),
    }
}

/// Whether a field of a record that is about one person tells of him: it is
/// personal, or free text.
fn is_telling(field: &Field) -> bool {
    !field.many && (field.privacy != Privacy::Open || matches!(field.kind, Kind::Text | Kind::LongText))
}
