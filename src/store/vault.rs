//! The passphrase, and the one data key it opens.
//!
//! Everything in a workspace is sealed under a random data key. The key file
//! holds that key wrapped under the passphrase (Argon2id), so that changing
//! the passphrase rewraps 32 bytes and rewrites nothing else. Losing the key
//! file would lose everything: it stands twice, `keys` and `keys.copy`, either
//! opens the workspace, and a missing or damaged one is written anew from the
//! other.
//!
//! There is no way around a forgotten passphrase, and no hint is stored.

pub mod keyfile;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::error::{Result, StoreError};
use super::files;
use super::seal::Key;
use keyfile::KeyFile;

pub use keyfile::Cost;

/// A key file has no reason to be larger than 16 MiB.
const MAX_FILE: u64 = 16 << 20;

/// An opened key file.
#[derive(Debug)]
pub struct Vault {
    home: PathBuf,
    file: KeyFile,
    key: Key,
    secrets: Zeroizing<Vec<u8>>,
    copies: Copies,
}

/// Which passphrase opens a workspace after a change that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// The old one.
    Old,
    /// The new one.
    New,
    /// One copy of the key file opens with each.
    Either,
}

/// How the two copies of the key file were found, and left, on opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copies {
    /// Both stood and agreed.
    Agreed,
    /// One was missing, damaged or behind, and was written anew.
    Repaired,
    /// One was missing, damaged or behind, and could not be written anew.
    OnlyOne,
}

impl Vault {
    /// Makes a new data key and writes it, wrapped, to `home`.
    ///
    /// Refuses with [`StoreError::Exists`] where a key file stands.
    pub fn create(home: &Path, passphrase: &str, cost: Cost, secrets: &[u8]) -> Result<Self> {
        for path in paths(home) {
            if path.exists() {
                return Err(StoreError::Exists { path });
            }
        }
        let key = Key::random()?;
        let file = KeyFile::wrap(&key, passphrase, cost, secrets, 1)?;
        write_both(home, &file)?;
        Ok(Self::opened(home, file, key, secrets.to_vec().into(), Copies::Agreed))
    }

    /// Opens the workspace at `home`, repairing the copy that needs it.
    ///
    /// - No copy at all: [`StoreError::NotAWorkspace`].
    /// - No intact copy: [`StoreError::Damaged`].
    /// - Written by a newer version: [`StoreError::Newer`], and nothing is touched.
    pub fn open(home: &Path, passphrase: &str) -> Result<Self> {
        let found = Found::read(home)?;
        let newest = found.newest();
        for candidate in found.intact() {
            let (key, secrets) = match candidate.unwrap_key(passphrase) {
                Ok(opened) => opened,
                Err(StoreError::WrongPassphrase) => continue,
                Err(other) => return Err(other),
            };
            let mut file = candidate.clone();
            let mut copies = Copies::Agreed;
            if !found.agree() {
                if file.generation() < newest {
                    file = file.with_secrets(&key, &secrets, newest.saturating_add(1))?;
                }
                copies = if write_both(home, &file).is_ok() { Copies::Repaired } else { Copies::OnlyOne };
            }
            return Ok(Self::opened(home, file, key, secrets, copies));
        }
        Err(StoreError::WrongPassphrase)
    }

    fn opened(home: &Path, file: KeyFile, key: Key, secrets: Zeroizing<Vec<u8>>, copies: Copies) -> Self {
        Self { home: home.to_path_buf(), file, key, secrets, copies }
    }

    /// Gives the data key, under which everything else is sealed.
    pub const fn key(&self) -> &Key {
        &self.key
    }

    /// Gives the bytes kept beside the data key, such as signing keys.
    pub fn secrets(&self) -> &[u8] {
        &self.secrets
    }

    /// Says how the two copies were found.
    pub const fn copies(&self) -> Copies {
        self.copies
    }

    /// Replaces the bytes kept beside the data key, durably.
    pub fn set_secrets(&mut self, secrets: &[u8]) -> Result<()> {
        let file = self.file.with_secrets(&self.key, secrets, self.next())?;
        write_both(&self.home, &file)?;
        self.file = file;
        self.secrets = secrets.to_vec().into();
        Ok(())
    }

