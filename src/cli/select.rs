//! Which records a command speaks of, and in what order.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::{
    condition::Condition,
    failure::Failure,
    finding::{matching, put_in_order},
};
use crate::{
    domain::{
        calendar, field::Field, id::RecordId, informers::is_kept_apart, issues::issues, ledger::Ledger,
        phases, privacy, row::Row, rules::Refusal, value::Value, wording::Lang,
    },
    workbench::{Error, Workbench, steps::Case},
};

/// What is asked of a ledger.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Question<'a> {
    /// Words to find.
    pub(super) query: Option<&'a str>,
    /// `field=value` pairs that must all hold.
    pub(super) conditions: &'a [(String, String)],
    /// The field to sort by; with a minus before it, downwards.
    pub(super) sort: Option<&'a str>,
    /// At most so many.
    pub(super) limit: Option<usize>,
    /// Without the first so many.
    pub(super) offset: usize,
    /// Of this phase: by their day, and of issues those carried over too.
    pub(super) phase: Option<&'a str>,
    /// Only what is the part of the member who uses this laptop.
    pub(super) mine: bool,
}

/// A record found; an issue with its standing.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// The record.
    pub(super) row: Row,
    /// Where it stands, if it is an issue.
    pub(super) case: Option<Case>,
}

/// Something that is asked about by name.
pub(super) enum Part<'l> {
    Field(&'l Field),
    Id,
    By,
    Created,
    Updated,
    Status,
    Overdue,
    Owner,
    Due,
    Outcome,
}

/// The ledger that people name by its id or its title.
pub(super) fn ledger<'b>(bench: &'b Workbench, name: &str) -> Result<&'b Ledger, Error> {
    let name = name.trim();
    let titled = |ledger: &&Ledger| {
        ledger.id == name || ledger.title.zh == name || ledger.title.en.to_lowercase() == name.to_lowercase()
    };
    let found = bench.catalog().iter().find(titled).ok_or_else(|| Error::NoLedger(name.to_owned()))?;
    // Informer material is on no list and in no sheet: it has commands of its own.
    if is_kept_apart(&found.id) { Err(Refusal::KeptApart.into()) } else { Ok(found) }
}

/// The field that people name by its key or its title.
pub(super) fn field<'l>(ledger: &'l Ledger, name: &str) -> Result<&'l Field, Error> {
    let lower = name.to_lowercase();
    let named = |field: &&Field| field.title.zh == name || field.title.en.to_lowercase() == lower;
    ledger
        .field_by_key(name)
        .or_else(|| ledger.fields.iter().find(named))
        .ok_or_else(|| Error::NoField { ledger: ledger.id.clone(), field: name.to_owned() })
}

/// `field=value` pairs with the fields' keys, whatever they were called by.
pub(super) fn keyed(ledger: &Ledger, pairs: &[(String, String)]) -> Result<Vec<(String, String)>, Error> {
    pairs.iter().map(|(name, text)| Ok((field(ledger, name)?.key.clone(), text.clone()))).collect()
}

/// What answers the question: how many there are, and those asked for.
pub(super) fn select(
    bench: &Workbench,
    ledger: &Ledger,
    question: &Question<'_>,
) -> Result<(usize, Vec<Found>), Failure> {
    let mut found = standing(bench, ledger)?;
    put_in_order(bench, ledger, &mut found)?;
    if let Some(phase) = question.phase {
        let period = bench.period_of(phase)?;
        let carried: HashSet<RecordId> =
            bench.carried_into(period)?.into_iter().map(|carried| carried.issue).collect();
        found.retain(|found| period.contains(phases::day_of(&found.row)) || carried.contains(&found.row.id));
    }
    if question.mine {
        let part = bench.own_part()?;
        let cases: Vec<Case> = found.iter().filter_map(|found| found.case.clone()).collect();
        let issues = bench.issues_in(&part, &cases)?;
        let mut kept = Vec::new();
        for found in found {
            let is_own = match &found.case {
                Some(case) => issues.contains(&case.issue.id),
                None => bench.is_in(&part, &found.row)?,
            };
            kept.extend(is_own.then_some(found));
        }
        found = kept;
    }
    for (name, wanted) in question.conditions {
        let part = part(ledger, name)?;
        let condition = Condition::read(bench, part, name, wanted)?;
        found.retain(|found| condition.holds(bench, found));
    }
    if let Some(query) = question.query.map(str::trim).filter(|query| !query.is_empty()) {
        found = matching(bench, ledger, found, query)?;
    }
    if let Some(sort) = question.sort {
        let (name, down) = sort.strip_prefix('-').map_or((sort, false), |name| (name, true));
        let part = part(ledger, name)?;
        found.sort_by_cached_key(|found| {
            let key = sort_key(bench, &part, found);
            if down { Sorted::Down(key) } else { Sorted::Up(key) }
        });
    }
    let total = found.len();
    let kept = found.into_iter().skip(question.offset).take(question.limit.unwrap_or(usize::MAX)).collect();
    Ok((total, kept))
}

fn standing(bench: &Workbench, ledger: &Ledger) -> Result<Vec<Found>, Error> {
    if ledger.id == issues::ID {
        let cases = bench.cases()?.into_iter();
        return Ok(cases.map(|case| Found { row: case.issue.clone(), case: Some(case) }).collect());
    }
    Ok(bench.standing(&ledger.id)?.into_iter().map(|row| Found { row, case: None }).collect())
}

