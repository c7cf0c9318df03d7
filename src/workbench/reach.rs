//! Who has what: what each laptop is known to have, what it lacks and since when.
//!
//! A laptop is believed to have only what a bundle of its own says, and what it
//! had seen when it wrote its commits: a bundle written for it may never arrive.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{bench, bench::Workbench, enrol::Introduction, error::Error, view};
use crate::{
    bundle::{
        format::{Inner, Outer},
        plan::{self, Gap},
    },
    domain::{calendar, team, wording::Lang},
    log::{
        commit::{Dot, PeerId, Point},
        heads::Head,
        stamp::Stamp,
        vector::Vector,
    },
    say,
    store::{codec, placing::Placing},
};

/// The notes that say what others have.
const HAS: &str = "has.";

/// Laptops whose commits are named one by one where somebody lacks them; the rest is counted.
const NAMED: usize = 3;

/// Consecutive commits of one laptop that somebody lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hole {
    /// Whose.
    pub peer: PeerId,
    /// Its letter; the beginning of its id where that is not known.
    pub letter: String,
    /// The first one missing.
    pub from: u64,
    /// The last one missing.
    pub to: u64,
}

impl Hole {
    /// The hole in words: `B 的 41–52`.
    pub fn told(&self, lang: Lang) -> String {
        let Self { letter, from, to, .. } = self;
        if from == to {
            say!(lang, "{letter} 的 {from}", "{from} of {letter}")
        } else {
            say!(lang, "{letter} 的 {from}–{to}", "{from}–{to} of {letter}")
        }
    }
}

/// Several holes in words, the first ones named; empty where there is none.
pub fn told(holes: &[Hole], lang: Lang) -> String {
    told_up_to(NAMED, holes, lang)
}

fn told_up_to(named: usize, holes: &[Hole], lang: Lang) -> String {
    let mut parts: Vec<String> = holes.iter().take(named).map(|hole| hole.told(lang)).collect();
    let more = holes.len().saturating_sub(named);
    if more > 0 {
        parts.push(say!(lang, "另 {more} 台的", "some of {more} more"));
    }
    parts.join(lang.pick("、", ", "))
}

/// The day of a moment in words: `11月20日`; with its year where that is not the year of `now`.
pub fn told_day(at: Timestamp, now: Timestamp, lang: Lang) -> String {
    let (day, today) = (calendar::day(at), calendar::day(now));
    let (year, month, date) = (day.year(), day.month(), day.day());
    let english = day.strftime("%b %-d").to_string();
    if year == today.year() {
        say!(lang, "{month}月{date}日", "{english}")
    } else {
        say!(lang, "{year}年{month}月{date}日", "{english} {year}")
    }
}

/// What a laptop is not known to have of what is here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lack {
    /// Which commits, by whose they are.
    pub holes: Vec<Hole>,
    /// When the oldest of them was written, by its writer's clock.
    pub since: Option<Timestamp>,
}

impl Lack {
    /// How many commits that are.
    pub fn commits(&self) -> u64 {
        self.holes.iter().map(|hole| hole.to - hole.from + 1).sum()
    }

    /// What is lacking and since when, in words; empty where nothing is.
    pub fn told(&self, now: Timestamp, lang: Lang) -> String {
        self.told_up_to(NAMED, now, lang)
    }

    /// The same with everybody named whose commits are lacking.
    pub fn told_whole(&self, now: Timestamp, lang: Lang) -> String {
        self.told_up_to(self.holes.len(), now, lang)
    }

    /// The same in at most `room` cells, as `width` counts them, with as many
    /// named as fit: since when is never left out.
    pub fn told_within(&self, room: usize, width: fn(&str) -> usize, now: Timestamp, lang: Lang) -> String {
        let mut told = (2..=NAMED).rev().map(|named| self.told_up_to(named, now, lang));
        told.find(|told| width(told) <= room).unwrap_or_else(|| self.told_up_to(1, now, lang))
    }

    fn told_up_to(&self, named: usize, now: Timestamp, lang: Lang) -> String {
        let holes = told_up_to(named, &self.holes, lang);
        match self.since {
            None => String::new(),
            Some(since) => {
                let day = told_day(since, now, lang);
                say!(lang, "缺 {holes}，自 {day}", "lacks {holes}, since {day}")
            }
        }
    }
}

