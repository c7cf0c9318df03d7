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
    Data, DataRef, ExcelDateTime, Ods, OdsError, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx,
    XlsxError,
};
use jiff::civil::{Date, DateTime};
use jiff::{Span, Unit};

use super::compound::Compound;
use super::container;
use super::error::SheetError;
use super::gather::Collector;
use super::sheet::Cell;

/// Reads a sheet out of a zip archive: xlsx or ods, by what is inside.
pub(super) fn read_zip(
    mut file: File,
    length: u64,
    sheet: Option<&str>,
    rows: &mut Collector<'_>,
) -> Result<String, SheetError> {
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
            let mut book = Ods::new(file).map_err(|error| ods_error(&error))?;
            read_ranges(&mut book, sheet, rows, ods_error)
        });
    }
    if has("[Content_Types].xml") || under("xl/") {
        return caught(|| read_xlsx(file, sheet, rows));
    }
    Err(SheetError::NotASheet { kind: "zip".to_owned() })
}

/// Reads a sheet out of a compound file: xls, if it is one.
pub(super) fn read_ole(
    mut file: File,
    extension: &str,
    sheet: Option<&str>,
    rows: &mut Collector<'_>,
) -> Result<String, SheetError> {
    let mut bytes = Vec::new();
    Read::by_ref(&mut file).take(rows.limits().file_bytes as u64).read_to_end(&mut bytes)?;
    let contents = Compound::read(&bytes)?;
    if contents.has("EncryptedPackage") || contents.has("EncryptionInfo") {
        return Err(SheetError::Encrypted);
    }
    let kind = [("WordDocument", "Word (doc)"), ("PowerPoint Document", "PowerPoint (ppt)")];
    if let Some((_, kind)) = kind.iter().find(|(stream, _)| contents.has(stream)) {
        return Err(SheetError::NotASheet { kind: (*kind).to_owned() });
    }
    contents.forget_dimensions(&mut bytes)?;
    let outcome = caught(|| {
        let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| xls_error(&error))?;
        read_ranges(&mut book, sheet, rows, xls_error)
    });
    match outcome {
        Err(SheetError::Unreadable { .. }) if matches!(extension, "et" | "ett") => {
            Err(SheetError::Unsupported { format: extension.to_owned() })
        }
        outcome => outcome,
    }
}

fn caught(work: impl FnOnce() -> Result<String, SheetError>) -> Result<String, SheetError> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(SheetError::Unreadable { detail: "the workbook reader gave up".to_owned() }))
}

fn read_xlsx<F: Read + Seek>(
    file: F,
    wanted: Option<&str>,
    rows: &mut Collector<'_>,
) -> Result<String, SheetError> {
    let mut book = Xlsx::new(file).map_err(|error| xlsx_error(&error))?;
    for name in candidates(book.sheets_metadata(), wanted)? {
        let mut cells = match book.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(xlsx_error(&error)),
        };
        while let Some(cell) = cells.next_cell().map_err(|error| xlsx_error(&error))? {
            let (row, column) = cell.get_position();
            rows.put(row.saturating_add(1), column as usize, of_reference(cell.get_value()))?;
        }
        if !rows.is_empty() {
            return Ok(name);
        }
    }
    Err(SheetError::Empty)
}

