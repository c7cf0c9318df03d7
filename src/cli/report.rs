//! `minqing report`: figures that follow from entries, one file a report.

mod coverage;

use clap::{Args, Subcommand};

use super::{face::Face, failure::Answer};

/// 报表：全部由登记自动得出，不另填 · Reports, all derived from what was entered
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing report coverage
  minqing report coverage --phase 前期活动 --out 走访覆盖.xlsx")]
pub(super) struct Order {
    #[command(subcommand)]
    report: Report,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_help_heading = "报表 Reports")]
enum Report {
    Coverage(coverage::Order),
}

/// Writes it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    match &order.report {
        Report::Coverage(order) => coverage::run(face, order),
    }
}