fn part<'l>(ledger: &'l Ledger, name: &str) -> Result<Part<'l>, Error> {
    let issue = ledger.id == issues::ID;
    let derived = match name {
        "status" | "状态" if issue => Some(Part::Status),
        "overdue" | "超期" if issue => Some(Part::Overdue),
        "owner" | "责任人" if issue => Some(Part::Owner),
        "due" | "期限" if issue => Some(Part::Due),
        "outcome" | "结果" if issue => Some(Part::Outcome),
        "id" => Some(Part::Id),
        _ => None,
    };
    if let Some(part) = derived {
        return Ok(part);
    }
    match (field(ledger, name), name) {
        (Ok(field), _) => Ok(Part::Field(field)),
        (Err(_), "by") => Ok(Part::By),
        (Err(_), "created") => Ok(Part::Created),
        (Err(_), "updated") => Ok(Part::Updated),
        (Err(error), _) => Err(error),
    }
}

/// What is shown of a masked value, and its last digits where those are shown:
/// a list must not become a way to ask for the rest, digit by digit.
fn masked_texts(field: &Field, value: &Value) -> Vec<String> {
    let shown = privacy::masked(field, value);
    let tail = shown.rsplit('*').next().unwrap_or_default().to_owned();
    [shown, tail].into_iter().filter(|text| !text.is_empty()).collect()
}

/// All that a part is called: keys, words in both languages, ids, names.
pub(super) fn texts(bench: &Workbench, part: &Part<'_>, found: &Found) -> Vec<String> {
    let row = &found.row;
    let reference = |id: RecordId| vec![id.to_string(), super::record::short(id), bench.name_of(id)];
    let standing = found.case.as_ref().map(|case| &case.standing);
    match part {
        Part::Field(field) => {
            let mut all = Vec::new();
            for value in row.all(field.tag) {
                if privacy::is_masked(field) {
                    all.extend(masked_texts(field, value));
                    continue;
                }
                match value {
                    Value::Ref(id) => all.extend(reference(*id)),
                    Value::Text(text) => all.push(text.clone()),
                    Value::Bool(yes) => all.push(yes.to_string()),
                    Value::Instant(at) => {
                        all.extend([calendar::day(*at).to_string(), calendar::rfc3339(*at)]);
                    }
                    Value::Choice(key) => all.push(key.clone()),
                    Value::Int(_) | Value::Date(_) | Value::Unknown(..) => {}
                }
                all.extend([Lang::Zh, Lang::En].map(|lang| bench.show_in_full(field, value, lang)));
            }
            all
        }
        Part::Id => vec![row.id.to_string(), super::record::short(row.id)],
        Part::By => reference(row.by),
        Part::Created => vec![calendar::day(row.created).to_string(), calendar::rfc3339(row.created)],
        Part::Updated => vec![calendar::day(row.updated).to_string(), calendar::rfc3339(row.updated)],
        Part::Status => standing
            .map(|standing| {
                let status = standing.status;
                vec![
                    status.key().to_owned(),
                    status.title(Lang::Zh).to_owned(),
                    status.title(Lang::En).to_owned(),
                ]
            })
            .unwrap_or_default(),
        Part::Overdue => standing
            .map(|standing| {
                let words = if standing.is_overdue(bench.today()) {
                    ["true", "是", "yes"]
                } else {
                    ["false", "否", "no"]
                };
                words.map(str::to_owned).to_vec()
            })
            .unwrap_or_default(),
        Part::Owner => standing.and_then(|standing| standing.owner).map(reference).unwrap_or_default(),
        Part::Due => standing.map(|standing| vec![standing.due.to_string()]).unwrap_or_default(),
        Part::Outcome => standing.and_then(|standing| standing.outcome.clone()).into_iter().collect(),
    }
}

/// Upwards or downwards.
#[derive(PartialEq, Eq)]
enum Sorted {
    Up(Key),
    Down(Key),
}

impl Ord for Sorted {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Up(one), Self::Up(two)) => one.cmp(two),
            (Self::Down(one), Self::Down(two)) => two.cmp(one),
            (Self::Up(_), Self::Down(_)) => Ordering::Less,
            (Self::Down(_), Self::Up(_)) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Sorted {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What is compared: values as they are, issue numbers by their number, and
/// what is not filled in last.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Value(Value),
    Number(String, u64),
    Text(String),
    Nothing,
}

fn sort_key(bench: &Workbench, part: &Part<'_>, found: &Found) -> Key {
    let text = |text: Option<String>| text.map_or(Key::Nothing, Key::Text);
    match part {
        Part::Field(field) => match found.row.one(field.tag) {
            None => Key::Nothing,
            Some(value) if privacy::is_masked(field) => Key::Text(privacy::masked(field, value)),
            Some(Value::Ref(id)) => Key::Text(bench.name_of(*id)),
            Some(Value::Text(number)) if field.tag == issues::NUMBER && found.case.is_some() => {
                let (letter, digits) = number.split_once('-').unwrap_or((number, ""));
                Key::Number(letter.to_owned(), digits.parse().unwrap_or(u64::MAX))
            }
            Some(value) => Key::Value(value.clone()),
        },
        Part::Created => Key::Value(Value::Instant(found.row.created)),
        Part::Updated => Key::Value(Value::Instant(found.row.updated)),
        Part::Status => found.case.as_ref().map_or(Key::Nothing, |case| {
            let place = crate::domain::standing::Status::ALL
                .iter()
                .position(|status| *status == case.standing.status);
            Key::Number(String::new(), place.map_or(u64::MAX, |place| place as u64))
        }),
        Part::Owner | Part::By => text(texts(bench, part, found).pop()),
        Part::Id | Part::Overdue | Part::Due | Part::Outcome => {
            text(texts(bench, part, found).into_iter().next())
        }
    }
}
