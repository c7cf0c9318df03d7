//! Compound files: the container of xls, and of encrypted workbooks.
//!
//! A directory chain that bites its own tail makes a reader collect sectors
//! until memory is gone, and so does a sheet that declares more cells than
//! it has: the library reserves room for every cell declared. Both are dealt
//! with here, on the bytes, before the library sees them.

use super::container::{broken, slice, u16_at, u32_at};
use super::error::SheetError;

/// Ids from here on are marks, not sectors.
const MARKS: u32 = 0xFFFF_FFFA;
/// Streams shorter than this are kept elsewhere.
const SMALL: usize = 4096;

/// The records of an xls that hold cells: each begins with row and column.
const CELLS: [u16; 8] = [0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E];

/// The table of contents of a compound file.
#[derive(Debug)]
pub(super) struct Compound {
    sector: usize,
    /// The sector that follows each sector.
    fat: Vec<u32>,
    streams: Vec<Stream>,
}

#[derive(Debug)]
struct Stream {
    name: String,
    start: usize,
    size: usize,
}

impl Compound {
    /// Reads the table of contents, after checking that its chain ends.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, SheetError> {
        let shift = u32::from(u16_at(bytes, 30)?);
        if shift != 9 && shift != 12 {
            return Err(broken("unknown sector size"));
        }
        let sector = 1_usize << shift;
        let mini_fat = (u32_at(bytes, 64)? as usize).saturating_mul(sector);
        if mini_fat > bytes.len() {
            return Err(broken("the mini table is longer than the file"));
        }
        let mut compound = Self { sector, fat: fat(bytes, sector)?, streams: Vec::new() };
        let chain = compound.chain(u32_at(bytes, 48)? as usize);
        for id in chain.ok_or_else(|| broken("the directory does not end"))? {
            for entry in sector_at(bytes, sector, id).unwrap_or_default().chunks_exact(128) {
                compound.streams.extend(stream(entry, shift == 12)?);
            }
        }
        if compound.streams.iter().any(|stream| stream.size > bytes.len()) {
            return Err(broken("a stream is longer than the file"));
        }
        Ok(compound)
    }

    /// Returns whether there is a stream of a name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.stream(name).is_some()
    }

    /// Makes every sheet of an xls declare one cell, whatever it declared.
    ///
    /// Lists formatted down to the last row declare sixteen million cells
    /// and have a hundred; nothing but the reservation depends on it. A cell
    /// beyond the last possible column is damage, and an error: the library
    /// would make room for all the columns before it.
    pub(super) fn forget_dimensions(&self, bytes: &mut [u8]) -> Result<(), SheetError> {
        let Some(book) = self.stream("Workbook").or_else(|| self.stream("Book")) else { return Ok(()) };
        if book.size < SMALL {
            return Ok(());
        }
        let chain = self.chain(book.start).unwrap_or_default();
        let place =
            |at: usize| chain.get(at / self.sector).map(|id| (id + 1) * self.sector + at % self.sector);
        let mut at = 0;
        while at + 4 <= book.size {
            let byte = |offset: usize| place(at + offset).and_then(|place| bytes.get(place)).copied();
            let (Some(a), Some(b), Some(c), Some(d)) = (byte(0), byte(1), byte(2), byte(3)) else {
                return Ok(());
            };
            let (kind, length) = (u16::from_le_bytes([a, b]), usize::from(u16::from_le_bytes([c, d])));
            if CELLS.contains(&kind) && byte(7).is_some_and(|high| high > 0) {
                return Err(broken("a cell beyond the last column"));
            }
            let one: &[u8] = match (kind, length) {
                (0x0200, 10) => &[0, 0, 1, 0, 0, 0, 1, 0],
                (0x0200, 14 | 16) => &[0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0],
                _ => &[],
            };
            for (offset, value) in one.iter().enumerate() {
                if let Some(byte) = place(at + 4 + offset).and_then(|place| bytes.get_mut(place)) {
                    *byte = *value;
                }
            }
            at += 4 + length;
        }
        Ok(())
    }

    fn stream(&self, name: &str) -> Option<&Stream> {
        self.streams.iter().find(|stream| stream.name.eq_ignore_ascii_case(name))
    }

    /// Returns the sectors of a chain, or none when it does not end.
    fn chain(&self, start: usize) -> Option<Vec<usize>> {
        let mut chain = Vec::new();
        let mut id = start;
        while id < MARKS as usize {
            if chain.len() > self.fat.len() {
                return None;
            }
            chain.push(id);
            id = *self.fat.get(id)? as usize;
        }
        Some(chain)
    }
}

