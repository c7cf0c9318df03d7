//! As what an issue was once recorded, where that decides its time or whether a
//! group's sheet is owed (domain.md E6, §3.4).
//!
//! Kind, urgency, procedure and scale can be put right at any time. The clocks
//! are always those of the kind that an issue has now: each kind has steps of its
//! own, and no step of this one would end a clock of another. Within it no
//! deadline moves by another urgency or procedure: the earliest of all that was
//! ever recorded holds, until a lead says why it was wrong.

use std::{collections::BTreeSet, sync::LazyLock};

use super::{IssueKind, Step, StepKind};
use crate::domain::{
    deadlines::{self, Keys},
    issues::{issues, steps},
    ledger::Ledger,
    matter,
    row::Row,
    value::Value,
    wording::Lang,
};

/// What decides the time of an issue, as it was recorded at one time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Recorded {
    kind: String,
    urgency: String,
    procedure: String,
    of_group: bool,
}

impl Recorded {
    /// As an issue is recorded now.
    pub fn of(issue: &Row) -> Self {
        Self {
            kind: issue.text(issues::KIND).to_owned(),
            urgency: issue.text(issues::URGENCY).to_owned(),
            procedure: issue.text(issues::PROCEDURE).to_owned(),
            of_group: matter::is_of_group(issue),
        }
    }

    /// As it is kept: keys with strokes between them.
    pub fn text(&self) -> String {
        let group = if self.of_group { "group" } else { "" };
        [&self.kind, &self.urgency, &self.procedure, group].join("/")
    }

    /// What is kept, as people read it: kind, urgency, procedure. `None` for what
    /// is not of that shape.
    pub(in crate::domain) fn words(text: &str, lang: Lang) -> Option<String> {
        static ISSUES: LazyLock<Ledger> = LazyLock::new(issues::ledger);
        let recorded = Self::read(text)?;
        let choice = |tag, key: &str| {
            let choice = ISSUES.field(tag).and_then(|field| field.choice(key));
            choice.map_or_else(|| key.to_owned(), |choice| choice.title.get(lang).to_owned())
        };
        let mut words = vec![IssueKind::from_key(&recorded.kind)?.title(lang).to_owned()];
        for (tag, key) in [(issues::URGENCY, &recorded.urgency), (issues::PROCEDURE, &recorded.procedure)] {
            words.extend((!key.is_empty()).then(|| choice(tag, key)));
        }
        words.extend(recorded.of_group.then(|| lang.pick("群体", "of many").to_owned()));
        Some(words.join(lang.pick("、", ", ")))
    }

    /// Reads what is kept; `None` for what is not of that shape.
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('/').map(str::to_owned);
        let mut next = || parts.next();
        let (kind, urgency, procedure, group) = (next()?, next()?, next()?, next()?);
        Some(Self { kind, urgency, procedure, of_group: group == "group" })
    }

    /// Everything as which an issue counts: as it is, and as it was recorded
    /// before where no lead has put that right.
    pub(in crate::domain) fn every(issue: &Row, standing: &[&Step]) -> Vec<Self> {
        let corrections = standing.iter().filter(|step| step.kind == StepKind::Correct);
        let wrong: BTreeSet<&str> = corrections
            .filter(|step| step.says(steps::REASON))
            .flat_map(|step| step.row.all(steps::CORRECTS))
            .filter_map(Value::as_text)
            .collect();
        let now = Self::of(issue);
        let before = issue.all(issues::RECORDED).iter().filter_map(Value::as_text);
        let before = before.filter(|text| !wrong.contains(text)).filter_map(Self::read);
        let others: Vec<Self> = before.filter(|other| *other != now).collect();
        std::iter::once(now).chain(others).collect()
    }

    /// The terms that it is under as an issue of a kind, whatever kind it was then.
    pub(super) fn keys(&self, kind: &str) -> Keys {
        deadlines::keys_of(kind, &self.urgency, &self.procedure)
    }

    /// The kind that it was then, where that is another; none where this version does not know it.
    pub(super) fn other_kind(&self, kind: &str) -> Option<IssueKind> {
        IssueKind::from_key(&self.kind).filter(|own| own.key() != kind)
    }

    /// Whether it is a petition, or a review of one (信访工作条例 32, 35, 36).
    pub(super) fn is_petition(&self) -> bool {
        matches!(self.procedure.as_str(), "petition" | "review" | "recheck")
    }

    /// Whether more than single people are concerned (domain.md E6).
    pub(in crate::domain) fn is_of_group(&self) -> bool {
        self.of_group
    }
}
