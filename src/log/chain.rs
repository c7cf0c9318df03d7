//! The chain that binds a peer's commits, and the signature at its head.
//!
//! Each hash covers the one before, everything of the commit but its changes,
//! and a digest of each change: of what it is about in clear, and of the
//! rest of it salted. So truncation, reordering and forgery are seen, and an
//! erased log still verifies, down to what each erased change was about.

use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};

use super::{
    bytes::Bytes,
    commit::{Cause, Change, Commit, Dot, Entry, PeerId, Point, Salt},
};

/// What is wrong with a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// Salts and entries do not belong together.
    #[error("a commit's salts do not fit its entries")]
    Salt,
    /// The bytes are not a verifying key.
    #[error("not a verifying key")]
    Key,
    /// The key does not belong to the peer's id.
    #[error("the key does not belong to the peer")]
    ForeignKey,
    /// The signature does not fit.
    #[error("the signature does not fit")]
    Signature,
}

/// The id of the peer with this verifying key.
pub fn peer_id(key: &[u8; 32]) -> PeerId {
    let hash = blake3::derive_key("minqing peer id v1", key);
    let mut id = [0; 16];
    id.copy_from_slice(&hash[..16]);
    PeerId(id)
}

/// The hash before a peer's first commit.
pub fn genesis(peer: PeerId) -> [u8; 32] {
    blake3::derive_key("minqing chain genesis v1", &peer.0)
}

/// The hash after `commit`, given the one before.
pub fn extend(previous: &[u8; 32], commit: &Commit) -> Result<[u8; 32], ChainError> {
    // What is not hashed could be altered on the way.
    if matches!(&commit.salt, Salt::Parts(parts) if parts.len() > commit.entries.len()) {
        return Err(ChainError::Salt);
    }
    let mut hasher = blake3::Hasher::new_derive_key("minqing chain v1");
    hasher.update(previous);
    update_dot(&mut hasher, commit.dot);
    hasher.update(&commit.stamp.ms.to_le_bytes());
    hasher.update(&commit.stamp.counter.to_le_bytes());
    hasher.update(commit.author.as_bytes());
    let (cause, target) = match commit.cause {
        Cause::Act => (0, 0),
        Cause::Undo(seq) => (1, seq),
        Cause::Redo(seq) => (2, seq),
        Cause::Housekeeping => (3, 0),
    };
    hasher.update(&[cause]);
    hasher.update(&target.to_le_bytes());
    hasher.update(&(commit.seen.len() as u64).to_le_bytes());
    for Point { dot, print } in &commit.seen {
        update_dot(&mut hasher, *dot);
        hasher.update(&print.0);
    }
    hasher.update(&(commit.entries.len() as u64).to_le_bytes());
    for at in 0..commit.entries.len() {
        hasher.update(&entry_digest(commit, at)?);
    }
    Ok(*hasher.finalize().as_bytes())
}

/// Signs a head with the peer's key.
pub fn sign(key: &SigningKey, dot: Dot, hash: &[u8; 32]) -> Bytes {
    Bytes(key.sign(&head_message(dot, hash)).to_bytes().to_vec())
}

/// Checks a head's signature, and that the key is that of the peer.
pub fn verify(key: &[u8; 32], dot: Dot, hash: &[u8; 32], signature: &Bytes) -> Result<(), ChainError> {
    if peer_id(key) != dot.peer {
        return Err(ChainError::ForeignKey);
    }
    let key = VerifyingKey::from_bytes(key).map_err(|_not_a_point| ChainError::Key)?;
    let signature = Signature::from_slice(&signature.0).map_err(|_wrong_length| ChainError::Signature)?;
    key.verify(&head_message(dot, hash), &signature).map_err(|_does_not_fit| ChainError::Signature)
}

/// The digest of one entry: of what it is about, and of the salted digest of the rest.
pub fn entry_digest(commit: &Commit, at: usize) -> Result<[u8; 32], ChainError> {
    let inner = inner_digest(commit, at)?;
    let about = match commit.entries.get(at) {
        None => return Err(ChainError::Salt),
        Some(Entry::Erased { about, .. }) => *about,
        Some(Entry::Kept(change)) => change.about(),
    };
    let mut hasher = blake3::Hasher::new_derive_key("minqing entry v1");
    hasher.update(about.record.as_bytes());
    hasher.update(&about.tag.to_le_bytes());
    hasher.update(&[u8::from(about.single)]);
    hasher.update(&inner);
    Ok(*hasher.finalize().as_bytes())
}

