//! Who must not handle a matter, told by the member's card and not by what the
//! card is called today, and whose word about roles counts (信访工作条例 28, 30;
//! domain.md §4.2 rule 5).
//!
//! A card bears every name and unit that was ever written on it, so that nobody
//! renames himself out of what he is barred from; a role is what a lead's laptop
//! wrote. What came by a bundle against these rules is kept in the log and
//! counts for nothing.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{bench::Workbench, draft::Draft, error::Error, matters::Matters};
use crate::{
    domain::{
        analyses,
        field::Tag,
        id::{LedgerTag, RecordId},
        input,
        issues::{issues, steps},
        procedure::Objection,
        recusal,
        row::Row,
        rules::Refusal,
        team::{members, peers},
        value::Value,
        voices,
        wording::Wording,
    },
    log::record::{Mark, Record},
    store::{StoreError, codec, placing::Placing as _},
};

/// Who says who somebody is.
const LEADS_SAY: Wording = Wording::new(
    "组员的姓名、单位和职责由组长改；组长、督查只能由组长指定",
    "a member's name, unit and role are changed by a lead; leads and overseers are named by a lead",
);

/// What a change of whom a matter is about needs.
const WHY_CHANGED: Wording = Wording::new(
    "改动“涉及的人或单位”，请同时写明“改动理由”（about_reason）",
    "say why whom it is about is changed (about_reason) in the same step",
);

/// The roles that open what is kept apart.
const TRUSTED: [&str; 2] = ["lead", "overseer"];

/// By step: the members whose laptop, name or signature it bears.
pub(super) type Writers = HashMap<RecordId, BTreeSet<RecordId>>;

impl Workbench {
    /// Shows of a member what a lead said of his role, and every name and unit his card ever bore.
    pub(super) fn hold_to_leads(&self, row: &mut Row, record: &Record) -> Result<(), Error> {
        let lines = &self.store.totals().lines;
        let led = |mark: &Mark| self.is_lead(lines.root(mark.dot.peer));
        let (id, mut said) = (row.id, None::<(&Mark, Value)>);
        for mark in record.marks() {
            let commit = self.store.commit(mark.dot)?;
            let commit = commit.ok_or_else(|| StoreError::damaged("a commit is missing"))?.commit;
            for change in commit.changes().filter(|change| change.record == id) {
                let Some(value) = codec::value(&change.cell) else { continue };
                match change.slot.tag {
                    members::NAME => known_as(row, members::NAMES, value),
                    members::UNIT => known_as(row, members::UNITS, value),
                    members::ROLE if led(mark) => {
                        let later = said
                            .as_ref()
                            .is_none_or(|(before, _)| (before.stamp, before.dot) < (mark.stamp, mark.dot));
                        if later {
                            said = Some((mark, value));
                        }
                    }
                    _ => {}
                }
            }
        }
        if let Some((_, role)) = said {
            row.values.insert(members::ROLE, vec![role]);
        } else if TRUSTED.contains(&row.text(members::ROLE)) {
            row.values.remove(&members::ROLE);
        }
        Ok(())
    }

    /// Judges what is written on members' cards: who somebody is, a lead says.
    pub(super) fn judge_members(&self, draft: &Draft) -> Result<(), Error> {
        if self.leads() {
            return Ok(());
        }
        let tag = LedgerTag::of(members::ID);
        for id in draft.records().into_iter().filter(|id| id.ledger() == tag) {
            for change in draft.changes_of(id) {
                let tells = matches!(change.slot.tag, members::NAME | members::UNIT | members::ROLE);
                let trusted = change.slot.tag == members::ROLE
                    && codec::value(&change.cell)
                        .is_some_and(|role| role.as_text().is_some_and(|role| TRUSTED.contains(&role)));
                if trusted || tells && !draft.begins(id) {
                    return Err(Refusal::Said(LEADS_SAY).into());
                }
            }
        }
        Ok(())
    }

    /// Gives an issue back whom it is about, where somebody took that out who may
    /// not, or without a reason; and leaves out whom it is about as helper and sponsor.
    pub(super) fn keep_recusals(&self, row: &mut Row, record: &Record) -> Result<(), Error> {
        let slots = record.slots().filter(|slot| slot.tag == issues::ABOUT);
        let mut members = None;
        for slot in slots {
            let Some(Value::Text(name)) = codec::element_value(slot) else { continue };
            if members.is_none() {
                members = Some(self.rows(members::ID)?);
            }
            let named = Value::Text(name.clone());
            if row.all(issues::ABOUT).contains(&named) {
                continue;
            }
            let barred = barred_by(&name, members.as_deref().map_or(&[], Vec::as_slice));
            for version in record.versions(slot) {
                if !self.may_clear(row.id, version.mark, &barred)? {
                    row.values.of(issues::ABOUT).push(named);
                    break;
                }
            }
        }
        if let Some(members) = members {
            Self::leave_out_helpers(row, &members);
        }
        Ok(())
    }

