//! Sealing at rest: XChaCha20-Poly1305 with a random nonce.
//!
//! A sealed value is `nonce (24) | ciphertext | tag (16)`. The plaintext
//! begins with one byte that says whether it is kept as it is (0) or
//! compressed (1, then the length before compression, `u32` little endian).
//! The associated data bind a value to its place: moved elsewhere, it does
//! not open.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroize;

use super::error::{Result, StoreError};

/// Limits what is sealed in one piece, and what opening may unpack: 256 MiB.
pub const MAX_PLAIN: usize = 256 << 20;

/// Gives how many bytes sealing adds at most.
pub const OVERHEAD: usize = NONCE + TAG + 1;

const NONCE: usize = 24;
const TAG: usize = 16;

/// Below this size compression is not worth its time.
const WORTH_COMPRESSING: usize = 512;
const LEVEL: i32 = 3;

const PLAIN: u8 = 0;
const PACKED: u8 = 1;

/// A 256-bit secret, wiped when dropped and never printed.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl Drop for Key {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Key {
    /// Draws a key at random.
    pub fn random() -> Result<Self> {
        let mut key = Self([0; 32]);
        random(&mut key.0)?;
        Ok(key)
    }

    /// Takes the bytes of a key, as derived or unwrapped.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Shows the bytes of the key, to wrap it or to derive from it.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(..)")
    }
}

/// Fills `buffer` with random bytes of the system.
pub fn random(buffer: &mut [u8]) -> Result<()> {
    getrandom::fill(buffer).map_err(|error| StoreError::NoRandom { detail: error.to_string() })
}

/// Encrypts `plain`, bound to the parts of `ad`, compressing where it pays.
pub fn seal(key: &Key, ad: &[&[u8]], plain: &[u8]) -> Result<Vec<u8>> {
    if plain.len() > MAX_PLAIN {
        return Err(StoreError::TooLarge { bytes: plain.len() as u64, limit: MAX_PLAIN as u64 });
    }
    let mut nonce = [0; NONCE];
    random(&mut nonce)?;
    let mut message = pack(plain);
    let payload = Payload { msg: &message, aad: &join(ad) };
    let sealed = cipher(key).encrypt(XNonce::from_slice(&nonce), payload);
    message.zeroize();
    let sealed =
        sealed.map_err(|error| StoreError::damaged(format!("a value that cannot be sealed: {error}")))?;
    let mut out = Vec::with_capacity(NONCE + sealed.len());
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&sealed);
    Ok(out)
}

/// Decrypts what [`seal`] made with the same key and the same `ad`.
///
/// Anything else, a different place included, is [`StoreError::Damaged`].
pub fn open(key: &Key, ad: &[&[u8]], sealed: &[u8]) -> Result<Vec<u8>> {
    let damaged = || StoreError::damaged("a sealed value");
    let (nonce, rest) = sealed.split_at_checked(NONCE).ok_or_else(damaged)?;
    let payload = Payload { msg: rest, aad: &join(ad) };
    let mut message = cipher(key)
        .decrypt(XNonce::from_slice(nonce), payload)
        .map_err(|error| StoreError::damaged(format!("a sealed value ({error})")))?;
    match message.first() {
        Some(&PLAIN) => {
            message.remove(0);
            Ok(message)
        }
        Some(&PACKED) => {
            let plain = unpack(&message).ok_or_else(damaged);
            message.zeroize();
            plain
        }
        Some(_) | None => Err(damaged()),
    }
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.as_bytes().into())
}

/// Joins the parts, each behind its length, so that no two lists are alike.
fn join(ad: &[&[u8]]) -> Vec<u8> {
    let mut joined = Vec::with_capacity(ad.iter().map(|part| part.len() + 8).sum());
    for part in ad {
        joined.extend_from_slice(&(part.len() as u64).to_le_bytes());
        joined.extend_from_slice(part);
    }
    joined
}

fn pack(plain: &[u8]) -> Vec<u8> {
    if plain.len() > WORTH_COMPRESSING
        && let Ok(length) = u32::try_from(plain.len())
        && let Ok(packed) = zstd::bulk::compress(plain, LEVEL)
        && packed.len() + packed.len() / 8 < plain.len()
    {
        let mut message = Vec::with_capacity(5 + packed.len());
        message.push(PACKED);
        message.extend_from_slice(&length.to_le_bytes());
        message.extend_from_slice(&packed);
        return message;
    }
    let mut message = Vec::with_capacity(1 + plain.len());
    message.push(PLAIN);
    message.extend_from_slice(plain);
    message
}

fn unpack(message: &[u8]) -> Option<Vec<u8>> {
    let (length, packed) = message.get(1..)?.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    if length > MAX_PLAIN {
        return None;
    }
    let plain = zstd::bulk::decompress(packed, length).ok()?;
    (plain.len() == length).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(byte: u8) -> Key {
        Key::from_bytes([byte; 32])
    }

    #[test]
    fn long_text_is_compressed_and_noise_is_not() {
        let text = "走访".repeat(1000);
        let sealed = seal(&key(1), &[b"t"], text.as_bytes()).unwrap();
        assert!(sealed.len() < text.len() / 4);
        assert_eq!(open(&key(1), &[b"t"], &sealed).unwrap(), text.as_bytes());

        let mut noise = vec![0; 4096];
        random(&mut noise).unwrap();
        let sealed = seal(&key(1), &[b"t"], &noise).unwrap();
        assert_eq!(sealed.len(), noise.len() + OVERHEAD);
        assert_eq!(open(&key(1), &[b"t"], &sealed).unwrap(), noise);
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let sealed = seal(&key(1), &[b"ab", b"c"], b"x").unwrap();
        assert!(open(&key(1), &[b"a", b"bc"], &sealed).is_err());
        assert!(open(&key(1), &[b"abc"], &sealed).is_err());
        assert!(open(&key(1), &[b"ab", b"c"], &sealed).is_ok());
    }

    #[test]
    fn an_unpacked_length_that_lies_is_refused() {
        let packed = zstd::bulk::compress(&[7; 10_000], LEVEL).unwrap();
        for length in [0_u32, 9_999, 10_001, u32::MAX] {
            let mut message = vec![PACKED];
            message.extend_from_slice(&length.to_le_bytes());
            message.extend_from_slice(&packed);
            assert_eq!(unpack(&message), None, "{length}");
        }
    }

    #[test]
    fn a_key_does_not_print_itself() {
        assert_eq!(format!("{:?}", key(0x41)), "Key(..)");
    }

    proptest! {
        #[test]
        fn what_was_sealed_opens_and_nothing_else_does(
            plain in prop::collection::vec(any::<u8>(), 0..1500),
            at in any::<prop::sample::Index>(),
            flip in 1..=255_u8,
        ) {
            let sealed = seal(&key(1), &[b"tree", b"key"], &plain).unwrap();
            prop_assert_eq!(&open(&key(1), &[b"tree", b"key"], &sealed).unwrap(), &plain);
            prop_assert!(open(&key(2), &[b"tree", b"key"], &sealed).is_err());
            prop_assert!(open(&key(1), &[b"tree", b"other"], &sealed).is_err());
            let at = at.index(sealed.len());
            prop_assert!(open(&key(1), &[b"tree", b"key"], &sealed[..at]).is_err());
            let mut tampered = sealed.clone();
            tampered[at] ^= flip;
            prop_assert!(open(&key(1), &[b"tree", b"key"], &tampered).is_err());
        }
    }
}
