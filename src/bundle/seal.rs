//! Who can open a bundle: age recipients, identities and passphrases.

mod head;

use std::{
    io::{self, BufRead, Chain, Cursor, Read, Write},
    iter,
    str::FromStr,
};

use age::{
    DecryptError, Decryptor, Encryptor, Identity, Recipient,
    secrecy::{ExposeSecret, SecretString},
    stream::{StreamReader, StreamWriter},
    x25519,
};

use super::error::BundleError;
use crate::log::{bytes::hex, commit::PeerId};

/// scrypt work of passphrase-sealed files, 2^18: half a second here. The
/// crate's own choice measures the machine and takes several.
const WORK: u8 = 18;

/// The most work accepted of a file from outside: what is written here. Each
/// step doubles the memory as well, and 2^18 takes 256 MiB.
const MOST_WORK: u8 = WORK;

/// The secret half of an age key pair.
#[derive(Clone)]
pub struct AgeKey(x25519::Identity);

impl AgeKey {
    /// Draws a new one.
    pub fn generate() -> Self {
        Self(x25519::Identity::generate())
    }

    /// Reads one from its text form.
    pub fn read(text: &str) -> Option<Self> {
        x25519::Identity::from_str(text).ok().map(Self)
    }

    /// Its text form, a secret.
    pub fn secret(&self) -> String {
        self.0.to_string().expose_secret().to_owned()
    }

    /// Its public half, `age1…`.
    pub fn public(&self) -> String {
        self.0.to_public().to_string()
    }

    /// The key by which who holds this secret vouches for a bundle.
    pub fn voucher_key(&self) -> [u8; 32] {
        blake3::derive_key("minqing bundle voucher v1", self.0.to_string().expose_secret().as_bytes())
    }
}

/// The name by which a bundle's part in clear tells a public key.
pub fn key_name(public: &str) -> String {
    hex(&blake3::derive_key("minqing recipient name v1", public.as_bytes())[..8])
}

/// Whether a text is the public half of an age key.
pub fn is_recipient(text: &str) -> bool {
    x25519::Recipient::from_str(text).is_ok()
}

/// Seals a short secret to one key.
pub fn seal_secret(public: &str, secret: &str) -> Result<Vec<u8>, BundleError> {
    let failed = |source: io::Error| BundleError::Io { path: String::new(), source };
    let mut out = Vec::new();
    let mut sealed = seal(&Lock::Keys(vec![public.to_owned()]), &mut out)?;
    sealed.write_all(secret.as_bytes()).map_err(failed)?;
    sealed.finish().map_err(failed)?;
    Ok(out)
}

/// Opens such a secret; `None` where none of the keys does, or it is no text.
pub fn open_secret(ring: &Ring, sealed: &[u8]) -> Option<String> {
    const LONGEST: u64 = 4096;
    let mut text = String::new();
    Read::take(open(ring, sealed).ok()?, LONGEST).read_to_string(&mut text).ok()?;
    Some(text)
}

/// How a bundle is sealed.
pub enum Lock {
    /// To the holders of these keys, `age1…`.
    Keys(Vec<String>),
    /// By a passphrase.
    Passphrase(String),
}

impl Lock {
    /// Refuses more recipients than a reader takes.
    pub fn check(&self) -> Result<(), BundleError> {
        let most = head::MOST_RECIPIENTS;
        match self {
            Self::Keys(keys) if keys.len() > most => {
                Err(BundleError::TooManyRecipients { count: keys.len(), most })
            }
            Self::Keys(_) | Self::Passphrase(_) => Ok(()),
        }
    }
}

/// What may open a bundle.
#[derive(Default)]
pub struct Ring {
    /// Secret keys.
    pub keys: Vec<AgeKey>,
    /// A passphrase, where one was told.
    pub passphrase: Option<String>,
    /// Keys of the group one of which must vouch for the bundle; `None` where
    /// they are not known yet, as for who joins.
    pub vouchers: Option<Vec<[u8; 32]>>,
    /// Keys of the group that revoked laptops have as well: what one of these
    /// alone vouches for is [doubtful](super::read::Reader::is_doubtful).
    pub older: Vec<[u8; 32]>,
    /// Laptops that need nobody to vouch for them: their own signature is known.
    pub known: Vec<PeerId>,
}

/// Wraps `out` in an age stream; it must be finished.
pub fn seal<W: Write>(lock: &Lock, out: W) -> Result<StreamWriter<W>, BundleError> {
    lock.check()?;
    let recipients: Vec<Box<dyn Recipient>> = match lock {
        Lock::Passphrase(text) => {
            let mut recipient = age::scrypt::Recipient::new(SecretString::from(text.clone()));
            recipient.set_work_factor(WORK);
            vec![Box::new(recipient)]
        }
        Lock::Keys(keys) => keys
            .iter()
            .map(|key| match x25519::Recipient::from_str(key) {
                Ok(recipient) => Ok(Box::new(recipient) as Box<dyn Recipient>),
                Err(_) => Err(BundleError::BadRecipient(key.clone())),
            })
            .collect::<Result<_, _>>()?,
    };
    let encryptor = Encryptor::with_recipients(recipients.iter().map(|boxed| &**boxed))
        .map_err(|_none| BundleError::BadRecipient(String::new()))?;
    encryptor.wrap_output(out).map_err(|source| BundleError::Io { path: String::new(), source })
}

/// What an opened stream reads: its header, then what follows.
type Headed<R> = Chain<Cursor<Vec<u8>>, R>;

/// Opens the age stream that `input` stands at.
pub fn open<R: BufRead>(ring: &Ring, mut input: R) -> Result<StreamReader<Headed<R>>, BundleError> {
    let head = head::read(&mut input)?;
    let decryptor =
        Decryptor::new_buffered(Cursor::new(head).chain(input)).map_err(|error| translate(&error))?;
    if decryptor.is_scrypt() {
        let passphrase = ring.passphrase.clone().ok_or(BundleError::PassphraseNeeded)?;
        let mut identity = age::scrypt::Identity::new(SecretString::from(passphrase));
        identity.set_max_work_factor(MOST_WORK);
        return decryptor.decrypt(iter::once(&identity as &dyn Identity)).map_err(|error| match error {
            DecryptError::NoMatchingKeys
            | DecryptError::KeyDecryptionFailed
            | DecryptError::DecryptionFailed => BundleError::WrongPassphrase,
            DecryptError::ExcessiveWork { .. }
            | DecryptError::InvalidHeader
            | DecryptError::InvalidMac
            | DecryptError::Io(_)
            | DecryptError::UnknownFormat => translate(&error),
        });
    }
    decryptor.decrypt(ring.keys.iter().map(|key| &key.0 as &dyn Identity)).map_err(|error| translate(&error))
}

fn translate(error: &DecryptError) -> BundleError {
    match error {
        DecryptError::NoMatchingKeys => BundleError::NotForUs,
        DecryptError::KeyDecryptionFailed => BundleError::WrongPassphrase,
        DecryptError::ExcessiveWork { .. } => BundleError::Damaged("the passphrase asks for too much work"),
        DecryptError::InvalidMac => BundleError::Damaged("the sealed header's code"),
        DecryptError::UnknownFormat => BundleError::Damaged("the sealed part's version"),
        DecryptError::InvalidHeader | DecryptError::DecryptionFailed => {
            BundleError::Damaged("the sealed header")
        }
        DecryptError::Io(_) => BundleError::Damaged("the sealed part ends too early"),
    }
}
