//! What laptops hand each other: a real bundle in bytes, or, since sealing costs
//! a hundred times what a step does, what verifying one would have given.

use std::sync::{Arc, LazyLock};

use ed25519_dalek::SigningKey;
use minqing::{
    bundle::{
        BundleError,
        format::{Outer, Purpose, Range, Sealing, Seam},
        read::Reader,
        seal::{AgeKey, Lock, Ring},
        verify::{self, Known},
        write::{self, Cover, Writer},
    },
    log::{
        bytes::Bytes,
        chain,
        commit::{Commit, Dot, Envelope, PeerId, Signed},
    },
};

use super::disk::packed;

/// The group that all laptops are of.
pub(super) const GROUP: [u8; 16] = [7; 16];

/// Its key. Nothing that a story comes to depends on which it is.
static KEY: LazyLock<AgeKey> = LazyLock::new(AgeKey::generate);

/// What opens bundles, where these laptops need nobody to vouch for them.
pub(super) fn ring(known: Vec<PeerId>) -> Ring {
    Ring { keys: vec![KEY.clone()], vouchers: Some(vec![KEY.voucher_key()]), known, ..Ring::default() }
}

/// A bundle.
#[derive(Debug, Clone)]
pub(super) struct Parcel {
    pub(super) outer: Outer,
    pub(super) seams: Vec<Seam>,
    pub(super) knowledge: Vec<Dot>,
    commits: Arc<Vec<Commit>>,
    /// The same, coded.
    body: Vec<u8>,
    /// The file, where there is one: then nothing else is looked at.
    file: Option<Vec<u8>>,
    /// Whether its writer has the group's key.
    vouched: bool,
}

impl Parcel {
    pub(super) fn new(
        (sender, vouched): (PeerId, bool),
        created_ms: u64,
        purpose: Purpose,
        (ranges, seams): (Vec<Range>, Vec<Seam>),
        knowledge: Vec<Dot>,
        commits: Vec<Commit>,
    ) -> Self {
        let outer = Outer {
            purpose,
            group: GROUP,
            sender,
            letter: "A".to_owned(),
            created_ms,
            commits: commits.len() as u64,
            ranges,
            sealing: Sealing::Group,
            recipients: Vec::new(),
            key_file: Bytes::default(),
        };
        let body = packed(&commits);
        Self { outer, seams, knowledge, commits: Arc::new(commits), body, file: None, vouched }
    }

    pub(super) fn body(&self) -> &[u8] {
        &self.body
    }

    pub(super) fn commits(&self) -> Vec<Commit> {
        self.commits.to_vec()
    }

    /// The names of its commits, in their order.
    pub(super) fn dots(&self) -> impl Iterator<Item = Dot> {
        self.commits.iter().map(|commit| commit.dot)
    }

    /// The same with other commits.
    pub(super) fn with(&self, commits: &[Commit]) -> Self {
        let (body, commits) = (packed(commits), Arc::new(commits.to_vec()));
        let mut other = Self { commits, body, file: None, ..self.clone() };
        other.outer.commits = other.commits.len() as u64;
        other
    }

    /// The same with these bytes as its file.
    pub(super) fn of_bytes(&self, file: Vec<u8>) -> Self {
        Self { file: Some(file), ..self.clone() }
    }

    /// The file that a laptop with this key would write.
    pub(super) fn bytes(&self, signing: &SigningKey) -> Result<Vec<u8>, BundleError> {
        let vouchers = if self.vouched { vec![KEY.voucher_key()] } else { Vec::new() };
        let cover = Cover {
            outer: self.outer.clone(),
            seams: self.seams.clone(),
            knowledge: self.knowledge.clone(),
            secrets: Bytes::default(),
            writer: Writer { signing: signing.clone(), vouchers },
        };
        let mut file = Vec::new();
        let commits = self.commits().into_iter().map(Ok);
        write::write(&mut file, &cover, &Lock::Keys(vec![KEY.public()]), commits)?;
        Ok(file)
    }

    /// Hands every commit to `each`.
    pub(super) fn unpack(
        &self,
        ring: &Ring,
        known: &dyn Known,
        each: &mut dyn FnMut(Envelope) -> Result<(), BundleError>,
    ) -> Result<(), BundleError> {
        if let Some(file) = &self.file {
            let reader = Reader::new(file.as_slice(), ring)?;
            verify::verify(reader, known, each)?;
            return Ok(());
        }
        let sender = self.outer.sender;
        if !self.vouched && ring.vouchers.is_some() && !ring.known.contains(&sender) {
            return Err(BundleError::Forged { what: "the group's voucher", peer: sender });
        }
        self.walk(known, each)
    }

    /// What verifying would give, but for the signatures.
    fn walk(
        &self,
        known: &dyn Known,
        each: &mut dyn FnMut(Envelope) -> Result<(), BundleError>,
    ) -> Result<(), BundleError> {
        let mut at: Vec<[u8; 32]> = Vec::new();
        for (range, seam) in self.outer.ranges.iter().zip(&self.seams) {
            let Range { peer, from, .. } = *range;
            let before = Dot { peer, seq: from - 1 };
            let expected = if from == 1 { Some(chain::genesis(peer)) } else { known.hash(before)? };
            if expected.is_some_and(|hash| hash != seam.previous) {
                return Err(BundleError::Forked { peer, seq: from });
            }
            at.push(seam.previous);
        }
        for commit in self.commits.iter() {
            let dot = commit.dot;
            let place = self.outer.ranges.iter().position(|range| range.peer == dot.peer);
            let place = place.ok_or(BundleError::Damaged("a commit's range"))?;
            let damaged = |_salt| BundleError::Damaged("a commit");
            let hash = chain::extend(&at[place], commit).map_err(damaged)?;
            at[place] = hash;
            if known.hash(dot)?.is_some_and(|ours| ours != hash) {
                return Err(BundleError::Forked { peer: dot.peer, seq: dot.seq });
            }
            let Seam { key, signature, .. } = self.seams[place].clone();
            let signature = (dot.seq == self.outer.ranges[place].to).then_some(Signed { key, signature });
            each(Envelope { commit: commit.clone(), hash, signature })?;
        }
        Ok(())
    }
}
