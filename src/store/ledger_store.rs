//! The store of one workspace: the journal, sled above it, and the fold.
//!
//! # What is promised
//!
//! - *Acknowledged means kept.* A commit is in the journal, and the journal on
//!   the disk, before [`LedgerStore::append`] returns.
//! - *All or nothing.* A batch of commits is there whole or not at all.
//! - *sled is a cache.* It lies in one tree, so each step of it is atomic, and
//!   after a clean close its files carry a fingerprint. Files that do not match
//!   are checked value by value before they are believed, and otherwise set
//!   aside and built again from the last backup and the journal.

mod broken;
mod evidence;
mod forget;
mod in_order;
mod rebuild;
mod recast;
mod rescue;
mod step;

use std::path::{Path, PathBuf};

use super::{
    checkpoint::Checkpoint,
    codec,
    engine::{self, Engine},
    error::StoreError,
    fold::{Base, Totals},
    journal::{Journal, Position},
    line::{Line, Packer},
    part,
    placing::Applied,
    rows,
    seal::Key,
    trust::Trust,
    verify,
};
use crate::{
    domain::id::{LedgerTag, RecordId},
    log::{
        bytes::Bytes,
        commit::{Dot, Envelope, Point},
        record::Record,
        vector::Vector,
    },
};

use evidence::{Caught, Evidence, beyond};
pub use in_order::InOrder;
pub use rescue::Rescue;
use step::Step;

/// The note of what journal and backups together were found to lack.
const LACKING: &str = "lacking";

/// The most times in a row that everything is folded anew.
const MOST_RECASTS: u32 = 64;

/// What opening had to do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Opening {
    /// Why sled's files were set aside and where, if they were.
    pub rebuilt: Option<(String, PathBuf)>,
    /// Commits that the journal had and sled had not.
    pub replayed: u64,
    /// Damaged stretches of the journal.
    pub journal_damage: usize,
    /// Damaged stretches that neither sled nor a backup is known to fill.
    pub unfilled: usize,
    /// Ends of the journal that were cut off and may have been acknowledged.
    pub suspect: usize,
    /// Whether journal and backups together have a hole, found now or earlier:
    /// something is lost until it comes from elsewhere.
    pub incomplete: bool,
}

impl Opening {
    /// Whether it is certain that everything acknowledged is there.
    pub fn is_lossless(&self) -> bool {
        !self.incomplete && self.suspect == 0 && self.unfilled == 0
    }
}

/// The open store of a workspace.
pub struct LedgerStore {
    home: PathBuf,
    key: Key,
    /// Sled; replaced when everything is folded anew.
    engine: Engine,
    journal: Journal,
    totals: Totals,
    /// Up to here sled has what the journal has.
    applied: Position,
    /// Set when sled failed after the journal had taken something: that is
    /// kept, but the figures here no longer include it.
    behind: bool,
}

