//! `minqing project`: help projects, their money, and what is handed out of them.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value as Json, json};

use super::{
    face::Face,
    failure::{Answer, DONE},
    paper_file,
    record::{self, Sight},
    table::{Table, plain},
};
use crate::{
    domain::{
        consent::Purpose,
        exports::Form,
        funds::{Source, Sums, disclosures},
        money,
        projects::{Board, projects as help, results, stage_line},
        roster::residents,
        value::Value,
        wording::Lang,
    },
    exchange::papers,
    say,
    workbench::{Error, Workbench, draft::Draft, help::HelpProject, logs::Outgoing},
};

/// 帮扶项目：看板、一个项目、资金公示、给企业的推荐单 · Help projects: board, one project, disclosure, offers
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing project board
  minqing project show 修三组路灯
  minqing project disclose 修三组路灯 --place 三组公示栏 --out 公示.docx
  minqing project offer --to 园区制衣厂 王桂兰 单小明 --out 推荐单.txt

登记用 minqing add：projects、milestones、project_results、funds、receipts、spendings。
They are entered with minqing add.")]
pub(super) struct Order {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_help_heading = "做什么 What")]
enum What {
    /// 看板：登记、办成、在办、办不了已说明，和资金 · The board, and the money
    #[command(after_help = "例子 Examples:\n  minqing project board\n  minqing project board --json")]
    Board,
    /// 看一个项目 · One project, whole
    #[command(after_help = "例子 Examples:\n  minqing project show 修三组路灯")]
    Show {
        /// 项目名或编号 · The project
        id: String,
    },
    /// 公示：写出公示单，并记下公示了哪些收支 · Publish: write the sheet, and record what it showed
    #[command(
        after_help = "例子 Examples:\n  minqing project disclose 修三组路灯 --place 三组公示栏 --out 公示.docx"
    )]
    Disclose {
        /// 项目名或编号 · The project
        id: String,
        /// 公示在哪里；不写只看样子，不算公示 · Where it is published; without it nothing is recorded
        #[arg(long)]
        place: Option<String>,
        /// 写到文件，.txt 或 .docx · The file to write
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// 给企业的推荐单：没有本人同意，不写姓名和电话 · A sheet for an enterprise, without names unless the person agreed
    #[command(
        after_help = "例子 Examples:\n  minqing project offer --to 园区制衣厂 王桂兰 --out 推荐单.docx"
    )]
    Offer {
        /// 给哪家企业 · The enterprise
        #[arg(long, value_name = "ENTERPRISE")]
        to: String,
        /// 居民 · Residents
        #[arg(value_name = "RESIDENT", required = true)]
        people: Vec<String>,
        /// 写到文件，.txt 或 .docx · The file to write
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

/// Does it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    match &order.what {
        What::Board => board(face),
        What::Show { id } => show(face, id),
        What::Disclose { id, place, out } => disclose(face, id, place.as_deref(), out.as_ref()),
        What::Offer { to, people, out } => offer(face, to, people, out.as_ref()),
    }
}

fn board(face: &Face) -> Answer {
    face.at_work(|bench| {
        let (all, cases) = (bench.help_projects()?, bench.all_cases()?);
        let of_projects = Board::of(all.iter().map(|one| one.progress));
        let of_needs = bench.needs_board(&all, &cases);
        if face.json {
            let items: Result<Vec<Json>, Error> = all.iter().map(|one| document(bench, one)).collect();
            face.document(&json!({
                "items": items?, "total": all.len(),
                "projects": board_json(&of_projects), "needs": board_json(&of_needs),
            }))?;
            return Ok(DONE);
        }
        let lang = face.lang;
        let mut lines = vec![
            format!(
                "{}  {}{}",
                lang.pick("群众的需求", "needs   "),
                of_needs.line(lang),
                lang.pick("（事项，加没有事项的项目）", " (issues, and projects of no issue)")
            ),
            format!("{}    {}", lang.pick("帮扶项目", "projects"), of_projects.line(lang)),
        ];
        if all.is_empty() {
            lines.push(
                lang.pick(
                    "还没有项目：minqing add projects title=… kind=public_good",
                    "no project yet; add one with: minqing add projects",
                )
                .to_owned(),
            );
        } else {
            lines.push(table(&all, lang).text(face.is_colored()));
        }
        face.out(lines.join("\n"))?;
        Ok(DONE)
    })
}

