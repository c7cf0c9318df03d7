//! Taking a sheet into a ledger.
//!
//! Every row below the header is accounted for once: taken as a new record,
//! merged into one that is there, refused with its reasons, or left out as a
//! total. A merge fills what is empty and overwrites nothing; a person
//! without an ID number is as good as any other, and an empty value never
//! equals another empty one. Columns that nobody asked for stay outside
//! (个保法 6: the least that is needed), those about people as risks as well
//! (domain.md §4.2 rule 1).
//!
//! - [`order`]: what is asked for
//! - [`report`]: what became of every column and row
//! - [`problem`]: what can be wrong with a row

use columns::Layout;
use taking::Taking;

use super::sheet::Sheet;
use crate::{
    domain::{field::Field, issues::issues, ledger::Ledger, roster::residents, rules::Refusal},
    workbench::{Error, Workbench, progress::Progress},
};

pub mod order;
pub mod report;
pub mod problem;
pub mod error;
mod columns;
mod aside;
mod cell;
mod handling;
mod row;
mod places;
mod span;
mod matching;
mod taking;

#[cfg(test)]
mod tests;

pub use error::IntakeError;
pub use order::IntakeOrder;
pub use problem::RowProblem;
pub use report::{ColumnNote, ColumnUse, Counts, Fate, IntakeReport, More, RowReport};

/// Takes the rows of a sheet into a ledger, in commits of at most 2,000 rows.
///
/// `progress` hears of rows done and rows in all. With
/// [`IntakeOrder::dry_run`] the answer is the same and nothing is written; the
/// ids of new records are then of no record.
///
/// # Errors
///
/// Any [`IntakeError`]; after [`IntakeError::Stopped`] what was committed
/// stays, and taking the same sheet in again finishes the work.
pub fn take_in(
    bench: &mut Workbench,
    sheet: &Sheet,
    order: &IntakeOrder,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<IntakeReport, IntakeError> {
    take_in_telling(bench, sheet, order, &mut |it| progress(it.course.done, it.course.total.unwrap_or(0)))
}

/// The same; who listens may end it. It ends before the next commit: the commits
/// before it stay whole, as after any other [`IntakeError::Stopped`]; before the
/// first one nothing was changed, and the error is that of the workbench.
///
/// # Errors
///
/// As [`take_in`].
pub fn take_in_telling(
    bench: &mut Workbench,
    sheet: &Sheet,
    order: &IntakeOrder,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<IntakeReport, IntakeError> {
    let ledger = open_ledger(bench, order)?;
    let layout = Layout::of(&ledger, sheet, order)?;
    Taking::begin(bench, ledger, &layout, order)?.run(sheet, layout, progress)
}

/// Returns what every column would be used for, before any row is looked at.
///
/// # Errors
///
/// As [`take_in`].
pub fn plan(bench: &Workbench, sheet: &Sheet, order: &IntakeOrder) -> Result<IntakePlan, IntakeError> {
    let Layout { header, uses, .. } = Layout::of(&open_ledger(bench, order)?, sheet, order)?;
    Ok(IntakePlan { header_row: header.row, columns: uses, rows: header.data.len() })
}

/// Whether a column of a sheet may be led to the field.
pub fn takes(ledger: &Ledger, field: &Field) -> bool {
    columns::is_settable(ledger, field)
}

/// What else a column of the ledger's sheets may be led to, besides its fields: key and name.
pub fn beside(ledger: &Ledger) -> &'static [(&'static str, &'static str, &'static str)] {
    match ledger.id.as_str() {
        residents::ID => &[("households.head", "户主", "Head of the household")],
        issues::ID => &[("steps.text", "答复", "Reply"), ("steps.at", "答复时间", "Time of the reply")],
        _ => &[],
    }
}

/// The ledger that is asked for, if people add to it directly.
fn open_ledger(bench: &Workbench, order: &IntakeOrder) -> Result<Ledger, IntakeError> {
    let ledger = bench.ledger(&order.ledger)?;
    if !ledger.is_open() {
        return Err(Error::from(Refusal::Automatic(ledger.title.clone())).into());
    }
    Ok(ledger.clone())
}

/// How a sheet would be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntakePlan {
    /// The number of the header row.
    pub header_row: u32,
    /// Every column.
    pub columns: Vec<ColumnUse>,
    /// The rows below the header, totals included.
    pub rows: usize,
}
