//! Who asked without giving a name is told of nowhere (domain.md §4.2 rule 6).
//!
//! A name that somebody wrote down all the same stays stored, for whoever has a
//! reason that is written down; every list, card, sheet and search reads records
//! without it. So does whatever would tell it sideways: the visit on which it was
//! raised, the line of whom an answer was to.

use super::{bench::Workbench, draft::Draft, error::Error, view};
use crate::{
    domain::{
        field::Tag,
        id::{LedgerTag, RecordId},
        issues::{issues, steps},
        ledger::Ledger,
        row::Row,
        rules::Refusal,
        value::Value,
        visits, voices,
        wording::Wording,
    },
    log::{
        commit::{Cell, Commit, Slot},
        record::Record,
    },
    store::codec,
};

/// What stands for a name that was not to be told.
pub const NAMELESS: &str = "匿名";

/// What taking anonymity away needs.
const NAMED_BY_HIMSELF: Wording = Wording::new(
    "匿名件改为署名，要本人同意：请同时填写反映人",
    "who asked anonymously is named only when he agrees: fill in who it is from in the same step",
);

/// Why whom an issue is from stays as it is.
const ANSWERED: Wording = Wording::new(
    "已经答复过，不能把这件事改成别人反映的：还有别人反映同一件事，请登记“一起反映”（issue voice）",
    "it has been answered, and is not made somebody else's: enter who else asked as a further voice (issue voice)",
);

/// Where a record tells who asked: the name, the resident, the phone.
fn telling(ledger: &str) -> Option<[Tag; 3]> {
    match ledger {
        issues::ID => Some([issues::FROM, issues::RESIDENT, issues::PHONE]),
        voices::ID => Some([voices::NAME, voices::RESIDENT, voices::PHONE]),
        _ => None,
    }
}

/// Whether a record of these ledgers was raised anonymously.
fn is_anonymous(row: &Row) -> bool {
    row.is(issues::ANONYMOUS) && row.id.ledger() == LedgerTag::of(issues::ID)
        || row.is(voices::ANONYMOUS) && row.id.ledger() == LedgerTag::of(voices::ID)
}

impl Workbench {
    /// Leaves out of rows who asked anonymously.
    pub(super) fn hide_nameless(&self, ledger: &Ledger, rows: &mut [Row]) -> Result<(), Error> {
        if let Some(tags) = telling(&ledger.id) {
            for row in rows.iter_mut().filter(|row| is_anonymous(row)) {
                let [name, resident, phone] = tags;
                let reachable = row.reference(resident).is_some() || !row.text(phone).is_empty();
                row.values.insert(voices::REACHABLE, vec![Value::Bool(reachable)]);
                row.values.retain(|tag, _| !tags.contains(tag));
                row.conflicts.retain(|tag| !tags.contains(tag));
                row.values.insert(name, vec![Value::Text(NAMELESS.to_owned())]);
            }
        }
        if ledger.id == visits::ID {
            for row in rows.iter_mut() {
                let mut told = Vec::new();
                for issue in row.references(visits::ISSUES) {
                    if !self.row(issue)?.is_some_and(|issue| is_anonymous(&issue)) {
                        told.push(Value::Ref(issue));
                    }
                }
                if told.is_empty() {
                    row.values.remove(&visits::ISSUES);
                } else {
                    row.values.insert(visits::ISSUES, told);
                }
            }
        }
        if ledger.id == steps::ID {
            for row in rows.iter_mut().filter(|row| !row.all(steps::TO).is_empty()) {
                let issue = row.reference(steps::ISSUE).map(|id| self.row(id)).transpose()?.flatten();
                if issue.is_some_and(|issue| is_anonymous(&issue)) {
                    row.values.remove(&steps::TO);
                }
            }
        }
        Ok(())
    }

    /// An issue or voice as it is stored; the caller tells nobody, or has asked for the reason.
    pub(super) fn with_name(&self, mut row: Row) -> Result<Row, Error> {
        let Some(ledger) = self.catalog.of(row.id).filter(|_| is_anonymous(&row)) else { return Ok(row) };
        let (Some(tags), Some(record)) = (telling(&ledger.id), self.store.record(row.id)?) else {
            return Ok(row);
        };
        let stored = view::row(row.id, &record, ledger);
        for tag in tags {
            row.values.remove(&tag);
            row.values.extend(stored.values.get(&tag).map(|values| (tag, values.clone())));
        }
        Ok(row)
    }

