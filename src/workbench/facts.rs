//! Facts about the work: what a member took part in, how the groups stand, what
//! came of it (domain.md A10, J1, J5, J10).
//!
//! Facts stand in lines. There is no sum over a member's visits, no score and no
//! order of members: a list that is sorted by who did most would be one. What is
//! counted are matters that were settled, answers in time, and what people
//! said of them themselves; who would rather not say is counted as that.

mod groups;
mod outcomes;
mod summary;
pub mod visit_month;

use jiff::civil::Date;

use super::{bench::Workbench, draft::Draft, error::Error, steps::Case};
use crate::{
    domain::{
        calendar,
        id::{LedgerTag, RecordId},
        issues::{issues, steps},
        oversight::{self, commendations, findings, own_checks},
        projects::{self, projects as help},
        roster::{households, residents},
        row::Row,
        standing::{
            StepKind,
            first_contact::{Contacted, FirstContact},
        },
        value::Value,
        visits,
        wording::{Lang, Wording},
    },
    say,
};

pub use groups::{Group, LeadersOwn};
pub use outcomes::Outcomes;
pub use summary::Summary;

/// Facts of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// What they are about.
    pub title: Wording,
    /// A fact a line.
    pub lines: Vec<String>,
}

/// What a member says to a fact sheet, on his own laptop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnCheck {
    /// When.
    pub day: Date,
    /// Whether he says that it was so.
    pub agreed: bool,
    /// What he adds.
    pub statement: String,
    /// Whether it is about the facts as they stand now.
    pub is_current: bool,
}

/// 个人参与情况单: facts, no total (domain.md J1, §4.2 rule 11).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactSheet {
    /// Of whom.
    pub member: RecordId,
    /// From this day on.
    pub from: Date,
    /// To this day.
    pub to: Date,
    /// The facts.
    pub chapters: Vec<Chapter>,
    /// What the member says to them; the last word.
    pub check: Option<OwnCheck>,
}

impl FactSheet {
    /// Whether it may be handed on as checked by the member himself.
    pub fn is_checked(&self) -> bool {
        self.check.as_ref().is_some_and(|check| check.is_current)
    }
}

impl Workbench {
    /// Gathers what a member took part in from what is written down already.
    pub fn fact_sheet(&self, member: RecordId, from: Date, to: Date, lang: Lang) -> Result<FactSheet, Error> {
        let chapters = self.chapters(member, from, to, lang)?;
        let now = self.facts_digest(member, from, to)?;
        let mut check = None;
        let mut own: Vec<Row> = self
            .standing(own_checks::ID)?
            .into_iter()
            .filter(|row| {
                row.reference(own_checks::MEMBER) == Some(member)
                    && (row.date(own_checks::FROM), row.date(own_checks::TO)) == (Some(from), Some(to))
            })
            .collect();
        own.sort_by_key(Row::place);
        for row in own {
            if oversight::permit_own_check(&row).is_ok() && self.signer_of(row.id)? == Some(member) {
                check = Some(OwnCheck {
                    day: calendar::day(row.created),
                    agreed: row.text(own_checks::FINDING) == "agreed",
                    statement: row.text(own_checks::STATEMENT).to_owned(),
                    is_current: row.text(own_checks::FACTS) == now,
                });
            }
        }
        Ok(FactSheet { member, from, to, chapters, check })
    }

    /// Writes into a new check which facts the member saw.
    pub(super) fn note_facts(&self, draft: &mut Draft) -> Result<(), Error> {
        let tag = LedgerTag::of(own_checks::ID);
        for id in draft.created.clone().into_iter().filter(|id| id.ledger() == tag) {
            let row = self.row_with(id, draft)?;
            let parts =
                (row.reference(own_checks::MEMBER), row.date(own_checks::FROM), row.date(own_checks::TO));
            if let (Some(member), Some(from), Some(to)) = parts {
                let digest = self.facts_digest(member, from, to)?;
                draft.set(id, own_checks::FACTS, Value::text(digest));
            }
        }
        Ok(())
    }

    /// What tells one state of the facts from another; the same in both languages.
    fn facts_digest(&self, member: RecordId, from: Date, to: Date) -> Result<String, Error> {
        let mut hasher = blake3::Hasher::new_derive_key("minqing fact sheet v1");
        for chapter in self.chapters(member, from, to, Lang::Zh)? {
            for line in [chapter.title.zh.to_string()].iter().chain(&chapter.lines) {
                hasher.update(&(line.len() as u64).to_le_bytes());
                hasher.update(line.as_bytes());
            }
        }
        Ok(hasher.finalize().to_hex().chars().take(32).collect())
    }

    fn chapters(&self, member: RecordId, from: Date, to: Date, lang: Lang) -> Result<Vec<Chapter>, Error> {
        let within = |day: Option<Date>| day.is_some_and(|day| (from..=to).contains(&day));
        let cases = self.all_cases()?;
        let all = [
            (Wording::new("到过哪里走访", "Where he visited"), self.visits_of(member, &within, lang)?),
            (
                Wording::new("经办的事项", "Issues in his hands"),
                self.issues_of(member, &cases, from, to, lang),
            ),
            (Wording::new("答复过的人和事", "Answers given"), answers_of(member, &cases, &within, lang)),
            (Wording::new("负责的帮扶项目", "Help projects"), self.projects_of(member, lang)?),
            (
                Wording::new("督查指出的问题和本人申辩", "Findings, and what he said"),
                self.findings_on(member, &within, lang)?,
            ),
            (Wording::new("表彰", "Commendations"), self.honours_of(member, &within, lang)?),
        ];
        Ok(all.into_iter().map(|(title, lines)| Chapter { title, lines }).collect())
    }

