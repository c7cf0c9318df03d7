//! What kind of file it is, and what its container promises to unpack to.
//!
//! Both containers carry a table of contents that can be read in a few
//! kilobytes, before a workbook reader believes anything in it.

use std::io::{Read, Seek, SeekFrom};

use super::error::SheetError;

/// The most a workbook may declare to unpack to.
const UNPACKED: u64 = 1 << 30;
/// The most entries a workbook's archive may have.
const ENTRIES: u64 = 20_000;
/// The most its table of contents may take.
const DIRECTORY: u64 = 8 << 20;

/// The kinds of file told apart by the first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A zip archive: xlsx, ods, or another office file.
    Zip,
    /// A compound file: xls, an encrypted workbook, or another office file.
    Ole,
    /// A known kind that is no sheet.
    Other(&'static str),
    /// None of these: text, perhaps.
    Text,
}

/// Tells what a file is from its first bytes.
pub(super) fn sniff(start: &[u8]) -> Kind {
    const KNOWN: [(&[u8], &str); 9] = [
        (b"%PDF", "PDF"),
        (b"\x89PNG", "PNG"),
        (b"\xFF\xD8\xFF", "JPEG"),
        (b"GIF8", "GIF"),
        (b"Rar!", "RAR"),
        (b"7z\xBC\xAF\x27\x1C", "7z"),
        (b"\x1F\x8B", "gzip"),
        (b"\x7FELF", "ELF"),
        (b"SQLite format 3", "SQLite"),
    ];
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        return Kind::Zip;
    }
    if start.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return Kind::Ole;
    }
    KNOWN.iter().find(|(magic, _)| start.starts_with(magic)).map_or(Kind::Text, |(_, name)| Kind::Other(name))
}

/// Returns whether a suffix belongs to workbooks, so that text under it is a mistake.
pub(super) fn is_workbook_suffix(extension: &str) -> bool {
    matches!(
        extension,
        "xlsx" | "xlsm" | "xltx" | "xltm" | "xlsb" | "xls" | "xlt" | "ods" | "ots" | "et" | "ett"
    )
}

/// Returns the entry names of a zip archive, after checking what it would unpack to.
pub(super) fn zip_names<F: Read + Seek>(file: &mut F, length: u64) -> Result<Vec<String>, SheetError> {
    let directory = zip_directory(file, length)?;
    let mut names = Vec::new();
    let mut total = 0_u64;
    let mut rest = directory.as_slice();
    while rest.starts_with(b"PK\x01\x02") {
        let packed = u64::from(u32_at(rest, 20)?);
        let mut unpacked = u64::from(u32_at(rest, 24)?);
        let name_length = usize::from(u16_at(rest, 28)?);
        let extra_length = usize::from(u16_at(rest, 30)?);
        let comment_length = usize::from(u16_at(rest, 32)?);
        let name = slice(rest, 46, name_length)?;
        if unpacked == u64::from(u32::MAX) {
            unpacked = zip64_size(slice(rest, 46 + name_length, extra_length)?).unwrap_or(unpacked);
        }
        total = total.saturating_add(unpacked);
        let absurd = unpacked > (64 << 20) && unpacked / packed.max(1) > 400;
        if total > UNPACKED || absurd {
            return Err(SheetError::Bomb { declared: total });
        }
        names.push(String::from_utf8_lossy(name).replace('\\', "/"));
        rest = rest.get(46 + name_length + extra_length + comment_length..).unwrap_or_default();
    }
    if names.is_empty() { Err(broken("the archive has no entries")) } else { Ok(names) }
}

fn zip_directory<F: Read + Seek>(file: &mut F, length: u64) -> Result<Vec<u8>, SheetError> {
    let tail_length = length.min(22 + 65_535 + 20);
    let tail_start = length - tail_length;
    let tail = read_at(file, tail_start, tail_length)?;
    let end = memchr::memmem::rfind(&tail, b"PK\x05\x06").ok_or_else(|| broken("the archive has no end"))?;
    let record = slice(&tail, end, 22)?;
    let mut entries = u64::from(u16_at(record, 10)?);
    let mut size = u64::from(u32_at(record, 12)?);
    let mut end_position = tail_start + end as u64;
    let locator = end.checked_sub(20).and_then(|at| tail.get(at..end)).unwrap_or_default();
    if locator.starts_with(b"PK\x06\x07") {
        end_position = u64_at(locator, 8)?;
        let record = read_at(file, end_position, 56)?;
        entries = u64_at(&record, 32)?;
        size = u64_at(&record, 40)?;
    }
    if entries > ENTRIES || size > DIRECTORY {
        return Err(SheetError::Bomb { declared: size });
    }
    let start = end_position.checked_sub(size).ok_or_else(|| broken("the archive's directory is cut off"))?;
    read_at(file, start, size)
}

