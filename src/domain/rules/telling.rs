//! What was refused, in words.

use super::{Refusal, people};
use crate::{
    domain::{
        issues::steps,
        wording::{Lang, Wording},
    },
    say,
};

impl Refusal {
    /// What was refused and what to do instead.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Missing(what) => missing(what, lang),
            Self::NotLater(day) => {
                say!(lang, "延期要晚于现在的期限 {day}", "the new day must be later than {day}")
            }
            Self::Breach(breach) => breach.sentence(lang),
            Self::Required(fields) => {
                let told = titles(fields, lang);
                say!(lang, "{told}必须填写", "{told} must be filled in")
            }
            Self::Automatic(field) => {
                let field = field.get(lang);
                say!(lang, "“{field}”由程序填写，不能直接改", "\"{field}\" is filled in by the program")
            }
            Self::EndsBefore(day) => {
                say!(lang, "结束日不能早于开始日 {day}", "the last day must not be before the first, {day}")
            }
            Self::Label { .. } | Self::NoConsent(_) | Self::Log | Self::TooShort | Self::NotDue(_) => {
                people::sentence(self, lang)
            }
            Self::Declaration(wrong) => wrong.sentence(lang),
            Self::KindStays(title) => {
                let title = title.get(lang);
                say!(
                    lang,
                    "“{title}”已经填过内容，类型不能再改。请另加一栏，再停用这一栏",
                    "\"{title}\" holds data already, and its kind stays; add another field, and retire this one"
                )
            }
            Self::Shipped(name) => say!(
                lang,
                "“{name}”是程序自带的，不能改。自带的附带台账可以另加自己的栏或收起；居民、事项等核心台账不加栏：另要记的请自设一本台账，加一栏指向它",
                "\"{name}\" is the program's own and stays as it is. Ledgers that it brings as files take own fields and can be put away; the core ones (residents, issues) do not: declare a ledger that refers to them"
            ),
            Self::Said(wording) | Self::SaidOf(_, wording) => wording.get(lang).to_owned(),
            Self::OutOfTurn(objection) => objection.sentence(lang),
            Self::Waiting(count) => say!(
                lang,
                "还有 {count} 位反映人没有得到答复，不能登记结果：每一位都要有回音（匿名的可公开答复）",
                "{count} of those who asked have not been answered; answer each of them first (the anonymous by a public notice)"
            ),
            Self::NotAnswered
            | Self::Closed
            | Self::NotClosed
            | Self::Unexplained
            | Self::Undeletable
            | Self::StrikeOut
            | Self::NotAPetitioner
            | Self::NotAResident
            | Self::TellingReason
            | Self::NoBasis
            | Self::NoFollowUp
            | Self::InCircle
            | Self::ToOneself
            | Self::NothingHandedOver
            | Self::Erased
            | Self::KeptApart
            | Self::Gone => {
                let (zh, en) = self.fixed();
                lang.pick(zh, en).to_owned()
            }
        }
    }

    /// The same of what depends on nothing else; empty for the others.
    fn fixed(&self) -> (&'static str, &'static str) {
        match self {
            Self::NotAnswered => (
                "还没有答复反映人，不能登记结果。请先答复（事事有回音）",
                "the person who asked has not been answered; reply first, then record the result",
            ),
            Self::Closed => ("这件事已经办结；要继续办，请先重开", "the issue is closed; reopen it first"),
            Self::NotClosed => (
                "这件事还没有结果，先答复、再登记结果",
                "the issue has no result yet; reply and resolve it first",
            ),
            Self::Unexplained => (
                "结果不是“已解决”时，要写明理由与依据，并告知救济途径",
                "a result other than solved needs its reason and basis, and the remedies the person has",
            ),
            Self::Undeletable => (
                "事项不能删除：提出的事都要有回音。登记重复或有误，请答复后以“解释说明”办结",
                "issues are not deleted: what was asked is owed an answer; close it with an explanation instead",
            ),
            Self::StrikeOut => {
                ("记录不能删除，只能写明理由后划去", "entries are not deleted; strike them out with a reason")
            }
            Self::NotAPetitioner => (
                "“信访老户”只由本人名下未了结的事项推出：请先选走访的居民，并确认其有未了结的事项",
                "a petitioner is only who has an open issue of his own; name the resident, or take another category",
            ),
            Self::NotAResident => (
                "只能按居民查阅、导出或删除；请给居民的编号",
                "this is done for a resident; give a resident's id",
            ),
            Self::TellingReason => (
                "理由里不要写本人的姓名、电话或证件号码：理由会一直留着。可以写“本人要求删除”",
                "do not write the person's name, phone or ID number into the reason, which stays for ever; \"asked for by the person\" will do",
            ),
            Self::NoBasis => (
                "要写明依据：凭什么这样登记（看了什么、问了谁、哪份名册）",
                "say what it rests on: what was seen, who was asked, which list",
            ),
            Self::NoFollowUp => (
                "和谐稳定动态的项目要先写责任人和下一步，才能登记为“正在摸”或“已摸清”",
                "an item of the harmony list needs its owner and the next step before it is working or clear",
            ),
            Self::InCircle => {
                ("上级单位不能是它自己或它的下级", "a unit cannot stand below itself or below its own units")
            }
            Self::ToOneself => ("接手人不能是移交人自己", "the one who takes over must be somebody else"),
            Self::NothingHandedOver => (
                "交接单要写明移交什么：事项、联系的户、任务，或交代的话",
                "say what is handed over: issues, households, tasks, or notes",
            ),
            Self::Erased => (
                "这里已按本人要求删除，不再填写",
                "this was erased at the person's request and is not filled in again",
            ),
            Self::KeptApart => (
                "这一册只有组长和督查能看；登记谁都可以（minqing informer add，屏幕按 : 选“另册登记”）。涉及组长的，请直接交上一级或纪检监察机关",
                "only leads and overseers see this, and anybody may enter (minqing informer add; on screen : and \"Enter informer material\"); what names a lead goes to the level above or the discipline inspection",
            ),
            Self::Gone => {
                ("这条记录已删除或划去；要改请先撤销", "the record is deleted or struck out; undo that first")
            }
            Self::Missing(_)
            | Self::NotLater(_)
            | Self::Breach(_)
            | Self::Required(_)
            | Self::Automatic(_)
            | Self::EndsBefore(_)
            | Self::Label { .. }
            | Self::NoConsent(_)
            | Self::Log
            | Self::TooShort
            | Self::NotDue(_)
            | Self::Declaration(_)
            | Self::KindStays(_)
            | Self::Shipped(_)
            | Self::Said(_)
            | Self::SaidOf(..)
            | Self::OutOfTurn(_)
            | Self::Waiting(_) => ("", ""),
        }
    }
}

