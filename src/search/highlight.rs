//! Which characters of a text on screen are the ones that were typed.

use std::ops::Range;

use super::fold;
use super::glyph::GlyphTable;
use super::lens::Lens;

/// The most characters of one text that are looked at for highlighting.
const LONGEST_TEXT: usize = 512;

/// Gives the byte ranges of `text` that a query matches, by characters or by pinyin.
///
/// The ranges are in order, do not touch each other, and lie on character
/// boundaries. A word of the query that is not in this text adds nothing:
/// it may have matched in another field.
pub fn highlight(text: &str, query: &str) -> Vec<Range<usize>> {
    let words = fold::words(query);
    let folded: Vec<_> = fold::fold_with_places(text).take(LONGEST_TEXT).collect();
    if words.is_empty() || folded.is_empty() {
        return Vec::new();
    }
    let chars: Vec<char> = folded.iter().map(|one| one.ch).collect();
    let mut table = GlyphTable::new();
    let field: Vec<_> = table.spell(&chars).collect();
    let trace = |word: &str| -> Option<Vec<usize>> {
        let word: Vec<char> = word.chars().collect();
        let plain: Vec<char> = word.iter().copied().map(fold::plain).collect();
        let found = chars.windows(word.len().max(1)).position(|here| here == plain);
        found.map(|at| (at..at + word.len()).collect()).or_else(|| Lens::new(&table, &word)?.trace(&field))
    };
    let mut lit: Vec<usize> = words.iter().filter_map(|word| trace(word)).flatten().collect();
    lit.sort_unstable();
    lit.dedup();
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for bytes in lit.into_iter().filter_map(|at| folded.get(at)).map(|one| one.bytes.clone()) {
        match ranges.last_mut() {
            Some(last) if last.end == bytes.start => last.end = bytes.end,
            _ => ranges.push(bytes),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lit<'a>(text: &'a str, query: &str) -> Vec<&'a str> {
        highlight(text, query).into_iter().filter_map(|range| text.get(range)).collect()
    }

    #[test]
    fn what_was_typed_is_lit() {
        for (text, query, want) in [
            ("张三", "zs", &["张三"][..]),
            ("张三", "z", &["张"]),
            ("张三丰", "zsan", &["张三"]),
            ("张三", "三", &["三"]),
            ("单小明", "shan", &["单"]),
            ("单小明", "dan", &["单"]),
            ("幸福小区5栋", "xf5d", &["幸福", "5栋"]),
            ("幸福小区5栋", "福小", &["福小"]),
            ("A-17", "a17", &["A", "17"]),
            ("13800002210", "2210", &["2210"]),
            ("Ｚ三", "z三", &["Ｚ三"]),
            ("张三 5栋", "张 5", &["张", "5"]),
            ("张三", "张 5", &["张"]),
            ("张三", "李", &[]),
            ("吕敏", "lv", &["吕"]),
            ("罗敏", "lü", &["罗"]),
            ("KTV", "ktv", &["KTV"]),
            ("", "李", &[]),
            ("张三", " ", &[]),
        ] {
            assert_eq!(lit(text, query), want, "{text} {query}");
        }
    }

    proptest! {
        #[test]
        fn ranges_are_ordered_in_bounds_and_whole(
            text in "[张单吕 zs5A·ü\u{308}\u{1F600}Ｚ-]{0,12}|\\PC{0,20}",
            query in "[张zsanlu5· -]{0,6}|\\PC{0,8}",
        ) {
            let mut end = 0;
            for range in highlight(&text, &query) {
                prop_assert!(range.start >= end && range.start < range.end);
                prop_assert!(text.get(range.clone()).is_some());
                end = range.end;
            }
        }
    }
}
