//! Sheets out: xlsx, csv and json.
//!
//! Text stays text: an ID number written as a number loses its last digits
//! in every office program. A file appears whole or not at all: it is
//! written beside its place and renamed.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as CellFormat, Workbook, XlsxError};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use unicode_width::UnicodeWidthStr;

use super::error::{LimitKind, SheetError};
use crate::workbench::part::{Part, Readers, Standing};

/// The most rows a workbook's sheet can have, the header included.
const XLSX_ROWS: u32 = 1_048_576;

/// The formats a sheet can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A workbook with one sheet.
    Xlsx,
    /// Comma-separated, UTF-8 with byte-order mark, CRLF.
    Csv,
    /// An array of objects, one a row, keyed by the header.
    Json,
}

impl Format {
    /// Returns the format that a file's suffix asks for.
    ///
    /// # Errors
    ///
    /// [`SheetError::UnknownFormat`] for any other suffix, and for none.
    pub fn of_path(path: &Path) -> Result<Self, SheetError> {
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        match extension.as_str() {
            "xlsx" => Ok(Self::Xlsx),
            "csv" => Ok(Self::Csv),
            "json" => Ok(Self::Json),
            _ => Err(SheetError::UnknownFormat { extension }),
        }
    }
}

/// A cell to be written.
#[derive(Debug, Clone, PartialEq)]
pub enum OutCell {
    /// Nothing.
    Empty,
    /// Text, never to be taken for a number, a date or a formula.
    Text(String),
    /// A number to calculate with, such as a count.
    Number(f64),
}

impl OutCell {
    /// What it says, as it is shown.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
        }
    }
}

impl Serialize for OutCell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Empty => serializer.serialize_unit(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_f64(*number),
        }
    }
}

/// Writes a sheet in the format its path's suffix asks for; returns the number of rows.
///
/// # Errors
///
/// [`SheetError::UnknownFormat`], [`SheetError::Write`], or for a workbook
/// what it cannot hold: [`SheetError::LongCell`], [`SheetError::Limit`].
pub fn write(
    out: &Path,
    sheet_name: &str,
    header: &[String],
    rows: impl Iterator<Item = Vec<OutCell>>,
) -> Result<usize, SheetError> {
    write_marked(out, sheet_name, header, rows, "")
}

/// The same with a mark that stands at the foot of every printed page of a
/// workbook: who wrote it out, when (民法典 1039). The other formats, which
/// programs read, have no place for it.
///
/// # Errors
///
/// As [`write()`].
pub fn write_marked(
    out: &Path,
    sheet_name: &str,
    header: &[String],
    rows: impl Iterator<Item = Vec<OutCell>>,
    mark: &str,
) -> Result<usize, SheetError> {
    let format = Format::of_path(out)?;
    replace(out, |file| put_marked(file, format, (sheet_name, mark), header, rows))
}

/// The same to an open file, in a format, under a title and a mark.
///
/// # Errors
///
/// As [`write_marked`], but for the suffix.
pub(super) fn put_marked(
    file: &mut File,
    format: Format,
    (sheet_name, mark): (&str, &str),
    header: &[String],
    rows: impl Iterator<Item = Vec<OutCell>>,
) -> Result<usize, SheetError> {
    match format {
        Format::Xlsx => put_xlsx(file, sheet_name, header, rows, mark),
        Format::Csv => Ok(put_csv(file, header, rows)?),
        Format::Json => {
            let rows: Vec<Vec<OutCell>> = rows.collect();
            Ok(put_array(file, rows.iter().map(|cells| Record { header, cells }))?)
        }
    }
}

