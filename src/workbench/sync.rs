//! Bundles out and in.

use std::path::{Path, PathBuf};

use super::{bench::Workbench, error::Error, keeping::Progress, taken::Mark};
use crate::{
    bundle::{
        BundleError,
        format::{Inner, Outer, Purpose, Range, Sealing, Seam},
        plan::{Plan, Planner},
        read::{self, Reader},
        seal::{self, AgeKey, Lock, Ring},
        verify::{self, Known},
        write::{self, Cover},
    },
    domain::calendar,
    log::{
        bytes::{Bytes, hex},
        commit::{Commit, Dot, Envelope, PeerId, Signed},
        vector::Vector,
    },
    store::{
        StoreError, codec,
        fold::{Base, Totals},
        ledger_store::LedgerStore,
        trust::Membership,
    },
};

/// What this laptop exported last.
const EXPORTED: &str = "exported";

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
}

/// Reads the part of a bundle that is in clear; needs no key.
pub fn inspect(file: &Path) -> Result<Outer, Error> {
    Ok(read::inspect(file)?)
}

impl Workbench {
    /// Writes a bundle to a file, or into a folder under a name of its own.
    pub fn export(&mut self, to: &Path, order: &ExportOrder) -> Result<Exported, Error> {
        let since = if order.full { Vector::default() } else { self.had_by(&order.peers)? };
        let (sealing, lock, recipients) = match (&order.passphrase, order.recipients.as_slice()) {
            (Some(passphrase), _) => (Sealing::Passphrase, Lock::Passphrase(passphrase.clone()), Vec::new()),
            (None, []) => {
                let audience = self.audience()?;
                (Sealing::Group, Lock::Keys(audience.clone()), audience)
            }
            (None, named) => (Sealing::Recipients, Lock::Keys(named.to_vec()), named.to_vec()),
        };
        let mut cover = self.cover(&since, Purpose::Exchange, sealing)?;
        cover.outer.recipients = recipients.iter().map(|key| seal::key_name(key)).collect();
        let file = self.place(to, "mqb")?;
        let commits = self.commits_of(&since, &cover);
        let bytes = write::write_file(&file, &cover, &lock, commits)?;
        // One for a few laptops, or sealed away from the group, does not bring it to the others.
        if order.peers.is_empty() && sealing == Sealing::Group {
            let held = self.store.totals().held();
            self.store.note(EXPORTED, codec::encode(&held), self.clock.now_ms())?;
        }
        Ok(Exported { file, bytes, commits: cover.outer.commits, ranges: cover.outer.ranges, recipients })
    }

    /// Own commits that were not exported yet.
    pub fn unexported(&self) -> Result<u64, Error> {
        let (own, exported) = (self.peer(), self.read_vector(EXPORTED)?);
        let written = self.store.totals().heads.get(own).map_or(0, |head| head.seq);
        Ok(written.saturating_sub(exported.get(own)))
    }

    /// Reads a bundle to its end and works out what it would change.
    pub fn preview(&self, file: &Path, passphrase: Option<String>) -> Result<Preview, Error> {
        let (outer, plan, _) = self.plan(file, &self.ring(passphrase)?)?;
        Ok(Preview { file: file.to_path_buf(), outer, plan })
    }

