//! Bundles out and in.

mod origin;
mod planning;
mod revoked;

use std::{
    cell::RefCell,
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use planning::Reading;

use super::{
    bench::Workbench,
    clocks::WrongClock,
    error::Error,
    progress::{self, Progress, Stage},
    taken::Mark,
};
use crate::{
    bundle::{
        BundleError,
        format::{Inner, Outer, Purpose, Range, Sealing, Seam},
        plan::Plan,
        read::{self, Reader},
        seal::{self, Lock, Ring},
        verify::{self, Orders},
        write::{self, Cover},
    },
    domain::calendar,
    log::{
        bytes::{Bytes, hex},
        commit::{Commit, Dot, Envelope, PeerId, Point, Signed},
        vector::Vector,
    },
    store::{StoreError, placing::Placing},
};

/// What to write.
#[derive(Debug, Clone, Default)]
pub struct ExportOrder {
    /// Only for these laptops; empty for all that are known.
    pub peers: Vec<PeerId>,
    /// Everything, whatever others have.
    pub full: bool,
    /// By a passphrase instead of the group's key.
    pub passphrase: Option<String>,
    /// To these age keys instead of the group's.
    pub recipients: Vec<String>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The file.
    pub file: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// Commits in it.
    pub commits: u64,
    /// Which.
    pub ranges: Vec<Range>,
    /// For whom.
    pub recipients: Vec<String>,
}

/// A bundle that was read to its end and found whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The file.
    pub file: PathBuf,
    /// Its part in clear.
    pub outer: Outer,
    /// What taking it in would do, or did.
    pub plan: Plan,
    /// The letter under which this laptop goes on, where it was found to be a
    /// copy of another one.
    pub renewed: Option<String>,
    /// Whose clocks are wrong, by what is here and by the moment of the bundle.
    pub clocks: Vec<WrongClock>,
}

/// Reads the part of a bundle that is in clear; needs no key.
pub fn inspect(file: &Path) -> Result<Outer, Error> {
    Ok(read::inspect(file)?)
}

impl Workbench {
    /// Writes a bundle to a file, or into a folder under a name of its own.
    pub fn export(&mut self, to: &Path, order: &ExportOrder) -> Result<Exported, Error> {
        self.export_telling(to, order, &mut |_| {})
    }

