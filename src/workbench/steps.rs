//! Issues with their standing, and the steps people take.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::{
    bench::{self, Workbench},
    draft::Draft,
    error::Error,
};
use crate::domain::{
    analyses,
    field::Tag,
    id::{LedgerTag, RecordId},
    issues::{issues, steps},
    row::Row,
    rules::Refusal,
    standing::{Standing, StepKind, registered},
    team::members,
    value::Value,
    voices,
};

/// An issue and where it stands.
#[derive(Debug, Clone)]
pub struct Case {
    /// The issue.
    pub issue: Row,
    /// Where it stands.
    pub standing: Standing,
}

impl Case {
    /// Whether it is counted: what goes on in another issue is counted with that one.
    pub fn is_own_matter(&self) -> bool {
        self.standing.merged_into.is_none()
    }
}

impl Workbench {
    /// Every issue as it stood at a moment: what came later is left out, also
    /// whom it was said to be about, and what was done about a group's matter.
    pub fn cases_at(&self, at: Timestamp) -> Result<Vec<Case>, Error> {
        let near = (self.issues_at(at)?, self.cards_at(analyses::ID, at)?, self.cards_at(members::ID, at)?);
        let mut cases = self.cases_with(&|_row, moment| moment <= at, &near.0, &near.1, &near.2)?;
        cases.retain(|case| registered(&case.issue) <= at);
        Ok(cases)
    }

    /// Every issue, from the steps and voices that are taken.
    pub(super) fn cases_with(
        &self,
        takes: &dyn Fn(&Row, Timestamp) -> bool,
        issues: &[Row],
        sheets: &[Row],
        members: &[Row],
    ) -> Result<Vec<Case>, Error> {
        let (steps, voices) = (self.rows(steps::ID)?, self.rows(voices::ID)?);
        let when = |row: &Row, tag: Tag| row.instant(tag).unwrap_or(row.created);
        let moves: Vec<&Row> = steps.iter().filter(|row| takes(row, when(row, steps::AT))).collect();
        let all: Vec<&Row> = issues.iter().collect();
        let asked = voices.iter().filter(|row| takes(row, when(row, voices::AT)));
        let uncounted = self.uncounted(issues.iter(), steps.iter(), members)?;
        let matters = self.matters(&all, &moves, asked, sheets.iter(), members.iter())?.without(uncounted);
        let deadlines = self.deadlines()?;
        let case = |issue: &Row| Case { issue: issue.clone(), standing: matters.standing(issue, &deadlines) };
        Ok(issues.iter().map(case).collect())
    }

    /// One issue with its standing.
    pub fn case(&self, issue: RecordId) -> Result<Case, Error> {
        let row = self.existing(issue)?;
        if issue.ledger() != LedgerTag::of(issues::ID) {
            return Err(Error::NoRecord(issue.to_string()));
        }
        let so_far = self.stored_around(&HashSet::from([issue]))?;
        let standing = self.standing_of(issue, &Draft::new(), &so_far)?.as_of(self.now());
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
        let ledger = self.ledger(steps::ID)?;
        for (tag, value) in fields {
            if ledger.field(*tag).is_some_and(|field| field.many) {
                draft.add(id, *tag, value);
            } else {
                draft.set(id, *tag, Some(value.clone()));
            }
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
            if kind == StepKind::Correct && row.all(steps::CORRECTS).is_empty() {
                for text in self.corrected(issue, draft)? {
                    draft.add(id, steps::CORRECTS, &text);
                }
            }
            if row.all(steps::BY).is_empty() {
                draft.set(id, steps::BY, Some(Value::Ref(self.member())));
            }
            if kind == StepKind::Transfer
                && let Some(unit) = self.unit_called(row.text(steps::UNIT))?
            {
                draft.set(id, steps::UNIT, Value::text(unit));
            }
            if kind == StepKind::Accept && row.all(steps::OWNER).is_empty() {
                draft.set(id, steps::OWNER, Some(Value::Ref(self.member())));
            }
            // Who is named by his record is not named again in words.
            let named = !row.all(steps::VOICES).is_empty();
            if kind == StepKind::Reply && !named && row.text(steps::TO).is_empty() {
                let issue = self.row_with(issue, draft)?;
                if !issue.is(issues::ANONYMOUS) {
                    draft.set(id, steps::TO, Value::text(issue.text(issues::FROM)));
                }
            }
            let standing = self.standing_of(issue, draft, &before)?;
            // An end that is told alone is the end of the hearing that goes on.
            if kind == StepKind::Hear && row.date(steps::SINCE).is_none() {
                let since = standing.running.hearings.open_since();
                draft.set(id, steps::SINCE, since.map(Value::Date));
            }
            for regarded in standing.regards(kind) {
                draft.add(id, steps::REGARDS, &Value::Ref(regarded));
            }
            before.add(issue, self.row_with(id, draft)?);
        }
        Ok(())
    }

