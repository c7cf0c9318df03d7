//! What can be wrong with a sheet, and what the user can do about it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{domain::wording::Lang, workbench::system};

/// The reason a sheet was not read or written.
///
/// It crosses the pipe from the reading child process, so it carries plain
/// values only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetError {
    /// The file cannot be opened or read; the reason is the operating system's.
    Open {
        /// What the operating system said.
        reason: String,
    },
    /// The workbook is protected by a password.
    Encrypted,
    /// The file is plain text under the name of a workbook.
    Mismatch {
        /// The suffix it is named by, without the dot.
        extension: String,
    },
    /// The file is something else altogether: a document, a picture, an archive.
    NotASheet {
        /// What it looks like, such as `PDF`.
        kind: String,
    },
    /// The file is a table in a format that is not read.
    Unsupported {
        /// The format's suffix, such as `et`.
        format: String,
    },
    /// The file is damaged, or no known reader understands it.
    Unreadable {
        /// What the reader stumbled over, in English, for a bug report.
        detail: String,
    },
    /// The archive would unpack to an absurd size.
    Bomb {
        /// The bytes it declares to unpack to.
        declared: u64,
    },
    /// The file or sheet exceeds a limit.
    Limit {
        /// Which limit.
        what: LimitKind,
        /// The limit's value.
        limit: u64,
        /// The row where it was exceeded, or 0 when it concerns the file.
        row: u32,
    },
    /// Reading the file took more memory than the reader is given.
    TooLarge,
    /// The reader made no progress.
    Stalled {
        /// How long it was waited for.
        seconds: u64,
    },
    /// The text is not valid in the encoding it appears to be in.
    Encoding {
        /// The first line, counted from 1, with an invalid byte.
        line: u64,
        /// The encoding it was read as.
        encoding: String,
    },
    /// A quotation mark is opened and never closed.
    OpenQuote {
        /// The line where the record with the open quotation mark starts.
        line: u32,
    },
    /// The workbook has no sheet of the name asked for.
    NoSuchSheet {
        /// The name asked for.
        wanted: String,
        /// The names it has.
        names: Vec<String>,
    },
    /// There is no cell with content.
    Empty,
    /// No row looks like a header, or the row asked for has no content.
    NoHeader {
        /// The row the user pointed at, if any.
        wanted: Option<u32>,
    },
    /// Whoever waited for the reading ended it.
    Stopped,
    /// The reading child process could not be started or spoke nonsense.
    Child {
        /// What went wrong, in English or as the operating system said it.
        reason: String,
    },
    /// The sheet could not be written.
    Write {
        /// What went wrong, in English or as the operating system said it.
        reason: String,
    },
    /// A cell holds more text than a workbook can keep.
    LongCell {
        /// The row in the sheet to be written, the header being row 1.
        row: u32,
    },
    /// The name to write to has a suffix no format belongs to.
    UnknownFormat {
        /// The suffix, without the dot.
        extension: String,
    },
}

/// A limit that a sheet can exceed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitKind {
    /// Bytes of the file.
    FileBytes,
    /// Rows with content.
    Rows,
    /// The rightmost column with content.
    Columns,
    /// Cells, counting the gaps left of the last one in each row.
    Cells,
    /// Bytes of text in all cells together.
    TextBytes,
    /// Bytes of text in one cell.
    CellBytes,
}

impl SheetError {
    /// Returns what happened and what to do next, in Chinese or English.
    pub fn sentence(&self, chinese: bool) -> String {
        if chinese { self.in_chinese() } else { self.in_english() }
    }

