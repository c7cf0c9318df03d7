//! A folder as the meeting place: a stick, a network drive, a folder that some
//! program keeps alike. What lies in it is never rewritten or removed.

mod foreseen;
mod naming;

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufReader},
    path::{Path, PathBuf},
};

use super::{
    bench::Workbench,
    error::Error,
    progress::Progress,
    reach::Hole,
    sync::Preview,
    taken::{Header, Mark, Short, Watched},
};
use crate::{
    bundle::{
        BundleError,
        format::{self, Outer, Purpose, Sealing},
        plan::{self, Gap, Plan},
        seal::{self, Ring},
    },
    domain::wording::{Lang, Wording},
    log::{bytes::Bytes, commit::PeerId, vector::Vector},
    store::{StoreError, fold::Totals},
};

use foreseen::Foreseen;
use naming::Named;

/// What a file in a folder is, as far as can be told without opening it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// A bundle that was not taken in yet.
    New,
    /// A bundle that was: everything in it is here.
    Taken,
    /// Still being copied, or cut off.
    Unfinished,
    /// Damaged, of another group, of a later format.
    Wrong,
}

/// A file in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The file.
    pub file: PathBuf,
    /// Its part in clear, where that is whole.
    pub outer: Option<Outer>,
    /// What it is.
    pub standing: Standing,
    /// Why it is left, where it is.
    pub why: Option<Wording>,
    /// The exit code that goes with that.
    pub code: u8,
    /// Whether it was named itself, rather than found in a folder.
    pub named: bool,
    mark: Option<Mark>,
}

impl Found {
    fn new(file: &Path, standing: Standing) -> Self {
        let file = file.to_path_buf();
        Self { file, outer: None, standing, why: None, code: 0, named: false, mark: None }
    }

    /// The same file, found to end early.
    #[must_use]
    pub fn cut_off(self) -> Self {
        Self { outer: self.outer, ..Self::unfinished(&self.file, cut_off()) }
    }

    fn unfinished(file: &Path, why: Wording) -> Self {
        Self { why: Some(why), code: UNFINISHED, ..Self::new(file, Standing::Unfinished) }
    }

    fn wrong(file: &Path, error: &Error) -> Self {
        let why = Wording::owned(error.sentence(Lang::Zh), error.sentence(Lang::En));
        Self { why: Some(why), code: error.exit_code(), ..Self::new(file, Standing::Wrong) }
    }

    fn created_ms(&self) -> u64 {
        self.outer.as_ref().map_or(0, |outer| outer.created_ms)
    }

    fn is_sealed_by_passphrase(&self) -> bool {
        self.outer.as_ref().is_none_or(|outer| outer.sealing == Sealing::Passphrase)
    }
}

/// The largest bundle that is read to its end only to tell whether it is whole.
const MOST_READ: u64 = 4 << 20;

/// A file that is not there yet as a whole is no failure: the rest is done.
const UNFINISHED: u8 = 3;

/// What came of taking files in.
#[derive(Debug, Default)]
pub struct Harvest {
    /// Bundles that were taken in, or would be, in that order.
    pub taken: Vec<Preview>,
    /// Bundles that were passed over unopened, since everything in them is here.
    pub skipped: Vec<Found>,
    /// Files that were left: unfinished, damaged, or not to be opened; each says why.
    pub left: Vec<Found>,
    /// What all that waits is waiting for in the end.
    pub waits_for: Vec<Hole>,
    /// Whether it was stopped before all files had their turn: those that were
    /// taken in are in whole, and nothing of the others is.
    pub stopped: bool,
}

impl Harvest {
    /// Whether there was nothing at all.
    pub fn is_empty(&self) -> bool {
        self.taken.is_empty() && self.skipped.is_empty() && self.left.is_empty()
    }
}

/// What taking files in asks and tells.
pub struct Gathering<'a> {
    /// Only says what would happen.
    pub dry_run: bool,
    /// The passphrase of a file; asked with whether the file is sealed by one.
    pub passphrase: &'a mut dyn FnMut(&Path, bool) -> Option<String>,
    /// Hears how far it is.
    pub progress: &'a mut dyn FnMut(Progress<'_>),
}

