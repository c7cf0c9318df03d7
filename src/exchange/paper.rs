//! A page to be printed: laid out in lines of 28 characters as text, or written
//! as a document (domain.md §5, after GB/T 9704-2012).

use std::{io::Write as _, path::Path};

use super::{
    docx,
    error::SheetError,
    write::{Failure, replace},
};

/// How many full-width characters a line has (GB/T 9704-2012).
pub const LINE: usize = 28;

/// Signs that never begin a line; they hang over its end instead.
const HANGING: &str = "，。、；：？！”’）》〕】…—";

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The name at the head, large and red.
    Masthead(String),
    /// A line in the middle.
    Centre(String),
    /// One text at the left, one at the right.
    Sides(String, String),
    /// A rule; the one under the head is red.
    Rule {
        /// Whether it is.
        red: bool,
    },
    /// The title.
    Title(String),
    /// The heading of a section.
    Heading(String),
    /// A paragraph, its first line two characters in.
    Text(String),
    /// A line as it is, as those of a list.
    Line(String),
}

/// A page to be printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paper {
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

/// What a page is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text, UTF-8.
    Text,
    /// A document for office programs.
    Docx,
}

impl Format {
    /// What a file's suffix asks for: `.txt` or `.docx`.
    pub fn of_path(path: &Path) -> Option<Self> {
        match path.extension().unwrap_or_default().to_string_lossy().to_lowercase().as_str() {
            "txt" => Some(Self::Text),
            "docx" => Some(Self::Docx),
            _ => None,
        }
    }
}

impl Paper {
    /// Adds a part.
    pub fn push(&mut self, part: Part) {
        self.parts.push(part);
    }

    /// Adds the lines of a text as paragraphs.
    pub fn text(&mut self, text: &str) {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        self.parts.extend(lines.map(|line| Part::Text(line.to_owned())));
    }

    /// The page in lines of 28 characters.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for part in &self.parts {
            match part {
                Part::Masthead(text) | Part::Centre(text) => lines.push(centred(text)),
                Part::Title(text) => {
                    lines.push(String::new());
                    lines.extend(cut(text, LINE * 2).iter().map(|line| centred(line)));
                    lines.push(String::new());
                }
                Part::Sides(left, right) => {
                    let room = (LINE * 2).saturating_sub(width(left) + width(right)).max(2);
                    lines.push(format!("{left}{}{right}", " ".repeat(room)).trim_end().to_owned());
                }
                Part::Rule { .. } => lines.push("─".repeat(LINE)),
                Part::Heading(text) | Part::Text(text) => lines.extend(cut(&format!("　　{text}"), LINE * 2)),
                Part::Line(text) => lines.extend(cut(text, LINE * 2)),
            }
        }
        lines
    }

    /// Writes it to a file.
    pub fn write(&self, path: &Path, format: Format) -> Result<(), SheetError> {
        match format {
            Format::Text => {
                let text = self.lines().join("\r\n") + "\r\n";
                replace(path, |file| file.write_all(text.as_bytes()).map_err(Failure::from))
            }
            Format::Docx => {
                let bytes = docx::bytes(self)?;
                replace(path, |file| file.write_all(&bytes).map_err(Failure::from))
            }
        }
    }
}

/// Half-width cells on paper: all but the basic letters, digits and signs are full.
fn width(text: &str) -> usize {
    text.chars().map(cells).sum()
}

fn cells(c: char) -> usize {
    if c.is_ascii() { 1 } else { 2 }
}

fn centred(text: &str) -> String {
    let left = (LINE * 2).saturating_sub(width(text)) / 2;
    format!("{}{text}", " ".repeat(left))
}

/// Cuts a text into lines of a width; signs that may not begin a line hang over.
fn cut(text: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for c in text.chars().filter(|c| !c.is_control()) {
        if used + cells(c) > room && !HANGING.contains(c) {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            line.push(c);
        }
        used += cells(c);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    // Shows I5.
    #[test]
    fn a_paragraph_has_28_characters_a_line_and_no_sign_begins_one() {
        let mut paper = Paper::default();
        paper.text(&format!("{}，{}", "字".repeat(26), "字".repeat(40)));
        let lines = paper.lines();
        assert_eq!(lines[0], format!("　　{}，", "字".repeat(26)));
        assert_eq!(lines[1], "字".repeat(28));
        assert_eq!(lines[2], "字".repeat(12));
        let mut paper = Paper::default();
        paper.push(Part::Line("a".repeat(57)));
        assert_eq!(paper.lines(), ["a".repeat(56), "a".to_owned()]);
    }

    #[test]
    fn what_stands_at_both_sides_stays_apart() {
        let mut paper = Paper::default();
        paper.push(Part::Sides("太湖社区工作组".into(), "2026年11月22日".into()));
        assert_eq!(width(&paper.lines()[0]), 56);
        paper.push(Part::Sides("组".repeat(40), "日".into()));
        assert!(paper.lines()[1].contains("组  日"));
    }

    #[test]
    fn suffixes_decide() {
        assert_eq!(Format::of_path(Path::new("a.DOCX")), Some(Format::Docx));
        assert_eq!(Format::of_path(Path::new("a.txt")), Some(Format::Text));
        assert_eq!(Format::of_path(Path::new("a.pdf")), None);
    }
}
