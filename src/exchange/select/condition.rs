//! One `--where field=value`: what it asks for, and whether it holds.

use super::{Found, Part, Unselected, texts};
use crate::{
    domain::{
        calendar,
        field::{Field, Kind, Privacy},
        input::{self, BadValue},
        issues::steps,
        privacy,
        standing::Status,
        value::Value,
        wording::Lang,
    },
    workbench::Workbench,
};

/// A condition that can hold.
pub(super) struct Condition<'l> {
    part: Part<'l>,
    /// What is asked for; empty for what is not filled in.
    wanted: String,
    /// The same as a day, where it is one.
    day: Option<String>,
}

impl<'l> Condition<'l> {
    /// Reads a condition; one that never holds is refused with what could be asked for.
    pub(super) fn read(
        bench: &Workbench,
        part: Part<'l>,
        name: &str,
        wanted: &str,
    ) -> Result<Self, Unselected> {
        let wanted = wanted.trim();
        let read = if wanted.is_empty() { Ok(String::new()) } else { told(bench, &part, wanted) };
        let wanted = read.map_err(|why| Unselected::Condition {
            field: name.to_owned(),
            wanted: wanted.to_owned(),
            why,
        })?;
        let day = calendar::read_day(&wanted, bench.today()).map(|day| day.to_string());
        Ok(Self { part, wanted: wanted.to_lowercase(), day })
    }

    /// Whether it holds; an empty one holds where nothing is filled in.
    pub(super) fn holds(&self, bench: &Workbench, found: &Found) -> bool {
        let names = texts(bench, &self.part, found);
        if self.wanted.is_empty() {
            return names.is_empty();
        }
        names
            .iter()
            .any(|name| name.to_lowercase() == self.wanted || self.day.as_deref() == Some(name.as_str()))
    }
}

/// What is asked for in the words that records are compared by.
fn told(bench: &Workbench, part: &Part<'_>, wanted: &str) -> Result<String, BadValue> {
    let as_it_is = || Ok(wanted.to_owned());
    match part {
        // Of a day that is masked the year is told, and asked for.
        Part::Field(field)
            if matches!(field.kind, Kind::Date)
                && field.privacy == Privacy::Personal
                && !wanted.contains('*') =>
        {
            let day = of_field(bench, field, wanted)?;
            Ok(format!("{}-**-**", day.chars().take(4).collect::<String>()))
        }
        Part::Field(field) if privacy::is_masked(field) => as_it_is(),
        Part::Field(field) => match field.kind {
            Kind::Choice(_)
            | Kind::Bool
            | Kind::Date
            | Kind::Instant
            | Kind::Int
            | Kind::Money
            | Kind::Lunar => of_field(bench, field, wanted),
            Kind::Text | Kind::LongText | Kind::Name | Kind::Phone | Kind::IdNumber | Kind::Ref(_) => {
                as_it_is()
            }
        },
        Part::Outcome => {
            let ledger = steps::ledger();
            ledger.field(steps::OUTCOME).map_or_else(as_it_is, |field| of_field(bench, field, wanted))
        }
        Part::Status => status(wanted),
        Part::Overdue => {
            let asked = Field::new(0, "overdue", "", "", Kind::Bool);
            of_field(bench, &asked, wanted)
        }
        Part::Due | Part::Created | Part::Updated => {
            let readable = calendar::read_moment(wanted, bench.today()).is_some();
            if readable { as_it_is() } else { Err(BadValue::NotADate(wanted.to_owned())) }
        }
        Part::Id | Part::By | Part::Owner => as_it_is(),
    }
}

fn of_field(bench: &Workbench, field: &Field, wanted: &str) -> Result<String, BadValue> {
    Ok(match input::read(field, wanted, bench.today())? {
        Some(Value::Choice(key)) => key,
        Some(Value::Bool(yes)) => yes.to_string(),
        Some(Value::Int(number)) => number.to_string(),
        Some(Value::Date(day)) => day.to_string(),
        // A moment is asked for by its day as well.
        Some(Value::Text(day)) if matches!(field.kind, Kind::Lunar) => day,
        Some(Value::Instant(_) | Value::Text(_) | Value::Ref(_) | Value::Unknown(..)) | None => {
            wanted.to_owned()
        }
    })
}

fn status(wanted: &str) -> Result<String, BadValue> {
    let lower = wanted.to_lowercase();
    let called = |status: &Status| {
        status.key() == lower
            || status.title(Lang::Zh) == wanted
            || status.title(Lang::En).to_lowercase() == lower
    };
    let found = Status::ALL.into_iter().find(called).map(|status| status.key().to_owned());
    found.ok_or_else(|| BadValue::NotAChoice {
        text: wanted.to_owned(),
        allowed: Status::ALL
            .map(|status| format!("{} ({})", status.title(Lang::Zh), status.key()))
            .join("、"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_called_by_its_key_or_its_title() {
        for one in Status::ALL {
            for word in [one.key(), one.title(Lang::Zh), one.title(Lang::En)] {
                assert_eq!(status(word), Ok(one.key().to_owned()));
            }
        }
        assert!(status("done").unwrap_err().sentence(Lang::En).contains("registered"));
    }
}