impl Workbench {
    /// Tells what the files in a folder are, the oldest bundle first; nothing is
    /// opened beyond its part in clear. Other files are passed over, and so are
    /// bundles that are no exchange between laptops.
    pub fn look_into(&self, folder: &Path) -> Result<Vec<Found>, Error> {
        let failed = |error| Error::from(StoreError::io(folder, error));
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).map_err(failed)? {
            let file = entry.map_err(failed)?.path();
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let named = Named::of(&name);
            if named == Named::Other || !file.is_file() {
                continue;
            }
            if named == Named::Temporary {
                found.push(Found::unfinished(&file, temporary()));
            } else {
                found.extend(self.look_at(&file)?);
            }
        }
        found.sort_by(|a, b| (a.created_ms(), &a.file).cmp(&(b.created_ms(), &b.file)));
        Ok(found)
    }

    /// Whether a bundle in a folder that is sealed to the group's key ends early:
    /// that is told only by reading it to its end, and of a large one not at all.
    pub fn is_cut_off(&self, found: &Found) -> bool {
        let is_ours = found.outer.as_ref().is_some_and(|outer| outer.sealing == Sealing::Group);
        if found.standing != Standing::New || !is_ours {
            return false;
        }
        let is_small = fs::metadata(&found.file).is_ok_and(|known| known.len() <= MOST_READ);
        let ring = self.ring(None).ok().filter(|_| is_small);
        ring.is_some_and(|ring| {
            let Ok(file) = File::open(&found.file) else { return false };
            let mut input = BufReader::new(Watched::new(file));
            let is_broken = format::read_outer(&mut input).is_ok()
                && seal::open(&ring, &mut input)
                    .is_ok_and(|mut sealed| io::copy(&mut sealed, &mut io::sink()).is_err());
            is_broken && input.get_ref().has_ended
        })
    }

    fn look_at(&self, file: &Path) -> Result<Option<Found>, Error> {
        let (outer, mark) = match Header::read(file) {
            // Only what is needed stays in memory, however much somebody wrote there.
            Header::Whole(outer, mark) => {
                (Outer { recipients: Vec::new(), key_file: Bytes::default(), ..*outer }, mark)
            }
            Header::Short(short) => return Ok(Some(Found::unfinished(file, shortness(short)))),
            Header::Wrong(error) => return Ok(Some(Found::wrong(file, &error))),
        };
        match outer.purpose {
            Purpose::Exchange => {}
            Purpose::Invitation | Purpose::Backup => return Ok(None),
        }
        let mut found = Found::new(file, Standing::New);
        if outer.group != self.secrets.group.group {
            found = Found::wrong(file, &BundleError::ForeignGroup(outer.group).into());
        } else if self.has_taken(&outer, mark)? {
            found.standing = Standing::Taken;
        }
        Ok(Some(Found { outer: Some(outer), mark: Some(mark), ..found }))
    }

    /// Takes in the files that are named and those in the folders that are
    /// named, causes first as far as their parts in clear tell, until nothing
    /// more comes of it. Each file is taken in whole or not at all; what fails
    /// is named and keeps nothing else back.
    pub fn take_in(&mut self, named: &[PathBuf], gathering: &mut Gathering<'_>) -> Result<Harvest, Error> {
        let mut harvest = Harvest::default();
        let mut pending = Vec::new();
        for path in named {
            if path.is_dir() {
                pending.extend(self.look_into(path)?);
            } else {
                let outer = super::sync::inspect(path).ok();
                pending.push(Found { outer, named: true, ..Found::new(path, Standing::New) });
            }
        }
        let (mut skipped, mut left) = (Vec::new(), Vec::new());
        pending.retain(|found| {
            match found.standing {
                Standing::New => return true,
                Standing::Taken => skipped.push(found.clone()),
                Standing::Unfinished | Standing::Wrong => left.push(found.clone()),
            }
            false
        });
        let mut foreseen = gathering.dry_run.then(|| Foreseen::new(self.store.totals().clone()));
        let mut seen: Vec<Mark> = Vec::new();
        while !pending.is_empty() && !harvest.stopped {
            let mut again = Vec::new();
            let mut is_news = false;
            while !pending.is_empty() && !harvest.stopped {
                let held =
                    foreseen.as_ref().map_or_else(|| self.store.totals().named(), |it| it.totals.named());
                let found = pending.remove(next(&pending, &held));
                // Another copy of what has just come.
                if !found.named && found.mark.is_some_and(|mark| seen.contains(&mark)) {
                    skipped.push(Found { standing: Standing::Taken, ..found });
                    continue;
                }
                match self.take_one(&found, foreseen.as_mut(), gathering) {
                    Ok(preview) => {
                        is_news |= preview.plan.commits + preview.plan.waiting > 0;
                        seen.extend(found.mark);
                        harvest.taken.push(preview);
                    }
                    Err(error) if error.is_stopped() => harvest.stopped = true,
                    Err(error) => again.push((found, error)),
                }
            }
            for (found, error) in again {
                if is_news && !harvest.stopped && may_open_later(&error) {
                    pending.push(found);
                } else {
                    let verdict = self.verdict(&found, &error, gathering);
                    left.push(Found { file: found.file, outer: found.outer, named: found.named, ..verdict });
                }
            }
        }
        let gaps = plan::gaps(foreseen.as_ref().map_or_else(|| self.store.totals(), |it| &it.totals));
        for preview in &mut harvest.taken {
            // What came with a later file is not waited for any more.
            preview.plan.waiting_for.retain(|gap| gaps.iter().any(|still| overlap(gap, still)));
        }
        self.forget_what_was_confirmed(&mut harvest, foreseen.as_ref().map(|it| &it.totals));
        harvest.waits_for = gaps.iter().map(|gap| self.hole(gap)).collect::<Result<_, _>>()?;
        (harvest.skipped, harvest.left) = (skipped, left);
        Ok(harvest)
    }

    /// Leaves out what was set aside first and counts now: a later file brought
    /// the confirmation of its laptop.
    fn forget_what_was_confirmed(&self, harvest: &mut Harvest, foreseen: Option<&Totals>) {
        let totals = foreseen.unwrap_or_else(|| self.store.totals());
        let aside = totals.waiting.keys().filter(|point| !totals.trust.admits(point.dot));
        let mut still: BTreeMap<PeerId, u64> = BTreeMap::new();
        for point in aside {
            *still.entry(point.dot.peer).or_default() += 1;
        }
        for preview in &mut harvest.taken {
            preview.plan.aside.retain(|peer, count| {
                *count = (*count).min(still.get(peer).copied().unwrap_or(0));
                *count > 0
            });
        }
    }

    /// Takes one file in, or works out what that would do.
    fn take_one(
        &mut self,
        found: &Found,
        foreseen: Option<&mut Foreseen>,
        gathering: &mut Gathering<'_>,
    ) -> Result<Preview, Error> {
        let passphrase = (gathering.passphrase)(&found.file, found.is_sealed_by_passphrase());
        let is_dry = foreseen.is_some();
        let taken = match foreseen {
            Some(foreseen) => {
                let ring = self.ring(passphrase);
                ring.and_then(|ring| self.foresee(foreseen, &found.file, &ring, gathering.progress))
            }
            None => self.import_bundle(&found.file, passphrase, gathering.progress),
        };
        let own = found.outer.as_ref().filter(|outer| outer.sender == self.peer() && self.holds(outer));
        let preview = match (taken, own) {
            (Ok(preview), _) => preview,
            // What this laptop sealed for others it need not open.
            (Err(error), Some(outer)) if !found.named && error.is_sealed_away() => {
                let plan = Plan { already_had: outer.commits, ..Plan::default() };
                Preview {
                    file: found.file.clone(),
                    outer: outer.clone(),
                    plan,
                    renewed: None,
                    clocks: Vec::new(),
                }
            }
            (Err(error), _) => return Err(error),
        };
        if let Some(mark) = found.mark.filter(|_| !is_dry) {
            self.note_taken(mark)?;
        }
        Ok(preview)
    }

    /// Why a file is left.
    fn verdict(&self, found: &Found, error: &Error, gathering: &mut Gathering<'_>) -> Found {
        let is_damaged = matches!(error, Error::Bundle(BundleError::Damaged(_)));
        if is_damaged && !found.named {
            let passphrase = (gathering.passphrase)(&found.file, found.is_sealed_by_passphrase());
            let ring = self.ring(passphrase);
            if ring.is_ok_and(|ring| ends_early(&found.file, &ring).unwrap_or(false)) {
                return Found::unfinished(&found.file, cut_off());
            }
        }
        let why = Wording::owned(self.told(error, Lang::Zh), self.told(error, Lang::En));
        Found { why: Some(why), ..Found::wrong(&found.file, error) }
    }
}

