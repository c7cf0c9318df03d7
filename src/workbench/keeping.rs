//! Backups, doctor, and building the store anew from them.
//!
//! Journal and last backup together always hold everything acknowledged: the
//! journal is shortened only to what the backup *before* the last contains.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    bench::Workbench,
    clock::Clock,
    error::Error,
    exported::EXPORTED,
    progress::{self, Progress, Stage},
    secrets::Secrets,
    sync::told,
};
use crate::{
    bundle::{
        BundleError,
        format::{Outer, Purpose, Sealing},
        read::{self, Reader},
        seal::{self, Lock},
        verify::{self, Orders},
        write,
    },
    domain::calendar,
    log::{
        bytes::Bytes,
        commit::{Dot, Envelope},
        vector::Vector,
    },
    store::{
        Position, StoreError, Vault, codec, files,
        ledger_store::{Opening, Rescue},
    },
};

/// Automatic backups that are kept.
const KEPT: usize = 7;

/// The journal grows to this many bytes before it is backed up and shortened.
const JOURNAL_LIMIT: u64 = 4 << 20;

/// During long work it grows to so many times that, or that of the newest backup.
const LONG_JOURNAL: u64 = 4;

/// Where the journal stood at the backup before the last.
const POSITION_NOTE: &str = "backup.position";

/// The day of the last automatic backup.
const DAY_NOTE: &str = "backup.day";

/// Automatic backups that `doctor` reads to their end.
const CHECKED: usize = 2;

/// What an automatic or named backup is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The file.
    pub file: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// Commits in it.
    pub commits: u64,
}

impl Workbench {
    /// Writes everything to `to`, which opens with the workspace's passphrase;
    /// in a folder, to a file with a name of its own.
    pub fn backup(&self, to: &Path) -> Result<Backup, Error> {
        self.backup_telling(to, &mut |_| {})
    }

