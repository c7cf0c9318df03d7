//! Reading what the screens show.

mod field;
mod outline;
mod standings;

use std::{collections::HashMap, sync::Arc};

use super::{Performer, inbox};
use crate::{
    domain::{
        analyses, calendar, checklists, hot_topics,
        id::RecordId,
        informers,
        ledger::{Ledger, Source},
        retention::{self, periods},
        roster::{households, neighbourhoods, residents},
        row::Row,
        team::members,
        value::Value,
        visits,
        wording::{Lang, Wording},
    },
    exchange::papers,
    say,
    tui::event::Answer,
    tui::lists::Orders,
    tui::screens::ledgers::is_offered,
    tui::snapshot::{Dispute, Lookup, Roster, Snapshot, Standings, Trends, period_rows},
    workbench::{
        Error, LIFE, STRUCK, Workbench, agenda,
        conflicts::{Candidate, Conflict},
        peers::Laptop,
        printing::Issue,
        progress::{self, Stage},
    },
};

pub(super) use standings::Known;

/// Bulletins with the lines they are printed in.
fn printed(bench: &Workbench) -> Result<Vec<(Issue, Vec<String>)>, Error> {
    let all = bench.bulletins()?;
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let known = bench.known_people()?;
    let laid = all.into_iter().map(|issue| {
        let lines = papers::bulletin(&known, &issue).lines();
        (issue, lines)
    });
    Ok(laid.collect())
}

impl Performer {
    /// Reads what the first frame shows, before everything else is read.
    pub(in crate::tui) fn outline(&self) -> Result<Snapshot, Error> {
        let (keys, keys_trouble) = (Arc::clone(&self.keys), self.keys_trouble.clone());
        let outline = outline::gather(&self.bench, Arc::clone(&self.looks), self.lang)?;
        let arrangement = Arc::clone(&self.arrangement);
        Ok(Snapshot { keys, keys_trouble, arrangement, ..outline })
    }

    /// Reads the ledgers for the first time, and tells how far it is; first who lives there,
    /// so that somebody can be looked up while the rest is read.
    pub(in crate::tui) fn read_all(&mut self, tell: &mut dyn FnMut(Answer)) -> Result<(), Error> {
        let offered = self.catalog.iter().filter(|ledger| is_offered(ledger)).count();
        let total = offered as u64;
        progress::tell(&mut |it| self.hearing(tell).hear(it), Stage::ReadingLedgers, 0, Some(total));
        self.read_people(tell)?;
        let mut hearing = self.hearing(tell);
        let offered = self.catalog.iter().filter(|ledger| is_offered(ledger));
        for (done, ledger) in (0..).zip(offered) {
            progress::tell(&mut |it| hearing.hear(it), Stage::ReadingLedgers, done, Some(total));
            self.bench.rows(&ledger.id)?;
        }
        progress::tell(&mut |it| hearing.hear(it), Stage::ReadingLedgers, total, Some(total));
        Ok(())
    }

    /// Reads who lives there.
    pub(in crate::tui) fn read_people(&mut self, tell: &mut dyn FnMut(Answer)) -> Result<(), Error> {
        tell(Answer::People(self.roster()?));
        Ok(())
    }

