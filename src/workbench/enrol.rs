//! Whose laptop belongs to the group: enrolment, revocation, letters, keys.

use std::collections::BTreeMap;

use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use jiff::{ToSpan, civil::Date};

use super::{bench, bench::Workbench, draft::Draft, error::Error, letters::Letters, view};
use crate::{
    bundle::seal::AgeKey,
    domain::{
        calendar,
        field::Tag,
        id::{LedgerTag, RecordId},
        team,
        value::Value,
    },
    log::{
        bytes::unhex,
        commit::{Cause, Commit, Dot, PeerId, Point, Slot},
    },
    store::{
        codec,
        fold::Totals,
        trust::{Membership, Word},
    },
};

/// How long after an invitation's last day the first bundle of a laptop that
/// joined in time still enrols it, in days.
const GRACE: i32 = 30;

/// What a new laptop's first commit says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Introduction {
    /// Its letter.
    pub letter: String,
    /// The name of who uses it, where the commit itself tells it.
    pub name: Option<String>,
    /// Who uses it.
    pub member: Option<RecordId>,
    invitation: Option<RecordId>,
    proof: String,
}

impl Introduction {
    /// Reads it from a laptop's first commit.
    pub(super) fn of(commit: &Commit) -> Self {
        let card = Workbench::peer_record(commit.dot.peer);
        let value = |record: RecordId, tag: Tag| {
            let change = commit.changes().find(|change| change.record == record && change.slot.tag == tag);
            change.and_then(|change| codec::value(&change.cell))
        };
        let text = |record, tag| match value(record, tag) {
            Some(Value::Text(text)) => text,
            _ => String::new(),
        };
        let reference = |tag| match value(card, tag) {
            Some(Value::Ref(id)) => Some(id),
            _ => None,
        };
        let member = reference(team::peers::MEMBER);
        Self {
            letter: text(card, team::peers::LETTER),
            name: member.map(|member| text(member, team::members::NAME)).filter(|name| !name.is_empty()),
            member,
            invitation: reference(team::peers::INVITATION),
            proof: text(card, team::peers::PROOF),
        }
    }
}

/// What is signed with an invitation's key by who joins with it.
pub(super) fn proof_message(peer: PeerId) -> Vec<u8> {
    [b"minqing invitation v1".as_slice(), &peer.0].concat()
}

/// What a revocation came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// The last number of the laptop that counts.
    pub after: u64,
    /// Laptops that went on from it under a name of their own, as copies do: who
    /// has its key could have made them, so they belong no longer either, until
    /// a lead confirms them.
    pub along: Vec<PeerId>,
}

impl Workbench {
    /// What a laptop is to the group; none where no lead has said.
    pub fn membership_of(&self, peer: PeerId) -> Option<Membership> {
        self.store.totals().trust.membership(peer)
    }

    /// Whether a laptop is enrolled, and not revoked.
    pub fn belongs(&self, peer: PeerId) -> bool {
        matches!(self.membership_of(peer), Some(Membership::Lead | Membership::Member))
    }

    /// Whether this laptop says who belongs to the group.
    pub fn leads(&self) -> bool {
        self.membership_of(self.peer()) == Some(Membership::Lead)
    }

    /// Whether a lead has revoked this laptop.
    pub fn is_revoked(&self) -> bool {
        matches!(self.membership_of(self.peer()), Some(Membership::Revoked { .. }))
    }

    pub(super) fn refuse_unless_lead(&self) -> Result<(), Error> {
        if self.leads() { Ok(()) } else { Err(Error::NotLead) }
    }

    /// Enrols a laptop, or takes a revocation back; what it wrote and was set
    /// aside is taken in.
    pub fn confirm(&mut self, peer: PeerId, lead: bool) -> Result<(), Error> {
        self.refuse_unless_lead()?;
        if peer == self.peer() {
            return Err(Error::OwnLaptop);
        }
        let membership = if lead { Membership::Lead } else { Membership::Member };
        if self.membership_of(peer) == Some(Membership::Lead) {
            // What it said as a lead cannot be told from what it would say.
            return if lead { Ok(()) } else { Err(Error::StaysLead) };
        }
        let mut draft = Draft::new();
        self.say(&mut draft, peer, membership)?;
        self.write(draft, Cause::Housekeeping)?;
        self.forget_rows();
        self.hand_keys_on()
    }

