//! Everything that is searched, laid out so that one pass looks at all of it.

use super::fold;
use super::found::{Found, either, note, places};
use super::glyph::{GAP, GlyphId, GlyphTable};
use super::index::Entry;
use super::lane::Lane;
use super::lens::{Lens, Named, Scattered};
use super::query::Word;
use super::rank::{Rank, Tier};
use super::texts::{Edges, Stride, Texts};

/// The most characters of one field that are matched by readings. A note
/// may be long; what it contains is found whole, as bytes.
const LONGEST_FIELD: usize = 96;

/// Names as glyphs, texts as glyphs and as bytes, numbers as bytes.
#[derive(Clone)]
pub(super) struct Buffer {
    table: GlyphTable,
    names: Lane<GlyphId>,
    /// The same texts as in `texts`, as glyphs, for the fallback.
    spelled: Lane<GlyphId>,
    texts: Texts,
    tails: Texts,
    /// Numbers that are found by their ends alone.
    ends: Texts,
    /// For each entry, which letters its glyphs can answer for: most entries
    /// are passed over on this alone.
    letters: Vec<u64>,
    /// For each entry, with which letters what its names answer for may begin.
    opens: Vec<u64>,
}

impl Buffer {
    pub(super) fn new() -> Self {
        Self {
            table: GlyphTable::new(),
            names: Lane::new(),
            spelled: Lane::new(),
            texts: Texts::new(),
            tails: Texts::new(),
            ends: Texts::new(),
            letters: Vec::new(),
            opens: Vec::new(),
        }
    }

    /// Lays an entry down behind the others.
    pub(super) fn push(&mut self, entry: &Entry<'_>) {
        let fold = |text: &&str| -> Vec<char> { fold::fold(text).collect() };
        let texts: Vec<Vec<char>> = entry.text.iter().map(fold).collect();
        let names = self.spell(entry.name.iter().map(fold));
        let spelled = self.spell(texts.iter());
        let all = names.iter().chain(&spelled);
        self.letters.push(all.fold(0, |set, glyph| set | self.table.letters(*glyph)));
        self.opens.push(names.iter().fold(0, |set, glyph| set | self.table.initials(*glyph)));
        self.names.push(names);
        self.spelled.push(spelled);
        self.texts.push(texts);
        self.tails.push(entry.tails.iter().map(|number| fold::bare(fold::fold(number))));
        self.ends.push(entry.ends.iter().map(|number| fold::bare(fold::fold(number))));
    }

    /// Gives back the memory that no entry took.
    pub(super) fn shrink_to_fit(&mut self) {
        self.names.shrink_to_fit();
        self.spelled.shrink_to_fit();
        self.texts.shrink_to_fit();
        self.tails.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.letters.shrink_to_fit();
        self.opens.shrink_to_fit();
    }

    /// Overwrites an entry so that nothing of it is left to find.
    pub(super) fn blank(&mut self, place: usize) {
        self.names.blank(place, GAP);
        self.spelled.blank(place, GAP);
        self.texts.blank(place);
        self.tails.blank(place);
        self.ends.blank(place);
        for sets in [&mut self.letters, &mut self.opens] {
            if let Some(set) = sets.get_mut(place) {
                *set = 0;
            }
        }
    }

    /// Keeps only the entries that are marked, in their order.
    pub(super) fn compact(&mut self, keep: &[bool]) {
        self.names.compact(keep);
        self.spelled.compact(keep);
        self.texts.compact(keep);
        self.tails.compact(keep);
        self.ends.compact(keep);
        for sets in [&mut self.letters, &mut self.opens] {
            let mut kept = keep.iter();
            sets.retain(|_| kept.next().copied().unwrap_or(false));
        }
    }

    /// Ranks every entry in which the word stands without a break; answers also the places at
    /// which a longer word may match: what ends a number says nothing of that.
    pub(super) fn rank(&self, word: &Word) -> (Found, Vec<u32>) {
        let mut texts = Found::new();
        if let Some(text) = self.texts.finder(&word.text) {
            // The first place in an entry's texts is enough.
            self.texts.scan(&text, Stride::Entry, |at, edges| note(&mut texts, at, text_rank(edges)));
        }
        let mut tails = Found::new();
        if let Some(bare) = self.tails.finder(&word.bare) {
            self.tails.scan(&bare, Stride::Hit, |at, edges| note(&mut tails, at, tail_rank(edges)));
        }
        let inside = either(self.rank_names(word), either(texts, tails));
        let left = places(&inside);
        (either(inside, self.rank_ends(word)), left)
    }

