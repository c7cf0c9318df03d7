//! The list of disputes, as it is printed (domain.md E5, §2.2).

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value as Json, json};

use super::{place, write_out};
use crate::{
    cli::{
        face::Face,
        failure::{Answer, DONE},
        table::Table,
    },
    domain::{
        calendar,
        deidentify::Known,
        issues::{issues, steps},
        standing::{Step, StepKind},
        wording::Lang,
    },
    exchange::write::OutCell,
    say,
    workbench::{Workbench, disputes::Contention},
};

/// 突出矛盾：未了结的纠纷和群体事项，谁包案、何时化解；只列事 · Disputes and matters of many: who leads each, by when
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing report disputes
  minqing report disputes --out 突出矛盾台账.xlsx

包案人在事项里填：minqing edit A-17 sponsor=李强
Who leads a matter is said in it: minqing edit A-17 sponsor=NAME")]
pub(super) struct Order {
    /// 写成表格：.xlsx .csv .json · Write it as a sheet
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// The titles of the columns.
const HEADER: [(&str, &str); 9] = [
    ("编号", "number"),
    ("居民小组", "place"),
    ("矛盾纠纷简要情况", "matter"),
    ("责任人", "handled by"),
    ("包案人", "led by"),
    ("化解时限", "due"),
    ("化解情况", "last step"),
    ("转办督办", "passed on to"),
    ("销号情况", "status"),
];

/// Lists them.
pub(super) fn run(face: &Face, bench: &mut Workbench, order: &Order) -> Answer {
    let all = bench.contentions()?;
    let known = bench.known_people()?;
    if let Some(file) = &order.out {
        let cells =
            all.iter().map(|one| cells(bench, one, &known, Lang::Zh).map(OutCell::Text).to_vec()).collect();
        super::log_sheet(bench, "突出矛盾", all.len())?;
        write_out(file, "突出矛盾", &HEADER.map(|(zh, _)| zh), cells)?;
    }
    let lang = face.lang;
    let mut table = Table::new(HEADER.map(|(zh, en)| lang.pick(zh, en)));
    for one in &all {
        table.push(cells(bench, one, &known, lang));
    }
    let unled = all.iter().filter(|one| one.lacks_sponsor()).count();
    let mut text = table.text(face.is_colored());
    if unled > 0 {
        text.push_str(&say!(
            lang,
            "\n{unled} 件群体事项还没有包案人",
            "\n{unled} matter(s) of many that nobody leads yet"
        ));
    }
    let items: Vec<Json> = all.iter().map(|one| document(bench, one)).collect();
    let file = order.out.as_ref().map(|file| file.display().to_string());
    face.answer(&json!({ "items": items, "total": items.len(), "unled": unled, "file": file }), text)?;
    Ok(DONE)
}

fn cells(bench: &Workbench, one: &Contention, known: &Known, lang: Lang) -> [String; 9] {
    let (issue, standing) = (&one.case.issue, &one.case.standing);
    let name = |id| bench.name_of(id);
    let many = if one.of_group { lang.pick("（群体）", " (of many)") } else { "" };
    let told = |step: &Step| {
        let (day, kind) = (calendar::day(step.at), step.kind.title(lang));
        // The sheet goes round: it tells of the matter, and names nobody who asked.
        match known.veil(step.row.text(steps::TEXT)).trim() {
            "" => format!("{day} {kind}"),
            text => format!("{day} {kind}{}{}", lang.pick("：", ": "), shortened(text)),
        }
    };
    let last: Vec<String> = one.told().into_iter().map(told).collect();
    [
        issue.text(issues::NUMBER).to_owned(),
        place(bench, issue.reference(issues::NEIGHBOURHOOD), lang),
        format!("{}{many}", issue.text(issues::TITLE)),
        standing.owner.map(name).unwrap_or_default(),
        one.sponsor.map(name).unwrap_or_default(),
        standing.due.to_string(),
        last.join(lang.pick("；", "; ")),
        passed_on(one).join(lang.pick("、", ", ")),
        standing.status.title(lang).to_owned(),
    ]
}

/// The beginning of a text, as a cell takes it.
fn shortened(text: &str) -> String {
    const MOST: usize = 80;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST {
        return line;
    }
    line.chars().take(MOST).chain("..".chars()).collect()
}

/// The units that it was passed on to.
fn passed_on(one: &Contention) -> Vec<String> {
    let standing = &one.case.standing;
    let transfers = standing.steps.iter().filter(|step| step.kind == StepKind::Transfer);
    transfers
        .filter(|step| standing.stands(step))
        .map(|step| step.row.text(steps::UNIT).to_owned())
        .filter(|unit| !unit.is_empty())
        .collect()
}

fn document(bench: &Workbench, one: &Contention) -> Json {
    let (issue, standing) = (&one.case.issue, &one.case.standing);
    let last = one.last().map(|step| json!({ "at": calendar::rfc3339(step.at), "kind": step.kind.key() }));
    json!({
        "id": issue.id.to_string(), "number": issue.text(issues::NUMBER), "title": issue.text(issues::TITLE),
        "of_group": one.of_group, "owner_name": standing.owner.map(|id| bench.name_of(id)),
        "sponsor_name": one.sponsor.map(|id| bench.name_of(id)), "due": standing.due.to_string(),
        "last": last, "passed_on_to": passed_on(one), "status": standing.status.key(),
    })
}
