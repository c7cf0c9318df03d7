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
        verify::{self, Orders},
        write::{self, Cover, Writer},
    },
    log::{
        bytes::Bytes,
        chain,
        commit::{Commit, Envelope, PeerId, Point, Signed},
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
    pub(super) knowledge: Vec<Point>,
    commits: Arc<Vec<(u32, Commit)>>,
    /// The chain's hash after each of them, as its writer has it.
    hashes: Arc<Vec<[u8; 32]>>,
    /// The same, coded.
    body: Vec<u8>,
    /// The file, where there is one: then nothing else is looked at.
    file: Option<Vec<u8>>,
    /// Whether its writer has the group's key.
    vouched: bool,
    /// The key that its writer had then.
    signing: SigningKey,
}

impl Parcel {
    pub(super) fn new(
        (signing, vouched): (&SigningKey, bool),
        created_ms: u64,
        purpose: Purpose,
        (ranges, seams): (Vec<Range>, Vec<Seam>),
        knowledge: Vec<Point>,
        commits: Vec<(u32, Envelope)>,
    ) -> Self {
        let hashes = commits.iter().map(|(_, envelope)| envelope.hash).collect();
        let commits: Vec<_> = commits.into_iter().map(|(range, envelope)| (range, envelope.commit)).collect();
        let outer = Outer {
            purpose,
            group: GROUP,
            sender: chain::peer_id(signing.verifying_key().as_bytes()),
            letter: "A".to_owned(),
            created_ms,
            commits: commits.len() as u64,
            ranges,
            sealing: Sealing::Group,
            recipients: Vec::new(),
            key_file: Bytes::default(),
        };
        let body = packed(&commits);
        let (commits, hashes) = (Arc::new(commits), Arc::new(hashes));
        Self { outer, seams, knowledge, commits, hashes, body, file: None, vouched, signing: signing.clone() }
    }

    pub(super) fn body(&self) -> &[u8] {
        &self.body
    }

    pub(super) fn commits(&self) -> Vec<(u32, Commit)> {
        self.commits.to_vec()
    }

    /// The hashes of its commits, in their order.
    pub(super) fn hashes(&self) -> &[[u8; 32]] {
        &self.hashes
    }

    /// The hash of the last commit of each of its ranges.
    pub(super) fn ends(&self) -> impl Iterator<Item = (Range, [u8; 32])> {
        let last = |place: usize| self.commits.iter().rposition(|(range, _)| *range as usize == place);
        let ranges = self.outer.ranges.iter().enumerate();
        ranges.filter_map(move |(place, range)| Some((*range, *self.hashes.get(last(place)?)?)))
    }

    /// The same with other commits.
    pub(super) fn with(&self, commits: &[(u32, Commit)]) -> Self {
        let (body, commits) = (packed(commits), Arc::new(commits.to_vec()));
        let mut other = Self { commits, body, file: None, ..self.clone() };
        other.outer.commits = other.commits.len() as u64;
        other
    }

    /// The same with these bytes as its file.
    pub(super) fn of_bytes(&self, file: Vec<u8>) -> Self {
        Self { file: Some(file), ..self.clone() }
    }

    /// The file that its writer would write.
    pub(super) fn own_bytes(&self) -> Result<Vec<u8>, BundleError> {
        self.bytes(&self.signing)
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
        orders: Orders,
        each: &mut dyn FnMut(Envelope) -> Result<(), BundleError>,
    ) -> Result<(), BundleError> {
        if let Some(file) = &self.file {
            let reader = Reader::new(file.as_slice(), ring)?;
            verify::verify(reader, orders, each)?;
            return Ok(());
        }
        let sender = self.outer.sender;
        if !self.vouched && ring.vouchers.is_some() && !ring.known.contains(&sender) {
            return Err(BundleError::Unvouched(sender));
        }
        self.walk(each)
    }

    /// What verifying would give, but for the signatures.
    fn walk(&self, each: &mut dyn FnMut(Envelope) -> Result<(), BundleError>) -> Result<(), BundleError> {
        let mut at: Vec<[u8; 32]> = self.seams.iter().map(|seam| seam.previous).collect();
        for (range, commit) in self.commits.iter() {
            let place = *range as usize;
            let damaged = |_salt| BundleError::Damaged("a commit");
            let previous = at[place];
            let hash = chain::extend(&previous, commit).map_err(damaged)?;
            at[place] = hash;
            let Seam { key, signature, .. } = self.seams[place].clone();
            let is_last = commit.dot.seq == self.outer.ranges[place].to;
            let signature = is_last.then_some(Signed { key, signature });
            each(Envelope { commit: commit.clone(), previous, hash, signature })?;
        }
        Ok(())
    }
}