fn board_json(board: &Board) -> Json {
    let Board { registered, working, done, explained } = board;
    json!({ "registered": registered, "working": working, "done": done, "explained": explained })
}

fn table(all: &[HelpProject], lang: Lang) -> Table {
    let mut table = Table::new(
        [
            ("id", "id"),
            ("项目", "project"),
            ("进展", "progress"),
            ("计划", "planned"),
            ("约定", "agreed"),
            ("到账", "received"),
            ("支出", "spent"),
            ("公示", "published"),
        ]
        .map(|(zh, en)| lang.pick(zh, en)),
    );
    for one in all {
        let sums = one.purse.total;
        let mut spent = money::yuan(sums.spent);
        if sums.overspent().is_some() {
            spent += " !";
        }
        table.push([
            record::short(one.project.id),
            one.project.text(help::TITLE).to_owned(),
            one.progress.title(lang).to_owned(),
            money::yuan(sums.planned),
            money::yuan(sums.agreed),
            money::yuan(sums.received.saturating_add(sums.unsupported)),
            spent,
            one.published.map(|day| day.to_string()).unwrap_or_default(),
        ]);
    }
    table
}

fn sums_json(sums: &Sums) -> Json {
    let fen = |amount: i64| json!({ "fen": amount, "currency": money::CURRENCY });
    json!({
        "planned": fen(sums.planned), "agreed": fen(sums.agreed), "received": fen(sums.received),
        "unsupported": fen(sums.unsupported), "spent": fen(sums.spent), "disclosed": fen(sums.disclosed),
        "overspent": sums.overspent().map(fen),
    })
}

fn document(bench: &Workbench, one: &HelpProject) -> Result<Json, Error> {
    let mut item = record::document(bench, &one.project, Sight::Masked)?;
    let by_source: Vec<Json> = one
        .purse
        .sources
        .iter()
        .map(|(source, sums)| json!({ "source": source.map(Source::key), "sums": sums_json(sums) }))
        .collect();
    let stages: Result<Vec<_>, Error> =
        one.milestones.iter().map(|row| record::document(bench, row, Sight::Masked)).collect();
    for (key, value) in [
        ("progress", json!(one.progress.key())),
        ("late", json!(one.is_late(bench.today()))),
        ("money", sums_json(&one.purse.total)),
        ("sources", Json::Array(by_source)),
        ("milestones", json!(stages?)),
        ("published", json!(one.published.map(|day| day.to_string()))),
    ] {
        item.insert(key.to_owned(), value);
    }
    Ok(Json::Object(item))
}

fn show(face: &Face, id: &str) -> Answer {
    face.at_work(|bench| {
        let one = bench.help_project(bench.find_in(help::ID, id)?)?;
        let lang = face.lang;
        let mut lines = record::lines(bench, &one.project, lang, Sight::Masked)?;
        lines.push(format!("{}{}", lang.pick("进展：", "progress: "), one.progress.title(lang)));
        lines.extend(one.milestones.iter().map(|row| plain(&stage_line(row, bench.today(), lang))));
        if let Some(result) = &one.result {
            let (after, by) = (result.text(results::AFTER), result.text(results::ACCEPTED_BY));
            lines.push(plain(&say!(lang, "办之后：{after}（{by}）", "after: {after} ({by})")));
        }
        for (source, sums) in &one.purse.sources {
            let title = source.map_or(lang.pick("未注明来源", "no source"), |source| source.title(lang));
            lines.push(money_line(title, sums, lang));
        }
        lines.push(money_line(lang.pick("合计", "all"), &one.purse.total, lang));
        lines.extend(warning(&one.purse.total, lang));
        face.answer(&document(bench, &one)?, lines.join("\n"))?;
        Ok(DONE)
    })
}

