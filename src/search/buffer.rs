//! Everything that is searched, laid out so that one pass looks at all of it.

use memchr::memmem::Finder;

use super::fold;
use super::glyph::{GAP, GlyphId, GlyphTable};
use super::index::Entry;
use super::lane::Lane;
use super::lens::{Lens, Named, Scattered};
use super::query::Word;
use super::rank::{Rank, Tier};

/// Stands before and after every field of bytes; folding drops controls, so
/// no query contains it.
const FENCE: u8 = b'\n';

/// The most characters of one field that are matched by readings. A note
/// may be long; what it contains is found whole, as bytes.
const LONGEST_FIELD: usize = 96;

/// The ranks of one word, by the place of the entry.
pub(super) type Ranks = Vec<Option<Rank>>;

/// Names as glyphs, texts as glyphs and as bytes, numbers as bytes.
#[derive(Clone)]
pub(super) struct Buffer {
    table: GlyphTable,
    names: Lane<GlyphId>,
    /// The same texts as in `texts`, as glyphs, for the fallback.
    spelled: Lane<GlyphId>,
    texts: Lane<u8>,
    tails: Lane<u8>,
    /// Numbers that are found by their ends alone.
    ends: Lane<u8>,
    /// For each entry, which letters its glyphs can answer for: most entries
    /// are passed over by the fallback on this alone.
    letters: Vec<u64>,
}

impl Buffer {
    pub(super) fn new() -> Self {
        Self {
            table: GlyphTable::new(),
            names: Lane::new(),
            spelled: Lane::new(),
            texts: Lane::new(),
            tails: Lane::new(),
            ends: Lane::new(),
            letters: Vec::new(),
        }
    }

    /// Lays an entry down behind the others.
    pub(super) fn push(&mut self, entry: &Entry<'_>) {
        let names = self.spell(entry.name);
        let spelled = self.spell(entry.text);
        self.letters
            .push(names.iter().chain(&spelled).fold(0, |set, glyph| set | self.table.letters(*glyph)));
        self.names.push(names);
        self.spelled.push(spelled);
        self.texts.push(fenced(entry.text.iter().map(|text| fold::fold(text).collect())));
        let numbers = |all: &[&str]| fenced(all.iter().map(|one| fold::bare(fold::fold(one)).collect()));
        self.tails.push(numbers(entry.tails));
        self.ends.push(numbers(entry.ends));
    }

    /// Overwrites an entry so that nothing of it is left to find.
    pub(super) fn blank(&mut self, place: usize) {
        self.names.blank(place, GAP);
        self.spelled.blank(place, GAP);
        self.texts.blank(place, FENCE);
        self.tails.blank(place, FENCE);
        self.ends.blank(place, FENCE);
        if let Some(letters) = self.letters.get_mut(place) {
            *letters = 0;
        }
    }

    /// Keeps only the entries that are marked, in their order.
    pub(super) fn compact(&mut self, keep: &[bool]) {
        self.names.compact(keep);
        self.spelled.compact(keep);
        self.texts.compact(keep);
        self.tails.compact(keep);
        self.ends.compact(keep);
        let mut kept = keep.iter();
        self.letters.retain(|_| kept.next().copied().unwrap_or(false));
    }

    /// Ranks every entry in which the word stands without a break.
    pub(super) fn rank(&self, word: &Word) -> Ranks {
        let mut ranks = vec![None; self.letters.len()];
        // The first place in an entry's texts is enough.
        scan(&self.texts, &word.text, Stride::Entry, |place, start, _| {
            let tier = if start { Tier::TextStart } else { Tier::TextInside };
            keep_best(&mut ranks, place, Rank::new(tier, 0, 0));
        });
        scan(&self.tails, &word.bare, Stride::Hit, |place, start, end| {
            let tier = match (start, end) {
                (true, true) => Tier::TailWhole,
                (true, false) | (false, true) => Tier::TailEdge,
                (false, false) => Tier::TailInside,
            };
            keep_best(&mut ranks, place, Rank::new(tier, 0, 0));
        });
        scan(&self.ends, &word.bare, Stride::Hit, |place, start, end| {
            let tier = if start { Tier::TailWhole } else { Tier::TailEdge };
            if end {
                keep_best(&mut ranks, place, Rank::new(tier, 0, 0));
            }
        });
        if let Some(lens) = Lens::new(&self.table, &word.chars) {
            self.rank_names(&lens, &mut ranks);
        }
        ranks
    }

