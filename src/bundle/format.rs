//! The parts of the file. See `docs/bundle-format.md`.

use std::io::{Read, Write};

use serde::{Deserialize, Serialize};

use super::error::BundleError;
use crate::{
    domain::id::RecordId,
    log::{
        bytes::Bytes,
        commit::{Cause, Commit, Dot, Entry, PeerId, Point, Salt},
        stamp::Stamp,
    },
    store::codec,
};

/// What every bundle begins with.
pub const MAGIC: &[u8; 15] = b"minqing bundle\n";

/// The format written here.
pub const FORMAT: u16 = 1;

/// The longest body of the part in clear, written or accepted, in bytes: that
/// is room for more than 120 000 ranges, one for each laptop that there ever was.
pub const LONGEST_HEADER: u32 = 4 << 20;
/// The longest frame accepted, in bytes.
pub const LONGEST_FRAME: u32 = 48 << 20;

/// What a bundle is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// Commits for colleagues.
    Exchange,
    /// Commits and the group's keys, for a new laptop.
    Invitation,
    /// Everything, for this workspace itself.
    Backup,
}

/// How the inner stream is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sealing {
    /// To the group's key.
    Group,
    /// To named age recipients.
    Recipients,
    /// By a passphrase.
    Passphrase,
    /// To this workspace's own key.
    Workspace,
}

/// Consecutive commits of one chain, by the names that its writer gave them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// Whose.
    pub peer: PeerId,
    /// The first.
    pub from: u64,
    /// The last.
    pub to: u64,
}

/// The part in clear: what `inspect` tells without a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outer {
    /// What it is for.
    pub purpose: Purpose,
    /// The work group.
    pub group: [u8; 16],
    /// The laptop that wrote it.
    pub sender: PeerId,
    /// Its letter.
    pub letter: String,
    /// When, in milliseconds since 1970 by the writer's clock.
    pub created_ms: u64,
    /// How many commits.
    pub commits: u64,
    /// Which.
    pub ranges: Vec<Range>,
    /// How it is sealed.
    pub sealing: Sealing,
    /// For whom: the names of the public keys ([`super::seal::key_name`]), not
    /// the keys, so that who finds a bundle cannot seal another to them.
    pub recipients: Vec<String>,
    /// A backup's wrapped key file, which opens with the workspace's passphrase.
    pub key_file: Bytes,
}

/// What binds a range: where it continues from, and its last signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seam {
    /// The chain's hash before the first commit.
    pub previous: [u8; 32],
    /// The peer's verifying key.
    pub key: [u8; 32],
    /// The peer's signature of the chain after the last commit.
    pub signature: Bytes,
}

/// The first frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inner {
    /// BLAKE3 over everything before the age stream: binds the part in clear.
    pub outer: [u8; 32],
    /// One for each range of the outer header, in its order.
    pub seams: Vec<Seam>,
    /// What the sender has of everybody.
    pub knowledge: Vec<Point>,
    /// An invitation's keys of the group.
    pub secrets: Bytes,
    /// Who wrote it, and that somebody who holds the group's keys did.
    pub origin: Origin,
}

/// Where a bundle comes from. Sealing to a public key tells nothing of the
/// writer; this does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The sender's verifying key; its hash is the sender's id.
    pub key: [u8; 32],
    /// The sender's signature of [`Origin::statement`].
    pub signature: Bytes,
    /// BLAKE3 of the statement, keyed from each of the group's secrets: a reader
    /// may not have all of them.
    pub vouchers: Vec<[u8; 32]>,
}

impl Origin {
    /// What is signed and vouched for: the part in clear, what the sender says
    /// it has, and the keys it hands over.
    pub fn statement(outer: &[u8; 32], knowledge: &[Point], secrets: &Bytes) -> Vec<u8> {
        let mut hasher = blake3::Hasher::new_derive_key("minqing bundle origin v1");
        hasher.update(outer);
        hasher.update(&(knowledge.len() as u64).to_le_bytes());
        for Point { dot, print } in knowledge {
            hasher.update(&dot.peer.0);
            hasher.update(&dot.seq.to_le_bytes());
            hasher.update(&print.0);
        }
        hasher.update(&secrets.0);
        hasher.finalize().as_bytes().to_vec()
    }
}

/// A commit in a frame: its range gives its peer, its order its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wire {
    range: u32,
    stamp: Stamp,
    author: RecordId,
    cause: Cause,
    seen: Vec<Point>,
    entries: Vec<Entry>,
    salt: Salt,
}

impl Wire {
    /// Packs a commit of the range with this place.
    pub fn pack(range: u32, commit: Commit) -> Self {
        let Commit { dot: _, stamp, author, cause, seen, entries, salt } = commit;
        Self { range, stamp, author, cause, seen, entries, salt }
    }

