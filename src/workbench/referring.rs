//! Records that refer to an issue, whatever ledger they are of: what they tell
//! of is kept from whom the issue is about, and he has no part in them
//! (信访工作条例 28, 30; domain.md §4.2 rule 5).
//!
//! That a record refers to an issue is told by its ledger's declaration alone,
//! so that a ledger which a group makes for itself keeps to it as well. What came
//! by a bundle against it is kept in the log and counts for nothing.

use std::collections::BTreeSet;

use super::{bench::Workbench, draft::Draft, error::Error, nameless::Nameless, view};
use crate::{
    domain::{
        analyses,
        field::{Field, Kind, Tag},
        id::{LedgerTag, RecordId},
        issues::{issues, steps},
        ledger::{Ledger, Nature},
        nameless::{Hidden, WITHHELD, identifies, tells_of_somebody},
        procedure::Objection,
        roster::{households, residents},
        row::Row,
        rules::Refusal,
        team::{members, peers},
        value::Value,
        visits, voices,
    },
    log::{
        commit::{Change, Slot},
        record::{Mark, Record},
        vector::Vector,
    },
    store::codec,
};

/// Ledgers of the issue itself: what counts of them is told with the issue.
const OF_ITSELF: [&str; 3] = [issues::ID, steps::ID, voices::ID];

/// The fields of a ledger by which its records refer to issues.
pub(super) fn links(ledger: &Ledger) -> Vec<Tag> {
    let refers = |field: &&Field| matches!(&field.kind, Kind::Ref(to) if to == issues::ID);
    if OF_ITSELF.contains(&ledger.id.as_str()) || ledger.is_log() {
        return Vec::new();
    }
    ledger.fields.iter().chain(&ledger.retired).filter(refers).map(|field| field.tag).collect()
}

/// The issues to which a row refers by some of its fields.
fn referred<'r>(row: &'r Row, links: &'r [Tag]) -> impl Iterator<Item = RecordId> + 'r {
    let tag = LedgerTag::of(issues::ID);
    links.iter().flat_map(|link| row.references(*link)).filter(move |id| id.ledger() == tag)
}

/// The register in which a field holds a value.
fn slot_of(field: &Field, value: &Value) -> Slot {
    if field.many { codec::element(field.tag, value) } else { Slot::single(field.tag) }
}

/// The field that tells who answers for a record.
fn owner_of(ledger: &Ledger) -> Option<Tag> {
    let of_members = |field: &&Field| matches!(&field.kind, Kind::Ref(to) if to == members::ID);
    ledger.field_by_key("owner").filter(of_members).map(|field| field.tag)
}

/// Whether a member is one whom an issue is about to which a row refers.
fn bars(row: &Row, links: &[Tag], known: &Nameless, member: RecordId) -> bool {
    referred(row, links).filter_map(|issue| known.barred_from(issue)).any(|barred| barred.contains(&member))
}

impl Workbench {
    /// The ledgers whose records refer to issues.
    pub(super) fn referring(&self) -> Vec<LedgerTag> {
        self.catalog.iter().filter(|ledger| !links(ledger).is_empty()).map(|ledger| ledger.tag).collect()
    }

    /// Forgets who asked and is not told, and what was read with it. It follows from
    /// the issues, from whom they are about, from what refers to them, and, where
    /// something is kept from somebody, from what was merged and who lives where.
    pub(super) fn forget_who_is_not_told(&mut self, ledgers: &[LedgerTag]) {
        let known = self.nameless.get_mut().as_ref();
        let withholds = known.is_some_and(|known| known.withholds_any());
        let hides = known.is_some_and(|known| !known.is_plain());
        let (bars, tied) = known.map_or((false, false), |known| (known.bars_any(), known.is_tied()));
        let referring = self.referring();
        let decides = [issues::ID, voices::ID, members::ID, peers::ID].map(LedgerTag::of);
        let [steps, people, homes, went] =
            [steps::ID, residents::ID, households::ID, visits::ID].map(LedgerTag::of);
        let follows = |tag: &LedgerTag| {
            decides.contains(tag)
                || withholds && (*tag == steps || *tag == homes || referring.contains(tag))
                || bars && *tag == went
                || tied && *tag == steps
                || hides && *tag == people
        };
        if ledgers.iter().any(follows) {
            let cache = self.cache.get_mut();
            for ledger in [issues::ID, voices::ID, steps::ID].map(LedgerTag::of).iter().chain(&referring) {
                cache.remove(ledger);
            }
            self.nameless.take();
        }
    }