    /// Reads everything the screens show.
    pub(in crate::tui) fn snapshot(&mut self) -> Result<Snapshot, Error> {
        // The group's own ledgers may have changed.
        self.catalog = self.bench.shared_catalog();
        let roster = self.roster()?;
        let issue_index = self.issue_index()?;
        self.told_day = Some(self.bench.today());
        let inbox = self.inbox();
        let standings = standings::gather(&self.bench, &mut self.standings)?;
        let swept = self.bench.take_swept();
        let (bench, lang) = (&self.bench, self.lang);
        let laptops = bench.laptops()?;
        let disputes =
            bench.conflicts()?.into_iter().map(|conflict| dispute(bench, &laptops, conflict, lang)).collect();
        let cases = bench.all_cases()?;
        let projects = bench.help_projects()?;
        let agenda = bench.agenda_of(&cases, agenda::DAYS)?;
        self.told_hours = agenda.items.iter().any(|item| item.at.is_some());
        let own = bench.own_part()?;
        let (visits, books) = (bench.rows(visits::ID)?, books(bench, &standings, lang)?);
        let field = field::gather(bench, &visits, &roster)?;
        let rows_of = |ledger: &str| books.get(ledger).map_or(&[][..], |rows| rows.as_slice());
        let lookup = Lookup::new(&cases, &visits, &agenda, &self.catalog, rows_of, bench.today());
        let mut read = Snapshot {
            is_outline: false,
            own_issues: own.is_part().then(|| bench.issues_in(&own, &cases)).transpose()?,
            begins_with_own: own.is_default(),
            needs: bench.needs_board(&projects, &cases),
            projects: Arc::new(projects),
            bulletins: Arc::new(printed(bench)?),
            leads: bench.leads(),
            today: bench.today(),
            lang,
            looks: Arc::clone(&self.looks),
            keys: Arc::clone(&self.keys),
            keys_trouble: self.keys_trouble.clone(),
            member: bench.member(),
            status: bench.status()?,
            catalog: Arc::clone(&self.catalog),
            checklists: Arc::new(bench.checklists()?),
            deadlines: bench.deadlines()?,
            agenda,
            trends: Arc::new(Trends::of(&cases, bench.today())),
            month: None,
            cases,
            classes: bench.classes()?,
            sheets: bench.standing(analyses::ID)?,
            judgements: bench.standing(hot_topics::ID)?,
            issue_index,
            books_index: None,
            roster,
            neighbourhoods: bench.places()?,
            members: members_by_name(bench)?,
            field: Arc::new(field),
            visits,
            checks: Arc::new(bench.standing(checklists::ID)?),
            shares: bench.shares()?,
            conflicts: disputes,
            books,
            faults: faults(bench)?,
            fits: fits(bench)?,
            laptops,
            erased: bench.erased_records(),
            erasures: bench.erasures()?,
            standings,
            due: Arc::default(),
            sees_apart: bench.sees_informers()?,
            lock_after: bench.lock_after()?,
            begun: 0,
            swept,
            backups: bench.backups()?,
            inbox_at: inbox::told(self.bench.home()),
            inbox,
            now: bench.now(),
            lookup: Arc::new(lookup),
            arrangement: Arc::clone(&self.arrangement),
            orders: Orders::default(),
            undoing: None,
        };
        self.orders.renew(&read, &self.arrangement);
        read.orders = self.orders.clone();
        Ok(read)
    }

    /// The residents, indexed again only when they changed.
    fn roster(&mut self) -> Result<Arc<Roster>, Error> {
        let people = self.bench.rows(residents::ID)?;
        let houses = self.bench.rows(households::ID)?;
        let places = self.bench.rows(neighbourhoods::ID)?;
        if let Some(known) = &self.roster
            && Arc::ptr_eq(&known.residents, &people)
            && Arc::ptr_eq(&known.households, &houses)
            && Arc::ptr_eq(&known.neighbourhoods, &places)
        {
            return Ok(Arc::clone(known));
        }
        let roster = Arc::new(Roster::new(people, houses, places));
        self.roster = Some(Arc::clone(&roster));
        Ok(roster)
    }
}

/// The members, by name.
fn members_by_name(bench: &Workbench) -> Result<Vec<Row>, Error> {
    let mut people = bench.standing(members::ID)?;
    people.sort_by(|a, b| (a.text(members::NAME), a.id).cmp(&(b.text(members::NAME), b.id)));
    Ok(people)
}

