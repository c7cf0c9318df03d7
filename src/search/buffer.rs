//! Everything that is searched, laid out so that one pass looks at all of it.

use memchr::memmem::Finder;

use super::fold;
use super::glyph::{GAP, GlyphId, GlyphTable};
use super::index::Entry;
use super::lane::Lane;
use super::lens::{Lens, Named, Scattered};
use super::query::Word;
use super::rank::{Rank, Tier};
use super::trail::Found;

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

    /// Gives back the memory that no entry took.
    pub(super) fn shrink_to_fit(&mut self) {
        self.names.shrink_to_fit();
        self.spelled.shrink_to_fit();
        self.texts.shrink_to_fit();
        self.tails.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.letters.shrink_to_fit();
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
        let mut ranks = self.rank_inside(word);
        self.scan_ends(word, |place, rank| keep_best(&mut ranks, place, rank));
        ranks
    }

    /// The same as a list, and the places at which a longer word may match: what ends a number
    /// says nothing of that.
    pub(super) fn rank_found(&self, word: &Word) -> (Found, Vec<u32>) {
        let mut ranks = self.rank_inside(word);
        let ranked = |ranks: &Ranks| -> Found {
            (0..).zip(ranks).filter_map(|(place, rank)| Some((place, (*rank)?))).collect()
        };
        let inside = ranked(&ranks);
        let left = inside.iter().map(|(place, _)| *place).collect();
        let mut is_more = false;
        self.scan_ends(word, |place, rank| {
            is_more = true;
            keep_best(&mut ranks, place, rank);
        });
        (if is_more { ranked(&ranks) } else { inside }, left)
    }

    /// The same of a word of which a beginning matches at these places alone.
    pub(super) fn rank_among(&self, word: &Word, places: &[u32]) -> (Found, Vec<u32>) {
        let lens = Lens::new(&self.table, &word.chars);
        let (text, bare) = (Finder::new(&word.text), Finder::new(&word.bare));
        let mut found = Found::new();
        for at in places {
            let place = *at as usize;
            let mut best: Option<Rank> = None;
            let mut keep = |rank: Rank| best = Some(best.map_or(rank, |best| best.min(rank)));
            hits(self.texts.entry(place), &text, Stride::Entry, |start, _| keep(text_rank(start)));
            if !word.bare.is_empty() {
                hits(self.tails.entry(place), &bare, Stride::Hit, |start, end| keep(tail_rank(start, end)));
            }
            if let Some(lens) = &lens {
                for (number, field) in self.names.entry(place).split(|glyph| *glyph == GAP).enumerate() {
                    for (start, glyph) in field.iter().enumerate() {
                        let rest = field.get(start..).filter(|_| lens.opens(*glyph));
                        let named = Named { start, is_other: number > 0 };
                        if let Some(rank) = rest.and_then(|rest| lens.name_from(rest, named)) {
                            keep(rank);
                        }
                    }
                }
            }
            found.extend(best.map(|rank| (*at, rank)));
        }
        let left = found.iter().map(|(place, _)| *place).collect();
        let inside = found.len();
        self.scan_ends(word, |place, rank| found.extend(u32::try_from(place).ok().map(|at| (at, rank))));
        if found.len() > inside {
            found.sort_unstable();
            found.dedup_by_key(|(place, _)| *place);
        }
        (found, left)
    }

    /// What matches but at the ends of numbers.
    fn rank_inside(&self, word: &Word) -> Ranks {
        let mut ranks = vec![None; self.letters.len()];
        // The first place in an entry's texts is enough.
        scan(&self.texts, &word.text, Stride::Entry, |place, start, _| {
            keep_best(&mut ranks, place, text_rank(start));
        });
        scan(&self.tails, &word.bare, Stride::Hit, |place, start, end| {
            keep_best(&mut ranks, place, tail_rank(start, end));
        });
        if let Some(lens) = Lens::new(&self.table, &word.chars) {
            self.rank_names(&lens, &mut ranks);
        }
        ranks
    }

    /// Numbers that end with it.
    fn scan_ends(&self, word: &Word, mut found: impl FnMut(usize, Rank)) {
        scan(&self.ends, &word.bare, Stride::Hit, |place, start, end| {
            let tier = if start { Tier::TailWhole } else { Tier::TailEdge };
            if end {
                found(place, Rank::new(tier, 0, 0));
            }
        });
    }

    /// Ranks those of the entries over which the word is scattered; answers also which of them
    /// hold it at all, however far apart, as a longer one has to.
    pub(super) fn scattered(&self, word: &Word, places: impl Iterator<Item = u32>) -> (Found, Vec<u32>) {
        let (mut found, mut left) = (Found::new(), Vec::new());
        let Some(lens) = Lens::new(&self.table, &word.chars) else { return (found, left) };
        let scattered = lens.scattered();
        let wanted = word.chars.iter().fold(0, |set, ch| set | GlyphTable::letter(*ch));
        for at in places {
            let place = at as usize;
            if self.letters.get(place).is_none_or(|has| wanted & !has != 0) {
                continue;
            }
            let (names, spelled) = (self.names.entry(place), self.spelled.entry(place));
            let mut fields = names.split(|glyph| *glyph == GAP).chain(spelled.split(|glyph| *glyph == GAP));
            if fields.any(|field| scattered.holds(field)) {
                left.push(at);
                let rank = best(names, &scattered, Tier::NameScattered);
                let rank = rank.or_else(|| best(spelled, &scattered, Tier::TextScattered));
                found.extend(rank.map(|rank| (at, rank)));
            }
        }
        (found, left)
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

fn text_rank(start: bool) -> Rank {
    Rank::new(if start { Tier::TextStart } else { Tier::TextInside }, 0, 0)
}

fn tail_rank(start: bool, end: bool) -> Rank {
    let tier = match (start, end) {
        (true, true) => Tier::TailWhole,
        (true, false) | (false, true) => Tier::TailEdge,
        (false, false) => Tier::TailInside,
    };
    Rank::new(tier, 0, 0)
}

/// Tells of each hit in one entry whether it begins and whether it ends a field.
fn hits(entry: &[u8], finder: &Finder<'_>, stride: Stride, mut found: impl FnMut(bool, bool)) {
    let mut from = 0;
    while let Some(ahead) = entry.get(from..).and_then(|rest| finder.find(rest)) {
        let at = from + ahead;
        let before = at.checked_sub(1).and_then(|before| entry.get(before));
        found(before == Some(&FENCE), entry.get(at + finder.needle().len()) == Some(&FENCE));
        if stride == Stride::Entry {
            return;
        }
        from = at + 1;
    }
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
