//! The most pressing conflicts, by matter (domain.md E5, §2.2): derived, never filled in.

use clap::Args;
use serde_json::{Value as Json, json};

use super::{place, write_out};
use crate::{
    cli::{
        case,
        face::Face,
        failure::{Answer, DONE},
        table::{Table, plain},
    },
    domain::{
        issues::{issues, steps},
        standing::StepKind,
        wording::Lang,
    },
    exchange::write::OutCell,
    workbench::{Workbench, steps::Case},
};

/// 突出矛盾清单：未了结的纠纷和群体事项，按事项列，设包案人 · The most pressing conflicts, by matter
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing report conflicts
  minqing report conflicts --out 突出矛盾纠纷台账.xlsx

列的是事，不是人；没有包案人的，用 minqing edit A-3 sponsor=王组长 补上。
Matters are listed, never people; who has none gets a sponsor by: minqing edit A-3 sponsor=…")]
pub(super) struct Order {
    /// 写成表格：.xlsx .csv .json · Write it as a sheet
    #[arg(long, value_name = "FILE")]
    out: Option<std::path::PathBuf>,
}

/// The columns of the printed book (domain.md §2.2), with the sponsor.
const COLUMNS: [&str; 9] = [
    "序号",
    "单位",
    "矛盾纠纷简要情况",
    "包案人",
    "责任单位/责任人",
    "化解时限",
    "化解情况",
    "交办督办情况",
    "销号情况",
];

/// Lists them.
pub(super) fn run(face: &Face, bench: &Workbench, order: &Order) -> Answer {
    let cases = bench.pressing_conflicts()?;
    let lang = face.lang;
    if let Some(file) = &order.out {
        let numbered = (1..).zip(&cases);
        let row = |(n, one): (usize, &Case)| {
            let mut cells = vec![OutCell::Text(n.to_string())];
            cells.extend(parts(bench, one, Lang::Zh).map(OutCell::Text));
            cells
        };
        write_out(file, "突出矛盾", &COLUMNS, numbered.map(row).collect())?;
    }
    let item = |one: &Case| -> Json {
        let [place, title, sponsor, owner, due, done, passed, end] = parts(bench, one, lang);
        json!({
            "id": one.issue.id.to_string(), "number": one.issue.text(issues::NUMBER), "title": title,
            "neighbourhood_name": place, "sponsor_name": sponsor, "owner_name": owner, "due": due,
            "done": done, "passed_on": passed, "status": end,
            "overdue": one.standing.is_overdue(bench.today()), "needs_analysis": one.standing.unanalysed,
        })
    };
    let items: Vec<Json> = cases.iter().map(item).collect();
    let header = [
        ("编号", "number"),
        ("小组", "place"),
        ("简要情况", "what"),
        ("包案人", "sponsor"),
        ("责任人", "owner"),
        ("期限", "due"),
    ];
    let mut table = Table::new(header.map(|(zh, en)| lang.pick(zh, en)));
    for one in &cases {
        let [place, title, sponsor, owner, ..] = parts(bench, one, lang);
        let left = one.standing.running.distance(bench.today(), lang);
        table.push([one.issue.text(issues::NUMBER).to_owned(), place, plain(&title), sponsor, owner, left]);
    }
    let file = order.out.as_ref().map(|file| file.display().to_string());
    let json = json!({ "items": items, "total": cases.len(), "file": file });
    face.answer(&json, table.text(face.is_colored()))?;
    Ok(DONE)
}

/// Where, what, who sponsors and who handles it, by when, what was done, to whom it was passed on, where it stands.
fn parts(bench: &Workbench, one: &Case, lang: Lang) -> [String; 8] {
    let (issue, standing) = (&one.issue, &one.standing);
    let none = lang.pick("（未定）", "(none yet)").to_owned();
    let name = |id: Option<_>| id.map_or_else(|| none.clone(), |id| bench.name_of(id));
    let last = |wanted: &dyn Fn(StepKind) -> bool, tag| {
        let step = standing.steps.iter().rfind(|step| wanted(step.kind) && standing.stands(step));
        step.map(|step| step.row.text(tag).to_owned()).unwrap_or_default()
    };
    [
        place(bench, issue.reference(issues::NEIGHBOURHOOD), lang),
        issue.text(issues::TITLE).to_owned(),
        name(issue.reference(issues::SPONSOR)),
        name(standing.owner),
        standing.due.to_string(),
        last(&|kind| kind != StepKind::Transfer && kind != StepKind::Assign, steps::TEXT),
        last(&|kind| kind == StepKind::Transfer, steps::UNIT),
        case::headline(bench, one, lang),
    ]
}
