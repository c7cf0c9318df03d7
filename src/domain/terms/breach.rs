//! What is refused of terms, holidays and extensions.

use jiff::civil::Date;

use crate::domain::wording::{Lang, counted};

/// Why a term, a holiday or an extension is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Breach {
    /// A card that is known by its day or key, under another one's id.
    #[error("it is kept under the day or key it had first")]
    Named,
    /// A number beyond what it may be.
    #[error("not between 0 and {0}")]
    OutOfRange(i64),
    /// A term of a statute, set laxer than the statute has it.
    #[error("a statute sets this term; a group may only be stricter")]
    LaxerThanLaw,
    /// An extension beyond how often the term allows one.
    #[error("the term may be extended {often}", often = counted(*.0, "time", "times"))]
    NoExtension(usize),
    /// An extension beyond how far the term allows one.
    #[error("the term may be extended to {0} at most")]
    BeyondTerm(Date),
    /// A person who is said to have been told on a day that is still to come.
    #[error("nobody was told yet on a day to come")]
    NotYetTold,
    /// A person who is said to have been told before the matter was registered, on that day.
    #[error("nobody was told before the matter was registered, on {0}")]
    ToldBefore(Date),
    /// An extension after the end, which was that day.
    #[error("the term ended on {0}")]
    AfterTheEnd(Date),
    /// An extension that whoever enters it approved himself.
    #[error("nobody approves his own extension")]
    OwnApproval,
    /// A time set beyond what the term with its extension has.
    #[error("the time may be set to {0} at most")]
    BeyondLimit(Date),
    /// A day by which something is to be put right that is past on the day on which it is set.
    #[error("the day lies before {0}, on which it is set")]
    BeforeItself(Date),
    /// A re-check that was not passed and gives more time than there is.
    #[error("a re-check may give time until {0} at most")]
    BeyondAgain(Date),
    /// A time that was set and is moved to a later day.
    #[error("the time was set to {0}; a later day needs an extension")]
    LimitStays(Date),
    /// A correction by somebody who does not lead.
    #[error("only a lead corrects what a term follows from")]
    LeadCorrects,
    /// Something promised by a day that is past.
    #[error("a day that is past is not promised")]
    PromisedBefore,
    /// A hearing of days that are still to come.
    #[error("nobody was heard yet on a day to come")]
    NotYetHeard,
}

impl Breach {
    /// What was refused and what to do instead.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Named => lang
                .pick(
                    "日期（或时限）定了就不能改成别的：请删去这一条，另登记一条",
                    "its day (or key) does not change; delete it and enter another",
                )
                .to_owned(),
            Self::OutOfRange(most) => {
                crate::say!(lang, "数字要在 0 到 {most} 之间", "the number must be between 0 and {most}")
            }
            Self::LaxerThanLaw => lang
                .pick(
                    "这是法规定的时限，只能更严（更短），单位不能改",
                    "a statute sets this term: it can only be made shorter, in the same unit",
                )
                .to_owned(),
            Self::NoExtension(0) => lang
                .pick(
                    "这个时限不能延期，请先答复进展",
                    "this term cannot be extended; tell the person how far it is",
                )
                .to_owned(),
            Self::NoExtension(often) => {
                let times = counted(*often, "time", "times");
                crate::say!(
                    lang,
                    "这个时限最多延期 {often} 次，已经用完，请先答复进展",
                    "this term may be extended {times}, which is used up; tell the person how far it is"
                )
            }
            Self::BeyondTerm(day) => {
                crate::say!(lang, "按规定最多延到 {day}", "the term allows an extension to {day} at most")
            }
            Self::ToldBefore(day) => crate::say!(
                lang,
                "告知日期早于登记日 {day}：请写真正告诉本人延期的那一天",
                "the person is said to have been told before it was registered ({day}): enter the day on which he was"
            ),
            Self::AfterTheEnd(day) => crate::say!(
                lang,
                "期限 {day} 已过，不能再延期：超期照记，请尽快答复、办结",
                "the term ended on {day} and cannot be extended: it stays late; answer and finish it"
            ),
            Self::OwnApproval => lang
                .pick(
                    "批准人不能是登记延期的本人：请由负责人批准，写负责人的姓名",
                    "nobody approves his own extension: name whoever is in charge and approved it",
                )
                .to_owned(),
            Self::BeyondLimit(day) => crate::say!(
                lang,
                "限期最多定到 {day}（登记后 90 天，同最长的法定办理期限）",
                "the time may be set to {day} at most (90 days, the longest term of a statute)"
            ),
            Self::BeforeItself(day) => crate::say!(
                lang,
                "期限早于登记这一步的 {day}：请写那天或以后的日子",
                "the day lies before {day}, on which it is set: name that day or a later one"
            ),
            Self::BeyondAgain(day) => crate::say!(
                lang,
                "复查不合格，续改最多定到 {day}（再给一个限期，默认 15 天）",
                "not passed: the new day may be {day} at most (one term more, 15 days unless told)"
            ),
            Self::LimitStays(day) => crate::say!(
                lang,
                "限期已定 {day}，不能改晚：要更多时间请登记“延期”（批准人、理由、告知）",
                "the time is set to {day} and is not moved later: record an extension (approver, reason, notice)"
            ),
            Self::LeadCorrects => lang
                .pick(
                    "更正时限口径由组长电脑登记，并写明理由",
                    "only a lead's laptop corrects what a term follows from, with the reason",
                )
                .to_owned(),
            Self::PromisedBefore => lang
                .pick("答应的日子已经过去：请写还没到的日子", "the day promised is past: promise one to come")
                .to_owned(),
            Self::NotYetHeard => lang
                .pick(
                    "听证的日子还没有到：开始了再登记开始，结束了再登记结束",
                    "a hearing is recorded once it has begun, and its end once it is over",
                )
                .to_owned(),
            Self::NotYetTold => lang
                .pick(
                    "告知日期还没有到：先告知本人，再登记延期",
                    "the day on which the person was told is still to come; tell the person first",
                )
                .to_owned(),
        }
    }
}
