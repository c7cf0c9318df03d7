//! Oversight at work: samples drawn, findings and nominations with where they
//! stand, and whose laptop wrote what (domain.md J2–J9).

use super::{
    bench::{self, Workbench},
    draft::Draft,
    error::Error,
    steps::Case,
};
use crate::{
    domain::{
        id::{LedgerTag, RecordId},
        input,
        issues::{issues, steps},
        oversight::{
            self, commendations, findings, honour_steps,
            honours::Honour,
            inspections, own_checks, rectifications,
            rectifying::{Rectifying, Signed, Stage},
            reminders,
        },
        row::Row,
        rules::Refusal,
        sample,
        standing::StepKind,
        team::{members, peers},
        value::Value,
        wording::Wording,
    },
    log::bytes::hex,
    store::seal,
};

/// The kind of issue in which something is put right.
const RECTIFICATION: &str = "rectification";

/// What is put right in an issue has no second procedure.
const GOES_ON_THERE: Wording = Wording::new(
    "这个问题已转成整改事项：整改通知、申辩、回执、复查都在那件事项上登记，不另记一遍",
    "it was raised as a rectification: notice, statement, receipt and re-check are entered there, not twice",
);

/// What is being put right already is raised as no issue.
const IS_BEGUN: Wording = Wording::new(
    "这个问题已在整改记录里办，不再另开整改事项；要催办可以转成督办",
    "it is being put right in its own ledger: no rectification is opened beside it; a supervision may be",
);

/// A finding that stands as an open rectification already.
const IS_AN_ISSUE: Wording = Wording::new(
    "同一个问题已有没办结的整改事项，请在那件事项上办",
    "the same matter is an open rectification: go on there",
);

/// A rectification that stands as a finding already.
const IS_A_FINDING: Wording = Wording::new(
    "同一个问题已在督查发现里：请从那条发现“转事项”，或在它的整改记录里办",
    "the same matter is a finding: raise the issue from it, or go on in its rectification",
);

/// Whether two texts tell of one matter.
fn is_same(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let one = plain(one);
    !one.is_empty() && one == plain(other)
}

/// A sample that is to be drawn.
#[derive(Debug, Clone, Default)]
pub struct Drawing {
    /// What the inspection is about.
    pub topic: String,
    /// The key of its type.
    pub kind: String,
    /// Whom and what is drawn from.
    pub pool: Vec<RecordId>,
    /// The same in words, so that it can be drawn again.
    pub told: String,
    /// How many are drawn.
    pub size: usize,
    /// The seed; a new one where none is given.
    pub seed: Option<String>,
}

/// A finding and where it stands.
#[derive(Debug, Clone)]
pub struct Found {
    /// The finding.
    pub finding: Row,
    /// Where it stands.
    pub standing: Rectifying,
}

impl Workbench {
    /// Draws a sample and keeps it with its seed as an inspection; answers its record.
    pub fn draw_inspection(&mut self, order: &Drawing) -> Result<RecordId, Error> {
        if order.pool.is_empty() || order.size == 0 {
            return Err(Refusal::Said(oversight::NOTHING_TO_DRAW).into());
        }
        let seed = if let Some(seed) = &order.seed {
            seed.trim().to_owned()
        } else {
            let mut random = [0; 6];
            seal::random(&mut random)?;
            hex(&random)
        };
        let drawn = sample::draw(&seed, &order.pool, order.size);
        let id = bench::draw_id(inspections::ID)?;
        let mut draft = Draft::new();
        draft.insert(id);
        draft.set(id, inspections::TOPIC, Value::text(order.topic.trim()));
        draft.set(id, inspections::KIND, Some(Value::Choice(order.kind.clone())));
        draft.set(id, inspections::DAY, Some(Value::Date(self.today())));
        let (from, of) = (drawn.len(), order.pool.len());
        draft.set(id, inspections::METHOD, Value::text(format!("随机抽样：{of} 个里抽 {from} 个")));
        draft.set(id, inspections::SEED, Value::text(seed));
        draft.set(id, inspections::POOL, Value::text(&*order.told));
        let member = LedgerTag::of(members::ID);
        for one in &drawn {
            draft.add(id, inspections::SAMPLE, &Value::Ref(*one));
            if one.ledger() == member {
                draft.add(id, inspections::MEMBERS, &Value::Ref(*one));
            }
        }
        self.commit(draft)?;
        Ok(id)
    }