/// What a laptop's own bundle said of its moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Word {
    /// When it was written, by the clock of its sender, in milliseconds since 1970.
    pub(super) created_ms: u64,
    /// When it came here, by the clock of this laptop.
    arrived_ms: u64,
    /// What its sender had.
    pub(super) has: Vector,
}

impl Word {
    /// Whether it was said after another of the same laptop. What that had tells
    /// it, and its clock only where nothing had changed.
    fn follows(&self, other: &Self) -> bool {
        let is_ahead = |ms, now_ms| Stamp { ms, counter: 0 }.is_ahead(now_ms);
        if self.has != other.has {
            return self.has.dominates(&other.has);
        }
        let plausible = |word: &Self| Some(word.created_ms).filter(|ms| !is_ahead(*ms, word.arrived_ms));
        plausible(self) > plausible(other)
    }
}

impl Workbench {
    /// What of the commits that are here a laptop is not known to have.
    ///
    /// Of a laptop that was copied, what the one that keeps its name lacks: nobody
    /// can tell whether the other copy, as long as it is not heard of, is anywhere.
    pub fn lack_of(&self, peer: PeerId) -> Result<Lack, Error> {
        let has = self.own_word_of(peer)?;
        let mut lack = Lack::default();
        for Dot { peer: whose, seq: to } in self.store.totals().held().iter() {
            let from = has.get(whose) + 1;
            if from > to {
                continue;
            }
            if let Some(first) = self.held(Dot { peer: whose, seq: from })? {
                let at = view::moment(first.commit.stamp);
                lack.since = Some(lack.since.map_or(at, |known| known.min(at)));
            }
            lack.holes.push(self.hole(&Gap { peer: whose, from, to })?);
        }
        lack.holes
            .sort_by(|a, b| (a.letter.len(), &a.letter, a.peer).cmp(&(b.letter.len(), &b.letter, b.peer)));
        Ok(lack)
    }

    /// What the commits that wait here are waiting for.
    pub fn waits_for(&self) -> Result<Vec<Hole>, Error> {
        plan::gaps(self.store.totals()).iter().map(|gap| self.hole(gap)).collect()
    }

    /// Whoever of the group says most of what this laptop wrote, and up to which
    /// number, where that is more than is here: its folder may be an older copy
    /// of itself, or another copy goes by its name.
    pub(super) fn own_commits_elsewhere(&self) -> Result<Option<(PeerId, u64)>, Error> {
        let (own, totals) = (self.peer(), self.store.totals());
        if totals.lines.is_copied(own) {
            return Ok(None);
        }
        let mut said: Vec<(PeerId, Dot)> =
            totals.waiting.iter().map(|(point, waits)| (point.dot.peer, waits.missing.dot)).collect();
        for (peer, _) in totals.heads.iter() {
            said.extend(self.read_ends(peer)?.into_iter().map(|end| (peer, end.dot)));
        }
        let have = totals.heads.get(own).map_or(0, |head| head.seq);
        let more = said.into_iter().filter(|(_, of)| of.peer == own && of.seq > have);
        let more = more.map(|(by, of)| (by, of.seq)).filter(|(by, _)| *by != own && self.belongs(*by));
        Ok(more.max_by_key(|(_, seq)| *seq))
    }

    /// A gap with its laptop's letter.
    pub fn hole(&self, gap: &Gap) -> Result<Hole, Error> {
        let Gap { peer, from, to } = *gap;
        Ok(Hole { peer, letter: self.call(peer)?, from, to })
    }

    /// What a laptop is called: its letter, or the beginning of its id.
    pub fn call(&self, peer: PeerId) -> Result<String, Error> {
        let root = self.store.totals().lines.root(peer);
        if root != peer {
            // A copy is told from its original, as issues with one number are.
            return Ok(view::apart(&self.call(root)?, peer));
        }
        let card = Self::peer_record(peer);
        let letter = match self.row(card)? {
            Some(card) => card.text(team::peers::LETTER).to_owned(),
            None => match self.first_of(peer)? {
                Some(first) => Introduction::of(&first.commit).letter,
                None => String::new(),
            },
        };
        let Ok(letter) = bench::read_letter(&letter) else {
            return Ok(peer.to_string().chars().take(8).collect());
        };
        let cards = self.rows(team::peers::ID)?;
        let is_alike = cards.iter().any(|row| row.id != card && row.text(team::peers::LETTER) == letter);
        Ok(if is_alike { view::apart(&letter, peer) } else { letter })
    }

