//! The order of lists: worked out when data are read, and when somebody sorts
//! otherwise, so that no key waits until a ledger was sorted.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::{Arrangement, ISSUES, PROJECTS, RESIDENTS, Sort};
use crate::{
    domain::{
        field::{Field, Kind},
        id::RecordId,
        ledger::{Catalog, Ledger, Nature},
        natural, privacy,
        projects::{Progress, projects as help},
        roster::{households, neighbourhoods, residents},
        row::Row,
        standing::{Status, registered},
        value::Value,
    },
    search,
    tui::{
        screens::{
            issues,
            residents::{Further, address_in, further as residents_further},
            today::from_of,
        },
        snapshot::Snapshot,
    },
};

/// The orders of lists that are known.
#[derive(Debug, Clone, Default)]
pub(in crate::tui) struct Orders {
    known: BTreeMap<String, Order>,
}

/// The order of one list.
#[derive(Debug, Clone)]
struct Order {
    by: Option<Sort>,
    /// What it was worked out from; none where it follows from more than a ledger's rows.
    of: Option<(Arc<Vec<Row>>, Arc<Catalog>)>,
    ids: Arc<Vec<RecordId>>,
}

impl Orders {
    /// Works out the orders of all ledgers, and of the screens that are sorted, as far as
    /// what they follow from has changed.
    pub(in crate::tui) fn renew(&mut self, data: &Snapshot, arrangement: &Arrangement) {
        let is_same = |list: &String, order: &Order| {
            let now = data.books.get(list);
            let of = order.of.as_ref().zip(now);
            of.is_some_and(|((rows, catalog), now)| {
                Arc::ptr_eq(rows, now) && Arc::ptr_eq(catalog, &data.catalog)
            })
        };
        self.known.retain(|list, order| is_same(list, order));
        for list in data.books.keys().map(String::as_str).chain([RESIDENTS, ISSUES, PROJECTS]) {
            self.settle(data, list, arrangement.sort(list));
        }
    }

    /// Whether an order is known already.
    #[cfg(test)]
    pub(in crate::tui) fn knows(&self, list: &str, by: Option<&Sort>) -> bool {
        self.known.get(list).is_some_and(|order| order.by.as_ref() == by)
    }

    /// The order of a list, worked out where it is not known; none for a screen that is
    /// not sorted: it has an order of its own.
    pub(in crate::tui) fn settle(
        &mut self,
        data: &Snapshot,
        list: &str,
        by: Option<&Sort>,
    ) -> Option<Arc<Vec<RecordId>>> {
        if let Some(known) = self.known.get(list).filter(|order| order.by.as_ref() == by) {
            return Some(Arc::clone(&known.ids));
        }
        let mut of = None;
        let ids = match (list, by) {
            (RESIDENTS | ISSUES | PROJECTS, None) => {
                self.known.remove(list);
                return None;
            }
            (RESIDENTS, Some(by)) => of_residents(data, by),
            (ISSUES, Some(by)) => of_issues(data, by),
            (PROJECTS, Some(by)) => of_projects(data, by),
            (id, by) => {
                let ledger = data.catalog.get(id)?;
                let field = by.map_or_else(|| ledger.name_field(), |by| ledger.field_by_key(&by.by));
                let follows_names = field.is_some_and(|field| matches!(field.kind, Kind::Ref(_)));
                of = data.books.get(id).filter(|_| !follows_names);
                of_ledger(data, ledger, by)
            }
        };
        let ids = Arc::new(ids);
        let of = of.map(|rows| (Arc::clone(rows), Arc::clone(&data.catalog)));
        self.known.insert(list.to_owned(), Order { by: by.cloned(), of, ids: Arc::clone(&ids) });
        Some(ids)
    }
}

impl Snapshot {
    /// The order of a list; see [`Orders::settle`].
    pub(in crate::tui) fn order_of(&mut self, list: &str, by: Option<&Sort>) -> Option<Arc<Vec<RecordId>>> {
        let mut orders = std::mem::take(&mut self.orders);
        let order = orders.settle(self, list, by);
        self.orders = orders;
        order
    }
}

/// What is compared: text as people count, of names how they are read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Text((Vec<natural::Part>, String)),
    Name(String, String),
    /// The place in a closed list.
    Place(usize),
    Value(Value),
}

