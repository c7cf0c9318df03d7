//! What a laptop keeps under its passphrase besides the data key.

use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};

use super::error::Error;
use crate::{
    bundle::{
        seal::{AgeKey, Ring},
        write::Writer,
    },
    domain::id::RecordId,
    log::{chain, commit::PeerId},
    store::{StoreError, codec, seal, trust, trust::Trust},
};

/// The keys of the group, which an invitation hands over.
#[derive(Clone, Serialize, Deserialize)]
pub struct GroupKeys {
    /// The group's id.
    pub group: [u8; 16],
    /// The laptop that founded it: whom it trusts is whom the group trusts.
    pub founder: PeerId,
    /// The secret age keys that open its bundles; the last one seals new ones.
    pub age: Vec<String>,
}

/// All secrets of a workspace.
#[derive(Clone, Serialize, Deserialize)]
pub struct Secrets {
    /// The seed of this laptop's signing key.
    signing: [u8; 32],
    /// This laptop's own age keys: its backups are sealed to the last one. Those
    /// before it are of the laptops from whose backups it was restored.
    workspace_age: Vec<String>,
    /// The group's.
    pub group: GroupKeys,
    /// The member who uses this laptop.
    pub member: RecordId,
    /// Its letter.
    pub letter: String,
    /// The ids under which it wrote before.
    former: Vec<PeerId>,
}

impl Secrets {
    /// Draws new keys for a laptop in the group.
    pub fn generate(group: GroupKeys, member: RecordId, letter: String) -> Result<Self, Error> {
        let mut signing = [0; 32];
        seal::random(&mut signing)?;
        Ok(Self::under(signing, group, member, letter))
    }

    /// Draws the keys of a new group and of the laptop that founds it.
    pub fn found(member: RecordId, letter: String) -> Result<Self, Error> {
        let (mut group, mut signing) = ([0; 16], [0; 32]);
        seal::random(&mut group)?;
        seal::random(&mut signing)?;
        let founder = chain::peer_id(SigningKey::from_bytes(&signing).verifying_key().as_bytes());
        let group = GroupKeys { group, founder, age: vec![AgeKey::generate().secret()] };
        Ok(Self::under(signing, group, member, letter))
    }

    /// Of a laptop with this signing key that had no other before.
    fn under(signing: [u8; 32], group: GroupKeys, member: RecordId, letter: String) -> Self {
        let workspace_age = vec![AgeKey::generate().secret()];
        Self { signing, workspace_age, group, member, letter, former: Vec::new() }
    }

    /// What is known of laptops before the first commit.
    pub fn trust(&self) -> Trust {
        Trust::new(self.group.founder, self.names())
    }

    /// Reads them from the vault.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        codec::decode(bytes).map_err(|_bad| Error::Store(StoreError::damaged("the key file's contents")))
    }

    /// Their bytes for the vault.
    pub fn bytes(&self) -> Vec<u8> {
        codec::encode(self)
    }

    /// The signing key.
    pub fn signing_key(&self) -> SigningKey {
        SigningKey::from_bytes(&self.signing)
    }

    /// The verifying key.
    pub fn verifying_key(&self) -> [u8; 32] {
        *self.signing_key().verifying_key().as_bytes()
    }

    /// This laptop's id.
    pub fn peer(&self) -> PeerId {
        chain::peer_id(&self.verifying_key())
    }

    /// Its ids, former ones first.
    pub fn names(&self) -> Vec<PeerId> {
        self.former.iter().copied().chain([self.peer()]).collect()
    }

    /// The keys with which this laptop signs and vouches for its bundles.
    pub fn writer(&self) -> Writer {
        Writer { signing: self.signing_key(), vouchers: self.group.voucher_keys() }
    }

    /// What this laptop says of the one that goes on in its place.
    pub fn succession(&self, new: PeerId) -> String {
        trust::succession(&self.signing_key(), new)
    }

    /// The same group and workspace under a new signing key: what is restored
    /// from a backup, or was copied, must never write under the numbers of its
    /// original.
    pub fn renewed(&self, letter: String) -> Result<Self, Error> {
        let fresh = Self::generate(self.group.clone(), self.member, letter)?;
        // The original may be in other hands: nothing new is sealed to its key.
        let workspace_age = self.workspace_age.iter().chain(&fresh.workspace_age).cloned().collect();
        Ok(Self { workspace_age, former: self.names(), ..fresh })
    }

    /// The public age key of this workspace.
    pub fn workspace_recipient(&self) -> Result<String, Error> {
        let key = self.workspace_age.last().and_then(|text| AgeKey::read(text));
        key.map(|key| key.public()).ok_or_else(|| StoreError::damaged("the workspace's key").into())
    }

    /// Everything that may open a bundle here.
    pub fn ring(&self, passphrase: Option<String>) -> Ring {
        let texts = self.group.age.iter().chain(&self.workspace_age);
        let keys = texts.filter_map(|text| AgeKey::read(text)).collect();
        Ring { keys, passphrase, vouchers: Some(self.group.voucher_keys()), ..Ring::default() }
    }
}

impl GroupKeys {
    /// The keys by which members vouch for bundles.
    pub fn voucher_keys(&self) -> Vec<[u8; 32]> {
        self.age.iter().filter_map(|text| AgeKey::read(text)).map(|key| key.voucher_key()).collect()
    }
}