    /// The same; `progress` hears how far it is. Where it is stopped no file is left.
    pub fn backup_telling(&self, to: &Path, progress: &mut dyn FnMut(Progress<'_>)) -> Result<Backup, Error> {
        let file = self.backup_file(to)?;
        let file = file.as_path();
        let since = Vector::default();
        let (mut cover, stretches) = self.cover(&since, Purpose::Backup, Sealing::Workspace)?;
        cover.outer.key_file = Bytes(Vault::bytes(&self.home)?);
        let recipient = self.secrets.workspace_recipient()?;
        cover.outer.recipients = vec![seal::key_name(&recipient)];
        let total = cover.outer.commits;
        let commits = told(self.commits_of(&since, &stretches), total, progress);
        let bytes = write::write_file(file, &cover, &Lock::Keys(vec![recipient]), commits)?;
        // A backup that cannot be read back is none.
        let reader = Reader::open(file, &self.secrets.ring(None))?;
        let mut done = 0;
        let read = verify::verify(reader, Orders::Inside, &mut |_envelope| {
            done += 1;
            Ok(progress::step(progress, Stage::ReadingBack, done, Some(total))?)
        });
        if let Err(BundleError::Store(StoreError::Stopped)) = read {
            fs::remove_file(file).map_err(|error| StoreError::io(file, error))?;
        }
        read?;
        Ok(Backup { file: file.to_path_buf(), bytes, commits: cover.outer.commits })
    }

    /// The file for a backup: `to` itself, or one in it that tells the laptop and the moment.
    fn backup_file(&self, to: &Path) -> Result<PathBuf, Error> {
        if !to.is_dir() {
            return Ok(to.to_path_buf());
        }
        let stamp = calendar::CHINA.to_datetime(self.now()).strftime("%Y%m%d-%H%M%S").to_string();
        let file = to.join(format!("minqing-{}-{stamp}-backup.mqb", self.letter()));
        if file.exists() { Err(StoreError::Exists { path: file }.into()) } else { Ok(file) }
    }

    /// Backs up when the journal has grown or a day has passed.
    pub fn keep_if_due(&mut self) -> Result<Option<Backup>, Error> {
        let today = self.today().to_string();
        let last = self.store.read_note(DAY_NOTE)?;
        let due = self.store.journal_bytes() > JOURNAL_LIMIT
            || self.owes_forgetting()
            || last.as_deref() != Some(today.as_bytes());
        if due { self.keep().map(Some) } else { Ok(None) }
    }

    /// Backs up during long work, when the journal has grown far.
    pub(super) fn keep_if_grown(&mut self) -> Result<(), Error> {
        let journal = self.store.journal_bytes();
        if journal <= LONG_JOURNAL * JOURNAL_LIMIT {
            return Ok(());
        }
        let newest = automatic_backups(&self.home).pop().and_then(|file| fs::metadata(file).ok());
        if has_outgrown(journal, newest.map_or(0, |newest| newest.len())) {
            self.keep()?;
        }
        Ok(())
    }

    /// Backs up into the workspace, keeps the newest seven, shortens the journal.
    ///
    /// After an erasure only the new backup is kept, and the whole journal
    /// before it goes, and sled's files with it: the older ones hold what was
    /// erased. None of them goes before the new one was read back.
    pub fn keep(&mut self) -> Result<Backup, Error> {
        self.keep_telling(&mut |_| {})
    }

    /// The same; `progress` hears how far it is. Where it is stopped the backups are those of before.
    pub fn keep_telling(&mut self, progress: &mut dyn FnMut(Progress<'_>)) -> Result<Backup, Error> {
        let folder = self.home.join("backups");
        files::create_private_dir(&folder)?;
        let now_ms = self.clock.now_ms();
        let before: Option<Position> =
            self.store.read_note(POSITION_NOTE)?.and_then(|bytes| codec::decode(&bytes).ok());
        let position = self.store.rotate(now_ms)?;
        let backup = self.backup_telling(&folder.join(next_name(&self.home, self.clock)), progress)?;
        self.store.note(POSITION_NOTE, codec::encode(&position), now_ms)?;
        self.store.note(DAY_NOTE, self.today().to_string().into_bytes(), now_ms)?;
        self.dirty = false;
        if self.store.lacking()? != Vector::default() {
            // Something is missing: perhaps an older backup or the journal can still tell.
            return Ok(backup);
        }
        let is_stale = self.owes_forgetting();
        let mut all = automatic_backups(&self.home);
        let kept = if is_stale { 1 } else { KEPT };
        if let Some(before) = before.filter(|_| !is_stale) {
            self.store.shorten(before)?;
        }
        let too_many = all.len().saturating_sub(kept);
        for old in all.drain(..too_many) {
            fs::remove_file(&old).map_err(|error| StoreError::io(&old, error))?;
        }
        if is_stale {
            progress::tell(progress, Stage::Rebuilding, 0, None);
            self.store.forget(position, now_ms)?;
        }
        Ok(backup)
    }

    /// Checks every promise the store makes, and the backups and the journal
    /// beneath it; answers what is broken.
    pub fn doctor(&self) -> Result<Vec<String>, Error> {
        self.doctor_telling(&mut |_| {})
    }

    /// The same; `progress` hears how far it is, and may end it: it only reads.
    pub fn doctor_telling(&self, progress: &mut dyn FnMut(Progress<'_>)) -> Result<Vec<String>, Error> {
        let (mut done, total) = (0, Some(self.store.looks()));
        let mut broken = self.store.check(self.clock.now_ms(), &mut || {
            done += 1;
            progress::step(progress, Stage::Checking, done, total)
        })?;
        let ring = self.secrets.ring(None);
        let mut reach = self.store.totals().named();
        let erased = &self.store.totals().erased;
        for file in automatic_backups(&self.home).iter().rev().take(CHECKED) {
            let (mut remembers, mut done) = (false, 0);
            let whole = Reader::open(file, &ring).and_then(|reader| {
                let total = Some(reader.outer.commits);
                verify::verify(reader, Orders::Inside, &mut |envelope| {
                    remembers |= erased.touch(&envelope);
                    done += 1;
                    Ok(progress::step(progress, Stage::ReadingBack, done, total)?)
                })
            });
            if remembers {
                broken.push(format!("the backup {} holds values that were erased", file.display()));
            }
            match whole {
                Ok((outer, _)) => reach.join(
                    &outer.ranges.iter().map(|range| Dot { peer: range.peer, seq: range.to }).collect(),
                ),
                Err(BundleError::Store(StoreError::Stopped)) => return Err(StoreError::Stopped.into()),
                Err(error) => broken.push(format!("the backup {} cannot be read: {error}", file.display())),
            }
        }
        let mut floor = self.store.floor()?;
        floor.join(&self.store.lacking()?);
        for Dot { peer, seq } in floor.iter().filter(|dot| !reach.covers(*dot)) {
            let has = reach.get(peer);
            broken.push(format!(
                "commits of laptop {peer} up to {seq} were here; store and backups reach only {has}"
            ));
        }
        if let Err(gap) = self.refuse_own_gap() {
            broken.push(gap.to_string());
        }
        Ok(broken)
    }

    /// Refuses to write where the own commits have a hole: a number that was
    /// used once, and may be elsewhere, must never be used again. Only what this
    /// laptop has itself, or has signed, tells of one: others can claim anything,
    /// and what they say is passed on ([`Workbench::own_commits_elsewhere`]).
    pub(super) fn refuse_own_gap(&self) -> Result<(), Error> {
        let peer = self.peer();
        let totals = self.store.totals();
        // With a copy of this installation about, a name that was used may be its.
        if totals.lines.is_copied(peer) {
            return Ok(());
        }
        let have = totals.heads.get(peer).map_or(0, |head| head.seq);
        let mut named = self.store.lacking()?.get(peer);
        let waiting = totals.waiting.keys().map(|point| point.dot);
        named = waiting.filter(|dot| dot.peer == peer).map(|dot| dot.seq).fold(named, u64::max);
        for note in self.store.notes_under(EXPORTED)? {
            let vector: Vector = codec::decode(&note).unwrap_or_default();
            named = named.max(vector.get(peer));
        }
        if named > have { Err(StoreError::OwnGap { have, named }.into()) } else { Ok(()) }
    }
}

/// Whether long work owes a backup. A backup writes everything anew, so the
/// journal has to outgrow the last one: what all of them cost together then
/// stays a multiple of what was written, however long the work is.
const fn has_outgrown(journal: u64, newest: u64) -> bool {
    let limit = if newest > JOURNAL_LIMIT { newest } else { JOURNAL_LIMIT };
    journal > LONG_JOURNAL.saturating_mul(limit)
}

/// The automatic backups of a workspace, oldest first.
pub fn automatic_backups(home: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(home.join("backups")).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|suffix| suffix == "mqb"))
        .filter(|path| path.file_stem().is_some_and(|stem| stem.to_string_lossy().starts_with("auto-")))
        .collect();
    files.sort_by_key(|path| (number(path), path.clone()));
    files
}

/// A name behind all others: by number, since the clock may have been set back.
fn next_name(home: &Path, clock: Clock) -> String {
    let stamp = calendar::CHINA.to_datetime(clock.now()).strftime("%Y%m%d-%H%M%S").to_string();
    let last = automatic_backups(home).last().map_or(0, |path| number(path));
    format!("auto-{:08}-{stamp}.mqb", last + 1)
}

/// The number in an automatic backup's name.
fn number(path: &Path) -> u64 {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    stem.split('-').nth(1).and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// A rebuilding that has no backup to begin with.
pub(super) struct NoBackups;

impl Rescue for NoBackups {
    fn backup(
        &mut self,
        _take: &mut dyn FnMut(Envelope) -> Result<(), StoreError>,
    ) -> Result<bool, StoreError> {
        Ok(false)
    }

    fn progress(&mut self, _done: u64) {}
}

/// A rebuilding from the newest automatic backup that verifies.
pub(super) struct FromBackups<'a> {
    pub(super) home: &'a Path,
    pub(super) secrets: &'a Secrets,
    pub(super) progress: &'a mut dyn FnMut(Progress<'_>),
    /// Entries of sled that were looked at.
    pub(super) looked: u64,
}

