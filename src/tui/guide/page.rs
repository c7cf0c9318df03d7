//! The pages of the guide, and what they ask.

use crate::{
    domain::wording::{Lang, Wording},
    say,
    tui::editor::Editor,
    workbench::{Purpose, passphrase::too_short},
};

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    Language,
    Width,
    Way,
    Entries,
    First,
    Summary,
}

impl Page {
    /// All of them, in their order.
    pub(super) const ALL: [Self; 6] =
        [Self::Language, Self::Width, Self::Way, Self::Entries, Self::First, Self::Summary];

    /// Those of a way: what comes first is asked of whoever begins with nothing, and who only
    /// looks fills nothing in.
    pub(super) fn of(way: Way) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |page| match page {
            Self::First => way == Way::Found,
            Self::Entries => way != Way::Demonstrate,
            Self::Language | Self::Width | Self::Way | Self::Summary => true,
        })
    }

    /// Which page of a way it is; of how many, once it is known which way is gone.
    pub(super) fn count(self, way: Way, lang: Lang) -> String {
        let (number, all) =
            (Self::of(way).take_while(|page| *page != self).count() + 1, Self::of(way).count());
        match self {
            Self::Language | Self::Width | Self::Way => say!(lang, "第 {number} 页", "page {number}"),
            Self::Entries | Self::First | Self::Summary => {
                say!(lang, "第 {number}/{all} 页", "page {number}/{all}")
            }
        }
    }

    /// Whether a row is selected on it.
    pub(super) fn is_choice(self) -> bool {
        match self {
            Self::Language | Self::Width | Self::Way | Self::First => true,
            Self::Entries | Self::Summary => false,
        }
    }

    /// What it asks.
    pub(super) fn title(self, way: Way, lang: Lang) -> &'static str {
        match self {
            Self::Language => "语言 · Language",
            Self::Width => lang.pick("字符宽度", "Width of characters"),
            Self::Way => lang.pick("这台电脑做什么用", "What this laptop is for"),
            Self::Entries => way.title(lang),
            Self::First => lang.pick("台账建好以后先做什么", "What to begin with, once it is made"),
            Self::Summary => lang.pick("看一遍，再按 Enter", "Look once more, then Enter"),
        }
    }

    /// What is selected from on it.
    pub(super) fn choices(self, lang: Lang) -> Vec<&'static str> {
        match self {
            Self::Language => vec!["中文", "English"],
            Self::Width => vec![
                lang.pick("对齐：这些符号占 1 格", "in line: such signs take 1 cell"),
                lang.pick(
                    "不齐：这些符号占 2 格，用半角字符代替显示",
                    "not in line: they take 2 cells, and narrow ones stand in",
                ),
            ],
            Self::Way => Way::ALL.iter().map(|way| way.title(lang)).collect(),
            Self::First => First::ALL.iter().map(|first| first.title(lang)).collect(),
            Self::Entries | Self::Summary => Vec::new(),
        }
    }

    /// What is to be known on it.
    pub(super) fn notes(self, lang: Lang) -> &'static [&'static str] {
        match self {
            Self::Language => &["↓ ↑ 选，Enter 下一步。", "↓ ↑ choose, Enter goes on."],
            Self::Width => match lang {
                Lang::Zh => &["下面两行末尾的 | 上下对齐吗？"],
                Lang::En => &["Do the | at the end of both lines stand in line?"],
            },
            Self::Way => match lang {
                Lang::Zh => &[
                    "组里第一台电脑：新建工作组。组里已有人在用：请他在 F10 写一份邀请文件。",
                    "花名册这类表格，建好以后在 F10 按 t 导入。",
                ],
                Lang::En => &[
                    "The group's first laptop begins the group. Where it is in use already: ask for an invitation, written on F10.",
                    "Rosters and other sheets are taken in afterwards, on F10 with t.",
                ],
            },
            Self::Entries => match lang {
                Lang::Zh => &["到最后一步按 Enter 之前，什么都不会写到盘上。"],
                Lang::En => &["Nothing is written to the disk before Enter on the last page."],
            },
            Self::First => match lang {
                Lang::Zh => &["花名册等表格以后也随时可以导入：F10 按 t。"],
                Lang::En => &["Rosters and other sheets can be taken in at any time: F10, t."],
            },
            Self::Summary => &[],
        }
    }
}

/// What a new group begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum First {
    /// A sheet is taken in.
    Sheet,
    /// The demonstration is looked at; nothing of it goes into the workspace.
    Sample,
    /// Nothing: the workspace is opened as it is.
    #[default]
    Nothing,
}

impl First {
    pub(super) const ALL: [Self; 3] = [Self::Nothing, Self::Sheet, Self::Sample];

