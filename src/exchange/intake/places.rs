//! The neighbourhoods and households that rows name, found or begun, and other
//! records that they refer to by name.

use std::collections::{HashMap, HashSet};

use super::{
    matching::{Values, differ, is_local, reference, text},
    report::More,
};
use crate::{
    domain::{
        id::RecordId,
        identity, input,
        issues::issues,
        roster::{households, neighbourhoods},
        value::Value,
    },
    workbench::{Error, Workbench, draft::Draft, lookup},
};

/// Everything that cells refer to by name.
#[derive(Debug, Default)]
pub(super) struct Places {
    groups: HashMap<String, RecordId>,
    by_number: HashMap<String, Vec<Home>>,
    by_address: HashMap<String, Vec<Home>>,
    /// Households that this sheet began and whose head it has not told yet.
    headless: HashSet<RecordId>,
    /// Names of records of other ledgers, read when one is first asked for.
    names: HashMap<String, HashMap<String, Vec<RecordId>>>,
}

/// A household and where it is.
#[derive(Debug, Clone, Copy)]
struct Home {
    id: RecordId,
    group: Option<RecordId>,
}

/// What a row says of a resident's household.
#[derive(Debug, Clone, Default)]
pub(super) struct Housing {
    /// Its number.
    pub(super) number: String,
    /// Its address.
    pub(super) address: String,
    /// Where it is.
    pub(super) group: Option<RecordId>,
    /// Its head, where the row tells.
    pub(super) head: String,
}

impl Places {
    /// Learns what is there.
    pub(super) fn new(bench: &Workbench) -> Result<Self, Error> {
        let mut places = Self::default();
        for row in bench.rows(neighbourhoods::ID)?.iter().filter(|row| row.stands()) {
            places.groups.entry(row.text(neighbourhoods::NAME).to_owned()).or_insert(row.id);
        }
        for row in bench.rows(households::ID)?.iter().filter(|row| row.stands()) {
            places.learn(row.id, &row.values);
        }
        Ok(places)
    }

    /// The neighbourhood of that name, there or not.
    pub(super) fn group(&self, name: &str) -> RecordId {
        self.groups.get(name.trim()).copied().unwrap_or_else(|| lookup::neighbourhood_id(name))
    }

    /// Begins the neighbourhood of that name unless it is there; answers whether it was new.
    pub(super) fn begin_group(
        &mut self,
        bench: &Workbench,
        draft: &mut Draft,
        name: &str,
        more: &mut More,
    ) -> Result<bool, Error> {
        let name = name.trim();
        let id = lookup::neighbourhood_id(name);
        if self.groups.contains_key(name) {
            return Ok(false);
        }
        self.groups.insert(name.to_owned(), id);
        // One that was renamed keeps the id of its first name.
        if bench.row(id)?.is_some_and(|row| row.stands()) {
            return Ok(false);
        }
        bench.begin_anew(draft, id)?;
        draft.set(id, neighbourhoods::NAME, Value::text(name));
        more.neighbourhoods += 1;
        Ok(true)
    }

    /// The household that a row names, if it is there.
    pub(super) fn household(&self, housing: &Housing) -> Option<RecordId> {
        let Housing { number, address, group, .. } = housing;
        let (homes, local) = if number.is_empty() {
            (self.by_address.get(&identity::address(address)), true)
        } else {
            (
                self.by_number.get(number).or_else(|| self.by_address.get(&identity::address(number))),
                is_local(number),
            )
        };
        let mut fitting = homes?.iter().filter(|home| !local || !differ(home.group, *group));
        fitting.next().map(|home| home.id)
    }