    /// Leaves out of rows what whoever an issue is about put there, and before
    /// him what tells who told.
    pub(super) fn hide_referring(
        &self,
        ledger: &Ledger,
        rows: &mut [Row],
        known: &Nameless,
    ) -> Result<(), Error> {
        let links = links(ledger);
        if links.is_empty() || !known.bars_any() {
            return Ok(());
        }
        for row in rows.iter_mut().filter(|row| referred(row, &links).any(|id| known.is_apart(id))) {
            if ledger.id != analyses::ID {
                self.leave_out_barred(ledger, row, &links, known)?;
            }
            if referred(row, &links).any(|id| known.withholds(id)) {
                self.withhold(ledger, row, &links, known)?;
            }
        }
        Ok(())
    }

    /// Leaves out of a row the issues that somebody linked whom they are about,
    /// and what he changed in it after somebody else had linked one.
    fn leave_out_barred(
        &self,
        ledger: &Ledger,
        row: &mut Row,
        links: &[Tag],
        known: &Nameless,
    ) -> Result<(), Error> {
        let Some(record) = self.store.record(row.id)? else { return Ok(()) };
        let fields: Vec<&Field> = links.iter().filter_map(|tag| ledger.field(*tag)).collect();
        // By whom nothing is changed any more, and since when.
        let mut since: Option<(BTreeSet<RecordId>, Mark)> = None;
        for field in fields {
            let Some(values) = row.values.get_mut(&field.tag) else { continue };
            let mut own = Vec::new();
            for value in values.iter() {
                let Value::Ref(issue) = value else { continue };
                let Some(barred) = known.barred_from(*issue) else { continue };
                for version in record.versions(&slot_of(field, value)) {
                    if !self.writers_by(version.mark)?.is_disjoint(barred) {
                        own.push(value.clone());
                    } else if since.as_ref().is_none_or(|(_, first)| version.mark.stamp < first.stamp) {
                        since = Some((barred.clone(), *version.mark));
                    }
                }
            }
            values.retain(|value| !own.contains(value));
        }
        row.values.retain(|_, values| !values.is_empty());
        if let Some((barred, link)) = since {
            self.leave_out_later(ledger, row, &record, &barred, &link)?;
        }
        // Nobody is given what is about himself, by whomever.
        if let Some(owner) = owner_of(ledger)
            && row.reference(owner).is_some_and(|owner| bars(row, links, known, owner))
        {
            row.values.remove(&owner);
        }
        Ok(())
    }

    /// Reads a row without what some members changed in it after a commit.
    fn leave_out_later(
        &self,
        ledger: &Ledger,
        row: &mut Row,
        record: &Record,
        barred: &BTreeSet<RecordId>,
        link: &Mark,
    ) -> Result<(), Error> {
        let mut left = Vec::new();
        let mut all = true;
        for mark in record.history() {
            let later = mark.stamp > link.stamp && !self.writers_by(&mark)?.is_disjoint(barred);
            all &= !later;
            left.extend((!later).then_some(mark));
        }
        // What he began himself is his to keep up.
        let first = record.marks().first().map(|mark| self.writers_by(mark)).transpose()?;
        if all || first.is_none_or(|first| !first.is_disjoint(barred)) {
            return Ok(());
        }
        let (mut kept, mut seen) = (Record::default(), Vector::default());
        for mark in left {
            seen.raise(mark.dot);
            kept.apply(row.id, mark.dot, &self.commit_at(mark.dot)?, &seen);
        }
        *row = view::row(row.id, &kept, ledger);
        Ok(())
    }

