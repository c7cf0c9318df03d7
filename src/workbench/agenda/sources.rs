//! What the lines of the agenda come from.

#![expect(clippy::unnecessary_wraps, reason = "every source has one shape, and most of them read")]

use jiff::civil::Date;

use super::{Ask, Item, Rank, Section, slips};
use crate::{
    domain::{
        calendar,
        checklists::{self, Clarity},
        deadlines::{Clock, Stage, days_after},
        field::Tag,
        id::RecordId,
        issues::{issues, steps},
        phases::Period,
        plan::{self, tasks},
        privacy,
        row::Row,
        standing::{Step, StepKind},
        value::Value,
        visits,
        wording::{Lang, Wording},
    },
    say,
    workbench::{Error, Workbench, steps::Case},
};

/// Who has had no answer: everybody, however far the day, since an answer is owed from the first.
pub(super) fn answers(bench: &Workbench, ask: &Ask<'_>, items: &mut Vec<Item>) -> Result<(), Error> {
    for case in open(ask).filter(|case| !case.standing.answered) {
        items.push(matter(bench, ask, case, Section::Answers, case.standing.running.pressing()));
    }
    Ok(())
}

/// Whose matter has been answered and is due, or near its end.
pub(super) fn results(bench: &Workbench, ask: &Ask<'_>, items: &mut Vec<Item>) -> Result<(), Error> {
    for case in open(ask).filter(|case| case.standing.answered && !slips::is_slip(case)) {
        let item = matter(bench, ask, case, Section::Results, case.standing.running.pressing());
        if item.day <= ask.until || item.stage > Stage::Quiet || case.standing.contested {
            items.push(item);
        }
    }
    Ok(())
}

/// What was promised by a day in the last answer: a later answer takes its place, and the day of
/// an extension that counts, which was told to the person.
pub(super) fn promises(bench: &Workbench, ask: &Ask<'_>, items: &mut Vec<Item>) -> Result<(), Error> {
    for case in open(ask).filter(|case| case.standing.answered) {
        let standing = &case.standing;
        let is_answer = |step: &Step| step.kind == StepKind::Reply && standing.stands(step);
        let place = standing.steps.iter().rposition(is_answer);
        let last = place.and_then(|at| standing.steps.get(at));
        let Some(day) = last.and_then(|step| step.row.date(steps::PROMISED)) else { continue };
        let since = standing.steps.iter().skip(place.map_or(0, |at| at + 1));
        let extended = since.filter(|step| standing.running.extensions.contains(&step.id));
        let day = extended.filter_map(|step| step.row.date(steps::UNTIL)).fold(day, Date::max);
        if day > ask.until {
            continue;
        }
        let words =
            last.map(|step| privacy::read(step.row.text(steps::TEXT)).into_owned()).unwrap_or_default();
        let item = matter(bench, ask, case, Section::Promises, None);
        items.push(Item {
            day,
            at: None,
            stage: by_day(day, ask.today),
            reason: both(|lang| {
                let left = calendar::distance(day, ask.today, lang);
                say!(lang, "答应 {day}  {left}", "promised {day}, {left}")
            }),
            basis: Wording::owned(format!("答复时说：{words}"), format!("told in the answer: {words}")),
            gaps: Vec::new(),
            ..item
        });
    }
    Ok(())
}

/// Petitions that were sent on to us and may still be objected to.
pub(super) fn objections(bench: &Workbench, ask: &Ask<'_>, items: &mut Vec<Item>) -> Result<(), Error> {
    for case in open(ask) {
        let objection =
            case.standing.running.others.iter().find(|clock| clock.term.key == "petition_objection");
        if let Some(clock) = objection.filter(|clock| (ask.today..=ask.until).contains(&clock.day)) {
            items.push(matter(bench, ask, case, Section::Results, Some(clock)));
        }
    }
    Ok(())
}

/// So many days a planned visit of which nothing was told is asked after.
const MISSED: i32 = 30;

