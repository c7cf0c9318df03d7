//! Columns aligned by the width that text shows.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Between two columns.
const GAP: &str = "  ";

/// A table of text: a header and rows.
#[derive(Debug, Default)]
pub(super) struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    /// The most cells a column takes, where it is limited.
    widest: Vec<Option<usize>>,
}

impl Table {
    /// A table with these columns.
    pub(super) fn new<S: Into<String>>(header: impl IntoIterator<Item = S>) -> Self {
        Self { header: header.into_iter().map(Into::into).collect(), rows: Vec::new(), widest: Vec::new() }
    }

    /// Limits the columns to so many cells.
    pub(super) fn limit(&mut self, widest: Vec<Option<usize>>) {
        self.widest = widest;
    }

    /// Adds a row.
    pub(super) fn push(&mut self, row: impl IntoIterator<Item = String>) {
        self.rows.push(row.into_iter().map(|cell| plain(&cell)).collect());
    }

    /// The text; the header bold where colours are used.
    pub(super) fn text(&self, colored: bool) -> String {
        let cut = |at: usize, cell: &str| match self.widest.get(at).copied().flatten() {
            Some(most) => shortened(cell, most),
            None => cell.to_owned(),
        };
        let all: Vec<Vec<String>> = std::iter::once(&self.header)
            .chain(&self.rows)
            .map(|row| row.iter().enumerate().map(|(at, cell)| cut(at, cell)).collect())
            .collect();
        let width =
            |at: usize| all.iter().filter_map(|row| row.get(at)).map(|cell| cell.width()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.header.len()).map(width).collect();
        let line = |row: &Vec<String>| {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths) {
                line.push_str(cell);
                line.push_str(&" ".repeat(width.saturating_sub(cell.width())));
                line.push_str(GAP);
            }
            line.truncate(line.trim_end().len());
            line
        };
        let mut lines: Vec<String> = all.iter().map(line).collect();
        if let Some(first) = lines.first_mut().filter(|_| colored) {
            *first = format!("\u{1b}[1m{first}\u{1b}[0m");
        }
        lines.join("\n")
    }
}

/// Text without what would move the cursor or colour the screen.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Text of several lines without what would move the cursor elsewhere.
pub(super) fn plain_lines(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect()
}

/// Text cut to so many cells, with a sign that it was cut.
fn shortened(text: &str, most: usize) -> String {
    if text.width() <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut width = 0;
    for c in text.chars() {
        width += c.width().unwrap_or(0);
        if width >= most {
            break;
        }
        kept.push(c);
    }
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_takes_two_cells_and_control_characters_none() {
        let mut table = Table::new(["姓名", "n"]);
        table.push(vec!["张三".to_owned(), "1".to_owned()]);
        table.push(vec!["a\u{1b}[31m".to_owned(), "2".to_owned()]);
        assert_eq!(table.text(false), "姓名    n\n张三    1\na [31m  2");
    }

    #[test]
    fn a_limited_column_is_cut_by_cells() {
        let mut table = Table::new(["内容"]);
        table.limit(vec![Some(7)]);
        table.push(vec!["三组路灯不亮".to_owned()]);
        assert_eq!(table.text(false), "内容\n三组路…");
    }
}
