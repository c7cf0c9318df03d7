//! What a declared ledger asks of its records, and what it reminds of.

use jiff::civil::Date;

use crate::domain::{
    calendar,
    field::{Field, Tag},
    filled::is_filled,
    ledger::Ledger,
    row::Row,
    value::Value,
    wording::Wording,
};

/// Stands for "something is filled in" among the answers of a condition.
pub const FILLED: &str = "*";

/// Stands for "nothing is filled in" among the answers of a condition.
pub const EMPTY: &str = "-";

/// One rule of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What is asked.
    pub demand: Demand,
    /// When; all of these must hold, and none means always.
    pub when: Vec<Condition>,
    /// Why, for whoever has to fill it in.
    pub why: Wording,
}

/// What a rule asks, by the keys of fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Demand {
    /// All of these are filled in.
    Need(Vec<String>),
    /// None of these is filled in.
    Bar(Vec<String>),
    /// The second day is not before the first; of numbers, not less.
    Order(String, String),
    /// The second day is at most so many days after the first.
    Within(String, String, i32),
}

/// That a field holds one of some answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The field's key.
    pub field: String,
    /// Keys of choices, texts, `yes`, `no`, [`FILLED`] or [`EMPTY`].
    pub any: Vec<String>,
}

/// Something to be done some days after a day in a record, until it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// The key of the field that holds the day.
    pub on: String,
    /// So many days later; before it where negative.
    pub after: i32,
    /// The key of the field that tells that it was done.
    pub until: String,
    /// When; all of these must hold, and none means always.
    pub when: Vec<Condition>,
    /// What is to be done.
    pub title: Wording,
}

impl Rule {
    /// Whether a row does not keep to it.
    pub fn is_broken(&self, ledger: &Ledger, row: &Row) -> bool {
        self.is_broken_but(ledger, row, &|_tag| false)
    }

    /// The same, where some fields cannot be filled in any more.
    pub fn is_broken_but(&self, ledger: &Ledger, row: &Row, closed: &dyn Fn(Tag) -> bool) -> bool {
        // What asks about a field that is out of use asks nobody any more.
        let field = |key: &String| ledger.field_by_key(key);
        self.when.iter().all(|condition| condition.holds(ledger, row))
            && match &self.demand {
                Demand::Need(keys) => {
                    keys.iter().filter_map(field).any(|field| !is_filled(field, row) && !closed(field.tag))
                }
                Demand::Bar(keys) => {
                    keys.iter().filter_map(field).any(|field| !row.all(field.tag).is_empty())
                }
                Demand::Within(first, second, days) => {
                    let day = |key: &String| day_of(field(key)?, row);
                    let latest =
                        day(first).and_then(|day| day.checked_add(jiff::Span::new().days(*days)).ok());
                    latest.zip(day(second)).is_some_and(|(latest, second)| second > latest)
                }
                Demand::Order(first, second) => {
                    let number = |key: &String| match row.one(field(key)?.tag) {
                        Some(Value::Int(number)) => Some(*number),
                        _ => None,
                    };
                    if let Some((first, second)) = number(first).zip(number(second)) {
                        return second < first;
                    }
                    let moment = |key: &String| row.instant(field(key)?.tag);
                    let day = |key: &String| day_of(field(key)?, row);
                    match moment(first).zip(moment(second)) {
                        Some((first, second)) => second < first,
                        None => day(first).zip(day(second)).is_some_and(|(first, second)| second < first),
                    }
                }
            }
    }

    /// The fields that it is about.
    pub fn keys(&self) -> Vec<&String> {
        let about = match &self.demand {
            Demand::Need(keys) | Demand::Bar(keys) => keys.iter().collect::<Vec<_>>(),
            Demand::Order(first, second) | Demand::Within(first, second, _) => vec![first, second],
        };
        about.into_iter().chain(self.when.iter().map(|condition| &condition.field)).collect()
    }
}

impl Condition {
    fn holds(&self, ledger: &Ledger, row: &Row) -> bool {
        let Some(field) = ledger.field_by_key(&self.field) else { return false };
        let values = row.all(field.tag);
        self.any.iter().any(|answer| match answer.as_str() {
            FILLED => is_filled(field, row),
            EMPTY => !is_filled(field, row),
            answer => values.iter().any(|value| is_answer(value, answer)),
        })
    }
}

impl Reminder {
    /// The day from which a row is due, while it is not done.
    pub fn due(&self, ledger: &Ledger, row: &Row) -> Option<Date> {
        let done = ledger.field_by_key(&self.until)?;
        let open = row.stands()
            && !is_filled(done, row)
            && self.when.iter().all(|condition| condition.holds(ledger, row));
        let begin = day_of(ledger.field_by_key(&self.on)?, row).filter(|_| open)?;
        begin.checked_add(jiff::Span::new().days(self.after)).ok()
    }
}

