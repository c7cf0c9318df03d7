//! The passphrase of this workspace, and after how long the screen locks.
//!
//! Changing the passphrase wraps one key anew and rewrites nothing else. At
//! every instant the old one or the new one opens the workspace.

use std::path::Path;

use super::{
    bench::Workbench,
    error::Error,
    keeping,
    progress::{self, Progress, Stage},
};
use crate::{
    domain::wording::{Lang, counted},
    say,
    store::{StoreError, Vault, vault::Stands},
};

/// A passphrase with fewer characters is guessed too soon.
const SHORT: usize = 8;

/// After how many minutes without a key the screen locks, in a note of this laptop.
const LOCK_NOTE: &str = "screen.lock";

/// After so many minutes where nobody said.
const LOCK_AFTER: u32 = 10;

/// The longest that can be said, a day.
pub const LONGEST_LOCK: u32 = 24 * 60;

/// What came of changing the passphrase.
#[derive(Debug)]
pub enum Rewrapped {
    /// The new one opens the workspace, and the old one does not.
    Done {
        /// Automatic backups that open with the passphrase of their day.
        backups: usize,
        /// Why none could be made that opens with the new one.
        unkept: Option<Error>,
    },
    /// It is the passphrase already.
    Same,
    /// It could not be written.
    Failed {
        /// Why.
        why: Error,
        /// Which passphrase opens the workspace now.
        stands: Stands,
    },
}

impl Rewrapped {
    /// Says what came of it, and what opens now.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Done { backups, unkept } => {
                let made = counted(
                    *backups,
                    "automatic backup made before still opens with the old one and is",
                    "automatic backups made before still open with the old one and are",
                );
                let mut told = say!(
                    lang,
                    "口令已换，旧口令打不开台账了。以前的自动备份 {backups} 份仍用旧口令打开，以后逐次换掉；另存的备份和整个文件夹的拷贝也是，请自行处理。",
                    "the passphrase is changed; the old one opens the workspace no more. {made} replaced in time; so do backups and copies of the folder kept elsewhere: see to them yourself. "
                );
                told += &match unkept {
                    None => lang
                        .pick("刚用新口令备份了一次", "A backup that opens with the new one was made")
                        .to_owned(),
                    Some(why) => {
                        let why = why.sentence(lang);
                        say!(
                            lang,
                            "用新口令的备份没有做成：{why}",
                            "No backup that opens with the new one could be made: {why}"
                        )
                    }
                };
                told
            }
            Self::Same => lang
                .pick("新口令和现在的一样，没有换", "it is the passphrase already; nothing was changed")
                .to_owned(),
            Self::Failed { why, stands } => {
                let why = why.sentence(lang);
                let opens = match stands {
                    Stands::Old => lang.pick("仍用旧口令打开", "the old one still opens it"),
                    Stands::New => lang.pick(
                        "现在要用新口令打开，请再换一次以确保写稳",
                        "the new one opens it now; change it once more to be sure",
                    ),
                    Stands::Either => lang.pick(
                        "旧口令、新口令都能打开；请腾出磁盘再换一次",
                        "both open it for now; change it again when the disk is well",
                    ),
                };
                say!(
                    lang,
                    "口令没有换成：{why}。台账完好，{opens}",
                    "the passphrase could not be changed: {why}. The workspace is whole; {opens}"
                )
            }
        }
    }
}

impl Workbench {
    /// Whether this is the passphrase of the workspace. Takes a second on purpose.
    pub fn accepts(&self, passphrase: &str) -> Result<bool, Error> {
        Ok(self.vault.accepts(passphrase)?)
    }

    /// Changes the passphrase; whoever asks has shown that he knows the old one.
    pub fn change_passphrase(&mut self, new: &str) -> Result<Rewrapped, Error> {
        self.change_passphrase_telling(new, &mut |_| {})
    }

    /// The same; `progress` hears how far it is, and may end it before the key is
    /// wrapped anew.
    pub fn change_passphrase_telling(
        &mut self,
        new: &str,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Rewrapped, Error> {
        progress::step(progress, Stage::Unlocking, 0, None)?;
        if self.accepts(new)? {
            return Ok(Rewrapped::Same);
        }
        progress::step(progress, Stage::Unlocking, 0, None)?;
        progress::tell(progress, Stage::Unlocking, 0, None);
        let backups = keeping::automatic_backups(&self.home).len();
        if let Err((why, stands)) = self.vault.change_passphrase(new) {
            return Ok(Rewrapped::Failed { why: why.into(), stands });
        }
        // The passphrase is changed: a backup under the new one belongs to it.
        let unkept = self.keep_telling(&mut progress::going_on(progress)).err();
        Ok(Rewrapped::Done { backups, unkept })
    }

    /// After how many minutes without a key the screen locks; 0 is never.
    pub fn lock_after(&self) -> Result<u32, Error> {
        let note = self.store.read_note(LOCK_NOTE)?;
        let said = note.and_then(|bytes| String::from_utf8(bytes).ok()?.parse().ok());
        Ok(said.unwrap_or(LOCK_AFTER).min(LONGEST_LOCK))
    }

    /// Says so for this laptop.
    pub fn set_lock_after(&mut self, minutes: u32) -> Result<(), Error> {
        let minutes = minutes.min(LONGEST_LOCK).to_string();
        Ok(self.store.note(LOCK_NOTE, minutes.into_bytes(), self.clock.now_ms())?)
    }
}

/// Whether a passphrase does not open the workspace at `home`.
pub fn is_refused(home: &Path, passphrase: &str) -> bool {
    matches!(Vault::open(home, passphrase), Err(StoreError::WrongPassphrase))
}

/// Why a passphrase cannot be chosen on a screen: it is too short. One that a workspace has
/// already opens it, however short it is.
pub fn too_short(passphrase: &str, lang: Lang) -> Option<String> {
    let count = passphrase.chars().count();
    (count < SHORT).then(|| {
        say!(
            lang,
            "口令至少 {SHORT} 个字，这里才 {count} 个：几个词连起来，好记又不容易被猜出",
            "{SHORT} characters at least, these are {count}: several words are remembered and not soon guessed"
        )
    })
}

/// Why the passphrase of a workspace is a weak one.
pub fn weakness(passphrase: &str, lang: Lang) -> Option<String> {
    (passphrase.chars().count() < SHORT).then(|| {
        lang.pick(
            "提醒：口令不到 8 个字，电脑丢了容易被猜出；建议用几个词连起来的长口令",
            "warning: the passphrase has fewer than 8 characters and is soon guessed if the laptop is lost; better take several words",
        )
        .to_owned()
    })
}
