//! What forms of records, steps and checks say, written down.

use super::Performer;
use crate::{
    domain::{
        checklists::{self, CheckState, Clarity},
        field::{Field, Tag},
        id::RecordId,
        input,
        issues::{issues, steps},
        row::Row,
        standing::StepKind,
        value::Value,
    },
    exchange::intake::RowProblem,
    say,
    tui::{
        event::{Done, Pairs},
        wording::one_of,
    },
    workbench::{Error, checks::Tick, draft::Draft},
};

impl Performer {
    pub(super) fn create(&mut self, ledger: &str, pairs: &Pairs) -> Result<Done, Error> {
        let mut draft = Draft::new();
        let text = |key: &str| pairs.iter().find(|(own, _)| own == key).map(|(_, text)| text.as_str());
        let named = self.bench.ledger(ledger)?.name_field().map(|field| field.key.clone());
        let name = named.as_deref().and_then(text);
        let id = self.bench.begin_record(&mut draft, ledger, name)?;
        self.bench.fill(&mut draft, id, pairs)?;
        self.bench.commit(draft)?;
        let title = one_of(self.bench.ledger(ledger)?, self.lang);
        let row = self.bench.existing(id)?;
        let number = row.text(issues::NUMBER).to_owned();
        let is_issue = ledger == issues::ID;
        let name = if is_issue { number } else { text("name").unwrap_or_default().to_owned() };
        let sentence = say!(self.lang, "已登记：{title} {name}", "registered: {title} {name}");
        let sentence = sentence.trim_end().to_owned() + &self.doubtful(id)?;
        Ok(Done { sentence, record: Some(id) })
    }

    /// What of a card that was just written should be looked at again, after a full stop.
    pub(super) fn doubtful(&self, id: RecordId) -> Result<String, Error> {
        let lang = self.lang;
        let ledger = self.bench.ledger_of(id)?;
        let doubts = self.bench.doubts(&self.bench.existing(id)?)?.into_iter();
        let told = doubts.map(|doubt| RowProblem::of_doubt(doubt, ledger).sentence(lang));
        Ok(told.flat_map(|one| [lang.pick("。", ". ").to_owned(), one]).collect())
    }

    pub(super) fn step(&mut self, issue: RecordId, kind: StepKind, pairs: &Pairs) -> Result<Done, Error> {
        let declared = steps::ledger();
        let mut fields: Vec<(Tag, Value)> = Vec::new();
        for (key, text) in pairs {
            let Some(field) = declared.field_by_key(key) else { continue };
            let parts: Vec<&str> = if field.many { text.split('、').collect() } else { vec![text] };
            for part in parts {
                fields.extend(self.bench.read_value(field, part)?.map(|value| (field.tag, value)));
            }
        }
        self.bench.take_step(issue, kind, &fields)?;
        let verb = declared.field(steps::KIND).and_then(|field| field.choice(kind.key()));
        let verb = verb.map(|choice| choice.title.get(self.lang).to_owned()).unwrap_or_default();
        let case = self.bench.case(issue)?;
        let number = case.issue.text(issues::NUMBER).to_owned();
        let status = case.standing.status.title(self.lang);
        // What was merged is followed to where it goes on.
        let record = Some(case.standing.merged_into.unwrap_or(issue));
        Ok(Done { sentence: format!("{number} {verb}：{status}"), record })
    }

    pub(super) fn tick(
        &mut self,
        list: Clarity,
        item: &str,
        at: RecordId,
        pairs: &Pairs,
    ) -> Result<(), Error> {
        let declared = checklists::ledger();
        let mut tick = Tick::default();
        let mut emptied = Vec::new();
        for (key, text) in pairs {
            let Some(field) = declared.field_by_key(key) else { continue };
            if field.tag == checklists::LINKS {
                (tick.links, tick.unlinks) =
                    self.linked(checklists::check_id(list, item, at), field, text)?;
                continue;
            }
            let value = self.bench.read_value(field, text)?;
            match (field.tag, value) {
                (checklists::STATE, Some(Value::Choice(state))) => {
                    tick.state = Some(CheckState::from_key(&state));
                }
                (checklists::BASIS, value) => tick.basis = Some(text_of(value)),
                (checklists::NEXT, value) => tick.next = Some(text_of(value)),
                (checklists::REVIEW, Some(Value::Date(day))) => tick.review = Some(day),
                (checklists::OWNER, Some(Value::Ref(owner))) => tick.owner = Some(owner),
                (tag @ (checklists::REVIEW | checklists::OWNER), None) => emptied.push(tag),
                _ => {}
            }
        }
        let mut draft = Draft::new();
        let id = self.bench.add_tick(&mut draft, list, item, at, &tick)?;
        for tag in emptied {
            draft.set(id, tag, None);
        }
        self.bench.commit(draft)?;
        Ok(())
    }

    /// What of the links that a form holds is new, and what of the item's is no longer among them.
    fn linked(
        &self,
        check: RecordId,
        field: &Field,
        text: &str,
    ) -> Result<(Vec<RecordId>, Vec<RecordId>), Error> {
        let row = self.bench.row(check)?.filter(Row::stands);
        let present: Vec<RecordId> = row.iter().flat_map(|row| row.references(checklists::LINKS)).collect();
        let mut wanted = Vec::new();
        for part in input::parts(field, text) {
            // What it is linked to stays so, also where that record has gone since.
            if let Some(id) = present.iter().find(|id| id.to_string() == part.trim()) {
                wanted.push(*id);
            } else if let Some(Value::Ref(id)) = self.bench.read_value(field, part)? {
                wanted.push(id);
            }
        }
        let gone = present.iter().copied().filter(|id| !wanted.contains(id)).collect();
        wanted.retain(|id| !present.contains(id));
        Ok((wanted, gone))
    }
}

fn text_of(value: Option<Value>) -> String {
    value.and_then(|value| value.as_text().map(str::to_owned)).unwrap_or_default()
}