    /// Leaves out of a row that refers to what is about the member who uses this
    /// laptop whoever told and what he said; what that member wrote himself stays.
    fn withhold(&self, ledger: &Ledger, row: &mut Row, links: &[Tag], known: &Nameless) -> Result<(), Error> {
        let Some(record) = self.store.record(row.id)? else { return Ok(()) };
        let mut hidden = Hidden::default();
        referred(row, links).filter_map(|id| known.words_of(id)).for_each(|words| hidden.learn_all(words));
        let names_somebody = row.values.values().flatten().any(tells_of_somebody);
        let is_told = ledger.nature != Nature::Card;
        for (tag, values) in &mut row.values {
            let Some(field) = ledger.field(*tag).filter(|_| !links.contains(tag)) else { continue };
            let identity = (is_told || names_somebody) && identifies(field);
            let words = matches!(field.kind, Kind::Text | Kind::LongText);
            let whole = is_told && names_somebody && matches!(field.kind, Kind::LongText);
            let mut told = Vec::new();
            for value in values.iter() {
                let kept = match value {
                    _ if self.wrote(&record, &slot_of(field, value))? => value.clone(),
                    Value::Ref(_) if identity || tells_of_somebody(value) => Value::Text(WITHHELD.to_owned()),
                    _ if identity || whole => Value::Text(WITHHELD.to_owned()),
                    Value::Text(text) if words => {
                        hidden.veil(text).map_or_else(|| value.clone(), Value::Text)
                    }
                    Value::Text(_)
                    | Value::Int(_)
                    | Value::Bool(_)
                    | Value::Date(_)
                    | Value::Instant(_)
                    | Value::Choice(_)
                    | Value::Ref(_)
                    | Value::Unknown(..) => value.clone(),
                };
                if !told.contains(&kept) {
                    told.push(kept);
                }
            }
            *values = told.into();
            row.conflicts.retain(|conflict| conflict != tag);
        }
        // What else somebody raised where he told of it would tell who he is.
        if is_told {
            for link in links {
                let Some((field, values)) = ledger.field(*link).zip(row.values.get_mut(link)) else {
                    continue;
                };
                let mut told = Vec::new();
                for value in values.iter() {
                    let withheld = matches!(value, Value::Ref(id) if known.withholds(*id));
                    if withheld || self.wrote(&record, &slot_of(field, value))? {
                        told.push(value.clone());
                    }
                }
                *values = told.into();
            }
            row.values.retain(|_, values| !values.is_empty());
        }
        // A card that names nobody is of somebody itself, as an enterprise's: that it asked is not told.
        if !is_told && !names_somebody && ledger.fields.iter().any(identifies) {
            for link in links {
                if let Some(values) = row.values.get_mut(link) {
                    values.retain(|value| !matches!(value, Value::Ref(id) if known.withholds(*id)));
                }
            }
            row.values.retain(|_, values| !values.is_empty());
        }
        Ok(())
    }

    /// Whether the member who uses this laptop wrote what stands in a register.
    fn wrote(&self, record: &Record, slot: &Slot) -> Result<bool, Error> {
        let versions = record.versions(slot);
        let mut own = !versions.is_empty();
        for version in versions {
            own &= self.writers_by(version.mark)?.contains(&self.member());
        }
        Ok(own)
    }

    /// Whether records of a ledger may be shown without what they tell of who asked.
    pub(super) fn is_shown_in_part(&self, ledger: &Ledger) -> Result<bool, Error> {
        Ok(!links(ledger).is_empty() && self.nameless()?.bars_any())
    }

    /// Whether a record was begun by the member who uses this laptop.
    fn began_here(&self, id: RecordId) -> Result<bool, Error> {
        let record = self.store.record(id)?;
        let first = record.as_ref().and_then(|record| record.marks().first());
        Ok(first.map(|mark| self.writers_by(mark)).transpose()?.is_some_and(|by| by.contains(&self.member())))
    }

