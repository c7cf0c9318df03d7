//! Workbooks: xlsx, xls and ods, through `calamine`.
//!
//! An xlsx sheet is read cell by cell, so that a declared dimension is never
//! allocated. The other two are parsed whole by the library, which may panic
//! on a broken file; what unwinds is caught, what exhausts memory is why
//! there is a [`sandbox`](super::sandbox).

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{
    Data, DataRef, ExcelDateTime, Ods, OdsError, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError,
};
use jiff::civil::{Date, DateTime};
use jiff::{Span, Unit};

use super::container;
use super::error::SheetError;
use super::sheet::{Cell, Collector, Limits, Sheet};

/// Reads a sheet out of a zip archive: xlsx or ods, by what is inside.
pub(super) fn read_zip(
    mut file: File,
    length: u64,
    sheet: Option<&str>,
    limits: &Limits,
) -> Result<Sheet, SheetError> {
    let names = container::zip_names(&mut file, length)?;
    let has = |wanted: &str| names.iter().any(|name| name.eq_ignore_ascii_case(wanted));
    let under = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    file.rewind()?;
    let file = BufReader::new(file);
    if has("xl/workbook.bin") {
        return Err(SheetError::Unsupported { format: "xlsb".to_owned() });
    }
    if under("word/") || under("ppt/") {
        let kind = if under("word/") { "Word (docx)" } else { "PowerPoint (pptx)" };
        return Err(SheetError::NotASheet { kind: kind.to_owned() });
    }
    if has("content.xml") && has("mimetype") {
        return caught(|| {
            let mut book = Ods::new(file).map_err(ods_error)?;
            read_ranges(&mut book, sheet, limits, ods_error)
        });
    }
    if has("[Content_Types].xml") || under("xl/") {
        return caught(|| read_xlsx(file, sheet, limits));
    }
    Err(SheetError::NotASheet { kind: "zip".to_owned() })
}

/// Reads a sheet out of a compound file: xls, if it is one.
pub(super) fn read_ole(
    mut file: File,
    extension: &str,
    sheet: Option<&str>,
    limits: &Limits,
) -> Result<Sheet, SheetError> {
    let mut bytes = Vec::new();
    Read::by_ref(&mut file).take(limits.file_bytes as u64).read_to_end(&mut bytes)?;
    let names = container::ole_names(&bytes)?;
    let has = |wanted: &str| names.iter().any(|name| name.eq_ignore_ascii_case(wanted));
    if has("EncryptedPackage") || has("EncryptionInfo") {
        return Err(SheetError::Encrypted);
    }
    let kind = [("WordDocument", "Word (doc)"), ("PowerPoint Document", "PowerPoint (ppt)")];
    if let Some((_, kind)) = kind.iter().find(|(stream, _)| has(stream)) {
        return Err(SheetError::NotASheet { kind: (*kind).to_owned() });
    }
    let outcome = caught(|| {
        let mut book = Xls::new(Cursor::new(bytes)).map_err(xls_error)?;
        read_ranges(&mut book, sheet, limits, xls_error)
    });
    match outcome {
        Err(SheetError::Unreadable { .. }) if matches!(extension, "et" | "ett") => {
            Err(SheetError::Unsupported { format: extension.to_owned() })
        }
        outcome => outcome,
    }
}

fn caught(work: impl FnOnce() -> Result<Sheet, SheetError>) -> Result<Sheet, SheetError> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(SheetError::Unreadable { detail: "the workbook reader gave up".to_owned() }))
}

fn read_xlsx<F: Read + Seek>(file: F, wanted: Option<&str>, limits: &Limits) -> Result<Sheet, SheetError> {
    let mut book = Xlsx::new(file).map_err(xlsx_error)?;
    for name in candidates(book.sheets_metadata(), wanted)? {
        let mut cells = match book.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(xlsx_error(error)),
        };
        let mut rows = Collector::new(limits);
        while let Some(cell) = cells.next_cell().map_err(xlsx_error)? {
            let (row, column) = cell.get_position();
            rows.put(row.saturating_add(1), column as usize, of_reference(cell.get_value()))?;
        }
        let sheet = rows.finish(name);
        if !sheet.rows.is_empty() {
            return Ok(sheet);
        }
    }
    Err(SheetError::Empty)
}

fn read_ranges<F: Read + Seek, R: Reader<F>>(
    book: &mut R,
    wanted: Option<&str>,
    limits: &Limits,
    explain: fn(R::Error) -> SheetError,
) -> Result<Sheet, SheetError> {
    for name in candidates(book.sheets_metadata(), wanted)? {
        let range = book.worksheet_range(&name).map_err(explain)?;
        let Some((first_row, first_column)) = range.start() else { continue };
        let mut rows = Collector::new(limits);
        for (number, cells) in (first_row.saturating_add(1)..).zip(range.rows()) {
            for (column, value) in (first_column as usize..).zip(cells) {
                rows.put(number, column, of_value(value))?;
            }
        }
        let sheet = rows.finish(name);
        if !sheet.rows.is_empty() {
            return Ok(sheet);
        }
    }
    Err(SheetError::Empty)
}

