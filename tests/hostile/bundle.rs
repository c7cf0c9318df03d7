//! Bytes into the reader of bundles, in one of four ways, which the first byte tells.
//!
//! Encryption, digests and signatures stop whatever is merely altered. So
//! besides whole files, what lies behind them is made of the bytes, and
//! sealed, digested and signed as an insider could: frames that are no frames,
//! parts in clear that lie, commits that no laptop would write.

use std::{
    collections::BTreeMap,
    io::{self, Cursor, Write as _},
    sync::LazyLock,
};

use ed25519_dalek::{Signer as _, SigningKey};
use minqing::{
    bundle::{
        BundleError,
        format::{self, Frame, Inner, Origin, Outer, Purpose, Range, Sealing, Seam, Wire},
        plan::{Plan, Planner},
        read::Reader,
        seal::{self, AgeKey, Lock, Ring},
        verify::{self, Orders},
        write::{self, Cover, Writer},
    },
    log::{
        bytes::Bytes,
        chain,
        commit::{Commit, Dot, PeerId, Point},
    },
    store::{
        codec,
        fold::{Empty, Totals},
        trust::Trust,
    },
};

/// The identity to which everything here is sealed.
const IDENTITY: &str = "AGE-SECRET-KEY-1QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZ9K4CN";

/// The clock, in milliseconds since 1970.
const NOW_MS: u64 = 1_795_000_000_000;

/// How many laptops there are; the first founded the group.
pub(crate) const PEERS: usize = 3;

/// The bytes are a file.
pub(crate) const FILE: u8 = 0;
/// The bytes are what follows an honest first frame.
pub(crate) const FRAMES: u8 = 1;
/// The bytes are a part in clear, the first frame, and what follows.
pub(crate) const COVER: u8 = 2;
/// The bytes are commits: of which laptop, how long, the coded commit.
pub(crate) const COMMITS: u8 = 3;

static KEY: LazyLock<AgeKey> = LazyLock::new(|| AgeKey::read(IDENTITY).expect("an age identity"));

fn ring() -> Ring {
    Ring { keys: vec![KEY.clone()], vouchers: Some(vec![KEY.voucher_key()]), ..Ring::default() }
}

fn signing(peer: usize) -> SigningKey {
    SigningKey::from_bytes(&[u8::try_from(peer).unwrap_or(u8::MAX); 32])
}

fn peer(peer: usize) -> PeerId {
    chain::peer_id(signing(peer).verifying_key().as_bytes())
}

/// Reads the input as far as it is good; what is wrong with it otherwise.
pub(crate) fn read(input: &[u8]) -> Result<Plan, BundleError> {
    let Some((way, rest)) = input.split_first() else { return Err(BundleError::NotABundle) };
    match way % 4 {
        FILE => plan(rest),
        FRAMES => plan(&framed(rest)),
        COVER => plan(&covered(rest)),
        COMMITS.. => plan(&committed(rest)),
    }
}

/// Verifies a file and works out what it would change on a new laptop.
fn plan(file: &[u8]) -> Result<Plan, BundleError> {
    let trust = Trust::new(peer(0), [peer(0)]);
    let mut planner = Planner::new(&Empty, Totals::new(trust), NOW_MS);
    let reader = Reader::new(Cursor::new(file), &ring())?;
    verify::verify(reader, Orders::Inside, &mut |envelope| {
        for change in envelope.commit.changes() {
            // What a face would show of it.
            let _ = (codec::value(&change.cell), codec::element_value(&change.slot));
        }
        planner.take(envelope)
    })?;
    let _ = planner.strangers();
    planner.finish()
}

fn outer(ranges: Vec<Range>) -> Outer {
    Outer {
        purpose: Purpose::Exchange,
        group: [7; 16],
        sender: peer(0),
        letter: "A".into(),
        created_ms: NOW_MS,
        commits: ranges.iter().fold(0, |sum: u64, range| {
            sum.saturating_add(range.to.saturating_sub(range.from).saturating_add(1))
        }),
        ranges,
        sealing: Sealing::Group,
        recipients: Vec::new(),
        key_file: Bytes::default(),
    }
}

/// An honest cover of one range a laptop, with raw bytes behind it.
fn framed(input: &[u8]) -> Vec<u8> {
    let ranges: Vec<Range> = (0..PEERS).map(|at| Range { peer: peer(at), from: 1, to: 2 }).collect();
    let seam = |at| Seam {
        previous: chain::genesis(peer(at)),
        key: *signing(at).verifying_key().as_bytes(),
        signature: Bytes(vec![0; 64]),
    };
    sealed(&outer(ranges), (0..PEERS).map(seam).collect(), Vec::new(), input)
}

/// A cover that was decoded, its sender and its statement made good.
fn covered(input: &[u8]) -> Vec<u8> {
    let (mut rest, mut parts) = (input, Vec::new());
    for _ in 0..3 {
        let (part, behind) = piece(rest);
        parts.push(part);
        rest = behind;
    }
    let mut cover: Outer = codec::decode(parts[0]).unwrap_or_else(|_bad| outer(Vec::new()));
    cover.sender = peer(0);
    let seams = codec::decode(parts[1]).unwrap_or_default();
    let knowledge = codec::decode(parts[2]).unwrap_or_default();
    sealed(&cover, seams, knowledge, rest)
}

