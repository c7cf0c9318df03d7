//! Which row carries the column names.
//!
//! Office lists begin with a merged title, a line about unit and date, then
//! the names of the columns; and end with totals and signatures. Nobody
//! marks which is which.

use std::collections::BTreeSet;
use std::ops::Range;

use super::error::SheetError;
use super::sheet::{Cell, Row, Sheet};

/// How many rows from the top are considered.
const LOOKED_AT: usize = 20;

/// The header of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The row number of the header, as the office program shows it.
    pub row: u32,
    /// A name for every column that has one or has data; empty where there is none.
    ///
    /// White space and line breaks inside a name are taken out.
    pub names: Vec<String>,
    /// The rows below the header, as indices into [`Sheet::rows`].
    ///
    /// Totals and signatures are among them: see [`is_total`].
    pub data: Range<usize>,
}

/// Finds the header row of a sheet.
///
/// `known` is asked with the [`column_key`] of each cell whether it is the
/// name of a column. The row with the most known names wins, if it has two;
/// otherwise the first wide row of distinct texts that has data below. A
/// row forced by number is taken as it is.
///
/// # Errors
///
/// [`SheetError::Empty`] without rows, [`SheetError::NoHeader`] when no row
/// fits or the forced row has no content.
pub fn find_header(
    sheet: &Sheet,
    known: &dyn Fn(&str) -> bool,
    forced: Option<u32>,
) -> Result<Header, SheetError> {
    if sheet.rows.is_empty() {
        return Err(SheetError::Empty);
    }
    let found = match forced {
        Some(number) => sheet.rows.iter().position(|row| row.number == number),
        None => by_known_names(sheet, known).or_else(|| by_shape(sheet)),
    };
    let at = found.ok_or(SheetError::NoHeader { wanted: forced })?;
    let row = sheet.rows.get(at).ok_or(SheetError::Empty)?;
    let data = at + 1..sheet.rows.len();
    let width = sheet.rows.iter().skip(at).map(|row| row.cells.len()).max().unwrap_or(0);
    let mut names: Vec<String> = row.cells.iter().map(|cell| squeezed(&cell.text())).collect();
    names.resize(width, String::new());
    Ok(Header { row: row.number, names, data })
}

/// Returns the name of a column in the form that column names are compared in.
///
/// Full-width signs become half-width, letters small; white space,
/// asterisks, remarks in brackets such as `（选填）` and a colon at the end
/// go. A name that stands wholly in brackets keeps what is in them.
pub fn column_key(name: &str) -> String {
    let mut plain: String = name.chars().filter_map(narrowed).flat_map(char::to_lowercase).collect();
    let bare = without_brackets(&plain);
    if bare.is_empty() {
        plain.retain(|letter| !is_bracket(letter));
    } else {
        plain = bare;
    }
    plain.truncate(plain.trim_end_matches(':').len());
    plain
}

/// Returns whether a row is a total rather than a record.
pub fn is_total(row: &Row) -> bool {
    const WORDS: [&str; 4] = ["合计", "总计", "小计", "共计"];
    let Some(first) = row.cells.iter().find(|cell| !cell.is_empty()) else { return false };
    let key = column_key(&first.text());
    if key.chars().count() > 8 {
        return false;
    }
    let followed =
        |rest: &str| rest.is_empty() || rest.starts_with(|next: char| next.is_ascii_digit() || next == ':');
    WORDS.iter().any(|word| key.ends_with(word) || key.strip_prefix(word).is_some_and(followed))
        || matches!(key.as_str(), "累计" | "total" | "subtotal" | "sum")
}

fn by_known_names(sheet: &Sheet, known: &dyn Fn(&str) -> bool) -> Option<usize> {
    let mut best = None;
    let mut most = 1;
    for (at, row) in sheet.rows.iter().enumerate().take(LOOKED_AT) {
        let keys: BTreeSet<String> = row
            .cells
            .iter()
            .filter(|cell| matches!(cell, Cell::Text(_)))
            .map(|cell| column_key(&cell.text()))
            .collect();
        let count = keys.iter().filter(|key| known(key)).count();
        if count > most {
            most = count;
            best = Some(at);
        }
    }
    best
}

fn by_shape(sheet: &Sheet) -> Option<usize> {
    let top = || sheet.rows.iter().take(LOOKED_AT).map(distinct_texts).enumerate();
    let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.is_empty()).count();
    let widest = sheet.rows.iter().take(LOOKED_AT).map(filled).max()?;
    let single = sheet.rows.iter().all(|row| filled(row) == 1);
    let has_data_below = |at: usize| at + 1 < sheet.rows.len();
    let wide = |count: usize| count >= 2 && count * 5 >= widest * 3;
    top()
        .find(|(at, count)| wide(*count) && has_data_below(*at))
        .or_else(|| top().find(|(at, count)| *count >= 2 && has_data_below(*at)))
        .or_else(|| top().find(|(_, count)| wide(*count)))
        .or_else(|| top().find(|(at, count)| single && *count == 1 && has_data_below(*at)))
        .map(|(at, _)| at)
}

/// Counts the distinct texts of a row whose every cell with content is text; otherwise none.
fn distinct_texts(row: &Row) -> usize {
    let mut texts = BTreeSet::new();
    for cell in &row.cells {
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => {
                texts.insert(text.trim());
            }
            Cell::Number(_) | Cell::Bool(_) | Cell::DateTime { .. } | Cell::Error(_) => return 0,
        }
    }
    texts.len()
}

fn squeezed(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_whitespace() && !letter.is_control()).collect()
}

