//! `minqing report`: figures, each counted anew from the records, of a phase
//! (domain.md A3) or of any days.

mod coverage;
mod disputes;
mod hotspots;
mod member;
mod monthly;
mod oversight;
mod summary;
mod visits;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use jiff::civil::Date;

use super::{
    face::Face,
    failure::{Answer, Failure},
};
use crate::{
    domain::{calendar, exports::Form, input::BadValue, phases, wording::Lang},
    exchange::write::{self, OutCell},
    workbench::{Error, Workbench, keeping, logs::Outgoing},
};

/// 报表：从记录现算，不另填 · Reports, counted from the records
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing report monthly
  minqing report monthly --from 2026-11-01 --to 2026-11-30 --out 月报.xlsx
  minqing report hotspots --json
  minqing report visits --month 2026-11
  minqing report monthly --phase 前期活动
  minqing report disputes --out 突出矛盾台账.xlsx
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
    Monthly(monthly::Order),
    Hotspots(hotspots::Order),
    Coverage(coverage::Order),
    Disputes(disputes::Order),
    Member(member::Order),
    Oversight(oversight::Order),
    Summary(summary::Order),
    Visits(visits::Order),
}

/// The days that a report is about, and where it goes.
#[derive(Debug, Args)]
struct Period {
    #[command(flatten)]
    days: Days,
    /// 写成表格：.xlsx .csv .json · Write it as a sheet
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// The days that a report is about.
#[derive(Debug, Args)]
struct Days {
    /// 从哪天起；不写就是本月 1 日 · The first day; the first of this month unless given
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// 到哪天为止；不写就是今天 · The last day; today unless given
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// 哪个阶段；和 --from、--to 一起时取都在内的日子 · Of which phase
    #[arg(long, value_name = "PHASE")]
    phase: Option<String>,
}

/// Makes the report.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    match &order.report {
        Report::Monthly(order) => face.at_work(|bench| monthly::run(face, bench, order)),
        Report::Hotspots(order) => face.at_work(|bench| hotspots::run(face, bench, order)),
        Report::Coverage(order) => face.at_work(|bench| coverage::run(face, bench, order)),
        Report::Disputes(order) => face.at_work(|bench| disputes::run(face, bench, order)),
        Report::Member(order) => member::run(face, order),
        Report::Oversight(order) => oversight::run(face, order),
        Report::Summary(order) => face.at_work(|bench| summary::run(face, bench, order)),
        Report::Visits(order) => face.at_work(|bench| visits::run(face, bench, order)),
    }
}

impl Period {
    /// The first and the last day.
    fn days(&self, bench: &Workbench) -> Result<(Date, Date), Failure> {
        self.days.read(bench)
    }
}

impl Days {
    /// The first and the last day (domain.md A3: by phase or for the whole time).
    fn read(&self, bench: &Workbench) -> Result<(Date, Date), Failure> {
        let today = bench.today();
        let read = |text: &Option<String>, title: &str, otherwise: Date| match text {
            None => Ok(otherwise),
            Some(text) => calendar::read_day(text, today).ok_or_else(|| {
                Failure::from(Error::Value {
                    field: title.to_owned(),
                    why: BadValue::NotADate(text.to_owned()),
                })
            }),
        };
        let phase = match &self.phase {
            Some(phase) => bench.period_of(phase)?,
            None => phases::Period::default(),
        };
        let last = phase.to.map_or(today, |last| last.min(today));
        // Of a phase that has not begun, the first day: there is nothing to count yet.
        let last = phase.from.map_or(last, |first| last.max(first));
        let to = read(&self.to, "--to", last)?.min(phase.to.unwrap_or(Date::MAX));
        let first = phase.from.unwrap_or_else(|| to.first_of_month());
        let from = read(&self.from, "--from", first)?.max(phase.from.unwrap_or(Date::MIN));
        if from > to {
            return Err(Failure::new(
                1,
                format!("--from {from} 在 --to {to} 之后，请对调"),
                format!("--from {from} is after --to {to}; swap them"),
            ));
        }
        Ok((from, to))
    }
}

/// Writes down that a report goes out which tells of single people or matters; counts
/// tell of nobody (domain.md §4.2 rule 12).
fn log_sheet(bench: &mut Workbench, title: &str, rows: usize) -> Result<(), Failure> {
    let scope = format!("报表 {title}");
    let outgoing = Outgoing { scope, rows, form: Form::Masked.key(), ..Outgoing::default() };
    Ok(bench.record_export(&outgoing)?)
}

/// Writes a report as a sheet.
fn write_out(file: &Path, title: &str, header: &[&str], rows: Vec<Vec<OutCell>>) -> Result<(), Failure> {
    if file.exists() {
        return Err(keeping::exists_already(file).into());
    }
    let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
    write::write(file, title, &header, rows.into_iter())
        .map_err(|error| Failure::new(1, error.sentence(true), error.sentence(false)))?;
    Ok(())
}

/// A count as a cell to calculate with.
fn count(number: usize) -> OutCell {
    u32::try_from(number).map_or(OutCell::Empty, |number| OutCell::Number(f64::from(number)))
}

/// The place by its name.
fn place(bench: &Workbench, id: Option<crate::domain::id::RecordId>, lang: Lang) -> String {
    id.map_or_else(|| lang.pick("（未填小组）", "(no place)").to_owned(), |id| bench.name_of(id))
}
