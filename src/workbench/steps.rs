//! Issues with their standing, and the steps people take.

use std::collections::{HashMap, HashSet};

use super::{
    bench::{self, Workbench},
    draft::Draft,
    error::Error,
};
use crate::domain::{
    field::Tag,
    id::{LedgerTag, RecordId},
    issues::{issues, steps},
    row::Row,
    rules::Refusal,
    standing::{Standing, StepKind},
    value::Value,
};

/// An issue and where it stands.
#[derive(Debug, Clone)]
pub struct Case {
    /// The issue.
    pub issue: Row,
    /// Where it stands.
    pub standing: Standing,
}

impl Workbench {
    /// Every issue with its standing: the open ones by day due, then the
    /// closed ones, newest first.
    pub fn cases(&self) -> Result<Vec<Case>, Error> {
        let issues = self.rows(issues::ID)?;
        let steps = self.rows(steps::ID)?;
        let mut by_issue: HashMap<RecordId, Vec<&Row>> = HashMap::new();
        for step in steps.iter() {
            if let Some(issue) = step.reference(steps::ISSUE) {
                by_issue.entry(issue).or_default().push(step);
            }
        }
        let (none, now) = (Vec::new(), self.now());
        let deadlines = self.deadlines()?;
        let mut cases: Vec<Case> = issues
            .iter()
            .map(|issue| {
                let steps = by_issue.get(&issue.id).unwrap_or(&none);
                Case { issue: issue.clone(), standing: Standing::of(issue, steps, &deadlines).as_of(now) }
            })
            .collect();
        cases.sort_by_cached_key(|case| {
            let open = !case.standing.is_closed();
            let newest_first = std::cmp::Reverse(case.issue.created);
            (!open, open.then_some(case.standing.due), newest_first, case.issue.id)
        });
        Ok(cases)
    }

    /// The residents with an open issue of their own.
    pub(super) fn waiting_residents(&self) -> Result<HashSet<RecordId>, Error> {
        let cases = self.cases()?;
        let open = cases.iter().filter(|case| !case.standing.is_closed());
        Ok(open.filter_map(|case| case.issue.reference(issues::RESIDENT)).collect())
    }

    /// One issue with its standing.
    pub fn case(&self, issue: RecordId) -> Result<Case, Error> {
        let row = self.existing(issue)?;
        if issue.ledger() != LedgerTag::of(issues::ID) {
            return Err(Error::NoRecord(issue.to_string()));
        }
        let steps = self.rows(steps::ID)?;
        let own: Vec<&Row> =
            steps.iter().filter(|step| step.reference(steps::ISSUE) == Some(issue)).collect();
        let standing = Standing::of(&row, &own, &self.deadlines()?).as_of(self.now());
        Ok(Case { issue: row, standing })
    }

    /// Adds a step to a draft; `fields` are those that its kind asks for.
    pub fn add_step(
        &self,
        draft: &mut Draft,
        issue: RecordId,
        kind: StepKind,
        fields: &[(Tag, Value)],
    ) -> Result<RecordId, Error> {
        let id = bench::draw_id(steps::ID)?;
        draft.insert(id);
        draft.set(id, steps::ISSUE, Some(Value::Ref(issue)));
        draft.set(id, steps::KIND, Some(Value::Choice(kind.key().to_owned())));
        for (tag, value) in fields {
            draft.set(id, *tag, Some(value.clone()));
        }
        Ok(id)
    }

    /// Takes one step on one issue.
    pub fn take_step(
        &mut self,
        issue: RecordId,
        kind: StepKind,
        fields: &[(Tag, Value)],
    ) -> Result<RecordId, Error> {
        let mut draft = Draft::new();
        let id = self.add_step(&mut draft, issue, kind, fields)?;
        self.commit(draft)?;
        Ok(id)
    }

    /// Completes new steps with what the program knows: when, by whom, to
    /// whom, and which steps of before they are about.
    pub(super) fn link_steps(&self, draft: &mut Draft) -> Result<(), Error> {
        let tag = LedgerTag::of(steps::ID);
        let new: Vec<RecordId> = draft.created.iter().copied().filter(|id| id.ledger() == tag).collect();
        let mut before = self.steps_before(draft)?;
        for id in new {
            let row = self.row_with(id, draft)?;
            let issue = row.reference(steps::ISSUE).ok_or(Refusal::Missing("issue"))?;
            let kind = StepKind::from_key(row.text(steps::KIND)).ok_or(Refusal::Missing("kind"))?;
            if row.instant(steps::AT).is_none() {
                draft.set(id, steps::AT, Some(Value::Instant(self.now())));
            }
            self.complete_extension(draft, id)?;
            if row.all(steps::BY).is_empty() {
                draft.set(id, steps::BY, Some(Value::Ref(self.member())));
            }
            if kind == StepKind::Accept && row.all(steps::OWNER).is_empty() {
                draft.set(id, steps::OWNER, Some(Value::Ref(self.member())));
            }
            if kind == StepKind::Reply && row.text(steps::TO).is_empty() {
                let issue = self.row_with(issue, draft)?;
                draft.set(id, steps::TO, Value::text(issue.text(issues::FROM)));
            }
            for regarded in self.standing_of(issue, draft, &before)?.regards(kind) {
                draft.add(id, steps::REGARDS, &Value::Ref(regarded));
            }
            before.add(issue, self.row_with(id, draft)?);
        }
        Ok(())
    }

    /// The stored steps of the issues that a draft takes new steps on.
    pub(super) fn steps_before(&self, draft: &Draft) -> Result<StepsSoFar, Error> {
        let mut so_far = StepsSoFar::default();
        let tag = LedgerTag::of(steps::ID);
        let mut old = HashSet::new();
        for id in draft.created.iter().filter(|id| id.ledger() == tag) {
            old.extend(
                self.row_with(*id, draft)?.reference(steps::ISSUE).filter(|issue| !draft.begins(*issue)),
            );
        }
        if !old.is_empty() {
            for step in self.rows(steps::ID)?.iter() {
                if let Some(issue) = step.reference(steps::ISSUE).filter(|issue| old.contains(issue)) {
                    so_far.add(issue, step.clone());
                }
            }
        }
        Ok(so_far)
    }

    /// Where an issue stands after the steps so far.
    pub(super) fn standing_of(
        &self,
        issue: RecordId,
        draft: &Draft,
        so_far: &StepsSoFar,
    ) -> Result<Standing, Error> {
        let known = draft.begins(issue) || self.row(issue)?.is_some();
        if !known || issue.ledger() != LedgerTag::of(issues::ID) {
            return Err(Error::NoRecord(issue.to_string()));
        }
        let own: Vec<&Row> = so_far.0.get(&issue).into_iter().flatten().collect();
        Ok(Standing::of(&self.row_with(issue, draft)?, &own, &self.deadlines()?))
    }
}

/// The steps that were taken before the one that is judged, by issue.
#[derive(Debug, Default)]
pub(super) struct StepsSoFar(HashMap<RecordId, Vec<Row>>);

impl StepsSoFar {
    /// Adds a step that the next ones follow.
    pub(super) fn add(&mut self, issue: RecordId, step: Row) {
        self.0.entry(issue).or_default().push(step);
    }
}
