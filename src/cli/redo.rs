//! `minqing redo`: does again what undo took back.

use clap::Args;

use super::{face::Face, failure::Answer, undo};
use crate::workbench::Workbench;

/// 重做刚撤销的操作 · Do again what undo took back
#[derive(Debug, Args)]
#[command(after_help = "例子 Examples:\n  minqing redo\n  minqing redo --count 2")]
pub(super) struct Order {
    /// 重做几步 · How many
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    count: u32,
}

/// Does them again.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    undo::repeat(face, order.count, "redone", Workbench::redo, |_bench, error| error.into())
}
