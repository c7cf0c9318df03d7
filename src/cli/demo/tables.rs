//! A handful of rows in the declared ledgers (`assets/demo/ledgers.toml`).

use std::collections::BTreeMap;

use jiff::ToSpan;
use serde::Deserialize;

use super::{
    dice::Dice,
    matters::Open,
    names::Names,
    people::{People, Resident},
    unreadable,
};
use crate::{
    cli::failure::Failure,
    domain::{
        field::{Field, Kind},
        id::RecordId,
        issues::issues,
        roster::{households, neighbourhoods, residents},
        team::members,
    },
    workbench::{Workbench, draft::Draft},
};

/// Draws something that is there already.
const DRAWN: &str = "?";

#[derive(Debug, Deserialize)]
struct Rows {
    record: Vec<Record>,
}

/// One record: fields by their keys, as one would type them.
#[derive(Debug, Deserialize)]
struct Record {
    ledger: String,
    put: BTreeMap<String, String>,
}

/// Whom and what a row can name.
struct Around<'a> {
    names: &'a Names,
    members: &'a [RecordId],
    people: &'a People,
    open: &'a [Open],
}

/// Writes the rows, each committed before the next names it.
pub(super) fn write(
    bench: &mut Workbench,
    names: &Names,
    dice: &mut Dice,
    members: &[RecordId],
    people: &People,
    open: &[Open],
) -> Result<(), Failure> {
    let rows: Rows = toml::from_str(include_str!("../../../assets/demo/ledgers.toml"))
        .map_err(|error| unreadable(&error.to_string()))?;
    let around = Around { names, members, people, open };
    for Record { ledger, put } in rows.record {
        let mut draft = Draft::new();
        let id = bench.begin_record(&mut draft, &ledger, None)?;
        // Who lives where is drawn once for a row.
        let resident = people.somebody(dice, None).cloned();
        let mut pairs = Vec::new();
        for (key, text) in put {
            let field = bench.ledger(&ledger)?.field_by_key(&key).cloned();
            let field = field.ok_or_else(|| unreadable(&format!("{ledger}.{key}")))?;
            let mut text = around.told(bench, dice, &field, &text, resident.as_ref())?;
            let own = bench.member();
            if key == "member" {
                // Nobody checks himself for another, nor approves his own leave.
                let other = members.iter().find(|member| **member != own);
                match (ledger.as_str(), other) {
                    ("self_checks" | "conduct_checks", _) => text = own.to_string(),
                    ("leaves", Some(other)) if text == own.to_string() => text = other.to_string(),
                    _ => {}
                }
            }
            pairs.push((key, text));
        }
        bench.fill(&mut draft, id, &pairs)?;
        bench.commit(draft)?;
    }
    Ok(())
}

impl Around<'_> {
    /// What is typed for a field of this row.
    fn told(
        &self,
        bench: &Workbench,
        dice: &mut Dice,
        field: &Field,
        text: &str,
        resident: Option<&Resident>,
    ) -> Result<String, Failure> {
        let nothing = || unreadable(&format!("{}: {text}", field.key));
        Ok(match &field.kind {
            Kind::Date => {
                let days: i32 = text.parse().map_err(|_error| nothing())?;
                let day = bench.today().checked_add(days.days()).map_err(|_error| nothing())?;
                day.to_string()
            }
            Kind::Phone if text == DRAWN => dice.phone(),
            Kind::Int if text == DRAWN => bench.today().year().to_string(),
            Kind::Text | Kind::Name if text == DRAWN => self.names.adult(dice, bench.today()).name,
            Kind::Ref(of) if text == DRAWN => {
                let drawn = match of.as_str() {
                    members::ID => dice.pick(self.members).copied(),
                    residents::ID => resident.map(|resident| resident.id),
                    households::ID => resident.map(|resident| resident.household),
                    neighbourhoods::ID => dice.pick(&self.people.places).map(|(place, _)| *place),
                    // An issue, also where any record would do.
                    issues::ID | "" => dice.pick(self.open).map(|issue| issue.id),
                    _ => None,
                };
                drawn.ok_or_else(nothing)?.to_string()
            }
            Kind::Text
            | Kind::Name
            | Kind::LongText
            | Kind::Phone
            | Kind::IdNumber
            | Kind::Int
            | Kind::Money
            | Kind::Bool
            | Kind::Lunar
            | Kind::Instant
            | Kind::Choice(_)
            | Kind::Ref(_) => text.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::ledger::Catalog;

    #[test]
    fn the_rows_are_of_ledgers_and_fields_that_exist_and_fill_most_groups() {
        let rows: Rows = toml::from_str(include_str!("../../../assets/demo/ledgers.toml")).unwrap();
        let catalog = Catalog::shipped();
        let mut groups = BTreeSet::new();
        for Record { ledger, put } in &rows.record {
            let declared = catalog.get(ledger).unwrap_or_else(|| panic!("no ledger {ledger}"));
            groups.insert(declared.group.clone());
            for key in put.keys() {
                assert!(declared.field_by_key(key).is_some(), "{ledger}.{key}");
            }
            for field in declared.fields.iter().filter(|field| field.required) {
                assert!(put.contains_key(&field.key), "{ledger} lacks {}", field.key);
            }
        }
        assert_eq!(groups.len(), 9);
    }
}
