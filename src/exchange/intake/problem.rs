//! What can be wrong with a row.

use jiff::civil::Date;

use crate::{
    domain::{
        identity::{IdDoubt, PhoneDoubt},
        input::BadValue,
        ledger::Ledger,
        wording::{Lang, Wording},
    },
    say,
    workbench::{
        bars::{BARS_ALONG, NAMES_MEMBER},
        labels::Doubt,
    },
};

/// The reason why a row was refused, or what somebody should look at.
///
/// No sentence repeats a phone or ID number: reports are passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowProblem {
    /// A cell does not fit its field.
    Bad {
        /// The field's title.
        field: Wording,
        /// What is wrong.
        why: BadValue,
    },
    /// A cell does not fit its field, and what it says was written into the note.
    SetAside {
        /// The field's title.
        field: Wording,
        /// What is wrong.
        why: BadValue,
    },
    /// A field that a record cannot do without is empty.
    Missing {
        /// The field's title.
        field: Wording,
    },
    /// Several records fit the row.
    Ambiguous {
        /// How many.
        records: usize,
    },
    /// What decides who is meant is somebody else's, by his name.
    OtherName {
        /// What that one is called.
        name: String,
    },
    /// An ID number looks wrong; it is kept where the row is taken (domain.md §5).
    IdDoubtful {
        /// What is doubtful.
        doubt: IdDoubt,
        /// Whether it was kept.
        kept: bool,
    },
    /// A phone looks wrong; it is kept where the row is taken (domain.md §5).
    PhoneDoubtful {
        /// The field's title.
        field: Wording,
        /// What is doubtful.
        doubt: PhoneDoubt,
        /// Whether it was kept.
        kept: bool,
    },
    /// A long number went through a numeric cell and lost its last digits.
    LostDigits {
        /// The field's title.
        field: Wording,
    },
    /// A number whose middle is hidden by asterisks was left out.
    Masked {
        /// The field's title.
        field: Wording,
    },
    /// The cell holds the error of a formula, and counts as empty.
    FormulaError {
        /// The field's title.
        field: Wording,
    },
    /// The record has another value there already, which was kept.
    Kept {
        /// The field's title.
        field: Wording,
    },
    /// The row speaks of the same record as an earlier one.
    TwiceInFile {
        /// The earlier row's number.
        row: u32,
    },
    /// No record, or more than one, has the name in the cell; the field stays empty.
    NoReference {
        /// The field's title.
        field: Wording,
        /// Whether there is a record whose field stayed empty.
        kept: bool,
    },
    /// Whom a visit was made to is in no ledger, so that it would be one to nobody.
    Stranger,
    /// The sheet sets a day that moves no time of the ledger's.
    IdleDay {
        /// The day.
        day: Date,
    },
    /// The sheet says that the matter has ended; here it is open until its result is entered.
    NotEnded,
    /// A reply came without its time; it counts as given now.
    ReplyWithoutTime,
    /// Words that label a person as a risk were left out of a cell (domain.md §4.2 rule 1).
    Label {
        /// The field's title.
        field: Wording,
    },
    /// A text labels a person as a risk; it was kept, for it is somebody's sentence.
    LabelDoubtful {
        /// The field's title.
        field: Wording,
    },
    /// A child under fourteen is told of by name, without a guardian's consent (个保法 31).
    Minor,
    /// Another resident has the ID number.
    SameNumber,
    /// Another resident of the neighbourhood has the name.
    SameName,
    /// The birth date is not the one in the ID number.
    BornOtherwise,
    /// None of the classes to choose from: counted by itself.
    Unlisted,
    /// Somebody of this name or number was erased at his own wish (个保法 47).
    ErasedBefore,
    /// Words tell of a member of the group by name, who is not said to be concerned
    /// (信访工作条例 28, 30).
    NamesMember,
    /// What a visit raised is kept from a member because of another issue of it.
    BarsAlong,
    /// A hazard whose part or severity stands in its text alone, and what it lacks to
    /// count as found.
    NotFound {
        /// What.
        lacks: Vec<Wording>,
    },
    /// A rule of the work, or the store, does not take the row.
    Rule {
        /// What was refused and what to do.
        why: Wording,
    },
}

