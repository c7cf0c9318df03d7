//! Help projects with what follows from their records: how far they are, and
//! their money (domain.md D1–D4, D11, F1–F4).

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::{bench::Workbench, draft::Draft, error::Error, steps::Case};
use crate::domain::{
    field::Tag,
    funds::{self, Purse, disclosures, receipts, spendings},
    id::{LedgerTag, RecordId},
    issues::issues,
    projects::{self, Board, Progress, milestones, results},
    row::Row,
    rules::Refusal,
    standing::Status,
    value::Value,
    voices,
};

/// A help project and what belongs to it.
#[derive(Debug, Clone)]
pub struct HelpProject {
    /// The project.
    pub project: Row,
    /// How far it has come.
    pub progress: Progress,
    /// Its stages that stand, by planned day.
    pub milestones: Vec<Row>,
    /// The result that counts.
    pub result: Option<Row>,
    /// Its sources of money.
    pub funds: Vec<Row>,
    /// What came in; anonymous gifts without who gave them.
    pub receipts: Vec<Row>,
    /// What was spent.
    pub spendings: Vec<Row>,
    /// The last day on which its money was published.
    pub published: Option<Date>,
    /// Its money.
    pub purse: Purse,
}

impl HelpProject {
    /// Whether a stage, or the whole of it, is past its day.
    pub fn is_late(&self, today: Date) -> bool {
        let own = self.project.date(projects::projects::PLANNED).is_some_and(|day| day < today);
        !self.progress.is_over()
            && (own || self.milestones.iter().any(|stage| projects::is_late(stage, today)))
    }
}

impl Workbench {
    /// Every help project that stands, those in work first, then by planned day.
    pub fn help_projects(&self) -> Result<Vec<HelpProject>, Error> {
        let mut parts = Parts::default();
        for (ledger, tag, into) in [
            (milestones::ID, milestones::PROJECT, &mut parts.milestones),
            (results::ID, results::PROJECT, &mut parts.results),
            (funds::funds::ID, funds::funds::PROJECT, &mut parts.funds),
            (spendings::ID, spendings::PROJECT, &mut parts.spendings),
            (disclosures::ID, disclosures::PROJECT, &mut parts.disclosures),
        ] {
            *into = self.grouped(ledger, tag)?;
        }
        let mut receipts = self.grouped(receipts::ID, receipts::FUND)?;
        // Money of a day to come, as only a bundle brings it, has not moved yet.
        let today = self.today();
        let moved = |row: &Row, day: Tag| row.date(day).is_none_or(|day| day <= today);
        for came in receipts.values_mut() {
            came.retain(|row| moved(row, receipts::DAY));
        }
        for spent in parts.spendings.values_mut() {
            spent.retain(|row| moved(row, spendings::DAY));
        }
        // Sources that are gone and on which money came.
        for fund in self.rows(funds::funds::ID)?.iter().filter(|row| !row.stands()) {
            if let Some(project) =
                fund.reference(funds::funds::PROJECT).filter(|_| receipts.contains_key(&fund.id))
            {
                parts.gone.entry(project).or_default().push(fund.clone());
            }
        }
        let issues = self.rows(issues::ID)?;
        let of_kind = issues.iter().filter(|row| row.text(issues::KIND) == "dispute");
        let disputes: HashSet<RecordId> = of_kind.map(|row| row.id).collect();
        let rows = self.standing(projects::projects::ID)?;
        for project in &rows {
            if let Some(results) = parts.results.get_mut(&project.id) {
                results.retain(|result| !self.accepts_own(result, project));
            }
        }
        let mut all: Vec<HelpProject> = Vec::new();
        for project in rows {
            let is_dispute =
                project.references(projects::projects::ISSUES).any(|issue| disputes.contains(&issue));
            let mut one = parts.take(project, &receipts);
            // What lacks what its kind of help needs, as only a bundle brings it, is never done.
            if projects::permit_project(&one.project, is_dispute).is_err() {
                one.progress = one.progress.min(Progress::Working);
            }
            all.push(one);
        }
        all.sort_by_cached_key(|one| {
            let planned = one.project.date(projects::projects::PLANNED);
            (one.progress.is_over(), planned.is_none(), planned, one.project.place())
        });
        Ok(all)
    }

