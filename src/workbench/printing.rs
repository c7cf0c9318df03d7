//! Bulletins on their way: begun from data, reviewed by another member, signed
//! and numbered by a lead, archived (domain.md I5).

use std::collections::HashMap;

use jiff::civil::Date;

use super::{
    bench::{self, Workbench},
    draft::Draft,
    error::Error,
};
use crate::{
    domain::{
        bulletins::{self, Printed, Printing, SECTIONS, Signed, bulletin_steps, bulletins as own},
        deidentify,
        id::{LedgerTag, RecordId},
        row::Row,
        rules::Refusal,
        team::group,
        value::Value,
        wording::Lang,
    },
    say,
};

/// A bulletin and where it stands.
#[derive(Debug, Clone)]
pub struct Issue {
    /// The bulletin.
    pub bulletin: Row,
    /// Where it stands.
    pub printed: Printed,
    /// Whether another bulletin has its number: two laptops signed at once.
    pub is_doubled: bool,
    /// What was said at its steps, in order: kind, remark, who.
    pub remarks: Vec<(String, String, Option<RecordId>)>,
}

impl Issue {
    /// `2026年第3期`; where two have the number, with the beginning of its id.
    pub fn number(&self, lang: Lang) -> Option<String> {
        let (year, number) = self.printed.number?;
        let apart = if self.is_doubled {
            let id: String = self.bulletin.id.to_string().chars().take(4).collect();
            format!("·{id}")
        } else {
            String::new()
        };
        Some(say!(lang, "{year}年第{number}期{apart}", "{year} no. {number}{apart}"))
    }
}

impl Workbench {
    /// Every bulletin that stands, drafts first, then by number, newest first.
    pub fn bulletins(&self) -> Result<Vec<Issue>, Error> {
        let mut steps: HashMap<RecordId, Vec<Signed>> = HashMap::new();
        for row in self.standing(bulletin_steps::ID)? {
            if let Some(of) = row.reference(bulletin_steps::BULLETIN) {
                steps.entry(of).or_default().push(self.signed(row)?);
            }
        }
        let mut all: Vec<Issue> = Vec::new();
        for bulletin in self.standing(own::ID)? {
            let of = steps.remove(&bulletin.id).unwrap_or_default();
            let printed = Printed::of(&bulletin, &of);
            let remark = |step: &Signed| {
                let text = |tag| step.row.text(tag).to_owned();
                (text(bulletin_steps::KIND), text(bulletin_steps::TEXT), step.signer)
            };
            all.push(Issue {
                remarks: of.iter().map(remark).collect(),
                bulletin,
                printed,
                is_doubled: false,
            });
        }
        let mut counts: HashMap<(i64, i64), usize> = HashMap::new();
        for number in all.iter().filter_map(|issue| issue.printed.number) {
            *counts.entry(number).or_default() += 1;
        }
        for issue in &mut all {
            issue.is_doubled = issue.printed.number.is_some_and(|number| counts.get(&number) > Some(&1));
        }
        all.sort_by_key(|issue| {
            let newest = std::cmp::Reverse((issue.printed.number, issue.bulletin.place()));
            (issue.printed.number.is_some(), newest)
        });
        Ok(all)
    }

    /// One bulletin.
    pub fn bulletin(&self, id: RecordId) -> Result<Issue, Error> {
        let found = self.bulletins()?.into_iter().find(|issue| issue.bulletin.id == id);
        found.ok_or_else(|| Error::NoRecord(id.to_string()))
    }

    /// The bulletin with this number (`3`, `2026-3`), title, id or prefix.
    pub fn find_bulletin(&self, text: &str) -> Result<RecordId, Error> {
        let text = text.trim();
        let (year, number) = match text.split_once('-') {
            Some((year, number)) => (year.parse().ok(), number.parse::<i64>().ok()),
            None => (Some(i64::from(self.today().year())), text.parse::<i64>().ok()),
        };
        if let (Some(year), Some(number)) = (year, number) {
            let all = self.bulletins()?;
            let own: Vec<RecordId> = all
                .iter()
                .filter(|issue| issue.printed.number == Some((year, number)))
                .map(|issue| issue.bulletin.id)
                .collect();
            if !own.is_empty() {
                return self.one_of(&own, text);
            }
        }
        self.find_in(own::ID, text)
    }

    /// Begins a bulletin with the five sections drafted from what is written down.
    pub fn new_bulletin(&mut self, title: &str, from: Date, to: Date) -> Result<RecordId, Error> {
        let id = bench::draw_id(own::ID)?;
        let mut draft = Draft::new();
        draft.insert(id);
        draft.set(id, own::TITLE, Value::text(title.trim()));
        draft.set(id, own::FROM, Some(Value::Date(from)));
        draft.set(id, own::TO, Some(Value::Date(to)));
        for (tag, text) in SECTIONS.into_iter().zip(self.compose(from, to)?) {
            draft.set(id, tag, Value::text(text));
        }
        draft.set(id, own::FOREWORD, Value::text(self.stands_for(to)?));
        let group = self.row(self.group_id())?;
        let unit = group.map(|row| row.text(group::NAME).to_owned()).unwrap_or_default();
        draft.set(id, own::UNIT, Value::text(unit));
        self.commit(draft)?;
        Ok(id)
    }

