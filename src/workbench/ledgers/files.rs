//! Declarations that lie in the workspace's `config/ledgers/`: taken in when it
//! is opened and they are not as they were taken in before.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
};

use super::super::{bench::Workbench, error::Error};
use crate::{
    domain::{
        declared::{
            misdeclared::{Misdeclared, Wrong},
            read::{self, LARGEST, Origin},
        },
        rules::Refusal,
        wording::{Lang, Wording},
    },
    say,
    store::{StoreError, codec},
};

/// What was taken in, by the file's name.
const TAKEN: &str = "config.ledgers";

/// The most files that are looked at.
const MOST: usize = 200;

type Taken = BTreeMap<String, [u8; 32]>;

impl Workbench {
    /// Reads a file that declares a ledger, whoever wrote it.
    pub fn read_declaration(path: &Path) -> Result<crate::domain::ledger::Ledger, Error> {
        let text = read_text(path)?;
        Ok(read::ledger(&text, Origin::Own).map_err(Refusal::from)?)
    }

    /// Takes in what lies in `config/ledgers/`. A file that cannot be taken in
    /// keeps nobody from work: it is told of, and tried at the next opening.
    pub(in crate::workbench) fn take_in_ledger_files(&mut self) {
        let mut names: Vec<PathBuf> = fs::read_dir(self.home.join("config").join("ledgers"))
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|suffix| suffix == "toml"))
            .collect();
        names.sort();
        names.truncate(MOST);
        let before = self.taken_files();
        let mut taken = before.clone();
        for path in names {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if let Err(error) = self.take_in_file(&path, &name, &mut taken) {
                self.unread.push(unread(&name, &error));
            }
        }
        if taken != before {
            // Where it is not noted it is taken in again, which changes nothing.
            let _ = self.store.note(TAKEN, codec::encode(&taken), self.clock.now_ms());
        }
    }

    fn take_in_file(&mut self, path: &Path, name: &str, taken: &mut Taken) -> Result<(), Error> {
        let hash = *blake3::hash(read_text(path)?.as_bytes()).as_bytes();
        if taken.get(name) != Some(&hash) {
            let declared = Self::read_declaration(path)?;
            self.declare(&declared)?;
            taken.insert(name.to_owned(), hash);
        }
        Ok(())
    }

    fn taken_files(&self) -> Taken {
        let note = self.store.read_note(TAKEN).ok().flatten();
        note.and_then(|bytes| codec::decode(&bytes).ok()).unwrap_or_default()
    }
}

fn read_text(path: &Path) -> Result<String, Error> {
    let io = |error| Error::from(StoreError::io(path, error));
    let mut bytes = Vec::new();
    let most = u64::try_from(LARGEST).unwrap_or(u64::MAX);
    File::open(path).map_err(io)?.take(most + 1).read_to_end(&mut bytes).map_err(io)?;
    String::from_utf8(bytes).map_err(|_other| {
        let wrong = Wrong::NotToml("UTF-8".to_owned());
        Refusal::from(Misdeclared::new("", wrong)).into()
    })
}

fn unread(name: &str, error: &Error) -> Wording {
    let told = |lang: Lang| {
        let why = error.sentence(lang);
        say!(lang, "config/ledgers/{name} 没有收进来：{why}", "config/ledgers/{name} was not taken in: {why}")
    };
    Wording::owned(told(Lang::Zh), told(Lang::En))
}
