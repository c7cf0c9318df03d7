//! `minqing bundle`: files that carry commits between laptops.

mod export;
mod import;
mod inspect;

use clap::{Args, Subcommand};
use serde_json::{Map, Value as Json, json};

use super::{face::Face, failure::Answer};
use crate::workbench::{Range, reach::Hole};

/// 同步包：导出、查看、导入 · Bundles: export, inspect, import
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing bundle export --to /media/usb
  minqing bundle inspect /media/usb/minqing-B.mqb
  minqing bundle import /media/usb --dry-run")]
pub(super) struct Order {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_help_heading = "命令 Commands")]
enum Task {
    Export(export::Order),
    Inspect(inspect::Order),
    Import(import::Order),
}

/// Does one of the three.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    match &order.task {
        Task::Export(order) => export::run(face, order),
        Task::Inspect(order) => inspect::run(face, order),
        Task::Import(order) => import::run(face, order),
    }
}

pub(super) use import::{described, document};

/// Ranges by peer.
fn ranges_json(ranges: &[Range]) -> Json {
    let map: Map<String, Json> =
        ranges.iter().map(|range| (range.peer.to_string(), json!([range.from, range.to]))).collect();
    Json::Object(map)
}

/// What somebody lacks, one laptop's commits after the other.
pub(super) fn holes_json(holes: &[Hole]) -> Json {
    let told = |hole: &Hole| json!({ "peer": hole.peer.to_string(), "letter": hole.letter, "from": hole.from, "to": hole.to });
    Json::Array(holes.iter().map(told).collect())
}
