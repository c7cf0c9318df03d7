//! What a sheet is, and reading one from any file.
//!
//! The file's first bytes decide how it is read, never its name. Everything
//! is counted against [`Limits`] while it is read, so that what a file
//! *declares* costs nothing.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use jiff::civil::Date;

use super::container::{self, Kind};
use super::error::{LimitKind, SheetError};
use super::gather::Collector;
use super::{text, workbook};

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

    pub(super) fn text_bytes(&self) -> usize {
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

/// Together they keep the largest sheet allowed, and the process that holds it, under 300 MB.
impl Default for Limits {
    fn default() -> Self {
        Self { rows: 200_000, columns: 256, cells: 4_000_000, text_bytes: 64 << 20, file_bytes: 64 << 20 }
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
    let mut rows = Collector::new(limits);
    let name = fill(path, sheet, &mut rows)?;
    Ok(rows.finish(name))
}

/// Reads one sheet of a file into a collector; returns the sheet's name.
pub(super) fn fill(path: &Path, sheet: Option<&str>, rows: &mut Collector<'_>) -> Result<String, SheetError> {
    let limits = rows.limits();
    // Before it is opened: Windows opens no folder, and would say that access is denied.
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(SheetError::Open { reason: "not a file / 不是文件".to_owned() });
    }
    let mut file = File::open(path)?;
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
        Kind::Zip => workbook::read_zip(file, length, sheet, rows),
        Kind::Ole => workbook::read_ole(file, &extension, sheet, rows),
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
            text::parse(&decoded?, rows)?;
            Ok(name)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::samples::{self, read_as, shared};
    use proptest::prelude::*;

    fn limit_of(error: &SheetError) -> Option<LimitKind> {
        if let SheetError::Limit { what, .. } = error { Some(*what) } else { None }
    }

    #[test]
    fn a_number_reads_as_the_office_program_shows_it() {
        let text = |number: f64| Cell::Number(number).text();
        assert_eq!(text(13_800_000_000.0), "13800000000");
        assert_eq!(text(9_007_199_254_740_992.0), "9007199254740992");
        assert_eq!(text(-3.0), "-3");
        assert_eq!(text(-0.0), "0");
        assert_eq!(text(0.1 + 0.2), "0.3");
        assert_eq!(text(46.25), "46.25");
        assert_eq!(text(1e300), "1e300");
        assert_eq!(Cell::of_number(f64::NAN), Cell::Text("NaN".to_owned()));
    }

    #[test]
    fn a_number_that_lost_digits_is_doubtful() {
        assert!(Cell::Number(440_524_188_001_010_014.0).doubtful());
        assert!(!Cell::Number(13_800_000_000.0).doubtful());
        assert!(!Cell::Text("440524188001010014".to_owned()).doubtful());
    }

    #[test]
    fn white_space_is_an_empty_cell() {
        assert_eq!(Cell::of_text(" \u{3000}\n".to_owned()), Cell::Empty);
    }

    #[test]
    fn serial_numbers_are_dates() {
        let date = |number| serial_date(number).map(|date| date.to_string());
        assert_eq!(date(46348.0).as_deref(), Some("2026-11-22"));
        assert_eq!(date(46348.75).as_deref(), Some("2026-11-22"));
        assert_eq!(date(1.0).as_deref(), Some("1900-01-01"));
        assert_eq!(date(59.0).as_deref(), Some("1900-02-28"));
        assert_eq!(date(60.0), None);
        assert_eq!(date(61.0).as_deref(), Some("1900-03-01"));
        assert_eq!(date(2_958_465.0).as_deref(), Some("9999-12-31"));
        assert_eq!((date(0.5), date(2_958_466.0), date(f64::NAN)), (None, None, None));
    }

    #[test]
    fn what_is_no_sheet_is_named() {
        let error = |name, bytes: &[u8]| read_as(name, bytes).unwrap_err();
        assert_eq!(error("a.csv", b""), SheetError::Empty);
        assert_eq!(error("a.csv", b"\n \n"), SheetError::Empty);
        assert_eq!(error("a.xlsx", b"%PDF-1.7 "), SheetError::NotASheet { kind: "PDF".to_owned() });
        assert_eq!(
            error("a.XLSX", "姓名,电话\n".as_bytes()),
            SheetError::Mismatch { extension: "xlsx".to_owned() }
        );
        assert_eq!(error("a.xls", b"<html><table>"), SheetError::Mismatch { extension: "xls".to_owned() });
        assert!(matches!(error("a.csv", &[0, 1, 2, 0, 3, 4, 5, 0]), SheetError::Unreadable { .. }));
        assert!(matches!(error("a.xlsx", b"PK\x03\x04 cut off"), SheetError::Unreadable { .. }));
        let folder = std::env::temp_dir();
        assert!(matches!(read(&folder, None, &Limits::default()), Err(SheetError::Open { .. })));
        let absent = folder.join("no such file.csv");
        assert!(matches!(read(&absent, None, &Limits::default()), Err(SheetError::Open { .. })));
    }

    #[test]
    fn a_file_too_long_is_refused_before_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long.csv");
        File::create(&path).unwrap().set_len(65 << 20).unwrap();
        let error = read(&path, None, &Limits::default()).unwrap_err();
        assert_eq!(limit_of(&error), Some(LimitKind::FileBytes));
        assert!(error.sentence(true).contains("64 MB"), "{error}");
    }

    #[test]
    fn a_csv_has_one_sheet() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("名单.csv");
        fs::write(&path, "a,b\n").unwrap();
        assert_eq!(read(&path, Some("名单"), &Limits::default()).unwrap().name, "名单");
        let error = read(&path, Some("Sheet1"), &Limits::default()).unwrap_err();
        assert!(error.sentence(true).contains("名单"));
    }

    #[test]
    fn every_real_file_reads() {
        let rows =
            |name: &str| shared(name).map(|path| read(&path, None, &Limits::default()).unwrap().rows.len());
        for (name, expected) in [
            ("messages/messages.xlsx", 31),
            ("messages/replies.xlsx", 121),
            ("messages/classes.xlsx", 518),
            ("rosters/residents-merged-title.xls", 15),
            ("requests311/nyc311_10rows_test_sample1.csv", 6),
            ("requests311/nyc311_100rows_test_sample2.csv", 101),
        ] {
            if let Some(found) = rows(name) {
                assert_eq!(found, expected, "{name}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

        #[test]
        fn any_bytes_are_read_or_refused_with_a_sentence(
            start in prop_oneof![
                Just(Vec::new()),
                Just(b"PK\x03\x04".to_vec()),
                Just(vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
                Just(vec![0xFF, 0xFE]),
                Just(vec![0xEF, 0xBB, 0xBF]),
            ],
            rest in proptest::collection::vec(any::<u8>(), 0..2000),
            name in prop_oneof![Just("a.xlsx"), Just("a.csv"), Just("a")],
        ) {
            let bytes = [start, rest].concat();
            if let Err(error) = read_as(name, &bytes) {
                prop_assert!(!error.sentence(true).is_empty() && !error.sentence(false).is_empty());
            }
        }

        #[test]
        fn a_damaged_container_is_read_or_refused(at in 0_usize..1500, to in any::<u8>(), which in 0..2) {
            let mut bytes = if which == 0 {
                samples::xlsx("<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>")
            } else {
                samples::compound(&["Workbook"], 0xFFFF_FFFE)
            };
            let length = bytes.len();
            bytes[at % length] = to;
            let _ = read_as("a.xlsx", &bytes);
            bytes.truncate(at % length);
            let _ = read_as("a.xlsx", &bytes);
        }
    }
}
