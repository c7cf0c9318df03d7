//! What is refused because it is about people, in words.

use super::Refusal;
use crate::{domain::wording::Lang, say};

/// What was refused and what to do instead: a label, a use without consent, a
/// log, a period.
pub(super) fn sentence(refusal: &Refusal, lang: Lang) -> String {
    if let Refusal::Label { field, word } = refusal {
        let field = field.get(lang);
        return say!(
            lang,
            "“{field}”不收“{word}”这类给人贴标签的词：请写这个人需要什么，要办的事请登记为事项",
            "\"{field}\" takes no word such as \"{word}\", which labels a person: write what the person needs, and register what is to be done as an issue"
        );
    }
    if let Refusal::NoConsent(purpose) = refusal {
        let purpose = purpose.get(lang);
        return say!(
            lang,
            "本人没有同意“{purpose}”，或已经撤回：不能填写、不能使用。本人同意的，先记下：F4“同意”，或 minqing person consent 编号",
            "there is no consent to \"{purpose}\", or it was withdrawn: it is neither filled in nor used. Where there is one, write it down first: \"Consent\" on F4, or minqing person consent ID"
        );
    }
    if let Refusal::NotDue(record) = refusal {
        return say!(
            lang,
            "{record} 还没到期限，不能按期限清理；本人要求删除的，用 F4“按要求删除”，或 minqing person erase",
            "{record} has not reached its period; where the person asks for it: \"Erase on request\" on F4, or minqing person erase"
        );
    }
    let told = if *refusal == Refusal::Log {
        lang.pick(
            "查看记录和导出登记由程序自己写，任何人都不能改、不能划去、不能撤销",
            "who looked and what went out is written by the program, and changed, struck or undone by nobody",
        )
    } else {
        lang.pick(
            "期限太短：同意和告知的记录依法至少保存三年（36 个月），其他至少 1 个月",
            "too short: consents and notices are kept for three years (36 months) at least by law, anything else for a month",
        )
    };
    told.to_owned()
}
