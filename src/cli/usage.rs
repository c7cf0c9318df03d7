//! The arguments read: what their help looks like, and what is said of wrong ones.

use std::{error::Error as _, ffi::OsString};

use clap::{
    ArgAction, Command, CommandFactory, FromArgMatches,
    error::{ContextKind, ContextValue, ErrorKind},
};

use super::{arguments::Arguments, face::lang_of_surroundings};
use crate::domain::wording::Lang;

/// The page of a command.
const PAGE: &str = "\
{before-help}{about-with-newline}
用法 Usage: {usage}

{all-args}{after-help}";

/// Reads the arguments.
///
/// # Errors
///
/// Help and version that were asked for, and whatever is no command.
pub(super) fn read(words: &[OsString]) -> Result<Arguments, clap::Error> {
    let mut command = in_both_languages(built());
    let mut matches = command.try_get_matches_from_mut(words)?;
    Arguments::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command))
}

/// What is said in Chinese of wrong arguments; none where it is help that was
/// asked for, or English that is wanted.
pub(super) fn sentence(error: &clap::Error, words: &[OsString]) -> Option<String> {
    let lang = lang_of(words);
    match lang {
        Lang::En => None,
        Lang::Zh => chinese(error).map(|what| {
            let (path, command) = command_meant(words);
            let pair =
                pair_meant(error, &command).map(|pair| format!("，这里写成 {pair}")).unwrap_or_default();
            format!("{what}{pair}；用法见 {path} --help")
        }),
    }
}

fn built() -> Command {
    let mut command = Arguments::command();
    command.build();
    command
}

/// Puts both languages where the library has English alone.
#[expect(clippy::wildcard_enum_match_arm, reason = "the kinds are the library's, and it may add more")]
fn in_both_languages(command: Command) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|child| child.get_name().to_owned()).collect();
    let mut command = command.help_template(PAGE).mut_args(|arg| {
        let arg = match (arg.get_help_heading(), arg.is_positional()) {
            (Some(_), _) => arg,
            (None, true) => arg.help_heading("参数 Arguments"),
            (None, false) => arg.help_heading("选项 Options"),
        };
        match arg.get_action() {
            ArgAction::Help | ArgAction::HelpShort | ArgAction::HelpLong => {
                arg.help("看说明 · Print help").long_help("看说明 · Print help")
            }
            ArgAction::Version => arg.help("看版本 · Print version"),
            _ => arg,
        }
    });
    for name in names {
        command = command.mut_subcommand(&name, |child| {
            let child = if name == "help" {
                child.about("看某个命令的说明 · Print the help of a command")
            } else {
                child
            };
            in_both_languages(child)
        });
    }
    command
}

/// The language that `--lang` names, wherever it stands; else that of the surroundings.
fn lang_of(words: &[OsString]) -> Lang {
    let mut texts = words.iter().map(|word| word.to_string_lossy());
    while let Some(word) = texts.next() {
        let tag = match word.strip_prefix("--lang") {
            Some("") => texts.next().map(|tag| Lang::from_tag(&tag)),
            Some(rest) => rest.strip_prefix('=').map(Lang::from_tag),
            None => None,
        };
        if let Some(Some(lang)) = tag {
            return lang;
        }
    }
    lang_of_surroundings()
}

/// How what was written as an option is written where a command takes pairs: `text=…`.
fn pair_meant(error: &clap::Error, command: &Command) -> Option<String> {
    if error.kind() != ErrorKind::UnknownArgument {
        return None;
    }
    let takes_pairs = command.get_positionals().any(|arg| {
        arg.get_value_names().is_some_and(|names| names.iter().any(|name| *name == "field=value"))
    });
    let option = error.get(ContextKind::InvalidArg).map(text_of)?;
    let key = option.strip_prefix("--").filter(|key| takes_pairs && !key.is_empty())?;
    Some(format!("{key}=值"))
}

/// The command that was meant, as far as it is one, and how it is called: `minqing issue reply`.
fn command_meant(words: &[OsString]) -> (String, Command) {
    let root = built();
    let (mut path, mut at) = ("minqing".to_owned(), &root);
    let mut words = words.iter().skip(1).map(|word| word.to_string_lossy());
    while let Some(word) = words.next() {
        if word.starts_with('-') {
            if takes_next(at, &word) {
                words.next();
            }
            continue;
        }
        if !at.has_subcommands() {
            break;
        }
        let Some(child) = at.find_subcommand(&*word).filter(|child| !child.is_hide_set()) else {
            break;
        };
        path.push(' ');
        path += child.get_name();
        at = child;
    }
    (path, at.clone())
}

/// Whether the word behind this option is its value.
fn takes_next(command: &Command, option: &str) -> bool {
    let named = |arg: &&clap::Arg| arg.get_long().is_some_and(|long| option.strip_prefix("--") == Some(long));
    command.get_arguments().find(named).is_some_and(|arg| arg.get_action().takes_values())
}

