//! The laptops of the group: inviting one, joining, and who has what.

use std::{
    cell::RefCell,
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use ed25519_dalek::{Signer, SigningKey};
use jiff::{Timestamp, ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    bench::{self, Workbench},
    clock::Clock,
    clocks::WrongClock,
    draft::Draft,
    enrol::{self, Introduction},
    error::{Error, Several},
    letters::Letters,
    progress::{self, Progress, Stage},
    reach::Lack,
    secrets::{GroupKeys, Secrets},
    sync, view,
};
use crate::{
    bundle::{
        BundleError,
        format::{Purpose, Sealing},
        read::{self, Reader},
        seal::{Lock, Ring},
        verify::{self, Orders},
        write,
    },
    domain::{id::RecordId, rules::Refusal, team, value::Value, wording::Wording},
    log::{
        bytes::{Bytes, hex},
        commit::{Cause, PeerId},
        vector::Vector,
    },
    store::{Cost, StoreError, Vault, codec, files, trust::Membership},
};

/// A laptop of the group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Laptop {
    /// Its id.
    pub peer: PeerId,
    /// Its letter.
    pub letter: String,
    /// Who uses it.
    pub member: Option<RecordId>,
    /// Whether it is this one.
    pub own: bool,
    /// What a lead says it is; none where none has said.
    pub membership: Option<Membership>,
    /// The name by which it introduced itself, where that is not taken in yet.
    pub called: Option<String>,
    /// Its commits that were applied here.
    pub commits: u64,
    /// Its commits that are here and set aside until a lead confirms it.
    pub aside: u64,
    /// Commits that this laptop has and that one is not known to have.
    pub lacks: u64,
    /// Which those are, and since when.
    pub lack: Lack,
    /// When this laptop last heard of it, by its own clock.
    pub heard: Option<Timestamp>,
    /// How many copies of its installation have written on under its name; what
    /// they wrote is kept beside what it wrote.
    pub copied: u64,
    /// What is wrong with its clock, where something is.
    pub clock: Option<WrongClock>,
}

impl Laptop {
    /// Whether what it writes counts.
    pub fn is_confirmed(&self) -> bool {
        matches!(self.membership, Some(Membership::Member | Membership::Lead))
    }

    /// Whether a lead has said that it counts no longer.
    pub fn is_revoked(&self) -> bool {
        matches!(self.membership, Some(Membership::Revoked { .. }))
    }

    /// The beginning of its id, long enough to name it by.
    pub fn short_id(&self) -> String {
        self.peer.to_string().chars().take(8).collect()
    }

    /// Whether another one has its letter.
    pub fn is_alike(&self, laptops: &[Self]) -> bool {
        let same = |other: &&Self| other.peer != self.peer && other.letter == self.letter;
        !self.letter.is_empty() && laptops.iter().any(|other| same(&other))
    }

    /// Its letter; with the beginning of its id where another one has the same.
    pub fn name_among(&self, laptops: &[Self]) -> String {
        if self.letter.is_empty() {
            self.short_id()
        } else if self.is_alike(laptops) {
            view::apart(&self.letter, self.peer)
        } else {
            self.letter.clone()
        }
    }
}

/// What an invitation offers.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The letter for the new laptop; `None` takes the next free one.
    pub letter: Option<String>,
    /// For how many days it is good.
    pub days: u16,
}

impl Default for Offer {
    fn default() -> Self {
        Self { letter: None, days: 14 }
    }
}

/// What an invitation hands over besides everything there is.
#[derive(Serialize, Deserialize)]
pub struct Invitation {
    /// The keys of the group.
    pub group: GroupKeys,
    /// Its record.
    id: RecordId,
    /// The seed of the key by which who joins proves that he had it.
    seed: [u8; 32],
    letter: String,
    until: String,
}

/// What a new laptop says of itself.
#[derive(Debug, Clone)]
pub struct Joining {
    /// The member who uses it.
    pub member: String,
    /// The letter it wants; `None` takes the one that the invitation offers.
    pub letter: Option<String>,
}

