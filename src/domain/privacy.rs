//! What of a person is shown without being asked for (domain.md §4.2, rule 8).

use super::{
    field::{Field, Kind, Privacy},
    value::Value,
};

/// Words that make a sheet column one about people as risks; such columns are
/// passed over on import with a notice (domain.md §2.1, §4.2 rule 1).
const RISK_WORDS: [&str; 11] = [
    "重点人员",
    "稳控",
    "预警",
    "风险等级",
    "风险级别",
    "关注程度",
    "人员现状",
    "稳定现状",
    "信用分",
    "积分等级",
    "人员分级",
];

/// Whether a column's name speaks of residents as risks.
pub fn is_risk_column(name: &str) -> bool {
    RISK_WORDS.iter().any(|word| name.contains(word))
}

/// Whether a field is hidden, wholly or in part, until somebody asks.
pub fn is_masked(field: &Field) -> bool {
    match field.privacy {
        Privacy::Open => false,
        Privacy::Personal => matches!(field.kind, Kind::Phone | Kind::IdNumber),
        Privacy::Sensitive => true,
    }
}

/// The text that stands for a value of a masked field: the last four digits of
/// an identity number, a phone without its middle, nothing else.
pub fn masked(field: &Field, value: &Value) -> String {
    let text = value.as_text().unwrap_or("");
    match field.kind {
        Kind::Phone => mask_phone(text),
        Kind::IdNumber => keep_ends(text, 0, 4),
        Kind::Text
        | Kind::LongText
        | Kind::Name
        | Kind::Int
        | Kind::Bool
        | Kind::Date
        | Kind::Instant
        | Kind::Choice(_)
        | Kind::Ref(_) => "***".to_owned(),
    }
}

/// The masked form of one of several values, with the digits shown in which
/// it differs from the others: who chooses must see a difference, and no more.
pub fn masked_apart(field: &Field, value: &Value, others: &[&Value]) -> String {
    let plain: Vec<char> = value.as_text().unwrap_or("").chars().collect();
    let hidden: Vec<char> = masked(field, value).chars().collect();
    if hidden.len() != plain.len() {
        return hidden.into_iter().collect();
    }
    let others: Vec<Vec<char>> =
        others.iter().map(|other| other.as_text().unwrap_or("").chars().collect()).collect();
    let differs = |at: usize| others.iter().any(|other| other.get(at) != plain.get(at));
    let shown = plain.iter().zip(&hidden).enumerate();
    shown.map(|(at, (plain, hidden))| if differs(at) { *plain } else { *hidden }).collect()
}

fn mask_phone(text: &str) -> String {
    if text.chars().count() >= 7 { keep_ends(text, 3, 4) } else { keep_ends(text, 0, 0) }
}

fn keep_ends(text: &str, head: usize, tail: usize) -> String {
    let length = text.chars().count();
    if length <= head + tail {
        return "*".repeat(length);
    }
    let chars = text.chars().enumerate();
    chars.map(|(at, c)| if at < head || at >= length - tail { c } else { '*' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_lose_their_middle_and_ids_all_but_four() {
        let phone = Field::new(16, "phone", "", "", Kind::Phone).personal();
        let id = Field::new(17, "id", "", "", Kind::IdNumber).sensitive();
        assert_eq!(masked(&phone, &Value::Text("13812342210".into())), "138****2210");
        assert_eq!(masked(&phone, &Value::Text("6688".into())), "****");
        assert_eq!(masked(&id, &Value::Text("99010119900101001X".into())), "**************001X");
        assert_eq!(masked(&id, &Value::Text("12".into())), "**");
        let (one, other) = (Value::Text("13911110001".into()), Value::Text("13922220001".into()));
        assert_eq!(masked_apart(&phone, &one, &[&other]), "1391111***01".replace("***01", "0001"));
        assert_eq!(masked_apart(&phone, &one, &[]), "139****0001");
        assert!(is_masked(&phone) && is_masked(&id));
    }

    #[test]
    fn columns_about_risky_people_are_known() {
        assert!(is_risk_column("重点人员类别"));
        assert!(is_risk_column("稳控责任人"));
        assert!(is_risk_column("预警等级"));
        assert!(!is_risk_column("联系电话"));
    }
}
