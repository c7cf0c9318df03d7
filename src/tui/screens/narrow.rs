//! A list that is narrowed by what is typed where no index is kept of what it holds: its rows
//! are found by what they say, by characters, pinyin and initials as everywhere.

use crate::search::Phrases;

use super::search::Search;

/// What is typed, and which rows are shown for it. `K` tells a row from the others, in the
/// order in which they stand.
#[derive(Debug)]
pub(in crate::tui) struct Narrow<K> {
    pub(in crate::tui) search: Search,
    /// Every row with what it says, spelled once however much is typed.
    texts: Option<(Vec<K>, Phrases)>,
    /// The rows that are shown; none: all of them.
    kept: Option<Vec<K>>,
}

impl<K> Default for Narrow<K> {
    fn default() -> Self {
        Self { search: Search::default(), texts: None, kept: None }
    }
}

impl<K: Copy + Ord> Narrow<K> {
    /// Whether only some rows are shown.
    pub(in crate::tui) fn is_on(&self) -> bool {
        self.kept.is_some()
    }

    /// Whether a row is shown.
    pub(in crate::tui) fn keeps(&self, key: K) -> bool {
        self.kept.as_ref().is_none_or(|kept| kept.binary_search(&key).is_ok())
    }

    /// The rows that are shown where only some are.
    pub(in crate::tui) fn kept(&self) -> &[K] {
        self.kept.as_deref().unwrap_or_default()
    }

    /// Works out which are shown; `rows` gives all of them, each with what it says.
    pub(in crate::tui) fn settle(&mut self, rows: impl FnOnce() -> Vec<(K, String)>) {
        let query = self.search.query();
        if query.is_empty() {
            (self.texts, self.kept) = (None, None);
            return;
        }
        let (keys, phrases) = self.texts.get_or_insert_with(|| {
            let rows = rows();
            let phrases = Phrases::of(rows.iter().map(|(_, text)| text.as_str()));
            (rows.into_iter().map(|(key, _)| key).collect(), phrases)
        });
        // A row tells of much: letters scattered over all of it mean nothing.
        let ranks = phrases.ranks(&query, false);
        let found = keys.iter().zip(ranks).filter(|(_, rank)| rank.is_some()).map(|(key, _)| *key);
        let mut kept: Vec<K> = found.collect();
        kept.sort_unstable();
        self.kept = Some(kept);
    }

    /// Lets go of what the rows said, which has changed.
    pub(in crate::tui) fn forget(&mut self) {
        self.texts = None;
    }

    /// Shows all again.
    pub(in crate::tui) fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<(usize, String)> {
        let told = ["王桂兰 三组 支部名册", "单小明 三组 困难", "仇英 一组 未了事项 B-2"];
        told.into_iter().map(str::to_owned).enumerate().collect()
    }

    fn kept(query: &str) -> Vec<usize> {
        let mut list = Narrow::default();
        list.search.editor.paste(query);
        list.settle(rows);
        list.kept().to_vec()
    }

    #[test]
    fn rows_are_found_by_characters_pinyin_initials_and_numbers_and_keep_their_order() {
        for (query, wanted) in [
            ("桂", &[0][..]),
            ("wgl", &[0]),
            ("shanxm", &[1]),
            ("qiu", &[2]),
            ("三组", &[0, 1]),
            ("三组 xm", &[1]),
            ("b-2", &[2]),
            ("王三", &[]),
            ("wz", &[]),
        ] {
            assert_eq!(kept(query), wanted, "{query}");
        }
    }

    #[test]
    fn the_rows_are_gone_through_once_while_letters_are_typed_and_again_when_they_changed() {
        let mut list = Narrow::default();
        let mut asked = 0;
        for letter in ["w", "g", "l"] {
            list.search.editor.paste(letter);
            list.settle(|| {
                asked += 1;
                rows()
            });
        }
        assert_eq!((asked, list.kept().len()), (1, 1));
        assert!(list.keeps(0) && !list.keeps(1));
        list.forget();
        list.settle(Vec::new);
        assert!(list.is_on() && !list.keeps(0));
        list.clear();
        assert!(!list.is_on() && list.keeps(1));
    }
}
