//! Leave: its length is filled in from its days, and each level of its approval is
//! somebody else's (domain.md §2.7, H1).

use std::collections::BTreeSet;

use super::{
    bench::Workbench,
    draft::Draft,
    error::Error,
    own_words::{LEAVES, member_of},
};
use crate::{
    domain::{
        field::Tag,
        id::{LedgerTag, RecordId},
        leaves::{self, APPROVERS, FROM, ID, LENGTH, TO},
        ledger::Ledger,
        recusal,
        row::Row,
        team::members,
        value::Value,
        wording::Wording,
    },
    log::{commit::Slot, record::Record},
};

/// That whoever approves leave is named, and is not whoever asks for it.
const OWN_APPROVER: Wording = Wording::new(
    "请假人不能写成自己的批准人（小名、简称也不行）：上一级、再上一级批准人填真正批准的领导，写明姓名和职务",
    "who asks for leave is not named as approving it, by a short name either: name whoever did, one and two levels up, with his office",
);

/// That each level of an approval is somebody else's.
const ONE_FOR_TWO: Wording = Wording::new(
    "两级批准要是两个人：组长、上一级、再上一级批准人各是各的；同姓的请写全姓名和职务",
    "two levels of approval are two people: the lead, one level up, two levels up; tell people of one name apart by their full names and offices",
);

impl Workbench {
    /// Fills in how long a leave is where its days say so and nobody else does.
    pub(super) fn complete_leaves(&self, draft: &mut Draft) -> Result<(), Error> {
        let tag = LedgerTag::of(ID);
        let leaves: Vec<_> = draft.records().into_iter().filter(|id| id.ledger() == tag).collect();
        if leaves.is_empty() {
            return Ok(());
        }
        let ledger = self.ledger(ID)?;
        let fields = [FROM, TO, LENGTH].map(|key| ledger.field_by_key(key).map(|field| field.tag));
        let [Some(from), Some(to), Some(length)] = fields else { return Ok(()) };
        for id in leaves {
            let writes = |draft: &Draft, tag| {
                draft.changes.iter().any(|change| change.record == id && change.slot.tag == tag)
            };
            let row = self.row_with(id, draft)?;
            let (Some(first), Some(last)) = (row.date(from), row.date(to)) else { continue };
            let is_moved = writes(draft, from) || writes(draft, to);
            if !writes(draft, length) && is_moved {
                let told = leaves::length(first, last).to_owned();
                draft.set(id, length, Some(Value::Choice(told)));
            }
        }
        Ok(())
    }

    /// What names of those who approved leave counts for nothing, and why: whoever asks
    /// for it himself, by whatever name his card ever bore or a part of it, and whoever
    /// had approved it at the level below.
    pub(super) fn void_approvers(
        &self,
        ledger: &Ledger,
        leave: &Row,
        leads: &[Row],
    ) -> Result<Vec<(Tag, Wording)>, Error> {
        let named = |tag: &Tag| !leave.text(*tag).is_empty();
        let fields = APPROVERS.iter().filter_map(|key| ledger.field_by_key(key));
        let named: Vec<Tag> = fields.map(|field| field.tag).filter(named).collect();
        if named.is_empty() {
            return Ok(Vec::new());
        }
        let members = self.rows(members::ID)?;
        let own = member_of(ledger, leave);
        let card = members.iter().find(|member| Some(member.id) == own);
        let is_other = |by: &str| {
            let by = recusal::plain_name(by);
            let others = members.iter().filter(|member| Some(member.id) != own && member.stands());
            others.map(|member| recusal::plain_name(member.text(members::NAME))).any(|name| name == by)
        };
        let mut void = Vec::new();
        let mut below: Vec<&str> = Vec::new();
        for tag in named {
            let by = leave.text(tag);
            let is_own = |card: &Row| {
                recusal::bars_member(std::iter::once(by), card)
                    || !is_other(by) && names_of(card).any(|name| leaves::abbreviates(by, name))
            };
            let meant = |one: &str, member: &Row| recusal::bars_member(std::iter::once(one), member);
            let is_lead = |lead: &Row| meant(by, lead);
            let is_one = |other: &str| {
                leaves::is_one(by, other)
                    || members.iter().any(|member| meant(by, member) && meant(other, member))
            };
            if card.is_some_and(is_own) {
                void.push((tag, OWN_APPROVER));
            } else if leads.iter().any(is_lead) || below.iter().any(|other| is_one(other)) {
                void.push((tag, ONE_FOR_TWO));
            }
            below.push(by);
        }
        Ok(void)
    }

    /// The leads who said in a leave what the lead thinks, once a draft is written.
    pub(super) fn approving_leads(
        &self,
        ledger: &Ledger,
        leave: RecordId,
        draft: &Draft,
    ) -> Result<Vec<Row>, Error> {
        let Some(field) = ledger.field_by_key(LEAVES.1) else { return Ok(Vec::new()) };
        let writers = if draft.changes_of(leave).any(|change| change.slot.tag == field.tag) {
            BTreeSet::from([self.member()])
        } else {
            match self.store.record(leave)? {
                Some(record) => self.writers_of_cell(&record, field.tag)?,
                None => BTreeSet::new(),
            }
        };
        self.leads_among(&writers)
    }

    /// Who wrote what stands in a field.
    pub(super) fn writers_of_cell(&self, record: &Record, tag: Tag) -> Result<BTreeSet<RecordId>, Error> {
        let slot = Slot::single(tag);
        let versions = record.versions(&slot);
        let stands = versions.first().filter(|version| !version.cell.is_none());
        Ok(stands.map(|version| self.writers_by(version.mark)).transpose()?.unwrap_or_default())
    }

    /// The leads among some members.
    pub(super) fn leads_among(&self, of: &BTreeSet<RecordId>) -> Result<Vec<Row>, Error> {
        let members = self.rows(members::ID)?;
        let leads = members.iter().filter(|row| of.contains(&row.id) && row.text(members::ROLE) == "lead");
        Ok(leads.cloned().collect())
    }
}

/// What a member is called, and ever was.
fn names_of(card: &Row) -> impl Iterator<Item = &str> {
    card.all(members::NAME).iter().chain(card.all(members::NAMES)).filter_map(Value::as_text)
}
