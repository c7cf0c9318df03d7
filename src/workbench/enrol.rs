//! Whose laptop belongs to the group: enrolment, revocation, letters, keys.

use std::collections::{BTreeMap, BTreeSet};

use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use jiff::ToSpan;

use super::{bench, bench::Workbench, draft::Draft, error::Error, peers::Letters, view};
use crate::{
    bundle::seal::{self, AgeKey, Ring},
    domain::{calendar, field::Tag, id::RecordId, row::Row, team, value::Value},
    log::{
        bytes::{hex, unhex},
        commit::{Cause, Commit, Dot, PeerId, Slot},
    },
    store::{
        codec,
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

impl Workbench {
    /// What a laptop is to the group; none where no lead has said.
    pub fn membership_of(&self, peer: PeerId) -> Option<Membership> {
        self.store.totals().trust.membership(peer)
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
        let membership = if lead { Membership::Lead } else { Membership::Member };
        let mut draft = Draft::new();
        self.say(&mut draft, peer, membership);
        self.write(draft, Cause::Housekeeping)?;
        self.forget_rows();
        Ok(())
    }

    /// Revokes a lost laptop: of its commits only those up to `after` count,
    /// all that are here if not told; a new key seals what is written from now
    /// on. Answers the number.
    pub fn revoke(&mut self, peer: PeerId, after: Option<u64>) -> Result<u64, Error> {
        self.refuse_unless_lead()?;
        if peer == self.peer() {
            return Err(Error::OwnLaptop);
        }
        let after = after.unwrap_or_else(|| self.store.totals().held().get(peer));
        let mut draft = Draft::new();
        self.say(&mut draft, peer, Membership::Revoked { after });
        let key = AgeKey::generate();
        let mut without = self.revoked()?;
        without.insert(peer.to_string());
        self.seal_key(&mut draft, &key, &without)?;
        self.write(draft, Cause::Housekeeping)?;
        self.forget_rows();
        self.take_keys()?;
        // What the laptop had ordered to be erased stays erased.
        self.honour_erasures()?;
        Ok(after)
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
        if self.letters()?.contains(&letter) {
            return Err(Error::Already(letter));
        }
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
            if row.date(team::invitations::UNTIL).is_some_and(|day| day >= today) {
                letters.add(row.text(team::invitations::LETTER));
            }
        }
        Ok(letters)
    }

    /// Writes down what a laptop is.
    fn say(&self, draft: &mut Draft, peer: PeerId, membership: Membership) {
        let turn = self.store.totals().trust.next_turn(peer);
        let word = Word { turn, membership }.to_string();
        draft.set(Self::peer_record(peer), team::peers::MEMBERSHIP, Some(Value::Text(word)));
    }

    /// What follows for this laptop from what came in: laptops that came by an
    /// invitation are enrolled, new keys are taken, and the letter that a lead
    /// gave. Answers who was enrolled.
    pub(super) fn follow_up(&mut self) -> Result<Vec<PeerId>, Error> {
        self.take_letter()?;
        self.take_keys()?;
        let first = |dot: &Dot| dot.seq == 1;
        let aside: Vec<Dot> = self.store.totals().aside().filter(first).collect();
        let mut strangers = Vec::new();
        for dot in aside {
            strangers.extend(self.store.waiting(dot)?.map(|envelope| envelope.commit));
        }
        let invited = self.invited(&strangers)?;
        if !invited.is_empty() {
            let mut draft = Draft::new();
            for (peer, invitation) in &invited {
                self.say(&mut draft, *peer, Membership::Member);
                let card = Self::peer_record(*peer);
                draft.set(*invitation, team::invitations::USED, Some(Value::Ref(card)));
            }
            self.write(draft, Cause::Housekeeping)?;
            self.forget_rows();
        }
        Ok(invited.into_iter().map(|(peer, _)| peer).collect())
    }

    /// Those of the laptops with these first commits that come by an open
    /// invitation, each with it; nobody where this laptop does not lead.
    pub(super) fn invited(&self, strangers: &[Commit]) -> Result<Vec<(PeerId, RecordId)>, Error> {
        let mut found: BTreeMap<RecordId, PeerId> = BTreeMap::new();
        if !self.leads() {
            return Ok(Vec::new());
        }
        for commit in strangers {
            // What was revoked comes in by no invitation.
            if self.membership_of(commit.dot.peer).is_some() {
                continue;
            }
            let introduction = Introduction::of(commit);
            let Some(id) = introduction.invitation.filter(|id| !found.contains_key(id)) else { continue };
            let Some(invitation) = self.row(id)?.filter(|row| row.id.ledger() == tag_of_invitations()) else {
                continue;
            };
            let day = calendar::day(view::moment(commit.stamp));
            if is_open(&invitation, day, self.today()) && proves(&invitation, &introduction, commit.dot.peer)
            {
                found.insert(id, commit.dot.peer);
            }
        }
        Ok(found.into_iter().map(|(invitation, peer)| (peer, invitation)).collect())
    }

    /// Everybody whom a bundle for the group is sealed to: the newest key of
    /// the group that no revoked laptop has, and each laptop's own, since not
    /// everybody has the newest yet.
    pub(super) fn audience(&self) -> Result<Vec<String>, Error> {
        let revoked = self.revoked()?;
        let boxes = self.rows(team::group_keys::ID)?;
        let is_kept = |public: &str| {
            let name = seal::key_name(public);
            let kept = boxes.iter().find(|row| row.text(team::group_keys::NAME) == name);
            let without: BTreeSet<String> = kept
                .map(|row| row.text(team::group_keys::WITHOUT).split(' ').map(str::to_owned).collect())
                .unwrap_or_default();
            revoked.is_subset(&without)
        };
        let mut audience: Vec<String> = Vec::new();
        let group = self.secrets.group.recipients();
        audience.extend(group.map(|(public, _)| public).find(|public| is_kept(public)));
        audience.push(self.secrets.workspace_recipient()?);
        for (peer, public) in self.recipients()? {
            let belongs = matches!(self.membership_of(peer), Some(Membership::Lead | Membership::Member));
            if belongs && !audience.contains(&public) {
                audience.push(public);
            }
        }
        Ok(audience)
    }

    /// Every laptop with the public key that it told itself: what another wrote
    /// into its card could be his own.
    fn recipients(&self) -> Result<Vec<(PeerId, String)>, Error> {
        let slot = Slot::single(team::peers::RECIPIENT);
        let mut told = Vec::new();
        for (peer, _) in self.store.totals().heads.iter() {
            let Some(card) = self.store.record(Self::peer_record(peer))? else { continue };
            let versions = card.versions(&slot);
            let own = versions.iter().filter(|version| version.mark.dot.peer == peer);
            for version in own {
                if let Some(Value::Text(public)) = codec::value(version.cell)
                    && seal::is_recipient(&public)
                {
                    told.push((peer, public));
                }
            }
        }
        Ok(told)
    }

    /// The ids of revoked laptops.
    fn revoked(&self) -> Result<BTreeSet<String>, Error> {
        let laptops = self.laptops()?;
        let revoked =
            laptops.iter().filter(|laptop| matches!(laptop.membership, Some(Membership::Revoked { .. })));
        Ok(revoked.map(|laptop| laptop.peer.to_string()).collect())
    }

    /// Seals a new key of the group to every laptop but those in `without`.
    fn seal_key(&self, draft: &mut Draft, key: &AgeKey, without: &BTreeSet<String>) -> Result<(), Error> {
        let name = seal::key_name(&key.public());
        let kept_from = without.iter().cloned().collect::<Vec<_>>().join(" ");
        let mut receivers = vec![(self.peer(), self.secrets.workspace_recipient()?)];
        receivers.extend(self.recipients()?.into_iter().filter(|(peer, _)| {
            let belongs = matches!(self.membership_of(*peer), Some(Membership::Lead | Membership::Member));
            *peer != self.peer() && belongs && !without.contains(&peer.to_string())
        }));
        for (peer, public) in receivers {
            let id = RecordId::derived(team::group_keys::ID, &[name.as_bytes(), &peer.0]);
            let sealed = seal::seal_secret(&public, &key.secret())?;
            draft.insert(id);
            draft.set(id, team::group_keys::NAME, Value::text(&name));
            draft.set(id, team::group_keys::FOR, Some(Value::Ref(Self::peer_record(peer))));
            draft.set(id, team::group_keys::SEALED, Value::text(hex(&sealed)));
            draft.set(id, team::group_keys::WITHOUT, Value::text(&kept_from));
        }
        Ok(())
    }

    /// Takes keys of the group that a lead has sealed to this laptop.
    pub(super) fn take_keys(&mut self) -> Result<(), Error> {
        let own = Self::peer_record(self.peer());
        let rows = self.rows(team::group_keys::ID)?;
        let mut fresh = Vec::new();
        for row in rows.iter().filter(|row| row.reference(team::group_keys::FOR) == Some(own)) {
            let name = row.text(team::group_keys::NAME);
            if self.secrets.group.recipients().any(|(public, _)| seal::key_name(&public) == name) {
                continue;
            }
            let record = self.store.record(row.id)?;
            let writer = record.and_then(|record| record.marks().first().map(|mark| mark.dot.peer));
            if writer.and_then(|writer| self.membership_of(writer)) != Some(Membership::Lead) {
                continue;
            }
            let ring: Ring = self.secrets.ring(None);
            let opened =
                unhex(row.text(team::group_keys::SEALED)).and_then(|it| seal::open_secret(&ring, &it));
            // What was sealed has to be the key it is said to be.
            let key = opened.and_then(|text| AgeKey::read(&text));
            fresh.extend(key.filter(|key| seal::key_name(&key.public()) == name).map(|key| key.secret()));
        }
        if !fresh.is_empty() {
            self.secrets.group.age.extend(fresh);
            self.vault.set_secrets(&self.secrets.bytes())?;
        }
        Ok(())
    }

    /// Takes the letter that this laptop's card shows.
    fn take_letter(&mut self) -> Result<(), Error> {
        let card = self.row(Self::peer_record(self.peer()))?;
        let letter = card.map(|card| card.text(team::peers::LETTER).to_owned()).unwrap_or_default();
        if letter != self.secrets.letter && bench::read_letter(&letter).is_ok() {
            self.secrets.letter = letter;
            self.vault.set_secrets(&self.secrets.bytes())?;
        }
        Ok(())
    }

    /// Forgets every row that was read: commits were taken in or set aside.
    pub(super) fn forget_rows(&mut self) {
        self.cache.get_mut().clear();
    }
}

fn tag_of_invitations() -> crate::domain::id::LedgerTag {
    crate::domain::id::LedgerTag::of(team::invitations::ID)
}

/// Whether an invitation was good on the day that somebody joined, is not used,
/// and has not lain for long since.
fn is_open(invitation: &Row, joined: jiff::civil::Date, today: jiff::civil::Date) -> bool {
    let unused = invitation.reference(team::invitations::USED).is_none();
    let until = invitation.date(team::invitations::UNTIL);
    let last = until.and_then(|until| until.checked_add(GRACE.days()).ok());
    invitation.stands()
        && unused
        && until.is_some_and(|until| joined <= until)
        && last.is_some_and(|last| today <= last)
}

/// Whether a laptop holds the invitation's secret.
fn proves(invitation: &Row, introduction: &Introduction, peer: PeerId) -> bool {
    let key = unhex(invitation.text(team::invitations::KEY)).and_then(|key| <[u8; 32]>::try_from(key).ok());
    let key = key.and_then(|key| VerifyingKey::from_bytes(&key).ok());
    let signature = unhex(&introduction.proof).and_then(|it| Signature::from_slice(&it).ok());
    match (key, signature) {
        (Some(key), Some(signature)) => key.verify(&proof_message(peer), &signature).is_ok(),
        _ => false,
    }
}
