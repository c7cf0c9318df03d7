//! Forms of what belongs to a record: a step of a finding, of a nomination, a
//! word of consent. What is known already is not asked again.

use super::{
    Entry, Form, Purpose,
    build::{hint_of, own},
};
use crate::{
    domain::{
        field::{Choice, Kind, Tag},
        id::RecordId,
        phases,
        row::Row,
        value::Value,
        wording::{Lang, Wording},
    },
    tui::snapshot::Snapshot,
};

/// What a form of this kind asks and knows.
#[derive(Debug)]
pub(in crate::tui) struct Following<'a> {
    /// The ledger that is written in.
    pub(in crate::tui) ledger: &'a str,
    /// The record that it belongs to.
    pub(in crate::tui) about: RecordId,
    /// Which of several forms about that record it is.
    pub(in crate::tui) kind: &'a str,
    /// What is done, as the form's title begins.
    pub(in crate::tui) verb: &'a str,
    /// What is known.
    pub(in crate::tui) given: &'a [(Tag, Value)],
    /// What is asked, and whether it cannot do without.
    pub(in crate::tui) asked: &'a [(Tag, bool)],
}

impl Form {
    /// What belongs to a record.
    pub(in crate::tui) fn follow(data: &Snapshot, following: &Following<'_>, lang: Lang) -> Self {
        let about = data.name(following.about);
        let title = format!("{}  {about}", following.verb);
        let purpose =
            Purpose::Follow(following.ledger.to_owned(), following.about, following.kind.to_owned());
        let mut form = Self::with(purpose, title.trim_end().to_owned(), Vec::new());
        let Some(declared) = data.catalog.get(following.ledger) else { return form };
        for (tag, value) in following.given {
            if let Some(field) = declared.field(*tag) {
                let entry = Entry::new(field.clone()).holding(std::slice::from_ref(value), lang);
                form.given.push((field.key.clone(), entry.text()));
            }
        }
        form.entries = asked(data, following.ledger, following.asked, lang);
        form
    }

    /// Some fields of a record, for one thing that is done to it; `held` are in them already.
    pub(in crate::tui) fn part(
        data: &Snapshot,
        id: RecordId,
        verb: &'static str,
        fields: &[(Tag, bool)],
        held: &[(Tag, Value)],
        lang: Lang,
    ) -> Self {
        let title = format!("{verb}  {}", data.name(id));
        let ledger = data.catalog.of(id).map_or("", |ledger| ledger.id.as_str());
        let mut form = Self::with(Purpose::Part(id, verb), title, asked(data, ledger, fields, lang));
        for (tag, value) in held {
            form.set(*tag, true, std::slice::from_ref(value), lang);
        }
        form
    }

    /// Which item of a phase's switch-over list is done. Each choice stands for
    /// the whole list of what is.
    pub(in crate::tui) fn switched(data: &Snapshot, phase: &Row, lang: Lang) -> Self {
        let done: Vec<&str> = phase.all(phases::SWITCHED).iter().filter_map(Value::as_text).collect();
        let choices = phases::unticked(phase).into_iter().map(|item| {
            let all: Vec<&str> = done.iter().copied().chain([item]).collect();
            Choice::new(all.join("、"), Wording::owned(item.to_owned(), item.to_owned()))
        });
        let kind = Kind::Choice(choices.collect());
        let field = own("switched", "办好了哪一项", "Which is done", kind).required();
        let verb = lang.pick("切换已办", "Switched");
        let title = format!("{verb}  {}", data.name(phase.id));
        Self::with(Purpose::Part(phase.id, verb), title, vec![Entry::new(field)])
    }

    /// Gives a field what is known of it.
    pub(in crate::tui) fn holding(mut self, tag: Tag, value: Value, lang: Lang) -> Self {
        self.set(tag, true, &[value], lang);
        self
    }
}

fn asked(data: &Snapshot, ledger: &str, fields: &[(Tag, bool)], lang: Lang) -> Vec<Entry> {
    let Some(declared) = data.catalog.get(ledger) else { return Vec::new() };
    let entry = |(tag, required): &(Tag, bool)| {
        let mut field = declared.field(*tag)?.clone();
        field.required = *required;
        let hint = hint_of(&field, lang);
        Some(Entry::new(field).hinted(hint))
    };
    fields.iter().filter_map(entry).collect()
}
