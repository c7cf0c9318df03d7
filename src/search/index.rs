//! The index: who is found by what is typed, best first.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::sync::atomic::{AtomicU64, Ordering};

use super::buffer::Buffer;
use super::found::{Found, both, either};
use super::query::{Query, Word};
use super::rank::Rank;
use super::trail::{Before, Trail};

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
    /// Another one after each change, of all indexes that there are.
    stamp: u64,
    /// Counts insertions, so that equal hits keep their order for good.
    next: u32,
}

/// The next stamp.
fn stamp() -> u64 {
    static STAMPS: AtomicU64 = AtomicU64::new(1);
    STAMPS.fetch_add(1, Ordering::Relaxed)
}

#[derive(Clone, Copy)]
struct Row<K> {
    key: K,
    /// When the key was first inserted; replacing its entry keeps it.
    order: u32,
}

impl<K: Copy + Eq + Hash> Index<K> {
    /// Makes an empty index.
    pub fn new() -> Self {
        Self { places: HashMap::new(), keys: Vec::new(), buffer: Buffer::new(), stamp: stamp(), next: 0 }
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
        self.next = self.next.saturating_add(1);
        self.places.insert(key, self.keys.len());
        self.keys.push(Some(Row { key, order }));
        self.buffer.push(entry);
        self.stamp = stamp();
        self.compact_if_sparse();
    }

    /// Gives back the memory that nothing took: of an index that was just made, and will change little.
    pub fn shrink_to_fit(&mut self) {
        self.places.shrink_to_fit();
        self.keys.shrink_to_fit();
        self.buffer.shrink_to_fit();
    }

    /// Makes a key unfindable; tells whether it was there.
    pub fn remove(&mut self, key: K) -> bool {
        let was_there = self.take_out(key).is_some();
        self.stamp = stamp();
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
    /// indexes, of which one may have what another has to guess. Of what was found for a
    /// beginning of the word, `trail` knows.
    pub fn search_whole(&self, query: &str, limit: usize, trail: &mut Trail) -> Hits<K> {
        self.find_along(query, limit, Reach::Whole, trail)
    }

    /// Finds the rest, where [`Index::search_whole`] has found nothing.
    pub fn search_scattered(&self, query: &str, limit: usize, trail: &mut Trail) -> Hits<K> {
        self.find_along(query, limit, Reach::ScatteredAlone, trail)
    }

    fn find(&self, query: &str, limit: usize, reach: Reach) -> Hits<K> {
        self.find_parsed(&Query::parse(query), limit, reach)
    }

    fn find_parsed(&self, query: &Query, limit: usize, reach: Reach) -> Hits<K> {
        if query.words.is_empty() {
            return Hits { total: 0, best: Vec::new() };
        }
        self.best(&self.rank_all(query, reach), limit)
    }

    fn find_along(&self, query: &str, limit: usize, reach: Reach, trail: &mut Trail) -> Hits<K> {
        let query = Query::parse(query);
        // Several words may also be one, and one letter is scattered over nothing.
        let word = match &*query.words {
            [word] if reach == Reach::Whole || word.chars.len() > 1 => word,
            _ => return self.find_parsed(&query, limit, reach),
        };
        trail.of(self.stamp);
        let scattered = reach == Reach::ScatteredAlone;
        let (found, left) = match trail.before(word, scattered) {
            Before::Same(step) => return self.best(&step.found, limit),
            Before::Shorter(step) => self.rank_one(word, scattered, Some(&step.left)),
            Before::Unknown => self.rank_one(word, scattered, None),
        };
        let hits = self.best(&found, limit);
        trail.keep(word, scattered, found, left);
        hits
    }

    /// Ranks the entries at these places, or all, by one word; answers also at which of them a
    /// longer word may match.
    fn rank_one(&self, word: &Word, scattered: bool, places: Option<&[u32]>) -> (Found, Vec<u32>) {
        match (scattered, places) {
            (true, Some(places)) => self.buffer.scattered(word, places.iter().copied()),
            (true, None) => self.scattered(word),
            (false, Some(places)) => self.buffer.rank_among(word, places),
            (false, None) => self.buffer.rank(word),
        }
    }

    /// Counts what was found, and picks the best: of equally good ones the first.
    fn best(&self, found: &Found, limit: usize) -> Hits<K> {
        let mut total = 0;
        let mut kept: Vec<(Rank, u32, u32)> = Vec::new();
        let mut worst = None;
        for (place, rank) in found.iter().copied() {
            let Some(Some(row)) = self.keys.get(place as usize) else { continue };
            total += 1;
            if worst.is_none_or(|worst| (rank, row.order) < worst) {
                kept.push((rank, row.order, place));
            }
            // Now and then those that are not among the best are let go.
            if kept.len() > limit.saturating_mul(2).max(64) {
                kept.select_nth_unstable(limit);
                worst = kept.get(limit).map(|hit| (hit.0, hit.1));
                kept.truncate(limit);
            }
        }
        kept.sort_unstable();
        kept.truncate(limit);
        let key = |place: u32| self.keys.get(place as usize).copied().flatten().map(|row| row.key);
        let best = kept
            .into_iter()
            .filter_map(|(rank, _, place)| Some(Hit { key: key(place)?, rank: rank.number() }));
        Hits { total, best: best.collect() }
    }

    /// Ranks every entry over which a word is scattered.
    fn scattered(&self, word: &Word) -> (Found, Vec<u32>) {
        self.buffer.scattered(word, (0..).take(self.keys.len()))
    }

    /// Ranks every entry by a query that is not empty.
    fn rank_all(&self, query: &Query, reach: Reach) -> Found {
        if let ([_], Reach::ScatteredAlone) = (&*query.words, reach) {
            // One letter is scattered over nothing.
            return Found::new();
        }
        let whole = |word: &Word| self.buffer.rank(word).0;
        let found = combine(query.words.iter().map(whole), query.joined.as_ref().map(whole));
        if reach == Reach::Whole || !found.is_empty() {
            return found;
        }
        let any = |word: &Word| either(whole(word), self.scattered(word).0);
        combine(query.words.iter().map(any), query.joined.as_ref().map(any))
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
fn combine(words: impl Iterator<Item = Found>, joined: Option<Found>) -> Found {
    let all = words.reduce(|one, other| both(&one, &other)).unwrap_or_default();
    either(all, joined.unwrap_or_default())
}
