//! A person's right to be forgotten (domain.md §4): what is erased, and where
//! that has arrived.
//!
//! The resident's record goes whole. What others are owed stays: an issue
//! keeps its number, its kind, its steps and its result, without whoever
//! raised it; a visit stays one, without whom it was to.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{
    bench::Workbench,
    draft::Draft,
    error::Error,
    person::Trace,
    progress::{self, Progress, Stage},
    view,
};
use crate::{
    domain::{
        consent::consents,
        field::{Field, Kind, Privacy, Tag},
        id::{LedgerTag, RecordId},
        informers::is_kept_apart,
        input,
        issues::{issues, steps},
        ledger::{Ledger, Source},
        roster::residents,
        rules::Refusal,
        value::Value,
        visits, voices,
    },
    log::{
        commit::{Cause, ERASED, PeerId, Slot},
        erasure::{Scope, What},
        vector::Vector,
    },
    store::{codec, orders, trust::Membership},
};

/// What an order says that repeats one which counts no longer.
const REPEATED: &str = "此前已按要求删除";

/// What an order says that follows from an earlier one: a later entry names
/// somebody who was erased.
const FOLLOWS: &str = "涉及的居民已按要求删除";

/// What erasing a person takes away.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Erasure {
    /// The person.
    pub person: Option<RecordId>,
    /// Values of other records; the person's own record goes whole.
    pub values: BTreeMap<RecordId, BTreeSet<What>>,
    /// Records that are not tied to the person, and whose text has the same
    /// name, phone or ID number in it: perhaps somebody else's. They stay.
    pub mentions: BTreeSet<RecordId>,
}

impl Erasure {
    /// The fields of other records of which it takes something away.
    pub fn fields(&self) -> BTreeMap<RecordId, BTreeSet<Tag>> {
        let tags = |all: &BTreeSet<What>| {
            all.iter()
                .filter_map(|what| match what {
                    What::Record => None,
                    What::Field(tag) | What::Write(tag, _) => Some(*tag),
                })
                .collect()
        };
        self.values.iter().map(|(record, all)| (*record, tags(all))).collect()
    }

    /// Of how many fields of other records it takes something away.
    pub fn field_count(&self) -> usize {
        self.fields().values().map(BTreeSet::len).sum()
    }

    /// What is ordered.
    fn scopes(&self) -> Vec<Scope> {
        let values = self
            .values
            .iter()
            .flat_map(|(record, all)| all.iter().map(|what| Scope { record: *record, what: *what }));
        self.person.map(Scope::whole).into_iter().chain(values).collect()
    }
}

/// An erasure of a whole record, and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The record that was erased.
    pub record: RecordId,
    /// Why.
    pub reason: String,
    /// Who ordered it.
    pub by: RecordId,
    /// When.
    pub at: Timestamp,
    /// Laptops of the group that are not known to have it.
    pub missing: Vec<PeerId>,
}

impl Workbench {
    /// What erasing a resident would take away; nothing is changed. Records in
    /// `also` are taken for the person's own, whether or not they are tied to
    /// him: a lead has looked at them.
    pub fn erasure_of(&self, person: RecordId, also: &[RecordId]) -> Result<Erasure, Error> {
        self.erasure_of_telling(person, also, &mut |_| {})
    }