fn is_answer(value: &Value, answer: &str) -> bool {
    match value {
        Value::Bool(yes) => (if *yes { "yes" } else { "no" }) == answer,
        Value::Int(number) => number.to_string() == answer,
        Value::Text(text) | Value::Choice(text) => text == answer,
        Value::Date(_) | Value::Instant(_) | Value::Ref(_) | Value::Unknown(..) => false,
    }
}

/// The day that a field holds; of a moment, its day.
fn day_of(field: &Field, row: &Row) -> Option<Date> {
    row.date(field.tag).or_else(|| row.instant(field.tag).map(calendar::day))
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, civil::date};

    use super::*;
    use crate::domain::{
        declared::read::{self, Origin},
        id::{LedgerTag, RecordId},
        wording::Lang,
    };

    const LEAVE: &str = r#"
id = "test_leave"
nature = "card"
title = "请假"
field = [
    { key = "who", title = "谁", kind = "text" },
    { key = "from", title = "起", kind = "date" },
    { key = "to", title = "止", kind = "date" },
    { key = "back", title = "销假", kind = "date" },
    { key = "asked", title = "要的票", kind = "int" },
    { key = "got", title = "得的票", kind = "int" },
    { key = "urgent", title = "急", kind = "bool" },
]
[[rule]]
within = ["from", "to"]
days = 2
why = "最多三天"
[[rule]]
order = ["asked", "got"]
why = "票不够"
[[reminder]]
on = "to"
after = 1
until = "back"
when = { urgent = ["yes"] }
title = "没有销假"
"#;

    fn row(ledger: &Ledger, values: &[(&str, Value)]) -> Row {
        let tagged =
            values.iter().map(|(key, value)| (ledger.field_by_key(key).unwrap().tag, vec![value.clone()]));
        Row {
            id: RecordId::new(LedgerTag::of(&ledger.id), [1; 12]),
            values: tagged.collect(),
            conflicts: Vec::new(),
            deleted: false,
            struck: None,
            created: Timestamp::UNIX_EPOCH,
            turn: 0,
            updated: Timestamp::UNIX_EPOCH,
            by: RecordId::new(LedgerTag::of("members"), [1; 12]),
        }
    }

    #[test]
    fn days_may_be_no_further_apart_and_numbers_are_compared_like_days() {
        let ledger = read::ledger(LEAVE, Origin::Own).unwrap();
        let day = |day| Value::Date(date(2026, 11, day));
        for (values, broken) in [
            (vec![("from", day(1)), ("to", day(3))], 0),
            (vec![("from", day(1)), ("to", day(4))], 1),
            (vec![("to", day(4))], 0),
            (vec![("asked", Value::Int(5)), ("got", Value::Int(5))], 0),
            (vec![("asked", Value::Int(5)), ("got", Value::Int(4))], 1),
            (vec![("got", Value::Int(4))], 0),
            (vec![("from", Value::Date(Date::MAX)), ("to", day(4))], 0),
        ] {
            assert_eq!(ledger.faults(&row(&ledger, &values)).len(), broken, "{values:?}");
        }
    }

    #[test]
    fn a_reminder_may_have_its_condition() {
        let ledger = read::ledger(LEAVE, Origin::Own).unwrap();
        let due = |urgent| {
            let values = [("to", Value::Date(date(2026, 11, 3))), ("urgent", Value::Bool(urgent))];
            ledger.reminders[0].due(&ledger, &row(&ledger, &values))
        };
        assert_eq!(due(true), Some(date(2026, 11, 4)));
        assert_eq!(due(false), None);
    }

    #[test]
    fn what_cannot_be_compared_is_told() {
        for (from, to) in [
            ("within = [\"from\", \"to\"]", "within = [\"from\", \"got\"]"),
            ("days = 2", "days = -1"),
            ("days = 2", ""),
            ("order = [\"asked\", \"got\"]", "order = [\"asked\", \"to\"]"),
            ("order = [\"asked\", \"got\"]", "days = 3\norder = [\"asked\", \"got\"]"),
            ("urgent = [\"yes\"]", "urgent = [\"maybe\"]"),
        ] {
            let wrong = LEAVE.replacen(from, to, 1);
            let error = read::ledger(&wrong, Origin::Own).expect_err(to);
            assert!(
                !error.sentence(Lang::Zh).is_empty() && error.place.contains("[[r"),
                "{to}: {}",
                error.place
            );
        }
    }
}
