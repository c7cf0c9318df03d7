//! Steps that count for nothing because of who wrote them: what only a lead may
//! say, what nobody may approve for himself, and what only the checked side says
//! for itself (domain.md J8, §3). They are refused here, and what comes by a
//! bundle all the same is kept, shown and not counted.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{bench::Workbench, draft::Draft, error::Error};
use crate::domain::{
    handling,
    id::{LedgerTag, RecordId},
    issues::{issues, steps},
    oversight::rectifying,
    recusal::{self, plain_name},
    row::Row,
    rules::Refusal,
    standing::{Recorded, StepKind},
    team::members,
    terms::breach::Breach,
    value::Value,
    wording::Wording,
};

/// A correction of what is recorded as it always was.
const NOTHING_TO_CORRECT: Wording = Wording::new(
    "没有要更正的：先把性质、紧急程度、办理程序或规模改对，再由组长更正时限",
    "there is nothing to correct: put kind, urgency, procedure or scale right first",
);

/// The fields from which the time of an issue follows, and whether it needs its sheet.
const DECIDING: [u16; 5] =
    [issues::KIND, issues::URGENCY, issues::PROCEDURE, issues::SCALE, issues::REFLECTOR];

impl Workbench {
    /// Those of some steps that count for nothing, whatever they say.
    pub(super) fn uncounted<'r>(
        &self,
        issues: impl Iterator<Item = &'r Row>,
        taken: impl Iterator<Item = &'r Row>,
        people: &[Row],
    ) -> Result<HashSet<RecordId>, Error> {
        let about: HashMap<RecordId, &Row> =
            issues.filter(|row| !row.all(issues::ABOUT).is_empty()).map(|row| (row.id, row)).collect();
        let mut uncounted = HashSet::new();
        for step in taken {
            let counts = match StepKind::from_key(step.text(steps::KIND)) {
                Some(StepKind::Correct) => self.is_led(step.id)?,
                Some(StepKind::Extend) => !is_own_approval(step, people),
                Some(StepKind::Statement | StepKind::Receipt) => {
                    let issue = step.reference(steps::ISSUE).and_then(|id| about.get(&id));
                    let side = issue.map(|issue| checked_side(issue, people)).unwrap_or_default();
                    side.is_empty() || self.signer_of(step.id)?.is_some_and(|by| side.contains(&by))
                }
                Some(_) | None => true,
            };
            if !counts {
                uncounted.insert(step.id);
            }
        }
        Ok(uncounted)
    }

    /// Judges new steps by who takes them.
    pub(super) fn judge_takers(&self, draft: &Draft) -> Result<(), Error> {
        let tag = LedgerTag::of(steps::ID);
        let people = self.rows(members::ID)?;
        for id in draft.created.iter().filter(|id| id.ledger() == tag) {
            let step = self.row_with(*id, draft)?;
            match StepKind::from_key(step.text(steps::KIND)) {
                Some(StepKind::Correct) if !self.leads() => {
                    return Err(Refusal::from(Breach::LeadCorrects).into());
                }
                Some(StepKind::Correct) if step.all(steps::CORRECTS).is_empty() => {
                    return Err(Refusal::Said(NOTHING_TO_CORRECT).into());
                }
                Some(StepKind::Extend) if is_own_approval(&step, &people) => {
                    return Err(Refusal::from(Breach::OwnApproval).into());
                }
                Some(StepKind::Statement | StepKind::Receipt) => {
                    let issue = step.reference(steps::ISSUE).ok_or(Refusal::Missing("issue"))?;
                    let side = checked_side(&self.row_with(issue, draft)?, &people);
                    if !side.is_empty() && !side.contains(&self.member()) {
                        return Err(Refusal::Said(rectifying::NOT_THEIR_OWN).into());
                    }
                }
                Some(_) | None => {}
            }
        }
        Ok(())
    }

    /// Keeps as what issues are and were recorded, so that no deadline moves by
    /// putting it right.
    pub(super) fn keep_recorded(&self, draft: &mut Draft) -> Result<(), Error> {
        let tag = LedgerTag::of(issues::ID);
        for id in draft.records().into_iter().filter(|id| id.ledger() == tag) {
            if !draft.changes_of(id).any(|change| DECIDING.contains(&change.slot.tag)) {
                continue;
            }
            let now = self.row_with(id, draft)?;
            let before = if draft.begins(id) { None } else { self.row(id)? };
            let known: BTreeSet<String> =
                now.all(issues::RECORDED).iter().filter_map(|it| Some(it.as_text()?.to_owned())).collect();
            let both = before.iter().chain([&now]).map(|row| Recorded::of(row).text());
            for text in both.filter(|text| !known.contains(text)).collect::<BTreeSet<_>>() {
                draft.add(id, issues::RECORDED, &Value::Text(text));
            }
        }
        Ok(())
    }

    /// What a correction of an issue puts right: all as which it was recorded but is not.
    pub(super) fn corrected(&self, issue: RecordId, draft: &Draft) -> Result<Vec<Value>, Error> {
        let row = self.row_with(issue, draft)?;
        let now = Value::Text(Recorded::of(&row).text());
        Ok(row.all(issues::RECORDED).iter().filter(|value| **value != now).cloned().collect())
    }
}

/// Whether whoever enters an extension approved it himself.
fn is_own_approval(step: &Row, people: &[Row]) -> bool {
    let by = step.reference(steps::BY).unwrap_or(step.by);
    let names = people.iter().filter(|row| row.id == by || row.id == step.by);
    let approver = plain_name(step.text(steps::APPROVER));
    names.map(|row| plain_name(row.text(members::NAME))).any(|name| !name.is_empty() && name == approver)
}

/// The members whom an issue is about.
fn checked_side(issue: &Row, people: &[Row]) -> BTreeSet<RecordId> {
    let named = people.iter().filter(|row| recusal::bars_member(handling::about(issue), row));
    named.map(|row| row.id).collect()
}
