//! Why a declaration of a ledger cannot be taken, and what to write instead.

use crate::domain::wording::Lang;

/// A declaration that cannot be taken: where it is wrong, and how.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {}", wrong.sentence(Lang::En))]
pub struct Misdeclared {
    /// The key, with the field or rule it stands in.
    pub place: String,
    /// What is wrong.
    pub wrong: Wrong,
}

impl Misdeclared {
    /// That something in this place is wrong.
    pub fn new(place: impl Into<String>, wrong: Wrong) -> Self {
        Self { place: place.into(), wrong }
    }

    /// What is wrong and what to write instead.
    pub fn sentence(&self, lang: Lang) -> String {
        let (place, wrong) = (&self.place, self.wrong.sentence(lang));
        if place.is_empty() { wrong } else { crate::say!(lang, "{place}：{wrong}", "{place}: {wrong}") }
    }
}

/// What is wrong with a part of a declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// More than so many bytes.
    TooLarge(usize),
    /// Not TOML; the parser's message, with its line.
    NotToml(String),
    /// It has to be there.
    Missing,
    /// Something else than what is named.
    Not(Shape),
    /// None of these.
    NoneOf(Vec<String>),
    /// A key that means nothing here; these do.
    Unknown(Vec<String>),
    /// More than so many.
    TooMany(usize),
    /// More than so many characters.
    TooLong(usize),
    /// A name that the program uses itself.
    Reserved,
    /// A second one of this name or number.
    Twice(String),
    /// There is no field of this key.
    NoField(String),
    /// There is no ledger of this id.
    NoLedger(String),
    /// It speaks of people as risks.
    Risk,
    /// It tells of what is kept of nobody.
    Never,
    /// What is not open has no purpose.
    NoPurpose,
    /// Less than what such a field is guarded by.
    TooOpen(&'static str),
    /// A field of this kind cannot be a set.
    NotMany(String),
    /// Nothing that people fill in.
    NoFields,
    /// More fields that must be filled in than a form may have.
    TooManyRequired,
    /// Neither day nor moment.
    NotADay(String),
    /// A rule asks for one thing.
    OneDemand,
    /// The number that follows from the key belongs to another field.
    NumberTaken,
}

/// What is expected in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Text that is not blank.
    Text,
    /// A text, or one for each language.
    Wording,
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Number,
    /// A list of texts.
    Texts,
    /// `[[…]]` tables.
    Tables,
    /// A key: small letters, digits, `_`.
    Key,
    /// A tag that a field of the program may have.
    Tag,
    /// A width in cells.
    Width,
}

impl Shape {
    fn words(self, lang: Lang) -> &'static str {
        match self {
            Self::Text => lang.pick("文字，例如 \"名称\"", "text, such as \"name\""),
            Self::Wording => lang.pick(
                "文字，或 { zh = \"名称\", en = \"name\" }",
                "text, or { zh = \"名称\", en = \"name\" }",
            ),
            Self::Flag => "true / false",
            Self::Number => lang.pick("整数，例如 30", "a whole number, such as 30"),
            Self::Texts => {
                lang.pick("一组文字，例如 [\"a\", \"b\"]", "a list of texts, such as [\"a\", \"b\"]")
            }
            Self::Tables => lang.pick("用 [[…]] 开头的小节", "sections that begin with [[…]]"),
            Self::Key => lang.pick(
                "小写英文字母开头，只用小写字母、数字和下划线，最多 40 个，例如 visit_day",
                "small letters, digits and underscores, a letter first, at most 40, such as visit_day",
            ),
            Self::Tag => lang.pick("16 到 16383 之间的编号", "a number from 16 to 16383"),
            Self::Width => lang.pick("2 到 60 之间的宽度", "a width from 2 to 60"),
        }
    }
}

