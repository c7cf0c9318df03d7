//! Visits owed and made, goals, tasks, phases and what the day is planned for.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{ToSpan as _, civil::Date};
use minqing::{
    domain::{
        calendar,
        calling::Reason,
        checklists,
        funds::funds,
        id::{LedgerTag, RecordId},
        issues::issues,
        organisation::{handovers, postings},
        phases::Period,
        plan::{goals, tasks},
        roster::{households, neighbourhoods, residents},
        row::Row,
        team::members,
        value::Value,
        visits::{self, VisitCategory},
        voices,
    },
    workbench::{Workbench, agenda::Section},
};

use super::{
    almanac,
    matters::{Book, registered, says},
};

/// The residents who wait for an answer or a result, with the numbers of what they asked.
pub(crate) fn waiting(bench: &Workbench, book: &Book) -> BTreeMap<RecordId, BTreeSet<String>> {
    let mut waiting: BTreeMap<RecordId, BTreeSet<String>> = BTreeMap::new();
    let heard = bench.standing(voices::ID).unwrap();
    for issue in bench.rows(issues::ID).unwrap().iter() {
        if book.of(issue.id).closed_at.is_some() {
            continue;
        }
        let further = heard.iter().filter(|voice| voice.reference(voices::ISSUE) == Some(issue.id));
        let all =
            further.map(|voice| voice.reference(voices::RESIDENT)).chain([issue.reference(issues::RESIDENT)]);
        for who in all.flatten() {
            waiting.entry(who).or_default().insert(issue.text(issues::NUMBER).to_owned());
        }
    }
    waiting
}

pub(crate) fn recount(bench: &Workbench, book: &Book) {
    coverage(bench, book);
    reached(bench, book);
    carried(bench, book);
    plans_of_the_day(bench, book);
    shares(bench);
}

/// Whether a visit was made: its day is not to come, and something was told of it.
fn is_made(bench: &Workbench, visit: &Row) -> bool {
    let is_to_come = visit.date(visits::DATE).is_some_and(|day| day > bench.today());
    !is_to_come && is_told_of(bench, visit)
}

/// Whether a visit is a plan: one for a day to come, and one that was entered
/// ahead of its day and of which nothing was ever told.
pub(crate) fn is_plan(bench: &Workbench, visit: &Row) -> bool {
    let Some(day) = visit.date(visits::DATE) else { return false };
    day > bench.today() || calendar::day(visit.created) < day && !is_told_of(bench, visit)
}

/// Whether anything was ever told of a visit: in words, by what was raised or learnt.
fn is_told_of(bench: &Workbench, visit: &Row) -> bool {
    let texts =
        [visits::WORDS, visits::SUMMARY, visits::OPINION, visits::WANTS, visits::ADVICE, visits::EXPERIENCE];
    let needs = visit.all(visits::NEEDS).iter().filter_map(Value::as_text);
    texts.iter().any(|tag| says(visit, *tag))
        || needs.clone().any(|need| need.chars().any(char::is_alphanumeric))
        || ["willing", "conditions", "unwilling"].contains(&visit.text(visits::TAKES_ALONG))
        || [visits::ISSUES, visits::CHECKS].iter().any(|tag| !visit.all(*tag).is_empty())
        || bench.erased_records().contains_key(&visit.id)
}

/// The visits that were made.
pub(crate) fn made(bench: &Workbench) -> Vec<Row> {
    let mut visits = bench.standing(visits::ID).unwrap();
    visits.retain(|visit| is_made(bench, visit));
    visits
}

fn home_of(bench: &Workbench, visit: &Row) -> Option<RecordId> {
    visit.reference(visits::HOUSEHOLD).or_else(|| {
        let person = bench.row(visit.reference(visits::RESIDENT)?).unwrap().filter(Row::stands)?;
        person.reference(residents::HOUSEHOLD)
    })
}

