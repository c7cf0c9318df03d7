//! Everything that issues hang together with, gathered once: steps, further
//! voices, merges, sheets, and members whom an issue is about.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::Timestamp;

use super::recusals::Writers;
use crate::domain::{
    analyses,
    deadlines::Deadlines,
    handling,
    id::{LedgerTag, RecordId},
    issues::issues,
    issues::steps,
    matter::{Matter, Part},
    merging::Merged,
    recusal,
    row::Row,
    standing::{Standing, StepKind, registered},
    voices,
};

/// What was gathered.
#[derive(Debug, Default)]
pub(super) struct Matters<'a> {
    issues: HashMap<RecordId, &'a Row>,
    steps: HashMap<RecordId, Vec<&'a Row>>,
    voices: HashMap<RecordId, Vec<&'a Row>>,
    merged: Merged,
    /// The sheets that stand, by id.
    sheets: HashMap<RecordId, &'a Row>,
    members: Vec<&'a Row>,
    /// Who wrote the steps of what is about somebody.
    writers: Writers,
    uncounted: HashSet<RecordId>,
}

impl<'a> Matters<'a> {
    /// Gathers it from the rows of the ledgers.
    pub(super) fn gather(
        issues: impl Iterator<Item = &'a Row>,
        steps: impl Iterator<Item = &'a Row>,
        voices: impl Iterator<Item = &'a Row>,
        sheets: impl Iterator<Item = &'a Row>,
        members: impl Iterator<Item = &'a Row>,
        writers: Writers,
    ) -> Self {
        let issues = issues.map(|row| (row.id, row)).collect();
        let members = members.collect();
        let mut all = Self { issues, members, writers, ..Self::default() };
        for step in steps {
            if let Some(issue) = step.reference(steps::ISSUE) {
                all.steps.entry(issue).or_default().push(step);
            }
        }
        for voice in voices {
            if let Some(issue) = voice.reference(voices::ISSUE) {
                all.voices.entry(issue).or_default().push(voice);
            }
        }
        all.sheets = sheets.filter(|row| analyses::is_whole(row)).map(|row| (row.id, row)).collect();
        all.merge();
        all
    }

    /// The same, where these steps count for nothing.
    pub(super) fn without(mut self, uncounted: HashSet<RecordId>) -> Self {
        self.uncounted = uncounted;
        self
    }

    /// Works out what was merged: issues of one kind only.
    fn merge(&mut self) {
        let mut merges = BTreeSet::new();
        for step in self.steps.values().flatten() {
            let is_merge = step.stands() && step.text(steps::KIND) == StepKind::Merge.key();
            if let (true, Some(from), Some(into)) =
                (is_merge, step.reference(steps::ISSUE), step.reference(steps::INTO))
            {
                let kind = |id: RecordId| self.issues.get(&id).map(|row| row.text(issues::KIND));
                let bars =
                    |id: RecordId| self.issues.get(&id).map(|row| self.barred(row)).unwrap_or_default();
                if kind(from) == kind(into)
                    && !self.is_void(step, &bars(from))
                    && !self.is_void(step, &bars(into))
                {
                    merges.insert((from, into));
                }
            }
        }
        let ends = merges.iter().flat_map(|(from, into)| [*from, *into]);
        let known: BTreeMap<RecordId, Timestamp> =
            ends.filter_map(|id| Some((id, registered(self.issues.get(&id)?)))).collect();
        self.merged = Merged::of(&known, &merges);
    }

    /// Where an issue stands.
    pub(super) fn standing(&self, issue: &Row, deadlines: &Deadlines) -> Standing {
        match self.merged.head_of(issue.id).and_then(|head| Some((head, self.issues.get(&head)?))) {
            Some((head, row)) => self.own(issue, deadlines).within(head, &self.own(row, deadlines)),
            None => self.own(issue, deadlines),
        }
    }

    fn own(&self, issue: &Row, deadlines: &Deadlines) -> Standing {
        let of = |map: &HashMap<RecordId, Vec<&'a Row>>, id| map.get(&id).cloned().unwrap_or_default();
        let parts: Vec<&'a Row> =
            self.merged.into_head(issue.id).iter().filter_map(|id| self.issues.get(id).copied()).collect();
        let effective = (!parts.is_empty()).then(|| Matter::effective(issue, &parts));
        let counts = effective.as_ref().unwrap_or(issue);
        let barred = self.barred(counts);
        let is_analysed = |issue: RecordId| {
            let sheet = self.sheets.get(&analyses::analysis_id(issue));
            sheet.is_some_and(|sheet| !self.is_void(sheet, &barred))
        };
        let merged = parts
            .iter()
            .map(|part| Part {
                issue: part,
                steps: of(&self.steps, part.id),
                voices: of(&self.voices, part.id),
                analysed: is_analysed(part.id),
            })
            .collect();
        let analysed = is_analysed(issue.id);
        let taken = parts.iter().map(|part| part.id).chain([issue.id]);
        let all = taken.flat_map(|id| [self.steps.get(&id), self.voices.get(&id)]);
        let taken = all.flatten().flatten();
        let void = taken.filter(|step| self.is_void(step, &barred)).map(|step| step.id).collect();
        let matter = Matter {
            issue: counts,
            registered: registered(issue),
            steps: of(&self.steps, issue.id),
            voices: of(&self.voices, issue.id),
            merged,
            barred,
            void,
            analysed,
            uncounted: &self.uncounted,
        };
        Standing::of_matter(&matter, deadlines)
    }

    /// Whether a step, a voice or a sheet is one that somebody entered whom the matter is about.
    fn is_void(&self, step: &Row, barred: &BTreeSet<RecordId>) -> bool {
        let own = step.id.ledger() == LedgerTag::of(steps::ID)
            && StepKind::from_key(step.text(steps::KIND)).is_some_and(StepKind::is_own_word);
        let writers = self.writers.get(&step.id);
        !own && writers.is_some_and(|writers| !writers.is_disjoint(barred))
    }

    fn barred(&self, issue: &Row) -> BTreeSet<RecordId> {
        if issue.all(issues::ABOUT).is_empty() {
            return BTreeSet::new();
        }
        let named = |member: &&&Row| recusal::bars_member(handling::about(issue), member);
        self.members.iter().filter(named).map(|member| member.id).collect()
    }
}
