//! What was acknowledged is here, on the disk, before sled sees it.
//!
//! The journal is a row of append-only files, the segments
//! `journal/00000001.mqj`, `00000002.mqj`, … A *batch* is one or more frames
//! that count together or not at all.
//!
//! # Promises
//!
//! - When [`Journal::append`] or [`Batch::commit`] returns, the batch survives
//!   the loss of power at the next instant.
//! - A batch whose last frame is not there never happened, whatever of it is.
//! - Positions only grow. Where a torn tail had to be cut off, writing goes on
//!   in a new segment, so that a position remembered elsewhere never points
//!   behind what is written later.
//! - Damage costs the batch it hits, not those behind it.
//!
//! # Absent
//!
//! There is no way to change a batch, and none to read one by name: the
//! journal is replayed from a position, or shortened from its beginning.

pub mod batch;
pub mod frame;
pub mod replay;
pub mod scan;
pub mod tail;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::{Result, StoreError};
use super::files;
use super::seal::Key;
use frame::{HEADER_LEN, Header};
use scan::{Reader, Span, Spans};
use tail::Tail;

pub use batch::Batch;
pub use replay::{Frame, Replay};

/// Numbers beyond this are nobody's: one segment a second lasts for ages.
const LAST_NUMBER: u64 = 1 << 48;

/// A place between two batches of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Position {
    /// Numbers the segment, from 1; 0 lies before everything.
    pub segment: u64,
    /// Counts bytes from the beginning of the segment.
    pub offset: u64,
}

/// What [`Journal::open`] found and did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Counts the batches that are whole.
    pub batches: u64,
    /// Lists tails that were cut off: what a crash interrupted.
    pub torn: Vec<Torn>,
    /// Lists what is damaged, and is not coming back from this file.
    pub damaged: Vec<Damage>,
}

/// A tail that was cut off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Torn {
    /// Says where the cut was made.
    pub position: Position,
    /// Counts the bytes cut off.
    pub bytes: u64,
    /// Whether it may have been acknowledged once and been damaged since: it
    /// has the length of a whole batch, or something was written after it.
    pub suspect: bool,
}

/// A stretch of the journal that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// Says where it begins.
    pub from: Position,
    /// Says where the next intact batch begins, or the segment ends.
    pub to: Position,
    /// Says what is the matter.
    pub kind: DamageKind,
}

/// What is the matter with a damaged stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DamageKind {
    /// One or more batches are not as they were written.
    Batches,
    /// The beginning of a segment is, and with it the whole segment.
    Header,
    /// One or more segments are gone.
    Missing,
}

/// The journal of one workspace, open for writing.
#[derive(Debug)]
pub struct Journal {
    folder: PathBuf,
    key: Key,
    /// Every segment on the disk in order; the last one is being written.
    segments: Vec<Segment>,
    tail: Tail,
}

#[derive(Debug)]
struct Segment {
    number: u64,
    path: PathBuf,
    /// Missing where it is damaged: nothing in the segment can be read then.
    header: Option<Header>,
    /// Counts the bytes of a finished segment; the tail knows its own.
    length: u64,
}

impl Journal {
    /// Opens the journal of the workspace at `home`, creating it if need be.
    ///
    /// Checks every frame, but opens none. Cuts off torn tails.
    pub fn open(home: &Path, key: &Key) -> Result<(Self, Report)> {
        let folder = home.join("journal");
        files::create_private_dir(&folder)?;
        let mut report = Report::default();
        let mut segments: Vec<Segment> = Vec::new();
        let mut cuts = Vec::new();
        let mut previous = None;
        let numbers = numbers(&folder)?;
        let newest = numbers.last().copied();
        for number in numbers {
            let path = path_of(&folder, number);
            let (header, length) = Reader::header_of(&path, number)?;
            if length <= HEADER_LEN && Some(number) == newest && (header.is_none() || length < HEADER_LEN) {
                // The crash came while the segment was made: nothing was in it yet.
                fs::remove_file(&path).map_err(|error| StoreError::io(&path, error))?;
                continue;
            }
            let mut segment = Segment { number, path, header, length };
            segment.check(previous, &mut report, &mut cuts)?;
            previous = Some(number);
            segments.push(segment);
        }
        let whole_end = segments.last().filter(|last| {
            last.header.is_some() && cuts.iter().all(|cut: &Torn| cut.position.segment != last.number)
        });
        let tail = match whole_end {
            Some(last) => Tail::reopen(&last.path, last.length)?,
            None => create(&folder, &mut segments, 0)?,
        };
        for cut in &mut cuts {
            cut.suspect |=
                segments.iter().any(|later| later.number > cut.position.segment && later.length > HEADER_LEN);
            tail::cut(&path_of(&folder, cut.position.segment), cut.position.offset)?;
        }
        report.torn = cuts;
        Ok((Self { folder, key: key.clone(), segments, tail }, report))
    }

    /// Appends one batch of frames; once this returns, they are acknowledged.
    ///
    /// Gives the position behind the batch. On failure nothing of the batch
    /// stays; where even that cannot be made sure, the journal refuses
    /// everything until it is opened again. No frames at all are no batch.
    pub fn append<F: AsRef<[u8]>>(&mut self, frames: impl IntoIterator<Item = F>) -> Result<Position> {
        let mut batch = self.begin()?;
        for frame in frames {
            batch.push(frame.as_ref())?;
        }
        batch.commit()
    }

