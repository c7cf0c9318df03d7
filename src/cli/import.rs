//! `minqing import`: a sheet into a ledger.

use std::{env, path::PathBuf};

use clap::Args;
use serde_json::{Value as Json, json};

use super::{
    arguments::read_pair,
    face::Face,
    failure::{Answer, DONE, FAILED, Failure, IN_PART},
    select,
    table::plain,
};
use crate::{
    domain::{
        ledger::Ledger,
        wording::{Lang, counted},
    },
    exchange::{
        intake::{self, Fate, IntakeError, IntakeOrder, IntakeReport, RowProblem},
        sandbox,
        sheet::Limits,
    },
    say,
    workbench::{Workbench, progress::Progress},
};

/// 把表格导入台账，每个没收的行都说明原因 · Take a sheet into a ledger; every refused row with its reason
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing import 花名册.xlsx --into residents --dry-run
  minqing import 留言.csv --into issues --map \"诉求内容=title\" --map \"备注=-\"
  minqing import list.xls --into residents --sheet 三组 --header-row 2 --match id_number

读 xlsx、xls、ods、csv（UTF-8、GB18030、UTF-16）。有行没收时退出码为 3。
Reads xlsx, xls, ods and csv. Exit code 3 when some rows were refused.")]
pub(super) struct Order {
    /// 表格文件 · The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 导入到哪本台账 · The ledger it goes into
    #[arg(long, value_name = "LEDGER")]
    into: String,
    /// 工作表名；不写就取第一张有内容的 · The sheet's name; else the first with content
    #[arg(long, value_name = "S")]
    sheet: Option<String>,
    /// 表头在第几行 · The row of the column names
    #[arg(long, value_name = "N")]
    header_row: Option<u32>,
    /// 某一列对应哪一栏，`-` 表示不要 · Which field a column goes to, `-` for none
    #[arg(long, value_name = "列名=field", value_parser = read_pair)]
    map: Vec<(String, String)>,
    /// 按哪一栏认出已有的记录 · The field by which records are matched
    #[arg(long = "match", value_name = "FIELD")]
    match_on: Option<String>,
    /// 只看结果，不写入 · Only say what would happen
    #[arg(long)]
    dry_run: bool,
}

/// Takes it in.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    face.at_work(|bench| {
        let (ledger, intake) = orders(bench, order)?;
        let program = env::current_exe().map_err(|error| {
            Failure::of_system(FAILED, "找不到程序自身", "cannot find this program", &error)
        })?;
        let bar = face.bar("导入", "importing");
        let (file, tab) = (&order.file, order.sheet.as_deref());
        let hear = &mut |progress: Progress<'_>| bar.hear(progress);
        let sheet = sandbox::read_guarded(&program, file, tab, &Limits::default(), hear)?;
        let taken = intake::take_in_telling(bench, &sheet, &intake, hear);
        bar.end();
        let (report, stopped) = match taken {
            Ok(report) => (report, None),
            Err(error) => {
                let sentence = error.sentence(face.lang);
                match error {
                    IntakeError::Stopped { report, .. } => (*report, Some(sentence)),
                    other @ (IntakeError::Sheet(_)
                    | IntakeError::Work(_)
                    | IntakeError::NoColumn { .. }
                    | IntakeError::NothingMapped { .. }) => return Err(other.into()),
                }
            }
        };
        tell(face, &report);
        if order.header_row.is_none() && begins_below(&report) {
            let row = report.header_row;
            face.note(say!(
                face.lang,
                "表头取的是第 {row} 行；如果表头有两行，请用 --header-row 指明下面那一行",
                "the column names were taken from row {row}; where they stand in two rows, name the lower one with --header-row"
            ));
        }
        let mut document = document(&report, &ledger, order, face.lang);
        if let Some(sentence) = &stopped {
            face.note(plain(sentence));
            document["stopped"] = json!(sentence);
        }
        face.answer(&document, text(&report, bench.ledger(&ledger)?, order.dry_run, face.lang))?;
        Ok(if stopped.is_some() || report.counts.refused > 0 { IN_PART } else { DONE })
    })
}

