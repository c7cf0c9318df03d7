//! Who was reached and who was not (domain.md B2–B5, A7, H5).

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap, HashSet},
};

use jiff::civil::Date;

use super::{bench::Workbench, error::Error, help::HelpProject, steps::Case};
use crate::domain::{
    calendar,
    calling::{self, Called, Coverage, Reason, Recent, Sources, Waiting},
    id::RecordId,
    issues::issues,
    organisation::{self, postings},
    phases::Period,
    privacy,
    roster::{households, neighbourhoods, residents},
    row::Row,
    standing::{self, StepKind},
    team::{group, members},
    value::Value,
    visits,
    wording::Lang,
};
use crate::say;

/// How many days the same household is left in peace, where the group says nothing.
const REVISIT_DAYS: i64 = 7;

/// What somebody wants to know before he knocks (domain.md B5, H5).
#[derive(Debug, Clone, Default)]
pub struct BeforeVisit {
    /// The last visit, where it is near enough to disturb.
    pub recent: Option<Recent>,
    /// Who made it.
    pub visitors: Vec<RecordId>,
    /// The open issues of the person's own, or of those who live there.
    pub cases: Vec<Case>,
    /// For what the person, or the household, is on the list.
    pub called: Vec<Called>,
    /// The records of the hardship ledger that stand.
    pub hardship: Vec<Row>,
    /// The projects under way that are to help.
    pub projects: Vec<HelpProject>,
}

impl Case {
    /// The residents who raised it, whoever of them came first: each of them
    /// waits for it (domain.md B5, E1). Of an issue with others in it, those
    /// who raised the others are told there.
    pub fn residents(&self) -> Vec<RecordId> {
        let own = self.standing.voices.iter().filter(|voice| voice.issue == self.issue.id);
        let mut all: Vec<RecordId> = own.filter_map(|voice| voice.resident).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The last answer that was given, as it is read without being asked for, and its day.
    pub fn last_answer(&self) -> Option<(Date, Cow<'_, str>)> {
        let mut replies = self.standing.steps.iter().filter(|step| self.standing.stands(step));
        let last = replies.rfind(|step| step.kind == StepKind::Reply)?;
        Some((calendar::day(last.at), privacy::read(last.row.text(crate::domain::issues::steps::TEXT))))
    }
}

impl Workbench {
    /// Who is to be visited and why, who was in these days, and how far each
    /// neighbourhood was walked.
    pub fn coverage(&self, period: Period) -> Result<Coverage, Error> {
        let (homes, people) = (self.rows(households::ID)?, self.rows(residents::ID)?);
        let (homes, people): (Vec<&Row>, Vec<&Row>) = (homes.iter().collect(), people.iter().collect());
        let mut coverage = self.coverage_of(&homes, &people, period)?;
        let day = period.to.map_or(self.today(), |to| to.min(self.today()));
        for (place, members) in self.posted(day)? {
            coverage.places.entry(place).or_default().posted = members;
        }
        Ok(coverage)
    }

    /// The same of these households and residents alone.
    fn coverage_of(&self, homes: &[&Row], people: &[&Row], period: Period) -> Result<Coverage, Error> {
        let mut waiting = Vec::new();
        for case in self.all_cases()?.iter().filter(|case| !case.standing.is_closed()) {
            for resident in case.residents() {
                waiting.push(Waiting {
                    resident,
                    number: case.issue.text(issues::NUMBER).to_owned(),
                    since: calendar::day(standing::registered(&case.issue)),
                });
            }
        }
        let mut coverage = calling::coverage(&Sources {
            households: homes,
            residents: people,
            visits: &self.done_visits()?.iter().collect::<Vec<_>>(),
            waiting: &waiting,
            period,
        });
        // By neighbourhood as people count them.
        let places: HashMap<RecordId, usize> =
            self.places()?.iter().enumerate().map(|(at, place)| (place.id, at)).collect();
        let at = |called: &Called| {
            called.place.map_or(usize::MAX, |id| places.get(&id).copied().unwrap_or(usize::MAX))
        };
        coverage.called.sort_by_key(|called| (called.category, at(called), called.since, called.who));
        // What a list rests on is told, but for what it tells of somebody's health.
        for called in &mut coverage.called {
            if let Reason::Fact(basis) = &mut called.reason
                && privacy::tells_of_health(basis)
            {
                "***".clone_into(basis);
            }
        }
        Ok(coverage)
    }

    /// What people call an issue: its number.
    pub fn name_of_issue(&self, issue: RecordId) -> String {
        let row = self.row(issue).ok().flatten();
        row.map(|row| row.text(issues::NUMBER).to_owned()).unwrap_or_default()
    }

