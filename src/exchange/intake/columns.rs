//! Which column goes to which field.

use std::collections::{HashMap, HashSet};

use super::{
    aside,
    error::IntakeError,
    order::IntakeOrder,
    report::{ColumnNote, ColumnUse},
    span,
};
use crate::{
    domain::{
        field::{Field, Kind, Tag},
        issues::{issues, steps},
        labels,
        ledger::Ledger,
        privacy::{self, is_masked},
        roster::residents,
    },
    exchange::{
        handled,
        header::{self, Header},
        sheet::Sheet,
    },
    workbench::Error,
};

/// Names of the column that tells who heads a resident's household.
const HEADS: [&str; 2] = ["户主", "户主姓名"];

/// Where the cells of a column go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Target {
    /// A field of the ledger.
    Field(Tag),
    /// The head of a resident's household.
    Head,
    /// The text of a reply to an issue.
    ReplyText,
    /// The moment of that reply.
    ReplyAt,
    /// A part of the address, by its place in it.
    Part(usize),
    /// The first and the last day of something.
    Span(Tag, Tag),
    /// The long text of the record, under the name of the column at this place.
    Aside(usize),
}

/// A sheet's header, understood.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) header: Header,
    pub(super) uses: Vec<ColumnUse>,
    /// Columns that go somewhere, from the left.
    pub(super) targets: Vec<(usize, Target)>,
}

impl Layout {
    /// Understands the header of a sheet for a ledger.
    pub(super) fn of(ledger: &Ledger, sheet: &Sheet, order: &IntakeOrder) -> Result<Self, IntakeError> {
        let names = known_names(ledger);
        let forced = forced(ledger, order)?;
        let known = |key: &str| names.contains_key(key) || forced.contains_key(key);
        let header = header::find_header(sheet, &known, order.header_row)?;
        let keys: Vec<String> = header.names.iter().map(|name| header::column_key(name)).collect();
        if let Some((name, _)) = order.maps.iter().find(|(name, _)| !keys.contains(&header::column_key(name)))
        {
            return Err(IntakeError::NoColumn { name: name.clone(), names: header.names });
        }
        let barred = |at: usize| {
            let name = header.names.get(at)?;
            let risk = labels::is_risk_column(name).then_some(ColumnNote::Risk);
            risk.or(labels::is_never_column(name).then_some(ColumnNote::Never))
        };
        let called = |at: usize| header.names.get(at).map_or("", String::as_str);
        let is_number = |at: usize| labels::is_number_column(called(at));
        // What is somebody's goes into no open text, but where a field asks for it by this very name.
        let is_close = |at: usize, key: &String, target: Target| {
            let close = labels::is_private_column(called(at))
                || labels::is_phone_column(called(at))
                || privacy::tells_of_health(called(at));
            close && is_open_text(ledger, target) && names.get(key) != Some(&target)
        };
        let is_own = handled::is_own(&header.names);
        // What this program worked out it does not learn from its own sheet.
        let is_worked_out = |at: usize| is_own && unused(ledger, header.names.get(at)) == ColumnNote::Derived;
        let other = |at: usize, key: &str| match aside::part_of_address(ledger, key) {
            Some(part) => Ok(Target::Part(part)),
            None if span::of(ledger, key).is_some() => {
                span::of(ledger, key).map(|(from, to)| Target::Span(from, to)).ok_or(ColumnNote::Unknown)
            }
            None if !is_own && aside::is_kept(ledger, key) => Ok(Target::Aside(at)),
            None => Err(unused(ledger, header.names.get(at))),
        };
        let spare = aside::field_of(ledger).map(Target::Field);
        let mut claimed = HashSet::new();
        let mut chosen: Vec<Result<Target, ColumnNote>> = vec![Err(ColumnNote::Unknown); keys.len()];
        // What the order says comes before what the names say.
        for by_order in [true, false] {
            for (at, (key, choice)) in keys.iter().zip(&mut chosen).enumerate() {
                if forced.contains_key(key) != by_order {
                    continue;
                }
                *choice = if let Some(note) = barred(at) {
                    Err(note)
                } else {
                    let wanted = match forced.get(key) {
                        Some(None) => Err(ColumnNote::Skipped),
                        Some(Some(target)) if is_open_text(ledger, *target) && is_number(at) => {
                            Err(ColumnNote::Number)
                        }
                        Some(Some(target)) if is_close(at, key, *target) => Err(ColumnNote::Guarded),
                        Some(Some(target)) => Ok(*target),
                        None if is_worked_out(at) => Err(ColumnNote::Derived),
                        None => names.get(key).map_or_else(|| other(at, key), |target| Ok(*target)),
                    };
                    wanted.and_then(|target| {
                        let is_words = Some(target) == spare || aside::is_title(ledger, target);
                        if claimed.insert(target) {
                            Ok(target)
                        } else if is_words && (by_order || !is_own) {
                            // A long text takes several columns, each under its name.
                            Ok(Target::Aside(at))
                        } else {
                            Err(ColumnNote::MappedTwice)
                        }
                    })
                };
            }
        }
        let mut targets = Vec::new();
        let mut uses = Vec::new();
        for (at, (name, choice)) in header.names.iter().zip(chosen).enumerate() {
            targets.extend(choice.ok().map(|target| (at, target)));
            let field = choice.ok().map(|target| target_key(ledger, target));
            uses.push(ColumnUse { name: name.clone(), field, note: choice.err() });
        }
        if targets.is_empty() {
            let titles = ledger.fields.iter().filter(|field| is_settable(ledger, field));
            return Err(IntakeError::NothingMapped {
                known: titles.map(|f| f.title.zh.to_string()).collect(),
            });
        }
        Ok(Self { header, uses, targets })
    }

