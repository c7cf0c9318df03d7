//! What went out of the program as a sheet, and how a name is told in public.
//!
//! Every sheet is written down: what for, what of, for whom (domain.md §4.2
//! rule 12; 个保法 55–56, 网数条例 12: kept three years at least). The record
//! holds no value of anybody.

use super::{
    field::{Field, Kind, Privacy, Search},
    ledger::Ledger,
    projects::projects,
    roster::{households, refers_to_people, residents},
};
use crate::domain::{identity, nameless::WITHHELD, privacy::tells_of_health};

/// Surnames of two characters; of any other name the first one is the surname.
const COMPOUND: [&str; 24] = [
    "欧阳", "上官", "司马", "诸葛", "尉迟", "万俟", "澹台", "长孙", "皇甫", "令狐", "夏侯", "东方", "慕容",
    "司徒", "司空", "公孙", "宇文", "端木", "轩辕", "南宫", "独孤", "钟离", "闻人", "申屠",
];

/// The log of exports.
pub mod log {
    use crate::domain::field::Kind;

    crate::ledger! {
        /// Every sheet that was written out (domain.md §4.2 rule 12).
        "exports" ("导出登记", "Export log") Entry;
        PURPOSE = 16 "purpose" ("用途", "What for") Kind::Text => automatic().column(20);
        AT = 17 "at" ("时间", "When") Kind::Instant => automatic().column(16);
        BY = 18 "by" ("导出人", "Who") Kind::Ref("members".to_owned()) => automatic().column(10);
        SCOPE = 19 "scope" ("范围", "What of") Kind::Text => automatic().column(24);
        TO = 20 "to" ("接收方", "For whom") Kind::Text => automatic().column(16);
        ROWS = 21 "rows" ("条数", "Records") Kind::Int => automatic().column(6);
        FORM = 22 "form" ("方式", "How") Kind::choices(&[
            ("masked", "已遮盖", "masked"),
            ("public", "去标识", "de-identified"),
            ("full", "含个人信息", "in full"),
        ]) => automatic().column(10);
        SEALED = 23 "sealed" ("加口令", "By passphrase") Kind::Bool => automatic();
    }
}

/// How people are told of in a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Numbers masked, as on the screen.
    Masked,
    /// For the notice board: no name, number or address.
    Public,
    /// In full, for a reason that is written down.
    Full,
}

impl Form {
    /// The key in the log.
    pub fn key(self) -> &'static str {
        match self {
            Self::Masked => "masked",
            Self::Public => "public",
            Self::Full => "full",
        }
    }

    /// What the file's name says of it.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Masked => "",
            Self::Public => "-去标识",
            Self::Full => "-含个人信息",
        }
    }
}

/// A name as the public reads it: the surname and 某 (domain.md §4.2 rule 9).
pub fn public_name(name: &str) -> String {
    if name.trim() == WITHHELD {
        return WITHHELD.to_owned();
    }
    let name = identity::name(name);
    let first_two: String = name.chars().take(2).collect();
    let surname = if COMPOUND.contains(&first_two.as_str()) && name.chars().count() > 2 {
        first_two
    } else {
        name.chars().take(1).collect()
    };
    if surname.is_empty() || surname == "匿" { "匿名".to_owned() } else { format!("{surname}某") }
}

/// The fewest digits in a row that are taken for a phone or an ID number.
const TELLING_DIGITS: usize = 7;

/// A text in which long numbers are asterisks.
pub fn without_numbers(text: &str) -> String {
    let mut text = text.to_owned();
    for place in identity::mobiles_in(&text).into_iter().rev() {
        text.replace_range(place, &"*".repeat(11));
    }
    let mut told = String::new();
    let mut digits = String::new();
    let flush = |digits: &mut String, told: &mut String| {
        let long = digits.chars().count() >= TELLING_DIGITS;
        told.push_str(&if long { "*".repeat(digits.chars().count()) } else { digits.clone() });
        digits.clear();
    };
    for c in text.chars() {
        if c.is_numeric() && super::calendar::half_width(c).is_ascii_digit() {
            digits.push(c);
        } else {
            flush(&mut digits, &mut told);
            told.push(c);
        }
    }
    flush(&mut digits, &mut told);
    told
}

/// How a field is told in public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Public {
    /// As it is: it is about the work.
    Open,
    /// A name: surname and 某.
    Name,
    /// A household: by its number, or not told apart.
    Household,
    /// Not at all.
    Left,
}

/// Whether a ledger's records are of residents or households, or name them.
pub fn names_people(ledger: &Ledger) -> bool {
    let people = [residents::ID, households::ID];
    let named = |field: &Field| {
        refers_to_people(&field.kind)
            || field.kind == Kind::Name
            || (field.kind == Kind::Text && field.privacy != Privacy::Open)
    };
    people.contains(&ledger.id.as_str()) || ledger.fields.iter().any(named)
}

