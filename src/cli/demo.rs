//! stub
use clap::Args;
use super::{face::Face, failure::{Answer, DONE}};
/// 演示 · demo
#[derive(Debug, Args)]
#[command(after_help = "minqing")]
pub(super) struct Order {}
/// x
pub(super) fn run(_face: &Face, _order: &Order) -> Answer { Ok(DONE) }