    /// Every finding that stands, those not put right first, by deadline. One
    /// on nobody, as only a bundle brings it, is in its ledger and not here.
    pub fn findings(&self) -> Result<Vec<Found>, Error> {
        let mut all = Vec::new();
        let named = |row: &Row| oversight::permit_finding(row).is_ok();
        for finding in self.standing(findings::ID)?.into_iter().filter(named) {
            let standing = self.rectifying(&finding)?;
            all.push(Found { finding, standing });
        }
        all.sort_by_key(|found| {
            let standing = &found.standing;
            (standing.stage, standing.deadline.is_none(), standing.deadline, found.finding.id)
        });
        Ok(all)
    }

    /// Where a finding stands.
    pub fn rectifying(&self, finding: &Row) -> Result<Rectifying, Error> {
        let mut signed = Vec::new();
        for row in self.standing(rectifications::ID)? {
            if row.reference(rectifications::FINDING) == Some(finding.id) {
                signed.push(Signed { signer: self.signer_of(row.id)?, row });
            }
        }
        Ok(Rectifying::of(&self.found_by(finding)?, &signed))
    }

    /// A finding with whose laptop began it: whoever found it speaks for no group.
    fn found_by(&self, finding: &Row) -> Result<Signed, Error> {
        let Some(first) = self.history(finding.id)?.into_iter().next() else {
            // It begins with the draft that is judged.
            return Ok(Signed { row: finding.clone(), signer: Some(self.member()) });
        };
        let card = self.row(Self::peer_record(first.peer))?;
        let signer = card.and_then(|card| card.reference(peers::MEMBER));
        Ok(Signed { row: finding.clone(), signer })
    }

    /// Every nomination that stands, with how far it has come.
    pub fn honours(&self) -> Result<Vec<(Row, Honour)>, Error> {
        let steps = self.rows(honour_steps::ID)?;
        let of = |id: RecordId| -> Vec<&Row> {
            steps.iter().filter(|step| step.reference(honour_steps::COMMENDATION) == Some(id)).collect()
        };
        let mut all = self.standing(commendations::ID)?;
        all.retain(|row| oversight::permit_nomination(row).is_ok());
        Ok(all
            .into_iter()
            .map(|row| (Honour::of(&of(row.id)), row))
            .map(|(stage, row)| (row, stage))
            .collect())
    }

    /// The member whose laptop wrote all of a record; none where several did.
    ///
    /// What somebody says for himself counts only from his own laptop, whose
    /// commits are signed: a name in a field proves nothing.
    pub fn signer_of(&self, id: RecordId) -> Result<Option<RecordId>, Error> {
        let mut signer = None;
        for event in self.history(id)? {
            let card = self.row(Self::peer_record(event.peer))?;
            let member = card.and_then(|card| card.reference(peers::MEMBER));
            if member != Some(event.author) || signer.is_some_and(|before| Some(before) != member) {
                return Ok(None);
            }
            signer = member;
        }
        Ok(signer)
    }

