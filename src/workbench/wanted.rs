//! A file that is to be an invitation or a backup, and what is said where it is not; of a
//! folder the invitations that lie in it.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::{
    error::{Error, called},
    sync,
};
use crate::{
    bundle::format::{Outer, Purpose},
    domain::{
        calendar,
        wording::{Lang, Wording},
    },
};

/// The exit code where the path itself is the mistake.
const FAILED: u8 = 1;

/// The most files of a folder that are looked at.
const MOST: usize = 1_000;

/// The end of the name of such a file.
fn suffix(wanted: Purpose) -> &'static str {
    if wanted == Purpose::Invitation { "mqi" } else { "mqb" }
}

/// Why a path is not what was wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unwanted {
    /// The exit code.
    pub code: u8,
    /// What it is, and what to do.
    pub why: Wording,
}

impl Unwanted {
    fn new(code: u8, zh: String, en: String) -> Self {
        Self { code, why: Wording::owned(zh, en) }
    }

    /// What is said of an error in a file of this purpose.
    pub fn of(error: &Error, wanted: Purpose) -> Self {
        let said = |lang| error.sentence_of(wanted, lang);
        Self::new(error.exit_code(), said(Lang::Zh), said(Lang::En))
    }
}

/// An invitation that lies somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lying {
    /// The file.
    pub file: PathBuf,
    /// Its part in clear.
    pub outer: Outer,
}

impl Lying {
    /// When it was written, on which laptop, and its name, in a line.
    pub fn told(&self, lang: Lang) -> String {
        let at = i64::try_from(self.outer.created_ms).ok();
        let at = at.and_then(|ms| Timestamp::from_millisecond(ms).ok());
        let at = at.map(|at| calendar::CHINA.to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string());
        let name = self.file.file_name().unwrap_or_default().to_string_lossy();
        let (at, letter) = (at.unwrap_or_default(), &self.outer.letter);
        let told = match lang {
            Lang::Zh => format!("{at}  电脑 {letter} 写的  {name}"),
            Lang::En => format!("{at}  by laptop {letter}  {name}"),
        };
        told.chars().filter(|c| !c.is_control()).collect()
    }
}

/// Reads what stands in clear; refuses a file of another purpose by what it is.
///
/// # Errors
///
/// Where it is a folder, cannot be read, or is something else.
pub fn wanted(path: &Path, wanted: Purpose) -> Result<Outer, Unwanted> {
    let (zh, en) = (called(wanted, Lang::Zh), called(wanted, Lang::En));
    if path.is_dir() {
        let at = path.display();
        return Err(Unwanted::new(
            FAILED,
            format!("{at} 是文件夹，要的是{zh}；请写出里面的那个文件"),
            format!("{at} is a folder, not a file ({en}); name the file in it"),
        ));
    }
    let outer = sync::inspect(path).map_err(|error| Unwanted::of(&error, wanted))?;
    let wrong = match outer.purpose {
        found if found == wanted => return Ok(outer),
        Purpose::Exchange => Error::WrongFile("bundle"),
        Purpose::Invitation => Error::WrongFile("invitation"),
        Purpose::Backup => Error::WrongFile("backup"),
    };
    let (is_zh, is_en) = (wrong.sentence(Lang::Zh), wrong.sentence(Lang::En));
    Err(Unwanted::new(
        wrong.exit_code(),
        format!("{is_zh}（这里要的是{zh}）"),
        format!("{is_en} (here it should be: {en})"),
    ))
}

