//! `minqing report`: figures and facts, counted anew each time; a file a report.

mod member;
mod oversight;

use clap::{Args, Subcommand};

use super::{face::Face, failure::Answer};

/// 报表：都由已登记的内容算出，不另填 · Reports, counted from what is written down
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing report member 李强 --from 2026-01-01 --to 2026-12-31 --out 情况单.docx
  minqing report oversight --from 2026-11-01")]
pub(super) struct Order {
    #[command(subcommand)]
    report: Report,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_help_heading = "报表 Reports")]
enum Report {
    Member(member::Order),
    Oversight(oversight::Order),
}

/// Makes it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    match &order.report {
        Report::Member(order) => member::run(face, order),
        Report::Oversight(order) => oversight::run(face, order),
    }
}
