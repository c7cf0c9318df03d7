//! The steps that a row tells of: replies, and who is to do what by when.

use std::collections::{HashMap, HashSet};

use super::Taking;
use crate::{
    domain::{
        id::RecordId,
        issues::{issues, steps},
        standing::StepKind,
        team::members,
        value::Value,
    },
    exchange::intake::{
        problem::RowProblem,
        row::{Reading, Reply},
    },
    workbench::{Error, Workbench},
};

impl Taking<'_> {
    /// Takes the steps that a row tells of, on the issue that it begins.
    pub(super) fn handle(
        &mut self,
        id: RecordId,
        reading: &Reading,
        warnings: &mut Vec<RowProblem>,
    ) -> Result<(), Error> {
        if self.reader.ledger().id != issues::ID {
            return Ok(());
        }
        let mut owner = None;
        for name in reading.handling.who() {
            owner = owner.or(self.places.named(self.bench, members::ID, name)?);
        }
        let owner = owner.map(Value::Ref);
        let outcome = reading.handling.outcome(&reading.values, owner, self.bench.today());
        warnings.extend(outcome.idle.map(|day| RowProblem::IdleDay { day }));
        if !outcome.lacks.is_empty() {
            warnings.push(RowProblem::NotFound { lacks: outcome.lacks });
        }
        warnings.extend(outcome.ended.then_some(RowProblem::NotEnded));
        for step in outcome.steps {
            self.bench.add_step(&mut self.draft, id, step.kind, &step.fields)?;
            self.more.steps += 1;
        }
        Ok(())
    }

    /// Adds a reply unless the issue has it; answers whether it was new.
    pub(super) fn reply(
        &mut self,
        issue: RecordId,
        reply: Reply,
        warnings: &mut Vec<RowProblem>,
    ) -> Result<bool, Error> {
        if !self.replies.entry(issue).or_default().insert(reply.text.clone()) {
            return Ok(false);
        }
        if reply.at.is_none() {
            warnings.push(RowProblem::ReplyWithoutTime);
        }
        let mut fields = vec![(steps::TEXT, Value::Text(reply.text))];
        fields.extend(reply.at.map(|at| (steps::AT, Value::Instant(at))));
        self.bench.add_step(&mut self.draft, issue, StepKind::Reply, &fields)?;
        self.more.replies += 1;
        Ok(true)
    }
}

/// The texts of the replies that issues have.
pub(super) fn replies_so_far(bench: &Workbench) -> Result<HashMap<RecordId, HashSet<String>>, Error> {
    let mut replies: HashMap<RecordId, HashSet<String>> = HashMap::new();
    for step in bench.rows(steps::ID)?.iter().filter(|step| step.stands()) {
        if step.text(steps::KIND) == StepKind::Reply.key()
            && let Some(issue) = step.reference(steps::ISSUE)
        {
            replies.entry(issue).or_default().insert(step.text(steps::TEXT).to_owned());
        }
    }
    Ok(replies)
}
