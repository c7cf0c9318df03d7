//! Which record a row speaks of.
//!
//! A name alone never decides, and an empty value never equals another. The
//! one exception is a record that has exactly what the row says and nothing
//! more: the row then adds nothing, and taking it again would double it. Of
//! several such rows in a sheet each finds a record of its own.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet, VecDeque, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
};

use super::{cell, columns::is_settable};
use crate::domain::{
    field::{Field, Kind, Tag},
    id::RecordId,
    identity,
    issues::issues,
    ledger::Ledger,
    roster::{households, neighbourhoods, residents},
    row::Row,
    team::members,
    value::Value,
};

pub(super) use crate::domain::row::Values;

/// A record that rows are compared with.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) id: RecordId,
    pub(super) values: Values,
    /// The row of the sheet that spoke of it first.
    pub(super) row: Option<u32>,
}

/// What was found for a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// No record.
    None,
    /// The record at this place.
    One(usize),
    /// This many records.
    Several(usize),
}

/// All records of the ledger, by what identifies them.
#[derive(Debug)]
pub(super) struct Matcher {
    rule: Rule,
    pub(super) held: Vec<Held>,
    by_id: HashMap<RecordId, usize>,
    by_key: HashMap<String, Vec<usize>>,
    /// Records from before, by all that a sheet can say of them.
    twins: HashMap<u64, VecDeque<usize>>,
    settable: Vec<Tag>,
    /// Names of the residents from before, with their neighbourhood.
    namesakes: HashSet<(String, Option<RecordId>)>,
}

/// What identifies a record of the ledger.
#[derive(Debug)]
enum Rule {
    Residents,
    Households,
    Issues,
    Neighbourhoods,
    Members,
    /// The field the order names.
    Field(Box<Field>),
    /// Nothing but all of it.
    Whole,
}

impl Matcher {
    /// Begins with the rows that stand.
    pub(super) fn new(ledger: &Ledger, match_on: Option<&Field>, rows: &[Row]) -> Self {
        let rule = match (match_on, ledger.id.as_str()) {
            (Some(field), _) => Rule::Field(Box::new(field.clone())),
            (None, residents::ID) => Rule::Residents,
            (None, households::ID) => Rule::Households,
            (None, issues::ID) => Rule::Issues,
            (None, neighbourhoods::ID) => Rule::Neighbourhoods,
            (None, members::ID) => Rule::Members,
            (None, _) => Rule::Whole,
        };
        let fields = ledger.fields.iter().filter(|field| is_settable(ledger, field));
        let settable = fields.map(|field| field.tag).collect();
        let mut matcher = Self {
            rule,
            held: Vec::with_capacity(rows.len()),
            by_id: HashMap::new(),
            by_key: HashMap::new(),
            twins: HashMap::new(),
            settable,
            namesakes: HashSet::new(),
        };
        for row in rows.iter().filter(|row| row.stands()) {
            let at = matcher.held.len();
            let twin = matcher.fingerprint(&row.values);
            matcher.twins.entry(twin).or_default().push_back(at);
            matcher.namesakes.extend(matcher.namesake(&row.values));
            matcher.add(Held { id: row.id, values: row.values.clone(), row: None });
        }
        matcher
    }

    /// Adds a record.
    pub(super) fn add(&mut self, held: Held) {
        let at = self.held.len();
        self.by_id.insert(held.id, at);
        self.index(at, &held.values);
        self.held.push(held);
    }

    /// The record with this id.
    pub(super) fn place_of(&self, id: RecordId) -> Option<usize> {
        self.by_id.get(&id).copied()
    }

    /// Looks a changed record up under what it has learnt.
    pub(super) fn reindex(&mut self, at: usize) {
        if let Some(values) = self.held.get(at).map(|held| held.values.clone()) {
            self.index(at, &values);
        }
    }

    /// Finds the record that a row speaks of; `trusted` tells whether its ID
    /// number may be used.
    pub(super) fn find(&mut self, values: &Values, trusted: bool) -> Found {
        if let Some(at) = self.twin(values) {
            return Found::One(at);
        }
        for level in self.rule.keys(values, trusted) {
            let mut fitting: Vec<usize> = Vec::new();
            for key in &level {
                let places = self.by_key.get(key).into_iter().flatten();
                fitting.extend(places.filter(|at| {
                    self.held.get(**at).is_some_and(|held| self.rule.fits(key, values, trusted, &held.values))
                }));
            }
            fitting.sort_unstable();
            fitting.dedup();
            match fitting.as_slice() {
                [] => {}
                [at] => return Found::One(*at),
                several => return Found::Several(several.len()),
            }
        }
        Found::None
    }

