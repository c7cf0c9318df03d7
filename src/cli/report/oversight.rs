//! `minqing report oversight`: how the groups stand, what was found and put
//! right, what came of the work (domain.md A10, J5–J10).

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::{Days, write_out};
use crate::{
    cli::{
        face::Face,
        failure::{Answer, DONE, Failure},
        paper_file,
        table::{Table, plain},
    },
    domain::{
        issues::issues,
        oversight::{commendations, findings},
        phases::Period,
        wording::Lang,
    },
    exchange::{paper::Format, reports::oversight},
    say,
    workbench::{Workbench, facts::Outcomes, oversight_told, steps::Case},
};

/// 督查情况：各组计划与实绩、超期与空白、问题与整改、成效 · Oversight: plan and work, what is late or blank, findings, effects
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing report oversight --from 2026-11-01
  minqing report oversight --from 2026-11-01 --to 2026-11-30 --json
  minqing report oversight --out 督查情况.docx
  minqing report oversight --out 各组进展.xlsx

各组按登记的次序排，不按多少排名。 Groups stand in their own order and are not ranked.")]
pub(super) struct Order {
    #[command(flatten)]
    days: Days,
    /// 全文写成 .docx .txt，或把各组进展写成 .xlsx .csv .json · All of it as a document, or the groups as a sheet
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Shows it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    face.at_work(|bench| {
        let (from, to) = order.days.read(bench)?;
        let days = Period { from: Some(from), to: Some(to) };
        let cases = bench.all_cases()?;
        if let Some(out) = &order.out {
            if Format::of_path(out).is_some() {
                let file = paper_file::wanted(Some(out))?;
                let told = json!({ "from": from.to_string(), "to": to.to_string() });
                return paper_file::answer(face, &oversight::paper(bench, &order.days.asked())?, file, told);
            }
            write_out(Some(out), &oversight::table(bench, &cases, days, Lang::Zh)?)?;
            let path = out.display().to_string();
            let text = say!(face.lang, "已写到 {path}", "written to {path}");
            face.answer(&json!({ "from": from.to_string(), "to": to.to_string(), "file": path }), text)?;
            return Ok(DONE);
        }
        let outcomes = bench.outcomes(&cases, from, to)?;
        if face.json {
            face.document(&document(bench, &cases, &outcomes, days)?)?;
        } else {
            face.out(text(bench, &cases, &outcomes, days, face)?)?;
        }
        Ok(DONE)
    })
}

fn document(bench: &Workbench, cases: &[Case], outcomes: &Outcomes, days: Period) -> Result<Json, Failure> {
    let name = |id| bench.name_of(id);
    let groups: Vec<Json> = bench
        .groups(cases, days)?
        .iter()
        .map(|group| {
            json!({
                "neighbourhood": name(group.place),
                "posted": group.posted.iter().map(|id| name(*id)).collect::<Vec<_>>(),
                "households": group.visited.1, "visited": group.visited.0,
                "planned": group.planned.0, "done": group.planned.1,
                "open": group.open.0, "overdue": group.open.1, "blank": group.is_blank,
            })
        })
        .collect();
    let found: Vec<Json> = bench
        .findings_of(days)?
        .iter()
        .map(|found| {
            json!({
                "id": found.finding.id.to_string(),
                "fact": found.finding.text(findings::FACT), "kind": found.finding.text(findings::KIND),
                "stage": found.standing.stage.key(),
                "deadline": found.standing.deadline.map(|day| day.to_string()),
                "overdue": found.standing.is_overdue(bench.today()),
                "statements": found.standing.statements, "receipts": found.standing.receipts,
            })
        })
        .collect();
    let slips: Vec<Json> = oversight_told::slips(cases, days)
        .map(|case| {
            let told = bench.reminders_of(case)?;
            Ok::<_, Failure>(json!({
                "number": case.issue.text(issues::NUMBER), "title": case.issue.text(issues::TITLE),
                "owner_name": case.standing.owner.map(name), "due": case.standing.due.to_string(),
                "status": case.standing.status.key(), "reminders": told,
            }))
        })
        .collect::<Result<_, _>>()?;
    let honours: Vec<Json> = bench
        .nominations_of(days)?
        .iter()
        .map(|(row, stage)| json!({ "title": row.text(commendations::TITLE), "stage": stage.key() }))
        .collect();
    let leaders: Vec<Json> = bench
        .leaders_own(cases, days)?
        .into_iter()
        .map(|own| json!({ "leader": name(own.leader), "issues": own.issues, "visited_on": own.days }))
        .collect();
    let unclaimed: Vec<&str> =
        Workbench::unclaimed(cases).iter().map(|case| case.issue.text(issues::NUMBER)).collect();
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    Ok(json!({
        "from": day(days.from), "to": day(days.to),
        "groups": groups, "findings": found, "slips": slips, "commendations": honours,
        "leaders": leaders, "unclaimed": unclaimed,
        "outcomes": {
            "projects_done": outcomes.projects_done, "solved": outcomes.solved, "partly_solved": outcomes.partly,
            "explained": outcomes.explained, "answered_in_time": outcomes.in_time, "answered_late": outcomes.late,
            "unanswered": outcomes.unanswered,
            "ratings": outcomes.ratings,
        },
    }))
}

fn text(
    bench: &Workbench,
    cases: &[Case],
    outcomes: &Outcomes,
    days: Period,
    face: &Face,
) -> Result<String, Failure> {
    let lang = face.lang;
    let mut lines = vec![Workbench::days_line(days, lang), lang.pick("一、各组进展", "Groups").to_owned()];
    lines.push(groups(bench, cases, days, face)?);
    let told = bench.oversight_lines(cases, outcomes, days, lang)?;
    lines.extend(told.iter().map(|line| plain(line)));
    Ok(lines.join("\n"))
}

fn groups(bench: &Workbench, cases: &[Case], days: Period, face: &Face) -> Result<String, Failure> {
    let lang = face.lang;
    let header = [
        ("居民小组", "neighbourhood"),
        ("驻点人", "posted"),
        ("走到的户", "households"),
        ("到期的计划", "planned"),
        ("其中完成", "done"),
        ("未了结", "open"),
        ("超期", "late"),
        ("", ""),
    ];
    let mut table = Table::new(header.map(|(zh, en)| lang.pick(zh, en)));
    for group in bench.groups(cases, days)? {
        let posted: Vec<String> = group.posted.iter().map(|id| bench.name_of(*id)).collect();
        let blank = if group.is_blank { lang.pick("空白组", "blank") } else { "" };
        table.push([
            bench.name_of(group.place),
            posted.join(lang.pick("、", ", ")),
            format!("{}/{}", group.visited.0, group.visited.1),
            group.planned.0.to_string(),
            group.planned.1.to_string(),
            group.open.0.to_string(),
            group.open.1.to_string(),
            blank.to_owned(),
        ]);
    }
    Ok(table.text(face.is_colored()))
}