impl Workbench {
    /// Every laptop that this one knows of.
    pub fn laptops(&self) -> Result<Vec<Laptop>, Error> {
        let totals = self.store.totals();
        let clocks = self.wrong_clocks()?;
        let mut laptops = Vec::new();
        // The rows of copies are no laptops: what was copied goes on as one of its own.
        let mut peers: BTreeSet<PeerId> = totals.named().iter().map(|name| name.peer).collect();
        peers.extend(totals.waiting.keys().map(|point| point.dot.peer));
        for peer in peers {
            let card = self.row(Self::peer_record(peer))?;
            let introduction = match (&card, self.first_of(peer)?) {
                (None, Some(first)) => Some(Introduction::of(&first.commit)),
                _ => None,
            };
            let lack = self.lack_of(peer)?;
            let letter = card.as_ref().map(|card| card.text(team::peers::LETTER).to_owned());
            laptops.push(Laptop {
                peer,
                letter: letter.or(introduction.as_ref().map(|it| it.letter.clone())).unwrap_or_default(),
                member: card.as_ref().and_then(|card| card.reference(team::peers::MEMBER)),
                called: introduction.and_then(|it| it.name.or(Some(self.name_of(it.member?)))),
                own: peer == self.peer(),
                membership: self.membership_of(peer),
                commits: totals.heads.get(peer).map_or(0, |head| head.seq),
                aside: totals
                    .waiting
                    .keys()
                    .filter(|point| point.dot.peer == peer && !totals.trust.admits(point.dot))
                    .count() as u64,
                lacks: lack.commits(),
                lack,
                heard: self.heard_of(peer)?,
                copied: totals.lines.of(peer).count() as u64 - 1,
                clock: clocks.iter().find(|clock| clock.peer == peer).cloned(),
            });
        }
        laptops.sort_by(|a, b| (a.letter.len(), &a.letter, a.peer).cmp(&(b.letter.len(), &b.letter, b.peer)));
        Ok(laptops)
    }

    /// The laptop with this letter or id prefix.
    pub fn find_laptop(&self, text: &str) -> Result<PeerId, Error> {
        let wanted = text.trim();
        let laptops = self.laptops()?;
        let by_letter = laptops.iter().filter(|laptop| laptop.letter.eq_ignore_ascii_case(wanted));
        let names = |laptop: &Laptop| {
            let id = laptop.peer.to_string();
            // As one is told from another of its letter.
            let apart = wanted.split_once(view::APART).is_some_and(|(letter, beginning)| {
                laptop.letter.eq_ignore_ascii_case(letter) && id.starts_with(beginning)
            });
            apart || wanted.len() >= 4 && id.starts_with(wanted)
        };
        let by_id = laptops.iter().filter(|laptop| names(laptop));
        let mut found: Vec<&Laptop> = by_letter.chain(by_id).collect();
        found.dedup();
        match found.as_slice() {
            [] => Err(Error::NoLaptop(text.to_owned())),
            [laptop] => Ok(laptop.peer),
            _ => {
                let name = |laptop: &Laptop| laptop.member.map(|member| self.name_of(member));
                let choices = found.iter().map(|laptop| {
                    let id = laptop.peer.to_string().chars().take(8).collect();
                    (id, name(laptop).or_else(|| laptop.called.clone()).unwrap_or_default())
                });
                let choices = choices.collect();
                Err(Error::Ambiguous(Several { text: text.to_owned(), laptops: true, choices }))
            }
        }
    }

    /// Writes an invitation: the group's keys and everything there is, sealed
    /// by a passphrase that is told by voice; good for one laptop, which gets
    /// the letter that is held free for it.
    pub fn invite(&mut self, to: &Path, passphrase: &str, offer: &Offer) -> Result<PathBuf, Error> {
        self.invite_telling(to, passphrase, offer, &mut |_| {})
    }

