//! A passphrase in a file, as the editors of every system write one.
//!
//! The encoding is decided strictly: by a byte-order mark, else it is UTF-8. None is
//! guessed: a passphrase that was set from a wrong guess would open
//! by that file alone, and never again by hand.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use zeroize::Zeroizing;

use super::failure::{FAILED, Failure};

/// A file with a passphrase is no longer than this.
const LONGEST: u64 = 64 << 10;

/// The first line of a file, without its end.
pub(super) fn first_line(file: &Path) -> Result<Zeroizing<String>, Failure> {
    let path = file.display();
    let bytes = read(file).map_err(|error| {
        let (zh, en) = (format!("读不了口令文件 {path}"), format!("cannot read the passphrase file {path}"));
        Failure::of_system(FAILED, &zh, &en, &error)
    })?;
    if bytes.len() as u64 > LONGEST {
        return Err(Failure::new(
            FAILED,
            format!("口令文件 {path} 太长，不像是口令；请核对文件名"),
            format!("the passphrase file {path} is too long to be one; check its name"),
        ));
    }
    let text = decoded(&bytes).ok_or_else(|| {
        Failure::new(
            FAILED,
            format!("看不懂口令文件 {path} 的编码；请用记事本打开，另存为 UTF-8 编码，再运行一次"),
            format!("the passphrase file {path} is neither UTF-8 nor UTF-16 with its mark; save it as UTF-8 and run this again"),
        )
    })?;
    let first = text.split('\n').next().unwrap_or_default().trim_end_matches('\r');
    Ok(Zeroizing::new(first.to_owned()))
}

/// What the file holds, and no more than shows that it is too long.
fn read(file: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(4 << 10));
    File::open(file)?.take(LONGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The text: UTF-16 by its mark, as Windows PowerShell writes it, or UTF-8, where Notepad
/// puts a mark that nobody sees. None of what is neither, or holds a zero,
/// as UTF-16 without its mark does.
fn decoded(bytes: &[u8]) -> Option<Zeroizing<String>> {
    let text = match bytes {
        [0xFF, 0xFE, rest @ ..] => from_utf16(rest, u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => from_utf16(rest, u16::from_be_bytes)?,
        [0xEF, 0xBB, 0xBF, rest @ ..] | rest => Zeroizing::new(str::from_utf8(rest).ok()?.to_owned()),
    };
    (!text.contains('\0')).then_some(text)
}

fn from_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<Zeroizing<String>> {
    let (units, odd) = bytes.as_chunks();
    // Each unit is at most three bytes: the text never moves and leaves no copy.
    let mut text = Zeroizing::new(String::with_capacity(3 * units.len()));
    for letter in char::decode_utf16(units.iter().map(|pair| unit(*pair))) {
        text.push(letter.ok()?);
    }
    odd.is_empty().then_some(text)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const WORD: &str = "一句 口令🌾";

    fn utf16(text: &str, mark: [u8; 2], bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect()
    }

    #[test]
    fn the_first_line_counts_without_its_end_however_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("p");
        for end in ["", "\n", "\r\n", "\n第二行", "\r\n第二行\r\n"] {
            let text = format!("{WORD}{end}");
            for bytes in [
                text.clone().into_bytes(),
                format!("\u{feff}{text}").into_bytes(),
                utf16(&text, [0xFF, 0xFE], u16::to_le_bytes),
                utf16(&text, [0xFE, 0xFF], u16::to_be_bytes),
            ] {
                fs::write(&file, bytes).unwrap();
                assert_eq!(first_line(&file).unwrap().as_str(), WORD);
            }
        }
    }

    #[test]
    fn what_no_editor_saves_as_text_is_told_and_never_guessed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("p");
        let unmarked: Vec<u8> = "demo".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let odd = [&utf16("demo", [0xFF, 0xFE], u16::to_le_bytes)[..], b"x"].concat();
        // Of GB18030, without a mark, cut, of half a pair, of another width, and far too long.
        for bytes in [
            &[0xBF, 0xDA, 0xC1, 0xEE][..],
            &unmarked,
            &odd,
            &[0xFF, 0xFE, 0x3C, 0xD8],
            &[0xFF, 0xFE, 0, 0, b'd', 0, 0, 0],
            &vec![b'x'; 70_000],
        ] {
            fs::write(&file, bytes).unwrap();
            assert_eq!(first_line(&file).unwrap_err().code, FAILED, "{:?}", bytes.get(..8));
        }
        assert_eq!(first_line(&folder.path().join("none")).unwrap_err().code, FAILED);
    }
}
