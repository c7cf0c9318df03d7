//! The key file, byte by byte.
//!
//! All numbers are little endian.
//!
//! | bytes | content |
//! | --- | --- |
//! | 4 | `MQK1` |
//! | 2 | version, 1 |
//! | 8 | generation: counts rewrites, the higher copy is the newer |
//! | 4, 4, 4 | Argon2id memory in KiB, passes, lanes |
//! | 16 | salt |
//! | 73 | the data key, sealed under the derived key; bound to cost and salt |
//! | 4, n | length and bytes of the secrets, sealed under the data key; bound to the generation |
//! | 32 | BLAKE3 of everything before, in every version |
//!
//! The sum at the end tells a damaged file from a wrong passphrase.

use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

use crate::store::error::{Result, StoreError};
use crate::store::seal::{self, Key};

const MAGIC: [u8; 4] = *b"MQK1";
const VERSION: u16 = 1;
const SALT: usize = 16;
const WRAPPED: usize = 32 + seal::OVERHEAD;
const SUM: usize = 32;

/// Leaves the file well below what is read of it.
const MAX_SECRETS: usize = 8 << 20;

const MAX_MEMORY_KIB: u32 = 1 << 20;
const MAX_PASSES: u32 = 20;
const MAX_LANES: u32 = 16;

/// What deriving a key from the passphrase costs (Argon2id).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Gives the memory in KiB, at most 1 GiB.
    pub memory_kib: u32,
    /// Gives the passes over that memory, at most 20.
    pub passes: u32,
    /// Gives the lanes, at most 16.
    pub lanes: u32,
}

impl Cost {
    /// Gives the cost of a real workspace: 64 MiB, 3 passes, about 0.1 s.
    pub const fn standard() -> Self {
        Self { memory_kib: 64 << 10, passes: 3, lanes: 1 }
    }

    /// Gives the cost of a demonstration, where nothing is secret: 8 MiB, 1 pass.
    pub const fn quick() -> Self {
        Self { memory_kib: 8 << 10, passes: 1, lanes: 1 }
    }

    /// Refuses what would only serve to exhaust the machine.
    fn params(self) -> Result<Params> {
        let refused = || StoreError::damaged("the key derivation parameters");
        let sane = self.memory_kib <= MAX_MEMORY_KIB && self.passes <= MAX_PASSES && self.lanes <= MAX_LANES;
        if !sane {
            return Err(refused());
        }
        Params::new(self.memory_kib, self.passes, self.lanes, Some(32))
            .map_err(|error| StoreError::damaged(format!("the key derivation parameters: {error}")))
    }

    fn to_bytes(self) -> [u8; 12] {
        let mut bytes = [0; 12];
        for (into, value) in bytes.chunks_exact_mut(4).zip([self.memory_kib, self.passes, self.lanes]) {
            into.copy_from_slice(&value.to_le_bytes());
        }
        bytes
    }
}

/// A key file, intact but closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFile {
    generation: u64,
    cost: Cost,
    salt: [u8; SALT],
    wrapped: [u8; WRAPPED],
    secrets: Vec<u8>,
}

impl KeyFile {
    /// Wraps `key` under a passphrase, with fresh salt.
    pub fn wrap(key: &Key, passphrase: &str, cost: Cost, secrets: &[u8], generation: u64) -> Result<Self> {
        let mut salt = [0; SALT];
        seal::random(&mut salt)?;
        let outer = derive(passphrase, cost, &salt)?;
        let wrapped = seal::seal(&outer, &[b"data key", &cost.to_bytes(), &salt], key.as_bytes())?;
        let wrapped = wrapped.try_into().map_err(|_sealed: Vec<u8>| StoreError::damaged("a wrapped key"))?;
        let closed = Self { generation, cost, salt, wrapped, secrets: Vec::new() };
        closed.with_secrets(key, secrets, generation)
    }

    /// Gives the same wrapping with other secrets, as the given generation.
    pub fn with_secrets(&self, key: &Key, secrets: &[u8], generation: u64) -> Result<Self> {
        if secrets.len() > MAX_SECRETS {
            return Err(StoreError::TooLarge { bytes: secrets.len() as u64, limit: MAX_SECRETS as u64 });
        }
        let secrets = seal::seal(key, &[b"secrets", &generation.to_le_bytes()], secrets)?;
        Ok(Self { generation, secrets, ..self.clone() })
    }

    /// Opens the data key and the secrets.
    pub fn unwrap_key(&self, passphrase: &str) -> Result<(Key, Zeroizing<Vec<u8>>)> {
        let outer = derive(passphrase, self.cost, &self.salt)?;
        let ad: [&[u8]; 3] = [b"data key", &self.cost.to_bytes(), &self.salt];
        // The sum was right, so what does not open was closed with another passphrase.
        let opened = seal::open(&outer, &ad, &self.wrapped);
        let opened = opened.map(Zeroizing::new).map_err(|error| {
            if matches!(error, StoreError::Damaged { .. }) { StoreError::WrongPassphrase } else { error }
        })?;
        let bytes = opened.as_slice().try_into();
        let key = Key::from_bytes(bytes.map_err(|_error| StoreError::damaged("the data key"))?);
        let secrets = seal::open(&key, &[b"secrets", &self.generation.to_le_bytes()], &self.secrets)?;
        Ok((key, secrets.into()))
    }

