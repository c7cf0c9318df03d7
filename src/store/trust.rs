//! Which laptops' commits count: enrolment and revocation, judged alike everywhere.
//!
//! A lead says of a laptop that it belongs to the group, or that it does not any
//! more, by writing the register [`peers::MEMBERSHIP`] of its card. What counts
//! follows from the *set* of such writes that is held, whatever the order in
//! which they came, so that two laptops that hold the same judge the same:
//!
//! - the laptop that founded the group leads, and whom a lead makes a lead;
//! - only what a lead wrote counts; of a revoked one, only what it wrote up to
//!   the number it was trusted to, or it could let itself in again;
//! - of several writes about one laptop the one with the highest turn counts,
//!   and of those that did not see each other the strictest;
//! - a workspace that was restored under a new key stands where its original
//!   stands, if the original's key says so ([`peers::SUCCEEDS`]).

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    str::FromStr,
};

use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use serde::{Deserialize, Serialize};

use super::codec;
use crate::{
    domain::{
        id::{LedgerTag, RecordId},
        team::peers,
        value::Value,
    },
    log::{
        bytes::{hex, unhex},
        chain,
        commit::{Commit, Dot, PeerId},
        stamp::Stamp,
    },
};

/// What a laptop is to the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Membership {
    /// Its commits after this number do not count, unless somebody who is
    /// trusted had seen them before he knew.
    Revoked {
        /// The last number that counts.
        after: u64,
    },
    /// Its commits count.
    Member,
    /// Its commits count, and it says whose do.
    Lead,
}

/// A write to [`peers::MEMBERSHIP`]: which write about this laptop it is, and what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// One more than that of the last write its writer knew.
    pub turn: u32,
    /// What is said.
    pub membership: Membership,
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.membership {
            Membership::Lead => write!(f, "{} lead", self.turn),
            Membership::Member => write!(f, "{} member", self.turn),
            Membership::Revoked { after } => write!(f, "{} revoked {after}", self.turn),
        }
    }
}

/// A text that says nothing of a laptop's membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoWord;

impl FromStr for Word {
    type Err = NoWord;

    fn from_str(text: &str) -> Result<Self, NoWord> {
        let mut parts = text.split(' ');
        let turn = parts.next().and_then(|turn| turn.parse().ok()).ok_or(NoWord)?;
        let membership = match (parts.next(), parts.next().map(str::parse)) {
            (Some("lead"), None) => Membership::Lead,
            (Some("member"), None) => Membership::Member,
            (Some("revoked"), Some(Ok(after))) => Membership::Revoked { after },
            _ => return Err(NoWord),
        };
        if parts.next().is_some() { Err(NoWord) } else { Ok(Self { turn, membership }) }
    }
}

/// What the original of a restored workspace says: "it goes on as this one".
pub fn succession(original: &SigningKey, new: PeerId) -> String {
    let key = original.verifying_key();
    let signature = original.sign(&succession_message(new));
    format!("{} {}", hex(key.as_bytes()), hex(&signature.to_bytes()))
}

/// Whom `new` succeeds, if the words are really the original's.
fn succeeded(text: &str, new: PeerId) -> Option<PeerId> {
    let (key, signature) = text.split_once(' ')?;
    let key: [u8; 32] = unhex(key)?.try_into().ok()?;
    let signature = Signature::from_slice(&unhex(signature)?).ok()?;
    let verifying = VerifyingKey::from_bytes(&key).ok()?;
    verifying.verify(&succession_message(new), &signature).ok()?;
    Some(chain::peer_id(&key))
}

fn succession_message(new: PeerId) -> Vec<u8> {
    [b"minqing succession v1".as_slice(), &new.0].concat()
}

/// The card of a laptop: its record in the ledger of laptops.
pub fn card(peer: PeerId) -> RecordId {
    RecordId::derived(peers::ID, &[&peer.0])
}

/// One thing that was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Act {
    Said { of: RecordId, word: Word },
    Succeeds { original: PeerId },
}

/// Everything that was said of laptops, and what follows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Trust {
    /// The laptop that founded the group; where there is none, everybody counts.
    root: Option<PeerId>,
    /// This laptop: what it wrote itself it always has.
    own: Option<PeerId>,
    acts: BTreeMap<Dot, (Stamp, Vec<Act>)>,
    memberships: BTreeMap<RecordId, Membership>,
    /// Laptops whose enrolment is about to be written.
    #[serde(skip)]
    foreseen: BTreeSet<PeerId>,
}

impl Trust {
    /// Nothing was said yet in the group that `root` founded.
    pub fn new(root: PeerId, own: PeerId) -> Self {
        let mut trust = Self { root: Some(root), own: Some(own), ..Self::default() };
        trust.memberships = trust.judge();
        trust
    }

    /// Nothing was said yet, to the same laptop of the same group.
    #[must_use]
    pub fn forgotten(&self) -> Self {
        let mut trust = Self { root: self.root, own: self.own, ..Self::default() };
        trust.memberships = trust.judge();
        trust
    }

    /// Whether a commit counts by itself.
    pub fn admits(&self, dot: Dot) -> bool {
        if self.root.is_none() || self.own == Some(dot.peer) {
            return true;
        }
        match self.membership(dot.peer) {
            Some(Membership::Lead | Membership::Member) => true,
            Some(Membership::Revoked { after }) => dot.seq <= after,
            None => self.foreseen.contains(&dot.peer),
        }
    }

    /// The same, were these laptops enrolled.
    #[must_use]
    pub fn foreseeing(&self, peers: impl IntoIterator<Item = PeerId>) -> Self {
        Self { foreseen: peers.into_iter().collect(), ..self.clone() }
    }

