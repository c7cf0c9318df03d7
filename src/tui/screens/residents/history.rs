//! What happened with a resident or a household, newest first: visits, those
//! struck out too, issues, and the help that the other ledgers tell of.

use jiff::civil::Date;

use super::{Shown, card::Target};
use crate::{
    domain::{
        calendar,
        consent::{consents, notices},
        field::Kind,
        id::RecordId,
        issues::issues,
        ledger::{Ledger, Nature, Source},
        plan::tasks,
        privacy,
        projects::projects as help,
        roster::{refers_to_people, residents},
        row::Row,
        standing, visits,
    },
    say,
    tui::model::Model,
};

/// One thing that happened.
pub(super) struct Event {
    pub(super) day: Option<Date>,
    pub(super) text: String,
    pub(super) target: Target,
    /// Whether it counts: what was struck out does not.
    pub(super) counts: bool,
}

/// Ledgers that are told otherwise, or tell of no help.
const ELSEWHERE: [&str; 6] = [visits::ID, issues::ID, help::ID, consents::ID, notices::ID, tasks::ID];

/// All of it.
pub(super) fn history(model: &Model, shown: Shown) -> Vec<Event> {
    let (resident, household) = match shown {
        Shown::Resident(row) => (Some(row.id), row.reference(residents::HOUSEHOLD)),
        Shown::Household(row) => (None, Some(row.id)),
    };
    let mut events = visited(model, resident, household);
    if let Some(resident) = resident {
        events.extend(asked(model, resident));
    }
    events.extend(projects(model, household));
    events.extend(helped(model, resident, household));
    events.sort_by_key(|event| std::cmp::Reverse(event.day));
    events
}

fn visited(model: &Model, resident: Option<RecordId>, household: Option<RecordId>) -> Vec<Event> {
    let (data, lang) = (&model.data, model.lang);
    let told = |visit: &Row| {
        let who = data.named(visit, visits::VISITORS);
        let words = visit.text(visits::WORDS);
        let words = if words.is_empty() { visit.text(visits::SUMMARY) } else { words };
        let words = privacy::read(words);
        let text = match &visit.struck {
            Some(why) => {
                say!(
                    lang,
                    "（已划去：{why}）走访 {who}  {words}",
                    "(struck out: {why}) visit by {who}  {words}"
                )
            }
            None if visits::is_plan(visit, data.today) => {
                say!(lang, "安排走访 {who}  {words}", "visit planned by {who}  {words}").trim_end().to_owned()
            }
            None => say!(lang, "走访 {who}  {words}", "visit by {who}  {words}"),
        };
        let (day, counts) = (visit.date(visits::DATE), visit.struck.is_none());
        Event { day, text, target: Target::Visit(visit.id), counts }
    };
    let visits = data.visits_to(resident.into_iter().chain(household)).into_iter();
    visits.filter(|visit| !visit.deleted).map(told).collect()
}

fn asked(model: &Model, resident: RecordId) -> Vec<Event> {
    let lang = model.lang;
    let told = model.data.asked_by(resident).map(|case| {
        let day = calendar::day(standing::registered(&case.issue));
        let (number, title) = (case.issue.text(issues::NUMBER), case.issue.text(issues::TITLE));
        let status = case.standing.status.title(lang);
        let text = say!(lang, "事项 {number}  {title}（{status}）", "issue {number}  {title} ({status})");
        Event { day: Some(day), text, target: Target::Issue(case.issue.id), counts: true }
    });
    told.collect()
}

fn projects(model: &Model, household: Option<RecordId>) -> Vec<Event> {
    let lang = model.lang;
    let reaches = |project: &Row| project.references(help::HOUSEHOLDS).any(|id| Some(id) == household);
    let own = model.data.projects.iter().filter(|one| reaches(&one.project));
    let told = own.map(|one| {
        let (title, progress) = (one.project.text(help::TITLE), one.progress.title(lang));
        let text = say!(lang, "帮扶 {title}（{progress}）", "help {title} ({progress})");
        let day = Some(calendar::day(one.project.created));
        Event { day, text, target: Target::Project(one.project.id), counts: true }
    });
    told.collect()
}

/// Entries of the other ledgers that name them: training, work, policies, care.
fn helped(model: &Model, resident: Option<RecordId>, household: Option<RecordId>) -> Vec<Event> {
    let (data, lang) = (&model.data, model.lang);
    let tells = |ledger: &&Ledger| {
        let is_of_deeds = ledger.nature == Nature::Entry || ledger.source != Source::Core;
        is_of_deeds && !ELSEWHERE.contains(&ledger.id.as_str())
    };
    let rows = data.mentions_of(resident.into_iter().chain(household)).into_iter();
    let told = rows.filter(|row| row.stands()).filter_map(|row| {
        let ledger = data.catalog.of(row.id).filter(tells)?;
        let text = format!("{}  {}", ledger.title.get(lang), told_of(model, ledger, row));
        let text = text.trim_end().to_owned();
        Some(Event { day: day_of(ledger, row), text, target: Target::Record(row.id), counts: true })
    });
    told.collect()
}

/// What the ledger's own list shows of a record besides people and days.
fn told_of(model: &Model, ledger: &Ledger, row: &Row) -> String {
    let shows = |kind: &Kind| !refers_to_people(kind) && !matches!(kind, Kind::Date | Kind::Instant);
    let columns = ledger.fields.iter().filter(|field| field.column.is_some() && shows(&field.kind));
    let told = columns.map(|field| model.data.shown(row, field, model.lang)).filter(|text| !text.is_empty());
    told.take(3).collect::<Vec<_>>().join(" ")
}

fn day_of(ledger: &Ledger, row: &Row) -> Option<Date> {
    let mut days = ledger.fields.iter().filter(|field| field.kind == Kind::Date);
    days.find_map(|field| row.date(field.tag)).or_else(|| Some(calendar::day(row.created)))
}