    /// Whether somebody of this name was in this neighbourhood before: no proof
    /// that it is the same person, but a reason to look.
    pub(super) fn has_namesake(&self, values: &Values) -> bool {
        self.namesake(values).is_some_and(|namesake| self.namesakes.contains(&namesake))
    }

    fn namesake(&self, values: &Values) -> Option<(String, Option<RecordId>)> {
        let is_resident = matches!(self.rule, Rule::Residents);
        let name = text(values, residents::NAME);
        (is_resident && !name.is_empty())
            .then(|| (name.to_owned(), reference(values, residents::NEIGHBOURHOOD)))
    }

    fn index(&mut self, at: usize, values: &Values) {
        for key in self.rule.keys(values, true).into_iter().flatten() {
            let places = self.by_key.entry(key).or_default();
            if !places.contains(&at) {
                places.push(at);
            }
        }
    }

    /// The next record from before that has just what the row says.
    fn twin(&mut self, values: &Values) -> Option<usize> {
        let wanted = self.core(values);
        let print = self.fingerprint(values);
        let same = |held: &Held| {
            // A row without its moment got one when it was taken.
            let moment = matches!(self.rule, Rule::Issues).then(|| registered(values)).flatten();
            self.core(&held.values) == wanted && moment.is_none_or(|at| registered(&held.values) == Some(at))
        };
        let places = self.twins.get(&print)?;
        let nth = places.iter().position(|at| self.held.get(*at).is_some_and(same))?;
        self.twins.get_mut(&print)?.remove(nth)
    }

    fn fingerprint(&self, values: &Values) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.core(values).hash(&mut hasher);
        hasher.finish()
    }

    /// All that a sheet can say of a record, without what the program fills in.
    fn core<'v>(&self, values: &'v Values) -> Vec<(Tag, Vec<Cow<'v, Value>>)> {
        let is_default = |tag: Tag, values: &[Value]| match (&self.rule, tag, values) {
            (Rule::Issues, issues::KIND, [Value::Choice(key)]) => key == "request",
            (Rule::Issues, issues::URGENCY, [Value::Choice(key)]) => key == "normal",
            (Rule::Issues, issues::REGISTERED, _) => true,
            _ => false,
        };
        let said = values.iter().filter(|(tag, values)| {
            !values.is_empty() && self.settable.contains(tag) && !is_default(**tag, values)
        });
        said.map(|(tag, values)| {
            let titles = matches!(self.rule, Rule::Issues) && *tag == issues::TITLE;
            let mut values: Vec<Cow<'_, Value>> = values.iter().map(|value| as_read(value, titles)).collect();
            values.sort_unstable();
            (*tag, values)
        })
        .collect()
    }
}

impl Rule {
    /// The keys of a record, the strongest first; keys of one level count alike.
    fn keys(&self, values: &Values, trusted: bool) -> Vec<Vec<String>> {
        let of = |tag| text(values, tag);
        match self {
            Self::Residents => {
                let name = of(residents::NAME);
                let mut levels = Vec::new();
                let id = of(residents::ID_NUMBER);
                if trusted && cell::is_trusted(id) {
                    levels.push(vec![format!("i{id}")]);
                }
                if name.is_empty() {
                    return levels;
                }
                let phone = of(residents::PHONE);
                if cell::is_telling_phone(phone) {
                    levels.push(vec![format!("p{name}\0{phone}")]);
                }
                let mut home = Vec::new();
                if let Some(household) = reference(values, residents::HOUSEHOLD) {
                    home.push(format!("h{name}\0{household}"));
                }
                let address = identity::address(of(residents::ADDRESS));
                if !address.is_empty() {
                    home.push(format!("a{name}\0{address}"));
                }
                if !home.is_empty() {
                    levels.push(home);
                }
                levels
            }
            Self::Households => {
                let mut levels = Vec::new();
                let number = of(households::NUMBER);
                if !number.is_empty() {
                    levels.push(vec![format!("n{number}")]);
                }
                let address = identity::address(of(households::ADDRESS));
                if !address.is_empty() {
                    let group = reference(values, households::NEIGHBOURHOOD);
                    levels.push(vec![format!(
                        "a{address}\0{}",
                        group.map_or_else(String::new, |id| id.to_string())
                    )]);
                }
                levels
            }
            Self::Issues => {
                // A sheet that we wrote ourselves tells our own number.
                let numbers = [issues::SOURCE, issues::NUMBER].map(of).into_iter();
                let numbers: Vec<String> = numbers.filter(|it| !it.is_empty()).map(str::to_owned).collect();
                if numbers.is_empty() { Vec::new() } else { vec![numbers] }
            }
            Self::Neighbourhoods => plain_key(of(neighbourhoods::NAME)),
            Self::Members => {
                let (name, phone) = (of(members::NAME), of(members::PHONE));
                if name.is_empty() || !cell::is_telling_phone(phone) {
                    return Vec::new();
                }
                plain_key(&format!("{name}\0{phone}"))
            }
            Self::Field(field) => {
                let distrusted =
                    matches!(field.kind, Kind::IdNumber) && !(trusted && cell::is_trusted(of(field.tag)));
                match values.get(&field.tag) {
                    Some(found) if !found.is_empty() && !distrusted => {
                        let mut found = found.clone();
                        found.sort_unstable();
                        plain_key(&format!("{found:?}"))
                    }
                    Some(_) | None => Vec::new(),
                }
            }
            Self::Whole => Vec::new(),
        }
    }