    /// The stored steps of the issues that a draft takes new steps on.
    pub(super) fn steps_before(&self, draft: &Draft) -> Result<StepsSoFar, Error> {
        let tag = LedgerTag::of(steps::ID);
        let mut old = HashSet::new();
        for id in draft.created.iter().filter(|id| id.ledger() == tag) {
            let step = self.row_with(*id, draft)?;
            let named = step.reference(steps::ISSUE).into_iter().chain(step.reference(steps::INTO));
            old.extend(named.filter(|issue| !draft.begins(*issue)));
        }
        let mut so_far = if old.is_empty() { StepsSoFar::default() } else { self.stored_around(&old)? };
        for id in draft.created.iter().filter(|id| id.ledger() == LedgerTag::of(voices::ID)) {
            so_far.voices.push(self.row_with(*id, draft)?);
        }
        Ok(so_far)
    }

    /// What is stored of these issues, and of those that are one matter with them.
    fn stored_around(&self, asked: &HashSet<RecordId>) -> Result<StepsSoFar, Error> {
        let (steps, voices) = (self.rows(steps::ID)?, self.rows(voices::ID)?);
        let mut wanted = asked.clone();
        let merges: Vec<(RecordId, RecordId)> = steps
            .iter()
            .filter_map(|step| Some((step.reference(steps::ISSUE)?, step.reference(steps::INTO)?)))
            .collect();
        loop {
            let known = wanted.len();
            for (from, into) in &merges {
                if wanted.contains(from) || wanted.contains(into) {
                    wanted.extend([*from, *into]);
                }
            }
            if wanted.len() == known {
                break;
            }
        }
        let near = |row: &&Row, tag: Tag| row.reference(tag).is_some_and(|issue| wanted.contains(&issue));
        let mut so_far = StepsSoFar::default();
        for step in steps.iter().filter(|row| near(row, steps::ISSUE)) {
            so_far.add(step.reference(steps::ISSUE).unwrap_or(step.id), step.clone());
        }
        so_far.voices.extend(voices.iter().filter(|row| near(row, voices::ISSUE)).cloned());
        let sheets = self.rows(analyses::ID)?;
        let of_asked = |row: &&Row| near(row, analyses::ISSUE);
        so_far.sheets.extend(sheets.iter().filter(of_asked).cloned());
        for issue in wanted {
            so_far.issues.extend(self.row(issue)?);
        }
        let people = self.rows(members::ID)?;
        so_far.uncounted = self.uncounted(so_far.issues.iter(), so_far.steps.values().flatten(), &people)?;
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
        // What is only looked at is as it is shown: who asked may not be told here.
        let is_changed = draft.begins(issue) || draft.changes_of(issue).next().is_some();
        let row = if is_changed { self.row_with(issue, draft)? } else { self.existing(issue)? };
        if so_far.is_plain() && row.all(issues::ABOUT).is_empty() {
            let own: Vec<&Row> = so_far.steps.get(&issue).into_iter().flatten().collect();
            return Ok(Standing::of(&row, &own, &self.deadlines()?));
        }
        let members = self.rows(members::ID)?;
        let others = so_far.issues.iter().filter(|other| other.id != issue);
        let all: Vec<&Row> = others.chain([&row]).collect();
        let taken: Vec<&Row> = so_far.steps.values().flatten().collect();
        let (asked, sheets) = (so_far.voices.iter(), so_far.sheets.iter());
        let matters = self.matters(&all, &taken, asked, sheets, members.iter())?;
        let matters = matters.without(so_far.uncounted.clone());
        Ok(matters.standing(&row, &self.deadlines()?))
    }
}

/// What there was before the step that is judged.
#[derive(Debug, Default)]
pub(super) struct StepsSoFar {
    steps: HashMap<RecordId, Vec<Row>>,
    issues: Vec<Row>,
    voices: Vec<Row>,
    sheets: Vec<Row>,
    uncounted: HashSet<RecordId>,
    merges: bool,
}

impl StepsSoFar {
    /// Adds a step that the next ones follow.
    pub(super) fn add(&mut self, issue: RecordId, step: Row) {
        self.merges |= step.reference(steps::INTO).is_some();
        self.steps.entry(issue).or_default().push(step);
    }

    /// Whether an issue's own steps tell all.
    fn is_plain(&self) -> bool {
        !self.merges && self.voices.is_empty() && self.sheets.is_empty() && self.uncounted.is_empty()
    }
}
