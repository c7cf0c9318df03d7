//! `minqing units`: the tree of units, with their duties; and who is posted where.

use clap::Args;
use serde_json::{Value as Json, json};

use super::{
    face::Face,
    failure::{Answer, DONE},
    record::{self, Sight},
};
use crate::{
    domain::{
        organisation::{self, postings, units},
        phases::Period,
        roster::neighbourhoods,
        row::Row,
    },
    say,
    workbench::{Error, Workbench},
};

/// 组织：单位树和职责，各居民小组的驻点人和已走户数 · The tree of units, and who is posted where
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing add units name=党工委 kind=党工委
  minqing add units name=党政办公室 parent=党工委 duties=跟踪督查
  minqing add postings neighbourhood=三组 member=李强 from=2026-11-01
  minqing units")]
pub(super) struct Order {}

/// Shows them.
pub(super) fn run(face: &Face, _order: &Order) -> Answer {
    face.at_work(|bench| {
        let rows = bench.standing(units::ID)?;
        let tree = organisation::tree(&rows);
        let places = places(bench)?;
        if face.json {
            let items: Result<Vec<Json>, Error> = tree
                .iter()
                .map(|(depth, row)| {
                    let mut item = record::document(bench, row, Sight::Masked)?;
                    item.insert("depth".to_owned(), json!(depth));
                    Ok(Json::Object(item))
                })
                .collect();
            let items = items?;
            let places: Vec<&Json> = places.iter().map(|(json, _)| json).collect();
            face.document(&json!({ "total": items.len(), "items": items, "neighbourhoods": places }))?;
            return Ok(DONE);
        }
        let mut lines: Vec<String> = Vec::new();
        for (depth, row) in tree {
            let duties = row.text(units::DUTIES).lines().next().unwrap_or_default();
            lines.push(
                format!("{}{}  {duties}", "  ".repeat(depth), row.text(units::NAME)).trim_end().to_owned(),
            );
        }
        for (item, place) in places {
            let name = place.text(neighbourhoods::NAME);
            let join = |key: &str| {
                let names = item[key].as_array().map(Vec::as_slice).unwrap_or_default();
                names.iter().filter_map(Json::as_str).collect::<Vec<_>>().join("、")
            };
            let (posted, firms) = (join("posted"), join("enterprises"));
            let (walked, all) = (&item["visited"], &item["households"]);
            lines.push(say!(
                face.lang,
                "{name}  驻点 {posted}  企业 {firms}  已走 {walked}/{all} 户",
                "{name}  posted {posted}  enterprises {firms}  walked {walked} of {all}"
            ));
        }
        face.out(lines.join("\n"))?;
        Ok(DONE)
    })
}

fn places(bench: &Workbench) -> Result<Vec<(Json, Row)>, Error> {
    let coverage = bench.coverage(Period::default())?;
    let today = bench.today();
    let postings = bench.standing(postings::ID)?;
    let mut told = Vec::new();
    for place in bench.standing(neighbourhoods::ID)? {
        let walked = coverage.places.get(&place.id).cloned().unwrap_or_default();
        let posted: Vec<String> = walked.posted.iter().map(|id| bench.name_of(*id)).collect();
        let here = postings.iter().filter(|row| row.reference(postings::NEIGHBOURHOOD) == Some(place.id));
        let firms = here.filter(|row| organisation::period_of(row).contains(today));
        let firms: Vec<&str> =
            firms.map(|row| row.text(postings::ENTERPRISE)).filter(|name| !name.is_empty()).collect();
        let item = json!({
            "id": place.id.to_string(), "name": place.text(neighbourhoods::NAME), "posted": posted,
            "enterprises": firms, "households": walked.households, "visited": walked.visited,
        });
        told.push((item, place));
    }
    Ok(told)
}
