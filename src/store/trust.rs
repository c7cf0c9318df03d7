//! Which laptops' commits count: enrolment and revocation, judged alike everywhere.
//!
//! A lead says of a laptop that it belongs to the group, or that it does not any
//! more, by writing the register [`peers::MEMBERSHIP`] of its card. What counts
//! follows from the *set* of such writes that is held, whatever the order in
//! which they came, so that two laptops that hold the same judge the same:
//!
//! - the laptop that founded the group leads, and whom a lead makes a lead;
//! - only what a lead wrote counts; of a revoked one, only what it wrote up to
//!   the number it was trusted to, or it could let itself in again; of leads that
//!   revoke each other the one nearer to the founder is right, then the earlier;
//! - of several writes about one laptop the one with the highest turn counts,
//!   and of those that did not see each other the strictest;
//! - a workspace that was restored under a new key stands where its original
//!   stands, if the original's key says so ([`peers::SUCCEEDS`]);
//! - a copy of an installation is a laptop like its original; once the laptop is
//!   revoked only the words count that lead to its last trusted commit, or who
//!   has its key could write another past for it.

mod leaders;
mod speakers;

pub use leaders::{Leaders, Led};
pub use speakers::Speakers;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    str::FromStr,
};

use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use serde::{Deserialize, Serialize};

use super::{codec, totals::Renaming};
use crate::{
    domain::{
        id::{LedgerTag, RecordId},
        team::peers,
        value::Value,
    },
    log::{
        bytes::{hex, unhex},
        chain,
        commit::{Change, Commit, Dot, PeerId, Point, Print},
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
        /// Which commit of that number, where who said it had it: what does
        /// not lead to it is not the row that was trusted.
        print: Option<Print>,
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
            Membership::Revoked { after, print: None } => write!(f, "{} revoked {after}", self.turn),
            Membership::Revoked { after, print: Some(Print(print)) } => {
                write!(f, "{} revoked {after} {}", self.turn, hex(&print))
            }
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
            (Some("revoked"), Some(Ok(after))) => {
                let print = parts.next().map(|print| unhex(print).and_then(|print| print.try_into().ok()));
                let print = print.map(|print| print.map(Print).ok_or(NoWord)).transpose()?;
                Membership::Revoked { after, print }
            }
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

/// What a commit says of laptops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Acts {
    /// The row that it is in.
    row: PeerId,
    stamp: Stamp,
    said: Vec<Act>,
}

/// Everything that was said of laptops, and what follows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Trust {
    /// The laptop that founded the group; where there is none, everybody counts.
    root: Option<PeerId>,
    /// This laptop, by all its names, the present one last.
    own: Vec<PeerId>,
    acts: BTreeMap<Point, Acts>,
    /// Which rows lead to the last trusted commits of laptops that were copied,
    /// each up to which number.
    courses: BTreeMap<Point, Vec<Dot>>,
    /// What follows from them.
    judged: Judged,
    /// Laptops whose enrolment is about to be written.
    #[serde(skip)]
    foreseen: BTreeSet<PeerId>,
}

impl Trust {
    /// Nothing was said yet in the group that `root` founded.
    pub fn new(root: PeerId, own: impl IntoIterator<Item = PeerId>) -> Self {
        let mut trust = Self { root: Some(root), own: own.into_iter().collect(), ..Self::default() };
        trust.judged = trust.judge();
        trust
    }

    /// Nothing was said yet, to the same laptop of the same group.
    #[must_use]
    pub fn forgotten(&self) -> Self {
        let mut trust = Self { root: self.root, own: self.own.clone(), ..Self::default() };
        trust.judged = trust.judge();
        trust
    }

    /// Whether a commit counts by itself.
    pub fn admits(&self, dot: Dot) -> bool {
        if self.root.is_none() || self.is_own(dot.peer) {
            return true;
        }
        match self.membership(dot.peer) {
            Some(Membership::Lead | Membership::Member) => true,
            Some(Membership::Revoked { after, .. }) => dot.seq <= after,
            None => self.foreseen.contains(&dot.peer),
        }
    }

    /// The same, to this laptop by the names by which the other knows it.
    pub fn name_own(&mut self, other: &Self) {
        self.own.clone_from(&other.own);
    }

