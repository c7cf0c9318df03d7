//! Forms that were begun and not finished, kept on this laptop's disk.
//!
//! They lie in one file, sealed under the workspace's key like everything
//! else, and are no records: no bundle carries them, and no figure counts them.
//! They survive whatever ends the program. An erasure takes those along that
//! are about whoever is erased, or name him.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{ErrorKind, Read},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde::{Deserialize, Serialize};

use super::{bench::Workbench, error::Error, person::Trace};
use crate::{
    domain::{id::RecordId, wording::Wording},
    store::{
        StoreError, files,
        seal::{self, Key},
    },
};

/// The file, beside the journal.
const FILE: &str = "forms";

/// What a file is called that could not be read, before its number.
const ASIDE: &str = "forms.unreadable-";

/// The most forms that are kept; those put down first go first.
pub const MOST: usize = 64;

/// The file has no reason to be larger than 64 MiB.
const LONGEST: u64 = 64 << 20;

/// A form as it was left.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Unfinished {
    /// What it is for: the same form asks for it again. No two have the same.
    pub purpose: String,
    /// What it is called.
    pub title: String,
    /// What was filled in.
    pub answers: Vec<Answered>,
    /// What was known before and not asked, by field.
    #[serde(default)]
    pub given: Vec<(String, String)>,
    /// The field that was being filled in.
    #[serde(default)]
    pub focus: String,
    /// The records it is about or names, and how many orders to erase something of them there were.
    #[serde(default)]
    pub about: Vec<(RecordId, usize)>,
    /// Whether it was submitted, and no answer seen: it may have been saved.
    #[serde(default)]
    pub sent: bool,
}

/// A field of such a form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Answered {
    /// The field.
    pub key: String,
    /// What was filled in.
    pub text: String,
    /// What it held when the form was opened.
    #[serde(default)]
    pub before: String,
    /// Whether the form cannot do without it.
    #[serde(default)]
    pub required: bool,
}

/// The file's contents; a later version adds to it.
#[derive(Serialize, Deserialize)]
struct Kept {
    forms: Vec<Unfinished>,
}

impl Unfinished {
    /// Whether it names somebody who was traced.
    fn tells_of(&self, trace: &Trace) -> bool {
        let texts = self.answers.iter().flat_map(|one| [&one.text, &one.before]);
        let given = self.given.iter().map(|(_, text)| text);
        texts.chain(given).chain([&self.title]).any(|text| trace.is_told_in(text))
    }
}

/// The file of unfinished forms, in as many hands as there are: they are kept while the
/// workbench is at other work, too.
///
/// # Concurrency
///
/// What was given last counts, whoever keeps it: nothing older is written over it. Whoever
/// keeps waits for one that does so already, and finds it done.
#[derive(Clone)]
pub struct Keeper(Arc<Hands>);

/// How many orders there are to erase something of a record.
type Orders = BTreeMap<RecordId, usize>;

struct Hands {
    home: PathBuf,
    key: Key,
    /// What was given and is not kept yet.
    given: Mutex<Option<Vec<Unfinished>>>,
    /// Held while the file is read or written. What has lost something since is not kept,
    /// and the workbench may not be there to be asked.
    orders: Mutex<Orders>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Keeper {
    /// For the workspace there.
    pub(super) fn new(home: &Path, key: &Key) -> Self {
        let (home, key) = (home.to_path_buf(), key.clone());
        Self(Arc::new(Hands { home, key, given: Mutex::default(), orders: Mutex::default() }))
    }

    /// Takes these forms, to be kept instead of all others. Returns at once.
    pub fn give(&self, forms: Vec<Unfinished>) {
        *locked(&self.0.given) = Some(forms);
    }

    /// Keeps what was given last, durably, where it is not kept yet; what has lost
    /// something to an erasure since it was begun is not.
    pub fn keep(&self) -> Result<(), Error> {
        let orders = locked(&self.0.orders);
        let given = locked(&self.0.given).take();
        let Some(mut forms) = given else { return Ok(()) };
        forms.retain(|form| !has_lost(form, &orders));
        let surplus = forms.len().saturating_sub(MOST);
        forms.drain(..surplus);
        self.0.write(forms)
    }

    /// What lies on the disk.
    #[cfg(test)]
    pub(crate) fn kept(&self) -> Vec<Unfinished> {
        let _orders = locked(&self.0.orders);
        self.0.read().unwrap()
    }
}

impl Workbench {
    /// Who keeps unfinished forms.
    pub fn keeper(&self) -> Keeper {
        self.forms.clone()
    }

    /// The forms that were not finished. A file that cannot be read is set
    /// aside, and that is told: it never stands in the way of the work.
    pub fn unfinished(&mut self) -> (Vec<Unfinished>, Option<Wording>) {
        let Err(error) = self.sweep_unfinished() else {
            let _orders = locked(&self.forms.0.orders);
            return (self.forms.0.read().unwrap_or_default(), None);
        };
        let aside = self.set_unfinished_aside().map(|path| path.display().to_string());
        let told = match (error, aside) {
            (Error::Store(StoreError::Damaged { .. }), Ok(path)) => Wording::owned(
                format!("没写完的表单读不出来了，已另存为 {path}；台账不受影响，没交的请重新填"),
                format!(
                    "forms that were not finished cannot be read and were set aside as {path}; all records are whole, fill the forms in again"
                ),
            ),
            (error, _) => Wording::owned(
                format!(
                    "没写完的表单读不出来：{}；台账不受影响",
                    error.sentence(crate::domain::wording::Lang::Zh)
                ),
                format!(
                    "forms that were not finished cannot be read: {}; all records are whole",
                    error.sentence(crate::domain::wording::Lang::En)
                ),
            ),
        };
        (Vec::new(), Some(told))
    }