    /// Takes a step on a bulletin: `review`, `sign` or `archive`.
    pub fn step_bulletin(&mut self, bulletin: RecordId, kind: &str, remark: &str) -> Result<(), Error> {
        let id = bench::draw_id(bulletin_steps::ID)?;
        let mut draft = Draft::new();
        draft.insert(id);
        draft.set(id, bulletin_steps::BULLETIN, Some(Value::Ref(bulletin)));
        draft.set(id, bulletin_steps::KIND, Some(Value::Choice(kind.to_owned())));
        draft.set(id, bulletin_steps::TEXT, Value::text(remark.trim()));
        self.commit(draft)
    }

    /// The step with whose laptop wrote it, and whether that led when it did.
    fn signed(&self, row: Row) -> Result<Signed, Error> {
        Ok(Signed { signer: self.signer_of(row.id)?, leads: self.is_led(row.id)?, row })
    }

    /// Writes into new steps what they are about, and the number of a signature.
    pub(super) fn complete_bulletins(&self, draft: &mut Draft) -> Result<(), Error> {
        let tag = LedgerTag::of(bulletin_steps::ID);
        for id in draft.created.clone().into_iter().filter(|id| id.ledger() == tag) {
            let step = self.row_with(id, draft)?;
            let Some(bulletin) = step.reference(bulletin_steps::BULLETIN) else { continue };
            let content = bulletins::content(&self.row_with(bulletin, draft)?);
            draft.set(id, bulletin_steps::CONTENT, Value::text(content));
            draft.set(id, bulletin_steps::DAY, Some(Value::Date(self.today())));
            if step.text(bulletin_steps::KIND) == "sign" {
                let (year, number) = self.number_for(bulletin)?;
                draft.set(id, bulletin_steps::YEAR, Some(Value::Int(year)));
                draft.set(id, bulletin_steps::NUMBER, Some(Value::Int(number)));
            }
        }
        Ok(())
    }

    /// The number that a bulletin had, or the next of this year.
    fn number_for(&self, bulletin: RecordId) -> Result<(i64, i64), Error> {
        let year = i64::from(self.today().year());
        let mut next = 1;
        for step in self.standing(bulletin_steps::ID)? {
            let numbered = step.int(bulletin_steps::YEAR).zip(step.int(bulletin_steps::NUMBER));
            let Some((of, number)) = numbered else { continue };
            if step.reference(bulletin_steps::BULLETIN) == Some(bulletin) {
                return Ok((of, number));
            }
            if of == year {
                next = next.max(number.saturating_add(1));
            }
        }
        Ok((year, next))
    }

    /// Judges what is said of bulletins: their order, and that nobody is in them.
    pub(super) fn judge_bulletins(&self, draft: &Draft) -> Result<(), Error> {
        let (texts, steps) = (LedgerTag::of(own::ID), LedgerTag::of(bulletin_steps::ID));
        for id in draft.records() {
            if id.ledger() == texts {
                self.judge_text(id, draft)?;
            } else if id.ledger() == steps && draft.begins(id) {
                let step = self.row_with(id, draft)?;
                let bulletin =
                    step.reference(bulletin_steps::BULLETIN).ok_or(Refusal::Missing("bulletin"))?;
                let issue = self.bulletin(bulletin)?;
                let kind = step.text(bulletin_steps::KIND);
                issue.printed.permit(kind, &issue.bulletin, Some(self.member()), self.leads())?;
                if kind == "sign" {
                    // What came by a bundle meets the rule here again.
                    self.refuse_people(&issue.bulletin)?;
                }
            }
        }
        Ok(())
    }

    fn judge_text(&self, id: RecordId, draft: &Draft) -> Result<(), Error> {
        if !draft.begins(id) {
            let before = self.bulletins()?.into_iter().find(|issue| issue.bulletin.id == id);
            if before.is_some_and(|issue| issue.printed.printing >= Printing::Signed) {
                return Err(Refusal::Said(bulletins::SIGNED_ALREADY).into());
            }
        }
        let bulletin = self.row_with(id, draft)?;
        if bulletin.stands() { self.refuse_people(&bulletin) } else { Ok(()) }
    }

    fn refuse_people(&self, bulletin: &Row) -> Result<(), Error> {
        // Heads and readers are offices, and may be called as somebody is; nothing else may stand there either.
        let all: Vec<&str> = bulletin.values.values().flatten().filter_map(Value::as_text).collect();
        if let Some(word) = all.iter().find_map(|text| deidentify::sensitive_word(text)) {
            return Err(Refusal::Said(bulletins::sensitive(word)).into());
        }
        let known = self.known_people()?;
        let texts: Vec<&str> =
            [own::TITLE, own::FOREWORD].iter().chain(&SECTIONS).map(|tag| bulletin.text(*tag)).collect();
        if texts.iter().any(|text| known.found_in(text).is_some()) {
            return Err(Refusal::Said(bulletins::NAMES_SOMEBODY).into());
        }
        // One sentence may be told in several fields.
        if all.iter().any(|text| known.tells_what_is_kept_back(text))
            || known.tells_what_is_kept_back(&texts.join("\n"))
        {
            return Err(Refusal::Said(bulletins::KEPT_BACK).into());
        }
        Ok(())
    }
}