    /// Whether this passphrase opens the workspace as it was opened or changed last.
    pub fn accepts(&self, passphrase: &str) -> Result<bool> {
        match self.file.unwrap_key(passphrase) {
            Ok(_opened) => Ok(true),
            Err(StoreError::WrongPassphrase) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// Wraps the data key under another passphrase, at the same cost.
    ///
    /// Once this returned, the old passphrase opens neither copy. A backup
    /// made earlier still opens with the passphrase of its day. Where it fails
    /// the old wrapping is written back as far as that can be done, and which
    /// passphrase opens the workspace then is told.
    pub fn change_passphrase(&mut self, new: &str) -> std::result::Result<(), (StoreError, Stands)> {
        let wrapped = KeyFile::wrap(&self.key, new, self.file.cost(), &self.secrets, self.next());
        let file = wrapped.map_err(|error| (error, Stands::Old))?;
        let Err(error) = write_both(&self.home, &file) else {
            self.file = file;
            return Ok(());
        };
        if let Ok(back) =
            self.file.with_secrets(&self.key, &self.secrets, file.generation().saturating_add(1))
            && write_both(&self.home, &back).is_ok()
        {
            self.file = back;
            return Err((error, Stands::Old));
        }
        let found = Found::read(&self.home);
        let on_disk =
            |one: &KeyFile| found.as_ref().is_ok_and(|it| it.intact().any(|own| own.wraps_like(one)));
        let stands = match (on_disk(&self.file), on_disk(&file)) {
            (true, true) => Stands::Either,
            (false, true) => Stands::New,
            (true | false, false) => Stands::Old,
        };
        if stands == Stands::New {
            self.file = file;
        }
        Err((error, stands))
    }

    /// Reads the newest intact key file as it stands, to embed it in a backup.
    pub fn bytes(home: &Path) -> Result<Vec<u8>> {
        let found = Found::read(home)?;
        let newest = found.intact().next().map(KeyFile::to_bytes);
        newest.ok_or_else(|| StoreError::damaged("both copies of the key file"))
    }

    /// Writes a key file taken from a backup to `home`, if `passphrase` opens it.
    ///
    /// Damaged copies there are replaced. An intact one that differs is not:
    /// it may be the only key to something ([`StoreError::Exists`]).
    pub fn install(home: &Path, bytes: &[u8], passphrase: &str) -> Result<Self> {
        let file = KeyFile::from_bytes(bytes)?;
        let (key, secrets) = file.unwrap_key(passphrase)?;
        match Found::read(home) {
            Ok(found) if found.intact().any(|standing| *standing != file) => {
                return Err(StoreError::Exists { path: home.join("keys") });
            }
            Ok(_) | Err(StoreError::NotAWorkspace { .. } | StoreError::Damaged { .. }) => {}
            Err(other) => return Err(other),
        }
        write_both(home, &file)?;
        Ok(Self::opened(home, file, key, secrets, Copies::Agreed))
    }

    fn next(&self) -> u64 {
        self.file.generation().saturating_add(1)
    }
}

/// What stands in the places of the two copies.
struct Found {
    /// The intact ones, newest first.
    intact: Vec<KeyFile>,
}

impl Found {
    fn read(home: &Path) -> Result<Self> {
        let mut intact = Vec::new();
        let mut missing = 0;
        for path in paths(home) {
            let Some(bytes) = read_bounded(&path)? else {
                missing += 1;
                continue;
            };
            match KeyFile::from_bytes(&bytes) {
                Ok(file) => intact.push(file),
                Err(StoreError::Damaged { .. }) => {}
                Err(other) => return Err(other),
            }
        }
        if missing == 2 {
            return Err(StoreError::NotAWorkspace { path: home.to_path_buf() });
        }
        if intact.is_empty() {
            return Err(StoreError::damaged("every copy of the key file"));
        }
        intact.sort_by_key(|file| std::cmp::Reverse(file.generation()));
        Ok(Self { intact })
    }

    /// Whether both copies are intact and the same.
    fn agree(&self) -> bool {
        matches!(self.intact.as_slice(), [one, other] if one == other)
    }

    fn newest(&self) -> u64 {
        self.intact.first().map_or(0, KeyFile::generation)
    }

    /// Gives the intact copies, newest first, each content once.
    fn intact(&self) -> impl Iterator<Item = &KeyFile> {
        self.intact.iter().take(if self.agree() { 1 } else { 2 })
    }
}

fn paths(home: &Path) -> [PathBuf; 2] {
    [home.join("keys"), home.join("keys.copy")]
}

/// Writes the copies one after the other: one is whole at any instant.
fn write_both(home: &Path, file: &KeyFile) -> Result<()> {
    let bytes = file.to_bytes();
    paths(home).iter().try_for_each(|path| files::write_atomic(path, &bytes))
}

fn read_bounded(path: &Path) -> Result<Option<Vec<u8>>> {
    let fail = |error| StoreError::io(path, error);
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(fail(error)),
    };
    let mut bytes = Vec::new();
    file.take(MAX_FILE).read_to_end(&mut bytes).map_err(fail)?;
    Ok(Some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const TINY: Cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };

    fn made() -> (tempfile::TempDir, Key) {
        let home = tempfile::tempdir().unwrap();
        let vault = Vault::create(home.path(), "山茶花", TINY, b"signing").unwrap();
        let key = vault.key().clone();
        (home, key)
    }

    fn opens(home: &Path, passphrase: &str, key: &Key) -> Vault {
        let vault = Vault::open(home, passphrase).unwrap();
        assert_eq!(vault.key().as_bytes(), key.as_bytes());
        vault
    }

    #[test]
    fn the_passphrase_opens_what_it_closed() {
        let (home, key) = made();
        let vault = opens(home.path(), "山茶花", &key);
        assert_eq!(vault.secrets(), b"signing");
        assert_eq!(vault.copies(), Copies::Agreed);
        assert!(matches!(Vault::open(home.path(), "杜鹃花"), Err(StoreError::WrongPassphrase)));
        assert!(matches!(Vault::create(home.path(), "x", TINY, b""), Err(StoreError::Exists { .. })));
    }

    #[test]
    fn an_empty_folder_is_not_a_workspace() {
        let home = tempfile::tempdir().unwrap();
        assert!(matches!(Vault::open(home.path(), "x"), Err(StoreError::NotAWorkspace { .. })));
        assert!(matches!(Vault::bytes(home.path()), Err(StoreError::NotAWorkspace { .. })));
    }

    #[test]
    fn secrets_and_passphrase_change_and_the_key_stays() {
        let (home, key) = made();
        let mut vault = opens(home.path(), "山茶花", &key);
        vault.set_secrets(b"more").unwrap();
        assert!(vault.accepts("山茶花").unwrap() && !vault.accepts("杜鹃花").unwrap());
        vault.change_passphrase("杜鹃花").unwrap();
        assert!(!vault.accepts("山茶花").unwrap() && vault.accepts("杜鹃花").unwrap());
        vault.set_secrets(b"most").unwrap();
        assert!(matches!(Vault::open(home.path(), "山茶花"), Err(StoreError::WrongPassphrase)));
        assert_eq!(opens(home.path(), "杜鹃花", &key).secrets(), b"most");
    }

    #[test]
    fn every_damaged_byte_of_one_copy_is_repaired_from_the_other() {
        let (home, key) = made();
        let whole = fs::read(home.path().join("keys")).unwrap();
        for name in ["keys", "keys.copy"] {
            for at in 0..whole.len() {
                let mut bad = whole.clone();
                bad[at] ^= 0x20;
                fs::write(home.path().join(name), &bad).unwrap();
                assert_eq!(opens(home.path(), "山茶花", &key).copies(), Copies::Repaired, "{name} {at}");
                assert_eq!(fs::read(home.path().join(name)).unwrap(), whole);
            }
            for length in [0, 1, 5, whole.len() - 1] {
                fs::write(home.path().join(name), &whole[..length]).unwrap();
                opens(home.path(), "山茶花", &key);
                assert_eq!(fs::read(home.path().join(name)).unwrap(), whole);
            }
            fs::remove_file(home.path().join(name)).unwrap();
            opens(home.path(), "山茶花", &key);
            assert_eq!(fs::read(home.path().join(name)).unwrap(), whole);
        }
    }

    #[test]
    fn damage_to_both_copies_is_told_at_every_byte() {
        let (home, _) = made();
        let whole = fs::read(home.path().join("keys")).unwrap();
        for at in 0..whole.len() {
            let mut bad = whole.clone();
            bad[at] ^= 0x01;
            for path in paths(home.path()) {
                fs::write(path, &bad).unwrap();
            }
            assert!(matches!(Vault::open(home.path(), "山茶花"), Err(StoreError::Damaged { .. })), "{at}");
        }
    }

    #[test]
    fn a_crash_between_the_copies_of_a_change_leaves_both_passphrases_usable() {
        let (home, key) = made();
        let before = fs::read(home.path().join("keys.copy")).unwrap();
        opens(home.path(), "山茶花", &key).change_passphrase("杜鹃花").unwrap();
        fs::write(home.path().join("keys.copy"), &before).unwrap();
        opens(home.path(), "杜鹃花", &key);
        assert!(matches!(Vault::open(home.path(), "山茶花"), Err(StoreError::WrongPassphrase)));

        fs::write(home.path().join("keys.copy"), &before).unwrap();
        opens(home.path(), "山茶花", &key);
        assert!(matches!(Vault::open(home.path(), "杜鹃花"), Err(StoreError::WrongPassphrase)));
    }

    /// A folder stands where a copy of the key file is to be written.
    #[test]
    fn a_change_that_cannot_be_written_leaves_the_old_passphrase_or_tells_what_opens() {
        let (home, key) = made();
        let mut vault = opens(home.path(), "山茶花", &key);
        let (keys, copy) = (home.path().join("keys"), home.path().join("keys.copy"));
        // The first copy cannot be replaced: nothing has changed.
        let before = fs::read(&keys).unwrap();
        fs::remove_file(&keys).unwrap();
        fs::create_dir_all(keys.join("x")).unwrap();
        let (_, stands) = vault.change_passphrase("杜鹃花").unwrap_err();
        assert_eq!(stands, Stands::Old);
        fs::remove_dir_all(&keys).unwrap();
        fs::write(&keys, before).unwrap();
        opens(home.path(), "山茶花", &key);
        assert!(matches!(Vault::open(home.path(), "杜鹃花"), Err(StoreError::WrongPassphrase)));
        // The second cannot: the first is written back as it was.
        let mut vault = opens(home.path(), "山茶花", &key);
        fs::remove_file(&copy).unwrap();
        fs::create_dir_all(copy.join("x")).unwrap();
        let (_, stands) = vault.change_passphrase("杜鹃花").unwrap_err();
        fs::remove_dir_all(&copy).unwrap();
        let word = match stands {
            Stands::Old | Stands::Either => "山茶花",
            Stands::New => "杜鹃花",
        };
        opens(home.path(), word, &key);
        assert!(vault.accepts(word).unwrap());
        vault.set_secrets(b"later").unwrap();
        opens(home.path(), word, &key);
    }

    #[test]
    fn a_key_file_moves_into_a_new_folder_and_over_no_other() {
        let (home, key) = made();
        let bytes = Vault::bytes(home.path()).unwrap();
        let other = tempfile::tempdir().unwrap();
        assert!(matches!(Vault::install(other.path(), &bytes, "错"), Err(StoreError::WrongPassphrase)));
        assert!(!other.path().join("keys").exists());
        fs::write(other.path().join("keys"), "rubbish").unwrap();
        Vault::install(other.path(), &bytes, "山茶花").unwrap();
        opens(other.path(), "山茶花", &key);
        Vault::install(other.path(), &bytes, "山茶花").unwrap();

        let (third, _) = made();
        assert!(matches!(Vault::install(third.path(), &bytes, "山茶花"), Err(StoreError::Exists { .. })));
    }
}