    fn in_chinese(&self) -> String {
        match self {
            Self::Open { reason } => {
                let reason = system::retold(reason, Lang::Zh);
                format!("打不开这个文件：{reason}。请核对路径；若正在表格软件里打开，请先关闭。")
            }
            Self::Encrypted => "这个表格设了密码。请在表格软件里打开，取消密码后另存，再导入。".to_owned(),
            Self::Mismatch { extension } => format!(
                "文件名是 .{extension}，内容却是纯文本。若是 csv，请把后缀改成 .csv；否则在表格软件里打开后另存为 xlsx。"
            ),
            Self::NotASheet { kind } => {
                format!("这不是表格，看起来是 {kind}。请选 xlsx、xls、ods 或 csv 文件。")
            }
            Self::Unsupported { format } => {
                format!("暂不支持 .{format} 格式。请在表格软件里打开，另存为 xlsx，再导入。")
            }
            Self::Unreadable { detail } => {
                format!("文件读不出来，可能已损坏。请在表格软件里打开，另存为 xlsx，再导入。（{detail}）")
            }
            Self::Bomb { declared } => format!(
                "这个文件解压后会有 {} MB，不像正常表格，已拒绝。请把需要的内容复制到新表格里，另存后再导入。",
                declared / 1_000_000
            ),
            Self::Limit { what, limit, row } => {
                let at = if *row == 0 { String::new() } else { format!("（第 {row} 行）") };
                format!("{}{at}。{}", what.in_chinese(*limit), what.remedy(true))
            }
            Self::TooLarge => "表格太大，内存不够读。请拆成几个文件，或另存为 csv，再导入。".to_owned(),
            Self::Stalled { seconds } => {
                format!("等了 {seconds} 秒没有进展，已停止读取。请在表格软件里打开，另存为 xlsx，再导入。")
            }
            Self::Encoding { line, encoding } => format!(
                "第 {line} 行有不合 {encoding} 编码的字节。请在表格软件里打开，检查这一行，另存为 xlsx 或 UTF-8 的 csv，再导入。"
            ),
            Self::OpenQuote { line } => format!(
                "从第 {line} 行起有一个引号没有闭合，后面的行会被吞掉。请改好这一行的英文双引号，再导入。"
            ),
            Self::NoSuchSheet { wanted, names } => {
                format!("没有名为“{wanted}”的工作表。这个文件里有：{}。", names.join("、"))
            }
            Self::Empty => "表格里没有内容。请核对是不是选错了文件或工作表。".to_owned(),
            Self::NoHeader { wanted: None } => {
                "找不到表头行。请用 --header-row 指明表头在第几行。".to_owned()
            }
            Self::NoHeader { wanted: Some(row) } => {
                format!("第 {row} 行没有内容，不能作表头。请重新指明表头在第几行。")
            }
            Self::Stopped => "已停下，表格没有读完，什么也没有改动。".to_owned(),
            Self::Child { reason } => {
                format!("读表格的子进程出错：{reason}。请重试；若仍出错，请另存为 xlsx 再试。")
            }
            Self::Write { reason } => {
                format!("写不了这个文件：{reason}。请核对文件夹和剩余空间；若文件正打开着，请先关闭。")
            }
            Self::LongCell { row } => {
                format!("第 {row} 行有一格超过 32767 字，xlsx 放不下。请改导出为 csv。")
            }
            Self::UnknownFormat { extension } => {
                format!("不认识后缀“{extension}”。请把输出文件命名为 .xlsx、.csv 或 .json。")
            }
        }
    }

    fn in_english(&self) -> String {
        match self {
            Self::Open { reason } => format!(
                "The file cannot be opened: {reason}. Check the path; if the office program has it open, close it there first."
            ),
            Self::Encrypted => "The workbook has a password. Open it in the office program, save it without a password, and import that."
                .to_owned(),
            Self::Mismatch { extension } => format!(
                "The file is named .{extension} but is plain text. Rename it to .csv if it is a csv; otherwise open it in the office program and save it as xlsx."
            ),
            Self::NotASheet { kind } => {
                format!("This is not a sheet, it looks like {kind}. Choose an xlsx, xls, ods or csv file.")
            }
            Self::Unsupported { format } => format!(
                "The format .{format} is not read. Open it in the office program, save it as xlsx, and import that."
            ),
            Self::Unreadable { detail } => format!(
                "The file cannot be read and may be damaged. Open it in the office program, save it as xlsx, and import that. ({detail})"
            ),
            Self::Bomb { declared } => format!(
                "The file would unpack to {} MB, which no ordinary sheet does; it was refused. Copy what is needed into a new sheet and import that.",
                declared / 1_000_000
            ),
            Self::Limit { what, limit, row } => {
                let at = if *row == 0 { String::new() } else { format!(" (row {row})") };
                format!("{}{at}. {}", what.in_english(*limit), what.remedy(false))
            }
            Self::TooLarge => "The sheet is too large for the memory it may use. Split it into several files, or save it as csv, and import those."
                .to_owned(),
            Self::Stalled { seconds } => format!(
                "Reading made no progress for {seconds} seconds and was stopped. Open the file in the office program, save it as xlsx, and import that."
            ),
            Self::Encoding { line, encoding } => format!(
                "Line {line} has bytes that are not valid {encoding}. Open the file in the office program, check that line, save it as xlsx or as csv in UTF-8, and import that."
            ),
            Self::OpenQuote { line } => format!(
                "A quotation mark opened on or after line {line} is never closed and would swallow the rows below. Mend the double quotes there and import again."
            ),
            Self::NoSuchSheet { wanted, names } => {
                format!("There is no sheet named \"{wanted}\". The file has: {}.", names.join(", "))
            }
            Self::Empty => "The sheet has no content. Check that this is the right file and sheet.".to_owned(),
            Self::NoHeader { wanted: None } => {
                "No header row was found. Say which row it is with --header-row.".to_owned()
            }
            Self::NoHeader { wanted: Some(row) } => {
                format!("Row {row} has no content and cannot be the header. Say again which row it is.")
            }
            Self::Stopped => "Stopped before the sheet was read; nothing was changed.".to_owned(),
            Self::Child { reason } => format!(
                "The process that reads the sheet failed: {reason}. Try again; if it fails again, save the file as xlsx and try that."
            ),
            Self::Write { reason } => format!(
                "The file cannot be written: {reason}. Check the folder and the free space; if the file is open somewhere, close it first."
            ),
            Self::LongCell { row } => {
                format!("Row {row} has a cell of more than 32,767 characters, which xlsx cannot keep. Export as csv instead.")
            }
            Self::UnknownFormat { extension } => {
                format!("The suffix \"{extension}\" is unknown. Name the output .xlsx, .csv or .json.")
            }
        }
    }
}