    /// The same; `progress` hears how far it is. Where it is stopped no file is
    /// left, and nothing counts as exported.
    pub fn export_telling(
        &mut self,
        to: &Path,
        order: &ExportOrder,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Exported, Error> {
        if order.peers.contains(&self.peer()) {
            return Err(Error::ForOneself);
        }
        let since = if order.full { Vector::default() } else { self.had_by(&order.peers)? };
        let (sealing, lock, recipients) = match (&order.passphrase, order.recipients.as_slice()) {
            (Some(passphrase), _) => (Sealing::Passphrase, Lock::Passphrase(passphrase.clone()), Vec::new()),
            (None, []) => {
                let audience = self.audience()?;
                (Sealing::Group, Lock::Keys(audience.clone()), audience)
            }
            (None, named) => (Sealing::Recipients, Lock::Keys(named.to_vec()), named.to_vec()),
        };
        let (mut cover, stretches) = self.cover(&since, Purpose::Exchange, sealing)?;
        cover.outer.recipients = recipients.iter().map(|key| seal::key_name(key)).collect();
        let file = self.place(to, "mqb")?;
        let commits = told(self.commits_of(&since, &stretches), cover.outer.commits, progress);
        let bytes = write::write_file(&file, &cover, &lock, commits)?;
        // Of one sealed away from the group nobody knows who opens it.
        if sealing == Sealing::Group {
            self.note_exported(&order.peers)?;
        }
        Ok(Exported { file, bytes, commits: cover.outer.commits, ranges: cover.outer.ranges, recipients })
    }

    /// Reads a bundle to its end and works out what it would change.
    pub fn preview(&self, file: &Path, passphrase: Option<String>) -> Result<Preview, Error> {
        self.preview_telling(file, passphrase, &mut |_| {})
    }

    /// The same; `progress` hears how far it is, and may end it: it only reads.
    pub fn preview_telling(
        &self,
        file: &Path,
        passphrase: Option<String>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Preview, Error> {
        let Reading { outer, plan, .. } = self.plan(file, &self.ring(passphrase)?, progress)?;
        let clocks = self.wrong_clocks_with(&outer)?;
        Ok(Preview { file: file.to_path_buf(), outer, plan, renewed: None, clocks })
    }

    /// Takes a bundle in, whole or not at all; doing it again changes nothing.
    /// `progress` hears how far it is, and ends it until it is applied.
    pub fn import_bundle(
        &mut self,
        file: &Path,
        passphrase: Option<String>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Preview, Error> {
        let ring = self.ring(passphrase)?;
        let reading = self.plan(file, &ring, progress)?;
        let before = self.store.totals().lines.clone();
        if reading.plan.commits + reading.plan.waiting > 0 {
            self.remember_own_row(&reading.outer)?;
            // Once the orders are in, whom they are about is known to nobody here.
            self.owe_orders(&reading.goes, file, &ring)?;
            self.take_file(file, &ring, &reading, progress)?;
        }
        let Reading { outer, plan, inner, .. } = reading;
        // The bundle is in: what fails from here on is told, and tried again.
        let copied = self.store.totals().renamed_since(&before);
        let forgotten = self.forget_ends_of(&copied);
        let plan = Plan { copied: &plan.copied | &copied, ..plan };
        let parted = self.part_from_copies();
        let learned = self.learn(&outer, &inner);
        let noted = self.note_bundle(file, &outer, &inner);
        let followed = self.follow_up().map(|_enrolled| ());
        // Also where everything was here: the last time may have been interrupted. Whoever
        // was enrolled just now may have ordered something.
        let honoured = self.honour_erasures();
        let (renewed, parted) = match parted {
            Ok(renewed) => (renewed, Ok(())),
            Err(error) => (None, Err(error)),
        };
        let done = [forgotten, parted, learned, noted, followed, honoured];
        self.owed = done.into_iter().find_map(Result::err);
        let clocks = self.wrong_clocks().unwrap_or_default();
        Ok(Preview { file: file.to_path_buf(), outer, plan, renewed, clocks })
    }

    /// Takes in of a bundle what was planned, or nothing.
    pub(super) fn take_file(
        &mut self,
        file: &Path,
        ring: &Ring,
        reading: &Reading,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<(), Error> {
        let now_ms = self.clock.now_ms();
        let total = Some(reading.outer.commits);
        let new = Some(reading.news.iter().filter(|is_new| **is_new).count() as u64);
        let progress = RefCell::new(progress);
        self.store.append_stream::<Error>(
            now_ms,
            &mut |done| progress::tell(&mut *progress.borrow_mut(), Stage::Applying, done, new),
            |take| {
                let reader = Reader::open(file, ring)?;
                // What was planned is what is taken in, or nothing is.
                if reader.inner != reading.inner {
                    return Err(BundleError::Damaged("the file has changed").into());
                }
                let (mut news, mut done) = (reading.news.iter(), 0);
                hand_on::<Error>(reader, Orders::Anywhere, &mut |envelope| {
                    done += 1;
                    progress::step(&mut *progress.borrow_mut(), Stage::Keeping, done, total)?;
                    if news.next().is_some_and(|is_new| *is_new) { take(envelope) } else { Ok(()) }
                })?;
                progress::tell(&mut *progress.borrow_mut(), Stage::Applying, 0, new);
                Ok(())
            },
        )?;
        let ledgers: Vec<_> = self.catalog.iter().map(|ledger| ledger.tag).collect();
        self.changed(&ledgers);
        Ok(())
    }

    fn note_bundle(&mut self, file: &Path, outer: &Outer, inner: &Inner) -> Result<(), Error> {
        if outer.sender == self.peer() { Ok(()) } else { self.note_taken(Mark::of(file, &inner.outer)?) }
    }

    /// The cover of everything beyond `since`, and which commits it covers.
    pub(super) fn cover(
        &self,
        since: &Vector,
        purpose: Purpose,
        sealing: Sealing,
    ) -> Result<(Cover, Vec<Stretch>), Error> {
        let totals = self.store.totals();
        let mut queues = totals.queues();
        let (mut ranges, mut seams, mut stretches) = (Vec::new(), Vec::new(), Vec::new());
        for last in totals.held().iter() {
            let queue = queues.remove(&last.peer).unwrap_or_default();
            let from = Dot { seq: since.get(last.peer) + 1, ..last };
            let Some((to, Signed { key, signature })) = self.signed_end(from, last, &queue)? else {
                continue;
            };
            let previous = self.stands(from, &queue)?.previous;
            let (first, end) = (totals.lines.name(from), totals.lines.name(to));
            ranges.push(Range { peer: first.peer, from: first.seq, to: end.seq });
            seams.push(Seam { previous, key, signature });
            stretches.push(Stretch::Row { from, to: to.seq, queue });
        }
        // What is set aside beside the rows goes with everything.
        let branches = if *since == Vector::default() { totals.branches() } else { Vec::new() };
        for mut branch in branches {
            let Some((seam, first)) = self.branch_seam(&mut branch)? else { continue };
            let to = first.seq + branch.len() as u64 - 1;
            ranges.push(Range { peer: first.peer, from: first.seq, to });
            seams.push(seam);
            stretches.push(Stretch::Branch(branch));
        }
        let outer = Outer {
            purpose,
            group: self.secrets.group.group,
            sender: self.peer(),
            letter: self.letter().to_owned(),
            created_ms: self.clock.now_ms(),
            commits: ranges.iter().map(|range| range.to - range.from + 1).sum(),
            ranges,
            sealing,
            recipients: Vec::new(),
            key_file: Bytes::default(),
        };
        let writer = self.secrets.writer();
        let cover = Cover { outer, seams, knowledge: totals.ends(), secrets: Bytes::default(), writer };
        Ok((cover, stretches))
    }

    /// A file that is not there yet: `to` itself, or one with a name of its
    /// own when `to` is a folder.
    pub(super) fn place(&self, to: &Path, suffix: &str) -> Result<PathBuf, Error> {
        let file = if to.is_dir() {
            let stamp = calendar::CHINA.to_datetime(self.now()).strftime("%Y%m%d-%H%M%S").to_string();
            let letter = self.letter();
            let head = self.store.totals().heads.get(self.peer()).map_or(0, |head| head.seq);
            let peer = self.peer().to_string().chars().take(8).collect::<String>();
            let mut random = [0; 4];
            crate::store::seal::random(&mut random)?;
            // Not numbered: the one before may have been carried away in the same second.
            to.join(format!("minqing-{letter}-{peer}-{stamp}-{head}-{}.{suffix}", hex(&random)))
        } else if to.extension().is_none() {
            // A stick that is not there must not become a file where it would be.
            return Err(Error::NoFolder(to.display().to_string()));
        } else {
            to.to_path_buf()
        };
        if file.exists() { Err(StoreError::Exists { path: file }.into()) } else { Ok(file) }
    }

    /// The seam of a chain that waits beside the rows, cut off behind its last
    /// signature, and its first name; none where what it follows is not here.
    fn branch_seam(&self, branch: &mut Vec<Point>) -> Result<Option<(Seam, Dot)>, Error> {
        let missing = || StoreError::damaged("a waiting commit is missing");
        let Some(first) = branch.first().copied() else { return Ok(None) };
        let start = self.store.waiting(first)?.ok_or_else(missing)?;
        if first.dot.seq > 1 && self.store.placing().resolve(start.before())?.is_none() {
            return Ok(None);
        }
        while let Some(last) = branch.last().copied() {
            let envelope = self.store.waiting(last)?.ok_or_else(missing)?;
            if let Some(Signed { key, signature }) = envelope.signature {
                return Ok(Some((Seam { previous: start.previous, key, signature }, first.dot)));
            }
            branch.pop();
        }
        Ok(None)
    }

    /// A commit that is here, by its place in a row of which this waits.
    fn stands(&self, at: Dot, queue: &[Point]) -> Result<Envelope, Error> {
        let missing = || StoreError::damaged("a commit is missing");
        let head = self.store.totals().heads.get(at.peer).map_or(0, |head| head.seq);
        let found = match at.seq.checked_sub(head + 1) {
            None => self.store.commit(at)?,
            Some(nth) => {
                let point = usize::try_from(nth).ok().and_then(|nth| queue.get(nth)).ok_or_else(missing)?;
                self.store.waiting(*point)?
            }
        };
        Ok(found.ok_or_else(missing)?)
    }

    /// A commit that is here, applied or not, by its place.
    pub(super) fn held(&self, at: Dot) -> Result<Option<Envelope>, Error> {
        let totals = self.store.totals();
        if totals.heads.covers(at) {
            return Ok(self.store.commit(at)?);
        }
        let queue = totals.queues().remove(&at.peer).unwrap_or_default();
        let head = totals.heads.get(at.peer).map_or(0, |head| head.seq);
        // Numbers begin with 1.
        if at.seq == 0 || at.seq > head + queue.len() as u64 {
            Ok(None)
        } else {
            self.stands(at, &queue).map(Some)
        }
    }

    /// The first commit under a peer's name, as far as it is here.
    pub(super) fn first_of(&self, peer: PeerId) -> Result<Option<Envelope>, Error> {
        let name = Dot { peer, seq: 1 };
        if let Some(first) = self.store.commit(name)? {
            return Ok(Some(first));
        }
        let waiting = self.store.totals().waiting.keys().find(|point| point.dot == name);
        Ok(waiting.map(|point| self.store.waiting(*point)).transpose()?.flatten())
    }

    /// The last signed commit between two of a row: only the last of a range
    /// that came in carries a signature.
    fn signed_end(&self, from: Dot, last: Dot, queue: &[Point]) -> Result<Option<(Dot, Signed)>, Error> {
        for seq in (from.seq..=last.seq).rev() {
            let at = Dot { seq, ..last };
            if let Some(signed) = self.stands(at, queue)?.signature {
                return Ok(Some((at, signed)));
            }
        }
        Ok(None)
    }

    /// The commits of these stretches, which begin behind `since`, each with
    /// the place of its stretch: what was applied with causes before effects,
    /// then what waits.
    pub(super) fn commits_of<'a>(
        &'a self,
        since: &Vector,
        stretches: &'a [Stretch],
    ) -> impl Iterator<Item = Result<(u32, Commit), BundleError>> + 'a {
        let places = stretches.iter().zip(0u32..);
        let rows: BTreeMap<PeerId, u32> = places
            .filter_map(|(stretch, place)| match stretch {
                Stretch::Row { from, .. } => Some((from.peer, place)),
                Stretch::Branch(_) => None,
            })
            .collect();
        let outside = || BundleError::Damaged("a commit outside of the ranges");
        let applied = self.store.in_order(since).map(move |next| {
            let (at, envelope) = next?;
            Ok((rows.get(&at.peer).copied().ok_or_else(outside)?, envelope.commit))
        });
        let waiting = stretches.iter().zip(0u32..).flat_map(move |(stretch, place)| {
            let points = match stretch {
                Stretch::Branch(points) => points.as_slice(),
                Stretch::Row { from, to, queue } => {
                    let head = self.store.totals().heads.get(from.peer).map_or(0, |head| head.seq);
                    // Somebody may have more of what waits here than was applied.
                    let nth = |seq: u64| usize::try_from(seq.saturating_sub(head + 1)).unwrap_or(usize::MAX);
                    queue.get(nth(from.seq)..nth(to + 1)).unwrap_or_default()
                }
            };
            points.iter().map(move |point| {
                let envelope = self.store.waiting(*point)?;
                Ok((place, envelope.ok_or_else(outside)?.commit))
            })
        });
        applied.chain(waiting)
    }
}

/// Commits on their way into a file; `progress` hears of each, and ends them.
pub(super) fn told<'c>(
    commits: impl Iterator<Item = Result<(u32, Commit), BundleError>> + 'c,
    total: u64,
    progress: &'c mut dyn FnMut(Progress<'_>),
) -> impl Iterator<Item = Result<(u32, Commit), BundleError>> + 'c {
    let mut done = 0;
    commits.map(move |commit| {
        done += 1;
        progress::step(progress, Stage::Writing, done, Some(total))?;
        commit
    })
}

/// Verifies a bundle and hands its commits to who keeps them. Where that one
/// fails, its own error is told, not that of the bundle.
pub(super) fn hand_on<E: From<BundleError>>(
    reader: Reader<'_>,
    orders: Orders,
    take: &mut dyn FnMut(Envelope) -> Result<(), E>,
) -> Result<(), E> {
    let mut failed = None;
    let read = verify::verify(reader, orders, &mut |envelope| {
        take(envelope).map_err(|error| {
            failed = Some(error);
            BundleError::Damaged("the journal")
        })
    });
    match failed {
        Some(error) => Err(error),
        None => Ok(read.map(|_whole| ())?),
    }
}

/// Consecutive commits that a bundle holds.
pub(super) enum Stretch {
    /// Of a row.
    Row {
        /// The first.
        from: Dot,
        /// The place of the last.
        to: u64,
        /// What waits of the row.
        queue: Vec<Point>,
    },
    /// Of a chain that waits beside the rows.
    Branch(Vec<Point>),
}