/// Writes a workbook of one sheet; returns the number of rows below the header.
///
/// The header is bold and stays in sight; columns are as wide as their
/// content shows; text cells have the text format `@`.
fn put_xlsx(
    file: &mut File,
    sheet_name: &str,
    header: &[String],
    rows: impl Iterator<Item = Vec<OutCell>>,
    mark: &str,
) -> Result<usize, SheetError> {
    let mut workbook = Workbook::new();
    // Otherwise the library writes the time of day, and no two exports are alike.
    let created = ExcelDateTime::from_ymd(2000, 1, 1).map_err(|error| failed(&error))?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let bold = CellFormat::new().set_bold().set_num_format("@").set_text_wrap();
    let plain = CellFormat::new().set_num_format("@");
    let sheet = workbook.add_worksheet();
    sheet.set_name(allowed_name(sheet_name)).map_err(|error| failed(&error))?;
    let mut widths: Vec<usize> = header.iter().map(|name| shown_width(name)).collect();
    for (column, name) in (0_u16..).zip(header) {
        sheet.write_string_with_format(0, column, name, &bold).map_err(|error| explained(&error, 1))?;
    }
    let mut number = 0_u32;
    for cells in rows {
        number += 1;
        if number >= XLSX_ROWS {
            let limit = u64::from(XLSX_ROWS);
            return Err(SheetError::Limit { what: LimitKind::Rows, limit, row: number });
        }
        if widths.len() < cells.len() {
            widths.resize(cells.len(), 0);
        }
        for ((column, cell), width) in (0_u16..).zip(&cells).zip(&mut widths) {
            let written = match cell {
                OutCell::Empty => continue,
                OutCell::Text(text) => sheet.write_string_with_format(number, column, text, &plain),
                OutCell::Number(number_value) => sheet.write_number(number, column, *number_value),
            };
            written.map_err(|error| explained(&error, number + 1))?;
            *width = (*width).max(shown_width(&cell.text()));
        }
    }
    for (column, width) in (0_u16..).zip(&widths) {
        let width = u8::try_from(width.clamp(&8, &58) + 2).unwrap_or(u8::MAX);
        sheet.set_column_width(column, f64::from(width)).map_err(|error| failed(&error))?;
    }
    sheet.set_freeze_panes(1, 0).map_err(|error| failed(&error))?;
    if !mark.is_empty() {
        // A footer may have 255 characters; an ampersand begins a code there.
        let mark: String = mark.chars().take(100).collect();
        sheet.set_footer(format!("&L{}&R&P/&N", mark.replace('&', "&&")));
    }
    workbook.save_to_writer(file).map_err(|error| failed(&error))?;
    Ok(number as usize)
}

/// Writes a csv; returns the number of rows below the header.
///
/// UTF-8 with byte-order mark and CRLF, which the office programs take
/// without a question. A text that would run as a formula there gets an
/// apostrophe before it, which reading takes off again.
fn put_csv(
    file: &mut File,
    header: &[String],
    rows: impl Iterator<Item = Vec<OutCell>>,
) -> Result<usize, Failure> {
    let mut file = BufWriter::new(file);
    file.write_all("\u{FEFF}".as_bytes())?;
    let mut writer =
        csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(file);
    let mut count = 0;
    writer.write_record(header.iter().map(|name| guarded(name.clone()))).map_err(|error| failed(&error))?;
    for cells in rows {
        let fields = cells.iter().map(|cell| match cell {
            OutCell::Text(text) => guarded(text.clone()),
            OutCell::Empty | OutCell::Number(_) => cell.text(),
        });
        writer.write_record(fields).map_err(|error| failed(&error))?;
        count += 1;
    }
    writer.flush()?;
    Ok(count)
}

/// Writes an array, an object an item, an item a line; returns their number.
pub(super) fn put_array<T: Serialize>(
    file: &mut File,
    items: impl Iterator<Item = T>,
) -> Result<usize, Failure> {
    let mut file = BufWriter::new(file);
    let mut count = 0;
    file.write_all(b"[")?;
    for item in items {
        file.write_all(if count == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut file, &item).map_err(|error| failed(&error))?;
        count += 1;
    }
    file.write_all(b"\n]\n")?;
    file.flush()?;
    Ok(count)
}

