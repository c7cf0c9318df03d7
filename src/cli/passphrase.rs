//! Where a passphrase comes from; it is never an argument.

use std::{
    env, fs,
    io::{self, IsTerminal},
    path::PathBuf,
};

use zeroize::Zeroizing;

use super::failure::{FAILED, Failure, SEALED};
use crate::domain::wording::Lang;

/// The passphrase of a demonstration, where nothing is secret.
pub(super) const OF_DEMONSTRATION: &str = "demo";

/// The places where a passphrase may be found.
#[derive(Debug)]
pub(super) struct Source {
    variable: &'static str,
    file: Option<PathBuf>,
}

impl Source {
    /// A file named by the user, then an environment variable.
    pub(super) fn new(variable: &'static str, file: Option<PathBuf>) -> Self {
        Self { variable, file }
    }

    /// The passphrase, where it was given.
    pub(super) fn given(&self) -> Result<Option<Zeroizing<String>>, Failure> {
        if let Some(file) = &self.file {
            let text = fs::read_to_string(file).map(Zeroizing::new).map_err(|error| {
                let path = file.display();
                Failure::new(
                    FAILED,
                    format!("读不了口令文件 {path}：{error}"),
                    format!("cannot read the passphrase file {path}: {error}"),
                )
            })?;
            // Windows editors put a mark before UTF-8 that nobody sees.
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            let first = text.split('\n').next().unwrap_or_default().trim_end_matches('\r');
            return self.filled(first).map(Some);
        }
        match env::var(self.variable).map(Zeroizing::new) {
            Ok(text) => self.filled(&text).map(Some),
            Err(_) => Ok(None),
        }
    }

    /// The passphrase as somebody types it.
    pub(super) fn asked(&self, prompt: &str) -> Result<Zeroizing<String>, Failure> {
        if !io::stdin().is_terminal() {
            return Err(self.missing());
        }
        let typed = rpassword::prompt_password(prompt).map(Zeroizing::new);
        let typed = typed.map_err(|error| {
            Failure::new(SEALED, format!("没有读到口令：{error}"), format!("no passphrase was read: {error}"))
        })?;
        self.filled(&typed)
    }

    /// A new passphrase, typed twice.
    pub(super) fn chosen(&self, lang: Lang) -> Result<Zeroizing<String>, Failure> {
        let first = self.asked(lang.pick("给台账定一个口令：", "Choose a passphrase: "))?;
        let second = self.asked(lang.pick("再输一遍：", "Once more: "))?;
        if first == second {
            return Ok(first);
        }
        Err(Failure::new(
            SEALED,
            "两遍口令不一样，没有新建；请再来一次",
            "the two differ, nothing was made; try again",
        ))
    }

    fn filled(&self, text: &str) -> Result<Zeroizing<String>, Failure> {
        if text.is_empty() { Err(self.missing()) } else { Ok(Zeroizing::new(text.to_owned())) }
    }

    fn missing(&self) -> Failure {
        let variable = self.variable;
        let option = match variable {
            "MINQING_PASSPHRASE" => "--passphrase-file",
            _ => "--invite-passphrase-file",
        };
        Failure::new(
            SEALED,
            format!("没有给出口令；请设环境变量 {variable}，或用 {option} 指明一个文件，或在终端里运行"),
            format!("no passphrase; set {variable}, name a file with {option}, or run this at a terminal"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_of_a_file_counts_without_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("p");
        for text in ["一句 口令\n第二行", "一句 口令\r\n", "一句 口令", "\u{feff}一句 口令\r\n"]
        {
            fs::write(&file, text).unwrap();
            let source = Source::new("MINQING_NOT_SET", Some(file.clone()));
            assert_eq!(source.given().unwrap().unwrap().as_str(), "一句 口令");
        }
        fs::write(&file, "\n").unwrap();
        let source = Source::new("MINQING_NOT_SET", Some(file));
        assert_eq!(source.given().unwrap_err().code, SEALED);
    }
}
