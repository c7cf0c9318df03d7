//! `minqing person`: what is held on one person, and taking it away
//! (domain.md §4.1: the rights of the person).

mod rights;

use std::{
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use serde_json::{Map, Value as Json, json};

use super::{
    case,
    face::Face,
    failure::{Answer, DONE, FAILED, Failure, USAGE},
    record::{self, Sight},
    show,
    table::plain_lines,
};
use crate::{
    domain::{
        id::RecordId,
        row::Row,
        wording::{Lang, counted},
    },
    say,
    workbench::{
        Error, Workbench,
        erasure::Erasure,
        keeping,
        person::{self, Dossier},
        progress::Progress,
    },
};

/// What the log of accesses says where no reason is given: the person asked.
const ASKED_FOR: &str = "本人要求查阅";

/// 一个人的权利：查阅、按要求删除 · One person's rights: to see what is held, and to have it erased
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing person export 3f2a9c01 --out 王桂兰.json
  minqing person erase 3f2a9c01 --reason 本人要求删除 --dry-run")]
pub(super) struct Order {
    #[command(subcommand)]
    command: Task,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_help_heading = "命令 Commands")]
enum Task {
    #[command(flatten)]
    Rights(rights::Rights),
    /// 导出一个人的全部记录，个人信息不遮盖，会留痕 · Write out everything held on one person, in full; it is logged
    #[command(after_help = "例子 Examples:\n  minqing person export 3f2a9c01 --out 王桂兰.json")]
    Export {
        /// 居民的编号，或编号前几位 · A resident's id, or the beginning of one
        #[arg(value_name = "ID")]
        id: String,
        /// 文件 · The file
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// 理由，记入查看记录 · Why; goes into the access log
        #[arg(long, value_name = "TEXT", default_value = ASKED_FOR)]
        reason: String,
    },
    /// 按本人要求删除，在每台电脑上，不能撤销 · Erase a person on every laptop; it cannot be undone
    #[command(after_help = "\
例子 Examples:
  minqing person erase 3f2a9c01 --reason 本人要求删除 --dry-run
  minqing person erase 3f2a9c01 --reason 本人要求删除 --also A-17 --yes

事项保留编号、性质、办理记录和结果，去掉是谁反映的。 Issues keep number, kind, steps and result, without who raised them.")]
    Erase {
        /// 居民的编号，或编号前几位 · A resident's id, or the beginning of one
        #[arg(value_name = "ID")]
        id: String,
        /// 理由；不要写姓名和号码，它会一直留着 · Why; without names or numbers, since it stays
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// 也按此人的记录处理，如没有填“反映人(居民)”的事项 · Records to treat as the person's own
        #[arg(long, value_name = "ID")]
        also: Vec<String>,
        /// 只列出会删除什么，不动 · Only list what would be erased
        #[arg(long)]
        dry_run: bool,
        /// 不再询问 · Do not ask
        #[arg(long)]
        yes: bool,
    },
}

/// Does it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    match &order.command {
        Task::Rights(rights) => rights::run(face, rights),
        Task::Export { id, out, reason } => export(face, id, out, reason),
        Task::Erase { id, reason, also, dry_run, yes } => face.at_work(|bench| {
            let person = bench.find(id)?;
            let also = also.iter().map(|id| bench.find(id)).collect::<Result<Vec<_>, _>>()?;
            let planned = |bench: &Workbench| {
                let bar = face.bar("查找", "looking");
                bench.erasure_of_telling(person, &also, &mut |progress| bar.hear(progress))
            };
            if *dry_run {
                let erasure = planned(bench)?;
                let what = described(bench, &erasure, face.lang)?;
                let text = say!(
                    face.lang,
                    "会删除（没有改动）：\n{what}",
                    "would erase (nothing was changed):\n{what}"
                );
                face.answer(&document(bench, &erasure, true)?, text)?;
                return Ok(DONE);
            }
            if !*yes {
                let erasure = planned(bench)?;
                agreed(face, &described(bench, &erasure, face.lang)?)?;
            }
            let name = bench.name_of(person);
            let bar = face.bar("删除", "erasing");
            let hear = &mut |progress: Progress<'_>| bar.hear(progress);
            let erasure = bench.erase_person_telling(person, reason, &also, hear)?;
            bar.end();
            let (records, fields) = (erasure.values.len(), erasure.field_count());
            let (of, other) = (counted(fields, "field", "fields"), counted(records, "other record", "other records"));
            let text = say!(
                face.lang,
                "已删除居民 1 人（{name}），另有 {records} 条记录里的 {fields} 栏。其他电脑收到同步包后照办：请导出同步包，用 minqing peers 看谁还没收到。以前写出的同步包、备份和表格不会变，请自行删除",
                "erased 1 resident ({name}) and {of} of {other}. Other laptops follow when a bundle brings it: export one, and see who lacks it with minqing peers. Bundles, backups and sheets that were written before do not change: delete them yourself"
            );
            face.answer(&document(bench, &erasure, false)?, text)?;
            Ok(DONE)
        }),
    }
}

