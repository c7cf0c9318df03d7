//! Who asked without giving a name is told of nowhere (domain.md §4.2 rule 6).
//!
//! A name that somebody wrote down all the same stays stored, for whoever has a
//! reason that is written down; every list, card, sheet and search reads records
//! without it. So does whatever would tell it sideways: the visit on which it was
//! raised, the line of whom an answer was to.

use std::collections::HashMap;

use super::{bench::Workbench, draft::Draft, error::Error, nameless::Nameless, referring::links, view};
pub use crate::domain::nameless::NAMELESS;
use crate::{
    domain::{
        field::Tag,
        id::{LedgerTag, RecordId},
        issues::{issues, steps},
        ledger::Ledger,
        nameless::{Hidden, WITHHELD, identifies, is_of_words},
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

/// Puts what stands for a name where somebody is told of who asked.
fn hide_asker(row: &mut Row, tags: [Tag; 3]) {
    let [name, resident, phone] = tags;
    let known = row.reference(resident).is_some();
    let reachable = known || !row.text(phone).is_empty();
    // Whoever left no name at all stays one whom only a public notice reaches.
    let instead = match (is_anonymous(row), known || !row.text(name).is_empty()) {
        (true, _) => Some(NAMELESS),
        (false, true) => Some(WITHHELD),
        (false, false) => None,
    };
    row.values.insert(voices::REACHABLE, vec![Value::Bool(reachable)]);
    row.values.retain(|tag, _| !tags.contains(tag));
    row.conflicts.retain(|tag| !tags.contains(tag));
    row.values.extend(instead.map(|text| (name, vec![Value::Text(text.to_owned())])));
}

/// Leaves out of an issue or a voice what fields of the group's own tell of whoever asked.
fn withhold_own_fields(ledger: &Ledger, row: &mut Row) {
    let kept = [issues::ABOUT, voices::REACHABLE];
    let asked = telling(&ledger.id).unwrap_or_default();
    for field in ledger.fields.iter().filter(|field| identifies(field)) {
        if kept.contains(&field.tag) || asked.contains(&field.tag) {
            continue;
        }
        if let Some(values) = row.values.get_mut(&field.tag) {
            *values = vec![Value::Text(WITHHELD.to_owned())].into();
        }
    }
}

/// What the steps of an issue lose besides: who asked in what is one matter with it.
fn merged_words(steps: &[Row], known: &Nameless) -> HashMap<RecordId, Hidden> {
    let mut merged: HashMap<RecordId, Hidden> = HashMap::new();
    for step in steps {
        let (Some(from), Some(into)) = (step.reference(steps::ISSUE), step.reference(steps::INTO)) else {
            continue;
        };
        for (issue, other) in [(from, into), (into, from)] {
            let Some(words) = known.words_of(other) else { continue };
            let own = known.words_of(issue).cloned();
            merged.entry(issue).or_insert_with(|| own.unwrap_or_default()).learn_all(words);
        }
    }
    merged
}

impl Workbench {
    /// Where a record tells who asked, if anybody says that it was anonymous.
    pub(super) fn nameless_tags(id: RecordId, record: &Record) -> Vec<Tag> {
        let told = [(issues::ID, issues::ANONYMOUS), (voices::ID, voices::ANONYMOUS)];
        let of = told.into_iter().find(|(ledger, _)| id.ledger() == LedgerTag::of(ledger));
        let Some((ledger, tag)) = of else { return Vec::new() };
        let yes = codec::cell(&Value::Bool(true));
        let versions = record.versions(&Slot::single(tag));
        let is_anonymous = versions.iter().any(|version| *version.cell == yes);
        telling(ledger).filter(|_| is_anonymous).map(Vec::from).unwrap_or_default()
    }

    /// Leaves out of rows who asked anonymously, and who asked about the member
    /// who uses this laptop.
    pub(super) fn hide_nameless(&self, ledger: &Ledger, rows: &mut [Row]) -> Result<(), Error> {
        if ledger.id == issues::ID {
            let is_tied = self.bar_what_was_raised(rows)?;
            self.work_out_nameless(rows, is_tied)?;
        }
        let is_of_issues = [issues::ID, voices::ID, visits::ID, steps::ID].contains(&ledger.id.as_str());
        if !is_of_issues && links(ledger).is_empty() {
            return Ok(());
        }
        let known = self.nameless()?;
        self.hide_referring(ledger, rows, &known)?;
        if let Some(tags) = telling(&ledger.id) {
            for row in rows.iter_mut() {
                let issue =
                    row.reference(voices::ISSUE).filter(|_| ledger.id == voices::ID).unwrap_or(row.id);
                if is_anonymous(row) || known.withholds(issue) {
                    hide_asker(row, tags);
                }
                if let Some(hidden) = known.words_of(issue) {
                    Self::veil(ledger, row, hidden);
                }
                if known.withholds(issue) {
                    withhold_own_fields(ledger, row);
                }
            }
        }
        if ledger.id == visits::ID {
            for row in rows.iter_mut().filter(|row| !row.all(visits::ISSUES).is_empty()) {
                self.hide_raised(ledger, row, &known)?;
            }
        }
        if ledger.id == steps::ID && !known.is_plain() {
            let merged = merged_words(rows, &known);
            for row in rows.iter_mut() {
                let Some(issue) = row.reference(steps::ISSUE) else { continue };
                if known.hides(issue) {
                    row.values.remove(&steps::TO);
                }
                if let Some(hidden) = merged.get(&issue).or(known.words_of(issue)) {
                    Self::veil(ledger, row, hidden);
                    if known.withholds(issue)
                        && let Some(told) = hidden.veil(row.text(steps::PARTY))
                    {
                        row.values.insert(steps::PARTY, vec![Value::Text(told)]);
                    }
                }
            }
        }
        Ok(())
    }

    /// Leaves out of a visit what it tells of who asked without a name.
    fn hide_raised(&self, ledger: &Ledger, visit: &mut Row, known: &Nameless) -> Result<(), Error> {
        let raised: Vec<RecordId> = visit.references(visits::ISSUES).collect();
        let called = match visit.reference(visits::RESIDENT) {
            Some(person) => self.stored_name(person)?,
            None => String::new(),
        };
        // What is about whoever looks was left out before.
        let raised_here = raised.iter().filter(|issue| !known.withholds(**issue));
        for hidden in raised_here.filter_map(|issue| known.words_of(*issue)) {
            Self::veil(ledger, visit, &hidden.but(&called));
        }
        let mut told = Vec::new();
        for issue in raised {
            if !known.hides(issue) {
                told.push(Value::Ref(issue));
            }
        }
        if told.is_empty() {
            visit.values.remove(&visits::ISSUES);
        } else {
            visit.values.insert(visits::ISSUES, told);
        }
        Ok(())
    }

    /// An issue or voice as it is stored; the caller tells nobody, or has asked for the reason.
    pub(super) fn with_name(&self, mut row: Row) -> Result<Row, Error> {
        let Some(ledger) = self.catalog.of(row.id) else { return Ok(row) };
        let Some(tags) = telling(&ledger.id) else { return Ok(row) };
        let known = self.nameless()?;
        let issue = row.reference(voices::ISSUE).filter(|_| ledger.id == voices::ID).unwrap_or(row.id);
        let is_hidden = is_anonymous(&row) || known.withholds(issue);
        if !is_hidden && known.words_of(issue).is_none() {
            return Ok(row);
        }
        let Some(record) = self.store.record(row.id)? else { return Ok(row) };
        let stored = view::row(row.id, &record, ledger);
        let words = ledger.fields.iter().filter(|field| is_of_words(field)).map(|field| field.tag);
        for tag in words.chain(tags.into_iter().filter(|_| is_hidden)) {
            row.values.remove(&tag);
            row.values.extend(stored.values.get(&tag).map(|values| (tag, values.clone())));
        }
        Ok(row)
    }

    /// The resident whose issue it is, whether or not that is told; none before whom it is about.
    pub(super) fn asker_of(&self, issue: &Row) -> Result<Option<RecordId>, Error> {
        if self.nameless()?.withholds(issue.id) {
            return Ok(None);
        }
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
