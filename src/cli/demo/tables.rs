//! Rows of the ledgers that the program fills from data: the declared ones
//! (`assets/demo/ledgers.toml`) and the work of the group (`assets/demo/work.toml`).

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{around::Around, dice::Dice, unreadable};
use crate::{
    cli::failure::Failure,
    domain::{field::Kind, id::RecordId, ledger::Ledger},
    workbench::{Workbench, draft::Draft},
};

/// Rows in the declared ledgers.
pub(super) const LEDGERS: &str = include_str!("../../../assets/demo/ledgers.toml");

/// The work of the group: units, plans, projects and their money, oversight, consents.
pub(super) const WORK: &str = include_str!("../../../assets/demo/work.toml");

#[derive(Debug, Deserialize)]
struct Rows {
    record: Vec<Record>,
}

/// One record: fields by their keys, as one would type them.
#[derive(Debug, Deserialize)]
struct Record {
    ledger: String,
    put: BTreeMap<String, String>,
    /// Whether what stands before it has to be kept already: the rules look at it.
    #[serde(default)]
    then: bool,
}

/// Writes the rows; what a row names is committed before it.
pub(super) fn write(
    bench: &mut Workbench,
    dice: &mut Dice,
    around: &Around<'_>,
    text: &str,
) -> Result<(), Failure> {
    let rows: Rows = toml::from_str(text).map_err(|error| unreadable(&error.to_string()))?;
    let mut draft = Draft::new();
    let mut pending: BTreeSet<String> = BTreeSet::new();
    for record in rows.record {
        let declared = bench.ledger(&record.ledger)?.clone();
        if record.then || names_any(&declared, &record, &pending) {
            bench.commit(std::mem::take(&mut draft))?;
            pending.clear();
        }
        begin(bench, dice, around, &mut draft, &declared, &record)?;
        pending.insert(record.ledger);
    }
    Ok(bench.commit(draft)?)
}

fn begin(
    bench: &Workbench,
    dice: &mut Dice,
    around: &Around<'_>,
    draft: &mut Draft,
    declared: &Ledger,
    Record { ledger, put, .. }: &Record,
) -> Result<RecordId, Failure> {
    let id = bench.begin_record(draft, ledger, None)?;
    // Who lives where is drawn once for a row.
    let resident = around.people.somebody(dice, None).cloned();
    let mut pairs = Vec::new();
    for (key, text) in put {
        let field = declared.field_by_key(key).ok_or_else(|| unreadable(&format!("{ledger}.{key}")))?;
        let told = around.told(bench, dice, field, text, resident.as_ref())?;
        pairs.push((key.clone(), if key == "member" { around.member_of(bench, ledger, told) } else { told }));
    }
    bench.fill(draft, id, &pairs)?;
    Ok(id)
}

/// Whether a row names a record of these ledgers, or may.
fn names_any(declared: &Ledger, record: &Record, pending: &BTreeSet<String>) -> bool {
    record.put.iter().filter(|(_, text)| !Around::draws(text)).any(|(key, _)| {
        match declared.field_by_key(key).map(|field| &field.kind) {
            Some(Kind::Ref(of)) => of.is_empty() || pending.contains(of),
            Some(_) | None => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ledger::Catalog;

    #[test]
    fn the_rows_are_of_ledgers_and_fields_that_exist_and_fill_every_declared_one() {
        let catalog = Catalog::shipped();
        let mut filled = BTreeSet::new();
        for text in [LEDGERS, WORK] {
            let rows: Rows = toml::from_str(text).unwrap();
            for Record { ledger, put, .. } in &rows.record {
                let declared = catalog.get(ledger).unwrap_or_else(|| panic!("no ledger {ledger}"));
                filled.insert(declared.id.clone());
                for key in put.keys() {
                    let field = declared.field_by_key(key);
                    assert!(field.is_some_and(|field| field.in_form), "{ledger}.{key}");
                }
                for field in declared.fields.iter().filter(|field| field.required) {
                    assert!(put.contains_key(&field.key), "{ledger} lacks {}", field.key);
                }
            }
        }
        let empty: Vec<&str> = catalog
            .iter()
            .filter(|ledger| ledger.group.is_some() && !filled.contains(&ledger.id))
            .map(|ledger| ledger.id.as_str())
            .collect();
        assert!(empty.is_empty(), "{empty:?}");
    }
}