fn money_line(title: &str, sums: &Sums, lang: Lang) -> String {
    let [planned, agreed, received, spent, disclosed] = [
        sums.planned,
        sums.agreed,
        sums.received.saturating_add(sums.unsupported),
        sums.spent,
        sums.disclosed,
    ]
    .map(money::yuan);
    say!(
        lang,
        "{title}  计划 {planned}  约定 {agreed}  到账 {received}  支出 {spent}  其中已公示 {disclosed}",
        "{title}  planned {planned}  agreed {agreed}  received {received}  spent {spent}  of it published {disclosed}"
    )
}

/// What is told where more was spent than came, or something came without its ground.
pub(super) fn warning(sums: &Sums, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(over) = sums.overspent() {
        let over = money::show(over, lang);
        lines.push(say!(lang, "注意：支出超过到账 {over}", "note: {over} more was spent than came in"));
    }
    if sums.unsupported > 0 {
        let sum = money::show(sums.unsupported, lang);
        lines.push(say!(
            lang,
            "注意：{sum} 到账缺决议、书面同意或批文，请补上",
            "note: {sum} came in without decision, consent or approval"
        ));
    }
    lines
}

fn disclose(face: &Face, id: &str, place: Option<&str>, out: Option<&PathBuf>) -> Answer {
    let to = paper_file::wanted(out)?;
    face.at_work(|bench| {
        let project = bench.find_in(help::ID, id)?;
        if let Some(place) = place {
            let mut draft = Draft::new();
            let entry = bench.begin_record(&mut draft, disclosures::ID, None)?;
            draft.set(entry, disclosures::PLACE, Value::text(place));
            draft.set(entry, disclosures::PROJECT, Some(Value::Ref(project)));
            draft.set(entry, disclosures::DAY, Some(Value::Date(bench.today())));
            bench.commit(draft)?;
        }
        let one = bench.help_project(project)?;
        let paper = papers::disclosure(bench, &one)?;
        for line in warning(&one.purse.total, face.lang) {
            face.note(line);
        }
        if to.is_some() {
            let name = bench.name_of(project);
            bench.record_export(&Outgoing {
                scope: format!("收支公示 {name}"),
                purpose: if place.is_some() { "公示" } else { "公示前看样" }.to_owned(),
                to: place.unwrap_or_default().trim().to_owned(),
                rows: 1,
                form: Form::Public.key(),
                sealed: false,
            })?;
        }
        paper_file::answer(face, &paper, to, document(bench, &one)?)
    })
}

fn offer(face: &Face, to: &str, people: &[String], out: Option<&PathBuf>) -> Answer {
    let file = paper_file::wanted(out)?;
    face.at_work(|bench| {
        let people: Result<Vec<_>, Error> =
            people.iter().map(|name| bench.find_in(residents::ID, name)).collect();
        let people = people?;
        let mut agreed = Vec::new();
        for id in &people {
            if bench.may(*id, Purpose::JobRecommendation)? {
                agreed.push(*id);
            }
        }
        let sheet = bench.offer_sheet(&people, &|id| agreed.contains(&id), Lang::Zh)?;
        let with = agreed.len();
        // Whatever goes to an enterprise is written down, and so is a contact that is shown (domain.md §4.2 rule 12).
        let has_contacts = sheet.iter().any(|one| one.contact.is_some());
        if file.is_some() || has_contacts {
            bench.record_export(&Outgoing {
                scope: "project offer".to_owned(),
                purpose: Purpose::JobRecommendation.title().zh.into_owned(),
                to: to.to_owned(),
                rows: sheet.len(),
                form: if has_contacts { Form::Full.key() } else { Form::Masked.key() },
                sealed: false,
            })?;
        }
        face.note(say!(
            face.lang,
            "{with} 人同意留联系方式，其余只写需求",
            "{with} agreed to be named; of the others only the need is told"
        ));
        let items: Vec<Json> = sheet
            .iter()
            .map(|one| {
                let (name, phone) = one.contact.clone().unzip();
                json!({ "need": one.need, "name": name, "phone": phone })
            })
            .collect();
        paper_file::answer(
            face,
            &papers::offer(to, &sheet, bench.today()),
            file,
            json!({ "to": to, "items": items }),
        )
    })
}