    /// Who is posted where on a day: by postings, and by what cards say.
    pub fn posted(&self, day: Date) -> Result<HashMap<RecordId, Vec<RecordId>>, Error> {
        let postings = self.standing(postings::ID)?;
        let people = self.standing(members::ID)?;
        let mut posted = HashMap::new();
        for place in self.standing(neighbourhoods::ID)? {
            let mut own = organisation::posted(place.id, day, &postings);
            let on_cards =
                people.iter().filter(|row| row.references(members::POSTED).any(|at| at == place.id));
            let told = place.references(neighbourhoods::MEMBERS).chain(on_cards.map(|row| row.id));
            for member in told {
                if !own.contains(&member) {
                    own.push(member);
                }
            }
            posted.insert(place.id, own);
        }
        Ok(posted)
    }

    /// How many days the same household is left in peace: the group's card says it.
    pub fn revisit_days(&self) -> Result<i64, Error> {
        let card = self.row(self.group_id())?;
        Ok(match card.as_ref().and_then(|row| row.one(group::REVISIT_DAYS)) {
            Some(Value::Int(days)) => (*days).clamp(0, 366),
            Some(_) | None => REVISIT_DAYS,
        })
    }

    /// What is known of a household or a resident before a visit on `day`.
    pub fn before_visit(
        &self,
        home: Option<RecordId>,
        resident: Option<RecordId>,
        day: Date,
    ) -> Result<BeforeVisit, Error> {
        let person = resident.map(|id| self.existing(id)).transpose()?;
        let home = home.or_else(|| person.as_ref().and_then(|row| row.reference(residents::HOUSEHOLD)));
        let (visits, erased, today) = (self.rows(visits::ID)?, &self.store.totals().erased, self.today());
        // What was planned and never told of disturbed nobody; a visit of which nothing was noted did.
        let missed = |row: &Row| {
            let is_over = row.date(visits::DATE).is_some_and(|day| day <= today);
            is_over && visits::is_plan(row, today) && !erased.touch_record(row.id)
        };
        let made = || visits.iter().filter(|row| row.stands() && !missed(row));
        let recent = calling::recent(made(), home, resident, day, self.revisit_days()?);
        let visit = recent.as_ref().and_then(|recent| made().find(|row| row.id == recent.visit));
        let visitors = visit.map(|row| row.references(visits::VISITORS).collect()).unwrap_or_default();
        let all = self.rows(residents::ID)?;
        // Of all who are known those alone who are asked about.
        let people: Vec<&Row> = match &person {
            Some(person) => vec![person],
            None if home.is_none() => Vec::new(),
            None => {
                all.iter().filter(|row| row.stands() && row.reference(residents::HOUSEHOLD) == home).collect()
            }
        };
        let meant: HashSet<RecordId> = people.iter().map(|row| row.id).collect();
        let homes = people.iter().filter_map(|row| row.reference(residents::HOUSEHOLD)).chain(home);
        let homes: BTreeSet<RecordId> = homes.collect();
        let homes: Vec<Row> = homes
            .into_iter()
            .map(|id| self.row(id))
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flatten()
            .collect();
        let own = |case: &Case| case.residents().iter().any(|id| meant.contains(id));
        let cases = self.all_cases()?;
        let cases = cases.iter().filter(|case| !case.standing.is_closed() && own(case)).cloned().collect();
        let homes: Vec<&Row> = homes.iter().collect();
        let called = self.coverage_of(&homes, &people, Period::default())?.called.into_iter();
        let called = called.filter(|called| meant.contains(&called.who) || Some(called.who) == home);
        let called = called.collect();
        let hardship = self.hardship_of(home, &|id| meant.contains(&id))?;
        let projects = self.projects_for(home, &hardship)?;
        Ok(BeforeVisit { recent, visitors, cases, called, hardship, projects })
    }

    /// The same in sentences: the last visit, the reasons, the issues with their last answers.
    pub fn told_before_visit(&self, before: &BeforeVisit, lang: Lang) -> Vec<String> {
        let mut told = Vec::new();
        if let Some(recent) = &before.recent {
            let who: Vec<String> = before.visitors.iter().map(|id| self.name_of(*id)).collect();
            let day = recent.day;
            let (by, named) = match who.as_slice() {
                [] => (String::new(), String::new()),
                [..] => (format!("：{}", who.join("、")), format!(": {}", who.join(", "))),
            };
            told.push(match recent.days {
                0 => say!(
                    lang,
                    "当天（{day}）已有人走访这一户{by}",
                    "somebody was here the same day, {day}{named}"
                ),
                days => say!(
                    lang,
                    "{days} 天前（{day}）已有人走访这一户{by}，请想想是否打扰",
                    "somebody was here {days} d before, {day}{named}; would it disturb?"
                ),
            });
        }
        for case in &before.cases {
            let (number, title) = (case.issue.text(issues::NUMBER), case.issue.text(issues::TITLE));
            let due = calendar::distance(case.standing.due, self.today(), lang);
            told.push(match case.last_answer() {
                Some((day, text)) => say!(
                    lang,
                    "{number} {title}（{due}）上次答复 {day}：{text}",
                    "{number} {title} ({due}), last answer {day}: {text}"
                ),
                None => say!(
                    lang,
                    "{number} {title}（{due}）还没有答复",
                    "{number} {title} ({due}), not answered yet"
                ),
            });
        }
        told.extend(self.told_help(before, lang));
        told
    }
}