    /// Leaves out of an issue as sponsor and helper whom it is about.
    pub(super) fn leave_out_helpers(row: &mut Row, members: &[Row]) {
        let barred = recusal::barred(row, members);
        let is_barred = |value: &Value| matches!(value, Value::Ref(id) if barred.contains(id));
        for tag in [issues::SPONSOR, issues::HELPERS] {
            if let Some(values) = row.values.get_mut(&tag) {
                values.retain(|value| !is_barred(value));
            }
        }
        row.values.retain(|_, values| !values.is_empty());
    }

    /// Whether a commit that took a name out of whom an issue is about counts.
    pub(super) fn may_clear(
        &self,
        issue: RecordId,
        mark: &Mark,
        barred: &BTreeSet<RecordId>,
    ) -> Result<bool, Error> {
        let commit = self.store.commit(mark.dot)?;
        let commit = commit.ok_or_else(|| StoreError::damaged("a commit is missing"))?.commit;
        let why = commit.changes().any(|change| {
            change.record == issue
                && change.slot.tag == issues::ABOUT_REASON
                && codec::value(&change.cell)
                    .is_some_and(|value| value.as_text().is_some_and(input::says_something))
        });
        Ok(why && self.writers_by(mark)?.is_disjoint(barred))
    }

    /// Who wrote a commit: whom it names, and whose laptop signed it.
    pub(super) fn writers_by(&self, mark: &Mark) -> Result<BTreeSet<RecordId>, Error> {
        let card = self.row(Self::peer_record(mark.dot.peer))?;
        let member = card.and_then(|card| card.reference(peers::MEMBER));
        Ok(member.into_iter().chain([mark.author]).collect())
    }

