//! Whom visits are owed to, and why (domain.md B2–B5, A7, A8, H5).
//!
//! Somebody is on the list because of a fact that a member entered with its
//! basis and its day, or because an issue of his own is open. There is no
//! grade, and nobody is on the list for having asked: once the issue has its
//! result, the line is gone (domain.md §4.2 rules 1–3).

mod unlisted;

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::{
    field::Tag,
    id::{LedgerTag, RecordId},
    input,
    phases::Period,
    roster::{households, residents},
    row::Row,
    rules::Refusal,
    visits::{self, VisitCategory},
};

pub use unlisted::{Unlisted, unlisted};

/// Whether somebody may be put on the list: a fact without its basis is a
/// label (domain.md §4.2 rule 1).
pub fn permit_fact(card: &Row) -> Result<(), Refusal> {
    let tags = tags_of(card.id);
    let is_told = card.all(tags.facts).is_empty() || input::says_something(card.text(tags.basis));
    if is_told { Ok(()) } else { Err(Refusal::NoBasis) }
}

/// Where a card keeps the facts, their basis and their day.
#[derive(Debug, Clone, Copy)]
pub struct FactTags {
    /// The categories.
    pub facts: Tag,
    /// What they rest on.
    pub basis: Tag,
    /// Since when.
    pub since: Tag,
}

/// The tags of a resident's card, or of a household's.
pub fn tags_of(card: RecordId) -> FactTags {
    if card.ledger() == LedgerTag::of(households::ID) {
        FactTags {
            facts: households::VISIT_FACTS,
            basis: households::VISIT_BASIS,
            since: households::VISIT_SINCE,
        }
    } else {
        FactTags {
            facts: residents::VISIT_FACTS,
            basis: residents::VISIT_BASIS,
            since: residents::VISIT_SINCE,
        }
    }
}

/// Why somebody is on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// A fact that was entered, with what it rests on.
    Fact(String),
    /// The numbers of his own open issues.
    Waits(Vec<String>),
}

/// A person or household that is to be visited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// The resident, or the household.
    pub who: RecordId,
    /// For which of the six.
    pub category: VisitCategory,
    /// The neighbourhood.
    pub place: Option<RecordId>,
    /// Why.
    pub reason: Reason,
    /// Since when.
    pub since: Option<Date>,
    /// The last visit of the period that counts for it.
    pub visited: Option<Date>,
}

/// A neighbourhood: who is posted there and how far it was walked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Walked {
    /// Households.
    pub households: usize,
    /// Of those, how many were visited in the period.
    pub visited: usize,
    /// Members posted there on the last day of the period.
    pub posted: Vec<RecordId>,
}

/// How many are to be visited, and how many were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Gauge {
    /// 应访.
    pub due: usize,
    /// 已访.
    pub visited: usize,
}

impl Gauge {
    /// 未访.
    pub fn left(self) -> usize {
        self.due.saturating_sub(self.visited)
    }
}

/// What follows from residents, households, issues and visits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Everybody who is on the list, by category, neighbourhood and name.
    pub called: Vec<Called>,
    /// Each neighbourhood.
    pub places: BTreeMap<RecordId, Walked>,
}

impl Coverage {
    /// How far one category is covered, in one neighbourhood or everywhere.
    pub fn gauge(&self, category: VisitCategory, place: Option<RecordId>) -> Gauge {
        let own = self.called.iter().filter(|called| called.category == category);
        own.filter(|called| place.is_none() || called.place == place).fold(
            Gauge::default(),
            |gauge, called| Gauge {
                due: gauge.due + 1,
                visited: gauge.visited + usize::from(called.visited.is_some()),
            },
        )
    }
}

/// An open issue of a resident's own.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The resident.
    pub resident: RecordId,
    /// The number.
    pub number: String,
    /// The day on which it was registered.
    pub since: Date,
}

/// What coverage is derived from.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// Households; those that are gone do not count.
    pub households: &'a [&'a Row],
    /// Residents; those that are gone do not count.
    pub residents: &'a [&'a Row],
    /// Visits; those that were struck out do not count.
    pub visits: &'a [&'a Row],
    /// Open issues of residents' own.
    pub waiting: &'a [Waiting],
    /// The days that count.
    pub period: Period,
}

