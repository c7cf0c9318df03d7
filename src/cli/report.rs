//! `minqing report`: figures and facts, counted anew each time; a file a report.

mod coverage;
mod member;
mod oversight;

use clap::{Args, Subcommand};

use super::{face::Face, failure::Answer};

/// 报表：全部由登记自动得出，不另填 · Reports, all derived from what was entered
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing report coverage
  minqing report coverage --phase 前期活动 --out 走访覆盖.xlsx
  minqing report member 李强 --from 2026-01-01 --to 2026-12-31 --out 情况单.docx
  minqing report oversight --from 2026-11-01")]
pub(super) struct Order {
    #[command(subcommand)]
    report: Report,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_help_heading = "报表 Reports")]
enum Report {
    Coverage(coverage::Order),
    Member(member::Order),
    Oversight(oversight::Order),
}

/// Writes it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    match &order.report {
        Report::Coverage(order) => coverage::run(face, order),
        Report::Member(order) => member::run(face, order),
        Report::Oversight(order) => oversight::run(face, order),
    }
}
