//! Goals and their tasks over months (domain.md A14–A16).

use jiff::{Span as Days, civil::Date};
use ratatui::text::Span;

use super::Target;
use crate::{
    domain::{
        id::RecordId,
        phases::Period,
        plan::{self, goals, tasks},
    },
    say,
    tui::{cells::fit, model::Model, pictures::strip::Scale, screens::listing::Told, theme::Theme},
    workbench::planning::{GoalProgress, Planned},
};

/// How long ago what is over may have ended and still be shown.
const PAST: i32 = 90;

/// The most tasks that are shown.
const MOST: usize = 200;

/// The least cells for the days.
const LEAST: usize = 12;

/// The rows: months, then each goal with its tasks, then tasks of no goal.
pub(super) fn rows(model: &Model, room: usize) -> Vec<Told<Target>> {
    let (lang, field, today) = (model.lang, &model.data.field, model.data.today);
    let begin = today.checked_sub(Days::new().days(PAST)).unwrap_or(today);
    let goals: Vec<(&GoalProgress, (Date, Date))> = field
        .goals
        .iter()
        .filter_map(|goal| Some((goal, days(plan::goal_period(&goal.goal), today)?)))
        .filter(|(_, (_, to))| *to >= begin)
        .collect();
    let tasks: Vec<(&Planned, (Date, Date))> = field
        .planned
        .iter()
        .filter_map(|planned| Some((planned, days(plan::task_period(&planned.task), today)?)))
        .filter(|(_, (_, to))| *to >= begin)
        .take(MOST)
        .collect();
    if goals.is_empty() && tasks.is_empty() {
        let told = lang.pick(
            "还没有目标和任务，按 ⟦new-task⟧ 排一项；目标在 ⟦go-ledgers⟧ 登记。",
            "No goal and no task yet: ⟦new-task⟧ plans one, goals are entered on ⟦go-ledgers⟧.",
        );
        return Told::notes(" ", &model.told(told), room);
    }
    let all = || goals.iter().map(|(_, days)| *days).chain(tasks.iter().map(|(_, days)| *days));
    // What began long ago, or ends far off, goes on over the edge.
    let far = today.checked_add(Days::new().days(365)).unwrap_or(today);
    let from = all().map(|(from, _)| from).min().unwrap_or(today).max(begin).min(today);
    let to = all().map(|(_, to)| to).max().unwrap_or(today).min(far).max(today);
    // One cell is the list's own mark, one stays free.
    let name = if room >= 100 { 30 } else { 20 };
    let lead = name + 14;
    let scale = Scale::new(from, to, room.saturating_sub(lead + 2).max(LEAST));
    let ink = model.theme.ink();
    let mut rows = vec![
        Told::heading(
            lang.pick("计划：填满的是已完成，竖线是今天", "The plan: filled is done, the rule is today")
                .to_owned(),
        ),
        Told::picture(vec![Span::raw(format!("{}{}", " ".repeat(lead), scale.head(lang)))]),
    ];
    let row = |mark: &str, text: &str, told: &str, span, done, target| {
        let mut parts = vec![Span::raw(format!("{} {} {} ", fit(mark, 2), fit(text, name), fit(told, 9)))];
        parts.extend(scale.strip(span, done, today, ink));
        Told::drawn(parts, target)
    };
    let of_task = |planned: &Planned, span: (Date, Date), indent: &str| {
        let done = planned.done.is_some();
        let mark = if planned.late { "!" } else { "" };
        let text = format!("{indent}{}", planned.task.text(tasks::NAME));
        let told = if done { "[x]" } else { "[ ]" };
        let told = format!("{told} {}", span.1.strftime("%m-%d"));
        let mut row = row(mark, &text, &told, span, (usize::from(done), 1), Target::Task(planned.task.id));
        if planned.late
            && let Some(first) = row.parts.first_mut()
        {
            first.style = Theme::late();
        }
        row
    };
    let goal_of = |planned: &Planned| planned.task.reference(tasks::GOAL);
    let is_shown = |id: RecordId| goals.iter().any(|(goal, _)| goal.goal.id == id);
    for (goal, span) in &goals {
        let told = share(goal);
        let done = usize::try_from(goal.done).unwrap_or(0);
        let of = goal.target.and_then(|target| usize::try_from(target).ok()).unwrap_or(0);
        rows.push(row("", goal.goal.text(goals::NAME), &told, *span, (done, of), Target::Goal(goal.goal.id)));
        let own = tasks.iter().filter(|(planned, _)| goal_of(planned) == Some(goal.goal.id));
        rows.extend(own.map(|(planned, span)| of_task(planned, *span, "  ")));
    }
    let other = tasks.iter().filter(|(planned, _)| goal_of(planned).is_none_or(|id| !is_shown(id)));
    rows.extend(other.map(|(planned, span)| of_task(planned, *span, "")));
    let more = field.planned.len().saturating_sub(MOST);
    if more > 0 && tasks.len() == MOST {
        rows.push(Told::note(say!(lang, "   其余见日历计划", "   the rest is in the calendar")));
    }
    rows
}

/// First and last day; what has no last one goes on today.
fn days(period: Period, today: Date) -> Option<(Date, Date)> {
    let from = period.from?;
    Some((from, period.to.unwrap_or(today).max(from)))
}

/// `12/30`; a goal without a figure tells what was reached.
fn share(progress: &GoalProgress) -> String {
    match progress.target {
        Some(target) => format!("{}/{target}", progress.done),
        None => progress.done.to_string(),
    }
}