/// Visits that are planned: those to come, and those of the last days of which
/// nothing was told (domain.md A14).
pub(super) fn visits(bench: &Workbench, ask: &Ask<'_>, items: &mut Vec<Item>) -> Result<(), Error> {
    let (erased, since) = (&bench.store.totals().erased, days_after(ask.today, -MISSED));
    let is_near = |day: &Date| (since..=ask.until).contains(day);
    let near = |value: &Value| matches!(value, Value::Date(day) if is_near(day));
    for visit in bench.rows_with(visits::ID, visits::DATE, &near)?.iter().filter(|row| row.stands()) {
        let Some(day) = visit.date(visits::DATE).filter(is_near) else { continue };
        // One of which something was erased had been told of.
        let is_made = !visits::is_plan(visit, ask.today);
        if is_made || day <= ask.today && erased.touch_record(visit.id) {
            continue;
        }
        let whom = visit.reference(visits::RESIDENT).or_else(|| visit.reference(visits::HOUSEHOLD));
        let who: Vec<String> = visit.references(visits::VISITORS).map(|id| bench.name_of(id)).collect();
        let name = whom.map(|id| bench.name_of(id)).unwrap_or_default();
        items.push(Item {
            title: Wording::owned(format!("走访 {name}"), format!("visit {name}")),
            who: Wording::owned(who.join("、"), who.join(", ")),
            ..dated(
                Section::Plans,
                day,
                ask,
                Some(whom.unwrap_or(visit.id)),
                &Wording::new("安排的走访", "planned visit"),
            )
        });
    }
    Ok(())
}

/// Tasks and visits that were planned and are not done (domain.md A14).
pub(super) fn tasks(bench: &Workbench, ask: &Ask<'_>, items: &mut Vec<Item>) -> Result<(), Error> {
    let days = Period { from: None, to: Some(ask.until) };
    for planned in bench.planned(days)?.into_iter().filter(|planned| planned.done.is_none()) {
        let task = &planned.task;
        let Some(day) = plan::task_period(task).to else { continue };
        let name = task.text(tasks::NAME).to_owned();
        let who = task.reference(tasks::OWNER).map(|id| bench.name_of(id)).unwrap_or_default();
        let whom = task.reference(tasks::RESIDENT).or_else(|| task.reference(tasks::HOUSEHOLD));
        items.push(Item {
            title: Wording::owned(name.clone(), name),
            who: Wording::owned(who.clone(), who),
            ..dated(
                Section::Plans,
                day,
                ask,
                Some(whom.unwrap_or(task.id)),
                &Wording::new("工作计划", "planned"),
            )
        });
    }
    Ok(())
}

/// What the declared ledgers remind of.
pub(super) fn reminders(bench: &Workbench, ask: &Ask<'_>, items: &mut Vec<Item>) -> Result<(), Error> {
    for reminder in bench.reminders(ask.until)? {
        let ledger = bench.ledger(&reminder.ledger)?.title.clone();
        items.push(Item {
            title: Wording::owned(
                format!("{}：{}", reminder.name, reminder.title.zh),
                format!("{}: {}", reminder.name, reminder.title.en),
            ),
            ..dated(Section::Plans, reminder.day, ask, Some(reminder.record), &ledger)
        });
    }
    Ok(())
}

/// Items of the three lists whose re-check is due.
pub(super) fn rechecks(bench: &Workbench, ask: &Ask<'_>, items: &mut Vec<Item>) -> Result<(), Error> {
    for check in bench.rows(checklists::ID)?.iter().filter(|row| row.stands()) {
        let Some(day) = check.date(checklists::REVIEW).filter(|day| *day <= ask.until) else { continue };
        let list = Clarity::from_key(check.text(checklists::LIST));
        let title = checklists::item_title(check.text(checklists::ITEM)).cloned();
        let who = check.reference(checklists::OWNER).map(|id| bench.name_of(id)).unwrap_or_default();
        let next = check.text(checklists::NEXT).to_owned();
        let basis = if next.is_empty() { check.text(checklists::BASIS).to_owned() } else { next };
        items.push(Item {
            place: place(bench, check, checklists::NEIGHBOURHOOD),
            title: title.unwrap_or_else(|| Wording::owned(bench.name_of(check.id), bench.name_of(check.id))),
            who: Wording::owned(who.clone(), who),
            basis: Wording::owned(basis.clone(), basis),
            ..dated(
                Section::Rechecks,
                day,
                ask,
                Some(check.id),
                &both(|lang| {
                    let list = list.map_or("", |list| list.title(lang));
                    say!(lang, "{list} 复核", "{list}: re-check")
                }),
            )
        });
    }
    Ok(())
}

pub(super) fn open<'a>(ask: &Ask<'a>) -> impl Iterator<Item = &'a Case> {
    ask.cases.iter().filter(|case| !case.standing.is_closed() && case.is_own_matter())
}