impl LedgerStore {
    /// Opens the store at `home`, which the caller has locked; `trust` is what
    /// is known before the first commit: who founded the group.
    pub fn open(
        home: &Path,
        key: &Key,
        trust: &Trust,
        now_ms: u64,
        rescue: &mut dyn Rescue,
    ) -> Result<(Self, Opening), StoreError> {
        part::sweep(home);
        recast::sweep(home)?;
        let marked = broken::take_marked(home)?;
        let (mut journal, report) = Journal::open(home, key)?;
        let folder = home.join("sled");
        let mut opening = Opening { journal_damage: report.damaged.len(), ..Opening::default() };
        let checkpoint = Checkpoint::take(home)?;
        let closed = checkpoint.map_or_else(Position::default, |left| left.position);
        let evidence = Evidence { report, closed };
        let fingerprint = engine::fingerprint(&folder).ok();
        let trusted = checkpoint.filter(|left| Some(left.fingerprint) == fingerprint);
        // A journal that ends before what was applied lost its end: numbers go on behind it.
        if let Some(left) = trusted.filter(|left| left.position > journal.end()) {
            journal.skip_past(left.position)?;
        }
        if let Some(moved) = marked {
            let found = (key, trust, &evidence);
            return Self::rebuild(home, found, journal, now_ms, rescue, moved, opening);
        }
        let opened = Engine::open(&folder, key).and_then(|engine| {
            let found = match &trusted {
                Some(_) => rows::totals(&engine),
                None => verify::totals(&engine, &mut || rescue.looked()),
            };
            found.map(|totals| (engine, totals.of(trust)))
        });
        let reason = match opened {
            Ok((engine, totals)) => {
                let start = journal.start();
                let from = trusted.map_or(start, |left| left.position.max(start));
                let mut store = Self {
                    home: home.to_path_buf(),
                    key: key.clone(),
                    engine,
                    journal,
                    totals,
                    applied: from,
                    behind: false,
                };
                // Damage in the journal is reported, and matters only where sled lacks it too.
                let reason = match store.caught_up(now_ms, &evidence) {
                    Ok(Some(_)) if store.lacks_any_of(&rescue.reach()) => {
                        StoreError::damaged("sled and the journal lack what a backup holds")
                    }
                    Ok(Some(caught)) => {
                        let proven = caught.proven(&store.totals.named());
                        let proven = trusted.map_or(proven, |left| left.position.max(proven));
                        evidence.weigh(proven, store.applied, &mut opening);
                        opening.replayed = caught.commits;
                        opening.incomplete = store.lacking()? != Vector::default();
                        return Ok((store, opening));
                    }
                    Ok(None) => StoreError::damaged("sled lacks what the journal no longer holds"),
                    Err(reason @ (StoreError::Unopenable { .. } | StoreError::Damaged { .. })) => reason,
                    Err(other) => return Err(other),
                };
                let Self { engine, journal: whole, .. } = store;
                drop(engine);
                journal = whole;
                reason
            }
            Err(reason @ (StoreError::Unopenable { .. } | StoreError::Damaged { .. })) => reason,
            Err(other) => return Err(other),
        };
        let moved = broken::set_aside(home, reason.to_string())?;
        Self::rebuild(home, (key, trust, &evidence), journal, now_ms, rescue, moved, opening)
    }

    /// Writes commits to the journal, and when it returns they are kept; then
    /// applies them. All of them are there after a crash, or none.
    pub fn append(&mut self, batch: &[Envelope], now_ms: u64) -> Result<(), StoreError> {
        let mut packer = Packer::default();
        let mut frames = Vec::new();
        for envelope in batch {
            frames.extend(packer.push(self.cleansed(envelope.clone()))?);
        }
        frames.extend(packer.finish());
        self.refuse_if_behind()?;
        self.journal.append(&frames)?;
        self.follow(now_ms, &mut |_done| {});
        Ok(())
    }

    /// Keeps a note that is this laptop's own: not shared, but not lost either.
    pub fn note(&mut self, key: &str, value: Vec<u8>, now_ms: u64) -> Result<(), StoreError> {
        let line = Line::Note(key.to_owned(), Bytes(value));
        self.refuse_if_behind()?;
        self.journal.append([codec::encode(&line)])?;
        self.follow(now_ms, &mut |_done| {});
        Ok(())
    }

    /// Reads such a note.
    pub fn read_note(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.engine.get(rows::TREE, &rows::note_key(key))
    }

    /// Every such note whose key begins with `prefix`.
    pub fn notes_under(&self, prefix: &str) -> Result<Vec<Vec<u8>>, StoreError> {
        let notes = rows::notes(&self.engine)?.into_iter();
        Ok(notes.filter(|(key, _)| key.starts_with(prefix)).map(|(_, value)| value).collect())
    }

    /// What journal and backups were found to lack and has not come since:
    /// the last commit of each peer that was here once.
    pub fn lacking(&self) -> Result<Vector, StoreError> {
        let Some(bytes) = self.read_note(LACKING)? else { return Ok(Vector::default()) };
        let found: Vector =
            codec::decode_sealed(&bytes).map_err(|_unreadable| StoreError::damaged("a note"))?;
        Ok(beyond(&found, &self.totals.named()))
    }

    /// What had been applied where segments of the journal begin.
    pub fn floor(&self) -> Result<Vector, StoreError> {
        let mut floor = Vector::default();
        for frame in self.journal.replay(self.journal.start()) {
            // Damage is reported when the journal is opened.
            let Ok(frame) = frame else { continue };
            if let Ok(Line::Floor(found)) = codec::decode_sealed(&frame.bytes) {
                floor.join(&found);
            }
        }
        Ok(floor)
    }