    /// Makes an issue of a finding: a supervision slip or a rectification, whose
    /// deadline and reminders run as any issue's do (domain.md J6, J8).
    pub fn raise_from_finding(
        &mut self,
        finding: RecordId,
        kind: &str,
        owner: Option<RecordId>,
    ) -> Result<RecordId, Error> {
        let row = self.existing(finding)?;
        if finding.ledger() != LedgerTag::of(findings::ID) {
            return Err(Error::NoRecord(finding.to_string()));
        }
        if let Some(issue) = row.reference(findings::ISSUE) {
            return Err(Error::Already(self.name_of(issue)));
        }
        let mut draft = Draft::new();
        let issue = self.begin_record(&mut draft, issues::ID, None)?;
        draft.set(issue, issues::TITLE, Value::text(row.text(findings::FACT)));
        draft.set(issue, issues::KIND, Some(Value::Choice(kind.to_owned())));
        draft.set(issue, issues::DETAIL, Value::text(row.text(findings::EVIDENCE)));
        draft.set(issue, issues::FROM, Value::text(self.name_of(self.member())));
        draft.set(finding, findings::ISSUE, Some(Value::Ref(issue)));
        if kind == RECTIFICATION {
            // Whoever speaks for the checked side is bound there as he is here.
            let member = row.reference(findings::MEMBER).map(|member| self.name_of(member));
            let group = Some(row.text(findings::GROUP).to_owned()).filter(|name| input::says_something(name));
            for name in member.into_iter().chain(group) {
                draft.add(issue, issues::ABOUT, &Value::Text(name));
            }
        }
        if let Some(owner) = owner {
            self.add_step(&mut draft, issue, StepKind::Assign, &[(steps::OWNER, Value::Ref(owner))])?;
        }
        self.commit(draft)?;
        Ok(issue)
    }

    /// Judges what is said of inspections, findings, their steps and nominations.
    pub(super) fn judge_oversight(&self, draft: &Draft) -> Result<(), Error> {
        for id in draft.records() {
            let Some(ledger) = self.catalog.of(id) else { continue };
            let judge = match ledger.id.as_str() {
                inspections::ID => Self::judge_inspection,
                findings::ID => Self::judge_finding,
                commendations::ID => Self::judge_commendation,
                rectifications::ID => Self::judge_rectification,
                honour_steps::ID => Self::judge_honour,
                reminders::ID => Self::judge_reminder,
                issues::ID => Self::judge_slip,
                own_checks::ID => Self::judge_own_check,
                _ => continue,
            };
            let row = self.row_with(id, draft)?;
            if row.stands() {
                judge(self, &row, draft)?;
            }
        }
        Ok(())
    }

    fn judge_inspection(&self, row: &Row, _draft: &Draft) -> Result<(), Error> {
        let sample: Vec<RecordId> = row.references(inspections::SAMPLE).collect();
        Ok(oversight::permit_sample(row.text(inspections::KIND), &sample, self.catalog())?)
    }

    /// A finding is one matter: it is put right in its own ledger, or in the issue
    /// that was raised from it, never in both (domain.md J8).
    fn judge_finding(&self, row: &Row, draft: &Draft) -> Result<(), Error> {
        oversight::permit_finding(row)?;
        let raises = draft.changes_of(row.id).any(|change| change.slot.tag == findings::ISSUE);
        if let Some(issue) = row.reference(findings::ISSUE).filter(|_| raises) {
            let of = |step: &Row| step.reference(rectifications::FINDING) == Some(row.id);
            let is_begun = self.standing(rectifications::ID)?.iter().any(of);
            if is_begun && self.row_with(issue, draft)?.text(issues::KIND) == RECTIFICATION {
                return Err(Refusal::Said(IS_BEGUN).into());
            }
        }
        if draft.begins(row.id) {
            let same = |case: &Case| {
                let issue = &case.issue;
                issue.text(issues::KIND) == RECTIFICATION
                    && !case.standing.is_closed()
                    && is_same(issue.text(issues::TITLE), row.text(findings::FACT))
            };
            if self.cases()?.iter().any(same) {
                return Err(Refusal::Said(IS_AN_ISSUE).into());
            }
        }
        Ok(())
    }