/// What is wrong, and what would be right.
#[expect(clippy::wildcard_enum_match_arm, reason = "the kinds are the library's, and it may add more")]
fn chinese(error: &clap::Error) -> Option<String> {
    let told = |kind| error.get(kind).map(text_of).unwrap_or_default();
    let (arg, value) = (told(ContextKind::InvalidArg), told(ContextKind::InvalidValue));
    let near = |kind| match told(kind) {
        near if near.is_empty() => String::new(),
        near => format!("，是不是 {near}"),
    };
    Some(match error.kind() {
        ErrorKind::UnknownArgument => {
            let near = near(ContextKind::SuggestedArg);
            if arg.starts_with('-') {
                format!("没有“{arg}”这个选项{near}")
            } else {
                format!("多了“{arg}”，这里不要它{near}")
            }
        }
        ErrorKind::InvalidSubcommand => {
            let name = told(ContextKind::InvalidSubcommand);
            format!("没有“{name}”这个命令{}", meant(&name, &told(ContextKind::SuggestedSubcommand)))
        }
        ErrorKind::MissingRequiredArgument => format!("还缺 {arg}，请补上"),
        ErrorKind::MissingSubcommand => {
            let choices = told(ContextKind::ValidSubcommand);
            format!("还缺一个命令，可选：{choices}")
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("{arg} 后面要写一个值"),
        ErrorKind::InvalidValue => {
            let choices = told(ContextKind::ValidValue);
            let near = near(ContextKind::SuggestedValue);
            format!("{arg} 不能是“{value}”{near}，可选：{choices}")
        }
        ErrorKind::ValueValidation => {
            let why = error.source().map(|why| format!("（{why}）")).unwrap_or_default();
            format!("{arg} 不能是“{value}”{why}")
        }
        ErrorKind::ArgumentConflict => {
            let other = told(ContextKind::PriorArg);
            if other.is_empty() || other == arg {
                format!("{arg} 只能写一次")
            } else {
                format!("{arg} 和 {other} 只能用一个")
            }
        }
        ErrorKind::NoEquals => format!("{arg} 要写成 {arg}=值"),
        ErrorKind::TooManyValues => format!("{arg} 的值太多了，多了“{value}”"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("{arg} 的值个数不对"),
        ErrorKind::InvalidUtf8 => "有一个参数不是 UTF-8 文字".to_owned(),
        // Help, version, and what the library may add one day.
        _ => return None,
    })
}

/// What may have been meant by an unknown command: one that stands below
/// another, else those spelt alike, and none that is not for people.
fn meant(name: &str, alike: &str) -> String {
    let root = built();
    let visible = |child: &&Command| !child.is_hide_set();
    let below = root.get_subcommands().filter(visible).filter_map(|child| {
        let found = child.find_subcommand(name).filter(|found| !found.is_hide_set())?;
        Some(format!("{} {}", child.get_name(), found.get_name()))
    });
    let below: Vec<String> = below.take(3).collect();
    let known: Vec<&str> =
        alike.split('、').filter(|alike| root.find_subcommand(alike).as_ref().is_some_and(visible)).collect();
    let all = if below.is_empty() { known.join("、") } else { below.join("、") };
    if all.is_empty() { String::new() } else { format!("，是不是 {all}") }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the kinds are the library's, and it may add more")]
fn text_of(value: &ContextValue) -> String {
    match value {
        ContextValue::Bool(yes) => yes.to_string(),
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join("、"),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => {
            texts.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")
        }
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<OsString> {
        std::iter::once("minqing").chain(line.split_whitespace()).map(OsString::from).collect()
    }

    #[test]
    fn wrong_arguments_are_told_in_chinese_with_what_to_do() {
        for (line, wanted) in [
            ("--bogus", "没有“--bogus”这个选项；用法见 minqing --help"),
            ("lst", "没有“lst”这个命令，是不是 list；用法见 minqing --help"),
            ("erase x", "没有“erase”这个命令，是不是 person erase；用法见 minqing --help"),
            ("read-shet", "没有“read-shet”这个命令；用法见 minqing --help"),
            ("issue find A-6 --text x", "没有“--text”这个选项，这里写成 text=值；用法见 minqing issue find"),
            ("list", "还缺 <LEDGER>，请补上；用法见 minqing list --help"),
            ("undo --count 0", "--count <N> 不能是“0”"),
            ("issue callback A-1 --rating 5", "不能是“5”，可选：satisfied、"),
            ("check harmony x --clear --open", "只能用一个；用法见 minqing check --help"),
            ("status extra", "多了“extra”"),
            ("list --limit", "--limit <N> 后面要写一个值"),
            ("add residents name", "写成 栏=值"),
        ] {
            let words = words(&format!("--lang zh {line}"));
            let told = sentence(&read(&words).unwrap_err(), &words).unwrap();
            assert!(told.contains(wanted), "{line}: {told}");
        }
    }

    #[test]
    fn hints_name_the_command_that_was_meant() {
        for (line, wanted) in [
            ("--lang zh lst import", "用法见 minqing --help"),
            ("--lang zh --home import list", "用法见 minqing list --help"),
            ("--lang zh peers bogus list", "用法见 minqing peers --help"),
            ("--lang zh check harmony list --bogus", "用法见 minqing check --help"),
        ] {
            let words = words(line);
            let told = sentence(&read(&words).unwrap_err(), &words).unwrap();
            assert!(told.contains(wanted), "{line}: {told}");
        }
    }

    #[test]
    fn english_and_help_are_left_to_the_library() {
        for line in ["--lang en --bogus", "--bogus --lang=en", "--lang zh --help", "--lang zh status -h"] {
            let words = words(line);
            assert_eq!(sentence(&read(&words).unwrap_err(), &words), None, "{line}");
        }
    }

    #[test]
    fn help_has_its_headings_in_both_languages() {
        for line in ["--help", "list --help", "issue --help", "help issue reply"] {
            let page = read(&words(line)).unwrap_err().to_string();
            assert!(page.contains("用法 Usage: minqing") && page.contains("选项 Options:"), "{page}");
            assert!(!page.contains("Print help (") && !page.contains("\nOptions:"), "{page}");
        }
    }
}