/// One row with its names.
struct Record<'r> {
    header: &'r [String],
    cells: &'r [OutCell],
}

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.header.len()))?;
        for (at, name) in self.header.iter().enumerate() {
            map.serialize_entry(name, self.cells.get(at).unwrap_or(&OutCell::Empty))?;
        }
        map.end()
    }
}

/// Writes beside the place, then renames.
pub(super) fn replace<T, E>(
    out: &Path,
    content: impl FnOnce(&mut File) -> Result<T, E>,
) -> Result<T, SheetError>
where
    SheetError: From<E>,
{
    let mut part = Part::beside(out, Readers::Owner).map_err(|error| failed(&error))?;
    let answer = content(part.file_mut())?;
    part.finish(out, Standing::Replaced).map_err(|error| failed(&error))?;
    Ok(answer)
}

/// An error on the way out, whatever library it came from.
pub(super) struct Failure(String);

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<Failure> for SheetError {
    fn from(failure: Failure) -> Self {
        Self::Write { reason: failure.0 }
    }
}

fn failed(error: &dyn std::error::Error) -> Failure {
    Failure(error.to_string())
}

fn explained(error: &XlsxError, row: u32) -> SheetError {
    if matches!(error, XlsxError::MaxStringLengthExceeded) {
        return SheetError::LongCell { row };
    }
    failed(error).into()
}

/// Sets an apostrophe before a text that an office program would take for a formula.
///
/// A number, such as `-5` or `+8613800000000`, is left alone.
fn guarded(text: String) -> String {
    let formula = text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula && text.parse::<f64>().is_err() { format!("'{text}") } else { text }
}

/// Returns the name as a workbook allows it: 31 characters, without the seven forbidden signs.
fn allowed_name(name: &str) -> String {
    let kept: String = name
        .chars()
        .filter(|letter| !letter.is_control() && !"[]:*?/\\".contains(*letter))
        .take(31)
        .collect();
    let kept = kept.trim().trim_matches('\'');
    if kept.is_empty() { "Sheet1".to_owned() } else { kept.to_owned() }
}

