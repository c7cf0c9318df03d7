//! Reading a sheet in a child process.
//!
//! Among a thousand odd spreadsheets a handful make the library behind the
//! reader ask for gigabytes and abort, or turn in a circle; neither can be
//! caught from inside. So a file from outside is read by the same program,
//! started again with the hidden command `read-sheet`, whose allocator has a
//! limit and whose silence has an end. If it dies, the user gets a sentence.
//!
//! The child answers in lines of JSON: `{"sheet":NAME}`, then
//! `[NUMBER,[CELL,…]]` for each row, then `{"end":ROWS}`; or
//! `{"error":…}` at any point. A cell is `null`, a string, a whole number,
//! `true` or `false`, or one of `{"n":"0.5"}`, `{"d":"2026-11-22"}`, `{"e":"#N/A"}`.

use std::fmt;
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::str::FromStr;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

use super::error::SheetError;
use super::sheet::{self, Cell, Collector, Limits, Sheet};

/// The hidden command of the program that answers [`read_guarded`].
///
/// It is called as `read-sheet --limits=… [--sheet=NAME] -- PATH`.
pub const COMMAND: &str = "read-sheet";

/// How long the child may be silent.
const PATIENCE: Duration = Duration::from_secs(60);
/// The longest line taken from the child, in bytes.
const LINE_BYTES: usize = 8 << 20;
/// How much is taken from the pipe at once, in bytes.
const BLOCK_BYTES: usize = 1 << 16;

/// Reads one sheet of a file in a child process, `program` being this program.
///
/// Takes the same arguments as [`sheet::read`] and gives the same answer.
///
/// # Errors
///
/// The child's error; [`SheetError::TooLarge`] when it ran out of its memory,
/// [`SheetError::Stalled`] when it was silent for a minute and was ended.
pub fn read_guarded(
    program: &Path,
    path: &Path,
    sheet: Option<&str>,
    limits: &Limits,
) -> Result<Sheet, SheetError> {
    let mut command = Command::new(program);
    command.arg(COMMAND).arg(format!("--limits={limits}"));
    if let Some(sheet) = sheet {
        command.arg(format!("--sheet={sheet}"));
    }
    command.arg("--").arg(path);
    ask(command, limits, PATIENCE)
}

/// Reads one sheet of a file and writes the answer for [`read_guarded`].
///
/// The hidden command calls it, after it has capped its memory.
///
/// # Errors
///
/// What [`sheet::read`] said, which is written out as well; or
/// [`SheetError::Child`] when the answer cannot be written.
pub fn serve_read(
    path: &Path,
    sheet: Option<&str>,
    limits: &Limits,
    out: impl Write,
) -> Result<(), SheetError> {
    let mut out = BufWriter::new(out);
    let read = sheet::read(path, sheet, limits);
    match &read {
        Ok(sheet) => {
            write_line(&mut out, &Control::Sheet(sheet.name.clone()))?;
            for row in &sheet.rows {
                write_line(&mut out, &(row.number, &row.cells))?;
            }
            write_line(&mut out, &Control::End(sheet.rows.len()))?;
        }
        Err(error) => write_line(&mut out, &Control::Error(error.clone()))?,
    }
    out.flush().map_err(|error| child(&error))?;
    read.map(|_| ())
}

fn write_line(out: &mut impl Write, line: &impl Serialize) -> Result<(), SheetError> {
    serde_json::to_writer(&mut *out, line).map_err(|error| child(&error))?;
    out.write_all(b"\n").map_err(|error| child(&error))
}

/// A line that is no row.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Control {
    Sheet(String),
    Error(SheetError),
    End(usize),
}

/// A child process that does not outlive the question.
struct Reader(Child);

impl Drop for Reader {
    fn drop(&mut self) {
        // Both fail only when it has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Reader {
    /// Returns how the child ended, once its output has; ends it when it lingers.
    fn status(&mut self) -> Option<ExitStatus> {
        for _ in 0..100 {
            match self.0.try_wait() {
                Ok(Some(status)) => return Some(status),
                Ok(None) => thread::sleep(Duration::from_millis(20)),
                Err(_) => return None,
            }
        }
        None
    }
}

fn ask(mut command: Command, limits: &Limits, patience: Duration) -> Result<Sheet, SheetError> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut reader = Reader(command.spawn().map_err(|error| child(&error))?);
    let output = reader.0.stdout.take().ok_or_else(|| child(&"no output"))?;
    let blocks = forward(output);
    let mut answer = Answer { name: None, rows: Collector::new(limits), count: 0 };
    let mut pending = Vec::new();
    loop {
        match blocks.recv_timeout(patience) {
            Ok(block) => pending.extend_from_slice(&block),
            Err(RecvTimeoutError::Timeout) => {
                return Err(SheetError::Stalled { seconds: patience.as_secs() });
            }
            Err(RecvTimeoutError::Disconnected) => return Err(early_end(reader.status())),
        }
        let whole = memchr::memrchr(b'\n', &pending).map_or(0, |end| end + 1);
        for line in pending.get(..whole).unwrap_or_default().split(|byte| *byte == b'\n') {
            if answer.take(line)? {
                return Ok(answer.rows.finish(answer.name.unwrap_or_default()));
            }
        }
        pending.drain(..whole);
        if pending.len() > LINE_BYTES {
            return Err(SheetError::TooLarge);
        }
    }
}