impl From<IntakeError> for Failure {
    fn from(error: IntakeError) -> Self {
        Self::new(error.exit_code(), error.sentence(Lang::Zh), error.sentence(Lang::En))
    }
}

/// Whether the first row below the names is none that could be taken: it may be
/// the second row of names.
fn begins_below(report: &IntakeReport) -> bool {
    let is_missing = |why: &RowProblem| matches!(why, RowProblem::Missing { .. });
    let is_short = |fate: &Fate| matches!(fate, Fate::Refused(why) if why.iter().any(is_missing));
    report.rows.first().is_some_and(|row| row.row == report.header_row + 1 && is_short(&row.fate))
}

fn orders(bench: &Workbench, order: &Order) -> Result<(String, IntakeOrder), Failure> {
    let ledger = select::ledger(bench, &order.into)?;
    let mut maps = Vec::new();
    for (column, name) in &order.map {
        let name = name.trim();
        // A name with a dot is of another ledger's field, which the import knows itself.
        let key = if name == "-" || name.contains('.') { name } else { &select::field(ledger, name)?.key };
        maps.push((column.clone(), key.to_owned()));
    }
    let matched = order.match_on.as_deref().map(|name| select::field(ledger, name)).transpose()?;
    let intake = IntakeOrder {
        ledger: ledger.id.clone(),
        header_row: order.header_row,
        maps,
        match_on: matched.map(|field| field.key.clone()),
        dry_run: order.dry_run,
    };
    Ok((ledger.id.clone(), intake))
}

/// Names what was passed over, on standard error.
fn tell(face: &Face, report: &IntakeReport) {
    for column in &report.columns {
        if let Some(note) = column.note {
            face.note(plain(&note.sentence(&column.name, report.spare.as_deref(), face.lang)));
        }
    }
    for row in &report.rows {
        let (at, name) = (row.row, plain(&row.name));
        let number = match name.as_str() {
            "" => say!(face.lang, "第 {at} 行", "row {at}"),
            name => say!(face.lang, "第 {at} 行（{name}）", "row {at} ({name})"),
        };
        if let Fate::Refused(reasons) = &row.fate {
            let why = sentences(reasons, face.lang).join(face.lang.pick("；", "; "));
            face.note(plain(&say!(face.lang, "{number}未收：{why}", "{number} refused: {why}")));
        }
        for warning in &row.warnings {
            let why = warning.sentence(face.lang);
            face.note(plain(&say!(face.lang, "{number}：{why}", "{number}: {why}")));
        }
    }
}

fn sentences(problems: &[RowProblem], lang: Lang) -> Vec<String> {
    problems.iter().map(|problem| problem.sentence(lang)).collect()
}

fn document(report: &IntakeReport, ledger: &str, order: &Order, lang: Lang) -> Json {
    let keys =
        |problems: &[RowProblem]| -> Vec<&'static str> { problems.iter().map(RowProblem::key).collect() };
    let mut refused = Vec::new();
    let mut warnings = Vec::new();
    let mut ids = Vec::new();
    for row in &report.rows {
        match &row.fate {
            Fate::Refused(reasons) => refused.push(json!({
                "row": row.row, "name": row.name, "reasons": sentences(reasons, lang), "kinds": keys(reasons),
            })),
            Fate::Taken(id) => ids.push(id.to_string()),
            Fate::Merged { .. } | Fate::Total => {}
        }
        if !row.warnings.is_empty() {
            let told = sentences(&row.warnings, lang);
            warnings.push(json!({ "row": row.row, "warnings": told, "kinds": keys(&row.warnings) }));
        }
    }
    let columns: Vec<Json> = report
        .columns
        .iter()
        .map(|column| {
            let note = column.note.map(intake::ColumnNote::key);
            json!({ "name": column.name, "field": column.field, "note": note })
        })
        .collect();
    json!({
        "file": order.file.display().to_string(), "ledger": ledger, "sheet": report.sheet,
        "header_row": report.header_row, "dry_run": order.dry_run,
        "taken": report.counts.taken, "merged": report.counts.merged, "changed": report.counts.changed,
        "totals": report.counts.totals, "refused": refused, "columns": columns, "warnings": warnings,
        "more": {
            "neighbourhoods": report.more.neighbourhoods, "households": report.more.households,
            "replies": report.more.replies, "steps": report.more.steps,
        },
        "begun": { "neighbourhoods": report.begun },
        "commits": report.commits, "ids": ids,
    })
}