    pub(super) fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Nothing => lang.pick("先空着，打开看看", "Nothing: open it as it is"),
            Self::Sheet => lang.pick("导入一张表格（花名册等）", "Take a sheet in, such as a roster"),
            Self::Sample => lang.pick(
                "先看演示数据（编的，另放一处，不进这本台账）",
                "Look at sample data (invented, kept apart from this workspace)",
            ),
        }
    }
}

/// What the laptop is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Found,
    Join,
    Restore,
    Demonstrate,
}

impl Way {
    pub(super) const ALL: [Self; 4] = [Self::Found, Self::Join, Self::Restore, Self::Demonstrate];

    pub(super) fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Found => lang.pick("新建工作组", "Begin a work group"),
            Self::Join => lang.pick("凭邀请文件加入工作组", "Join a group by its invitation"),
            Self::Restore => lang.pick("从备份恢复（旧电脑坏了、丢了）", "Restore a backup"),
            Self::Demonstrate => {
                lang.pick("先看演示（内容全是编的）", "Look at a demonstration (all of it invented)")
            }
        }
    }

    /// What it asks for.
    pub(super) fn entries(self) -> Vec<Entry> {
        let member = Entry::new("member", "你的姓名", "Your name")
            .hinted("使用这台电脑的组员", "who uses this laptop");
        let passphrase = Entry::new("passphrase", "口令", "Passphrase").secret().hinted(
            "8 个字以上，几个词连起来；忘了就打不开",
            "8 characters or more; forgotten, nothing opens it",
        );
        let again = Entry::new("again", "口令再输一遍", "Once more").secret();
        match self {
            Self::Found => vec![
                Entry::new("group", "工作组名称", "Group")
                    .hinted("如 禾穗社区工作组", "such as Hesui work group"),
                Entry::new("community", "社区名称", "Community")
                    .optional()
                    .hinted("可以空着", "may stay empty"),
                member,
                passphrase,
                again,
            ],
            Self::Join => vec![
                Entry::new("invitation", "邀请文件", "Invitation")
                    .hinted("文件或放着它的文件夹；也可以粘贴", "the file or its folder; paste works"),
                Entry::new("told", "邀请口令", "Its passphrase")
                    .secret()
                    .hinted("邀请人当面说的", "as it was told by voice"),
                member,
                passphrase,
                again,
            ],
            Self::Restore => vec![
                Entry::new("backup", "备份文件", "Backup")
                    .hinted("文件或放着它的文件夹；也可以粘贴", "the file or its folder; paste works"),
                Entry::new("passphrase", "口令", "Passphrase").secret().hinted(
                    "备份时那台电脑的口令，以后接着用",
                    "that of the laptop it was made on; it stays",
                ),
            ],
            Self::Demonstrate => Vec::new(),
        }
    }
}

/// A field.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) key: &'static str,
    pub(super) title: Wording,
    pub(super) editor: Editor,
    pub(super) required: bool,
    pub(super) secret: bool,
    pub(super) hint: Wording,
}

impl Entry {
    fn hinted(mut self, zh: &'static str, en: &'static str) -> Self {
        self.hint = Wording::new(zh, en);
        self
    }

    fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// What kind of file it holds, or the folder of; none where it holds no file.
    pub(super) fn wanted(&self) -> Option<Purpose> {
        match self.key {
            "invitation" => Some(Purpose::Invitation),
            "backup" => Some(Purpose::Backup),
            _ => None,
        }
    }
}

/// What a field says.
pub(super) fn text(entries: &[Entry], key: &str) -> String {
    entries.iter().find(|entry| entry.key == key).map(|entry| entry.editor.text()).unwrap_or_default()
}

/// The first field that is wrong, and what to do.
pub(super) fn mistake(entries: &[Entry], lang: Lang) -> Option<(usize, String)> {
    let empty = entries.iter().position(|entry| entry.required && entry.editor.text().trim().is_empty());
    if let Some(at) = empty {
        let title = entries.get(at).map_or("", |entry| entry.title.get(lang));
        return Some((at, say!(lang, "“{title}”必须填写", "\"{title}\" must be filled in")));
    }
    (0..entries.len()).find_map(|at| Some((at, mistake_in(entries, at, lang)?)))
}

/// What is wrong with what was filled in of a field.
pub(super) fn mistake_in(entries: &[Entry], at: usize, lang: Lang) -> Option<String> {
    // A passphrase that is known already is typed once.
    let is_chosen = entries.iter().any(|entry| entry.key == "again");
    match entries.get(at)?.key {
        "passphrase" if is_chosen => too_short(&text(entries, "passphrase"), lang),
        "again" if text(entries, "passphrase") != text(entries, "again") => {
            Some(lang.pick("两遍口令不一样，请再输一遍", "the two differ, type it once more").to_owned())
        }
        _ => None,
    }
}
