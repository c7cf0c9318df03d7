//! Everything that is held on one person: shown to him on request
//! (个保法 45), and the trace by which it is found to be erased.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use super::{
    bench::Workbench,
    error::Error,
    history::Event,
    progress::{self, Progress, Stage},
    steps::Case,
};
use crate::{
    domain::{
        field::Tag,
        funds::receipts,
        id::{LedgerTag, RecordId},
        informers::is_kept_apart,
        issues::{issues, steps},
        ledger::Ledger,
        recusal::plain_name,
        roster::{households, residents},
        row::Row,
        rules::Refusal,
        team::accesses,
        value::Value,
        visits,
    },
    log::{
        commit::{About, Change, Envelope, Point},
        erasure::What,
        vector::Vector,
    },
    store::{codec, files, orders},
};

/// A name this short is no proof of anything when it is found in a text.
const SHORTEST_NAME: usize = 2;

/// A number this short is none that tells somebody apart.
const SHORTEST_NUMBER: usize = 5;

/// Everything that is held on one person.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// The person's own record.
    pub person: Row,
    /// The household.
    pub household: Option<Row>,
    /// Visits to the person.
    pub visits: Vec<Row>,
    /// Issues that the person raised, with their steps.
    pub issues: Vec<Case>,
    /// What may be the person's: visits to the household that name nobody, and
    /// issues from somebody of that name. For whoever hands it out to look at.
    pub perhaps: Vec<RecordId>,
    /// Records of other ledgers that refer to the person.
    pub others: Vec<Row>,
    /// Who looked at the person's record, or exported it, and why.
    pub accesses: Vec<Row>,
    /// Who wrote what when, of each of those records.
    pub history: BTreeMap<RecordId, Vec<Event>>,
}

/// Where a person is told of.
#[derive(Debug, Clone, Default)]
pub(super) struct Trace {
    /// Names and numbers that were ever written down of the person.
    needles: BTreeSet<String>,
    /// The households in which the person lives, or did.
    pub(super) homes: BTreeSet<RecordId>,
    /// Records that refer to the person, or did, and the steps of such issues.
    pub(super) tied: BTreeSet<RecordId>,
    /// Fields that refer to the person.
    pub(super) fields: BTreeMap<RecordId, BTreeSet<Tag>>,
    /// Writes that have a needle in them, in records that are tied to the
    /// person or to the household.
    pub(super) writes: BTreeMap<RecordId, BTreeSet<What>>,
    /// Other records that have a needle in them.
    pub(super) mentions: BTreeSet<RecordId>,
}

impl Trace {
    /// A trace of somebody of whom no more is known than these words, through
    /// these records.
    pub(super) fn of(words: BTreeSet<String>, tied: impl IntoIterator<Item = RecordId>) -> Self {
        let needles = words.into_iter().filter(|word| word.chars().count() >= SHORTEST_NAME).collect();
        Self { needles, tied: tied.into_iter().collect(), ..Self::default() }
    }

    /// The names and numbers that are known of the person.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.needles.iter().map(String::as_str)
    }

    /// Takes note of a change in a record that is tied, if a needle is in it.
    pub(super) fn find_in_tied(&mut self, point: Point, change: &Change) {
        if self.tied.contains(&change.record) && texts(change).any(|text| self.is_told_in(&text)) {
            self.find(point, change);
        }
    }

    /// Whether a text tells the person's name or a number.
    pub(super) fn is_told_in(&self, text: &str) -> bool {
        self.needles.iter().any(|needle| text.contains(needle.as_str()))
    }

    /// Whether a name is the person's, however it is written.
    fn is_called(&self, name: &str) -> bool {
        self.needles.iter().any(|needle| plain_name(needle) == plain_name(name))
    }

    /// Takes in what the person's own record says.
    fn learn(&mut self, change: &Change) {
        match (change.slot.tag, codec::value(&change.cell)) {
            (residents::NAME, Some(Value::Text(name))) => {
                self.needles.extend(Some(name).filter(|it| it.chars().count() >= SHORTEST_NAME));
            }
            (residents::PHONE | residents::ID_NUMBER, Some(Value::Text(number))) => {
                self.needles.extend(Some(number).filter(|it| it.chars().count() >= SHORTEST_NUMBER));
            }
            (residents::HOUSEHOLD, Some(Value::Ref(home))) => drop(self.homes.insert(home)),
            _ => {}
        }
    }

    /// Takes note of a change that refers to the person.
    fn tie(&mut self, change: &Change) {
        self.tied.insert(change.record);
        self.fields.entry(change.record).or_default().insert(change.slot.tag);
    }

    /// Takes note of a change with a needle in it.
    fn find(&mut self, point: Point, change: &Change) {
        if self.tied.contains(&change.record) || self.homes.contains(&change.record) {
            let About { record, tag, single } = change.about();
            // Others may write there again; of a set the whole field has to go.
            let what = if single { What::Write(tag, point) } else { What::Field(tag) };
            self.writes.entry(record).or_default().insert(what);
        } else if orders::is_erasable(change.record) {
            self.mentions.insert(change.record);
        }
    }
}