    /// Whether a column goes there.
    pub(super) fn has(&self, target: Target) -> bool {
        self.targets.iter().any(|(_, other)| *other == target)
    }
}

/// Whether sheets may bring the field: what people fill in, and of an issue
/// the moment and the number that its source gave it.
pub(super) fn is_settable(ledger: &Ledger, field: &Field) -> bool {
    field.in_form || (ledger.id == issues::ID && matches!(field.tag, issues::REGISTERED | issues::SOURCE))
}

/// Whether what goes there is shown as it is written.
fn is_open_text(ledger: &Ledger, target: Target) -> bool {
    match target {
        Target::Field(tag) => ledger
            .field(tag)
            .is_some_and(|field| matches!(field.kind, Kind::Text | Kind::LongText) && !is_masked(field)),
        Target::Head | Target::ReplyText | Target::Part(_) | Target::Aside(_) => true,
        Target::ReplyAt | Target::Span(..) => false,
    }
}

/// Why a column that no field asks for is not used.
fn unused(ledger: &Ledger, name: Option<&String>) -> ColumnNote {
    let is_named = |field: &&Field| name.is_some_and(|name| field.title.zh == *name);
    let is_automatic = ledger.fields.iter().filter(|field| !field.in_form).any(|field| is_named(&field));
    let is_derived = ledger.id == issues::ID && name.is_some_and(|name| handled::is_derived(name));
    if is_automatic || is_derived { ColumnNote::Derived } else { ColumnNote::Unknown }
}

/// Every name under which a column is known, in the form names are compared in.
fn known_names(ledger: &Ledger) -> HashMap<String, Target> {
    let mut names = HashMap::new();
    let mut learn = |name: &str, target| {
        let key = header::column_key(name);
        if !key.is_empty() {
            names.entry(key).or_insert(target);
        }
    };
    // Names a field asks for itself come before keys and titles of others.
    for field in ledger.fields.iter().filter(|field| is_settable(ledger, field)) {
        learn(&field.title.zh, Target::Field(field.tag));
        field.import.iter().for_each(|name| learn(name, Target::Field(field.tag)));
    }
    for field in ledger.fields.iter().filter(|field| is_settable(ledger, field)) {
        learn(&field.title.en, Target::Field(field.tag));
        learn(&field.key, Target::Field(field.tag));
    }
    if ledger.id == residents::ID {
        for name in HEADS {
            learn(name, Target::Head);
        }
    }
    if ledger.id == issues::ID {
        let reply = steps::ledger();
        for (tag, target) in [(steps::TEXT, Target::ReplyText), (steps::AT, Target::ReplyAt)] {
            let field = reply.field(tag);
            field.into_iter().flat_map(|field| &field.import).for_each(|name| learn(name, target));
        }
    }
    names
}

/// What the order says of columns: their target, or none to skip them.
fn forced(ledger: &Ledger, order: &IntakeOrder) -> Result<HashMap<String, Option<Target>>, Error> {
    let mut forced = HashMap::new();
    for (column, key) in &order.maps {
        let target = match key.trim() {
            "-" | "" => None,
            key => Some(target_of(ledger, key)?),
        };
        forced.insert(header::column_key(column), target);
    }
    Ok(forced)
}

fn target_of(ledger: &Ledger, key: &str) -> Result<Target, Error> {
    let extra = match key {
        "households.head" if ledger.id == residents::ID => Some(Target::Head),
        "steps.text" if ledger.id == issues::ID => Some(Target::ReplyText),
        "steps.at" if ledger.id == issues::ID => Some(Target::ReplyAt),
        _ => None,
    };
    let field = ledger
        .fields
        .iter()
        .find(|field| is_settable(ledger, field) && (field.key == key || field.title.zh == key));
    extra
        .or(field.map(|field| Target::Field(field.tag)))
        .ok_or_else(|| Error::NoField { ledger: ledger.id.clone(), field: key.to_owned() })
}

fn target_key(ledger: &Ledger, target: Target) -> String {
    match target {
        Target::Field(tag) => ledger.field(tag).map_or_else(String::new, |field| field.key.clone()),
        Target::Head => "households.head".to_owned(),
        Target::ReplyText => "steps.text".to_owned(),
        Target::ReplyAt => "steps.at".to_owned(),
        Target::Part(_) => "address".to_owned(),
        Target::Span(from, _) => target_key(ledger, Target::Field(from)),
        Target::Aside(_) => {
            aside::field_of(ledger).map_or_else(String::new, |tag| target_key(ledger, Target::Field(tag)))
        }
    }
}
