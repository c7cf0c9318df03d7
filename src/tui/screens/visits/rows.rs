//! The rows of F5: gauges and names, tasks and goals, entries of the diary.

use std::{collections::HashMap, ops::Range};

use ratatui::text::{Line, Span};

use super::{Part, Target, chart, days_shown, listed, tasks_of};
use crate::{
    domain::{
        calling::{Called, Reason},
        diaries,
        id::RecordId,
        plan::{self, goals, tasks},
        roster::neighbourhoods,
        row::Row,
        team::members,
        visits::VisitCategory,
        wording::{Lang, counted},
    },
    say,
    tui::{
        cells::{cut, fit, width, wrap},
        finder::{Item, rows::Columns},
        model::Model,
        narrowing,
        pictures::bar,
        rooms::{longest, looked_at},
        screens::listing::{self, Told},
        theme::Theme,
        words::Words,
    },
    workbench::planning::{GoalProgress, Planned},
};

/// The most names of one category that are listed.
const MOST: usize = 60;

/// Below so many cells a task tells one day.
const NARROW: usize = 60;

/// The most cells of whoever a task is given to.
const OWNER: usize = 10;

/// Cells of a gauge's bar.
const BAR: usize = 20;

/// So many cells show the whole of a row.
const WHOLE: usize = 300;

/// The rows of the part that is looked at, those that what is typed leaves. People and visits
/// can be thousands: what they say is told by [`tell`] of those that are seen.
pub(super) fn rows(model: &Model, room: usize) -> Vec<Told<Target>> {
    let narrow = &model.visits.narrow;
    let all = match model.visits.part {
        Part::Reach => reach(model, room),
        Part::Month => planned(model, room),
        Part::Diary => diary(model, room),
        Part::Chart => chart::rows(model, room),
    };
    if !narrow.is_on() {
        return all;
    }
    let found = listing::only(all, |target| narrow.keeps(*target));
    if found.is_empty() { narrowing::nothing(model, room.saturating_sub(2)) } else { found }
}

/// Says what people and visits say, in the rows from one number to another.
pub(super) fn tell(model: &Model, rows: &mut [Told<Target>], seen: Range<usize>, room: usize) {
    let own: HashMap<RecordId, &Row> = visits_shown(model).map(|visit| (visit.id, visit)).collect();
    let is_visit = |row: &Told<Target>| matches!(row.target, Some(Target::Visit(_)));
    let visits: Vec<RecordId> = rows.iter().filter_map(|row| visit_of(row.target?)).collect();
    let before = rows.iter().take(seen.start).filter(|row| is_visit(row)).count();
    let told = |id: &RecordId| own.get(id).map(|visit| listed::told(model, visit));
    let around: Vec<Item> = looked_at(&visits, before).filter_map(told).collect();
    let columns = Columns::of_all(&around, room.saturating_sub(3));
    for row in rows.iter_mut().take(seen.end).skip(seen.start) {
        match row.target {
            Some(Target::Called(at)) => {
                let called = model.data.field.coverage.called.get(at);
                row.text = called.map(|called| person(model, called, room)).unwrap_or_default();
            }
            Some(Target::Visit(id)) => {
                let told = told(&id).map(|item| columns.text(&item)).unwrap_or_default();
                row.text = cut(format!(" {told}").trim_end(), room.saturating_sub(2));
            }
            Some(
                Target::Task(_) | Target::Goal(_) | Target::Entry(_) | Target::Wordless | Target::Unlisted,
            )
            | None => {}
        }
    }
}

fn visit_of(target: Target) -> Option<RecordId> {
    if let Target::Visit(id) = target { Some(id) } else { None }
}

