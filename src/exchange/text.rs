//! Text files: csv, tab-separated and semicolon-separated, in the encodings offices write.
//!
//! The encoding is decided strictly: a byte-order mark, else valid UTF-8,
//! else UTF-16 by its zero bytes, else valid GB18030. Guessing by statistics
//! is absent on purpose: a guesser takes one Chinese character among ASCII
//! for Western European, and a wrong guess is not seen until the names are
//! in the ledger.

use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::error::SheetError;
use super::gather::Collector;
use super::sheet::Cell;

/// Decodes a text file, without its byte-order mark.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, SheetError> {
    let text = match Encoding::for_bom(&bytes) {
        Some((encoding, mark)) => strictly(bytes.get(mark..).unwrap_or_default(), encoding)?,
        None if bytes.contains(&0) => strictly(&bytes, utf16_by_zeros(&bytes)?)?,
        None => match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let bytes = error.into_bytes();
                let encoding = if mostly_utf8(&bytes) { UTF_8 } else { GB18030 };
                strictly(&bytes, encoding)?
            }
        },
    };
    if text.contains('\0') || count_odd(&text) > text.len() / 50 {
        return Err(SheetError::Unreadable { detail: "not text".to_owned() });
    }
    Ok(text)
}

/// Counts the control characters that text hardly has.
///
/// What was copied out of a terminal is text, its colours (`ESC [`) included;
/// behind any other ESC an encoding may begin that is not read here (ISO 2022).
fn count_odd(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_odd = |(at, byte): (usize, &u8)| match byte {
        b'\t' | b'\n' | b'\r' | b'\x0B' | b'\x0C' | b'\x1A' => false,
        b'\x1B' => bytes.get(at + 1) != Some(&b'['),
        byte => byte.is_ascii_control(),
    };
    bytes.iter().enumerate().filter(|odd| is_odd(*odd)).count()
}

fn strictly(bytes: &[u8], encoding: &'static Encoding) -> Result<String, SheetError> {
    const STEP: usize = 1 << 16;
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + 16);
    let mut done = 0;
    loop {
        let rest = bytes.get(done..).unwrap_or_default();
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        done += read;
        match result {
            DecoderResult::InputEmpty => return Ok(text),
            DecoderResult::OutputFull => text.reserve(STEP),
            DecoderResult::Malformed(..) => {
                let line = count_lines(text.as_bytes()) + 1;
                return Err(SheetError::Encoding { line, encoding: encoding.name().to_owned() });
            }
        }
    }
}

/// Returns the byte order of UTF-16 text without a mark, by where its zeros stand.
fn utf16_by_zeros(bytes: &[u8]) -> Result<&'static Encoding, SheetError> {
    let start = bytes.get(..bytes.len().min(1 << 16)).unwrap_or_default();
    let zeros = |offset: usize| start.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if odd > 4 * even {
        Ok(UTF_16LE)
    } else if even > 4 * odd {
        Ok(UTF_16BE)
    } else {
        Err(SheetError::Unreadable { detail: "not text".to_owned() })
    }
}

/// Returns whether invalid UTF-8 is damaged UTF-8 rather than something else.
///
/// Text in GB18030 hardly ever forms three-byte sequences of UTF-8, but
/// damaged UTF-8 may well be valid GB18030, and nonsense.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|letter| letter.len_utf8() > 2).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 10 * bad
}

/// Reads decoded text into rows.
pub(super) fn parse(text: &str, rows: &mut Collector<'_>) -> Result<(), SheetError> {
    let text = text.trim_end_matches('\x1A');
    let (hint, skipped) = separator_line(text);
    let delimiter = hint.unwrap_or_else(|| delimiter(text));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut record = csv::ByteRecord::new();
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    let mut last = 0;
    while reader.read_byte_record(&mut record).map_err(|error| broken(&error))? {
        let start =
            record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(usize::MAX));
        let number = lines.number_at(start);
        last = lines.at;
        if lines.at < skipped {
            continue;
        }
        for (column, field) in record.iter().enumerate() {
            let field = String::from_utf8_lossy(field);
            rows.put(number, column, Cell::of_text(unprotected(&field).to_owned()))?;
        }
    }
    let tail = text.as_bytes().get(last..).unwrap_or_default();
    if memchr::memchr_iter(b'"', tail).count() % 2 == 1 && count_lines(tail.trim_ascii_end()) > 0 {
        return Err(SheetError::OpenQuote { line: lines.line });
    }
    if rows.is_empty() { Err(SheetError::Empty) } else { Ok(()) }
}

/// Takes off the apostrophe that our own csv sets before a formula sign.
fn unprotected(field: &str) -> &str {
    match field.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        Some(_) | None => field,
    }
}

/// Counts lines along the text, whichever of the three line ends it has.
struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: u32,
}