/// The file to begin with: the oldest of those that continue what is held, or
/// the oldest of all.
fn next(pending: &[Found], held: &Vector) -> usize {
    let continues = |found: &Found| {
        let ranges = found.outer.iter().flat_map(|outer| &outer.ranges);
        ranges.into_iter().all(|range| range.from <= held.get(range.peer).saturating_add(1))
    };
    let oldest = |at: &usize| pending.get(*at).map_or(0, Found::created_ms);
    let ready = (0..pending.len()).filter(|at| pending.get(*at).is_some_and(continues));
    ready.min_by_key(oldest).or_else(|| (0..pending.len()).min_by_key(oldest)).unwrap_or(0)
}

/// Whether another bundle may bring what this one wants: a new key of the
/// group, its sender, or its confirmation; or the order by which it lacks values.
fn may_open_later(error: &Error) -> bool {
    matches!(
        error,
        Error::Bundle(
            BundleError::NotForUs
                | BundleError::Forged { .. }
                | BundleError::Unvouched(_)
                | BundleError::Revoked(_)
                | BundleError::Unordered(_)
        )
    )
}

fn overlap(a: &Gap, b: &Gap) -> bool {
    a.peer == b.peer && a.from <= b.to && b.from <= a.to
}

/// Whether the sealed part of a file breaks in its last piece: it ends early,
/// or its end is damaged, which cannot be told apart.
fn ends_early(file: &Path, ring: &Ring) -> io::Result<bool> {
    let mut input = BufReader::new(Watched::new(File::open(file)?));
    let mut is_broken = format::read_outer(&mut input).is_err();
    if !is_broken {
        is_broken = match seal::open(ring, &mut input) {
            Ok(mut sealed) => io::copy(&mut sealed, &mut io::sink()).is_err(),
            Err(_) => true,
        };
    }
    Ok(is_broken && input.get_ref().has_ended)
}

fn temporary() -> Wording {
    Wording::new(
        "还在拷贝中（临时文件名）；拷完再导入一次",
        "still being copied (a temporary name); import again when it is done",
    )
}

fn cut_off() -> Wording {
    Wording::new(
        "没有拷完整，或末尾已损坏；等拷完再导入一次，还是这样就请对方重新导出",
        "not copied to its end, or its end is damaged; import again when it is, or have it exported again",
    )
}

fn shortness(short: Short) -> Wording {
    match short {
        Short::Empty => Wording::new(
            "还是空的，多半正在拷贝；拷完再导入一次",
            "still empty, probably being copied; import again when it is done",
        ),
        Short::Cut => Wording::new(
            "只拷来了开头；拷完再导入一次",
            "only its beginning is here; import again when the rest is",
        ),
        Short::Unwritten => Wording::new(
            "后半截还没有写进来；拷完再导入一次",
            "its end is not written yet; import again when it is",
        ),
    }
}