/// What the rows say, by which they are found: of people all that there are, however many are
/// listed.
pub(super) fn said(model: &Model) -> Vec<(Target, String)> {
    let people = model.data.field.coverage.called.iter().enumerate();
    let people = people.filter(|(_, called)| called.visited.is_none());
    let people = people.filter(|_| model.visits.part == Part::Reach).map(|(at, called)| {
        let data = &model.data;
        let place = called.place.map(|place| data.name(place)).unwrap_or_default();
        (Target::Called(at), format!("{} {place} {}", data.name(called.who), why(model, called)))
    });
    let others = match model.visits.part {
        Part::Reach => beside_the_list(model, WHOLE),
        Part::Month => {
            let mut rows = planned(model, WHOLE);
            let all = 0..rows.len();
            tell(model, &mut rows, all, WHOLE);
            rows
        }
        Part::Diary => diary(model, WHOLE),
        Part::Chart => chart::rows(model, WHOLE),
    };
    people.chain(others.into_iter().filter_map(|row| Some((row.target?, row.text)))).collect()
}

/// Rows of the gauges: what they tell of, one a category, a blank one.
pub(super) const GAUGES: usize = VisitCategory::ALL.len() + 2;

/// The gauges, which stay above the names however long the list is.
pub(super) fn gauges(model: &Model, room: usize) -> Vec<Line<'static>> {
    let (lang, coverage) = (model.lang, &model.data.field.coverage);
    let days = match &model.data.field.phase {
        Some((name, _)) => say!(lang, "{name}以来", "since {name} began"),
        None => lang.pick("登记以来", "so far").to_owned(),
    };
    let left: usize = VisitCategory::ALL.iter().map(|category| coverage.gauge(*category, None).left()).sum();
    let heading = say!(
        lang,
        " 还有谁没走到：未访 {left} 人次（{days}）",
        " Who was not reached yet: {left} left ({days})"
    );
    let (wordless, unlisted) = (model.data.field.wordless.len(), model.data.field.unlisted.len());
    let beside = [
        (wordless, say!(lang, "没写内容 {wordless}", "nothing told {wordless}")),
        (unlisted, say!(lang, "名单外 {unlisted}", "beside the lists {unlisted}")),
    ];
    let beside: Vec<String> =
        beside.into_iter().filter(|(count, _)| *count > 0).map(|(_, told)| told).collect();
    let heading = if beside.is_empty() {
        heading
    } else {
        let beside = beside.join(lang.pick("、", ", "));
        heading + &model.told(&say!(lang, "；另有{beside}：⟦last⟧ 看", "; {beside}: ⟦last⟧ leads there"))
    };
    let mut lines = vec![Line::styled(cut(&heading, room), Theme::strong())];
    lines.extend(VisitCategory::ALL.map(|category| gauge(model, category, room)));
    lines.push(Line::default());
    lines
}