    /// One help project.
    pub fn help_project(&self, id: RecordId) -> Result<HelpProject, Error> {
        let found = self.help_projects()?.into_iter().find(|one| one.project.id == id);
        found.ok_or_else(|| Error::NoRecord(id.to_string()))
    }

    /// Rows that stand, by the record that a field of theirs names.
    fn grouped(&self, ledger: &str, tag: Tag) -> Result<HashMap<RecordId, Vec<Row>>, Error> {
        let mut groups: HashMap<RecordId, Vec<Row>> = HashMap::new();
        for row in self.rows(ledger)?.iter().filter(|row| row.stands()) {
            if let Some(of) = row.reference(tag) {
                groups.entry(of).or_default().push(row.clone());
            }
        }
        Ok(groups)
    }

    /// The needs people told and what became of them (domain.md D11): every
    /// issue, and every project that answers no issue.
    pub fn needs_board(&self, all: &[HelpProject], cases: &[Case]) -> Board {
        let linked: HashSet<RecordId> =
            all.iter().flat_map(|one| one.project.references(projects::projects::ISSUES)).collect();
        let counted = cases.iter().filter(|case| case.is_own_matter());
        let told = counted.map(|case| {
            let mut parts = case.standing.merged.iter().chain([&case.issue.id]);
            need(case, parts.any(|issue| linked.contains(issue)))
        });
        let other = all
            .iter()
            .filter(|one| one.project.all(projects::projects::ISSUES).is_empty())
            .map(|one| one.progress);
        Board::of(told.chain(other))
    }

    /// How much more of a project's money was spent than came in.
    pub fn overspent(&self, project: RecordId) -> Result<Option<i64>, Error> {
        Ok(self.help_project(project)?.purse.total.overspent())
    }

    /// A receipt with the donor, an issue with the name, that are hidden
    /// otherwise; the caller has asked for the reason. Any other record as it is shown.
    pub fn row_in_full(&self, id: RecordId) -> Result<Row, Error> {
        if [receipts::ID, issues::ID, voices::ID].iter().any(|ledger| id.ledger() == LedgerTag::of(ledger)) {
            self.refuse_own_matter(id)?;
            return self.stored_row(id)?.ok_or_else(|| Error::NoRecord(id.to_string()));
        }
        self.existing(id)
    }

    /// Lets a new disclosure cover what there is of its project's money.
    pub(super) fn cover_disclosures(&self, draft: &mut Draft) -> Result<(), Error> {
        let tag = LedgerTag::of(disclosures::ID);
        for id in draft.created.clone().into_iter().filter(|id| id.ledger() == tag) {
            let row = self.row_with(id, draft)?;
            let Some(project) = row.reference(disclosures::PROJECT) else { continue };
            let own: HashSet<RecordId> = self
                .standing(funds::funds::ID)?
                .iter()
                .filter(|fund| fund.reference(funds::funds::PROJECT) == Some(project))
                .map(|fund| fund.id)
                .collect();
            for receipt in self.standing(receipts::ID)? {
                if receipt.reference(receipts::FUND).is_some_and(|fund| own.contains(&fund)) {
                    draft.add(id, disclosures::COVERS, &Value::Ref(receipt.id));
                }
            }
            for spending in self.standing(spendings::ID)? {
                if spending.reference(spendings::PROJECT) == Some(project) {
                    draft.add(id, disclosures::COVERS, &Value::Ref(spending.id));
                }
            }
        }
        Ok(())
    }

