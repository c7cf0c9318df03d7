//! `minqing bulletin`: from a draft made of data to a numbered issue.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde_json::{Map, Value as Json, json};

use super::{
    arguments::read_pair,
    face::Face,
    failure::{Answer, DONE},
    paper_file,
    record::{self, Sight},
    select,
    table::Table,
};
use crate::{
    domain::{
        bulletins::bulletins as own,
        calendar,
        exports::Form,
        input::{self, BadValue},
        wording::Lang,
    },
    exchange::papers,
    say,
    workbench::{Error, Workbench, draft::Draft, logs::Outgoing, printing::Issue},
};

/// 简报：取数成稿、改、审、签发编号、归档、导出 · Bulletins: draft from data, edit, review, sign, archive, export
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing bulletin new --title 十一月工作 --from 2026-11-01 --to 2026-11-30
  minqing bulletin edit 十一月工作 foreword=\"请各组参阅\" report_to=党工委
  minqing bulletin review 十一月工作 --text 可以
  minqing bulletin sign 十一月工作
  minqing bulletin export 3 简报3.docx

居民姓名、住址、号码自动隐去；低保、疾病、残疾、增收自述永不进简报。
Residents stay unnamed; nothing about allowances, illness or disability, and no household's own words of its income, enters a bulletin.")]
pub(super) struct Order {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_help_heading = "做什么 What")]
enum What {
    /// 新编一期，五段由已登记的内容成稿 · Begin one, drafted from what is written down
    #[command(after_help = "例子 Examples:\n  minqing bulletin new --title 十一月工作 --from 2026-11-01")]
    New {
        /// 标题 · The title
        #[arg(long)]
        title: String,
        /// 从哪天 · From which day
        #[arg(long, value_name = "DATE")]
        from: String,
        /// 到哪天；不写到今天 · To which day; today unless given
        #[arg(long, value_name = "DATE")]
        to: Option<String>,
    },
    /// 列出简报 · List them
    #[command(after_help = "例子 Examples:\n  minqing bulletin list --json")]
    List,
    /// 看一期的真实分行（每行 28 字） · Show one, 28 characters a line
    #[command(after_help = "例子 Examples:\n  minqing bulletin show 3")]
    Show {
        /// 期号（3 或 2026-3）、标题或编号 · A number, a title or an id
        id: String,
    },
    /// 修改 · Change it
    #[command(
        after_help = "例子 Examples:\n  minqing bulletin edit 十一月工作 report_to=党工委 issue_to=各组"
    )]
    Edit {
        /// 标题或编号 · A title or an id
        id: String,
        /// 栏和值 · Fields and values
        #[arg(value_name = "field=value", value_parser = read_pair, required = true)]
        pairs: Vec<(String, String)>,
    },
    /// 审核，由另一位组员 · Review it, by another member
    #[command(after_help = "例子 Examples:\n  minqing bulletin review 十一月工作 --text 可以")]
    Review {
        /// 标题或编号 · A title or an id
        id: String,
        /// 意见 · A remark
        #[arg(long, default_value = "")]
        text: String,
    },
    /// 签发并编号，由组长 · Sign and number it, by a lead
    #[command(after_help = "例子 Examples:\n  minqing bulletin sign 十一月工作")]
    Sign {
        /// 标题或编号 · A title or an id
        id: String,
    },
    /// 归档 · Archive it
    #[command(after_help = "例子 Examples:\n  minqing bulletin archive 3")]
    Archive {
        /// 期号、标题或编号 · A number, a title or an id
        id: String,
    },
    /// 导出成 .docx 或 .txt · Write it out
    #[command(after_help = "例子 Examples:\n  minqing bulletin export 3 简报3.docx")]
    Export {
        /// 期号、标题或编号 · A number, a title or an id
        id: String,
        /// 文件 · The file
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// 用途，记入导出登记；不写是“印发简报” · What for; goes into the export log
        #[arg(long, value_name = "TEXT")]
        purpose: Option<String>,
        /// 接收方，记入导出登记；不写按报、送、发 · For whom; those it is addressed to unless told
        #[arg(long, value_name = "WHOM")]
        to: Option<String>,
    },
}

/// Does it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    match &order.what {
        What::New { title, from, to } => face.at_work(|bench| {
            let from = read_day(bench, "--from", Some(from))?;
            let to = read_day(bench, "--to", to.as_deref())?;
            let id = bench.new_bulletin(title, from, to)?;
            answer(face, bench, &bench.bulletin(id)?)
        }),
        What::List => list(face),
        What::Show { id } => face.at_work(|bench| {
            let issue = bench.bulletin(bench.find_bulletin(id)?)?;
            let paper = papers::bulletin(&bench.known_people()?, &issue);
            paper_file::answer(face, &paper, None, Json::Object(document(bench, &issue)?))
        }),
        What::Edit { id, pairs } => face.at_work(|bench| {
            let id = bench.find_bulletin(id)?;
            let pairs = select::keyed(bench.ledger(own::ID)?, pairs)?;
            let mut draft = Draft::new();
            bench.fill(&mut draft, id, &pairs)?;
            bench.commit(draft)?;
            answer(face, bench, &bench.bulletin(id)?)
        }),
        What::Review { id, text } => step(face, id, "review", text),
        What::Sign { id } => step(face, id, "sign", ""),
        What::Archive { id } => step(face, id, "archive", ""),
        What::Export { id, file, purpose, to: whom } => {
            let to = paper_file::wanted(Some(file))?;
            face.at_work(|bench| {
                let issue = bench.bulletin(bench.find_bulletin(id)?)?;
                doubled(face, &issue);
                let paper = papers::bulletin(&bench.known_people()?, &issue);
                let title = issue.bulletin.text(own::TITLE);
                bench.record_export(&Outgoing {
                    scope: format!("简报 {title}"),
                    purpose: purpose.clone().unwrap_or_else(|| "印发简报".to_owned()),
                    to: whom.clone().unwrap_or_else(|| addressed_to(&issue)),
                    rows: 1,
                    form: Form::Public.key(),
                    sealed: false,
                })?;
                paper_file::answer(face, &paper, to, Json::Object(document(bench, &issue)?))
            })
        }
    }
}

