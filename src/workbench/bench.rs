//! The open workspace.

use std::{
    cell::RefCell,
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::{Timestamp, civil::Date};

use super::{
    cases::KnownCases,
    clock::Clock,
    draft::Draft,
    error::Error,
    keeping,
    nameless::Nameless,
    progress::{self, Progress, Stage},
    secrets::Secrets,
    unfinished::Keeper,
    view::Known,
};
use crate::{
    domain::{
        declared::own::Remarks,
        id::{LedgerTag, RecordId},
        ledger::Catalog,
        rules::Refusal,
        team,
        value::Value,
        wording::Wording,
    },
    log::{
        bytes::hex,
        commit::{Cause, Dot, PeerId},
        stamp::Stamp,
    },
    store::{
        Cost, StoreError, Vault, WorkspaceLock, files, ledger_store::LedgerStore, ledger_store::Opening,
        trust,
    },
};

/// What a new work group begins with.
#[derive(Debug, Clone)]
pub struct Founding {
    /// Its name.
    pub group: String,
    /// The community it was sent to; may be empty.
    pub community: String,
    /// The member who uses this laptop, its lead.
    pub member: String,
    /// The laptop's letter.
    pub letter: String,
}

/// A workspace, open in this process alone.
pub struct Workbench {
    pub(super) home: PathBuf,
    pub(super) store: LedgerStore,
    pub(super) vault: Vault,
    pub(super) secrets: Secrets,
    /// The program's ledgers and the group's own, as their cards say.
    pub(super) catalog: Arc<Catalog>,
    /// What was remarkable in those cards.
    pub(super) remarks: Remarks,
    /// Files of the workspace's own ledgers that could not be taken in, and why.
    pub(super) unread: Vec<Wording>,
    pub(super) clock: Clock,
    /// Rows as they were last read; a ledger's are dropped when it changes.
    pub(super) cache: RefCell<HashMap<LedgerTag, Known>>,
    /// Who asked and is not told here, as the issues were last read.
    pub(super) nameless: RefCell<Option<Arc<Nameless>>>,
    /// Every issue with its standing, as it was worked out last.
    pub(super) known_cases: RefCell<Option<KnownCases>>,
    /// Stamps of commits that were read to judge clocks.
    pub(super) stamps: RefCell<HashMap<Dot, Stamp>>,
    /// From which of its commits on a laptop that was made a lead knew of it.
    pub(super) led_since: RefCell<HashMap<PeerId, u64>>,
    /// Whether something was written since the last automatic backup was considered.
    pub(super) dirty: bool,
    /// Why the last automatic backup was not made; the work itself is kept.
    pub(super) unkept: Option<Error>,
    /// Why what had to follow from a bundle was not done; the bundle is in all the same.
    pub(super) owed: Option<Error>,
    /// The letter under which this laptop goes on, where it was found to be a copy when it was opened.
    pub(super) parted: Option<String>,
    /// Unfinished forms that an erasure took along, by what they were for.
    pub(super) swept: Vec<String>,
    /// Who keeps them.
    pub(super) forms: Keeper,
    /// Held until the end.
    pub(super) lock: WorkspaceLock,
}

impl Workbench {
    /// Founds a work group in `home`, which must not hold a workspace.
    pub fn create(
        home: &Path,
        founding: &Founding,
        passphrase: &str,
        cost: Cost,
        clock: Clock,
    ) -> Result<Self, Error> {
        let letter = read_letter(&founding.letter)?;
        let own = [
            (&founding.group, Wording::new("工作组名称", "Name of the group")),
            (&founding.member, Wording::new("姓名", "Name")),
        ];
        for (name, field) in own {
            if name.trim().is_empty() {
                return Err(Refusal::Required(vec![field]).into());
            }
        }
        let member = draw_id(team::members::ID)?;
        let secrets = Secrets::found(member, letter)?;
        let mut bench = Self::begin(home, secrets, passphrase, cost, clock)?;
        let mut draft = Draft::new();
        let group = bench.group_id();
        draft.insert(group);
        draft.set(group, team::group::NAME, Value::text(founding.group.trim()));
        draft.set(group, team::group::COMMUNITY, Value::text(founding.community.trim()));
        draft.insert(member);
        draft.set(member, team::members::NAME, Value::text(founding.member.trim()));
        draft.set(member, team::members::ROLE, Some(Value::Choice("lead".to_owned())));
        bench.introduce(&mut draft)?;
        bench.write(draft, Cause::Housekeeping)?;
        bench.begun()?;
        Ok(bench)
    }

    /// Lays a new workspace with these secrets and nothing in it. Until
    /// [`Workbench::begun`] it counts as none: an interrupted beginning leaves
    /// nothing that could be taken for a workspace, and can be begun again.
    pub(super) fn begin(
        home: &Path,
        secrets: Secrets,
        passphrase: &str,
        cost: Cost,
        clock: Clock,
    ) -> Result<Self, Error> {
        if is_workspace(home) {
            return Err(StoreError::Exists { path: home.to_path_buf() }.into());
        }
        files::create_private_dir(home)?;
        let lock = WorkspaceLock::acquire(home)?;
        if is_keyless(home) {
            return Err(keeping::no_workspace(home));
        }
        clear_unfinished(home)?;
        files::write_atomic(&home.join(BEGINNING), b"")?;
        let vault = Vault::create(home, passphrase, cost, &secrets.bytes())?;
        let (store, _) =
            LedgerStore::open(home, vault.key(), &secrets.trust(), clock.now_ms(), &mut keeping::NoBackups)?;
        Ok(Self {
            home: home.to_path_buf(),
            store,
            forms: Keeper::new(home, vault.key()),
            vault,
            secrets,
            catalog: Arc::new(Catalog::shipped()),
            remarks: Remarks::default(),
            unread: Vec::new(),
            clock,
            cache: RefCell::default(),
            nameless: RefCell::default(),
            known_cases: RefCell::default(),
            stamps: RefCell::default(),
            led_since: RefCell::default(),
            dirty: true,
            unkept: None,
            owed: None,
            parted: None,
            swept: Vec::new(),
            lock,
        })
    }

    /// Makes a workspace that was laid count as one.
    pub(super) fn begun(&self) -> Result<(), Error> {
        let mark = self.home.join(BEGINNING);
        fs::remove_file(&mark).map_err(|error| StoreError::io(&mark, error))?;
        files::sync_dir(&self.home)?;
        Ok(())
    }

    /// Opens the workspace at `home`; `progress` hears what is done. Where that is
    /// stopped nothing was changed, and what was rebuilt is rebuilt the next time.
    pub fn open(
        home: &Path,
        passphrase: &str,
        clock: Clock,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<(Self, Opening), Error> {
        if !is_workspace(home) {
            return Err(keeping::no_workspace(home));
        }
        let lock = WorkspaceLock::acquire(home)?;
        progress::tell(progress, Stage::Unlocking, 0, None);
        let vault = Vault::open(home, passphrase)?;
        let secrets = Secrets::read(vault.secrets())?;
        progress::step(progress, Stage::Opening, 0, None)?;
        let mut rescue = keeping::FromBackups { home, secrets: &secrets, progress, looked: 0 };
        let (store, opening) =
            LedgerStore::open(home, vault.key(), &secrets.trust(), clock.now_ms(), &mut rescue)?;
        let mut bench = Self {
            home: home.to_path_buf(),
            store,
            forms: Keeper::new(home, vault.key()),
            vault,
            secrets,
            catalog: Arc::new(Catalog::shipped()),
            remarks: Remarks::default(),
            unread: Vec::new(),
            clock,
            cache: RefCell::default(),
            nameless: RefCell::default(),
            known_cases: RefCell::default(),
            stamps: RefCell::default(),
            led_since: RefCell::default(),
            dirty: false,
            unkept: None,
            owed: None,
            parted: None,
            swept: Vec::new(),
            lock,
        };
        bench.recall_catalog();
        // An erasure that was interrupted is brought to its end.
        if opening.rebuilt.is_some() || opening.journal_damage > 0 || bench.owes_forgetting() {
            // It is open and whole whatever becomes of the backup.
            let mut heard = |it: Progress<'_>| {
                progress::tell(progress, it.course.stage, it.course.done, it.course.total);
            };
            bench.unkept = bench.keep_telling(&mut heard).err();
        }
        // A power cut may have come before this laptop took the name it has to take.
        bench.parted = bench.part_from_copies()?;
        bench.introduce_anew()?;
        // Or between a new key and taking it.
        bench.take_keys()?;
        if bench.store.totals().aside().next().is_some() {
            // Or between taking a new laptop's first bundle in and enrolling it; the next import tries again.
            bench.owed = bench.follow_up().err();
        }
        // Or between an order to erase somebody and what follows from it here.
        let owes = bench.owes_orders();
        let ordered = owes.and_then(|owes| if owes { bench.honour_erasures() } else { Ok(()) });
        bench.owed = ordered.err().or(bench.owed);
        // Or before unfinished forms followed; a file that cannot be read is told when they are asked for.
        let _ = bench.sweep_unfinished();
        bench.take_in_ledger_files();
        Ok((bench, opening))
    }

    /// Closes it as [`Workbench::finish`] does; a backup that was due and
    /// could not be made is an error after everything is closed.
    pub fn close(self) -> Result<(), Error> {
        self.finish().map_or(Ok(()), Err)
    }

    /// Closes it: everything on the disk, a backup where one is due. Answers
    /// why that backup could not be made; what was acknowledged is kept all
    /// the same.
    pub fn finish(mut self) -> Option<Error> {
        if self.dirty {
            self.unkept = self.keep_if_due().err().or(self.unkept);
        }
        let Self { store, lock, unkept, .. } = self;
        // The journal has everything: what fails here makes the next start slower.
        let _ = store.close();
        drop(lock);
        unkept
    }

    /// The folder of the workspace.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// Every ledger with its fields.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The same, to keep; a change makes another.
    pub fn shared_catalog(&self) -> Arc<Catalog> {
        Arc::clone(&self.catalog)
    }

    /// This laptop.
    pub fn peer(&self) -> PeerId {
        self.secrets.peer()
    }

    /// This laptop's letter.
    pub fn letter(&self) -> &str {
        &self.secrets.letter
    }

    /// The member who uses it.
    pub fn member(&self) -> RecordId {
        self.secrets.member
    }

    /// Where "now" comes from.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// The moment.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The day.
    pub fn today(&self) -> Date {
        self.clock.today()
    }

    /// Takes another clock: a simulation tells of several days.
    pub fn set_clock(&mut self, clock: Clock) {
        self.clock = clock;
    }

    /// The record of the group.
    pub fn group_id(&self) -> RecordId {
        RecordId::derived(team::group::ID, &[&self.secrets.group.group])
    }

    /// The record of a laptop.
    pub fn peer_record(peer: PeerId) -> RecordId {
        trust::card(peer)
    }

    /// Writes this laptop's own card.
    pub(super) fn introduce(&self, draft: &mut Draft) -> Result<(), Error> {
        let card = Self::peer_record(self.peer());
        let key = hex(&self.secrets.verifying_key());
        draft.insert(card);
        draft.set(card, team::peers::LETTER, Value::text(self.letter()));
        draft.set(card, team::peers::MEMBER, Some(Value::Ref(self.member())));
        draft.set(card, team::peers::KEY, Value::text(key));
        draft.set(card, team::peers::RECIPIENT, Value::text(self.secrets.workspace_recipient()?));
        Ok(())
    }
}

/// The file that marks a workspace whose beginning has not come to its end.
pub(super) const BEGINNING: &str = "beginning";

/// Whether a workspace lies at `home`.
pub fn is_workspace(home: &Path) -> bool {
    (home.join("keys").exists() || home.join("keys.copy").exists()) && !home.join(BEGINNING).exists()
}

/// Whether `home` holds what a workspace wrote, but no keys to it.
pub(super) fn is_keyless(home: &Path) -> bool {
    let is_filled =
        |name| fs::read_dir(home.join(name)).is_ok_and(|mut entries: fs::ReadDir| entries.next().is_some());
    let has_keys = ["keys", "keys.copy", BEGINNING].iter().any(|name| home.join(name).exists());
    !has_keys && (is_filled("journal") || is_filled("sled") || !keeping::automatic_backups(home).is_empty())
}

/// Removes what an interrupted beginning left; nothing in it was acknowledged.
pub(super) fn clear_unfinished(home: &Path) -> Result<(), Error> {
    if !home.join(BEGINNING).exists() {
        return Ok(());
    }
    for name in ["keys", "keys.copy", "checkpoint", "journal", "sled", "sled.broken"] {
        let path = home.join(name);
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        match removed {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::io(&path, error).into());
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

/// Removes what was begun at `home` and came to nothing; nothing of it was
/// acknowledged. What cannot be removed counts as nothing all the same.
pub(super) fn abandon(home: &Path) {
    if !home.join(BEGINNING).exists() || clear_unfinished(home).is_err() {
        return;
    }
    for name in ["lock", "lock.pid", BEGINNING] {
        let _ = fs::remove_file(home.join(name));
    }
    // Only a folder in which nothing else lies goes.
    let _ = fs::remove_dir(home);
}

/// A new id in a ledger.
pub(super) fn draw_id(ledger: &str) -> Result<RecordId, Error> {
    let mut random = [0; 12];
    crate::store::seal::random(&mut random)?;
    Ok(RecordId::new(LedgerTag::of(ledger), random))
}

/// Reads a letter code: one to three letters, shown large.
pub(super) fn read_letter(text: &str) -> Result<String, Error> {
    let letter = text.trim().to_ascii_uppercase();
    let fits = (1..=3).contains(&letter.len()) && letter.chars().all(|c| c.is_ascii_uppercase());
    if fits { Ok(letter) } else { Err(Error::BadLetter) }
}
