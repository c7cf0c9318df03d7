//! What of a person is shown without being asked for (domain.md §4.2, rule 8).

use std::borrow::Cow;

use super::{
    deidentify::sensitive_word,
    field::{Field, Kind, Privacy},
    identity,
    value::Value,
};

/// Whether a field is hidden, wholly or in part, until somebody asks.
pub fn is_masked(field: &Field) -> bool {
    match field.privacy {
        Privacy::Open => false,
        Privacy::Personal => matches!(field.kind, Kind::Phone | Kind::IdNumber | Kind::Date),
        Privacy::Sensitive => true,
    }
}

/// Whether a value is hidden until somebody asks: its field is, its text tells of
/// illness, disability or allowances where such words are guarded, or there is a
/// mobile number in its words.
pub fn is_hidden(field: &Field, value: &Value) -> bool {
    is_guarded(field, value) || has_number(field, value)
}

fn is_guarded(field: &Field, value: &Value) -> bool {
    is_masked(field) || field.guarded && value.as_text().is_some_and(tells_of_health)
}

/// Whether words have a mobile number in them: it is somebody's, whoever wrote it
/// down beside what he said (domain.md §4.2 rule 8).
fn has_number(field: &Field, value: &Value) -> bool {
    let is_of_words = matches!(field.kind, Kind::Text | Kind::LongText | Kind::Name);
    is_of_words && value.as_text().is_some_and(|text| !identity::mobiles_in(text).is_empty())
}

/// Words as they are read without being asked for: mobile numbers without their middle.
pub fn read(text: &str) -> Cow<'_, str> {
    identity::cover_mobiles(text).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Whether a text tells of illness, disability or allowances (个保法 28).
pub fn tells_of_health(text: &str) -> bool {
    text.contains(['病', '癌', '瘫', '残', '瘤']) || sensitive_word(text).is_some()
}

/// The text that stands for a value that is hidden: the last four digits of an
/// identity number, a phone without its middle, the words around one, nothing else.
pub fn masked(field: &Field, value: &Value) -> String {
    let text = value.as_text().unwrap_or("");
    if !is_guarded(field, value) && has_number(field, value) {
        return read(text).into_owned();
    }
    match field.kind {
        Kind::Phone => mask_phone(text),
        Kind::IdNumber => keep_ends(text, 0, 4),
        // The year is told: policies go by age.
        Kind::Date if field.privacy == Privacy::Personal => match value {
            Value::Date(day) => format!("{:04}-**-**", day.year()),
            Value::Text(_)
            | Value::Int(_)
            | Value::Bool(_)
            | Value::Instant(_)
            | Value::Choice(_)
            | Value::Ref(_)
            | Value::Unknown(..) => "***".to_owned(),
        },
        Kind::Text
        | Kind::LongText
        | Kind::Name
        | Kind::Int
        | Kind::Money
        | Kind::Bool
        | Kind::Date
        | Kind::Lunar
        | Kind::Instant
        | Kind::Choice(_)
        | Kind::Ref(_) => "***".to_owned(),
    }
}

/// The masked form of one of several values. Where another looks the same, it
/// has besides the first digit in which the two differ: who chooses must see a
/// difference, and no more.
pub fn masked_apart(field: &Field, value: &Value, others: &[&Value]) -> String {
    let hidden = masked(field, value);
    if !matches!(field.kind, Kind::Phone | Kind::IdNumber) {
        return hidden;
    }
    let chars = |value: &Value| value.as_text().unwrap_or("").chars().collect::<Vec<char>>();
    let plain = chars(value);
    let mut alike: Vec<Vec<char>> =
        others.iter().filter(|other| masked(field, other) == hidden).map(|other| chars(other)).collect();
    alike.push(plain.clone());
    let shown = telling(&alike, plain.len());
    let both = plain.iter().zip(hidden.chars()).enumerate();
    both.map(|(at, (plain, hidden))| if shown.contains(&at) { *plain } else { hidden }).collect()
}

