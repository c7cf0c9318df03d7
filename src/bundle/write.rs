//! Writing a bundle: a stream, so memory does not grow with it.

use std::{
    io::{self, BufWriter, Write},
    path::Path,
};

use ed25519_dalek::{Signer, SigningKey};

use super::{
    error::BundleError,
    format::{self, Frame, Inner, Origin, Outer, Purpose, Seam, Wire},
    seal::{self, Lock},
};
use crate::{
    log::{
        bytes::Bytes,
        commit::{Commit, Point},
    },
    store::{
        codec, files,
        part::{Part, Readers, Standing},
    },
};

/// Everything a bundle says besides its commits.
pub struct Cover {
    /// The part in clear.
    pub outer: Outer,
    /// One for each of its ranges.
    pub seams: Vec<Seam>,
    /// What the sender has of everybody.
    pub knowledge: Vec<Point>,
    /// An invitation's keys of the group.
    pub secrets: Bytes,
    /// Who signs and vouches for it.
    pub writer: Writer,
}

/// The keys with which a laptop says that a bundle is its own.
pub struct Writer {
    /// Its signing key.
    pub signing: SigningKey,
    /// Keys of the group ([`super::seal::AgeKey::voucher_key`]).
    pub vouchers: Vec<[u8; 32]>,
}

impl Writer {
    fn origin(&self, statement: &[u8]) -> Origin {
        Origin {
            key: *self.signing.verifying_key().as_bytes(),
            signature: Bytes(self.signing.sign(statement).to_bytes().to_vec()),
            vouchers: self
                .vouchers
                .iter()
                .map(|key| *blake3::keyed_hash(key, statement).as_bytes())
                .collect(),
        }
    }
}

/// Writes a bundle to `path`, whole or not at all: to a temporary name beside
/// it, synced, then renamed. `commits` come with causes before effects, each with
/// the place of its range in the cover. Answers the file's size in bytes.
pub fn write_file(
    path: &Path,
    cover: &Cover,
    lock: &Lock,
    commits: impl Iterator<Item = Result<(u32, Commit), BundleError>>,
) -> Result<u64, BundleError> {
    // What no reader would take is refused before there is a file.
    format::clear_part(&cover.outer)?;
    lock.check()?;
    let readers = if cover.outer.purpose == Purpose::Exchange { Readers::Others } else { Readers::Owner };
    let fail = |source| BundleError::io(path, source);
    let part = Part::beside(path, readers).map_err(fail)?;
    let mut out = BufWriter::with_capacity(1 << 16, part.file());
    write(&mut out, cover, lock, commits)?;
    out.flush().map_err(fail)?;
    drop(out);
    let bytes = part.finish(path, Standing::Kept).map_err(fail)?;
    files::sync_dir(files::folder_of(path))?;
    Ok(bytes)
}

/// Fails where no file could be written, and leaves nothing.
pub fn try_place(path: &Path) -> Result<(), BundleError> {
    tempfile::tempfile_in(files::folder_of(path)).map(drop).map_err(|source| BundleError::io(path, source))
}

/// Writes a bundle to a stream.
pub fn write<W: Write>(
    out: &mut W,
    cover: &Cover,
    lock: &Lock,
    commits: impl Iterator<Item = Result<(u32, Commit), BundleError>>,
) -> Result<(), BundleError> {
    let failed = |source: io::Error| BundleError::Io { path: String::new(), source };
    let outer_hash = format::write_outer(out, &cover.outer)?;
    let sealed = seal::seal(lock, out)?;
    let mut frames = FrameWriter {
        out: zstd::Encoder::new(sealed, 3).map_err(failed)?,
        hasher: blake3::Hasher::new(),
        commits: 0,
    };
    let statement = Origin::statement(&outer_hash, &cover.knowledge, &cover.secrets);
    frames.put(&Frame::Head(Inner {
        outer: outer_hash,
        seams: cover.seams.clone(),
        knowledge: cover.knowledge.clone(),
        secrets: cover.secrets.clone(),
        origin: cover.writer.origin(&statement),
    }))?;
    for commit in commits {
        let (range, commit) = commit?;
        frames.put(&Frame::Commit(Wire::pack(range, commit)))?;
        frames.commits += 1;
    }
    let foot = Frame::Foot { commits: frames.commits, digest: *frames.hasher.finalize().as_bytes() };
    frames.put(&foot)?;
    let sealed = frames.out.finish().map_err(failed)?;
    sealed.finish().map_err(failed)?;
    Ok(())
}

struct FrameWriter<W: Write> {
    out: W,
    hasher: blake3::Hasher,
    commits: u64,
}

impl<W: Write> FrameWriter<W> {
    fn put(&mut self, frame: &Frame) -> Result<(), BundleError> {
        let body = codec::encode(frame);
        let length = u32::try_from(body.len())
            .ok()
            .filter(|length| *length <= format::LONGEST_FRAME)
            .ok_or(BundleError::Damaged("a commit is too large for a bundle"))?;
        for part in [&length.to_le_bytes()[..], &body] {
            self.hasher.update(part);
            self.out.write_all(part).map_err(|source| BundleError::Io { path: String::new(), source })?;
        }
        Ok(())
    }
}
