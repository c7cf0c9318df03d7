//! What nobody says for himself, and what nobody says for another: an approval is
//! somebody else's, a check of oneself one's own (domain.md D15, H1, H6).

use super::{bench::Workbench, draft::Draft, error::Error};
use crate::{
    domain::{
        id::{LedgerTag, RecordId},
        ledger::Ledger,
        projects::{projects, results},
        recusal,
        row::Row,
        rules::Refusal,
        team::members,
        value::Value,
        wording::Wording,
    },
    log::{commit::Slot, record::Record},
    store::codec,
};

/// The ledger of leave, and the field in which it is approved.
pub(super) const LEAVES: (&str, &str) = ("leaves", "lead_approved");

/// The day on which leave was approved.
const APPROVED_ON: &str = "approved_on";

/// The ledger of what was done for people.
const DEEDS: &str = "good_deeds";

/// Ledgers in which each member answers for himself.
const OWN_CHECKS: [&str; 2] = ["self_checks", "conduct_checks"];

/// That leave is approved by somebody else.
const OWN_LEAVE: Wording = Wording::new(
    "自己的假不能自己批：请组长在他的电脑上登记意见，组长的假请上一级或另一位组长",
    "nobody approves his own leave: the lead enters it on his laptop, another lead that of a lead",
);

/// That a check of oneself is one's own.
const OWN_CHECK: Wording = Wording::new(
    "自查由本人在自己的电脑上填，不能代填",
    "a check of oneself is filled in by oneself, on one's own laptop",
);

/// That what was done is accepted by somebody else.
pub(super) const OWN_WORK: Wording = Wording::new(
    "经办人不能当自己项目的验收人：请居民代表或受益户验收",
    "whoever did the work does not accept it: ask those it is for",
);

impl Workbench {
    /// Judges approvals, checks of oneself, and who accepts what was done.
    pub(super) fn judge_own_words(&self, draft: &Draft) -> Result<(), Error> {
        for id in draft.records() {
            let Some(ledger) = self.catalog.of(id) else { continue };
            let row = self.row_with(id, draft)?;
            if !row.stands() {
                continue;
            }
            if ledger.id == LEAVES.0 {
                let approves = ledger.field_by_key(LEAVES.1).is_some_and(|field| {
                    let own = |change: &crate::log::commit::Change| change.slot.tag == field.tag;
                    row.text(field.tag) == "yes" && draft.changes_of(id).any(own)
                });
                if approves && member_of(ledger, &row) == Some(self.member()) {
                    return Err(Refusal::Said(OWN_LEAVE).into());
                }
                let lead = self.approving_leads(ledger, id, draft)?;
                if let Some((_, why)) = self.void_approvers(ledger, &row, &lead)?.into_iter().next() {
                    return Err(Refusal::Said(why).into());
                }
            } else if OWN_CHECKS.contains(&ledger.id.as_str()) {
                if member_of(ledger, &row).is_some_and(|member| member != self.member()) {
                    return Err(Refusal::Said(OWN_CHECK).into());
                }
            } else if ledger.id == results::ID {
                let project = row.reference(results::PROJECT);
                let project = project.map(|project| self.row_with(project, draft)).transpose()?;
                if project.is_some_and(|project| self.accepts_own(&row, &project)) {
                    return Err(Refusal::Said(OWN_WORK).into());
                }
            }
        }
        Ok(())
    }

    /// Whether a result of a project names as who accepted it whoever did the work.
    pub(super) fn accepts_own(&self, result: &Row, project: &Row) -> bool {
        let by = result.text(results::ACCEPTED_BY);
        let owner = project.reference(projects::OWNER).and_then(|owner| self.row(owner).ok().flatten());
        !by.is_empty()
            && owner.is_some_and(|owner| {
                recusal::plain_name(by) == recusal::plain_name(owner.text(members::NAME))
            })
    }

    /// Whether a good deed names as who accepted it whoever did it (domain.md D15, E12).
    pub(super) fn accepts_own_deed(&self, ledger: &Ledger, row: &Row) -> bool {
        let told = |key: &str| ledger.field_by_key(key).filter(|_| ledger.id == DEEDS).map(|field| field.tag);
        let (Some(owner), Some(by)) = (told("owner"), told("accepted_by")) else { return false };
        let by = recusal::plain_name(row.text(by));
        let owner = row.reference(owner).and_then(|owner| self.row(owner).ok().flatten());
        !by.is_empty() && owner.is_some_and(|owner| recusal::plain_name(owner.text(members::NAME)) == by)
    }

    /// Leaves out of leave an approval that whoever asked for it wrote himself.
    pub(super) fn hide_own_approval(
        &self,
        ledger: &Ledger,
        row: &mut Row,
        record: &Record,
    ) -> Result<(), Error> {
        let (Some(field), Some(member)) = (ledger.field_by_key(LEAVES.1), member_of(ledger, row)) else {
            return Ok(());
        };
        // Nor is it approved by whomever it names so, nor twice by one.
        let lead = self.leads_among(&self.writers_of_cell(record, field.tag)?)?;
        let own = self.void_approvers(ledger, row, &lead)?;
        if let Some(day) = ledger.field_by_key(APPROVED_ON).filter(|_| !own.is_empty()) {
            row.values.retain(|tag, _| !own.iter().any(|(void, _)| void == tag) && *tag != day.tag);
        }
        let slot = Slot::single(field.tag);
        let versions = record.versions(&slot);
        let Some(version) = versions.first().filter(|version| !version.cell.is_none()) else { return Ok(()) };
        let approves = codec::value(version.cell) == Some(Value::Choice("yes".to_owned()));
        if approves && self.writers_by(version.mark)?.contains(&member) {
            row.values.remove(&field.tag);
        }
        Ok(())
    }

    /// Whether what somebody says of himself came from his own laptop; true of
    /// whatever is not of that kind.
    pub(super) fn is_own_word(&self, row: &Row) -> Result<bool, Error> {
        let Some(ledger) = self.catalog.of(row.id).filter(|it| OWN_CHECKS.contains(&it.id.as_str())) else {
            return Ok(true);
        };
        Ok(self.signer_of(row.id)? == member_of(ledger, row))
    }
}

/// Whose record it is: the member it names.
pub(super) fn member_of(ledger: &Ledger, row: &Row) -> Option<RecordId> {
    let of_members = LedgerTag::of(members::ID);
    let field = ledger.field_by_key("member")?;
    row.reference(field.tag).filter(|id| id.ledger() == of_members)
}
