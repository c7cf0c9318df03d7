//! Whom to remember: festivals, lunar birthdays, and those whom a care project
//! or a plan is for (domain.md D4, §7).

#![expect(clippy::unnecessary_wraps, reason = "every source has one shape, and most of them read")]

use std::collections::HashMap;

use jiff::civil::Date;

use super::{
    Ask, Item, Section,
    sources::{both, dated, nothing, place},
};
use crate::{
    domain::{
        festivals::{self, Festival},
        lunar::{LunarDay, years},
        projects::projects as help,
        roster::residents,
        row::Row,
        value::Value,
        wording::{Wording, counted},
    },
    say,
    workbench::{Error, Workbench},
};

/// The declared ledger of whom to call on and when, and its fields.
const PLANS: &str = "care_plans";

/// A lunar birthday as the reason of a line.
const BIRTHDAY: Wording = Wording::new("农历生日", "lunar birthday");

/// Festivals that it is time to think of.
pub(super) fn festivals(_: &Workbench, ask: &Ask<'_>, items: &mut Vec<Item>) -> Result<(), Error> {
    for festival in festivals::festivals() {
        let Some(day) = spoken_of(festival, ask) else { continue };
        items.push(Item {
            title: festival.title.clone(),
            basis: in_lunar(day),
            ..dated(Section::Greetings, day, ask, None, &Wording::new("节日慰问", "festival"))
        });
    }
    Ok(())
}

/// Residents whose lunar birthday is near.
pub(super) fn birthdays(bench: &Workbench, ask: &Ask<'_>, items: &mut Vec<Item>) -> Result<(), Error> {
    // A village has more people than the lunar year has days: each day is looked for once.
    let near = near_days(ask);
    let kept = |text: &str| LunarDay::read(text).and_then(|told| Some((told, *near.get(&told)?)));
    let is_near = |value: &Value| value.as_text().and_then(kept).is_some();
    let people = bench.rows_with(residents::ID, residents::LUNAR_BIRTHDAY, &is_near)?;
    for person in people.iter().filter(|row| row.stands()) {
        let Some((told, day)) = kept(person.text(residents::LUNAR_BIRTHDAY)) else { continue };
        let name = bench.name_of(person.id);
        items.push(Item {
            place: place(bench, person, residents::NEIGHBOURHOOD),
            title: Wording::owned(format!("{name} 生日"), format!("{name}'s birthday")),
            who: Wording::owned(name.clone(), name),
            basis: kept_on(told, day),
            ..dated(Section::Greetings, day, ask, Some(person.id), &BIRTHDAY)
        });
    }
    Ok(())
}

/// Care projects whose own lunar day or festival is near, until they are over.
pub(super) fn projects(bench: &Workbench, ask: &Ask<'_>, items: &mut Vec<Item>) -> Result<(), Error> {
    for one in bench.help_projects()?.into_iter().filter(|one| !one.progress.is_over()) {
        let project = &one.project;
        if project.text(help::KIND) != "care" {
            continue;
        }
        let (day, basis, why) = if let Some((told, day)) = near(project.text(help::LUNAR), ask) {
            (day, kept_on(told, day), Wording::new("农历日子慰问", "its lunar day"))
        } else {
            let festival = festival_of(project.text(help::OCCASION));
            let Some((festival, day)) = festival.and_then(|it| Some((it, spoken_of(it, ask)?))) else {
                continue;
            };
            (day, in_lunar(day), festival.title.clone())
        };
        let title = project.text(help::TITLE).to_owned();
        let owner = project.reference(help::OWNER).map(|id| bench.name_of(id)).unwrap_or_default();
        let homes = project.references(help::HOUSEHOLDS).count();
        items.push(Item {
            place: place(bench, project, help::NEIGHBOURHOOD),
            title: Wording::owned(title.clone(), title),
            who: Wording::owned(owner.clone(), owner),
            basis: both(|lang| {
                let basis = basis.get(lang);
                let households = counted(homes, "household", "households");
                say!(lang, "{basis}；关爱项目，{homes} 户", "{basis}; care project, {households}")
            }),
            ..dated(Section::Greetings, day, ask, Some(project.id), &why)
        });
    }
    Ok(())
}