/// Passes the child's output on from a thread, so that waiting for it can end.
fn forward(mut output: ChildStdout) -> Receiver<Vec<u8>> {
    let (sender, blocks) = mpsc::sync_channel(4);
    thread::spawn(move || {
        let mut block = vec![0; BLOCK_BYTES];
        while let Ok(length @ 1..) = output.read(&mut block) {
            if sender.send(block.get(..length).unwrap_or_default().to_vec()).is_err() {
                break;
            }
        }
    });
    blocks
}

/// What the child has said so far.
struct Answer<'l> {
    name: Option<String>,
    rows: Collector<'l>,
    count: usize,
}

impl Answer<'_> {
    /// Takes a line and returns whether it was the last.
    fn take(&mut self, line: &[u8]) -> Result<bool, SheetError> {
        match line.first() {
            None => {}
            Some(b'[') => {
                let (number, cells): (u32, Vec<Cell>) =
                    serde_json::from_slice(line).map_err(|error| child(&error))?;
                self.count += 1;
                for (column, cell) in cells.into_iter().enumerate() {
                    self.rows.put(number, column, cell)?;
                }
            }
            Some(_) => match serde_json::from_slice(line).map_err(|error| child(&error))? {
                Control::Sheet(name) => self.name = Some(name),
                Control::Error(error) => return Err(error),
                Control::End(rows) if rows == self.count && self.name.is_some() => return Ok(true),
                Control::End(_) => return Err(child(&"rows are missing")),
            },
        }
        Ok(false)
    }
}

/// Explains a child that ended without an answer.
///
/// Running out of memory aborts: a signal here, a negative code on Windows.
fn early_end(status: Option<ExitStatus>) -> SheetError {
    match status.map(|status| (status.code(), status)) {
        None => child(&"it closed its output"),
        Some((None | Some(..0 | 128..), _)) => SheetError::TooLarge,
        Some((Some(101), _)) => SheetError::Unreadable { detail: "the reader gave up".to_owned() },
        Some((Some(_), status)) => child(&status),
    }
}

fn child(reason: &dyn fmt::Display) -> SheetError {
    SheetError::Child { reason: reason.to_string() }
}

impl fmt::Display for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rows, columns, cells, text_bytes, file_bytes } = self;
        write!(f, "{rows},{columns},{cells},{text_bytes},{file_bytes}")
    }
}

impl FromStr for Limits {
    type Err = String;

    /// Reads the form that `Display` writes: the five numbers with commas between.
    fn from_str(text: &str) -> Result<Self, String> {
        let numbers: Result<Vec<usize>, _> = text.split(',').map(str::parse).collect();
        match numbers.as_deref() {
            Ok(&[rows, columns, cells, text_bytes, file_bytes]) => {
                Ok(Self { rows, columns, cells, text_bytes, file_bytes })
            }
            Ok(_) | Err(_) => Err(format!("five numbers with commas between, not {text}")),
        }
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tagged = |serializer: S, tag: &str, text: &str| {
            let mut map = serializer.serialize_map(Some(1))?;
            map.serialize_entry(tag, text)?;
            map.end()
        };
        match self {
            Self::Empty => serializer.serialize_unit(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Bool(value) => serializer.serialize_bool(*value),
            #[expect(clippy::cast_possible_truncation, reason = "whole and small enough")]
            Self::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
                serializer.serialize_i64(*number as i64)
            }
            Self::Number(number) => tagged(serializer, "n", &number.to_string()),
            Self::DateTime { iso } => tagged(serializer, "d", iso),
            Self::Error(text) => tagged(serializer, "e", text),
        }
    }
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CellVisitor)
    }
}

struct CellVisitor;

#[expect(clippy::cast_precision_loss, reason = "only numbers that fit are written as whole")]
impl<'de> Visitor<'de> for CellVisitor {
    type Value = Cell;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a cell")
    }

    fn visit_unit<E>(self) -> Result<Cell, E> {
        Ok(Cell::Empty)
    }

    fn visit_str<E>(self, text: &str) -> Result<Cell, E> {
        Ok(Cell::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Cell, E> {
        Ok(Cell::Text(text))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Cell, E> {
        Ok(Cell::Bool(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Cell, E> {
        Ok(Cell::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Cell, E> {
        Ok(Cell::Number(number as f64))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Cell, A::Error> {
        let Some((tag, text)) = map.next_entry::<String, String>()? else {
            return Err(A::Error::custom("an empty cell is null"));
        };
        match tag.as_str() {
            "n" => text.parse().map(Cell::of_number).map_err(A::Error::custom),
            "d" => Ok(Cell::DateTime { iso: text }),
            "e" => Ok(Cell::Error(text)),
            other => Err(A::Error::custom(format!("unknown kind of cell {other}"))),
        }
    }
}