    /// What a laptop is known to have, by its own word and its own commits.
    fn own_word_of(&self, peer: PeerId) -> Result<Vector, Error> {
        if peer == self.peer() {
            return Ok(self.store.totals().held());
        }
        let mut has = self.places_of(&self.read_ends(peer)?);
        // What it wrote it has, and what it had seen when it did.
        if let Some(head) = self.store.totals().heads.get(peer) {
            has.join(&head.seen);
        }
        Ok(has)
    }

    /// What a laptop is known to have, whichever copy of it goes by its name.
    pub fn knowledge_of(&self, peer: PeerId) -> Result<Vector, Error> {
        let mut has = self.own_word_of(peer)?;
        if peer == self.peer() {
            return Ok(has);
        }
        let totals = self.store.totals();
        // A copy of it that does not know yet goes by the same name, and lacks what it lacks.
        for head in totals.lines.of(peer).skip(1).filter_map(|row| self.unparted(peer, row)) {
            has = has.meet(&head.seen);
        }
        Ok(has)
    }

    /// The end of a copy's row, where no laptop has gone on from it under a new name.
    fn unparted(&self, peer: PeerId, row: PeerId) -> Option<&Head> {
        let totals = self.store.totals();
        let head = totals.heads.get(row)?;
        let mut successors = totals.trust.successors(peer).filter_map(|new| totals.heads.get(new));
        let has_parted = successors.any(|new| new.seen.get(row) >= head.seq);
        (!has_parted).then_some(head)
    }

    /// Forgets what laptops said they have that turn out to be several.
    pub(super) fn forget_ends_of(&mut self, peers: &BTreeSet<PeerId>) -> Result<(), Error> {
        for peer in peers {
            let none: Vec<Point> = Vec::new();
            self.store.note(&has_note(*peer), codec::encode(&none), self.clock.now_ms())?;
        }
        Ok(())
    }

    /// When this laptop last heard of another: the moment, by that one's clock,
    /// of the last bundle or commit of it that was taken in, and never later
    /// than that was.
    pub fn heard_of(&self, peer: PeerId) -> Result<Option<Timestamp>, Error> {
        let heard = self.word_of(peer)?.map(|word| word.created_ms.min(word.arrived_ms));
        let last = self.store.totals().heads.get(peer).map(|head| head.stamp);
        // What was written while its clock was ahead says nothing of when.
        let written = last.filter(|stamp| heard.is_none() || !self.came_from_ahead(peer, *stamp));
        let last = written.map(|stamp| stamp.ms).max(heard).filter(|_| peer != self.peer());
        Ok(last.map(|ms| view::moment(Stamp { ms, counter: 0 }).min(self.now())))
    }

    /// The last bundle of a laptop's own that was taken in.
    pub(super) fn word_of(&self, peer: PeerId) -> Result<Option<Word>, Error> {
        Ok(self.store.read_note(&heard_note(peer))?.and_then(|bytes| codec::decode(&bytes).ok()))
    }

    /// Takes note of what the sender of a bundle has, where that is news.
    pub(super) fn learn(&mut self, outer: &Outer, inner: &Inner) -> Result<(), Error> {
        let peer = outer.sender;
        // A stranger's word would keep from others what they lack.
        if peer == self.peer() || !self.belongs(peer) {
            return Ok(());
        }
        // A copy of it that does not know yet speaks under its name.
        let totals = self.store.totals();
        if totals.lines.is_copied(peer) {
            let placing = self.store.placing();
            let own = inner.knowledge.iter().filter(|end| end.dot.peer == peer);
            let mut rows = Vec::new();
            for end in own {
                rows.extend(placing.resolve(*end)?.map(|at| at.peer));
            }
            if !rows.contains(&peer) {
                return Ok(());
            }
        }
        let known = self.read_ends(peer)?;
        let has = self.newest_ends(known.iter().chain(&inner.knowledge).copied().collect())?;
        if has != known {
            self.store.note(&has_note(peer), codec::encode(&has), self.clock.now_ms())?;
        }
        let word = Word {
            created_ms: outer.created_ms,
            arrived_ms: self.clock.now_ms(),
            has: inner.knowledge.iter().map(|end| end.dot).collect(),
        };
        if self.word_of(peer)?.is_none_or(|known| word.follows(&known)) {
            self.store.note(&heard_note(peer), codec::encode(&word), self.clock.now_ms())?;
        }
        Ok(())
    }