/// The rows of every ledger that people add to.
fn books(
    bench: &Workbench,
    standings: &Standings,
    lang: Lang,
) -> Result<HashMap<String, Arc<Vec<Row>>>, Error> {
    let offered = bench.catalog().iter().filter(|ledger| is_offered(ledger));
    let mut books = HashMap::new();
    for ledger in offered {
        books.insert(ledger.id.clone(), bench.rows(&ledger.id)?);
    }
    // Of the periods there are cards only where a lead has set one: all are shown.
    let title = |id: &str| bench.ledger(id).map_or("", |ledger| ledger.title.get(lang)).to_owned();
    let mut all = period_rows(&standings.periods, title, bench.member(), lang);
    if !bench.sees_informers()? {
        all.retain(|row| row.id != retention::period_id(informers::ID));
    }
    books.insert(periods::ID.to_owned(), Arc::new(all));
    Ok(books)
}

/// The rules that records break.
fn faults(bench: &Workbench) -> Result<HashMap<RecordId, Vec<Wording>>, Error> {
    let mut faults = HashMap::new();
    let judged = |ledger: &&Ledger| !ledger.rules.is_empty() || ledger.source != Source::Core;
    for ledger in bench.catalog().iter().filter(judged) {
        for row in bench.rows(&ledger.id)?.iter() {
            let broken = bench.faults(row);
            if !broken.is_empty() {
                faults.insert(row.id, broken);
            }
        }
    }
    Ok(faults)
}

/// Who meets a preference of an opening for work, and the other way about.
fn fits(bench: &Workbench) -> Result<HashMap<RecordId, Wording>, Error> {
    let mut fits = HashMap::new();
    for ledger in crate::workbench::fits::LEDGERS {
        for row in bench.standing(ledger)? {
            fits.extend(bench.told_fits(row.id)?.map(|told| (row.id, told)));
        }
    }
    Ok(fits)
}

fn dispute(bench: &Workbench, letters: &[Laptop], conflict: Conflict, lang: Lang) -> Dispute {
    let ledger = bench.ledger_of(conflict.record).ok();
    let field = ledger.and_then(|ledger| ledger.field(conflict.tag)).cloned();
    let title = match (conflict.tag, &field) {
        (LIFE, _) => lang.pick("删除还是保留", "deleted or kept").to_owned(),
        (STRUCK, _) => lang.pick("是否划去", "struck out or not").to_owned(),
        (_, Some(field)) => field.title.get(lang).to_owned(),
        (tag, None) => tag.to_string(),
    };
    let ledger = ledger.map_or("", |ledger| ledger.title.get(lang));
    let show = |value: &Value| match &field {
        Some(field) if conflict.is_hidden(field, value) => conflict.masked(field, value),
        Some(field) => bench.show_in_full(field, value, lang),
        None => value.as_text().unwrap_or("").to_owned(),
    };
    let told = |candidate: &Candidate| match (conflict.tag, &conflict.element, &candidate.value) {
        (LIFE, _, Some(Value::Bool(true))) => lang.pick("保留", "keep").to_owned(),
        (LIFE, ..) => lang.pick("删除", "delete").to_owned(),
        (_, Some(element), Some(_)) => {
            let shown = show(element);
            say!(lang, "要有 {shown}", "with {shown}")
        }
        (_, Some(element), None) => {
            let shown = show(element);
            say!(lang, "不要 {shown}", "without {shown}")
        }
        (_, None, Some(value)) => show(value),
        (_, None, None) => lang.pick("（空）", "(empty)").to_owned(),
    };
    let whence = |candidate: &Candidate| {
        let laptop = letters.iter().find(|laptop| laptop.peer == candidate.peer);
        let letter = laptop.map_or("?", |laptop| laptop.letter.as_str());
        let (who, at) = (bench.name_of(candidate.author), calendar::minute(candidate.at));
        say!(lang, "{who}  电脑 {letter}  {at}", "{who}  laptop {letter}  {at}")
    };
    let sides = conflict.candidates.iter().map(|candidate| (told(candidate), whence(candidate))).collect();
    let writable = field.is_some() && conflict.element.is_none();
    let record = bench.called(conflict.record).unwrap_or_default();
    Dispute { field: format!("{ledger} · {title}"), sides, writable, record, conflict }
}
