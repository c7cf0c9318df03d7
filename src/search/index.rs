//! The index: who is found by what is typed, best first.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;

use super::buffer::{Buffer, Ranks};
use super::query::Query;
use super::rank::Rank;

/// What one person or issue is found by.
#[derive(Debug, Clone, Copy, Default)]
pub struct Entry<'a> {
    /// Names, searched by characters and by pinyin; the first is the usual one.
    pub name: &'a [&'a str],
    /// Addresses, titles, notes: searched by what they contain.
    pub text: &'a [&'a str],
    /// Issue and household numbers; dashes do not count.
    pub tails: &'a [&'a str],
    /// Numbers that are shown in part, as phones are: found by their ends alone, so that
    /// nobody finds out by trying what is not shown to him.
    pub ends: &'a [&'a str],
}

/// One thing found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit<K> {
    /// The key it was inserted under.
    pub key: K,
    /// How well it matches; lower is better.
    pub rank: u32,
}

impl<K> Hit<K> {
    /// Whether all of what it is called by was typed, or all of a number.
    pub fn is_whole(&self) -> bool {
        Rank::is_whole(self.rank)
    }
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hits<K> {
    /// How many match, shown or not.
    pub total: usize,
    /// The best of them, best first; equally good ones in order of insertion.
    pub best: Vec<Hit<K>>,
}

/// How far a search goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// What holds each word without a break.
    Whole,
    /// Where there is nothing such, also what a word is scattered over.
    Scattered,
    /// The same, by who knows that there is nothing such.
    ScatteredAlone,
}

/// An index in memory over names, texts and numbers.
///
/// Names, texts and numbers lie in one run of memory each, which a keystroke
/// goes through from end to end; there is nothing to tune and nothing to go stale. What
/// is removed is blanked at once, so that erased names do not linger.
#[derive(Clone)]
pub struct Index<K: Copy + Eq + Hash> {
    /// Where the entry of a key lies; keeps `insert` and `remove` from searching.
    places: HashMap<K, usize>,
    /// By slot; `None` where an entry was removed or replaced.
    keys: Vec<Option<Row<K>>>,
    buffer: Buffer,
    /// Counts insertions, so that equal hits keep their order for good.
    next: u64,
}

#[derive(Clone, Copy)]
struct Row<K> {
    key: K,
    /// When the key was first inserted; replacing its entry keeps it.
    order: u64,
}

impl<K: Copy + Eq + Hash> Index<K> {
    /// Makes an empty index.
    pub fn new() -> Self {
        Self { places: HashMap::new(), keys: Vec::new(), buffer: Buffer::new(), next: 0 }
    }

    /// Tells how many keys can be found.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Tells whether nothing can be found.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Makes a key findable by an entry, instead of by an earlier one.
    pub fn insert(&mut self, key: K, entry: &Entry<'_>) {
        let order = self.take_out(key).map_or(self.next, |row| row.order);
        self.next += 1;
        self.places.insert(key, self.keys.len());
        self.keys.push(Some(Row { key, order }));
        self.buffer.push(entry);
        self.compact_if_sparse();
    }

    /// Makes a key unfindable; tells whether it was there.
    pub fn remove(&mut self, key: K) -> bool {
        let was_there = self.take_out(key).is_some();
        self.compact_if_sparse();
        was_there
    }

    /// Finds what matches all words of a query, and the best `limit` of them.
    ///
    /// An empty query finds nothing: whoever shows a list has it already.
    pub fn search(&self, query: &str, limit: usize) -> Hits<K> {
        self.find(query, limit, Reach::Scattered)
    }

    /// Finds the same, but nothing over which the letters of a word are scattered: for several
    /// indexes, of which one may have what another has to guess.
    pub fn search_whole(&self, query: &str, limit: usize) -> Hits<K> {
        self.find(query, limit, Reach::Whole)
    }

    /// Finds the rest, where [`Index::search_whole`] has found nothing.
    pub fn search_scattered(&self, query: &str, limit: usize) -> Hits<K> {
        self.find(query, limit, Reach::ScatteredAlone)
    }

    fn find(&self, query: &str, limit: usize, reach: Reach) -> Hits<K> {
        let query = Query::parse(query);
        if query.words.is_empty() {
            return Hits { total: 0, best: Vec::new() };
        }
        let ranks = self.rank_all(&query, reach);
        let rows = ranks.into_iter().zip(&self.keys);
        let mut found: Vec<(Rank, u64, K)> =
            rows.filter_map(|(rank, row)| Some((rank?, row.as_ref()?.order, row.as_ref()?.key))).collect();
        let total = found.len();
        if limit < total {
            found.select_nth_unstable_by_key(limit, |hit| (hit.0, hit.1));
            found.truncate(limit);
        }
        found.sort_unstable_by_key(|hit| (hit.0, hit.1));
        let best = found.into_iter().map(|(rank, _, key)| Hit { key, rank: rank.number() }).collect();
        Hits { total, best }
    }

    /// Ranks every entry by a query that is not empty.
    fn rank_all(&self, query: &Query, reach: Reach) -> Ranks {
        if let ([word], Reach::ScatteredAlone) = (&*query.words, reach) {
            let mut ranks = vec![None; self.keys.len()];
            self.buffer.rank_scattered(word, &mut ranks);
            return ranks;
        }
        let mut words: Vec<Ranks> = query.words.iter().map(|word| self.buffer.rank(word)).collect();
        let mut joined = query.joined.as_ref().map(|word| self.buffer.rank(word));
        let ranks = combine(&words, joined.as_ref());
        if reach == Reach::Whole || ranks.iter().any(Option::is_some) {
            return ranks;
        }
        for (word, ranks) in query.words.iter().zip(&mut words) {
            self.buffer.rank_scattered(word, ranks);
        }
        if let (Some(word), Some(ranks)) = (&query.joined, &mut joined) {
            self.buffer.rank_scattered(word, ranks);
        }
        combine(&words, joined.as_ref())
    }

    fn take_out(&mut self, key: K) -> Option<Row<K>> {
        let place = self.places.remove(&key)?;
        self.buffer.blank(place);
        self.keys.get_mut(place)?.take()
    }

    /// Closes the gaps once there are more of them than entries.
    fn compact_if_sparse(&mut self) {
        if self.keys.len() < 64 || self.keys.len() < self.places.len() * 2 {
            return;
        }
        let keep: Vec<bool> = self.keys.iter().map(Option::is_some).collect();
        self.buffer.compact(&keep);
        self.keys.retain(Option::is_some);
        self.places = self.keys.iter().flatten().enumerate().map(|(place, row)| (row.key, place)).collect();
    }
}

impl<K: Copy + Eq + Hash> Default for Index<K> {
    fn default() -> Self {
        Self::new()
    }
}

/// Tells only how much it holds: what it holds is personal.
impl<K: Copy + Eq + Hash> fmt::Debug for Index<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index").field("len", &self.len()).finish_non_exhaustive()
    }
}

/// Lets the worst of the words count, or the words joined where that is better.
fn combine(words: &[Ranks], joined: Option<&Ranks>) -> Ranks {
    let Some((first, others)) = words.split_first() else { return Ranks::new() };
    let mut ranks = first.clone();
    for other in others {
        for (rank, other) in ranks.iter_mut().zip(other) {
            *rank = rank.zip(*other).map(|(one, other)| one.max(other));
        }
    }
    for (rank, joined) in ranks.iter_mut().zip(joined.into_iter().flatten()) {
        *rank = match (*rank, *joined) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
    ranks
}
