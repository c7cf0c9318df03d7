//! The header of an age stream, which is read under bounds before it is parsed.
//!
//! The age crate takes whole lines, however long they are, and parses all that
//! it has anew after each: a file made for it costs memory without end, or time
//! by the square. What it gets from here is short, and known to be whole.

use std::io::{BufRead, Read};

use age::{DecryptError, Decryptor};

use super::translate;
use crate::bundle::error::BundleError;

/// The most recipients that are written: 98 bytes each, so some 49 KiB.
pub(super) const MOST_RECIPIENTS: usize = 500;

/// The most stanzas that are read: a few more, since age adds one of chance
/// so that readers stay used to unknown ones.
const MOST_STANZAS: usize = 512;

/// The longest header that is read, in bytes.
const LONGEST: usize = 64 << 10;

/// The longest line in it. Our own have 64 bytes at most, those of recipients
/// of the post-quantum kind some 1600.
const LONGEST_LINE: usize = 4 << 10;

/// What a header of the only version begins with; of others nothing is known.
const FIRST_LINE: &[u8] = b"age-encryption.org/v1\n";

/// What a stanza begins with, and the last line.
const STANZA: &[u8] = b"-> ";
const LAST: &[u8] = b"--- ";

const TOO_LONG: BundleError = BundleError::Damaged("the sealed header is too long");

/// Takes the header off `input`, up to and including its last line, and finds
/// that it can be parsed without anything behind it but the nonce.
pub(super) fn read(input: &mut impl BufRead) -> Result<Vec<u8>, BundleError> {
    let (mut head, mut stanzas) = (Vec::new(), 0);
    let is_whole = loop {
        let begin = head.len();
        let room = LONGEST_LINE.min(LONGEST - begin);
        let taken = Read::take(&mut *input, room as u64)
            .read_until(b'\n', &mut head)
            .map_err(|error| translate(&DecryptError::Io(error)))?;
        let line = head.get(begin..).unwrap_or_default();
        if !line.ends_with(b"\n") {
            if taken == room {
                return Err(TOO_LONG);
            }
            break false;
        }
        if begin == 0 && line != FIRST_LINE {
            break false;
        }
        if line.starts_with(LAST) {
            break true;
        }
        stanzas += usize::from(line.starts_with(STANZA));
        if stanzas > MOST_STANZAS {
            return Err(TOO_LONG);
        }
    };
    let nonce: &[u8] = if is_whole { &[0; 16] } else { &[] };
    match Decryptor::new_buffered(head.as_slice().chain(nonce)) {
        Ok(_whole) => Ok(head),
        // It is all there, and still not enough: its last line is too short.
        Err(DecryptError::Io(_)) if is_whole => Err(translate(&DecryptError::InvalidHeader)),
        Err(error) => Err(translate(&error)),
    }
}

#[cfg(test)]
mod tests {
    use std::{
        cell::Cell,
        io::{self, BufReader, Write},
        iter,
    };

    use super::*;
    use crate::bundle::seal::{self, AgeKey, Lock, Ring};

    /// How much a file may cost that holds more than is read.
    const MOST_PULLED: usize = LONGEST + (16 << 10);