/// Whom the plan of calls names for what is near. A birthday that stands on the
/// person's card as well is told by that.
pub(super) fn plans(bench: &Workbench, ask: &Ask<'_>, items: &mut Vec<Item>) -> Result<(), Error> {
    // A ledger that is not there, or is put away, plans nothing.
    let Ok(ledger) = bench.ledger(PLANS) else { return Ok(()) };
    if ledger.hidden {
        return Ok(());
    }
    let tag = |key: &str| ledger.field_by_key(key).map(|field| field.tag);
    let (Some(resident), Some(occasions)) = (tag("resident"), tag("occasions")) else { return Ok(()) };
    let (birthday, owner, ended) = (tag("birthday"), tag("owner"), tag("ended_on"));
    let brings = tag("brings");
    let text = |plan: &Row, tag: Option<u16>| tag.map(|tag| plan.text(tag).to_owned()).unwrap_or_default();
    for plan in bench.counted(PLANS)? {
        if ended.is_some_and(|tag| plan.date(tag).is_some_and(|day| day <= ask.today)) {
            continue;
        }
        let person = plan.reference(resident).map(|id| bench.row(id)).transpose()?.flatten();
        let Some(person) = person.filter(Row::stands) else { continue };
        let name = bench.name_of(person.id);
        let caller = owner.and_then(|tag| plan.reference(tag)).map(|id| bench.name_of(id));
        let (caller, brings) = (caller.unwrap_or_default(), text(&plan, brings));
        for occasion in plan.all(occasions).iter().filter_map(Value::as_text) {
            let found = if occasion == "birthday" {
                let own = near(&text(&plan, birthday), ask);
                let is_told = near(person.text(residents::LUNAR_BIRTHDAY), ask);
                own.filter(|_| own != is_told).map(|(told, day)| (day, kept_on(told, day), BIRTHDAY))
            } else {
                let festival = festival_of(occasion).and_then(|it| Some((it, spoken_of(it, ask)?)));
                festival.map(|(it, day)| (day, in_lunar(day), it.title.clone()))
            };
            let Some((day, basis, why)) = found else { continue };
            items.push(Item {
                place: place(bench, &person, residents::NEIGHBOURHOOD),
                title: Wording::owned(format!("看望 {name}"), format!("call on {name}")),
                who: Wording::owned(caller.clone(), caller.clone()),
                basis: both(|lang| {
                    let basis = basis.get(lang);
                    let brings =
                        if brings.is_empty() { lang.pick("还没定", "not settled") } else { &brings };
                    say!(lang, "{basis}；慰问计划，打算带：{brings}", "{basis}; planned, to bring: {brings}")
                }),
                ..dated(Section::Greetings, day, ask, Some(plan.id), &why)
            });
        }
    }
    Ok(())
}

/// The festival that an occasion is, as projects and plans name it.
fn festival_of(occasion: &str) -> Option<&'static Festival> {
    let key = if occasion == "spring_festival" { "spring" } else { occasion };
    festivals::festivals().iter().find(|festival| festival.key == key)
}

/// The next day of a festival, once it is spoken of.
fn spoken_of(festival: &Festival, ask: &Ask<'_>) -> Option<Date> {
    festival.next(ask.today).filter(|day| *day <= ask.until || festival.spoken_of(*day) <= ask.today)
}

/// Every lunar day that is near, with the day on which it is kept next.
fn near_days(ask: &Ask<'_>) -> HashMap<LunarDay, Date> {
    let all = (1..=12).flat_map(|month| (1..=30).map(move |day| (month, day)));
    let all = all.flat_map(|(month, day)| [false, true].map(|leap| LunarDay { month, leap, day }));
    all.filter_map(|day| Some((day, next(day, ask)?))).collect()
}

/// The day on which a lunar day is kept next, where that is near.
fn next(day: LunarDay, ask: &Ask<'_>) -> Option<Date> {
    years::next(ask.today, day).filter(|day| *day <= ask.until)
}

/// A lunar day that was told, and the day on which it is kept next, where that is near.
fn near(told: &str, ask: &Ask<'_>) -> Option<(LunarDay, Date)> {
    let told = LunarDay::read(told)?;
    Some((told, next(told, ask)?))
}

/// A day with what it is in the lunar calendar.
fn in_lunar(day: Date) -> Wording {
    let Some((_, lunar)) = years::from_solar(day) else { return nothing() };
    both(|lang| {
        let lunar = lunar.show(lang);
        say!(lang, "{day}，农历{lunar}", "{day}, {lunar}")
    })
}

/// On which day a lunar day is kept this year, and why where it is another one.
fn kept_on(told: LunarDay, day: Date) -> Wording {
    let kept = years::from_solar(day).map_or(told, |(_, kept)| kept);
    both(|lang| {
        let (told, kept) = (told.show(lang), kept.show(lang));
        if told == kept {
            say!(lang, "{day}，农历{kept}", "{day}, {kept}")
        } else {
            say!(
                lang,
                "生日{told}，今年没有这一天，按{kept}过：{day}",
                "{told}, which this year lacks: kept on {kept}, {day}"
            )
        }
    })
}
