//! Bundles out and in, as `src/workbench/sync.rs` and `reach.rs` do it.

use std::collections::{BTreeMap, BTreeSet};

use minqing::{
    bundle::{
        BundleError,
        format::{Outer, Purpose, Range, Seam},
        plan::Planner,
        verify::Orders,
    },
    log::{
        commit::{Dot, Envelope, PeerId, Point},
        heads::Head,
        vector::Vector,
    },
    store::{
        fold::{Base, Totals},
        ledger_store::InOrder,
        placing::Placing,
        trust::Membership,
    },
};

use super::{
    super::{
        Stop,
        disk::{Cache, Line},
        parcel::{self, Parcel},
    },
    Laptop, owed, waiting,
};

/// Laptops that were invited.
pub(in super::super) type Invited = BTreeSet<PeerId>;

/// For whom a bundle is.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum Form {
    /// What somebody of the group is not known to have.
    Ordinary,
    /// What one laptop is not known to have.
    For(PeerId),
    /// Everything.
    Full,
}

impl Laptop {
    /// What a bundle of this form holds.
    pub(in super::super) fn export(&self, form: Form, now_ms: u64) -> Result<Parcel, Stop> {
        let since = match form {
            Form::Ordinary => self.had_by(None)?,
            Form::For(peer) => self.had_by(Some(peer))?,
            Form::Full => Vector::default(),
        };
        self.pack(&since, Purpose::Exchange, now_ms)
    }

    pub(super) fn backup(&self, now_ms: u64) -> Result<Parcel, Stop> {
        self.pack(&Vector::default(), Purpose::Backup, now_ms)
    }

    fn pack(&self, since: &Vector, purpose: Purpose, now_ms: u64) -> Result<Parcel, Stop> {
        let (mut ranges, mut seams, mut stretches) = (Vec::new(), Vec::new(), Vec::new());
        let totals = &self.totals;
        let mut queues = totals.queues();
        for last in totals.held().iter() {
            let queue = queues.remove(&last.peer).unwrap_or_default();
            let from = Dot { seq: since.get(last.peer) + 1, ..last };
            let mut end = None;
            for seq in (from.seq..=last.seq).rev() {
                if let Some(signed) = self.stands(Dot { seq, ..last }, &queue)?.signature {
                    end = Some((Dot { seq, ..last }, signed));
                    break;
                }
            }
            let Some((to, signed)) = end else { continue };
            let previous = self.stands(from, &queue)?.previous;
            let (first, end) = (totals.lines.name(from), totals.lines.name(to));
            ranges.push(Range { peer: first.peer, from: first.seq, to: end.seq });
            seams.push(Seam { previous, key: signed.key, signature: signed.signature });
            stretches.push((from, to.seq, queue));
        }
        let rows: BTreeMap<PeerId, u32> = stretches.iter().map(|(from, ..)| from.peer).zip(0u32..).collect();
        let outside = || Stop::Broken("a commit outside of the ranges".into());
        let mut commits = Vec::new();
        for next in InOrder::new(&self.disk.cache, totals, since) {
            let (at, envelope) = next?;
            commits.push((rows.get(&at.peer).copied().ok_or_else(outside)?, envelope));
        }
        for ((from, to, queue), place) in stretches.iter().zip(0u32..) {
            let head = totals.heads.get(from.peer).map_or(0, |head| head.seq);
            for seq in (head + 1).max(from.seq)..=*to {
                commits.push((place, self.stands(Dot { seq, ..*from }, queue)?));
            }
        }
        let count: u64 = ranges.iter().map(|range| range.to - range.from + 1).sum();
        if count != commits.len() as u64 {
            return Err(Stop::Broken("a bundle's commits are not those of its ranges".into()));
        }
        let sender = (&self.key, self.insider);
        Ok(Parcel::new(sender, now_ms, purpose, (ranges, seams), totals.ends(), commits))
    }