impl Key {
    /// Nothing where there is no text.
    fn text(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self::Text(natural::key(text)))
    }
}

/// How names are read, each looked up once: many share one.
#[derive(Default)]
struct Readings(HashMap<String, String>);

impl Readings {
    fn key(&mut self, name: &str) -> Option<Key> {
        if name.is_empty() {
            return None;
        }
        let read = || search::readings(name).full.into_iter().next().unwrap_or_default();
        let read = self.0.entry(name.to_owned()).or_insert_with(read).clone();
        Some(Key::Name(read, name.to_owned()))
    }
}

/// Sorts by keys, what has none at the end either way; what is alike stays as it was.
fn sorted(all: Vec<(Option<Key>, RecordId)>, down: bool) -> Vec<RecordId> {
    let (mut all, none): (Vec<_>, Vec<_>) = all.into_iter().partition(|(key, _)| key.is_some());
    all.sort_by(|(one, _), (other, _)| if down { other.cmp(one) } else { one.cmp(other) });
    all.into_iter().chain(none).map(|(_, id)| id).collect()
}

/// The records of a ledger that stand.
fn of_ledger(data: &Snapshot, ledger: &Ledger, by: Option<&Sort>) -> Vec<RecordId> {
    let mut readings = Readings::default();
    let rows = data.rows_of(&ledger.id).iter().filter(|row| row.stands());
    let mut keyed = |field: &Field, rows: Vec<&Row>, down: bool| {
        let keys = rows.into_iter().map(|row| (of_field(data, field, row, &mut readings), row.id));
        sorted(keys.collect(), down)
    };
    match by.and_then(|by| Some((ledger.field_by_key(&by.by)?, by.down))) {
        Some((field, down)) => keyed(field, rows.collect(), down),
        None if ledger.id == neighbourhoods::ID => {
            let mut rows: Vec<&Row> = rows.collect();
            rows.sort_by_cached_key(|row| natural::place_key(row));
            rows.into_iter().map(|row| row.id).collect()
        }
        // What happened last stands first; cards by their names.
        None => match ledger.name_field().filter(|_| ledger.nature == Nature::Card) {
            Some(field) => keyed(field, rows.collect(), false),
            None => rows.rev().map(|row| row.id).collect(),
        },
    }
}

/// What a record is sorted by: nothing that is masked tells its place.
fn of_field(data: &Snapshot, field: &Field, row: &Row, readings: &mut Readings) -> Option<Key> {
    let value = row.one(field.tag)?;
    if privacy::is_hidden(field, value) {
        return Key::text(&privacy::masked(field, value));
    }
    match (value, &field.kind) {
        (Value::Ref(id), _) => readings.key(&data.name(*id)),
        (Value::Text(text), Kind::Name) => readings.key(text),
        (Value::Text(text), _) => Key::text(text),
        (Value::Choice(key), Kind::Choice(choices)) => {
            let place = choices.iter().position(|choice| choice.key == *key);
            Some(Key::Place(place.unwrap_or(choices.len())))
        }
        (value, _) => Some(Key::Value(value.clone())),
    }
}

/// Those of F4, households without anybody among them.
fn of_residents(data: &Snapshot, by: &Sort) -> Vec<RecordId> {
    let roster = &data.roster;
    let mut places: Vec<&Row> = data.neighbourhoods.iter().collect();
    places.sort_by_cached_key(|row| natural::place_key(row));
    let ranks: HashMap<RecordId, usize> = places.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
    let mut readings = Readings::default();
    let mut key = |id: RecordId| {
        let (row, [name, place, phone]) = match roster.resident(id) {
            Some(row) => (row, [residents::NAME, residents::NEIGHBOURHOOD, residents::PHONE]),
            None => (roster.household(id)?, [households::HEAD, households::NEIGHBOURHOOD, households::PHONE]),
        };
        match by.by.as_str() {
            "name" => readings.key(row.text(name)),
            "place" => row.reference(place).and_then(|id| ranks.get(&id)).map(|at| Key::Place(*at)),
            "address" => Key::text(address_in(roster, row)),
            "phone" => {
                let field = data.catalog.of(id)?.field(phone)?;
                of_field(data, field, row, &mut Readings::default())
            }
            further => match residents_further(data, id, further)? {
                Further::Age(years) => Some(Key::Value(Value::Int(years.into()))),
                Further::Seen(day) => Some(Key::Value(Value::Date(day))),
                Further::Head(name) => readings.key(name),
                Further::Reason(row, field) => of_field(data, field, row, &mut Readings::default()),
            },
        }
    };
    sorted(roster.listed.iter().map(|id| (key(*id), *id)).collect(), by.down)
}