    /// The resident whose issue it is, whether or not that is told.
    pub(super) fn asker_of(&self, issue: &Row) -> Result<Option<RecordId>, Error> {
        if is_anonymous(issue) {
            return Ok(self.with_name(issue.clone())?.reference(issues::RESIDENT));
        }
        Ok(issue.reference(issues::RESIDENT))
    }

    /// Notes on an issue since when it is from whom it is from, where that was
    /// written after it began: what was answered before was answered to somebody else.
    pub(super) fn date_asker(row: &mut Row, record: &Record) {
        let slot = Slot::single(issues::FROM);
        let versions = record.versions(&slot);
        let named = versions.first().filter(|version| !version.cell.is_none());
        if let (Some(named), Some(first)) = (named, record.marks().first())
            && named.mark.dot != first.dot
        {
            row.values.insert(voices::NAMED_AT, vec![Value::Instant(view::moment(named.mark.stamp))]);
        }
    }

    /// Keeps anonymous whoever was, where that was taken from him by a commit
    /// which did not give his name: the rule of [`Self::judge_askers`], for what
    /// came by a bundle.
    pub(super) fn keep_nameless(&self, row: &mut Row, record: &Record) -> Result<(), Error> {
        let slot = Slot::single(issues::ANONYMOUS);
        let versions = record.versions(&slot);
        let (Some(now), Some(first)) = (versions.first(), record.marks().first()) else { return Ok(()) };
        if row.is(issues::ANONYMOUS) || now.mark.dot == first.dot {
            return Ok(());
        }
        let id = row.id;
        let writes = |commit: &Commit, tag: Tag, cell: &dyn Fn(&Cell) -> bool| {
            let mut own = commit.changes().filter(|change| change.record == id && change.slot.tag == tag);
            own.any(|change| cell(&change.cell))
        };
        let named = self.commit_at(now.mark.dot)?;
        if writes(&named, issues::FROM, &|_| true) || writes(&named, issues::RESIDENT, &|_| true) {
            return Ok(());
        }
        for mark in record.marks() {
            let is_true = |cell: &Cell| codec::value(cell) == Some(Value::Bool(true));
            if writes(&self.commit_at(mark.dot)?, issues::ANONYMOUS, &is_true) {
                row.values.insert(issues::ANONYMOUS, vec![Value::Bool(true)]);
                return Ok(());
            }
        }
        Ok(())
    }

    /// Judges who an issue is said to be from: an answer is nobody else's, and
    /// anonymity ends only where the name is given.
    pub(super) fn judge_askers(&self, draft: &Draft) -> Result<(), Error> {
        let tag = LedgerTag::of(issues::ID);
        for id in draft.records().into_iter().filter(|id| id.ledger() == tag && !draft.begins(*id)) {
            let touches = |tag: Tag| draft.changes_of(id).any(|change| change.slot.tag == tag);
            let names = touches(issues::FROM) || touches(issues::RESIDENT);
            if !names && !touches(issues::ANONYMOUS) {
                continue;
            }
            let Some(before) = self.row(id)? else { continue };
            let before = self.with_name(before)?;
            let after = self.row_with(id, draft)?;
            if before.is(issues::ANONYMOUS) && !after.is(issues::ANONYMOUS) && !names {
                return Err(Refusal::Said(NAMED_BY_HIMSELF).into());
            }
            let moved = |tag: Tag| !before.all(tag).is_empty() && before.one(tag) != after.one(tag);
            let case = self.case(id)?;
            let steps = case.standing.steps.iter().filter(|step| step.row.stands());
            let answered = steps.filter(|step| step.kind == crate::domain::standing::StepKind::Reply);
            if (moved(issues::FROM) || moved(issues::RESIDENT))
                && (case.standing.is_closed() || answered.count() > 0)
            {
                return Err(Refusal::Said(ANSWERED).into());
            }
        }
        Ok(())
    }
}
