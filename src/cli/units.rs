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
        organisation::{self, units},
        roster::neighbourhoods,
    },
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
        if face.json {
            let tree = organisation::tree(&rows);
            let places = places(bench)?;
            let items: Result<Vec<Json>, Error> = tree
                .iter()
                .map(|(depth, row)| {
                    let mut item = record::document(bench, row, Sight::Masked)?;
                    item.insert("depth".to_owned(), json!(depth));
                    Ok(Json::Object(item))
                })
                .collect();
            let items = items?;
            face.document(&json!({ "total": items.len(), "items": items, "neighbourhoods": places }))?;
            return Ok(DONE);
        }
        let lines = bench.organisation_lines(face.lang)?;
        face.out(lines.join("\n"))?;
        Ok(DONE)
    })
}

fn places(bench: &Workbench) -> Result<Vec<Json>, Error> {
    let told = bench.posts()?.into_iter().map(|post| {
        json!({
            "id": post.place.id.to_string(), "name": post.place.text(neighbourhoods::NAME),
            "posted": post.posted, "enterprises": post.enterprises, "households": post.households,
            "visited": post.visited,
        })
    });
    Ok(told.collect())
}
