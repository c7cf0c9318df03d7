//! A record as JSON and as lines.

use serde_json::{Map, Value as Json, json};

use super::table::plain_lines;
use crate::{
    domain::{
        calendar,
        field::{Field, Kind, Tag},
        id::RecordId,
        ledger::{Ledger, Nature},
        money, phases, privacy,
        row::Row,
        value::Value,
        wording::Lang,
    },
    workbench::{ERASED, Error, LIFE, STRUCK, Workbench},
};

/// How much of personal numbers is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// Masked, as everywhere without a reason.
    Masked,
    /// In full: the reason was asked for and written down.
    Full,
}

/// The short form of an id that people read.
pub(super) fn short(id: RecordId) -> String {
    id.to_string().chars().take(8).collect()
}

/// The key of a field; the log's own registers have names as well.
pub(super) fn key_of(ledger: &Ledger, tag: Tag) -> String {
    match (tag, ledger.field(tag)) {
        (LIFE, _) => "deleted".to_owned(),
        (STRUCK, _) => "struck".to_owned(),
        (ERASED, _) => "erased".to_owned(),
        (_, Some(field)) => field.key.clone(),
        (_, None) => format!("tag_{tag}"),
    }
}

/// A record as the contract has it: what every item has, then its fields.
pub(super) fn document(bench: &Workbench, row: &Row, sight: Sight) -> Result<Map<String, Json>, Error> {
    let ledger = bench.ledger_of(row.id)?;
    let mut item = Map::new();
    let mut put = |key: &str, value: Json| item.insert(key.to_owned(), value);
    put("id", json!(row.id.to_string()));
    put("ledger", json!(ledger.id));
    put("created", json!(calendar::rfc3339(row.created)));
    put("updated", json!(calendar::rfc3339(row.updated)));
    put("by", json!(row.by.to_string()));
    put("by_name", json!(bench.name_of(row.by)));
    put("conflicts", row.conflicts.iter().map(|tag| key_of(ledger, *tag)).collect());
    let faults = bench.faults(row);
    if !ledger.rules.is_empty() || !faults.is_empty() {
        put("faults", faults.iter().map(|why| why.zh.as_ref()).collect());
    }
    if row.deleted {
        put("deleted", json!(true));
    }
    if let Some(reason) = &row.struck {
        put("struck", json!(reason));
    }
    for field in &ledger.fields {
        let values = row.all(field.tag);
        let all: Vec<Json> = values.iter().map(|value| value_json(field, value, sight)).collect();
        if let Kind::Ref(_) = field.kind {
            // Who somebody is shows no more by the name than by the record.
            let hidden = sight == Sight::Masked && privacy::is_masked(field);
            let name =
                |value| if hidden { value_json(field, value, sight) } else { json!(name_in(bench, value)) };
            let names: Vec<Json> = values.iter().map(name).collect();
            put(&format!("{}_name", field.key), one_or_all(field, names));
        }
        put(&field.key, one_or_all(field, all));
    }
    let out: Map<String, Json> = ledger
        .retired
        .iter()
        .filter(|field| !row.all(field.tag).is_empty())
        .map(|field| {
            let all = row.all(field.tag).iter().map(|value| value_json(field, value, sight)).collect();
            (field.key.clone(), one_or_all(field, all))
        })
        .collect();
    if !out.is_empty() {
        item.insert("retired".to_owned(), Json::Object(out));
    }
    if ledger.id == crate::domain::checklists::ID {
        let title = item_title(row);
        item.insert("item_title".to_owned(), title.map_or(Json::Null, Json::from));
        let counted = crate::domain::checklists::counted(row);
        item.insert("counted".to_owned(), json!(counted.key()));
    }
    if ledger.nature != Nature::Card {
        let phase = bench.phase_of(row)?.map(|phase| phase.text(phases::NAME).to_owned());
        item.insert("phase".to_owned(), json!(phase));
    }
    Ok(item)
}