    fn visits_of(
        &self,
        member: RecordId,
        within: &dyn Fn(Option<Date>) -> bool,
        lang: Lang,
    ) -> Result<Vec<String>, Error> {
        let mut lines = Vec::new();
        for visit in self.done_visits()?.iter() {
            if visit.references(visits::VISITORS).any(|id| id == member) && within(visit.date(visits::DATE)) {
                let place = self.place_of(visit)?.map(|id| self.name_of(id)).unwrap_or_default();
                let declared = visits::ledger();
                let spot =
                    declared.field(visits::PLACE).and_then(|field| field.choice(visit.text(visits::PLACE)));
                let spot = spot.map(|choice| choice.title.get(lang).to_owned()).unwrap_or_default();
                let day = visit.date(visits::DATE).map(|day| day.to_string()).unwrap_or_default();
                lines.push(format!("{day}  {place} {spot}").trim_end().to_owned());
            }
        }
        lines.sort();
        Ok(lines)
    }

    /// The neighbourhood that a visit went to.
    pub(super) fn place_of(&self, visit: &Row) -> Result<Option<RecordId>, Error> {
        for (whom, place) in
            [(visits::HOUSEHOLD, households::NEIGHBOURHOOD), (visits::RESIDENT, residents::NEIGHBOURHOOD)]
        {
            let Some(id) = visit.reference(whom) else { continue };
            if let Some(place) = self.ask_row(id, |row| row.reference(place))?.flatten() {
                return Ok(Some(place));
            }
        }
        Ok(None)
    }

    fn issues_of(&self, member: RecordId, cases: &[Case], from: Date, to: Date, lang: Lang) -> Vec<String> {
        let own = cases.iter().filter(|case| {
            let registered =
                calendar::day(case.issue.instant(issues::REGISTERED).unwrap_or(case.issue.created));
            let last = case.standing.steps.last().map(|step| calendar::day(step.at));
            case.standing.owner == Some(member)
                && registered <= to
                && (!case.standing.is_closed() || last.is_some_and(|day| day >= from))
        });
        let line = |case: &Case| {
            let status = case.standing.status.title(lang);
            let mut late = if case.standing.is_overdue(self.today()) {
                format!("  {}", case.standing.running.distance(self.today(), lang))
            } else {
                String::new()
            };
            if let Some(Contacted::Missed(day)) = case.standing.contacted(self.now()) {
                late.push_str(&say!(
                    lang,
                    "  没有答复，已过期（{day}）",
                    "  not answered, and past its time ({day})"
                ));
            }
            let (number, title) = (case.issue.text(issues::NUMBER), case.issue.text(issues::TITLE));
            format!("{number}  {title}  {status}{late}")
        };
        let mut lines: Vec<String> = own.map(line).collect();
        lines.sort();
        lines
    }

    fn projects_of(&self, member: RecordId, lang: Lang) -> Result<Vec<String>, Error> {
        let own = self.help_projects()?;
        let own = own.iter().filter(|one| one.project.reference(help::OWNER) == Some(member));
        let line = |one: &super::help::HelpProject| {
            let after = one.result.as_ref().map(|row| row.text(projects::results::AFTER)).unwrap_or_default();
            let title = one.project.text(help::TITLE);
            format!("{title}  {}  {after}", one.progress.title(lang)).trim_end().to_owned()
        };
        let mut lines: Vec<String> = own.map(line).collect();
        lines.sort();
        Ok(lines)
    }

    fn findings_on(
        &self,
        member: RecordId,
        within: &dyn Fn(Option<Date>) -> bool,
        lang: Lang,
    ) -> Result<Vec<String>, Error> {
        let mut lines = Vec::new();
        for found in self.findings()? {
            let finding = &found.finding;
            if finding.reference(findings::MEMBER) != Some(member) || !within(finding.date(findings::DAY)) {
                continue;
            }
            let (fact, stage) = (finding.text(findings::FACT), found.standing.stage.title(lang));
            lines.push(format!("{fact}  {stage}"));
            for said in found.standing.statements.iter().chain(&found.standing.receipts) {
                lines.push(say!(lang, "  本人：{said}", "  they say: {said}"));
            }
        }
        Ok(lines)
    }

    fn honours_of(
        &self,
        member: RecordId,
        within: &dyn Fn(Option<Date>) -> bool,
        lang: Lang,
    ) -> Result<Vec<String>, Error> {
        let own = self.honours()?.into_iter().filter(|(row, _)| {
            row.reference(commendations::MEMBER) == Some(member) && within(row.date(commendations::DAY))
        });
        Ok(own
            .map(|(row, stage)| format!("{}  {}", row.text(commendations::TITLE), stage.title(lang)))
            .collect())
    }
}

fn answers_of(
    member: RecordId,
    cases: &[Case],
    within: &dyn Fn(Option<Date>) -> bool,
    lang: Lang,
) -> Vec<String> {
    let mut lines = Vec::new();
    for case in cases {
        for step in &case.standing.steps {
            let day = calendar::day(step.at);
            let own = case.standing.stands(step) && step.row.reference(steps::BY) == Some(member);
            if step.kind == StepKind::Reply && own && within(Some(day)) {
                let number = case.issue.text(issues::NUMBER);
                // Only the first answer has a time of its own.
                let in_time = case.standing.contact_of(step.id).and_then(FirstContact::is_in_time);
                let in_time = match in_time {
                    Some(true) => lang.pick("，期限内", ", in time"),
                    Some(false) => lang.pick("，期限后", ", late"),
                    None => "",
                };
                lines.push(say!(
                    lang,
                    "{day}  {number}  答复{in_time}",
                    "{day}  {number}  answered{in_time}"
                ));
            }
        }
    }
    lines.sort();
    lines
}
