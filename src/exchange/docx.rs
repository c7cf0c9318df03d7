//! A page as a document of office programs: the archive and its three parts.
//!
//! Written by hand, since what libraries there are bring a second version of the
//! archive's reader and of an XML parser for five kinds of paragraph. Faces are
//! named as GB/T 9704-2012 has them, with `SimSun` for where they are missing.

use std::io::{Cursor, Write as _};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{
    error::SheetError,
    paper::{Paper, Part},
};

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;

const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#;

/// A4; the type area is 156 by 225 mm, 37 mm from the head and 28 mm from the
/// spine; a line each 28.95 points (domain.md §5), in twentieths of a point.
const TAIL: &str = r#"<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr></w:body></w:document>"#;

/// The text face, size 3.
const BODY: Face = Face { name: "仿宋_GB2312", half_points: 32, red: false };
const TITLE: Face = Face { name: "方正小标宋简体", half_points: 44, red: false };
const MASTHEAD: Face = Face { name: "方正小标宋简体", half_points: 72, red: true };
const HEADING: Face = Face { name: "黑体", half_points: 32, red: false };

#[derive(Clone, Copy)]
struct Face {
    name: &'static str,
    half_points: u32,
    red: bool,
}

/// The document's bytes.
pub(super) fn bytes(paper: &Paper) -> Result<Vec<u8>, SheetError> {
    let failed = |error: zip::result::ZipError| SheetError::Write { reason: error.to_string() };
    let mut body = String::from(HEAD);
    for part in &paper.parts {
        body.push_str(&paragraph(part));
    }
    body.push_str(TAIL);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, text) in
        [("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", &body)]
    {
        archive.start_file(name, stored).map_err(failed)?;
        archive
            .write_all(text.as_bytes())
            .map_err(|error| SheetError::Write { reason: error.to_string() })?;
    }
    Ok(archive.finish().map_err(failed)?.into_inner())
}

fn paragraph(part: &Part) -> String {
    let centre = r#"<w:jc w:val="center"/>"#;
    match part {
        Part::Masthead(text) => made(centre, &run(text, MASTHEAD)),
        Part::Centre(text) => made(centre, &run(text, BODY)),
        Part::Title(text) => made(centre, &run(text, TITLE)),
        Part::Heading(text) => made(INDENT, &run(text, HEADING)),
        Part::Text(text) => made(INDENT, &run(text, BODY)),
        Part::Line(text) => made("", &run(text, BODY)),
        Part::Sides(left, right) => {
            let tab = r#"<w:tabs><w:tab w:val="right" w:pos="8844"/></w:tabs>"#;
            made(tab, &format!("{}<w:r><w:tab/></w:r>{}", run(left, BODY), run(right, BODY)))
        }
        Part::Rule { red } => {
            let color = if *red { "FF0000" } else { "000000" };
            let border = format!(
                r#"<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="1" w:color="{color}"/></w:pBdr>"#
            );
            made(&border, "")
        }
    }
}

/// Two characters in.
const INDENT: &str = r#"<w:ind w:firstLineChars="200" w:firstLine="640"/>"#;

fn made(properties: &str, runs: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>")
}

fn run(text: &str, face: Face) -> String {
    let Face { name, half_points, red } = face;
    let color = if red { r#"<w:color w:val="FF0000"/>"# } else { "" };
    let text = escaped(text);
    format!(
        r#"<w:r><w:rPr><w:rFonts w:ascii="SimSun" w:hAnsi="SimSun" w:eastAsia="{name}"/>{color}<w:sz w:val="{half_points}"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>"#
    )
}

/// Without what XML cannot hold.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    // Shows I5.
    #[test]
    fn a_document_opens_as_an_archive_with_the_text_in_it() {
        let mut paper = Paper::default();
        paper.push(Part::Masthead("民情简报".into()));
        paper.push(Part::Rule { red: true });
        paper.text("路灯 <三组> & 沟渠\u{7}");
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes(&paper).unwrap())).unwrap();
        let mut body = String::new();
        archive.by_name("word/document.xml").unwrap().read_to_string(&mut body).unwrap();
        assert!(body.contains("路灯 &lt;三组&gt; &amp; 沟渠</w:t>"), "{body}");
        assert!(body.contains("FF0000") && body.contains("仿宋_GB2312"));
        assert_eq!(body.matches("<w:p>").count(), body.matches("</w:p>").count());
        assert_eq!(archive.len(), 3);
    }
}