    /// Judges what is said of projects and their money.
    pub(super) fn judge_projects(&self, draft: &Draft) -> Result<(), Error> {
        for id in draft.records() {
            let Some(ledger) = self.catalog.of(id) else { continue };
            match ledger.id.as_str() {
                projects::projects::ID => self.judge_project(id, draft)?,
                results::ID => {
                    let row = self.row_with(id, draft)?;
                    if row.stands() {
                        projects::permit_result(&row)?;
                    }
                }
                funds::funds::ID => self.judge_fund(id, draft)?,
                receipts::ID => {
                    let row = self.row_with(id, draft)?;
                    if row.stands() {
                        let fund = row.reference(receipts::FUND).ok_or(Refusal::Missing("fund"))?;
                        funds::permit_receipt(&row, &self.row_with(fund, draft)?)?;
                    }
                }
                spendings::ID => {
                    let row = self.row_with(id, draft)?;
                    if row.stands() {
                        funds::permit_spending(&row)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn judge_project(&self, id: RecordId, draft: &Draft) -> Result<(), Error> {
        use projects::projects as own;
        let decides = [own::KIND, own::ISSUES, own::HOUSEHOLDS, own::OCCASION, own::LUNAR];
        let project = self.row_with(id, draft)?;
        // What was erased of it does not keep the rest from being put right.
        if !project.stands() || !draft.changes_of(id).any(|change| decides.contains(&change.slot.tag)) {
            return Ok(());
        }
        let mut is_dispute = false;
        for issue in project.references(own::ISSUES) {
            is_dispute |= self.row_with(issue, draft)?.text(issues::KIND) == "dispute";
        }
        Ok(projects::permit_project(&project, is_dispute)?)
    }

    fn judge_fund(&self, id: RecordId, draft: &Draft) -> Result<(), Error> {
        let fund = self.row_with(id, draft)?;
        let mut came = false;
        for receipt in self.rows(receipts::ID)?.iter() {
            came |= receipt.stands() && receipt.reference(receipts::FUND) == Some(id);
        }
        if came {
            // What money was taken in on does not go again, nor does the source itself.
            if !fund.stands() {
                return Err(Refusal::Said(funds::MONEY_CAME).into());
            }
            funds::permit_source(&fund)?;
        } else if fund.date(funds::funds::TOLD_BACK).is_some() {
            return Err(Refusal::Said(funds::NOTHING_TO_TELL).into());
        }
        Ok(())
    }
}

/// What belongs to projects, by project.
#[derive(Default)]
struct Parts {
    milestones: HashMap<RecordId, Vec<Row>>,
    results: HashMap<RecordId, Vec<Row>>,
    funds: HashMap<RecordId, Vec<Row>>,
    gone: HashMap<RecordId, Vec<Row>>,
    spendings: HashMap<RecordId, Vec<Row>>,
    disclosures: HashMap<RecordId, Vec<Row>>,
}

impl Parts {
    fn take(&mut self, project: Row, receipts: &HashMap<RecordId, Vec<Row>>) -> HelpProject {
        let of = |map: &mut HashMap<RecordId, Vec<Row>>| map.remove(&project.id).unwrap_or_default();
        let mut milestones = of(&mut self.milestones);
        milestones.sort_by_key(|row| (row.date(milestones::PLANNED), row.place()));
        let (results, funds, spendings) =
            (of(&mut self.results), of(&mut self.funds), of(&mut self.spendings));
        let disclosures = of(&mut self.disclosures);
        let known: Vec<Row> = funds.iter().cloned().chain(of(&mut self.gone)).collect();
        let receipts: Vec<Row> =
            known.iter().filter_map(|fund| receipts.get(&fund.id)).flatten().cloned().collect();
        let purse = Purse::of(&all(&known), &all(&receipts), &all(&spendings), &all(&disclosures));
        let progress = projects::progress(&all(&milestones), &all(&results), !purse.total.is_nothing());
        HelpProject {
            progress,
            result: projects::outcome(&all(&results)).cloned(),
            published: disclosures.iter().filter_map(|row| row.date(disclosures::DAY)).max(),
            project,
            milestones,
            funds,
            receipts,
            spendings,
            purse,
        }
    }
}

fn all(rows: &[Row]) -> Vec<&Row> {
    rows.iter().collect()
}

/// What became of a need that an issue tells.
fn need(case: &Case, has_project: bool) -> Progress {
    match case.standing.outcome.as_deref() {
        Some("solved" | "partly_solved") => Progress::Done,
        Some(_) => Progress::Explained,
        None if has_project || case.standing.status > Status::Registered => Progress::Working,
        None => Progress::Registered,
    }
}
