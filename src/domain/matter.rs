//! Everything from which follows where an issue stands.

use std::{
    collections::{BTreeSet, HashSet},
    sync::LazyLock,
};

use jiff::Timestamp;

use super::{
    id::RecordId,
    issues::{issues, steps},
    row::Row,
    standing::{Recorded, Step},
    step_kinds::StepKind,
    voices::{Voice, is_reply},
};

/// No step at all.
static NONE: LazyLock<HashSet<RecordId>> = LazyLock::new(HashSet::new);

/// An issue with what belongs to it.
#[derive(Debug, Clone)]
pub struct Matter<'a> {
    /// The issue; of several that were merged, as [`Matter::effective`] has it.
    pub issue: &'a Row,
    /// When it was registered itself, whatever goes on in it.
    pub registered: Timestamp,
    /// Its steps.
    pub steps: Vec<&'a Row>,
    /// Who raised it besides the first.
    pub voices: Vec<&'a Row>,
    /// The issues that go on in it.
    pub merged: Vec<Part<'a>>,
    /// Members whom it is about.
    pub barred: BTreeSet<RecordId>,
    /// Steps and voices that one of them entered, and that count for nothing.
    pub void: BTreeSet<RecordId>,
    /// Whether it has its analysis sheet.
    pub analysed: bool,
    /// Steps that count for nothing because of who wrote them.
    pub uncounted: &'a HashSet<RecordId>,
}

/// An issue that goes on in another.
#[derive(Debug, Clone)]
pub struct Part<'a> {
    /// The issue.
    pub issue: &'a Row,
    /// Its steps.
    pub steps: Vec<&'a Row>,
    /// Who raised it besides the first.
    pub voices: Vec<&'a Row>,
    /// Whether it has an analysis sheet of its own.
    pub analysed: bool,
}

impl Part<'_> {
    /// Whether it is a group's, as it is or was recorded, and nothing says what is
    /// done about it: whatever it goes on in owes the sheet then (domain.md E6).
    fn owes_sheet(&self, uncounted: &HashSet<RecordId>, void: &BTreeSet<RecordId>) -> bool {
        let counts = |row: &&&Row| row.stands() && !uncounted.contains(&row.id) && !void.contains(&row.id);
        let standing: Vec<Step> =
            self.steps.iter().filter(counts).filter_map(|row| Step::read(row)).collect();
        let standing: Vec<&Step> = standing.iter().collect();
        !self.analysed && Recorded::every(self.issue, &standing).iter().any(Recorded::is_of_group)
    }
}

impl<'a> Matter<'a> {
    /// An issue with nothing but its steps.
    pub fn alone(issue: &'a Row, steps: &[&'a Row]) -> Self {
        Self {
            issue,
            registered: super::standing::registered(issue),
            steps: steps.to_vec(),
            voices: Vec::new(),
            merged: Vec::new(),
            barred: BTreeSet::new(),
            void: BTreeSet::new(),
            analysed: false,
            uncounted: &NONE,
        }
    }

    /// The issue as it counts when others go on in it: registered when the
    /// first of them was, and as urgent as the most urgent, so that no clock
    /// is lost by merging (domain.md E1); and about everybody whom one of them is about.
    pub fn effective(issue: &Row, parts: &[&Row]) -> Row {
        let mut row = issue.clone();
        let urgency = |row: &Row| match row.text(issues::URGENCY) {
            "danger" => 2,
            "utility" => 1,
            _ => 0,
        };
        for part in parts {
            if urgency(part) > urgency(&row) {
                row.values.insert(issues::URGENCY, part.all(issues::URGENCY).to_vec());
            }
        }
        for name in parts.iter().flat_map(|part| part.all(issues::ABOUT)) {
            let about = row.values.of(issues::ABOUT);
            if !about.contains(name) {
                about.push(name.clone());
            }
        }
        let all = parts.iter().copied().chain([issue]);
        if let Some(first) = all.min_by_key(|row| (super::standing::registered(row), row.id)) {
            let at = super::value::Value::Instant(super::standing::registered(first));
            row.values.insert(issues::REGISTERED, vec![at]);
        }
        row
    }

    /// Everybody who asked; answered or not is not told yet.
    pub(super) fn voices(&self) -> Vec<Voice> {
        let further = |rows: &[&Row]| -> Vec<Voice> {
            let counts = |row: &&&Row| row.stands() && !self.void.contains(&row.id);
            rows.iter().filter(counts).map(|row| Voice::further(row)).collect()
        };
        let mut voices = vec![Voice::first(self.issue)];
        voices.extend(further(&self.voices));
        for part in &self.merged {
            voices.push(Voice::first(part.issue));
            voices.extend(further(&part.voices));
        }
        voices
    }

    /// Whether a group's issue goes on in it that has no sheet.
    pub(super) fn owes_sheet(&self) -> bool {
        self.merged.iter().any(|part| part.owes_sheet(self.uncounted, &self.void))
    }

    /// Of these steps those that count for nothing, though they stand.
    pub(super) fn counting_for_nothing(&self, steps: &[Step]) -> BTreeSet<RecordId> {
        let ids = steps.iter().map(|step| step.id);
        ids.filter(|id| self.void.contains(id) || self.uncounted.contains(id)).collect()
    }

    /// The replies that stand and came after every reopening.
    pub(super) fn replies(&self, reopenings: &BTreeSet<RecordId>) -> Vec<&'a Row> {
        let regards = |reply: &Row| -> BTreeSet<RecordId> { reply.references(steps::REGARDS).collect() };
        let counts = |step: &Row| step.stands() && !self.void.contains(&step.id);
        let valid = |steps: &[&'a Row], reopenings: &BTreeSet<RecordId>| -> Vec<&'a Row> {
            let replies = steps.iter().copied().filter(|step| counts(step) && is_reply(step));
            replies.filter(|reply| regards(reply).is_superset(reopenings)).collect()
        };
        let mut replies = valid(&self.steps, reopenings);
        for part in &self.merged {
            let reopened = part.steps.iter().filter(|step| counts(step));
            let reopened = reopened.filter(|step| step.text(steps::KIND) == StepKind::Reopen.key());
            let all = reopened.map(|step| step.id).chain(reopenings.iter().copied()).collect();
            replies.extend(valid(&part.steps, &all));
        }
        replies
    }
}

/// Whether more than single people are concerned (domain.md E6).
pub fn is_of_group(issue: &Row) -> bool {
    matches!(issue.text(issues::SCALE), "group" | "large_group")
        || issue.text(issues::REFLECTOR) == "representative"
}