    /// Whether what was written under a name is this laptop's own, which it
    /// always has, whatever is said of it: so with its present name, and with
    /// former ones until it has said that it goes on from them. From then on
    /// what it had of them stands beneath its own commits, and the rest of it
    /// is for it what it is for all.
    pub fn is_own(&self, peer: PeerId) -> bool {
        match self.own.split_last() {
            Some((present, former)) => {
                *present == peer || (former.contains(&peer) && !self.has_gone_on(*present))
            }
            None => false,
        }
    }

    /// Whether a laptop has said whom it succeeds.
    fn has_gone_on(&self, peer: PeerId) -> bool {
        let mut said = self.said_by(peer).filter_map(|point| self.acts.get(&point));
        said.any(|acts| acts.said.iter().any(|act| matches!(act, Act::Succeeds { .. })))
    }

    /// The same, were these laptops enrolled.
    #[must_use]
    pub fn foreseeing(&self, peers: impl IntoIterator<Item = PeerId>) -> Self {
        Self { foreseen: peers.into_iter().collect(), ..self.clone() }
    }

    /// What a laptop is; none where no lead has said.
    pub fn membership(&self, peer: PeerId) -> Option<Membership> {
        self.judged.memberships.get(&card(peer)).copied()
    }

    /// The cards of all that are revoked.
    pub fn revoked(&self) -> impl Iterator<Item = RecordId> {
        let all = self.judged.memberships.iter();
        all.filter(|(_, is)| matches!(is, Membership::Revoked { .. })).map(|(card, _)| *card)
    }

    /// The turn of the next write about a laptop: one more than that of any that counts.
    pub fn next_turn(&self, peer: PeerId) -> u32 {
        self.judged.turns.get(&card(peer)).copied().unwrap_or(0).saturating_add(1)
    }

    /// The same, were this said in the next commit of a laptop.
    #[must_use]
    pub fn supposing(&self, at: Dot, stamp: Stamp, of: PeerId, word: Word) -> Self {
        let mut trust = self.clone();
        // No commit has no hash.
        let point = Point { dot: at, print: Print([0; 16]) };
        let acts = vec![Act::Said { of: card(of), word }];
        trust.acts.insert(point, Acts { row: at.peer, stamp, said: acts });
        trust.judged = trust.judge();
        trust
    }

    /// The laptops that go on in the place of another one.
    pub fn successors(&self, of: PeerId) -> impl Iterator<Item = PeerId> {
        let succeeds = move |acts: &Acts| {
            acts.said.iter().any(|act| matches!(act, Act::Succeeds { original } if *original == of))
        };
        self.acts.iter().filter(move |(_, acts)| succeeds(acts)).map(|(point, _)| point.dot.peer)
    }

    /// Whether something was noted of a commit, and in which row it was.
    pub fn noted(&self, point: Point) -> Option<PeerId> {
        self.acts.get(&point).map(|acts| acts.row)
    }

    /// The commits under a peer's name of which something was noted.
    pub fn said_by(&self, peer: PeerId) -> impl Iterator<Item = Point> {
        let from = Point { dot: Dot { peer, seq: 0 }, print: Print([0; 16]) };
        self.acts.range(from..).map(|(point, _)| *point).take_while(move |point| point.dot.peer == peer)
    }

    /// The same under other names of rows.
    pub fn rename(&mut self, renaming: &Renaming) {
        for (point, acts) in &mut self.acts {
            acts.row = renaming.of(acts.row, point.dot);
        }
        self.courses.clear();
        self.judged = self.judge();
    }

    /// The last trusted commits that anybody named of a laptop.
    pub fn last_trusted(&self, peer: PeerId) -> BTreeSet<Point> {
        let named = |act: &Act| match act {
            Act::Said { of, word: Word { membership: Membership::Revoked { after, print }, .. } }
                if *of == card(peer) =>
            {
                print.map(|print| Point { dot: Dot { peer, seq: *after }, print })
            }
            Act::Said { .. } | Act::Succeeds { .. } => None,
        };
        self.acts.values().flat_map(|acts| &acts.said).filter_map(named).collect()
    }