    /// Writes a stream of commits as one batch: kept whole, or, when the
    /// stream fails, not at all. Memory does not grow with it.
    pub fn append_stream<E: From<StoreError>>(
        &mut self,
        now_ms: u64,
        progress: &mut dyn FnMut(u64),
        feed: impl FnOnce(&mut dyn FnMut(Envelope) -> Result<(), E>) -> Result<(), E>,
    ) -> Result<u64, E> {
        self.refuse_if_behind().map_err(E::from)?;
        let erased = self.totals.erased.clone();
        let mut batch = self.journal.begin().map_err(E::from)?;
        let mut packer = Packer::default();
        let mut count = 0;
        feed(&mut |mut envelope| {
            count += 1;
            // What is erased does not come in again.
            erased.cleanse(&mut envelope);
            match packer.push(envelope).map_err(E::from)? {
                Some(full) => batch.push(full).map_err(E::from),
                None => Ok(()),
            }
        })?;
        if let Some(rest) = packer.finish() {
            batch.push(rest).map_err(E::from)?;
        }
        if count == 0 {
            return Ok(0);
        }
        batch.commit().map_err(E::from)?;
        self.follow(now_ms, progress);
        Ok(count)
    }

    /// The figures of the whole.
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    /// One record.
    pub fn record(&self, id: RecordId) -> Result<Option<Record>, StoreError> {
        rows::record(&self.engine, id)
    }

    /// Every record of a ledger, by id.
    pub fn records(
        &self,
        ledger: LedgerTag,
    ) -> Result<impl Iterator<Item = Result<(RecordId, Record), StoreError>>, StoreError> {
        rows::records(&self.engine, &ledger.0)
    }

    /// What `of` makes of every record of a ledger, by id; of a large one in
    /// several threads.
    pub fn mapped<T: Send>(
        &self,
        ledger: LedgerTag,
        of: &(dyn Fn(RecordId, Record) -> T + Sync),
    ) -> Result<Vec<T>, StoreError> {
        rows::mapped(&self.engine, ledger, of)
    }

    /// A commit that was applied, by its place.
    pub fn commit(&self, dot: Dot) -> Result<Option<Envelope>, StoreError> {
        rows::commit(&self.engine, dot)
    }

    /// A commit that waits for others.
    pub fn waiting(&self, point: Point) -> Result<Option<Envelope>, StoreError> {
        rows::waiting(&self.engine, point)
    }

    /// Takes note of the names under which this laptop writes.
    pub fn own(&mut self, trust: &Trust) {
        self.totals.trust.name_own(trust);
    }

