//! `minqing report oversight`: how the groups stand, what was found and put
//! right, what came of the work (domain.md A10, J5–J10).

use clap::Args;
use serde_json::{Value as Json, json};

use super::Days;
use crate::{
    cli::{
        face::Face,
        failure::{Answer, DONE, Failure},
        record,
        table::{Table, plain},
    },
    domain::{
        calendar,
        issues::{issues, steps},
        oversight::{commendations, findings, reminders},
        wording::Lang,
    },
    say,
    workbench::{Workbench, facts::Outcomes, steps::Case},
};

/// 督查情况：各组计划与实绩、超期与空白、问题与整改、成效 · Oversight: plan and work, what is late or blank, findings, effects
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing report oversight --from 2026-11-01
  minqing report oversight --from 2026-11-01 --to 2026-11-30 --json

各组按登记的次序排，不按多少排名。 Groups stand in their own order and are not ranked.")]
pub(super) struct Order {
    #[command(flatten)]
    days: Days,
}

/// Shows it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    face.at_work(|bench| {
        let (from, to) = order.days.read(bench)?;
        let cases = bench.all_cases()?;
        let outcomes = bench.outcomes(&cases, from, to)?;
        if face.json {
            face.document(&document(bench, &cases, &outcomes)?)?;
        } else {
            face.out(text(bench, &cases, &outcomes, face)?)?;
        }
        Ok(DONE)
    })
}