    /// Takes note of which rows lead to such a commit, each up to which number;
    /// answers whether what follows has changed.
    pub fn set_course(&mut self, last: Point, course: Vec<Dot>) -> bool {
        if self.courses.get(&last) == Some(&course) {
            return false;
        }
        self.courses.insert(last, course);
        let judged = self.judge();
        let changed = judged.memberships != self.judged.memberships;
        self.judged = judged;
        changed
    }

    /// The same, with the courses that another one knows.
    pub fn follow_courses_of(&mut self, other: &Self) {
        self.courses.clone_from(&other.courses);
        self.judged = self.judge();
    }

    /// Takes note of what a commit in a row says of laptops; answers whether
    /// what follows has changed.
    pub fn note(&mut self, point: Point, row: PeerId, commit: &Commit) -> bool {
        let acts = acts_of(commit);
        if acts.is_empty() || self.noted(point) == Some(row) {
            return false;
        }
        let moves = self.acts.contains_key(&point);
        let leads = self.judged.leads.contains_key(&card(point.dot.peer));
        let succeeds = acts.iter().any(|act| matches!(act, Act::Succeeds { .. }));
        self.acts.insert(point, Acts { row, stamp: commit.stamp, said: acts });
        // What somebody else says is considered once he is found to lead.
        if !leads && !succeeds && !moves {
            return false;
        }
        let judged = self.judge();
        let changed = judged.memberships != self.judged.memberships;
        self.judged = judged;
        changed
    }

    /// Judges until no revocation comes to light that had not been considered.
    /// Each ends what its laptop may say; of several the one of who stands nearer to
    /// the root comes first, then the earlier. One that takes away the ground it
    /// stands on is void.
    fn judge(&self) -> Judged {
        self.settled().0
    }

    /// The same, with whose words end where.
    fn settled(&self) -> (Judged, BTreeMap<RecordId, Ended>) {
        let Some(root) = self.root else { return (Judged::default(), BTreeMap::new()) };
        let mut ended: BTreeMap<RecordId, Ended> = BTreeMap::new();
        let mut void: BTreeSet<Point> = BTreeSet::new();
        loop {
            let found = self.round(root, &ended, &void);
            let is_news = |(_, _, end): &&(u32, (Stamp, Point), Ended)| {
                ended.get(&end.of).is_none_or(|known| end.after < known.after)
            };
            let Some((_, at, end)) = found.revocations.iter().filter(is_news).min().copied() else {
                return (found.judged, ended);
            };
            let mut with = ended.clone();
            with.insert(end.of, end);
            let stands = self.round(root, &with, &void).revocations.iter().any(|(_, other, _)| *other == at);
            if stands {
                ended = with;
            } else {
                void.insert(at.1);
            }
        }
    }

    /// Whether what a commit in a row says lies before the end that was set to its laptop.
    fn speaks(&self, ended: &BTreeMap<RecordId, Ended>, name: Dot, row: PeerId) -> bool {
        let Dot { peer, seq } = name;
        let Some(end) = ended.get(&card(peer)) else { return true };
        let last = end.print.map(|print| Point { dot: Dot { peer, seq: end.after }, print });
        match last.and_then(|last| self.courses.get(&last)) {
            Some(course) => course.iter().any(|part| part.peer == row && seq <= part.seq),
            None => row == peer && seq <= end.after,
        }
    }