    /// Who wrote the steps of issues that are about somebody, and of what was merged
    /// with them; and what else belongs to these, by the field that names the issue.
    pub(super) fn writers<'a>(
        &self,
        of_issues: impl Iterator<Item = &'a Row>,
        of_steps: impl Iterator<Item = &'a Row>,
        besides: &[(&'a Row, Tag)],
        members: &[&Row],
    ) -> Result<Writers, Error> {
        let about = of_issues.filter(|row| !row.all(issues::ABOUT).is_empty()).map(|row| row.id);
        let mut about: HashSet<RecordId> = about.collect();
        if about.is_empty() {
            return Ok(Writers::new());
        }
        let all: Vec<&Row> = of_steps.collect();
        loop {
            let known = about.len();
            for step in &all {
                if let (Some(from), Some(into)) = (step.reference(steps::ISSUE), step.reference(steps::INTO))
                    && (about.contains(&from) || about.contains(&into))
                {
                    about.extend([from, into]);
                }
            }
            if about.len() == known {
                break;
            }
        }
        let mut writers = Writers::new();
        let taken = all.iter().map(|step| (*step, steps::ISSUE, step.reference(steps::BY)));
        let besides = besides.iter().map(|(row, issue)| (*row, *issue, None));
        let of_about =
            |row: &Row, issue: Tag| row.reference(issue).is_some_and(|issue| about.contains(&issue));
        for (step, issue, by) in taken.chain(besides).filter(|(row, issue, _)| of_about(row, *issue)) {
            let mut who: BTreeSet<RecordId> = by.into_iter().collect();
            match self.store.record(step.id)? {
                Some(record) => {
                    if let Some(first) = record.marks().first() {
                        who.extend(self.writers_by(first)?);
                        let is_voice = step.id.ledger() == LedgerTag::of(voices::ID);
                        if let Some(asked) = step.reference(issue).filter(|_| is_voice) {
                            who = self.against_recusal(asked, first, &who, members)?;
                        }
                    }
                }
                // It begins with the draft that is judged.
                None => who.extend([step.by]),
            }
            writers.insert(step.id, who);
        }
        Ok(writers)
    }

    /// Of those who entered a voice whom its own issue was about already, as far as
    /// they knew. A name that is written later, or on what the issue is merged into,
    /// takes nobody's answer from whoever asked (domain.md E1, E2).
    fn against_recusal(
        &self,
        issue: RecordId,
        voice: &Mark,
        who: &BTreeSet<RecordId>,
        members: &[&Row],
    ) -> Result<BTreeSet<RecordId>, Error> {
        let mut against = BTreeSet::new();
        let Some(record) = self.store.record(issue)? else { return Ok(against) };
        let mut seen = None;
        for slot in record.slots().filter(|slot| slot.tag == issues::ABOUT) {
            let Some(Value::Text(name)) = codec::element_value(slot) else { continue };
            let named = members.iter().filter(|member| who.contains(&member.id));
            let named = named.filter(|member| recusal::bars_member(std::iter::once(name.as_str()), member));
            let named: Vec<RecordId> = named.map(|member| member.id).collect();
            let mut written = record.versions(slot).into_iter().map(|version| version.mark);
            // Whoever saw a name writes later than it was written.
            let Some(name) = written.find(|name| !named.is_empty() && name.stamp < voice.stamp) else {
                continue;
            };
            if seen.is_none() {
                seen = Some(self.store.placing().seen_at(voice.dot)?);
            }
            if seen.as_ref().is_some_and(|seen| seen.covers(name.dot)) {
                against.extend(named);
            }
        }
        Ok(against)
    }

    /// Judges what is changed of issues that are about somebody: not by whom it
    /// is about, not without a reason, and nobody helps or sponsors his own.
    pub(super) fn judge_recusals(&self, draft: &Draft) -> Result<(), Error> {
        let ledgers = [issues::ID, analyses::ID].map(LedgerTag::of);
        for id in draft.records().into_iter().filter(|id| ledgers.contains(&id.ledger())) {
            let changed = self.row_with(id, draft)?;
            let issue = if id.ledger() == LedgerTag::of(issues::ID) {
                changed
            } else {
                match changed.reference(analyses::ISSUE) {
                    Some(issue) => self.row_with(issue, draft)?,
                    None => continue,
                }
            };
            let members = self.rows(members::ID)?;
            let before = if draft.begins(issue.id) { None } else { self.row(issue.id)? };
            let mut barred = recusal::barred(&issue, &members);
            if let Some(before) = &before {
                let standing = self.case(before.id)?.standing;
                barred.extend(members.iter().map(|row| row.id).filter(|id| standing.bars(*id)));
                let moved = before.all(issues::ABOUT) != issue.all(issues::ABOUT);
                let told = draft.changes_of(issue.id).any(|change| change.slot.tag == issues::ABOUT_REASON)
                    && input::says_something(issue.text(issues::ABOUT_REASON));
                let was = recusal::barred(before, &members);
                if was.contains(&self.member()) || standing.bars(self.member()) {
                    return Err(Refusal::from(Objection::Recused).into());
                }
                if moved && !told {
                    return Err(Refusal::Said(WHY_CHANGED).into());
                }
            }
            let given = [issues::SPONSOR, issues::HELPERS];
            let given = given.iter().flat_map(|tag| issue.references(*tag));
            let claimed = issue.all(issues::CLAIMS).iter().filter_map(Value::as_text);
            let mut claimed =
                claimed.filter(|name| recusal::bars_unit(crate::domain::handling::about(&issue), name));
            if given.into_iter().any(|member| barred.contains(&member)) || claimed.next().is_some() {
                return Err(Refusal::from(Objection::Recused).into());
            }
        }
        Ok(())
    }

    /// Everything that issues hang together with, from rows of their ledgers.
    pub(super) fn matters<'a>(
        &self,
        of_issues: &[&'a Row],
        of_steps: &[&'a Row],
        of_voices: impl Iterator<Item = &'a Row>,
        sheets: impl Iterator<Item = &'a Row>,
        members: impl Iterator<Item = &'a Row>,
    ) -> Result<Matters<'a>, Error> {
        let (asked, sheets): (Vec<&Row>, Vec<&Row>) = (of_voices.collect(), sheets.collect());
        let besides: Vec<(&Row, Tag)> = asked
            .iter()
            .map(|row| (*row, voices::ISSUE))
            .chain(sheets.iter().map(|row| (*row, analyses::ISSUE)))
            .collect();
        let members: Vec<&Row> = members.collect();
        let (all, taken) = (of_issues.iter().copied(), of_steps.iter().copied());
        let writers = self.writers(all.clone(), taken.clone(), &besides, &members)?;
        let (asked, sheets, members) = (asked.into_iter(), sheets.into_iter(), members.into_iter());
        Ok(Matters::gather(all, taken, asked, sheets, members, writers))
    }
}

/// Adds a name to those that a card bore.
fn known_as(row: &mut Row, tag: u16, name: Value) {
    let names = row.values.of(tag);
    if !names.contains(&name) {
        names.push(name);
    }
}

/// The members whom one name speaks of.
fn barred_by(name: &str, members: &[Row]) -> BTreeSet<RecordId> {
    let named = members.iter().filter(|row| recusal::bars_member(std::iter::once(name), row));
    named.map(|row| row.id).collect()
}