/// Sees a change, and which commit it is of.
pub(super) type See<'a> = dyn FnMut(Point, &Change) + 'a;

/// Follows people through all the changes that `each` shows, which is asked
/// twice: where they are told of is known once all their names are.
pub(super) fn follow(
    people: &mut BTreeMap<RecordId, Trace>,
    each: &mut dyn FnMut(&mut See<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut of_issue: BTreeMap<RecordId, BTreeSet<RecordId>> = BTreeMap::new();
    let mut gifts = Gifts::default();
    each(&mut |_point, change| {
        if let Some(trace) = people.get_mut(&change.record) {
            trace.learn(change);
        }
        for id in references(change).filter(|id| *id != change.record && orders::is_erasable(change.record)) {
            if let Some(trace) = people.get_mut(&id) {
                trace.tie(change);
            }
        }
        if change.slot.tag == steps::ISSUE
            && change.record.ledger() == LedgerTag::of(steps::ID)
            && let Some(Value::Ref(issue)) = codec::value(&change.cell)
        {
            of_issue.entry(issue).or_default().insert(change.record);
        }
        gifts.see(change);
    })?;
    for (person, trace) in people.iter_mut() {
        trace.tied.extend(gifts.of(*person, trace));
        let steps: Vec<RecordId> =
            trace.tied.iter().filter_map(|id| of_issue.get(id)).flatten().copied().collect();
        trace.tied.extend(steps);
    }
    each(&mut |point, change| {
        let texts: Vec<String> = texts(change).collect();
        let is_donor =
            change.slot.tag == receipts::DONOR && change.record.ledger() == LedgerTag::of(receipts::ID);
        for (person, trace) in people.iter_mut() {
            let is_told = |text: &String| trace.is_told_in(text) || is_donor && trace.is_called(text);
            if change.record != *person && texts.iter().any(is_told) {
                trace.find(point, change);
            }
        }
    })
}

/// Who gave what: a receipt names its giver in words, and perhaps the household.
#[derive(Debug, Default)]
struct Gifts {
    /// The households that each receipt names, or named.
    homes: BTreeMap<RecordId, BTreeSet<RecordId>>,
    /// What was written for the giver.
    donors: BTreeMap<RecordId, BTreeSet<String>>,
    /// The residents of each name.
    called: BTreeMap<String, BTreeSet<RecordId>>,
}

impl Gifts {
    fn see(&mut self, change: &Change) {
        let (ledger, tag) = (change.record.ledger(), change.slot.tag);
        let is_receipt =
            matches!(tag, receipts::HOUSEHOLD | receipts::DONOR) && ledger == LedgerTag::of(receipts::ID);
        let is_name = tag == residents::NAME && ledger == LedgerTag::of(residents::ID);
        if !is_receipt && !is_name {
            return;
        }
        match codec::value(&change.cell) {
            Some(Value::Ref(home)) if tag == receipts::HOUSEHOLD => {
                self.homes.entry(change.record).or_default().insert(home);
            }
            Some(Value::Text(name)) if is_name => {
                self.called.entry(plain_name(&name)).or_default().insert(change.record);
            }
            Some(Value::Text(donor)) if tag == receipts::DONOR => {
                self.donors.entry(change.record).or_default().insert(plain_name(&donor));
            }
            _ => {}
        }
    }

    /// The receipts that are a person's: of his household, or, where none is
    /// named, those whose giver has his name and nobody else's.
    fn of(&self, person: RecordId, trace: &Trace) -> Vec<RecordId> {
        let only = |name: &String| {
            let called = self.called.get(name);
            called.is_some_and(|people| people.len() == 1 && people.contains(&person))
        };
        let own = |(receipt, donors): &(&RecordId, &BTreeSet<String>)| match self.homes.get(*receipt) {
            Some(homes) => homes.iter().any(|home| trace.homes.contains(home)),
            None => donors.iter().any(only),
        };
        self.donors.iter().filter(own).map(|(receipt, _)| *receipt).collect()
    }
}

/// Shows every change of a commit.
pub(super) fn changes_of(envelope: &Envelope, see: &mut See<'_>) {
    let point = envelope.point();
    envelope.commit.changes().for_each(|change| see(point, change));
}

impl Workbench {
    /// Gathers everything that is held on a resident, in full; that and its
    /// reason are written to the log of accesses first.
    pub fn person_export(&mut self, person: RecordId, reason: &str) -> Result<Dossier, Error> {
        refuse_unless_resident(person)?;
        let row = self.existing(person)?;
        self.record_access(Some(person), "person export", reason)?;
        let household = match row.reference(residents::HOUSEHOLD) {
            Some(id) => self.row(id)?,
            None => None,
        };
        let visits = self.rows(visits::ID)?;
        let visits = visits.iter().filter(|row| row.reference(visits::RESIDENT) == Some(person));
        let visits: Vec<Row> = visits.cloned().collect();
        let (mut issues, mut perhaps) = (Vec::new(), Vec::new());
        let name = plain_name(row.text(residents::NAME));
        for case in self.all_cases()?.iter() {
            if self.asker_of(&case.issue)? == Some(person) {
                issues.push(case.clone());
            } else if case.issue.reference(issues::RESIDENT).is_none()
                && !name.is_empty()
                && plain_name(case.issue.text(issues::FROM)) == name
            {
                perhaps.push(case.issue.id);
            }
        }
        let home = household.as_ref().map(|row| row.id);
        perhaps.extend(self.visits_to_all(&home.into_iter().collect())?);
        let log = self.rows(accesses::ID)?;
        let accesses: Vec<Row> =
            log.iter().filter(|row| row.reference(accesses::RECORD) == Some(person)).cloned().collect();
        let named = [residents::ID, households::ID, visits::ID, issues::ID, steps::ID, accesses::ID];
        let mut others = Vec::new();
        // What informs against somebody is told to nobody whom it is about.
        let told = |ledger: &&Ledger| !named.contains(&ledger.id.as_str()) && !is_kept_apart(&ledger.id);
        for ledger in self.catalog().iter().filter(told) {
            let rows = self.rows(&ledger.id)?;
            let refers = |row: &&Row| row.values.values().flatten().any(|value| *value == Value::Ref(person));
            others.extend(rows.iter().filter(refers).cloned());
        }
        let mut history = BTreeMap::new();
        let told = [person].into_iter().chain(household.iter().map(|row| row.id));
        let told = told.chain(visits.iter().chain(&others).map(|row| row.id));
        let told = told.chain(issues.iter().flat_map(|case| {
            let steps = case.standing.steps.iter().map(|step| step.row.id);
            [case.issue.id].into_iter().chain(steps)
        }));
        for id in told {
            history.insert(id, self.history(id)?);
        }
        Ok(Dossier { person: row, household, visits, issues, perhaps, others, accesses, history })
    }

    /// Visits to households that do not say to whom.
    pub(super) fn visits_to_all(&self, homes: &BTreeSet<RecordId>) -> Result<Vec<RecordId>, Error> {
        let rows = self.rows(visits::ID)?;
        let to_all = |row: &&Row| {
            row.reference(visits::RESIDENT).is_none()
                && row.reference(visits::HOUSEHOLD).is_some_and(|home| homes.contains(&home))
        };
        Ok(rows.iter().filter(to_all).map(|row| row.id).collect())
    }

    /// Looks through every commit that is here, since a value that was
    /// replaced is in the log still.
    pub(super) fn trace(
        &self,
        person: RecordId,
        also: &[RecordId],
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Trace, Error> {
        refuse_unless_resident(person)?;
        self.existing(person)?;
        let begun = Trace { tied: also.iter().copied().collect(), ..Trace::default() };
        let mut people = BTreeMap::from([(person, begun)]);
        follow(&mut people, &mut |see| self.each_change(see, progress))?;
        Ok(people.remove(&person).unwrap_or_default())
    }

    /// Every change that is here, applied or waiting; `progress` hears of each commit.
    pub(super) fn each_change(
        &self,
        see: &mut See<'_>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<(), Error> {
        let totals = self.store.totals();
        let applied: u64 = totals.heads.vector().iter().map(|last| last.seq).sum();
        let (mut done, total) = (0, Some(applied + totals.waiting.len() as u64));
        let mut all = |envelope: &Envelope| {
            changes_of(envelope, see);
            done += 1;
            progress::step(progress, Stage::Tracing, done, total)
        };
        for envelope in self.store.in_order(&Vector::default()) {
            all(&envelope?.1)?;
        }
        for point in totals.waiting.keys() {
            if let Some(envelope) = self.store.waiting(*point)? {
                all(&envelope)?;
            }
        }
        Ok(())
    }
}

/// Writes what was gathered to a file that only its owner can read, whole or
/// not at all.
pub fn write_out(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    Ok(files::write_atomic(path, bytes)?)
}

fn refuse_unless_resident(id: RecordId) -> Result<(), Error> {
    if id.ledger() == LedgerTag::of(residents::ID) { Ok(()) } else { Err(Refusal::NotAResident.into()) }
}

/// The records that a change refers to.
fn references(change: &Change) -> impl Iterator<Item = RecordId> {
    written(change).filter_map(|value| match value {
        Value::Ref(id) => Some(id),
        Value::Text(_)
        | Value::Int(_)
        | Value::Bool(_)
        | Value::Date(_)
        | Value::Instant(_)
        | Value::Choice(_)
        | Value::Unknown(..) => None,
    })
}

/// The texts that a change wrote; of what a newer version wrote, its bytes as
/// far as they are text.
fn texts(change: &Change) -> impl Iterator<Item = String> {
    written(change).filter_map(|value| match value {
        Value::Text(text) | Value::Choice(text) => Some(text),
        Value::Unknown(_, bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
        Value::Int(_) | Value::Bool(_) | Value::Date(_) | Value::Instant(_) | Value::Ref(_) => None,
    })
}

/// What a change wrote: the element of a set as well.
fn written(change: &Change) -> impl Iterator<Item = Value> {
    codec::value(&change.cell).into_iter().chain(codec::element_value(&change.slot))
}