fn document(bench: &Workbench, cases: &[Case], outcomes: &Outcomes) -> Result<Json, Failure> {
    let name = |id| bench.name_of(id);
    let groups: Vec<Json> = bench
        .groups(cases)?
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
        .findings()?
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
    let slips: Vec<Json> = slips(cases)
        .map(|case| {
            let told = reminders_of(bench, case)?;
            Ok::<_, Failure>(json!({
                "number": case.issue.text(issues::NUMBER), "title": case.issue.text(issues::TITLE),
                "owner_name": case.standing.owner.map(name), "due": case.standing.due.to_string(),
                "status": case.standing.status.key(), "reminders": told,
            }))
        })
        .collect::<Result<_, _>>()?;
    let honours: Vec<Json> = bench
        .honours()?
        .iter()
        .map(|(row, stage)| json!({ "title": row.text(commendations::TITLE), "stage": stage.key() }))
        .collect();
    let leaders: Vec<Json> = bench
        .leaders_own(cases)?
        .into_iter()
        .map(|own| json!({ "leader": name(own.leader), "issues": own.issues, "visited_on": own.days }))
        .collect();
    let unclaimed: Vec<&str> =
        Workbench::unclaimed(cases).iter().map(|case| case.issue.text(issues::NUMBER)).collect();
    Ok(json!({
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

fn slips(cases: &[Case]) -> impl Iterator<Item = &Case> {
    cases.iter().filter(|case| ["supervision", "rectification"].contains(&case.issue.text(issues::KIND)))
}

/// `2026-11-22 月底前补齐`, one a reminder.
fn reminders_of(bench: &Workbench, case: &Case) -> Result<Vec<String>, Failure> {
    let mut told = Vec::new();
    for row in bench.standing(reminders::ID)? {
        if row.reference(reminders::ISSUE) == Some(case.issue.id) {
            let day = row.date(reminders::DAY).map(|day| day.to_string()).unwrap_or_default();
            let (text, answer) = (row.text(reminders::TEXT), row.text(reminders::ANSWER));
            told.push(format!("{day} {text} {answer}").trim_end().to_owned());
        }
    }
    told.sort();
    Ok(told)
}

fn text(bench: &Workbench, cases: &[Case], outcomes: &Outcomes, face: &Face) -> Result<String, Failure> {
    let lang = face.lang;
    let mut lines = vec![lang.pick("一、各组进展", "Groups").to_owned(), groups(bench, cases, face)?];
    lines.push(lang.pick("二、领导包案与走访", "What leaders have in hand").to_owned());
    for own in bench.leaders_own(cases)? {
        lines.push(format!("  {}  {}", bench.name_of(own.leader), own.days.join(" ")));
        lines.extend(own.issues.iter().map(|line| format!("    {}", plain(line))));
    }
    for case in Workbench::unclaimed(cases) {
        let (number, title) = (case.issue.text(issues::NUMBER), plain(case.issue.text(issues::TITLE)));
        lines.push(say!(lang, "  ! 还没有人领：{number} {title}", "  ! nobody has taken {number} {title}"));
    }
    lines.push(lang.pick("三、问题与整改", "Findings").to_owned());
    for found in bench.findings()? {
        let mark = if found.standing.is_overdue(bench.today()) { "!" } else { " " };
        let (id, stage) = (record::short(found.finding.id), found.standing.stage.title(lang));
        let told = plain(found.finding.text(findings::FACT));
        let by = found.standing.deadline.map(|day| calendar::distance(day, bench.today(), lang));
        lines
            .push(format!(" {mark} {id}  {told}  {stage}  {}", by.unwrap_or_default()).trim_end().to_owned());
        lines.extend(found.standing.statements.iter().map(|said| {
            let said = plain(said);
            say!(lang, "      申辩：{said}", "      they say: {said}")
        }));
    }
    lines.push(lang.pick("四、督办与整改事项", "Slips").to_owned());
    for case in slips(cases) {
        let (number, title) = (case.issue.text(issues::NUMBER), plain(case.issue.text(issues::TITLE)));
        let owner = case.standing.owner.map(|id| bench.name_of(id)).unwrap_or_default();
        let (due, status) = (case.standing.due, case.standing.status.title(lang));
        lines.push(format!("   {number}  {title}  {owner}  {due}  {status}"));
        lines.extend(reminders_of(bench, case)?.iter().map(|told| {
            let told = plain(told);
            say!(lang, "      催办：{told}", "      reminded: {told}")
        }));
    }
    lines.push(lang.pick("五、表彰", "Commendations").to_owned());
    for (row, stage) in bench.honours()? {
        lines.push(format!("   {}  {}", plain(row.text(commendations::TITLE)), stage.title(lang)));
    }
    lines.push(lang.pick("六、成效", "What came of it").to_owned());
    lines.extend(told_outcomes(outcomes, lang));
    Ok(lines.join("\n"))
}

fn groups(bench: &Workbench, cases: &[Case], face: &Face) -> Result<String, Failure> {
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
    for group in bench.groups(cases)? {
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

fn told_outcomes(outcomes: &Outcomes, lang: Lang) -> Vec<String> {
    let Outcomes { projects_done, solved, partly, explained, in_time, late, unanswered, ratings } = outcomes;
    let declared = steps::ledger();
    let rating = |(key, count): (&String, &usize)| {
        let choice = declared.field(steps::RATING).and_then(|field| field.choice(key));
        let title = choice.map_or(key.clone(), |choice| choice.title.get(lang).to_owned());
        format!("{title} {count}")
    };
    let ratings: Vec<String> = ratings.iter().map(rating).collect();
    let ratings = ratings.join(lang.pick("、", ", "));
    vec![
        say!(
            lang,
            "  办成项目 {projects_done}；事项已解决 {solved}，部分解决 {partly}，讲清楚的 {explained}",
            "  projects done {projects_done}; issues solved {solved}, in part {partly}, explained {explained}"
        ),
        say!(
            lang,
            "  首次答复：期限内 {in_time}，期限后 {late}，没有答复、已过期 {unanswered}",
            "  first answers: in time {in_time}, late {late}, none and past their time {unanswered}"
        ),
        say!(
            lang,
            "  本人评价：{ratings}（“不愿评价”不算不满意）",
            "  people's own ratings: {ratings} (who declined is not dissatisfied)"
        ),
    ]
}
