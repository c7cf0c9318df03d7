//! What is looked for as bytes: texts and numbers of all entries, each field between two fences.

use memchr::memmem::Finder;

use super::lane::Lane;

/// Stands before and after every field; folding drops controls, so no query contains it.
const FENCE: u8 = b'\n';

/// One kind of text of every entry.
#[derive(Clone)]
pub(super) struct Texts {
    lane: Lane<u8>,
    /// Which bytes stand anywhere: most words of letters are in no Chinese text, and need no look.
    seen: [bool; 256],
}

/// Where to look on after a hit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stride {
    /// Behind the entry it lies in.
    Entry,
    /// Right behind the beginning of the hit.
    Hit,
}

/// Whether a hit begins and whether it ends a field.
#[derive(Clone, Copy)]
pub(super) struct Edges {
    pub(super) start: bool,
    pub(super) end: bool,
}

impl Texts {
    pub(super) fn new() -> Self {
        Self { lane: Lane::new(), seen: [false; 256] }
    }

    /// Lays down the fields of an entry, folded.
    pub(super) fn push<F: IntoIterator<Item = char>>(&mut self, fields: impl IntoIterator<Item = F>) {
        let mut bytes = vec![FENCE];
        for field in fields {
            for ch in field {
                bytes.extend(ch.encode_utf8(&mut [0; 4]).bytes());
            }
            bytes.push(FENCE);
        }
        for byte in &bytes {
            self.seen[usize::from(*byte)] = true;
        }
        self.lane.push(bytes);
    }

    /// Gives back the memory that no entry took.
    pub(super) fn shrink_to_fit(&mut self) {
        self.lane.shrink_to_fit();
    }

    /// Overwrites an entry so that nothing of it is left to find.
    pub(super) fn blank(&mut self, place: usize) {
        self.lane.blank(place, FENCE);
    }

    /// Keeps only the entries that are marked, in their order.
    pub(super) fn compact(&mut self, keep: &[bool]) {
        self.lane.compact(keep);
    }

    /// What looks for a word; none where it is empty, or stands nowhere for sure.
    pub(super) fn finder<'w>(&self, word: &'w str) -> Option<Finder<'w>> {
        let may_be = !word.is_empty() && word.bytes().all(|byte| self.seen[usize::from(byte)]);
        may_be.then(|| Finder::new(word))
    }

    /// Runs through everything once and tells of each hit the place of its entry.
    pub(super) fn scan(&self, finder: &Finder<'_>, stride: Stride, mut found: impl FnMut(usize, Edges)) {
        let bytes = self.lane.data();
        let mut cursor = self.lane.cursor();
        let mut from = 0;
        while let Some(ahead) = bytes.get(from..).and_then(|rest| finder.find(rest)) {
            let at = from + ahead;
            let Some((place, end)) = cursor.seek(at) else { return };
            found(place, edges(bytes, at, finder));
            from = if stride == Stride::Entry { end } else { at + 1 };
        }
    }

    /// Tells of each hit in one entry.
    pub(super) fn scan_entry(
        &self,
        place: usize,
        finder: &Finder<'_>,
        stride: Stride,
        mut found: impl FnMut(Edges),
    ) {
        let bytes = self.lane.entry(place);
        let mut from = 0;
        while let Some(ahead) = bytes.get(from..).and_then(|rest| finder.find(rest)) {
            let at = from + ahead;
            found(edges(bytes, at, finder));
            if stride == Stride::Entry {
                return;
            }
            from = at + 1;
        }
    }
}

fn edges(bytes: &[u8], at: usize, finder: &Finder<'_>) -> Edges {
    let before = at.checked_sub(1).and_then(|before| bytes.get(before));
    let behind = bytes.get(at + finder.needle().len());
    Edges { start: before == Some(&FENCE), end: behind == Some(&FENCE) }
}
