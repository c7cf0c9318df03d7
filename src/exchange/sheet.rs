//! What a sheet is, and reading one from any file.
//!
//! The file's first bytes decide how it is read, never its name. Everything
//! is counted against [`Limits`] while it is read, so that what a file
//! *declares* costs nothing.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use jiff::civil::Date;

use super::container::{self, Kind};
use super::error::{LimitKind, SheetError};
use super::{text, workbook};

/// The most text one cell may hold, in bytes.
///
/// An office program keeps at most 32,767 characters in a cell; what is far
/// beyond that is an unclosed quotation mark.
pub(super) const CELL_BYTES: usize = 1 << 20;

/// One cell, as the file has it.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing, or nothing but white space.
    Empty,
    /// Text, with its line breaks and surrounding spaces kept.
    Text(String),
    /// A finite number.
    Number(f64),
    /// A logical value.
    Bool(bool),
    /// A date `YYYY-MM-DD`, or a date with time `YYYY-MM-DDTHH:MM:SS`.
    DateTime {
        /// The text in one of the two forms.
        iso: String,
    },
    /// The error a formula left, such as `#N/A`.
    Error(String),
}

impl Cell {
    /// Makes a cell of text; white space alone makes an empty one.
    pub fn of_text(text: String) -> Self {
        if text.trim().is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// Makes a cell of a number; one that is not finite becomes text.
    pub fn of_number(number: f64) -> Self {
        if number.is_finite() { Self::Number(number) } else { Self::Text(number.to_string()) }
    }

    /// Returns what the cell says, as text.
    ///
    /// A whole number prints without decimals and without exponent; another
    /// prints with the 15 significant digits an office program shows.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Error(text) | Self::DateTime { iso: text } => text.clone(),
            Self::Number(number) => number_text(*number),
            Self::Bool(true) => "TRUE".to_owned(),
            Self::Bool(false) => "FALSE".to_owned(),
        }
    }

    /// Returns whether a number is so long that its last digits are lost.
    ///
    /// An ID number that went through a numeric cell keeps 15 digits; the
    /// value is not to be trusted (GB 11643-1999 numbers have 18).
    pub fn doubtful(&self) -> bool {
        match self {
            Self::Number(number) => number.abs() >= 1e15,
            Self::Empty | Self::Text(_) | Self::Bool(_) | Self::DateTime { .. } | Self::Error(_) => false,
        }
    }

    /// Returns whether there is nothing in the cell.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    fn text_bytes(&self) -> usize {
        match self {
            Self::Text(text) | Self::Error(text) | Self::DateTime { iso: text } => text.len(),
            Self::Empty | Self::Number(_) | Self::Bool(_) => 0,
        }
    }
}

fn number_text(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    if number.abs() >= 1e21 {
        return format!("{number:e}");
    }
    if number.fract() == 0.0 {
        return format!("{number}");
    }
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    if rounded.abs() < 1e-9 { format!("{rounded:e}") } else { rounded.to_string() }
}

/// A row that has content.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The number the office program shows beside the row, from 1.
    ///
    /// In a text file it is the line on which the record starts.
    pub number: u32,
    /// The cells from the first column to the last one with content.
    pub cells: Vec<Cell>,
}

/// The rows of one sheet that have content.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The sheet's name; of a text file, its file name without suffix.
    pub name: String,
    /// The rows in ascending order of their numbers; empty ones are left out.
    pub rows: Vec<Row>,
}

/// How much a sheet may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Rows with content.
    pub rows: usize,
    /// Columns: how far to the right content may stand.
    pub columns: usize,
    /// Cells, counting the gaps left of the last one in each row.
    pub cells: usize,
    /// Bytes of text, in all cells together; a text file itself is held to it as well.
    pub text_bytes: usize,
    /// Bytes of the file.
    pub file_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { rows: 200_000, columns: 256, cells: 5_000_000, text_bytes: 64 << 20, file_bytes: 64 << 20 }
    }
}

/// Reads one sheet of a file, in this process.
///
/// Without a name it is the first sheet that has content, visible sheets
/// before hidden ones. Some files make the workbook readers panic, which is
/// caught, or ask for more memory than there is, which cannot be caught: a
/// file from outside belongs into [`read_guarded`](super::sandbox::read_guarded).
///
/// # Errors
///
/// Any [`SheetError`] about the file; nothing about it makes this panic.
pub fn read(path: &Path, sheet: Option<&str>, limits: &Limits) -> Result<Sheet, SheetError> {
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(SheetError::Open { reason: "not a file / 不是文件".to_owned() });
    }
    let length = metadata.len();
    check_file_size(length, limits.file_bytes)?;
    if length == 0 {
        return Err(SheetError::Empty);
    }
    let mut start = Vec::with_capacity(16);
    Read::by_ref(&mut file).take(16).read_to_end(&mut start)?;
    file.seek(SeekFrom::Start(0))?;

    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match container::sniff(&start) {
        Kind::Zip => workbook::read_zip(file, length, sheet, limits),
        Kind::Ole => workbook::read_ole(file, &extension, sheet, limits),
        Kind::Other(kind) => Err(SheetError::NotASheet { kind: kind.to_owned() }),
        Kind::Text => {
            check_file_size(length, limits.text_bytes)?;
            let mut bytes = Vec::new();
            file.take(length).read_to_end(&mut bytes)?;
            let decoded = text::decode(bytes);
            if container::is_workbook_suffix(&extension) {
                return Err(match decoded {
                    Ok(_) | Err(SheetError::Encoding { .. }) => SheetError::Mismatch { extension },
                    Err(other) => other,
                });
            }
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if let Some(wanted) = sheet.filter(|wanted| *wanted != name) {
                return Err(SheetError::NoSuchSheet { wanted: wanted.to_owned(), names: vec![name] });
            }
            text::parse(&decoded?, name, limits)
        }
    }
}