    /// Keeps these forms and no others, durably; what has lost something to an
    /// erasure since it was begun is not kept.
    pub fn keep_unfinished(&mut self, forms: Vec<Unfinished>) -> Result<(), Error> {
        *locked(&self.forms.0.orders) = self.erased_records();
        self.forms.give(forms);
        self.forms.keep()
    }

    /// Forgets the forms that were submitted: what they were for is done.
    pub fn settle_unfinished(&mut self) -> Result<(), Error> {
        let _orders = locked(&self.forms.0.orders);
        let forms = self.forms.0.read()?;
        let left: Vec<Unfinished> = forms.iter().filter(|form| !form.sent).cloned().collect();
        if left.len() == forms.len() { Ok(()) } else { self.forms.0.write(left) }
    }

    /// The purposes of the forms that an erasure took along since this was asked last.
    pub fn take_swept(&mut self) -> Vec<String> {
        std::mem::take(&mut self.swept)
    }

    /// Ties forms to people who are about to be erased and whom they name: they
    /// go with them, and could not be found any more.
    pub(super) fn tie_unfinished(&mut self, people: &[(RecordId, &Trace)]) -> Result<(), Error> {
        let _orders = locked(&self.forms.0.orders);
        let Ok(mut forms) = self.forms.0.read() else { return Ok(()) };
        let orders = self.erased_records();
        let before = forms.clone();
        for form in &mut forms {
            for (person, trace) in people {
                if form.tells_of(trace) {
                    form.about.push((*person, orders.get(person).copied().unwrap_or(0)));
                }
            }
        }
        if forms == before { Ok(()) } else { self.forms.0.write(forms) }
    }

    /// Drops the forms that are about somebody who was erased meanwhile.
    pub(super) fn sweep_unfinished(&mut self) -> Result<(), Error> {
        let keeper = self.forms.clone();
        let mut orders = locked(&keeper.0.orders);
        *orders = self.erased_records();
        let forms = keeper.0.read()?;
        let (lost, left): (Vec<Unfinished>, Vec<Unfinished>) =
            forms.into_iter().partition(|form| has_lost(form, &orders));
        if lost.is_empty() {
            return Ok(());
        }
        keeper.0.write(left)?;
        self.swept.extend(lost.into_iter().map(|form| form.purpose));
        Ok(())
    }

    /// The same after an erasure: nobody can say what a file holds that cannot
    /// be read, so that goes as a whole.
    pub(super) fn forget_unfinished(&mut self) -> Result<(), Error> {
        let swept = match self.sweep_unfinished() {
            Err(Error::Store(StoreError::Damaged { .. })) => remove(&self.home.join(FILE)),
            other => other,
        };
        for path in set_aside(&self.home) {
            remove(&path)?;
        }
        swept
    }

    fn set_unfinished_aside(&self) -> Result<PathBuf, Error> {
        let path = self.home.join(FILE);
        let free = (1..).map(|number: u32| self.home.join(format!("{ASIDE}{number}")));
        let aside = free.take(1000).find(|aside| !aside.exists()).unwrap_or_else(|| self.home.join(ASIDE));
        files::rename(&path, &aside).map_err(|error| StoreError::io(&path, error))?;
        files::sync_dir(&self.home)?;
        Ok(aside)
    }
}

impl Hands {
    fn read(&self) -> Result<Vec<Unfinished>, Error> {
        let path = self.home.join(FILE);
        let fail = |error| Error::from(StoreError::io(&path, error));
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(fail(error)),
        };
        let mut sealed = Vec::new();
        file.take(LONGEST).read_to_end(&mut sealed).map_err(fail)?;
        let plain = seal::open(&self.key, &[FILE.as_bytes()], &sealed)?;
        let kept: Kept = serde_json::from_slice(&plain)
            .map_err(|_unreadable| StoreError::damaged("forms that were not finished"))?;
        Ok(kept.forms)
    }

    fn write(&self, forms: Vec<Unfinished>) -> Result<(), Error> {
        let path = self.home.join(FILE);
        if forms.is_empty() {
            return remove(&path);
        }
        let plain = serde_json::to_vec(&Kept { forms })
            .map_err(|_unwritable| StoreError::damaged("forms that were not finished"))?;
        let plain = zeroize::Zeroizing::new(plain);
        let sealed = seal::seal(&self.key, &[FILE.as_bytes()], &plain)?;
        Ok(files::write_atomic(&path, &sealed)?)
    }
}

fn has_lost(form: &Unfinished, orders: &Orders) -> bool {
    form.about.iter().any(|(id, before)| orders.get(id).copied().unwrap_or(0) > *before)
}

/// The files that were set aside.
fn set_aside(home: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(home).into_iter().flatten().flatten();
    let aside = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(ASIDE));
    aside.map(|entry| entry.path()).collect()
}

/// Removes a file, durably, if it is there.
fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Ok(()) => Ok(files::sync_dir(path.parent().unwrap_or(path))?),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(StoreError::io(path, error).into()),
    }
}