impl LimitKind {
    fn in_chinese(self, limit: u64) -> String {
        match self {
            Self::FileBytes => format!("文件超过 {} MB", limit >> 20),
            Self::Rows => format!("超过 {limit} 行"),
            Self::Columns => format!("第 {limit} 列右边还有内容"),
            Self::Cells => format!("超过 {limit} 格"),
            Self::TextBytes => format!("文字总量超过 {} MB", limit >> 20),
            Self::CellBytes => format!("有一格的文字超过 {} KB", limit >> 10),
        }
    }

    fn in_english(self, limit: u64) -> String {
        match self {
            Self::FileBytes => format!("The file is larger than {} MB", limit >> 20),
            Self::Rows => format!("There are more than {limit} rows"),
            Self::Columns => format!("There is content right of column {limit}"),
            Self::Cells => format!("There are more than {limit} cells"),
            Self::TextBytes => format!("There is more than {} MB of text", limit >> 20),
            Self::CellBytes => format!("A cell has more than {} KB of text", limit >> 10),
        }
    }

    const fn remedy(self, chinese: bool) -> &'static str {
        match (self, chinese) {
            (Self::Columns, true) => "请删掉用不着的列，另存后再导入。",
            (Self::Columns, false) => "Delete the columns that are not needed, save, and import that.",
            (Self::CellBytes, true) => "若是 csv，多半是引号没有闭合；请改好后再导入。",
            (Self::CellBytes, false) => {
                "In a csv this is mostly an unclosed quotation mark; mend it and import again."
            }
            (Self::FileBytes | Self::Rows | Self::Cells | Self::TextBytes, true) => "请拆成几个文件再导入。",
            (Self::FileBytes | Self::Rows | Self::Cells | Self::TextBytes, false) => {
                "Split it into several files and import those."
            }
        }
    }
}

impl fmt::Display for SheetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(false))
    }
}

impl std::error::Error for SheetError {}

impl From<std::io::Error> for SheetError {
    fn from(error: std::io::Error) -> Self {
        Self::Open { reason: error.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_says_what_happened_and_what_to_do_in_both_languages() {
        let text = || "x".to_owned();
        let mut all = vec![
            SheetError::Open { reason: text() },
            SheetError::Encrypted,
            SheetError::Mismatch { extension: text() },
            SheetError::NotASheet { kind: text() },
            SheetError::Unsupported { format: "et".to_owned() },
            SheetError::Unreadable { detail: text() },
            SheetError::Bomb { declared: 5_000_000_000 },
            SheetError::TooLarge,
            SheetError::Stalled { seconds: 60 },
            SheetError::Encoding { line: 3, encoding: text() },
            SheetError::OpenQuote { line: 3 },
            SheetError::NoSuchSheet { wanted: text(), names: vec![text()] },
            SheetError::Empty,
            SheetError::NoHeader { wanted: None },
            SheetError::NoHeader { wanted: Some(3) },
            SheetError::Child { reason: text() },
            SheetError::Write { reason: text() },
            SheetError::LongCell { row: 3 },
            SheetError::UnknownFormat { extension: text() },
        ];
        for what in [
            LimitKind::FileBytes,
            LimitKind::Rows,
            LimitKind::Columns,
            LimitKind::Cells,
            LimitKind::TextBytes,
            LimitKind::CellBytes,
        ] {
            all.push(SheetError::Limit { what, limit: 256 << 20, row: 7 });
        }
        for error in all {
            let (chinese, english) = (error.sentence(true), error.sentence(false));
            assert!(chinese.matches('。').count() + chinese.matches('；').count() >= 1, "{chinese}");
            assert!(english.is_ascii() && english.matches(['.', ';']).count() >= 2, "{english}");
            let line = serde_json::to_string(&error).unwrap();
            assert_eq!(serde_json::from_str::<SheetError>(&line).unwrap(), error);
        }
    }
}
