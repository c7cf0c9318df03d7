//! What no field takes and is worth keeping: it goes into the long text of the
//! record, each thing under the name that the sheet gives it (domain.md §2).
//!
//! Of a matter that is what was found, done and promised about it; of a person
//! a cell that cannot be read. Nothing is made up from it, and nothing is lost.

use crate::domain::{
    calendar,
    field::{Field, Kind, Tag},
    issues::issues,
    ledger::Ledger,
    roster::{households, residents},
    visits,
};

use super::columns::Target;

/// Columns about a matter that follow from its steps here, or that no field has
/// (domain.md §2.1–2.5).
const OF_ISSUES: [&str; 95] = [
    "部位",
    "隐患部位",
    "所在部位",
    "隐患地点",
    "隐患位置",
    "级别",
    "隐患级别",
    "隐患等级",
    "整改措施",
    "整改类型",
    "整改情况",
    "整改结果",
    "责任人",
    "责任单位",
    "责任单位/责任人",
    "整改责任人",
    "整改责任单位",
    "资金",
    "整改资金",
    "期限",
    "整改期限",
    "整改时限",
    "应急措施",
    "完成日期",
    "完成时间",
    "整改完成日期",
    "整改完成时间",
    "复查人",
    "复查日期",
    "复查时间",
    "复查结果",
    "验收人",
    "验收结果",
    "销号",
    "销号情况",
    "是否销号",
    "检查人",
    "排查人",
    "排查人员",
    "参加人员",
    "单位",
    "发生地点",
    "地点",
    "存在问题",
    "涉及人数",
    "涉及单位",
    "化解时限",
    "化解期限",
    "化解方式",
    "化解组织",
    "化解措施",
    "化解责任人姓名",
    "化解责任人",
    "化解责任单位",
    "化解是否成功",
    "化解情况",
    "化解结果",
    "调解人",
    "调解情况",
    "调解结果",
    "考评日期",
    "考评意见",
    "交办督办情况",
    "建表类型",
    "反应群体人数",
    "反映群体人数",
    "项目子类",
    "服务联系人",
    "服务联系人单位",
    "办理单位",
    "承办单位",
    "承办人",
    "办理期限",
    "办理时限",
    "办理措施",
    "办理情况",
    "办理结果",
    "办结方式",
    "办结时间",
    "办结日期",
    "办结情况",
    "是否办结",
    "处理情况",
    "处理意见",
    "处理意见与结果",
    "处理结果",
    "核查情况",
    "工作措施",
    "工作措施及内容",
    "回访情况",
    "反映人反馈意见",
    "接待人",
    "接待人及职务",
    "登记人",
    "备注",
];

/// Whether a line that was kept aside tells who found, handles or entered a matter: a
/// member who is named there is not told of.
pub(super) fn tells_who_handles(line: &str) -> bool {
    let Some((name, _)) = line.split_once('：') else { return false };
    let is_of_people = ["人", "人员", "及职务", "责任单位"].iter().any(|end| name.ends_with(end));
    OF_ISSUES.contains(&name) && (is_of_people || name.contains("责任"))
}

/// Columns of a register of visits.
const OF_VISITS: [&str; 9] = [
    "现场解答或处理",
    "现场处置或解释",
    "处理情况",
    "处理意见",
    "解决措施",
    "是否转办",
    "后续计划",
    "下步打算",
    "备注",
];

/// Columns of a list of households.
const OF_HOUSEHOLDS: [&str; 1] = ["联系人"];

/// The parts of an address: building, unit, room, each by its names.
const PARTS: [&[&str]; 3] = [
    &["楼栋", "楼号", "楼栋号", "栋", "栋号", "幢"],
    &["单元", "单元号"],
    &["室", "室号", "房号", "房间号", "门牌号"],
];

/// The field that takes what no other does.
pub(super) fn field_of(ledger: &Ledger) -> Option<Tag> {
    match ledger.id.as_str() {
        issues::ID => Some(issues::DETAIL),
        visits::ID => Some(visits::SUMMARY),
        residents::ID => Some(residents::NOTE),
        households::ID => Some(households::NOTE),
        _ => None,
    }
}

/// The key of the field that takes what no other does: the note, or the last long text.
pub(super) fn spare_field(ledger: &Ledger) -> Option<String> {
    let long = |field: &&Field| field.in_form && field.kind == Kind::LongText;
    let note = ledger.fields.iter().filter(long).find(|field| field.key == "note");
    note.or_else(|| ledger.fields.iter().rfind(long)).map(|field| field.key.clone())
}

/// Whether a column without a field is kept, by its name as names are compared.
pub(super) fn is_kept(ledger: &Ledger, key: &str) -> bool {
    let names: &[&str] = match ledger.id.as_str() {
        issues::ID => &OF_ISSUES,
        visits::ID => &OF_VISITS,
        households::ID => &OF_HOUSEHOLDS,
        _ => &[],
    };
    names.contains(&key)
}

/// Whether it is the title of a matter, whose further words are kept in its text.
pub(super) fn is_title(ledger: &Ledger, target: Target) -> bool {
    ledger.id == issues::ID && target == Target::Field(issues::TITLE)
}

/// Which part of an address a column brings.
pub(super) fn part_of_address(ledger: &Ledger, key: &str) -> Option<usize> {
    let has_homes = matches!(ledger.id.as_str(), households::ID | residents::ID);
    PARTS.iter().position(|names| names.contains(&key)).filter(|_| has_homes)
}

/// An address put together: `5`, `2`, `301` is `5栋2单元301`.
pub(super) fn address(whole: &str, parts: &[String; 3]) -> String {
    let mut told = String::new();
    for (part, behind) in parts.iter().zip(["栋", "单元", ""]) {
        let part: String = part.trim().chars().map(calendar::half_width).collect();
        told += &part;
        if !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric()) {
            told += behind;
        }
    }
    let whole = whole.trim();
    if whole.contains(&told) { whole.to_owned() } else { format!("{whole}{told}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_put_together_of_its_parts() {
        let of = |whole: &str, parts: [&str; 3]| address(whole, &parts.map(str::to_owned));
        assert_eq!(of("", ["5", "2", "301"]), "5栋2单元301");
        assert_eq!(of("", ["５栋", "2单元", "301室"]), "5栋2单元301室");
        assert_eq!(of("幸福路1号院", ["", "2", "301"]), "幸福路1号院2单元301");
        assert_eq!(of("幸福路5栋2单元301", ["5栋", "2", "301"]), "幸福路5栋2单元301");
        assert_eq!(of("", ["", "", ""]), "");
    }
}