fn zip64_size(mut extra: &[u8]) -> Option<u64> {
    loop {
        let id = u16_at(extra, 0).ok()?;
        let length = usize::from(u16_at(extra, 2).ok()?);
        if id == 1 {
            return u64_at(extra, 4).ok();
        }
        extra = extra.get(4 + length..)?;
    }
}

fn read_at<F: Read + Seek>(file: &mut F, start: u64, length: u64) -> Result<Vec<u8>, SheetError> {
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::new();
    Read::by_ref(file).take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub(super) fn slice(bytes: &[u8], start: usize, length: usize) -> Result<&[u8], SheetError> {
    bytes.get(start..start.saturating_add(length)).ok_or_else(|| broken("the file is cut off"))
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Result<[u8; N], SheetError> {
    slice(bytes, at, N)?.first_chunk().copied().ok_or_else(|| broken("the file is cut off"))
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Result<u16, SheetError> {
    array(bytes, at).map(u16::from_le_bytes)
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Result<u32, SheetError> {
    array(bytes, at).map(u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> Result<u64, SheetError> {
    array(bytes, at).map(u64::from_le_bytes)
}

pub(super) fn broken(detail: &str) -> SheetError {
    SheetError::Unreadable { detail: detail.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::samples::{read_as, zip};
    use std::io::Cursor;

    fn names(bytes: Vec<u8>) -> Result<Vec<String>, SheetError> {
        let length = bytes.len() as u64;
        zip_names(&mut Cursor::new(bytes), length)
    }

    #[test]
    fn an_archive_is_listed_before_it_is_opened() {
        assert_eq!(names(zip(&[("a", b"1", None), ("xl\\b", b"22", None)])).unwrap(), ["a", "xl/b"]);
        let mut behind = b"something before".to_vec();
        behind.extend(zip(&[("a", b"1", None)]));
        assert_eq!(names(behind).unwrap(), ["a"]);
    }

    #[test]
    fn an_archive_that_would_fill_the_memory_is_a_bomb() {
        let absurd = zip(&[("xl/worksheets/sheet1.xml", b"x", Some(900 << 20))]);
        assert_eq!(names(absurd.clone()), Err(SheetError::Bomb { declared: 900 << 20 }));
        assert!(matches!(read_as("a.xlsx", &absurd), Err(SheetError::Bomb { .. })));
        let unknown = zip(&[("a", b"x", Some(u32::MAX))]);
        assert!(matches!(names(unknown), Err(SheetError::Bomb { .. })));
        let half = vec![b'x'; 2 << 20];
        let sum = zip(&[("a", &half, Some(600 << 20)), ("b", &half, Some(600 << 20))]);
        assert!(matches!(names(sum), Err(SheetError::Bomb { .. })));
    }

    #[test]
    fn a_cut_off_archive_is_unreadable_at_every_length() {
        let whole = zip(&[("a", b"1", None), ("b", b"22", None)]);
        for length in 0..whole.len() {
            assert!(names(whole[..length].to_vec()).is_err(), "{length}");
        }
    }

    #[test]
    fn an_archive_that_is_no_workbook_is_named() {
        let kind = |entry| read_as("a.xlsx", &zip(&[(entry, b"x", None)])).unwrap_err();
        assert_eq!(kind("word/document.xml"), SheetError::NotASheet { kind: "Word (docx)".to_owned() });
        assert_eq!(kind("photo.jpg"), SheetError::NotASheet { kind: "zip".to_owned() });
        assert_eq!(kind("xl/workbook.bin"), SheetError::Unsupported { format: "xlsb".to_owned() });
    }
}