/// Those to whom a bulletin says that it goes.
fn addressed_to(issue: &Issue) -> String {
    let named = [own::REPORT_TO, own::SEND_TO, own::ISSUE_TO].map(|tag| issue.bulletin.text(tag));
    named.into_iter().filter(|to| input::says_something(to)).collect::<Vec<_>>().join("；")
}

fn step(face: &Face, id: &str, kind: &str, remark: &str) -> Answer {
    face.at_work(|bench| {
        let id = bench.find_bulletin(id)?;
        bench.step_bulletin(id, kind, remark)?;
        let issue = bench.bulletin(id)?;
        doubled(face, &issue);
        answer(face, bench, &issue)
    })
}

/// Tells that two laptops gave one number.
fn doubled(face: &Face, issue: &Issue) {
    if issue.is_doubled {
        face.note(face.lang.pick(
            "两台电脑同时用了这个期号：两期都在，编号后面的字母数字把它们分开；印发前请商定改哪一期",
            "two laptops gave this number at once: both are kept and told apart; agree on one before printing",
        ));
    }
}

fn list(face: &Face) -> Answer {
    face.at_work(|bench| {
        let all = bench.bulletins()?;
        let lang = face.lang;
        if face.json {
            let items: Result<Vec<Json>, Error> =
                all.iter().map(|issue| document(bench, issue).map(Json::Object)).collect();
            face.document(&json!({ "items": items?, "total": all.len() }))?;
        } else if all.is_empty() {
            face.note(lang.pick(
                "还没有简报：minqing bulletin new",
                "no bulletin yet; begin with: minqing bulletin new",
            ));
        } else {
            let header = [
                ("id", "id"),
                ("期号", "number"),
                ("进展", "stage"),
                ("标题", "title"),
                ("从", "from"),
                ("到", "to"),
            ];
            let mut table = Table::new(header.map(|(zh, en)| lang.pick(zh, en)));
            for issue in &all {
                let day = |tag| issue.bulletin.date(tag).map(|day| day.to_string()).unwrap_or_default();
                table.push([
                    record::short(issue.bulletin.id),
                    issue.number(lang).unwrap_or_default(),
                    stage(issue, lang),
                    issue.bulletin.text(own::TITLE).to_owned(),
                    day(own::FROM),
                    day(own::TO),
                ]);
            }
            face.out(table.text(face.is_colored()))?;
        }
        Ok(DONE)
    })
}

/// How far one is; what was signed and changed unseen is told.
fn stage(issue: &Issue, lang: Lang) -> String {
    let mut told = issue.printed.printing.title(lang).to_owned();
    if issue.printed.changed_since {
        told += lang.pick("（签发后有改动，须重新审签）", " (changed after it was signed)");
    }
    told
}

fn document(bench: &Workbench, issue: &Issue) -> Result<Map<String, Json>, Error> {
    let printed = papers::printable(&bench.known_people()?, &issue.bulletin);
    let mut item = record::document(bench, &printed, Sight::Masked)?;
    let (year, number) = issue.printed.number.unzip();
    for (key, value) in [
        ("stage", json!(issue.printed.printing.key())),
        ("year", json!(year)),
        ("number", json!(number)),
        ("doubled", json!(issue.is_doubled)),
        ("signed", json!(issue.printed.day.map(|day| day.to_string()))),
        ("changed_since", json!(issue.printed.changed_since)),
    ] {
        item.insert(key.to_owned(), value);
    }
    Ok(item)
}

fn answer(face: &Face, bench: &Workbench, issue: &Issue) -> Answer {
    let id = record::short(issue.bulletin.id);
    let number = issue.number(face.lang).unwrap_or_default();
    let stage = stage(issue, face.lang);
    let told = say!(face.lang, "{id}  {number} {stage}", "{id}  {number} {stage}");
    face.answer(&Json::Object(document(bench, issue)?), told)?;
    Ok(DONE)
}

/// A day of the command line; today where none is given.
pub(super) fn read_day(bench: &Workbench, option: &str, text: Option<&str>) -> Result<Date, Error> {
    let Some(text) = text else { return Ok(bench.today()) };
    calendar::read_day(text, bench.today())
        .ok_or_else(|| Error::Value { field: option.to_owned(), why: BadValue::NotADate(text.to_owned()) })
}