impl Lines<'_> {
    /// Moves to a record's start, past the blank lines before it, and returns its line.
    fn number_at(&mut self, start: usize) -> u32 {
        let blank = self.text.get(start..).unwrap_or_default();
        let blank = blank.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let to = start.saturating_add(blank);
        let passed = self.text.get(self.at..to).unwrap_or_default();
        self.line = self.line.saturating_add(u32::try_from(count_lines(passed)).unwrap_or(u32::MAX));
        self.at = to;
        self.line
    }
}

fn count_lines(text: &[u8]) -> u64 {
    let feeds = memchr::memchr_iter(b'\n', text).count();
    let lone = memchr::memchr_iter(b'\r', text).filter(|at| text.get(at + 1) != Some(&b'\n')).count();
    (feeds + lone) as u64
}

/// Returns the separator an office program announces in a first line `sep=;`, and that line's length.
fn separator_line(text: &str) -> (Option<u8>, usize) {
    let Some(rest) = text.strip_prefix("sep=") else { return (None, 0) };
    match rest.as_bytes() {
        [separator @ (b',' | b';' | b'\t' | b'|'), b'\r' | b'\n', ..] => (Some(*separator), 5),
        _ => (None, 0),
    }
}

/// Returns the delimiter: a comma, unless a tab or semicolon is clearly more frequent.
fn delimiter(text: &str) -> u8 {
    const CANDIDATES: [u8; 3] = *b",\t;";
    let mut total = [0_usize; 3];
    let mut records_with = [0_usize; 3];
    let mut seen = [false; 3];
    let mut quoted = false;
    let mut records = 0;
    for byte in text.bytes().take(1 << 18) {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => {
                records += usize::from(seen.contains(&true));
                for (count, seen) in records_with.iter_mut().zip(&mut seen) {
                    *count += usize::from(std::mem::take(seen));
                }
                if records >= 50 {
                    break;
                }
            }
            _ if quoted => {}
            _ => {
                if let Some(which) = CANDIDATES.iter().position(|candidate| *candidate == byte) {
                    total[which] += 1;
                    seen[which] = true;
                }
            }
        }
    }
    let beats = |which: usize, other: usize| {
        records_with[which] > records_with[other]
            || (records_with[which] == records_with[other] && total[which] > 2 * total[other])
    };
    match (beats(1, 0), beats(2, 0)) {
        (true, true) if beats(2, 1) => b';',
        (true, _) => b'\t',
        (false, true) => b';',
        (false, false) => b',',
    }
}