fn check_file_size(length: u64, limit: usize) -> Result<(), SheetError> {
    let limit = limit as u64;
    if length > limit {
        return Err(SheetError::Limit { what: LimitKind::FileBytes, limit, row: 0 });
    }
    Ok(())
}

/// Returns the date a day number of the 1900 calendar stands for.
///
/// For columns known to be dates whose cells arrive as numbers: the built-in
/// Chinese formats 27–36 and 50–58 have no format text in the file, so a
/// reader cannot tell them from plain numbers. The time of day is dropped.
/// Day 60 is 1900-02-29, which never was: `None`.
pub fn serial_date(number: f64) -> Option<Date> {
    if !(1.0..2_958_466.0).contains(&number) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range was just checked")]
    let day = number.floor() as i64;
    let epoch = match day {
        60 => return None,
        ..60 => Date::constant(1899, 12, 31),
        _ => Date::constant(1899, 12, 30),
    };
    epoch.checked_add(jiff::Span::new().try_days(day).ok()?).ok()
}

/// Gathers cells into rows while holding them to the limits.
#[derive(Debug)]
pub(super) struct Collector<'l> {
    limits: &'l Limits,
    rows: Vec<Row>,
    cells: usize,
    text: usize,
    /// Whether a row came after one with a higher number, or twice.
    unordered: bool,
}

impl<'l> Collector<'l> {
    pub(super) fn new(limits: &'l Limits) -> Self {
        Self { limits, rows: Vec::new(), cells: 0, text: 0, unordered: false }
    }

    /// Takes a cell at a row number from 1 and a column index from 0.
    pub(super) fn put(&mut self, number: u32, column: usize, cell: Cell) -> Result<(), SheetError> {
        if cell.is_empty() {
            return Ok(());
        }
        let bytes = cell.text_bytes();
        self.text += bytes;
        Self::check(LimitKind::CellBytes, bytes, CELL_BYTES, number)?;
        Self::check(LimitKind::TextBytes, self.text, self.limits.text_bytes, number)?;
        Self::check(LimitKind::Columns, column.saturating_add(1), self.limits.columns, number)?;
        if self.rows.last().is_none_or(|last| last.number != number) {
            Self::check(LimitKind::Rows, self.rows.len() + 1, self.limits.rows, number)?;
            self.unordered |= self.rows.last().is_some_and(|last| last.number > number);
            if let Some(last) = self.rows.last_mut() {
                last.cells.shrink_to_fit();
            }
            self.rows.push(Row { number, cells: Vec::new() });
        }
        let Some(row) = self.rows.last_mut() else { return Ok(()) };
        if let Some(place) = row.cells.get_mut(column) {
            *place = cell;
            return Ok(());
        }
        self.cells += column + 1 - row.cells.len();
        Self::check(LimitKind::Cells, self.cells, self.limits.cells, number)?;
        row.cells.resize(column, Cell::Empty);
        row.cells.push(cell);
        Ok(())
    }

    /// Returns the sheet; rows that came out of order are put in order and joined.
    pub(super) fn finish(mut self, name: String) -> Sheet {
        if self.unordered {
            self.rows.sort_by_key(|row| row.number);
            self.rows.dedup_by(|later, earlier| {
                let same = later.number == earlier.number;
                if same {
                    join(&mut earlier.cells, std::mem::take(&mut later.cells));
                }
                same
            });
        }
        Sheet { name, rows: self.rows }
    }

    fn check(what: LimitKind, value: usize, limit: usize, row: u32) -> Result<(), SheetError> {
        if value > limit {
            return Err(SheetError::Limit { what, limit: limit as u64, row });
        }
        Ok(())
    }
}

fn join(cells: &mut Vec<Cell>, later: Vec<Cell>) {
    for (column, cell) in later.into_iter().enumerate() {
        match cells.get_mut(column) {
            Some(place) if !cell.is_empty() => *place = cell,
            Some(_) => {}
            None => cells.push(cell),
        }
    }
}
