//! By which words a record is found, and the order in which records stand.

use std::collections::HashMap;

use super::Found;
use crate::{
    domain::{
        field::{Kind, Search},
        id::RecordId,
        issues::issues,
        ledger::Ledger,
        natural, privacy,
        roster::{households, is_head, neighbourhoods, residents},
        row::Row,
    },
    search::{Entry, Index},
    workbench::{Error, Workbench},
};

/// Those that the words find, best first.
///
/// A resident is found by the household's address and number as well, and
/// everything by the name of its neighbourhood.
pub(super) fn matching(
    bench: &Workbench,
    ledger: &Ledger,
    found: Vec<Found>,
    query: &str,
) -> Result<Vec<Found>, Error> {
    let around = Around::of(bench)?;
    let mut index = Index::new();
    for (at, found) in found.iter().enumerate() {
        let texts = |search: Search, hidden: bool| -> Vec<&str> {
            let fields = ledger.fields.iter().filter(|field| field.search == search);
            let all =
                fields.flat_map(|field| found.row.all(field.tag).iter().map(move |value| (field, value)));
            let told = all.filter(|(field, value)| privacy::is_hidden(field, value) == hidden);
            told.filter_map(|(_, value)| value.as_text()).collect()
        };
        // Of what is hidden, the ends of numbers are shown.
        let (name, ends) = (texts(Search::Name, false), texts(Search::Tail, true));
        let (mut text, mut tails) = (texts(Search::Text, false), texts(Search::Tail, false));
        text.extend(around.places(ledger, &found.row));
        if let Some(house) = around.house(ledger, &found.row) {
            text.push(house.text(households::ADDRESS));
            tails.push(house.text(households::NUMBER));
        }
        index.insert(at, &Entry { name: &name, text: &text, tails: &tails, ends: &ends });
    }
    let hits = index.search(query, found.len());
    let mut found: Vec<Option<Found>> = found.into_iter().map(Some).collect();
    Ok(hits.best.iter().filter_map(|hit| found.get_mut(hit.key).and_then(Option::take)).collect())
}

/// Puts records in the order that people look for them: residents and
/// households by neighbourhood, address and name, the head of a household first;
/// neighbourhoods by their number; what is written day by day as it came.
pub(super) fn put_in_order(bench: &Workbench, ledger: &Ledger, found: &mut [Found]) -> Result<(), Error> {
    match &*ledger.id {
        issues::ID => {}
        neighbourhoods::ID => {
            found.sort_by_cached_key(|found| (natural::place_key(&found.row), found.row.id));
        }
        residents::ID | households::ID => {
            let around = Around::of(bench)?;
            found.sort_by_cached_key(|found| around.key(ledger, &found.row));
        }
        _ => found.sort_by_key(|found| found.row.place()),
    }
    Ok(())
}

/// Place, address, whether not the head, name.
type Key = (usize, (Vec<natural::Part>, String), bool, String, RecordId);

/// Neighbourhoods and households, by which others are found and ordered.
struct Around {
    places: HashMap<RecordId, (usize, String)>,
    houses: HashMap<RecordId, Row>,
}

impl Around {
    fn of(bench: &Workbench) -> Result<Self, Error> {
        let places = bench.places()?;
        let named = |(at, row): (usize, Row)| (row.id, (at, row.text(neighbourhoods::NAME).to_owned()));
        Ok(Self {
            places: places.into_iter().enumerate().map(named).collect(),
            houses: bench.standing(households::ID)?.into_iter().map(|row| (row.id, row)).collect(),
        })
    }

    /// The names of the neighbourhoods that a record refers to.
    fn places<'a>(&'a self, ledger: &'a Ledger, row: &'a Row) -> impl Iterator<Item = &'a str> {
        let refers = |kind: &Kind| matches!(kind, Kind::Ref(to) if to == neighbourhoods::ID);
        let fields = ledger.fields.iter().filter(move |field| refers(&field.kind));
        let names = fields.filter_map(|field| self.places.get(&row.reference(field.tag)?));
        names.map(|(_, name)| name.as_str())
    }

    /// The household of a resident.
    fn house(&self, ledger: &Ledger, row: &Row) -> Option<&Row> {
        let resident = ledger.id == residents::ID;
        row.reference(residents::HOUSEHOLD).filter(|_| resident).and_then(|id| self.houses.get(&id))
    }

    /// What residents and households are ordered by.
    fn key(&self, ledger: &Ledger, row: &Row) -> Key {
        let (place, address, head, name) = if ledger.id == residents::ID {
            let own = row.text(residents::ADDRESS);
            let shared = self.house(ledger, row).map_or("", |house| house.text(households::ADDRESS));
            let address = if own.is_empty() { shared } else { own };
            let head = is_head(row);
            (residents::NEIGHBOURHOOD, address, head, row.text(residents::NAME))
        } else {
            (households::NEIGHBOURHOOD, row.text(households::ADDRESS), true, row.text(households::HEAD))
        };
        let rank = row.reference(place).and_then(|id| self.places.get(&id)).map(|(at, _)| *at);
        (rank.unwrap_or(usize::MAX), natural::key(address), !head, name.to_owned(), row.id)
    }
}