    /// Every other laptop that is known and belongs to the group.
    pub(super) fn others(&self) -> Vec<PeerId> {
        let totals = self.store.totals();
        let named = totals.named();
        let waiting = totals.waiting.keys().map(|point| point.dot.peer);
        let known = named.iter().map(|name| name.peer).chain(waiting);
        let mut known: Vec<PeerId> =
            known.filter(|peer| *peer != self.peer() && self.belongs(*peer)).collect();
        known.sort_unstable();
        known.dedup();
        known
    }

    /// What everybody that is meant has already; nobody named means every
    /// laptop that is known and belongs to the group.
    pub(super) fn had_by(&self, peers: &[PeerId]) -> Result<Vector, Error> {
        let meant: Vec<PeerId> = if peers.is_empty() { self.others() } else { peers.to_vec() };
        let mut vectors = Vec::new();
        for peer in meant {
            vectors.push(self.knowledge_of(peer)?);
        }
        Ok(vectors.into_iter().reduce(|all, one| all.meet(&one)).unwrap_or_default())
    }

    /// The ends of rows that a laptop said it has, as they were told.
    fn read_ends(&self, peer: PeerId) -> Result<Vec<Point>, Error> {
        let told = self.store.read_note(&has_note(peer))?;
        Ok(told.and_then(|bytes| codec::decode(&bytes).ok()).unwrap_or_default())
    }

    /// Where these ends are in the rows that are here. What is not here of a
    /// laptop that was not copied, as far as is known, is believed to go on
    /// from what is; what has a name that is here, and is another commit, is
    /// nothing that is here.
    fn places_of(&self, ends: &[Point]) -> Vector {
        let totals = self.store.totals();
        let (placing, queues, named) = (self.store.placing(), totals.queues(), totals.named());
        let place = |end: &Point| {
            if let Ok(Some(at)) = placing.resolve(*end) {
                return Some(at);
            }
            let waits = queues.iter().find_map(|(row, queue)| {
                let nth = queue.iter().position(|point| point == end)?;
                let head = totals.heads.get(*row).map_or(0, |head| head.seq);
                Some(Dot { peer: *row, seq: head + 1 + nth as u64 })
            });
            let is_beyond = end.dot.seq > named.get(end.dot.peer) && !totals.lines.is_copied(end.dot.peer);
            waits.or(is_beyond.then_some(end.dot))
        };
        ends.iter().filter_map(place).collect()
    }

    /// Of these ends those that do not lie before another one of their row; of
    /// each peer only the last of those whose row is not known.
    fn newest_ends(&self, mut ends: Vec<Point>) -> Result<Vec<Point>, Error> {
        ends.sort_unstable();
        ends.dedup();
        let placing = self.store.placing();
        let mut newest: BTreeMap<(PeerId, bool), Point> = BTreeMap::new();
        for end in ends {
            let row = placing.resolve(end)?;
            newest.insert((row.map_or(end.dot.peer, |at| at.peer), row.is_some()), end);
        }
        let mut newest: Vec<Point> = newest.into_values().collect();
        newest.sort_unstable();
        Ok(newest)
    }

    pub(super) fn read_vector(&self, note: &str) -> Result<Vector, Error> {
        Ok(self.store.read_note(note)?.and_then(|bytes| codec::decode(&bytes).ok()).unwrap_or_default())
    }
}

fn has_note(peer: PeerId) -> String {
    format!("{HAS}{peer}")
}

fn heard_note(peer: PeerId) -> String {
    format!("heard.{peer}")
}