/// The line of an issue, by one of its clocks.
pub(super) fn matter(
    bench: &Workbench,
    ask: &Ask<'_>,
    case: &Case,
    section: Section,
    clock: Option<&Clock>,
) -> Item {
    let (issue, standing) = (&case.issue, &case.standing);
    let day = clock.map_or(standing.due, |clock| clock.day);
    let stage = clock.map_or_else(|| by_day(day, ask.today), |clock| ask.deadlines.stage(clock, ask.now));
    let reason = |lang| {
        let told = match clock {
            Some(clock) => {
                let (title, left) = (clock.term.title(), ask.deadlines.left(clock, ask.now, lang));
                format!("{} {left}", title.get(lang))
            }
            None => calendar::distance(day, ask.today, lang),
        };
        if standing.contested { say!(lang, "{told} 有争议", "{told}, contested") } else { told }
    };
    let text = issue.text(issues::TITLE).to_owned();
    Item {
        section,
        day,
        at: clock.and_then(|clock| clock.at),
        stage,
        rank: match stage {
            _ if standing.is_dangerous() => Rank::Danger,
            Stage::Overdue => Rank::Late,
            Stage::Quiet | Stage::Third | Stage::LastDay => Rank::Ordinary,
        },
        record: Some(issue.id),
        number: issue.text(issues::NUMBER).to_owned(),
        place: place(bench, issue, issues::NEIGHBOURHOOD),
        title: Wording::owned(text.clone(), text),
        who: asked_by(bench, issue),
        reason: both(reason),
        basis: clock.map_or_else(nothing, |clock| basis(ask, clock)),
        gaps: clock.map(|clock| ask.deadlines.gaps(clock, ask.now)).unwrap_or_default(),
    }
}

/// What a clock rests on, with the hint of a last day that is a day off.
fn basis(ask: &Ask<'_>, clock: &Clock) -> Wording {
    let hint = ask.deadlines.hint(clock);
    both(|lang| {
        let (length, basis) = (clock.term.length(lang), clock.term.basis.get(lang));
        let end = clock.at.map_or_else(|| clock.day.to_string(), calendar::minute);
        let told = say!(lang, "{length}，至 {end}。依据：{basis}", "{length}, to {end}; basis: {basis}");
        let hint = hint.as_ref().map(|hint| hint.get(lang));
        [Some(told.as_str()), hint].into_iter().flatten().collect::<Vec<_>>().join(lang.pick("；", "; "))
    })
}

/// A line of a day.
pub(super) fn dated(
    section: Section,
    day: Date,
    ask: &Ask<'_>,
    record: Option<RecordId>,
    why: &Wording,
) -> Item {
    let reason = both(|lang| {
        let (why, left) = (why.get(lang), calendar::distance(day, ask.today, lang));
        format!("{why} {left}")
    });
    Item {
        section,
        day,
        at: None,
        stage: by_day(day, ask.today),
        rank: Rank::Ordinary,
        record,
        number: String::new(),
        place: String::new(),
        title: nothing(),
        who: nothing(),
        reason,
        basis: nothing(),
        gaps: Vec::new(),
    }
}

/// How near a day is that no term leads to.
pub(super) fn by_day(day: Date, today: Date) -> Stage {
    match day.cmp(&today) {
        std::cmp::Ordering::Less => Stage::Overdue,
        std::cmp::Ordering::Equal => Stage::LastDay,
        std::cmp::Ordering::Greater => Stage::Quiet,
    }
}

/// Who asked; nobody's name where it was asked anonymously.
fn asked_by(bench: &Workbench, issue: &Row) -> Wording {
    if issue.is(issues::ANONYMOUS) {
        return Wording::new("匿名", "anonymous");
    }
    let from = match issue.text(issues::FROM) {
        "" => issue.reference(issues::RESIDENT).map(|id| bench.name_of(id)).unwrap_or_default(),
        text => text.to_owned(),
    };
    Wording::owned(from.clone(), from)
}

pub(super) fn place(bench: &Workbench, row: &Row, tag: Tag) -> String {
    row.reference(tag).map(|id| bench.name_of(id)).unwrap_or_default()
}

pub(super) fn both(tell: impl Fn(Lang) -> String) -> Wording {
    Wording::owned(tell(Lang::Zh), tell(Lang::En))
}

pub(super) fn nothing() -> Wording {
    Wording::new("", "")
}
