//! All searched texts laid end to end, so that one pass looks at everything.

use std::ops::Range;

use memchr::memmem::Finder;

use super::fold;
use super::glyph::{GAP, GlyphId, GlyphTable};
use super::index::Entry;
use super::rank::{Rank, Tier};

/// Stands before and after every field in the byte buffers; folding drops
/// controls, so no query contains it.
const FENCE: u8 = b'\n';

/// The most characters of one field that are matched by readings. A note
/// may be long; what it contains is found whole, in the byte buffer.
const LONGEST_FIELD: usize = 96;

/// Names as glyphs, texts as glyphs and as bytes, numbers as bytes.
pub(super) struct Buffer {
    table: GlyphTable,
    slots: Vec<Slot>,
    glyphs: Vec<GlyphId>,
    texts: Vec<u8>,
    tails: Vec<u8>,
}

/// Where the fields of one entry lie.
#[derive(Clone)]
pub(super) struct Slot {
    names: Range<usize>,
    /// The same texts as in `texts`, as glyphs, for the fallback.
    spelled: Range<usize>,
    texts: Range<usize>,
    tails: Range<usize>,
}

impl Buffer {
    pub(super) fn new() -> Self {
        Self {
            table: GlyphTable::new(),
            slots: Vec::new(),
            glyphs: Vec::new(),
            texts: Vec::new(),
            tails: Vec::new(),
        }
    }

    pub(super) fn table(&self) -> &GlyphTable {
        &self.table
    }

    pub(super) fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// Lays an entry down behind the others.
    pub(super) fn push(&mut self, entry: &Entry<'_>) {
        let names = self.spell(entry.name);
        let spelled = self.spell(entry.text);
        let texts = lay(&mut self.texts, entry.text.iter().map(|text| fold::fold(text)));
        let tails = lay(&mut self.tails, entry.tails.iter().map(|tail| fold::bare(fold::fold(tail))));
        self.slots.push(Slot { names, spelled, texts, tails });
    }

    /// Overwrites an entry so that nothing of it is left to find.
    pub(super) fn blank(&mut self, place: usize) {
        let Some(slot) = self.slots.get(place) else { return };
        for range in [&slot.names, &slot.spelled] {
            self.glyphs.get_mut(range.clone()).unwrap_or_default().fill(GAP);
        }
        self.texts.get_mut(slot.texts.clone()).unwrap_or_default().fill(FENCE);
        self.tails.get_mut(slot.tails.clone()).unwrap_or_default().fill(FENCE);
    }

    /// Keeps only the slots that are marked, in their order.
    pub(super) fn compact(&mut self, keep: &[bool]) {
        let mut glyphs = Vec::new();
        let mut texts = Vec::new();
        let mut tails = Vec::new();
        let kept = self.slots.iter().zip(keep).filter(|(_, keep)| **keep);
        let slots = kept.map(|(slot, _)| Slot {
            names: carry(&self.glyphs, &slot.names, &mut glyphs),
            spelled: carry(&self.glyphs, &slot.spelled, &mut glyphs),
            texts: carry(&self.texts, &slot.texts, &mut texts),
            tails: carry(&self.tails, &slot.tails, &mut tails),
        });
        self.slots = slots.collect();
        self.glyphs = glyphs;
        self.texts = texts;
        self.tails = tails;
    }

    /// The names of an entry.
    pub(super) fn names(&self, slot: &Slot) -> impl Iterator<Item = &[GlyphId]> {
        self.fields(&slot.names)
    }

    /// The texts of an entry.
    pub(super) fn texts(&self, slot: &Slot) -> impl Iterator<Item = &[GlyphId]> {
        self.fields(&slot.spelled)
    }

    /// Ranks the entries with a text that contains `word`.
    pub(super) fn rank_texts(&self, word: &str, ranks: &mut [Option<Rank>]) {
        // The first place in an entry is enough.
        scan(&self.texts, word, self.slots.iter().map(|slot| &slot.texts), Stride::Entry, |place, edges| {
            let tier = if edges.start { Tier::TextStart } else { Tier::TextInside };
            keep_best(ranks, place, Rank::new(tier, false, edges.offset, 0));
        });
    }