/// A value in JSON; enumerations by their keys, moments with their offset.
pub(super) fn value_json(field: &Field, value: &Value, sight: Sight) -> Json {
    if sight == Sight::Masked && privacy::is_hidden(field, value) {
        return json!(privacy::masked(field, value));
    }
    if let (Kind::Money, Value::Int(fen)) = (&field.kind, value) {
        return json!({ "fen": fen, "currency": money::CURRENCY });
    }
    plain_json(value)
}

/// A value that is not a person's number.
pub(super) fn plain_json(value: &Value) -> Json {
    match value {
        Value::Text(text) | Value::Choice(text) => json!(text),
        Value::Int(number) => json!(number),
        Value::Bool(yes) => json!(yes),
        Value::Date(day) => json!(day.to_string()),
        Value::Instant(at) => json!(calendar::rfc3339(*at)),
        Value::Ref(id) => json!(id.to_string()),
        Value::Unknown(..) => Json::Null,
    }
}

/// A value as people read it.
pub(super) fn value_text(
    bench: &Workbench,
    field: &Field,
    value: &Value,
    lang: Lang,
    sight: Sight,
) -> String {
    match sight {
        Sight::Masked => bench.show(field, value, lang),
        Sight::Full => bench.show_in_full(field, value, lang),
    }
}

/// All values of a field as people read them.
pub(super) fn field_text(bench: &Workbench, field: &Field, row: &Row, lang: Lang, sight: Sight) -> String {
    if field.tag == crate::domain::checklists::ITEM
        && row.id.ledger() == crate::domain::id::LedgerTag::of("checks")
    {
        return item_title(row).unwrap_or_else(|| row.text(field.tag).to_owned());
    }
    let texts: Vec<String> =
        row.all(field.tag).iter().map(|value| value_text(bench, field, value, lang, sight)).collect();
    texts.join(lang.pick("、", ", "))
}

/// The fields of a record that are filled, a line each.
pub(super) fn lines(bench: &Workbench, row: &Row, lang: Lang, sight: Sight) -> Result<Vec<String>, Error> {
    let ledger = bench.ledger_of(row.id)?;
    let mut lines = Vec::new();
    for why in bench.faults(row) {
        let why = why.get(lang);
        lines.push(plain_lines(&crate::say!(
            lang,
            "! 不合规则，不计入数字：{why}",
            "! breaks a rule and is not counted: {why}"
        )));
    }
    let filled = |field: &&Field| !row.all(field.tag).is_empty();
    let first_out = ledger.retired.iter().find(filled).map(|field| field.tag);
    for field in ledger.fields.iter().chain(&ledger.retired).filter(filled) {
        if first_out == Some(field.tag) {
            lines.push(lang.pick("已停用的栏", "Fields out of use").to_owned());
        }
        let text = plain_lines(&field_text(bench, field, row, lang, sight)).replace('\n', "\n    ");
        let title = field.title.get(lang);
        let sign =
            if row.conflicts.contains(&field.tag) { lang.pick("（有冲突）", " (conflict)") } else { "" };
        lines.push(format!("{title}{}{text}{sign}", lang.pick("：", ": ")));
    }
    Ok(lines)
}

fn one_or_all(field: &Field, mut all: Vec<Json>) -> Json {
    if field.many {
        Json::Array(all)
    } else if all.is_empty() {
        Json::Null
    } else {
        all.swap_remove(0)
    }
}

fn name_in(bench: &Workbench, value: &Value) -> Option<String> {
    match value {
        Value::Ref(id) => Some(bench.name_of(*id)),
        Value::Text(_)
        | Value::Int(_)
        | Value::Bool(_)
        | Value::Date(_)
        | Value::Instant(_)
        | Value::Choice(_)
        | Value::Unknown(..) => None,
    }
}

/// What the item of a tick asks for, in Chinese as on the lists; an item that
/// the group added is called by its key.
fn item_title(row: &Row) -> Option<String> {
    use crate::domain::checklists;
    let wanted = row.text(checklists::ITEM);
    let shipped = checklists::item_title(wanted).map(|title| title.zh.to_string());
    shipped.or_else(|| Some(wanted.to_owned()).filter(|key| !key.is_empty()))
}