fn broken(error: &csv::Error) -> SheetError {
    SheetError::Unreadable { detail: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::samples::{read_as, shared, texts};
    use crate::exchange::sheet::{self, Limits};
    use std::collections::BTreeMap;

    const LIST: &str = "姓名,电话\r\n张三·阿卜杜拉,13800000000\r\n";

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
            .collect()
    }

    fn error_of(bytes: &[u8]) -> SheetError {
        read_as("a.csv", bytes).unwrap_err()
    }

    fn rows_of(text: &str) -> Vec<(u32, Vec<String>)> {
        let sheet = read_as("a.csv", text.as_bytes()).unwrap();
        sheet.rows.iter().map(|row| row.number).zip(texts(&sheet)).collect()
    }

    #[test]
    fn every_encoding_an_office_writes_reads_the_same() {
        let marked = |mark: &[u8], rest: Vec<u8>| [mark.to_vec(), rest].concat();
        let forms = [
            LIST.as_bytes().to_vec(),
            marked(b"\xEF\xBB\xBF", LIST.as_bytes().to_vec()),
            GB18030.encode(LIST).0.into_owned(),
            marked(b"\xFF\xFE", utf16(LIST, true)),
            marked(b"\xFE\xFF", utf16(LIST, false)),
            utf16(LIST, true),
            utf16(LIST, false),
        ];
        for bytes in forms {
            let sheet = read_as("a.csv", &bytes).unwrap();
            assert_eq!(texts(&sheet), [["姓名", "电话"], ["张三·阿卜杜拉", "13800000000"]], "{bytes:x?}");
        }
    }

    #[test]
    fn the_colours_of_a_terminal_are_text_and_another_encoding_behind_esc_is_not() {
        assert_eq!(rows_of("姓名\n\x1B[31m甲\x1B[0m\n")[1].1, ["\x1B[31m甲\x1B[0m"]);
        let not_text = SheetError::Unreadable { detail: "not text".to_owned() };
        assert_eq!(error_of(b"a,b\n\x1B$)A\x0EUEH}\x0F,1\n"), not_text);
        assert_eq!(error_of(b"a\x1B,b\n1,2\n"), not_text);
    }

    #[test]
    fn rare_characters_of_gb18030_read() {
        let bytes = GB18030.encode("姓名\n𬭁㛃䶮\n").0.into_owned();
        assert_eq!(texts(&read_as("a.csv", &bytes).unwrap()), [["姓名"], ["𬭁㛃䶮"]]);
    }

    #[test]
    fn an_invalid_byte_is_reported_with_its_line() {
        let mut bytes = GB18030.encode("姓名,电话\n张三,1\n").0.into_owned();
        bytes.extend(b"\xC0\x20,2\n");
        assert_eq!(error_of(&bytes), SheetError::Encoding { line: 3, encoding: "gb18030".to_owned() });
        let damaged = b"\xEF\xBB\xBFa\n\xFF\n";
        assert_eq!(error_of(damaged), SheetError::Encoding { line: 2, encoding: "UTF-8".to_owned() });
        let cut = [b"\xFF\xFE".to_vec(), utf16("a\nb\n", true), b"x".to_vec()].concat();
        assert_eq!(error_of(&cut), SheetError::Encoding { line: 3, encoding: "UTF-16LE".to_owned() });
        let western = b"a,37\xB036'37.8\n";
        assert_eq!(error_of(western), SheetError::Encoding { line: 1, encoding: "gb18030".to_owned() });
    }

    #[test]
    fn damaged_utf8_is_not_taken_for_gb18030() {
        let text = "姓名,地址\n张三,幸福社区五组一号楼二单元\n李四,幸福社区六组\n";
        let mut bytes = text.as_bytes().to_vec();
        let at = text.find("李").unwrap();
        bytes.remove(at);
        assert_eq!(error_of(&bytes), SheetError::Encoding { line: 3, encoding: "UTF-8".to_owned() });
    }

    #[test]
    fn rows_are_numbered_by_the_line_they_start_on() {
        let expected = |rows: &[(u32, &[&str])]| -> Vec<(u32, Vec<String>)> {
            rows.iter()
                .map(|(line, cells)| (*line, cells.iter().map(|cell| (*cell).to_owned()).collect()))
                .collect()
        };
        let rows = rows_of("a,b\r\n\r\n\"one\r\ntwo\",c\r\n,\r\nd\r\n");
        assert_eq!(rows, expected(&[(1, &["a", "b"]), (3, &["one\r\ntwo", "c"]), (6, &["d"])]));
        assert_eq!(rows_of("\n\na\rb\r"), expected(&[(3, &["a"]), (4, &["b"])]));
    }

    #[test]
    fn an_unclosed_quote_is_an_error() {
        let text = "a,b\n1,\"two\n3,4\n5,6\n";
        assert_eq!(error_of(text.as_bytes()), SheetError::OpenQuote { line: 2 });
        assert_eq!(rows_of("a,b\n1,5\" pipe\n").len(), 2);
        assert_eq!(rows_of("a\n\"x\ny\"").len(), 2);
    }

    #[test]
    fn tabs_and_semicolons_are_recognised() {
        assert_eq!(rows_of("a\tb\n1,5\t2\n")[1].1, ["1,5", "2"]);
        assert_eq!(rows_of("a;b;c\n\"x,y\";2;3\n")[1].1, ["x,y", "2", "3"]);
        assert_eq!(rows_of("a,b\n1;2;3,4\n")[1].1, ["1;2;3", "4"]);
        assert_eq!(rows_of("sep=;\na;b,c\n"), [(2, vec!["a".to_owned(), "b,c".to_owned()])]);
    }

    #[test]
    fn the_csv_spectrum_reads_as_expected() {
        let Some(folder) = shared("csv/spectrum") else { return };
        let mut seen = 0;
        for entry in std::fs::read_dir(folder.join("csvs")).unwrap() {
            let path = entry.unwrap().path();
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            let read = sheet::read(&path, None, &Limits::default());
            if stem == "location_coordinates" {
                // Its two halves do not agree upstream on the phone number.
                assert_eq!(texts(&read.unwrap())[1][1], "37\u{FFFD}36'37.8\"N 121\u{FFFD}2'17.9\"W");
                continue;
            }
            let json = std::fs::read_to_string(folder.join("json").join(format!("{stem}.json"))).unwrap();
            // The files' own carriage returns were lost on the way here.
            let json = json.replace("\\r", "");
            let expected: Vec<BTreeMap<String, String>> = serde_json::from_str(&json).unwrap();
            let rows = texts(&read.unwrap());
            let (names, data) = rows.split_first().unwrap();
            let found: Vec<BTreeMap<String, String>> = data
                .iter()
                .map(|row| {
                    let cell = |at| row.get(at).cloned().unwrap_or_default();
                    names.iter().enumerate().map(|(at, name)| (name.clone(), cell(at))).collect()
                })
                .collect();
            assert_eq!(found, expected, "{stem}");
            seen += 1;
        }
        assert_eq!(seen, 11);
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_first_name() {
        for name in ["csv/bom/office_bom.csv", "csv/bom/no_bom.csv"] {
            let Some(path) = shared(name) else { return };
            let sheet = sheet::read(&path, None, &Limits::default()).unwrap();
            assert!(!sheet.rows[0].cells[0].text().starts_with('\u{FEFF}'), "{name}");
        }
    }

    #[test]
    fn service_requests_keep_their_columns() {
        let Some(path) = shared("requests311/nyc311_100rows_test_sample2.csv") else { return };
        let sheet = sheet::read(&path, None, &Limits::default()).unwrap();
        assert!(sheet.rows.iter().all(|row| row.cells.len() <= 46));
        assert_eq!(sheet.rows[0].cells.len(), 46);
    }
}
