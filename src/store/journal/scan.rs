//! Reading a segment: frames, the batches they make, and the way past damage.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use memchr::memmem;

use super::frame::{Flags, HEADER_LEN, Header, PREFIX, Prefix};
use super::open_file;
use crate::store::error::{Result, StoreError};

const CHUNK: usize = 64 << 10;

/// Bytes that may be summed up in search of a frame behind damage, beyond
/// four times the segment: whoever fills a segment with false marks does not
/// get to keep us busy for ever.
const PATIENCE: u64 = 64 << 20;

/// A segment open for reading.
#[derive(Debug)]
pub struct Reader {
    file: BufReader<File>,
    path: PathBuf,
    header: Header,
    length: u64,
    at: u64,
}

/// A frame whose check is right.
#[derive(Debug)]
pub struct Raw {
    /// Says where it begins.
    pub offset: u64,
    /// Says where it ends.
    pub end: u64,
    /// Places it in its batch.
    pub flags: Flags,
    /// Holds what is to be opened.
    pub sealed: Vec<u8>,
}

enum Look {
    Frame(Raw),
    /// No frame begins here; or one does, but is not as it was written.
    Bad {
        /// Whether it would have ended within the segment.
        whole: bool,
        /// Counts the bytes that were summed up in vain.
        cost: u64,
    },
}

impl Reader {
    /// Reads the header of a segment, if it is intact, and the file's length.
    pub fn header_of(path: &Path, number: u64) -> Result<(Option<Header>, u64)> {
        let fail = |error| StoreError::io(path, error);
        let file = open_file(path)?;
        let length = file.metadata().map_err(fail)?.len();
        let mut bytes = Vec::new();
        file.take(HEADER_LEN).read_to_end(&mut bytes).map_err(fail)?;
        Ok((Header::from_bytes(&bytes)?.filter(|header| header.number == number), length))
    }

    /// Opens a segment whose header is known.
    pub fn open(path: &Path, header: Header) -> Result<Self> {
        let file = open_file(path)?;
        let length = file.metadata().map_err(|error| StoreError::io(path, error))?.len();
        let file = BufReader::with_capacity(CHUNK, file);
        Ok(Self { file, path: path.to_path_buf(), header, length, at: 0 })
    }

    /// Reads the frame at `offset` again.
    pub fn frame(&mut self, offset: u64) -> Result<Raw> {
        match self.look(offset)? {
            Look::Frame(raw) => Ok(raw),
            Look::Bad { .. } => Err(StoreError::damaged(format!("the journal at {offset}"))),
        }
    }

    fn look(&mut self, offset: u64) -> Result<Look> {
        let looked = self.try_look(offset);
        looked.map_err(|error| StoreError::io(&self.path, error))
    }

    fn try_look(&mut self, offset: u64) -> io::Result<Look> {
        let room = self.length.saturating_sub(offset);
        if room < PREFIX as u64 {
            return Ok(Look::Bad { whole: false, cost: 0 });
        }
        self.go(offset)?;
        let mut prefix = [0; PREFIX];
        self.fill(&mut prefix)?;
        let Some(prefix) = Prefix::from_bytes(prefix, &self.header) else {
            return Ok(Look::Bad { whole: false, cost: 0 });
        };
        let length = u64::from(prefix.length);
        if length > room - PREFIX as u64 {
            return Ok(Look::Bad { whole: false, cost: 0 });
        }
        // The length lies within the file, so this is no more than is there.
        let mut sealed = vec![0; usize::try_from(length).unwrap_or(0)];
        self.fill(&mut sealed)?;
        if self.header.check(offset, prefix.flags, prefix.length, &sealed) != prefix.check {
            return Ok(Look::Bad { whole: true, cost: length });
        }
        Ok(Look::Frame(Raw { offset, end: self.at, flags: prefix.flags, sealed }))
    }

    /// Finds the next intact frame behind `from`.
    fn find(&mut self, from: u64, patience: &mut u64) -> Result<Option<Raw>> {
        let finder = memmem::Finder::new(&self.header.mark()).into_owned();
        let mut chunk = vec![0; CHUNK];
        let mut base = from;
        while base < self.length {
            let size = CHUNK.min(usize::try_from(self.length - base).unwrap_or(CHUNK));
            let window = &mut chunk[..size];
            self.go(base)
                .and_then(|()| self.fill(window))
                .map_err(|error| StoreError::io(&self.path, error))?;
            for hit in finder.find_iter(&chunk[..size]) {
                match self.look(base + hit as u64)? {
                    Look::Frame(raw) => return Ok(Some(raw)),
                    Look::Bad { cost, .. } => match patience.checked_sub(cost) {
                        Some(left) => *patience = left,
                        None => return Ok(None),
                    },
                }
            }
            // A mark may lie across two chunks.
            base += if size > 3 { size as u64 - 3 } else { size as u64 };
            if size < CHUNK {
                break;
            }
        }
        Ok(None)
    }

