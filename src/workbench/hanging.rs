//! What hangs on a neighbourhood or a household, so that neither goes from
//! under it (domain.md A7, B2).
//!
//! Neither is deleted while somebody lives there or a matter is told of it:
//! coverage and oversight go by neighbourhood and household, and whoever hangs
//! on one that is gone would be looked for by nobody. What is to go is emptied
//! into another first. A deletion that comes by a bundle while another laptop
//! put somebody there counts for nothing until they are elsewhere.

use std::collections::HashSet;

use super::{bench::Workbench, draft::Draft, error::Error};
use crate::{
    domain::{
        field::Tag,
        id::{LedgerTag, RecordId},
        issues::issues,
        ledger::Ledger,
        projects::projects,
        roster::{households, neighbourhoods, residents},
        row::Row,
        rules::Refusal,
        value::Value,
        wording::{Lang, Wording, counted},
    },
    log::{commit::LIFE, record::life},
    say,
};

/// A field by which a record hangs on a neighbourhood or a household.
type Link = (&'static str, Tag);

/// By what records hang on a neighbourhood, and move with it.
const OF_PLACES: [Link; 4] = [
    (residents::ID, residents::NEIGHBOURHOOD),
    (households::ID, households::NEIGHBOURHOOD),
    (issues::ID, issues::NEIGHBOURHOOD),
    (projects::ID, projects::NEIGHBOURHOOD),
];

/// By what they hang on a household.
const OF_HOMES: [Link; 1] = [(residents::ID, residents::HOUSEHOLD)];

/// How much hangs on a neighbourhood or a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hanging {
    /// Residents.
    pub residents: usize,
    /// Households.
    pub households: usize,
    /// Issues, closed ones too: they are told by neighbourhood for ever.
    pub issues: usize,
    /// Help projects.
    pub projects: usize,
}

impl Hanging {
    /// Whether nothing does.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// `居民 3、户 1、事项 2`.
    pub fn told(self, lang: Lang) -> String {
        let parts = [
            (self.residents, "居民", ["resident", "residents"]),
            (self.households, "户", ["household", "households"]),
            (self.issues, "事项", ["issue", "issues"]),
            (self.projects, "帮扶项目", ["help project", "help projects"]),
        ];
        let told = parts.into_iter().filter(|(count, ..)| *count > 0);
        let told = told.map(|(count, zh, [one, several])| {
            let told = counted(count, one, several);
            say!(lang, "{zh} {count}", "{told}")
        });
        let told: Vec<String> = told.collect();
        told.join(lang.pick("、", ", "))
    }

    fn note(&mut self, ledger: &str) {
        match ledger {
            residents::ID => self.residents += 1,
            households::ID => self.households += 1,
            issues::ID => self.issues += 1,
            _ => self.projects += 1,
        }
    }
}

/// By what records hang on those of a ledger; nothing hangs on most.
fn links(ledger: LedgerTag) -> &'static [Link] {
    if ledger == LedgerTag::of(neighbourhoods::ID) {
        &OF_PLACES
    } else if ledger == LedgerTag::of(households::ID) {
        &OF_HOMES
    } else {
        &[]
    }
}

/// The ledgers of which a deletion may count for nothing where one of these was written.
pub(super) fn held_by(ledgers: &[LedgerTag]) -> impl Iterator<Item = LedgerTag> {
    let held = [neighbourhoods::ID, households::ID].map(LedgerTag::of);
    held.into_iter().filter(|held| links(*held).iter().any(|(id, _)| ledgers.contains(&LedgerTag::of(id))))
}

/// Whether records of a ledger may be kept by what hangs on them.
pub(super) fn may_hold(ledger: &Ledger) -> bool {
    !links(ledger.tag).is_empty()
}

impl Workbench {
    /// How much hangs on a neighbourhood or a household.
    pub fn hanging(&self, id: RecordId) -> Result<Hanging, Error> {
        self.hanging_after(id, &Draft::new())
    }

    /// The same once a draft is written.
    fn hanging_after(&self, id: RecordId, draft: &Draft) -> Result<Hanging, Error> {
        let mut hanging = Hanging::default();
        for (ledger, tag) in links(id.ledger()) {
            let written: HashSet<RecordId> = draft.records().into_iter().collect();
            let hangs = |row: &Row| row.stands() && row.reference(*tag) == Some(id);
            for row in self.rows(ledger)?.iter().filter(|row| !written.contains(&row.id)) {
                if hangs(row) {
                    hanging.note(ledger);
                }
            }
            for other in written.into_iter().filter(|other| other.ledger() == LedgerTag::of(ledger)) {
                if hangs(&self.row_with(other, draft)?) {
                    hanging.note(ledger);
                }
            }
        }
        Ok(hanging)
    }

    /// Refuses to delete what something hangs on.
    pub(super) fn judge_hanging(&self, draft: &Draft) -> Result<(), Error> {
        let deletes = draft.changes.iter().filter(|it| it.slot.tag == LIFE && it.cell == life(false));
        for change in deletes.filter(|change| !links(change.record.ledger()).is_empty()) {
            let hanging = self.hanging_after(change.record, draft)?;
            if !hanging.is_empty() {
                let name = self.name_of(change.record);
                let (zh, en) = (hanging.told(Lang::Zh), hanging.told(Lang::En));
                return Err(Refusal::Said(Wording::owned(
                    format!("“{name}”还挂着{zh}，删了就没人管了：先移到别的小组或户，再删除"),
                    format!("\"{name}\" still has {en}, which nobody would see to: move them first"),
                ))
                .into());
            }
        }
        Ok(())
    }

    /// Moves what hangs on a neighbourhood or a household to another, and
    /// deletes the empty one, in one commit; answers how much moved.
    pub fn empty_into(&mut self, from: RecordId, to: RecordId) -> Result<Hanging, Error> {
        if from == to || from.ledger() != to.ledger() || links(from.ledger()).is_empty() {
            return Err(Refusal::Said(Wording::new(
                "要移到另一个小组（户的要移到另一户）",
                "it moves to another neighbourhood, and of a household to another household",
            ))
            .into());
        }
        if !self.existing(to)?.stands() || !self.existing(from)?.stands() {
            return Err(Refusal::Gone.into());
        }
        let mut draft = Draft::new();
        let mut moved = Hanging::default();
        for (ledger, tag) in links(from.ledger()) {
            let rows = self.rows(ledger)?;
            for row in rows.iter().filter(|row| row.stands() && row.reference(*tag) == Some(from)) {
                draft.set(row.id, *tag, Some(Value::Ref(to)));
                moved.note(ledger);
            }
        }
        draft.delete(from);
        self.commit(draft)?;
        Ok(moved)
    }

    /// Lets a deletion count for nothing of what something still hangs on, as
    /// only laptops that did not know of each other leave it.
    pub(super) fn keep_what_holds(&self, ledger: &Ledger, rows: &mut [Row]) -> Result<(), Error> {
        let links = links(ledger.tag);
        if links.is_empty() || rows.iter().all(|row| !row.deleted) {
            return Ok(());
        }
        let mut held: HashSet<RecordId> = HashSet::new();
        for (other, tag) in links {
            let rows = self.rows(other)?;
            held.extend(rows.iter().filter(|row| row.stands()).filter_map(|row| row.reference(*tag)));
        }
        for row in rows.iter_mut().filter(|row| row.deleted && held.contains(&row.id)) {
            row.deleted = false;
        }
        Ok(())
    }
}