impl Wrong {
    /// What is wrong and what to write instead.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::TooLarge(most) => crate::say!(
                lang,
                "文件太大，最多 {most} 字节；一个文件只写一本台账",
                "the file is too large: at most {most} bytes, one ledger a file"
            ),
            Self::NotToml(message) => crate::say!(
                lang,
                "不是 TOML 格式，请照 `minqing ledgers write` 写出的样子改：{message}",
                "not TOML; follow what `minqing ledgers write` writes: {message}"
            ),
            Self::Missing => lang.pick("缺这一项，请写上", "it is missing; write it").to_owned(),
            Self::Not(shape) => {
                let words = shape.words(lang);
                crate::say!(lang, "这里要写{words}", "write {words}")
            }
            Self::NoneOf(all) => {
                let all = all.join(lang.pick("、", ", "));
                crate::say!(lang, "只能写其中之一：{all}", "write one of: {all}")
            }
            Self::Unknown(all) => {
                let all = all.join(lang.pick("、", ", "));
                crate::say!(lang, "没有这一项；可以写的有：{all}", "no such key; these are known: {all}")
            }
            Self::TooMany(most) => crate::say!(lang, "太多了，最多 {most} 个", "too many: at most {most}"),
            Self::TooLong(most) => {
                crate::say!(lang, "太长了，最多 {most} 个字", "too long: at most {most} characters")
            }
            Self::Reserved => lang
                .pick("这个名字程序自己要用，请换一个", "the program uses this name itself; take another")
                .to_owned(),
            Self::Twice(what) => {
                crate::say!(lang, "{what} 用了两次，请改掉一个", "{what} is used twice; change one of them")
            }
            Self::NoField(key) => crate::say!(
                lang,
                "没有 {key} 这一栏，请写某个 [[field]] 的 key",
                "there is no field {key}; write the key of a [[field]]"
            ),
            Self::NoLedger(id) => crate::say!(
                lang,
                "没有 {id} 这本台账，`minqing ledgers` 列出所有台账",
                "there is no ledger {id}; `minqing ledgers` lists them"
            ),
            Self::Risk => lang
                .pick(
                    "台账记事，不给人定级、预警或贴标签；请改成要办的事",
                    "a ledger is about matters, never about people as risks; say what is to be done instead",
                )
                .to_owned(),
            Self::Never => lang
                .pick(
                    "宗教、生物识别、行踪、银行账户和证件照片，本台账不收集",
                    "belief, body, whereabouts, bank accounts and photographs of papers are kept of nobody",
                )
                .to_owned(),
            Self::TooOpen(least) => crate::say!(
                lang,
                "电话、证件号、本人的金额和涉及健康、救助的栏至少是 {least}，不能更公开：去掉 privacy 这一行就行",
                "phones, ID numbers, somebody's money, health and aid are {least} at the least: leave privacy out"
            ),
            Self::NoPurpose => lang
                .pick(
                    "个人或敏感的栏要写明用途：purpose = { zh = \"为什么要收\" }",
                    "a personal or sensitive field says what for: purpose = { zh = \"…\" }",
                )
                .to_owned(),
            Self::NotMany(kind) => crate::say!(
                lang,
                "{kind} 类型的栏不能填多个值，请去掉 many",
                "a field of kind {kind} cannot be a set; leave `many` out"
            ),
            Self::NoFields => lang
                .pick(
                    "至少要有一栏由人填写，请加 [[field]]",
                    "people must have a field to fill in; add a [[field]]",
                )
                .to_owned(),
            Self::TooManyRequired => lang
                .pick(
                    "必填的栏最多八个，请把其余的 required 去掉",
                    "at most eight fields can be required; leave `required` out of the others",
                )
                .to_owned(),
            Self::NotADay(key) => crate::say!(
                lang,
                "{key} 不是日期栏；这里要写 kind 为 date 或 instant 的栏",
                "{key} holds no day; write a field of kind date or instant"
            ),
            Self::NumberTaken => lang
                .pick(
                    "这个代号算出的编号已被另一栏占用，请换一个代号，例如在后面加 _2",
                    "the number that follows from this key belongs to another field; take another key, such as one with _2",
                )
                .to_owned(),
            Self::OneDemand => lang
                .pick("一条 [[rule]] 只写 need、bar、order、within 之一", "a [[rule]] has one of need, bar, order and within")
                .to_owned(),
        }
    }
}
