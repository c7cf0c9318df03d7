//! What a declared ledger asks of its records, and what it reminds of.

use jiff::civil::Date;

use crate::domain::{
    calendar,
    field::{Field, Tag},
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
                Demand::Need(keys) => keys
                    .iter()
                    .filter_map(field)
                    .any(|field| row.all(field.tag).is_empty() && !closed(field.tag)),
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
            FILLED => !values.is_empty(),
            EMPTY => values.is_empty(),
            answer => values.iter().any(|value| is_answer(value, answer)),
        })
    }
}

impl Reminder {
    /// The day from which a row is due, while it is not done.
    pub fn due(&self, ledger: &Ledger, row: &Row) -> Option<Date> {
        let done = ledger.field_by_key(&self.until)?;
        let open = row.stands() && row.all(done.tag).is_empty();
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
