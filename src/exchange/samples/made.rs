//! Workbooks made by hand, for the tests: what no office program would write.

/// Packs a zip archive without compression; a declared size may differ from the real one.
pub(crate) fn zip(entries: &[(&str, &[u8], Option<u32>)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for (name, bytes, declared) in entries {
        let at = u32::try_from(out.len()).unwrap();
        let size = u32::try_from(bytes.len()).unwrap();
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        for number in [crc32(bytes), size, declared.unwrap_or(size)] {
            common.extend(number.to_le_bytes());
        }
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.bytes());
        out.extend(*bytes);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.bytes());
    }
    let start = u32::try_from(out.len()).unwrap();
    let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count);
    out.extend(count);
    out.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg()))
    })
}

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Makes a workbook of one sheet out of that sheet's XML below `<worksheet>`.
pub(crate) fn xlsx(inside: &str) -> Vec<u8> {
    let sheet = format!("<?xml version=\"1.0\"?><worksheet>{inside}</worksheet>");
    let package = format!(
        "<Relationships><Relationship Id=\"r1\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let book = format!(
        "<workbook xmlns:r=\"{RELATIONS}\"><sheets><sheet name=\"一\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let parts = format!(
        "<Relationships><Relationship Id=\"r1\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    zip(&[
        ("[Content_Types].xml", b"<Types/>", None),
        ("_rels/.rels", package.as_bytes(), None),
        ("xl/workbook.xml", book.as_bytes(), None),
        ("xl/_rels/workbook.xml.rels", parts.as_bytes(), None),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes(), None),
    ])
}

/// Makes an ods of one table out of that table's rows.
pub(crate) fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content><office:body><office:spreadsheet>\
         <table:table table:name=\"表\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet", None),
        ("META-INF/manifest.xml", b"<manifest:manifest></manifest:manifest>", None),
        ("content.xml", content.as_bytes(), None),
    ])
}

/// Makes a compound file whose directory has the given streams, all empty.
///
/// The directory's one sector is followed by `next` in the allocation table.
pub(crate) fn compound(streams: &[&str], next: u32) -> Vec<u8> {
    let mut out = vec![0; 512 * 4];
    let mut put = |at: usize, bytes: &[u8]| out[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    put(24, &[0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    put(44, &1_u32.to_le_bytes());
    put(48, &1_u32.to_le_bytes());
    put(60, &u32::MAX.to_le_bytes());
    put(68, &0xFFFF_FFFE_u32.to_le_bytes());
    put(76, &[0xFF; 436]);
    put(76, &0_u32.to_le_bytes());
    put(512, &[0xFF; 512]);
    put(512, &0xFFFF_FFFD_u32.to_le_bytes());
    put(516, &next.to_le_bytes());
    for (at, name) in std::iter::once(&"Root Entry").chain(streams).enumerate() {
        let start = 1024 + at * 128;
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        put(start, &units);
        put(start + 64, &u16::try_from(units.len() + 2).unwrap().to_le_bytes());
        put(start + 66, &[if at == 0 { 5 } else { 2 }]);
        put(start + 116, &0xFFFF_FFFE_u32.to_le_bytes());
    }
    out
}
