//! Taking bundles in: as they are, damaged on their way, and forged.

use minqing::log::{
    bytes::Bytes,
    chain,
    commit::{Commit, Entry, Envelope},
    erasure::{Erasures, Scope},
};

use super::{
    Stop,
    parcel::Parcel,
    set::Set,
    world::{Done, Item, World},
};

impl World {
    /// A bundle of the pool, counted from the newest.
    fn item(&self, bundle: u64) -> Option<Item> {
        let back = usize::try_from(bundle).unwrap_or(0) % self.pool.len().max(1);
        self.pool.len().checked_sub(1 + back).and_then(|place| self.pool.get(place)).cloned()
    }

    pub(super) fn import(&mut self, at: usize, bundle: u64) -> Done {
        let Some(item) = self.item(bundle) else { return Err(Stop::Nothing).into() };
        self.import_item(at, &item)
    }

    pub(super) fn import_item(&mut self, at: usize, item: &Item) -> Done {
        let now_ms = self.clock(at);
        let outcome = self.laptops[at].import(&item.parcel, &self.invited, now_ms);
        Done { outcome, taken: item.events.clone() }
    }

    /// Takes in a file that was cut off, or of which one bit is wrong.
    pub(super) fn damage(&mut self, at: usize, bundle: u64, place: u64, cut: bool) -> Result<(), Stop> {
        let Some(item) = self.item(bundle) else { return Err(Stop::Nothing) };
        let mut file = item.parcel.own_bytes()?;
        let length = file.len() as u64;
        let byte = usize::try_from(place % length).unwrap_or(0);
        if cut {
            file.truncate(byte);
        } else {
            file[byte] ^= 1 << (place / length % 8);
        }
        self.count(if cut { "damaged: cut off" } else { "damaged: a bit" });
        self.import_item(at, &Item { parcel: item.parcel.of_bytes(file), ..item }).outcome
    }

    /// Takes in what somebody who has the group's key made of an honest bundle.
    pub(super) fn forge(&mut self, at: usize, bundle: u64, how: u64) -> Done {
        let Some(item) = self.item(bundle) else { return Err(Stop::Nothing).into() };
        let Some((what, forged, mimicked)) = self.forged(at, &item, how) else {
            return Err(Stop::Nothing).into();
        };
        let file = if mimicked { forged.bytes(&self.laptops[at].key) } else { forged.own_bytes() };
        let file = match file {
            Ok(file) => file,
            Err(error) => return Err(error.into()).into(),
        };
        self.count(format!("forged: {what}"));
        let done = self.import_item(at, &Item { parcel: forged.of_bytes(file), ..item });
        // What was merely erased is taken for what it is where an order covers it.
        match (done.outcome, what) {
            (outcome @ (Ok(()) | Err(Stop::Power)), "erased without an order") => {
                Done { outcome, taken: done.taken }
            }
            (Ok(()), _) => Err(Stop::Broken(format!("a forgery is taken in: {what}"))).into(),
            (refused, _) => Done { outcome: refused, taken: Set::default() },
        }
    }

    /// A forgery, what is wrong with it, and whether its receiver's own key seals it.
    fn forged(&self, at: usize, item: &Item, how: u64) -> Option<(&'static str, Parcel, bool)> {
        let parcel = &item.parcel;
        let mut commits = parcel.commits();
        let last = commits.len().checked_sub(1)?;
        let middle = last / 2;
        let kept = |(_, commit): &(u32, Commit)| {
            commit.entries.iter().position(|entry| matches!(entry, Entry::Kept(_)))
        };
        match how {
            0 => {
                let place = kept(&commits[middle])?;
                let Entry::Kept(change) = &mut commits[middle].1.entries[place] else { return None };
                change.cell.bytes.0.push(0);
                Some(("a value", parcel.with(&commits), false))
            }
            1 => {
                commits[middle].1.stamp.ms += 1;
                Some(("a stamp", parcel.with(&commits), false))
            }
            2 => {
                commits[middle].1.seen.pop()?;
                Some(("what was seen", parcel.with(&commits), false))
            }
            3 => {
                let range = commits[middle].0;
                let next = commits.iter().skip(middle + 1).position(|(other, _)| *other == range)?;
                commits.swap(middle, middle + 1 + next);
                let (one, other) = (commits[middle].1.dot, commits[middle + 1 + next].1.dot);
                commits[middle].1.dot = other;
                commits[middle + 1 + next].1.dot = one;
                Some(("the order", parcel.with(&commits), false))
            }
            4 => {
                let mut forged = parcel.with(&commits);
                forged.seams.first_mut()?.previous[0] ^= 1;
                Some(("a seam", forged, false))
            }
            5 => {
                // A chain of its own for another laptop, signed by the wrong key.
                let mut forged = parcel.with(&commits);
                let (range, Commit { dot, .. }) = commits[last];
                let place = usize::try_from(range).ok()?;
                let other = self.laptops.iter().find(|laptop| laptop.peer != dot.peer)?;
                let mut hash = forged.seams[place].previous;
                for (_, commit) in commits.iter().filter(|(other, _)| *other == range) {
                    hash = chain::extend(&hash, commit).ok()?;
                }
                forged.seams[place].key = *other.key.verifying_key().as_bytes();
                let end = forged.outer.ranges[place].to;
                forged.seams[place].signature =
                    chain::sign(&other.key, minqing::log::commit::Dot { seq: end, ..dot }, &hash);
                Some(("another's key", forged, false))
            }
            6 => {
                let range = parcel.outer.ranges.iter().position(|range| range.from < range.to)?;
                let mut forged = parcel.clone();
                let end = &mut forged.outer.ranges[range];
                let (place, dropped) = (u32::try_from(range).ok()?, end.to);
                end.to -= 1;
                commits.retain(|(other, commit)| *other != place || commit.dot.seq != dropped);
                Some(("the end of a range", forged.with(&commits), false))
            }
            7 => {
                let mut forged = parcel.with(&commits);
                let twice = (*forged.outer.ranges.first()?, forged.seams.first()?.clone());
                forged.outer.ranges.push(twice.0);
                forged.seams.push(twice.1);
                Some(("a range twice", forged, false))
            }
            8 => (parcel.outer.sender != self.laptops[at].peer)
                .then(|| ("the sender", parcel.with(&commits), true)),
            9 => {
                let mut forged = parcel.with(&commits);
                let seam = forged.seams.first_mut()?;
                seam.signature = Bytes(seam.signature.0.iter().map(|byte| byte ^ 1).collect());
                Some(("a signature", forged, false))
            }
            _ => {
                let place = kept(&commits[middle])?;
                let Entry::Kept(change) = &commits[middle].1.entries[place] else { return None };
                let scope = Scope::field(change.record, change.slot.tag);
                let commit = commits[middle].1.clone();
                let mut whole = Envelope { commit, previous: [0; 32], hash: [0; 32], signature: None };
                let cleansed = Erasures::from_iter([scope]).cleanse(&mut whole);
                commits[middle].1 = whole.commit;
                cleansed.then(|| ("erased without an order", parcel.with(&commits), false))
            }
        }
    }
}
