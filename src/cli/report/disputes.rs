//! The list of disputes, as it is printed (domain.md E5, §2.2).

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value as Json, json};

use super::write_out;
use crate::{
    cli::{
        face::Face,
        failure::{Answer, DONE},
        table::Table,
    },
    domain::{
        calendar,
        issues::issues,
        wording::{Lang, counted},
    },
    exchange::reports::{
        disputes::{self, HEADER, cells, passed_on},
        permit,
    },
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

/// Lists them.
pub(super) fn run(face: &Face, bench: &mut Workbench, order: &Order) -> Answer {
    let all = bench.contentions()?;
    let known = bench.known_people()?;
    if let Some(file) = &order.out {
        permit(file)?;
        super::log_sheet(bench, "突出矛盾", all.len())?;
    }
    write_out(order.out.as_deref(), &disputes::table(bench, Lang::Zh)?)?;
    let lang = face.lang;
    let mut table = Table::new(HEADER.map(|(zh, en)| lang.pick(zh, en)));
    for one in &all {
        table.push(cells(bench, one, &known, lang));
    }
    let unled = all.iter().filter(|one| one.lacks_sponsor()).count();
    let mut text = table.text(face.is_colored());
    if unled > 0 {
        let matters = counted(unled, "matter", "matters");
        text.push_str(&say!(
            lang,
            "\n{unled} 件群体事项还没有包案人",
            "\n{matters} of many that nobody leads yet"
        ));
    }
    let items: Vec<Json> = all.iter().map(|one| document(bench, one)).collect();
    let file = order.out.as_ref().map(|file| file.display().to_string());
    face.answer(&json!({ "items": items, "total": items.len(), "unled": unled, "file": file }), text)?;
    Ok(DONE)
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
