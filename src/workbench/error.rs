//! What can go wrong, and the sentence that says what to do next.

mod below;

use below::{bundle_sentence, store_sentence};
pub use below::{called, revoked};

use crate::{
    bundle::{BundleError, format::Purpose},
    domain::{input::BadValue, rules::Refusal, wording::Lang},
    say,
    store::StoreError,
};

/// Why something was not done; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store.
    #[error(transparent)]
    Store(StoreError),
    /// A bundle.
    #[error(transparent)]
    Bundle(BundleError),
    /// A rule of the work.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A value that does not fit its field.
    #[error("{field}: {why}")]
    Value {
        /// The field's key.
        field: String,
        /// What is wrong.
        why: BadValue,
    },
    /// Everything that is wrong with a record, told at once.
    #[error("{} fields are wrong", .0.len())]
    All(Vec<Self>),
    /// No ledger of that name.
    #[error("no ledger {0:?}")]
    NoLedger(String),
    /// No field of that name.
    #[error("no field {field:?} in {ledger}")]
    NoField {
        /// The ledger.
        ledger: String,
        /// What was asked for.
        field: String,
    },
    /// No record of that id, number or prefix.
    #[error("no record {0:?}")]
    NoRecord(String),
    /// No laptop with that letter or beginning of an id.
    #[error("no laptop {0:?}")]
    NoLaptop(String),
    /// More than one record or laptop fits.
    #[error("{:?} names several", .0.text)]
    Ambiguous(Several),
    /// A record of that name is there already.
    #[error("{0:?} is there already")]
    Already(String),
    /// A letter is held free for a laptop that has not come yet.
    #[error("letter {letter} is held for an invitation")]
    Held {
        /// The letter.
        letter: String,
        /// The last day of the invitation.
        until: jiff::civil::Date,
    },
    /// A bundle for this laptop by itself.
    #[error("a laptop needs no bundle from itself")]
    ForOneself,
    /// Nothing to take back.
    #[error("nothing to undo")]
    NothingToUndo,
    /// Something was erased since, which is not taken back.
    #[error("erased since")]
    PastErasure,
    /// What is kept apart is taken back for a reason only.
    #[error("taking back what is kept apart needs a reason")]
    NeedsReason,
    /// No own action of that number that can be taken back.
    #[error("no action {0} to take back")]
    NoAct(u64),
    /// Nothing to do again.
    #[error("nothing to redo")]
    NothingToRedo,
    /// Everything it changed has been changed again since.
    #[error("changed again since")]
    ChangedSince,
    /// The field has no conflict, or fewer values than asked for.
    #[error("no such conflict")]
    NoConflict,
    /// Only a laptop that leads the group may do it.
    #[error("only a lead's laptop may do this")]
    NotLead,
    /// This laptop was revoked.
    #[error("this laptop was revoked")]
    Revoked,
    /// A laptop decides nothing of itself.
    #[error("a laptop does not confirm or revoke itself")]
    OwnLaptop,
    /// A lead is not made an ordinary laptop again.
    #[error("a lead stays one until it is revoked")]
    StaysLead,
    /// Commits on which this laptop built are not revoked with theirs.
    #[error("commits up to {applied} were built on here")]
    TakenIn {
        /// The last one that was to count.
        after: u64,
        /// The last one that this laptop had seen when it wrote.
        applied: u64,
    },
    /// What a laptop wrote up to there is not here: nobody could tell it from
    /// what others write under its name.
    #[error("only its commits up to {held} are here")]
    NotHere {
        /// The last one that was to count.
        after: u64,
        /// The last one that is here.
        held: u64,
    },
    /// What was to be said of a laptop would not come to be so.
    #[error("the group would not follow")]
    NotSo,
    /// The invitation's day has passed.
    #[error("the invitation was good until {0}")]
    Expired(jiff::civil::Date),
    /// A folder to write into is not there.
    #[error("no folder {0}")]
    NoFolder(String),
    /// Not a letter code.
    #[error("a letter code is one to three letters A-Z")]
    BadLetter,
    /// The file is a bundle of another purpose.
    #[error("{0}")]
    WrongFile(&'static str),
    /// No such item on a checklist.
    #[error("no item {0:?}")]
    NoItem(String),
    /// An age that only the clock can have wrong: this laptop has no time.
    #[error("the clock is out of range")]
    Clock,
}

/// What fits a text that was to name one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Several {
    /// The text.
    pub text: String,
    /// Whether laptops fit, not records.
    pub laptops: bool,
    /// By what each can be named alone, and what it is called.
    pub choices: Vec<(String, String)>,
}