    /// Whether both wrap the key under one passphrase, whatever their secrets and generations.
    pub(super) fn wraps_like(&self, other: &Self) -> bool {
        (self.salt, self.wrapped) == (other.salt, other.wrapped)
    }

    /// Gives the count of rewrites.
    pub const fn generation(&self) -> u64 {
        self.generation
    }

    /// Gives the cost of the derivation.
    pub const fn cost(&self) -> Cost {
        self.cost
    }

    /// Writes the file's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(160 + self.secrets.len());
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.extend_from_slice(&self.generation.to_le_bytes());
        out.extend_from_slice(&self.cost.to_bytes());
        out.extend_from_slice(&self.salt);
        out.extend_from_slice(&self.wrapped);
        let length = u32::try_from(self.secrets.len()).unwrap_or(u32::MAX);
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&self.secrets);
        let sum = blake3::hash(&out);
        out.extend_from_slice(sum.as_bytes());
        out
    }

    /// Reads a key file, refusing damage, newer versions and hostile costs.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let damaged = || StoreError::damaged("the key file");
        let (body, sum) = bytes.split_last_chunk::<SUM>().ok_or_else(damaged)?;
        let rest = body.strip_prefix(&MAGIC).ok_or_else(damaged)?;
        if blake3::hash(body) != *sum {
            return Err(damaged());
        }
        let mut rest = rest;
        let version = u16::from_le_bytes(take(&mut rest)?);
        if version > VERSION {
            return Err(StoreError::Newer { found: version.into(), known: VERSION.into() });
        }
        let generation = u64::from_le_bytes(take(&mut rest)?);
        let cost = Cost {
            memory_kib: u32::from_le_bytes(take(&mut rest)?),
            passes: u32::from_le_bytes(take(&mut rest)?),
            lanes: u32::from_le_bytes(take(&mut rest)?),
        };
        cost.params()?;
        let salt = take(&mut rest)?;
        let wrapped = take(&mut rest)?;
        let length = u32::from_le_bytes(take(&mut rest)?);
        if usize::try_from(length).ok() != Some(rest.len()) {
            return Err(damaged());
        }
        Ok(Self { generation, cost, salt, wrapped, secrets: rest.to_vec() })
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N]> {
    let (head, tail) = rest.split_first_chunk().ok_or_else(|| StoreError::damaged("the key file"))?;
    *rest = tail;
    Ok(*head)
}

fn derive(passphrase: &str, cost: Cost, salt: &[u8; SALT]) -> Result<Key> {
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, cost.params()?);
    let mut out = Zeroizing::new([0; 32]);
    argon
        .hash_password_into(passphrase.as_bytes(), salt, out.as_mut())
        .map_err(|error| StoreError::damaged(format!("the key derivation: {error}")))?;
    Ok(Key::from_bytes(*out))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TINY: Cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };

    fn closed() -> KeyFile {
        KeyFile::wrap(&Key::from_bytes([7; 32]), "木棉", TINY, b"secrets", 3).unwrap()
    }

    /// Gives the bytes with one field replaced and the sum made right again.
    fn forged(at: usize, with: &[u8]) -> Vec<u8> {
        let mut bytes = closed().to_bytes();
        bytes.truncate(bytes.len() - SUM);
        bytes[at..at + with.len()].copy_from_slice(with);
        let sum = blake3::hash(&bytes);
        bytes.extend_from_slice(sum.as_bytes());
        bytes
    }

    #[test]
    fn bytes_come_back_as_they_were() {
        let file = closed();
        let back = KeyFile::from_bytes(&file.to_bytes()).unwrap();
        assert_eq!(back, file);
        let (key, secrets) = back.unwrap_key("木棉").unwrap();
        assert_eq!((key.as_bytes(), secrets.as_slice()), (&[7; 32], b"secrets".as_slice()));
    }

    #[test]
    fn hostile_costs_are_refused_before_anything_is_derived() {
        for (at, value) in
            [(14, MAX_MEMORY_KIB + 1), (14, 0), (18, 21), (18, 0), (22, 17), (22, 0), (14, u32::MAX)]
        {
            let bytes = forged(at, &value.to_le_bytes());
            assert!(matches!(KeyFile::from_bytes(&bytes), Err(StoreError::Damaged { .. })), "{at} {value}");
        }
    }

    #[test]
    fn a_newer_version_says_so() {
        let bytes = forged(4, &2_u16.to_le_bytes());
        assert!(matches!(KeyFile::from_bytes(&bytes), Err(StoreError::Newer { found: 2, known: 1 })));
    }

    #[test]
    fn a_cheaper_cost_cannot_be_written_in() {
        let file =
            KeyFile::wrap(&Key::from_bytes([7; 32]), "木棉", Cost { passes: 2, ..TINY }, b"", 3).unwrap();
        let cheaper = KeyFile { cost: TINY, ..file };
        assert!(matches!(cheaper.unwrap_key("木棉"), Err(StoreError::WrongPassphrase)));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = KeyFile::from_bytes(&bytes);
            let mut summed = MAGIC.to_vec();
            summed.extend_from_slice(&1_u16.to_le_bytes());
            summed.extend_from_slice(&bytes);
            summed.extend_from_slice(blake3::hash(&summed).as_bytes());
            let _ = KeyFile::from_bytes(&summed);
        }
    }
}