fn stream(entry: &[u8], large: bool) -> Result<Option<Stream>, SheetError> {
    if entry.get(66).is_none_or(|kind| *kind == 0) {
        return Ok(None);
    }
    let units = entry.chunks_exact(2).take(32).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let name = char::decode_utf16(units.take_while(|unit| *unit != 0)).flatten().collect();
    let start = u32_at(entry, 116)? as usize;
    let low = u32_at(entry, 120)? as usize;
    let size = if large && u32_at(entry, 124)? > 0 { usize::MAX } else { low };
    Ok(Some(Stream { name, start, size }))
}

fn fat(bytes: &[u8], sector: usize) -> Result<Vec<u32>, SheetError> {
    let count = bytes.len() / sector + 1;
    let mut tables: Vec<u32> = words(slice(bytes, 76, 109 * 4)?).collect();
    let mut next = u32_at(bytes, 68)? as usize;
    for _ in 0..count {
        let Some(table) = sector_at(bytes, sector, next) else { break };
        tables.extend(words(table));
        next = tables.pop().unwrap_or(u32::MAX) as usize;
    }
    let used = tables.into_iter().filter(|id| *id < MARKS).take(count);
    Ok(used.filter_map(|id| sector_at(bytes, sector, id as usize)).flat_map(words).take(count).collect())
}

fn sector_at(bytes: &[u8], sector: usize, id: usize) -> Option<&[u8]> {
    let start = id.checked_add(1)?.checked_mul(sector)?;
    bytes.get(start..start.checked_add(sector)?)
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::samples::{compound, read_as, shared};

    #[test]
    fn an_encrypted_workbook_is_told_from_a_damaged_one() {
        let end = 0xFFFF_FFFE;
        let encrypted = compound(&["EncryptionInfo", "EncryptedPackage"], end);
        assert_eq!(read_as("a.xlsx", &encrypted), Err(SheetError::Encrypted));
        let document = compound(&["WordDocument"], end);
        assert!(matches!(read_as("a.xls", &document), Err(SheetError::NotASheet { .. })));
        let hollow = compound(&["Workbook"], end);
        assert!(matches!(read_as("a.xls", &hollow), Err(SheetError::Unreadable { .. } | SheetError::Empty)));
        let wps = compound(&["Book of another kind"], end);
        assert_eq!(read_as("a.et", &wps), Err(SheetError::Unsupported { format: "et".to_owned() }));
    }

    #[test]
    fn a_directory_that_bites_its_tail_is_refused() {
        let circle = compound(&["Workbook"], 1);
        assert!(matches!(Compound::read(&circle), Err(SheetError::Unreadable { .. })));
    }

    #[test]
    fn a_sheet_that_declares_too_much_is_read_all_the_same() {
        let Some(path) = shared("rosters/residents-merged-title.xls") else { return };
        let mut bytes = std::fs::read(path).unwrap();
        let plain = read_as("a.xls", &bytes).unwrap();
        // The dimensions record of the list: rows 0 to 15.
        let declared = memchr::memmem::find_iter(&bytes, b"\x00\x02\x0E\x00").collect::<Vec<_>>();
        assert!(!declared.is_empty());
        for at in declared {
            bytes[at + 8..at + 12].copy_from_slice(&[0xFF; 4]);
            bytes[at + 14..at + 16].copy_from_slice(&[0xFF; 2]);
        }
        assert_eq!(read_as("a.xls", &bytes).unwrap(), plain);
    }
}
