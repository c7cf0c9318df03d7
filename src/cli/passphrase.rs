//! Where a passphrase comes from; it is never an argument.

use std::{
    env,
    io::{self, IsTerminal},
    path::PathBuf,
};

use zeroize::Zeroizing;

use super::{
    face::note,
    failure::{Failure, SEALED},
    passphrase_file,
};
use crate::{domain::wording::Lang, workbench::passphrase::too_short};

/// The passphrase of a demonstration, where nothing is secret.
pub(super) const OF_DEMONSTRATION: &str = "demo";

/// How often a passphrase is asked for at a terminal.
const TRIES: usize = 3;

/// A passphrase that is told with fewer characters is guessed too soon.
const SHORT: usize = 8;

/// Opens with the passphrase that was given, once; or with one that is asked
/// for, a few times where it is wrong.
pub(super) fn in_tries<T, E: Into<Failure>>(
    given: Option<Zeroizing<String>>,
    mut ask: impl FnMut() -> Result<Zeroizing<String>, Failure>,
    mut open: impl FnMut(&str) -> Result<T, E>,
    is_wrong: impl Fn(&E) -> bool,
    again: impl Fn(),
) -> Result<T, Failure> {
    if let Some(given) = given {
        return open(&given).map_err(Into::into);
    }
    for _ in 1..TRIES {
        match open(&ask()?) {
            Err(error) if is_wrong(&error) => again(),
            answer => return answer.map_err(Into::into),
        }
    }
    open(&ask()?).map_err(Into::into)
}

/// What is typed the same twice, the second time asked for as once more; none
/// where it was too short, or the two differed, each time.
fn typed_twice(
    ask: impl Fn(bool) -> Result<Zeroizing<String>, Failure>,
    is_short: impl Fn(&str) -> bool,
    differ: impl Fn(),
) -> Result<Option<Zeroizing<String>>, Failure> {
    for tried in 1..=TRIES {
        let first = ask(false)?;
        if is_short(&first) {
            continue;
        }
        if first == ask(true)? {
            return Ok(Some(first));
        }
        if tried < TRIES {
            differ();
        }
    }
    Ok(None)
}

/// Why the passphrase of an invitation is a weak one: its file may lie in any chat.
pub(super) fn told_weakness(passphrase: &str, lang: Lang) -> Option<String> {
    let digits = passphrase.chars().all(char::is_numeric);
    (digits || passphrase.chars().count() < SHORT).then(|| {
        lang.pick(
            "提醒：邀请口令不到 8 个字或全是数字，邀请文件落到别人手里容易被猜出；建议删掉这份邀请，换一个长口令再写",
            "warning: the invitation's passphrase has fewer than 8 characters or only digits and is soon guessed by whoever gets the file; better delete it and write another with a longer one",
        )
        .to_owned()
    })
}

/// The places where a passphrase may be found.
#[derive(Debug, Clone)]
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
            return self.filled(&passphrase_file::first_line(file)?).map(Some);
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
        let typed = typed
            .map_err(|error| Failure::of_system(SEALED, "没有读到口令", "no passphrase was read", &error))?;
        self.filled(&typed)
    }

    /// A new passphrase, typed twice.
    pub(super) fn chosen(&self, lang: Lang, prompt: &str) -> Result<Zeroizing<String>, Failure> {
        let ask = |once_more: bool| {
            self.asked(if once_more { lang.pick("再输一遍：", "Once more: ") } else { prompt })
        };
        let differ = || {
            note(lang.pick("两遍口令不一样，请从头再输一次", "the two differ; begin again"));
        };
        let is_short = |word: &str| {
            let told = too_short(word, lang);
            told.iter().for_each(note);
            told.is_some()
        };
        typed_twice(ask, is_short, differ)?.ok_or_else(|| {
            Failure::new(
                SEALED,
                "口令太短，或两遍总不一样，什么也没有做；请想好口令再运行一次",
                "too short, or the two always differed: nothing was done; run this again when you have chosen one",
            )
        })
    }

    fn filled(&self, text: &str) -> Result<Zeroizing<String>, Failure> {
        if text.is_empty() { Err(self.missing()) } else { Ok(Zeroizing::new(text.to_owned())) }
    }

    fn missing(&self) -> Failure {
        let variable = self.variable;
        let option = match variable {
            "MINQING_PASSPHRASE" => "--passphrase-file",
            "MINQING_NEW_PASSPHRASE" => "--new-passphrase-file",
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
    use crate::workbench::passphrase::weakness;

    #[test]
    fn a_wrong_passphrase_is_asked_for_three_times_and_a_given_one_tried_once() {
        let word = |text: &str| Ok(Zeroizing::new(text.to_owned()));
        let open = |right: &'static str| {
            move |typed: &str| if typed == right { Ok(()) } else { Err(Failure::new(SEALED, "错", "wrong")) }
        };
        let wrong = |failure: &Failure| failure.code == SEALED;
        let asked = std::cell::Cell::new(0);
        let ask = || {
            asked.set(asked.get() + 1);
            word(&asked.get().to_string())
        };
        assert!(in_tries(None, ask, open("3"), wrong, || {}).is_ok());
        asked.set(0);
        assert_eq!(in_tries(None, ask, open("4"), wrong, || {}).unwrap_err().code, SEALED);
        assert_eq!(asked.get(), 3);
        assert!(in_tries(word("x").ok(), ask, open("y"), wrong, || {}).is_err());
        assert_eq!(asked.get(), 3);
    }

    #[test]
    fn two_that_differ_are_told_before_they_are_asked_for_again() {
        use std::cell::Cell;
        for (right, wanted) in [(2, 0), (4, 1), (6, 2), (9, 2)] {
            let (asked, told) = (Cell::new(0), Cell::new(0));
            let ask = |_once_more: bool| {
                asked.set(asked.get() + 1);
                let same = asked.get() > right - 2;
                Ok(Zeroizing::new(if same { "一样".to_owned() } else { asked.get().to_string() }))
            };
            let chosen = typed_twice(ask, str::is_empty, || told.set(told.get() + 1)).unwrap();
            assert_eq!((chosen.is_some(), told.get()), (right <= 6, wanted));
        }
    }

    #[test]
    fn short_passphrases_and_those_of_digits_are_warned_of() {
        assert!(weakness("口令123", Lang::Zh).is_some() && weakness("禾穗社区工作组一", Lang::En).is_none());
        assert!(told_weakness("20261122", Lang::En).is_some() && told_weakness("当面说", Lang::Zh).is_some());
        assert!(told_weakness("稻穗 7 号门口", Lang::Zh).is_none());
    }
}
