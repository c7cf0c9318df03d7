//! 走访月报: households reached and what they raised, in the month and since the
//! beginning (domain.md §2.3). Of the group's work, never of a member's or a household's.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::{
    domain::{figures::State, id::RecordId, roster::residents, row::Row, visits},
    workbench::{Error, Workbench},
};

/// A figure of the days asked for, and of all until their end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figure {
    /// In these days.
    pub now: usize,
    /// In all.
    pub total: usize,
}

/// The figures of the form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VisitMonth {
    /// 入户走访户数: households reached at home, each once.
    pub at_home: Figure,
    /// 非入户走访户数: reached by telephone or otherwise, and not at home.
    pub otherwise: Figure,
    /// Visits that were made.
    pub visits: Figure,
    /// Matters registered, by class; without one the class is empty. Those merged count once.
    pub classes: BTreeMap<String, Figure>,
}

impl Workbench {
    /// Counts them anew from the records.
    pub fn visit_month(&self, from: Date, to: Date) -> Result<VisitMonth, Error> {
        let mut told = VisitMonth::default();
        let (mut now, mut all) = (Reached::default(), Reached::default());
        for visit in self.done_visits()?.iter() {
            let Some(day) = visit.date(visits::DATE).filter(|day| *day <= to) else { continue };
            let home = self.home_of(visit)?;
            all.count(visit, home);
            told.visits.total += 1;
            if day >= from {
                now.count(visit, home);
                told.visits.now += 1;
            }
        }
        told.at_home = Figure { now: now.at_home.len(), total: all.at_home.len() };
        told.otherwise = Figure { now: now.only_otherwise(), total: all.only_otherwise() };
        for fact in self.facts_at(to)?.values().filter(|fact| fact.state != State::Merged) {
            let figure = told.classes.entry(fact.class.clone()).or_default();
            figure.total += usize::from(fact.registered <= to);
            figure.now += usize::from((from..=to).contains(&fact.registered));
        }
        told.classes.retain(|_, figure| figure.total > 0);
        Ok(told)
    }

    /// The household that a visit was to; the person, where no household is known.
    fn home_of(&self, visit: &Row) -> Result<Option<RecordId>, Error> {
        let person = visit.reference(visits::RESIDENT);
        let row = person.map(|id| self.row(id)).transpose()?.flatten();
        let of_person = row.and_then(|row| row.reference(residents::HOUSEHOLD));
        Ok(visit.reference(visits::HOUSEHOLD).or(of_person).or(person))
    }
}

/// Households reached, by the way.
#[derive(Default)]
struct Reached {
    at_home: BTreeSet<RecordId>,
    otherwise: BTreeSet<RecordId>,
}

impl Reached {
    fn count(&mut self, visit: &Row, home: Option<RecordId>) {
        // Where nobody says otherwise, to visit is to go there.
        let is_at_home = matches!(visit.text(visits::WAY), "" | "in_person");
        (if is_at_home { &mut self.at_home } else { &mut self.otherwise }).extend(home);
    }

    fn only_otherwise(&self) -> usize {
        self.otherwise.difference(&self.at_home).count()
    }
}