/// Returns how wide the widest line of a text shows, an ambiguous character counted as two.
fn shown_width(text: &str) -> usize {
    text.lines().map(UnicodeWidthStr::width_cjk).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::samples::texts;
    use crate::exchange::sheet::{self, Cell, Limits, Sheet};
    use proptest::prelude::*;
    use std::fs;

    fn text(text: &str) -> OutCell {
        OutCell::Text(text.to_owned())
    }

    fn header() -> Vec<String> {
        ["姓名", "身份证号", "人数"].map(str::to_owned).to_vec()
    }

    fn rows() -> Vec<Vec<OutCell>> {
        vec![
            vec![text("张三\n（户主）"), text("11010519491231002X"), OutCell::Number(4.0)],
            vec![text("𬭁㛃"), text("440524188001010014"), OutCell::Empty],
            vec![text("=1+1"), text("-无"), OutCell::Number(0.5)],
        ]
    }

    fn round(name: &str, rows: Vec<Vec<OutCell>>) -> Sheet {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        let count = rows.len();
        assert_eq!(write(&path, "居民[2026]", &header(), rows.into_iter()), Ok(count));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
        sheet::read(&path, None, &Limits::default()).unwrap()
    }

    #[test]
    fn a_mark_is_on_the_page_and_in_no_cell() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, mark: &str| {
            let path = folder.path().join(name);
            write_marked(&path, "居民", &header(), rows().into_iter(), mark).unwrap();
            (fs::read(&path).unwrap(), texts(&sheet::read(&path, None, &Limits::default()).unwrap()))
        };
        let (plain, cells) = file("a.xlsx", "");
        let (marked, same) = file("b.xlsx", "张晓敏 2026-11-22 08:30 导出 & 核对");
        assert!(plain != marked && cells == same);
        // Programs read the other formats: nothing is added to them.
        assert_eq!(file("a.csv", "").0, file("b.csv", "张晓敏").0);
    }

    #[test]
    fn what_is_written_reads_back() {
        let expected = [
            vec!["姓名", "身份证号", "人数"],
            vec!["张三\n（户主）", "11010519491231002X", "4"],
            vec!["𬭁㛃", "440524188001010014"],
            vec!["=1+1", "-无", "0.5"],
        ];
        let book = round("a.xlsx", rows());
        assert_eq!(
            (book.name.as_str(), texts(&book)),
            ("居民2026", expected.map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).to_vec())
        );
        assert_eq!(book.rows[2].cells[1], Cell::Text("440524188001010014".to_owned()));
        assert_eq!(texts(&round("a.csv", rows())), texts(&book));
    }

    #[test]
    fn a_csv_has_a_mark_and_cannot_run() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        let cells =
            ["=cmd|' /C calc'!A0", "@SUM(1)", "+8613800000000", "-5", "a=b", "'=1"].map(text).to_vec();
        write(&path, "s", &["=x".to_owned()], std::iter::once(cells)).unwrap();
        let written = fs::read_to_string(&path).unwrap();
        assert_eq!(written, "\u{FEFF}'=x\r\n'=cmd|' /C calc'!A0,'@SUM(1),+8613800000000,-5,a=b,''=1\r\n");
        let back = sheet::read(&path, None, &Limits::default()).unwrap();
        assert_eq!(texts(&back)[1][5], "'=1");
        assert_eq!(texts(&back)[1][0], "=cmd|' /C calc'!A0");
    }

    #[test]
    fn json_is_an_array_of_objects() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        write(&path, "s", &header(), rows().into_iter()).unwrap();
        let read: serde_json::Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        assert_eq!(read[1]["身份证号"], "440524188001010014");
        assert!(read[1]["人数"].is_null());
        assert_eq!(read.as_array().unwrap().len(), 3);
    }

    #[test]
    fn a_failure_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        fs::write(&path, "old").unwrap();
        let long = vec![text(&"长".repeat(32_768))];
        let error = write(&path, "s", &header(), std::iter::once(long)).unwrap_err();
        assert_eq!(error, SheetError::LongCell { row: 2 });
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        let nowhere = folder.path().join("no/such/a.csv");
        assert!(matches!(write(&nowhere, "s", &header(), std::iter::empty()), Err(SheetError::Write { .. })));
        let unknown = write(&folder.path().join("a.pdf"), "s", &header(), std::iter::empty());
        assert!(matches!(unknown, Err(SheetError::UnknownFormat { .. })));
    }

    #[test]
    fn two_exports_of_the_same_rows_are_the_same_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let written = ["a.xlsx", "b.xlsx"].map(|name| {
            let path = folder.path().join(name);
            write(&path, "s", &header(), rows().into_iter()).unwrap();
            fs::read(path).unwrap()
        });
        assert_eq!(written[0], written[1]);
    }

    #[test]
    fn a_sheet_name_is_made_allowable() {
        assert_eq!(allowed_name("a/b[c]:d*?\\"), "abcd");
        assert_eq!(allowed_name("''"), "Sheet1");
        assert_eq!(allowed_name(&"名".repeat(40)).chars().count(), 31);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

        #[test]
        fn any_text_survives_both_formats(cells in proptest::collection::vec("[=+@'\",;\t\n 张a0-]{0,6}", 1..5)) {
            let expected: Vec<Cell> = cells.iter().cloned().map(Cell::of_text).collect();
            let out: Vec<OutCell> = cells.into_iter().map(OutCell::Text).collect();
            for name in ["a.xlsx", "a.csv"] {
                let sheet = round(name, vec![out.clone()]);
                let mut found = sheet.rows.get(1).map(|row| row.cells.clone()).unwrap_or_default();
                found.resize(expected.len(), Cell::Empty);
                prop_assert_eq!(&found, &expected, "{}", name);
            }
        }
    }
}