/// Returns the names of the sheets to try, in order.
fn candidates(sheets: &[calamine::Sheet], wanted: Option<&str>) -> Result<Vec<String>, SheetError> {
    let tables = || sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let Some(wanted) = wanted else {
        let (visible, hidden): (Vec<_>, Vec<_>) =
            tables().partition(|sheet| sheet.visible == SheetVisible::Visible);
        return Ok(visible.into_iter().chain(hidden).map(|sheet| sheet.name.clone()).collect());
    };
    let found = tables()
        .find(|sheet| sheet.name == wanted)
        .or_else(|| tables().find(|sheet| sheet.name.trim() == wanted.trim()));
    match found {
        Some(sheet) => Ok(vec![sheet.name.clone()]),
        None => Err(SheetError::NoSuchSheet {
            wanted: wanted.to_owned(),
            names: tables().map(|sheet| sheet.name.clone()).collect(),
        }),
    }
}

fn of_reference(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) => Cell::of_text(text.clone()),
        DataRef::SharedString(text) => Cell::of_text((*text).to_owned()),
        DataRef::Float(number) => Cell::of_number(*number),
        DataRef::Int(number) => of_whole(*number),
        DataRef::Bool(value) => Cell::Bool(*value),
        DataRef::DateTime(moment) => of_moment(moment),
        DataRef::DateTimeIso(text) => of_iso(text),
        DataRef::DurationIso(text) => of_iso_duration(text),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    }
}

fn of_value(value: &Data) -> Cell {
    match value {
        Data::Empty => Cell::Empty,
        Data::String(text) => Cell::of_text(text.clone()),
        Data::Float(number) => Cell::of_number(*number),
        Data::Int(number) => of_whole(*number),
        Data::Bool(value) => Cell::Bool(*value),
        Data::DateTime(moment) => of_moment(moment),
        Data::DateTimeIso(text) => of_iso(text),
        Data::DurationIso(text) => of_iso_duration(text),
        Data::Error(error) => Cell::Error(error.to_string()),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a number too long for a float is marked as doubtful")]
fn of_whole(number: i64) -> Cell {
    Cell::Number(number as f64)
}

/// Turns a formatted serial number into a date, a time of day or a duration.
///
/// What is outside the calendar stays the number it is in the file.
fn of_moment(moment: &ExcelDateTime) -> Cell {
    let value = moment.as_f64();
    if !(0.0..2_958_466.0).contains(&value) {
        return Cell::of_number(value);
    }
    if moment.is_duration() || value < 1.0 {
        #[expect(clippy::cast_possible_truncation, reason = "the range was just checked")]
        let seconds = (value * 86_400.0).round() as i64;
        return Cell::Text(clock(seconds));
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let part = |value: u8| i8::try_from(value).unwrap_or(i8::MAX);
    let made = DateTime::new(
        i16::try_from(year).unwrap_or(i16::MAX),
        part(month),
        part(day),
        part(hour),
        part(minute),
        part(second),
        i32::from(milli) * 1_000_000,
    );
    made.map_or(Cell::Number(value), |made| of_datetime(made).unwrap_or(Cell::Number(value)))
}

fn of_datetime(moment: DateTime) -> Option<Cell> {
    let moment = moment.round(Unit::Second).ok()?;
    let midnight = moment.date().at(0, 0, 0, 0);
    let iso = if moment == midnight { moment.date().to_string() } else { moment.to_string() };
    Some(Cell::DateTime { iso })
}

fn of_iso(text: &str) -> Cell {
    let local = text.trim().trim_end_matches(['Z', 'z']);
    let moment = local
        .parse::<DateTime>()
        .or_else(|_| local.parse::<Date>().map(|date| date.at(0, 0, 0, 0)))
        .ok()
        .and_then(of_datetime);
    moment.unwrap_or_else(|| Cell::of_text(text.to_owned()))
}

fn of_iso_duration(text: &str) -> Cell {
    let seconds = text.parse::<Span>().ok().and_then(|span| span.total(Unit::Second).ok());
    match seconds {
        #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
        Some(seconds) if (0.0..1e12).contains(&seconds) => Cell::Text(clock(seconds.round() as i64)),
        Some(_) | None => Cell::of_text(text.to_owned()),
    }
}

fn clock(seconds: i64) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

fn xlsx_error(error: XlsxError) -> SheetError {
    if matches!(error, XlsxError::Password) { SheetError::Encrypted } else { unreadable(&error) }
}

fn xls_error(error: XlsError) -> SheetError {
    if matches!(error, XlsError::Password) { SheetError::Encrypted } else { unreadable(&error) }
}

fn ods_error(error: OdsError) -> SheetError {
    if matches!(error, OdsError::Password) { SheetError::Encrypted } else { unreadable(&error) }
}

fn unreadable(error: &dyn std::error::Error) -> SheetError {
    let detail = error.to_string().chars().filter(|letter| !letter.is_control()).take(200).collect();
    SheetError::Unreadable { detail }
}
