//! What can be wrong with a key map, and what to do about it.

use super::{Action, KeyMap, Place, binding};
use crate::{
    domain::wording::{Lang, Wording},
    say,
    tui::{cells, key::Key},
};

/// The longest word of a file that is told again.
const LONGEST: usize = 24;

/// A mistake and the line it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::tui) struct Mistake {
    pub(super) line: usize,
    pub(super) what: What,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// The file is too long.
    TooLong,
    /// It is no TOML, as its reader says.
    NotToml(String),
    /// There is no such section.
    NoSection(String),
    /// A section is no table.
    NoTable(&'static str),
    /// There is no such action.
    NoAction(String),
    /// There is no such key.
    NoKey(String),
    /// A terminal cannot tell this key from another.
    Alike(String),
    /// What stands there is neither a key nor a list of keys.
    NoList,
    /// The action has too many keys.
    TooMany(Action),
    /// A key is to be removed that the action does not have.
    NotThere(Action, Key),
    /// The action's keys belong to typing.
    Fixed(Action),
    /// `g` begins the jumps.
    Prefix(Action),
    /// A digit would do something that hurts.
    Digit(Action, Key),
    /// Where the action works the key is text.
    IsText(Action, Key),
    /// While text is typed the key moves or deletes in it.
    Edits(Action, Key),
    /// The action would keep letters only, or nothing.
    Needed(Action),
    /// One key would do two things in one place.
    Twice { key: Key, action: Action, other: Action, place: Place },
}

impl Mistake {
    /// What is wrong in which line, and what to do.
    pub(in crate::tui) fn sentence(&self, lang: Lang) -> String {
        let (line, what) = (self.line, self.what.sentence(lang));
        say!(
            lang,
            "config/keys.toml 第 {line} 行：{what}。整个文件没有用，现在是默认的键；改好再打开程序",
            "config/keys.toml line {line}: {what}. Nothing of the file is used, the keys are the usual ones; correct it and start again"
        )
    }

    /// The same in both languages.
    pub(in crate::tui) fn wording(&self) -> Wording {
        Wording::owned(self.sentence(Lang::Zh), self.sentence(Lang::En))
    }
}

impl What {
    #[expect(clippy::too_many_lines, reason = "every mistake is told here, in a sentence or two")]
    fn sentence(&self, lang: Lang) -> String {
        // What turns the line round or hides in it is no part of a name.
        let is_seen = |c: &char| c.is_alphanumeric() || c.is_ascii_graphic() || *c == ' ';
        let seen = |text: &str| text.chars().filter(is_seen).take(4 * LONGEST).collect::<String>();
        let shown = |text: &str| cells::cut(&seen(text), LONGEST).trim_end().to_owned();
        let named = |action: Action| {
            let name = binding(action).map_or("", |row| row.name.get(lang));
            format!("{} ({name})", action.id())
        };
        match self {
            Self::TooLong => lang.pick("文件太长，最多 64 KB", "the file is longer than 64 KB").to_owned(),
            Self::NotToml(why) => {
                let why = cells::cut(&seen(why), 80);
                let why = why.trim_end();
                say!(lang, "写法不对（{why}）", "it is no TOML ({why})")
            }
            Self::NoSection(name) => {
                let name = shown(name);
                say!(
                    lang,
                    "没有 [{name}] 这一节；只有 [keys] 换键、[add] 加键、[remove] 去键",
                    "there is no section [{name}]; there are [keys], [add] and [remove]"
                )
            }
            Self::NoTable(name) => say!(
                lang,
                "{name} 要写成一节：[{name}]，下面一行一个操作",
                "{name} is a section: write [{name}], and below it one action a line"
            ),
            Self::NoAction(id) => {
                let id = shown(id);
                say!(
                    lang,
                    "没有操作“{id}”；操作的名字见 minqing keys 的 id 一列",
                    "there is no action \"{id}\"; minqing keys lists them, in the column id"
                )
            }
            Self::NoKey(name) => {
                let name = shown(name);
                say!(
                    lang,
                    "没有“{name}”这个键；写成 n、f5、ctrl-s、space、enter、tab、up 这样",
                    "there is no key \"{name}\"; write n, f5, ctrl-s, space, enter, tab, up"
                )
            }
            Self::Alike(name) => {
                let name = shown(name);
                say!(
                    lang,
                    "终端分不清 {name} 和 Tab、Enter、Esc、退格；换一个键",
                    "a terminal cannot tell {name} from Tab, Enter, Esc or Backspace; take another key"
                )
            }
            Self::NoList => lang
                .pick(
                    "键要写在引号里，几个键写成 [\"n\", \"f4\"]",
                    "write a key in quotes, several as [\"n\", \"f4\"]",
                )
                .to_owned(),
            Self::TooMany(action) => {
                let action = named(*action);
                say!(lang, "{action} 最多 8 个键", "{action} takes 8 keys at most")
            }
            Self::NotThere(action, key) => {
                let (action, key) = (named(*action), key.shown(lang));
                say!(
                    lang,
                    "{action} 本来就没有 {key} 这个键；删掉这一行",
                    "{action} has no key {key}; take the line out"
                )
            }
            Self::Fixed(action) => {
                let action = named(*action);
                say!(
                    lang,
                    "{action} 的键是打字用的，不能改；删掉这一行",
                    "the keys of {action} belong to typing and stay; take the line out"
                )
            }
            Self::Prefix(action) => {
                let action = named(*action);
                say!(
                    lang,
                    "g 是跳转的第一个键，不能给 {action}；可以写成 \"g x\" 这样两个键",
                    "g begins the jumps and cannot be the key of {action}; \"g x\" can"
                )
            }
            Self::Digit(action, key) => {
                let (action, key) = (named(*action), key.shown(lang));
                say!(
                    lang,
                    "数字 {key} 不能给 {action}：选字时容易误按；换一个键",
                    "the digit {key} cannot be the key of {action}: it slips in while characters are chosen; take another"
                )
            }
            Self::IsText(action, key) => {
                let (action, key) = (named(*action), key.shown(lang));
                say!(
                    lang,
                    "{action} 用在打字的地方，{key} 在那里是文字；换成 ctrl- 或 F 键",
                    "{action} works where text is typed, and {key} is text there; take a ctrl- or F key"
                )
            }
            Self::Edits(action, key) => {
                let (action, key) = (named(*action), key.shown(lang));
                say!(
                    lang,
                    "{key} 打字时要用（移动、删字），不能给 {action}；换一个键",
                    "{key} moves or deletes in text and cannot be the key of {action}; take another"
                )
            }
            Self::Needed(action) => {
                let action = named(*action);
                say!(
                    lang,
                    "{action} 至少要留一个不是字母的键，否则打中文时出不去",
                    "{action} must keep a key that is no letter, or nobody gets out with an input method on"
                )
            }
            Self::Twice { key, action, other, place } => {
                let (action, other) = (named(*action), named(*other));
                let place = KeyMap::default().told(&place.title(lang), *place, lang);
                let key = key.shown(lang);
                say!(
                    lang,
                    "{key} 在“{place}”已经是 {other} 的键，不能再给 {action}；换一个键，或先给 {other} 换键",
                    "{key} is the key of {other} in \"{place}\" and cannot be that of {action} too; take another, or give {other} another first"
                )
            }
        }
    }
}