    /// Ranks the entries that have no rank yet and over which the word is scattered.
    pub(super) fn rank_scattered(&self, word: &Word, ranks: &mut Ranks) {
        // One character cannot be scattered.
        let Some(lens) = Lens::new(&self.table, &word.chars).filter(|_| word.chars.len() > 1) else { return };
        let scattered = lens.scattered();
        let wanted = word.chars.iter().fold(0, |set, ch| set | GlyphTable::letter(*ch));
        let entries = ranks.iter_mut().zip(&self.letters).enumerate();
        for (place, (rank, _)) in entries.filter(|(_, (rank, has))| rank.is_none() && wanted & !**has == 0) {
            let names = best(self.names.entry(place), &scattered, Tier::NameScattered);
            *rank = names.or_else(|| best(self.spelled.entry(place), &scattered, Tier::TextScattered));
        }
    }

    fn rank_names(&self, lens: &Lens<'_>, ranks: &mut Ranks) {
        let glyphs = self.names.data();
        let mut cursor = self.names.cursor();
        let mut start = 0;
        for (at, glyph) in glyphs.iter().enumerate() {
            if *glyph == GAP {
                start = at + 1;
            } else if lens.opens(*glyph) {
                let rest = glyphs.get(at..).unwrap_or_default();
                let rest = rest.split(|glyph| *glyph == GAP).next().unwrap_or_default();
                let Some((place, _)) = cursor.seek(at) else { return };
                let place_of_name = Named { start: at - start, is_other: start > self.names.start(place) };
                if let Some(rank) = lens.name_from(rest, place_of_name) {
                    keep_best(ranks, place, rank);
                }
            }
        }
    }

    /// Spells fields, each with a gap behind it.
    fn spell(&mut self, fields: &[&str]) -> Vec<GlyphId> {
        let mut glyphs = Vec::new();
        for field in fields {
            glyphs.extend(self.table.spell_text(field, LONGEST_FIELD));
            glyphs.push(GAP);
        }
        glyphs
    }
}

fn best(glyphs: &[GlyphId], scattered: &Scattered<'_>, tier: Tier) -> Option<Rank> {
    glyphs.split(|glyph| *glyph == GAP).filter_map(|field| scattered.rank(field, tier)).min()
}

/// Where to look on after a hit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stride {
    /// Behind the entry it lies in.
    Entry,
    /// Right behind the beginning of the hit.
    Hit,
}

/// Runs through a lane once and tells of each hit the place of its entry and
/// whether it begins and whether it ends a field.
fn scan(lane: &Lane<u8>, word: &str, stride: Stride, mut found: impl FnMut(usize, bool, bool)) {
    if word.is_empty() {
        return;
    }
    let bytes = lane.data();
    let finder = Finder::new(word);
    let mut cursor = lane.cursor();
    let mut from = 0;
    while let Some(ahead) = bytes.get(from..).and_then(|rest| finder.find(rest)) {
        let at = from + ahead;
        let Some((place, end)) = cursor.seek(at) else { return };
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        found(place, before == Some(&FENCE), bytes.get(at + word.len()) == Some(&FENCE));
        from = match stride {
            Stride::Entry => end,
            Stride::Hit => at + 1,
        };
    }
}

fn keep_best(ranks: &mut Ranks, place: usize, rank: Rank) {
    if let Some(kept) = ranks.get_mut(place) {
        *kept = Some(kept.map_or(rank, |kept| kept.min(rank)));
    }
}

/// Writes fields, each between two fences.
fn fenced(fields: impl Iterator<Item = String>) -> Vec<u8> {
    let mut bytes = vec![FENCE];
    for field in fields {
        bytes.extend(field.bytes());
        bytes.push(FENCE);
    }
    bytes
}