fn reach(model: &Model, room: usize) -> Vec<Told<Target>> {
    let (lang, coverage) = (model.lang, &model.data.field.coverage);
    let mut rows = Vec::new();
    if coverage.called.iter().all(|called| called.category == VisitCategory::Petitioner) {
        let begin = if model.data.field.entered == 0 {
            lang.pick(
                "走访名单还空着。按 ⟦visit⟧ 记第一次走访；",
                "Nobody is listed yet. ⟦visit⟧ enters the first visit. ",
            )
            .to_owned()
        } else {
            let entered = model.data.field.entered;
            let times = counted(entered, "visit is", "visits are");
            say!(
                lang,
                "走访记了 {entered} 次，名单上还没有人。",
                "{times} entered, and nobody is listed yet. "
            )
        };
        let how = lang.pick(
            "要列进名单，按 ⟦go-residents⟧ 到居民的卡片上填“走访缘由”和依据。有未了事项的人自动列入。",
            "Somebody is listed once a card says why: ⟦go-residents⟧ leads to the cards. Whoever has an open issue is listed without that.",
        );
        let told = model.told(&(begin + how));
        // Two cells are the blanks before the rule.
        rows.extend(Told::notes(" ", &told, room.saturating_sub(2)));
        rows.push(Told::note(String::new()));
    }
    for category in VisitCategory::ALL {
        let called = coverage.called.iter().enumerate();
        let mut left: Vec<(usize, &Called)> =
            called.filter(|(_, called)| called.category == category && called.visited.is_none()).collect();
        if left.is_empty() {
            continue;
        }
        let (title, all) = (category.title(lang), left.len());
        left.retain(|(at, _)| model.visits.narrow.keeps(Target::Called(*at)));
        let (count, told) = (left.len(), narrowing::part_of(left.len(), all, lang));
        rows.push(Told::heading(say!(lang, "{title}  未访 {told}", "{title}: {told} not visited")));
        for (at, _) in left.iter().take(MOST) {
            rows.push(Told::leading(String::new(), Target::Called(*at)));
        }
        if let Some(more) = count.checked_sub(MOST).filter(|more| *more > 0) {
            let told = say!(
                lang,
                "   还有 {more} 人，⟦show-called⟧ 看全部",
                "   {more} more: ⟦show-called⟧ lists all of them"
            );
            rows.push(Told::note(model.told(&told)));
        }
        rows.push(Told::note(String::new()));
    }
    rows.extend(beside_the_list(model, room));
    if !model.data.neighbourhoods.is_empty() {
        rows.push(Told::heading(
            lang.pick("各小组已走户数和驻点人", "Households walked, and who is posted").to_owned(),
        ));
    }
    if !model.data.neighbourhoods.is_empty() && coverage.places.values().all(|place| place.households == 0) {
        let told = lang.pick(
            "还没有建户，所以都是 0/0：⟦go-residents⟧ 里按 ⟦new-household⟧ 建一户，再在居民卡片上选“户”。",
            "0/0 as no household was entered: ⟦new-household⟧ on ⟦go-residents⟧ begins one, a resident's card names it.",
        );
        rows.extend(Told::notes(" ", &model.told(told), room.saturating_sub(2)));
    }
    for place in &model.data.neighbourhoods {
        let walked = coverage.places.get(&place.id).cloned().unwrap_or_default();
        let posted: Vec<String> = walked.posted.iter().map(|id| model.data.name(*id)).collect();
        let name = fit(place.text(neighbourhoods::NAME), 12);
        let (visited, households) = (walked.visited, walked.households);
        rows.push(Told::note(format!(
            " {name} {visited}/{households}   {}",
            posted.join(model.lang.pick("、", ", "))
        )));
    }
    rows
}

/// Visits that no gauge tells of: of which nothing is told, and to people who are on no list.
fn beside_the_list(model: &Model, room: usize) -> Vec<Told<Target>> {
    let (lang, field) = (model.lang, &model.data.field);
    let mut rows = Vec::new();
    let count = field.wordless.len();
    if count > 0 {
        let times = counted(count, "visit", "visits");
        let told = say!(
            lang,
            " 没写内容的走访 {count} 次，还不算走到：点开补写",
            " {times} of which nothing is told, not counted: open to add it"
        );
        rows.push(Told::leading(cut(&told, room.saturating_sub(2)), Target::Wordless));
    }
    if !field.unlisted.is_empty() {
        let of =
            |category: &VisitCategory| field.unlisted.iter().filter(|it| it.category == *category).count();
        let all = VisitCategory::ALL.iter().map(|category| (category.title(lang), of(category)));
        let all = all.filter(|(_, count)| *count > 0).map(|(title, count)| format!("{title} {count}"));
        let all = all.collect::<Vec<_>>().join(lang.pick("、", ", "));
        let told = say!(lang, " 名单外的走访：{all}", " Visits beside the lists: {all}");
        rows.push(Told::leading(cut(&told, room.saturating_sub(2)), Target::Unlisted));
    }
    if !rows.is_empty() {
        rows.push(Told::note(String::new()));
    }
    rows
}

/// `老党员      应 3  已 1  未 2  ██████░░░░░░░░░░░░░░`.
fn gauge(model: &Model, category: VisitCategory, room: usize) -> Line<'static> {
    let lang = model.lang;
    let gauge = model.data.field.coverage.gauge(category, None);
    let (due, visited, left) = (gauge.due, gauge.visited, gauge.left());
    let title = fit(&category.title(lang), if lang == Lang::Zh { 12 } else { 22 });
    let told = say!(
        lang,
        "  {title} 应 {due:>4}  已 {visited:>4}  未 {left:>4}  ",
        "  {title} due {due:>3} seen {visited:>3} left {left:>3} "
    );
    // Two cells are the blanks before the rule.
    let left = room.saturating_sub(width(&told) + 2);
    let mut parts = vec![Span::raw(told)];
    parts.extend(bar::gauge(visited, due, BAR.min(left), model.theme.ink()));
    Line::from(parts)
}