    /// Revokes a lost laptop: of its commits only those up to `after` count,
    /// all that are here if not told, never more than are here, and never fewer
    /// than what this laptop built on when it wrote; a new key seals what is
    /// written from now on.
    pub fn revoke(&mut self, peer: PeerId, after: Option<u64>) -> Result<Revocation, Error> {
        self.refuse_unless_lead()?;
        if peer == self.peer() {
            return Err(Error::OwnLaptop);
        }
        let totals = self.store.totals();
        let own = self.peer();
        let applied = totals.heads.get(peer).map_or(0, |head| head.seq);
        let built_on = totals.heads.get(own).map_or(0, |head| head.seen.get(peer));
        let held = totals.held().get(peer);
        let after = after.unwrap_or(held);
        if after > held {
            return Err(Error::NotHere { after, held });
        }
        let last = self.held(Dot { peer, seq: after })?;
        let last = last.map(|last| last.point());
        if after < built_on {
            return Err(Error::TakenIn { after, applied: built_on });
        }
        // What the revocation itself had seen would stay with it; what others rest on stays anyway.
        let seen = if after < applied {
            let last = self.held(Dot { peer, seq: after.max(totals.rests_on(peer)) })?;
            totals.news_beside(own, Some((peer, last.map(|last| last.point()))))
        } else {
            totals.news_for(own)
        };
        let print = last.map(|last| last.print);
        let mut along = self.belonging();
        let mut draft = Draft::new();
        self.say(&mut draft, peer, Membership::Revoked { after, print })?;
        let key = AgeKey::generate();
        let mut without = self.revoked();
        without.insert(Self::peer_record(peer).to_string());
        self.seal_key(&mut draft, &key, &without)?;
        self.write_seeing(draft, Cause::Housekeeping, seen)?;
        self.forget_rows();
        self.take_keys()?;
        // What the laptop had ordered to be erased stays erased.
        self.honour_erasures()?;
        let left = self.belonging();
        along.retain(|other| *other != peer && !left.contains(other));
        Ok(Revocation { after, along })
    }

    /// The laptops of the group of which something was applied.
    fn belonging(&self) -> Vec<PeerId> {
        let heads = self.store.totals().heads.iter().map(|(peer, _)| peer);
        heads.filter(|peer| self.belongs(*peer)).collect()
    }

    /// Gives a laptop another letter.
    pub fn rename(&mut self, peer: PeerId, letter: &str) -> Result<(), Error> {
        if peer != self.peer() {
            self.refuse_unless_lead()?;
        }
        let letter = bench::read_letter(letter)?;
        let card = self.existing(Self::peer_record(peer))?;
        if card.text(team::peers::LETTER) == letter {
            return Ok(());
        }
        self.letters()?.refuse(&letter)?;
        let mut draft = Draft::new();
        draft.set(card.id, team::peers::LETTER, Value::text(&letter));
        self.write(draft, Cause::Housekeeping)?;
        self.take_letter()
    }

    /// Letters of laptops and of invitations that are still good.
    pub(super) fn letters(&self) -> Result<Letters, Error> {
        let mut letters = Letters::default();
        for row in self.rows(team::peers::ID)?.iter() {
            letters.add(row.text(team::peers::LETTER));
        }
        let today = self.today();
        for row in self.rows(team::invitations::ID)?.iter() {
            let unused = row.reference(team::invitations::USED).is_none();
            if let Some(until) = row.date(team::invitations::UNTIL).filter(|day| unused && *day >= today) {
                letters.hold(row.text(team::invitations::LETTER), until);
            }
        }
        Ok(letters)
    }

    /// Writes down what a laptop is; refuses what would not come to be so, or
    /// would leave this laptop without its own right.
    fn say(&self, draft: &mut Draft, peer: PeerId, membership: Membership) -> Result<(), Error> {
        let totals = self.store.totals();
        let word = Word { turn: totals.trust.next_turn(peer), membership };
        let own = self.peer();
        let seq = totals.heads.get(own).map_or(0, |head| head.seq) + 1;
        let said = totals.trust.supposing(Dot { peer: own, seq }, self.next_stamp(), peer, word);
        if said.membership(peer) != Some(membership) || said.membership(own) != Some(Membership::Lead) {
            return Err(Error::NotSo);
        }
        draft.set(Self::peer_record(peer), team::peers::MEMBERSHIP, Some(Value::Text(word.to_string())));
        Ok(())
    }

    /// What a lead, or this laptop itself, wrote into a register that every
    /// member can write to; none where it is another's word.
    fn word_of_a_lead(&self, record: RecordId, tag: Tag) -> Result<Option<Value>, Error> {
        self.value_by(record, tag, &|peer| peer == self.peer() || self.is_lead(peer))
    }

    /// The same without this laptop's own word, unless it leads.
    pub(super) fn word_of_leads(&self, record: RecordId, tag: Tag) -> Result<Option<Value>, Error> {
        self.value_by(record, tag, &|peer| self.is_lead(peer))
    }

    pub(super) fn is_lead(&self, peer: PeerId) -> bool {
        self.membership_of(peer) == Some(Membership::Lead)
    }

    fn value_by(
        &self,
        record: RecordId,
        tag: Tag,
        counts: &dyn Fn(PeerId) -> bool,
    ) -> Result<Option<Value>, Error> {
        let Some(stored) = self.store.record(record)? else { return Ok(None) };
        let slot = Slot::single(tag);
        let versions = stored.versions(&slot);
        let lines = &self.store.totals().lines;
        let by_lead = versions.iter().find(|version| counts(lines.root(version.mark.dot.peer)));
        Ok(by_lead.and_then(|version| codec::value(version.cell)))
    }

