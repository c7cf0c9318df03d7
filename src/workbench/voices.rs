//! Further people who raised an issue, and several issues that are one matter.

use super::{
    bench::{self, Workbench},
    draft::Draft,
    error::Error,
    steps::{Case, StepsSoFar},
};
use crate::domain::{
    duplicates::{self, Likeness},
    field::Tag,
    id::{LedgerTag, RecordId},
    input,
    issues::{issues, steps},
    procedure::Objection,
    row::Row,
    rules::Refusal,
    standing::StepKind,
    value::Value,
    voices,
};

impl Workbench {
    /// Adds somebody who raised the same thing (domain.md E1). Whoever it is
    /// has a name, is a resident, or is anonymous.
    pub fn add_voice(&mut self, issue: RecordId, fields: &[(Tag, Value)]) -> Result<RecordId, Error> {
        let id = bench::draw_id(voices::ID)?;
        let mut draft = Draft::new();
        draft.insert(id);
        draft.set(id, voices::ISSUE, Some(Value::Ref(issue)));
        for (tag, value) in fields {
            draft.set(id, *tag, Some(value.clone()));
        }
        let row = self.row_with(id, &draft)?;
        if row.text(voices::NAME).is_empty()
            && let Some(resident) = row.reference(voices::RESIDENT)
            && !row.is(voices::ANONYMOUS)
        {
            draft.set(id, voices::NAME, Value::text(self.name_of(resident)));
        }
        if row.instant(voices::AT).is_none() {
            draft.set(id, voices::AT, Some(Value::Instant(self.now())));
        }
        self.commit(draft)?;
        Ok(id)
    }

    /// Lets `other` go on as part of `kept`, which keeps its number.
    pub fn merge(&mut self, kept: RecordId, other: RecordId) -> Result<RecordId, Error> {
        self.take_step(other, StepKind::Merge, &[(steps::INTO, Value::Ref(kept))])
    }

    /// Open issues that may be one matter with this one, the likest first.
    pub fn duplicates_of(&self, issue: RecordId) -> Result<Vec<(Case, Likeness)>, Error> {
        let wanted = self.existing(issue)?;
        let cases = self.all_cases()?;
        let open = cases.iter().filter(|case| !case.standing.is_closed() && case.is_own_matter());
        let mut found: Vec<(Case, Likeness)> = open
            .filter_map(|case| Some((case.clone(), duplicates::likeness(&wanted, &case.issue)?)))
            .collect();
        found.sort_by_key(|(_, likeness)| std::cmp::Reverse(likeness.share));
        Ok(found)
    }

    /// Judges new voices: on an open issue, and told who it is.
    pub(super) fn judge_voices(&self, draft: &Draft) -> Result<(), Error> {
        let tag = LedgerTag::of(voices::ID);
        for id in draft.created.iter().filter(|id| id.ledger() == tag) {
            let row = self.row_with(*id, draft)?;
            let named =
                input::says_something(row.text(voices::NAME)) || row.reference(voices::RESIDENT).is_some();
            if !named && !row.is(voices::ANONYMOUS) {
                return Err(Refusal::Missing("name").into());
            }
            let issue = row.reference(voices::ISSUE).ok_or(Refusal::Missing("issue"))?;
            if draft.begins(issue) {
                continue;
            }
            let standing = self.case(issue)?.standing;
            if standing.bars(self.member()) {
                return Err(Refusal::from(Objection::Recused).into());
            }
            if standing.merged_into.is_some() {
                return Err(Refusal::from(Objection::Merged).into());
            }
            if standing.is_closed() {
                return Err(Refusal::Closed.into());
            }
        }
        Ok(())
    }

    /// Judges a merge: two open issues of one kind that are not one already.
    pub(super) fn judge_merge(&self, step: &Row, draft: &Draft, so_far: &StepsSoFar) -> Result<(), Error> {
        let (Some(from), Some(into)) = (step.reference(steps::ISSUE), step.reference(steps::INTO)) else {
            return Err(Refusal::Missing("into").into());
        };
        let kept = self.standing_of(into, draft, so_far)?;
        let kind = |id| Ok::<_, Error>(self.row_with(id, draft)?.text(issues::KIND).to_owned());
        // Nobody lets what is about himself go on elsewhere, or something else in it.
        if kept.bars(self.member()) {
            return Err(Refusal::from(Objection::Recused).into());
        }
        if from == into || kept.merged_into.is_some() || kept.is_closed() || kind(from)? != kind(into)? {
            return Err(Refusal::from(Objection::NotOneMatter).into());
        }
        Ok(())
    }
}
