//! Fields of all entries laid end to end, with the end of each entry.

use std::ops::Range;

/// One kind of field of every entry, in one run of memory.
#[derive(Clone)]
pub(super) struct Lane<T> {
    data: Vec<T>,
    /// Where each entry ends; the next one begins there. No lane is longer than 4 GB.
    ends: Vec<u32>,
}

impl<T: Copy> Lane<T> {
    pub(super) fn new() -> Self {
        Self { data: Vec::new(), ends: Vec::new() }
    }

    /// Lays an entry down behind the others.
    pub(super) fn push(&mut self, entry: impl IntoIterator<Item = T>) {
        self.data.extend(entry);
        self.ends.push(u32::try_from(self.data.len()).unwrap_or(u32::MAX));
    }

    /// Gives back the memory that no entry took.
    pub(super) fn shrink_to_fit(&mut self) {
        self.data.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// All entries as one run.
    pub(super) fn data(&self) -> &[T] {
        &self.data
    }

    /// What one entry laid down.
    pub(super) fn entry(&self, place: usize) -> &[T] {
        self.data.get(self.range(place)).unwrap_or_default()
    }

    /// Overwrites an entry, keeping its place.
    pub(super) fn blank(&mut self, place: usize, with: T) {
        let range = self.range(place);
        self.data.get_mut(range).unwrap_or_default().fill(with);
    }

    /// Keeps only the entries that are marked, in their order.
    pub(super) fn compact(&mut self, keep: &[bool]) {
        let mut kept = Self::new();
        for (place, _) in keep.iter().enumerate().filter(|(_, keep)| **keep) {
            kept.push(self.entry(place).iter().copied());
        }
        *self = kept;
    }

    /// Tells which entry an offset lies in, for offsets that only grow.
    pub(super) fn cursor(&self) -> Cursor<'_> {
        Cursor { ends: &self.ends, place: 0 }
    }

    fn range(&self, place: usize) -> Range<usize> {
        let end = |place: usize| self.ends.get(place).map(|end| *end as usize);
        let start = place.checked_sub(1).and_then(end).unwrap_or(0);
        start..end(place).unwrap_or(start)
    }
}

/// Follows a scan through a lane.
pub(super) struct Cursor<'a> {
    ends: &'a [u32],
    place: usize,
}

impl Cursor<'_> {
    /// The place of the entry that holds `offset`, and where that entry ends.
    pub(super) fn seek(&mut self, offset: usize) -> Option<(usize, usize)> {
        loop {
            let end = *self.ends.get(self.place)? as usize;
            if offset < end {
                return Some((self.place, end));
            }
            self.place += 1;
        }
    }
}
