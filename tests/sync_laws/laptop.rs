//! A laptop: what the workbench and the store do, above a fake disk.

mod copies;
mod exchange;
mod lead;

use std::collections::BTreeSet;

use ed25519_dalek::SigningKey;
use minqing::{
    domain::{
        id::{LedgerTag, RecordId},
        team::{members, peers},
        value::Value,
    },
    log::{
        chain,
        commit::{Cause, Change, Commit, Dot, Entry, Envelope, PeerId, Point, Salt, Signed, Slot},
        record::Record,
        vector::Vector,
    },
    store::{
        StoreError, codec,
        fold::{Base, Fold, Totals},
        ledger_store::InOrder,
        placing::{Applied, Placing},
        rows,
        trust::{self, Membership, Trust, Word},
    },
};

use super::{
    Stop,
    disk::{self, Cache, Disk, Line},
};

pub(super) use exchange::{Form, Invited};
pub(super) use lead::order;

/// Commits that are folded before they are written in one step: few, so that a
/// crash often comes between two.
const STEP: usize = 3;

/// The most times in a row that everything is folded anew.
const MOST_RECASTS: usize = 64;

/// Backups that are kept.
const BACKUPS: usize = 2;

/// What a laptop wrote, and how much of everybody counted for it when it did.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub(super) envelope: Envelope,
    pub(super) trust: Trust,
    /// Whether it had left out something of what it had.
    pub(super) narrow: bool,
}

/// A simulated laptop.
#[derive(Clone)]
pub(super) struct Laptop {
    pub(super) key: SigningKey,
    pub(super) peer: PeerId,
    /// The names under which it wrote before.
    pub(super) former: Vec<PeerId>,
    /// Which one of all there are, whatever it is called.
    pub(super) slot: u64,
    /// Whether it has the group's key.
    pub(super) insider: bool,
    /// Whether it goes on from an older folder of its own.
    pub(super) is_set_back: bool,
    /// How far its clock is off.
    pub(super) skew_ms: i64,
    pub(super) disk: Disk,
    pub(super) totals: Totals,
    /// Up to here sled has what the journal has.
    applied: u64,
    pub(super) root: PeerId,
    founded: Trust,
    /// Commits that it set out to write since somebody looked.
    pub(super) made: Vec<Made>,
    /// Times that it drew from chance: whatever becomes of its disk, it never draws the same again.
    drawn: u64,
}

impl Laptop {
    /// One with nothing yet, in the group that `root` founded.
    pub(super) fn new(key: SigningKey, root: Option<PeerId>, slot: u64, insider: bool) -> Self {
        let peer = chain::peer_id(key.verifying_key().as_bytes());
        let root = root.unwrap_or(peer);
        let founded = Trust::new(root, [peer]);
        Self {
            key,
            peer,
            former: Vec::new(),
            slot,
            insider,
            is_set_back: false,
            skew_ms: 0,
            disk: Disk::default(),
            totals: Totals::new(founded.clone()),
            applied: 0,
            root,
            founded,
            made: Vec::new(),
            drawn: 0,
        }
    }

    /// Writes a commit; when it returns, it is kept.
    pub(super) fn write(&mut self, changes: Vec<Change>, cause: Cause, now_ms: u64) -> Result<(), Stop> {
        self.write_seeing(changes, cause, None, now_ms)
    }