impl Rescue for FromBackups<'_> {
    fn reach(&mut self) -> Vector {
        let newest = automatic_backups(self.home).pop();
        let outer = newest.and_then(|file| read::inspect(&file).ok());
        let ends = outer.into_iter().flat_map(|outer| outer.ranges);
        ends.map(|range| Dot { peer: range.peer, seq: range.to }).collect()
    }

    fn backup(
        &mut self,
        take: &mut dyn FnMut(Envelope) -> Result<(), StoreError>,
    ) -> Result<bool, StoreError> {
        let ring = self.secrets.ring(None);
        for file in automatic_backups(self.home).iter().rev() {
            let (progress, mut done) = (&mut *self.progress, 0);
            let whole = Reader::open(file, &ring).and_then(|reader| {
                let total = Some(reader.outer.commits);
                verify::verify(reader, Orders::Inside, &mut |_envelope| {
                    done += 1;
                    Ok(progress::step(progress, Stage::ReadingBack, done, total)?)
                })
            });
            if let Err(BundleError::Store(StoreError::Stopped)) = whole {
                return Err(StoreError::Stopped);
            }
            let Ok((Outer { commits, .. }, _)) = whole else { continue };
            let Ok(reader) = Reader::open(file, &ring) else { continue };
            let mut done = 0;
            let fed = verify::verify(reader, Orders::Inside, &mut |envelope| {
                done += 1;
                progress::step(progress, Stage::Rebuilding, done, Some(commits))?;
                Ok(take(envelope)?)
            });
            return match fed {
                Ok(_) => Ok(true),
                Err(BundleError::Store(error)) => Err(error),
                Err(_) => Err(StoreError::damaged("the backup changed while it was read")),
            };
        }
        Ok(false)
    }

    fn progress(&mut self, done: u64) {
        progress::tell(self.progress, Stage::Rebuilding, done, None);
    }

    fn looked(&mut self) -> Result<(), StoreError> {
        self.looked += 1;
        progress::step(self.progress, Stage::Checking, self.looked, None)
    }
}

