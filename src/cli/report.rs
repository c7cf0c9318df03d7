//! `minqing report`: figures, each counted anew from the records.

mod coverage;

use clap::{Args, Subcommand};

use super::{face::Face, failure::Answer};

/// 报表：从记录现算，不另填 · Reports, counted from the records
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

/// Makes the report.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    face.at_work(|bench| match &order.report {
        Report::Coverage(order) => coverage::run(face, bench, order),
    })
}