/// Derives who is to be visited and who was. A visit to somebody counts for
/// every category he is on the list for: it is entered once (domain.md A4). A
/// visit to a household counts for whoever lives there unless it names another.
pub fn coverage(sources: &Sources<'_>) -> Coverage {
    let homes: HashMap<RecordId, Option<RecordId>> =
        living(sources.residents).map(|row| (row.id, row.reference(residents::HOUSEHOLD))).collect();
    let visits = Visits::of(sources, &homes);
    let mut coverage = Coverage::default();
    let places: HashMap<RecordId, Option<RecordId>> =
        living(sources.households).map(|row| (row.id, row.reference(households::NEIGHBOURHOOD))).collect();
    let home_place = |row: &Row| row.reference(residents::HOUSEHOLD).and_then(|home| *places.get(&home)?);
    let place_of = |row: &Row| row.reference(residents::NEIGHBOURHOOD).or_else(|| home_place(row));
    for row in living(sources.households) {
        let place = row.reference(households::NEIGHBOURHOOD);
        let visited = visits.of_home.get(&row.id).copied();
        if let Some(place) = place {
            let walked = coverage.places.entry(place).or_default();
            walked.households += 1;
            walked.visited += usize::from(visited.is_some());
        }
        coverage.called.extend(facts(row).map(|called| Called { place, visited, ..called }));
    }
    for row in living(sources.residents) {
        let place = place_of(row);
        let visited = visits.of_resident(row.id, &homes);
        coverage.called.extend(facts(row).map(|called| Called { place, visited, ..called }));
    }
    let people: HashMap<RecordId, &Row> = living(sources.residents).map(|row| (row.id, row)).collect();
    let mut waits: BTreeMap<RecordId, (Vec<String>, Date)> = BTreeMap::new();
    for waiting in sources.waiting.iter().filter(|waiting| people.contains_key(&waiting.resident)) {
        let (numbers, since) = waits.entry(waiting.resident).or_insert_with(|| (Vec::new(), waiting.since));
        numbers.push(waiting.number.clone());
        *since = (*since).min(waiting.since);
    }
    for (who, (numbers, since)) in waits {
        // Somebody who was seen before he asked has not been heard on it.
        let visited = visits.of_resident(who, &homes).filter(|day| *day >= since);
        coverage.called.push(Called {
            who,
            category: VisitCategory::Petitioner,
            place: people.get(&who).and_then(|row| place_of(row)),
            reason: Reason::Waits(numbers),
            since: Some(since),
            visited,
        });
    }
    coverage.called.sort_by_key(|called| (called.category, called.place, called.since, called.who));
    coverage
}

fn living<'r>(rows: &[&'r Row]) -> impl Iterator<Item = &'r Row> {
    rows.iter().copied().filter(|row| row.stands())
}

/// The last days of visits.
struct Visits {
    /// To a resident by name.
    to: HashMap<RecordId, Date>,
    /// To a household without saying to whom.
    at: HashMap<RecordId, Date>,
    /// To a household or anybody in it.
    of_home: HashMap<RecordId, Date>,
}

impl Visits {
    fn of(sources: &Sources<'_>, homes: &HashMap<RecordId, Option<RecordId>>) -> Self {
        let mut found = Self { to: HashMap::new(), at: HashMap::new(), of_home: HashMap::new() };
        let note = |map: &mut HashMap<RecordId, Date>, key: RecordId, day: Date| {
            let last = map.entry(key).or_insert(day);
            *last = (*last).max(day);
        };
        for visit in living(sources.visits) {
            let Some(day) = visit.date(visits::DATE).filter(|day| sources.period.contains(*day)) else {
                continue;
            };
            let (to, at) = (visit.reference(visits::RESIDENT), visit.reference(visits::HOUSEHOLD));
            if let Some(resident) = to {
                note(&mut found.to, resident, day);
            } else if let Some(home) = at {
                note(&mut found.at, home, day);
            }
            let home = at.or_else(|| to.and_then(|resident| *homes.get(&resident)?));
            if let Some(home) = home {
                note(&mut found.of_home, home, day);
            }
        }
        found
    }

    fn of_resident(&self, id: RecordId, homes: &HashMap<RecordId, Option<RecordId>>) -> Option<Date> {
        let home = homes.get(&id).copied().flatten();
        let at_home = home.and_then(|home| self.at.get(&home));
        [self.to.get(&id), at_home].into_iter().flatten().copied().max()
    }
}

/// The facts of a card, one line each.
fn facts(card: &Row) -> impl Iterator<Item = Called> {
    let tags = tags_of(card.id);
    let (basis, since) = (card.text(tags.basis).to_owned(), card.date(tags.since));
    let own = card.all(tags.facts).iter().filter_map(|value| VisitCategory::from_key(value.as_text()?));
    // What a newer or forged bundle brings: nobody is put among those who wait,
    // and nobody is on the list for a reason that rests on nothing.
    let is_told = permit_fact(card).is_ok();
    let entered = own.filter(|category| is_told && *category != VisitCategory::Petitioner);
    let entered: Vec<VisitCategory> = entered.collect();
    let who = card.id;
    entered.into_iter().map(move |category| Called {
        who,
        category,
        place: None,
        reason: Reason::Fact(basis.clone()),
        since,
        visited: None,
    })
}

/// A visit of before that somebody plans to follow with another (domain.md H5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recent {
    /// Its record.
    pub visit: RecordId,
    /// Its day.
    pub day: Date,
    /// How many days before.
    pub days: i64,
}

/// The last visit to a household or a resident in the `within` days before
/// `day`: whoever goes again asks himself whether the call disturbs. A hint,
/// never a bar.
pub fn recent<'v>(
    visits: impl IntoIterator<Item = &'v Row>,
    home: Option<RecordId>,
    resident: Option<RecordId>,
    day: Date,
    within: i64,
) -> Option<Recent> {
    let same = |visit: &&Row| {
        let at = home.is_some() && visit.reference(visits::HOUSEHOLD) == home;
        visit.stands() && (at || resident.is_some() && visit.reference(visits::RESIDENT) == resident)
    };
    let near = visits.into_iter().filter(same).filter_map(|visit| {
        let on = visit.date(visits::DATE)?;
        let days = super::calendar::days_between(on, day);
        (0..=within).contains(&days).then_some(Recent { visit: visit.id, day: on, days })
    });
    near.max_by_key(|recent| (recent.day, recent.visit))
}

#[cfg(test)]
mod tests;