/// Returns the half-width form of a character, or none for what does not count.
fn narrowed(letter: char) -> Option<char> {
    let letter = match letter {
        '\u{FF01}'..='\u{FF5E}' => {
            u32::from(letter).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(letter)
        }
        _ => letter,
    };
    let dropped = letter.is_whitespace()
        || letter.is_control()
        || matches!(letter, '*' | '※' | '\u{200B}'..='\u{200D}' | '\u{FEFF}');
    (!dropped).then_some(letter)
}

const fn is_bracket(letter: char) -> bool {
    matches!(letter, '(' | ')' | '[' | ']' | '{' | '}' | '【' | '】' | '〔' | '〕' | '「' | '」')
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '(' | '[' | '{' | '【' | '〔' | '「' => depth += 1,
            ')' | ']' | '}' | '】' | '〕' | '」' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(letter),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::samples::shared;
    use crate::exchange::sheet::{self, Limits};

    /// Makes a sheet of lines with `|` between cells; digits become numbers.
    fn sheet(lines: &[&str]) -> Sheet {
        let cell = |text: &str| text.parse().map_or_else(|_| Cell::of_text(text.to_owned()), Cell::Number);
        let row = |line: &str| line.split('|').map(cell).collect::<Vec<_>>();
        let rows = (1..)
            .zip(lines)
            .map(|(number, line)| Row { number, cells: row(line) })
            .filter(|row| row.cells.iter().any(|cell| !cell.is_empty()))
            .collect();
        Sheet { name: "s".to_owned(), rows }
    }

    fn known(key: &str) -> bool {
        ["姓名", "联系电话", "户主", "备注"].contains(&key)
    }

    fn row_of(lines: &[&str]) -> Result<u32, SheetError> {
        find_header(&sheet(lines), &known, None).map(|header| header.row)
    }

    #[test]
    fn the_row_with_the_most_known_names_is_the_header() {
        let lines =
            ["幸福社区居民名册||", "单位：幸福社区|2026年|", "序号|姓 名*|联系电话（必填）", "1|张三|无"];
        let header = find_header(&sheet(&lines), &known, None).unwrap();
        assert_eq!(header.row, 3);
        assert_eq!(header.names, ["序号", "姓名*", "联系电话（必填）"]);
        assert_eq!(header.data, 3..4);
    }

    #[test]
    fn without_known_names_the_first_wide_row_of_texts_is_the_header() {
        assert_eq!(row_of(&["标题||", "甲|乙|丙", "1|2|3"]), Ok(2));
        assert_eq!(row_of(&["标题||||", "单位：社区|||2026年|", "甲|乙|丙|丁|戊", "1|2|3|4|5"]), Ok(3));
        assert_eq!(row_of(&["甲|乙|丙"]), Ok(1), "a header without data");
        assert_eq!(row_of(&["名字", "张三", "李四"]), Ok(1), "a single column");
        assert_eq!(row_of(&["1|2", "3|4"]), Err(SheetError::NoHeader { wanted: None }));
        assert_eq!(row_of(&[]), Err(SheetError::Empty));
    }

    #[test]
    fn a_forced_row_is_taken_as_it_is() {
        let lines = ["姓名|户主", "", "甲|乙", "1|2"];
        let forced = |row| find_header(&sheet(&lines), &known, Some(row));
        assert_eq!(forced(3).unwrap().names, ["甲", "乙"]);
        assert_eq!(forced(3).unwrap().data, 2..3);
        assert_eq!(forced(2), Err(SheetError::NoHeader { wanted: Some(2) }));
        assert!(forced(99).unwrap_err().sentence(true).contains("第 99 行"));
    }

    #[test]
    fn columns_with_data_and_no_name_are_counted() {
        let header = find_header(&sheet(&["姓名|户主", "张三|李四|左邻"]), &known, None).unwrap();
        assert_eq!(header.names, ["姓名", "户主", ""]);
    }

    #[test]
    fn a_header_far_down_is_not_looked_for() {
        let mut lines = vec!["说明"; 25];
        lines.extend(["姓名|户主", "张三|李四"]);
        assert_eq!(row_of(&lines), Err(SheetError::NoHeader { wanted: None }));
    }

    #[test]
    fn column_names_are_compared_without_their_ornaments() {
        for (name, key) in [
            ("姓　名", "姓名"),
            ("*联系电话：", "联系电话"),
            ("联系\n电话(必填)", "联系电话"),
            ("备注（选填）", "备注"),
            ("ＩＤ号【18位】", "id号"),
            ("（备注）", "备注"),
            ("户主(姓名)身份证", "户主身份证"),
            ("\u{FEFF}Name", "name"),
            ("", ""),
        ] {
            assert_eq!(column_key(name), key, "{name}");
        }
    }

    #[test]
    fn totals_are_told_from_records() {
        let total = |line: &str| sheet(&[line]).rows.first().is_some_and(is_total);
        for line in ["合计|12", "|总 计：|3", "一组小计||4", "小计(三组)|", "合计12户|", "Total|3"]
        {
            assert!(total(line), "{line}");
        }
        for line in ["1|合计", "总计划|1", "张三|1", "||", "统计|2"] {
            assert!(!total(line), "{line}");
        }
    }

    #[test]
    fn the_roster_under_a_merged_title_is_found() {
        let Some(path) = shared("rosters/residents-merged-title.xls") else { return };
        let sheet = sheet::read(&path, None, &Limits::default()).unwrap();
        let header = find_header(&sheet, &|_| false, None).unwrap();
        assert_eq!((header.row, header.data.len()), (2, 13));
        assert_eq!(header, find_header(&sheet, &known, None).unwrap());
    }
}
