//! An issue with its standing, as JSON and as lines.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

use super::{
    issue::together,
    record::{self, Sight},
    table::plain,
};
use crate::{
    domain::{
        calendar,
        deadlines::Clock,
        id::RecordId,
        issues::{issues, steps},
        standing::{Standing, Step, StepKind},
        team::members,
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
    let replies = standing
        .steps
        .iter()
        .zip(&all)
        .filter(|(step, _)| step.kind == StepKind::Reply && standing.stands(step));
    let replies: Vec<Json> = replies.map(|(_, step)| step.clone()).collect();
    let own = [
        ("status", json!(standing.status.key())),
        ("due", json!(standing.due.to_string())),
        ("due_at", json!(standing.running.result.as_ref().and_then(|clock| clock.at).map(calendar::rfc3339))),
        ("term", clock_document(standing.running.result.as_ref())),
        ("first_contact", clock_document(standing.running.contact.as_ref())),
        (
            "other_terms",
            Json::Array(standing.running.others.iter().map(|clock| clock_document(Some(clock))).collect()),
        ),
        ("extensions", json!(standing.running.extensions.len())),
        ("hearing_since", json!(standing.running.hearings.open_since().map(|day| day.to_string()))),
        ("holidays_missing", json!(missing_years(bench, standing)?)),
        ("overdue", json!(standing.is_overdue(bench.today()))),
        ("owner", json!(standing.owner.map(|id| id.to_string()))),
        ("owner_name", json!(standing.owner.map(|id| bench.name_of(id)))),
        ("owners_in_conflict", standing.rivals.iter().map(|id| bench.name_of(*id)).collect()),
        (
            "extensions_not_counted",
            standing.running.not_counted.iter().map(|day| json!(day.to_string())).collect(),
        ),
        ("answered", json!(standing.answered)),
        ("outcome", json!(standing.outcome)),
        ("contested", json!(standing.contested || !standing.rivals.is_empty())),
        ("voices", together::voices_json(standing)),
        ("waiting", json!(standing.unanswered().count())),
        ("rating", json!(standing.rating)),
        ("merged_into", json!(standing.merged_into.map(|id| id.to_string()))),
        ("merged_into_number", json!(standing.merged_into.map(|id| number_of(bench, id)))),
        ("merged", standing.merged.iter().map(|id| number_of(bench, *id)).collect()),
        ("needs_analysis", json!(standing.unanalysed)),
        ("confirmable_until", json!(standing.confirmable_until().map(|day| day.to_string()))),
        ("handler_contact", json!(contact(bench, case))),
        ("carried_over", json!(bench.carried_from(case)?.map(|first| first.to_string()))),
        ("replies", Json::Array(replies)),
        ("steps", Json::Array(all)),
    ];
    item.extend(own.map(|(key, value)| (key.to_owned(), value)));
    Ok(item)
}

fn number_of(bench: &Workbench, issue: RecordId) -> String {
    bench.row(issue).ok().flatten().map(|row| row.text(issues::NUMBER).to_owned()).unwrap_or_default()
}

/// How whoever asked reaches the person who handles it (domain.md E13).
fn contact(bench: &Workbench, case: &Case) -> Option<String> {
    let member = bench.row(case.standing.owner?).ok().flatten()?;
    Some(member.text(members::CONTACT).to_owned()).filter(|contact| !contact.is_empty())
}

/// A clock: its term, what that rests on, and its end.
pub(super) fn clock_document(clock: Option<&Clock>) -> Json {
    clock.map_or(Json::Null, |clock| {
        json!({
            "key": clock.term.key, "value": clock.term.value, "unit": clock.term.unit.key(),
            "basis": clock.term.basis.zh, "start": calendar::rfc3339(clock.start),
            "due": clock.day.to_string(), "due_at": clock.at.map(calendar::rfc3339),
        })
    })
}

/// Years whose holidays the days of an issue depend on and that are not entered whole.
fn missing_years(bench: &Workbench, standing: &Standing) -> Result<Vec<i16>, Error> {
    let (deadlines, running, now) = (bench.deadlines()?, &standing.running, bench.now());
    let clocks = running.contact.iter().chain(&running.result).chain(&running.others);
    let years: BTreeSet<i16> =
        clocks.flat_map(|clock| deadlines.gaps(clock, now)).map(|gap| gap.year).collect();
    Ok(years.into_iter().collect())
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
        ("noticed", steps::NOTICED),
        ("promised", steps::PROMISED),
        ("limit", steps::LIMIT),
        ("rating", steps::RATING),
        ("handover", steps::HANDOVER),
        ("level", steps::LEVEL),
        ("done", steps::DONE),
        ("into", steps::INTO),
        ("severity", steps::SEVERITY),
        ("part", steps::PART),
        ("photo", steps::PHOTO),
        ("party", steps::PARTY),
        ("demand", steps::DEMAND),
        ("basis", steps::BASIS),
        ("passed", steps::PASSED),
        ("beyond", steps::BEYOND),
        ("since", steps::SINCE),
        ("ended", steps::ENDED),
    ];
    let answered: Vec<String> = step.row.references(steps::VOICES).map(|id| id.to_string()).collect();
    if !answered.is_empty() {
        put("voices", json!(answered));
    }
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
        parts.push(standing.running.told(bench.today(), lang));
    }
    parts.extend(standing.owner.map(|owner| bench.name_of(owner)));
    if !standing.rivals.is_empty() {
        let names: Vec<String> = standing.rivals.iter().map(|id| bench.name_of(*id)).collect();
        let names = names.join(lang.pick("、", ", "));
        parts.push(say!(
            lang,
            "{names} 各自受理：请定一位经办人，写交接单",
            "{names} each took it on: settle who handles it, with a hand-over slip"
        ));
    }
    if let Some(head) = standing.merged_into {
        let head = number_of(bench, head);
        parts.push(crate::say!(lang, "已并入 {head}", "merged into {head}"));
    }
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
            steps::SINCE,
            steps::ENDED,
            steps::APPROVER,
            steps::NOTICED,
            steps::PROMISED,
            steps::LIMIT,
            steps::RATING,
            steps::SEVERITY,
            steps::PART,
            steps::PARTY,
            steps::PASSED,
            steps::INTO,
            steps::LEVEL,
            steps::TEXT,
            steps::HANDOVER,
            steps::DONE,
            steps::DEMAND,
            steps::BASIS,
            steps::REASON,
            steps::REMEDY,
            steps::WAY,
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
