//! Segments and frames, byte by byte.
//!
//! All numbers are little endian. A segment begins with its header, written
//! twice so that one damaged byte does not lose the segment:
//!
//! | bytes | content |
//! | --- | --- |
//! | 4 | `MQJ1` |
//! | 2 | version, 1 |
//! | 8 | number of the segment |
//! | 8 | number of the segment before it, 0 for none: a missing one is noticed |
//! | 16 | random id of the segment |
//! | 8 | BLAKE3 of the above, its first bytes |
//!
//! Then frame after frame:
//!
//! | bytes | content |
//! | --- | --- |
//! | 4 | mark: the first bytes of the segment's id, by which a reader finds frames again behind damage |
//! | 1 | flags: 1 first of its batch, 2 last of its batch |
//! | 4 | length n |
//! | 8 | BLAKE3 of id, offset, flags, length and the sealed bytes, its first bytes |
//! | n | sealed bytes, bound to id, offset and flags |
//!
//! The check tells damage without the key; what it cannot tell, a forgery,
//! the seal does.

use crate::store::error::{Result, StoreError};
use crate::store::seal::{self, Key};

const MAGIC: [u8; 4] = *b"MQJ1";
const VERSION: u16 = 1;
const COPY: usize = 46;

/// Counts the bytes before the first frame.
pub const HEADER_LEN: u64 = 2 * COPY as u64;
/// Counts the bytes of a frame before its sealed ones.
pub const PREFIX: usize = 17;
/// Limits the sealed bytes of a frame.
pub const MAX_SEALED: usize = seal::MAX_PLAIN + seal::OVERHEAD;

/// The header of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Numbers the segment.
    pub number: u64,
    /// Numbers the segment before it, 0 for none.
    pub previous: u64,
    id: [u8; 16],
}

impl Header {
    /// Makes the header of a new segment, with a random id.
    pub fn new(number: u64, previous: u64) -> Result<Self> {
        let mut id = [0; 16];
        seal::random(&mut id)?;
        Ok(Self { number, previous, id })
    }

    /// Writes the header, twice.
    pub fn to_bytes(self) -> Vec<u8> {
        let mut copy = Vec::with_capacity(2 * COPY);
        copy.extend_from_slice(&MAGIC);
        copy.extend_from_slice(&VERSION.to_le_bytes());
        copy.extend_from_slice(&self.number.to_le_bytes());
        copy.extend_from_slice(&self.previous.to_le_bytes());
        copy.extend_from_slice(&self.id);
        let sum = blake3::hash(&copy);
        copy.extend(sum.as_bytes().iter().take(8));
        copy.repeat(2)
    }

    /// Reads the header from whichever copy is intact, if one is.
    pub fn from_bytes(bytes: &[u8]) -> Result<Option<Self>> {
        for copy in bytes.chunks_exact(COPY) {
            if let Some(header) = Self::from_copy(copy)? {
                return Ok(Some(header));
            }
        }
        Ok(None)
    }

    fn from_copy(copy: &[u8]) -> Result<Option<Self>> {
        let Some((body, sum)) = copy.split_last_chunk::<8>() else { return Ok(None) };
        if !blake3::hash(body).as_bytes().starts_with(sum) {
            return Ok(None);
        }
        let Some((version, rest)) = body.strip_prefix(&MAGIC).and_then(<[u8]>::split_first_chunk) else {
            return Ok(None);
        };
        let version = u16::from_le_bytes(*version);
        if version > VERSION {
            return Err(StoreError::Newer { found: version.into(), known: VERSION.into() });
        }
        let Some((number, rest)) = rest.split_first_chunk() else { return Ok(None) };
        let Some((previous, id)) = rest.split_first_chunk() else { return Ok(None) };
        Ok(id.try_into().ok().map(|id| Self {
            number: u64::from_le_bytes(*number),
            previous: u64::from_le_bytes(*previous),
            id,
        }))
    }

    /// Gives the bytes every frame of the segment begins with.
    pub const fn mark(&self) -> [u8; 4] {
        let [a, b, c, d, ..] = self.id;
        [a, b, c, d]
    }

