//! One typed word held against texts: from which character on it matches, and how well.

use super::glyph::{Allowed, GlyphId, GlyphTable};
use super::rank::{Rank, Tier};

/// The longest word that is matched by readings; each place of it is one bit.
const LONGEST_WORD: usize = 62;

/// One word of a query, prepared for the glyphs of one table.
///
/// The places reached so far are a set of bits, and each glyph of a text
/// moves the set on; so 张s, zsan and zhangsan are one kind of match.
pub(super) struct Lens<'a> {
    table: &'a GlyphTable,
    word: &'a [char],
    /// For each glyph, the places it reaches from the start of the word.
    first: Vec<u64>,
    /// The same by usual readings only.
    first_usual: Vec<u64>,
    /// The place after the last character.
    end: u64,
}

/// Where in the names of an entry a match begins.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Named {
    /// After so many glyphs of the name.
    pub(super) start: usize,
    /// Whether it is another name than the usual one, which stands first.
    pub(super) is_other: bool,
}

/// How glyphs may be passed over without being typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Passing {
    /// Only dots and dashes.
    Silent,
    /// Any; the word is scattered over the text.
    Any,
}

impl<'a> Lens<'a> {
    /// Prepares a word; `None` where it is empty or too long to be a name.
    pub(super) fn new(table: &'a GlyphTable, word: &'a [char]) -> Option<Self> {
        if word.is_empty() || word.len() > LONGEST_WORD {
            return None;
        }
        let first = |allowed| table.iter().map(|glyph| glyph.reach(word, 0, allowed)).collect();
        let (first, first_usual) = (first(Allowed::All), first(Allowed::Usual));
        Some(Self { table, word, first, first_usual, end: 1 << word.len() })
    }

    /// Ranks a name in which the word stands without a break.
    pub(super) fn name(&self, field: &[GlyphId]) -> Option<Rank> {
        let starts = field.iter().enumerate().filter(|(_, glyph)| self.opens(**glyph));
        starts
            .filter_map(|(start, _)| self.name_from(field.get(start..)?, Named { start, is_other: false }))
            .min()
    }

    /// Tells whether a match may begin with a glyph.
    pub(super) fn opens(&self, glyph: GlyphId) -> bool {
        self.opening(glyph, Allowed::All) != 0
    }

    /// Ranks what is left of a name from where a match begins, if the word begins right there.
    pub(super) fn name_from(&self, rest: &[GlyphId], Named { start, is_other }: Named) -> Option<Rank> {
        let walk = |allowed| self.walk(rest, Passing::Silent, allowed, |_| {});
        let usual = walk(Allowed::Usual);
        let length = usual.or_else(|| walk(Allowed::All))?;
        let tier = match (start, length == rest.len()) {
            _ if usual.is_none() => Tier::NameRare,
            (0, true) => Tier::NameWhole,
            (0, false) => Tier::NameStart,
            _ => Tier::NameInside,
        };
        Some(Rank::of_name(tier, is_other, start, rest.len() - length))
    }