    struct Counted<'a, R>(R, &'a Cell<usize>);

    impl<R: Read> Read for Counted<'_, R> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let read = self.0.read(buffer)?;
            self.1.set(self.1.get() + read);
            Ok(read)
        }
    }

    /// Why such a sealed part is refused, and how much of it was pulled.
    fn refused(input: impl Read) -> (String, usize) {
        let pulled = Cell::new(0);
        let ring = Ring { keys: vec![AgeKey::generate()], ..Ring::default() };
        let error = seal::open(&ring, BufReader::new(Counted(input, &pulled))).err().unwrap();
        (error.to_string(), pulled.get())
    }

    fn endless(byte: u8) -> impl Read {
        // An end, so that a reader without bounds fails rather than stops the machine.
        Read::take(io::repeat(byte), 16 << 20)
    }

    const TOO_LONG: &str = "damaged: the sealed header is too long";
    const INVALID: &str = "damaged: the sealed header";

    #[test]
    fn a_line_without_an_end_is_not_read_to_its_end() {
        for begin in [
            "",
            "age-encryption.org/",
            "age-encryption.org/v1\n",
            "age-encryption.org/v1\n-> X25519 ",
            "age-encryption.org/v1\n-> X25519 a\n",
            "age-encryption.org/v1\n-> X25519 a\nAAAA\n--- ",
        ] {
            let (why, pulled) = refused(begin.as_bytes().chain(endless(b'A')));
            assert_eq!(why, TOO_LONG, "{begin:?}");
            assert!(pulled < MOST_PULLED, "{begin:?}: {pulled}");
        }
        // A last line that is too short asks for no more.
        let begin = "age-encryption.org/v1\n-> X25519 a\nAAAA\n--- AAAA\n";
        let (why, pulled) = refused(begin.as_bytes().chain(endless(b'A')));
        assert_eq!(why, INVALID);
        assert!(pulled < MOST_PULLED, "{pulled}");
    }

    /// A header of so many stanzas, whose code is none.
    fn stanzas(count: usize, stanza: &str) -> Vec<u8> {
        let last = format!("--- {}\n", "A".repeat(43));
        let lines = iter::once("age-encryption.org/v1\n").chain(iter::repeat_n(stanza, count));
        lines.chain(iter::once(last.as_str())).collect::<String>().into_bytes()
    }

    #[test]
    fn a_header_has_no_more_stanzas_than_some_and_no_more_bytes() {
        let short = "-> a\n\n";
        let most = stanzas(MOST_STANZAS, short);
        assert_eq!(refused(most.chain([7; 99].as_slice())).0, "not sealed to this group or laptop");
        assert_eq!(refused(stanzas(MOST_STANZAS + 1, short).as_slice()).0, TOO_LONG);
        // Few stanzas, of many lines.
        let long = format!("-> a\n{}AAAA\n", format!("{}\n", "A".repeat(64)).repeat(300));
        assert!(stanzas(3, &long).len() < LONGEST);
        assert_eq!(
            refused(stanzas(3, &long).chain([7; 99].as_slice())).0,
            "not sealed to this group or laptop"
        );
        let (why, pulled) = refused(stanzas(100, &long).as_slice());
        assert_eq!(why, TOO_LONG);
        assert!(pulled < MOST_PULLED, "{pulled}");
    }

    #[test]
    fn what_ends_within_the_header_is_told_as_that() {
        let whole = stanzas(2, "-> a\nAAAA\n");
        for cut in [0, 1, 10, 20, 22, 25, 40, whole.len() - 1] {
            let (why, _) = refused(&whole[..cut]);
            assert_eq!(why, "damaged: the sealed part ends too early", "{cut}");
        }
        // Of the nonce behind it some is missing.
        assert_eq!(refused(whole.chain([7; 5].as_slice())).0, "damaged: the sealed part ends too early");
        assert_eq!(refused(&b"age-encryption.org/v2\nwhatever"[..]).0, "damaged: the sealed part's version");
    }

    #[test]
    fn what_is_sealed_to_the_most_recipients_opens_and_one_more_is_not_written() {
        let last = AgeKey::generate();
        let others = (1..MOST_RECIPIENTS).map(|_| AgeKey::generate().public());
        let mut keys: Vec<String> = others.chain([last.public()]).collect();
        let mut file = Vec::new();
        let mut sealed = seal::seal(&Lock::Keys(keys.clone()), &mut file).unwrap();
        sealed.write_all("走访".as_bytes()).unwrap();
        sealed.finish().unwrap();
        let ring = Ring { keys: vec![last], ..Ring::default() };
        let mut text = String::new();
        seal::open(&ring, file.as_slice()).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "走访");

        keys.push(AgeKey::generate().public());
        let (lock, mut file) = (Lock::Keys(keys), Vec::new());
        let error = seal::seal(&lock, &mut file).err().unwrap();
        assert!(matches!(error, BundleError::TooManyRecipients { count: 501, most: 500 }), "{error}");
        assert!(file.is_empty());
    }
}