    /// Begins the household that a row names unless it is there.
    pub(super) fn begin_household(
        &mut self,
        bench: &Workbench,
        draft: &mut Draft,
        housing: &Housing,
        more: &mut More,
    ) -> Result<Option<RecordId>, Error> {
        let Housing { number, address, group, head } = housing;
        // 无 and a dash are no address.
        let address = Some(address.as_str()).filter(|told| input::says_something(told)).unwrap_or_default();
        if number.is_empty() && address.is_empty() {
            return Ok(None);
        }
        if let Some(id) = self.household(housing) {
            if !head.is_empty() && self.headless.remove(&id) {
                draft.set(id, households::HEAD, Value::text(head.as_str()));
            }
            return Ok(Some(id));
        }
        let id = bench.begin_record(draft, households::ID, None)?;
        let mut values = Values::new();
        // A household needs an address; its number stands in until one is known.
        let place = if address.is_empty() { format!("户号 {number}") } else { address.to_owned() };
        for (tag, value) in [
            (households::ADDRESS, Value::text(place)),
            (households::NUMBER, Value::text(number.as_str())),
            (households::NEIGHBOURHOOD, group.map(Value::Ref)),
            (households::HEAD, Value::text(head.as_str())),
        ] {
            if let Some(value) = value {
                draft.set(id, tag, Some(value.clone()));
                values.insert(tag, vec![value]);
            }
        }
        if head.is_empty() {
            self.headless.insert(id);
        }
        self.learn(id, &values);
        more.households += 1;
        Ok(Some(id))
    }

    /// The one record of a ledger that is called so; of issues also by number.
    pub(super) fn named(
        &mut self,
        bench: &Workbench,
        ledger: &str,
        name: &str,
    ) -> Result<Option<RecordId>, Error> {
        if ledger.is_empty() {
            return Ok(bench.find_anywhere(name).ok());
        }
        if !self.names.contains_key(ledger) {
            self.names.insert(ledger.to_owned(), names_of(bench, ledger)?);
        }
        let found = self.names.get(ledger).and_then(|names| names.get(name.trim()));
        if let Some([id]) = found.map(Vec::as_slice) {
            return Ok(Some(*id));
        }
        // An address is the same in full width, and with blanks.
        let homes = self.by_address.get(&identity::address(name)).filter(|_| ledger == households::ID);
        if let Some([home]) = homes.map(Vec::as_slice) {
            return Ok(Some(home.id));
        }
        // What has no name of its own is written out by the beginning of its id.
        let is_id = name.trim().len() >= 8 && name.trim().chars().all(|c| c.is_ascii_hexdigit());
        Ok(if is_id { bench.find_in(ledger, name).ok() } else { None })
    }

    fn learn(&mut self, id: RecordId, values: &Values) {
        let home = Home { id, group: reference(values, households::NEIGHBOURHOOD) };
        for (map, tag) in
            [(&mut self.by_number, households::NUMBER), (&mut self.by_address, households::ADDRESS)]
        {
            let written = text(values, tag);
            let key =
                if tag == households::ADDRESS { identity::address(written) } else { written.to_owned() };
            if !key.is_empty() {
                map.entry(key).or_default().push(home);
            }
        }
    }
}

/// The one household whose head is called so.
pub(super) fn headed_by(bench: &Workbench, name: &str) -> Result<Option<RecordId>, Error> {
    let rows = bench.rows(households::ID)?;
    let name = identity::name(name);
    let mut homes = rows.iter().filter(|row| row.stands() && row.text(households::HEAD) == name);
    let home = homes.next().map(|row| row.id).filter(|_| !name.is_empty());
    Ok(home.filter(|_| homes.next().is_none()))
}

fn names_of(bench: &Workbench, ledger: &str) -> Result<HashMap<String, Vec<RecordId>>, Error> {
    let mut names: HashMap<String, Vec<RecordId>> = HashMap::new();
    let tag = bench.ledger(ledger)?.name_field().map(|field| field.tag);
    for row in bench.rows(ledger)?.iter().filter(|row| row.stands()) {
        let called = tag.map(|tag| row.text(tag));
        let numbered = match ledger {
            issues::ID => Some(row.text(issues::NUMBER)),
            households::ID => Some(row.text(households::NUMBER)),
            _ => None,
        };
        for name in called.into_iter().chain(numbered).filter(|name| !name.is_empty()) {
            names.entry(name.to_owned()).or_default().push(row.id);
        }
    }
    Ok(names)
}