    /// Takes a bundle in, whole or not at all; doing it again changes nothing.
    pub fn import_bundle(
        &mut self,
        file: &Path,
        passphrase: Option<String>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Preview, Error> {
        let ring = self.ring(passphrase)?;
        let (outer, plan, inner) = self.plan(file, &ring)?;
        let now_ms = self.clock.now_ms();
        if plan.commits + plan.waiting > 0 {
            let total = Some(outer.commits);
            let heads = self.store.totals().heads.clone();
            let chains = Chains::of(&self.store, &outer)?;
            self.store.append_stream::<Error>(
                now_ms,
                &mut |done| progress(Progress { done, total }),
                |take| {
                    let reader = Reader::open(file, &ring)?;
                    let mut failed = None;
                    let read = verify::verify(reader, &chains, &mut |envelope| {
                        let dot = envelope.commit.dot;
                        if heads.get(dot.peer).is_some_and(|head| head.seq >= dot.seq) {
                            return Ok(());
                        }
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
            let ledgers: Vec<_> = self.catalog.iter().map(|ledger| ledger.tag).collect();
            self.changed(&ledgers);
            self.honour_erasures()?;
        }
        // Also where everything was here: the last time may have been interrupted.
        self.follow_up()?;
        self.learn(&outer, &inner)?;
        if outer.sender != self.peer() {
            self.note_taken(Mark::of(file, &inner.outer)?)?;
        }
        Ok(Preview { file: file.to_path_buf(), outer, plan })
    }

    /// The cover of everything beyond `since`.
    pub(super) fn cover(&self, since: &Vector, purpose: Purpose, sealing: Sealing) -> Result<Cover, Error> {
        let mut ranges = Vec::new();
        let mut seams = Vec::new();
        let held = self.store.totals().held();
        for Dot { peer, seq: last } in held.iter() {
            let from = since.get(peer) + 1;
            let Some((to, Signed { key, signature })) = self.signed_end(peer, from, last)? else { continue };
            let previous = if from == 1 {
                crate::log::chain::genesis(peer)
            } else {
                let before = self.held(Dot { peer, seq: from - 1 })?;
                before.ok_or_else(|| StoreError::damaged("a commit is missing"))?.hash
            };
            ranges.push(Range { peer, from, to });
            seams.push(Seam { previous, key, signature });
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
        let knowledge = held.iter().collect();
        Ok(Cover { outer, seams, knowledge, secrets: Bytes::default(), writer: self.secrets.writer() })
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

    /// A commit that is here, applied or not.
    pub(super) fn held(&self, dot: Dot) -> Result<Option<Envelope>, Error> {
        match self.store.commit(dot)? {
            Some(applied) => Ok(Some(applied)),
            None => Ok(self.store.waiting(dot)?),
        }
    }

    /// The last signed commit of a peer within these numbers: only the last of
    /// a range that came in carries a signature.
    fn signed_end(&self, peer: PeerId, from: u64, last: u64) -> Result<Option<(u64, Signed)>, Error> {
        for seq in (from..=last).rev() {
            let envelope = self.held(Dot { peer, seq })?;
            let envelope = envelope.ok_or_else(|| StoreError::damaged("a commit is missing"))?;
            if let Some(signed) = envelope.signature {
                return Ok(Some((seq, signed)));
            }
        }
        Ok(None)
    }

    /// The commits of a cover's ranges, which begin behind `since`: what was
    /// applied with causes before effects, then what waits.
    pub(super) fn commits_of<'a>(
        &'a self,
        since: &Vector,
        cover: &'a Cover,
    ) -> impl Iterator<Item = Result<Commit, BundleError>> + 'a {
        let waiting = cover.outer.ranges.iter().flat_map(|range| {
            let head = self.store.totals().heads.get(range.peer).map_or(0, |head| head.seq);
            // Somebody may have more of what waits here than was applied.
            ((head + 1).max(range.from)..=range.to).map(|seq| {
                let envelope = self.store.waiting(Dot { peer: range.peer, seq })?;
                Ok(envelope.ok_or_else(|| StoreError::damaged("a waiting commit is missing"))?.commit)
            })
        });
        self.store.in_order(since).map(|envelope| Ok(envelope?.commit)).chain(waiting)
    }

    fn plan(&self, file: &Path, ring: &Ring) -> Result<(Outer, Plan, Inner), Error> {
        let totals = self.store.totals().clone();
        let (outer, planner, inner) = self.plan_on(&self.store, totals, file, ring)?;
        let enrols = planner.enrols;
        Ok((outer, Plan { enrols, ..planner.planner.finish()? }, inner))
    }

    /// Reads a bundle to its end and works out what it would change on top of `base`.
    pub(super) fn plan_on<'b, B: Base>(
        &self,
        base: &'b B,
        totals: Totals,
        file: &Path,
        ring: &Ring,
    ) -> Result<(Outer, Planned<'b, B>, Inner), Error> {
        let outer = read::inspect(file)?;
        match outer.purpose {
            Purpose::Exchange => {}
            Purpose::Invitation => return Err(Error::WrongFile("invitation")),
            Purpose::Backup => return Err(Error::WrongFile("backup")),
        }
        if outer.group != self.secrets.group.group {
            return Err(BundleError::ForeignGroup(outer.group).into());
        }
        let (planner, inner) = self.read_on(base, totals.clone(), file, ring, &outer)?;
        // Whom this import will enrol, it takes in at once.
        let invited = self.invited(&planner.strangers())?;
        if invited.is_empty() {
            return Ok((outer, Planned { planner, enrols: Vec::new() }, inner));
        }
        let enrols: Vec<PeerId> = invited.into_iter().map(|(peer, _)| peer).collect();
        let trust = totals.trust.foreseeing(enrols.iter().copied());
        let (planner, inner) = self.read_on(base, Totals { trust, ..totals }, file, ring, &outer)?;
        Ok((outer, Planned { planner, enrols }, inner))
    }

    /// Reads a bundle to its end and takes its commits into account.
    fn read_on<'b, B: Base>(
        &self,
        base: &'b B,
        totals: Totals,
        file: &Path,
        ring: &Ring,
        outer: &Outer,
    ) -> Result<(Planner<'b, B>, Inner), Error> {
        let chains = Chains::of(&self.store, outer)?;
        let trust = totals.trust.clone();
        let mut planner = Planner::new(base, totals, self.clock.now_ms());
        let reader = Reader::open(file, ring)?;
        let sender = outer.sender;
        let is_revoked = |of: Option<Membership>| matches!(of, Some(Membership::Revoked { .. }));
        let mut heard = is_revoked(self.membership_of(sender)).then_some(trust);
        let (_, inner) = verify::verify(reader, &chains, &mut |envelope: Envelope| {
            if let Some(trust) = &mut heard {
                trust.note(&envelope.commit);
            }
            planner.take(envelope)
        })?;
        // Of leads that revoke each other one is right, and may have to say so himself.
        if let Some(Membership::Revoked { after }) = heard.and_then(|trust| trust.membership(sender))
            && (inner.knowledge.iter().any(|dot| dot.peer == sender && dot.seq > after)
                || outer.ranges.iter().any(|range| range.peer == sender && range.to > after))
        {
            return Err(BundleError::Revoked(sender).into());
        }
        Ok((planner, inner))
    }

    /// What opens bundles here, and whose word is taken for them.
    pub(super) fn ring(&self, passphrase: Option<String>) -> Result<Ring, Error> {
        let heads = self.store.totals().heads.iter().map(|(peer, _)| peer);
        // What a revoked one wrote before is still its own word; what came after is refused.
        let known = heads.filter(|peer| self.membership_of(*peer).is_some()).collect();
        // Who was revoked has the older keys, and must not vouch for strangers by them.
        let vouchers = self.kept_keys()?.iter().map(AgeKey::voucher_key).collect();
        Ok(Ring { known, vouchers: Some(vouchers), ..self.secrets.ring(passphrase) })
    }
}

/// What taking a bundle in would do, with what it would leave.
pub(super) struct Planned<'b, B: Base> {
    pub(super) planner: Planner<'b, B>,
    /// Laptops that came by an invitation and would be enrolled.
    pub(super) enrols: Vec<PeerId>,
}

/// The hashes at the seams of a bundle's ranges, at the own heads and of what
/// waits, read beforehand, so that verifying needs nothing of a store that is being written.
struct Chains(std::collections::HashMap<Dot, [u8; 32]>);

impl Chains {
    fn of(store: &LedgerStore, outer: &Outer) -> Result<Self, Error> {
        let totals = store.totals();
        let mut hashes = std::collections::HashMap::new();
        for range in &outer.ranges {
            let dot = |seq| Dot { peer: range.peer, seq };
            let head = totals.heads.get(range.peer).map_or(0, |head| head.seq);
            let mut dots = vec![dot(range.from.saturating_sub(1)), dot(range.to), dot(head)];
            // Nothing is verified yet: the range may run backwards.
            if range.from <= range.to {
                dots.extend(totals.waiting.range(dot(range.from)..=dot(range.to)).map(|(waits, _)| *waits));
            }
            for dot in dots {
                let envelope = match store.commit(dot)? {
                    Some(applied) => Some(applied),
                    None => store.waiting(dot)?,
                };
                hashes.extend(envelope.map(|envelope| (dot, envelope.hash)));
            }
        }
        Ok(Self(hashes))
    }
}

impl Known for Chains {
    fn hash(&self, dot: Dot) -> Result<Option<[u8; 32]>, BundleError> {
        Ok(self.0.get(&dot).copied())
    }
}