    /// Ranks the entries with a number that contains `word`.
    pub(super) fn rank_tails(&self, word: &str, ranks: &mut [Option<Rank>]) {
        scan(&self.tails, word, self.slots.iter().map(|slot| &slot.tails), Stride::Hit, |place, edges| {
            let tier = match (edges.start, edges.end) {
                (true, true) => Tier::TailWhole,
                (true, false) | (false, true) => Tier::TailEdge,
                (false, false) => Tier::TailInside,
            };
            keep_best(ranks, place, Rank::new(tier, false, 0, 0));
        });
    }

    fn fields(&self, range: &Range<usize>) -> impl Iterator<Item = &[GlyphId]> {
        let glyphs = self.glyphs.get(range.clone()).unwrap_or_default();
        glyphs.split(|glyph| *glyph == GAP).filter(|field| !field.is_empty())
    }

    fn spell(&mut self, fields: &[&str]) -> Range<usize> {
        let start = self.glyphs.len();
        for field in fields {
            self.glyphs.extend(self.table.spell_text(field, LONGEST_FIELD));
            self.glyphs.push(GAP);
        }
        start..self.glyphs.len()
    }
}

/// How a hit lies in its field.
struct Edges {
    start: bool,
    end: bool,
    /// Bytes from the beginning of the entry.
    offset: usize,
}

/// Where to look on after a hit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stride {
    /// Behind the entry it lies in.
    Entry,
    /// Right behind the beginning of the hit.
    Hit,
}

/// Runs through a buffer once and tells each hit with the place of its slot.
fn scan<'a>(
    buffer: &[u8],
    word: &str,
    ranges: impl Iterator<Item = &'a Range<usize>>,
    stride: Stride,
    mut found: impl FnMut(usize, &Edges),
) {
    if word.is_empty() {
        return;
    }
    let finder = Finder::new(word);
    let mut ranges = ranges.enumerate();
    let mut current = ranges.next();
    let mut from = 0;
    while let Some(ahead) = buffer.get(from..).and_then(|rest| finder.find(rest)) {
        let at = from + ahead;
        // Slots lie in the order of the buffer, and so do hits.
        while current.as_ref().is_some_and(|(_, range)| range.end <= at) {
            current = ranges.next();
        }
        let Some((place, range)) = &current else { return };
        let edges = Edges {
            start: at.checked_sub(1).and_then(|before| buffer.get(before)) == Some(&FENCE),
            end: buffer.get(at + word.len()) == Some(&FENCE),
            offset: at - range.start,
        };
        found(*place, &edges);
        from = match stride {
            Stride::Entry => range.end,
            Stride::Hit => at + 1,
        };
    }
}

fn keep_best(ranks: &mut [Option<Rank>], place: usize, rank: Rank) {
    if let Some(kept) = ranks.get_mut(place) {
        *kept = Some(kept.map_or(rank, |kept| kept.min(rank)));
    }
}

/// Appends fields, each between two fences.
fn lay(buffer: &mut Vec<u8>, fields: impl Iterator<Item = impl Iterator<Item = char>>) -> Range<usize> {
    let start = buffer.len();
    let mut bytes = [0; 4];
    buffer.push(FENCE);
    for field in fields {
        for ch in field {
            buffer.extend_from_slice(ch.encode_utf8(&mut bytes).as_bytes());
        }
        buffer.push(FENCE);
    }
    start..buffer.len()
}

/// Copies a range from one buffer behind another and tells where it lies now.
fn carry<T: Copy>(from: &[T], range: &Range<usize>, to: &mut Vec<T>) -> Range<usize> {
    let start = to.len();
    to.extend_from_slice(from.get(range.clone()).unwrap_or_default());
    start..to.len()
}
