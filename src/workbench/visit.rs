//! A visit with all that came of it, entered once (domain.md A4, B8, H7).

use super::{
    bars::{BARS_ALONG, NAMES_MEMBER},
    bench::Workbench,
    checks::Tick,
    coverage::BeforeVisit,
    draft::Draft,
    error::Error,
    fieldwork::say_who,
};
use crate::domain::{
    checklists::{self, CheckState, Clarity, check_id},
    id::RecordId,
    input,
    issues::issues,
    roster::{households, residents},
    row::Row,
    rules::Refusal,
    value::Value,
    visits::{self, VisitCategory},
    wording::Lang,
};

/// What somebody tells of a visit.
#[derive(Debug, Clone, Default)]
pub struct VisitReport {
    /// The fields of the visit itself, as people type them.
    pub fields: Vec<(String, String)>,
    /// What was asked for, an issue each.
    pub raised: Vec<Raised>,
    /// What was learnt for a checklist.
    pub evidence: Vec<Evidence>,
}

/// Something that was asked for on a visit.
#[derive(Debug, Clone, Default)]
pub struct Raised {
    /// What is wanted.
    pub title: String,
    /// Other fields of the issue, as people type them.
    pub fields: Vec<(String, String)>,
}

/// Something that was learnt on a visit for an item of a checklist.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The list.
    pub list: Clarity,
    /// The item.
    pub item: String,
    /// What was learnt; added to the basis.
    pub basis: String,
    /// Who follows it up.
    pub owner: Option<RecordId>,
    /// The next step.
    pub next: Option<String>,
}

/// What became of it.
#[derive(Debug, Clone)]
pub struct Visited {
    /// The visit.
    pub visit: RecordId,
    /// The issues that were raised, the suggestion among them.
    pub issues: Vec<RecordId>,
    /// The checklist records that it is evidence of.
    pub checks: Vec<RecordId>,
    /// Whether it tells nothing (domain.md H7).
    pub is_empty: bool,
    /// What was known before it (domain.md B5, H5).
    pub before: BeforeVisit,
}

impl Workbench {
    /// Enters a visit, what was asked for and what was learnt, in one commit.
    pub fn visit(&mut self, report: &VisitReport) -> Result<Visited, Error> {
        let mut draft = Draft::new();
        let visit = self.begin_record(&mut draft, visits::ID, None)?;
        draft.set(visit, visits::DATE, Some(Value::Date(self.today())));
        self.fill(&mut draft, visit, &report.fields)?;
        let row = self.row_with(visit, &draft)?;
        if row.all(visits::VISITORS).is_empty() {
            draft.add(visit, visits::VISITORS, &Value::Ref(self.member()));
        }
        let home = row.reference(visits::HOUSEHOLD);
        let person = match (row.reference(visits::RESIDENT), home) {
            (Some(person), _) => Some(self.existing(person)?),
            (None, Some(home)) => self.sole_resident(home)?,
            (None, None) => None,
        };
        let home = home.or_else(|| person.as_ref().and_then(|row| row.reference(residents::HOUSEHOLD)));
        let day = row.date(visits::DATE).unwrap_or(self.today());
        let before = self.before_visit(home, person.as_ref().map(|row| row.id), day)?;
        if row.all(visits::CATEGORY).is_empty()
            && let Some(called) = before.called.iter().find(|called| {
                // Who waits for an answer is one person, not the household.
                called.category != VisitCategory::Petitioner
                    || person.as_ref().is_some_and(|person| person.id == called.who)
            })
        {
            // For what the list has him; who is on no list needs to be told for what.
            let key = called.category.key().to_owned();
            draft.set(visit, visits::CATEGORY, Some(Value::Choice(key)));
        }
        let home = home.map(|id| self.existing(id)).transpose()?;
        let speaker = self.speaker(person.clone(), home.as_ref())?;
        let mut nameless = Vec::new();
        for raised in &report.raised {
            let issue = self.begin_record(&mut draft, issues::ID, None)?;
            say_who(&mut draft, issue, speaker.as_ref(), home.as_ref());
            draft.set(issue, issues::TITLE, Value::text(raised.title.trim()));
            self.fill(&mut draft, issue, &raised.fields)?;
            if self.row_with(issue, &draft)?.is(issues::ANONYMOUS) {
                // The visit would tell who it was.
                nameless.push(issue);
            } else {
                draft.add(visit, visits::ISSUES, &Value::Ref(issue));
            }
        }
        let mut checks = Vec::new();
        for evidence in &report.evidence {
            let place = place_of(person.as_ref(), home.as_ref()).ok_or(Refusal::Missing("neighbourhood"))?;
            let check = self.add_evidence(&mut draft, evidence, place, visit)?;
            draft.add(visit, visits::CHECKS, &Value::Ref(check));
            checks.push(check);
        }
        self.commit(draft)?;
        let row = self.existing(visit)?;
        let issues = row.references(visits::ISSUES).chain(nameless).collect();
        Ok(Visited { visit, issues, checks, is_empty: visits::is_empty(&row), before })
    }