/// The salted digest of one entry's element and value; what is left of it when it is erased.
pub fn inner_digest(commit: &Commit, at: usize) -> Result<[u8; 32], ChainError> {
    match commit.entries.get(at) {
        None => Err(ChainError::Salt),
        Some(Entry::Erased { inner, .. }) => Ok(*inner),
        Some(Entry::Kept(change)) => {
            let salt = match &commit.salt {
                Salt::Whole(whole) => entry_salt(whole, at),
                Salt::Parts(parts) => parts.get(at).copied().flatten().ok_or(ChainError::Salt)?,
            };
            Ok(change_digest(&salt, change))
        }
    }
}

/// The salt of one entry, derived one way from the commit's.
pub fn entry_salt(whole: &[u8; 16], at: usize) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key("minqing change salt v1");
    hasher.update(whole);
    hasher.update(&(at as u64).to_le_bytes());
    *hasher.finalize().as_bytes()
}

fn change_digest(salt: &[u8; 32], change: &Change) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_keyed(salt);
    hasher.update(&(change.slot.element.0.len() as u64).to_le_bytes());
    hasher.update(&change.slot.element.0);
    hasher.update(&[change.cell.kind]);
    hasher.update(&change.cell.bytes.0);
    *hasher.finalize().as_bytes()
}

fn update_dot(hasher: &mut blake3::Hasher, dot: Dot) {
    hasher.update(&dot.peer.0);
    hasher.update(&dot.seq.to_le_bytes());
}

fn head_message(dot: Dot, hash: &[u8; 32]) -> Vec<u8> {
    let mut message = b"minqing head v1".to_vec();
    message.extend_from_slice(&dot.peer.0);
    message.extend_from_slice(&dot.seq.to_le_bytes());
    message.extend_from_slice(hash);
    message
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::id::{LedgerTag, RecordId},
        log::{
            commit::{Cell, Print, Slot},
            stamp::Stamp,
        },
    };

    fn commit(peer: PeerId) -> Commit {
        let record = RecordId::new(LedgerTag([1; 4]), [2; 12]);
        let change = |n: u8| {
            Entry::Kept(Change {
                record,
                slot: Slot::single(16 + u16::from(n)),
                cell: Cell { kind: 1, bytes: Bytes(vec![n]) },
            })
        };
        Commit {
            dot: Dot { peer, seq: 1 },
            stamp: Stamp { ms: 5, counter: 0 },
            author: record,
            cause: Cause::Act,
            seen: vec![],
            entries: vec![change(1), change(2)],
            salt: Salt::Whole([7; 16]),
        }
    }

    #[test]
    fn an_erased_commit_keeps_its_hash() {
        let key = SigningKey::from_bytes(&[3; 32]);
        let peer = peer_id(key.verifying_key().as_bytes());
        let whole = commit(peer);
        let mut erased = whole.clone();
        erased.entries[0] =
            Entry::Erased { about: whole.touches().next().unwrap(), inner: inner_digest(&whole, 0).unwrap() };
        erased.salt = Salt::Parts(vec![None, Some(entry_salt(&[7; 16], 1))]);
        assert_eq!(extend(&genesis(peer), &whole), extend(&genesis(peer), &erased));
        erased.salt = Salt::Parts(vec![None]);
        assert_eq!(extend(&genesis(peer), &erased), Err(ChainError::Salt));
        for surplus in [None, Some([9; 32])] {
            erased.salt = Salt::Parts(vec![None, Some(entry_salt(&[7; 16], 1)), surplus]);
            assert_eq!(extend(&genesis(peer), &erased), Err(ChainError::Salt), "nothing binds it");
        }
    }

    #[test]
    fn every_part_of_a_commit_is_bound_and_only_its_key_signs_for_a_peer() {
        let key = SigningKey::from_bytes(&[3; 32]);
        let public = *key.verifying_key().as_bytes();
        let whole = commit(peer_id(&public));
        let hash = extend(&genesis(whole.dot.peer), &whole).unwrap();
        let mut others = vec![whole.clone(); 6];
        others[0].dot.seq = 2;
        others[1].stamp.counter = 1;
        others[2].cause = Cause::Undo(1);
        others[3].seen.push(Point { dot: whole.dot, print: Print([1; 16]) });
        others[4].entries.reverse();
        others[5].salt = Salt::Whole([8; 16]);
        for other in others {
            assert_ne!(extend(&genesis(whole.dot.peer), &other).unwrap(), hash);
        }
        let signature = sign(&key, whole.dot, &hash);
        assert_eq!(verify(&public, whole.dot, &hash, &signature), Ok(()));
        assert_eq!(verify(&public, whole.dot, &[0; 32], &signature), Err(ChainError::Signature));
        let stranger = *SigningKey::from_bytes(&[4; 32]).verifying_key().as_bytes();
        assert_eq!(verify(&stranger, whole.dot, &hash, &signature), Err(ChainError::ForeignKey));
    }
}