    /// What follows when nobody in `ended` may say anything behind his number.
    fn round(&self, root: PeerId, ended: &BTreeMap<RecordId, Ended>, void: &BTreeSet<Point>) -> Round {
        let all = || {
            let acts = self.acts.iter().filter(|(point, acts)| self.speaks(ended, point.dot, acts.row));
            acts.flat_map(|(point, Acts { stamp, said, .. })| {
                said.iter().map(move |act| ((*stamp, *point), act))
            })
        };
        // Who restores a workspace may end its original; anybody else who does ends both.
        let succeeds =
            |original: PeerId, new: PeerId| ended.get(&card(original)).is_none_or(|end| end.by == card(new));
        let mut leads: BTreeMap<RecordId, u32> = BTreeMap::from([(card(root), 0)]);
        loop {
            let before = leads.clone();
            for ((_, Point { dot, .. }), act) in all() {
                let (new, depth) = match act {
                    Act::Said { of, word } if word.membership == Membership::Lead => {
                        (*of, before.get(&card(dot.peer)).map(|depth| depth + 1))
                    }
                    Act::Succeeds { original } if succeeds(*original, dot.peer) => {
                        (card(dot.peer), before.get(&card(*original)).copied())
                    }
                    Act::Said { .. } | Act::Succeeds { .. } => continue,
                };
                let Some(depth) = depth else { continue };
                let known = leads.entry(new).or_insert(depth);
                *known = (*known).min(depth);
            }
            if leads == before {
                break;
            }
        }
        // The strictest of the highest turn: Revoked comes before Member before Lead.
        let mut said: BTreeMap<RecordId, Word> = BTreeMap::new();
        let mut revocations = Vec::new();
        for (at, act) in all() {
            let Act::Said { of, word } = act else { continue };
            let by = card(at.1.dot.peer);
            let Some(depth) = leads.get(&by).filter(|_| !void.contains(&at.1)) else { continue };
            if let Membership::Revoked { after, print } = word.membership {
                revocations.push((*depth, at, Ended { of: *of, after, by, print }));
            }
            let rank = |word: &Word| (std::cmp::Reverse(word.turn), word.membership);
            let known = said.entry(*of).or_insert(*word);
            if rank(word) < rank(known) {
                *known = *word;
            }
        }
        let turns = said.iter().map(|(of, word)| (*of, word.turn)).collect();
        // Who was revoked once may write again, but leads no more.
        let membership = |of: &RecordId, word: Word| match word.membership {
            Membership::Lead if ended.contains_key(of) => Membership::Member,
            other @ (Membership::Lead | Membership::Member | Membership::Revoked { .. }) => other,
        };
        let mut memberships: BTreeMap<RecordId, Membership> =
            said.iter().map(|(of, word)| (*of, membership(of, *word))).collect();
        memberships.entry(card(root)).or_insert(Membership::Lead);
        loop {
            let before = memberships.len();
            for ((_, Point { dot, .. }), act) in all() {
                let Act::Succeeds { original } = act else { continue };
                let (of, new) = (card(*original), card(dot.peer));
                let inherited = match memberships.get(&of) {
                    Some(Membership::Revoked { .. })
                        if succeeds(*original, dot.peer) && leads.contains_key(&of) =>
                    {
                        Membership::Lead
                    }
                    Some(lives @ (Membership::Lead | Membership::Member)) => *lives,
                    Some(Membership::Revoked { .. }) | None => continue,
                };
                memberships.entry(new).or_insert(inherited);
            }
            if memberships.len() == before {
                return Round { judged: Judged { memberships, leads, turns }, revocations };
            }
        }
    }
}

/// What follows from everything that was said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Judged {
    memberships: BTreeMap<RecordId, Membership>,
    /// Whose words count, as far as they are not ended, and how far from the root they are.
    leads: BTreeMap<RecordId, u32>,
    /// The highest turn of the words that count, by laptop.
    turns: BTreeMap<RecordId, u32>,
}

/// Whose words end behind which number, and who ended them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Ended {
    of: RecordId,
    after: u64,
    by: RecordId,
    print: Option<Print>,
}

/// What one round of judging finds.
struct Round {
    judged: Judged,
    /// Revocations by leads: how far from the root, when they were said, and what they end.
    revocations: Vec<(u32, (Stamp, Point), Ended)>,
}

/// The most words of one commit that are considered; an honest one holds a few.
const MOST_ACTS: usize = 64;

/// Whether a commit says anything of laptops.
pub fn says_anything(commit: &Commit) -> bool {
    !acts_of(commit).is_empty()
}

/// What a commit says of laptops.
fn acts_of(commit: &Commit) -> Vec<Act> {
    let mut acts = Vec::new();
    // Few commits have these fields at all, so that the ledger's tag is seldom worked out.
    let is_said = |change: &&Change| {
        matches!(change.slot.tag, peers::MEMBERSHIP | peers::SUCCEEDS)
            && change.record.ledger() == LedgerTag::of(peers::ID)
    };
    for change in commit.changes().filter(is_said).take(MOST_ACTS) {
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