/// Asks at a terminal; without one, `--yes` says it.
fn agreed(face: &Face, what: &str) -> Result<(), Failure> {
    if !face.at_terminal() || face.json {
        return Err(Failure::new(
            USAGE,
            "删除不能撤销：请先用 --dry-run 看会删除什么，再加 --yes",
            "an erasure cannot be undone: see what goes with --dry-run, then add --yes",
        ));
    }
    face.note(say!(
        face.lang,
        "会在每台电脑上删除，不能撤销：\n{what}\n输入 yes 确认：",
        "will be erased on every laptop and cannot be undone:\n{what}\nWrite yes to go on:"
    ));
    let _ = io::stderr().flush();
    let mut line = String::new();
    let read = io::stdin().read_line(&mut line).is_ok();
    if read && line.trim().eq_ignore_ascii_case("yes") {
        return Ok(());
    }
    Err(Failure::new(FAILED, "没有确认，什么也没有删除", "not confirmed, nothing was erased"))
}

/// What an erasure takes away, a line each.
fn described(bench: &Workbench, erasure: &Erasure, lang: Lang) -> Result<String, Failure> {
    Ok(plain_lines(&bench.erasure_lines(erasure, lang)?.join("\n")))
}

fn document(bench: &Workbench, erasure: &Erasure, dry: bool) -> Result<Json, Failure> {
    let mut values = Vec::new();
    for (id, tags) in erasure.fields() {
        let ledger = bench.ledger_of(id)?;
        let fields: Vec<String> = tags.iter().map(|tag| record::key_of(ledger, *tag)).collect();
        values.push(json!({ "id": id.to_string(), "ledger": ledger.id, "fields": fields }));
    }
    let mentions: Vec<String> = erasure.mentions.iter().map(ToString::to_string).collect();
    Ok(json!({
        "dry_run": dry, "person": erasure.person.map(|id| id.to_string()),
        "records": values.len(), "fields": erasure.field_count(), "values": values, "mentions": mentions,
    }))
}

fn export(face: &Face, id: &str, out: &Path, reason: &str) -> Answer {
    if out.exists() {
        return Err(keeping::exists_already(out).into());
    }
    face.at_work(|bench| {
        let person = bench.find(id)?;
        let dossier = bench.person_export(person, reason)?;
        let told = told(bench, &dossier)?;
        person::write_out(out, format!("{told:#}\n").as_bytes())?;
        let path = out.display().to_string();
        let (visits, issues) = (dossier.visits.len(), dossier.issues.len());
        let (calls, matters) = (counted(visits, "visit", "visits"), counted(issues, "issue", "issues"));
        let text = say!(
            face.lang,
            "已写出 {path}：走访 {visits} 次，事项 {issues} 件，含个人信息，请只交给本人",
            "wrote {path}: {calls}, {matters}, personal information in full: for the person alone"
        );
        let text = if dossier.perhaps.is_empty() {
            text
        } else {
            let called = |id: &RecordId| match bench.name_of_issue(*id) {
                number if number.is_empty() => format!("{} {}", bench.name_of(*id), record::short(*id)),
                number => number,
            };
            let told = dossier.perhaps.iter().map(called).collect::<Vec<_>>().join("、");
            let more = say!(
                face.lang,
                "没有写进去、请核对是不是本人的（同名的事项、没写走访对象的本户走访）：{told}。是本人的，请补填“反映人(居民)”或“走访对象”后再导出",
                "left out, to be looked at (issues from the same name, visits to the household that name nobody): {told}. If they are the person's, fill in the resident there and export again"
            );
            format!("{text}\n{more}")
        };
        let perhaps: Vec<String> = dossier.perhaps.iter().map(ToString::to_string).collect();
        let document = json!({ "file": path, "visits": visits, "issues": issues, "perhaps": perhaps });
        face.answer(&document, plain_lines(&text))?;
        Ok(DONE)
    })
}

/// Everything, as JSON.
fn told(bench: &Workbench, dossier: &Dossier) -> Result<Json, Error> {
    let rows = |rows: &[Row]| -> Result<Vec<Json>, Error> {
        rows.iter().map(|row| Ok(Json::Object(record::document(bench, row, Sight::Full)?))).collect()
    };
    let issues: Result<Vec<Json>, Error> =
        dossier.issues.iter().map(|it| Ok(Json::Object(case::document(bench, it, Sight::Full)?))).collect();
    let mut history = Map::new();
    for (id, events) in &dossier.history {
        let told: Result<Vec<Json>, Error> = events
            .iter()
            .enumerate()
            .map(|(at, event)| show::event_json(bench, *id, event, at == 0))
            .collect();
        history.insert(id.to_string(), Json::Array(told?));
    }
    let household = dossier.household.as_ref().map(|row| rows(std::slice::from_ref(row))).transpose()?;
    Ok(json!({
        "person": record::document(bench, &dossier.person, Sight::Full)?,
        "household": household.and_then(|mut rows| rows.pop()),
        "visits": rows(&dossier.visits)?, "issues": issues?, "others": rows(&dossier.others)?,
        "accesses": rows(&dossier.accesses)?, "history": history,
    }))
}
