//! Writing a ledger out as a sheet.

use std::path::Path;

use super::{
    error::SheetError,
    write::{self, Format, OutCell},
};
use crate::{
    domain::{
        field::{Field, Kind},
        informers::is_kept_apart,
        money, privacy,
        row::Row,
        rules::Refusal,
        value::Value,
        wording::Lang,
    },
    workbench::{Error, Workbench},
};

/// Why a ledger was not written out.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The file.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// The ledger.
    #[error(transparent)]
    Work(#[from] Error),
}

impl ExportError {
    /// Says what happened and what to do next.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Sheet(error) => error.sentence(lang == Lang::Zh),
            Self::Work(error) => error.sentence(lang),
        }
    }

    /// The exit code of the command line.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Sheet(_) => 1,
            Self::Work(error) => error.exit_code(),
        }
    }
}

/// Writes the standing rows of a ledger that `wanted` picks, in the format of
/// the path's suffix; returns their number.
///
/// The columns are the declared fields under their Chinese titles, so that the
/// file can be taken in again. Phones and ID numbers are masked unless
/// `unmasked`, which the caller has written to the access log (domain.md §4.2
/// rule 8). A number of a person stays text: a numeric cell would spoil it.
///
/// # Errors
///
/// An unknown ledger or suffix, or whatever keeps the file from being written.
pub fn export(
    bench: &Workbench,
    ledger: &str,
    wanted: &dyn Fn(&Row) -> bool,
    path: &Path,
    unmasked: bool,
) -> Result<usize, ExportError> {
    Format::of_path(path)?;
    let declared = bench.ledger(ledger)?;
    if is_kept_apart(&declared.id) {
        return Err(Error::from(Refusal::KeptApart).into());
    }
    let rows = bench.rows(ledger)?;
    let header: Vec<String> = declared.fields.iter().map(|field| field.title.zh.to_string()).collect();
    let cells = rows.iter().filter(|row| row.stands() && wanted(row)).map(|row| {
        declared.fields.iter().map(|field| cell(bench, field, row.all(field.tag), unmasked)).collect()
    });
    Ok(write::write(path, &declared.title.zh, &header, cells)?)
}

fn cell(bench: &Workbench, field: &Field, values: &[Value], unmasked: bool) -> OutCell {
    let shown = |value: &Value| {
        if unmasked { bench.show_in_full(field, value, Lang::Zh) } else { bench.show(field, value, Lang::Zh) }
    };
    match values {
        [] => OutCell::Empty,
        [Value::Int(number)]
            if matches!(field.kind, Kind::Int) && (unmasked || !privacy::is_masked(field)) =>
        {
            number.to_string().parse().map_or(OutCell::Empty, OutCell::Number)
        }
        [Value::Int(fen)]
            if matches!(field.kind, Kind::Money) && (unmasked || !privacy::is_masked(field)) =>
        {
            // Yuan with two decimals: digits and a point are a number to every office program.
            money::yuan(*fen).replace(',', "").parse().map_or(OutCell::Empty, OutCell::Number)
        }
        several => OutCell::Text(several.iter().map(shown).collect::<Vec<_>>().join("、")),
    }
}

/// The name of the file that an export is best kept under: it tells the day,
/// and whether there are personal numbers in it (domain.md §4.2 rule 12).
pub fn file_name(bench: &Workbench, ledger: &str, unmasked: bool) -> Result<String, Error> {
    let title = &bench.ledger(ledger)?.title.zh;
    let day = bench.today();
    let mark = if unmasked { "-含个人信息" } else { "" };
    Ok(format!("{title}-{day}{mark}.xlsx"))
}
