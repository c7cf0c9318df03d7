//! Issues with a course of their own (`assets/demo/stories.toml`): slips,
//! petitions, disputes that are mediated, matters of several people.

use std::collections::BTreeMap;

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Time},
};
use serde::Deserialize;

use super::{around::Around, dice::Dice, matters::back, people::Resident, unreadable};
use crate::{
    cli::failure::Failure,
    domain::{
        analyses, calendar,
        field::Tag,
        id::RecordId,
        issues::{issues, steps},
        standing::StepKind,
        value::Value,
        voices,
    },
    workbench::{Workbench, draft::Draft},
};

/// The hour at which a day's work is written down, and the hour before any step.
const MORNING: i8 = 8;
const NOON: i8 = 10;

const TEXT: &str = include_str!("../../../assets/demo/stories.toml");

/// Fields by their keys, as one would type them.
type Put = BTreeMap<String, String>;

#[derive(Debug, Deserialize)]
struct Stories {
    story: Vec<Story>,
}

#[derive(Debug, Deserialize)]
struct Story {
    registered: i32,
    put: Put,
    #[serde(default)]
    voice: Vec<Put>,
    sheet: Option<Put>,
    #[serde(default)]
    step: Vec<Deed>,
}

/// A step that was taken.
#[derive(Debug, Deserialize)]
struct Deed {
    kind: String,
    day: i32,
    by: String,
    put: Put,
    /// Whether everybody who raised the issue was told, not only who was first.
    #[serde(default)]
    everybody: bool,
}

/// Registers them one after the other and takes their steps.
pub(super) fn tell(bench: &mut Workbench, dice: &mut Dice, around: &Around<'_>) -> Result<(), Failure> {
    let stories: Stories = toml::from_str(TEXT).map_err(|error| unreadable(&error.to_string()))?;
    for story in stories.story {
        let issue = register(bench, dice, around, &story)?;
        let mut all = vec![issue];
        for voice in &story.voice {
            let somebody = around.people.somebody(dice, None).cloned();
            let mut fields = read(bench, dice, around, voices::ID, voice, somebody.as_ref())?;
            fields.push((voices::AT, Value::Instant(moment(bench, story.registered, MORNING))));
            all.push(bench.add_voice(issue, &fields)?);
        }
        if let Some(sheet) = &story.sheet {
            let fields = read(bench, dice, around, analyses::ID, sheet, None)?;
            let fields: Vec<(Tag, Option<Value>)> =
                fields.into_iter().map(|(tag, value)| (tag, Some(value))).collect();
            bench.analyse(issue, &fields)?;
        }
        let mut draft = Draft::new();
        for (at, deed) in story.step.iter().enumerate() {
            let kind = StepKind::from_key(&deed.kind).ok_or_else(|| unreadable(&deed.kind))?;
            let fields = read(bench, dice, around, steps::ID, &deed.put, None)?;
            let step = bench.add_step(&mut draft, issue, kind, &fields)?;
            let hour = NOON + i8::try_from(at).unwrap_or(0);
            draft.set(step, steps::AT, Some(Value::Instant(moment(bench, deed.day, hour))));
            for voice in all.iter().filter(|_| deed.everybody) {
                draft.add(step, steps::VOICES, &Value::Ref(*voice));
            }
            let by = around.member(dice, &deed.by).ok_or_else(|| unreadable(&deed.by))?;
            draft.set(step, steps::BY, Some(Value::Ref(by)));
        }
        bench.commit(draft)?;
    }
    Ok(())
}

fn register(
    bench: &mut Workbench,
    dice: &mut Dice,
    around: &Around<'_>,
    story: &Story,
) -> Result<RecordId, Failure> {
    let mut draft = Draft::new();
    let id = bench.begin_record(&mut draft, issues::ID, None)?;
    let somebody = around.people.somebody(dice, None).cloned();
    for (tag, value) in read(bench, dice, around, issues::ID, &story.put, somebody.as_ref())? {
        set(bench, &mut draft, id, tag, &value)?;
    }
    if let (true, Some(person)) = (story.put.contains_key("resident"), somebody) {
        draft.set(id, issues::FROM, Value::text(person.name));
        draft.set(id, issues::PHONE, Value::text(person.phone));
    }
    let at = moment(bench, story.registered, MORNING);
    draft.set(id, issues::REGISTERED, Some(Value::Instant(at)));
    bench.commit(draft)?;
    Ok(id)
}

/// Sets a field, or adds to it where it takes several.
fn set(bench: &Workbench, draft: &mut Draft, id: RecordId, tag: Tag, value: &Value) -> Result<(), Failure> {
    if bench.ledger_of(id)?.field(tag).is_some_and(|field| field.many) {
        draft.add(id, tag, value);
    } else {
        draft.set(id, tag, Some(value.clone()));
    }
    Ok(())
}

/// The fields that were told, as values.
fn read(
    bench: &Workbench,
    dice: &mut Dice,
    around: &Around<'_>,
    ledger: &str,
    put: &Put,
    about: Option<&Resident>,
) -> Result<Vec<(Tag, Value)>, Failure> {
    let declared = bench.ledger(ledger)?.clone();
    let mut fields = Vec::new();
    for (key, text) in put {
        let field = declared.field_by_key(key).ok_or_else(|| unreadable(&format!("{ledger}.{key}")))?;
        let text = around.told(bench, dice, field, text, about)?;
        fields.extend(bench.read_value(field, &text)?.map(|value| (field.tag, value)));
    }
    Ok(fields)
}

/// A moment of a day, so many days from today; of today within the last hour.
fn moment(bench: &Workbench, days: i32, hour: i8) -> Timestamp {
    if days == 0 {
        let minutes = i64::from(60 - hour.clamp(0, 20) * 3);
        return bench.now().checked_sub(minutes.minutes()).unwrap_or(bench.now());
    }
    let day: Date = back(bench.today(), -days);
    let time = Time::new(hour, 15, 0, 0).unwrap_or(Time::midnight());
    let at = calendar::moment(day.to_datetime(time)).unwrap_or(bench.now());
    at.min(bench.now())
}

#[cfg(test)]
mod tests {
    use super::*;

    // Hot topics are told by class: one that is "not classed" says nothing.
    #[test]
    fn every_story_is_of_a_class() {
        let stories: Stories = toml::from_str(TEXT).unwrap();
        for story in stories.story {
            assert!(story.put.get("category").is_some_and(|class| !class.is_empty()), "{:?}", story.put);
        }
    }
}
