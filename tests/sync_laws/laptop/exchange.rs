//! Bundles out and in, as `src/workbench/sync.rs` and `reach.rs` do it.

use std::collections::{BTreeSet, HashMap};

use minqing::{
    bundle::{
        BundleError,
        format::{Outer, Purpose, Range, Seam},
        plan::Planner,
        verify::Known,
    },
    log::{
        chain,
        commit::{Dot, PeerId},
        vector::Vector,
    },
    store::{
        fold::{Base, Totals},
        ledger_store::InOrder,
        trust::Membership,
    },
};

use super::{
    super::{
        Stop,
        disk::{Cache, Line},
        parcel::{self, Parcel},
    },
    Laptop, waiting,
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
            Form::Ordinary => self.had_by(None),
            Form::For(peer) => self.had_by(Some(peer)),
            Form::Full => Vector::default(),
        };
        self.pack(&since, Purpose::Exchange, now_ms)
    }

    pub(super) fn backup(&self, now_ms: u64) -> Result<Parcel, Stop> {
        self.pack(&Vector::default(), Purpose::Backup, now_ms)
    }

    fn pack(&self, since: &Vector, purpose: Purpose, now_ms: u64) -> Result<Parcel, Stop> {
        let (mut ranges, mut seams) = (Vec::new(), Vec::new());
        let whole = self.totals.held();
        let missing = || Stop::Broken("a commit that is held is missing".into());
        for Dot { peer, seq: last } in whole.iter() {
            let from = since.get(peer) + 1;
            let mut end = None;
            for seq in (from..=last).rev() {
                let envelope = self.held(Dot { peer, seq })?.ok_or_else(missing)?;
                if let Some(signed) = envelope.signature {
                    end = Some((seq, signed));
                    break;
                }
            }
            let Some((to, signed)) = end else { continue };
            let previous = if from == 1 {
                chain::genesis(peer)
            } else {
                self.held(Dot { peer, seq: from - 1 })?.ok_or_else(missing)?.hash
            };
            ranges.push(Range { peer, from, to });
            seams.push(Seam { previous, key: signed.key, signature: signed.signature });
        }
        let in_order = InOrder::new(&self.disk.cache, &self.totals.heads, since);
        let mut commits = Vec::new();
        for envelope in in_order {
            commits.push(envelope?.commit);
        }
        for Range { peer, from, to } in &ranges {
            let head = self.totals.heads.get(*peer).map_or(0, |head| head.seq);
            for seq in (head + 1).max(*from)..=*to {
                let dot = Dot { peer: *peer, seq };
                commits.push(self.disk.cache.waiting(dot)?.ok_or_else(missing)?.commit);
            }
        }
        let count: u64 = ranges.iter().map(|range| range.to - range.from + 1).sum();
        if count != commits.len() as u64 {
            return Err(Stop::Broken("a bundle's commits are not those of its ranges".into()));
        }
        let sender = (self.peer, self.insider);
        Ok(Parcel::new(sender, now_ms, purpose, (ranges, seams), whole.iter().collect(), commits))
    }

    /// Takes a bundle in, whole or not at all.
    pub(in super::super) fn import(
        &mut self,
        parcel: &Parcel,
        invited: &Invited,
        now_ms: u64,
    ) -> Result<(), Stop> {
        let before = self.totals.clone();
        let chains = Chains::of(&self.disk.cache, &before, &parcel.outer)?;
        let mut planner = self.read(parcel, &chains, before.clone(), now_ms)?;
        let enrols: Vec<PeerId> = planner
            .strangers()
            .iter()
            .map(|commit| commit.dot.peer)
            .filter(|peer| self.leads() && invited.contains(peer) && self.membership(*peer).is_none())
            .collect();
        if !enrols.is_empty() {
            let trust = before.trust.foreseeing(enrols);
            planner = self.read(parcel, &chains, Totals { trust, ..before.clone() }, now_ms)?;
        }
        let plan = planner.finish()?;
        if plan.commits + plan.waiting > 0 {
            let mut batch = Vec::new();
            parcel.unpack(&self.ring(), &chains, &mut |envelope| {
                let dot = envelope.commit.dot;
                if before.heads.get(dot.peer).is_none_or(|head| head.seq < dot.seq) {
                    batch.push(envelope);
                }
                Ok(())
            })?;
            self.append(batch, now_ms)?;
            self.honour_erasures(now_ms)?;
        }
        self.follow_up(invited, now_ms)?;
        self.learn(&parcel.outer, &parcel.knowledge, now_ms)
    }

    /// Takes whatever a bundle holds, as a workspace that has nothing yet does.
    pub(in super::super) fn take_whole(&mut self, parcel: &Parcel, now_ms: u64) -> Result<(), Stop> {
        let mut batch = Vec::new();
        let ring = parcel::ring(vec![parcel.outer.sender]);
        parcel.unpack(&ring, &minqing::bundle::verify::Nothing, &mut |envelope| {
            batch.push(envelope);
            Ok(())
        })?;
        self.append(batch, now_ms)
    }

    /// Reads a bundle to its end and takes its commits into account.
    fn read(
        &self,
        parcel: &Parcel,
        chains: &Chains,
        totals: Totals,
        now_ms: u64,
    ) -> Result<Planner<'_, Cache>, Stop> {
        let mut planner = Planner::new(&self.disk.cache, totals, now_ms);
        // What it brings itself may say that its sender was not revoked after all.
        let mut trust = self.totals.trust.clone();
        parcel.unpack(&self.ring(), chains, &mut |envelope| {
            trust.note(&envelope.commit);
            planner.take(envelope)
        })?;
        let sender = parcel.outer.sender;
        if let Some(Membership::Revoked { .. }) = self.membership(sender)
            && let Some(Membership::Revoked { after }) = trust.membership(sender)
        {
            let knows = parcel.knowledge.iter().any(|dot| dot.peer == sender && dot.seq > after);
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

    fn knowledge_of(&self, peer: PeerId) -> Vector {
        let mut has = self.disk.cache.has(peer);
        if let Some(head) = self.totals.heads.get(peer) {
            has.join(&head.seen);
        }
        has
    }

    fn learn(&mut self, outer: &Outer, knowledge: &[Dot], now_ms: u64) -> Result<(), Stop> {
        let peer = outer.sender;
        if peer == self.peer || !self.belongs(peer) {
            return Ok(());
        }
        let known = self.disk.cache.has(peer);
        let mut has = known.clone();
        for dot in knowledge {
            has.raise(*dot);
        }
        if has == known { Ok(()) } else { self.note(Line::Has(peer, has), now_ms) }
    }

    fn had_by(&self, one: Option<PeerId>) -> Vector {
        let heads = self.totals.heads.iter().map(|(peer, _)| peer);
        let waiting = waiting(&self.totals);
        let known: BTreeSet<PeerId> = match one {
            Some(peer) => BTreeSet::from([peer]),
            None => heads.chain(waiting.iter().map(|dot| dot.peer)).collect(),
        };
        let meant = known.into_iter().filter(|peer| one.is_some() || self.belongs(*peer));
        let vectors: Vec<Vector> =
            meant.filter(|peer| *peer != self.peer).map(|peer| self.knowledge_of(peer)).collect();
        let Some((first, rest)) = vectors.split_first() else { return Vector::default() };
        let least = |dot: Dot| Dot {
            seq: rest.iter().map(|had| had.get(dot.peer)).min().map_or(dot.seq, |seq| seq.min(dot.seq)),
            ..dot
        };
        first.iter().map(least).filter(|dot| dot.seq > 0).collect()
    }
}

/// The hashes at the seams of a bundle's ranges, at the heads and of what waits.
struct Chains(HashMap<Dot, [u8; 32]>);

impl Chains {
    fn of(cache: &Cache, totals: &Totals, outer: &Outer) -> Result<Self, Stop> {
        let mut hashes = HashMap::new();
        let waiting = waiting(totals);
        for range in &outer.ranges {
            let dot = |seq| Dot { peer: range.peer, seq };
            let head = totals.heads.get(range.peer).map_or(0, |head| head.seq);
            let mut dots = vec![dot(range.from.saturating_sub(1)), dot(range.to), dot(head)];
            if range.from <= range.to {
                dots.extend(waiting.range(dot(range.from)..=dot(range.to)));
            }
            for dot in dots {
                let envelope = match cache.commit(dot)? {
                    Some(applied) => Some(applied),
                    None => cache.waiting(dot)?,
                };
                hashes.extend(envelope.map(|envelope| (dot, envelope.hash)));
            }
        }
        Ok(Self(hashes))
    }
}

impl Known for Chains {
    fn hash(&self, dot: Dot) -> Result<Option<[u8; 32]>, BundleError> {
        Ok(self.0.get(&dot).copied())
    }
}