fn coverage(bench: &Workbench, book: &Book) {
    let today = bench.today();
    let period = Period { from: today.checked_sub(60.days()).ok(), to: Some(today) };
    let visits: Vec<Row> = made(bench)
        .into_iter()
        .filter(|visit| visit.date(visits::DATE).is_some_and(|day| period.contains(day)))
        .collect();
    let (homes, people) = (bench.standing(households::ID).unwrap(), bench.standing(residents::ID).unwrap());
    let last_to = |who: &Row| {
        let home = who.reference(residents::HOUSEHOLD);
        let fits = |visit: &&Row| match visit.reference(visits::RESIDENT) {
            Some(named) => named == who.id,
            None => home.is_some() && visit.reference(visits::HOUSEHOLD) == home,
        };
        visits.iter().filter(fits).filter_map(|visit| visit.date(visits::DATE)).max()
    };
    let last_at = |home: RecordId| {
        let fits = |visit: &&Row| home_of(bench, visit) == Some(home);
        visits.iter().filter(fits).filter_map(|visit| visit.date(visits::DATE)).max()
    };
    let mut wanted: BTreeMap<(RecordId, VisitCategory), Option<Date>> = BTreeMap::new();
    let facts = |card: &Row, tag: u16, basis: u16| -> Vec<VisitCategory> {
        card.all(tag)
            .iter()
            .filter(|_| says(card, basis))
            .filter_map(|value| VisitCategory::from_key(value.as_text()?))
            .collect()
    };
    for home in &homes {
        for category in facts(home, households::VISIT_FACTS, households::VISIT_BASIS) {
            wanted.insert((home.id, category), last_at(home.id));
        }
    }
    for person in &people {
        for category in facts(person, residents::VISIT_FACTS, residents::VISIT_BASIS) {
            wanted.insert((person.id, category), last_to(person));
        }
    }
    let waits = waiting(bench, book);
    for person in people.iter().filter(|person| waits.contains_key(&person.id)) {
        let asked = bench.rows(issues::ID).unwrap();
        let own = asked.iter().filter(|issue| waits[&person.id].contains(issue.text(issues::NUMBER)));
        let since = own.map(|issue| calendar::day(registered(issue))).min().unwrap();
        let heard = last_to(person).filter(|day| *day >= since);
        wanted.insert((person.id, VisitCategory::Petitioner), heard);
    }
    let coverage = bench.coverage(period).unwrap();
    let told: BTreeMap<(RecordId, VisitCategory), Option<Date>> =
        coverage.called.iter().map(|called| ((called.who, called.category), called.visited)).collect();
    assert_eq!(told, wanted, "who is to be visited");
    assert_eq!(coverage.called.len(), wanted.len());
    for called in &coverage.called {
        if let Reason::Waits(numbers) = &called.reason {
            let numbers: BTreeSet<String> = numbers.iter().cloned().collect();
            assert_eq!(Some(&numbers), waits.get(&called.who));
        }
    }
    for place in bench.standing(neighbourhoods::ID).unwrap() {
        let own: Vec<&Row> =
            homes.iter().filter(|home| home.reference(households::NEIGHBOURHOOD) == Some(place.id)).collect();
        let walked = coverage.places.get(&place.id).cloned().unwrap_or_default();
        let visited = own.iter().filter(|home| last_at(home.id).is_some()).count();
        assert_eq!((walked.households, walked.visited), (own.len(), visited), "{}", bench.name_of(place.id));
        assert_eq!(walked.posted.into_iter().collect::<BTreeSet<_>>(), posted(bench, &place), "posted");
    }
}

/// Who is posted at a neighbourhood today.
pub(crate) fn posted(bench: &Workbench, place: &Row) -> BTreeSet<RecordId> {
    let today = bench.today();
    let on_day = |row: &Row| {
        row.date(postings::FROM).is_none_or(|from| from <= today)
            && row.date(postings::TO).is_none_or(|to| today <= to)
    };
    let all = bench.standing(postings::ID).unwrap();
    let by_posting = all
        .iter()
        .filter(|row| row.reference(postings::NEIGHBOURHOOD) == Some(place.id) && on_day(row))
        .filter_map(|row| row.reference(postings::MEMBER));
    let people = bench.standing(members::ID).unwrap();
    let by_card = people.iter().filter(|row| row.references(members::POSTED).any(|at| at == place.id));
    by_posting.chain(place.references(neighbourhoods::MEMBERS)).chain(by_card.map(|row| row.id)).collect()
}