/// Commits that were decoded, each in the chain of its laptop, signed.
fn committed(input: &[u8]) -> Vec<u8> {
    let (starts, mut rest) = input.split_at(input.len().min(PEERS));
    let first = |at: usize| match starts.get(at).copied().unwrap_or_default() % 8 {
        0 => 1,
        1 => 2,
        2 => 1 << 47,
        3 => (1 << 48) - 1,
        4 => u64::MAX - 2,
        other => u64::from(other),
    };
    let mut lines: Vec<(u64, [u8; 32])> = (0..PEERS).map(|at| (first(at), start(at, first(at)))).collect();
    let mut commits: Vec<(usize, Commit)> = Vec::new();
    while let Some((at, behind)) = rest.split_first() {
        let (coded, behind) = piece(behind);
        rest = behind;
        let at = usize::from(*at) % PEERS;
        let Ok(wire) = codec::decode::<Wire>(coded) else { continue };
        let (Some(line), dot) = (lines.get_mut(at), peer(at)) else { continue };
        let commit = wire.unpack(Dot { peer: dot, seq: line.0 });
        let Ok(hash) = chain::extend(&line.1, &commit) else { continue };
        *line = (line.0.saturating_add(1), hash);
        commits.push((at, commit));
    }
    let mut ranges = Vec::new();
    let mut seams = Vec::new();
    let mut places = BTreeMap::new();
    for (at, (next, hash)) in lines.iter().enumerate() {
        let (from, to) = (first(at), next.saturating_sub(1));
        if to < from {
            continue;
        }
        places.insert(at, u32::try_from(ranges.len()).unwrap_or(u32::MAX));
        ranges.push(Range { peer: peer(at), from, to });
        seams.push(Seam {
            previous: start(at, from),
            key: *signing(at).verifying_key().as_bytes(),
            signature: chain::sign(&signing(at), Dot { peer: peer(at), seq: to }, hash),
        });
    }
    let cover = Cover {
        outer: outer(ranges),
        seams,
        knowledge: Vec::new(),
        secrets: Bytes::default(),
        writer: Writer { signing: signing(0), vouchers: vec![KEY.voucher_key()] },
    };
    let mut file = Vec::new();
    let lock = Lock::Keys(vec![KEY.public()]);
    let honest = commits.into_iter().filter_map(|(at, commit)| Some(Ok((*places.get(&at)?, commit))));
    match write::write(&mut file, &cover, &lock, honest) {
        Ok(()) => file,
        Err(_too_large) => Vec::new(),
    }
}

fn start(at: usize, from: u64) -> [u8; 32] {
    if from == 1 { chain::genesis(peer(at)) } else { [9; 32] }
}

/// A stretch that tells its length, and what follows it.
fn piece(bytes: &[u8]) -> (&[u8], &[u8]) {
    let Some((length, rest)) = bytes.split_first_chunk::<2>() else { return (&[], &[]) };
    rest.split_at(rest.len().min(usize::from(u16::from_le_bytes(*length))))
}

/// Seals a cover and the bytes behind it. Where these end in the word `foot`,
/// an honest last frame takes its place.
fn sealed(outer: &Outer, seams: Vec<Seam>, knowledge: Vec<Point>, behind: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let made = (|| -> io::Result<()> {
        let hash = format::write_outer(&mut file, outer).map_err(io::Error::other)?;
        let secrets = Bytes::default();
        let statement = Origin::statement(&hash, &knowledge, &secrets);
        let origin = Origin {
            key: *signing(0).verifying_key().as_bytes(),
            signature: Bytes(signing(0).sign(&statement).to_bytes().to_vec()),
            vouchers: vec![*blake3::keyed_hash(&KEY.voucher_key(), &statement).as_bytes()],
        };
        let head = codec::encode(&Frame::Head(Inner { outer: hash, seams, knowledge, secrets, origin }));
        let mut plain = u32::try_from(head.len()).unwrap_or(u32::MAX).to_le_bytes().to_vec();
        plain.extend_from_slice(&head);
        match behind.strip_suffix(b"foot") {
            Some(frames) => {
                plain.extend_from_slice(frames);
                let digest = *blake3::hash(&plain).as_bytes();
                let foot = codec::encode(&Frame::Foot { commits: outer.commits, digest });
                plain.extend_from_slice(&u32::try_from(foot.len()).unwrap_or(u32::MAX).to_le_bytes());
                plain.extend_from_slice(&foot);
            }
            None => plain.extend_from_slice(behind),
        }
        let lock = Lock::Keys(vec![KEY.public()]);
        let sealed = seal::seal(&lock, &mut file).map_err(io::Error::other)?;
        let mut packed = zstd::Encoder::new(sealed, 1)?;
        packed.write_all(&plain)?;
        packed.finish()?.finish()?;
        Ok(())
    })();
    made.map_or_else(|_failed| Vec::new(), |()| file)
}