    /// The same, having seen no more than this beyond its commit before.
    fn write_seeing(
        &mut self,
        changes: Vec<Change>,
        cause: Cause,
        seen: Option<Vec<Point>>,
        now_ms: u64,
    ) -> Result<(), Stop> {
        if changes.is_empty() {
            return Ok(());
        }
        if self.is_revoked() {
            return Err(Stop::Refused("revoked"));
        }
        let erased = &self.totals.erased;
        if changes.iter().any(|change| erased.close(change.record, change.slot.tag)) {
            return Err(Stop::Refused("erased"));
        }
        let own = self.totals.heads.get(self.peer);
        let newest = own.map_or(self.totals.newest, |head| self.totals.newest.max(head.stamp));
        let seq = own.map_or(1, |head| head.seq + 1);
        let (salt, narrow) = (self.draw(), seen.is_some());
        let mut whole = [0; 16];
        whole.copy_from_slice(&salt[..16]);
        let commit = Commit {
            dot: Dot { peer: self.peer, seq },
            stamp: newest.next(now_ms),
            author: RecordId::derived(members::ID, &[&self.peer.0]),
            cause,
            seen: seen.unwrap_or_else(|| self.totals.news_for(self.peer)),
            entries: changes.into_iter().map(Entry::Kept).collect(),
            salt: Salt::Whole(whole),
        };
        let previous = self.totals.heads.hash(self.peer);
        let hash = chain::extend(&previous, &commit)
            .map_err(|error| Stop::Broken(format!("an own commit: {error}")))?;
        let signature = chain::sign(&self.key, commit.dot, &hash);
        let signature = Some(Signed { key: *self.key.verifying_key().as_bytes(), signature });
        let envelope = Envelope { commit, previous, hash, signature };
        self.made.push(Made { envelope: envelope.clone(), trust: self.totals.trust.clone(), narrow });
        self.append(vec![envelope], now_ms)
    }

    /// Keeps commits in the journal and applies them.
    fn append(&mut self, mut batch: Vec<Envelope>, now_ms: u64) -> Result<(), Stop> {
        for envelope in &mut batch {
            self.totals.erased.cleanse(envelope);
        }
        self.disk.append(&[Line::Commits(batch)])?;
        self.catch_up(now_ms)?;
        Ok(())
    }

    fn note(&mut self, line: Line, now_ms: u64) -> Result<(), Stop> {
        self.disk.append(&[line])?;
        self.catch_up(now_ms)?;
        Ok(())
    }

    /// Applies what the journal has beyond what sled has; answers what was held
    /// where segments begin.
    fn catch_up(&mut self, now_ms: u64) -> Result<Vector, Stop> {
        let end = self.disk.end();
        let mut floors = Vector::default();
        let mut commits = Vec::new();
        let mut notes = Vec::new();
        for line in self.disk.replay(self.applied)? {
            match line {
                Line::Commits(some) => commits.extend(some),
                Line::Floor(floor) => floors.join(&floor),
                note @ (Line::Has(..) | Line::Position(_) | Line::OwnEnd(_) | Line::Succession(_)) => {
                    notes.push(note);
                }
            }
        }
        let notes = notes.iter().filter_map(disk::note).collect();
        self.totals = folded(&mut self.disk, None, self.totals.clone(), commits, notes, now_ms)?;
        self.applied = end;
        let mut times = 0;
        while self.totals.recast {
            if times == MOST_RECASTS {
                return Err(Stop::Broken("folding anew comes to no end".into()));
            }
            self.recast(now_ms)?;
            times += 1;
        }
        Ok(floors)
    }

    /// Folds everything anew beside sled, and puts it in its place.
    fn recast(&mut self, now_ms: u64) -> Result<(), Stop> {
        let begun = self.totals.anew();
        let all = InOrder::new(&self.disk.cache, &self.totals, &Vector::default());
        let mut all = all.map(|next| Ok(next?.1)).collect::<Result<Vec<_>, StoreError>>()?;
        all.extend(self.disk.cache.envelopes(rows::WAITING)?);
        let notes = self.disk.cache.notes().iter().filter_map(disk::line).collect::<Vec<_>>();
        let notes = notes.iter().filter_map(disk::note).collect();
        let mut fresh = Cache::default();
        let totals = folded(&mut self.disk, Some(&mut fresh), begun, all, notes, now_ms)?;
        fresh.flush();
        self.disk.tick()?;
        // From here to the rename there is no sled.
        let was = std::mem::replace(&mut self.disk.aside, true);
        self.disk.cache = Cache::default();
        self.disk.tick()?;
        self.disk.cache = fresh;
        self.disk.aside = was;
        self.totals = totals;
        Ok(())
    }