    /// A commit that is here, by its place in a row of which this waits.
    fn stands(&self, at: Dot, queue: &[Point]) -> Result<Envelope, Stop> {
        let missing = || Stop::Broken("a commit that is held is missing".into());
        let head = self.totals.heads.get(at.peer).map_or(0, |head| head.seq);
        let found = match at.seq.checked_sub(head + 1) {
            None => self.disk.cache.commit(at)?,
            Some(nth) => {
                let point = usize::try_from(nth).ok().and_then(|nth| queue.get(nth)).ok_or_else(missing)?;
                self.disk.cache.waiting(*point)?
            }
        };
        found.ok_or_else(missing)
    }

    /// Takes a bundle in, whole or not at all.
    pub(in super::super) fn import(
        &mut self,
        parcel: &Parcel,
        invited: &Invited,
        now_ms: u64,
    ) -> Result<(), Stop> {
        let before = self.totals.clone();
        let mut planner = self.read(parcel, before.clone(), now_ms)?;
        let enrols: Vec<PeerId> = planner
            .strangers()
            .iter()
            .map(|commit| commit.dot.peer)
            .filter(|peer| self.leads() && invited.contains(peer) && self.membership(*peer).is_none())
            .collect();
        if !enrols.is_empty() {
            let trust = before.trust.foreseeing(enrols);
            planner = self.read(parcel, Totals { trust, ..before }, now_ms)?;
        }
        let (plan, left) = planner.finish_with()?;
        if plan.commits + plan.waiting > 0 {
            self.remember_own_row(&plan, now_ms)?;
            let mut batch = Vec::new();
            let mut news = left.news.iter();
            parcel.unpack(&self.ring(), Orders::Anywhere, &mut |envelope| {
                if news.next().is_some_and(|is_new| *is_new) {
                    batch.push(envelope);
                }
                Ok(())
            })?;
            self.append(batch, now_ms)?;
        }
        for peer in &plan.copied {
            self.note(Line::Has(*peer, Vec::new()), now_ms)?;
        }
        owed(self.part_from_copies(now_ms))?;
        self.learn(&parcel.outer, &parcel.knowledge, now_ms)?;
        owed(self.honour_erasures(now_ms))?;
        owed(self.follow_up(invited, now_ms))
    }

    /// Takes whatever a bundle holds, as a workspace that has nothing yet does.
    pub(in super::super) fn take_whole(&mut self, parcel: &Parcel, now_ms: u64) -> Result<(), Stop> {
        let mut batch = Vec::new();
        let ring = parcel::ring(vec![parcel.outer.sender]);
        parcel.unpack(&ring, Orders::Inside, &mut |envelope| {
            batch.push(envelope);
            Ok(())
        })?;
        self.append(batch, now_ms)
    }