    /// A rectification that is entered as an issue is none of a finding's, which
    /// is raised from it instead.
    fn judge_slip(&self, row: &Row, draft: &Draft) -> Result<(), Error> {
        if !draft.begins(row.id) || row.text(issues::KIND) != RECTIFICATION {
            return Ok(());
        }
        for finding in self.standing(findings::ID)? {
            let raised = self.row_with(finding.id, draft)?.reference(findings::ISSUE);
            let is_open = self.rectifying(&finding)?.stage != Stage::StruckOff;
            let same = is_same(row.text(issues::TITLE), finding.text(findings::FACT));
            if is_open && same && raised != Some(row.id) {
                return Err(Refusal::Said(IS_A_FINDING).into());
            }
        }
        Ok(())
    }

    #[expect(clippy::unused_self, reason = "one shape for every judge of a record")]
    fn judge_commendation(&self, row: &Row, _draft: &Draft) -> Result<(), Error> {
        Ok(oversight::permit_nomination(row)?)
    }

    fn judge_rectification(&self, row: &Row, draft: &Draft) -> Result<(), Error> {
        let finding = row.reference(rectifications::FINDING).ok_or(Refusal::Missing("finding"))?;
        let finding = self.row_with(finding, draft)?;
        if let Some(issue) = finding.reference(findings::ISSUE).filter(|_| draft.begins(row.id))
            && self.row_with(issue, draft)?.text(issues::KIND) == RECTIFICATION
        {
            return Err(Refusal::Said(GOES_ON_THERE).into());
        }
        let mut before = Vec::new();
        for step in self.standing(rectifications::ID)? {
            if step.reference(rectifications::FINDING) == Some(finding.id) && step.id != row.id {
                before.push(Signed { signer: self.signer_of(step.id)?, row: step });
            }
        }
        let own = Signed { row: row.clone(), signer: self.signer_with(row.id, draft)? };
        let finding = self.found_by(&finding)?;
        Ok(Rectifying::of(&finding, &before).permit(&finding, &own)?)
    }

    fn judge_honour(&self, row: &Row, draft: &Draft) -> Result<(), Error> {
        let nomination = row.reference(honour_steps::COMMENDATION).ok_or(Refusal::Missing("commendation"))?;
        self.row_with(nomination, draft)?;
        let steps = self.rows(honour_steps::ID)?;
        let before: Vec<&Row> = steps
            .iter()
            .filter(|step| {
                step.reference(honour_steps::COMMENDATION) == Some(nomination) && step.id != row.id
            })
            .collect();
        Ok(Honour::permit(&before, row)?)
    }

    fn judge_reminder(&self, row: &Row, draft: &Draft) -> Result<(), Error> {
        let issue = row.reference(reminders::ISSUE).ok_or(Refusal::Missing("issue"))?;
        let kind = self.row_with(issue, draft)?.text(issues::KIND).to_owned();
        let is_slip = ["supervision", "rectification"].contains(&kind.as_str());
        // A reminder that stands is not put in doubt by the issue's end.
        let is_open = !draft.begins(row.id) || draft.begins(issue) || !self.case(issue)?.standing.is_closed();
        if is_slip && is_open { Ok(()) } else { Err(Refusal::Said(oversight::NO_SLIP).into()) }
    }

    fn judge_own_check(&self, row: &Row, draft: &Draft) -> Result<(), Error> {
        let member = row.reference(own_checks::MEMBER);
        if member != Some(self.member()) || self.signer_with(row.id, draft)? != member {
            return Err(Refusal::Said(oversight::NOT_HIS_OWN).into());
        }
        Ok(oversight::permit_own_check(row)?)
    }

    /// Who a record would be signed by after a draft of this laptop.
    pub(super) fn signer_with(&self, id: RecordId, draft: &Draft) -> Result<Option<RecordId>, Error> {
        let own = Some(self.member());
        if draft.begins(id) {
            return Ok(own);
        }
        Ok(self.signer_of(id)?.filter(|before| Some(*before) == own))
    }
}