    /// Begins a batch that is written frame by frame.
    pub fn begin(&mut self) -> Result<Batch<'_>> {
        self.tail.ready()?;
        let header = self.segments.last().and_then(|last| last.header);
        let header = header.ok_or_else(|| StoreError::damaged("the journal has no segment to write"))?;
        Ok(Batch::new(&mut self.tail, &self.key, header))
    }

    /// Reads whole batches from `from` on, which lies between two batches.
    pub fn replay(&self, from: Position) -> Replay<'_> {
        Replay::new(self, from)
    }

    /// Gives the position before everything the journal still has.
    pub fn start(&self) -> Position {
        let segment = self.segments.first().map_or(0, |first| first.number);
        Position { segment, offset: HEADER_LEN }
    }

    /// Gives the position behind everything acknowledged.
    ///
    /// A remembered position beyond it means that the journal was lost or
    /// taken from an older copy: replay from [`Journal::start`], and call
    /// [`Journal::skip_past`] before writing.
    pub fn end(&self) -> Position {
        let segment = self.segments.last().map_or(0, |last| last.number);
        Position { segment, offset: self.tail.end() }
    }

    /// Counts the bytes of all segments.
    pub fn bytes(&self) -> u64 {
        let finished = self.segments.split_last().map_or(&[][..], |(_, finished)| finished);
        finished.iter().map(|segment| segment.length).sum::<u64>() + self.tail.end()
    }

    /// Begins a new segment and gives its first position.
    ///
    /// A segment that is still empty is new enough.
    pub fn rotate(&mut self) -> Result<Position> {
        self.tail.ready()?;
        if self.tail.end() > HEADER_LEN {
            self.follow(0)?;
        }
        Ok(self.end())
    }

    /// Makes sure that whatever is written from now on lies behind `position`.
    pub fn skip_past(&mut self, position: Position) -> Result<()> {
        self.tail.ready()?;
        if self.end() < position {
            self.follow(position.segment.saturating_add(1))?;
        }
        Ok(())
    }

    /// Deletes the segments that lie entirely before `position`.
    ///
    /// The one being written always stays.
    pub fn remove_before(&mut self, position: Position) -> Result<()> {
        let finished = self.segments.len().saturating_sub(1);
        let gone = self.segments.iter().take(finished).take_while(|segment| {
            segment.number < position.segment
                || (segment.number == position.segment && segment.length <= position.offset)
        });
        for _ in 0..gone.count() {
            let path = &self.segments[0].path;
            fs::remove_file(path).map_err(|error| StoreError::io(path, error))?;
            self.segments.remove(0);
        }
        files::sync_dir(&self.folder)
    }

    fn follow(&mut self, at_least: u64) -> Result<()> {
        let end = self.tail.end();
        let tail = create(&self.folder, &mut self.segments, at_least)?;
        if let [.., finished, _] = self.segments.as_mut_slice() {
            finished.length = end;
        }
        self.tail = tail;
        Ok(())
    }
}

impl Segment {
    /// Walks over the frames and notes what is the matter with them.
    fn check(&mut self, previous: Option<u64>, report: &mut Report, cuts: &mut Vec<Torn>) -> Result<()> {
        let at = |offset| Position { segment: self.number, offset };
        let damage = |from, to, kind| Damage { from, to, kind };
        let Some(header) = self.header.filter(|_| self.length >= HEADER_LEN) else {
            self.header = None;
            report.damaged.push(damage(at(0), at(self.length), DamageKind::Header));
            return Ok(());
        };
        if let Some(previous) = previous.filter(|previous| *previous != header.previous) {
            let from = Position { segment: previous.saturating_add(1), offset: 0 };
            report.damaged.push(damage(from, at(0), DamageKind::Missing));
        }
        for span in Spans::new(Reader::open(&self.path, header)?, HEADER_LEN, 0) {
            match span? {
                Span::Whole { .. } => report.batches += 1,
                Span::Damaged { from, to } => {
                    report.damaged.push(damage(at(from), at(to), DamageKind::Batches));
                }
                Span::Torn { from, to, whole } => {
                    cuts.push(Torn { position: at(from), bytes: to - from, suspect: whole });
                    self.length = from;
                }
            }
        }
        Ok(())
    }
}

/// Makes a new segment behind the others, numbered `at_least` so.
fn create(folder: &Path, segments: &mut Vec<Segment>, at_least: u64) -> Result<Tail> {
    let previous = segments.last().map_or(0, |last| last.number);
    let number = previous.saturating_add(1).max(at_least);
    if number > LAST_NUMBER {
        return Err(StoreError::damaged("the numbers of the journal's segments"));
    }
    let path = path_of(folder, number);
    let header = Header::new(number, previous)?;
    let tail = Tail::create(&path, &header)?;
    files::sync_dir(folder)?;
    segments.push(Segment { number, path, header: Some(header), length: HEADER_LEN });
    Ok(tail)
}

fn path_of(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:08}.mqj"))
}

/// Lists the numbers of the segments in `folder`, ascending.
fn numbers(folder: &Path) -> Result<Vec<u64>> {
    let fail = |error| StoreError::io(folder, error);
    let mut numbers = Vec::new();
    for entry in fs::read_dir(folder).map_err(fail)? {
        let name = entry.map_err(fail)?.file_name();
        let number = name.to_str().and_then(|name| name.strip_suffix(".mqj")).and_then(|n| n.parse().ok());
        // Only the one way to write a number counts: a copy under another name is not a segment.
        numbers.extend(number.filter(|number| path_of(folder, *number).file_name() == Some(&name)));
    }
    numbers.retain(|number| (1..=LAST_NUMBER).contains(number));
    numbers.sort_unstable();
    Ok(numbers)
}

fn open_file(path: &Path) -> Result<File> {
    File::open(path).map_err(|error| StoreError::io(path, error))
}

#[cfg(test)]
mod tests;
