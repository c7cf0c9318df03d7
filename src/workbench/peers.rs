//! The laptops of the group: inviting one, joining, and who has what.

use std::path::{Path, PathBuf};

use super::{
    bench::{self, Workbench},
    clock::Clock,
    draft::Draft,
    error::Error,
    keeping::Progress,
    secrets::{GroupKeys, Secrets},
};
use crate::{
    bundle::{
        BundleError,
        format::{Purpose, Sealing},
        read::{self, Reader},
        seal::{Lock, Ring},
        verify::{self, Nothing},
        write,
    },
    domain::{id::RecordId, rules::Refusal, team, value::Value},
    log::{
        bytes::Bytes,
        commit::{Cause, PeerId},
        vector::Vector,
    },
    store::{Cost, StoreError, Vault, codec, files},
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
    /// Whether a lead has confirmed it; enrolment is not kept yet, so only
    /// this laptop itself is.
    pub confirmed: bool,
    /// Its commits that this laptop has.
    pub commits: u64,
    /// Commits that this laptop has and that one is not known to have.
    pub lacks: u64,
    /// Whether its clock ran more than a day ahead.
    pub ahead: bool,
}

/// What a new laptop says of itself.
#[derive(Debug, Clone)]
pub struct Joining {
    /// The member who uses it.
    pub member: String,
    /// The letter it wants; `None` takes the next free one.
    pub letter: Option<String>,
}