    /// Seals one frame for its place and appends its bytes to `out`.
    pub fn write(&self, key: &Key, offset: u64, flags: Flags, plain: &[u8], out: &mut Vec<u8>) -> Result<()> {
        let sealed = seal::seal(key, &self.ad(&offset.to_le_bytes(), &[flags.byte()]), plain)?;
        let length = u32::try_from(sealed.len()).map_err(|_error| StoreError::TooLarge {
            bytes: sealed.len() as u64,
            limit: MAX_SEALED as u64,
        })?;
        out.extend_from_slice(&self.mark());
        out.push(flags.byte());
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&self.check(offset, flags, length, &sealed));
        out.extend_from_slice(&sealed);
        Ok(())
    }

    /// Opens the sealed bytes of the frame at `offset`.
    pub fn open(&self, key: &Key, offset: u64, flags: Flags, sealed: &[u8]) -> Result<Vec<u8>> {
        seal::open(key, &self.ad(&offset.to_le_bytes(), &[flags.byte()]), sealed)
    }

    /// Sums up a frame, so that damage shows without the key.
    pub fn check(&self, offset: u64, flags: Flags, length: u32, sealed: &[u8]) -> [u8; 8] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.id).update(&offset.to_le_bytes());
        hasher.update(&[flags.byte()]).update(&length.to_le_bytes()).update(sealed);
        let mut check = [0; 8];
        hasher.finalize_xof().fill(&mut check);
        check
    }

    fn ad<'a>(&'a self, offset: &'a [u8], flags: &'a [u8]) -> [&'a [u8]; 4] {
        [b"journal", &self.id, offset, flags]
    }
}

/// Where in its batch a frame stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flags {
    /// Whether a batch begins with it.
    pub first: bool,
    /// Whether a batch ends with it.
    pub last: bool,
}

impl Flags {
    fn byte(self) -> u8 {
        u8::from(self.first) | u8::from(self.last) << 1
    }

    fn from_byte(byte: u8) -> Option<Self> {
        (byte < 4).then_some(Self { first: byte & 1 != 0, last: byte & 2 != 0 })
    }
}

/// What stands before the sealed bytes of a frame.
#[derive(Debug, Clone, Copy)]
pub struct Prefix {
    /// Places the frame in its batch.
    pub flags: Flags,
    /// Counts the sealed bytes.
    pub length: u32,
    /// Sums them up.
    pub check: [u8; 8],
}

impl Prefix {
    /// Reads a prefix, if this is one of the segment's.
    pub fn from_bytes(bytes: [u8; PREFIX], header: &Header) -> Option<Self> {
        let rest = bytes.strip_prefix(&header.mark())?;
        let (flags, rest) = rest.split_first()?;
        let (length, check) = rest.split_first_chunk()?;
        let length = u32::from_le_bytes(*length);
        let sane = usize::try_from(length).is_ok_and(|length| length <= MAX_SEALED);
        let (flags, check) = (Flags::from_byte(*flags)?, check.try_into().ok()?);
        sane.then_some(Self { flags, length, check })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_damaged_byte_does_not_lose_the_header() {
        let header = Header::new(7, 5).unwrap();
        let bytes = header.to_bytes();
        assert_eq!(bytes.len() as u64, HEADER_LEN);
        for at in 0..bytes.len() {
            let mut bad = bytes.clone();
            bad[at] ^= 4;
            assert_eq!(Header::from_bytes(&bad).unwrap(), Some(header));
            bad[(at + COPY) % (2 * COPY)] ^= 4;
            assert_eq!(Header::from_bytes(&bad).unwrap(), None);
        }
    }

    #[test]
    fn a_frame_opens_in_its_place_only() {
        let (key, header) = (Key::from_bytes([3; 32]), Header::new(1, 0).unwrap());
        let (whole, first) = (Flags { first: true, last: true }, Flags { first: true, last: false });
        let mut bytes = Vec::new();
        header.write(&key, 92, whole, b"text", &mut bytes).unwrap();
        let sealed = &bytes[PREFIX..];
        assert_eq!(header.open(&key, 92, whole, sealed).unwrap(), b"text");
        assert!(header.open(&key, 93, whole, sealed).is_err());
        assert!(header.open(&key, 92, first, sealed).is_err());
        assert!(Header::new(1, 0).unwrap().open(&key, 92, whole, sealed).is_err());
    }
}
