//! age's own test vectors, through the code that opens our bundles.
//!
//! Every vector is opened as it is, and once more as the sealed part of a
//! bundle, so that what a user is told is checked as well as what is read.
//! Three groups lie outside of what a bundle is, and only have to be refused
//! cleanly: armored files, recipients of the post-quantum kind, and files
//! sealed to more than one passphrase.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    io::{self, Cursor, Read},
    path::Path,
};

use minqing::{
    bundle::{
        BundleError,
        format::{self, Outer, Purpose, Sealing},
        read::Reader,
        seal::{self, AgeKey, Ring},
    },
    domain::wording::Lang,
    log::{bytes::Bytes, commit::PeerId},
    workbench::Error,
};
use sha2::{Digest, Sha256};

/// How many vectors there are; one that gets lost is noticed.
const VECTORS: usize = 143;

/// Vectors that must be refused and that the age crate opens on purpose: its
/// reader takes stanzas of earlier versions, whose body may lack its last line.
/// What is sealed still opens only to who holds the key, and unaltered.
const LENIENT: [&str; 2] = ["stanza_missing_body", "stanza_missing_final_line"];

/// The longest stretch of a payload that is read.
const LONGEST: u64 = 64 << 20;

/// What a vector says has to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Expected {
    Success,
    NoMatch,
    Hmac,
    Header,
    Payload,
    Armor,
}

impl Expected {
    fn read(text: &str) -> Self {
        match text {
            "success" => Self::Success,
            "no match" => Self::NoMatch,
            "HMAC failure" => Self::Hmac,
            "header failure" => Self::Header,
            "payload failure" => Self::Payload,
            "armor failure" => Self::Armor,
            other => panic!("a vector expects {other:?}"),
        }
    }

    /// The exit code of the command line; 0 where it opens.
    fn exit_code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::NoMatch => 4,
            Self::Hmac | Self::Header | Self::Payload | Self::Armor => 5,
        }
    }
}

/// Why a vector is outside of what a bundle can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outside {
    Armored,
    PostQuantum,
    TwoPassphrases,
}

/// One file of the kit.
struct Vector {
    name: String,
    expected: Expected,
    payload: Option<String>,
    ring: Ring,
    outside: Option<Outside>,
    sealed: Vec<u8>,
}

impl Vector {
    fn read(name: &str, bytes: &[u8]) -> Self {
        let end = bytes.windows(2).position(|pair| pair == b"\n\n").expect("an empty line ends the head");
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let mut told: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for line in head.lines() {
            let (key, value) = line.split_once(": ").expect("`key: value`");
            told.entry(key).or_default().push(value);
        }
        let all = |key: &str| told.get(key).cloned().unwrap_or_default();
        let body = &bytes[end + 2..];
        let sealed = match all("compressed").as_slice() {
            [] => body.to_vec(),
            ["zlib"] => {
                let mut plain = Vec::new();
                flate2::read::ZlibDecoder::new(body).read_to_end(&mut plain).unwrap();
                plain
            }
            other => panic!("{name} is packed by {other:?}"),
        };
        let identities = all("identity");
        let outside = if all("armored") == ["yes"] {
            Some(Outside::Armored)
        } else if identities.iter().any(|identity| identity.starts_with("AGE-SECRET-KEY-PQ-")) {
            Some(Outside::PostQuantum)
        } else if all("passphrase").len() > 1 {
            Some(Outside::TwoPassphrases)
        } else {
            None
        };
        Self {
            name: name.to_owned(),
            expected: Expected::read(all("expect")[0]),
            payload: all("payload").first().map(|hash| (*hash).to_owned()),
            ring: Ring {
                keys: identities.iter().filter_map(|identity| AgeKey::read(identity)).collect(),
                passphrase: all("passphrase").first().map(|text| (*text).to_owned()),
                ..Ring::default()
            },
            outside,
            sealed,
        }
    }

    /// The SHA-256 of what it opens to, read to the end as a bundle's reader reads.
    fn open(&self) -> Result<String, BundleError> {
        let opened = seal::open(&self.ring, Cursor::new(&self.sealed))?;
        let mut digest = Sha256::new();
        io::copy(&mut opened.take(LONGEST), &mut digest)
            .map_err(|_cut| BundleError::Damaged("the payload"))?;
        let mut text = String::new();
        for byte in digest.finalize() {
            write!(text, "{byte:02x}").unwrap();
        }
        Ok(text)
    }