    /// The same; `progress` hears how far it is, and may end it.
    pub fn erasure_of_telling(
        &self,
        person: RecordId,
        also: &[RecordId],
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Erasure, Error> {
        Ok(self.planned_erasure(person, also, progress)?.0)
    }

    /// Erases a resident, here at once and elsewhere when the order arrives.
    ///
    /// When it returns the order is kept. Whatever of it was still beneath (in
    /// the journal, in backups) is gone as well, or [`Workbench::doctor`] says
    /// that it is not.
    pub fn erase_person(
        &mut self,
        person: RecordId,
        reason: &str,
        also: &[RecordId],
    ) -> Result<Erasure, Error> {
        self.erase_person_telling(person, reason, also, &mut |_| {})
    }

    /// The same; `progress` hears how far it is, and may end it until the order is written.
    pub fn erase_person_telling(
        &mut self,
        person: RecordId,
        reason: &str,
        also: &[RecordId],
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Erasure, Error> {
        self.refuse_unless_lead()?;
        let reason = reason.trim();
        if !input::says_something(reason) {
            return Err(Refusal::Missing("reason").into());
        }
        let planned = [self.planned_erasure(person, also, progress)?];
        self.erase_planned(&planned, &[], reason, progress)?;
        let [(erasure, _)] = planned;
        Ok(erasure)
    }

    /// Erases those whose erasure was planned, and some more, in one go: one order, and whatever
    /// lies beneath is rid of it once.
    pub(super) fn erase_planned(
        &mut self,
        planned: &[(Erasure, Trace)],
        besides: &[Scope],
        reason: &str,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<(), Error> {
        if planned.iter().any(|(_, trace)| trace.is_told_in(reason)) {
            return Err(Refusal::TellingReason.into());
        }
        let people: Vec<(RecordId, &Trace)> =
            planned.iter().filter_map(|(erasure, trace)| Some((erasure.person?, trace))).collect();
        let whole: BTreeSet<RecordId> = people.iter().map(|(person, _)| *person).collect();
        let scopes = planned.iter().flat_map(|(erasure, _)| erasure.scopes()).chain(besides.iter().copied());
        // Two may be told of in one field, and one in what goes whole with another.
        let scopes: BTreeSet<Scope> =
            scopes.filter(|scope| scope.what == What::Record || !whole.contains(&scope.record)).collect();
        let mut draft = Draft::new();
        order(&mut draft, &scopes.into_iter().collect::<Vec<_>>(), reason);
        for (person, trace) in &people {
            for (id, tags) in &trace.fields {
                for tag in tags.iter().filter(|tag| self.is_declared_set(*id, **tag)) {
                    draft.remove(*id, *tag, &Value::Ref(*person));
                }
            }
            draft.delete(*person);
        }
        progress::tell(progress, Stage::Applying, 0, None);
        self.tie_unfinished(&people)?;
        self.write(draft, Cause::Housekeeping)?;
        self.mark_erased_words(planned.iter().flat_map(|(_, trace)| trace.words()))?;
        self.forget_rows();
        self.forget_erased(progress);
        Ok(())
    }

    /// How many orders to erase there are about each record, or something in it.
    pub fn erased_records(&self) -> BTreeMap<RecordId, usize> {
        let mut records = BTreeMap::new();
        for scope in self.store.totals().erased.iter() {
            *records.entry(scope.record).or_default() += 1;
        }
        records
    }

    /// Every record that was erased whole, and which laptops lack the order.
    pub fn erasures(&self) -> Result<Vec<Arrival>, Error> {
        let laptops = self.laptops()?;
        let belongs = |membership| matches!(membership, Some(Membership::Member | Membership::Lead));
        let mut known = Vec::new();
        for laptop in laptops.iter().filter(|laptop| !laptop.own && belongs(laptop.membership)) {
            known.push((laptop.peer, self.knowledge_of(laptop.peer)?));
        }
        let mut arrivals = Vec::new();
        for scope in self.store.totals().erased.iter().filter(|scope| scope.what == What::Record) {
            let Some(record) = self.store.record(scope.record)? else { continue };
            // The newest one also covers what was found later.
            let versions = record.versions(&Slot::single(ERASED));
            let Some(newest) = versions.iter().find(|version| !version.cell.is_none()) else { continue };
            let reason = codec::value(newest.cell);
            let lacks = known.iter().filter(|(_, has)| !has.covers(newest.mark.dot));
            arrivals.push(Arrival {
                record: scope.record,
                reason: reason.as_ref().and_then(Value::as_text).unwrap_or_default().to_owned(),
                by: newest.mark.author,
                at: view::moment(newest.mark.stamp),
                missing: lacks.map(|(peer, _)| *peer).collect(),
            });
        }
        arrivals.sort_by_key(|arrival| (arrival.at, arrival.record));
        Ok(arrivals)
    }

    /// Does what is due after commits came in: nothing of what was erased is
    /// left in files; orders that count no longer are given again, since what
    /// is erased here is gone; what was found of a person before the order to
    /// erase him came is ordered to be erased too; and what names somebody who
    /// was erased, written by a laptop that did not know, is erased as well
    /// where this one leads.
    ///
    /// What came in is kept whatever becomes of this.
    pub(super) fn honour_erasures(&mut self) -> Result<(), Error> {
        if self.store.totals().erased.is_empty() {
            return Ok(());
        }
        let mut draft = Draft::new();
        if !self.is_revoked() {
            order(&mut draft, &self.lapsed_orders()?, REPEATED);
            order(&mut draft, &self.due_orders()?, FOLLOWS);
        }
        if self.leads() {
            let later = self.later_entries()?;
            order(&mut draft, &later, FOLLOWS);
        }
        if !draft.is_empty() {
            self.write(draft, Cause::Housekeeping)?;
            self.forget_rows();
        }
        self.forget_erased(&mut |_| {});
        self.settle_owed()
    }

    /// Rids journal, backups, sled's files and unfinished forms of what was erased. Where that
    /// fails it is tried again at closing and at the next opening.
    pub(super) fn forget_erased(&mut self, progress: &mut dyn FnMut(Progress<'_>)) {
        if let Err(error) = self.forget_unfinished() {
            self.owed = Some(error);
        }
        if self.owes_forgetting() {
            self.unkept = self.keep_telling(&mut progress::going_on(progress)).err();
        }
    }

    /// Whether files still hold something that was erased, and can do without:
    /// where commits are missing, an older backup may be all that tells of them.
    pub(super) fn owes_forgetting(&self) -> bool {
        self.store.is_stale() && self.store.lacking().is_ok_and(|lacking| lacking == Vector::default())
    }

    /// What erasing a person takes away, and by what it was found.
    pub(super) fn planned_erasure(
        &self,
        person: RecordId,
        also: &[RecordId],
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<(Erasure, Trace), Error> {
        let trace = self.trace(person, also, progress)?;
        let values = self.told_of(person, &trace)?;
        // What informs against somebody is told to nobody who asks for something else.
        let told = |id: &&RecordId| !self.catalog().of(**id).is_some_and(|ledger| is_kept_apart(&ledger.id));
        let mut mentions: BTreeSet<RecordId> = trace.mentions.iter().filter(told).copied().collect();
        let visits = self.visits_to_all(&trace.homes)?.into_iter();
        mentions.extend(visits.filter(|id| !trace.tied.contains(id) && !values.contains_key(id)));
        let erasure = Erasure { person: Some(person), values, mentions };
        Ok((erasure, trace))
    }

    /// What of other records than his own tells of a person who was traced, as
    /// far as it is not erased yet.
    pub(super) fn told_of(
        &self,
        person: RecordId,
        trace: &Trace,
    ) -> Result<BTreeMap<RecordId, BTreeSet<What>>, Error> {
        let mut values = trace.writes.clone();
        for (id, tags) in &trace.fields {
            // Whom else a declared set names, stays: the person's element is taken out of it.
            let whole = tags.iter().filter(|tag| !self.is_declared_set(*id, **tag));
            values.entry(*id).or_default().extend(whole.map(|tag| What::Field(*tag)));
        }
        for id in &trace.tied {
            let refers = trace.fields.get(id);
            let tags = match self.catalog().of(*id) {
                Some(ledger) if ledger.source == Source::Core && is_about_a_person(*id) => {
                    self.personal_fields(*id)?
                }
                Some(ledger) if ledger.source == Source::Core => continue,
                Some(ledger) if refers.is_some_and(|tags| tags.iter().any(|tag| is_single(ledger, *tag))) => {
                    telling_fields(ledger)
                }
                Some(_) | None => continue,
            };
            values.entry(*id).or_default().extend(tags.into_iter().map(What::Field));
        }
        let erased = &self.store.totals().erased;
        values.retain(|id, all| {
            let whole: BTreeSet<What> =
                all.iter().copied().filter(|what| matches!(what, What::Field(_))).collect();
            all.retain(|what| match what {
                What::Record => false,
                What::Field(tag) => !erased.close(*id, *tag),
                What::Write(tag, _) => !whole.contains(&What::Field(*tag)),
            });
            !all.is_empty() && *id != person && orders::is_erasable(*id)
        });
        Ok(values)
    }

    /// The fields of a record's ledger that tell of a person, filled or not: a
    /// laptop that does not know yet may fill them.
    pub(super) fn personal_fields(&self, id: RecordId) -> Result<Vec<Tag>, Error> {
        let ledger = self.ledger_of(id)?;
        // Whom a matter is about is somebody else: who must not handle it goes on from there.
        let is_own = |tag: Tag| ledger.id != issues::ID || tag != issues::ABOUT;
        let personal = ledger.fields.iter().filter(|field| field.privacy != Privacy::Open);
        Ok(personal.map(|field| field.tag).filter(|tag| is_own(*tag)).collect())
    }

    /// Whether a field is a set of a declared ledger.
    fn is_declared_set(&self, id: RecordId, tag: Tag) -> bool {
        let ledger = self.catalog().of(id).filter(|ledger| ledger.source != Source::Core);
        ledger.and_then(|ledger| ledger.field(tag)).is_some_and(|field| field.many)
    }

    /// Orders in force of which no commit that counts tells any more.
    fn lapsed_orders(&self) -> Result<Vec<Scope>, Error> {
        let mut lapsed = Vec::new();
        for scope in self.store.totals().erased.iter() {
            let record = self.store.record(scope.record)?;
            let stands = record.is_some_and(|record| {
                record.versions(&scope.slot()).iter().any(|version| !version.cell.is_none())
            });
            if !stands {
                lapsed.push(scope);
            }
        }
        Ok(lapsed)
    }
}

/// Orders all of this to be erased.
pub(super) fn order(draft: &mut Draft, scopes: &[Scope], reason: &str) {
    for scope in scopes {
        draft.push(scope.record, scope.slot(), codec::cell(&Value::Text(reason.to_owned())));
    }
}

/// Whether a field of a declared ledger names one resident, whom the record is about.
fn is_single(ledger: &Ledger, tag: Tag) -> bool {
    ledger.field(tag).is_some_and(|field| !field.many && names_a_resident(field))
}

/// Whether a field refers to residents.
pub(super) fn names_a_resident(field: &Field) -> bool {
    matches!(&field.kind, Kind::Ref(of) if of == residents::ID)
}

/// The fields of a declared ledger that tell of whom a record is about: those
/// that are personal, and all free text.
pub(super) fn telling_fields(ledger: &Ledger) -> Vec<Tag> {
    let tells = |field: &&Field| {
        let is_text =
            matches!(field.kind, Kind::Text | Kind::LongText | Kind::Name | Kind::Phone | Kind::IdNumber);
        is_text || field.privacy != Privacy::Open
    };
    ledger.fields.iter().chain(&ledger.retired).filter(tells).map(|field| field.tag).collect()
}

/// Whether a record's personal fields are about whoever it is tied to: an
/// issue and its steps, a word of consent, not a household, in which others live.
fn is_about_a_person(id: RecordId) -> bool {
    [issues::ID, steps::ID, voices::ID, visits::ID, consents::ID]
        .iter()
        .any(|ledger| LedgerTag::of(ledger) == id.ledger())
}