/// Choices that are named; of more, only the number is told.
const NAMED: usize = 6;

impl Several {
    fn sentence(&self, lang: Lang) -> String {
        let (text, count) = (&self.text, self.choices.len());
        let named = self.choices.iter().take(NAMED).map(|(id, name)| format!("{id} {name}"));
        let mut list = named.collect::<Vec<_>>().join(lang.pick("、", ", "));
        if count > NAMED {
            list += lang.pick("等", ", ...");
        }
        let first = self.choices.first().map_or("", |(id, _)| id);
        if self.laptops {
            say!(
                lang,
                "“{text}”对应 {count} 台电脑：{list}；请改写编号开头几位，如 {first}",
                "\"{text}\" fits {count} laptops: {list}; write the beginning of an id, such as {first}"
            )
        } else {
            say!(
                lang,
                "“{text}”对应 {count} 条记录：{list}；请改写其中一个编号，如 {first}",
                "\"{text}\" fits {count} records: {list}; write the id of one, such as {first}"
            )
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<BundleError> for Error {
    fn from(error: BundleError) -> Self {
        match error {
            BundleError::Store(error) => Self::Store(error),
            other @ (BundleError::Io { .. }
            | BundleError::NotABundle
            | BundleError::Damaged(_)
            | BundleError::Forged { .. }
            | BundleError::TooNew { .. }
            | BundleError::ForeignGroup(_)
            | BundleError::NotForUs
            | BundleError::WrongPassphrase
            | BundleError::PassphraseNeeded
            | BundleError::BadRecipient(_)
            | BundleError::TooManyRecipients { .. }
            | BundleError::ClearTooLong { .. }
            | BundleError::Unordered(_)
            | BundleError::Unvouched(_)
            | BundleError::Revoked(_)) => Self::Bundle(other),
        }
    }
}

impl Error {
    /// The exit code of the command line: 1 refused or failed, 4 wrong
    /// passphrase or not a recipient, 5 damaged or forged.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Store(StoreError::WrongPassphrase)
            | Self::Bundle(
                BundleError::WrongPassphrase
                | BundleError::PassphraseNeeded
                | BundleError::NotForUs
                | BundleError::ForeignGroup(_),
            ) => 4,
            Self::Store(
                StoreError::Damaged { .. } | StoreError::Unopenable { .. } | StoreError::KeysLost { .. },
            )
            | Self::Bundle(
                BundleError::NotABundle
                | BundleError::Damaged(_)
                | BundleError::Forged { .. }
                | BundleError::Unordered(_)
                | BundleError::Unvouched(_)
                | BundleError::Revoked(_)
                | BundleError::TooNew { .. },
            ) => 5,
            Self::Store(_)
            | Self::Bundle(_)
            | Self::Refused(_)
            | Self::Value { .. }
            | Self::All(_)
            | Self::NoLedger(_)
            | Self::NoField { .. }
            | Self::NoRecord(_)
            | Self::NoLaptop(_)
            | Self::Ambiguous(_)
            | Self::Already(_)
            | Self::Held { .. }
            | Self::ForOneself
            | Self::NothingToUndo
            | Self::PastErasure
            | Self::NeedsReason
            | Self::NoAct(_)
            | Self::NothingToRedo
            | Self::ChangedSince
            | Self::NoConflict
            | Self::BadLetter
            | Self::WrongFile(_)
            | Self::NoItem(_)
            | Self::NoFolder(_)
            | Self::NotLead
            | Self::Revoked
            | Self::OwnLaptop
            | Self::StaysLead
            | Self::NotSo
            | Self::TakenIn { .. }
            | Self::NotHere { .. }
            | Self::Expired(_)
            | Self::Clock => 1,
        }
    }

    /// Whether the file would open with a passphrase, or with another one.
    pub fn wants_passphrase(&self) -> bool {
        matches!(self, Self::Bundle(BundleError::PassphraseNeeded | BundleError::WrongPassphrase))
    }

    /// Whether another passphrase may open the workspace.
    pub fn is_wrong_passphrase(&self) -> bool {
        matches!(self, Self::Store(StoreError::WrongPassphrase))
    }

    /// Whether whoever waited for long work ended it.
    pub fn is_stopped(&self) -> bool {
        matches!(self, Self::Store(StoreError::Stopped))
    }

    /// Whether it was refused for being more than one commit can hold.
    pub fn is_too_large(&self) -> bool {
        matches!(self, Self::Store(StoreError::TooLarge { .. }))
    }

    /// Whether the keys of those who are to open a bundle are wrong, or too many.
    pub fn is_of_recipients(&self) -> bool {
        matches!(self, Self::Bundle(BundleError::BadRecipient(_) | BundleError::TooManyRecipients { .. }))
    }

    /// Whether a bundle is whole as far as can be told, but sealed for others.
    pub fn is_sealed_away(&self) -> bool {
        self.wants_passphrase() || matches!(self, Self::Bundle(BundleError::NotForUs))
    }

    /// The same, of a file that was to be an invitation or a backup.
    pub fn sentence_of(&self, purpose: Purpose, lang: Lang) -> String {
        if let Self::Bundle(error) = self {
            bundle_sentence(error, purpose, lang)
        } else {
            self.sentence(lang)
        }
    }

    /// What happened and what to do next.
    #[expect(clippy::too_many_lines, reason = "one sentence a kind, in one place")]
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Store(error) => store_sentence(error, lang),
            Self::Bundle(error) => bundle_sentence(error, Purpose::Exchange, lang),
            Self::Refused(refusal) => refusal.sentence(lang),
            Self::Value { field, why } => {
                let why = why.sentence(lang);
                say!(lang, "{field}：{why}", "{field}: {why}")
            }
            Self::All(errors) => {
                let told: Vec<String> = errors.iter().map(|error| error.sentence(lang)).collect();
                told.join("\n")
            }
            Self::NoLedger(name) => say!(
                lang,
                "没有叫“{name}”的台账；F8 或 minqing ledgers 看都有哪些",
                "no ledger \"{name}\"; see F8, or minqing ledgers"
            ),
            Self::NoField { ledger, field } => say!(
                lang,
                "台账 {ledger} 没有“{field}”这一栏；F8 或 minqing ledgers {ledger} 看有哪些栏",
                "ledger {ledger} has no field \"{field}\"; see F8, or minqing ledgers {ledger}"
            ),
            Self::NoRecord(text) => say!(
                lang,
                "找不到“{text}”；屏幕上按空格从清单里选，或用 minqing list 查到编号再试",
                "no record \"{text}\"; on the screen Space opens a list, or find its id with: minqing list"
            ),
            Self::NoLaptop(text) => say!(
                lang,
                "没有代号或编号是“{text}”的电脑；F10 或 minqing peers list 看有哪些",
                "no laptop \"{text}\"; see F10, or minqing peers list"
            ),
            Self::Ambiguous(several) => several.sentence(lang),
            Self::Held { letter, until } => say!(
                lang,
                "代号 {letter} 留给了一份还没用的邀请（{until} 到期）；请换一个代号",
                "letter {letter} is held for an invitation that was not used yet (good until {until}); choose another"
            ),
            Self::ForOneself => lang
                .pick(
                    "不用给这台电脑自己导出：它有的都在这里；请写别的电脑的代号，或不写",
                    "this laptop has all that is here and needs no bundle; name another one, or none",
                )
                .to_owned(),
            Self::Already(text) => say!(lang, "已经有“{text}”了", "\"{text}\" is there already"),
            Self::NothingToUndo => lang.pick("没有可撤销的操作", "nothing to undo").to_owned(),
            Self::PastErasure => lang
                .pick(
                    "最后做的是按要求删除，删除不能撤销",
                    "the last thing was an erasure, which is not undone",
                )
                .to_owned(),
            Self::NeedsReason => lang
                .pick(
                    "它在另册里，要写明理由才撤销：minqing undo --reason '……'",
                    "it is kept apart and taken back for a reason only: minqing undo --reason '…'",
                )
                .to_owned(),
            Self::NoAct(number) => say!(
                lang,
                "本机没有可撤销的第 {number} 步；各步的编号见 minqing undo --dry-run --count 20",
                "this laptop has no action {number} to take back; minqing undo --dry-run --count 20 lists them"
            ),
            Self::NothingToRedo => lang.pick("没有可重做的操作", "nothing to redo").to_owned(),
            Self::ChangedSince => lang
                .pick(
                    "这一步定下了冲突，或者改过的地方后来又被改过，不能撤销，也不能重做；请直接修改",
                    "it settled a conflict, or what it changed has been changed again since, and is neither undone nor redone; edit it instead",
                )
                .to_owned(),
            Self::NoConflict => lang.pick("这一栏没有这样的冲突", "there is no such conflict").to_owned(),
            Self::BadLetter => lang
                .pick(
                    "电脑代号是 1–3 个英文字母，如 A",
                    "a laptop's letter code is one to three letters, as A",
                )
                .to_owned(),
            Self::WrongFile(what) => match *what {
                "invitation" => lang
                    .pick("这是邀请文件；在新电脑上第一次打开时选“凭邀请文件加入”，或用 minqing join 加入", "this is an invitation; a new laptop joins by it at its first start, or by: minqing join")
                    .to_owned(),
                "backup" => lang
                    .pick("这是备份文件；在新电脑上第一次打开时选“从备份恢复”，或用 minqing restore 恢复", "this is a backup; a new laptop is restored from it at its first start, or by: minqing restore")
                    .to_owned(),
                "bundle" => lang
                    .pick(
                        "这是同步包；F10“导入”，或用 minqing bundle import 导入",
                        "this is a bundle; \"Import\" on F10 takes it in, or: minqing bundle import",
                    )
                    .to_owned(),
                _ => lang.pick("这个文件不是要的那一种", "this file is of another purpose").to_owned(),
            },
            Self::NotLead => lang
                .pick(
                    "这一步只能在组长的电脑上做；请组长来做，或请组长先把这台电脑设为组长电脑：F10“确认电脑”，或 minqing peers confirm 代号 --lead",
                    "only a lead's laptop may do this; ask the lead, or to be made one: \"Confirm\" on F10, or minqing peers confirm LETTER --lead",
                )
                .to_owned(),
            Self::Revoked => lang
                .pick(
                    "这台电脑已被组长停用，不能再录入；请联系组长，找回后可由组长重新确认",
                    "a lead has revoked this laptop: nothing more can be written; ask the lead to confirm it again",
                )
                .to_owned(),
            Self::OwnLaptop => lang
                .pick(
                    "确认和停用都不能对正在用的这台电脑做；请在另一台组长电脑上做",
                    "a laptop does not confirm or revoke itself; do it on another lead's laptop",
                )
                .to_owned(),
            Self::StaysLead => lang
                .pick(
                    "组长电脑不能改回普通电脑；不再使用的，请停用它：F10“停用电脑”，或 minqing peers revoke 代号",
                    "a lead's laptop is not made an ordinary one again; if it is not used any more, revoke it: \"Revoke\" on F10, or minqing peers revoke LETTER",
                )
                .to_owned(),
            Self::TakenIn { after, applied } => say!(
                lang,
                "本机已经收下它的前 {applied} 次改动，并接着往下记了，不能只认到第 {after} 次。请不写 --after（或写 {applied} 以上），有不对的改动直接修改",
                "this laptop has taken in {applied} of its commits and built on them: it cannot be revoked after {after}; leave --after out (or give {applied} or more), and edit what is wrong"
            ),
            Self::NotHere { after, held } => say!(
                lang,
                "它的第 {after} 次改动还没到本机，本机只收到第 {held} 次：没见过的不能先认，否则拿到那台电脑的人可以补写。请先导入有它的同步包再停用，或不写 --after",
                "its commit {after} is not here, only those up to {held}: whoever has that laptop could still write what is trusted unseen; take in a bundle that has it first, or leave --after out"
            ),
            Self::NotSo => lang
                .pick(
                    "这样做不会生效：停用过的电脑不能再当组长电脑，也不能让给本机权限的那一次改动失效；请换一个次数，或请另一台组长电脑来做",
                    "this would not come to be so: a laptop that was revoked once leads no more, and no number may take away the ground this laptop stands on; choose another number, or ask another lead",
                )
                .to_owned(),
            Self::Expired(day) => say!(
                lang,
                "这份邀请 {day} 就到期了；请先看这台电脑的日期对不对，日期没错就请组长重新写一份",
                "this invitation was good until {day}; check this laptop's own date first, and if that is right, ask the lead for another"
            ),
            Self::NoFolder(path) => say!(
                lang,
                "没有 {path} 这个文件夹（U 盘插好了吗？）；要写成一个文件，请让文件名以 .mqb（邀请以 .mqi）结尾",
                "there is no folder {path} (is the stick in?); to write a file, let its name end in .mqb (an invitation: .mqi)"
            ),
            Self::NoItem(item) => say!(
                lang,
                "清单里没有“{item}”；F3 或 minqing check LIST 看有哪些项目",
                "no item \"{item}\" on the list; see F3, or minqing check LIST"
            ),
            Self::Clock => {
                lang.pick("电脑时钟不对，请先校准", "this laptop's clock is wrong; set it first").to_owned()
            }
        }
    }
}