    /// Reads a bundle to its end and takes its commits into account.
    fn read(&self, parcel: &Parcel, totals: Totals, now_ms: u64) -> Result<Planner<'_, Cache>, Stop> {
        let mut planner = Planner::new(&self.disk.cache, totals, now_ms);
        parcel.unpack(&self.ring(), Orders::Anywhere, &mut |envelope| planner.take(envelope))?;
        let sender = parcel.outer.sender;
        // What it brings itself may say that its sender was not revoked after all.
        if let Some(Membership::Revoked { .. }) = self.membership(sender)
            && let Some(Membership::Revoked { after, .. }) = planner.trust().membership(sender)
        {
            let knows = parcel.knowledge.iter().any(|end| end.dot.peer == sender && end.dot.seq > after);
            let ranges = &parcel.outer.ranges;
            let brings = ranges.iter().any(|range| range.peer == sender && range.to > after);
            if knows || brings {
                return Err(BundleError::Revoked(sender).into());
            }
        }
        Ok(planner)
    }

    fn ring(&self) -> minqing::bundle::seal::Ring {
        let heads = self.totals.heads.iter().map(|(peer, _)| peer);
        parcel::ring(heads.filter(|peer| self.membership(*peer).is_some()).collect())
    }

    fn knowledge_of(&self, peer: PeerId) -> Result<Vector, Stop> {
        if peer == self.peer {
            return Ok(self.totals.held());
        }
        let mut has = self.places_of(&self.disk.cache.has(peer))?;
        let totals = &self.totals;
        if let Some(head) = totals.heads.get(peer) {
            has.join(&head.seen);
        }
        for head in totals.lines.of(peer).skip(1).filter_map(|row| self.unparted(peer, row)) {
            has = has.meet(&head.seen);
        }
        Ok(has)
    }

    /// The end of a copy's row, where no laptop has gone on from it under a new name.
    fn unparted(&self, peer: PeerId, row: PeerId) -> Option<&Head> {
        let totals = &self.totals;
        let head = totals.heads.get(row)?;
        let mut successors = totals.trust.successors(peer).filter_map(|new| totals.heads.get(new));
        let has_parted = successors.any(|new| new.seen.get(row) >= head.seq);
        (!has_parted).then_some(head)
    }

    fn places_of(&self, ends: &[Point]) -> Result<Vector, Stop> {
        let totals = &self.totals;
        let (placing, queues, named) = (self.placing(), totals.queues(), totals.named());
        let mut places = Vector::default();
        for end in ends {
            if let Some(at) = placing.resolve(*end)? {
                places.raise(at);
                continue;
            }
            let waits = queues.iter().find_map(|(row, queue)| {
                let nth = queue.iter().position(|point| point == end)?;
                let head = totals.heads.get(*row).map_or(0, |head| head.seq);
                Some(Dot { peer: *row, seq: head + 1 + nth as u64 })
            });
            let is_beyond = end.dot.seq > named.get(end.dot.peer) && !totals.lines.is_copied(end.dot.peer);
            if let Some(at) = waits.or(is_beyond.then_some(end.dot)) {
                places.raise(at);
            }
        }
        Ok(places)
    }

    /// What is known of the ends of a bundle's sender once it was heard; none where nothing is learned.
    pub(in super::super) fn learned(
        &self,
        peer: PeerId,
        knowledge: &[Point],
    ) -> Result<Option<Vec<Point>>, Stop> {
        if peer == self.peer || !self.belongs(peer) {
            return Ok(None);
        }
        let placing = self.placing();
        if self.totals.lines.is_copied(peer) {
            let mut rows = Vec::new();
            for end in knowledge.iter().filter(|end| end.dot.peer == peer) {
                rows.extend(placing.resolve(*end)?.map(|at| at.peer));
            }
            if !rows.contains(&peer) {
                return Ok(None);
            }
        }
        let known = self.disk.cache.has(peer);
        let mut ends: Vec<Point> = known.iter().chain(knowledge).copied().collect();
        ends.sort_unstable();
        ends.dedup();
        let mut newest: BTreeMap<(PeerId, bool), Point> = BTreeMap::new();
        for end in ends {
            let row = placing.resolve(end)?;
            newest.insert((row.map_or(end.dot.peer, |at| at.peer), row.is_some()), end);
        }
        let mut newest: Vec<Point> = newest.into_values().collect();
        newest.sort_unstable();
        Ok((newest != known).then_some(newest))
    }

    fn learn(&mut self, outer: &Outer, knowledge: &[Point], now_ms: u64) -> Result<(), Stop> {
        match self.learned(outer.sender, knowledge)? {
            Some(ends) => self.note(Line::Has(outer.sender, ends), now_ms),
            None => Ok(()),
        }
    }

    fn had_by(&self, one: Option<PeerId>) -> Result<Vector, Stop> {
        let totals = &self.totals;
        let meant: BTreeSet<PeerId> = if let Some(peer) = one {
            BTreeSet::from([peer])
        } else {
            let (named, waiting) = (totals.named(), waiting(totals));
            let known = named.iter().map(|name| name.peer).chain(waiting.iter().map(|at| at.dot.peer));
            known.filter(|peer| *peer != self.peer && self.belongs(*peer)).collect()
        };
        let vectors = meant.into_iter().map(|peer| self.knowledge_of(peer)).collect::<Result<Vec<_>, _>>()?;
        Ok(vectors.into_iter().reduce(|all, one| all.meet(&one)).unwrap_or_default())
    }
}
