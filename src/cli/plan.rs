//! `minqing plan`: goals, tasks and days; what was planned against what was done.

use clap::Args;
use jiff::{Span, civil::Date};
use serde_json::{Value as Json, json};

use super::{
    case,
    face::Face,
    failure::{Answer, DONE, Failure},
    record::{self, Sight},
};
use crate::{
    domain::{
        calendar,
        input::BadValue,
        issues::issues,
        phases::Period,
        plan::{self, Done, goals, tasks},
        wording::Lang,
    },
    say,
    workbench::{
        Error, Workbench,
        planning::{GoalProgress, Planned, Soon},
    },
};

/// 工作计划：目标与实绩、任务安排、近期可办 · The plan: goals against what was done, tasks, what can be finished soon
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing add goals name=走遍三组 target=40 measure=households from=2026-11-01
  minqing add tasks name=开院坝会 from=下周三 owner=李强 goal=走遍三组
  minqing edit 3f2a done_on=今天 basis=会议记录
  minqing plan --from 2026-11-16 --to 2026-11-22
  minqing plan --soon 7")]
pub(super) struct Order {
    /// 从哪天，不写就是今天 · From which day, today unless given
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// 到哪天，不写就是之后六天 · To which day, six days on unless given
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// 近期可办：几天内能办结的 · What can be finished within so many days
    #[arg(long, value_name = "DAYS", conflicts_with_all = ["from", "to"])]
    soon: Option<u16>,
}

/// Shows it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    face.at_work(|bench| {
        if let Some(days) = order.soon {
            return soon(face, bench, i64::from(days));
        }
        let from = read_day(bench, "--from", order.from.as_deref())?.unwrap_or(bench.today());
        let six = from.checked_add(Span::new().days(6)).unwrap_or(Date::MAX);
        let to = read_day(bench, "--to", order.to.as_deref())?.unwrap_or(six);
        let days = Period { from: Some(from), to: Some(to) };
        let (goals, planned) = (bench.goals()?, bench.planned(days)?);
        if face.json {
            let goals: Result<Vec<Json>, Error> = goals.iter().map(|goal| goal_json(bench, goal)).collect();
            let tasks: Result<Vec<Json>, Error> = planned.iter().map(|one| task_json(bench, one)).collect();
            let marks = bench.days(days)?;
            let marks: Vec<Json> = marks
                .iter()
                .map(|(day, marks)| {
                    let (visits, planned, done) = (marks.visits, marks.planned, marks.done);
                    json!({ "date": day.to_string(), "visits": visits, "planned": planned, "done": done })
                })
                .collect();
            face.document(&json!({ "goals": goals?, "tasks": tasks?, "days": marks }))?;
            return Ok(DONE);
        }
        let mut lines = vec![face.lang.pick("目标与实绩", "Goals and what was done").to_owned()];
        lines.extend(goals.iter().map(|goal| goal_line(goal, face.lang)));
        lines.push(say!(face.lang, "任务 {from} — {to}", "Tasks {from} to {to}"));
        lines.extend(planned.iter().map(|one| task_line(bench, one, face.lang)));
        if planned.is_empty() {
            lines.push(face.lang.pick("  没有安排", "  none").to_owned());
        }
        face.out(lines.join("\n"))?;
        Ok(DONE)
    })
}

/// Reads a day of an option.
pub(super) fn read_day(bench: &Workbench, option: &str, text: Option<&str>) -> Result<Option<Date>, Failure> {
    let Some(text) = text else { return Ok(None) };
    let day = calendar::read_day(text, bench.today());
    let day = day
        .ok_or_else(|| Error::Value { field: option.to_owned(), why: BadValue::NotADate(text.to_owned()) })?;
    Ok(Some(day))
}

fn goal_json(bench: &Workbench, goal: &GoalProgress) -> Result<Json, Error> {
    let mut item = record::document(bench, &goal.goal, Sight::Masked)?;
    item.insert("reached".to_owned(), json!(goal.done));
    item.insert("tasks".to_owned(), json!({ "total": goal.tasks.0, "done": goal.tasks.1 }));
    Ok(Json::Object(item))
}

fn task_json(bench: &Workbench, planned: &Planned) -> Result<Json, Error> {
    let mut item = record::document(bench, &planned.task, Sight::Masked)?;
    let (done, by) = match planned.done {
        None => (false, Json::Null),
        Some(Done::Ticked(day)) => (true, json!({ "ticked": day.to_string() })),
        Some(Done::Visited(id, day)) => (true, json!({ "visit": id.to_string(), "date": day.to_string() })),
    };
    item.insert("done".to_owned(), json!(done));
    item.insert("done_by".to_owned(), by);
    item.insert("late".to_owned(), json!(planned.late));
    Ok(Json::Object(item))
}

fn goal_line(goal: &GoalProgress, lang: Lang) -> String {
    let name = goal.goal.text(goals::NAME);
    let (done, (total, ticked)) = (goal.done, goal.tasks);
    let target = goal.target.map_or_else(|| "-".to_owned(), |target| target.to_string());
    say!(
        lang,
        "  {name}  实绩 {done} / 目标 {target}  任务 {ticked}/{total}",
        "  {name}  {done} of {target}, tasks {ticked}/{total}"
    )
}

fn task_line(bench: &Workbench, planned: &Planned, lang: Lang) -> String {
    let task = &planned.task;
    let days = plan::task_period(task);
    let day = |day: Option<Date>| day.map(|day| day.strftime("%m-%d").to_string()).unwrap_or_default();
    let owner = task.reference(tasks::OWNER).map(|id| bench.name_of(id)).unwrap_or_default();
    let mark = if planned.done.is_some() { "[x]" } else { "[ ]" };
    let late = if planned.late { lang.pick("  已过期", "  late") } else { "" };
    let name = task.text(tasks::NAME);
    format!("  {mark} {} — {}  {name}  {owner}{late}", day(days.from), day(days.to))
}

fn soon(face: &Face, bench: &Workbench, days: i64) -> Answer {
    let soon = bench.soon(days)?;
    let phase = bench.phases()?.into_iter().find(|(_, period)| period.contains(bench.today()));
    let end = phase.and_then(|(_, period)| period.to);
    if face.json {
        let items: Result<Vec<Json>, Error> = soon
            .iter()
            .map(|one| match one {
                Soon::Task(planned) => task_json(bench, planned),
                Soon::Issue(case) => case::document(bench, case, Sight::Masked).map(Json::Object),
            })
            .collect();
        let items = items?;
        let left = end.map(|day| calendar::days_between(bench.today(), day));
        face.document(&json!({ "total": items.len(), "items": items, "phase_days_left": left }))?;
        return Ok(DONE);
    }
    let mut lines = vec![say!(face.lang, "{days} 天内可办", "to be finished within {days} d")];
    for one in &soon {
        let day = one.distance(bench.today(), face.lang);
        lines.push(match one {
            Soon::Task(planned) => format!("{}  {day}", task_line(bench, planned, face.lang)),
            Soon::Issue(case) => {
                let (number, title) = (case.issue.text(issues::NUMBER), case.issue.text(issues::TITLE));
                format!("      {number}  {title}  {day}")
            }
        });
    }
    if let Some(end) = end {
        let left = calendar::days_between(bench.today(), end);
        lines.push(say!(face.lang, "本阶段还有 {left} 天", "{left} d of the phase are left"));
    }
    face.out(lines.join("\n"))?;
    Ok(DONE)
}
