//! Which bundles were taken in: told by a file's part in clear, without opening it.

use std::{
    fs::{self, File},
    io::{self, BufReader, Read, Seek, SeekFrom},
    path::Path,
};

use super::{bench::Workbench, error::Error};
use crate::{
    bundle::{
        BundleError,
        format::{self, Outer},
    },
    log::commit::Dot,
    store::codec,
};

/// Marks kept in each of the 256 notes; the oldest gives way. A bundle whose
/// mark was given up is read again, and changes nothing.
const MOST: usize = 64;

/// Bytes at the end of a file that are looked at: the code of the sealed part,
/// which is never all zero.
const TAIL: usize = 16;

/// What tells a bundle from every other: its part in clear, which names what is
/// in it and when it was written, and the file's length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark([u8; 16]);

impl Mark {
    /// The mark of a file whose part in clear has this hash.
    pub(super) fn of(file: &Path, outer: &[u8; 32]) -> Result<Self, Error> {
        let length = fs::metadata(file).map_err(|source| BundleError::io(file, source))?.len();
        Ok(Self::new(outer, length))
    }

    fn new(outer: &[u8; 32], length: u64) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key("minqing bundle taken v1");
        hasher.update(outer);
        hasher.update(&length.to_le_bytes());
        let mut mark = [0; 16];
        hasher.finalize_xof().fill(&mut mark);
        Self(mark)
    }

    /// The note that holds it.
    fn note(self) -> String {
        let [first, ..] = self.0;
        format!("taken.{first:02x}")
    }
}

/// What a file tells without a key.
pub(super) enum Header {
    /// A bundle whose part in clear is whole.
    Whole(Box<Outer>, Mark),
    /// The beginning of one, or the room for one: it is being copied.
    Short(Short),
    /// Something else.
    Wrong(Error),
}

/// How a file falls short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Short {
    /// There is nothing in it.
    Empty,
    /// It ends within the part in clear.
    Cut,
    /// Its end is not written yet.
    Unwritten,
}

impl Header {
    /// Reads as much of a file as is in clear, and looks at its end.
    pub(super) fn read(path: &Path) -> Self {
        match Self::look(path) {
            Ok(header) => header,
            Err(source) => Self::Wrong(BundleError::io(path, source).into()),
        }
    }

    fn look(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        if length == 0 {
            return Ok(Self::Short(Short::Empty));
        }
        if let Some(before) = length.checked_sub(TAIL as u64) {
            let mut tail = [0; TAIL];
            file.seek(SeekFrom::Start(before))?;
            file.read_exact(&mut tail)?;
            if tail.iter().all(|byte| *byte == 0) {
                return Ok(Self::Short(Short::Unwritten));
            }
            file.rewind()?;
        }
        let mut begins = Vec::new();
        (&mut file).take(format::MAGIC.len() as u64).read_to_end(&mut begins)?;
        if !format::MAGIC.starts_with(&begins) {
            return Ok(Self::Wrong(BundleError::NotABundle.into()));
        }
        file.rewind()?;
        let mut input = BufReader::new(Watched::new(file));
        Ok(match format::read_outer(&mut input) {
            Ok((outer, hash)) => Self::Whole(Box::new(outer), Mark::new(&hash, length)),
            Err(_) if input.get_ref().has_ended => Self::Short(Short::Cut),
            Err(error) => Self::Wrong(error.into()),
        })
    }
}

/// A reader that notes whether its end was reached.
pub(super) struct Watched<R> {
    input: R,
    pub(super) has_ended: bool,
}

impl<R> Watched<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, has_ended: false }
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.has_ended |= read == 0 && !buffer.is_empty();
        Ok(read)
    }
}

impl Workbench {
    /// Whether a bundle was taken in and everything in it is still here.
    ///
    /// That its commits are here would not be enough by itself: what its sender
    /// says it has could be news.
    pub(super) fn has_taken(&self, outer: &Outer, mark: Mark) -> Result<bool, Error> {
        // This very file was taken in: of the rows of a copied installation it was one that is here.
        let named = self.store.totals().named();
        let is_here = |peer, to| named.covers(Dot { peer, seq: to });
        let is_held = outer.ranges.iter().all(|range| is_here(range.peer, range.to));
        Ok((is_held || self.holds(outer)) && self.marks(&mark.note())?.contains(&mark.0))
    }

    /// Whether every commit that a bundle names is here, applied or waiting.
    pub(super) fn holds(&self, outer: &Outer) -> bool {
        let totals = self.store.totals();
        outer.ranges.iter().all(|range| {
            // Of the rows of a copied installation it could be any: then it is looked into.
            let last = Dot { peer: range.peer, seq: range.to };
            !totals.lines.is_copied(range.peer) && (totals.heads.covers(last) || totals.awaits(last))
        })
    }

    /// Takes note that a bundle was taken in.
    pub(super) fn note_taken(&mut self, mark: Mark) -> Result<(), Error> {
        let note = mark.note();
        let mut marks = self.marks(&note)?;
        if marks.contains(&mark.0) {
            return Ok(());
        }
        marks.push(mark.0);
        let too_many = marks.len().saturating_sub(MOST);
        marks.drain(..too_many);
        Ok(self.store.note(&note, codec::encode(&marks), self.clock.now_ms())?)
    }

    fn marks(&self, note: &str) -> Result<Vec<[u8; 16]>, Error> {
        Ok(self.store.read_note(note)?.and_then(|bytes| codec::decode(&bytes).ok()).unwrap_or_default())
    }
}