/// Titles of fields, each between marks: `“内容”、“反映人”`.
pub(super) fn titles(fields: &[Wording], lang: Lang) -> String {
    let (from, to) = (lang.pick("“", "\""), lang.pick("”", "\""));
    let told: Vec<String> = fields.iter().map(|title| format!("{from}{}{to}", title.get(lang))).collect();
    told.join(lang.pick("、", ", "))
}

/// That a part of a step or record is missing, named by its key.
fn missing(what: &str, lang: Lang) -> String {
    let zh = match what {
        "text" => "内容",
        "owner" => "责任人",
        "unit" => "转往的单位",
        "outcome" => "结果",
        "until" => "延至哪天",
        "approver" => "批准人",
        "reason" => "理由",
        "way" => "方式",
        "noticed" => "告知日期",
        "member" => "驻点组员或挂点企业",
        "detail" => "说明",
        "guardian" => "监护人（未满14岁须由监护人同意）",
        "purpose" => "用途",
        "to" => "接收方",
        "handover" => "交接单：换经办人要写明办到哪一步、还差什么",
        "done" => "已做工作：上报、转给上级前本级做了什么",
        other => {
            let ledger = steps::ledger();
            let title = ledger.field_by_key(other).map(|field| field.title.get(lang).to_owned());
            let title = title.unwrap_or_else(|| other.to_owned());
            return say!(lang, "还缺“{title}”，请填上再提交", "\"{title}\" is missing; fill it in");
        }
    };
    say!(lang, "还缺“{zh}”，请填上再提交", "\"{what}\" is missing; fill it in")
}