    /// The same; `progress` hears how far it is. Where it is stopped no file is
    /// left, and its letter is free again.
    pub fn invite_telling(
        &mut self,
        to: &Path,
        passphrase: &str,
        offer: &Offer,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<PathBuf, Error> {
        if passphrase.trim().is_empty() {
            return Err(BundleError::PassphraseNeeded.into());
        }
        self.refuse_unless_lead()?;
        let file = self.place(to, "mqi")?;
        let letters = self.letters()?;
        let letter = match &offer.letter {
            Some(text) => bench::read_letter(text)?,
            None => letters.free(),
        };
        letters.refuse(&letter)?;
        write::try_place(&file)?;
        let until = self.today().checked_add(i64::from(offer.days).days()).map_err(|_late| Error::Clock)?;
        let mut seed = [0; 32];
        crate::store::seal::random(&mut seed)?;
        let id = bench::draw_id(team::invitations::ID)?;
        let key = SigningKey::from_bytes(&seed);
        let mut draft = Draft::new();
        draft.insert(id);
        draft.set(id, team::invitations::LETTER, Value::text(&letter));
        draft.set(id, team::invitations::UNTIL, Some(Value::Date(until)));
        draft.set(id, team::invitations::KEY, Value::text(hex(key.verifying_key().as_bytes())));
        self.write(draft, Cause::Housekeeping)?;
        let since = Vector::default();
        let (mut cover, stretches) = self.cover(&since, Purpose::Invitation, Sealing::Passphrase)?;
        let invitation =
            Invitation { group: self.secrets.group.clone(), id, seed, letter, until: until.to_string() };
        cover.secrets = Bytes(codec::encode(&invitation));
        let total = cover.outer.commits;
        let commits = sync::told(self.commits_of(&since, &stretches), total, progress);
        let lock = Lock::Passphrase(passphrase.to_owned());
        if let Err(error) = write::write_file(&file, &cover, &lock, commits) {
            // Nobody can come by it: its letter is free again.
            let mut draft = Draft::new();
            let passed = self.today().checked_sub(1.days()).map_err(|_early| Error::Clock)?;
            draft.set(id, team::invitations::UNTIL, Some(Value::Date(passed)));
            self.write(draft, Cause::Housekeeping)?;
            return Err(error.into());
        }
        Ok(file)
    }

    /// Makes a workspace at `home` from an invitation.
    #[expect(
        clippy::too_many_arguments,
        reason = "each is a different thing that only joining needs together"
    )]
    pub fn join(
        home: &Path,
        invitation: &Path,
        told: Option<String>,
        joining: &Joining,
        passphrase: &str,
        cost: Cost,
        clock: Clock,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Self, Error> {
        if read::inspect(invitation)?.purpose != Purpose::Invitation {
            return Err(Error::WrongFile("bundle"));
        }
        let asked = joining.letter.as_deref().map(bench::read_letter).transpose()?;
        // Whoever knows the passphrase that was told by voice is of the group.
        let mut ring = Ring { passphrase: told, ..Ring::default() };
        // Read whole before anything is written.
        let mut letters = Letters::default();
        progress::tell(progress, Stage::Unlocking, 0, None);
        let reader = Reader::open(invitation, &ring)?;
        let (mut done, total) = (0, Some(reader.outer.commits));
        let (outer, inner) = verify::verify(reader, Orders::Inside, &mut |envelope| {
            letters.note(&envelope.commit);
            done += 1;
            Ok(progress::step(progress, Stage::Reading, done, total)?)
        })?;
        let damaged = || Error::from(BundleError::Damaged("the group's keys"));
        let offered: Invitation =
            codec::decode(&verify::invitation_secrets(&outer, &inner).0).map_err(|_bad| damaged())?;
        let group = offered.group.clone();
        let until: Date = offered.until.parse().map_err(|_bad| damaged())?;
        if group.group != outer.group {
            return Err(damaged());
        }
        if clock.today() > until {
            return Err(Error::Expired(until));
        }
        ring.vouchers = Some(group.voucher_keys());
        if bench::is_workspace(home) {
            return Err(StoreError::Exists { path: home.to_path_buf() }.into());
        }
        if let Some(taken) =
            asked.as_ref().filter(|letter| **letter != offered.letter && letters.contains(letter))
        {
            return Err(Error::Already(taken.clone()));
        }
        let letter = asked.unwrap_or_else(|| offered.letter.clone());
        if joining.member.trim().is_empty() {
            return Err(Refusal::Required(vec![Wording::new("姓名", "Name")]).into());
        }
        let member = bench::draw_id(team::members::ID)?;
        let secrets = Secrets::generate(group, member, letter)?;
        progress::tell(progress, Stage::Unlocking, 0, None);
        let mut bench = Self::begin(home, secrets, passphrase, cost, clock)?;
        if let Err(error) = bench.take_whole(invitation, &ring, outer.commits, progress) {
            drop(bench);
            bench::abandon(home);
            return Err(error);
        }
        bench.settle_in(joining, &offered)?;
        bench.begun()?;
        Ok(bench)
    }

    /// Makes a workspace at `home` from a backup, which opens with the
    /// passphrase it was written under; answers its new letter.
    ///
    /// It is a laptop of its own: a new signing key and the next free letter.
    /// Its original may have gone on, or have exported more than the backup
    /// holds; were both to write under the same numbers, neither could be told
    /// from a forger.
    pub fn restore(
        home: &Path,
        file: &Path,
        passphrase: &str,
        cost: Cost,
        clock: Clock,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<String, Error> {
        let outer = read::inspect(file)?;
        if outer.purpose != Purpose::Backup {
            return Err(Error::WrongFile("bundle"));
        }
        if bench::is_workspace(home) {
            return Err(StoreError::Exists { path: home.to_path_buf() }.into());
        }
        // Opened in a place of its own first: a wrong passphrase leaves nothing behind.
        progress::tell(progress, Stage::Unlocking, 0, None);
        let original = secrets_in(home, &outer.key_file.0, passphrase)?;
        let ring = original.ring(None);
        let mut letters = Letters::default();
        let (mut done, total) = (0, Some(outer.commits));
        let read = verify::verify(Reader::open(file, &ring)?, Orders::Inside, &mut |envelope| {
            letters.note(&envelope.commit);
            done += 1;
            Ok(progress::step(progress, Stage::Reading, done, total)?)
        });
        if let Err(error) = read {
            // Only a folder in which nothing lies goes.
            let _ = std::fs::remove_dir(home);
            return Err(error.into());
        }
        let letter = letters.free();
        progress::tell(progress, Stage::Unlocking, 0, None);
        let mut bench = Self::begin(home, original.renewed(letter.clone())?, passphrase, cost, clock)?;
        if let Err(error) = bench.take_whole(file, &ring, outer.commits, progress) {
            drop(bench);
            bench::abandon(home);
            return Err(error);
        }
        let mut draft = Draft::new();
        bench.introduce(&mut draft)?;
        let words = original.succession(bench.peer());
        draft.set(Self::peer_record(bench.peer()), team::peers::SUCCEEDS, Value::text(words));
        bench.write(draft, Cause::Housekeeping)?;
        bench.begun()?;
        bench.close()?;
        Ok(letter)
    }

    /// Takes in everything a file holds, into a workspace that has nothing yet.
    fn take_whole(
        &mut self,
        file: &Path,
        ring: &Ring,
        commits: u64,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<(), Error> {
        let (total, progress) = (Some(commits), RefCell::new(progress));
        self.store.append_stream::<Error>(
            self.clock.now_ms(),
            &mut |done| progress::tell(&mut *progress.borrow_mut(), Stage::Applying, done, total),
            |take| {
                let mut done = 0;
                sync::hand_on(Reader::open(file, ring)?, Orders::Inside, &mut |envelope| {
                    done += 1;
                    progress::step(&mut *progress.borrow_mut(), Stage::Keeping, done, total)?;
                    take(envelope)
                })?;
                progress::tell(&mut *progress.borrow_mut(), Stage::Applying, 0, total);
                Ok::<(), Error>(())
            },
        )?;
        self.forget_rows();
        Ok(())
    }

    /// The first commit of a new laptop: who uses it, and its card.
    fn settle_in(&mut self, joining: &Joining, invitation: &Invitation) -> Result<(), Error> {
        let mut draft = Draft::new();
        match self.find_in(team::members::ID, &joining.member) {
            Ok(known) => {
                self.secrets.member = known;
                self.vault.set_secrets(&self.secrets.bytes())?;
            }
            Err(Error::NoRecord(_)) => {
                let member = self.member();
                draft.insert(member);
                draft.set(member, team::members::NAME, Value::text(joining.member.trim()));
                draft.set(member, team::members::ROLE, Some(Value::Choice("worker".to_owned())));
            }
            Err(other) => return Err(other),
        }
        self.introduce(&mut draft)?;
        let card = Self::peer_record(self.peer());
        let proof = SigningKey::from_bytes(&invitation.seed).sign(&enrol::proof_message(self.peer()));
        draft.set(card, team::peers::INVITATION, Some(Value::Ref(invitation.id)));
        draft.set(card, team::peers::PROOF, Value::text(hex(&proof.to_bytes())));
        self.write(draft, Cause::Housekeeping)
    }
}

/// The secrets in a backup's key file, opened beside the workspace to be.
fn secrets_in(home: &Path, key_file: &[u8], passphrase: &str) -> Result<Secrets, Error> {
    files::create_private_dir(home)?;
    let trial = tempfile::tempdir_in(home).map_err(|error| StoreError::io(home, error))?;
    let read = Vault::install(trial.path(), key_file, passphrase)
        .map_err(Error::from)
        .and_then(|vault| Secrets::read(vault.secrets()));
    drop(trial);
    if read.is_err() {
        // Only a folder that was made for this is empty, and only such a one is removed.
        let _ = std::fs::remove_dir(home);
    }
    read
}