    fn go(&mut self, offset: u64) -> io::Result<()> {
        match i64::try_from(offset).ok().zip(i64::try_from(self.at).ok()) {
            Some((to, at)) => self.file.seek_relative(to - at)?,
            None => _ = self.file.seek(SeekFrom::Start(offset))?,
        }
        self.at = offset;
        Ok(())
    }

    fn fill(&mut self, into: &mut [u8]) -> io::Result<()> {
        self.file.read_exact(into)?;
        self.at += into.len() as u64;
        Ok(())
    }
}

/// A stretch of a segment.
#[derive(Debug)]
pub enum Span {
    /// One whole batch.
    Whole {
        /// Says where it begins.
        from: u64,
        /// Says where it ends.
        to: u64,
        /// Holds its frames, if they are few enough to keep.
        kept: Option<Vec<Raw>>,
    },
    /// Bytes that make no batch, with batches behind them.
    Damaged {
        /// Says where they begin.
        from: u64,
        /// Says where the next batch begins.
        to: u64,
    },
    /// Bytes that make no batch, at the end.
    Torn {
        /// Says where they begin.
        from: u64,
        /// Says where the segment ends.
        to: u64,
        /// Whether they had the length of whole frames, a last one included.
        whole: bool,
    },
}

/// Divides a segment into spans, from one end to the other.
#[derive(Debug)]
pub struct Spans {
    reader: Reader,
    /// Bytes of a batch that may be kept.
    keep: usize,
    /// Where the current span begins.
    from: u64,
    /// Where the next frame should begin.
    at: u64,
    /// A frame found already.
    found: Option<Raw>,
    patience: u64,
    done: bool,
}

impl Spans {
    /// Begins at `from`, which lies between two batches.
    pub fn new(reader: Reader, from: u64, keep: usize) -> Self {
        let patience = reader.length.saturating_mul(4).saturating_add(PATIENCE);
        let done = from >= reader.length;
        Self { reader, keep, from, at: from, found: None, patience, done }
    }

    /// Gives the reader, to read again what was not kept.
    pub const fn reader(&mut self) -> &mut Reader {
        &mut self.reader
    }

    /// Gives the header of the segment.
    pub const fn header(&self) -> &Header {
        &self.reader.header
    }

    fn span(&mut self) -> Result<Span> {
        // Neither a batch nor its remains so far, or bytes to be given up.
        let mut lost = false;
        let mut last_seen = false;
        let mut begun = false;
        let mut kept = Some(Vec::new());
        let mut room = self.keep;
        loop {
            let look = match self.found.take() {
                Some(raw) => Look::Frame(raw),
                None if self.at == self.reader.length => {
                    return Ok(self.torn(last_seen));
                }
                None => self.reader.look(self.at)?,
            };
            match look {
                Look::Frame(raw) if raw.flags.first && (begun || lost) => {
                    // The batch before it has no end.
                    let span = Span::Damaged { from: self.from, to: raw.offset };
                    self.from = raw.offset;
                    self.found = Some(raw);
                    return Ok(span);
                }
                Look::Frame(raw) => {
                    let Flags { first, last } = raw.flags;
                    lost |= !first && !begun;
                    begun |= first;
                    last_seen |= last;
                    self.at = raw.end;
                    match (&mut kept, room.checked_sub(raw.sealed.len())) {
                        (Some(kept), Some(left)) => {
                            room = left;
                            kept.push(raw);
                        }
                        (Some(_), None) => kept = None,
                        (None, _) => {}
                    }
                    if last && !lost {
                        let span = Span::Whole { from: self.from, to: self.at, kept };
                        self.from = self.at;
                        return Ok(span);
                    }
                }
                Look::Bad { whole, .. } => {
                    lost = true;
                    begun = false;
                    kept = None;
                    self.found = self.reader.find(self.at.saturating_add(1), &mut self.patience)?;
                    match &self.found {
                        Some(raw) => self.at = raw.offset,
                        None => return Ok(self.torn(whole || last_seen)),
                    }
                }
            }
        }
    }

    fn torn(&mut self, whole: bool) -> Span {
        self.done = true;
        Span::Torn { from: self.from, to: self.reader.length, whole }
    }
}

impl Iterator for Spans {
    type Item = Result<Span>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done || self.from >= self.reader.length {
            return None;
        }
        let span = self.span();
        self.done |= span.is_err();
        Some(span)
    }
}
