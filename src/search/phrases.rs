//! Texts that are searched again at every letter, spelled once.

use std::fmt;

use super::{
    LONGEST_TEXT,
    glyph::{GlyphId, GlyphTable},
    lens::{Lens, Scattered},
    query::{Query, Word},
    rank::{Rank, Tier},
};

/// Short texts in an order, as those of a list that is narrowed letter by letter.
///
/// Spelling a text costs far more than looking through it.
pub struct Phrases {
    table: GlyphTable,
    texts: Vec<Vec<GlyphId>>,
}

impl fmt::Debug for Phrases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Phrases").field("texts", &self.texts.len()).finish_non_exhaustive()
    }
}

impl Phrases {
    /// Spells them.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut table = GlyphTable::new();
        let texts = texts.into_iter().map(|text| table.spell_text(text, LONGEST_TEXT)).collect();
        Self { table, texts }
    }

    /// Ranks each of them as [`matches()`](super::matches()) does, where its letters may lie
    /// scattered, and else as [`matches_together()`](super::matches_together()).
    pub fn ranks(&self, query: &str, may_scatter: bool) -> Vec<Option<u32>> {
        let query = Query::parse(query);
        if query.words.is_empty() {
            return vec![Some(0); self.texts.len()];
        }
        let lenses: Vec<Option<Lens<'_>>> =
            query.words.iter().map(|word: &Word| Lens::new(&self.table, &word.chars)).collect();
        let joined = query.joined.as_ref().and_then(|word| Lens::new(&self.table, &word.chars));
        // Prepared once for all texts: that goes through the whole table.
        let words: Vec<Option<Looked<'_>>> =
            lenses.iter().map(|lens| Some(Looked::new(lens.as_ref()?, may_scatter))).collect();
        let joined = joined.as_ref().map(|lens| Looked::new(lens, may_scatter));
        let of = |field: &Vec<GlyphId>| {
            let all = words.iter().map(|word| word.as_ref()?.rank(field)).collect::<Option<Vec<_>>>();
            let all = all.and_then(|ranks| ranks.into_iter().max());
            let joined = joined.as_ref().and_then(|word| word.rank(field));
            [all, joined].into_iter().flatten().min().map(Rank::number)
        };
        self.texts.iter().map(of).collect()
    }
}

/// A word as it is looked for in every text.
struct Looked<'l> {
    lens: &'l Lens<'l>,
    scattered: Option<Scattered<'l>>,
}

impl<'l> Looked<'l> {
    fn new(lens: &'l Lens<'l>, may_scatter: bool) -> Self {
        Self { lens, scattered: may_scatter.then(|| lens.scattered()) }
    }

    fn rank(&self, field: &[GlyphId]) -> Option<Rank> {
        let scattered = || self.scattered.as_ref()?.rank(field, Tier::NameScattered);
        self.lens.name(field).or_else(scattered)
    }
}

/// Ranks one text.
pub(super) fn rank(text: &str, query: &str, may_scatter: bool) -> Option<u32> {
    Phrases::of([text]).ranks(query, may_scatter).into_iter().next().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_are_spelled_together_rank_as_each_of_them_alone() {
        let texts = ["登记", "登记一件事项", "Register an issue", "修改小组", "幸福小区5栋", "单小明", ""];
        let phrases = Phrases::of(texts);
        for query in
            ["", "登记", "dj", "dengji", "reg", "register an", "xf5", "x f", "sxm", "dan", "登 事", "zz"]
        {
            for may_scatter in [false, true] {
                let alone: Vec<_> = texts.iter().map(|text| rank(text, query, may_scatter)).collect();
                assert_eq!(phrases.ranks(query, may_scatter), alone, "{query}");
            }
        }
        assert_eq!(phrases.ranks("登记", false)[..3], [Some(0), phrases.ranks("登记", false)[1], None]);
    }
}