impl Workbench {
    /// Every laptop that this one knows of.
    pub fn laptops(&self) -> Result<Vec<Laptop>, Error> {
        let heads = &self.store.totals().heads;
        let all = heads.vector();
        let mut laptops = Vec::new();
        for (peer, head) in heads.iter() {
            let card = self.row(Self::peer_record(peer))?;
            let has = self.knowledge_of(peer)?;
            let own = peer == self.peer();
            laptops.push(Laptop {
                peer,
                letter: card
                    .as_ref()
                    .map(|card| card.text(team::peers::LETTER).to_owned())
                    .unwrap_or_default(),
                member: card.as_ref().and_then(|card| card.reference(team::peers::MEMBER)),
                own,
                confirmed: own,
                commits: head.seq,
                lacks: super::keeping::beyond(&all, &has),
                ahead: self.store.totals().ahead.contains(&peer),
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
        let by_id =
            laptops.iter().filter(|laptop| wanted.len() >= 4 && laptop.peer.to_string().starts_with(wanted));
        let mut found: Vec<PeerId> = by_letter.chain(by_id).map(|laptop| laptop.peer).collect();
        found.dedup();
        match found.as_slice() {
            [] => Err(Error::NoRecord(text.to_owned())),
            [peer] => Ok(*peer),
            _ => Err(Error::Ambiguous(text.to_owned())),
        }
    }

    /// Writes an invitation: the group's keys and everything there is, sealed
    /// by a passphrase that is told by voice.
    pub fn invite(&self, to: &Path, passphrase: &str) -> Result<PathBuf, Error> {
        if passphrase.trim().is_empty() {
            return Err(BundleError::PassphraseNeeded.into());
        }
        let mut cover = self.cover(&Vector::default(), Purpose::Invitation, Sealing::Passphrase)?;
        cover.secrets = Bytes(codec::encode(&self.secrets.group));
        let file = self.place(to, "mqi")?;
        let commits = self.commits_of(&Vector::default(), &cover);
        write::write_file(&file, &cover, &Lock::Passphrase(passphrase.to_owned()), commits)?;
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
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Self, Error> {
        if read::inspect(invitation)?.purpose != Purpose::Invitation {
            return Err(Error::WrongFile("bundle"));
        }
        let asked = joining.letter.as_deref().map(bench::read_letter).transpose()?;
        // Whoever knows the passphrase that was told by voice is of the group.
        let mut ring = Ring { passphrase: told, ..Ring::default() };
        // Read whole before anything is written.
        let mut letters = Letters::default();
        let reader = Reader::open(invitation, &ring)?;
        let (outer, inner) = verify::verify(reader, &Nothing, &mut |envelope| {
            letters.note(&envelope.commit);
            Ok(())
        })?;
        let group: GroupKeys = codec::decode(&verify::invitation_secrets(&outer, &inner).0)
            .map_err(|_bad| BundleError::Damaged("the group's keys"))?;
        if group.group != outer.group {
            return Err(BundleError::Damaged("the group's keys").into());
        }
        ring.vouchers = group.voucher_keys();
        if bench::is_workspace(home) {
            return Err(StoreError::Exists { path: home.to_path_buf() }.into());
        }
        if let Some(taken) = asked.as_ref().filter(|letter| letters.0.contains(*letter)) {
            return Err(Error::Already(taken.clone()));
        }
        let letter = asked.unwrap_or_else(|| letters.free());
        if joining.member.trim().is_empty() {
            return Err(Refusal::Required("姓名".to_owned()).into());
        }
        let member = bench::draw_id(team::members::ID)?;
        let secrets = Secrets::generate(group, member, letter)?;
        let mut bench = Self::begin(home, secrets, passphrase, cost, clock)?;
        bench.take_whole(invitation, &ring, outer.commits, progress)?;
        bench.settle_in(joining)?;
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
        progress: &mut dyn FnMut(Progress),
    ) -> Result<String, Error> {
        let outer = read::inspect(file)?;
        if outer.purpose != Purpose::Backup {
            return Err(Error::WrongFile("bundle"));
        }
        if bench::is_workspace(home) {
            return Err(StoreError::Exists { path: home.to_path_buf() }.into());
        }
        // Opened in a place of its own first: a wrong passphrase leaves nothing behind.
        let original = secrets_in(home, &outer.key_file.0, passphrase)?;
        let ring = original.ring(None);
        let mut letters = Letters::default();
        verify::verify(Reader::open(file, &ring)?, &Nothing, &mut |envelope| {
            letters.note(&envelope.commit);
            Ok(())
        })?;
        let letter = letters.free();
        let mut bench = Self::begin(home, original.renewed(letter.clone())?, passphrase, cost, clock)?;
        bench.take_whole(file, &ring, outer.commits, progress)?;
        let mut draft = Draft::new();
        bench.introduce(&mut draft);
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
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), Error> {
        let total = Some(commits);
        self.store.append_stream::<Error>(
            self.clock.now_ms(),
            &mut |done| progress(Progress { done, total }),
            |take| {
                let reader = Reader::open(file, ring)?;
                let mut failed = None;
                let read = verify::verify(reader, &Nothing, &mut |envelope| {
                    take(envelope).map_err(|error| {
                        failed = Some(error);
                        BundleError::Damaged("the journal")
                    })
                });
                match failed {
                    Some(error) => Err(error),
                    None => Ok(read.map(|_whole| ())?),
                }
            },
        )?;
        self.cache.borrow_mut().clear();
        Ok(())
    }

    /// The first commit of a new laptop: who uses it, and its card.
    fn settle_in(&mut self, joining: &Joining) -> Result<(), Error> {
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
        self.introduce(&mut draft);
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

/// Letters that laptops of the group use.
#[derive(Default)]
struct Letters(std::collections::BTreeSet<String>);

impl Letters {
    fn note(&mut self, commit: &crate::log::commit::Commit) {
        for change in commit.changes().filter(|change| change.slot.tag == team::peers::LETTER) {
            if change.record.ledger() == crate::domain::id::LedgerTag::of(team::peers::ID)
                && let Some(Value::Text(letter)) = codec::value(&change.cell)
            {
                self.0.insert(letter);
            }
        }
    }

    fn free(&self) -> String {
        let letters = ('A'..='Z').map(|letter| letter.to_string());
        let pairs = ('A'..='Z').flat_map(|first| ('A'..='Z').map(move |second| format!("{first}{second}")));
        letters.chain(pairs).find(|letter| !self.0.contains(letter)).unwrap_or_else(|| "ZZZ".to_owned())
    }
}