    /// Where commits stand.
    pub fn placing(&self) -> Applied<'_, Self> {
        Applied::new(self, &self.totals)
    }

    /// Every commit whose place `since` does not include, causes before effects.
    pub fn in_order(&self, since: &Vector) -> InOrder<'_, Self> {
        InOrder::new(self, &self.totals, since)
    }

    /// The bytes that the journal holds.
    pub fn journal_bytes(&self) -> u64 {
        self.journal.bytes()
    }

    /// Ends the running segment of the journal: what came before the answered
    /// position is what a backup taken now contains.
    pub fn rotate(&mut self, now_ms: u64) -> Result<Position, StoreError> {
        let notes = rows::notes(&self.engine)?;
        let position = self.journal.rotate()?;
        let mut batch = self.journal.begin()?;
        batch.push(codec::encode(&Line::Floor(self.totals.named())))?;
        // Neither notes nor commits that wait behind a gap are in a backup: they move along.
        for (key, value) in notes {
            batch.push(codec::encode(&Line::Note(key, Bytes(value))))?;
        }
        for envelope in rows::all_waiting(&self.engine)? {
            batch.push(codec::encode(&Line::Commits(vec![envelope?])))?;
        }
        batch.commit()?;
        self.catch_up(now_ms, &mut |_done| {})?;
        Ok(position)
    }

    /// Forgets the journal before `position`, which a backup that stands
    /// contains; sled is brought to the disk first.
    pub fn shorten(&mut self, position: Position) -> Result<(), StoreError> {
        self.engine.flush_and_sync()?;
        self.journal.remove_before(position)
    }

    /// Brings everything to the disk and leaves a fingerprint of sled's files.
    pub fn close(self) -> Result<(), StoreError> {
        if self.behind {
            // Without a checkpoint the next opening believes nothing of sled.
            return Ok(());
        }
        let Self { home, engine, journal, applied, .. } = self;
        drop(journal);
        engine.flush_and_sync()?;
        engine.close()?;
        let fingerprint = engine::fingerprint(&home.join("sled"))?;
        Checkpoint { fingerprint, position: applied }.leave(&home)
    }

    /// How many entries a check looks at: every applied commit and every record, twice each.
    pub fn looks(&self) -> u64 {
        let commits: u64 = self.totals.heads.vector().iter().map(|last| last.seq).sum();
        2 * (commits + self.totals.records.values().sum::<u64>())
    }

    /// Checks every promise in memory: all values open, all chains hold, the
    /// records are the fold of the commits. Answers what is broken. `look` is
    /// called [`LedgerStore::looks`] times where nothing is, and may end it.
    pub fn check(
        &self,
        now_ms: u64,
        look: &mut dyn FnMut() -> Result<(), StoreError>,
    ) -> Result<Vec<String>, StoreError> {
        verify::everything(self, &self.engine, now_ms, look)
    }

    /// Catches up with what was just acknowledged. Where sled fails now, the
    /// journal has it: nothing more is taken until the store is opened again,
    /// which rebuilds what is needed.
    fn follow(&mut self, now_ms: u64, progress: &mut dyn FnMut(u64)) {
        self.behind = self.catch_up(now_ms, progress).is_err();
    }

    fn refuse_if_behind(&self) -> Result<(), StoreError> {
        if self.behind {
            return Err(StoreError::Unopenable {
                detail: "it failed during the last write, which is kept".to_owned(),
            });
        }
        Ok(())
    }

    /// Catches up when opening; `None` where sled lacks what only a backup has.
    fn caught_up(&mut self, now_ms: u64, evidence: &Evidence) -> Result<Option<Caught>, StoreError> {
        let caught = self.catch_up(now_ms, &mut |_done| {})?;
        let mut reached = self.totals.named();
        // What was found to be lost once is not looked for at every start.
        reached.join(&self.lacking()?);
        let is_whole = reached.dominates(&caught.floor())
            && (evidence.report.damaged.is_empty() || self.totals.waiting.is_empty());
        Ok(is_whole.then_some(caught))
    }

    /// Whether any of these commits is neither applied nor waiting here.
    fn lacks_any_of(&self, reach: &Vector) -> bool {
        let applied = self.totals.applied();
        reach.iter().any(|name| !applied.covers(name) && !self.totals.awaits(name))
    }

    /// Applies what the journal has beyond what sled has.
    fn catch_up(&mut self, now_ms: u64, progress: &mut dyn FnMut(u64)) -> Result<Caught, StoreError> {
        let caught = self.apply_journal(now_ms, progress);
        if caught.is_err()
            && let Ok(totals) = rows::totals(&self.engine)
        {
            // Some steps may have been written: the figures are those of sled again.
            self.totals = totals.of(&self.totals.trust);
        }
        // Each time another row of a copied installation may be found to keep the name.
        let mut times = 0;
        while caught.is_ok() && self.totals.recast && times < MOST_RECASTS {
            self.recast(now_ms)?;
            times += 1;
        }
        caught
    }

    fn apply_journal(&mut self, now_ms: u64, progress: &mut dyn FnMut(u64)) -> Result<Caught, StoreError> {
        let end = self.journal.end();
        let mut done = 0;
        let mut floors = Vec::new();
        let mut step = Step::new(&self.engine, self.totals.clone(), now_ms);
        for frame in self.journal.replay(self.applied) {
            let (bytes, at) = match frame {
                Ok(frame) => (frame.bytes, frame.batch),
                // Reported when the journal was opened; what follows may be whole.
                Err(StoreError::Damaged { .. }) => continue,
                Err(error) => return Err(error),
            };
            match codec::decode_sealed(&bytes) {
                Ok(Line::Commits(commits)) => {
                    done += commits.len() as u64;
                    for envelope in commits {
                        step.take(envelope)?;
                    }
                }
                Ok(Line::Note(key, value)) => step.notes.push((key, value.0)),
                Ok(Line::Floor(floor)) => floors.push((at, floor)),
                Err(_unreadable) => return Err(StoreError::damaged("a line of the journal")),
            }
            progress(done);
        }
        self.totals = step.finish()?;
        self.applied = end;
        Ok(Caught { commits: done, floors })
    }
}

impl Base for LedgerStore {
    fn record(&self, id: RecordId) -> Result<Option<Record>, StoreError> {
        rows::record(&self.engine, id)
    }

    fn commit(&self, dot: Dot) -> Result<Option<Envelope>, StoreError> {
        rows::commit(&self.engine, dot)
    }

    fn waiting(&self, point: Point) -> Result<Option<Envelope>, StoreError> {
        rows::waiting(&self.engine, point)
    }
}

#[cfg(test)]
mod tests;
