//! A batch on its way into the journal.

use super::Position;
use super::frame::{Flags, Header};
use super::tail::Tail;
use crate::store::error::{Result, StoreError};
use crate::store::seal::Key;

/// Bytes gathered before they are written.
const GATHER: usize = 1 << 20;

/// Frames that count together or not at all.
///
/// # Committing and aborting
///
/// Nothing counts until [`Batch::commit`] returned. A batch that is dropped
/// is taken back, and so is one of which any frame could not be written.
#[derive(Debug)]
pub struct Batch<'a> {
    tail: &'a mut Tail,
    key: &'a Key,
    header: Header,
    /// Waits until it is known whether it is the last.
    waiting: Option<Vec<u8>>,
    gathered: Vec<u8>,
    /// Where the gathered bytes belong.
    offset: u64,
    first: bool,
    failed: bool,
    touched: bool,
}

impl<'a> Batch<'a> {
    pub(super) const fn new(tail: &'a mut Tail, key: &'a Key, header: Header) -> Self {
        let offset = tail.end();
        Self {
            tail,
            key,
            header,
            waiting: None,
            gathered: Vec::new(),
            offset,
            first: true,
            failed: false,
            touched: false,
        }
    }

    /// Adds a frame.
    pub fn push(&mut self, frame: impl Into<Vec<u8>>) -> Result<()> {
        self.usable()?;
        match self.waiting.replace(frame.into()) {
            Some(earlier) => self.write(&earlier, false),
            None => Ok(()),
        }
    }

    /// Brings the batch to the disk and gives the position behind it.
    ///
    /// A batch without frames leaves everything as it was.
    pub fn commit(mut self) -> Result<Position> {
        self.usable()?;
        if let Some(last) = self.waiting.take() {
            self.write(&last, true)?;
            self.spill()?;
            let acknowledged = self.tail.acknowledge(self.offset);
            self.failed = acknowledged.is_err();
            acknowledged?;
            self.touched = false;
        }
        Ok(Position { segment: self.header.number, offset: self.tail.end() })
    }

    fn usable(&self) -> Result<()> {
        if self.failed { Err(StoreError::damaged("a batch that failed before")) } else { Ok(()) }
    }

    fn write(&mut self, plain: &[u8], last: bool) -> Result<()> {
        let flags = Flags { first: self.first, last };
        let offset = self.offset + self.gathered.len() as u64;
        let written = self.header.write(self.key, offset, flags, plain, &mut self.gathered);
        self.failed = written.is_err();
        written?;
        self.first = false;
        if self.gathered.len() >= GATHER { self.spill() } else { Ok(()) }
    }

    fn spill(&mut self) -> Result<()> {
        self.touched = true;
        let written = self.tail.write(self.offset, &self.gathered);
        self.failed = written.is_err();
        written?;
        self.offset += self.gathered.len() as u64;
        self.gathered.clear();
        Ok(())
    }
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        if self.touched {
            self.tail.take_back();
        }
    }
}
