//! Several people and several reports of one matter (domain.md E1).

use clap::Args;
use serde_json::{Value as Json, json};

use crate::{
    cli::{
        arguments::read_pair,
        face::Face,
        failure::{Answer, DONE, Failure},
        select,
        table::Table,
    },
    domain::{
        id::RecordId,
        issues::issues,
        standing::Standing,
        value::Value,
        voices::{self, Voice},
    },
    say,
    workbench::{Error, Workbench},
};

/// 并单：后一件并入前一件，每位反映人都还要回音 · Let the second go on in the first; everybody is still owed an answer
#[derive(Debug, Args)]
#[command(after_help = "例子 Examples:\n  minqing issue merge A-17 B-4\n  minqing issue duplicates A-17")]
pub(super) struct Merge {
    /// 留下的事项，编号和最早的期限不变 · The one that goes on, with its number and the first clock
    #[arg(value_name = "ID")]
    kept: String,
    /// 并入的事项 · Those that go on in it
    #[arg(value_name = "OTHER", required = true)]
    others: Vec<String>,
}

/// Merges.
pub(super) fn merge(face: &Face, bench: &mut Workbench, order: &Merge) -> Answer {
    let kept = super::issue(bench, &order.kept)?;
    for other in &order.others {
        let other = super::issue(bench, other)?;
        bench.merge(kept, other)?;
    }
    super::told(face, bench, kept)
}

/// 又有一位反映同一件事 · Somebody else raised the same thing
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing issue voice A-17 name=李明 phone=13800000000 channel=visit
  minqing issue voice A-17 resident=王桂兰
  minqing issue voice A-17 anonymous=是")]
pub(super) struct VoiceOrder {
    /// 事项号或编号 · The issue
    id: String,
    /// 栏=值：name resident phone anonymous channel words at · Fields
    #[arg(value_name = "field=value", value_parser = read_pair, required = true)]
    pairs: Vec<(String, String)>,
}

/// Adds the voice.
pub(super) fn voice(face: &Face, bench: &mut Workbench, order: &VoiceOrder) -> Answer {
    let issue = super::issue(bench, &order.id)?;
    let ledger = bench.ledger(voices::ID)?;
    let mut fields = Vec::new();
    for (key, text) in select::keyed(ledger, &order.pairs)? {
        if let Some(field) = ledger.field_by_key(&key).filter(|field| field.tag != voices::ISSUE) {
            fields.extend(bench.read_value(field, &text)?.map(|value| (field.tag, value)));
        }
    }
    bench.add_voice(issue, &fields)?;
    super::told(face, bench, issue)
}

/// 可能是同一件事的事项 · Issues that may be one matter with it
#[derive(Debug, Args)]
#[command(after_help = "例子 Examples:\n  minqing issue duplicates A-17")]
pub(super) struct Duplicates {
    /// 事项号或编号 · The issue
    id: String,
}

/// Suggests them.
pub(super) fn duplicates(face: &Face, bench: &Workbench, order: &Duplicates) -> Answer {
    let issue = super::issue(bench, &order.id)?;
    let found = bench.duplicates_of(issue)?;
    let mut table = Table::new([
        face.lang.pick("编号", "number"),
        face.lang.pick("内容", "title"),
        face.lang.pick("像在哪里", "why"),
    ]);
    let mut items: Vec<Json> = Vec::new();
    for (case, likeness) in &found {
        let (number, title) = (case.issue.text(issues::NUMBER), case.issue.text(issues::TITLE));
        let why = likeness.sentence(face.lang);
        table.push([number.to_owned(), title.to_owned(), why.clone()]);
        items.push(json!({ "id": case.issue.id.to_string(), "number": number, "title": title, "why": why }));
    }
    if found.is_empty() && !face.json {
        face.note(face.lang.pick("没有相近的事项", "nothing like it"));
        return Ok(DONE);
    }
    face.answer(&json!({ "items": items, "total": items.len() }), table.text(face.is_colored()))?;
    Ok(DONE)
}

/// Whom a reply was to: named by number, record or name; everybody who waits.
pub(super) fn answered(
    standing: &Standing,
    names: &[String],
    everybody: bool,
) -> Result<Vec<RecordId>, Failure> {
    if everybody {
        return Ok(standing.unanswered().map(|voice| voice.id).collect());
    }
    let mut ids = Vec::new();
    for name in names {
        let name = name.trim();
        let place = name.parse::<usize>().ok().and_then(|place| place.checked_sub(1));
        let by_place = place.and_then(|place| standing.voices.get(place));
        let is_named =
            |voice: &&Voice| voice.name == name || name.len() >= 4 && voice.id.to_string().starts_with(name);
        let mut fitting = standing.voices.iter().filter(is_named);
        match (by_place, fitting.next(), fitting.next()) {
            (Some(voice), _, _) | (None, Some(voice), None) => ids.push(voice.id),
            _ => return Err(Error::NoRecord(name.to_owned()).into()),
        }
    }
    Ok(ids)
}

/// Everybody who asked, in JSON.
pub(in crate::cli) fn voices_json(standing: &Standing) -> Json {
    let voice = |voice: &Voice| {
        json!({
            "id": voice.id.to_string(),
            "name": voice.name,
            "resident": voice.resident.map(|id| id.to_string()),
            "anonymous": voice.anonymous,
            "answered": voice.answered,
        })
    };
    standing.voices.iter().map(voice).collect()
}

/// What is told after a step of those who still wait.
pub(super) fn waiting(face: &Face, standing: &Standing) -> Option<String> {
    if standing.voices.len() < 2 {
        return None;
    }
    let names: Vec<String> = standing
        .voices
        .iter()
        .enumerate()
        .filter(|(_, voice)| !voice.answered)
        .map(|(at, voice)| {
            let name =
                if voice.name.is_empty() { face.lang.pick("匿名", "anonymous") } else { &voice.name };
            format!("{} {name}", at + 1)
        })
        .collect();
    let (count, all) = (names.len(), standing.voices.len());
    let names = names.join(face.lang.pick("、", ", "));
    (count > 0).then(|| {
        say!(
            face.lang,
            "{all} 位反映人，还有 {count} 位没有答复：{names}",
            "{all} asked, {count} not answered: {names}"
        )
    })
}

/// Fields of a reply that name whom it was to.
pub(super) fn as_fields(ids: Vec<RecordId>) -> impl Iterator<Item = (crate::domain::field::Tag, Value)> {
    ids.into_iter().map(|id| (crate::domain::issues::steps::VOICES, Value::Ref(id)))
}
