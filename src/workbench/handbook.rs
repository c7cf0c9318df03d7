//! A newcomer's first steps, and the group's own pages of the handbook (domain.md A17).

use jiff::civil::Date;

use super::{bench::Workbench, draft::Draft, error::Error};
use crate::domain::{
    deadlines::days_after,
    field::Tag,
    handbook::{self, FIRST_STEPS, PAGES, Page},
    id::{LedgerTag, RecordId},
    row::Row,
    rules::Refusal,
    team::members,
    value::Value,
    wording::{Lang, Wording},
};

impl Workbench {
    /// The pages that the program brings, then the group's own.
    pub fn handbook(&self) -> Result<Vec<Page>, Error> {
        let mut pages = handbook::pages().to_vec();
        let ledger = self.ledger(PAGES)?;
        let tag = |key: &str| ledger.field_by_key(key).map_or(0, |field| field.tag);
        let (name, text, source) = (tag("name"), tag("text"), tag("source"));
        let both = |text: &str| Wording::owned(text.to_owned(), text.to_owned());
        let own = |row: Row| {
            let from = row.text(source);
            let told = row.text(text);
            let text = if from.is_empty() {
                both(told)
            } else {
                Wording::owned(format!("{told}\n（{from}）"), format!("{told}\n({from})"))
            };
            Page { key: row.id.to_string(), title: both(row.text(name)), text }
        };
        pages.extend(self.standing(PAGES)?.into_iter().map(own));
        Ok(pages)
    }

    /// Writes down what a newcomer does on the first day, in the first week and
    /// month; steps that he has already are not doubled. Answers the new ones.
    pub fn welcome(
        &mut self,
        newcomer: RecordId,
        guide: Option<RecordId>,
        first: Date,
        lang: Lang,
    ) -> Result<Vec<RecordId>, Error> {
        if newcomer.ledger() != LedgerTag::of(members::ID) {
            return Err(Error::NoRecord(newcomer.to_string()));
        }
        self.existing(newcomer)?;
        let ledger = self.ledger(FIRST_STEPS)?;
        let tag = |key: &'static str| -> Result<Tag, Error> {
            Ok(ledger.field_by_key(key).ok_or(Refusal::Missing(key))?.tag)
        };
        let (step, stage, member, due, with) =
            (tag("step")?, tag("stage")?, tag("member")?, tag("due_on")?, tag("guide")?);
        let known: Vec<String> = self
            .standing(FIRST_STEPS)?
            .iter()
            .filter(|row| row.reference(member) == Some(newcomer))
            .map(|row| row.text(step).to_owned())
            .collect();
        let mut draft = Draft::new();
        let mut begun = Vec::new();
        for first_step in handbook::first_steps() {
            if known.iter().any(|text| *text == first_step.text.zh || *text == first_step.text.en) {
                continue;
            }
            let id = self.begin_record(&mut draft, FIRST_STEPS, None)?;
            draft.set(id, step, Value::text(first_step.text.get(lang)));
            draft.set(id, stage, Some(Value::Choice(first_step.stage.clone())));
            draft.set(id, member, Some(Value::Ref(newcomer)));
            draft.set(id, due, Some(Value::Date(days_after(first, first_step.after))));
            draft.set(id, with, guide.map(Value::Ref));
            begun.push(id);
        }
        if !begun.is_empty() {
            self.commit(draft)?;
        }
        Ok(begun)
    }
}