    /// Whether a record refers to what is about the member who uses this laptop,
    /// and somebody else began it.
    pub(super) fn is_withheld(&self, id: RecordId) -> Result<bool, Error> {
        let Some(ledger) = self.catalog.of(id) else { return Ok(false) };
        let (links, known) = (links(ledger), self.nameless()?);
        if links.is_empty() || !known.withholds_any() {
            return Ok(false);
        }
        let Some(record) = self.store.record(id)? else { return Ok(false) };
        let row = view::row(id, &record, ledger);
        Ok(referred(&row, &links).any(|issue| known.withholds(issue)) && !self.began_here(id)?)
    }

    /// Judges whatever refers to an issue: nobody links anything to what is about
    /// himself, nor changes what somebody else did. What he began himself before
    /// anybody linked it is his to keep up: a refusal there would tell him.
    pub(super) fn judge_links(&self, draft: &Draft) -> Result<(), Error> {
        let known = self.nameless()?;
        if !known.bars_any() {
            return Ok(());
        }
        let recused = || Err(Refusal::from(Objection::Recused).into());
        for id in draft.records() {
            let Some(ledger) = self.catalog.of(id) else { continue };
            let links = links(ledger);
            // A list's links are of any ledger: what is linked there counts as well.
            let loose = |field: &&Field| matches!(&field.kind, Kind::Ref(to) if to.is_empty() && field.key == "links");
            let loose: Vec<Tag> = ledger.fields.iter().filter(loose).map(|field| field.tag).collect();
            for change in draft.changes_of(id).filter(|change| !change.cell.is_none()) {
                if !links.contains(&change.slot.tag) && !loose.contains(&change.slot.tag) {
                    continue;
                }
                let linked = codec::element_value(&change.slot).or_else(|| codec::value(&change.cell));
                if let Some(Value::Ref(issue)) = linked
                    && known.withholds(issue)
                    && !draft.begins(issue)
                {
                    return recused();
                }
            }
            if links.is_empty() {
                continue;
            }
            if !draft.begins(id) && self.is_withheld(id)? {
                return recused();
            }
            let Some(owner) = owner_of(ledger) else { continue };
            let row = self.row_with(id, draft)?;
            let gives = |change: &Change| change.slot.tag == owner || links.contains(&change.slot.tag);
            let whom = row.reference(owner).filter(|_| draft.changes_of(id).any(gives));
            if row.stands() && whom.is_some_and(|member| bars(&row, &links, &known, member)) {
                return recused();
            }
        }
        Ok(())
    }

    /// What the texts of issues that are about the member who uses this laptop
    /// lose besides: whoever is told of by what refers to them.
    pub(super) fn learn_of_referring(&self, known: &mut Nameless) -> Result<(), Error> {
        for ledger in self.catalog.iter() {
            let links = links(ledger);
            if links.is_empty() {
                continue;
            }
            for entry in self.store.records(ledger.tag)? {
                let (id, record) = entry?;
                let row = view::row(id, &record, ledger);
                let about: Vec<RecordId> =
                    referred(&row, &links).filter(|issue| known.withholds(*issue)).collect();
                for issue in about {
                    self.learn_who(known, issue, ledger, &row)?;
                }
            }
        }
        Ok(())
    }

    /// Learns by what those are known whom a record names.
    fn learn_who(
        &self,
        known: &mut Nameless,
        issue: RecordId,
        ledger: &Ledger,
        row: &Row,
    ) -> Result<(), Error> {
        for (tag, values) in &row.values {
            for value in values {
                match value {
                    Value::Ref(who) if tells_of_somebody(value) => self.learn_person(known, issue, *who)?,
                    Value::Text(text) if ledger.field(*tag).is_some_and(identifies) => {
                        known.learn(issue, text, WITHHELD);
                    }
                    Value::Text(_)
                    | Value::Int(_)
                    | Value::Bool(_)
                    | Value::Date(_)
                    | Value::Instant(_)
                    | Value::Choice(_)
                    | Value::Ref(_)
                    | Value::Unknown(..) => {}
                }
            }
        }
        Ok(())
    }
}
