//! What is refused of terms, holidays and extensions.

use jiff::civil::Date;

use crate::domain::wording::Lang;

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
    #[error("the term may be extended {0} time(s)")]
    NoExtension(usize),
    /// An extension beyond how far the term allows one.
    #[error("the term may be extended to {0} at most")]
    BeyondTerm(Date),
    /// A person who is said to have been told on a day that is still to come.
    #[error("nobody was told yet on a day to come")]
    NotYetTold,
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
            Self::NoExtension(often) => crate::say!(
                lang,
                "这个时限最多延期 {often} 次，已经用完，请先答复进展",
                "this term may be extended {often} time(s), which is used up; tell the person how far it is"
            ),
            Self::BeyondTerm(day) => {
                crate::say!(lang, "按规定最多延到 {day}", "the term allows an extension to {day} at most")
            }
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