/// The places that tell texts of one length apart: of any two, the first in
/// which they differ. The same for each of the texts.
fn telling(texts: &[Vec<char>], length: usize) -> Vec<usize> {
    let mut shown: Vec<usize> = Vec::new();
    for at in 0..length {
        let same = |one: &[char], other: &[char]| shown.iter().all(|at| one.get(*at) == other.get(*at));
        let tells = texts.iter().enumerate().any(|(index, one)| {
            let later = texts.iter().skip(index + 1);
            later.into_iter().any(|other| one.get(at) != other.get(at) && same(one, other))
        });
        if tells {
            shown.push(at);
        }
    }
    shown
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
    use crate::domain::{
        ledger::Catalog,
        roster::{households, residents},
    };

    #[test]
    fn phones_lose_their_middle_and_ids_all_but_four() {
        let phone = Field::new(16, "phone", "", "", Kind::Phone).personal();
        let id = Field::new(17, "id", "", "", Kind::IdNumber).sensitive();
        assert_eq!(masked(&phone, &Value::Text("13812342210".into())), "138****2210");
        assert_eq!(masked(&phone, &Value::Text("6688".into())), "****");
        assert_eq!(masked(&id, &Value::Text("99010119900101001X".into())), "**************001X");
        assert_eq!(masked(&id, &Value::Text("12".into())), "**");
        assert!(is_masked(&phone) && is_masked(&id));
    }

    #[test]
    fn what_tells_of_health_is_hidden_where_it_is_guarded_and_of_a_day_the_year_is_told() {
        let text = |text: &str| Value::Text(text.into());
        for ledger in [residents::ledger(), households::ledger()] {
            for key in ["tags", "note", "visit_basis"] {
                let field = ledger.field_by_key(key).unwrap();
                for told in
                    ["低保户，肺癌", "残疾证", "糖尿病", "瘫痪在床", "精神分裂，自闭症孩子", "欠了网贷"]
                {
                    assert!(is_hidden(field, &text(told)), "{key} {told}");
                }
                assert!(!is_hidden(field, &text("想学电工")), "{key}");
            }
        }
        let residents = residents::ledger();
        let born = residents.field_by_key("born").unwrap();
        let day = Value::Date(jiff::civil::date(1950, 3, 1));
        assert!(is_hidden(born, &day));
        assert_eq!(masked(born, &day), "1950-**-**");
        assert!(is_masked(residents.field_by_key("registered_address").unwrap()));
    }

    // Shows E2.
    #[test]
    fn a_mobile_number_in_words_is_hidden_and_the_words_are_read() {
        let text = |text: &str| Value::Text(text.into());
        let issues = crate::domain::issues::issues::ledger();
        let detail = issues.field_by_key("detail").unwrap();
        let told = text("漏水，打 139 1111 2222 找她");
        assert!(is_hidden(detail, &told) && !is_masked(detail));
        assert_eq!(masked(detail, &told), "漏水，打 139****2222 找她");
        for plain in ["漏水，12345 说过", "工单20261130100000012345", "居委会 0799-6600001"] {
            assert!(!is_hidden(detail, &text(plain)), "{plain}");
        }
        // What tells of illness as well is hidden wholly.
        let note = residents::ledger();
        let note = note.field_by_key("note").unwrap();
        assert_eq!(masked(note, &text("肺癌，女儿13911112222")), "***");
        assert_eq!(masked(note, &text("女儿13911112222")), "女儿139****2222");
        assert_eq!(read("没有号码"), "没有号码");
    }

    #[test]
    fn every_field_that_is_not_open_says_what_for() {
        for ledger in Catalog::shipped().iter() {
            for field in ledger.fields.iter().filter(|field| field.privacy != Privacy::Open) {
                assert!(field.purpose.is_some(), "{} {}", ledger.id, field.key);
            }
        }
    }

    #[test]
    fn values_that_look_alike_show_the_first_digit_that_tells_them_apart() {
        fn shown(field: &Field, texts: &[&str]) -> Vec<String> {
            let values: Vec<Value> = texts.iter().map(|text| Value::Text((*text).into())).collect();
            let others = |value: &Value| values.iter().filter(|other| *other != value).collect::<Vec<_>>();
            values.iter().map(|value| masked_apart(field, value, &others(value))).collect()
        }
        let phone = Field::new(16, "phone", "", "", Kind::Phone).personal();
        let id = Field::new(17, "id", "", "", Kind::IdNumber).sensitive();
        let note = Field::new(18, "note", "", "", Kind::Text).sensitive();
        for (field, plain, wanted) in [
            (&phone, &["13911110001"][..], &["139****0001"][..]),
            (&phone, &["13825671234", "13815691234"], &["1382***1234", "1381***1234"]),
            (&phone, &["13825671234", "13825681234"], &["138***71234", "138***81234"]),
            // What is seen anyhow tells these apart.
            (&phone, &["13825671234", "13915671235"], &["138****1234", "139****1235"]),
            (
                &phone,
                &["13825671234", "13815671234", "13825691234", "13700001234"],
                &["1382**71234", "1381**71234", "1382**91234", "137****1234"],
            ),
            (&phone, &["6688", "6689", "66889"], &["***8", "***9", "*****"]),
            (
                &id,
                &["99010119900101001X", "99010119800202001X"],
                &["********9*****001X", "********8*****001X"],
            ),
            (&note, &["肺结核", "糖尿病"], &["***", "***"]),
        ] {
            assert_eq!(shown(field, plain), wanted, "{plain:?}");
        }
    }
}