/// `王桂兰  三组  支部名册`.
fn person(model: &Model, called: &Called, room: usize) -> String {
    let data = &model.data;
    let name = fit(&data.name(called.who), 14);
    let place = fit(&called.place.map(|place| data.name(place)).unwrap_or_default(), 8);
    format!(" {name} {place} {}", fit(&why(model, called), room.saturating_sub(27).max(8)))
}

/// Why somebody is on the list.
fn why(model: &Model, called: &Called) -> String {
    match &called.reason {
        Reason::Fact(basis) if basis.is_empty() => model.lang.pick("依据未写", "no basis given").to_owned(),
        Reason::Fact(basis) => basis.clone(),
        Reason::Waits(numbers) => {
            let numbers = numbers.join("、");
            say!(model.lang, "未了事项 {numbers}", "open: {numbers}")
        }
    }
}

fn planned(model: &Model, room: usize) -> Vec<Told<Target>> {
    let lang = model.lang;
    let mut rows = vec![Told::heading(
        lang.pick("这个月的任务和走访计划", "Tasks and planned visits of the month").to_owned(),
    )];
    let own: Vec<&Planned> = tasks_of(model, days_shown(model)).collect();
    if own.is_empty() {
        let told = lang.pick(
            "这个月还没有安排，按 ⟦new-task⟧ 排一项。",
            "Nothing is planned this month; ⟦new-task⟧ plans something.",
        );
        rows.push(Told::note(format!(" {}", model.told(told))));
    }
    rows.extend(own.into_iter().map(|planned| {
        Told::leading(task(model, planned, room), Target::Task(planned.task.id))
            .late(planned.late)
            .good(planned.done.is_some())
    }));
    if !model.data.field.goals.is_empty() {
        rows.push(Told::note(String::new()));
        rows.push(Told::heading(
            lang.pick("目标与实绩（由登记数出）", "Goals, counted from what was entered").to_owned(),
        ));
    }
    let progress = |goal: &GoalProgress| {
        let target = goal.target.map_or_else(|| "-".to_owned(), |target| target.to_string());
        let done = goal.done;
        say!(lang, "{done} / {target}", "{done} of {target}")
    };
    let cells = longest(model.data.field.goals.iter().map(progress));
    for goal in &model.data.field.goals {
        let (name, done) = (fit(goal.goal.text(goals::NAME), 24), fit(&progress(goal), cells));
        let (all, ticked) = goal.tasks;
        let told =
            say!(lang, " {name} {done}   任务 {ticked}/{all}", " {name} {done}   tasks {ticked}/{all}");
        rows.push(Told::leading(told, Target::Goal(goal.goal.id)));
    }
    let mut visits = visits_shown(model).peekable();
    if visits.peek().is_some() {
        rows.push(Told::note(String::new()));
        rows.push(Told::heading(lang.pick("这个月的走访", "Visits of the month").to_owned()));
    }
    rows.extend(visits.map(|visit| Told::leading(String::new(), Target::Visit(visit.id))));
    rows
}

/// The visits of the month that is shown.
fn visits_shown(model: &Model) -> impl Iterator<Item = &Row> {
    let days = days_shown(model);
    let range = days.from.zip(days.to).map(|(from, to)| model.data.field.visited.range(from..=to));
    let places = range.into_iter().flatten().flat_map(|(_, places)| places);
    places.filter_map(|at| model.data.visits.get(*at))
}

