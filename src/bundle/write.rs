//! Writing a bundle: a stream, so memory does not grow with it.

use std::{
    fs::File,
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
    store::{codec, files},
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
    let folder = folder_of(path);
    // What no reader would take is refused before there is a file.
    format::clear_part(&cover.outer)?;
    lock.check()?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".minqing-").suffix(".partial");
    if cover.outer.purpose == Purpose::Exchange {
        let_others_read(&mut builder);
    }
    let temporary = builder.tempfile_in(folder).map_err(|source| BundleError::io(path, source))?;
    let mut out = BufWriter::with_capacity(1 << 16, temporary.as_file());
    write(&mut out, cover, lock, commits)?;
    let finish = |out: BufWriter<&File>| -> io::Result<u64> {
        let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok(file.metadata()?.len())
    };
    let bytes = finish(out).map_err(|source| BundleError::io(path, source))?;
    temporary.persist_noclobber(path).map_err(|error| BundleError::io(path, error.error))?;
    files::sync_dir(folder)?;
    Ok(bytes)
}

/// Lets the umask say who may read the file: it is for colleagues, who may be
/// other users of a shared folder. Else nobody but its owner may.
#[cfg(unix)]
fn let_others_read(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(std::fs::Permissions::from_mode(0o666));
}

/// Elsewhere a file is for whom its folder is for.
#[cfg(not(unix))]
fn let_others_read(_builder: &mut tempfile::Builder<'_, '_>) {}

/// Fails where no file could be written, and leaves nothing.
pub fn try_place(path: &Path) -> Result<(), BundleError> {
    tempfile::tempfile_in(folder_of(path)).map(drop).map_err(|source| BundleError::io(path, source))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
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
