//! Reading a sheet in a child process.
//!
//! Among a thousand odd spreadsheets a handful make the library behind the
//! reader ask for gigabytes and abort, or turn in a circle; neither can be
//! caught from inside. So a file from outside is read by the same program,
//! started again with the hidden command `read-sheet`, whose allocator has a
//! limit and whose silence has an end. If it dies, the user gets a sentence.
//!
//! The child answers in lines of JSON: `[NUMBER,[CELL,…]]` for each row as
//! it is read, then `{"sheet":NAME}` and `{"end":ROWS}`; or `{"error":…}` at
//! any point.

use std::fmt;
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::error::SheetError;
use super::gather::Collector;
use super::sheet::{self, Cell, Limits, Row, Sheet};
use crate::workbench::progress::{self, Progress, Stage};

/// The hidden command of the program that answers [`read_guarded`].
///
/// It is called as `read-sheet --limits=… [--sheet=NAME] -- PATH`.
pub const COMMAND: &str = "read-sheet";

/// How much the hidden command lets its allocator give out, in bytes.
///
/// Small pieces take up to twice what is asked for: this keeps the child under 300 MB.
pub const MEMORY: usize = 128 << 20;

/// How long the child may be silent.
const PATIENCE: Duration = Duration::from_mins(1);
/// How often it is looked whether somebody wants the reading to end.
const LOOK: Duration = Duration::from_millis(200);
/// The longest line taken from the child, in bytes.
const LINE_BYTES: usize = 8 << 20;
/// How much is taken from the pipe at once, in bytes.
const BLOCK_BYTES: usize = 1 << 16;