/// The issues of F6.
fn of_issues(data: &Snapshot, by: &Sort) -> Vec<RecordId> {
    use crate::domain::issues::issues as own;
    let mut places: Vec<&Row> = data.neighbourhoods.iter().collect();
    places.sort_by_cached_key(|row| natural::place_key(row));
    let ranks: HashMap<RecordId, usize> = places.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
    let mut readings = Readings::default();
    let place = |tag, key: &str| {
        let field = data.catalog.get(own::ID)?.field(tag)?;
        let Kind::Choice(choices) = &field.kind else { return None };
        choices.iter().position(|choice| choice.key == key).map(Key::Place)
    };
    let keys = data.cases.iter().map(|case| {
        let (issue, standing) = (&case.issue, &case.standing);
        let key = match by.by.as_str() {
            "number" => Key::text(issue.text(own::NUMBER)),
            "place" => {
                issue.reference(own::NEIGHBOURHOOD).and_then(|id| ranks.get(&id)).map(|at| Key::Place(*at))
            }
            "title" => Key::text(issue.text(own::TITLE)),
            "owner" => readings.key(&issues::owners(data, case)),
            // What is closed has no day to be met.
            "due" if standing.is_closed() => None,
            "due" => Some(Key::Value(Value::Date(standing.running.next_day()))),
            "status" => Status::ALL.iter().position(|status| *status == standing.status).map(Key::Place),
            "kind" => place(own::KIND, issue.text(own::KIND)),
            "urgency" => place(own::URGENCY, &standing.urgency),
            "registered" => Some(Key::Value(Value::Instant(registered(issue)))),
            "from" => readings.key(&from_of(data, case, data.lang)),
            _ => None,
        };
        (key, issue.id)
    });
    sorted(keys.collect(), by.down)
}

/// The projects of F7.
fn of_projects(data: &Snapshot, by: &Sort) -> Vec<RecordId> {
    let mut readings = Readings::default();
    let keys = data.projects.iter().map(|one| {
        let sums = one.purse.total;
        let money = |fen: i64| Some(Key::Value(Value::Int(fen))).filter(|_| !sums.is_nothing());
        let key = match by.by.as_str() {
            "title" => Key::text(one.project.text(help::TITLE)),
            "progress" => Progress::ALL.iter().position(|stage| *stage == one.progress).map(Key::Place),
            "owner" => readings.key(&data.named(&one.project, help::OWNER)),
            "until" => one.project.one(help::PLANNED).map(|day| Key::Value(day.clone())),
            "planned" => money(sums.planned),
            "agreed" => money(sums.agreed),
            "received" => money(sums.received.saturating_add(sums.unsupported)),
            "spent" => money(sums.spent),
            "published" => (sums.spent > 0).then(|| Key::Place(usize::from(sums.disclosed >= sums.spent))),
            _ => None,
        };
        (key, one.project.id)
    });
    sorted(keys.collect(), by.down)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_nothing_stands_last_either_way_and_names_as_they_are_read() {
        let id = |number: u8| RecordId::derived("residents", &[&[number]]);
        let mut readings = Readings::default();
        let names = ["张三", "", "单小明", "李四", "阿三"];
        let all: Vec<_> =
            names.iter().zip(0..).map(|(name, number)| (readings.key(name), id(number))).collect();
        let told = |down| -> Vec<&str> {
            let place = |own: &RecordId| (0..5).find(|number| id(*number) == *own).unwrap();
            sorted(all.clone(), down).iter().map(|own| names[usize::from(place(own))]).collect()
        };
        assert_eq!(told(false), ["阿三", "李四", "单小明", "张三", ""]);
        assert_eq!(told(true), ["张三", "单小明", "李四", "阿三", ""]);
    }
}