    /// Backs up and shortens the journal; after an erasure, leaves nothing of it.
    pub(super) fn keep(&mut self, now_ms: u64) -> Result<(), Stop> {
        let before = self.disk.cache.position();
        let position = self.disk.end();
        let mut lines = vec![Line::Floor(self.totals.named())];
        lines.extend(self.disk.cache.notes().iter().filter_map(disk::line));
        lines.push(Line::Commits(self.disk.cache.envelopes(rows::WAITING)?));
        self.disk.append(&lines)?;
        self.catch_up(now_ms)?;
        let backup = self.backup(now_ms)?;
        self.disk.tick()?;
        self.disk.backups.push(backup);
        self.note(Line::Position(position), now_ms)?;
        let is_stale = self.is_stale();
        if let Some(before) = before.filter(|_| !is_stale) {
            self.disk.shorten(before)?;
        }
        while self.disk.backups.len() > if is_stale { 1 } else { BACKUPS } {
            self.disk.tick()?;
            self.disk.backups.remove(0);
        }
        if is_stale {
            self.disk.shorten(position)?;
            let was = std::mem::replace(&mut self.totals.stale, false);
            let renewed = self.recast(now_ms);
            self.totals.stale = was && renewed.is_err();
            renewed?;
            self.disk.tick()?;
            self.disk.aside = false;
        }
        Ok(())
    }

    /// Opens it after a crash, or after it was closed.
    pub(super) fn open(&mut self, clean: bool, now_ms: u64) -> Result<(), Stop> {
        self.totals = self.disk.cache.totals().of(&self.founded);
        let start = self.disk.start();
        self.applied = if clean { self.applied.max(start) } else { start };
        let floors = self.catch_up(now_ms)?;
        let is_whole = self.totals.named().dominates(&floors) && !self.lacks_any_of_the_backup();
        if !is_whole {
            self.disk.tick()?;
            self.disk.aside = true;
            self.disk.cache = Cache::default();
            self.totals = Totals::new(self.founded.clone());
            let mut all = Vec::new();
            if let Some(backup) = self.disk.backups.last() {
                let file = backup.of_bytes(backup.own_bytes()?);
                file.unpack(
                    &super::parcel::ring(vec![self.peer]),
                    minqing::bundle::verify::Orders::Inside,
                    &mut |envelope| {
                        all.push(envelope);
                        Ok(())
                    },
                )?;
            }
            let (totals, none) = (self.totals.clone(), Vec::new());
            self.totals = folded(&mut self.disk, None, totals, all, none, now_ms)?;
            self.applied = start;
            let floors = self.catch_up(now_ms)?;
            if !self.totals.named().dominates(&floors) {
                return Err(Stop::Broken("journal and backup together have a hole".into()));
            }
        }
        if self.is_stale() {
            self.keep(now_ms)?;
        }
        owed(self.part_from_copies(now_ms))?;
        owed(self.introduce_anew(now_ms))
    }

    /// Whether what was erased may still lie somewhere.
    pub(super) fn is_stale(&self) -> bool {
        self.totals.stale || (!self.totals.erased.is_empty() && self.disk.aside)
    }

    fn lacks_any_of_the_backup(&self) -> bool {
        let ranges = self.disk.backups.last().into_iter().flat_map(|backup| &backup.outer.ranges);
        let totals = &self.totals;
        let named: Vector = totals.heads.vector().iter().map(|at| totals.lines.name(at)).collect();
        ranges
            .map(|range| Dot { peer: range.peer, seq: range.to })
            .any(|name| !named.covers(name) && !totals.awaits(name))
    }

    /// A commit that is here, applied or not, by its place.
    pub(super) fn held(&self, at: Dot) -> Result<Option<Envelope>, Stop> {
        if self.totals.heads.covers(at) {
            return Ok(self.disk.cache.commit(at)?);
        }
        let head = self.totals.heads.get(at.peer).map_or(0, |head| head.seq);
        let queue = self.totals.queues().remove(&at.peer).unwrap_or_default();
        let nth = at.seq.checked_sub(head + 1).and_then(|nth| usize::try_from(nth).ok());
        let point = nth.and_then(|nth| queue.get(nth).copied());
        point.map_or(Ok(None), |point| Ok(self.disk.cache.waiting(point)?))
    }

    /// Whether the commit that is meant is here, applied or not.
    pub(super) fn has(&self, point: Point) -> Result<bool, Stop> {
        Ok(self.totals.waiting.contains_key(&point) || self.placing().resolve(point)?.is_some())
    }