    /// The exit code with which it is refused as the sealed part of a bundle,
    /// and whether that was before anything was unpacked.
    fn as_bundle(&self) -> (u8, bool) {
        let outer = Outer {
            purpose: Purpose::Exchange,
            group: [7; 16],
            sender: PeerId([1; 16]),
            letter: "A".into(),
            created_ms: 0,
            commits: 0,
            ranges: Vec::new(),
            sealing: Sealing::Recipients,
            recipients: Vec::new(),
            key_file: Bytes::default(),
        };
        let mut file = Vec::new();
        format::write_outer(&mut file, &outer).unwrap();
        file.extend_from_slice(&self.sealed);
        let refused = Reader::new(Cursor::new(file), &self.ring).err().expect("no vector holds a bundle");
        let opened =
            matches!(refused, BundleError::Damaged(what) if what.starts_with("the sealed part is damaged"));
        (code(refused), opened)
    }
}

/// The exit code of a refusal, which comes with a sentence in both languages.
fn code(refused: BundleError) -> u8 {
    let error = Error::from(refused);
    assert!(!error.sentence(Lang::Zh).is_empty() && !error.sentence(Lang::En).is_empty());
    error.exit_code()
}

fn vectors() -> Option<Vec<Vector>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/age/testkit");
    let Ok(entries) = fs::read_dir(&folder) else {
        assert!(std::env::var_os("CI").is_none(), "{} is absent", folder.display());
        println!("skipped: {} is absent", folder.display());
        return None;
    };
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path: &std::path::PathBuf| {
        Vector::read(&path.file_name().unwrap().to_string_lossy(), &fs::read(path).unwrap())
    };
    Some(files.iter().map(read).collect())
}

#[test]
fn the_vectors_of_age_open_or_are_refused_with_the_exit_code_of_their_class() {
    let Some(vectors) = vectors() else { return };
    assert_eq!(vectors.len(), VECTORS);
    let mut table: BTreeMap<(Expected, u8), usize> = BTreeMap::new();
    let mut outside: BTreeMap<Outside, BTreeMap<u8, usize>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for vector in &vectors {
        let opened = vector.open();
        let got = match opened {
            Ok(hash) => {
                if vector.payload.as_ref().is_some_and(|payload| *payload != hash) {
                    wrong.push(format!("{}: other bytes", vector.name));
                }
                0
            }
            Err(refused) => code(refused),
        };
        let (told, unpacked) = vector.as_bundle();
        // What opened is no bundle inside, which is damage as well.
        if if got == 0 { told != 5 } else { told != got && !unpacked } {
            wrong.push(format!("{}: {got} alone, {told} in a bundle", vector.name));
        }
        if let Some(why) = vector.outside {
            if got == 0 && vector.expected != Expected::Success || !matches!(got, 0 | 4 | 5) {
                wrong.push(format!("{} ({why:?}): {got}", vector.name));
            }
            *outside.entry(why).or_default().entry(got).or_default() += 1;
            continue;
        }
        let lenient = LENIENT.contains(&vector.name.as_str());
        if got != if lenient { 0 } else { vector.expected.exit_code() } {
            wrong.push(format!("{}: {:?}, but {got}", vector.name, vector.expected));
        }
        *table.entry((vector.expected, got)).or_default() += 1;
    }
    println!("{:<10} {:>9} {:>7}", "expected", "exit code", "vectors");
    for ((expected, code), count) in &table {
        println!("{:<10} {code:>9} {count:>7}", format!("{expected:?}"));
    }
    for (why, codes) in &outside {
        for (code, count) in codes {
            println!("outside of what a bundle is, {why:?}: exit code {code}, {count} vectors");
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(
        table.values().sum::<usize>() + outside.values().flat_map(BTreeMap::values).sum::<usize>(),
        VECTORS
    );
}

/// More work than we write ourselves is refused before it is done.
#[test]
fn a_passphrase_that_asks_for_too_much_work_is_refused_at_once() {
    let Some(vectors) = vectors() else { return };
    let vector = vectors.iter().find(|vector| vector.name == "scrypt_work_factor_23").unwrap();
    let refused = vector.open().unwrap_err();
    assert!(matches!(refused, BundleError::Damaged(what) if what.contains("work")), "{refused}");
    assert_eq!(code(refused), 5);
}
