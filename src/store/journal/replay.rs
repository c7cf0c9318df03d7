//! Reading the journal back, batch by batch, frame by frame.

use std::collections::VecDeque;

use super::frame::HEADER_LEN;
use super::scan::{Raw, Reader, Span, Spans};
use super::{Journal, Position, Segment};
use crate::store::error::{Result, StoreError};

/// Bytes of a batch, sealed and again opened, that are kept rather than read twice.
const KEEP: usize = 4 << 20;

/// A frame of a whole batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Says where its batch begins.
    pub batch: Position,
    /// Says where the frame ends: with the last one, the position behind the batch.
    pub after: Position,
    /// Whether its batch begins with it.
    pub first: bool,
    /// Whether its batch ends with it.
    pub last: bool,
    /// Holds what was pushed.
    pub bytes: Vec<u8>,
}

/// Gives the frames of whole batches, in order.
///
/// Of each batch every frame has been opened once before the first is given,
/// so a batch that begins also ends. A damaged stretch is one error, after
/// which the batches behind it follow.
#[derive(Debug)]
pub struct Replay<'a> {
    journal: &'a Journal,
    /// Segments still to be read.
    rest: &'a [Segment],
    from: Position,
    spans: Option<(u64, Spans)>,
    batch: Position,
    ready: VecDeque<Frame>,
    /// Offsets of a batch too large to keep: the next frame and the end.
    large: Option<(u64, u64)>,
}

impl<'a> Replay<'a> {
    pub(super) fn new(journal: &'a Journal, from: Position) -> Self {
        let ready = VecDeque::new();
        Self { journal, rest: &journal.segments, from, spans: None, batch: from, ready, large: None }
    }

    fn step(&mut self) -> Result<Option<Frame>> {
        loop {
            if let Some(frame) = self.ready.pop_front() {
                return Ok(Some(frame));
            }
            if let Some((at, end)) = self.large.take() {
                let frame = self.read(at)?;
                let next = frame.after.offset;
                self.large = (next < end).then_some((next, end));
                return Ok(Some(frame));
            }
            let Some((segment, spans)) = &mut self.spans else {
                if !self.enter()? {
                    return Ok(None);
                }
                continue;
            };
            let segment = *segment;
            match spans.next() {
                None => self.spans = None,
                Some(Err(error)) => {
                    self.spans = None;
                    return Err(error);
                }
                Some(Ok(Span::Damaged { from, to } | Span::Torn { from, to, .. })) => {
                    return Err(StoreError::damaged(format!(
                        "segment {segment} of the journal, {from} to {to}"
                    )));
                }
                Some(Ok(Span::Whole { from, to, kept })) => {
                    self.batch = Position { segment, offset: from };
                    if let Some(kept) = kept {
                        if let Some(ready) = self.open_all(&kept)? {
                            self.ready = ready;
                            continue;
                        }
                    } else {
                        let mut at = from;
                        while at < to {
                            at = self.read(at)?.after.offset;
                        }
                    }
                    self.large = Some((from, to));
                }
            }
        }
    }

    /// Opens every frame of a batch; answers them unless they are too large to
    /// keep, since what is packed in little may be much.
    fn open_all(&self, kept: &[Raw]) -> Result<Option<VecDeque<Frame>>> {
        let (mut ready, mut bytes) = (VecDeque::new(), 0);
        for raw in kept {
            let frame = self.open(raw)?;
            bytes += frame.bytes.len();
            if bytes <= KEEP {
                ready.push_back(frame);
            } else {
                ready.clear();
            }
        }
        Ok((bytes <= KEEP).then_some(ready))
    }

    /// How many opened frames are kept.
    #[cfg(test)]
    pub(super) fn kept(&self) -> usize {
        self.ready.len()
    }

    /// Goes on to the next segment; `false` behind the last.
    fn enter(&mut self) -> Result<bool> {
        let Some((segment, rest)) = self.rest.split_first() else { return Ok(false) };
        self.rest = rest;
        if segment.number < self.from.segment {
            return Ok(true);
        }
        let Some(header) = segment.header else {
            return Err(StoreError::damaged(format!("segment {} of the journal", segment.number)));
        };
        let from =
            if segment.number == self.from.segment { self.from.offset.max(HEADER_LEN) } else { HEADER_LEN };
        self.spans = Some((segment.number, Spans::new(Reader::open(&segment.path, header)?, from, KEEP)));
        Ok(true)
    }

    fn read(&mut self, offset: u64) -> Result<Frame> {
        let gone = || StoreError::damaged("the journal while it was read");
        let raw = self.spans.as_mut().ok_or_else(gone)?.1.reader().frame(offset)?;
        self.open(&raw)
    }

    fn open(&self, raw: &Raw) -> Result<Frame> {
        let damaged = || {
            let Position { segment, offset } = self.batch;
            StoreError::damaged(format!("the batch at {offset} in segment {segment} of the journal"))
        };
        let (_, spans) = self.spans.as_ref().ok_or_else(damaged)?;
        let bytes = spans.header().open(&self.journal.key, raw.offset, raw.flags, &raw.sealed);
        let bytes = bytes.map_err(|_error| damaged())?;
        let after = Position { offset: raw.end, ..self.batch };
        Ok(Frame { batch: self.batch, after, first: raw.flags.first, last: raw.flags.last, bytes })
    }
}

impl Iterator for Replay<'_> {
    type Item = Result<Frame>;

    fn next(&mut self) -> Option<Self::Item> {
        self.step().transpose()
    }
}