impl RowProblem {
    /// What is doubtful about a card that was written.
    pub fn of_doubt(doubt: Doubt, ledger: &Ledger) -> Self {
        let title = |tag| ledger.field(tag).map_or_else(|| ledger.title.clone(), |field| field.title.clone());
        match doubt {
            Doubt::Label(tag) => Self::LabelDoubtful { field: title(tag) },
            Doubt::Minor => Self::Minor,
            Doubt::SameNumber => Self::SameNumber,
            Doubt::SameName => Self::SameName,
            Doubt::BornOtherwise => Self::BornOtherwise,
            Doubt::Unlisted => Self::Unlisted,
            Doubt::Erased => Self::ErasedBefore,
            Doubt::NamesMember => Self::NamesMember,
            Doubt::BarsAlong => Self::BarsAlong,
        }
    }

    /// The same of a row that was not taken: it says what is wrong, and of nothing
    /// that it was written or left empty.
    #[must_use]
    pub(super) fn of_untaken(self) -> Self {
        let mut told = self;
        match &mut told {
            Self::IdDoubtful { kept, .. }
            | Self::PhoneDoubtful { kept, .. }
            | Self::NoReference { kept, .. } => {
                *kept = false;
            }
            Self::SetAside { field, why } => {
                told = Self::Bad { field: field.clone(), why: why.clone() };
            }
            Self::Bad { .. }
            | Self::Missing { .. }
            | Self::Ambiguous { .. }
            | Self::OtherName { .. }
            | Self::LostDigits { .. }
            | Self::Masked { .. }
            | Self::FormulaError { .. }
            | Self::Kept { .. }
            | Self::TwiceInFile { .. }
            | Self::Stranger
            | Self::IdleDay { .. }
            | Self::NotEnded
            | Self::ReplyWithoutTime
            | Self::Label { .. }
            | Self::LabelDoubtful { .. }
            | Self::Minor
            | Self::SameNumber
            | Self::SameName
            | Self::BornOtherwise
            | Self::Unlisted
            | Self::ErasedBefore
            | Self::NamesMember
            | Self::BarsAlong
            | Self::NotFound { .. }
            | Self::Rule { .. } => {}
        }
        told
    }

    /// Its word in JSON.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Bad { .. } => "bad_value",
            Self::SetAside { .. } => "set_aside",
            Self::Missing { .. } => "missing",
            Self::Ambiguous { .. } => "ambiguous",
            Self::OtherName { .. } => "other_name",
            Self::IdDoubtful { .. } => "id_doubtful",
            Self::PhoneDoubtful { .. } => "phone_doubtful",
            Self::LostDigits { .. } => "lost_digits",
            Self::Masked { .. } => "masked",
            Self::FormulaError { .. } => "formula_error",
            Self::Kept { .. } => "kept",
            Self::TwiceInFile { .. } => "twice_in_file",
            Self::NoReference { .. } => "no_reference",
            Self::Stranger => "stranger",
            Self::IdleDay { .. } => "idle_day",
            Self::NotEnded => "not_ended",
            Self::ReplyWithoutTime => "reply_without_time",
            Self::Label { .. } => "label",
            Self::LabelDoubtful { .. } => "label_doubtful",
            Self::Minor => "minor",
            Self::SameNumber => "same_number",
            Self::SameName => "same_name",
            Self::BornOtherwise => "born_otherwise",
            Self::Unlisted => "unlisted_class",
            Self::ErasedBefore => "erased_before",
            Self::NamesMember => "names_member",
            Self::BarsAlong => "bars_along",
            Self::NotFound { .. } => "not_found",
            Self::Rule { .. } => "rule",
        }
    }

    /// Says what is wrong and what to do.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Bad { field, why } => {
                let (field, why) = (field.get(lang), why.sentence(lang));
                say!(lang, "{field}：{why}", "{field}: {why}")
            }
            Self::SetAside { field, why } => set_aside(field, why, lang),
            Self::Missing { field } => {
                let field = field.get(lang);
                say!(lang, "缺“{field}”，请补上再导入", "\"{field}\" is missing; fill it in and import again")
            }
            Self::Ambiguous { records } => say!(
                lang,
                "有 {records} 条记录都可能是这一行，不能替您选；请补上证件号或电话，或用 --match 指明按哪一栏对",
                "{records} records fit this row; add an ID number or a phone, or say with --match which field decides"
            ),
            Self::OtherName { name } => other_name(name, lang),
            Self::IdDoubtful { doubt, kept } => id_doubtful(*doubt, *kept, lang),
            Self::PhoneDoubtful { field, doubt, kept } => phone_doubtful(field, *doubt, *kept, lang),
            Self::LostDigits { field } => {
                let field = field.get(lang);
                say!(
                    lang,
                    "“{field}”在表格里存成了数值，末几位已经丢失；请把这一列设为文本、重新填写后再导入",
                    "\"{field}\" was a number in the sheet and lost its last digits; make the column text, type it again, import again"
                )
            }
            Self::Masked { field } => masked(field, lang),
            Self::FormulaError { field } => {
                let field = field.get(lang);
                say!(
                    lang,
                    "“{field}”是公式错误，按空处理",
                    "\"{field}\" holds a formula's error and counts as empty"
                )
            }
            Self::Kept { field } => {
                let field = field.get(lang);
                say!(
                    lang,
                    "“{field}”已有内容，与表里的不同，保留了原来的；要改请直接编辑",
                    "\"{field}\" differs from the sheet; what was there was kept; edit it if the sheet is right"
                )
            }
            Self::TwiceInFile { row } => {
                say!(lang, "与第 {row} 行是同一条，已并入", "the same as row {row}, and merged with it")
            }
            Self::NoReference { field, kept } => {
                let field = field.get(lang);
                let left = if *kept { lang.pick("，留空了", "; left empty") } else { "" };
                say!(
                    lang,
                    "“{field}”找不到或不止一个同名的{left}",
                    "\"{field}\": no record of that name, or several{left}"
                )
            }
            Self::Stranger => lang.pick(STRANGER.0, STRANGER.1).to_owned(),
            Self::IdleDay { day } => idle(*day, lang),
            Self::NotEnded => lang.pick(NOT_ENDED.0, NOT_ENDED.1).to_owned(),
            Self::ReplyWithoutTime => lang.pick(UNTIMED.0, UNTIMED.1).to_owned(),
            Self::Label { field } => label(field, lang),
            Self::LabelDoubtful { field } => doubtful(field, lang),
            Self::Minor => lang.pick(MINOR.0, MINOR.1).to_owned(),
            Self::SameNumber => lang.pick(SAME_NUMBER.0, SAME_NUMBER.1).to_owned(),
            Self::SameName => lang.pick(SAME_NAME.0, SAME_NAME.1).to_owned(),
            Self::BornOtherwise => lang.pick(BORN_OTHERWISE.0, BORN_OTHERWISE.1).to_owned(),
            Self::Unlisted => lang.pick(UNLISTED.0, UNLISTED.1).to_owned(),
            Self::ErasedBefore => lang.pick(ERASED.0, ERASED.1).to_owned(),
            Self::NamesMember => NAMES_MEMBER.get(lang).to_owned(),
            Self::BarsAlong => BARS_ALONG.get(lang).to_owned(),
            Self::NotFound { lacks } => not_found(lacks, lang),
            Self::Rule { why } => why.get(lang).to_owned(),
        }
    }
}

