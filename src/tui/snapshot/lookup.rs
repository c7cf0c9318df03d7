//! Where things are, and how many: worked out once for all frames, so that no
//! key waits until a ledger was gone through.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::Snapshot;
use crate::{
    domain::{
        field::Tag,
        id::RecordId,
        ledger::{Catalog, Ledger},
        roster::refers_to_people,
        row::Row,
        visits,
    },
    workbench::{
        agenda::{Agenda, Section},
        steps::Case,
    },
};

/// The most lines of one section of the agenda that are listed.
const MOST: usize = 50;

/// How many issues there are of what; what was merged into another is counted with that.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::tui) struct Tally {
    /// Open, and nobody was answered.
    pub(in crate::tui) unanswered: usize,
    /// Past their day.
    pub(in crate::tui) late: usize,
    /// Those of them whose people were answered, so that a result is waited for.
    pub(in crate::tui) late_answered: usize,
    /// Open, and due by Sunday.
    pub(in crate::tui) week: usize,
    /// Closed.
    pub(in crate::tui) closed: usize,
}

/// A section of the agenda: how many lines it has, and the first of them.
#[derive(Debug, Default)]
pub(in crate::tui) struct Listed {
    pub(in crate::tui) count: usize,
    /// Places in the agenda.
    pub(in crate::tui) first: Vec<usize>,
}

/// Plain data, made when the rest is read.
#[derive(Debug, Default)]
pub(in crate::tui) struct Lookup {
    cases: HashMap<RecordId, usize>,
    /// Where records of the ledgers that people add to are in the rows of theirs.
    books: HashMap<RecordId, usize>,
    /// By resident or household: the visits.
    visits: HashMap<RecordId, Vec<usize>>,
    /// By resident: the issues.
    asked: HashMap<RecordId, Vec<usize>>,
    /// By resident or household: the records that refer to it.
    mentions: HashMap<RecordId, Vec<RecordId>>,
    tally: Tally,
    sections: HashMap<Section, Listed>,
    pressing: usize,
    unanswered: usize,
}

impl Lookup {
    /// Goes through everything once.
    pub(in crate::tui) fn new<'a>(
        cases: &[Case],
        told_visits: &[Row],
        agenda: &Agenda,
        catalog: &Catalog,
        books: impl Fn(&str) -> &'a [Row],
        today: Date,
    ) -> Self {
        let mut lookup = Self {
            cases: cases.iter().enumerate().map(|(at, case)| (case.issue.id, at)).collect(),
            pressing: agenda.pressing(),
            unanswered: agenda.unanswered().count(),
            ..Self::default()
        };
        for (at, visit) in told_visits.iter().enumerate() {
            let who = [visits::RESIDENT, visits::HOUSEHOLD].map(|tag| visit.reference(tag));
            for id in who.into_iter().flatten() {
                lookup.visits.entry(id).or_default().push(at);
            }
        }
        for (at, case) in cases.iter().enumerate() {
            let who: HashSet<RecordId> = case.residents().into_iter().collect();
            for id in who {
                lookup.asked.entry(id).or_default().push(at);
            }
            lookup.count(case, today);
        }
        for (at, item) in agenda.items.iter().enumerate() {
            let listed = lookup.sections.entry(item.section).or_default();
            listed.count += 1;
            if listed.count <= MOST {
                listed.first.push(at);
            }
        }
        for ledger in catalog.iter() {
            lookup.read(ledger, books(&ledger.id));
        }
        lookup
    }

    fn count(&mut self, case: &Case, today: Date) {
        let standing = &case.standing;
        if standing.merged_into.is_some() {
            return;
        }
        let is_late = standing.is_overdue(today);
        self.tally.late += usize::from(is_late);
        self.tally.late_answered += usize::from(is_late && standing.answered);
        if standing.is_closed() {
            self.tally.closed += 1;
            return;
        }
        self.tally.unanswered += usize::from(!standing.answered);
        let is_of_week = (today..=end_of_week(today)).contains(&standing.running.next_day());
        self.tally.week += usize::from(is_of_week);
    }

    fn read(&mut self, ledger: &Ledger, rows: &[Row]) {
        self.books.extend(rows.iter().enumerate().map(|(at, row)| (row.id, at)));
        let of_people = ledger.fields.iter().filter(|field| refers_to_people(&field.kind));
        let tags: Vec<Tag> = of_people.map(|field| field.tag).collect();
        if tags.is_empty() {
            return;
        }
        for row in rows {
            let who: HashSet<RecordId> = tags.iter().flat_map(|tag| row.references(*tag)).collect();
            for id in who {
                self.mentions.entry(id).or_default().push(row.id);
            }
        }
    }
}