/// What was reached of each goal.
fn reached(bench: &Workbench, book: &Book) {
    let visits = made(bench);
    for told in bench.goals().unwrap() {
        let goal = &told.goal;
        let place = goal.reference(goals::NEIGHBOURHOOD);
        let within = |day: Date| {
            goal.date(goals::FROM).is_none_or(|from| from <= day)
                && goal.date(goals::TO).is_none_or(|to| day <= to)
        };
        let person = |visit: &Row| visit.reference(visits::RESIDENT).and_then(|id| bench.row(id).unwrap());
        let lives = |visit: &Row| {
            person(visit).filter(Row::stands).and_then(|row| row.reference(residents::NEIGHBOURHOOD))
        };
        let made = || {
            visits
                .iter()
                .filter(|visit| visit.date(visits::DATE).is_some_and(within))
                .filter(|visit| place.is_none() || lives(visit) == place)
        };
        let wanted = match goal.text(goals::MEASURE) {
            "visits" => made().count(),
            "households" => made().filter_map(|visit| home_of(bench, visit)).collect::<BTreeSet<_>>().len(),
            "issues_solved" => book
                .matters()
                .filter(|told| place.is_none() || told.row.reference(issues::NEIGHBOURHOOD) == place)
                .filter(|told| told.closed_at.is_some_and(|at| within(calendar::day(at))))
                .count(),
            "tasks" => {
                let all = bench.standing(tasks::ID).unwrap();
                let own = all.iter().filter(|task| task.reference(tasks::GOAL) == Some(goal.id));
                own.filter(|task| is_done(task, &visits)).count()
            }
            "by_hand" if says(goal, goals::BASIS) => {
                usize::try_from(goal.int(goals::DONE).unwrap_or(0)).unwrap_or(0)
            }
            "checks_clear" => bench
                .standing(checklists::ID)
                .unwrap()
                .iter()
                .filter(|check| is_clear(check) && within(calendar::day(check.updated)))
                .filter(|check| place.is_none() || check.reference(checklists::NEIGHBOURHOOD) == place)
                .count(),
            _ => 0,
        };
        assert_eq!(told.done, i64::try_from(wanted).unwrap(), "{}", goal.text(goals::MEASURE));
    }
}

fn is_done(task: &Row, visits: &[Row]) -> bool {
    let last = task.date(tasks::TO).or(task.date(tasks::FROM));
    let in_order = task.date(tasks::FROM).zip(last).is_none_or(|(from, to)| from <= to);
    if task.date(tasks::DONE_ON).is_some() && says(task, tasks::BASIS) && in_order {
        return true;
    }
    let Some(whom) = task.reference(tasks::RESIDENT) else { return false };
    let Some(from) = task.date(tasks::FROM) else { return false };
    visits.iter().any(|visit| {
        visit.reference(visits::RESIDENT) == Some(whom)
            && visit.date(visits::DATE).is_some_and(|day| day >= from)
    })
}

/// Whether an item counts as clear: with its basis, and on the third list with
/// owner and next step.
fn is_clear(check: &Row) -> bool {
    let followed = check.reference(checklists::OWNER).is_some() && says(check, checklists::NEXT);
    check.text(checklists::STATE) == "clear"
        && says(check, checklists::BASIS)
        && (check.text(checklists::LIST) != "harmony" || followed)
}

fn shares(bench: &Workbench) {
    let lists = bench.checklists().unwrap();
    let checks = bench.standing(checklists::ID).unwrap();
    for ((place, list), share) in bench.shares().unwrap() {
        let sheet = lists.iter().find(|sheet| sheet.list == list).unwrap();
        let own = checks.iter().filter(|check| {
            check.reference(checklists::NEIGHBOURHOOD) == Some(place)
                && check.text(checklists::LIST) == list.key()
                && sheet.items.iter().any(|item| item.id == check.text(checklists::ITEM))
        });
        assert_eq!(share.clear, own.filter(|check| is_clear(check)).count(), "clear");
    }
}

/// What the second phase takes over: registered before, and without a result when it began.
fn carried(bench: &Workbench, book: &Book) {
    for (_, period) in bench.phases().unwrap() {
        let from = period.from.unwrap();
        let wanted: BTreeSet<(RecordId, Date)> = bench
            .rows(issues::ID)
            .unwrap()
            .iter()
            .map(|issue| (issue.id, calendar::day(registered(issue))))
            .filter(|(id, first)| {
                let closed = book.of(*id).closed_at.map(calendar::day);
                *first < from && closed.is_none_or(|day| day >= from)
            })
            .collect();
        let told = bench.carried_into(period).unwrap();
        let told: BTreeSet<(RecordId, Date)> = told.into_iter().map(|one| (one.issue, one.first)).collect();
        assert_eq!(told, wanted, "what the phase from {from} took over");
    }
}

