//! A bar that comes with a later link: whoever links a visit to what is about a
//! member, or says so of an issue that it refers to, bars him from what the visit
//! had raised before.
//!
//! It is derived from the visits, the issues and what was merged, never stored, so
//! that it does not matter on which laptop and in which order they were written.
//! Taken out with a reason after the link, it stays out. Whoever made the visit or
//! entered the issue himself keeps it, and so does whoever handled it before the
//! link, unless it names him: he knows who asked, and losing it would tell him.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::Timestamp;

use super::{is_concerned, is_named};
use crate::{
    domain::{
        id::{LedgerTag, RecordId},
        issues::{issues, steps},
        recusal,
        row::Row,
        team::members,
        value::Value,
        visits,
    },
    log::{
        commit::{Dot, Slot},
        record::{Mark, Record},
        stamp::Stamp,
    },
    store::codec,
    workbench::{bench::Workbench, error::Error, view},
};

/// A visit as the store has it.
struct Trip {
    /// The commits that wrote it.
    marks: Vec<Mark>,
    /// The issues to which it refers, each since which commit.
    links: Vec<(RecordId, Mark)>,
    /// What was raised on it.
    raised: Vec<RecordId>,
}

impl Trip {
    fn read(record: &Record) -> Option<Self> {
        let tag = LedgerTag::of(issues::ID);
        let mut links = Vec::new();
        for slot in record.slots().filter(|slot| slot.tag == visits::ISSUES) {
            let Some(Value::Ref(issue)) = codec::element_value(slot) else { continue };
            let versions = record.versions(slot);
            let alive = versions.iter().filter(|version| !version.cell.is_none());
            let first = alive.map(|version| *version.mark).min_by_key(|mark| (mark.stamp, mark.dot));
            links.extend(first.filter(|_| issue.ledger() == tag).map(|mark| (issue, mark)));
        }
        // Most visits refer to nothing: what else they are is not looked at.
        (!links.is_empty()).then(|| Self { marks: record.history(), links, raised: Vec::new() })
    }
}

/// What is read of the steps of issues.
#[derive(Default)]
struct Taken {
    /// What was merged, and when.
    merges: Vec<(RecordId, RecordId, Stamp)>,
    /// When each step was entered, by whom.
    steps: HashMap<RecordId, Vec<Mark>>,
}

/// Whom issues are said to be about, each since when.
type Said = HashMap<RecordId, BTreeMap<String, Stamp>>;

/// Issues by the moment in which each began.
type Begun = HashMap<(Timestamp, u32), Vec<RecordId>>;

impl Workbench {
    /// Says of issues that they are about whom the visit tells of on which they were
    /// raised; answers whether any visit is such that a later one could change that.
    pub(in crate::workbench) fn bar_what_was_raised(&self, rows: &mut [Row]) -> Result<bool, Error> {
        if rows.iter().all(|row| row.all(issues::ABOUT).is_empty()) {
            return Ok(false);
        }
        let trips = self.trips(rows)?;
        if trips.is_empty() {
            return Ok(false);
        }
        let (members, taken) = (self.rows(members::ID)?, self.taken_steps(&trips)?);
        let places: HashMap<RecordId, usize> =
            rows.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
        let mut said = self.said(rows)?;
        let mut barred = BTreeSet::new();
        loop {
            let mut found = BTreeMap::new();
            for trip in &trips {
                for (linked, link) in &trip.links {
                    for (name, since) in names_of(*linked, &said, &taken.merges) {
                        let since = since.max(link.stamp);
                        for raised in trip.raised.iter().filter(|raised| *raised != linked) {
                            let Some(row) = places.get(raised).and_then(|at| rows.get(*at)) else { continue };
                            if self.follows(row, &name, since, trip, &members, &taken)? {
                                found.insert((*raised, name.clone()), since);
                            }
                        }
                    }
                }
            }
            if found.is_empty() {
                break;
            }
            for ((issue, name), since) in found {
                let row = places.get(&issue).and_then(|at| rows.get_mut(*at));
                if let Some(row) = row {
                    row.values.of(issues::ABOUT).push(Value::Text(name.clone()));
                    said.entry(issue).or_default().insert(name, since);
                    barred.insert(issue);
                }
            }
        }
        for row in rows.iter_mut().filter(|row| barred.contains(&row.id)) {
            Self::leave_out_helpers(row, &members);
        }
        Ok(true)
    }

    /// Whom the issues themselves are said to be about.
    fn said(&self, rows: &[Row]) -> Result<Said, Error> {
        let mut said = Said::new();
        for row in rows.iter().filter(|row| !row.all(issues::ABOUT).is_empty()) {
            let record = self.store.record(row.id)?;
            let names = said.entry(row.id).or_default();
            for name in row.all(issues::ABOUT) {
                let slot = codec::element(issues::ABOUT, name);
                let versions = record.iter().flat_map(|record| record.versions(&slot));
                let since = versions.map(|version| version.mark.stamp).min().unwrap_or_default();
                names.extend(name.as_text().map(|name| (name.to_owned(), since)));
            }
        }
        Ok(said)
    }