/// `[x] 11-18  看王桂兰  张晓敏`.
pub(super) fn task(model: &Model, planned: &Planned, room: usize) -> String {
    let row = &planned.task;
    let days = plan::task_period(row);
    let day =
        |day: Option<jiff::civil::Date>| day.map(|day| day.strftime("%m-%d").to_string()).unwrap_or_default();
    // Where there is little room, the day by which it is to be done.
    let is_narrow = room < NARROW;
    let (days, cells) = match (is_narrow, days.from == days.to) {
        (true, _) => (day(days.to), 5),
        (false, true) => (day(days.from), 11),
        (false, false) => (format!("{}~{}", day(days.from), day(days.to)), 11),
    };
    let mark = if planned.done.is_some() { "[x]" } else { "[ ]" };
    let late = if planned.late { model.lang.pick("!", "!") } else { " " };
    // No wider than names are here, so that what is to be done has the rest.
    let owner = longest(model.data.members.iter().map(|row| row.text(members::NAME))).min(OWNER);
    let name = fit(row.text(tasks::NAME), room.saturating_sub(cells + owner + 9).max(10));
    format!("{late}{mark} {} {name} {}", fit(&days, cells), fit(&model.data.named(row, tasks::OWNER), owner))
}

fn diary(model: &Model, room: usize) -> Vec<Told<Target>> {
    let (lang, field) = (model.lang, &model.data.field);
    let summary = &field.summary;
    let (visits, homes) = (summary.visits, summary.homes.len());
    let (replies, results, open) = (summary.replies, summary.results, summary.open);
    let (times, to) = (counted(visits, "visit", "visits"), counted(homes, "household", "households"));
    let (answers, ended) = (counted(replies, "answer", "answers"), counted(results, "result", "results"));
    let (all, done) = summary.tasks;
    let checks = summary.checks;
    let items = counted(checks, "checklist item", "checklist items");
    let mut rows = vec![
        Told::heading(
            lang.pick("我这个月（由登记数出，不比高低）", "My month, counted from what was entered")
                .to_owned(),
        ),
        Told::note(say!(
            lang,
            " 走访 {visits} 次、{homes} 户   答复 {replies}   办结 {results}   手上未了 {open}",
            " {times} to {to}, {answers}, {ended}, {open} open"
        )),
        Told::note(say!(
            lang,
            " 任务 {done}/{all}   跟着的三清项目 {checks}",
            " tasks {done}/{all}, {items} followed up"
        )),
        Told::note(String::new()),
        Told::heading(
            lang.pick(
                "民情日记（自己的，和愿意给组长看的）",
                "Diary: one's own, and what is open to the lead",
            )
            .to_owned(),
        ),
    ];
    if field.diaries.is_empty() {
        let told = lang.pick(
            "还没写过，按 ⟦write-diary⟧ 写一篇；不选“给组长看”就只有自己看得到。",
            "Nothing yet; ⟦write-diary⟧ writes. Unless open to the lead nobody else sees it.",
        );
        rows.extend(Told::notes(" ", &model.told(told), room));
    }
    for row in &field.diaries {
        let day = row.date(diaries::DATE).map(|day| day.to_string()).unwrap_or_default();
        let who = fit(&model.data.named(row, diaries::MEMBER), 8);
        let open = if row.is(diaries::OPEN) { lang.pick("给组长看", "open") } else { "" };
        let title = fit(row.text(diaries::TITLE), room.saturating_sub(34).max(10));
        rows.push(Told::leading(format!(" {day} {who} {title} {open}"), Target::Entry(row.id)));
    }
    rows
}

/// An entry of the diary, to be read.
pub(super) fn entry(model: &Model, row: &Row) -> (String, Vec<String>) {
    let day = row.date(diaries::DATE).map(|day| day.to_string()).unwrap_or_default();
    let title = format!("{day}  {}", row.text(diaries::TITLE));
    let width = usize::from(model.size.0).saturating_sub(6);
    let lines = wrap(row.text(diaries::TEXT), width);
    (title, lines)
}

/// The parts in their row.
pub(super) fn parts(model: &Model) -> Words<Part> {
    let word = |part: Part| (part, part.title(model.lang).to_owned(), part == model.visits.part);
    Words::lay(1, usize::from(model.size.0), Part::ALL.map(word))
}