fn text(report: &IntakeReport, ledger: &Ledger, dry_run: bool, lang: Lang) -> String {
    let counts = report.counts;
    let (taken, merged, refused) = (counts.taken, counts.merged, counts.refused);
    let head = if dry_run {
        lang.pick("试看（没有写入）：", "a dry run, nothing was written: ")
    } else {
        ""
    };
    let mut text = say!(
        lang,
        "{head}新增 {taken}，并入已有 {merged}，未收 {refused}",
        "{head}{taken} new, {merged} merged, {refused} refused"
    );
    let lines = [
        begun(report, dry_run, lang),
        (report.more.households > 0).then(|| households(report.more.households, dry_run, lang)),
        (report.more.steps > 0).then(|| steps(report.more.steps, lang)),
        dry_run.then(|| columns(report, ledger, lang)),
    ];
    for line in lines.into_iter().flatten() {
        text.push('\n');
        text += &plain(&line);
    }
    text
}

fn households(count: usize, dry_run: bool, lang: Lang) -> String {
    let households = counted(count, "household", "households");
    if dry_run {
        say!(lang, "会新建户 {count} 个", "would begin {households}")
    } else {
        say!(lang, "新建了户 {count} 个", "began {households}")
    }
}

/// Hazards that were found, and matters that were given to whom the sheet names.
fn steps(count: usize, lang: Lang) -> String {
    let steps = counted(count, "step", "steps");
    say!(
        lang,
        "按表登记查实、交办、受理 {count} 步",
        "{steps} taken as the sheet tells: found, assigned or accepted"
    )
}

/// Which column goes where, to be seen before anything is written.
fn columns(report: &IntakeReport, ledger: &Ledger, lang: Lang) -> String {
    let told = report.columns.iter().filter_map(|column| {
        let key = column.field.as_deref()?;
        let title = match key {
            "households.head" => lang.pick("户主", "Head"),
            "steps.text" => lang.pick("答复", "Reply"),
            "steps.at" => lang.pick("答复时间", "Time of the reply"),
            key => ledger.field_by_key(key).map_or(key, |field| field.title.get(lang)),
        };
        Some(format!("{} → {title}", column.name))
    });
    let told = told.collect::<Vec<_>>().join(lang.pick("，", ", "));
    let row = report.header_row;
    say!(lang, "表头在第 {row} 行：{told}", "the column names are in row {row}: {told}")
}

/// Names the neighbourhoods that were not there before: a typing error makes one.
fn begun(report: &IntakeReport, dry_run: bool, lang: Lang) -> Option<String> {
    const NAMED: usize = 12;
    let count = report.begun.len();
    let mut names: Vec<&str> = report.begun.iter().take(NAMED).map(String::as_str).collect();
    if count > NAMED {
        names.push("…");
    }
    let names = names.join(lang.pick("、", ", "));
    let places = counted(count, "neighbourhood", "neighbourhoods");
    (count > 0).then(|| {
        if dry_run {
            say!(
                lang,
                "会新建居民小组 {count} 个：{names}（不想新建的，请先在表里改名）",
                "would begin {places}: {names} (rename in the sheet what should be none)"
            )
        } else {
            say!(lang, "新建了居民小组 {count} 个：{names}", "began {places}: {names}")
        }
    })
}