/// What was done with a number that looks wrong.
fn kept_as_it_is(kept: bool, lang: Lang) -> &'static str {
    if kept { lang.pick("，已照原样保存", "; kept as it is") } else { "" }
}

fn id_doubtful(doubt: IdDoubt, kept: bool, lang: Lang) -> String {
    let kept = kept_as_it_is(kept, lang);
    match doubt {
        IdDoubt::Checksum => say!(
            lang,
            "身份证号校验位不符{kept}，请核对",
            "the ID number's check digit does not fit{kept}, check it"
        ),
        IdDoubt::Shape => say!(
            lang,
            "身份证号不是 18 位{kept}，请核对",
            "the ID number does not have 18 digits{kept}, check it"
        ),
        IdDoubt::Old => say!(
            lang,
            "15 位旧身份证号{kept}，请换成 18 位",
            "an old ID number of 15 digits{kept}, ask for the new one"
        ),
    }
}

fn phone_doubtful(field: &Wording, doubt: PhoneDoubt, kept: bool, lang: Lang) -> String {
    let (field, kept) = (field.get(lang), kept_as_it_is(kept, lang));
    match doubt {
        PhoneDoubt::NoNumber => say!(
            lang,
            "“{field}”不像电话号码（数字不到 5 位，或夹着字母）{kept}，请核对",
            "\"{field}\" does not look like a phone number (fewer than 5 digits, or letters among them){kept}, check it"
        ),
        PhoneDoubt::Length(digits) => say!(
            lang,
            "“{field}”像手机号，却是 {digits} 位（应为 11 位）{kept}，请核对",
            "\"{field}\" looks like a mobile number but has {digits} digits (11 are right){kept}, check it"
        ),
    }
}