pub use super::bench::is_workspace;

/// The error that there is none.
pub fn no_workspace(home: &Path) -> Error {
    if super::bench::is_keyless(home) {
        let backup = automatic_backups(home).pop();
        return StoreError::KeysLost { path: home.to_path_buf(), backup }.into();
    }
    StoreError::NotAWorkspace { path: home.to_path_buf() }.into()
}

/// Whether nothing at `home` is, or ever was, a workspace: one may be begun there.
pub fn has_nothing(home: &Path) -> bool {
    !is_workspace(home) && !super::bench::is_keyless(home)
}

/// The error that something is there already and is not overwritten.
pub fn exists_already(path: &Path) -> Error {
    StoreError::Exists { path: path.to_path_buf() }.into()
}

/// What opening had to do, for the sentence that tells it.
pub fn was_eventful(opening: &Opening) -> bool {
    opening.rebuilt.is_some() || opening.journal_damage > 0 || !opening.is_lossless()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes that a commit adds to the journal and to every later backup, as measured.
    const COMMIT: (u64, u64) = (500, 40);

    /// Bytes that backups write while so many commits are made in one go.
    fn written(commits: u64) -> u64 {
        let (mut journal, mut newest, mut all) = (0, 0, 0);
        for made in 1..=commits {
            journal += COMMIT.0;
            if has_outgrown(journal, newest) {
                newest = made * COMMIT.1;
                all += newest;
                journal = 0;
            }
        }
        all
    }

    #[test]
    fn a_small_workspace_is_backed_up_every_sixteen_megabytes() {
        assert!(!has_outgrown(16 << 20, 0));
        assert!(has_outgrown((16 << 20) + 1, 0));
        assert!(has_outgrown((16 << 20) + 1, 4 << 20));
        assert!(!has_outgrown((16 << 20) + 1, 5 << 20));
    }

    #[test]
    fn ten_times_the_work_writes_ten_times_the_backups() {
        let (less, more) = (written(1_000_000), written(10_000_000));
        assert!(less > 0);
        assert!(more <= 12 * less, "{less} and {more} bytes");
    }
}