/// Reads one sheet of a file in a child process, `program` being this program.
///
/// Takes the same arguments as [`sheet::read`] and gives the same answer;
/// `progress` hears how many rows have been read, and may end it.
///
/// # Errors
///
/// The child's error; [`SheetError::TooLarge`] when it ran out of its memory,
/// [`SheetError::Stalled`] when it was silent for a minute and was ended,
/// [`SheetError::Stopped`] when `progress` ended it.
pub fn read_guarded(
    program: &Path,
    path: &Path,
    sheet: Option<&str>,
    limits: &Limits,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Sheet, SheetError> {
    let mut command = Command::new(program);
    command.arg(COMMAND).arg(format!("--limits={limits}"));
    if let Some(sheet) = sheet {
        command.arg(format!("--sheet={sheet}"));
    }
    command.arg("--").arg(path);
    ask(command, limits, PATIENCE, progress)
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
    let read = serve_rows(path, sheet, limits, &mut out);
    if let Err(error) = &read {
        write_line(&mut out, &Control::Error(error.clone()))?;
    }
    out.flush().map_err(|error| child(&error))?;
    read
}

/// Writes each row as soon as it is read, so that none is kept here.
fn serve_rows(
    path: &Path,
    sheet: Option<&str>,
    limits: &Limits,
    out: &mut impl Write,
) -> Result<(), SheetError> {
    let mut pass = |row: Row| write_line(out, &(row.number, row.cells));
    let mut rows = Collector::passing(limits, &mut pass);
    let name = sheet::fill(path, sheet, &mut rows)?;
    let count = rows.close()?;
    write_line(out, &Control::Sheet(name))?;
    write_line(out, &Control::End(count))
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

fn ask(
    mut command: Command,
    limits: &Limits,
    patience: Duration,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Sheet, SheetError> {
    // A trace of running out of memory would take more of it.
    command.env("RUST_BACKTRACE", "0");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut reader = Reader(command.spawn().map_err(|error| child(&error))?);
    let output = reader.0.stdout.take().ok_or_else(|| child(&"no output"))?;
    let blocks = forward(output);
    let mut answer = Answer { name: None, rows: Collector::new(limits), count: 0 };
    let mut pending = Vec::new();
    let mut silent = Duration::ZERO;
    loop {
        progress::step(progress, Stage::ReadingSheet, answer.count as u64, None)
            .map_err(|_stopped| SheetError::Stopped)?;
        // A child that says nothing for long is ended as soon as somebody wants it.
        let wait = LOOK.min(patience.saturating_sub(silent));
        match blocks.recv_timeout(wait) {
            Ok(block) => {
                pending.extend_from_slice(&block);
                silent = Duration::ZERO;
            }
            Err(RecvTimeoutError::Timeout) => {
                silent += wait;
                if silent >= patience {
                    return Err(SheetError::Stalled { seconds: patience.as_secs() });
                }
                continue;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::samples::{read_as, shared};
    use std::fs;
    use std::path::PathBuf;

    fn answer(text: &str) -> Result<Sheet, SheetError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("answer");
        fs::write(&path, text).unwrap();
        let mut command = Command::new("cat");
        command.arg(path);
        ask(command, &Limits::default(), PATIENCE, &mut |_| {})
    }

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn an_answer_equals_reading_in_place() {
        let Some(path) = shared("messages/replies.xlsx") else { return };
        let mut written = Vec::new();
        serve_read(&path, None, &Limits::default(), &mut written).unwrap();
        let limits = Limits::default();
        let mut answer = Answer { name: None, rows: Collector::new(&limits), count: 0 };
        let ended = written.split(|byte| *byte == b'\n').any(|line| answer.take(line).unwrap());
        assert!(ended);
        let name = answer.name.take().unwrap();
        assert_eq!(answer.rows.finish(name), sheet::read(&path, None, &limits).unwrap());
    }

    #[test]
    fn errors_cross_the_pipe_typed() {
        let mut written = Vec::new();
        let absent = Path::new("no such file.xlsx");
        let error = serve_read(absent, None, &Limits::default(), &mut written).unwrap_err();
        assert!(matches!(error, SheetError::Open { .. }));
        let line = written.strip_suffix(b"\n").unwrap();
        let Ok(Control::Error(read)) = serde_json::from_slice(line) else { panic!("{line:?}") };
        assert_eq!(read, error);
    }

    #[cfg(unix)]
    #[test]
    fn an_answer_that_is_no_answer_is_refused() {
        let whole = answer("{\"sheet\":\"s\"}\n[2,[null,\"a\"]]\n{\"end\":1}\n").unwrap();
        assert_eq!((whole.rows.len(), whole.rows[0].number), (1, 2));
        for text in [
            "",
            "nonsense\n",
            "[1,2]\n",
            "{\"sheet\":\"s\"}\n",
            "{\"sheet\":\"s\"}\n{\"end\":3}\n",
            "{\"end\":0}\n",
            "[1,[{\"x\":\"y\"}]]\n",
        ] {
            assert!(matches!(answer(text), Err(SheetError::Child { .. })), "{text}");
        }
        let wide = format!("[1,[{}1]]\n", "null,".repeat(300));
        assert!(matches!(answer(&wide), Err(SheetError::Limit { .. })));
        let encrypted = serde_json::to_string(&Control::Error(SheetError::Encrypted)).unwrap();
        assert_eq!(answer(&format!("{encrypted}\n")), Err(SheetError::Encrypted));
    }

    #[cfg(unix)]
    #[test]
    fn a_child_that_dies_is_a_sentence() {
        let limits = Limits::default();
        let died = |script| ask(shell(script), &limits, PATIENCE, &mut |_| {}).unwrap_err();
        assert_eq!(died("kill -ABRT $$"), SheetError::TooLarge);
        assert_eq!(died("echo '{\"sheet\":\"s\"}'; exit 134"), SheetError::TooLarge);
        assert!(matches!(died("exit 101"), SheetError::Unreadable { .. }));
        assert!(matches!(died("exit 2"), SheetError::Child { .. }));
        assert_eq!(died("head -c 20000000 /dev/zero"), SheetError::TooLarge);
        let absent =
            read_guarded(Path::new("no such program"), Path::new("a"), Some("s"), &limits, &mut |_| {});
        assert!(matches!(absent, Err(SheetError::Child { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn a_silent_child_is_ended() {
        let patience = Duration::from_millis(200);
        let error = ask(shell("exec sleep 600"), &Limits::default(), patience, &mut |_| {}).unwrap_err();
        assert!(matches!(error, SheetError::Stalled { .. }));
    }

    #[cfg(unix)]
    #[test]
    fn who_listens_hears_of_rows_and_ends_a_child_that_says_nothing() {
        let (mut heard, mut looks) = (Vec::new(), 0);
        let script = "echo '[2,[null,\"a\"]]'; exec sleep 600";
        let error = ask(shell(script), &Limits::default(), PATIENCE, &mut |it| {
            assert!(it.course.can_stop && it.course.stage == Stage::ReadingSheet);
            heard.push(it.course.done);
            looks += 1;
            // A row was read, and then nothing came for a while.
            if heard.iter().filter(|done| **done == 1).count() > 2 {
                it.stop();
            }
        })
        .unwrap_err();
        assert_eq!(error, SheetError::Stopped);
        assert_eq!((heard.first(), heard.last()), (Some(&0), Some(&1)), "{looks} looks");
    }

    /// Runs [`serve_read`] when it is told to, as the hidden command would.
    #[test]
    fn serve_when_told() {
        let (Some(path), Some(out)) =
            (std::env::var_os("MINQING_TEST_READ"), std::env::var_os("MINQING_TEST_OUT"))
        else {
            return;
        };
        let _ = serve_read(Path::new(&path), None, &Limits::default(), fs::File::create(out).unwrap());
    }

    /// Asks this test program to read, with its memory capped from outside.
    #[cfg(target_os = "linux")]
    fn asked(name: &str, bytes: &[u8], patience: Duration) -> Result<Sheet, SheetError> {
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| -> PathBuf { folder.path().join(name) };
        fs::write(place(name), bytes).unwrap();
        let mut command = shell(
            "ulimit -v 1000000; \"$PROGRAM\" --exact exchange::sandbox::tests::serve_when_told >/dev/null 2>&1 & \
             child=$!; trap 'kill -9 $child' TERM; wait $child; code=$?; cat \"$MINQING_TEST_OUT\"; exit $code",
        );
        command
            .env("PROGRAM", std::env::current_exe().unwrap())
            .env("MINQING_TEST_READ", place(name))
            .env("MINQING_TEST_OUT", place("out"));
        ask(command, &Limits::default(), patience, &mut |_| {})
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_child_of_little_memory_reads_what_is_ordinary_and_refuses_what_is_not() {
        use crate::exchange::samples::ods;
        let list = "姓名,电话\n张三,13800000000\n";
        assert_eq!(asked("a.csv", list.as_bytes(), PATIENCE), read_as("a.csv", list.as_bytes()));
        let vast = ods("<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell \
             office:value-type=\"string\" table:number-columns-repeated=\"90\"><text:p>x</text:p></table:table-cell></table:table-row>");
        assert_eq!(asked("a.ods", &vast, PATIENCE), Err(SheetError::TooLarge));
    }
}