fn read_ranges<F: Read + Seek, R: Reader<F>>(
    book: &mut R,
    wanted: Option<&str>,
    rows: &mut Collector<'_>,
    explain: fn(&R::Error) -> SheetError,
) -> Result<String, SheetError> {
    for name in candidates(book.sheets_metadata(), wanted)? {
        let range = book.worksheet_range(&name).map_err(|error| explain(&error))?;
        let Some((first_row, first_column)) = range.start() else { continue };
        for (number, cells) in (first_row.saturating_add(1)..).zip(range.rows()) {
            for (column, value) in (first_column as usize..).zip(cells) {
                rows.put(number, column, of_value(value))?;
            }
        }
        if !rows.is_empty() {
            return Ok(name);
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

fn xlsx_error(error: &XlsxError) -> SheetError {
    if matches!(error, XlsxError::Password) { SheetError::Encrypted } else { unreadable(error) }
}

fn xls_error(error: &XlsError) -> SheetError {
    if matches!(error, XlsError::Password) { SheetError::Encrypted } else { unreadable(error) }
}

fn ods_error(error: &OdsError) -> SheetError {
    if matches!(error, OdsError::Password) { SheetError::Encrypted } else { unreadable(error) }
}

fn unreadable(error: &dyn std::error::Error) -> SheetError {
    let detail = error.to_string().chars().filter(|letter| !letter.is_control()).take(200).collect();
    SheetError::Unreadable { detail }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::samples::{ods, read_as, shared, texts, xlsx};
    use crate::exchange::sheet::{self, Limits, serial_date};

    fn iso(text: &str) -> Cell {
        Cell::DateTime { iso: text.to_owned() }
    }

    #[test]
    fn a_declared_dimension_costs_nothing() {
        let book = xlsx(
            "<dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"3\"><c r=\"B3\" t=\"str\"><v>甲</v></c></row>\
             <row r=\"1048576\"><c r=\"A1048576\"><v>7</v></c><c r=\"C1048576\"/></row></sheetData>",
        );
        let sheet = read_as("a.xlsx", &book).unwrap();
        assert_eq!(sheet.name, "一");
        assert_eq!(sheet.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [3, 1_048_576]);
        assert_eq!(texts(&sheet), [vec!["", "甲"], vec!["7"]]);
    }

    #[test]
    fn a_cell_far_to_the_right_names_the_limit() {
        let book = xlsx("<sheetData><row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row></sheetData>");
        let sentence = read_as("a.xlsx", &book).unwrap_err().sentence(true);
        assert!(sentence.contains("256") && sentence.contains("第 1 行"), "{sentence}");
    }

    #[test]
    fn broken_sheets_are_refused() {
        for inside in [
            "",
            "<sheetData><row",
            "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>9</v></c></row></sheetData>",
        ] {
            assert!(read_as("a.xlsx", &xlsx(inside)).is_err(), "{inside}");
        }
    }

    #[test]
    fn kinds_of_cell_are_kept() {
        let book = xlsx(
            "<sheetData><row r=\"1\"><c r=\"A1\" t=\"b\"><v>1</v></c><c r=\"B1\" t=\"e\"><v>#N/A</v></c>\
             <c r=\"C1\" t=\"d\"><v>2026-11-22T08:30:00</v></c><c r=\"D1\" t=\"inlineStr\"><is><t>甲&#10;乙</t></is></c>\
             <c r=\"E1\"><v>440524188001010014</v></c></row></sheetData>",
        );
        let cells = read_as("a.xlsx", &book).unwrap().rows.remove(0).cells;
        assert_eq!(cells[0], Cell::Bool(true));
        assert_eq!(cells[1], Cell::Error("#N/A".to_owned()));
        assert_eq!(cells[2], iso("2026-11-22T08:30:00"));
        assert_eq!(cells[3].text(), "甲\n乙");
        assert!(cells[4].doubtful());
    }

    #[test]
    fn moments_are_dates_times_or_durations() {
        let moment =
            |value: f64| of_moment(&ExcelDateTime::new(value, calamine::ExcelDateTimeType::DateTime, false));
        assert_eq!(moment(46348.0), iso("2026-11-22"));
        assert_eq!(moment(46348.5), iso("2026-11-22T12:00:00"));
        assert_eq!(moment(46_348.999_999_99), iso("2026-11-23"));
        assert_eq!(moment(0.354_166_666_666_666_7), Cell::Text("08:30:00".to_owned()));
        assert_eq!(moment(60.0), Cell::Number(60.0), "1900-02-29 never was");
        assert_eq!(moment(-1.0), Cell::Number(-1.0));
        assert_eq!(moment(1e300), Cell::Number(1e300));
        let long = ExcelDateTime::new(1.5, calamine::ExcelDateTimeType::TimeDelta, false);
        assert_eq!(of_moment(&long), Cell::Text("36:00:00".to_owned()));
        let mac = ExcelDateTime::new(44886.0, calamine::ExcelDateTimeType::DateTime, true);
        assert_eq!(of_moment(&mac), iso("2026-11-22"));
        assert_eq!(of_iso("2026-11-22T08:30:00.000Z"), iso("2026-11-22T08:30:00"));
        assert_eq!(of_iso("someday"), Cell::Text("someday".to_owned()));
        assert_eq!(of_iso_duration("PT08H30M00S"), Cell::Text("08:30:00".to_owned()));
    }

    #[test]
    fn an_ods_is_read() {
        let cell = |text: &str| {
            format!(
                "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
            )
        };
        let book = ods(&format!(
            "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell/></table:table-row>\
             <table:table-row>{}{}</table:table-row>\
             <table:table-row><table:table-cell office:value-type=\"date\" office:date-value=\"2026-11-22\"/>\
             <table:table-cell office:value-type=\"float\" office:value=\"2.5\"/></table:table-row>",
            cell("日期"),
            cell("数")
        ));
        let sheet = read_as("a.ods", &book).unwrap();
        assert_eq!(sheet.name, "表");
        assert_eq!(sheet.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [3, 4]);
        assert_eq!(texts(&sheet), [["日期", "数"], ["2026-11-22", "2.5"]]);
    }

    #[test]
    fn an_unknown_sheet_lists_the_names() {
        let Some(path) = shared("messages/replies.xlsx") else { return };
        let error = sheet::read(&path, Some("没有"), &Limits::default()).unwrap_err();
        let SheetError::NoSuchSheet { names, .. } = &error else { panic!("{error}") };
        assert!(!names.is_empty() && error.sentence(true).contains(&names[0]));
        assert_eq!(sheet::read(&path, Some(&names[0]), &Limits::default()).unwrap().rows.len(), 121);
    }

    #[test]
    fn text_keeps_its_line_breaks() {
        let Some(path) = shared("messages/replies.xlsx") else { return };
        let sheet = sheet::read(&path, None, &Limits::default()).unwrap();
        assert!(sheet.rows.iter().any(|row| row.cells.iter().any(|cell| cell.text().contains('\n'))));
        assert!(sheet.rows.iter().all(|row| row.cells.len() <= 9));
    }

    #[test]
    fn chinese_date_formats_arrive_as_dates_or_as_serial_numbers() {
        for name in ["rosters/date-formats.xlsx", "rosters/date-formats.xls"] {
            let Some(path) = shared(name) else { return };
            let sheet = sheet::read(&path, None, &Limits::default()).unwrap();
            for row in &sheet.rows {
                match row.cells.first() {
                    Some(Cell::Number(number)) => assert!(serial_date(*number).is_some(), "{name} {row:?}"),
                    Some(Cell::DateTime { iso }) => assert!(iso.starts_with(['1', '2']), "{name} {row:?}"),
                    other => println!("{name} {}: {other:?}", row.number),
                }
            }
        }
    }
}