    /// Prepares the fallback, in which other characters may stand between.
    pub(super) fn scattered(&self) -> Scattered<'_> {
        let reach: Vec<u64> = self
            .table
            .iter()
            .flat_map(|glyph| (0..self.word.len()).map(|at| glyph.reach(self.word, at, Allowed::All)))
            .collect();
        let moves = reach.chunks(self.word.len()).map(|places| {
            places.iter().enumerate().fold(0, |set, (at, reached)| set | u64::from(*reached != 0) << at)
        });
        Scattered { lens: self, moves: moves.collect(), reach }
    }

    /// Finds which glyphs of a field the word falls on: without a break
    /// where that is possible, scattered otherwise.
    pub(super) fn trace(&self, field: &[GlyphId]) -> Option<Vec<usize>> {
        let ways = [
            (Passing::Silent, Allowed::Usual),
            (Passing::Silent, Allowed::All),
            (Passing::Any, Allowed::All),
        ];
        ways.into_iter().find_map(|(passing, allowed)| {
            (0..field.len()).find_map(|start| self.trace_from(field, start, passing, allowed))
        })
    }

    /// The places the first glyph of a match reaches.
    fn opening(&self, glyph: GlyphId, allowed: Allowed) -> u64 {
        let first = match allowed {
            Allowed::All => &self.first,
            Allowed::Usual => &self.first_usual,
        };
        usize::try_from(glyph).ok().and_then(|id| first.get(id)).copied().unwrap_or(0)
    }

    /// Moves a set of places on by one glyph.
    fn step(&self, places: u64, glyph: GlyphId, passing: Passing, allowed: Allowed) -> u64 {
        let Some(glyph) = self.table.get(glyph) else { return 0 };
        let pass = passing == Passing::Any || glyph.silent;
        bits(places).fold(if pass { places } else { 0 }, |set, at| set | glyph.reach(self.word, at, allowed))
    }

    /// Walks from the first glyph of `rest` until the word is used up, and
    /// tells after how many glyphs; `seen` gets the set after each.
    fn walk(
        &self,
        rest: &[GlyphId],
        passing: Passing,
        allowed: Allowed,
        mut seen: impl FnMut(u64),
    ) -> Option<usize> {
        let (first, others) = rest.split_first()?;
        let mut places = self.opening(*first, allowed);
        seen(places);
        let mut length = 1;
        for glyph in others {
            if places & self.end != 0 || places == 0 {
                break;
            }
            places = self.step(places, *glyph, passing, allowed);
            seen(places);
            length += 1;
        }
        (places & self.end != 0).then_some(length)
    }

    fn trace_from(
        &self,
        field: &[GlyphId],
        start: usize,
        passing: Passing,
        allowed: Allowed,
    ) -> Option<Vec<usize>> {
        if !self.opens(*field.get(start)?) {
            return None;
        }
        let rest = field.get(start..)?;
        let rest = match passing {
            Passing::Silent => rest,
            Passing::Any => rest.get(..self.window()).unwrap_or(rest),
        };
        let mut states = Vec::new();
        let length = self.walk(rest, passing, allowed, |places| states.push(places))?;
        // Back from the end: a glyph was passed over if its place had been
        // reached before it, and was typed otherwise.
        let mut place = self.end;
        let mut typed = Vec::new();
        for at in (1..length).rev() {
            let glyph = self.table.get(*rest.get(at)?)?;
            let before = *states.get(at - 1)?;
            if before & place != 0 && (glyph.silent || passing == Passing::Any) {
                continue;
            }
            let from = bits(before).find(|from| glyph.reach(self.word, *from, allowed) & place != 0)?;
            typed.push(start + at);
            place = 1 << from;
        }
        typed.push(start);
        typed.reverse();
        Some(typed)
    }

    /// How far apart the ends of a scattered match may be.
    fn window(&self) -> usize {
        self.word.len() * 3 + 6
    }
}

/// A word that may be scattered over a text: xf5d in 幸福小区5栋.
pub(super) struct Scattered<'a> {
    lens: &'a Lens<'a>,
    /// For each glyph, the places from which it moves on at all.
    moves: Vec<u64>,
    /// For each glyph and each place of the word, the places it reaches.
    reach: Vec<u64>,
}

impl Scattered<'_> {
    /// Ranks a field; the narrower the match, the better.
    pub(super) fn rank(&self, field: &[GlyphId], tier: Tier) -> Option<Rank> {
        // One pass tells whether the word is there at all; few fields have it.
        self.advance(1, field)?;
        let starts = field.iter().enumerate().filter(|(_, glyph)| self.lens.opens(**glyph));
        starts
            .filter_map(|(start, glyph)| {
                let rest = field.get(start + 1..)?;
                let rest = rest.get(..self.lens.window() - 1).unwrap_or(rest);
                let length = self.advance(self.lens.opening(*glyph, Allowed::All), rest)?;
                Some((length, start))
            })
            .min()
            .map(|(length, start)| Rank::new(tier, length, start))
    }

    /// Whether the word is there at all, however far apart its letters.
    pub(super) fn holds(&self, field: &[GlyphId]) -> bool {
        self.advance(1, field).is_some()
    }

    /// Moves a set of places on, and tells after how many glyphs the word is used up.
    fn advance(&self, mut places: u64, glyphs: &[GlyphId]) -> Option<usize> {
        if places & self.lens.end != 0 {
            return Some(0);
        }
        for (passed, glyph) in glyphs.iter().enumerate() {
            let id = usize::try_from(*glyph).ok()?;
            let row = id * self.lens.word.len();
            for at in bits(places & self.moves.get(id)?) {
                places |= self.reach.get(row + at)?;
            }
            if places & self.lens.end != 0 {
                return Some(passed + 1);
            }
        }
        None
    }
}

/// The places in a set, lowest first.
fn bits(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lowest = set.trailing_zeros();
        set &= set.checked_sub(1)?;
        usize::try_from(lowest).ok()
    })
}