    /// Whether a record that shares a key with a row is not plainly another one.
    fn fits(&self, key: &str, row: &Values, trusted: bool, held: &Values) -> bool {
        match self {
            Self::Residents => {
                let (ours, theirs) = (text(row, residents::ID_NUMBER), text(held, residents::ID_NUMBER));
                if ours == theirs && key.starts_with('i') {
                    // A number that fails its check may have been copied down a column.
                    return cell::is_sound(ours) || text(row, residents::NAME) == text(held, residents::NAME);
                }
                let both = trusted && cell::is_trusted(ours) && cell::is_trusted(theirs);
                !both || ours == theirs
            }
            Self::Households => {
                let (ours, theirs) = (text(row, households::NUMBER), text(held, households::NUMBER));
                let groups = [row, held].map(|values| reference(values, households::NEIGHBOURHOOD));
                if key.starts_with('n') {
                    return !is_local(ours) || !differ(groups[0], groups[1]);
                }
                ours.is_empty() || theirs.is_empty() || ours == theirs
            }
            Self::Issues => {
                // Every book begins again with number 1: a short number is of
                // the same matter only with its words or its moment.
                let same = |tag| {
                    let covered = |text: &str| covered(text, tag == issues::TITLE).unwrap_or(text.to_owned());
                    let (ours, theirs) = (covered(text(row, tag)), covered(text(held, tag)));
                    !ours.is_empty()
                        && !theirs.is_empty()
                        && (ours.contains(&theirs) || theirs.contains(&ours))
                };
                let moment = registered(row).is_some() && registered(row) == registered(held);
                !is_local(text(row, issues::SOURCE)) || same(issues::TITLE) || same(issues::DETAIL) || moment
            }
            Self::Neighbourhoods | Self::Members | Self::Field(_) | Self::Whole => true,
        }
    }
}

/// A text as the ledger shows it, where that is not as it was written: ID numbers are
/// covered in all of them, mobile numbers in titles of issues.
fn covered(text: &str, is_title: bool) -> Option<String> {
    let told = identity::cover_numbers(text);
    let mobile = is_title.then(|| identity::cover_mobiles(told.as_deref().unwrap_or(text))).flatten();
    mobile.or(told)
}

/// A value as the ledger shows it: a sheet that was taken is known again by it.
pub(super) fn as_read(value: &Value, is_title: bool) -> Cow<'_, Value> {
    let told = value.as_text().filter(|_| matches!(value, Value::Text(_)));
    let told = told.and_then(|text| covered(text, is_title));
    told.map_or(Cow::Borrowed(value), |text| Cow::Owned(Value::Text(text)))
}

/// Whether a number is so short that every neighbourhood, or every book, has one of it.
pub(super) fn is_local(number: &str) -> bool {
    number.chars().count() < 6
}

/// Whether both are known and not the same.
pub(super) fn differ<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one != other)
}

/// The minute in which an issue was registered: sheets tell no more of it.
fn registered(values: &Values) -> Option<i64> {
    match values.get(&issues::REGISTERED).and_then(|values| values.first()) {
        Some(Value::Instant(at)) => Some(at.as_second().div_euclid(60)),
        _ => None,
    }
}

/// The text of a field; empty when absent.
pub(super) fn text(values: &Values, tag: Tag) -> &str {
    values.get(&tag).and_then(|values| values.first()).and_then(Value::as_text).unwrap_or("")
}

/// The record that a field refers to.
pub(super) fn reference(values: &Values, tag: Tag) -> Option<RecordId> {
    match values.get(&tag).and_then(|values| values.first()) {
        Some(Value::Ref(id)) => Some(*id),
        _ => None,
    }
}

fn plain_key(key: &str) -> Vec<Vec<String>> {
    if key.is_empty() { Vec::new() } else { vec![vec![key.to_owned()]] }
}