fn not_found(lacks: &[Wording], lang: Lang) -> String {
    let lacks: Vec<&str> = lacks.iter().map(|what| what.get(lang)).collect();
    let lacks = lacks.join(lang.pick("、", ", "));
    say!(
        lang,
        "隐患的部位、级别照原样写进了详情，还没有记成排查：缺{lacks}；补齐后按“排查登记”（F6“步骤”，或 minqing issue find）记一步",
        "the hazard's part and severity stand in its detail as they were; it does not count as found yet, without {lacks}: fill them in with the step \"found\" (\"Steps\" on F6, or minqing issue find)"
    )
}

const ERASED: (&str, &str) = (
    "姓名或号码与一位曾按本人要求删除的居民相同：如是同一人，要本人同意才能重新登记，否则请撤销或删除这一条",
    "the name or number is that of somebody who was erased at his own wish: if it is the same person, enter him only with his consent, or take this back",
);

const STRANGER: (&str, &str) = (
    "走访对象和住址在居民、户台账里都找不到（或不止一个同名的），走访不能记在没有对象的名下：请先登记这位居民或这一户，再导入这一行",
    "whom the visit was made to is in neither the residents nor the households (or several are called so): enter the resident or the household, then import this row again",
);

const UNTIMED: (&str, &str) = ("答复没有时间，按现在登记", "the reply has no time and counts as given now");

const NOT_ENDED: (&str, &str) = (
    "表里写已销号或已办结；这里还没有答复和结果，先按未办结收，请补登回音和结果",
    "the sheet says that it has ended; no reply and no result are recorded here, so it is open until they are",
);

const MINOR: (&str, &str) = (
    "这位居民未满 14 岁：实名登记须监护人同意（F4“同意”，或 minqing person consent 编号 minor --given --guardian 监护人），否则只在户的备注里记“有×名未成年人”",
    "this resident is under 14: a name needs a guardian's consent (\"Consent\" on F4, or minqing person consent ID minor --given --guardian NAME); otherwise write only how many minors live in the household",
);

const SAME_NUMBER: (&str, &str) = (
    "另一位居民也是这个身份证号，请核对是不是同一个人",
    "another resident has this ID number: see whether it is the same person",
);

const SAME_NAME: (&str, &str) = (
    "本组已有一位同名的居民，请核对是不是同一个人；是的话删掉多出的一条",
    "the neighbourhood has a resident of this name: if it is the same person, delete one of the two",
);

const BORN_OTHERWISE: (&str, &str) =
    ("出生日期与身份证号里的不一样，请核对", "the birth date is not the one in the ID number; check both");

const UNLISTED: (&str, &str) = (
    "这个分类不在“事项分类”里，统计时单列；缺的请在 F8“事项分类”里加一条",
    "no such class to choose from, so it is counted by itself; what is missing can be added to the ledger `classes`",
);

fn idle(day: Date, lang: Lang) -> String {
    say!(
        lang,
        "表里的期限 {day} 只记在详情里，本台账的期限不变：要推后请登记“延期”（理由、批准人、告知本人），隐患请登记“查实”",
        "the sheet's day {day} is kept in the text and moves no time here: to move it, record an extension with its reason, or, of a hazard, what was found"
    )
}

fn masked(field: &Wording, lang: Lang) -> String {
    let field = field.get(lang);
    say!(lang, "“{field}”带星号，是遮盖过的，未导入", "\"{field}\" is masked by asterisks and was left out")
}

fn label(field: &Wording, lang: Lang) -> String {
    let field = field.get(lang);
    say!(
        lang,
        "“{field}”里有给人贴风险标签的字样，这部分没有导入",
        "\"{field}\" labels a person as a risk; that part was left out"
    )
}

fn doubtful(field: &Wording, lang: Lang) -> String {
    let field = field.get(lang);
    say!(
        lang,
        "“{field}”里有给人贴标签的字样，请改成这个人需要什么、我们要做什么",
        "\"{field}\" labels a person; write what the person needs and what is to be done instead"
    )
}

fn set_aside(field: &Wording, why: &BadValue, lang: Lang) -> String {
    let (field, why) = (field.get(lang), why.sentence(lang));
    say!(
        lang,
        "{field}：{why}。原文写进了备注（事项：分类或详情）",
        "{field}: {why}. What the sheet says is in the note (of an issue: its class or text)"
    )
}

/// What to do where a number is somebody else's: nobody of the two is to be lost.
fn other_name(name: &str, lang: Lang) -> String {
    say!(
        lang,
        "号码与名册里的“{name}”相同，姓名不同，没有导入。是同一人：把姓名改成一致再导；是两个人：改正号码，或先空着号码再导",
        "the number is that of \"{name}\", the name is another: not taken. If it is one person, make the names agree; if two, correct the number or leave it out, then import again"
    )
}