    /// The same, as text; empty where there is none.
    pub(super) fn text_of_a_lead(&self, record: RecordId, tag: Tag) -> Result<String, Error> {
        let value = self.word_of_a_lead(record, tag)?;
        Ok(value.and_then(|value| value.as_text().map(str::to_owned)).unwrap_or_default())
    }

    /// What follows for this laptop from what came in: laptops that came by an
    /// invitation are enrolled, new keys are taken, and the letter that a lead
    /// gave. Answers who was enrolled.
    pub(super) fn follow_up(&mut self) -> Result<Vec<PeerId>, Error> {
        self.take_letter()?;
        self.take_keys()?;
        // Not only those set aside: one may wait for what counts only once who saw
        // it is enrolled, as the plan of its bundle foresaw.
        let Totals { waiting, trust, .. } = self.store.totals();
        let first = waiting.keys().filter(|point| point.dot.seq == 1 && !trust.admits(point.dot));
        let first: Vec<Point> = first.copied().collect();
        let mut strangers = Vec::new();
        for point in first {
            strangers.extend(self.store.waiting(point)?.map(|envelope| envelope.commit));
        }
        let invited = self.invited(&strangers)?;
        if !invited.is_empty() {
            let mut draft = Draft::new();
            for (invitation, peer) in &invited {
                self.say(&mut draft, *peer, Membership::Member)?;
                let card = Self::peer_record(*peer);
                draft.set(*invitation, team::invitations::USED, Some(Value::Ref(card)));
            }
            self.write(draft, Cause::Housekeeping)?;
            self.forget_rows();
        }
        self.hand_keys_on()?;
        Ok(invited.into_values().collect())
    }

    /// Those of the laptops with these first commits that this laptop enrols;
    /// nobody where it does not lead.
    pub(super) fn invited(&self, strangers: &[Commit]) -> Result<BTreeMap<RecordId, PeerId>, Error> {
        if self.leads() { self.coming_by_invitation(strangers) } else { Ok(BTreeMap::new()) }
    }

    /// Those of the laptops with these first commits that come by an open
    /// invitation, by it.
    pub(super) fn coming_by_invitation(
        &self,
        strangers: &[Commit],
    ) -> Result<BTreeMap<RecordId, PeerId>, Error> {
        let mut found: BTreeMap<RecordId, PeerId> = BTreeMap::new();
        for commit in strangers {
            // What was revoked comes in by no invitation.
            if self.membership_of(commit.dot.peer).is_some() {
                continue;
            }
            let introduction = Introduction::of(commit);
            let Some(id) = introduction.invitation.filter(|id| !found.contains_key(id)) else { continue };
            let day = calendar::day(view::moment(commit.stamp));
            let key = self.text_of_a_lead(id, team::invitations::KEY)?;
            if self.is_open(id, day)? && proves(&key, &introduction, commit.dot.peer) {
                found.insert(id, commit.dot.peer);
            }
        }
        Ok(found)
    }

    /// Whether an invitation was good on the day that somebody joined, is not
    /// used, and has not lain for long since.
    fn is_open(&self, invitation: RecordId, joined: Date) -> Result<bool, Error> {
        let ledger = LedgerTag::of(team::invitations::ID);
        let Some(row) = self.row(invitation)?.filter(|row| row.id.ledger() == ledger) else {
            return Ok(false);
        };
        let Some(Value::Date(until)) = self.word_of_a_lead(invitation, team::invitations::UNTIL)? else {
            return Ok(false);
        };
        // Whoever says that it is used is believed: at worst a lead confirms by hand.
        let unused = row.reference(team::invitations::USED).is_none();
        let last = until.checked_add(GRACE.days()).ok();
        Ok(row.stands() && unused && joined <= until && last.is_some_and(|last| self.today() <= last))
    }

    /// Takes the letter that this laptop's card shows.
    fn take_letter(&mut self) -> Result<(), Error> {
        let letter = self.text_of_a_lead(Self::peer_record(self.peer()), team::peers::LETTER)?;
        if letter != self.secrets.letter && bench::read_letter(&letter).is_ok() {
            self.secrets.letter = letter;
            self.vault.set_secrets(&self.secrets.bytes())?;
        }
        Ok(())
    }

    /// Forgets every row that was read: commits were taken in or set aside.
    pub(super) fn forget_rows(&mut self) {
        self.cache.get_mut().clear();
        self.nameless.take();
        self.stamps.get_mut().clear();
        self.led_since.get_mut().clear();
        self.recall_catalog();
    }
}

/// Whether a laptop holds the invitation's secret.
fn proves(key: &str, introduction: &Introduction, peer: PeerId) -> bool {
    let key = unhex(key).and_then(|key| <[u8; 32]>::try_from(key).ok());
    let key = key.and_then(|key| VerifyingKey::from_bytes(&key).ok());
    let signature = unhex(&introduction.proof).and_then(|it| Signature::from_slice(&it).ok());
    match (key, signature) {
        (Some(key), Some(signature)) => key.verify(&proof_message(peer), &signature).is_ok(),
        _ => false,
    }
}