    /// Whether this commit is here, applied or not.
    pub(super) fn holds(&self, envelope: &Envelope) -> Result<bool, Stop> {
        let point = envelope.point();
        if self.totals.waiting.contains_key(&point) {
            return Ok(self.disk.cache.waiting(point)?.is_some_and(|held| held.hash == envelope.hash));
        }
        let Some(at) = self.placing().resolve(point)? else { return Ok(false) };
        Ok(self.disk.cache.commit(at)?.is_some_and(|held| held.hash == envelope.hash))
    }

    pub(super) fn placing(&self) -> Applied<'_, Cache> {
        Applied::new(&self.disk.cache, &self.totals)
    }

    /// Something that never comes again.
    fn draw(&mut self) -> [u8; 32] {
        self.drawn += 1;
        let numbers = [self.slot.to_le_bytes(), self.drawn.to_le_bytes()].concat();
        blake3::derive_key("minqing simulated chance", &numbers)
    }

    /// A second one that has its disk, key and all.
    pub(super) fn copied(&self, slot: u64) -> Self {
        Self { slot, drawn: 0, made: Vec::new(), ..self.clone() }
    }

    /// Its disk is set back to what it was; chance is not.
    pub(super) fn set_back(&mut self, to: &Self) {
        let (drawn, skew_ms) = (self.drawn, self.skew_ms);
        *self = Self { drawn, skew_ms, is_set_back: true, ..to.clone() };
    }

    pub(super) fn record(&self, id: RecordId) -> Result<Option<Record>, Stop> {
        Ok(self.disk.cache.record(id)?)
    }

    /// The records of a ledger.
    pub(super) fn records_of(&self, ledger: LedgerTag) -> Result<Vec<(RecordId, Record)>, Stop> {
        Ok(self.disk.cache.records(&ledger.0)?.into_iter().collect())
    }

    pub(super) fn membership(&self, peer: PeerId) -> Option<Membership> {
        self.totals.trust.membership(peer)
    }

    pub(super) fn belongs(&self, peer: PeerId) -> bool {
        matches!(self.membership(peer), Some(Membership::Lead | Membership::Member))
    }

    pub(super) fn leads(&self) -> bool {
        self.membership(self.peer) == Some(Membership::Lead)
    }

    pub(super) fn is_revoked(&self) -> bool {
        matches!(self.membership(self.peer), Some(Membership::Revoked { .. }))
    }
}

/// Folds commits a few at a time onto a cache, that of the disk if none is given.
fn folded(
    disk: &mut Disk,
    mut beside: Option<&mut Cache>,
    mut totals: Totals,
    commits: Vec<Envelope>,
    notes: Vec<minqing::store::engine::Change>,
    now_ms: u64,
) -> Result<Totals, Stop> {
    let mut notes = Some(notes);
    let mut commits = commits.into_iter().peekable();
    while commits.peek().is_some() || notes.is_some() {
        let cache = beside.as_deref().unwrap_or(&disk.cache);
        let mut fold = Fold::new(cache, totals, now_ms);
        for envelope in commits.by_ref() {
            fold.take(envelope)?;
            if fold.applied.len() + fold.waiting.len() + fold.rewritten.len() >= STEP {
                break;
            }
        }
        fold.settle()?;
        if commits.peek().is_none() {
            fold.conclude()?;
        }
        let mut changes = rows::changes(&fold, Vec::new());
        changes.extend(notes.take().into_iter().flatten());
        totals = fold.totals;
        disk.tick()?;
        if !changes.is_empty() {
            beside.as_deref_mut().unwrap_or(&mut disk.cache).put(changes);
        }
    }
    Ok(totals)
}

/// What fails once a bundle is in is tried again later; not so what the power ended.
fn owed(outcome: Result<(), Stop>) -> Result<(), Stop> {
    match outcome {
        Err(Stop::Refused(_)) => Ok(()),
        other => other,
    }
}

/// The commits that wait.
pub(super) fn waiting(totals: &Totals) -> BTreeSet<Point> {
    totals.waiting.keys().copied().collect()
}

/// A write to a field of a laptop's card.
pub(super) fn on_card(peer: PeerId, tag: u16, text: String) -> Change {
    Change { record: trust::card(peer), slot: Slot::single(tag), cell: codec::cell(&Value::Text(text)) }
}

/// What a lead says of a laptop.
pub(super) fn said(peer: PeerId, word: Word) -> Change {
    on_card(peer, peers::MEMBERSHIP, word.to_string())
}