impl Snapshot {
    /// The case of an issue.
    pub(in crate::tui) fn case(&self, issue: RecordId) -> Option<&Case> {
        self.cases.get(*self.lookup.cases.get(&issue)?)
    }

    /// Where an issue is among all of them.
    pub(in crate::tui) fn place_of(&self, issue: RecordId) -> Option<usize> {
        self.lookup.cases.get(&issue).copied()
    }

    /// A record of a ledger that people add to.
    pub(in crate::tui) fn row_of(&self, id: RecordId) -> Option<&Row> {
        let ledger = self.catalog.of(id)?;
        self.rows_of(&ledger.id).get(*self.lookup.books.get(&id)?)
    }

    /// The visits to somebody or to a household, those struck out too, in the order of their ledger.
    pub(in crate::tui) fn visits_to(&self, who: impl IntoIterator<Item = RecordId>) -> Vec<&Row> {
        let places = who.into_iter().filter_map(|id| self.lookup.visits.get(&id)).flatten().copied();
        let mut places: Vec<usize> = places.collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().filter_map(|at| self.visits.get(at)).collect()
    }

    /// The last day on which somebody or a household was visited; what was struck out is none, nor
    /// is what is only planned.
    pub(in crate::tui) fn last_visit(&self, who: impl IntoIterator<Item = RecordId>) -> Option<Date> {
        let places = who.into_iter().filter_map(|id| self.lookup.visits.get(&id)).flatten();
        let is_past = |visit: &&Row| visit.stands() && !visits::is_plan(visit, self.today);
        let past = places.filter_map(|at| self.visits.get(*at)).filter(is_past);
        past.filter_map(|visit| visit.date(visits::DATE)).max()
    }

    /// The issues that somebody raised, or joined in.
    pub(in crate::tui) fn asked_by(&self, resident: RecordId) -> impl Iterator<Item = &Case> {
        let places = self.lookup.asked.get(&resident).into_iter().flatten();
        places.filter_map(|at| self.cases.get(*at))
    }

    /// The records of other ledgers that refer to somebody or to a household, by ledger.
    pub(in crate::tui) fn mentions_of(&self, who: impl IntoIterator<Item = RecordId>) -> Vec<&Row> {
        let mut seen = HashSet::new();
        let ids = who.into_iter().filter_map(|id| self.lookup.mentions.get(&id)).flatten();
        ids.filter(|id| seen.insert(**id)).filter_map(|id| self.row_of(*id)).collect()
    }

    /// How many issues there are of what.
    pub(in crate::tui) fn tally(&self) -> Tally {
        self.lookup.tally
    }

    /// A section of the agenda; none where it is empty.
    pub(in crate::tui) fn section(&self, section: Section) -> Option<&Listed> {
        self.lookup.sections.get(&section)
    }

    /// How many wait for an answer, and how many of them are due or late.
    pub(in crate::tui) fn waiting(&self) -> (usize, usize) {
        (self.lookup.unanswered, self.lookup.pressing)
    }
}

fn end_of_week(today: Date) -> Date {
    let days = 7 - i64::from(today.weekday().to_monday_one_offset());
    today.checked_add(jiff::Span::new().days(days)).unwrap_or(today)
}
