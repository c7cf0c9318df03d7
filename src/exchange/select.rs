//! Which records are spoken of, and in what order: whoever lists or writes out some of a
//! ledger asks here, so that every face means the same by the same words.

mod condition;
mod finding;

use std::cmp::Ordering;
use std::collections::HashSet;

use condition::Condition;
use finding::{matching, put_in_order};

use crate::{
    domain::{
        calendar,
        field::{Field, Kind, Privacy},
        id::RecordId,
        informers::is_kept_apart,
        input::BadValue,
        issues::issues,
        ledger::Ledger,
        phases, privacy,
        roster::{households, residents},
        row::Row,
        rules::Refusal,
        value::Value,
        wording::Lang,
    },
    say,
    workbench::{Error, Workbench, steps::Case},
};

/// Why a question has no answer.
#[derive(Debug)]
pub enum Unselected {
    /// A condition that never holds: its field, what was asked for, and what could be.
    Condition {
        /// As the field was called.
        field: String,
        /// What it was to be.
        wanted: String,
        /// Why it never is.
        why: BadValue,
    },
    /// The workbench refused.
    Work(Error),
}

impl Unselected {
    /// What is wrong, and what could be asked for.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Condition { field, wanted, why } => {
                let why = why.sentence(lang);
                say!(lang, "{field}={wanted}：{why}", "{field}={wanted}: {why}")
            }
            Self::Work(error) => error.sentence(lang),
        }
    }
}

impl From<Error> for Unselected {
    fn from(error: Error) -> Self {
        Self::Work(error)
    }
}

/// What is asked of a ledger.
#[derive(Debug, Default, Clone, Copy)]
pub struct Question<'a> {
    /// Words to find.
    pub query: Option<&'a str>,
    /// `field=value` pairs that must all hold.
    pub conditions: &'a [(String, String)],
    /// The field to sort by; with a minus before it, downwards.
    pub sort: Option<&'a str>,
    /// At most so many.
    pub limit: Option<usize>,
    /// Without the first so many.
    pub offset: usize,
    /// Of this phase: by their day, and of issues those carried over too.
    pub phase: Option<&'a str>,
    /// Only what is the part of the member who uses this laptop.
    pub mine: bool,
}

/// A record found; an issue with its standing.
#[derive(Debug, Clone)]
pub struct Found {
    /// The record.
    pub row: Row,
    /// Where it stands, if it is an issue.
    pub case: Option<Case>,
}

/// Something that is asked about by name.
enum Part<'l> {
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
pub fn ledger<'b>(bench: &'b Workbench, name: &str) -> Result<&'b Ledger, Error> {
    let name = name.trim();
    let titled = |ledger: &&Ledger| {
        ledger.id == name || ledger.title.zh == name || ledger.title.en.to_lowercase() == name.to_lowercase()
    };
    let found = bench.catalog().iter().find(titled).ok_or_else(|| Error::NoLedger(name.to_owned()))?;
    // Informer material is on no list and in no sheet: it has commands of its own.
    if is_kept_apart(&found.id) { Err(Refusal::KeptApart.into()) } else { Ok(found) }
}

/// The field that people name by its key or its title.
pub fn field<'l>(ledger: &'l Ledger, name: &str) -> Result<&'l Field, Error> {
    let lower = name.to_lowercase();
    let named = |field: &&Field| field.title.zh == name || field.title.en.to_lowercase() == lower;
    ledger
        .field_by_key(name)
        .or_else(|| ledger.fields.iter().find(named))
        .ok_or_else(|| Error::NoField { ledger: ledger.id.clone(), field: name.to_owned() })
}

/// `field=value` pairs with the fields' keys, whatever they were called by.
pub fn keyed(ledger: &Ledger, pairs: &[(String, String)]) -> Result<Vec<(String, String)>, Error> {
    pairs.iter().map(|(name, text)| Ok((field(ledger, name)?.key.clone(), text.clone()))).collect()
}

/// What answers the question: how many there are, and those asked for.
pub fn select(
    bench: &Workbench,
    ledger: &Ledger,
    question: &Question<'_>,
) -> Result<(usize, Vec<Found>), Unselected> {
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

/// What of: the ledger, and by which fields it was chosen, but no value that may name
/// somebody. It goes into the log of exports.
pub fn scope_of(ledger: &Ledger, conditions: &[(String, String)]) -> String {
    let mut scope = ledger.title.zh.to_string();
    for (name, value) in conditions {
        let tells = field(ledger, name).ok().is_none_or(|field| {
            field.privacy == Privacy::Open
                && !matches!(field.kind, Kind::Name | Kind::Text | Kind::LongText)
                && !matches!(&field.kind, Kind::Ref(to) if to == residents::ID || to == households::ID)
        });
        let told = if tells { value.as_str() } else { "…" };
        scope.extend([" ", name, "=", told]);
    }
    scope
}

/// An id as it is shown and typed: enough to tell two records apart.
fn short(id: RecordId) -> String {
    id.to_string().chars().take(8).collect()
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
fn texts(bench: &Workbench, part: &Part<'_>, found: &Found) -> Vec<String> {
    let row = &found.row;
    let reference = |id: RecordId| vec![id.to_string(), short(id), bench.name_of(id)];
    let standing = found.case.as_ref().map(|case| &case.standing);
    match part {
        Part::Field(field) => {
            let mut all = Vec::new();
            for value in row.all(field.tag) {
                if privacy::is_hidden(field, value) {
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
        Part::Id => vec![row.id.to_string(), short(row.id)],
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
            Some(value) if privacy::is_hidden(field, value) => Key::Text(privacy::masked(field, value)),
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
