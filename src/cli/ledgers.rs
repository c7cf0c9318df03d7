//! `minqing ledgers`: every ledger with its fields.

use clap::Args;
use serde_json::{Value as Json, json};

use super::{
    face::Face,
    failure::{Answer, DONE, Failure},
    table::Table,
};
use crate::{
    domain::{
        field::{Field, Kind},
        ledger::{Catalog, Ledger, Nature},
    },
    workbench::Error,
};

/// 各本台账和它们的栏、类型、保密级别 · Every ledger with its fields, types and privacy class
#[derive(Debug, Args)]
#[command(
    after_help = "例子 Examples:\n  minqing ledgers\n  minqing ledgers residents\n  minqing ledgers --json"
)]
pub(super) struct Order {
    /// 只看这一本 · Only this one
    #[arg(value_name = "LEDGER")]
    ledger: Option<String>,
}

/// Lists them; needs no workspace.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    let catalog = Catalog::core();
    let wanted = |ledger: &&Ledger| match &order.ledger {
        None => true,
        Some(name) => ledger.id == *name || ledger.title.zh == *name,
    };
    let ledgers: Vec<&Ledger> = catalog.iter().filter(wanted).collect();
    if let (Some(name), true) = (&order.ledger, ledgers.is_empty()) {
        return Err(Error::NoLedger(name.clone()).into());
    }
    if face.json {
        let items: Vec<Json> = ledgers.iter().map(|ledger| document(face, ledger)).collect();
        face.document(&json!({ "total": items.len(), "items": items }))?;
    } else {
        show(face, &ledgers)?;
    }
    Ok(DONE)
}

fn document(face: &Face, ledger: &Ledger) -> Json {
    let fields: Vec<Json> = ledger
        .fields
        .iter()
        .map(|field| {
            json!({
                "key": field.key, "title": field.title.get(face.lang), "type": field.kind.key(),
                "required": field.required, "privacy": field.privacy.key(), "many": field.many,
                "purpose": field.purpose.as_ref().map(|purpose| purpose.get(face.lang)), "consent": field.consent,
                "automatic": !field.in_form, "choices": choices(face, field), "ledger": target(field),
            })
        })
        .collect();
    let nature = match ledger.nature {
        Nature::Card => "card",
        Nature::Entry => "entry",
        Nature::Issue => "issue",
    };
    json!({ "id": ledger.id, "title": ledger.title.get(face.lang), "nature": nature, "fields": fields })
}

fn choices(face: &Face, field: &Field) -> Json {
    match &field.kind {
        Kind::Choice(choices) => choices
            .iter()
            .map(|choice| json!({ "key": choice.key, "title": choice.title.get(face.lang) }))
            .collect(),
        Kind::Text
        | Kind::LongText
        | Kind::Name
        | Kind::Phone
        | Kind::IdNumber
        | Kind::Int
        | Kind::Money
        | Kind::Lunar
        | Kind::Bool
        | Kind::Date
        | Kind::Instant
        | Kind::Ref(_) => Json::Null,
    }
}

fn target(field: &Field) -> Option<&str> {
    match &field.kind {
        Kind::Ref(ledger) if !ledger.is_empty() => Some(ledger),
        Kind::Ref(_)
        | Kind::Text
        | Kind::LongText
        | Kind::Name
        | Kind::Phone
        | Kind::IdNumber
        | Kind::Int
        | Kind::Money
        | Kind::Lunar
        | Kind::Bool
        | Kind::Date
        | Kind::Instant
        | Kind::Choice(_) => None,
    }
}

fn show(face: &Face, ledgers: &[&Ledger]) -> Result<(), Failure> {
    let lang = face.lang;
    let mut parts = Vec::new();
    for ledger in ledgers {
        let mut table = Table::new([
            format!("{} {}", ledger.id, ledger.title.get(lang)),
            String::new(),
            lang.pick("类型", "type").to_owned(),
            lang.pick("保密", "privacy").to_owned(),
            String::new(),
            lang.pick("用途", "what for").to_owned(),
        ]);
        for field in &ledger.fields {
            let mut remarks = Vec::new();
            if field.required {
                remarks.push(lang.pick("必填", "required"));
            }
            if field.many {
                remarks.push(lang.pick("多值", "many"));
            }
            if field.consent.is_some() {
                remarks.push(lang.pick("须同意", "by consent"));
            }
            if !field.in_form {
                remarks.push(lang.pick("自动", "automatic"));
            }
            table.push(vec![
                format!("  {}", field.key),
                field.title.get(lang).to_owned(),
                target(field).map_or_else(|| field.kind.key().to_owned(), |to| format!("ref {to}")),
                field.privacy.key().to_owned(),
                remarks.join(" "),
                field.purpose.as_ref().map_or("", |purpose| purpose.get(lang)).to_owned(),
            ]);
        }
        parts.push(table.text(face.is_colored()));
    }
    face.out(parts.join("\n\n"))
}