    /// The place of its range.
    pub fn range(&self) -> u32 {
        self.range
    }

    /// Unpacks it under its name.
    pub fn unpack(self, dot: Dot) -> Commit {
        let Self { range: _, stamp, author, cause, seen, entries, salt } = self;
        Commit { dot, stamp, author, cause, seen, entries, salt }
    }
}

/// The frames of the inner stream: one head, the commits, one foot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Frame {
    /// The first.
    Head(Inner),
    /// One commit each, causes before effects.
    Commit(Wire),
    /// The last.
    Foot {
        /// How many commits came before.
        commits: u64,
        /// BLAKE3 over all frames before, their lengths included.
        digest: [u8; 32],
    },
}

/// The bytes of the part in clear; none that a reader would refuse for their length.
pub fn clear_part(outer: &Outer) -> Result<Vec<u8>, BundleError> {
    let body = codec::encode(outer);
    let most = LONGEST_HEADER;
    let length = u32::try_from(body.len()).ok().filter(|length| *length <= most);
    let length = length.ok_or(BundleError::ClearTooLong { bytes: body.len(), most })?;
    let mut bytes = MAGIC.to_vec();
    bytes.extend_from_slice(&FORMAT.to_le_bytes());
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(&body);
    let checksum = blake3::hash(&bytes);
    bytes.extend_from_slice(&checksum.as_bytes()[..16]);
    Ok(bytes)
}

/// Writes the part in clear and answers its hash.
pub fn write_outer(out: &mut impl Write, outer: &Outer) -> Result<[u8; 32], BundleError> {
    let bytes = clear_part(outer)?;
    out.write_all(&bytes).map_err(|source| BundleError::Io { path: String::new(), source })?;
    Ok(*blake3::hash(&bytes).as_bytes())
}

/// Reads the part in clear and answers it with its hash.
pub fn read_outer(input: &mut impl Read) -> Result<(Outer, [u8; 32]), BundleError> {
    let mut bytes = vec![0; MAGIC.len() + 6];
    fill(input, &mut bytes)?;
    let (magic, rest) = bytes.split_at(MAGIC.len());
    if magic != MAGIC {
        return Err(BundleError::NotABundle);
    }
    let &[f0, f1, l0, l1, l2, l3] = rest else { return Err(BundleError::NotABundle) };
    let (format, length) = (u16::from_le_bytes([f0, f1]), u32::from_le_bytes([l0, l1, l2, l3]));
    if length > LONGEST_HEADER {
        return Err(BundleError::Damaged("the header's length"));
    }
    let start = bytes.len();
    let body_end = start + length as usize;
    bytes.resize(body_end + 16, 0);
    fill(input, &mut bytes[start..])?;
    let (covered, checksum) = bytes.split_at(body_end);
    if blake3::hash(covered).as_bytes()[..16] != *checksum {
        return Err(BundleError::Damaged("the header's checksum"));
    }
    if format != FORMAT {
        return Err(BundleError::TooNew { found: format, known: FORMAT });
    }
    let outer = codec::decode(&covered[start..]).map_err(|_bad| BundleError::Damaged("the header"))?;
    Ok((outer, *blake3::hash(&bytes).as_bytes()))
}

fn fill(input: &mut impl Read, buffer: &mut [u8]) -> Result<(), BundleError> {
    input.read_exact(buffer).map_err(|_short| BundleError::Damaged("the file ends too early"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outer(ranges: u64) -> Outer {
        let range = |nth: u64| {
            let mut peer = [0; 16];
            peer[..8].copy_from_slice(&nth.to_le_bytes());
            // The longest numbers that there are.
            Range { peer: PeerId(peer), from: 1 << 47, to: 1 << 48 }
        };
        Outer {
            purpose: Purpose::Exchange,
            group: [0; 16],
            sender: PeerId([0; 16]),
            letter: "A".into(),
            created_ms: 0,
            commits: 0,
            ranges: (0..ranges).map(range).collect(),
            sealing: Sealing::Group,
            recipients: Vec::new(),
            key_file: Bytes::default(),
        }
    }

    #[test]
    fn the_longest_part_in_clear_is_read_and_a_longer_one_is_not_written() {
        let most = outer(123_000);
        let mut file = Vec::new();
        write_outer(&mut file, &most).unwrap();
        assert_eq!(read_outer(&mut file.as_slice()).unwrap().0, most);

        let mut file = Vec::new();
        let error = write_outer(&mut file, &outer(124_000)).unwrap_err();
        assert!(matches!(error, BundleError::ClearTooLong { most: LONGEST_HEADER, .. }), "{error}");
        assert!(file.is_empty());
    }
}