    /// The visits on which something was raised and that refer to something besides.
    fn trips(&self, rows: &[Row]) -> Result<Vec<Trip>, Error> {
        let ledger = self.ledger(visits::ID)?;
        let read = |_id, record: Record| (record.first_mark().map(|mark| mark.dot), Trip::read(&record));
        let all = self.store.mapped(ledger.tag, &read)?;
        // Several visits that began in one commit came by a sheet: nothing ties to one of them alone.
        let mut began: HashMap<Dot, usize> = HashMap::new();
        for dot in all.iter().filter_map(|(dot, _)| *dot) {
            *began.entry(dot).or_default() += 1;
        }
        let mut moments = Begun::new();
        for row in rows {
            moments.entry((row.created, row.turn)).or_default().push(row.id);
        }
        let mut trips = Vec::new();
        for (first, mut trip) in all.into_iter().filter_map(|(dot, trip)| Some((dot?, trip?))) {
            for mark in &trip.marks {
                let alone = mark.dot == first && began.get(&first) == Some(&1);
                let same = moments.get(&(view::moment(mark.stamp), mark.stamp.counter));
                for issue in same.into_iter().flatten() {
                    let is_linked = trip.links.iter().any(|(linked, _)| linked == issue);
                    if (alone || is_linked) && self.began_in(*issue, mark.dot)? {
                        trip.raised.push(*issue);
                    }
                }
            }
            if trip.links.iter().any(|(linked, _)| trip.raised.iter().any(|raised| raised != linked)) {
                trips.push(trip);
            }
        }
        Ok(trips)
    }

    fn began_in(&self, issue: RecordId, dot: Dot) -> Result<bool, Error> {
        let record = self.store.record(issue)?;
        Ok(record.and_then(|record| record.first_mark().copied()).is_some_and(|mark| mark.dot == dot))
    }

    /// What was merged, and who did what about the issues that visits raised.
    fn taken_steps(&self, trips: &[Trip]) -> Result<Taken, Error> {
        let asked: HashSet<RecordId> = trips.iter().flat_map(|trip| trip.raised.iter().copied()).collect();
        let ledger = self.ledger(steps::ID)?;
        let read = |_id, record: Record| {
            let told = |tag| match record.value(&Slot::single(tag)).and_then(codec::value) {
                Some(Value::Ref(id)) => Some(id),
                Some(_) | None => None,
            };
            Some((told(steps::ISSUE)?, told(steps::INTO), *record.first_mark()?))
        };
        let mut taken = Taken::default();
        for (issue, into, mark) in self.store.mapped(ledger.tag, &read)?.into_iter().flatten() {
            taken.merges.extend(into.map(|into| (issue, into, mark.stamp)));
            if asked.contains(&issue) {
                taken.steps.entry(issue).or_default().push(mark);
            }
        }
        Ok(taken)
    }

    /// Whether an issue that was raised on a visit is about somebody because of what the visit refers to.
    fn follows(
        &self,
        issue: &Row,
        name: &str,
        since: Stamp,
        trip: &Trip,
        members: &[Row],
        taken: &Taken,
    ) -> Result<bool, Error> {
        let told = |value: &Value| value.as_text() == Some(name);
        if issue.all(issues::ABOUT).iter().any(told) || !is_concerned(issue, name, members) {
            return Ok(false);
        }
        let meant = members.iter().filter(|member| recusal::bars_member(std::iter::once(name), member));
        let meant: BTreeSet<RecordId> = meant.map(|member| member.id).collect();
        let Some(record) = self.store.record(issue.id)? else { return Ok(false) };
        for began in [trip.marks.first(), record.history().first()].into_iter().flatten() {
            if !self.writers_by(began)?.is_disjoint(&meant) {
                return Ok(false);
            }
        }
        let slot = codec::element(issues::ABOUT, &Value::Text(name.to_owned()));
        for version in record.versions(&slot) {
            if version.cell.is_none()
                && version.mark.stamp > since
                && self.may_clear(issue.id, version.mark, &meant)?
            {
                return Ok(false);
            }
        }
        Ok(is_named(issue, name, members) || !self.handled_before(issue.id, &meant, since, taken)?)
    }

    /// Whether one of some members did something about an issue before a moment.
    fn handled_before(
        &self,
        issue: RecordId,
        members: &BTreeSet<RecordId>,
        moment: Stamp,
        taken: &Taken,
    ) -> Result<bool, Error> {
        for mark in taken.steps.get(&issue).into_iter().flatten().filter(|mark| mark.stamp < moment) {
            if !self.writers_by(mark)?.is_disjoint(members) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Whom an issue is said to be about, and what is one matter with it, each since when.
fn names_of(issue: RecordId, said: &Said, merges: &[(RecordId, RecordId, Stamp)]) -> BTreeMap<String, Stamp> {
    let (mut matter, mut since) = (BTreeSet::from([issue]), Stamp::default());
    loop {
        let known = matter.len();
        for (from, into, at) in merges {
            if matter.contains(from) != matter.contains(into) {
                matter.extend([*from, *into]);
                since = since.max(*at);
            }
        }
        if matter.len() == known {
            break;
        }
    }
    let mut names = BTreeMap::new();
    for part in matter {
        for (name, told) in said.get(&part).into_iter().flatten() {
            let told = if part == issue { *told } else { since.max(*told) };
            let first = names.entry(name.clone()).or_insert(told);
            *first = told.min(*first);
        }
    }
    names
}
