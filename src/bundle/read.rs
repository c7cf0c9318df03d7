//! Reading a bundle, frame by frame.

use std::{
    fs::File,
    io::{BufReader, Read},
    path::Path,
};

use ed25519_dalek::{Signature, Verifier, VerifyingKey};

use super::{
    error::BundleError,
    format::{self, Frame, Inner, Origin, Outer, Wire},
    seal::{self, Ring},
};
use crate::{log::chain, store::codec};

#[cfg(test)]
thread_local! {
    /// How many bundles were read beyond their part in clear, by this thread.
    pub(crate) static OPENED: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// Reads the part in clear alone.
pub fn inspect(path: &Path) -> Result<Outer, BundleError> {
    let mut file = BufReader::new(File::open(path).map_err(|source| BundleError::io(path, source))?);
    Ok(format::read_outer(&mut file)?.0)
}

/// An opened bundle: its covers, and its commits as they come.
///
/// What it yields is not yet verified as a whole: only when the iterator ended
/// without an error has the file been read to its foot and found complete.
pub struct Reader<'a> {
    /// The part in clear, found to be the one that was sealed.
    pub outer: Outer,
    /// The first frame.
    pub inner: Inner,
    /// Whether a revoked laptop could have vouched for its sender as well, who
    /// has to be known by what the bundle brings.
    pub is_doubtful: bool,
    frames: Frames<Box<dyn Read + 'a>>,
    commits: u64,
    done: bool,
}

impl<'a> Reader<'a> {
    /// Opens a bundle in a file.
    pub fn open(path: &Path, ring: &Ring) -> Result<Self, BundleError> {
        let file = File::open(path).map_err(|source| BundleError::io(path, source))?;
        Self::new(BufReader::with_capacity(1 << 16, file), ring)
    }

    /// Opens a bundle in a stream.
    pub fn new(mut input: impl std::io::BufRead + 'a, ring: &Ring) -> Result<Self, BundleError> {
        let (outer, hash) = format::read_outer(&mut input)?;
        #[cfg(test)]
        OPENED.with(|opened| opened.set(opened.get() + 1));
        let sealed = seal::open(ring, input)?;
        let plain = zstd::Decoder::new(sealed).map_err(|_broken| BundleError::Damaged("the packed part"))?;
        let mut frames = Frames { input: Box::new(plain) as Box<dyn Read>, hasher: blake3::Hasher::new() };
        let Frame::Head(inner) = frames.next()? else { return Err(BundleError::Damaged("the first frame")) };
        if inner.outer != hash {
            return Err(BundleError::Damaged("the part in clear is not the one that was sealed"));
        }
        let is_doubtful = check_origin(&outer, &inner, &hash, ring)?;
        if inner.seams.len() != outer.ranges.len() {
            return Err(BundleError::Damaged("the ranges"));
        }
        Ok(Self { outer, inner, is_doubtful, frames, commits: 0, done: false })
    }

    fn advance(&mut self) -> Result<Option<Wire>, BundleError> {
        let before = *self.frames.hasher.clone().finalize().as_bytes();
        match self.frames.next()? {
            Frame::Head(_) => Err(BundleError::Damaged("a second head")),
            Frame::Commit(wire) => {
                self.commits += 1;
                Ok(Some(wire))
            }
            Frame::Foot { commits, digest } => {
                if commits != self.commits || commits != self.outer.commits || digest != before {
                    return Err(BundleError::Damaged("the digest at the end"));
                }
                self.frames.expect_end()?;
                Ok(None)
            }
        }
    }
}

/// Checks that the sender wrote it, and that somebody of the group did; answers
/// whether a revoked laptop could have vouched for it as well.
fn check_origin(outer: &Outer, inner: &Inner, hash: &[u8; 32], ring: &Ring) -> Result<bool, BundleError> {
    let statement = Origin::statement(hash, &inner.knowledge, &inner.secrets);
    let forged = BundleError::Forged { what: "the sender's signature", peer: outer.sender };
    if chain::peer_id(&inner.origin.key) != outer.sender {
        return Err(forged);
    }
    let key = VerifyingKey::from_bytes(&inner.origin.key);
    let signature = Signature::from_slice(&inner.origin.signature.0);
    match (key, signature) {
        (Ok(key), Ok(signature)) if key.verify(&statement, &signature).is_ok() => {}
        _ => return Err(forged),
    }
    let told: Vec<blake3::Hash> = inner.origin.vouchers.iter().map(|told| (*told).into()).collect();
    // The comparison of hashes takes the same time wherever they differ.
    let vouch =
        |keys: &[[u8; 32]]| keys.iter().any(|key| told.contains(&blake3::keyed_hash(key, &statement)));
    if ring.vouchers.as_deref().is_none_or(vouch) || ring.known.contains(&outer.sender) {
        Ok(false)
    } else if vouch(&ring.older) {
        Ok(true)
    } else {
        Err(BundleError::Unvouched(outer.sender))
    }
}

impl Iterator for Reader<'_> {
    type Item = Result<Wire, BundleError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let next = self.advance().transpose();
        self.done = !matches!(next, Some(Ok(_)));
        next
    }
}

struct Frames<R> {
    input: R,
    hasher: blake3::Hasher,
}

impl<R: Read> Frames<R> {
    fn next(&mut self) -> Result<Frame, BundleError> {
        let cut = |_short| BundleError::Damaged("the sealed part is damaged or ends too early");
        let mut length = [0; 4];
        self.input.read_exact(&mut length).map_err(cut)?;
        let size = u32::from_le_bytes(length);
        if size > format::LONGEST_FRAME {
            return Err(BundleError::Damaged("a frame's length"));
        }
        // Grows with what really comes, so that a stated length alone costs nothing.
        let mut body = Vec::new();
        (&mut self.input).take(u64::from(size)).read_to_end(&mut body).map_err(cut)?;
        if body.len() != size as usize {
            return Err(BundleError::Damaged("the sealed part ends too early"));
        }
        self.hasher.update(&length);
        self.hasher.update(&body);
        codec::decode(&body).map_err(|_bad| BundleError::Damaged("a frame"))
    }

    fn expect_end(&mut self) -> Result<(), BundleError> {
        match self.input.read(&mut [0]) {
            Ok(0) => Ok(()),
            Ok(_) | Err(_) => Err(BundleError::Damaged("something follows the end")),
        }
    }
}
