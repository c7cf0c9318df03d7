//! Who lives where, in the order of the list, and by what they are found.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    thread,
};

use crate::{
    domain::{
        id::RecordId,
        natural, privacy,
        roster::{households, is_head, neighbourhoods, residents},
        row::Row,
    },
    search::{Entry, Index},
};

/// Residents and households with the index over them.
#[derive(Debug)]
pub(in crate::tui) struct Roster {
    pub(in crate::tui) residents: Arc<Vec<Row>>,
    pub(in crate::tui) households: Arc<Vec<Row>>,
    /// What the order of the list was made of.
    pub(in crate::tui) neighbourhoods: Arc<Vec<Row>>,
    /// Where those that stand are, by neighbourhood, address and name.
    pub(in crate::tui) order: Vec<usize>,
    /// Those and the households in which nobody is registered, in the same order.
    pub(in crate::tui) listed: Vec<RecordId>,
    /// How many households stand.
    pub(in crate::tui) homes: usize,
    places: HashMap<RecordId, usize>,
    houses: HashMap<RecordId, usize>,
    /// Where the households that stand are, by address.
    by_address: Vec<usize>,
    /// By household: where those who live there are.
    living: HashMap<RecordId, Vec<usize>>,
    pub(in crate::tui) index: Index<RecordId>,
}

/// The order of those who stand; see [`Roster`].
struct Sorted {
    listed: Vec<RecordId>,
    order: Vec<usize>,
    by_address: Vec<usize>,
}

impl Roster {
    /// Indexes the rows.
    pub(in crate::tui) fn new(
        residents: Arc<Vec<Row>>,
        households: Arc<Vec<Row>>,
        neighbourhoods: Arc<Vec<Row>>,
    ) -> Self {
        let by_id = |rows: &[Row]| rows.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
        let (places, houses) = (by_id(&residents), by_id(&households));
        let homes = households.iter().filter(|row| row.stands()).count();
        let mut roster = Self {
            residents,
            households,
            neighbourhoods,
            order: Vec::new(),
            listed: Vec::new(),
            homes,
            places,
            houses,
            by_address: Vec::new(),
            living: HashMap::new(),
            index: Index::new(),
        };
        let (index, sorted) = thread::scope(|scope| {
            let index = scope.spawn(|| roster.people());
            let sorted = roster.sorted();
            (index.join(), sorted)
        });
        let mut index = index.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        roster.take(sorted);
        let places = roster.place_names();
        let place = |row: &Row, tag| row.reference(tag).and_then(|id| places.get(&id).copied());
        for row in roster.listed.iter().filter_map(|id| roster.household(*id)) {
            index.insert(
                row.id,
                &Entry {
                    name: &[row.text(households::HEAD)],
                    text: &[
                        row.text(households::ADDRESS),
                        told(row.text(households::NOTE)),
                        place(row, households::NEIGHBOURHOOD).unwrap_or_default(),
                    ],
                    tails: &[row.text(households::NUMBER)],
                    ends: &[row.text(households::PHONE)],
                },
            );
        }
        index.shrink_to_fit();
        roster.index = index;
        roster
    }

    /// What neighbourhoods are called.
    fn place_names(&self) -> HashMap<RecordId, &str> {
        self.neighbourhoods.iter().map(|row| (row.id, row.text(neighbourhoods::NAME))).collect()
    }

    /// By what the residents are found.
    fn people(&self) -> Index<RecordId> {
        let mut index = Index::new();
        let places = self.place_names();
        let place = |row: &Row, tag| row.reference(tag).and_then(|id| places.get(&id).copied());
        for row in self.residents.iter().filter(|row| row.stands()) {
            let house = row.reference(residents::HOUSEHOLD).and_then(|id| self.household(id));
            let house_text = |tag| house.map_or("", |house| house.text(tag));
            index.insert(
                row.id,
                &Entry {
                    name: &[row.text(residents::NAME)],
                    text: &[
                        row.text(residents::ADDRESS),
                        if house_text(households::ADDRESS) == row.text(residents::ADDRESS) {
                            ""
                        } else {
                            house_text(households::ADDRESS)
                        },
                        told(row.text(residents::NOTE)),
                        place(row, residents::NEIGHBOURHOOD).unwrap_or_default(),
                    ],
                    tails: &[house_text(households::NUMBER)],
                    ends: &[row.text(residents::PHONE), row.text(residents::ID_NUMBER)],
                },
            );
        }
        index
    }

