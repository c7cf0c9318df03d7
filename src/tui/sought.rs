//! By which words a record of a ledger is found: what is shown of it and no more. Of a number
//! that is masked that is its end; what is hidden altogether is not found either.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::{
    domain::{
        checklists,
        field::{Field, Kind, Search},
        id::RecordId,
        ledger::Ledger,
        naming, privacy,
        row::Row,
        value::Value,
        wording::Lang,
    },
    search::{Entry, Index},
};

/// The words, as [`Entry`] has them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Sought {
    pub(super) name: Vec<String>,
    pub(super) text: Vec<String>,
    pub(super) tails: Vec<String>,
    pub(super) ends: Vec<String>,
}

impl Sought {
    /// What a record says; `called` names what it refers to.
    pub(super) fn of(ledger: &Ledger, row: &Row, called: &dyn Fn(RecordId) -> String) -> Self {
        let mut sought = Self::default();
        let named = ledger.name_field().map(|field| field.tag);
        let is_check = ledger.id == checklists::ID;
        if is_check {
            // Its item is called by an id.
            sought.name.extend(naming::name(ledger, row, &|id| Some(called(id))));
        }
        let own = named.and_then(|tag| row.one(tag));
        if !is_check && !matches!(own, Some(Value::Text(_) | Value::Ref(_))) {
            // The names of what it refers to are not its own, which stands first.
            sought.name.push(String::new());
        }
        for field in ledger.fields.iter().filter(|field| !(is_check && field.tag == checklists::ITEM)) {
            for value in row.all(field.tag) {
                sought.add(field, value, Some(field.tag) == named, called);
            }
        }
        sought
    }

    fn add(&mut self, field: &Field, value: &Value, is_name: bool, called: &dyn Fn(RecordId) -> String) {
        if privacy::is_hidden(field, value) {
            if matches!(field.kind, Kind::Phone | Kind::IdNumber) {
                self.ends.extend(value.as_text().map(str::to_owned));
            }
            return;
        }
        match value {
            Value::Text(text) if field.search == Search::Tail => self.tails.push(text.clone()),
            Value::Text(text) if is_name || field.search == Search::Name || field.kind == Kind::Name => {
                self.name.push(text.clone());
            }
            Value::Text(text) => self.text.push(text.clone()),
            Value::Ref(id) => self.name.push(called(*id)),
            Value::Choice(key) if field.search != Search::None => {
                self.text.extend(field.choice(key).map(|choice| choice.title.get(Lang::Zh).to_owned()));
            }
            // A day is found where it is what a record is called by.
            Value::Date(day) if is_name => self.tails.push(day.to_string()),
            Value::Choice(_)
            | Value::Date(_)
            | Value::Int(_)
            | Value::Bool(_)
            | Value::Instant(_)
            | Value::Unknown(..) => {}
        }
    }

    /// Puts it into an index.
    pub(super) fn insert(&self, index: &mut Index<RecordId>, id: RecordId) {
        let all = [&self.name, &self.text, &self.tails, &self.ends];
        let [name, text, tails, ends] = all.map(|all| all.iter().map(String::as_str).collect::<Vec<_>>());
        index.insert(id, &Entry { name: &name, text: &text, tails: &tails, ends: &ends });
    }

    /// By which it is known whether anything of it has changed.
    pub(super) fn mark(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }
}