/// Visits, tasks, reminders, re-checks and birthdays of the next days.
fn plans_of_the_day(bench: &Workbench, book: &Book) {
    let (today, until) = (bench.today(), bench.today().checked_add(7.days()).unwrap());
    let (visits, done) = (bench.standing(visits::ID).unwrap(), made(bench));
    let missed = today.checked_sub(30.days()).unwrap();
    let coming = visits.iter().filter(|visit| is_plan(bench, visit));
    let coming =
        coming.filter(|visit| visit.date(visits::DATE).is_some_and(|day| (missed..=until).contains(&day)));
    let all = bench.standing(tasks::ID).unwrap();
    let open = all.iter().filter(|task| {
        let last = task.date(tasks::TO).or(task.date(tasks::FROM));
        let begins = task.date(tasks::FROM).is_some_and(|from| from <= until);
        begins && last.is_some() && !is_done(task, &done)
    });
    let agenda = bench.agenda(7).unwrap();
    let reminders = bench.reminders(until).unwrap().len();
    // What follows from something done stands there as well; it is no plan.
    let follows =
        |id: RecordId| [issues::ID, handovers::ID, funds::ID].map(LedgerTag::of).contains(&id.ledger());
    let plans = agenda.of(Section::Plans).filter(|item| !item.record.is_some_and(follows));
    assert_eq!(plans.count(), coming.count() + open.count() + reminders, "what is planned");
    assert_eq!(reminders, due_by(bench, until), "what ledgers remind of");
    let checks = bench.standing(checklists::ID).unwrap();
    let again = checks.iter().filter(|row| row.date(checklists::REVIEW).is_some_and(|day| day <= until));
    let agreed: usize = book.matters().map(|told| told.agreement.lines(today, until)).sum();
    assert_eq!(agenda.of(Section::Rechecks).count(), again.count() + agreed, "what is to be looked at again");
    let people = bench.standing(residents::ID).unwrap();
    let near = |person: &&Row| {
        let today = almanac::of(today);
        (today..=today + 7).any(|day| almanac::is_birthday(day, person.text(residents::LUNAR_BIRTHDAY)))
    };
    // Care projects and plans of calls are greeted of as well, and are no birthdays.
    let greeted = agenda.of(Section::Greetings).filter_map(|item| item.record);
    let greeted: BTreeSet<RecordId> =
        greeted.filter(|id| id.ledger() == LedgerTag::of(residents::ID)).collect();
    assert_eq!(greeted, people.iter().filter(near).map(|person| person.id).collect(), "birthdays");
}

/// What the declared ledgers remind of, from their declarations.
fn due_by(bench: &Workbench, until: Date) -> usize {
    let mut due = 0;
    for ledger in bench.catalog().iter().filter(|ledger| !ledger.hidden) {
        for row in bench.standing(&ledger.id).unwrap() {
            for reminder in &ledger.reminders {
                let value = |key: &str| ledger.field_by_key(key).and_then(|field| row.one(field.tag));
                let holds = reminder.when.iter().all(|condition| {
                    let Some(field) = ledger.field_by_key(&condition.field) else { return false };
                    let values = row.all(field.tag);
                    condition.any.iter().any(|answer| match answer.as_str() {
                        "*" => !values.is_empty(),
                        "-" => values.is_empty(),
                        answer => values.iter().any(|value| match value {
                            Value::Text(text) | Value::Choice(text) => text == answer,
                            Value::Bool(yes) => (if *yes { "yes" } else { "no" }) == answer,
                            Value::Int(number) => number.to_string() == answer,
                            Value::Date(_) | Value::Instant(_) | Value::Ref(_) | Value::Unknown(..) => false,
                        }),
                    })
                });
                let day = match value(&reminder.on) {
                    Some(Value::Date(day)) => Some(*day),
                    Some(Value::Instant(at)) => Some(calendar::day(*at)),
                    _ => None,
                };
                let day = day.and_then(|day| day.checked_add(i64::from(reminder.after).days()).ok());
                let known = ledger.field_by_key(&reminder.until).is_some();
                due += usize::from(
                    holds && known && value(&reminder.until).is_none() && day.is_some_and(|day| day <= until),
                );
            }
        }
    }
    due
}