    /// Adds to an item of a list what was learnt: the basis grows, nothing that
    /// somebody else wrote is lost, and an item that may be is taken up.
    pub(super) fn add_evidence(
        &self,
        draft: &mut Draft,
        evidence: &Evidence,
        place: RecordId,
        visit: RecordId,
    ) -> Result<RecordId, Error> {
        if !input::says_something(&evidence.basis) {
            return Err(Refusal::Missing("basis").into());
        }
        let id = check_id(evidence.list, &evidence.item, place);
        let known = draft.begins(id) || self.row(id)?.is_some_and(|row| row.stands());
        let row = if known { Some(self.row_with(id, draft)?) } else { None };
        let told = row.as_ref().map_or("", |row| row.text(checklists::BASIS)).trim();
        let basis = [told, evidence.basis.trim()].into_iter().filter(|text| !text.is_empty());
        let basis = basis.collect::<Vec<_>>().join("\n");
        let state = row.as_ref().map_or(CheckState::Open, super::checks::state);
        let mut tick = Tick {
            basis: Some(basis).filter(|basis| !basis.is_empty()),
            links: vec![visit],
            owner: evidence.owner,
            next: evidence.next.clone(),
            ..Tick::default()
        };
        let check = self.add_tick(draft, evidence.list, &evidence.item, place, &tick)?;
        if state == CheckState::Open {
            tick.state = Some(CheckState::Working);
            let mut tried = draft.clone();
            self.add_tick(&mut tried, evidence.list, &evidence.item, place, &tick)?;
            // An item of the third list is stored with who follows it up and the next step (domain.md C3).
            match checklists::permit(&self.row_with(check, &tried)?) {
                Ok(()) => *draft = tried,
                Err(Refusal::NoFollowUp) => return Err(Refusal::NoFollowUp.into()),
                Err(_) => {}
            }
        }
        Ok(check)
    }

    /// That the words of a visit, or of what was asked for on it, name a member whom
    /// nothing says to be concerned.
    pub fn told_of_names(&self, visited: &Visited, lang: Lang) -> Option<String> {
        let entered = [visited.visit].into_iter().chain(visited.issues.iter().copied());
        let mut rows = entered.filter_map(|id| self.row(id).ok().flatten());
        let names = rows.any(|row| self.names_a_member(&row).unwrap_or_default());
        names.then(|| NAMES_MEMBER.get(lang).to_owned())
    }

    /// That what a visit raised is kept from a member because of another issue of it.
    pub fn told_of_bars(&self, visited: &Visited, lang: Lang) -> Option<String> {
        let visit = self.row(visited.visit).ok().flatten()?;
        self.bars_along(&visit).unwrap_or_default().then(|| BARS_ALONG.get(lang).to_owned())
    }

    /// What whoever entered a visit has to be told: who was there before, and
    /// that it says nothing. Hints; nothing is refused.
    pub fn told_of_visit(&self, visited: &Visited, lang: Lang) -> Vec<String> {
        let mut told = self.told_before_visit(&visited.before, lang);
        told.extend(self.told_of_names(visited, lang));
        told.extend(self.told_of_bars(visited, lang));
        if visited.is_empty {
            let hint = lang.pick(
                "这次走访没有记下原话、三问、诉求或线索，先不算走到；想起来可以补记，补了就算",
                "nothing was noted of what was said, asked for or learnt: it does not count as made until something is",
            );
            told.push(hint.to_owned());
        }
        told
    }
}

/// The neighbourhood of somebody, or of the household.
pub(super) fn place_of(person: Option<&Row>, home: Option<&Row>) -> Option<RecordId> {
    let own = person.and_then(|row| row.reference(residents::NEIGHBOURHOOD));
    own.or_else(|| home.and_then(|row| row.reference(households::NEIGHBOURHOOD)))
}