    /// What a laptop is; none where no lead has said.
    pub fn membership(&self, peer: PeerId) -> Option<Membership> {
        self.memberships.get(&card(peer)).copied()
    }

    /// The turn of the next write about a laptop.
    pub fn next_turn(&self, peer: PeerId) -> u32 {
        let of_it = card(peer);
        let said = self.acts.values().flat_map(|(_, acts)| acts).filter_map(|act| match act {
            Act::Said { of, word } if *of == of_it => Some(word.turn),
            Act::Said { .. } | Act::Succeeds { .. } => None,
        });
        said.max().unwrap_or(0).saturating_add(1)
    }

    /// Takes note of what a commit says of laptops; answers whether what
    /// follows has changed.
    pub fn note(&mut self, commit: &Commit) -> bool {
        let acts = acts_of(commit);
        if acts.is_empty() || self.acts.contains_key(&commit.dot) {
            return false;
        }
        self.acts.insert(commit.dot, (commit.stamp, acts));
        let memberships = self.judge();
        let changed = memberships != self.memberships;
        self.memberships = memberships;
        changed
    }

    /// Judges until no revocation comes to light that had not been considered:
    /// each ends what its laptop may say, the earliest first.
    fn judge(&self) -> BTreeMap<RecordId, Membership> {
        let Some(root) = self.root else { return BTreeMap::new() };
        let mut ended: BTreeMap<RecordId, u64> = BTreeMap::new();
        loop {
            let (memberships, revocations) = self.round(root, &ended);
            let news = revocations.into_iter().filter(|(_, card, _)| !ended.contains_key(card)).min();
            match news {
                Some((_, card, after)) => ended.insert(card, after),
                None => return memberships,
            };
        }
    }

    /// What follows when nobody in `ended` may say anything behind his number;
    /// and the revocations among it, with when they were said.
    #[expect(clippy::type_complexity, reason = "two answers that only the caller above takes apart")]
    fn round(
        &self,
        root: PeerId,
        ended: &BTreeMap<RecordId, u64>,
    ) -> (BTreeMap<RecordId, Membership>, Vec<((Stamp, Dot), RecordId, u64)>) {
        let speaks = |dot: Dot| ended.get(&card(dot.peer)).is_none_or(|after| dot.seq <= *after);
        let all = || {
            let acts = self.acts.iter().filter(|(dot, _)| speaks(**dot));
            acts.flat_map(|(dot, (stamp, acts))| acts.iter().map(move |act| ((*stamp, *dot), act)))
        };
        let mut leads = BTreeSet::from([card(root)]);
        loop {
            let before = leads.len();
            for ((_, dot), act) in all() {
                match act {
                    Act::Said { of, word } if word.membership == Membership::Lead => {
                        if leads.contains(&card(dot.peer)) {
                            leads.insert(*of);
                        }
                    }
                    Act::Said { .. } => {}
                    Act::Succeeds { original } => {
                        if leads.contains(&card(*original)) && !ended.contains_key(&card(*original)) {
                            leads.insert(card(dot.peer));
                        }
                    }
                }
            }
            if leads.len() == before {
                break;
            }
        }
        // The strictest of the highest turn: Revoked comes before Member before Lead.
        let mut said: BTreeMap<RecordId, (Word, (Stamp, Dot))> = BTreeMap::new();
        for (at, act) in all() {
            let Act::Said { of, word } = act else { continue };
            if !leads.contains(&card(at.1.peer)) {
                continue;
            }
            let rank = |word: &Word, at| (std::cmp::Reverse(word.turn), word.membership, at);
            match said.get(of) {
                Some((known, when)) if rank(known, *when) <= rank(word, at) => {}
                Some(_) | None => {
                    said.insert(*of, (*word, at));
                }
            }
        }
        let revocations = said.iter().filter_map(|(of, (word, at))| match word.membership {
            Membership::Revoked { after } => Some((*at, *of, after)),
            Membership::Lead | Membership::Member => None,
        });
        let revocations: Vec<_> = revocations.collect();
        let mut memberships: BTreeMap<RecordId, Membership> =
            said.into_iter().map(|(of, (word, _))| (of, word.membership)).collect();
        memberships.entry(card(root)).or_insert(Membership::Lead);
        loop {
            let before = memberships.len();
            for ((_, dot), act) in all() {
                let Act::Succeeds { original } = act else { continue };
                if let Some(membership @ (Membership::Lead | Membership::Member)) =
                    memberships.get(&card(*original)).copied()
                {
                    memberships.entry(card(dot.peer)).or_insert(membership);
                }
            }
            if memberships.len() == before {
                return (memberships, revocations);
            }
        }
    }
}

/// What a commit says of laptops.
fn acts_of(commit: &Commit) -> Vec<Act> {
    let ledger = LedgerTag::of(peers::ID);
    let mut acts = Vec::new();
    for change in commit.changes().filter(|change| change.record.ledger() == ledger) {
        let Some(Value::Text(text)) = codec::value(&change.cell) else { continue };
        match change.slot.tag {
            peers::MEMBERSHIP => {
                acts.extend(text.parse().map(|word| Act::Said { of: change.record, word }));
            }
            peers::SUCCEEDS if change.record == card(commit.dot.peer) => {
                acts.extend(succeeded(&text, commit.dot.peer).map(|original| Act::Succeeds { original }));
            }
            _ => {}
        }
    }
    acts
}

#[cfg(test)]
mod tests;