    /// The same of a word of which a beginning matches at these places alone.
    pub(super) fn rank_among(&self, word: &Word, among: &[u32]) -> (Found, Vec<u32>) {
        let lens = Lens::new(&self.table, &word.chars);
        let (text, bare) = (self.texts.finder(&word.text), self.tails.finder(&word.bare));
        let wanted = wanted(word);
        let mut inside = Found::new();
        for at in among {
            let place = *at as usize;
            if let Some(text) = &text {
                let found = |edges| note(&mut inside, place, text_rank(edges));
                self.texts.scan_entry(place, text, Stride::Entry, found);
            }
            if let Some(bare) = &bare {
                let found = |edges| note(&mut inside, place, tail_rank(edges));
                self.tails.scan_entry(place, bare, Stride::Hit, found);
            }
            if let Some(lens) = &lens
                && self.letters.get(place).is_some_and(|has| wanted & !has == 0)
                && let Some(rank) = self.rank_name(place, lens)
            {
                note(&mut inside, place, rank);
            }
        }
        let left = places(&inside);
        (either(inside, self.rank_ends(word)), left)
    }

    /// Numbers that end with it.
    fn rank_ends(&self, word: &Word) -> Found {
        let mut found = Found::new();
        let Some(bare) = self.ends.finder(&word.bare) else { return found };
        self.ends.scan(&bare, Stride::Hit, |place, edges| {
            let tier = if edges.start { Tier::TailWhole } else { Tier::TailEdge };
            if edges.end {
                note(&mut found, place, Rank::new(tier, 0, 0));
            }
        });
        found
    }

    /// Ranks those of the entries over which the word is scattered; answers also which of them
    /// hold it at all, however far apart, as a longer one has to.
    pub(super) fn scattered(&self, word: &Word, places: impl Iterator<Item = u32>) -> (Found, Vec<u32>) {
        let (mut found, mut left) = (Found::new(), Vec::new());
        // One character cannot be scattered.
        let lens = Lens::new(&self.table, &word.chars).filter(|_| word.chars.len() > 1);
        let Some(lens) = lens else { return (found, left) };
        let (scattered, wanted) = (lens.scattered(), wanted(word));
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

    /// Ranks the entries in a name of which the word stands without a break.
    fn rank_names(&self, word: &Word) -> Found {
        let mut found = Found::new();
        let Some(lens) = Lens::new(&self.table, &word.chars) else { return found };
        let (first, wanted) = (word.chars.first().map_or(0, |ch| GlyphTable::letter(*ch)), wanted(word));
        for (place, (opens, has)) in self.opens.iter().zip(&self.letters).enumerate() {
            if opens & first != 0
                && wanted & !has == 0
                && let Some(rank) = self.rank_name(place, &lens)
            {
                note(&mut found, place, rank);
            }
        }
        found
    }

    /// Ranks an entry by its names.
    fn rank_name(&self, place: usize, lens: &Lens<'_>) -> Option<Rank> {
        let glyphs = self.names.entry(place);
        let (mut best, mut begin): (Option<Rank>, usize) = (None, 0);
        for (at, glyph) in glyphs.iter().enumerate() {
            if *glyph == GAP {
                begin = at + 1;
            } else if lens.opens(*glyph) {
                let rest = glyphs.get(at..).and_then(|rest| rest.split(|glyph| *glyph == GAP).next());
                let named = Named { start: at - begin, is_other: begin > 0 };
                if let Some(rank) = rest.and_then(|rest| lens.name_from(rest, named)) {
                    best = Some(best.map_or(rank, |best| best.min(rank)));
                }
            }
        }
        best
    }

    /// Spells folded fields, each with a gap behind it.
    fn spell<F: AsRef<[char]>>(&mut self, fields: impl Iterator<Item = F>) -> Vec<GlyphId> {
        let mut glyphs = Vec::new();
        for field in fields {
            let field = field.as_ref();
            glyphs.extend(self.table.spell(field.get(..LONGEST_FIELD).unwrap_or(field)));
            glyphs.push(GAP);
        }
        glyphs
    }
}

fn best(glyphs: &[GlyphId], scattered: &Scattered<'_>, tier: Tier) -> Option<Rank> {
    glyphs.split(|glyph| *glyph == GAP).filter_map(|field| scattered.rank(field, tier)).min()
}

/// The letters of a word, of which each has to be answered for.
fn wanted(word: &Word) -> u64 {
    word.chars.iter().fold(0, |set, ch| set | GlyphTable::letter(*ch))
}

fn text_rank(edges: Edges) -> Rank {
    Rank::new(if edges.start { Tier::TextStart } else { Tier::TextInside }, 0, 0)
}

fn tail_rank(edges: Edges) -> Rank {
    let tier = match (edges.start, edges.end) {
        (true, true) => Tier::TailWhole,
        (true, false) | (false, true) => Tier::TailEdge,
        (false, false) => Tier::TailInside,
    };
    Rank::new(tier, 0, 0)
}
