//! Names of records: random, and telling nothing but the ledger.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The four bytes by which a record's id tells its ledger.
///
/// They are the start of BLAKE3 over the ledger's id, so that a ledger a user
/// declares needs no registry, and all records of a ledger are one key range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LedgerTag(pub [u8; 4]);

impl LedgerTag {
    /// The tag of the ledger with this id.
    pub fn of(ledger: &str) -> Self {
        let hash = blake3::derive_key("minqing ledger tag v1", ledger.as_bytes());
        Self([hash[0], hash[1], hash[2], hash[3]])
    }
}

/// The id of a record: four bytes of ledger, twelve of chance.
///
/// Some ids are derived instead of drawn (see [`RecordId::derived`]): a tick of
/// a checklist item must be the same record on every laptop that makes it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RecordId([u8; 16]);

impl RecordId {
    /// Joins a ledger and twelve random bytes.
    pub fn new(ledger: LedgerTag, random: [u8; 12]) -> Self {
        let mut bytes = [0; 16];
        bytes[..4].copy_from_slice(&ledger.0);
        bytes[4..].copy_from_slice(&random);
        Self(bytes)
    }

    /// The id of the one record of `ledger` that `parts` name.
    pub fn derived(ledger: &str, parts: &[&[u8]]) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key("minqing derived record id v1");
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        let mut random = [0; 12];
        random.copy_from_slice(&hasher.finalize().as_bytes()[..12]);
        Self::new(LedgerTag::of(ledger), random)
    }

    /// Reads the sixteen stored bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The sixteen stored bytes, ledger first.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The ledger it belongs to.
    pub fn ledger(&self) -> LedgerTag {
        LedgerTag([self.0[0], self.0[1], self.0[2], self.0[3]])
    }
}

/// Printed as 32 hexadecimal digits, the random part first, so that a short
/// prefix names a record.
impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0[4..].iter().chain(&self.0[..4]).try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that is not a record's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a record id: 32 hexadecimal digits were expected")]
pub struct BadId;

impl FromStr for RecordId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let digits = text.as_bytes();
        if digits.len() != 32 {
            return Err(BadId);
        }
        let mut bytes = [0; 16];
        for (slot, pair) in (4..16).chain(0..4).zip(digits.chunks_exact(2)) {
            let high = char::from(pair[0]).to_digit(16).ok_or(BadId)?;
            let low = char::from(pair[1]).to_digit(16).ok_or(BadId)?;
            bytes[slot] = u8::try_from(high * 16 + low).map_err(|_impossible| BadId)?;
        }
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_shows_its_random_part_first() {
        let id = RecordId::new(LedgerTag::of("residents"), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        let text = id.to_string();
        assert!(text.starts_with("0102030405"));
        assert_eq!(text.parse(), Ok(id));
        assert_eq!("xyz".parse::<RecordId>(), Err(BadId));
    }

    #[test]
    fn a_derived_id_depends_on_where_its_parts_end() {
        let one = RecordId::derived("checks", &[b"ab", b"c"]);
        let other = RecordId::derived("checks", &[b"a", b"bc"]);
        assert_ne!(one, other);
        assert_eq!(one.ledger(), LedgerTag::of("checks"));
    }
}