/// Whether a whole ledger tells who lives in hardship: no notice board shows it.
pub fn is_of_hardship(ledger: &Ledger) -> bool {
    names_people(ledger) && (ledger.title.zh.contains("困难") || tells_of_health(&ledger.title.zh))
}

/// Whether a field tells who lives in hardship: by its choices, or as the
/// category for which somebody is called on (domain.md §4.2 rule 9).
fn tells_of_hardship(field: &Field) -> bool {
    let tells = |title: &str| title.contains("困难") || tells_of_health(title);
    let chosen = if let Kind::Choice(choices) = &field.kind {
        choices.iter().any(|choice| tells(&choice.title.zh))
    } else {
        false
    };
    chosen || tells(&field.title.zh)
}

/// How a field of a ledger is told in public. What is about a person, and any
/// sentence in somebody's own words, stays out.
pub fn public_form(ledger: &Ledger, field: &Field) -> Public {
    let of_people = [residents::ID, households::ID].contains(&ledger.id.as_str());
    match (&field.kind, field.privacy) {
        (_, Privacy::Sensitive) | (Kind::Phone | Kind::IdNumber | Kind::LongText, _) => Public::Left,
        _ if names_people(ledger) && tells_of_hardship(field) => Public::Left,
        // What people are and need, and since when, is nobody's business.
        (Kind::Choice(_) | Kind::Date | Kind::Lunar | Kind::Bool, _) if of_people => Public::Left,
        (Kind::Name, _) => Public::Name,
        (Kind::Text, Privacy::Personal) if field.search == Search::Name => Public::Name,
        (_, Privacy::Personal) => Public::Left,
        (Kind::Ref(target), _) if target == residents::ID => Public::Name,
        // For whom a help project is tells where people live who need help.
        (Kind::Ref(target), _) if target == households::ID && ledger.id == projects::ID => Public::Left,
        (Kind::Ref(target), _) if target == households::ID => Public::Household,
        // Where somebody lives, whom he is related to and what he needs tells who he is.
        (Kind::Text, _) if of_people && field.tag != households::NUMBER => Public::Left,
        (Kind::Text, _) if of_people && ledger.id == residents::ID => Public::Left,
        (
            Kind::Text
            | Kind::Int
            | Kind::Money
            | Kind::Bool
            | Kind::Date
            | Kind::Lunar
            | Kind::Instant
            | Kind::Choice(_)
            | Kind::Ref(_),
            Privacy::Open,
        ) => Public::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::issues::issues;

    #[test]
    fn a_public_name_is_the_surname_and_no_more() {
        for (name, public) in [
            ("王桂兰", "王某"),
            ("欧阳春华", "欧阳某"),
            ("欧阳", "欧某"),
            ("阿卜杜拉·买买提", "阿某"),
            ("匿名", "匿名"),
            ("", "匿名"),
        ] {
            assert_eq!(public_name(name), public);
        }
    }

    #[test]
    fn a_public_text_has_no_number_of_a_person() {
        assert_eq!(without_numbers("3组12号 13912340000 转"), "3组12号 *********** 转");
        assert_eq!(without_numbers("１３９１２３４００００"), "***********");
        assert_eq!(without_numbers("139 1234 0000、139-1234.0000"), "***********、***********");
    }

    #[test]
    fn public_sheets_tell_of_the_work_and_not_of_people() {
        let told = |ledger: Ledger, key: &str| {
            let field = ledger.field_by_key(key).cloned().unwrap();
            public_form(&ledger, &field)
        };
        let of_people = ["born", "visit_facts", "visit_basis", "visit_since", "sex", "left"];
        let where_and_what =
            ["phone", "id_number", "address", "registered_address", "note", "tags", "relation"];
        for key in of_people.into_iter().chain(where_and_what) {
            assert_eq!(told(residents::ledger(), key), Public::Left, "{key}");
        }
        assert_eq!(told(residents::ledger(), "name"), Public::Name);
        assert_eq!(told(residents::ledger(), "household"), Public::Household);
        assert_eq!(told(households::ledger(), "number"), Public::Open);
        assert_eq!(told(households::ledger(), "head"), Public::Name);
        // Why somebody was called on is nobody's business.
        assert_eq!(told(crate::domain::visits::ledger(), "category"), Public::Left);
        let hardship = crate::domain::ledger::Catalog::shipped().get("hardship").cloned().unwrap();
        assert!(is_of_hardship(&hardship) && !is_of_hardship(&issues::ledger()));
        assert_eq!(told(projects::ledger(), "households"), Public::Left);
        assert_eq!(told(issues::ledger(), "from"), Public::Name);
        assert_eq!(told(issues::ledger(), "detail"), Public::Left);
        assert_eq!(told(issues::ledger(), "kind"), Public::Open);
    }
}
