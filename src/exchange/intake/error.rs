//! Why a sheet is not taken in.

use super::report::IntakeReport;
use crate::{domain::wording::Lang, exchange::error::SheetError, say, workbench::Error};

/// Why a sheet, or the rest of it, was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The sheet has no rows or no header.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// The ledger or a field is unknown, or nobody adds to the ledger directly.
    #[error(transparent)]
    Work(#[from] Error),
    /// The order names a column that the sheet does not have.
    #[error("no column {name:?}")]
    NoColumn {
        /// The name asked for.
        name: String,
        /// The names there are.
        names: Vec<String>,
    },
    /// No column goes to any field.
    #[error("no column is known")]
    NothingMapped {
        /// The fields' titles.
        known: Vec<String>,
    },
    /// Something broke after some rows were committed; those stay.
    #[error("stopped after {} rows: {why}", report.rows.len())]
    Stopped {
        /// The account of the rows that are kept.
        report: Box<IntakeReport>,
        /// What happened.
        why: Error,
    },
}

impl IntakeError {
    /// Says what happened and what to do next.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Sheet(error) => error.sentence(lang == Lang::Zh),
            Self::Work(error) => error.sentence(lang),
            Self::NoColumn { name, names } => say!(
                lang,
                "表里没有“{name}”这一列；有：{}",
                "the sheet has no column \"{name}\"; it has: {}",
                names.join("、")
            ),
            Self::NothingMapped { known } => say!(
                lang,
                "没有一列认得出来；请用 --header-row 指明表头，或用 --map \"列名=栏\" 对应。可用的栏：{}",
                "no column is known; point at the header with --header-row, or map with --map \"column=field\"; fields: {}",
                known.join("、")
            ),
            Self::Stopped { report, why } if why.is_stopped() => {
                let rows = report.rows.len();
                say!(
                    lang,
                    "已停下：前 {rows} 行已经导入，后面的没有动。再导入一次会接着做；不要这些就撤销",
                    "stopped: the first {rows} rows are in, the rest was not touched; import again to go on, or undo"
                )
            }
            Self::Stopped { report, why } => {
                let (rows, why) = (report.rows.len(), why.sentence(lang));
                say!(
                    lang,
                    "导入到第 {rows} 条时停下了：{why}。已导入的都在，排除问题后再导一次即可",
                    "stopped after {rows} rows: {why}; what was taken in stays, import again to finish"
                )
            }
        }
    }

    /// The exit code of the command line.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Work(error) => error.exit_code(),
            Self::Stopped { .. } => 3,
            Self::Sheet(_) | Self::NoColumn { .. } | Self::NothingMapped { .. } => 1,
        }
    }
}
