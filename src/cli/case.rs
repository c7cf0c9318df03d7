//! An issue with its standing, as JSON and as lines.

use serde_json::{Map, Value as Json, json};

use super::{
    record::{self, Sight},
    table::plain,
};
use crate::{
    domain::{
        calendar,
        issues::steps,
        standing::{Step, StepKind},
        value::Value,
        wording::Lang,
    },
    say,
    workbench::{Error, Workbench, steps::Case},
};

/// An issue as the contract has it: the record, and what follows from its steps.
pub(super) fn document(bench: &Workbench, case: &Case, sight: Sight) -> Result<Map<String, Json>, Error> {
    let mut item = record::document(bench, &case.issue, sight)?;
    let standing = &case.standing;
    let all: Vec<Json> = standing.steps.iter().map(|step| step_document(bench, step)).collect();
    let replies =
        standing.steps.iter().zip(&all).filter(|(step, _)| step.kind == StepKind::Reply && step.row.stands());
    let replies: Vec<Json> = replies.map(|(_, step)| step.clone()).collect();
    let own = [
        ("status", json!(standing.status.key())),
        ("due", json!(standing.due.to_string())),
        ("overdue", json!(standing.is_overdue(bench.today()))),
        ("owner", json!(standing.owner.map(|id| id.to_string()))),
        ("owner_name", json!(standing.owner.map(|id| bench.name_of(id)))),
        ("answered", json!(standing.answered)),
        ("outcome", json!(standing.outcome)),
        ("contested", json!(standing.contested)),
        ("carried_over", json!(bench.carried_from(case)?.map(|first| first.to_string()))),
        ("replies", Json::Array(replies)),
        ("steps", Json::Array(all)),
    ];
    item.extend(own.map(|(key, value)| (key.to_owned(), value)));
    Ok(item)
}

/// One step: when, by whom, what; parts that were not said are left out.
fn step_document(bench: &Workbench, step: &Step) -> Json {
    let mut item = Map::new();
    let mut put = |key: &str, value: Json| item.insert(key.to_owned(), value);
    put("id", json!(step.id.to_string()));
    put("at", json!(calendar::rfc3339(step.at)));
    put("kind", json!(step.kind.key()));
    let by = step.row.reference(steps::BY);
    put("by", json!(by.map(|id| id.to_string())));
    put("by_name", json!(by.map(|id| bench.name_of(id))));
    put("text", json!(step.row.one(steps::TEXT).and_then(Value::as_text)));
    if let Some(reason) = &step.row.struck {
        put("struck", json!(reason));
    }
    let parts = [
        ("to", steps::TO),
        ("owner", steps::OWNER),
        ("unit", steps::UNIT),
        ("outcome", steps::OUTCOME),
        ("reason", steps::REASON),
        ("remedy", steps::REMEDY),
        ("until", steps::UNTIL),
        ("approver", steps::APPROVER),
        ("way", steps::WAY),
        ("rating", steps::RATING),
    ];
    for (key, tag) in parts {
        if let Some(value) = step.row.one(tag) {
            put(key, record::plain_json(value));
            if let Value::Ref(id) = value {
                put(&format!("{key}_name"), json!(bench.name_of(*id)));
            }
        }
    }
    Json::Object(item)
}

/// Where an issue stands, in one line.
pub(super) fn headline(bench: &Workbench, case: &Case, lang: Lang) -> String {
    let standing = &case.standing;
    let status = standing.status.title(lang);
    let mut parts = vec![status.to_owned()];
    if standing.is_closed() {
        parts.extend(standing.outcome.as_deref().map(|key| choice_title(bench, steps::OUTCOME, key, lang)));
    } else {
        parts.push(calendar::distance(standing.due, bench.today(), lang));
    }
    parts.extend(standing.owner.map(|owner| bench.name_of(owner)));
    if standing.contested {
        parts.push(
            lang.pick("一台已办结、另一台重开，请核实", "closed here, reopened there: settle it").to_owned(),
        );
    }
    if let Ok(Some(first)) = bench.carried_from(case) {
        parts.push(say!(lang, "前期带入，首次登记 {first}", "carried over, first registered {first}"));
    }
    plain(&parts.join(" · "))
}

/// The steps, a line each.
pub(super) fn lines(bench: &Workbench, case: &Case, lang: Lang) -> Vec<String> {
    let line = |step: &Step| {
        let at = calendar::minute(step.at);
        let kind = choice_title(bench, steps::KIND, step.kind.key(), lang);
        let by = step.row.reference(steps::BY).map(|id| bench.name_of(id)).unwrap_or_default();
        let told = [
            steps::UNIT,
            steps::OUTCOME,
            steps::UNTIL,
            steps::APPROVER,
            steps::RATING,
            steps::TEXT,
            steps::REASON,
        ];
        let parts: Vec<String> = told
            .into_iter()
            .filter_map(|tag| {
                let field = bench.ledger(steps::ID).ok()?.field(tag)?;
                Some(record::value_text(bench, field, step.row.one(tag)?, lang, Sight::Masked))
            })
            .collect();
        let struck = if step.row.stands() { "" } else { lang.pick("（已划去）", " (struck out)") };
        plain(&format!("  {at}  {kind}  {by}  {}{struck}", parts.join(" · ")))
    };
    case.standing.steps.iter().map(line).collect()
}

fn choice_title(bench: &Workbench, tag: crate::domain::field::Tag, key: &str, lang: Lang) -> String {
    let ledger = bench.ledger(steps::ID).ok();
    let choice = ledger.and_then(|ledger| ledger.field(tag)).and_then(|field| field.choice(key));
    choice.map_or_else(|| key.to_owned(), |choice| choice.title.get(lang).to_owned())
}