/// The files of a purpose that a path means, the newest first, never none: the file itself, or
/// those that lie in the folder.
///
/// # Errors
///
/// Where there is none, saying why.
pub fn lying(path: &Path, purpose: Purpose) -> Result<Vec<Lying>, Unwanted> {
    if !path.is_dir() {
        let outer = wanted(path, purpose)?;
        return Ok(vec![Lying { file: path.to_path_buf(), outer }]);
    }
    let at = path.display();
    let listed = std::fs::read_dir(path).map_err(|error| {
        Unwanted::new(
            FAILED,
            format!("打不开文件夹 {at}：{error}"),
            format!("the folder {at} cannot be read: {error}"),
        )
    })?;
    let end = suffix(purpose);
    let is_named = |file: &PathBuf| file.extension().is_some_and(|own| own.eq_ignore_ascii_case(end));
    let files = listed.filter_map(|entry| Some(entry.ok()?.path())).filter(is_named);
    let (mut found, mut why) = (Vec::new(), None);
    for file in files.take(MOST) {
        match wanted(&file, purpose) {
            Ok(outer) => found.push(Lying { file, outer }),
            Err(unwanted) => why = why.or(Some(unwanted)),
        }
    }
    if found.is_empty() {
        return Err(why.filter(|_| purpose == Purpose::Invitation).unwrap_or_else(|| none_in(path, purpose)));
    }
    found.sort_by(|a, b| (b.outer.created_ms, &b.file).cmp(&(a.outer.created_ms, &a.file)));
    Ok(found)
}

/// What is said of a folder in which none lies.
fn none_in(folder: &Path, purpose: Purpose) -> Unwanted {
    let (at, end) = (folder.display(), suffix(purpose));
    let (zh, en) = (called(purpose, Lang::Zh), called(purpose, Lang::En));
    let (ask_zh, ask_en) = if purpose == Purpose::Invitation {
        ("，或请组长在 F10 写一份", ", or ask a lead for one (F10)")
    } else {
        ("", "")
    };
    Unwanted::new(
        FAILED,
        format!("文件夹 {at} 里没有{zh}（.{end}）；看看是不是别的文件夹{ask_zh}"),
        format!("no {en} (.{end}) lies in {at}; look for another folder{ask_en}"),
    )
}

/// The one invitation that a path means.
///
/// # Errors
///
/// As [`lying`]; and where several lie in the folder, naming them.
pub fn invitation(path: &Path) -> Result<PathBuf, Unwanted> {
    let mut found = lying(path, Purpose::Invitation)?;
    if found.len() == 1
        && let Some(one) = found.pop()
    {
        return Ok(one.file);
    }
    let (at, count) = (path.display(), found.len());
    let listed = |lang| -> Vec<String> { found.iter().map(|one| one.told(lang)).collect() };
    let (zh, en) = (listed(Lang::Zh).join("\n  "), listed(Lang::En).join("\n  "));
    Err(Unwanted::new(
        FAILED,
        format!("文件夹 {at} 里有 {count} 份邀请文件，请写出要用的那一份：\n  {zh}"),
        format!("{count} invitations lie in {at}; name the one that is meant:\n  {en}"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbench::{peers::Offer, tests::found};

    #[test]
    fn a_folder_stands_for_the_one_invitation_in_it_and_several_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let usb = folder.path().join("usb");
        std::fs::create_dir(&usb).unwrap();
        let told = invitation(&usb).unwrap_err();
        assert!(told.code == FAILED && told.why.zh.contains("没有邀请文件"), "{told:?}");
        std::fs::write(usb.join("x.mqi"), "短").unwrap();
        assert!(invitation(&usb).unwrap_err().why.zh.contains("邀请文件不完整"));
        let mut bench = found(&folder.path().join("a"));
        let first = bench.invite(&usb.join("a.mqi"), "told by voice", &Offer::default()).unwrap();
        // What is no invitation stands in nobody's way.
        assert_eq!(invitation(&usb).unwrap(), first);
        assert_eq!(invitation(&first).unwrap(), first);
        let second = bench.invite(&usb.join("b.mqi"), "told by voice", &Offer::default()).unwrap();
        let told = invitation(&usb).unwrap_err().why;
        assert!(told.zh.contains("2 份邀请文件") && told.zh.contains("a.mqi"), "{told:?}");
        assert!(told.en.contains("b.mqi") && told.en.contains("by laptop A"), "{told:?}");
        let found: Vec<_> =
            lying(&usb, Purpose::Invitation).unwrap().into_iter().map(|one| one.file).collect();
        assert!(found.contains(&first) && found.contains(&second));
    }
}