    /// Puts those that stand in order, by neighbourhood, address, and name,
    /// the head of a household first.
    fn sorted(&self) -> Sorted {
        let mut places: Vec<&Row> = self.neighbourhoods.iter().collect();
        places.sort_by_cached_key(|row| natural::place_key(row));
        let ranks: HashMap<RecordId, usize> =
            places.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
        let rank = |row: &Row, tag| {
            let rank = row.reference(tag).and_then(|id| ranks.get(&id).copied());
            rank.unwrap_or(usize::MAX)
        };
        // Many live at one address: each is read once.
        let all = self.residents.iter().map(|row| row.text(residents::ADDRESS));
        let all = all.chain(self.households.iter().map(|row| row.text(households::ADDRESS)));
        let all: HashSet<&str> = all.collect();
        let mut all: Vec<&str> = all.into_iter().collect();
        all.sort_by_cached_key(|address| natural::key(address));
        let addresses: HashMap<&str, usize> = all.into_iter().enumerate().map(|(at, it)| (it, at)).collect();
        let address_rank = |address: &str| addresses.get(address).copied();
        let lived_in: HashSet<RecordId> = self
            .residents
            .iter()
            .filter(|row| row.stands())
            .filter_map(|row| row.reference(residents::HOUSEHOLD))
            .collect();
        let people = self.residents.iter().enumerate().filter(|(_, row)| row.stands()).map(|(at, row)| {
            let house = row.reference(residents::HOUSEHOLD).and_then(|id| self.household(id));
            let own = row.text(residents::ADDRESS);
            let address =
                if own.is_empty() { house.map_or("", |row| row.text(households::ADDRESS)) } else { own };
            let address = address_rank(address);
            let head = is_head(row);
            let key =
                (rank(row, residents::NEIGHBOURHOOD), address, !head, row.text(residents::NAME), row.id);
            (key, Some(at))
        });
        let empty = self.households.iter().filter(|row| row.stands() && !lived_in.contains(&row.id));
        let empty = empty.map(|row| {
            let address = address_rank(row.text(households::ADDRESS));
            let key =
                (rank(row, households::NEIGHBOURHOOD), address, false, row.text(households::HEAD), row.id);
            (key, None)
        });
        let mut all: Vec<_> = people.chain(empty).collect();
        all.sort_unstable();
        let listed = all.iter().map(|((.., id), _)| *id).collect();
        let order = all.iter().filter_map(|(_, at)| *at).collect();
        let homes = self.households.iter().enumerate().filter(|(_, row)| row.stands());
        let mut homes: Vec<_> =
            homes.map(|(at, row)| (address_rank(row.text(households::ADDRESS)), row.id, at)).collect();
        homes.sort_unstable();
        let by_address = homes.into_iter().map(|(.., at)| at).collect();
        Sorted { listed, order, by_address }
    }

    /// Takes an order, and who lives where in it.
    fn take(&mut self, Sorted { listed, order, by_address }: Sorted) {
        (self.listed, self.order, self.by_address) = (listed, order, by_address);
        for at in &self.order {
            let house = self.residents.get(*at).and_then(|row| row.reference(residents::HOUSEHOLD));
            if let Some(house) = house {
                self.living.entry(house).or_default().push(*at);
            }
        }
    }

    /// A resident.
    pub(in crate::tui) fn resident(&self, id: RecordId) -> Option<&Row> {
        self.places.get(&id).and_then(|at| self.residents.get(*at))
    }

    /// A household.
    pub(in crate::tui) fn household(&self, id: RecordId) -> Option<&Row> {
        self.houses.get(&id).and_then(|at| self.households.get(*at))
    }

    /// The households that stand, by address.
    pub(in crate::tui) fn by_address(&self) -> impl Iterator<Item = &Row> {
        self.by_address.iter().filter_map(|at| self.households.get(*at))
    }

    /// Those who live in a household.
    pub(in crate::tui) fn living_in(&self, household: RecordId) -> impl Iterator<Item = &Row> {
        let places = self.living.get(&household).into_iter().flatten();
        places.filter_map(|at| self.residents.get(*at))
    }
}

/// A note as far as it is shown: what tells of somebody's health is not, and so is not found.
fn told(note: &str) -> &str {
    if privacy::tells_of_health(note) { "" } else { note }
}
